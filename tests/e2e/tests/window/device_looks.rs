//! The screen of the device in each state, in two languages and both lights.

use crate::device::with_a_server_near;
use crate::looks::usable;
use crate::shop::{link, linked, state, trouble};
use e2e::{Outcome, Window};
use loopback::{Fault, ServerHandle};

pub const DRESSES: [(&str, &str); 4] = [
    ("es", "light"),
    ("es", "dark"),
    ("en", "light"),
    ("en", "dark"),
];

pub async fn dress(window: &Window<'_>, language: &str, theme: &str) -> Outcome {
    window.click("nav-settings").await?;
    window.click(&format!("language-{language}")).await?;
    window.click(&format!("theme-{theme}")).await?;
    window
        .wait_until(&format!(
            "return document.documentElement.dataset.theme === '{theme}';"
        ))
        .await?;
    window.click("nav-device").await
}

/// What ends the line of a device, and the state that it is in then.
fn ends() -> Vec<(&'static str, Fault)> {
    let refused = |code, reason, expire| Fault::Failure {
        code,
        reason,
        expire,
        count: None,
    };
    let replaced = Fault::StreamError {
        code: None,
        conflict: Some("replaced".to_owned()),
    };
    vec![
        ("reconnecting", Fault::Down { on: true }),
        ("restricted", refused(402, Some(101), Some(93_600))),
        ("banned", refused(406, None, None)),
        ("client_too_old", refused(405, None, None)),
        ("replaced", replaced),
    ]
}

/// The screen in every state that a linked device can be in. The smallest window is
/// looked at in one dress: what fits in the longest words fits.
async fn linked_states(
    window: &Window<'_>,
    server: &ServerHandle,
    name: &str,
    small: bool,
) -> Outcome {
    let look = async |state: &str| {
        let picture = format!("{name}-device-{state}");
        if small {
            usable(window, &picture).await
        } else {
            window.screenshot(&picture).await.map(drop)
        }
    };
    state(window, "device-state", "online").await?;
    look("online").await?;
    for (word, fault) in ends() {
        server.fault(fault).map_err(trouble)?;
        state(window, "device-sentence", word).await?;
        window.find("device-connect").await?;
        look(word).await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        window.click("device-connect").await?;
        state(window, "device-state", "online").await?;
    }
    for act in ["device-restart", "device-unlink", "device-disable"] {
        window.click(act).await?;
        window.find("confirm-dialog").await?;
        window.screenshot(&format!("{name}-{act}-asked")).await?;
        if act == "device-disable" {
            window.click("confirm-yes").await?;
        } else {
            window.click("confirm-no").await?;
            window.gone("confirm-dialog").await?;
        }
    }
    state(window, "device-sentence", "disabled").await?;
    look("disabled").await?;
    window.click("device-connect").await?;
    state(window, "device-state", "online").await
}

/// The screen on the way to a linked device.
async fn pairing(window: &Window<'_>, name: &str) -> Outcome {
    window.screenshot(&format!("{name}-pair-none")).await?;
    window.click("device-start").await?;
    window.find("device-qr").await?;
    usable(window, &format!("{name}-pair-qr")).await?;
    window.click("pair-by-number").await?;
    window.find("pair-number").await?;
    usable(window, &format!("{name}-pair-number")).await?;
    window.fill("pair-number", "0992 756 462").await?;
    window.click("pair-number-submit").await?;
    window.find("device-pair-code").await?;
    usable(window, &format!("{name}-pair-word")).await
}

#[test]
fn the_device_looks_well_in_every_state() -> Outcome {
    with_a_server_near("device-looks", async |window, server| {
        linked(window, server).await?;
        for (language, theme) in DRESSES {
            let name = format!("{language}-{theme}");
            dress(window, language, theme).await?;
            linked_states(window, server, &name, language == "es" && theme == "light").await?;
            // The phone ends it: who comes back here reads why.
            let removed = Fault::StreamError {
                code: None,
                conflict: Some("device_removed".to_owned()),
            };
            server.fault(removed).map_err(trouble)?;
            state(window, "device-state", "logged_out").await?;
            pairing(window, &name).await?;
            window.click("pair-by-qr").await?;
            window.find("device-qr").await?;
            link(window, server).await?;
        }
        Ok(())
    })
}
