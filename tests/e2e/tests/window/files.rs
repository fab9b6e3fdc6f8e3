//! What is picked and saved with the system's own dialogs.

use crate::people::{expect, says, store, stored};
use crate::shop::{click_nth, welcome};
use e2e::{Folders, Key, Outcome, Trouble, Window, story};
use serde_json::json;
use std::path::Path;

const LIST: &str = "numero;nombre;barrio
0981 200 001;Ana;Centro
12345;Corto;Sur
+595 981 200 001;Ana B.;Norte
0981 200 002;=Luis;Sur
";

/// A saved text, without the mark by which spreadsheets know its encoding.
fn saved(path: &Path) -> Outcome<String> {
    let text = std::fs::read_to_string(path)?;
    let plain = text
        .strip_prefix('\u{feff}')
        .ok_or_else(|| Trouble::new(format!("{} has no mark", path.display())))?;
    Ok(plain.replace("\r\n", "\n"))
}

/// What an import of a file would do.
async fn counts(window: &Window<'_>, path: &Path) -> Outcome<serde_json::Value> {
    let asked = json!({ "source": { "kind": "file", "path": path }, "options": {} });
    let preview = window.invoke("import_preview", asked).await?;
    let told = |name: &str| preview.pointer(&format!("/counts/{name}"));
    Ok(json!(["rows", "unchanged", "new", "invalid"].map(told)))
}

#[test]
fn the_example_the_rows_left_out_and_the_contacts_are_saved_where_one_says() -> Outcome {
    story("files", async |window| {
        let folders = Folders::open(window.desktop())?;
        welcome(window, "Tienda Luna", "profile-practice").await?;
        window.click("nav-contacts").await?;

        // The example, after a change of mind.
        window.click("example-save").await?;
        window.choose_no_file().await?;
        window.click("example-save").await?;
        let example = window.desktop().path("mi-ejemplo.csv");
        window.choose_file(&example).await?;
        window.text_with("toast-done", "mi-ejemplo.csv").await?;
        let wanted = include_str!("../../../../docs/examples/clientes.csv");
        expect(&json!(saved(&example)?), &json!(wanted))?;
        window.click("toast-close").await?;
        window.gone("toast-done").await?;
        // The page shows nothing that nobody saved.
        let other = json!({ "path": window.desktop().path("otra.csv") });
        let refused = window.invoke("show_saved", other).await;
        if !format!("{refused:?}").contains("folder_not_shown") {
            return Err(Trouble::new(format!("it is shown: {refused:?}")));
        }

        // The rows that an import leaves out, each with its reason.
        let list = window.desktop().write_file("clientes.csv", LIST)?;
        window.drop_file(&list).await?;
        window.find("column-row").await?;
        window.click("import-next").await?;
        window
            .text_with("rejects-save", "2 que quedan fuera")
            .await?;
        window.click("rejects-save").await?;
        let rejects = window.desktop().path("fuera.csv");
        window.choose_file(&rejects).await?;
        window.text_with("toast-done", "fuera.csv").await?;
        window.click("toast-close").await?;
        window.gone("toast-done").await?;
        expect(
            &json!(saved(&rejects)?),
            &json!(
                "Línea,Motivo,numero,nombre,barrio\n\
                 3,Muy corto: faltan dígitos,12345,Corto,Sur\n\
                 4,Repite el número de la línea 2,'+595 981 200 001,Ana B.,Norte\n"
            ),
        )?;
        window.click("import-duplicates").await?;
        says(
            window,
            "repeated-row",
            &["4\t+595 981 200 001\t\nEl número de la línea 2"],
        )
        .await?;
        window.screenshot("import-repeated").await?;
        window.click("import-submit").await?;
        window.text_with("import-done", "2 contactos").await?;
        window.click("import-contacts").await?;

        // The contacts, as both kinds of file; read again nothing changes.
        store(window, "numero;nombre\n0981200009;Zoe\n").await?;
        window.text_with("contacts-total", "3 contactos").await?;
        for (kind, name) in [("csv", "todos.csv"), ("xlsx", "todos.xlsx")] {
            window.click("select-all").await?;
            window.click("bulk-more").await?;
            window.click(&format!("bulk-more-{kind}")).await?;
            let file = window.desktop().path(name);
            window.choose_file(&file).await?;
            window.text_with("toast-done", name).await?;
            window.click("toast-action").await?;
            folders.shows(&file).await?;
            window.gone("toast-done").await?;
            expect(&counts(window, &file).await?, &json!([3, 3, 0, 0]))?;
            window.click("bulk-none").await?;
        }
        let csv = saved(&window.desktop().path("todos.csv"))?;
        let row = csv.lines().find(|line| line.contains("Luis"));
        if !row.is_some_and(|row| row.contains("'=Luis")) {
            return Err(Trouble::new(format!("a formula is left: {row:?}")));
        }
        // One of them alone.
        window.fill("contacts-search", "zoe").await?;
        says(window, "contact-row", &["Zoe"]).await?;
        click_nth(window, "contact-box", 0).await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-csv").await?;
        let one = window.desktop().path("zoe.csv");
        window.choose_file(&one).await?;
        window.text_with("toast-done", "zoe.csv").await?;
        expect(&counts(window, &one).await?, &json!([1, 1, 0, 0]))
    })
}

#[test]
fn a_list_is_picked_and_stored_without_a_mouse() -> Outcome {
    story("files-keyboard", async |window| {
        welcome(window, "Tienda Luna", "profile-practice").await?;
        let list = window.desktop().write_file("clientes.csv", LIST)?;
        window.press(&[Key::Control], 'k').await?;
        window.tab_to("pick-file").await?;
        window.press(&[], Key::Enter).await?;
        window.choose_file(&list).await?;
        window.find("column-row").await?;
        window.press(&[Key::Control], Key::Enter).await?;
        window.text_with("import-new", "2").await?;
        // What is left out is looked at, too.
        window.tab_to("import-invalid-show").await?;
        window.press(&[], Key::Enter).await?;
        says(window, "invalid-row", &["12345"]).await?;
        window.press(&[Key::Control], Key::Enter).await?;
        window.focus_on("import-done").await?;
        expect(
            &stored(window, &["phone", "name"]).await?,
            &json!([["+595981200001", "Ana"], ["+595981200002", "=Luis"]]),
        )
    })
}
