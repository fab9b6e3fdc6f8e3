//! Stories that the simulator told first: each was a bug.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use dispatch::News;
use domain::messenger::ReceiptKind;
use domain::{
    CampaignState, Clock as _, DeviceState, FailureClass, Messenger as _, MessengerEvent, Pace,
    PartState,
};
use scenarios::{Shop, UNPACED, pass};
use std::time::Duration;
use store::contacts;
use testkit::{Fault, number};

const PACED: Pace = Pace {
    delay_ms: 1_000,
    ..UNPACED
};

const HOURS: i64 = 6 * 3_600_000;

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_does_not_stop_a_campaign() {
    let mut shop = Shop::open();
    shop.start();
    // One waits to be tried again, one for its ack, the others for their turn.
    shop.phone
        .plan(&number(3), [Fault::NothingSent(FailureClass::Network)]);
    shop.phone.plan(&number(5), [Fault::AckLost]);
    let promo = shop.campaign(9, "Hola", PACED).await;
    let began = tokio::time::Instant::now();
    for back in [1, 3, 5, 7] {
        shop.until(promo, "some are out", |c| c.counts.read >= back)
            .await;
        shop.clock.jump(-HOURS);
    }
    shop.until_completed(promo).await;
    assert!(began.elapsed() < Duration::from_secs(600));
    shop.assert_everybody_once_in_order(9);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_while_a_message_is_sent_does_not_stop_a_campaign() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone.plan(&number(1), [Fault::LineDropsUnder]);
    let promo = shop.campaign(4, "Hola", PACED).await;
    testkit::eventually("the line is away", async || {
        shop.phone.state() != DeviceState::Online
    })
    .await;
    shop.clock.jump(-HOURS);
    shop.until_completed(promo).await;
    shop.assert_everybody_once_in_order(4);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_back_while_the_program_was_closed_does_not_stop_a_campaign() {
    let mut shop = Shop::open();
    shop.start();
    shop.phone
        .plan(&number(1), [Fault::NothingSent(FailureClass::Network)]);
    let promo = shop.campaign(3, "Hola", PACED).await;
    shop.until(promo, "one waits to be tried again", |c| c.counts.read == 1)
        .await;
    pass(Duration::from_millis(1_500)).await;
    shop.crash().await;
    shop.clock.jump(-HOURS);
    shop.restart();
    shop.until_completed(promo).await;
    shop.assert_everybody_once_in_order(3);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_campaign_leaves_nothing_waiting() {
    for (fault, ends) in [
        // Refused after the cancellation: left out.
        (Fault::Refused(503), PartState::Skipped),
        // Nobody knows: not left out, not sent again either.
        (Fault::UnknownAndLost, PartState::Failed),
        (Fault::AckLost, PartState::Failed),
    ] {
        let mut shop = Shop::open();
        shop.phone.plan(&number(1), [fault]);
        let promo = shop.campaign(3, "Hola", PACED).await;
        shop.start();
        shop.until(promo, "the second one is out", |c| {
            c.counts.read == 1 && c.counts.queued <= 2
        })
        .await;
        pass(Duration::from_millis(1_000)).await;
        shop.cancel(promo).await;
        pass(Duration::from_secs(120)).await;
        let people = shop.people(promo).await;
        assert_eq!(people[1].state, ends);
        assert_eq!(people[2].state, PartState::Skipped);
        assert!(shop.phone.wire().len() <= 2, "nothing more went out");
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_of_a_cancelled_campaign_leaves_nothing_in_doubt() {
    let mut shop = Shop::open();
    shop.phone.plan(&number(0), [Fault::AckLost]);
    let promo = shop.campaign(2, "Hola", PACED).await;
    shop.start();
    shop.until(promo, "one is out", |c| c.counts.sent == 1)
        .await;
    shop.cancel(promo).await;
    shop.crash().await;
    shop.restart();
    pass(Duration::from_secs(120)).await;
    let people = shop.people(promo).await;
    assert_eq!(people[0].state, PartState::Failed);
    assert_eq!(people[0].reason.as_deref(), Some("timeout"));
    assert_eq!(people[1].state, PartState::Skipped);
    assert_eq!(shop.phone.wire().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_late_refusal_does_not_reopen_a_campaign() {
    let mut shop = Shop::open();
    shop.phone.plan(&number(0), [Fault::AckLost]);
    let promo = shop.campaign(2, "Hola", PACED).await;
    shop.start();
    shop.until(promo, "one is out", |c| c.counts.sent == 1)
        .await;
    let id = shop.people(promo).await[0].parts[0].message_id.clone();
    shop.cancel(promo).await;
    shop.phone.tell(MessengerEvent::Refused {
        id,
        class: FailureClass::TimeLocked,
        code: 463,
    });
    pass(Duration::from_secs(5)).await;
    let look = shop.look(promo).await;
    assert_eq!((look.state, look.hold), (CampaignState::Cancelled, None));
}

#[tokio::test(start_paused = true)]
async fn a_database_that_refuses_is_not_asked_without_pause() {
    let mut shop = Shop::open();
    shop.store.close().await;
    shop.start();
    let mut troubles = 0;
    for _ in 0..2_000 {
        tokio::task::yield_now().await;
        let news = shop.news.as_mut().unwrap();
        while let Ok(told) = news.try_recv() {
            troubles += u32::from(matches!(told, News::StoreTrouble(_)));
        }
    }
    assert_eq!(troubles, 1, "one refusal, then a pause");
}

#[tokio::test(start_paused = true)]
async fn an_old_alta_that_is_delivered_again_does_not_undo_a_baja() {
    let mut shop = Shop::open();
    shop.start();
    let first = shop.campaign(2, "Hola", UNPACED).await;
    shop.until_completed(first).await;
    let before = shop.clock.now();
    shop.phone.say(&number(1), "ALTA", before);
    pass(Duration::from_secs(1)).await;
    shop.phone.say(&number(1), "BAJA", shop.clock.now());
    pass(Duration::from_secs(1)).await;
    // The same message under the same id, as servers do after a lost connection.
    shop.phone.say(&number(1), "ALTA", before);
    pass(Duration::from_secs(1)).await;
    let second = shop.campaign(2, "Hola", UNPACED).await;
    shop.until_completed(second).await;
    let told = shop.phone.wire();
    assert_eq!(told.len(), 3, "who said BAJA last is left alone");
}

#[tokio::test(start_paused = true)]
async fn who_is_refused_for_ever_while_the_device_is_fine_does_not_stop_the_others() {
    let mut shop = Shop::open();
    shop.phone
        .plan(&number(0), std::iter::repeat_n(Fault::Refused(403), 500));
    let promo = shop.campaign(2, "Hola", PACED).await;
    shop.start();
    shop.until_completed(promo).await;
    let people = shop.people(promo).await;
    assert_eq!(people[0].state, PartState::Failed);
    assert_eq!(people[0].parts[0].attempts, 4);
    assert_eq!(people[0].reason.as_deref(), Some("device"));
    assert_eq!(people[1].state, PartState::Read);
}

#[tokio::test(start_paused = true)]
async fn receipts_that_overtake_their_acks_count_as_successes() {
    let mut shop = Shop::open();
    // One in ten is not on WhatsApp: fewer than would hold a campaign.
    for n in (0..200).step_by(10) {
        shop.phone.absent(&number(n));
    }
    for n in 0..200 {
        shop.phone.plan(&number(n), [Fault::AckLost]);
    }
    let promo = shop.campaign(200, "Hola", PACED).await;
    shop.start();
    let mut delivered = 0;
    for _ in 0..1_000 {
        pass(Duration::from_millis(500)).await;
        for sent in shop.phone.wire().into_iter().skip(delivered) {
            delivered += 1;
            shop.phone.tell(MessengerEvent::Receipt {
                ids: vec![sent.id],
                kind: ReceiptKind::Delivered,
                at: shop.clock.now(),
            });
        }
    }
    let look = shop.look(promo).await;
    assert_eq!((look.state, look.hold), (CampaignState::Completed, None));
    assert_eq!((look.counts.failed, look.counts.delivered), (20, 180));
}

#[tokio::test(start_paused = true)]
async fn a_word_that_was_heard_and_not_stored_is_heard_again() {
    let mut shop = Shop::open();
    shop.start();
    // The program dies before the dispatcher has a turn.
    shop.phone.say(&number(1), "BAJA", shop.clock.now());
    shop.crash().await;
    assert_eq!(shop.phone.unstored().len(), 1);

    shop.restart();
    let let_go = async {
        while !shop.phone.unstored().is_empty() {
            pass(Duration::from_millis(10)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(60), let_go).await;
    assert!(
        in_time.is_ok(),
        "the messenger was not told that it is stored"
    );
    shop.crash().await;
    shop.restart();
    let gone = number(1);
    let opted_out = shop.store.read(move |tx| contacts::is_opted_out(tx, &gone));
    assert!(opted_out.await.unwrap(), "stored before it was let go of");
}
