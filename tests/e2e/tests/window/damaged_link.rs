//! The file of the link with the phone is damaged: that is told, and a phone linked anew.

use crate::backup::{close, damage, profile};
use crate::device::with_a_server_near;
use crate::device_looks::{DRESSES, dress};
use crate::looks::usable;
use crate::people::{expect, store, stored};
use crate::shop::{link, spreadsheet, state, welcome};
use e2e::{Outcome, Trouble, Window};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// The button for a code does not stick out of the place of the code.
const WITHIN: &str = "
    const button = document.querySelector('[data-testid=\"device-start\"]');
    const [inner, outer] = [button, button.parentElement].map((one) => one.getBoundingClientRect());
    return innerWidth === 900 && inner.left >= outer.left && inner.right <= outer.right;";

/// Opens the profile and goes to its device. Where the damaged file lies now.
async fn told(window: &Window<'_>) -> Outcome<PathBuf> {
    window.click("profile-card").await?;
    window.click("nav-device").await?;
    state(window, "device-state", "not_linked").await?;
    let device = window.invoke("device", json!({})).await?;
    let aside = device.get("set_aside").and_then(Value::as_str);
    let aside = aside.ok_or_else(|| Trouble::new("nothing was set aside"))?;
    window.text_with("device-set-aside", aside).await?;
    Ok(aside.into())
}

#[test]
fn a_damaged_link_is_told_of_and_made_anew() -> Outcome {
    with_a_server_near("link-damaged", async |window, server| {
        welcome(window, "Tienda Luna", "profile-real").await?;
        window.text_with("pair-why", "una sola vez").await?;
        link(window, server).await?;
        store(window, &spreadsheet(0..3)?).await?;
        close(window).await?;
        let database = profile(window.desktop())?.join("whatsapp.db");
        damage(&database)?;
        let broken = fs::read(&database)?;

        let aside = told(window).await?;
        assert!(fs::read(&aside)? == broken, "it is kept as it was");
        window.text_with("device-set-aside", "se dañó").await?;
        let why = window.text("pair-why").await?;
        assert!(!why.contains("una sola vez"), "it was once already: {why}");
        let people = stored(window, &["name"]).await?;
        expect(&json!(people.as_array().map(Vec::len)), &json!(3))?;
        for (language, theme) in DRESSES {
            dress(window, language, theme).await?;
            window.find("device-set-aside").await?;
            usable(window, &format!("{language}-{theme}-link-damaged")).await?;
            window.client().set_window_rect(0, 0, 900, 600).await?;
            window.wait_until(WITHIN).await?;
            window.client().set_window_rect(0, 0, 1100, 720).await?;
        }

        // Also when somebody comes back another day.
        close(window).await?;
        assert_eq!(told(window).await?, aside);
        window.click("device-start").await?;
        window.find("device-qr").await?;
        window.find("device-set-aside").await?;
        usable(window, "link-damaged-qr").await?;
        link(window, server).await?;
        window.gone("device-set-aside").await?;
        assert!(aside.exists(), "nobody removed it");
        Ok(())
    })
}
