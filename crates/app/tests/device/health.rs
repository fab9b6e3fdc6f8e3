//! What WhatsApp says of the account, and what the program makes of it.

use crate::shop::Shop;
use app::{Catalogue, LANGUAGES, SystemClock};
use domain::{Clock as _, Timestamp};
use loopback::Fault;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The colour, the word for the reason, its end, and how many strangers are left.
type Said = (String, Option<String>, Option<String>, Option<u32>);

async fn said(shop: &Shop) -> Said {
    let health = shop.session.health().await.unwrap();
    (
        health.level,
        health.reason,
        health.until,
        health.new_chats_left,
    )
}

fn red(reason: &str, until: Option<String>, left: Option<u32>) -> Said {
    ("red".to_owned(), Some(reason.to_owned()), until, left)
}

#[tokio::test]
async fn the_quota_of_new_chats_is_green_yellow_or_red() {
    let shop = Shop::linked().await;
    for (used, level, reason) in [
        (0, "green", None),
        (40, "green", None),
        (41, "yellow", Some("new_chats_low")),
        (49, "yellow", Some("new_chats_low")),
        (50, "red", Some("new_chats_used_up")),
    ] {
        shop.fault(Fault::NewChatLimit { limit: 50, used });
        let expected = (
            level.to_owned(),
            reason.map(str::to_owned),
            None,
            Some(50 - used),
        );
        assert_eq!(said(&shop).await, expected);
    }
    shop.session.close().await;
}

/// Who never wrote to this account cannot be written to: the campaign holds until the
/// hour that the server names.
#[tokio::test]
async fn a_time_lock_is_red_and_holds_until_its_end() {
    let shop = Shop::linked().await;
    let end = 4_000_000_000;
    shop.fault(Fault::TimeLock { until: Some(end) });
    shop.fault(Fault::Refuse {
        code: 463,
        phones: Vec::new(),
        count: None,
    });
    let until = Some(Timestamp(4_000_000_000_000).to_rfc3339());
    assert_eq!(
        said(&shop).await,
        red("time_locked", until.clone(), Some(1_000))
    );
    let promo = shop.campaign().await;
    assert_eq!(shop.held(promo).await, ("restricted".to_owned(), until));
    shop.all_refused(promo).await;
    assert!(shop.server.received().is_empty());

    shop.fault(Fault::Clear {});
    shop.session.resume(promo).await.unwrap();
    shop.everybody_has_it(promo).await;
    assert_eq!(said(&shop).await.0, "green");
    shop.session.close().await;
}

/// Nobody new is left to write to: every refusal is about the account.
#[tokio::test]
async fn a_quota_that_is_used_up_holds_until_a_person_goes_on() {
    let shop = Shop::linked().await;
    shop.fault(Fault::NewChatLimit {
        limit: 50,
        used: 50,
    });
    shop.fault(Fault::Refuse {
        code: 463,
        phones: Vec::new(),
        count: None,
    });
    let promo = shop.campaign().await;
    assert_eq!(shop.held(promo).await, ("restricted".to_owned(), None));
    shop.all_refused(promo).await;
    shop.fault(Fault::Clear {});
    shop.session.resume(promo).await.unwrap();
    shop.everybody_has_it(promo).await;
    shop.session.close().await;
}

/// Each reason of a temporary ban, and its end.
#[tokio::test]
async fn a_temporary_ban_is_red_with_its_reason_and_its_end() {
    for (code, reason) in [
        (101, "too_many_people"),
        (102, "blocked_by_people"),
        (103, "too_many_groups"),
        (104, "same_message"),
        (106, "too_many_lists"),
    ] {
        let shop = Shop::linked().await;
        shop.fault(Fault::Failure {
            code: 402,
            reason: Some(code),
            expire: Some(3_600),
            count: None,
        });
        shop.stands("restricted").await;
        let device = shop.device();
        assert_eq!(device.reason.as_deref(), Some(reason));
        for language in LANGUAGES {
            let key = format!("restriction-{}", reason.replace('_', "-"));
            assert_ne!(Catalogue::of(language).text(&key, &[]), key, "{language}");
        }
        let until = device.until.expect("its end is known");
        assert!(in_an_hour().contains(&until), "{until}");
        assert_eq!(said(&shop).await, red("restricted", Some(until), None));
        shop.session.close().await;
    }
}

/// The instants that are sixty minutes away, less the time that a test takes.
fn in_an_hour() -> RangeInclusive<String> {
    let end = SystemClock.now().plus(Duration::from_secs(3_600));
    let begin = Timestamp(end.0 - 60_000);
    begin.to_rfc3339()..=end.to_rfc3339()
}

#[tokio::test]
async fn a_locked_or_banned_account_is_red_without_an_end() {
    for code in [403, 406] {
        let shop = Shop::linked().await;
        shop.fault(Fault::Failure {
            code,
            reason: None,
            expire: None,
            count: None,
        });
        shop.stands("banned").await;
        assert_eq!(said(&shop).await, red("banned", None, None));
        shop.session.close().await;
    }
}

/// What the server does not tell is not made up.
#[tokio::test]
async fn what_nobody_says_is_unknown() {
    let shop = Shop::linked().await;
    shop.fault(Fault::LimitsUntold { on: true });
    assert_eq!(said(&shop).await, ("unknown".to_owned(), None, None, None));
    shop.session.disable_device().await.unwrap();
    assert_eq!(said(&shop).await.1.as_deref(), Some("offline"));
    shop.session.close().await;
}
