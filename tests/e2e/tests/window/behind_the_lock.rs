//! A profile is locked while its campaign goes on: what is around the window tells
//! nothing of anybody, and nothing can be done from there.

use crate::locking::{PASSCODE, locked_shop, nobody_is_seen, unlock};
use crate::shop::state;
use crate::under_way::start;
use e2e::{Desktop, Key, Notices, Outcome, Tray, Trouble, Window, story};
use serde_json::json;

fn insist(holds: bool, what: &str) -> Outcome {
    if holds {
        return Ok(());
    }
    Err(Trouble::new(what))
}

/// Plays a story on a desktop with a tray and notifications.
fn on_a_desktop(tale: impl AsyncFnOnce(&Window<'_>, &Tray, &Notices) -> Outcome) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let desktop = Desktop::start()?;
    let (tray, notices) = (Tray::open(&desktop)?, Notices::open(&desktop)?);
    let outcome = runtime.block_on(async {
        let window = Window::open(&desktop).await?;
        let told = tale(&window, &tray, &notices).await;
        if told.is_err() {
            // What went wrong is told, whether or not a picture of it can be had.
            let _picture = window.screenshot("behind-the-lock-failed").await;
        }
        window.end().await?;
        told
    });
    if outcome.is_err() {
        eprintln!("{}", desktop.said());
    }
    outcome
}

#[test]
fn the_tray_offers_the_door_and_closing_keeps_sending() -> Outcome {
    on_a_desktop(async |window, tray, _| {
        locked_shop(window).await?;
        // The first is written to at once, the second in an hour.
        start(window, "Promo de Ana", 0..2, 3_600_000).await?;
        tray.says("Enviando: 50\u{a0}% (1 de 2)").await?;
        tray.says("Pausar todo").await?;
        window.click("lock").await?;
        window.find("unlock-progress").await?;
        tray.says("Desbloquear Message Sender").await?;
        let menu = tray.reads()?;
        let says = |word: &str| menu.iter().any(|line| line.contains(word));
        insist(
            says("Enviando: 50\u{a0}% (1 de 2)"),
            "how far it is says nothing of anybody",
        )?;
        insist(
            !says("Pausar") && !says("Reanudar") && !says("Promo"),
            "it offers or tells too much",
        )?;

        // Who does not know the passcode may close the window, and settles nothing for later.
        window.close().await?;
        window
            .text_with("close-where", "el icono junto al reloj")
            .await?;
        insist(
            window.find_all("close-remember").await?.is_empty(),
            "a setting behind the lock",
        )?;
        nobody_is_seen(window).await?;
        window.screenshot("es-light-locked-close").await?;
        window.click_and_hide("close-background").await?;
        tray.choose("Desbloquear Message Sender")?;
        window.on_display(true).await?;
        window.find("unlock").await?;
        nobody_is_seen(window).await?;
        unlock(window, PASSCODE).await?;
        state(window, "device-state", "online").await?;
        tray.says("Pausar todo").await?;
        let settings = window.invoke("settings", json!({})).await?;
        insist(settings["close_to_tray"].is_null(), "it was remembered")?;
        tray.choose("Pausar todo")?;
        tray.says("Reanudar todo").await
    })
}

#[test]
fn a_notification_names_no_campaign_of_a_locked_profile() -> Outcome {
    on_a_desktop(async |window, _, notices| {
        locked_shop(window).await?;
        start(window, "Promo de Ana", 0..1, 0).await?;
        let shown = notices.shown(1).await?;
        insist(shown[0].title == "Promo de Ana", &format!("{shown:?}"))?;

        start(window, "Deudas de Ana", 0..3, 2_500).await?;
        window.click("lock").await?;
        window.find("unlock").await?;
        let shown = notices.shown(2).await?;
        let told = format!("{shown:?}");
        insist(shown[1].title == "Message Sender", &told)?;
        insist(shown[1].body.contains("Enviados"), &told)?;
        insist(!shown[1].body.contains("Ana"), &told)
    })
}

#[test]
fn neither_keys_nor_files_nor_questions_get_past_the_door() -> Outcome {
    story("past-the-door", async |window| {
        locked_shop(window).await?;
        start(window, "Promo de Ana", 0..2, 3_600_000).await?;
        // A question about the profile is open when it locks.
        window.click("nav-device").await?;
        window.click("device-unlink").await?;
        window.find("guarded-dialog").await?;
        window.invoke("lock_profile", json!({})).await?;
        window.find("unlock").await?;
        window.gone("guarded-dialog").await?;

        window.press(&[Key::Control], 'k').await?;
        let list = window
            .desktop()
            .write_file("lista.csv", "numero\n0981200001\n")?;
        window.drop_file(&list).await?;
        window.press(&[Key::Control], 'l').await?;
        window.find("unlock").await?;
        insist(
            window.find_all("drop-dialog").await?.is_empty(),
            "the file is asked about",
        )?;
        insist(
            window.find_all("nav-contacts").await?.is_empty(),
            "the shell is there",
        )?;
        nobody_is_seen(window).await?;

        // Going to another profile would stop what is sent: that is asked, not done.
        window.click("unlock-back").await?;
        window
            .text_with("confirm-dialog", "los demás esperan")
            .await?;
        window.screenshot("es-light-locked-leave").await?;
        window.click("confirm-no").await?;
        window.find("unlock-progress").await?;
        unlock(window, PASSCODE).await?;
        window.find("nav-contacts").await?;
        insist(
            window.find_all("drop-dialog").await?.is_empty(),
            "the file waited behind the door",
        )?;
        window.find("active-campaign").await?;

        window.click("lock").await?;
        window.click("unlock-back").await?;
        window.click("confirm-yes").await?;
        window.find("profile-card").await?;
        Ok(())
    })
}
