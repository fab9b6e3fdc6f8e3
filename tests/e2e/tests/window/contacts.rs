//! The contacts: added, looked for, chosen, changed, joined, deleted, and had back.

use crate::people::{expect, says, store, stored, undo};
use crate::shop::{click_nth, state, welcome};
use crate::under_way::with_server;
use e2e::{Key, Outcome, Trouble, Window, story};
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::json;

const PEOPLE: &str = "numero;tratamiento;nombre;grupo;ciudad;talle
0981 300 001;Sra.;Ángela Núñez;VIP;Luque;M
0981 300 002;Sr.;Bruno Cáceres;Clientes;Itá;
0981 300 003;;Carla Duarte;Clientes;;
0981 300 004;;Diego Ferreira;;;
0981 300 005;;Elena Giménez;;;
0981 300 006;;Ángela N.;Mayoristas;Areguá;
";

/// Everybody's name as the table shows it, from the top.
async fn names(window: &Window<'_>, expected: &[&str]) -> Outcome {
    says(window, "contact-row", expected).await
}

/// Ticks the rows from one to another: a press, and Shift with an arrow.
async fn tick(window: &Window<'_>, from: usize, to: usize) -> Outcome {
    click_nth(window, "contact-box", from).await?;
    for _ in from..to {
        window.press(&[Key::Shift], Key::Down).await?;
    }
    window
        .text_with("bulk-count", &(to - from + 1).to_string())
        .await?;
    Ok(())
}

/// Opens the menu of the group with this name, which shows under the pointer.
async fn group_menu(window: &Window<'_>, group: &str, action: &str) -> Outcome {
    for row in window.find_all("group-row").await? {
        let name = row.prop("innerText").await?.unwrap_or_default();
        if !name.starts_with(group) {
            continue;
        }
        let over = PointerAction::MoveToElement {
            element: row,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let pointer = MouseActions::new("pointer".into()).then(over);
        window.client().perform_actions(pointer).await?;
        window.click("group-menu").await?;
        return window.click(&format!("group-menu-{action}")).await;
    }
    Err(Trouble::new(format!("there is no group {group}")))
}

/// Says yes to a question that names what will happen, and in which no is at hand.
async fn confirm(window: &Window<'_>, question: &str) -> Outcome {
    window.text_with("confirm-dialog", question).await?;
    window.focus_on("confirm-no").await?;
    window.click("confirm-yes").await?;
    window.gone("confirm-dialog").await
}

#[test]
fn somebody_is_added_found_and_changed() -> Outcome {
    story("contact", async |window| {
        welcome(window, "Tienda Luna", "profile-practice").await?;
        store(window, PEOPLE).await?;
        window.click("nav-contacts").await?;
        window.text_with("contacts-total", "6 contactos").await?;

        // A number that is none, then one that somebody has.
        window.click("contact-new").await?;
        window.fill("contact-name", "Fabián").await?;
        window.fill("contact-phone", "12345").await?;
        window.click("contact-save").await?;
        window
            .text_with("contact-problem", "faltan dígitos")
            .await?;
        window.screenshot("contact-problem").await?;
        window.fill("contact-phone", "0981 300 001").await?;
        window.click("contact-save").await?;
        window.text_with("contact-problem", "Ángela Núñez").await?;
        // What was typed is not thrown away unasked.
        window.click("contact-other").await?;
        window.focus_on("confirm-no").await?;
        window.click("confirm-no").await?;
        expect(
            &json!(window.find("contact-name").await?.prop("value").await?),
            &json!("Fabián"),
        )?;
        window.click("contact-other").await?;
        window.click("confirm-yes").await?;
        window.text_with("contact-drawer", "Ángela Núñez").await?;
        window.click("contact-cancel").await?;
        window.gone("contact-drawer").await?;

        window.click("contact-new").await?;
        window.fill("contact-phone", "0981 300 007").await?;
        window.fill("contact-name", "Fabián Ñandú").await?;
        window.type_into("contact-groups", "Feria").await?;
        window.press(&[], Key::Enter).await?;
        window.type_into("contact-groups", "vip").await?;
        window.press(&[], Key::Enter).await?;
        window.click("extra-add").await?;
        window.fill("extra-name", "talle").await?;
        window.fill("extra-value", "XL").await?;
        window.fill("contact-consent", "por teléfono").await?;
        window.click("contact-save").await?;
        window.gone("contact-drawer").await?;
        window.text_with("contacts-total", "7 contactos").await?;

        // Found without accents, opened with the keyboard, changed.
        window.fill("contacts-search", "nandu fabian").await?;
        names(window, &["Fabián Ñandú"]).await?;
        window.press(&[], Key::Down).await?;
        window.focus_on("contacts-table").await?;
        window.press(&[], Key::Enter).await?;
        window.find("contact-drawer").await?;
        window.fill("contact-title", "Dr.").await?;
        window.fill("extra-value", "L").await?;
        window.click("contact-groups-remove").await?;
        window.fill("contact-note", "prefiere la mañana").await?;
        window.screenshot("contact-drawer").await?;
        window.press(&[Key::Control], Key::Enter).await?;
        window.gone("contact-drawer").await?;
        names(window, &["Dr. Fabián Ñandú"]).await?;
        let everybody = stored(
            window,
            &["name", "title", "groups", "fields", "consent", "note"],
        )
        .await?;
        expect(
            &everybody[6],
            &json!(["Fabián Ñandú", "Dr.", ["VIP"], { "talle": "L" }, "por teléfono", "prefiere la mañana"]),
        )?;

        // They ask for no more, and later for messages again.
        click_nth(window, "contact-row", 0).await?;
        window.click("contact-opt-out").await?;
        confirm(window, "Ya no recibirá mensajes").await?;
        window.find("contact-out").await?;
        window.click("contact-opt-in").await?;
        confirm(window, "Solo si lo pidió").await?;
        window.gone("contact-out").await?;
        window.click("contact-cancel").await?;
        window.gone("contact-drawer").await?;

        // What narrows the list down, and the order of it.
        window.click("contacts-clear").await?;
        window.choose("condition-consent", "yes").await?;
        names(window, &["Fabián Ñandú"]).await?;
        window.choose("condition-consent", "no").await?;
        window.text_with("contacts-found", "6 coinciden").await?;
        click_nth(window, "group-row", 0).await?;
        names(window, &["Bruno Cáceres", "Carla Duarte"]).await?;
        window.click("sort-name").await?;
        window.click("sort-name").await?;
        names(window, &["Carla Duarte", "Bruno Cáceres"]).await?;
        window.fill("contacts-search", "nadie así").await?;
        window.gone("contacts-table").await?;
        window.click("contacts-clear").await?;
        window.click("sort-phone").await?;
        names(
            window,
            &[
                "300 001", "300 002", "300 003", "300 004", "300 005", "300 006", "300 007",
            ],
        )
        .await
    })
}

/// A group gets another name, joins another one, goes, and comes back.
async fn groups(window: &Window<'_>) -> Outcome {
    group_menu(window, "VIP", "rename").await?;
    window.fill("group-name", "Preferidos").await?;
    window.click("group-save").await?;
    says(
        window,
        "group-row",
        &["Clientes", "Mayoristas", "Preferidos"],
    )
    .await?;
    group_menu(window, "Mayoristas", "rename").await?;
    window.fill("group-name", "clientes").await?;
    window.text_with("group-save", "Unir").await?;
    window.click("group-save").await?;
    says(window, "group-row", &["Clientes", "Preferidos"]).await?;
    let joined = window.invoke("groups", json!({})).await?;
    expect(
        &joined,
        &json!([{ "name": "Clientes", "count": 3 }, { "name": "Preferidos", "count": 1 }]),
    )?;
    group_menu(window, "Clientes", "delete").await?;
    confirm(window, "Clientes").await?;
    says(window, "group-row", &["Preferidos"]).await?;
    window.text_with("contacts-total", "6 contactos").await?;
    undo(window, "Grupo «Clientes» eliminado").await?;
    says(window, "group-row", &["Clientes", "Preferidos"]).await?;
    expect(&window.invoke("groups", json!({})).await?, &joined)
}

#[test]
fn many_are_changed_at_once_and_had_back() -> Outcome {
    const DETAILS: &[&str] = &["phone", "name", "groups", "fields", "opted_out"];
    story("contacts-bulk", async |window| {
        welcome(window, "Tienda Luna", "profile-practice").await?;
        store(window, PEOPLE).await?;
        let before = stored(window, DETAILS).await?;
        window.click("nav-contacts").await?;
        window.click("sort-phone").await?;
        names(window, &["001", "002", "003", "004", "005", "006"]).await?;

        // Some, then all of them, into a group that is new.
        tick(window, 1, 3).await?;
        window.screenshot("contacts-bulk").await?;
        window.text_with("bulk-all", "Elegir a los 6").await?;
        window.click("bulk-all").await?;
        window.text_with("bulk-count", "6 elegidas").await?;
        window.click("bulk-group").await?;
        window.fill("bulk-text", "Octubre").await?;
        window.text_with("bulk-save", "Agregar 6 personas").await?;
        window.click("bulk-save").await?;
        says(
            window,
            "group-row",
            &["Clientes", "Mayoristas", "Octubre", "VIP"],
        )
        .await?;
        undo(window, "6 personas agregadas a «Octubre»").await?;
        says(window, "group-row", &["Clientes", "Mayoristas", "VIP"]).await?;
        expect(&stored(window, DETAILS).await?, &before)?;
        window.click("bulk-none").await?;
        window.gone("bulk-bar").await?;

        // How some of them agreed, and two of them out of their group.
        tick(window, 1, 2).await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-consent").await?;
        window.click("bulk-save").await?;
        window.text_with("bulk-dialog", "Escribe cómo").await?;
        window.fill("bulk-text", "en la feria").await?;
        window.fill("bulk-proof", "planilla 12").await?;
        window.click("bulk-save").await?;
        window.choose("condition-consent", "yes").await?;
        names(window, &["Bruno", "Carla"]).await?;
        undo(window, "Consentimiento anotado para 2 personas").await?;
        window.click("contacts-clear").await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-remove").await?;
        window.fill("bulk-text", "clientes").await?;
        window.click("bulk-save").await?;
        undo(window, "2 personas quitadas de «Clientes»").await?;
        expect(&stored(window, DETAILS).await?, &before)?;
        window.click("bulk-none").await?;

        // Everybody, with the keys alone.
        window.click("contacts-search").await?;
        window.press(&[], Key::Down).await?;
        window.focus_on("contacts-table").await?;
        window.press(&[Key::Control], 'a').await?;
        window.text_with("bulk-count", "6 elegidas").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("bulk-bar").await?;

        // Opted out.
        tick(window, 3, 4).await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-opt-out").await?;
        confirm(window, "2 personas").await?;
        window.choose("condition-opted-out", "yes").await?;
        names(window, &["Diego", "Elena"]).await?;
        undo(window, "2 personas dadas de baja").await?;
        window
            .text_with("contacts-found", "sin coincidencias")
            .await?;
        window.click("contacts-clear").await?;
        window.click("bulk-none").await?;

        // Deleted.
        tick(window, 0, 1).await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-delete").await?;
        confirm(window, "¿Eliminar 2 contactos?").await?;
        window.text_with("contacts-total", "4 contactos").await?;
        undo(window, "2 contactos eliminados").await?;
        window.text_with("contacts-total", "6 contactos").await?;
        expect(&stored(window, DETAILS).await?, &before)?;

        // Two that are one person.
        window.fill("contacts-search", "angela").await?;
        names(window, &["Ángela Núñez", "Ángela N."]).await?;
        tick(window, 0, 1).await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-merge").await?;
        window.focus_on("merge-cancel").await?;
        click_nth(window, "merge-option", 0).await?;
        window.text_with("merge-result", "300 006").await?;
        window.text_with("merge-result", "Mayoristas").await?;
        window.text_with("merge-result", "VIP").await?;
        window.screenshot("contacts-merge").await?;
        window.click("merge-save").await?;
        window.text_with("contacts-total", "5 contactos").await?;
        names(window, &["300 006"]).await?;
        undo(window, "2 contactos unidos").await?;
        names(window, &["300 001", "300 006"]).await?;
        window.click("contacts-clear").await?;
        expect(&stored(window, DETAILS).await?, &before)?;

        groups(window).await
    })
}

#[test]
fn a_selection_is_checked_on_whatsapp() -> Outcome {
    with_server("contacts-whatsapp", async |window, _server| {
        // The server has phones for the first hundred numbers.
        let list =
            "numero;nombre\n0981000001;Ana\n0981000002;Bruno\n0981000700;Nadia\n0981000003;Carla\n";
        store(window, list).await?;
        window.click("nav-contacts").await?;
        names(window, &["Ana", "Bruno", "Carla", "Nadia"]).await?;
        tick(window, 0, 1).await?;
        click_nth(window, "contact-box", 3).await?;
        window.text_with("bulk-count", "3").await?;
        window.click("bulk-more").await?;
        window.click("bulk-more-check").await?;
        confirm(window, "3").await?;
        window
            .text_with(
                "toast-done",
                "3 números comprobados: 2 con WhatsApp, 1 sin WhatsApp",
            )
            .await?;
        expect(
            &stored(window, &["name", "whatsapp"]).await?,
            &json!([
                ["Ana", "yes"],
                ["Bruno", "yes"],
                ["Carla", "unknown"],
                ["Nadia", "no"],
            ]),
        )?;

        // The table says who is not there; the contact itself says what is known.
        names(window, &["Ana", "Bruno", "Carla", "Sin WhatsApp"]).await?;
        window.screenshot("contacts-whatsapp").await?;
        for (row, known) in [(0, "yes"), (2, "unknown"), (3, "no")] {
            click_nth(window, "contact-row", row).await?;
            state(window, "contact-whatsapp", known).await?;
            window.click("contact-cancel").await?;
            window.gone("contact-drawer").await?;
        }
        Ok(())
    })
}
