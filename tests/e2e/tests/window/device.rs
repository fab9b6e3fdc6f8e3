//! The device in the window: the other way to link it, what a person does to it,
//! and what WhatsApp does.

use crate::shop::{environment, linked, server, state, trouble, welcome};
use crate::under_way::with_server;
use e2e::{Outcome, Trouble, Window, story_with};
use loopback::{Fault, ServerHandle};
use serde_json::{Value, json};

const OWNER: &str = "+595992756462";

/// The sentence of the state on the screen of the device.
async fn shows(window: &Window<'_>, word: &str, sentence: &str) -> Outcome {
    state(window, "device-state", word).await?;
    state(window, "device-sentence", word).await?;
    window.text_with("device-sentence", sentence).await?;
    Ok(())
}

/// A person means it.
async fn confirmed(window: &Window<'_>, button: &str) -> Outcome {
    window.click(button).await?;
    window.find("confirm-dialog").await?;
    window.screenshot(&format!("{button}-asked")).await?;
    window.click("confirm-yes").await
}

fn login_refused(server: &ServerHandle, code: u16) -> Outcome {
    let fault = Fault::Failure {
        code,
        reason: None,
        expire: None,
        count: None,
    };
    server.fault(fault).map_err(trouble)
}

#[test]
fn a_phone_is_linked_by_a_code_for_its_number() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(server())?;
    let environment = environment(&server);
    let environment = environment
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    story_with("pair-by-code", &environment, async |window| {
        welcome(window, "Tienda Luna", "profile-real").await?;
        window.click("pair-by-number").await?;
        window.fill("pair-number", "0992 756 462").await?;
        window.click("pair-number-submit").await?;
        window.find("device-pair-code").await?;
        window.screenshot("pair-code").await?;
        let device = window.invoke("device", json!({})).await?;
        let code = device
            .get("pair_code")
            .and_then(Value::as_str)
            .ok_or_else(|| Trouble::new("no code is shown"))?;
        server.pair_code(OWNER, code).await.map_err(trouble)?;
        state(window, "device-state", "online").await?;
        window.text_with("device-phone", "992 756").await?;
        Ok(())
    })
}

#[test]
fn a_person_switches_the_device_off_and_on_and_unlinks_it() -> Outcome {
    with_server("device-acts", async |window, server| {
        window.click("nav-device").await?;
        window.screenshot("device-online").await?;

        confirmed(window, "device-disable").await?;
        shows(window, "disabled", "Deshabilitado").await?;
        window.screenshot("device-disabled").await?;
        let logins = server.stats().logins;
        window.click("device-connect").await?;
        state(window, "device-state", "online").await?;
        assert!(server.stats().logins > logins);

        let logins = server.stats().logins;
        confirmed(window, "device-restart").await?;
        window
            .eventually("the line is made anew", || server.stats().logins > logins)
            .await?;
        state(window, "device-state", "online").await?;
        assert_eq!(server.stats().pairings, 1, "nobody scanned again");

        confirmed(window, "device-unlink").await?;
        state(window, "device-state", "not_linked").await?;
        window.find("device-start").await?;
        Ok(())
    })
}

#[test]
fn each_end_of_a_line_has_its_sentence_and_its_button() -> Outcome {
    with_server("device-ends", async |window, server| {
        window.click("nav-device").await?;

        server.fault(Fault::Down { on: true }).map_err(trouble)?;
        shows(window, "reconnecting", "Vuelve sola").await?;
        window.find("device-next-try").await?;
        window.screenshot("device-reconnecting").await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        state(window, "device-state", "online").await?;

        for (code, word, sentence) in [
            (406, "banned", "bloqueó"),
            (405, "client_too_old", "ya no acepta"),
        ] {
            login_refused(server, code)?;
            shows(window, word, sentence).await?;
            window.screenshot(&format!("device-{word}")).await?;
            server.fault(Fault::Clear {}).map_err(trouble)?;
            window.click("device-connect").await?;
            state(window, "device-state", "online").await?;
        }

        let replaced = Fault::StreamError {
            code: None,
            conflict: Some("replaced".to_owned()),
        };
        server.fault(replaced).map_err(trouble)?;
        shows(window, "replaced", "Otra sesión").await?;
        window.click("device-connect").await?;
        state(window, "device-state", "online").await?;
        assert_eq!(server.stats().pairings, 1, "the keys were kept");
        Ok(())
    })
}

/// The screen in the other languages, in the dark, and its settings.
#[test]
fn the_device_looks_well_in_every_language() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(server())?;
    let environment = environment(&server);
    let environment = environment
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    story_with("device-looks", &environment, async |window| {
        linked(window, &server).await?;
        for (language, theme) in [("en", "dark"), ("pt", "light"), ("es", "dark")] {
            window.click("nav-settings").await?;
            window.click(&format!("language-{language}")).await?;
            window.click(&format!("theme-{theme}")).await?;
            window
                .execute(
                    "document.querySelector('[data-testid=\"settings-device\"]').scrollIntoView({ block: 'center' });",
                    vec![],
                )
                .await?;
            window
                .screenshot(&format!("{language}-{theme}-settings-device"))
                .await?;
            window.click("nav-device").await?;
            window.find("device-account").await?;
            window
                .screenshot(&format!("{language}-{theme}-device-linked"))
                .await?;
        }
        Ok(())
    })
}
