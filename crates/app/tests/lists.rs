//! What a person is told about a list before it is imported.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use app::AppError;
use app::api::{ImportOptions, ImportPreview, ImportSource};
use common::Shop;

const CARDS: &str = "BEGIN:VCARD\nVERSION:4.0\nFN:Ana López\nTEL;VALUE=uri;TYPE=cell:tel:+595-981-200-001\n\
    TEL;VALUE=uri;TYPE=home:tel:+595-21-491-001\nORG:Panadería Sol\nNOTE:Prefiere la tarde\nEND:VCARD\n";

async fn look(shop: &Shop, text: &str) -> Result<ImportPreview, AppError> {
    let source = ImportSource::Text { text: text.into() };
    shop.session
        .import_preview(source, ImportOptions::default())
        .await
}

#[tokio::test]
async fn a_contact_card_speaks_the_language_of_the_profile() {
    for (language, company, phone) in [
        ("es", "Empresa", "Teléfono 2"),
        ("en", "Company", "Telephone 2"),
        ("pt", "Empresa", "Telefone 2"),
    ] {
        let preview = look(&Shop::empty(language).await, CARDS).await.unwrap();
        let used: Vec<(&str, &str)> = preview
            .detected
            .columns
            .iter()
            .filter(|column| column.field != "ignore")
            .map(|column| (column.header.as_str(), column.field.as_str()))
            .skip(2)
            .collect();
        assert_eq!(used[0], (company, "extra"));
        assert_eq!(used[1].1, "note");
        assert_eq!(used[2..], [(phone, "extra")]);
        let ana = &preview.rows[0];
        assert_eq!(
            (ana.typed.as_str(), ana.note.as_str()),
            ("+595-981-200-001", "Prefiere la tarde")
        );
        let fields: Vec<(&str, &str)> = ana
            .fields
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            fields,
            [(company, "Panadería Sol"), (phone, "+595-21-491-001")]
        );
    }
}

#[tokio::test]
async fn columns_of_cards_are_chosen_in_any_language() {
    let shop = Shop::empty("es").await;
    let chosen = |header: &str| {
        let mut options = ImportOptions::default();
        options
            .read
            .columns
            .insert(header.to_owned(), "ignore".to_owned());
        options
    };
    for header in ["Empresa", "ORG"] {
        let source = ImportSource::Text { text: CARDS.into() };
        let preview = shop
            .session
            .import_preview(source, chosen(header))
            .await
            .unwrap();
        assert!(!preview.rows[0].fields.contains_key("Empresa"), "{header}");
    }
}

#[tokio::test]
async fn a_refused_list_says_what_its_columns_would_be() {
    let shop = Shop::empty("es").await;
    let refused = look(
        &shop,
        "\"Cliente, o quien atiende\";Barrio;Grupo\nAna;Centro;VIP\nLuis;Sur;\n",
    )
    .await
    .unwrap_err();
    let view = refused.view("es");
    let columns: Vec<(String, String)> = view
        .columns
        .unwrap()
        .into_iter()
        .map(|column| (column.header, column.field))
        .collect();
    let wanted = [
        ("Cliente, o quien atiende", "extra"),
        ("Barrio", "extra"),
        ("Grupo", "group"),
    ]
    .map(|(header, field)| (header.to_owned(), field.to_owned()));
    assert_eq!(columns, wanted);

    let refused = look(&shop, "numero~nombre\n0981 200 001~Ana\n")
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "import_not_separated");
    assert!(refused.view("es").message.contains("separa las columnas"));
}

#[tokio::test]
async fn repetitions_are_listed_with_the_line_they_repeat() {
    let shop = Shop::empty("es").await;
    let text = "numero;nombre\n0981200001;Ana\n12;Corto\n+595 981 200 001;Ana B.\n0981200002;Luis\n0981-200-001;Anita\n";
    let preview = look(&shop, text).await.unwrap();
    let repeated: Vec<(u64, u64, &str)> = preview
        .repeated
        .iter()
        .map(|row| (row.line, row.first_line, row.text.as_str()))
        .collect();
    assert_eq!(
        repeated,
        [(4, 2, "+595 981 200 001"), (6, 2, "0981-200-001")]
    );
    assert_eq!(preview.counts.duplicates, 2);

    // They are left out, too, and saved with the reason.
    let path = shop.folder.path().join("rechazados.csv");
    let source = ImportSource::Text { text: text.into() };
    let saved = shop
        .session
        .save_rejects(source, ImportOptions::default(), &path)
        .await
        .unwrap();
    assert_eq!(saved, 3);
    let file = std::fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "Línea,Motivo,numero,nombre",
            "3,Muy corto: faltan dígitos,12,Corto",
            "4,Repite el número de la línea 2,'+595 981 200 001,Ana B.",
            "6,Repite el número de la línea 2,0981-200-001,Anita",
        ]
    );
}

#[tokio::test]
async fn many_repetitions_are_counted_and_some_listed() {
    let text = format!("numero\n{}", "0981200001\n".repeat(1_502));
    let preview = look(&Shop::empty("es").await, &text).await.unwrap();
    assert_eq!(preview.counts.duplicates, 1_501);
    assert_eq!(preview.repeated.len(), 1_000);
}
