//! Lists become people: dropped, looked at, stored, taken back.

use crate::people::{case, choose_nth, expect, says, store, stored};
use crate::shop::{click_nth, welcome};
use e2e::{Key, Outcome, Window, story};
use serde_json::json;

/// Two people who are known before.
const KNOWN: &str = "numero;nombre;ciudad\n0981200003;Carla;Luque\n0981200004;Diego;Itá\n";

/// One is new, twice; one is known and moved; one asked for no more; two are
/// of no use.
const LIST: &str = "numero;tratamiento;nombre;grupo;ciudad
0981 200 001;Sra.;Ana Benítez;VIP;Luque
+595 981 200001;;Ana;;
0981-200-003;Dra.;Carla;;Asunción
(0981) 200.004;;Diego;;Itá
5,95993E+11;Sr.;Roto;;
12345;;Corto;;
";

/// A quotation mark that is never closed.
const QUOTE: &str = "numero,nombre\n0992756462,Ana\n0976947110,\"Luz\n";

async fn fresh(window: &Window<'_>) -> Outcome {
    welcome(window, "Tienda Luna", "profile-practice").await
}

/// From the columns to what will happen.
async fn check(window: &Window<'_>) -> Outcome {
    window.find("column-row").await?;
    window.click("import-next").await?;
    window.find("import-new").await?;
    Ok(())
}

/// Stores what is checked, and goes to see it.
async fn done(window: &Window<'_>, people: &str) -> Outcome {
    window.click("import-submit").await?;
    window.text_with("import-done", people).await?;
    window.click("import-contacts").await?;
    window.find("contacts-total").await?;
    Ok(())
}

/// The smallest window has room for what is on the screen.
async fn fits_small(window: &Window<'_>, screen: &str) -> Outcome {
    const FITS: &str = "return innerWidth === 900 && document.documentElement.scrollWidth <= 900;";
    window.client().set_window_rect(0, 0, 900, 600).await?;
    window.wait_until(FITS).await?;
    window.screenshot(&format!("{screen}-small")).await?;
    window.client().set_window_rect(0, 0, 1100, 720).await?;
    window.wait_until("return innerWidth === 1100;").await
}

async fn opt_out(window: &Window<'_>, number: &str) -> Outcome {
    let change = json!({ "filter": { "search": number }, "change": { "kind": "opt_out" } });
    window.invoke("change_contacts", change).await?;
    Ok(())
}

#[test]
fn a_dropped_list_is_checked_stored_and_taken_back() -> Outcome {
    const DETAILS: &[&str] = &[
        "phone",
        "title",
        "name",
        "groups",
        "fields",
        "consent",
        "opted_out",
    ];
    story("import-undo", async |window| {
        fresh(window).await?;
        store(window, KNOWN).await?;
        opt_out(window, "0981200004").await?;
        let before = stored(window, DETAILS).await?;
        let list = window.desktop().write_file("clientes.csv", LIST)?;
        window.click("nav-contacts").await?;
        window.text_with("contacts-total", "2 contactos").await?;
        window.drop_file(&list).await?;

        // A list that reads well lands on its columns.
        window.text_with("list-detected", "punto y coma").await?;
        says(
            window,
            "column-row",
            &["numero", "tratamiento", "nombre", "grupo", "ciudad"],
        )
        .await?;
        check(window).await?;
        for (count, people) in [
            ("import-new", "1"),
            ("import-updated", "1"),
            ("import-unchanged", "1"),
            ("import-duplicates", "1"),
            ("import-invalid", "2"),
            ("import-opted-out", "1"),
        ] {
            window.text_with(count, people).await?;
        }
        // The number as it will be, and as it was written.
        says(
            window,
            "import-row",
            &["+595 981 200 001", "+595 981 200 003", "+595 981 200 004"],
        )
        .await?;
        says(
            window,
            "import-row",
            &["0981 200 001", "0981-200-003", "(0981) 200.004"],
        )
        .await?;
        window.click("import-invalid").await?;
        says(window, "invalid-row", &["5,95993E+11", "12345"]).await?;
        says(window, "invalid-row", &["redondeó", "faltan dígitos"]).await?;

        window.fill("import-group", "Feria").await?;
        window.fill("import-consent", "en la feria").await?;
        window
            .text_with("import-submit", "Importar 3 contactos")
            .await?;
        window.click("import-submit").await?;
        window
            .text_with("import-done", "1 nuevo, 2 actualizados, 0 sin cambios")
            .await?;
        window
            .text_with("import-done", "2 no servían, 1 repetido")
            .await?;
        window.text_with("import-done", "así queda").await?;
        expect(
            &stored(window, DETAILS).await?,
            &json!([
                ["+595981200001", "Sra.", "Ana Benítez", ["Feria", "VIP"], { "ciudad": "Luque" }, "en la feria", false],
                ["+595981200003", "Dra.", "Carla", ["Feria"], { "ciudad": "Asunción" }, "en la feria", false],
                ["+595981200004", "", "Diego", ["Feria"], { "ciudad": "Itá" }, "en la feria", true],
            ]),
        )?;

        window.click("import-undo").await?;
        window.text_with("import-done", "se deshizo").await?;
        expect(&stored(window, DETAILS).await?, &before)?;
        Ok(())
    })
}

#[test]
fn workbooks_and_contact_cards_are_read_in_the_words_of_the_window() -> Outcome {
    story("import-cards", async |window| {
        fresh(window).await?;
        window.click("nav-contacts").await?;
        window.find("drop-zone").await?;
        window.drop_file(&case("several_sheets.xlsx")).await?;
        window.text_with("list-detected", "Excel").await?;
        check(window).await?;
        done(window, "importado").await?;
        window.drop_file(&case("google_4_0.vcf")).await?;
        window.text_with("list-detected", "vCard").await?;
        // What no card has is not there.
        says(
            window,
            "column-row",
            &["Teléfono", "Nombre", "Grupo", "Empresa", "Teléfono 2"],
        )
        .await?;
        window.screenshot("import-cards-columns").await?;
        check(window).await?;
        says(window, "import-row", &["Ana López", "Panadería Sol"]).await?;
        // The number as it was written, and not as a link.
        says(
            window,
            "import-row",
            &["\n+595-981-200-001", "\n+595981200002"],
        )
        .await?;
        window.screenshot("import-cards").await?;
        done(window, "2 contactos importados").await?;
        says(window, "group-row", &["Clientes", "VIP"]).await?;

        // A note is a note.
        window.drop_file(&case("cards_with_a_note.vcf")).await?;
        says(window, "column-row", &["Teléfono", "Nombre", "Nota"]).await?;
        check(window).await?;
        says(window, "import-row", &["Prefiere la tarde", "Luis"]).await?;
        done(window, "contactos importados").await?;
        let details = stored(window, &["phone", "note"]).await?;
        let noted = json!(["+595981200001", "Prefiere la tarde"]);
        let found = details
            .as_array()
            .is_some_and(|people| people.contains(&noted));
        expect(&json!(found), &json!(true))
    })
}

#[test]
fn a_list_is_pasted_changed_stored_and_taken_back_without_a_mouse() -> Outcome {
    story("import-keyboard", async |window| {
        fresh(window).await?;
        store(window, KNOWN).await?;
        window.press(&[Key::Control], 'k').await?;
        window.focus_on("contacts-search").await?;
        window.tab_to("contacts-import").await?;
        window.press(&[], Key::Enter).await?;
        window.tab_to("paste-open").await?;
        window.press(&[], Key::Enter).await?;
        window.focus_on("paste-text").await?;
        window
            .write("celu,cliente,barrio\n0981200001,Ana,Centro\n0981200002,Luis,Sur")
            .await?;
        window.press(&[Key::Control], Key::Enter).await?;

        // The third column is a group: one further up in the list of what it can be.
        says(window, "column-row", &["celu", "cliente", "barrio"]).await?;
        for _ in 0..3 {
            window.press(&[], Key::Tab).await?;
            while !window.has_focus("read-column").await? {
                window.press(&[], Key::Tab).await?;
            }
        }
        window.press(&[], Key::Up).await?;
        window
            .wait_until("return document.activeElement.value === 'group';")
            .await?;
        window.press(&[Key::Control], Key::Enter).await?;
        window.text_with("import-new", "2").await?;
        says(window, "import-row", &["Centro", "Sur"]).await?;
        window.tab_to("import-consent").await?;
        window.write("por escrito").await?;
        window.press(&[Key::Control], Key::Enter).await?;
        window.focus_on("import-done").await?;
        expect(
            &stored(window, &["name", "groups", "consent"]).await?,
            &json!([
                ["Ana", ["Centro"], "por escrito"],
                ["Luis", ["Sur"], "por escrito"],
                ["Carla", [], null],
                ["Diego", [], null],
            ]),
        )?;
        window.tab_to("import-undo").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("import-done", "se deshizo").await?;
        expect(
            &stored(window, &["name"]).await?,
            &json!([["Carla"], ["Diego"]]),
        )?;
        window.tab_to("import-contacts").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("contacts-total", "2 contactos").await?;
        Ok(())
    })
}

#[test]
fn a_list_that_does_not_read_says_why_and_where_to_mend_it() -> Outcome {
    story("import-trouble", async |window| {
        fresh(window).await?;
        window.click("nav-contacts").await?;
        window.find("drop-zone").await?;

        // Nothing says which column has the numbers: the person says it.
        let list =
            "cliente;contacto\nAna;0981200001\nLuis;ver ficha\nEva;la hermana\nRaúl;sin dato\n";
        let list = window.desktop().write_file("fichas.csv", list)?;
        window.drop_file(&list).await?;
        window
            .text_with("import-problem", "ninguna columna")
            .await?;
        says(window, "column-row", &["cliente", "contacto"]).await?;
        says(window, "column-row", &["Luis", "ver ficha"]).await?;
        window.click("import-next").await?;
        window.text_with("import-remark", "qué columna").await?;
        choose_nth(window, "read-column", 1, "number").await?;
        window.gone("import-problem").await?;
        window.click("import-next").await?;
        window.text_with("import-new", "1").await?;
        window.text_with("import-invalid", "3").await?;

        // Read as something else it is no list any more, and what was good is found again.
        window.click("import-step-read").await?;
        says(
            window,
            "sample-row",
            &["cliente", "Ana", "Luis", "Eva", "Raúl"],
        )
        .await?;
        window.choose("read-separator", ",").await?;
        window
            .text_with("import-problem", "una sola columna")
            .await?;
        window
            .text_with("import-remark", "no se puede leer")
            .await?;
        window.screenshot("import-not-separated").await?;
        fits_small(window, "import-not-separated").await?;
        window.click("import-separator").await?;
        window.focus_on("read-separator").await?;
        window.choose("read-separator", ";").await?;
        window
            .text_with("import-problem", "cliente, contacto")
            .await?;
        window.click("import-next").await?;
        says(window, "column-row", &["Luis", "ver ficha"]).await?;
        choose_nth(window, "read-column", 1, "number").await?;
        window.gone("import-problem").await?;
        window.click("import-next").await?;
        window.text_with("import-new", "1").await?;

        // What is broken in the file itself: another list, the same way on. The one
        // before is not pushed aside unasked.
        let list = window.desktop().write_file("comillas.csv", QUOTE)?;
        window.drop_file(&list).await?;
        window.text_with("confirm-dialog", "comillas.csv").await?;
        window.focus_on("confirm-no").await?;
        window.screenshot("import-replace").await?;
        window.click("confirm-no").await?;
        window.text_with("import-new", "1").await?;
        window.drop_file(&list).await?;
        window.click("confirm-yes").await?;
        window.text_with("import-problem", "línea 3").await?;
        window
            .text_with("import-problem", "no se importó nada")
            .await?;
        window.click("import-next").await?;
        window
            .text_with("import-remark", "no se puede leer")
            .await?;
        window.screenshot("import-quote").await?;
        window
            .desktop()
            .write_file("comillas.csv", QUOTE.replace('"', ""))?;
        window.click("import-again").await?;
        window.gone("import-problem").await?;
        says(window, "sample-row", &["numero", "Ana", "Luz"]).await?;
        window.drop_file(&case("random_bytes.bin")).await?;
        window.click("confirm-yes").await?;
        window.text_with("import-problem", "no es texto").await?;
        window.click("list-other").await?;
        window.click("paste-open").await?;
        window.focus_on("paste-text").await?;
        window.write("numero,nombre\n0976947110,\"Luz\"").await?;
        window.click("paste-use").await?;
        check(window).await?;
        window.text_with("import-invalid", "0").await?;
        done(window, "1 contacto importado").await?;
        expect(
            &stored(window, &["phone", "name"]).await?,
            &json!([["+595976947110", "Luz"]]),
        )
    })
}

#[test]
fn of_two_columns_of_numbers_one_is_chosen_with_open_eyes() -> Outcome {
    let list = "celular;cliente;telefono\n;Ana;0981200001\n0981200092;Luis;0981200002\n0981200093;Eva;0981200003\n";
    story("import-two-numbers", async |window| {
        fresh(window).await?;
        window.click("nav-contacts").await?;
        let list = window.desktop().write_file("dos.csv", list)?;
        window.drop_file(&list).await?;
        // The one that says more often where somebody is reached, though the other stands first.
        window
            .text_with("number-question", "También hay teléfonos en celular")
            .await?;
        window.click("import-next").await?;
        window.text_with("import-remark", "Confirma").await?;
        window.screenshot("import-two-numbers").await?;
        fits_small(window, "import-two-numbers").await?;
        window.click("import-step-check").await?;
        window.find("number-question").await?;
        click_nth(window, "number-use", 1).await?;
        window.text_with("number-chosen", "telefono").await?;
        window.screenshot("import-two-numbers-chosen").await?;
        window.click("import-next").await?;
        window.text_with("import-new", "3").await?;
        done(window, "3 contactos importados").await?;
        expect(
            &stored(window, &["phone", "name"]).await?,
            &json!([
                ["+595981200001", "Ana"],
                ["+595981200002", "Luis"],
                ["+595981200003", "Eva"],
            ]),
        )
    })
}
