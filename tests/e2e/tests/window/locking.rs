//! Luna keeps her customers behind a passcode.

use crate::shop::{spreadsheet, state};
use e2e::{Key, Outcome, Window, story, story_with};
use serde_json::json;

pub const PASSCODE: &str = "clavel rojo";

/// Waits behind wrong passcodes are a tenth of what they are.
const HURRY: [(&str, &str); 1] = [("MESSAGE_SENDER_LOOPBACK_HURRY", "10")];

/// A practice profile behind a passcode, linked.
pub async fn locked_shop(window: &Window<'_>) -> Outcome {
    window.click("profile-create").await?;
    window.fill("profile-name", "Práctica").await?;
    window.click("profile-practice").await?;
    window.click("profile-passcode").await?;
    window.fill("passcode-new", PASSCODE).await?;
    window.fill("passcode-repeat", "clavel azul").await?;
    window.click("profile-submit").await?;
    window
        .text_with("profile-passcode-problem", "no son iguales")
        .await?;
    window.screenshot("passcode-new").await?;
    window.fill("passcode-repeat", PASSCODE).await?;
    window.click("profile-submit").await?;
    window.click("welcome-next").await?;
    window.click("welcome-next").await?;
    window.click("welcome-link").await?;
    window.find("device-qr").await?;
    window.click("practice-scan").await?;
    state(window, "device-state", "online").await
}

pub async fn unlock(window: &Window<'_>, passcode: &str) -> Outcome {
    window.fill("unlock-passcode", passcode).await?;
    window.click("unlock-submit").await
}

/// Nothing of anybody is in the page.
pub async fn nobody_is_seen(window: &Window<'_>) -> Outcome {
    window
        .wait_until("return !/Ana|0981|VIP|Promo/.test(document.body.innerText);")
        .await
}

#[test]
fn she_locks_it_and_sending_goes_on() -> Outcome {
    story("locking", async |window| {
        locked_shop(window).await?;
        let list = spreadsheet(0..40)?;
        let source = json!({ "kind": "text", "text": list });
        let options = json!({ "consent": "en la tienda" });
        let import = json!({ "source": source, "options": options });
        window.invoke("import_contacts", import).await?;
        let campaign = json!({
            "name": "Promo",
            "audience": { "kind": "list", "source": source },
            "texts": ["Hola {nombre}"],
            "pace": { "delay_ms": 500, "jitter_percent": 0 },
        });
        window
            .invoke("start_campaign", json!({ "campaign": campaign }))
            .await?;
        window.click("nav-contacts").await?;
        window.find("contact-row").await?;
        window.find("active-campaign").await?;
        window.press(&[Key::Control], 'l').await?;
        window.find("unlock").await?;
        nobody_is_seen(window).await?;
        window.find("unlock-progress").await?;
        window.screenshot("es-light-locked").await?;
        // The engine refuses, too, whatever the page is made to ask.
        let refused = window.invoke("groups", json!({})).await;
        let refused = format!("{refused:?}");
        assert!(refused.contains("locked"), "{refused}");
        // A page that is loaded anew is no way round.
        window.client().refresh().await?;
        window.click("profile-card").await?;
        window.find("unlock").await?;
        unlock(window, "clavel azul").await?;
        window.text_with("unlock-problem", "4 intentos").await?;
        unlock(window, PASSCODE).await?;
        window.find("nav-contacts").await?;
        window
            .wait_until("return document.querySelector('[data-testid=unlock]') === null;")
            .await?;
        window.click("lock").await?;
        unlock(window, PASSCODE).await?;
        window.click("nav-contacts").await?;
        window.text_with("contacts-total", "40").await?;
        Ok(())
    })
}

#[test]
fn six_wrong_ones_have_to_wait() -> Outcome {
    story_with("wrong-passcodes", &HURRY, async |window| {
        locked_shop(window).await?;
        window.click("lock").await?;
        for left in ["4 intentos", "3 intentos", "2 intentos", "un intento"] {
            unlock(window, "no es este").await?;
            window.text_with("unlock-problem", left).await?;
        }
        unlock(window, "no es este").await?;
        window.find("unlock-wait").await?;
        window.screenshot("es-light-wait").await?;
        // Counted down to its end.
        window.gone("unlock-wait").await?;
        unlock(window, "no es este").await?;
        window.find("unlock-wait").await?;
        window.gone("unlock-wait").await?;
        unlock(window, PASSCODE).await?;
        window.find("nav-settings").await?;
        Ok(())
    })
}

#[test]
fn she_changes_it_and_what_is_final_asks_for_it() -> Outcome {
    story("passcode-changed", async |window| {
        locked_shop(window).await?;
        window.click("nav-settings").await?;
        state(window, "protection", "passcode").await?;
        window.click("theme-dark").await?;
        window.click("language-en").await?;
        window.find("settings-privacy").await?;
        window
            .execute(
                "document.querySelector('[data-testid=settings-privacy]').scrollIntoView({ block: 'center' });",
                vec![],
            )
            .await?;
        window.screenshot("en-dark-privacy").await?;
        window.click("passcode-change").await?;
        window.fill("passcode-present", PASSCODE).await?;
        window.fill("passcode-new", "corto").await?;
        window.fill("passcode-repeat", "corto").await?;
        window.click("passcode-submit").await?;
        window
            .text_with("passcode-problem", "at least 6 characters")
            .await?;
        window.screenshot("en-dark-passcode-change").await?;
        window.fill("passcode-new", "clavel blanco").await?;
        window.fill("passcode-repeat", "clavel blanco").await?;
        window.click("passcode-submit").await?;
        window.gone("passcode-dialog").await?;
        window.click("lock").await?;
        unlock(window, PASSCODE).await?;
        window.text_with("unlock-problem", "4 more tries").await?;
        window.screenshot("en-dark-locked").await?;
        unlock(window, "clavel blanco").await?;

        window.click("nav-device").await?;
        window.click("device-unlink").await?;
        window.fill("guarded-passcode", PASSCODE).await?;
        window.click("guarded-yes").await?;
        window.text_with("guarded-problem", "4 more tries").await?;
        window.fill("guarded-passcode", "clavel blanco").await?;
        window.click("guarded-yes").await?;
        state(window, "device-state", "not_linked").await?;

        window.click("nav-settings").await?;
        window.click("passcode-remove").await?;
        window.fill("passcode-present", "clavel blanco").await?;
        window.click("passcode-submit").await?;
        state(window, "protection", "file").await?;
        window.gone("lock").await
    })
}
