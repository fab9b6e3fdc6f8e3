//! One story for every state that `docs/device-states.md` lists: how WhatsApp, a phone
//! or a person brings it about, what becomes of a campaign that is started in it, and
//! that the way out which is offered brings everybody their message.

use crate::shop::{OWNER, Shop};
use app::api::PairingRequest;
use app::{Catalogue, LANGUAGES};
use loopback::Fault;
use std::time::Duration;
use testkit::eventually;

/// What a campaign does in a state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It is held for this reason, and nobody tries the line.
    Held(&'static str),
    /// It waits for the line without a word.
    Waits,
    /// It goes out.
    Sends,
}
use Then::{Held, Sends, Waits};

/// Tells a story for each state, and which states have one.
macro_rules! stories {
    ($($state:ident: $begin:expr, $leads:expr, $then:expr, $back:expr, linked again $pairings:literal;)*) => {
        $(
            #[tokio::test]
            async fn $state() {
                story(stringify!($state), $begin.await, $leads, $then, $back, $pairings).await;
            }
        )*
        const TOLD: &[&str] = &[$(stringify!($state)),*];
    };
}

async fn story(
    state: &str,
    mut shop: Shop,
    leads: impl AsyncFn(&mut Shop),
    then: Then,
    back: impl AsyncFn(&mut Shop),
    pairings: u64,
) {
    leads(&mut shop).await;
    shop.stands(state).await;
    for language in LANGUAGES {
        let key = format!("device-state-{}", state.replace('_', "-"));
        let sentence = Catalogue::of(language).text(&key, &[]);
        assert!(sentence.contains(' '), "{language}: {sentence}");
    }
    let before = shop.server.stats();
    let promo = shop.campaign().await;
    match then {
        Held(reason) => {
            assert_eq!(shop.held(promo).await.0, reason);
            shop.stands(state).await;
        }
        Waits => {
            let campaign = shop.session.campaign(promo).await.unwrap();
            assert_eq!(
                (campaign.state.as_str(), campaign.hold_reason),
                ("running", None)
            );
        }
        Sends => shop.everybody_has_it(promo).await,
    }
    if then != Sends {
        assert!(shop.server.received().is_empty());
    }
    if let Held(_) = then {
        let now = shop.server.stats();
        assert_eq!(now.logins, before.logins, "nobody tried by himself");
    }
    back(&mut shop).await;
    shop.stands("online").await;
    shop.everybody_has_it(promo).await;
    let scanned = shop.server.stats().pairings - before.pairings;
    assert_eq!(
        scanned, pairings,
        "how often a phone had to be linked again"
    );
    assert_eq!(shop.device().phone.as_deref(), Some(OWNER));
    shop.session.close().await;
}

async fn nothing(_: &mut Shop) {}

async fn link_again(shop: &mut Shop) {
    shop.fault(Fault::Clear {});
    shop.show_code().await;
    shop.scan().await;
}

/// What the button "try now", "use it here" or "ask again" does.
async fn try_now(shop: &mut Shop) {
    shop.fault(Fault::Clear {});
    shop.session.connect().await.unwrap();
}

fn refused(code: u16, reason: Option<u16>, expire: Option<u64>) -> Fault {
    Fault::Failure {
        code,
        reason,
        expire,
        count: None,
    }
}

fn taken_over(conflict: &str) -> Fault {
    Fault::StreamError {
        code: None,
        conflict: Some(conflict.to_owned()),
    }
}

/// Lets the timers of the program and of the server run out that end within this
/// time. What they say to each other takes its own.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

const TWO_HOURS: Duration = Duration::from_secs(7_200);

stories! {
    not_linked: Shop::new(), nothing, Held("not_linked"), link_again, linked again 1;

    pairing: Shop::new(), async |shop: &mut Shop| {
        shop.show_code().await;
        let first = shop.device();
        assert_eq!(first.code_lasts, Some(60));
        assert!(first.until.is_some() && first.qr_svg.is_some());
        // Nobody scans it in its minute: the next one follows by itself.
        pass(Duration::from_secs(60)).await;
        eventually("another code is on show", async || {
            let text = shop.device().qr_text;
            text.is_some() && text != first.qr_text
        })
        .await;
        assert_eq!(shop.device().code_lasts, Some(20));
    }, Waits, async |shop: &mut Shop| shop.scan().await, linked again 1;

    pairing_expired: Shop::new(), async |shop: &mut Shop| {
        shop.fault(Fault::FewCodes { count: 1 });
        shop.show_code().await;
        pass(Duration::from_secs(60)).await;
        shop.stands("pairing_expired").await;
        let device = shop.device();
        assert_eq!((device.qr_text, device.until), (None, None));
    }, Held("not_linked"), link_again, linked again 1;

    number_refused: Shop::allowing(&["0981 111 222"]), async |shop: &mut Shop| {
        shop.show_code().await;
        shop.scan().await;
        shop.stands("number_refused").await;
        eventually("it is unlinked", async || shop.session.account().is_none()).await;
        assert_eq!(shop.device().phone, None);
    }, Held("not_linked"), async |shop: &mut Shop| {
        let mut settings = shop.session.settings().await.unwrap();
        settings.allowed_numbers.push(OWNER.to_owned());
        shop.session.save_settings(settings).await.unwrap();
        link_again(shop).await;
    }, linked again 1;

    connecting: Shop::linked(), async |shop: &mut Shop| {
        // The server takes the login and never answers it.
        shop.fault(Fault::Silent { on: true });
        shop.restart().await;
    }, Waits, async |shop: &mut Shop| {
        shop.fault(Fault::Clear {});
        shop.fault(Fault::DropSocket {});
    }, linked again 0;

    online: Shop::linked(), nothing, Sends, nothing, linked again 0;

    reconnecting: Shop::linked(), async |shop: &mut Shop| {
        shop.fault(Fault::Down { on: true });
        eventually("the next attempt has its hour", async || {
            let device = shop.device();
            device.attempt >= Some(1) && device.next_try.is_some()
        })
        .await;
    }, Waits, try_now, linked again 0;

    offline: Shop::linked(), Shop::restart_at_rest, Waits, async |shop: &mut Shop| {
        shop.session.start().await.unwrap();
    }, linked again 0;

    // It comes back for the campaign.
    idle: Shop::linked(), async |shop: &mut Shop| {
        let mut settings = shop.session.settings().await.unwrap();
        settings.idle_minutes = 10;
        shop.session.save_settings(settings).await.unwrap();
        shop.clock.jump(Duration::from_secs(601));
    }, Sends, nothing, linked again 0;

    disabled: Shop::linked(), async |shop: &mut Shop| {
        shop.session.disable_device().await.unwrap();
        shop.restart().await;
    }, Held("disabled"), async |shop: &mut Shop| {
        shop.session.enable_device().await.unwrap();
    }, linked again 0;

    logged_out: Shop::linked(), async |shop: &mut Shop| {
        shop.fault(taken_over("device_removed"));
    }, Held("logged_out"), link_again, linked again 1;

    replaced: Shop::linked(), async |shop: &mut Shop| {
        shop.fault(taken_over("replaced"));
    }, Held("replaced"), try_now, linked again 0;

    // Over a restart of the program, too; once its end has come it is found out about.
    restricted: Shop::linked(), async |shop: &mut Shop| {
        shop.fault(refused(402, Some(104), Some(TWO_HOURS.as_secs())));
        shop.stands("restricted").await;
        let told = shop.device();
        assert_eq!(told.reason.as_deref(), Some("same_message"));
        shop.fault(Fault::Clear {});
        shop.restart().await;
        let device = shop.device();
        assert!(device.until.is_some());
        assert_eq!((device.until, device.reason), (told.until, told.reason));
    }, Held("restricted"), async |shop: &mut Shop| {
        shop.clock.jump(TWO_HOURS);
    }, linked again 0;

    banned: Shop::linked(), async |shop: &mut Shop| {
        shop.fault(refused(406, None, None));
    }, Held("restricted"), async |shop: &mut Shop| {
        // Nobody knows when it is over: the campaign, too, waits for a person.
        shop.fault(Fault::Clear {});
        let campaigns = shop.session.campaigns().await.unwrap();
        shop.session.resume(campaigns[0].id).await.unwrap();
    }, linked again 0;

    client_too_old: Shop::linked(), async |shop: &mut Shop| {
        shop.fault(refused(405, None, None));
    }, Held("client_too_old"), try_now, linked again 0;
}

/// What is said of a session while a code is shown is said of none: the pairing is
/// over, and the button that follows shows another code.
#[tokio::test]
async fn a_pairing_that_another_session_ends_is_begun_anew() {
    for code in [None, Some(409)] {
        let mut shop = Shop::new().await;
        shop.show_code().await;
        shop.fault(Fault::StreamError {
            code,
            conflict: Some("replaced".to_owned()),
        });
        shop.stands("pairing_expired").await;
        link_again(&mut shop).await;
        shop.stands("online").await;
        assert_eq!(shop.device().phone.as_deref(), Some(OWNER));
        shop.session.close().await;
    }
}

/// Somebody asked before the end of a restriction, and WhatsApp could not be reached:
/// what is known of it is still known after that.
#[tokio::test]
async fn a_restriction_is_forgotten_for_an_answer_alone() {
    let mut shop = Shop::linked().await;
    shop.fault(refused(402, Some(104), Some(TWO_HOURS.as_secs())));
    shop.stands("restricted").await;
    let until = shop.device().until;
    assert!(until.is_some());
    shop.fault(Fault::Clear {});
    shop.fault(Fault::Down { on: true });
    shop.session.restart_connection().await.unwrap();
    shop.stands("reconnecting").await;
    for _ in 0..2 {
        shop.restart().await;
        assert_eq!(shop.device().state, "restricted");
        assert_eq!(shop.device().until, until);
        // Neither does switching it off and on ask anybody.
        shop.session.disable_device().await.unwrap();
        shop.session.enable_device().await.unwrap();
    }
    shop.fault(Fault::Clear {});
    shop.session.connect().await.unwrap();
    shop.stands("online").await;
    shop.restart_at_rest().await;
    assert_eq!(shop.device().state, "offline");
    shop.session.close().await;
}

/// A device that a person switched off is enabled by nothing but that.
#[tokio::test]
async fn a_disabled_device_refuses_whoever_wants_its_line() {
    let mut shop = Shop::linked().await;
    shop.session.disable_device().await.unwrap();
    for _ in 0..2 {
        let logins = shop.server.stats().logins;
        let session = &shop.session;
        for refused in [
            session.connect().await,
            session.restart_connection().await,
            session.start_pairing(PairingRequest::Qr).await,
        ] {
            assert_eq!(refused.unwrap_err().code(), "disabled");
        }
        shop.stands("disabled").await;
        assert_eq!(shop.server.stats().logins, logins);
        shop.restart().await;
    }
    shop.session.enable_device().await.unwrap();
    shop.stands("online").await;
    shop.session.close().await;
}

#[test]
fn every_state_of_the_page_has_its_story() {
    let page = include_str!("../../../../docs/device-states.md");
    let (states, _) = page.split_once("## Every state").unwrap();
    let listed: Vec<_> = states
        .lines()
        .filter_map(|line| line.strip_prefix("| **")?.split_once("** |"))
        .map(|(state, _)| state)
        .collect();
    assert_eq!(listed, TOLD);
}
