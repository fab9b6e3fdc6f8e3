//! What the stories have in common: a shop with its profile, its phone, its lists.

use e2e::{Outcome, Trouble, Window};
use loopback::{Config, LoopbackServer, ServerHandle};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A list of people who follow each other in number: `Ana 0`, `Ana 1`, …
pub fn spreadsheet(people: std::ops::Range<usize>) -> Outcome<String> {
    let mut list = String::from("numero;sustantivo;nombre;grupo;ciudad\n");
    for n in people {
        let city = if n % 2 == 0 { "Luque" } else { "Itá" };
        writeln!(list, "0981 000 {n:03};Sra.;Ana {n};VIP;{city}")?;
    }
    Ok(list)
}

/// The number of one of them.
pub fn number(n: usize) -> String {
    format!("+595981000{n:03}")
}

/// From the first screen to the page where the phone is linked.
pub async fn welcome(window: &Window<'_>, profile: &str, kind: &str) -> Outcome {
    window.click("profile-create").await?;
    window.fill("profile-name", profile).await?;
    window.click(kind).await?;
    window.click("profile-submit").await?;
    window.click("welcome-next").await?;
    window.click("welcome-next").await?;
    window.click("welcome-link").await?;
    window.find("device-qr").await?;
    Ok(())
}

/// A profile whose phone is simulated, linked.
pub async fn practise(window: &Window<'_>) -> Outcome {
    welcome(window, "Práctica", "profile-practice").await?;
    window.click("practice-scan").await?;
    state(window, "device-state", "online").await
}

/// A profile whose phone is linked at a server.
pub async fn linked(window: &Window<'_>, server: &ServerHandle) -> Outcome {
    welcome(window, "Tienda Luna", "profile-real").await?;
    link(window, server).await
}

/// Lets a phone scan the code on the screen.
pub async fn link(window: &Window<'_>, server: &ServerHandle) -> Outcome {
    let device = window.invoke("device", json!({})).await?;
    let code = device
        .get("qr_text")
        .and_then(Value::as_str)
        .ok_or_else(|| Trouble::new("no code is shown"))?;
    let paired = server.pair(code).await;
    paired.map_err(|error| Trouble::new(format!("the phone did not link: {error}")))?;
    state(window, "device-state", "online").await
}

/// Waits until something with this `data-testid` is in this state.
pub async fn state(window: &Window<'_>, id: &str, state: &str) -> Outcome {
    window
        .wait_until(&format!(
            "return document.querySelector('[data-testid=\"{id}\"][data-state=\"{state}\"]') !== null;"
        ))
        .await
}

/// Clicks one of several things with the same `data-testid`, from 0.
pub async fn click_nth(window: &Window<'_>, id: &str, n: usize) -> Outcome {
    window
        .wait_until(&format!(
            "return document.querySelectorAll('[data-testid=\"{id}\"]').length > {n};"
        ))
        .await?;
    let all = window.find_all(id).await?;
    let one = all
        .into_iter()
        .nth(n)
        .ok_or_else(|| Trouble::new(format!("there is no `{id}` number {n}")))?;
    one.click().await?;
    Ok(())
}

/// A server on this machine.
pub async fn server() -> Outcome<ServerHandle> {
    LoopbackServer::start(Config::default())
        .await
        .map_err(|error| Trouble::new(format!("the server did not start: {error}")))
}

/// Where the program finds the server.
pub fn environment(server: &ServerHandle) -> [(&'static str, String); 1] {
    [("MESSAGE_SENDER_LOOPBACK_URL", server.ws_url())]
}

/// An error of the server in a story.
pub fn trouble(error: impl std::fmt::Display) -> Trouble {
    Trouble::new(error.to_string())
}
