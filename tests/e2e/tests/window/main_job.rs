//! The main job in the real window: a spreadsheet goes in, phones get their
//! messages, and the window says what became of them.

use crate::shop::{self, link, practise, server, state, welcome};
use e2e::{Outcome, Trouble, Window, story, story_with};
use std::path::PathBuf;

const PEOPLE: usize = 20;

/// Whether the list of contacts shows one.
const ONE_CONTACT: &str = "
    return document.querySelectorAll('[data-testid=\"contact-row\"]').length === 1;";

/// Whether the answer stands in some line of the list.
const REPLIED: &str = "
    const replies = document.querySelectorAll('[data-testid=\"recipient-reply\"]');
    return [...replies].some((reply) => reply.textContent.includes('talle M'));";

fn spreadsheet(folder: &tempfile::TempDir) -> Outcome<PathBuf> {
    let path = folder.path().join("clientes.csv");
    std::fs::write(&path, shop::spreadsheet(0..PEOPLE)?)?;
    Ok(path)
}

/// Drops the list, writes, chooses the pace and presses Send.
async fn send(window: &Window<'_>, list: &std::path::Path, pictures: &str) -> Outcome {
    window.click("nav-send").await?;
    window.find("drop-zone").await?;
    window.drop_file(list).await?;
    window.text_with("audience-count", "20").await?;
    window.screenshot(&format!("{pictures}-audience")).await?;
    window.click("audience-next").await?;
    window
        .type_into("message-editor", "Hola {sustantivo} {nombre} de {ciudad}: ")
        .await?;
    window.click("emoji-open").await?;
    pick_emoji(window).await?;
    window
        .text_with("preview-text", "Hola Sra. Ana 0 de Luque")
        .await?;
    window.screenshot(&format!("{pictures}-message")).await?;
    window.click("message-next").await?;
    window.click("pace-1").await?;
    window.screenshot(&format!("{pictures}-pace")).await?;
    window.click("pace-next").await?;
    window.text_with("review-count", "20").await?;
    window.screenshot(&format!("{pictures}-review")).await?;
    window.click("send-open").await?;
    window.click("confirm-yes").await?;
    window.find("campaign-state").await?;
    Ok(())
}

/// Takes the first emoji of the picker, which lives in a shadow tree of its own.
async fn pick_emoji(window: &Window<'_>) -> Outcome {
    const FIRST: &str = "
        const picker = document.querySelector('[data-testid=\"emoji-picker\"]');
        const host = picker && (picker.shadowRoot ? picker : picker.querySelector('emoji-picker'));
        const first = host && host.shadowRoot.querySelector('[role=\"tabpanel\"] button.emoji');
        if (!first) return false;
        first.click();
        return true;";
    window.wait_until(FIRST).await
}

#[test]
fn twenty_people_from_a_dropped_list_read_their_messages() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(server())?;
    let folder = tempfile::tempdir()?;
    let list = spreadsheet(&folder)?;
    let environment = shop::environment(&server);
    let environment = environment
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    story_with("main-job", &environment, async |window| {
        welcome(window, "Tienda Luna", "profile-real").await?;
        window.screenshot("pairing").await?;
        link(window, &server).await?;
        window.screenshot("linked").await?;

        send(window, &list, "real").await?;
        window.screenshot("campaign-live").await?;
        state(window, "campaign-state", "completed").await?;
        window.text_with("count-read", "20").await?;
        window.find("recipient-row").await?;
        window.screenshot("campaign-done").await?;

        let received = server.received();
        if received.len() != PEOPLE {
            return Err(Trouble::new(format!("{} messages arrived", received.len())));
        }
        for (n, message) in received.iter().enumerate() {
            let city = if n % 2 == 0 { "Luque" } else { "Itá" };
            let expected = format!("Hola Sra. Ana {n} de {city}: ");
            let text = message.text.clone().unwrap_or_default();
            let emoji = text.strip_prefix(&expected).unwrap_or_default();
            if message.phone != format!("+595981000{n:03}") || emoji.is_empty() || emoji.is_ascii()
            {
                return Err(Trouble::new(format!(
                    "message {n} to {} says {text:?}",
                    message.phone
                )));
            }
        }

        // Somebody answers, and the line shows it.
        let said = server.say("+595981000019", "¿Tienen en talle M?");
        said.map_err(|error| Trouble::new(format!("nobody answered: {error}")))?;
        window.wait_until(REPLIED).await?;
        window.screenshot("campaign-reply").await?;
        Ok(())
    })
}

#[test]
fn staff_practise_without_a_phone() -> Outcome {
    let folder = tempfile::tempdir()?;
    let list = spreadsheet(&folder)?;
    story("practice-job", async |window| {
        practise(window).await?;
        send(window, &list, "practice").await?;
        window.click("campaign-pause").await?;
        state(window, "campaign-state", "paused").await?;
        window.screenshot("campaign-paused").await?;
        window.click("campaign-resume").await?;
        state(window, "campaign-state", "running").await?;
        state(window, "campaign-state", "completed").await?;
        window.screenshot("practice-done").await?;
        Ok(())
    })
}

#[test]
fn a_list_dropped_on_the_contacts_is_checked_and_imported() -> Outcome {
    let folder = tempfile::tempdir()?;
    let list = spreadsheet(&folder)?;
    let mut rows = std::fs::read_to_string(&list)?;
    rows.push_str("5,95993E+11;Sr.;Roto;VIP;Luque\n");
    std::fs::write(&list, rows)?;
    story("import", async |window| {
        practise(window).await?;
        window.click("nav-contacts").await?;
        window.find("drop-zone").await?;
        window.drop_file(&list).await?;
        window.find("column-row").await?;
        window.click("import-next").await?;
        window.text_with("import-new", "20").await?;
        window.text_with("import-invalid", "1").await?;
        window.screenshot("import-check").await?;
        window
            .fill("import-consent", "se anotaron en la tienda")
            .await?;
        window.click("import-submit").await?;
        window
            .text_with("import-done", "20 contactos importados")
            .await?;
        window.text_with("import-done", "20 nuevos").await?;
        window.screenshot("import-done").await?;
        window.click("import-contacts").await?;
        window.text_with("contacts-total", "20").await?;
        window.fill("contacts-search", "ANA 19").await?;
        window.wait_until(ONE_CONTACT).await?;
        window.screenshot("contacts").await?;
        Ok(())
    })
}
