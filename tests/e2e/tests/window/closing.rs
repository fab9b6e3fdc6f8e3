//! Closing the window while messages go out: the person decides, and whatever
//! is decided, everybody gets their message once.

use e2e::{Desktop, Outcome, Trouble, Window};
use loopback::{Config, LoopbackServer, ServerHandle};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Enough that a busy machine does not come too late to interrupt.
const PEOPLE: usize = 40;

/// A desktop with a practice server; both outlive the window.
struct Shop {
    // Dropped before the runtime that it runs on.
    server: ServerHandle,
    desktop: Desktop,
    url: String,
}

impl Shop {
    async fn open() -> Outcome<Self> {
        let server = LoopbackServer::start(Config::default())
            .await
            .map_err(|error| Trouble::new(format!("the server did not start: {error}")))?;
        Ok(Self {
            url: server.ws_url(),
            server,
            desktop: Desktop::start()?,
        })
    }

    async fn window(&self) -> Outcome<Window<'_>> {
        let environment = [("MESSAGE_SENDER_LOOPBACK_URL", self.url.as_str())];
        Window::open_with(&self.desktop, &environment).await
    }

    /// A window with a linked phone.
    async fn linked(&self) -> Outcome<Window<'_>> {
        let window = self.window().await?;
        window.click("profile-create").await?;
        window.fill("profile-name", "Tienda Luna").await?;
        window.click("profile-real").await?;
        window.click("profile-submit").await?;
        window.click("welcome-next").await?;
        window.click("welcome-next").await?;
        window.click("welcome-link").await?;
        window.find("device-qr").await?;
        let device = window.invoke("device", json!({})).await?;
        let code = device
            .get("qr_text")
            .and_then(Value::as_str)
            .ok_or_else(|| Trouble::new("no code is shown"))?;
        let paired = self.server.pair(code).await;
        paired.map_err(|error| Trouble::new(format!("the phone did not link: {error}")))?;
        window
            .wait_until(
                "return document.querySelector('[data-testid=\"device-state\"][data-state=\"online\"]') !== null;",
            )
            .await?;
        Ok(window)
    }

    /// Everybody got one message.
    fn everybody_got_one(&self) -> Outcome {
        let received = self.server.received();
        let people: BTreeSet<&str> = received.iter().map(|m| m.phone.as_str()).collect();
        if received.len() == PEOPLE && people.len() == PEOPLE {
            return Ok(());
        }
        Err(Trouble::new(format!(
            "{} messages to {} people",
            received.len(),
            people.len()
        )))
    }
}

/// Plays a story in a shop. What the programs said is printed when it fails.
fn story(tale: impl AsyncFnOnce(&Shop) -> Outcome) -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let shop = runtime.block_on(Shop::open())?;
    let outcome = runtime.block_on(tale(&shop));
    if outcome.is_err() {
        eprintln!("{}", shop.desktop.said());
    }
    outcome
}

/// A campaign that lasts long enough to be interrupted; answers its number.
async fn start(window: &Window<'_>) -> Outcome<Value> {
    let mut list = String::new();
    for n in 0..PEOPLE {
        writeln!(list, "0981000{n:03},Sra.,Ana {n}")?;
    }
    let campaign = json!({
        "name": "Prueba",
        "audience": { "kind": "list", "source": { "kind": "text", "text": list } },
        "texts": ["Hola {nombre}"],
        "pace": { "delay_ms": 500, "jitter_percent": 0, "batch": 0, "batch_pause_ms": 0 },
    });
    window
        .invoke("start_campaign", json!({ "campaign": campaign }))
        .await
}

async fn completed(window: &Window<'_>, id: &Value) -> Outcome {
    const COMPLETED: &str = "
        const [id, done] = arguments;
        const internals = window.__TAURI_INTERNALS__;
        const ask = () => internals.invoke('campaign', { id }).then((campaign) => {
            if (campaign.state === 'completed') done(true);
        });
        internals.invoke('plugin:event|listen', {
            event: 'app', target: { kind: 'Any' }, handler: internals.transformCallback(ask),
        }).then(ask);";
    let done = window
        .client()
        .execute_async(COMPLETED, vec![id.clone()])
        .await?;
    expect(&done, true)
}

fn expect(value: &Value, expected: impl Into<Value>) -> Outcome {
    let expected = expected.into();
    if *value == expected {
        return Ok(());
    }
    Err(Trouble::new(format!("{value} instead of {expected}")))
}

#[test]
fn who_keeps_sending_gets_a_hidden_window_back_by_starting_again() -> Outcome {
    story(async |shop| {
        let window = shop.linked().await?;
        let id = start(&window).await?;
        window.close().await?;
        window
            .text_with("close-where", "inicia el programa")
            .await?;
        window.screenshot("close-asked").await?;

        // Who changes their mind has lost nothing and is asked again.
        window.click("close-cancel").await?;
        window.gone("close-dialog").await?;
        window.on_display(true).await?;
        window.close().await?;
        window.click_and_hide("close-background").await?;

        completed(&window, &id).await?;
        shop.everybody_got_one()?;
        expect(&json!(window.start_again().await?), true)?;
        window.on_display(true).await?;

        // It was remembered: the next campaign goes on without a question.
        let settings = window.invoke("settings", json!({})).await?;
        expect(&settings["close_to_tray"], true)?;
        start(&window).await?;
        window.close().await?;
        window.on_display(false).await?;
        window.end().await
    })
}

#[test]
fn who_quits_while_sending_finds_the_rest_waiting() -> Outcome {
    story(async |shop| {
        let window = shop.linked().await?;
        let id = start(&window).await?;
        window.close().await?;
        window.click("close-remember").await?;
        window.find("close-quit").await?;
        // The program may be gone before the driver has told that it clicked.
        let _clicked = window.click("close-quit").await;
        window.gone_by_itself().await?;
        let sent = shop.server.received().len();
        if sent >= PEOPLE {
            return Err(Trouble::new("the campaign was over before the program"));
        }

        let window = shop.window().await?;
        window
            .invoke("open_profile", json!({ "name": "Tienda Luna" }))
            .await?;
        completed(&window, &id).await?;
        shop.everybody_got_one()?;
        let settings = window.invoke("settings", json!({})).await?;
        expect(&settings["close_to_tray"], Value::Null)?;

        // With nothing to send nobody is asked.
        window.close().await?;
        window.gone_by_itself().await
    })
}
