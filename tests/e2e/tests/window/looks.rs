//! The window in another language and in the dark.

use e2e::{Outcome, story};

#[test]
fn english_and_dark_are_a_choice_away() -> Outcome {
    story("looks", async |window| {
        window.click("language-en").await?;
        window.screenshot("en-profiles").await?;
        window.click("profile-create").await?;
        window.fill("profile-name", "Practice").await?;
        window.click("profile-practice").await?;
        window.click("profile-submit").await?;
        window.click("welcome-next").await?;
        window.click("welcome-next").await?;
        window.click("welcome-link").await?;
        window.find("device-qr").await?;
        window.click("nav-settings").await?;
        window.click("theme-dark").await?;
        window
            .wait_until("return document.documentElement.dataset.theme === 'dark';")
            .await?;
        window.screenshot("en-dark-settings").await?;
        window.click("nav-device").await?;
        window.screenshot("en-dark-device").await?;
        window.click("nav-send").await?;
        window.screenshot("en-dark-send").await?;
        window.text_with("nav-contacts", "Contacts").await?;
        Ok(())
    })
}
