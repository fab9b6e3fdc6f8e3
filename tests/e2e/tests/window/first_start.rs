//! Carla starts the program for the first time.

use e2e::{Key, Outcome, story};

#[test]
fn she_creates_a_practice_profile_and_is_welcomed() -> Outcome {
    story("first-start", async |window| {
        window.find("profile-create").await?;
        window.screenshot("profiles").await?;
        window.click("profile-create").await?;
        window.fill("profile-name", "Práctica").await?;
        window.click("profile-practice").await?;
        window.screenshot("profile-new").await?;
        window.click("profile-submit").await?;
        window.find("welcome").await?;
        window.screenshot("welcome").await?;
        // One key leads through it.
        window.press(&[], Key::Enter).await?;
        window.text_with("welcome", "aceptaron").await?;
        window.screenshot("welcome-consent").await?;
        window.press(&[], Key::Enter).await?;
        window.find("welcome-link").await?;
        window.press(&[], Key::Enter).await?;
        window.find("device-qr").await?;
        Ok(())
    })
}

#[test]
fn a_page_that_is_loaded_anew_finds_its_profile() -> Outcome {
    story("reload", async |window| {
        window.click("profile-create").await?;
        window.fill("profile-name", "Tienda").await?;
        window.click("profile-practice").await?;
        window.click("profile-submit").await?;
        window.find("welcome").await?;
        window.client().refresh().await?;
        window.text_with("profile-card", "Tienda").await?;
        window.click("profile-card").await?;
        window.find("welcome").await?;
        Ok(())
    })
}
