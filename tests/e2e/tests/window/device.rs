//! The device in the window: the other way to link it, what a person does to it,
//! and what WhatsApp does.

use crate::shop::{environment, link, server, state, trouble, welcome};
use crate::under_way::with_server;
use e2e::{Key, Outcome, Trouble, Window, story_with};
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
    window.click("confirm-yes").await
}

/// Plays a story on a desktop whose program finds a server, before anything is made.
pub fn with_a_server_near(
    name: &str,
    tale: impl AsyncFnOnce(&Window<'_>, &ServerHandle) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(server())?;
    let environment = environment(&server);
    let environment = environment
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    story_with(name, &environment, async |window| {
        tale(window, &server).await
    })
}

fn login_refused(server: &ServerHandle, code: u16) -> Outcome {
    let ban = code == 402;
    let fault = Fault::Failure {
        code,
        reason: ban.then_some(104),
        expire: ban.then_some(7_200),
        count: None,
    };
    server.fault(fault).map_err(trouble)
}

#[test]
fn a_phone_is_linked_by_a_code_for_its_number() -> Outcome {
    with_a_server_near("pair-by-code", async |window, server| {
        welcome(window, "Tienda Luna", "profile-real").await?;
        window.click("pair-by-number").await?;
        window.fill("pair-number", "12").await?;
        window.click("pair-number-submit").await?;
        window.screenshot("pair-number-short").await?;
        window.fill("pair-number", "0992 756 462").await?;
        window.click("pair-number-submit").await?;
        window.find("device-pair-code").await?;
        window.text_with("device-countdown", "Vence en").await?;
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

/// The code on the screen and what is said of its time.
const SHOWN: &str = "
    const shown = (id) => document.querySelector(`[data-testid=\"${id}\"]`);
    const code = shown('device-qr')?.src;
    const left = shown('device-countdown')?.innerText;";

/// A code is good for a minute, the next one for twenty seconds: it takes its time.
#[test]
fn codes_follow_each_other_until_nobody_came() -> Outcome {
    with_a_server_near("pair-codes", async |window, server| {
        server
            .fault(Fault::FewCodes { count: 2 })
            .map_err(trouble)?;
        welcome(window, "Tienda Luna", "profile-real").await?;
        window
            .text_with("device-countdown", "Se renueva en")
            .await?;
        // The page remembers what it shows first.
        let noted = format!("{SHOWN} window.first = {{ code, left }};");
        window.execute(&noted, vec![]).await?;
        let counts = format!("{SHOWN} return left !== undefined && left !== window.first.left;");
        window.wait_until(&counts).await?;
        window.screenshot("pair-first-code").await?;
        let renewed = format!("{SHOWN} return code !== undefined && code !== window.first.code;");
        window.wait_until(&renewed).await?;
        window
            .text_with("device-countdown", "Se renueva en")
            .await?;

        state(window, "device-state", "pairing_expired").await?;
        window.text_with("pair-expired", "venció").await?;
        window.text_with("device-start", "Empezar de nuevo").await?;
        window.screenshot("pair-run-out").await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        window.click("device-start").await?;
        window.find("device-qr").await?;
        link(window, server).await
    })
}

#[test]
fn only_the_numbers_that_were_named_are_linked() -> Outcome {
    with_a_server_near("pair-allowed", async |window, server| {
        window.click("profile-create").await?;
        window.fill("profile-name", "Tienda Luna").await?;
        window.click("profile-real").await?;
        window.click("profile-allowed").await?;
        window.click("profile-submit").await?;
        window
            .text_with("profile-numbers-problem", "al menos un número")
            .await?;
        window.fill("profile-numbers-add", "12").await?;
        window.press(&[], Key::Enter).await?;
        window.click("profile-submit").await?;
        window
            .text_with("profile-numbers-problem", "no se puede usar")
            .await?;
        window.screenshot("profile-allowed").await?;
        window.click("word-remove").await?;
        // A number that is still being typed counts.
        window.fill("profile-numbers-add", "0981 111 222").await?;
        window.click("profile-submit").await?;
        window.click("welcome-next").await?;
        window.click("welcome-next").await?;
        window.click("welcome-link").await?;
        window.find("device-qr").await?;
        window.text_with("pair-allowed", "981 111 222").await?;

        let device = window.invoke("device", json!({})).await?;
        let code = device.get("qr_text").and_then(Value::as_str);
        let code = code.ok_or_else(|| Trouble::new("no code is shown"))?;
        server.pair(code).await.map_err(trouble)?;
        state(window, "device-state", "number_refused").await?;
        window
            .text_with("pair-refused", "Se desvinculó enseguida")
            .await?;
        window.screenshot("device-number_refused").await?;
        assert!(server.received().is_empty());

        window.click("nav-settings").await?;
        window
            .execute(
                "document.querySelector('[data-testid=\"allowed-numbers\"]').scrollIntoView({ block: 'center' });",
                vec![],
            )
            .await?;
        window.fill("allowed-numbers-add", "0992 756 462").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("allowed-numbers", "992 756 462").await?;
        window.screenshot("settings-allowed").await?;
        state(window, "settings-state", "saved").await?;
        window.click("nav-device").await?;
        window.text_with("pair-allowed", "992 756 462").await?;
        window.click("device-start").await?;
        window.find("device-qr").await?;
        link(window, server).await
    })
}

#[test]
fn a_person_switches_the_device_off_and_on_and_unlinks_it() -> Outcome {
    with_server("device-acts", async |window, server| {
        window.click("nav-device").await?;

        confirmed(window, "device-disable").await?;
        shows(window, "disabled", "Deshabilitado").await?;
        window.text_with("device-connect", "Habilitar").await?;
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
        window
            .text_with("device-start", "Mostrar el código QR")
            .await?;
        Ok(())
    })
}

#[test]
fn each_end_of_a_line_has_its_sentence_and_its_button() -> Outcome {
    with_server("device-ends", async |window, server| {
        window.click("nav-device").await?;

        server.fault(Fault::Down { on: true }).map_err(trouble)?;
        shows(window, "reconnecting", "Vuelve sola").await?;
        window.text_with("device-sentence", "Intento 2").await?;
        window
            .text_with("device-next-try", "Próximo intento en")
            .await?;
        window.text_with("device-connect", "Intentar ahora").await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        state(window, "device-state", "online").await?;

        for (code, word, sentence) in [
            (402, "restricted", "el mismo mensaje demasiadas veces"),
            (403, "banned", "bloqueó"),
            (405, "client_too_old", "ya no acepta"),
            (406, "banned", "bloqueó"),
        ] {
            login_refused(server, code)?;
            shows(window, word, sentence).await?;
            window
                .text_with("device-connect", "Preguntar de nuevo")
                .await?;
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
        window.text_with("device-connect", "Usar aquí").await?;
        window.click("device-connect").await?;
        state(window, "device-state", "online").await?;
        assert_eq!(server.stats().pairings, 1, "the keys were kept");

        let removed = Fault::StreamError {
            code: None,
            conflict: Some("device_removed".to_owned()),
        };
        server.fault(removed).map_err(trouble)?;
        state(window, "device-state", "logged_out").await?;
        window
            .text_with("pair-why", "El teléfono desvinculó esta computadora")
            .await?;
        window.click("device-start").await?;
        window.find("device-qr").await?;
        link(window, server).await
    })
}

/// What WhatsApp says of the account, as its screen and the bar show it.
#[test]
fn the_account_is_green_yellow_or_red() -> Outcome {
    const END: u64 = 4_000_000_000;
    with_server("device-health", async |window, server| {
        for (fault, level, words) in [
            (Fault::Clear {}, "green", "ninguna restricción"),
            (
                Fault::NewChatLimit {
                    limit: 50,
                    used: 45,
                },
                "yellow",
                "5",
            ),
            (
                Fault::NewChatLimit {
                    limit: 50,
                    used: 50,
                },
                "red",
                "Ya no se puede escribir a más personas nuevas",
            ),
            (Fault::TimeLock { until: Some(END) }, "red", "Hasta: "),
        ] {
            server.fault(fault).map_err(trouble)?;
            window.click("nav-contacts").await?;
            window.click("nav-device").await?;
            state(window, "device-health", level).await?;
            window.text_with("device-health", words).await?;
            if level == "green" {
                assert!(window.find_all("account-health").await?.is_empty());
            } else {
                state(window, "account-health", level).await?;
                window.screenshot(&format!("health-{level}")).await?;
            }
        }

        // A ban is the state of the device, and said once.
        login_refused(server, 402)?;
        shows(window, "restricted", "restringe esta cuenta hasta").await?;
        state(window, "account-health", "red").await?;
        assert!(window.find_all("device-health").await?.is_empty());
        Ok(())
    })
}
