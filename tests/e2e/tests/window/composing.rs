//! Messages worth sending: emoji, pictures, a voice note, versions, a
//! test to oneself.

use crate::people::{expect, says};
use crate::shop::{self, linked, number, server, spreadsheet, state, trouble};
use e2e::{Key, Outcome, Trouble, Window, story_with};
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
pub fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/media/tests/samples")
        .join(name)
}

/// Pictures that can be told from each other, one of them upright.
pub fn pictures(window: &Window<'_>, count: u8) -> Outcome<Vec<PathBuf>> {
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
pub async fn begin(window: &Window<'_>, people: usize) -> Outcome {
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
pub async fn attached(window: &Window<'_>, kinds: &[&str]) -> Outcome {
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
        // The code is asked for at once.
        window.find("device-qr").await?;
        Ok(())
    })
}
