//! Several profiles side by side: told apart, renamed, deleted.

use crate::locking::PASSCODE;
use crate::shop::{click_nth, state};
use e2e::{Outcome, Window, story};
use serde_json::json;

/// A profile that was made by itself, without opening it.
async fn make(window: &Window<'_>, name: &str, practice: bool, passcode: Option<&str>) -> Outcome {
    let profile = json!({ "name": name, "country": "PY", "language": "es", "practice": practice });
    let words = json!({ "profile": profile, "allowedNumbers": [], "passcode": passcode });
    window.invoke("create_profile", words).await?;
    Ok(())
}

/// Waits until the cards have these names and colours, in this order.
async fn cards_are(window: &Window<'_>, wanted: &[(&str, &str)]) -> Outcome {
    const CARDS: &str = "
        const cards = [...document.querySelectorAll('[data-testid=profile-card]')].map((card) => [
            card.querySelector('b').textContent.trim(),
            card.querySelector('.face').dataset.colour ?? 'practice',
        ]);";
    let wanted = json!(json!(wanted).to_string());
    let are = format!("{CARDS} return JSON.stringify(cards) === {wanted};");
    window.wait_until(&are).await
}

/// The screen by day and by night.
async fn pictures(window: &Window<'_>, name: &str) -> Outcome {
    for theme in ["light", "dark"] {
        let script = format!("document.documentElement.dataset.theme = '{theme}';");
        window.execute(&script, vec![]).await?;
        window.screenshot(&format!("{name}-{theme}")).await?;
    }
    Ok(())
}

#[test]
fn they_are_told_apart_renamed_and_deleted() -> Outcome {
    story("several-profiles", async |window| {
        window.find("profile-create").await?;
        make(window, "Tienda Luna", false, None).await?;
        make(window, "Ferretería del Sur", false, Some(PASSCODE)).await?;
        make(window, "Práctica", true, None).await?;
        window.client().refresh().await?;
        window.find("profile-card").await?;
        let three = [
            ("Ferretería del Sur", "blue"),
            ("Práctica", "practice"),
            ("Tienda Luna", "green"),
        ];
        cards_are(window, &three).await?;
        pictures(window, "es-profiles").await?;
        window.click("language-en").await?;
        pictures(window, "en-profiles").await?;
        window.click("language-es").await?;

        // Another name, which must be free, and another colour.
        click_nth(window, "profile-edit", 0).await?;
        window.fill("profile-edit-name", "tienda LUNA").await?;
        window.click("colour-violet").await?;
        window.click("profile-edit-submit").await?;
        window
            .text_with("profile-edit-problem", "Elige otro nombre")
            .await?;
        pictures(window, "es-profile-edit").await?;
        window.fill("profile-edit-name", "Ferretería Norte").await?;
        window.click("profile-edit-submit").await?;
        window.gone("profile-edit-dialog").await?;
        let renamed = [("Ferretería Norte", "violet"), three[1], three[2]];
        cards_are(window, &renamed).await?;
        click_nth(window, "profile-card", 0).await?;
        window.text_with("unlock", "Ferretería Norte").await?;
        pictures(window, "es-unlock").await?;
        window.click("unlock-back").await?;

        // Deleting wants its name, and its passcode where there is one.
        click_nth(window, "profile-delete", 2).await?;
        window.fill("confirm-typed", "Tienda Sol").await?;
        disabled(window, "confirm-yes", true).await?;
        pictures(window, "es-profile-delete").await?;
        window.fill("confirm-typed", "tienda luna").await?;
        disabled(window, "confirm-yes", false).await?;
        window.click("confirm-yes").await?;
        window.gone("confirm-dialog").await?;
        cards_are(window, &renamed[..2]).await?;
        click_nth(window, "profile-delete", 0).await?;
        window.fill("confirm-typed", "Ferretería Norte").await?;
        disabled(window, "guarded-yes", true).await?;
        window.fill("guarded-passcode", "clavel azul").await?;
        window.click("guarded-yes").await?;
        window.text_with("guarded-problem", "4 intentos").await?;
        pictures(window, "es-profile-delete-passcode").await?;
        window.fill("guarded-passcode", PASSCODE).await?;
        window.click("guarded-yes").await?;
        window.gone("guarded-dialog").await?;
        cards_are(window, &renamed[1..2]).await
    })
}

/// One that cannot be shown is not just gone.
#[test]
fn a_profile_whose_description_is_damaged_is_told_of() -> Outcome {
    story("damaged-description", async |window| {
        window.find("profile-create").await?;
        make(window, "Tienda Luna", false, None).await?;
        make(window, "Práctica", true, None).await?;
        let profiles = window.desktop().data_dir().join("profiles");
        for entry in std::fs::read_dir(profiles)? {
            let description = entry?.path().join("profile.json");
            if std::fs::read_to_string(&description)?.contains("Tienda Luna") {
                std::fs::write(&description, "{\"na")?;
            }
        }
        window.client().refresh().await?;
        cards_are(window, &[("Práctica", "practice")]).await?;
        window
            .text_with("profile-unlisted", "recupera profile.json de una copia")
            .await?;
        pictures(window, "es-profile-damaged").await
    })
}

async fn disabled(window: &Window<'_>, id: &str, wanted: bool) -> Outcome {
    let script =
        format!("return document.querySelector('[data-testid={id}]').disabled === {wanted};");
    window.wait_until(&script).await
}

#[test]
fn the_one_used_last_stands_first_and_has_been_welcomed_under_its_new_name() -> Outcome {
    story("last-used", async |window| {
        window.find("profile-create").await?;
        make(window, "Ana", true, None).await?;
        make(window, "Bruno", true, None).await?;
        window.client().refresh().await?;
        cards_are(window, &[("Ana", "practice"), ("Bruno", "practice")]).await?;
        click_nth(window, "profile-card", 1).await?;
        window.click("welcome-next").await?;
        window.click("welcome-next").await?;
        window.click("welcome-link").await?;
        window.click("practice-scan").await?;
        state(window, "device-state", "online").await?;
        window.click("profile-menu").await?;
        window.click("profile-menu-close").await?;
        cards_are(window, &[("Bruno", "practice"), ("Ana", "practice")]).await?;
        click_nth(window, "profile-edit", 0).await?;
        window.fill("profile-edit-name", "Bruno Sur").await?;
        window.click("profile-edit-submit").await?;
        window.gone("profile-edit-dialog").await?;
        cards_are(window, &[("Bruno Sur", "practice"), ("Ana", "practice")]).await?;
        click_nth(window, "profile-card", 0).await?;
        state(window, "device-state", "online").await
    })
}
