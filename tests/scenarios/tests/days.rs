//! Stories that take days: hours, days, limits, and what holds a campaign.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::messenger::{AccountHealth, Incoming, NewChats};
use domain::schedule::{Planned, forecast, local_day};
use domain::{
    CampaignState, Clock as _, DeviceState, HoldReason, MessageId, MessengerEvent, Pace, PartState,
    QuietHours, Schedule, Settings, Timestamp, Weekdays, Zone,
};
use scenarios::{Shop, UNPACED, pass};
use std::collections::BTreeMap;
use std::time::Duration;
use store::settings;
use testkit::{Fault, number};

const HOUR: i64 = 3_600_000;

const SLOW: Pace = Pace {
    delay_ms: 60_000,
    jitter_percent: 0,
    batch: 0,
    batch_pause_ms: 0,
};

fn by_day(shop: &Shop, zone: Zone) -> BTreeMap<i64, usize> {
    let mut days = BTreeMap::new();
    for sent in shop.phone.wire() {
        *days.entry(local_day(sent.at, zone)).or_default() += 1;
    }
    days
}

#[tokio::test(start_paused = true)]
async fn three_days_with_quiet_hours_and_a_daily_limit() {
    let mut shop = Shop::open();
    let zone: Zone = "America/Asuncion".parse().unwrap();
    shop.clock.set_zone(zone);
    shop.start();
    let schedule = Schedule {
        quiet: QuietHours::new(18 * 60, 9 * 60),
        daily_limit: 100,
        ..Schedule::default()
    };
    // A Monday, nine in the morning in Asunción.
    let began = shop.clock.now();
    let planned = Planned {
        people: 250,
        done: 0,
        pace: SLOW,
        schedule,
    };
    let expected = forecast(&[planned], began, zone, 0)[0]
        .finish
        .expect("it ends");
    let promo = shop.scheduled(250, "Hola {nombre}", SLOW, schedule).await;
    shop.until_days(promo, "it is completed", 5, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    shop.assert_everybody_once_in_order(250);
    let today = local_day(began, zone);
    assert_eq!(
        by_day(&shop, zone),
        BTreeMap::from([(today, 100), (today + 1, 100), (today + 2, 50)])
    );
    for sent in shop.phone.wire() {
        assert_eq!(schedule.closed(sent.at, zone, 0), None, "{:?}", sent.at);
    }
    // The finish that was promised before the first message.
    let last = shop.phone.wire().last().unwrap().at;
    assert!(
        last.since(expected) < Duration::from_secs(5) && expected.since(last).is_zero(),
        "{last:?} is not {expected:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_campaign_begins_at_its_time_and_lets_others_go_first() {
    let mut shop = Shop::open();
    shop.start();
    let now = shop.clock.now();
    let schedule = Schedule {
        start_at: Some(Timestamp(now.0 + 3 * HOUR)),
        ..Schedule::default()
    };
    let later = shop.scheduled(3, "Después", SLOW, schedule).await;
    let at_once = shop.scheduled(3, "Ahora", SLOW, Schedule::default()).await;
    shop.until_completed(at_once).await;
    assert_eq!(shop.look(later).await.counts.queued, 3);
    shop.until_days(later, "it is completed", 1, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    let wire = shop.phone.wire();
    let texts: Vec<_> = wire.iter().map(|sent| sent.text.as_str()).collect();
    let in_turns = ["Ahora", "Ahora", "Ahora", "Después", "Después", "Después"];
    assert_eq!(texts, in_turns);
    assert!(wire[3].at.since(now) >= Duration::from_secs(3 * 3600));
}

#[tokio::test(start_paused = true)]
async fn over_a_weekend_and_a_change_of_the_clocks_a_restart_changes_nothing() {
    let mut shop = Shop::open();
    // A Friday in New York; the Sunday after it has 25 hours.
    let zone: Zone = "America/New_York".parse().unwrap();
    shop.clock.set_zone(zone);
    shop.clock.jump(-72 * HOUR);
    shop.start();
    let schedule = Schedule {
        quiet: QuietHours::new(17 * 60, 9 * 60),
        weekdays: Weekdays::from_numbers(1..=5).unwrap(),
        ..Schedule::default()
    };
    let slow = Pace {
        delay_ms: 3_000_000,
        ..SLOW
    };
    let promo = shop.scheduled(20, "Hola", slow, schedule).await;
    shop.until_days(promo, "some are out", 1, |c| c.counts.read >= 5)
        .await;
    shop.crash().await;
    pass(Duration::from_secs(7 * 3600)).await;
    shop.restart();
    shop.until_days(promo, "it is completed", 9, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    shop.assert_everybody_once_in_order(20);
    for sent in shop.phone.wire() {
        assert_eq!(schedule.closed(sent.at, zone, 0), None, "{:?}", sent.at);
    }
}

#[tokio::test(start_paused = true)]
async fn a_hold_for_haste_ends_by_itself() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(&number(1), vec![Fault::Refused(429); 5]);
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until(promo, "it is held", |c| {
        c.hold == Some(HoldReason::RateLimited)
    })
    .await;
    let until = shop.look(promo).await.hold_until.expect("it has an end");
    assert!(until > shop.clock.now());
    shop.until_days(promo, "it is completed", 1, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    assert!(shop.clock.now() >= until);
    assert_eq!(shop.look(promo).await.counts.read, 3);
}

#[tokio::test(start_paused = true)]
async fn a_hold_of_the_account_holds_every_campaign() {
    let mut shop = Shop::open();
    shop.start();
    let later = Schedule {
        start_at: Some(Timestamp(shop.clock.now().0 + 60_000)),
        ..Schedule::default()
    };
    let scheduled = shop.scheduled(2, "Después", UNPACED, later).await;
    let second = shop.scheduled(2, "Segunda", SLOW, later).await;
    shop.phone.plan(&number(1), vec![Fault::Refused(429); 4]);
    let first = shop.campaign(3, "Hola", UNPACED).await;
    for campaign in [first, scheduled, second] {
        shop.until(campaign, "it is held", |c| {
            c.hold == Some(HoldReason::RateLimited) && c.hold_until.is_some()
        })
        .await;
    }
    let (sent, now) = (shop.phone.wire().len(), shop.clock.now());
    let hold = shop
        .store
        .read(move |tx| store::campaigns::account_hold(tx, now))
        .await
        .unwrap();
    assert_eq!(
        hold.map(|(reason, _)| reason),
        Some(HoldReason::RateLimited)
    );
    pass(Duration::from_secs(600)).await;
    assert_eq!(shop.phone.wire().len(), sent, "nobody else is written to");
    for campaign in [first, scheduled, second] {
        shop.until_days(campaign, "it is completed", 1, |c| {
            c.state == CampaignState::Completed
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_ban_with_an_end_ends_by_itself_once_the_line_is_back() {
    let mut shop = Shop::open();
    shop.start();
    let promo = shop.campaign(30, "Hola", SLOW).await;
    shop.until(promo, "some are out", |c| c.counts.read >= 3)
        .await;
    let until = Timestamp(shop.clock.now().0 + 5 * HOUR);
    shop.phone.set_state(DeviceState::Restricted {
        code: 101,
        until: Some(until),
    });
    shop.until(promo, "it is held", |c| c.hold_until == Some(until))
        .await;
    let sent = shop.phone.wire().len();
    // Online before its time: it still waits.
    shop.phone.set_state(DeviceState::Online);
    pass(Duration::from_secs(4 * 3600)).await;
    assert_eq!(shop.phone.wire().len(), sent);
    shop.until_days(promo, "it is completed", 1, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    shop.assert_everybody_once_in_order(30);
}

#[tokio::test(start_paused = true)]
async fn what_463_means_is_asked() {
    let locked = |shop: &Shop| AccountHealth {
        locked: true,
        locked_until: Some(Timestamp(shop.clock.now().0 + 2 * HOUR)),
        new_chats: None,
    };
    // The account: it holds until the end that the server names.
    let mut shop = Shop::open();
    shop.start();
    shop.phone.set_health(Some(locked(&shop)));
    shop.phone.plan(&number(1), [Fault::Refused(463)]);
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until(promo, "it is held", |c| c.state == CampaignState::Held)
        .await;
    assert!(shop.look(promo).await.hold_until.is_some());
    shop.until_days(promo, "it is completed", 1, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    assert_eq!(shop.look(promo).await.counts.read, 3);

    // This person: their message has failed, the others get theirs.
    let mut shop = Shop::open();
    shop.start();
    shop.phone.set_health(Some(AccountHealth::default()));
    shop.phone.plan(&number(1), [Fault::Refused(463)]);
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until_completed(promo).await;
    let people = shop.people(promo).await;
    assert_eq!(people[1].state, PartState::Failed);
    assert_eq!(people[1].reason.as_deref(), Some("time_locked"));
    assert_eq!(shop.look(promo).await.counts.read, 2);

    // Locked without an end, or no stranger is left to write to: the others would be
    // refused like this one.
    for health in [
        AccountHealth {
            locked: true,
            ..AccountHealth::default()
        },
        AccountHealth {
            new_chats: Some(NewChats {
                limit: 50,
                used: 50,
            }),
            ..AccountHealth::default()
        },
    ] {
        let mut shop = Shop::open();
        shop.start();
        shop.phone.set_health(Some(health));
        shop.phone.plan(&number(1), [Fault::Refused(463)]);
        let promo = shop.campaign(3, "Hola", UNPACED).await;
        shop.until(promo, "it is held", |c| c.state == CampaignState::Held)
            .await;
        assert_eq!(shop.look(promo).await.hold_until, None);
    }

    // Nobody knows: a person decides.
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(&number(1), [Fault::Refused(463)]);
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until(promo, "it is held", |c| c.state == CampaignState::Held)
        .await;
    assert_eq!(shop.look(promo).await.hold_until, None);
    pass(Duration::from_secs(48 * 3600)).await;
    assert_eq!(shop.look(promo).await.state, CampaignState::Held);
}

fn says(from: u32, id: &str, text: &str, at: Timestamp) -> MessengerEvent {
    MessengerEvent::Incoming(Incoming {
        id: MessageId::from_stored(id.to_owned()),
        from: number(from),
        text: text.to_owned(),
        at,
    })
}

#[tokio::test(start_paused = true)]
async fn an_opt_out_is_confirmed_once_whatever_happens() {
    let mut shop = Shop::open();
    shop.store
        .write(|tx| {
            let settings = Settings {
                stop_confirmation: Some("Listo, no te escribimos más.".into()),
                ..Settings::default()
            };
            settings::save_profile(tx, &settings)
        })
        .await
        .unwrap();
    shop.start();
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until(promo, "all have read", |c| c.counts.read == 3)
        .await;
    let confirmations = |shop: &Shop| {
        let wire = shop.phone.wire();
        wire.iter()
            .filter(|sent| sent.text.starts_with("Listo"))
            .count()
    };
    for (id, text) in [
        ("A1", "Baja"),
        ("A1", "Baja"),
        ("A2", "ALTA"),
        ("A3", "stop!"),
    ] {
        shop.phone.tell(says(1, id, text, shop.clock.now()));
        pass(Duration::from_secs(30)).await;
    }
    assert_eq!(confirmations(&shop), 1);
    let confirmed = shop.phone.wire().last().unwrap().clone();
    assert_eq!(confirmed.to, number(1));
    // The person hears nothing more, and nobody sees the confirmation as a campaign.
    let next = shop.campaign(3, "Otra", UNPACED).await;
    shop.until_completed(next).await;
    assert_eq!(shop.people(next).await[1].state, PartState::Skipped);
    assert_eq!(confirmations(&shop), 1);
    // It is sent again after a crash, under its own id.
    shop.phone.plan(&number(2), [Fault::AckLost]);
    shop.phone.tell(says(2, "B1", "BAJA", shop.clock.now()));
    testkit::eventually("it is out", async || confirmations(&shop) == 2).await;
    shop.crash().await;
    shop.restart();
    pass(Duration::from_secs(120)).await;
    let wire = shop.phone.wire();
    let ids: std::collections::BTreeSet<_> = wire
        .iter()
        .filter(|sent| sent.to == number(2) && sent.text.starts_with("Listo"))
        .map(|sent| &sent.id)
        .collect();
    assert_eq!(ids.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn who_changes_their_mind_in_time_gets_no_confirmation() {
    let mut shop = Shop::open();
    shop.store
        .write(|tx| {
            let settings = Settings {
                stop_confirmation: Some("Listo.".into()),
                ..Settings::default()
            };
            settings::save_profile(tx, &settings)
        })
        .await
        .unwrap();
    shop.start();
    let promo = shop.campaign(1, "Hola", UNPACED).await;
    shop.until_completed(promo).await;
    let now = shop.clock.now();
    shop.phone.tell(says(0, "A1", "baja", now));
    shop.phone.tell(says(0, "A2", "alta", now));
    pass(Duration::from_secs(60)).await;
    assert!(shop.phone.wire().iter().all(|sent| sent.text == "Hola"));
}
