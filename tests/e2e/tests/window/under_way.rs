//! Campaigns under way: what goes wrong is seen and tried again, who wants no
//! more is left alone, and what was sent is sent once more to the same people.

use crate::device::with_a_server_near;
use crate::shop::{click_nth, linked, number, practise, spreadsheet, state, trouble};
use e2e::{Outcome, Trouble, Window, story};
use loopback::{Fault, ServerHandle};
use serde_json::{Value, json};

/// Starts a campaign to people of the list, past the wizard.
pub async fn start(
    window: &Window<'_>,
    name: &str,
    people: std::ops::Range<usize>,
    delay_ms: u64,
) -> Outcome<Value> {
    let campaign = json!({
        "name": name,
        "audience": { "kind": "list", "source": { "kind": "text", "text": spreadsheet(people)? } },
        "texts": ["Hola {nombre}"],
        "pace": { "delay_ms": delay_ms, "jitter_percent": 0 },
    });
    window
        .invoke("start_campaign", json!({ "campaign": campaign }))
        .await
}

/// Opens the campaign with this name from the list.
pub async fn open(window: &Window<'_>, name: &str) -> Outcome {
    const ROW: &str = "
        const rows = [...document.querySelectorAll('[data-testid=\"campaign-row\"]')];
        const row = rows.find((each) => each.querySelector('b').textContent === NAME);
        row?.click();
        return row !== undefined;";
    window.click("nav-campaigns").await?;
    window
        .wait_until(&ROW.replace("NAME", &json!(name).to_string()))
        .await?;
    window.find("campaign-state").await?;
    Ok(())
}

/// Plays a story with a phone that is linked at a server.
pub fn with_server(
    name: &str,
    tale: impl AsyncFnOnce(&Window<'_>, &ServerHandle) -> Outcome,
) -> Outcome {
    with_a_server_near(name, async |window, server| {
        linked(window, server).await?;
        tale(window, server).await
    })
}

pub fn received(server: &ServerHandle, expected: usize) -> Outcome {
    let count = server.received().len();
    if count == expected {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "{count} messages arrived, not {expected}"
    )))
}

#[test]
fn what_failed_is_seen_and_tried_again_and_all_of_it_is_sent_once_more() -> Outcome {
    with_server("retry", async |window, server| {
        let refuse = Fault::Refuse {
            code: 479,
            phones: vec![number(3)],
            count: None,
        };
        server.fault(refuse).map_err(trouble)?;
        start(window, "Octubre", 0..8, 200).await?;
        open(window, "Octubre").await?;
        state(window, "campaign-state", "completed").await?;
        window.text_with("count-failed", "1").await?;
        window.text_with("failures", "Ana 3").await?;
        window.screenshot("campaign-failed").await?;
        received(server, 7)?;

        server.fault(Fault::Clear {}).map_err(trouble)?;
        window.click("campaign-retry").await?;
        window.text_with("count-read", "8").await?;
        state(window, "campaign-state", "completed").await?;
        window.text_with("count-failed", "0").await?;
        window.gone("failures").await?;
        received(server, 8)?;

        // The same to the same people, who are said to have had it lately.
        window.click("campaign-duplicate").await?;
        window.text_with("audience-count", "8").await?;
        window.screenshot("duplicate-audience").await?;
        window.click("step-review").await?;
        window.text_with("recent-count", "8 ya recibieron").await?;
        window.click("recent-skip").await?;
        window.text_with("review-count", "0").await?;
        window.text_with("recent-count", "8 recibieron").await?;
        window.screenshot("duplicate-review").await?;
        window.click("recent-skip").await?;
        window.text_with("review-count", "8").await?;
        window.click("step-pace").await?;
        window.click("pace-1").await?;
        window.click("pace-next").await?;
        window.click("send-open").await?;
        window.click("confirm-yes").await?;
        window.text_with("count-read", "8").await?;
        state(window, "campaign-state", "completed").await?;
        received(server, 16)
    })
}

#[test]
fn who_answers_baja_is_left_out_of_what_is_queued() -> Outcome {
    const SAID: &str = "
        const replies = [...document.querySelectorAll('[data-testid=\"recipient-reply\"]')];
        return replies.some((reply) => reply.textContent.includes('Baja'));";
    const LEFT_OUT: &str = "
        const states = [...document.querySelectorAll('[data-testid=\"recipient-state\"]')];
        return states.some((state) => state.textContent.includes('Se dio de baja'));";
    with_server("opt-out", async |window, server| {
        // The second waits behind the first, however long this takes.
        start(window, "Primera", 0..90, 2_000).await?;
        start(window, "Segunda", 0..3, 0).await?;
        open(window, "Segunda").await?;
        state(window, "campaign-waiting", "queue").await?;
        window.screenshot("campaign-queued").await?;
        open(window, "Primera").await?;
        state(window, "recipient-state", "read").await?;
        server.say(&number(0), "¡Baja!").map_err(trouble)?;
        window.text_with("count-replies", "1").await?;
        window.choose("recipients-filter", "read").await?;
        window.wait_until(SAID).await?;
        window
            .text_with("recipient-opted-out", "Se dio de baja")
            .await?;
        window.screenshot("campaign-opted-out").await?;

        window.click("nav-contacts").await?;
        window.fill("contacts-search", "0981000000").await?;
        window.text_with("contact-row", "Se dio de baja").await?;
        window.screenshot("contact-opted-out").await?;

        open(window, "Primera").await?;
        window.click("campaign-cancel").await?;
        window.click("confirm-yes").await?;
        state(window, "campaign-state", "cancelled").await?;
        open(window, "Segunda").await?;
        state(window, "campaign-state", "completed").await?;
        window.text_with("count-skipped", "1").await?;
        window.text_with("count-read", "2").await?;
        window.wait_until(LEFT_OUT).await?;
        window.screenshot("campaign-left-out").await?;
        let theirs = server.received_by(&number(0)).map_err(trouble)?;
        if theirs.len() != 1 {
            return Err(Trouble::new(format!(
                "{} messages to somebody who wants none",
                theirs.len()
            )));
        }
        Ok(())
    })
}

#[test]
fn a_campaign_is_paused_goes_on_and_is_cancelled() -> Outcome {
    story("pause", async |window| {
        practise(window).await?;
        start(window, "Larga", 0..60, 1_000).await?;
        open(window, "Larga").await?;
        window.click("campaign-pause").await?;
        state(window, "campaign-state", "paused").await?;
        window.click("campaign-resume").await?;
        state(window, "campaign-state", "running").await?;
        window.click("nav-campaigns").await?;
        window.find("campaigns-open").await?;
        click_nth(window, "campaign-row", 0).await?;
        window.click("campaign-cancel").await?;
        window.find("confirm-dialog").await?;
        window.click("confirm-yes").await?;
        state(window, "campaign-state", "cancelled").await?;
        window.gone("campaign-pause").await?;
        window.click("nav-campaigns").await?;
        window.find("campaigns-over").await?;
        Ok(())
    })
}
