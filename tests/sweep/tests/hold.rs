//! A hold that the store refuses to take is not forgotten.
#![allow(clippy::unwrap_used)]

use dispatch::{Control, Dispatcher, Parts, Timing};
use domain::{CampaignState, Clock, HoldReason, MessageId, Pace, Schedule};
use faultfs::{Fault, FaultFs, Plan};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::campaigns::{self, Campaign, NewCampaign, NewRecipient};
use store::{DatabaseKey, Execution, Store};
use testkit::{ScriptedMessenger, TestClock, number};
use tokio::sync::mpsc::unbounded_channel;

/// So many failures among the last fifty are too many.
const TOO_MANY: u64 = 11;

/// Writes to people of whom none is on WhatsApp. How the campaign stands after
/// a minute, and how many changes of the disk that took.
fn nobody_there(disk: &FaultFs, plan: Plan) -> (Campaign, u64) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    disk.format();
    runtime.block_on(async {
        let key = DatabaseKey::from_bytes([7; 32]);
        let store = Store::open_on(
            Path::new("profile.db"),
            &key,
            Execution::Inline,
            Some(disk.name()),
        )
        .unwrap();
        let clock = Arc::new(TestClock::new());
        let (phone, events) = ScriptedMessenger::online();
        let head = NewCampaign {
            name: "Promo".into(),
            texts: vec!["Hola".into()],
            attachments: Vec::new(),
            for_test: false,
            schedule: Schedule::default(),
            pace: Pace {
                delay_ms: 0,
                jitter_percent: 0,
                batch: 0,
                batch_pause_ms: 0,
            },
            created_at: clock.now(),
        };
        let people = u32::try_from(TOO_MANY).unwrap() + 4;
        (0..people).for_each(|n| phone.absent(&number(n)));
        let mut minted = 0;
        let campaign = store
            .write(move |tx| {
                let people = (0..people).map(|n| NewRecipient {
                    contact: None,
                    phone: number(n),
                    name: String::new(),
                    title: String::new(),
                    groups: Vec::new(),
                    fields: BTreeMap::new(),
                    skip: None,
                });
                campaigns::create(tx, &head, people, || {
                    minted += 1;
                    MessageId::from_random([minted; 9])
                })
            })
            .await
            .unwrap();
        disk.plan(plan);
        let control = Arc::new(Control::default());
        let (news, _) = unbounded_channel();
        let work = tokio::spawn(
            Dispatcher::new(Parts {
                store: store.clone(),
                messenger: Arc::new(phone),
                events,
                clock: clock as Arc<dyn Clock>,
                chance: Box::new(|| 0.5),
                mint: testkit::minter(),
                timing: Timing::default(),
                news,
                control: Arc::clone(&control),
            })
            .run(),
        );
        tokio::time::sleep(Duration::from_secs(60)).await;
        let changes = disk.changes();
        control.stop();
        work.await.unwrap();
        let found = store.read(move |tx| campaigns::get(tx, campaign)).await;
        (found.unwrap().unwrap(), changes)
    })
}

#[test]
fn too_many_failures_hold_the_campaign_whatever_the_disk_refuses() {
    let disk = FaultFs::new().unwrap();
    let (_, changes) = nobody_there(&disk, Plan::Nothing);
    assert!(changes > 40, "{changes}");
    for from in 1..=changes {
        let (campaign, _) = nobody_there(
            &disk,
            Plan::Fail {
                from,
                until: from + 1,
                what: Fault::Io,
            },
        );
        assert_eq!(
            (campaign.state, campaign.hold, campaign.counts.failed),
            (
                CampaignState::Held,
                Some(HoldReason::TooManyFailures),
                TOO_MANY
            ),
            "change {from} of {changes} was refused"
        );
    }
}
