//! Stories of pictures, voice notes and documents: brought to the server once,
//! named by many messages.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use domain::messenger::{Content, Incoming, ReceiptKind};
use domain::{
    CampaignState, Clock as _, DeviceState, FailureClass, MediumKind, MessageId, MessengerEvent,
    Pace, PartKind, PartState, Schedule,
};
use scenarios::{Shop, UNPACED, pass};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use store::attachments::PIECE;
use store::campaigns::{self, NewCampaign, NewRecipient};
use testkit::{Fault, number};

/// A short wait between people, none of chance.
const BRISK: Pace = Pace {
    delay_ms: 1_000,
    jitter_percent: 0,
    batch: 0,
    batch_pause_ms: 0,
};

/// What crossed the wire, in short: `album 2`, `picture "Hola" in album`, `voice`.
fn wire(shop: &Shop) -> Vec<String> {
    let sent = shop.phone.wire();
    sent.iter()
        .map(|sent| match &sent.content {
            Content::Text(text) => format!("text {text:?}"),
            Content::Album { pictures } => format!("album {pictures}"),
            Content::Medium(enclosed) => {
                let caption = match enclosed.caption.as_str() {
                    "" => String::new(),
                    caption => format!(" {caption:?}"),
                };
                let album = enclosed.album.as_ref().map_or("", |head| {
                    let head = sent_under(shop, head.as_str());
                    assert_eq!(head, sent.to, "an album of somebody else");
                    " in album"
                });
                format!("{}{caption}{album}", enclosed.medium.kind.as_str())
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

fn sent_under(shop: &Shop, id: &str) -> domain::PhoneNumber {
    let wire = shop.phone.wire();
    let sent = wire.iter().find(|sent| sent.id.as_str() == id);
    sent.unwrap().to.clone()
}

#[tokio::test(start_paused = true)]
async fn a_picture_is_uploaded_once_for_everybody() {
    for pace in [UNPACED, BRISK] {
        let mut shop = Shop::open();
        shop.start();
        let bytes: Vec<u8> = (0..PIECE + 100)
            .map(|n| u8::try_from(n % 255).unwrap())
            .collect();
        let picture = shop.file(MediumKind::Picture, &bytes).await;
        let promo = shop.enclosing(300, "Hola {nombre}", &[picture], pace).await;
        shop.until(promo, "all have read", |c| c.counts.read == 300)
            .await;
        let uploads = shop.phone.uploads();
        assert_eq!(uploads.len(), 1);
        assert_eq!(uploads[0].bytes, bytes);
        shop.assert_everybody_once_in_order(300);
        assert_eq!(wire(&shop)[7], "picture \"Hola Ana 7\"");
        for sent in shop.phone.wire() {
            let Content::Medium(enclosed) = sent.content else {
                panic!("a picture for everybody")
            };
            assert_eq!(*enclosed.upload, uploads[0].upload);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn all_parts_of_one_person_go_before_the_next_and_the_pace_lies_between_people() {
    let mut shop = Shop::open();
    shop.start();
    let files = [
        shop.file(MediumKind::Voice, b"opus").await,
        shop.file(MediumKind::Picture, b"one").await,
        shop.file(MediumKind::Document, b"pdf").await,
        shop.file(MediumKind::Picture, b"two").await,
    ];
    let began = shop.clock.now();
    let pace = Pace {
        delay_ms: 60_000,
        ..BRISK
    };
    let promo = shop.enclosing(3, "Hola {nombre}", &files, pace).await;
    shop.until_completed(promo).await;
    let took = shop.clock.now().since(began);
    assert!(
        took >= Duration::from_secs(120) && took < Duration::from_secs(122),
        "{took:?}"
    );
    let of = |n: u32| {
        [
            "album 2".to_owned(),
            format!("picture \"Hola Ana {n}\" in album"),
            "picture in album".to_owned(),
            "document".to_owned(),
            "voice".to_owned(),
        ]
    };
    assert_eq!(wire(&shop), [of(0), of(1), of(2)].concat());
    assert_eq!(shop.phone.uploads().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_voice_note_follows_its_text_and_nothing_is_missed_where_the_text_is_empty() {
    let mut shop = Shop::open();
    shop.start();
    let voice = shop.file(MediumKind::Voice, b"opus").await;
    let promo = shop.enclosing(1, "{ciudad|}", &[voice], UNPACED).await;
    shop.until_completed(promo).await;
    // An unknown name stays text.
    assert_eq!(wire(&shop), ["text \"{ciudad|}\"", "voice"]);

    let empty = shop.enclosing(1, "{tratamiento}", &[voice], UNPACED).await;
    shop.until(empty, "it is read", |c| c.counts.read == 1)
        .await;
    let parts = &shop.people(empty).await[0].parts;
    assert_eq!(
        (parts[0].kind, parts[0].state),
        (PartKind::Text, PartState::Skipped)
    );
    assert_eq!(wire(&shop).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn another_campaign_of_the_same_day_takes_the_same_upload_and_a_later_one_its_own() {
    let mut shop = Shop::open();
    shop.phone
        .keep_uploads(Some(Duration::from_secs(14 * 86_400)));
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let first = shop.enclosing(2, "Hola", &[picture], UNPACED).await;
    shop.until_completed(first).await;
    let second = shop.enclosing(2, "Otra vez", &[picture], UNPACED).await;
    shop.until_completed(second).await;
    assert_eq!(shop.phone.uploads().len(), 1, "it is fresh");
    pass(Duration::from_secs(86_400)).await;
    let third = shop.enclosing(2, "Y otra", &[picture], UNPACED).await;
    shop.until_completed(third).await;
    let uploads = shop.phone.uploads();
    assert_eq!(uploads.len(), 2, "it is of yesterday");
    let Content::Medium(last) = &shop.phone.wire().last().unwrap().content.clone() else {
        panic!("no picture")
    };
    assert_eq!(*last.upload, uploads[1].upload);
}

#[tokio::test(start_paused = true)]
async fn a_campaign_over_weeks_renews_its_upload_underway() {
    let mut shop = Shop::open();
    shop.phone
        .keep_uploads(Some(Duration::from_secs(4 * 86_400)));
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let pace = Pace {
        delay_ms: 43_200_000,
        ..BRISK
    };
    let promo = shop.enclosing(20, "Hola", &[picture], pace).await;
    shop.until_days(promo, "it is completed", 12, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    // Each is good for three days of four.
    assert_eq!(shop.phone.uploads().len(), 4);
    shop.assert_everybody_once_in_order(20);
}

#[tokio::test(start_paused = true)]
async fn a_campaign_that_rested_long_brings_its_medium_anew() {
    let mut shop = Shop::open();
    shop.phone
        .keep_uploads(Some(Duration::from_secs(14 * 86_400)));
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let promo = shop.enclosing(6, "Hola", &[picture], BRISK).await;
    for (rest, uploads) in [(20, 1), (30, 2)] {
        let had = shop.phone.wire().len() as u64;
        shop.until(promo, "two more have it", |c| c.counts.read >= had + 2)
            .await;
        shop.set(promo, CampaignState::Paused).await;
        pass(Duration::from_secs(rest * 3_600)).await;
        shop.set(promo, CampaignState::Running).await;
        let had = shop.phone.wire().len() as u64;
        shop.until(promo, "one more has it", |c| c.counts.read > had)
            .await;
        assert_eq!(shop.phone.uploads().len(), uploads, "after {rest} hours");
    }
    shop.until_completed(promo).await;
    shop.assert_everybody_once_in_order(6);
}

#[tokio::test(start_paused = true)]
async fn what_the_server_forgot_is_brought_again_and_who_could_not_fetch_it_is_told() {
    let mut shop = Shop::open();
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let voice = shop.file(MediumKind::Voice, b"opus").await;
    let files = [picture, voice];
    let promo = shop.enclosing(4, "Hola", &files, BRISK).await;
    shop.until(promo, "two have it", |c| c.counts.read == 2)
        .await;
    let pictures = |shop: &Shop| {
        let wire = shop.phone.wire().into_iter();
        wire.filter(|sent| {
            matches!(&sent.content, Content::Medium(enclosed)
                if enclosed.medium.kind == MediumKind::Picture)
        })
        .map(|sent| sent.id)
        .collect::<Vec<_>>()
    };
    let dead = pictures(&shop);
    let gone = MessengerEvent::MediumGone { ids: dead.clone() };
    shop.phone.tell(gone.clone());
    shop.until(promo, "all have been written to", |c| {
        c.state == CampaignState::Completed && c.counts.read == 2
    })
    .await;
    // Said again, and seen all the same: an empty frame with a text under it.
    shop.phone.tell(gone);
    shop.phone.tell(MessengerEvent::Receipt {
        ids: dead.clone(),
        kind: ReceiptKind::Read,
        at: shop.clock.now(),
    });
    shop.phone.tell(MessengerEvent::Incoming(Incoming {
        id: MessageId::from_stored("3EB0"),
        from: number(3),
        text: "Gracias".into(),
        at: shop.clock.now(),
    }));
    testkit::eventually("all of that was heard", async || {
        shop.people(promo).await[3].reply.is_some()
    })
    .await;
    assert_eq!(shop.phone.uploads().len(), 3, "the picture twice");
    let people = shop.people(promo).await;
    for person in &people[..2] {
        let part = &person.parts[0];
        assert_eq!(person.state, PartState::Failed);
        assert_eq!(part.state, PartState::Failed);
        assert_eq!(part.reason.as_deref(), Some("medium_gone"));
        assert_eq!(person.parts[1].state, PartState::Played, "it is there");
        assert!(!dead.contains(&part.message_id), "phones show an id once");
    }

    let had = shop.phone.wire().len();
    let now = shop.clock.now();
    shop.store
        .write(move |tx| {
            store::outbox::retry_failed(tx, promo, now)?;
            campaigns::set_state(tx, promo, CampaignState::Running, None, now)
        })
        .await
        .unwrap();
    shop.wake();
    shop.until(promo, "all have read", |c| c.counts.read == 4)
        .await;
    assert_eq!(wire(&shop)[had..], ["picture \"Hola\"", "picture \"Hola\""]);
    let again = shop.phone.wire().split_off(had);
    for (n, sent) in (0..).zip(&again) {
        assert_eq!(sent.to, number(n));
        let Content::Medium(enclosed) = &sent.content else {
            panic!("no picture")
        };
        assert_eq!(*enclosed.upload, shop.phone.uploads()[2].upload);
    }
    assert_eq!(shop.phone.uploads().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn who_saw_it_and_asks_for_it_days_later_has_lost_it() {
    let mut shop = Shop::open();
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let promo = shop.enclosing(1, "Hola", &[picture], UNPACED).await;
    shop.until(promo, "it is read", |c| c.counts.read == 1)
        .await;
    pass(Duration::from_secs(6 * 86_400)).await;
    let id = shop.phone.wire()[0].id.clone();
    shop.phone
        .tell(MessengerEvent::MediumGone { ids: vec![id] });
    let next = shop.enclosing(1, "Otra", &[picture], UNPACED).await;
    shop.until(next, "it is read", |c| c.counts.read == 1).await;
    assert_eq!(shop.people(promo).await[0].state, PartState::Read);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_fails_is_tried_again_and_nobody_is_overtaken() {
    let mut shop = Shop::open();
    shop.phone
        .plan_uploads([FailureClass::Network, FailureClass::ServerTrouble]);
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let promo = shop.enclosing(5, "Hola", &[picture], UNPACED).await;
    shop.until_completed(promo).await;
    assert_eq!(shop.phone.uploads().len(), 1);
    shop.assert_everybody_once_in_order(5);
    assert_eq!(shop.people(promo).await[0].parts[0].attempts, 3);
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_away_costs_no_upload() {
    let mut shop = Shop::open();
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    shop.phone.set_state(DeviceState::Reconnecting {
        attempt: 1,
        next_try: None,
    });
    let promo = shop.enclosing(2, "Hola", &[picture], UNPACED).await;
    pass(Duration::from_secs(120)).await;
    assert_eq!(shop.phone.uploads().len(), 0);
    shop.phone.set_state(DeviceState::Online);
    shop.phone.tell(MessengerEvent::OfflineDelivered);
    shop.until_completed(promo).await;
    shop.assert_everybody_once_in_order(2);
}

#[tokio::test(start_paused = true)]
async fn a_crash_at_any_moment_repeats_no_part() {
    for moment in 0..40 {
        let mut shop = Shop::open();
        shop.start();
        let files = [
            shop.file(MediumKind::Picture, b"one").await,
            shop.file(MediumKind::Picture, b"two").await,
            shop.file(MediumKind::Voice, b"opus").await,
        ];
        let pace = Pace {
            delay_ms: 100,
            ..BRISK
        };
        let promo = shop.enclosing(4, "Hola {nombre}", &files, pace).await;
        pass(Duration::from_millis(moment * 12)).await;
        shop.crash().await;
        shop.restart();
        shop.until(promo, "all have read", |c| c.counts.read == 4)
            .await;
        let ids: BTreeSet<_> = shop.phone.wire().into_iter().map(|sent| sent.id).collect();
        assert_eq!(ids.len(), 16, "four parts for each of four people");
        let uploads = shop.phone.uploads().len();
        // One may have been under way when the program died.
        assert!((3..=4).contains(&uploads), "{uploads} uploads");
    }
}

#[tokio::test(start_paused = true)]
async fn pictures_go_by_themselves_where_the_server_takes_no_album() {
    let mut shop = Shop::open();
    shop.phone.plan(&number(0), [Fault::Refused(400)]);
    shop.start();
    let files = [
        shop.file(MediumKind::Picture, b"one").await,
        shop.file(MediumKind::Picture, b"two").await,
    ];
    let promo = shop.enclosing(2, "Hola", &files, BRISK).await;
    shop.until(promo, "both have read", |c| c.counts.read == 2)
        .await;
    let seen: Vec<_> = wire(&shop);
    assert_eq!(
        seen,
        [
            // The one that was refused is on nobody's phone.
            "picture \"Hola\"",
            "picture",
            "album 2",
            "picture \"Hola\" in album",
            "picture in album"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn who_is_not_on_whatsapp_fails_once_and_not_for_every_part() {
    let mut shop = Shop::open();
    // Two of fourteen: below the threshold as people, above it as parts.
    for away in [11, 13] {
        shop.phone.absent(&number(away));
    }
    shop.start();
    let mut files = Vec::new();
    for n in 0..20u8 {
        files.push(shop.file(MediumKind::Picture, &[n, 1]).await);
    }
    let promo = shop.enclosing(14, "Hola", &files, BRISK).await;
    shop.until_completed(promo).await;
    let look = shop.look(promo).await;
    assert_eq!((look.counts.failed, look.hold), (2, None));
    let parts = &shop.people(promo).await[11].parts;
    assert!(parts.iter().all(|part| part.state == PartState::Failed));
    assert_eq!(parts.iter().map(|part| part.attempts).sum::<u32>(), 1);
}

#[tokio::test(start_paused = true)]
async fn only_the_parts_that_failed_are_tried_again() {
    let mut shop = Shop::open();
    let who = number(0);
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let voice = shop.file(MediumKind::Voice, b"opus").await;
    shop.phone.plan(&who, [Fault::Refused(400)]);
    let promo = shop.enclosing(1, "Hola", &[picture, voice], UNPACED).await;
    shop.until_completed(promo).await;
    assert_eq!(shop.people(promo).await[0].state, PartState::Failed);
    let now = shop.clock.now();
    shop.store
        .write(move |tx| {
            store::outbox::retry_failed(tx, promo, now)?;
            campaigns::set_state(tx, promo, CampaignState::Running, None, now)
        })
        .await
        .unwrap();
    shop.wake();
    shop.until(promo, "it is read", |c| c.counts.read == 1)
        .await;
    assert_eq!(wire(&shop), ["voice", "picture \"Hola\""]);
    let parts = &shop.people(promo).await[0].parts;
    assert_eq!(shop.phone.wire()[1].id, parts[0].message_id, "its own id");
    assert_eq!((parts[0].attempts, parts[1].attempts), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_vanished_fails_its_part_and_sends_nothing_else_instead() {
    let mut shop = Shop::open();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let promo = shop.enclosing(1, "Hola", &[picture], UNPACED).await;
    shop.store
        .write(move |tx| {
            // As a damaged profile would have it.
            store::attachments::empty(tx, picture, domain::Timestamp(1))
        })
        .await
        .unwrap();
    shop.start();
    shop.until_completed(promo).await;
    let parts = &shop.people(promo).await[0].parts;
    assert_eq!(parts[0].state, PartState::Failed);
    assert_eq!(parts[0].reason.as_deref(), Some("bad_message"));
    assert!(shop.phone.wire().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_test_goes_first_and_keeps_no_pace() {
    let mut shop = Shop::open();
    shop.start();
    let slow = Pace {
        delay_ms: 600_000,
        ..BRISK
    };
    let promo = shop.campaign(3, "Hola {nombre}", slow).await;
    shop.until(promo, "the first has it", |c| c.counts.read == 1)
        .await;
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let head = NewCampaign {
        name: String::new(),
        texts: vec!["Prueba {nombre}".into()],
        attachments: vec![picture],
        for_test: true,
        pace: UNPACED,
        schedule: Schedule::default(),
        created_at: shop.clock.now(),
    };
    let me = shop.phone.wire()[0].to.clone();
    let mut mint = testkit::minter();
    shop.store
        .write(move |tx| {
            let to = NewRecipient {
                contact: None,
                phone: me,
                name: "Luz".into(),
                title: String::new(),
                groups: Vec::new(),
                fields: std::collections::BTreeMap::new(),
                skip: None,
            };
            campaigns::create(tx, &head, [to], &mut mint)
        })
        .await
        .unwrap();
    shop.wake();
    let began = shop.clock.now();
    testkit::eventually("the test is there", async || shop.phone.wire().len() == 2).await;
    let took = shop.clock.now().since(began);
    assert!(took < Duration::from_secs(60), "{took:?}");
    assert_eq!(wire(&shop)[1], "picture \"Prueba Luz\"");
    shop.until_days(promo, "it is completed", 1, |c| {
        c.state == CampaignState::Completed
    })
    .await;
    assert_eq!(shop.phone.wire().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_voice_note_is_played() {
    let mut shop = Shop::open();
    shop.start();
    let voice = shop.file(MediumKind::Voice, b"opus").await;
    let promo = shop.enclosing(1, "", &[voice], UNPACED).await;
    shop.until_completed(promo).await;
    let id = shop.phone.wire()[0].id.clone();
    shop.phone.tell(MessengerEvent::Receipt {
        ids: vec![id],
        kind: ReceiptKind::Played,
        at: shop.clock.now(),
    });
    testkit::eventually("it is played", async || {
        shop.people(promo).await[0].state == PartState::Played
    })
    .await;
    assert_eq!(shop.look(promo).await.counts.read, 1);
}

/// The host's clock, or the client's, may be far from ours.
#[tokio::test(start_paused = true)]
async fn an_upload_that_seems_old_at_once_is_not_brought_again_for_ever() {
    let mut shop = Shop::open();
    let slow = testkit::TestClock::new();
    slow.jump(-30 * 86_400_000);
    shop.phone.set_clock(Arc::new(slow));
    shop.start();
    let picture = shop.file(MediumKind::Picture, b"one").await;
    let promo = shop.enclosing(3, "Hola", &[picture], UNPACED).await;
    shop.until_completed(promo).await;
    assert_eq!(shop.phone.uploads().len(), 1);
}
