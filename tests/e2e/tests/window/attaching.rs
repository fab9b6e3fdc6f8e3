//! Files that cannot be sent, a voice that is recorded, and somebody without a
//! mouse.

use crate::composing::{attached, begin, pictures, sample};
use crate::people::says;
use crate::shop::{click_nth, practise};
use e2e::{Key, Outcome, story};

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
        click_nth(window, "attach-dismiss", 0).await?;
        says(window, "attach-problem", &["silent.wav", "modern.avif"]).await?;
        window.click("attach-dismiss-all").await?;
        window.gone("attach-problem").await?;
        // Another try, and another step, end what was said of the one before.
        window.drop_file(&sample("silent.wav")).await?;
        window.find("attach-problem").await?;
        window.drop_file(&sample("modern.avif")).await?;
        says(window, "attach-problem", &["modern.avif"]).await?;
        window.click("step-audience").await?;
        window.click("step-message").await?;
        attached(window, &["document"]).await?;
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
fn files_are_chosen_with_the_systems_dialog() -> Outcome {
    story("attach-dialog", async |window| {
        practise(window).await?;
        begin(window, 2).await?;
        // After a change of mind.
        window.click("attach").await?;
        window.click("attach-picture").await?;
        window.choose_no_file().await?;
        attached(window, &[]).await?;
        let picture = window.desktop().path("afiche de mayo.png");
        std::fs::copy(sample("transparent.png"), &picture)?;
        window.click("attach").await?;
        window.click("attach-picture").await?;
        window.choose_file(&picture).await?;
        attached(window, &["picture"]).await?;
        // What was made of it keeps the name by which one knows it.
        window
            .wait_until("return document.querySelector('[data-testid=\"attachment\"]').title === 'afiche de mayo.png';")
            .await?;
        window.click("attach").await?;
        window.click("attach-document").await?;
        window.choose_file(&sample("plain.pdf")).await?;
        attached(window, &["picture", "document"]).await?;
        window.click("attachment-remove").await?;
        window.text_with("toast-done", "afiche de mayo.png").await?;
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
