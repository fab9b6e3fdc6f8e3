//! What WhatsApp does to an account while it sends: what the window says, what it
//! offers, and what goes on when.

use crate::shop::{link, number, state, trouble};
use crate::under_way::{open, received, start, with_server};
use e2e::{Outcome, Window};
use loopback::{Fault, ServerHandle};

const PEOPLE: usize = 40;

/// The campaign is held, and the window says why.
async fn held(window: &Window<'_>, words: &str, picture: &str) -> Outcome {
    state(window, "campaign-state", "held").await?;
    window.text_with("campaign-hold", words).await?;
    window.screenshot(picture).await?;
    Ok(())
}

async fn some_more(window: &Window<'_>, server: &ServerHandle) -> Outcome {
    let before = server.received().len();
    state(window, "campaign-state", "running").await?;
    window
        .eventually("something more is sent", || {
            server.received().len() > before
        })
        .await
}

#[test]
fn each_hold_says_why_and_what_to_do() -> Outcome {
    with_server("holds", async |window, server| {
        start(window, "Diciembre", 0..PEOPLE, 400).await?;
        open(window, "Diciembre").await?;
        some_more(window, server).await?;

        // Another session takes the connection: one button takes it back.
        let replaced = Fault::StreamError {
            code: None,
            conflict: Some("replaced".to_owned()),
        };
        server.fault(replaced).map_err(trouble)?;
        held(window, "otra sesión", "hold-replaced").await?;
        window.click("hold-action").await?;
        some_more(window, server).await?;

        // A ban: its end is shown, and a person may ask again.
        let ban = Fault::Failure {
            code: 402,
            reason: Some(101),
            expire: Some(7_200),
            count: None,
        };
        server.fault(ban).map_err(trouble)?;
        held(window, "restringe", "hold-banned").await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        window.click("hold-action").await?;
        some_more(window, server).await?;

        // Asked to be slower, again and again.
        let slower = Fault::Refuse {
            code: 429,
            phones: Vec::new(),
            count: None,
        };
        server.fault(slower).map_err(trouble)?;
        held(window, "más despacio", "hold-slower").await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        window.click("hold-action").await?;
        some_more(window, server).await?;

        // The account cannot write to strangers, and the server says until when.
        server
            .fault(Fault::TimeLock {
                until: Some(4_000_000_000),
            })
            .map_err(trouble)?;
        let locked = Fault::Refuse {
            code: 463,
            phones: Vec::new(),
            count: None,
        };
        server.fault(locked).map_err(trouble)?;
        held(window, "restringe", "hold-locked").await?;
        server.fault(Fault::Clear {}).map_err(trouble)?;
        window.click("hold-action").await?;
        some_more(window, server).await?;

        // The phone unlinks this computer: the button leads to linking it again.
        let removed = Fault::StreamError {
            code: None,
            conflict: Some("device_removed".to_owned()),
        };
        server.fault(removed).map_err(trouble)?;
        held(window, "desvinculó", "hold-logged-out").await?;
        window.click("hold-action").await?;
        window.find("device-qr").await?;
        link(window, server).await?;
        open(window, "Diciembre").await?;
        state(window, "campaign-state", "completed").await?;
        received(server, PEOPLE)?;
        let phones: Vec<_> = server.received().into_iter().map(|r| r.phone).collect();
        assert_eq!(phones, (0..PEOPLE).map(number).collect::<Vec<_>>());
        Ok(())
    })
}
