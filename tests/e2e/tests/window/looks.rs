//! The window in another language and in the dark.

use crate::composing::{attached, begin, pictures, sample};
use crate::people::{expect, store};
use crate::shop::{click_nth, practise, spreadsheet, state};
use e2e::{Key, Outcome, Window, story};
use serde_json::json;

/// What can be used and has no name for somebody who does not see it.
const NAMELESS: &str = "
    const named = (one) => [
        one.getAttribute('aria-label'),
        ...(one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.innerText),
        ...[...(one.labels ?? [])].map((label) => label.innerText),
        one.innerText,
    ].some((name) => name?.trim());
    return [...document.querySelectorAll('button, input, select, textarea, [tabindex=\"0\"]')]
        .filter((one) => one.checkVisibility() && !named(one))
        .map((one) => one.dataset.testid ?? one.outerHTML);";

/// One more that has none.
const CONTROL: &str = "
    const button = document.createElement('button');
    button.dataset.testid = 'nameless';
    document.querySelector('main').append(button);";

/// Everything on the screen has a name, and nothing is wider than the smallest window.
pub async fn usable(window: &Window<'_>, screen: &str) -> Outcome {
    const FITS: &str = "return innerWidth === 900 && document.documentElement.scrollWidth <= 900;";
    expect(&window.execute(NAMELESS, vec![]).await?, &json!([]))?;
    window.screenshot(screen).await?;
    window.client().set_window_rect(0, 0, 900, 600).await?;
    window.wait_until(FITS).await?;
    window.screenshot(&format!("{screen}-small")).await?;
    window.client().set_window_rect(0, 0, 1100, 720).await?;
    window.wait_until("return innerWidth === 1100;").await
}

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

        window.click("nav-contacts").await?;
        window.find("drop-zone").await?;
        usable(window, "en-dark-contacts-none").await?;
        store(window, &spreadsheet(0..30)?).await?;
        window.find("contact-row").await?;
        click_nth(window, "contact-box", 1).await?;
        usable(window, "en-dark-contacts").await?;
        click_nth(window, "contact-row", 0).await?;
        window.click("extra-add").await?;
        usable(window, "en-dark-contact").await?;
        window.click("contact-cancel").await?;
        let list = spreadsheet(25..40)? + "5,95993E+11;Mr;Broken;VIP;Luque\n";
        let list = window.desktop().write_file("people.csv", list)?;
        window.drop_file(&list).await?;
        window.find("column-row").await?;
        usable(window, "en-dark-import-columns").await?;
        window.click("read-change").await?;
        window.find("sample-row").await?;
        usable(window, "en-dark-import-read").await?;
        window.click("import-step-check").await?;
        window.find("import-row").await?;
        usable(window, "en-dark-import-check").await?;
        window.click("import-submit").await?;
        window.find("import-done").await?;
        usable(window, "en-dark-import-done").await?;

        // What has no name would have been seen.
        window.execute(CONTROL, vec![]).await?;
        expect(
            &window.execute(NAMELESS, vec![]).await?,
            &json!(["nameless"]),
        )
    })
}

/// Looks at every screen on which messages are written, in one language and one
/// light.
async fn look(window: &Window<'_>, dress: &str) -> Outcome {
    let named = |screen: &str| format!("{dress}-{screen}");
    window.click("nav-send").await?;
    window.click("step-message").await?;
    window.find("preview-album").await?;
    usable(window, &named("message")).await?;
    window.click("emoji-open").await?;
    window.find("emoji-picker").await?;
    window
        .wait_until("return document.querySelector('emoji-picker')?.shadowRoot?.querySelectorAll('button.emoji').length > 9;")
        .await?;
    usable(window, &named("emoji")).await?;
    window.press(&[], Key::Escape).await?;
    window.click("attach").await?;
    window.find("attach-picture").await?;
    window.screenshot(&named("attach")).await?;
    window.press(&[], Key::Escape).await?;
    window.click("step-review").await?;
    window.find("review-attachments").await?;
    usable(window, &named("review")).await?;
    window.click("nav-templates").await?;
    window.find("template-card").await?;
    usable(window, &named("templates")).await?;
    window.click("template-open").await?;
    window.find("template-save").await?;
    usable(window, &named("template")).await?;
    window.click("template-cancel").await?;
    window.click("nav-settings").await?;
    window.find("settings-storage").await?;
    window
        .execute(
            "document.querySelector('[data-testid=\"settings-storage\"]').scrollIntoView({ block: 'center' });",
            vec![],
        )
        .await?;
    window.find("cache-free").await?;
    usable(window, &named("storage")).await?;
    window.click("nav-device").await?;
    window.drop_file(&sample("stereo.mp3")).await?;
    window.find("drop-attach").await?;
    window.screenshot(&named("drop")).await?;
    window.press(&[], Key::Escape).await?;
    window.gone("drop-dialog").await
}

#[test]
fn everything_grows_and_shrinks_with_the_keyboard() -> Outcome {
    /// How wide the page is in its own measure.
    fn wide(at_least: u32, at_most: u32) -> String {
        format!("return innerWidth >= {at_least} && innerWidth <= {at_most};")
    }
    story("zoom", async |window| {
        practise(window).await?;
        begin(window, 3).await?;
        window.type_into("message-editor", "Hola {nombre}").await?;
        window.text_with("preview-text", "Hola Ana 0").await?;
        window.wait_until(&wide(1100, 1100)).await?;
        for (level, keys) in [("1.25", ['+', '=']), ("1.75", ['+', '+'])] {
            for key in keys {
                window.press(&[Key::Control], key).await?;
            }
            window.screenshot(&format!("zoom-{level}")).await?;
        }
        window.wait_until(&wide(620, 640)).await?;
        window.press(&[Key::Control], '+').await?;
        window.press(&[Key::Control], '+').await?;
        window.wait_until(&wide(540, 560)).await?;
        window.screenshot("zoom-2").await?;
        window.press(&[Key::Control], '0').await?;
        window.wait_until(&wide(1100, 1100)).await?;
        Ok(())
    })
}

#[test]
fn it_looks_well_in_every_language_light_and_size() -> Outcome {
    story("composing-looks", async |window| {
        practise(window).await?;
        begin(window, 5).await?;
        window
            .type_into(
                "message-editor",
                "¡Hola, {nombre}! Esta semana tienes *20 % de descuento* en {duda}. 🌸",
            )
            .await?;
        window.click("version-add").await?;
        window
            .type_into(
                "message-editor",
                "{sustantivo} {nombre|cliente}, ¿ya viste lo _nuevo_?",
            )
            .await?;
        let mut files = pictures(window, 6)?;
        files.extend([
            sample("moov_last.m4a"),
            sample("plain.pdf"),
            sample("h264.mp4"),
        ]);
        window.drop_files(&files).await?;
        let kinds = [["picture"; 6].as_slice(), &["voice", "document", "video"]].concat();
        attached(window, &kinds).await?;
        window.text_with("preview-more", "+2").await?;
        window.click("message-template").await?;
        window.click("message-template-save").await?;
        window
            .fill("template-name-field", "Oferta de la semana")
            .await?;
        window.fill("template-category", "Ofertas").await?;
        window.click("template-save").await?;
        window.gone("template-save-dialog").await?;
        state(window, "draft-state", "saved").await?;

        for (language, theme) in [
            ("es", "light"),
            ("es", "dark"),
            ("en", "dark"),
            ("en", "light"),
            ("pt", "light"),
        ] {
            window.click("nav-settings").await?;
            window.click(&format!("language-{language}")).await?;
            window.click(&format!("theme-{theme}")).await?;
            look(window, &format!("{language}-{theme}")).await?;
        }
        Ok(())
    })
}
