//! Stories of campaigns that go well, badly, and on.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::{CampaignState, Clock as _, DeviceState, FailureClass, HoldReason, Pace, PartState};
use scenarios::{Shop, UNPACED, pass};
use std::time::Duration;
use testkit::{Fault, number};

#[tokio::test(start_paused = true)]
async fn everybody_gets_an_own_message_in_order() {
    let mut shop = Shop::open();
    shop.start();
    let promo = shop.campaign(200, "Hola {nombre} 🌸", UNPACED).await;
    shop.until(promo, "all have read", |c| c.counts.read == 200)
        .await;
    shop.assert_everybody_once_in_order(200);
    assert_eq!(shop.phone.wire()[17].text, "Hola Ana 17 🌸");
    let look = shop.look(promo).await;
    assert_eq!(
        (look.state, look.counts.total()),
        (CampaignState::Completed, 200)
    );
}

#[tokio::test(start_paused = true)]
async fn the_pace_is_kept() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 5_000,
        jitter_percent: 30,
        batch: 10,
        batch_pause_ms: 60_000,
    };
    let began = shop.clock.now();
    let promo = shop.campaign(21, "Hola", pace).await;
    shop.until_completed(promo).await;
    let took = shop.clock.now().since(began);
    // 18 gaps of five seconds, two pauses of a minute, and the step of the wait.
    assert!(
        took >= Duration::from_secs(210) && took < Duration::from_secs(217),
        "{took:?}"
    );
    shop.assert_everybody_once_in_order(21);
}

/// The time of the next recipient may come while a turn is being written.
#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_the_pace_on_a_slow_computer() {
    for gap in 1..12 {
        let mut shop = Shop::open();
        shop.clock.pass_at_each_look(3);
        shop.start();
        let pace = Pace {
            delay_ms: gap,
            jitter_percent: 0,
            batch: 0,
            batch_pause_ms: 0,
        };
        let began = tokio::time::Instant::now();
        let promo = shop.campaign(20, "Hola", pace).await;
        shop.until_completed(promo).await;
        let took = began.elapsed();
        assert!(took < Duration::from_secs(20), "{gap} ms apart: {took:?}");
        shop.assert_everybody_once_in_order(20);
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_at_any_moment_loses_and_repeats_nothing() {
    for moment in 0..40 {
        let mut shop = Shop::open();
        shop.start();
        let pace = Pace {
            delay_ms: 100,
            jitter_percent: 0,
            batch: 0,
            batch_pause_ms: 0,
        };
        let promo = shop.campaign(10, "Hola {nombre}", pace).await;
        // Somebody's ack is lost, so that the crash finds parts in doubt.
        shop.phone.plan(&number(4), [Fault::AckLost]);
        pass(Duration::from_millis(moment * 37)).await;
        shop.crash().await;
        shop.restart();
        shop.until(promo, "all have read", |c| c.counts.read == 10)
            .await;
        shop.assert_everybody_once_in_order(10);
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_ack_leads_to_the_same_id_again() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(&number(1), [Fault::AckLost]);
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until(promo, "all have read", |c| c.counts.read == 3)
        .await;
    shop.assert_everybody_once_in_order(3);
    let people = shop.people(promo).await;
    assert_eq!(people[1].parts[0].attempts, 2);
    assert_eq!(shop.phone.times(&people[1].parts[0].message_id), 2);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_not_a_failure() {
    for fault in [Fault::UnknownButSent, Fault::UnknownAndLost] {
        let mut shop = Shop::open();
        shop.start();
        shop.phone.plan(&number(0), [fault]);
        let promo = shop.campaign(2, "Hola", UNPACED).await;
        shop.until(promo, "all have read", |c| c.counts.read == 2)
            .await;
        shop.assert_everybody_once_in_order(2);
    }
}

#[tokio::test(start_paused = true)]
async fn what_can_pass_is_tried_again_and_what_cannot_is_not() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(
        &number(0),
        [
            Fault::NothingSent(FailureClass::Network),
            Fault::Refused(503),
        ],
    );
    shop.phone.absent(&number(1));
    shop.phone.plan(&number(2), [Fault::Refused(479)]);
    let promo = shop.campaign(4, "Hola", UNPACED).await;
    shop.until_completed(promo).await;
    let people = shop.people(promo).await;
    let told: Vec<_> = people
        .iter()
        .map(|p| (p.parts[0].state, p.parts[0].attempts, p.reason.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (PartState::Read, 3, None),
            (PartState::Failed, 1, Some("not_on_whatsapp".to_owned())),
            (PartState::Failed, 1, Some("bad_address".to_owned())),
            (PartState::Read, 1, None),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_restricted_account_holds_the_campaign_and_keeps_the_message() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(&number(1), [Fault::Refused(463)]);
    let pace = Pace {
        delay_ms: 1_000,
        ..UNPACED
    };
    let promo = shop.campaign(3, "Hola", pace).await;
    shop.until(promo, "it is held", |c| {
        c.hold == Some(HoldReason::Restricted)
    })
    .await;
    assert_eq!(shop.phone.wire().len(), 1, "nobody else was written to");
    shop.set(promo, CampaignState::Running).await;
    shop.until(promo, "all have read", |c| c.counts.read == 3)
        .await;
    shop.assert_everybody_once_in_order(3);
}

#[tokio::test(start_paused = true)]
async fn a_lost_line_pauses_by_itself_and_goes_on_by_itself() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        ..UNPACED
    };
    let promo = shop.campaign(6, "Hola", pace).await;
    shop.until(promo, "two are out", |c| c.counts.read == 2)
        .await;
    shop.phone.set_state(DeviceState::Reconnecting {
        attempt: 1,
        next_try: None,
    });
    pass(Duration::from_secs(600)).await;
    assert_eq!(
        shop.phone.wire().len(),
        2,
        "nothing goes out while the line is away"
    );
    assert_eq!(shop.look(promo).await.state, CampaignState::Running);
    shop.phone.set_state(DeviceState::Online);
    shop.until(promo, "all have read", |c| c.counts.read == 6)
        .await;
    shop.assert_everybody_once_in_order(6);
}

/// What only a person can end holds a campaign with its reason; once the device is
/// online again, it goes on where it was.
#[tokio::test(start_paused = true)]
async fn a_device_that_wants_a_person_holds_until_it_is_back() {
    for (state, reason) in [
        (DeviceState::LoggedOut, HoldReason::LoggedOut),
        (DeviceState::NumberRefused, HoldReason::NotLinked),
        (DeviceState::Disabled, HoldReason::Disabled),
        (DeviceState::Replaced, HoldReason::Replaced),
        (DeviceState::ClientTooOld, HoldReason::ClientTooOld),
    ] {
        let mut shop = Shop::open();
        shop.start();
        let pace = Pace {
            delay_ms: 1_000,
            ..UNPACED
        };
        let promo = shop.campaign(4, "Hola", pace).await;
        shop.until(promo, "one is out", |c| c.counts.read == 1)
            .await;
        shop.phone.set_state(state);
        shop.until(promo, "it is held", |c| c.hold == Some(reason))
            .await;
        shop.phone.set_state(DeviceState::Online);
        shop.until(promo, "all have read", |c| c.counts.read == 4)
            .await;
        shop.assert_everybody_once_in_order(4);
    }
}

/// What is in flight is finished, nothing new is begun, and all of it goes on.
#[tokio::test(start_paused = true)]
async fn a_rest_waits_for_what_is_in_flight() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        ..UNPACED
    };
    let promo = shop.campaign(5, "Hola", pace).await;
    shop.until(promo, "one is out", |c| c.counts.read == 1)
        .await;
    shop.control.rest();
    shop.control.quiet().await;
    let before = shop.look(promo).await.counts.queued;
    pass(Duration::from_secs(60)).await;
    let after = shop.look(promo).await;
    assert_eq!(after.counts.queued, before, "nothing new is begun");
    assert_eq!(after.counts.sending, 0);
    shop.control.go_on();
    shop.until(promo, "all have read", |c| c.counts.read == 5)
        .await;
    shop.assert_everybody_once_in_order(5);
}

#[tokio::test(start_paused = true)]
async fn pause_resume_and_cancel_take_effect_before_the_next_recipient() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        ..UNPACED
    };
    let promo = shop.campaign(10, "Hola", pace).await;
    shop.until(promo, "two are out", |c| c.counts.read == 2)
        .await;
    shop.set(promo, CampaignState::Paused).await;
    pass(Duration::from_secs(60)).await;
    assert_eq!(shop.phone.wire().len(), 2);
    shop.set(promo, CampaignState::Running).await;
    shop.until(promo, "four are out", |c| c.counts.read == 4)
        .await;
    shop.set(promo, CampaignState::Cancelled).await;
    pass(Duration::from_secs(60)).await;
    assert_eq!(shop.phone.wire().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn who_opted_out_after_the_snapshot_is_not_written_to() {
    let mut shop = Shop::open();
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.opt_out(&number(1)).await;
    shop.start();
    shop.until_completed(promo).await;
    let told: Vec<_> = shop.phone.wire().into_iter().map(|s| s.to).collect();
    assert_eq!(told, [number(0), number(2)]);
    assert_eq!(
        shop.people(promo).await[1].reason.as_deref(),
        Some("opted_out")
    );
}

#[tokio::test(start_paused = true)]
async fn too_many_failures_hold_the_campaign() {
    let mut shop = Shop::open();
    shop.start();
    for n in 0..30 {
        shop.phone.absent(&number(n));
    }
    let promo = shop.campaign(100, "Hola", UNPACED).await;
    shop.until(promo, "it is held", |c| {
        c.hold == Some(HoldReason::TooManyFailures)
    })
    .await;
    assert_eq!(shop.look(promo).await.counts.failed, 11);
}

#[tokio::test(start_paused = true)]
async fn campaigns_go_one_after_the_other() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        ..UNPACED
    };
    let first = shop.campaign(5, "primera", pace).await;
    let second = shop.campaign(5, "segunda", pace).await;
    shop.until_completed(second).await;
    assert_eq!(shop.look(first).await.state, CampaignState::Completed);
    let texts: Vec<_> = shop.phone.wire().into_iter().map(|s| s.text).collect();
    assert_eq!(texts, [vec!["primera"; 5], vec!["segunda"; 5]].concat());
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_attributed_to_the_campaign() {
    let mut shop = Shop::open();
    shop.start();
    let promo = shop.campaign(3, "Hola", UNPACED).await;
    shop.until(promo, "all have read", |c| c.counts.read == 3)
        .await;
    shop.phone
        .say(&number(2), "¿Tienen en talle M?", shop.clock.now());
    shop.until(promo, "an answer", |c| c.replies == 1).await;
    assert_eq!(
        shop.people(promo).await[2].reply.as_deref(),
        Some("¿Tienen en talle M?")
    );
}

#[tokio::test(start_paused = true)]
async fn stopping_in_good_order_leaves_nothing_in_doubt() {
    let mut shop = Shop::open();
    shop.start();
    let promo = shop.campaign(50, "Hola", UNPACED).await;
    shop.until(promo, "some are out", |c| c.counts.read > 3)
        .await;
    shop.stop().await;
    let counts = shop.look(promo).await.counts;
    assert_eq!(counts.sending + counts.sent, 0, "{counts:?}");
}

#[tokio::test(start_paused = true)]
async fn who_answers_baja_is_not_written_to_again_until_alta() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        ..UNPACED
    };
    let first = shop.campaign(3, "Hola", pace).await;
    shop.until(first, "one is out", |c| c.counts.read == 1)
        .await;
    shop.phone.say(&number(2), "¡Baja!", shop.clock.now());
    shop.until_completed(first).await;
    let told = |shop: &Shop| {
        shop.phone
            .wire()
            .into_iter()
            .map(|s| s.to)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(&shop),
        [number(0), number(1)],
        "also in the campaign under way"
    );
    shop.phone.say(&number(2), "ALTA", shop.clock.now());
    pass(Duration::from_secs(1)).await;
    let second = shop.campaign(3, "Hola", UNPACED).await;
    shop.until_completed(second).await;
    assert_eq!(told(&shop)[2..], [number(0), number(1), number(2)]);
}

#[tokio::test(start_paused = true)]
async fn the_next_recipients_are_prepared_for_in_batches() {
    let pace = Pace {
        delay_ms: 5_000,
        jitter_percent: 0,
        ..UNPACED
    };
    for pace in [UNPACED, pace] {
        let mut shop = Shop::open();
        shop.start();
        let promo = shop.campaign(100, "Hola", pace).await;
        shop.until_completed(promo).await;
        assert_eq!(shop.phone.prepared(), [40, 40, 20]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_campaign_is_over_with_its_last_message() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        jitter_percent: 0,
        batch: 5,
        batch_pause_ms: 3_600_000,
    };
    let promo = shop.campaign(5, "Hola", pace).await;
    let began = shop.clock.now();
    shop.until_completed(promo).await;
    let took = shop.clock.now().since(began);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_the_next_to_be_prepared() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 1_000,
        jitter_percent: 0,
        ..UNPACED
    };
    let promo = shop.campaign(60, "Hola", pace).await;
    shop.until(promo, "half of the first are through", |c| {
        c.counts.read == 22
    })
    .await;
    assert_eq!(
        shop.phone.prepared(),
        [40, 20],
        "the others are known by now"
    );
    shop.until_completed(promo).await;
    shop.assert_everybody_once_in_order(60);
    assert_eq!(shop.phone.prepared(), [40, 20]);
}

#[tokio::test(start_paused = true)]
async fn what_died_with_the_line_goes_out_before_what_waited_for_the_next() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(&number(3), [Fault::Lost]);
    shop.phone.plan(&number(4), [Fault::LineDropsUnder]);
    let promo = shop.campaign(8, "Hola", UNPACED).await;
    shop.until(promo, "all have read", |c| c.counts.read == 8)
        .await;
    shop.assert_everybody_once_in_order(8);
}

#[tokio::test(start_paused = true)]
async fn the_pace_outlives_a_restart() {
    let mut shop = Shop::open();
    shop.start();
    let pace = Pace {
        delay_ms: 60_000,
        ..UNPACED
    };
    let promo = shop.campaign(3, "Hola", pace).await;
    shop.until(promo, "one is out", |c| c.counts.read == 1)
        .await;
    for _ in 0..5 {
        shop.crash().await;
        shop.restart();
        pass(Duration::from_secs(5)).await;
    }
    assert_eq!(shop.phone.wire().len(), 1, "half a minute, not five starts");
    shop.until_completed(promo).await;
    shop.assert_everybody_once_in_order(3);
}
