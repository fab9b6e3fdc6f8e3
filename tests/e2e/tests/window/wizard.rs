//! A campaign is prepared: whom, what, when; it is checked, left and taken up again.

use crate::shop::{click_nth, practise, spreadsheet, state};
use e2e::{Desktop, Outcome, Trouble, Window, story};
use serde_json::json;

/// Two groups of contacts that share two people; only the first say how they agreed.
async fn contacts(window: &Window<'_>) -> Outcome {
    for (people, group, consent) in [
        (0..6, "Clientes", Some("se anotaron en la tienda")),
        (4..9, "Mayoristas", None),
    ] {
        let rows = spreadsheet(people)?.replace(";VIP;", ";;");
        window
            .invoke(
                "import_contacts",
                json!({
                    "source": { "kind": "text", "text": rows },
                    "options": { "group": group, "consent": consent },
                }),
            )
            .await?;
    }
    Ok(())
}

/// Chooses the next whole hour of tomorrow or later, whatever the time is now.
async fn tomorrow(window: &Window<'_>) -> Outcome {
    const TOMORROW: &str = "
        const days = document.querySelector('[data-testid=\"start-day\"]');
        return days ? days.options[1].value : null;";
    window.click("start-at").await?;
    window.find("start-day").await?;
    let day = window.execute(TOMORROW, vec![]).await?;
    let day = day
        .as_str()
        .ok_or_else(|| Trouble::new("no day to choose"))?;
    window.choose("start-day", day).await?;
    retype(window, "start-clock", "9:30").await
}

/// Types over what is in a field, as somebody does who does not leave it in between.
async fn retype(window: &Window<'_>, id: &str, text: &str) -> Outcome {
    const END: char = '\u{e010}';
    const BACK: &str = "\u{e003}";
    let wipe = BACK.repeat(8);
    window.type_into(id, &format!("{END}{wipe}{text}")).await
}

#[test]
fn every_step_from_the_people_to_a_campaign_that_waits_for_its_hour() -> Outcome {
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("clientes.csv");
    std::fs::write(&list, spreadsheet(0..4)? + "123;Sr.;Corto;VIP;Luque\n")?;
    story("wizard", async |window| {
        practise(window).await?;
        contacts(window).await?;

        // Groups, and what narrows them down. Who is in two gets one message.
        window.click("nav-send").await?;
        window.click("audience-groups").await?;
        click_nth(window, "audience-group-option", 0).await?;
        window.text_with("audience-count", "6").await?;
        click_nth(window, "audience-group-option", 1).await?;
        window.text_with("audience-count", "9").await?;
        window.click("filter-consent").await?;
        window.text_with("audience-count", "6").await?;
        window.screenshot("wizard-groups").await?;
        // A selection.
        window.click("audience-pick").await?;
        click_nth(window, "pick-box", 0).await?;
        click_nth(window, "pick-box", 2).await?;
        window.text_with("audience-count", "2").await?;
        window.fill("pick-search", "0981000008").await?;
        window
            .text_with("pick-all", "Elegir al que coincide")
            .await?;
        window.click("pick-all").await?;
        window.text_with("audience-count", "3").await?;
        window.screenshot("wizard-pick").await?;
        // Everybody.
        window.click("audience-all").await?;
        window.click("filter-consent").await?;
        window.text_with("audience-count", "9").await?;
        // A list, of which one row is of no use.
        window.drop_file(&list).await?;
        window.text_with("audience-count", "4").await?;
        window.text_with("audience-left", "1 fila").await?;
        window.fill("campaign-name", "Octubre").await?;

        window.click("audience-next").await?;
        window
            .type_into("message-editor", "Hola {nombre} {duda}")
            .await?;
        window.text_with("preview-text", "Hola Ana 0").await?;

        window.click("message-next").await?;
        tomorrow(window).await?;
        window.click("quiet").await?;
        retype(window, "quiet-from", "21").await?;
        retype(window, "quiet-until", "08:00").await?;
        window.fill("daily-limit", "3").await?;
        window.text_with("forecast", "09:30").await?;
        window.screenshot("wizard-pace").await?;

        // Every remark leads to where it is mended.
        window.click("pace-next").await?;
        window.text_with("review-count", "4").await?;
        window.text_with("review-forecast", "mañana, 09:30").await?;
        window
            .text_with("remark-limit", "1 recibe el mensaje otro día")
            .await?;
        window.find("remark-consent").await?;
        window.find("review-health").await?;
        window.screenshot("wizard-review").await?;
        window
            .execute(
                "document.querySelector('[data-testid=\"remark-unknown\"] button').click();",
                vec![],
            )
            .await?;
        window.find("message-editor").await?;
        window.click("step-review").await?;

        window.click("send-open").await?;
        window.text_with("confirm-dialog", "4 personas").await?;
        window.click("confirm-yes").await?;
        state(window, "campaign-waiting", "start").await?;
        window
            .text_with("campaign-waiting", "mañana, 09:30")
            .await?;
        // It is not said to have begun anywhere.
        window.text_with("campaign-state", "En espera").await?;
        window.text_with("campaign-times", "empieza").await?;
        window.text_with("campaign-times", "09:30").await?;
        window.text_with("active-campaign", "En espera").await?;
        window.screenshot("wizard-waiting").await?;
        window.click("campaign-view-content").await?;
        window
            .text_with("content-settings", "sin envíos de 21:00 a 08:00")
            .await?;
        // It was sent: there is no draft of it any more.
        let drafts = window.invoke("drafts", json!({})).await?;
        if drafts != json!([]) {
            return Err(Trouble::new(format!("drafts remain: {drafts}")));
        }

        // It can be called off before its hour.
        window.click("campaign-cancel").await?;
        window.text_with("confirm-dialog", "4 personas").await?;
        window.click("confirm-yes").await?;
        state(window, "campaign-state", "cancelled").await?;
        window.text_with("count-skipped", "4").await?;
        Ok(())
    })
}

/// Past the pages of welcome, which a window under a driver may show again.
async fn enter(window: &Window<'_>) -> Outcome {
    const THERE: &str = "
        return document.querySelector('[data-testid=\"nav-send\"]') !== null
            || document.querySelector('[data-testid=\"welcome-next\"]') !== null;";
    window.click("profile-card").await?;
    window.wait_until(THERE).await?;
    if !window.find_all("welcome").await?.is_empty() {
        window.click("welcome-next").await?;
        window.click("welcome-next").await?;
        window.click("welcome-link").await?;
    }
    window.find("nav-send").await?;
    Ok(())
}

/// The step that is open in the wizard.
async fn at_step(window: &Window<'_>, step: &str) -> Outcome {
    let open = format!(
        "return document.querySelector('[data-testid=\"step-{step}\"][aria-current=\"step\"]') !== null;"
    );
    window.wait_until(&open).await
}

#[test]
fn a_draft_outlives_the_program_and_its_list() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let desktop = Desktop::start()?;
    let outcome = runtime.block_on(async {
        let list = desktop.write_file("clientes.csv", spreadsheet(0..5)?)?;
        let window = Window::open(&desktop).await?;
        practise(&window).await?;
        window.click("nav-send").await?;
        window.find("drop-zone").await?;
        window.drop_file(&list).await?;
        window.text_with("audience-count", "5").await?;
        window.fill("campaign-name", "Feria").await?;
        window.fill("audience-consent", "en la feria").await?;
        window.click("audience-next").await?;
        window.type_into("message-editor", "Hola {nombre}").await?;
        window.click("message-next").await?;
        tomorrow(&window).await?;
        window.click("pace-8").await?;
        state(&window, "draft-state", "saved").await?;
        window.quit().await?;

        // Everything is where it was.
        let window = Window::open(&desktop).await?;
        enter(&window).await?;
        window.click("nav-send").await?;
        window.text_with("draft-open", "Feria").await?;
        window.screenshot("draft-continue").await?;
        window.click("draft-open").await?;
        at_step(&window, "pace").await?;
        window.text_with("forecast", "mañana, 09:30").await?;
        window
            .wait_until(
                "return document.querySelector('[data-testid=\"pace-8\"] input').checked
                    && document.querySelector('[data-testid=\"start-clock\"]').value === '09:30'
                    && document.querySelector('[data-testid=\"campaign-name\"]').value === 'Feria';",
            )
            .await?;
        window.click("step-message").await?;
        window.text_with("preview-text", "Hola Ana 0").await?;
        window.click("step-audience").await?;
        window
            .wait_until(
                "return document.querySelector('[data-testid=\"audience-consent\"]')?.value === 'en la feria';",
            )
            .await?;

        // The list is gone: it is asked for again, and nothing else is lost.
        window.click("send-new").await?;
        std::fs::remove_file(&list)?;
        window.click("draft-open").await?;
        window.click("step-audience").await?;
        window.text_with("list-gone", "clientes.csv").await?;
        window.screenshot("draft-list-gone").await?;
        let again = desktop.write_file("lista nueva.csv", spreadsheet(0..3)?)?;
        window.drop_file(&again).await?;
        window.text_with("audience-count", "3").await?;
        window.click("audience-next").await?;
        window.text_with("preview-text", "Hola Ana 0").await?;

        // Thrown away, and had back.
        window.click("send-discard").await?;
        window.click("toast-action").await?;
        window.text_with("preview-text", "Hola Ana 0").await?;
        window.end().await
    });
    if outcome.is_err() {
        eprintln!("{}", desktop.said());
    }
    outcome
}
