//! Messages worth sending: emoji, pictures, a voice note, versions, templates, a
//! test to oneself.

use crate::looks::usable;
use crate::people::{expect, says};
use crate::shop::{self, click_nth, linked, number, practise, server, spreadsheet, state, trouble};
use e2e::{Key, Outcome, Trouble, Window, story, story_with};
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use image::{Rgb, RgbImage};
use loopback::{Received, ServerHandle};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// Plays a story with a phone that is linked at a server.
fn with_server(
    name: &str,
    tale: impl AsyncFnOnce(&Window<'_>, &ServerHandle) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(server())?;
    let environment = shop::environment(&server);
    let environment = environment
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    story_with(name, &environment, async |window| {
        linked(window, &server).await?;
        tale(window, &server).await
    })
}

/// A file among those with which the preparing of media is tested.
fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/media/tests/samples")
        .join(name)
}

/// Pictures that can be told from each other, one of them upright.
fn pictures(window: &Window<'_>, count: u8) -> Outcome<Vec<PathBuf>> {
    (0..count)
        .map(|n| {
            let (width, height) = if n == 1 { (600, 900) } else { (1_000, 750) };
            let picture = RgbImage::from_fn(width, height, |x, y| {
                let shade = |part: u32, all: u32| u8::try_from(part * 255 / all).unwrap_or(255);
                Rgb([shade(x, width), shade(y, height), n.wrapping_mul(60)])
            });
            let path = window.desktop().write_file(&format!("foto {n}.jpg"), "")?;
            picture.save(&path)?;
            Ok(path)
        })
        .collect()
}

/// To the step of the message, for the people of a short list.
async fn begin(window: &Window<'_>, people: usize) -> Outcome {
    let list = window
        .desktop()
        .write_file("clientes.csv", spreadsheet(0..people)?)?;
    window.click("nav-send").await?;
    window.find("drop-zone").await?;
    window.drop_file(&list).await?;
    window
        .text_with("audience-count", &people.to_string())
        .await?;
    window.click("audience-next").await?;
    window.find("message-editor").await?;
    Ok(())
}

/// Sends what is written, as fast as it goes.
async fn send(window: &Window<'_>) -> Outcome {
    window.click("message-next").await?;
    window.click("pace-1").await?;
    window.click("pace-next").await?;
    window.click("send-open").await?;
    window.click("confirm-yes").await?;
    state(window, "campaign-state", "completed").await
}

/// Waits until so many files go with the message, in this order of kinds.
async fn attached(window: &Window<'_>, kinds: &[&str]) -> Outcome {
    window
        .wait_until(&format!(
            "return JSON.stringify([...document.querySelectorAll('[data-testid=\"attachment\"]')]
                .map((each) => each.dataset.kind)) === {};",
            json!(json!(kinds).to_string())
        ))
        .await
}

/// Chooses an emoji by what it is called, with the keyboard alone.
async fn emoji(window: &Window<'_>, name: &str) -> Outcome {
    const SEARCHING: &str = "
        const picker = document.querySelector('emoji-picker');
        return picker?.shadowRoot?.activeElement?.matches('input.search') === true;";
    const FOUND: &str = "
        const picker = document.querySelector('emoji-picker');
        return picker.shadowRoot.querySelectorAll('#search-results [role=option], .tabpanel [role=option]').length > 0;";
    window.click("emoji-open").await?;
    window.wait_until(SEARCHING).await?;
    window.write(name).await?;
    window.wait_until(FOUND).await?;
    window.screenshot("emoji-search").await?;
    window.press(&[], Key::Enter).await?;
    window.gone("emoji-picker").await
}

/// Pulls one of the files to the place of another.
async fn drag(window: &Window<'_>, from: usize, to: usize) -> Outcome {
    let files = window.find_all("attachment").await?;
    let (Some(from), Some(to)) = (files.get(from), files.get(to)) else {
        return Err(Trouble::new("there are not so many files"));
    };
    // Below the button that takes it out.
    let over = |element: &fantoccini::elements::Element| PointerAction::MoveToElement {
        element: element.clone(),
        duration: Some(Duration::from_millis(200)),
        x: -12.0,
        y: 14.0,
    };
    let pull = MouseActions::new("pointer".into())
        .then(over(from))
        .then(PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        })
        .then(over(to))
        .then(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        });
    Ok(window.client().perform_actions(pull).await?)
}

fn received(server: &ServerHandle, n: usize) -> Outcome<Vec<Received>> {
    server.received_by(&number(n)).map_err(trouble)
}

#[test]
fn an_album_is_dropped_on_a_message_with_an_emoji_found_by_its_name() -> Outcome {
    with_server("album", async |window, server| {
        begin(window, 2).await?;
        window.type_into("message-editor", "Hola {nombre} ").await?;
        emoji(window, "corazon roj").await?;
        window.text_with("preview-text", "Hola Ana 0 ❤").await?;
        // Once chosen it is at hand.
        window.click("emoji-open").await?;
        window.text_with("emoji-recent", "❤").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("emoji-picker").await?;

        let pictures = pictures(window, 3)?;
        window.drop_files(&pictures).await?;
        attached(window, &["picture", "picture", "picture"]).await?;
        // The first is pulled to the end.
        drag(window, 0, 2).await?;
        let moved = "return [...document.querySelectorAll('[data-testid=\"attachment\"]')]
            .map((each) => each.title).join() === 'foto 1.jpg,foto 2.jpg,foto 0.jpg';";
        window.wait_until(moved).await?;
        window.find("preview-album").await?;
        window.screenshot("message-album").await?;
        send(window).await?;
        window.click("campaign-view-content").await?;
        window.find("content-attachments").await?;
        window.screenshot("campaign-content-album").await?;

        // Once it is over, what it carried can go; the small pictures stay.
        window.click("nav-settings").await?;
        window.text_with("cache-free", "3 adjuntos").await?;
        window.click("cache-clear").await?;
        window.text_with("toast-done", "3 adjuntos").await?;
        window.text_with("cache-free", "nada").await?;
        window.screenshot("settings-storage").await?;
        window.click("nav-campaigns").await?;
        window.click("campaign-row").await?;
        window.click("campaign-view-content").await?;
        window
            .wait_until(
                "return document.querySelectorAll('[data-testid=\"media-item\"][data-state=\"gone\"]').length === 3;",
            )
            .await?;

        for n in 0..2 {
            let theirs = received(server, n)?;
            let kinds: Vec<&str> = theirs.iter().map(|part| part.kind.as_str()).collect();
            expect(&json!(kinds), &json!(["album", "image", "image", "image"]))?;
            let caption = theirs[1].caption.as_deref().unwrap_or_default();
            if !caption.starts_with(&format!("Hola Ana {n} ❤")) {
                return Err(Trouble::new(format!("the caption says {caption:?}")));
            }
        }
        Ok(())
    })
}

/// Every state that the player of a voice note goes through, from now on.
async fn watch_player(window: &Window<'_>, id: &str) -> Outcome {
    const WATCH: &str = "
        const player = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);
        window.heard = [];
        new MutationObserver(() => window.heard.push(player.dataset.state))
            .observe(player, { attributes: true, attributeFilter: ['data-state'] });";
    window.find(id).await?;
    window.execute(WATCH, vec![id.into()]).await?;
    Ok(())
}

#[test]
fn a_voice_note_is_made_of_a_song_heard_and_sent() -> Outcome {
    with_server("voice", async |window, server| {
        begin(window, 2).await?;
        window
            .type_into("message-editor", "Escucha, {nombre}:")
            .await?;
        window.drop_file(&sample("stereo.mp3")).await?;
        attached(window, &["voice"]).await?;
        window.find("preview-voice").await?;
        watch_player(window, "attachment-voice").await?;
        window.click("attachment-voice-play").await?;
        // It is played to its end and stands at its beginning again.
        window
            .wait_until("return window.heard.join() === 'playing,still' || window.heard.join() === 'playing,paused,still';")
            .await?;
        window.screenshot("message-voice").await?;
        send(window).await?;

        let theirs = received(server, 0)?;
        let kinds: Vec<&str> = theirs.iter().map(|part| part.kind.as_str()).collect();
        expect(&json!(kinds), &json!(["text", "audio"]))?;
        expect(&json!(theirs[1].ptt), &json!(true))?;
        expect(
            &json!(theirs[1].waveform.as_ref().map(Vec::len)),
            &json!(64),
        )?;
        expect(&json!(theirs[0].text), &json!("Escucha, Ana 0:"))?;

        // Each of somebody's messages has its own state.
        window
            .wait_until(
                "return document.querySelectorAll('[data-testid=\"recipient-parts\"] [data-kind]').length === 4;",
            )
            .await?;
        window.screenshot("campaign-parts").await?;
        Ok(())
    })
}

#[test]
fn two_versions_go_out_in_turn_and_each_has_its_results() -> Outcome {
    with_server("versions", async |window, server| {
        begin(window, 3).await?;
        window.type_into("message-editor", "Hola {nombre}").await?;
        window.click("version-add").await?;
        // A version that says nothing is nobody's message.
        window.click("message-next").await?;
        window.text_with("step-remark", "versión B").await?;
        window
            .type_into("message-editor", "*Buenas*, {nombre|cliente}")
            .await?;
        for (n, text, version) in [
            (1, "Buenas, Ana 1", "B"),
            (2, "Hola Ana 2", "A"),
            (0, "Hola Ana 0", "A"),
            (1, "Buenas, Ana 1", "B"),
        ] {
            window
                .text_with("preview-name", &format!("Ana {n}"))
                .await?;
            window.text_with("preview-text", text).await?;
            window.text_with("preview-version", version).await?;
            if n == 1 {
                window.screenshot("message-versions").await?;
            }
            window.click("preview-after").await?;
        }
        // Each has its own undo.
        window.click("version-A").await?;
        window.text_with("message-editor", "Hola").await?;
        window.click("message-undo").await?;
        window
            .text_with("message-editor", "Hola {nombre}, …")
            .await?;
        window.press(&[Key::Control], 'y').await?;
        window.find("message-chip").await?;
        send(window).await?;
        window.click("campaign-view-content").await?;
        says(window, "version-result", &["2 de 2", "1 de 1"]).await?;
        window.screenshot("campaign-versions").await?;
        let texts: Vec<_> = server.received().into_iter().map(|m| m.text).collect();
        expect(
            &json!(texts),
            &json!(["Hola Ana 0", "*Buenas*, Ana 1", "Hola Ana 2"]),
        )
    })
}

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

#[test]
fn a_test_goes_to_oneself_as_the_previewed_person_would_get_it() -> Outcome {
    with_server("test-to-oneself", async |window, server| {
        begin(window, 3).await?;
        window.type_into("message-editor", "Hola {nombre}").await?;
        window.click("preview-after").await?;
        window.text_with("preview-text", "Hola Ana 1").await?;
        window.drop_file(&sample("plain.pdf")).await?;
        attached(window, &["document"]).await?;
        window.click("test-send").await?;
        state(window, "test-outcome", "arrived").await?;
        window.screenshot("test-sent").await?;
        let arrived = server.received();
        expect(&json!(arrived.len()), &json!(1))?;
        expect(&json!(arrived[0].phone), &json!(arrived[0].from))?;
        expect(&json!(arrived[0].caption), &json!("Hola Ana 1"))?;
        // It is nobody's campaign.
        expect(&window.invoke("campaigns", json!({})).await?, &json!([]))?;

        // Without a line it says what to do.
        let device = window.invoke("device", json!({})).await?;
        expect(&device["state"], &json!("online"))?;
        window.invoke("unlink", json!({})).await?;
        window.text_with("test-offline", "conecta").await?;
        window.screenshot("test-offline").await?;
        window.click("test-connect").await?;
        window.find("device-start").await?;
        Ok(())
    })
}

/// Cancels the next file as soon as that can be done, however fast it is.
const CANCEL: &str = "
    new MutationObserver((_, observer) => {
        const cancel = document.querySelector('[data-testid=\"attach-cancel\"]');
        if (!cancel) return;
        observer.disconnect();
        cancel.click();
        window.cancelled = true;
    }).observe(document.querySelector('main'), { childList: true, subtree: true });";

#[test]
fn what_cannot_be_sent_says_why_and_what_to_do() -> Outcome {
    story("bad-files", async |window| {
        practise(window).await?;
        begin(window, 2).await?;
        let half = std::fs::read(sample("turned.jpg"))?;
        let damaged = window
            .desktop()
            .write_file("cortada.jpg", &half[..half.len() / 2])?;
        let renamed = window
            .desktop()
            .write_file("canción.mp3", std::fs::read(sample("plain.pdf"))?)?;
        window
            .drop_files(&[
                damaged,
                sample("silent.wav"),
                sample("modern.avif"),
                renamed,
            ])
            .await?;
        // What something is, is told by its content.
        attached(window, &["document"]).await?;
        says(
            window,
            "attach-problem",
            &["cortada.jpg", "silent.wav", "modern.avif"],
        )
        .await?;
        window.screenshot("message-bad-files").await?;
        for _ in 0..3 {
            click_nth(window, "attach-dismiss", 0).await?;
        }
        window.gone("attach-problem").await?;

        // What takes long says how far it is, and can be called off.
        let huge = window.desktop().write_file("grande.bin", "")?;
        std::fs::File::options()
            .write(true)
            .open(&huge)?
            .set_len(90_000_000)?;
        window.click("attachment-remove").await?;
        window.execute(CANCEL, vec![]).await?;
        window.drop_file(&huge).await?;
        window
            .wait_until("return window.cancelled === true;")
            .await?;
        window.gone("attach-pending").await?;
        attached(window, &[]).await?;
        window.gone("attach-problem").await?;

        window.drop_file(&sample("animated.gif")).await?;
        window.find("note-animated").await?;

        // There is no microphone here.
        window.click("attach").await?;
        window.click("attach-record").await?;
        window.text_with("recording-problem", "micrófono").await?;
        window.screenshot("message-no-microphone").await?;
        window.click("recording-close").await?;
        window.gone("recording-problem").await
    })
}

#[test]
fn everything_is_reached_with_the_keyboard() -> Outcome {
    story("composing-keyboard", async |window| {
        practise(window).await?;
        begin(window, 3).await?;
        window.focus_on("message-editor").await?;
        window.write("Hola {nombre} y hasta luego").await?;
        window.press(&[Key::Control], 'z').await?;
        window.press(&[Key::Control], 'y').await?;
        window.text_with("message-editor", "hasta luego").await?;
        // A chip's fallback, from the keyboard.
        window.press(&[Key::Control], Key::Home).await?;
        for _ in 0..5 {
            window.press(&[], Key::Right).await?;
        }
        window.press(&[], Key::F2).await?;
        window.focus_on("chip-fallback").await?;
        window.write("cliente").await?;
        window.press(&[], Key::Enter).await?;
        window.gone("chip-dialog").await?;
        window.text_with("message-chip", "cliente").await?;

        // Files are moved and taken out.
        window.drop_files(&pictures(window, 3)?).await?;
        attached(window, &["picture", "picture", "picture"]).await?;
        window.drop_file(&sample("h264.mp4")).await?;
        attached(window, &["picture", "picture", "picture", "video"]).await?;
        window.tab_to("attachment").await?;
        window.press(&[], Key::End).await?;
        let order = "return document.querySelectorAll('[data-testid=\"attachment\"]')[3]?.title === 'foto 0.jpg'
            && document.activeElement?.title === 'foto 0.jpg';";
        window.wait_until(order).await?;
        window.press(&[], Key::Delete).await?;
        attached(window, &["picture", "picture", "video"]).await?;

        // Versions, the menu of files, templates, leafing, the test.
        for _ in 0..40 {
            if window.has_focus("version-add").await? {
                break;
            }
            window.press(&[Key::Shift], Key::Tab).await?;
        }
        window.press(&[], Key::Enter).await?;
        window.find("version-B").await?;
        window.tab_to("message-editor").await?;
        window.write("Buenas").await?;
        for _ in 0..40 {
            if window.has_focus("version-B").await? {
                break;
            }
            window.press(&[Key::Shift], Key::Tab).await?;
        }
        window.press(&[], Key::Left).await?;
        window.focus_on("version-A").await?;
        window.tab_to("message-template").await?;
        window.press(&[], Key::Enter).await?;
        window.focus_on("message-template-use").await?;
        window.press(&[], Key::Escape).await?;
        window.tab_to("attach").await?;
        window.press(&[], Key::Enter).await?;
        window.focus_on("attach-picture").await?;
        window.press(&[], Key::Down).await?;
        window.focus_on("attach-voice").await?;
        window.press(&[], Key::Escape).await?;
        window.tab_to("preview-after").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("preview-name", "Ana 1").await?;
        window.tab_to("test-send").await?;
        window.press(&[Key::Control], Key::Enter).await?;
        window.find("start-now").await?;
        Ok(())
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

        look(window, "es-light").await?;
        window.click("nav-settings").await?;
        window.click("language-en").await?;
        window.click("theme-dark").await?;
        look(window, "en-dark").await?;
        window.click("nav-settings").await?;
        window.click("language-pt").await?;
        window.click("theme-light").await?;
        look(window, "pt-light").await?;

        Ok(())
    })
}

#[test]
fn a_voice_note_is_spoken_into_the_computer() -> Outcome {
    /// A microphone that hears a file, over and over and as fast as it is asked.
    const MICROPHONE: &str =
        "pcm.!default { type file slave.pcm null file /dev/null infile \"VOICE\" format raw }\n";
    story("recording", async |window| {
        let voice: Vec<u8> = (0..48_000u32)
            .flat_map(|n| {
                let wave = (f64::from(n) * 0.06).sin() * 9_000.0;
                #[allow(clippy::cast_possible_truncation)]
                let sample = wave as i16;
                sample.to_le_bytes()
            })
            .collect();
        let voice = window.desktop().write_file("voz.raw", voice)?;
        let microphone = MICROPHONE.replace("VOICE", &voice.display().to_string());
        window.desktop().write_file(".asoundrc", microphone)?;
        practise(window).await?;
        begin(window, 2).await?;
        window.click("attach").await?;
        window.click("attach-record").await?;
        attached(window, &["voice"]).await?;
        window.gone("recorder").await?;
        window.screenshot("message-recorded").await?;
        Ok(())
    })
}
