//! A shop with a phone: the real dispatcher over the real encrypted store, with
//! a scripted messenger and a clock that the test owns.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::indexing_slicing
)]

use dispatch::{Control, Dispatcher, News, Parts, Timing};
use domain::{
    AttachmentId, CampaignId, CampaignState, Clock, Medium, MediumKind, MessageId, MessengerEvent,
    Pace, PhoneNumber, Schedule,
};
use rand::{RngCore as _, SeedableRng as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::campaigns::{Campaign, NewCampaign, NewRecipient, RecipientRow};
use store::{DatabaseKey, Execution, Store, attachments, campaigns, contacts};
use testkit::{ScriptedMessenger, TestClock};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

/// A profile with a linked phone, and its dispatcher while it runs.
pub struct Shop {
    folder: tempfile::TempDir,
    /// The profile's database.
    pub store: Store,
    /// The phone and the people behind it.
    pub phone: ScriptedMessenger,
    events: Option<UnboundedReceiver<MessengerEvent>>,
    /// The wall clock.
    pub clock: Arc<TestClock>,
    /// How others reach the dispatcher.
    pub control: Arc<Control>,
    running: Option<JoinHandle<()>>,
    /// What the doors were told.
    pub news: Option<UnboundedReceiver<News>>,
    random: rand::rngs::StdRng,
}

/// Without any wait between recipients.
pub const UNPACED: Pace = Pace {
    delay_ms: 0,
    jitter_percent: 0,
    batch: 0,
    batch_pause_ms: 0,
};

impl Shop {
    /// Opens a new profile whose phone is online.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (phone, events) = ScriptedMessenger::online();
        let clock = Arc::new(TestClock::new());
        phone.set_clock(Arc::clone(&clock) as Arc<dyn Clock>);
        Self {
            store: database(&folder.path().join("profile.db")),
            folder,
            phone,
            events: Some(events),
            clock,
            control: Arc::default(),
            running: None,
            news: None,
            random: rand::rngs::StdRng::seed_from_u64(7),
        }
    }

    /// Where the profile lies.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Lets the dispatcher work.
    pub fn start(&mut self) {
        let (news, heard) = unbounded_channel();
        self.news = Some(heard);
        self.control = Arc::default();
        let dispatcher = Dispatcher::new(Parts {
            store: self.store.clone(),
            messenger: Arc::new(self.phone.clone()),
            events: self.events.take().expect("the shop is running already"),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            chance: Box::new(|| 0.5),
            mint: testkit::minter(),
            timing: Timing::default(),
            news,
            control: Arc::clone(&self.control),
        });
        self.running = Some(tokio::spawn(dispatcher.run()));
    }

    /// The process dies: nothing is finished, nothing is said.
    pub async fn crash(&mut self) {
        let running = self.running.take().expect("nothing runs");
        running.abort();
        let _ = running.await;
        self.store.close().await;
    }

    /// The program is started anew after a crash.
    pub fn restart(&mut self) {
        self.store = database(&self.folder.path().join("profile.db"));
        let (phone, events) = self.phone.reborn();
        self.phone = phone;
        self.events = Some(events);
        self.start();
    }

    /// The program ends in good order.
    pub async fn stop(&mut self) {
        self.control.stop();
        self.running.take().expect("nothing runs").await.unwrap();
    }

    /// Something changed in the store.
    pub fn wake(&self) {
        self.control.wake();
    }

    /// Takes the snapshot of a campaign to the first `people` numbers.
    pub async fn campaign(&mut self, people: u32, text: &str, pace: Pace) -> CampaignId {
        self.scheduled(people, text, pace, Schedule::default())
            .await
    }

    /// The same with hours and days.
    pub async fn scheduled(
        &mut self,
        people: u32,
        text: &str,
        pace: Pace,
        schedule: Schedule,
    ) -> CampaignId {
        let head = NewCampaign {
            name: "Promo".into(),
            texts: vec![text.to_owned()],
            attachments: Vec::new(),
            for_test: false,
            pace,
            schedule,
            created_at: self.clock.now(),
        };
        self.create(people, head).await
    }

    /// A campaign with these files.
    pub async fn enclosing(
        &mut self,
        people: u32,
        text: &str,
        files: &[AttachmentId],
        pace: Pace,
    ) -> CampaignId {
        let head = NewCampaign {
            name: "Promo".into(),
            texts: vec![text.to_owned()],
            attachments: files.to_vec(),
            for_test: false,
            pace,
            schedule: Schedule::default(),
            created_at: self.clock.now(),
        };
        self.create(people, head).await
    }

    /// Puts a prepared file of these bytes into the profile.
    pub async fn file(&self, kind: MediumKind, bytes: &[u8]) -> AttachmentId {
        let (bytes, now) = (bytes.to_vec(), self.clock.now());
        let mut sha256 = [0; 32];
        for (place, byte) in sha256.iter_mut().zip(&bytes) {
            *place = *byte;
        }
        let medium = Medium {
            kind,
            mime: "application/octet-stream".into(),
            file_name: "archivo".into(),
            sha256,
            size: bytes.len() as u64,
            width: None,
            height: None,
            thumbnail: None,
            seconds: None,
            waveform: None,
            pages: None,
        };
        self.store
            .write(move |tx| {
                let id = attachments::begin(tx, now)?;
                for (number, piece) in (0..).zip(bytes.chunks(attachments::PIECE)) {
                    attachments::add_piece(tx, id, number, piece)?;
                }
                attachments::finish(tx, id, &medium, now)
            })
            .await
            .unwrap()
    }

    async fn create(&mut self, people: u32, head: NewCampaign) -> CampaignId {
        let mut random = rand::rngs::StdRng::from_rng(&mut self.random);
        let id = self
            .store
            .write(move |tx| {
                let recipients = (0..people).map(|n| NewRecipient {
                    contact: None,
                    phone: testkit::number(n),
                    name: format!("Ana {n}"),
                    title: String::new(),
                    groups: vec!["VIP".into()],
                    fields: BTreeMap::new(),
                    skip: None,
                });
                campaigns::create(tx, &head, recipients.collect::<Vec<_>>(), || {
                    let mut bytes = [0; 9];
                    random.fill_bytes(&mut bytes);
                    MessageId::from_random(bytes)
                })
            })
            .await
            .unwrap();
        self.wake();
        id
    }

    /// How a campaign stands.
    pub async fn look(&self, id: CampaignId) -> Campaign {
        self.store
            .read(move |tx| campaigns::get(tx, id))
            .await
            .unwrap()
            .unwrap()
    }

    /// All recipients of a campaign.
    pub async fn people(&self, id: CampaignId) -> Vec<RecipientRow> {
        self.store
            .read(move |tx| campaigns::recipients(tx, id, None, 0, 500))
            .await
            .unwrap()
            .0
    }

    /// Moves a campaign as a person would.
    pub async fn set(&self, id: CampaignId, state: CampaignState) {
        let now = self.clock.now();
        self.store
            .write(move |tx| campaigns::set_state(tx, id, state, None, now))
            .await
            .unwrap();
        self.wake();
    }

    /// Cancels a campaign as the doors do.
    pub async fn cancel(&self, id: CampaignId) {
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                campaigns::set_state(tx, id, CampaignState::Cancelled, None, now)?;
                store::outbox::cancel_queued(tx, id, now)
            })
            .await
            .unwrap();
        self.wake();
    }

    /// Somebody asks not to be messaged.
    pub async fn opt_out(&self, who: &PhoneNumber) {
        let (who, now) = (who.clone(), self.clock.now());
        self.store
            .write(move |tx| contacts::opt_out(tx, &who, "BAJA", now))
            .await
            .unwrap();
    }

    /// Waits until a campaign stands like this.
    pub async fn until(
        &self,
        id: CampaignId,
        what: &str,
        mut holds: impl FnMut(&Campaign) -> bool,
    ) {
        testkit::eventually(what, async || holds(&self.look(id).await)).await;
    }

    /// The same over days, looking every ten minutes.
    pub async fn until_days(
        &self,
        id: CampaignId,
        what: &str,
        days: u32,
        mut holds: impl FnMut(&Campaign) -> bool,
    ) {
        for _ in 0..days * 144 {
            if holds(&self.look(id).await) {
                return;
            }
            pass(Duration::from_secs(600)).await;
        }
        panic!("waited {days} days in vain until {what}");
    }

    /// Waits until nothing is left to send.
    pub async fn until_completed(&self, id: CampaignId) {
        self.until(id, "the campaign is completed", |c| {
            c.state == CampaignState::Completed
        })
        .await;
    }

    /// Nobody left out, nobody under two ids, first arrivals in order.
    pub fn assert_everybody_once_in_order(&self, people: u32) {
        let mut ids: BTreeMap<PhoneNumber, BTreeSet<MessageId>> = BTreeMap::new();
        let mut order = Vec::new();
        for sent in self.phone.wire() {
            let of = ids.entry(sent.to.clone()).or_default();
            if of.is_empty() {
                order.push(sent.to.clone());
            }
            of.insert(sent.id);
        }
        let expected: Vec<_> = (0..people).map(testkit::number).collect();
        assert_eq!(order, expected, "everybody, in order");
        assert!(
            ids.values().all(|ids| ids.len() == 1),
            "somebody has two ids"
        );
    }
}

fn database(path: &std::path::Path) -> Store {
    Store::open(path, &DatabaseKey::from_bytes([7; 32]), Execution::Inline).unwrap()
}

/// A wait that only the test clock notices.
pub async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
}
