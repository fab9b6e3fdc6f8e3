//! What is said about a message while it is written: names that are no
//! variables, texts that are too long, words that no emoji has.

use crate::composing::begin;
use crate::shop::practise;
use e2e::{Key, Outcome, Window, story};

/// A text as long as this, pasted where the caret is.
const PASTE: &str = "
    const editor = document.querySelector('[data-testid=\"message-editor\"]');
    editor.focus();
    const data = new DataTransfer();
    data.setData('text/plain', 'x'.repeat(arguments[0]));
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";

/// Whether the line below a name is drawn as a wave in a colour of its own.
const WAVES: &str = "
    const style = getComputedStyle(document.querySelector('[data-testid=\"message-unknown\"]'));
    const line = style.textDecorationStyle || style.webkitTextDecorationStyle;
    const around = getComputedStyle(document.querySelector('[data-testid=\"message-editor\"]'));
    return line === 'wavy' && style.color !== around.color;";

#[test]
fn names_that_are_no_variables_are_marked_and_columns_of_any_name_are_chips() -> Outcome {
    story("unknown-names", async |window| {
        practise(window).await?;
        let list = "numero;nombre;Fecha.Alta;Precio|USD\n0981 000 001;Ana;3 de mayo;20\n";
        let list = window.desktop().write_file("clientes.csv", list)?;
        window.click("nav-send").await?;
        window.drop_file(&list).await?;
        window.text_with("audience-count", "1").await?;
        window.click("audience-next").await?;
        window
            .type_into(
                "message-editor",
                "Hola {nombre}: desde {fecha.alta} a {PrecioUSD} en {duda}.",
            )
            .await?;
        window
            .text_with("preview-text", "Hola Ana: desde 3 de mayo a 20 en {duda}.")
            .await?;
        window.text_with("message-unknown", "{duda}").await?;
        window.wait_until(WAVES).await?;
        window.text_with("message-notes", "{duda}").await?;
        let chips = "return [...document.querySelectorAll('[data-testid=\"message-chip\"]')]
            .map((chip) => chip.innerText).join() === 'nombre,fecha.alta,PrecioUSD';";
        window.wait_until(chips).await?;
        // The list of variables calls a column as the file does, and writes what is read.
        window.click("variable-menu").await?;
        window.screenshot("message-variables").await?;
        window
            .text_with("variable-menu-Fecha.Alta", "{Fecha.Alta}")
            .await?;
        window
            .text_with("variable-menu-Precio|USD", "{PrecioUSD}")
            .await?;
        window.press(&[], Key::Escape).await?;
        window.click("message-next").await?;
        window.click("pace-next").await?;
        window.text_with("remark-unknown", "{duda}").await?;
        window.text_with("unknown-name", "{duda}").await?;
        Ok(())
    })
}

#[test]
fn a_text_that_is_too_long_goes_no_further() -> Outcome {
    story("too-long", async |window| {
        practise(window).await?;
        begin(window, 2).await?;
        window.type_into("message-editor", "Hola").await?;
        window.click("version-add").await?;
        window.find("version-B").await?;
        window.execute(PASTE, vec![70_000.into()]).await?;
        window.text_with("message-length", "70.000").await?;
        window
            .text_with("message-notes", "La versión B tiene 70.000")
            .await?;
        window.screenshot("message-too-long").await?;
        window.click("version-A").await?;
        window.click("message-next").await?;
        window
            .text_with(
                "step-remark",
                "La versión B tiene 70.000 caracteres y WhatsApp admite 65.536",
            )
            .await?;
        window.click("step-review").await?;
        window.text_with("step-remark", "versión B").await?;
        // It is the version that is shown; without it there is nothing to hold.
        window
            .wait_until("return document.querySelector('[data-testid=\"version-B\"]')?.ariaSelected === 'true';")
            .await?;
        window.click("version-remove").await?;
        window.click("message-next").await?;
        window.find("pace-next").await?;
        Ok(())
    })
}

/// Presses something inside the picker, once it is there.
async fn press_in_picker(window: &Window<'_>, what: &str) -> Outcome {
    window
        .wait_until(&format!(
            "const found = document.querySelector('emoji-picker')?.shadowRoot?.querySelector('{what}');
             found?.click();
             return Boolean(found);"
        ))
        .await
}

#[test]
fn the_tone_of_skin_is_kept_in_every_language_and_an_empty_search_says_so() -> Outcome {
    const SEARCHING: &str = "return document.querySelector('emoji-picker')?.shadowRoot?.activeElement?.matches('input.search') === true;";
    const TONED: &str = "return document.querySelector('emoji-picker')?.shadowRoot?.querySelector('#skintone-button')?.textContent.includes('🏽') === true;";
    story("emoji", async |window| {
        practise(window).await?;
        begin(window, 2).await?;
        window.click("emoji-open").await?;
        window.wait_until(SEARCHING).await?;
        window.write("xyzzy").await?;
        window.text_with("emoji-none", "Ningún emoji").await?;
        window.screenshot("emoji-none").await?;
        window.press(&[Key::Control], 'a').await?;
        window.write("mano").await?;
        window
            .wait_until("return document.querySelector('[data-testid=\"emoji-none\"]').innerText === '' && document.querySelector('emoji-picker').shadowRoot.querySelectorAll('#search-results [role=option]').length > 0;")
            .await?;
        press_in_picker(window, "#skintone-button").await?;
        press_in_picker(window, "#skintone-3").await?;
        window.wait_until(TONED).await?;
        window.press(&[], Key::Escape).await?;
        window.gone("emoji-picker").await?;

        window.click("nav-settings").await?;
        window.click("language-en").await?;
        window.click("nav-send").await?;
        window.click("emoji-open").await?;
        window.wait_until(TONED).await?;
        window.screenshot("emoji-tone").await?;
        Ok(())
    })
}
