//! Messages that are kept and used again.

use crate::composing::{attached, begin, pictures};
use crate::people::says;
use crate::shop::{click_nth, practise};
use e2e::{Outcome, story};

#[test]
fn a_message_becomes_a_template_and_is_used_again() -> Outcome {
    story("templates", async |window| {
        practise(window).await?;
        window.click("nav-templates").await?;
        window.find("template-first").await?;
        window.screenshot("templates-none").await?;

        begin(window, 3).await?;
        window
            .type_into("message-editor", "¡Feliz día, {nombre|cliente}!")
            .await?;
        window.drop_files(&pictures(window, 1)?).await?;
        attached(window, &["picture"]).await?;
        window.click("message-template").await?;
        window.click("message-template-save").await?;
        window.fill("template-name-field", "Cumpleaños").await?;
        window.fill("template-category", "Saludos").await?;
        window.screenshot("template-save").await?;
        window.click("template-save").await?;
        window.text_with("toast-done", "Cumpleaños").await?;

        // One that is written from the beginning.
        window.click("nav-templates").await?;
        window.text_with("template-card", "Cumpleaños").await?;
        window.click("template-new").await?;
        window.click("template-save").await?;
        window.text_with("template-problem", "nombre").await?;
        window.fill("template-name-field", "cumpleanos").await?;
        window
            .type_into("message-editor", "Vence mañana, {nombre}")
            .await?;
        window.click("template-save").await?;
        window.text_with("template-problem", "Ya hay una").await?;
        window.fill("template-name-field", "Aviso de pago").await?;
        window.fill("template-category", "Cobros").await?;
        window.screenshot("template-new").await?;
        window.click("template-save").await?;
        says(window, "template-name", &["Aviso de pago", "Cumpleaños"]).await?;
        window.screenshot("templates").await?;

        // Looked for, filed, duplicated, deleted, had back.
        click_nth(window, "category", 1).await?;
        says(window, "template-name", &["Cumpleaños"]).await?;
        window.click("category-all").await?;
        window.fill("templates-search", "cumpleanos").await?;
        says(window, "template-name", &["Cumpleaños"]).await?;
        window.click("template-more").await?;
        window.click("template-more-duplicate").await?;
        says(window, "template-name", &["Cumpleaños", "Cumpleaños"]).await?;
        click_nth(window, "template-more", 1).await?;
        window.click("template-more-delete").await?;
        says(window, "template-name", &["Cumpleaños"]).await?;
        window.click("toast-action").await?;
        says(window, "template-name", &["Cumpleaños", "Cumpleaños"]).await?;

        // Used for a new message, and in the middle of one.
        click_nth(window, "template-use", 0).await?;
        window.find("audience-all").await?;
        begin(window, 3).await?;
        attached(window, &["picture"]).await?;
        window
            .text_with("preview-text", "¡Feliz día, Ana 0!")
            .await?;
        window.click("message-template").await?;
        window.click("message-template-use").await?;
        window.fill("template-dialog-search", "aviso").await?;
        says(window, "template-choose", &["Aviso de pago"]).await?;
        window.screenshot("template-dialog").await?;
        window.click("template-choose").await?;
        window
            .text_with("preview-text", "Vence mañana, Ana 0")
            .await?;
        attached(window, &[]).await?;
        window.click("toast-action").await?;
        window
            .text_with("preview-text", "¡Feliz día, Ana 0!")
            .await?;
        attached(window, &["picture"]).await
    })
}
