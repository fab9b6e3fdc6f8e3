//! Lists that the app itself wrote are read as it meant them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests; a panic is a failed test"
)]

use contact_import::{ColumnOverride, Field, ImportOptions, Reader, Record, Row};

fn read(text: &str) -> (Vec<&'static str>, Vec<Row>) {
    let reader = Reader::from_text(text, &ImportOptions::new("PY")).unwrap();
    let codes = reader
        .detected()
        .columns
        .iter()
        .map(|c| c.field.code())
        .collect();
    let rows = reader.map(|record| match record.unwrap() {
        Record::Row(row) => row,
        Record::Invalid(row) => panic!("{row:?}"),
    });
    (codes, rows.collect())
}

const VALUES: &str = "+595981000001,Sra,Ana,VIP,uno,dos,tres,\"una\nnota\",feria,\
    2026-11-22T10:00:00.000Z,papel 7,2026-11-23T10:00:00.000Z,sí,2026-01-01T00:00:00.000Z,";

#[test]
fn an_export_in_each_language() {
    for header in [
        "Número,Tratamiento,Nombre,Grupo,Nota,Apellido,Teléfono,Nota,Consentimiento,\
         Consentimiento desde,Prueba del consentimiento,Baja desde,En WhatsApp,Agregado,Último mensaje",
        "Number,Title,Name,Group,Nota,Apellido,Teléfono,Note,Consent,Consent since,\
         Proof of consent,Opted out since,On WhatsApp,Added,Last message",
        "Número,Tratamento,Nome,Grupo,Nota,Apellido,Teléfono,Nota,Consentimento,\
         Consentimento desde,Prova do consentimento,Saiu em,No WhatsApp,Adicionado,Última mensagem",
    ] {
        let (codes, rows) = read(&format!("\u{feff}{header}\r\n{VALUES}\r\n"));
        assert_eq!(
            codes,
            [
                "number",
                "title",
                "name",
                "group",
                "extra",
                "extra",
                "extra",
                "note",
                "consent",
                "consent_at",
                "consent_proof",
                "opted_out",
                "ignore",
                "ignore",
                "ignore"
            ]
        );
        let row = &rows[0];
        assert_eq!((row.name.as_str(), row.title.as_str()), ("Ana", "Sra"));
        let fields: Vec<_> = row
            .fields
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            fields,
            [("Apellido", "dos"), ("Nota", "uno"), ("Teléfono", "tres")]
        );
        let said = row.remarks.as_deref().unwrap();
        assert_eq!(said.note, "una\nnota");
        assert_eq!(said.consent, "feria");
        assert_eq!(said.consent_at, "2026-11-22T10:00:00.000Z");
        assert_eq!(said.consent_proof, "papel 7");
        assert_eq!(said.opted_out, "2026-11-23T10:00:00.000Z");
    }
}

#[test]
fn columns_that_somebody_moved_or_took_away() {
    let (codes, rows) = read(
        "Nombre,Baja desde,Consentimiento,Ciudad,Nota,Número,En WhatsApp\n\
         Ana,no,feria,Luque,hola,0981000001,no\n\
         Beto,2026-11-23,,,,0981000002,\n\
         Celia,sí,,,,0981000003,\n",
    );
    assert_eq!(
        codes,
        [
            "name",
            "opted_out",
            "consent",
            "extra",
            "note",
            "number",
            "ignore"
        ]
    );
    let said = rows.iter().map(|row| row.remarks.clone().unwrap());
    let out: Vec<_> = said.map(|said| said.opted_out).collect();
    assert_eq!(out, ["", "2026-11-23", "sí"]);
}

#[test]
fn other_lists_mean_what_they_meant() {
    let (codes, rows) =
        read("Nombre,Nota,Celular,Consentimiento,Agregado\nAna,10,0981000001,sí,ayer\n");
    assert_eq!(codes, ["name", "extra", "number", "extra", "extra"]);
    assert_eq!(rows[0].fields.len(), 3);
    assert_eq!(rows[0].remarks, None);
}

#[test]
fn a_column_is_chosen_by_hand_and_once() {
    let mut options = ImportOptions::new("PY");
    let choose = |header: &str, field| ColumnOverride {
        header: header.to_owned(),
        field,
    };
    options
        .columns
        .push(choose("Nota", "note".parse().unwrap()));
    let text = "Nombre,Nota,Celular,Otra\nAna,10,0981000001,x\n";
    let mut reader = Reader::from_text(text, &options).unwrap();
    assert!(
        matches!(reader.next(), Some(Ok(Record::Row(row))) if row.remarks.as_ref().unwrap().note == "10")
    );
    options.columns.push(choose("Otra", Field::Note));
    let refused = Reader::from_text(text, &options).err().unwrap();
    assert_eq!(refused.code(), "field_taken_twice");
}

#[test]
fn one_mark_against_formulas_is_taken_off() {
    let text = "número,nombre,'=Campo\n'+595981000001,'=1+1,''-5\n\
                0981000002,'Tom',O'Brien\n0981000003,\"'@x, y\",'\n";
    let (_, rows) = read(text);
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["=1+1", "'Tom'", "@x, y"]);
    let values: Vec<_> = rows
        .iter()
        .map(|row| row.fields["=Campo"].as_str())
        .collect();
    assert_eq!(values, ["'-5", "O'Brien", "'"]);
}
