//! A shop, the server that its device talks to, and a clock that can be put ahead.

use app::api::{
    Audience, DeviceView, ImportOptions, ImportSource, NewCampaign, NewProfile, PaceView,
    PairingRequest, ScheduleView,
};
use app::{App, AppConfig, Session, SystemClock};
use domain::{Clock, Timestamp, Zone};
use loopback::{Config, Fault, LoopbackServer, ServerHandle};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use testkit::eventually;

/// The number of the phone that links the device.
pub const OWNER: &str = "+595992756462";

/// Time as it passes, and more of it when a test wants.
pub struct Ahead(AtomicI64);

impl Ahead {
    pub fn jump(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap();
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }

    fn zone(&self) -> Zone {
        SystemClock.zone()
    }
}

/// A profile with its server.
pub struct Shop {
    pub session: Arc<Session>,
    pub server: ServerHandle,
    pub clock: Arc<Ahead>,
    app: App,
    _folder: tempfile::TempDir,
}

impl Shop {
    /// One whose device was never linked.
    pub async fn new() -> Self {
        Self::allowing(&[]).await
    }

    /// The same, to which only these numbers may be linked.
    pub async fn allowing(numbers: &[&str]) -> Self {
        let server = LoopbackServer::start(Config::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Ahead(AtomicI64::new(0)));
        let app = App::new(AppConfig {
            data_dir: folder.path().to_owned(),
            loopback_url: Some(server.ws_url()),
            hurry: None,
        })
        .unwrap()
        .with_clock(Arc::clone(&clock) as Arc<dyn Clock>);
        let numbers = numbers.iter().map(|&number| number.to_owned()).collect();
        app.create_profile_for(profile(), numbers, None)
            .await
            .unwrap();
        let session = app.open_profile("Tienda", None).await.unwrap();
        Self {
            session,
            server,
            clock,
            app,
            _folder: folder,
        }
    }

    /// One whose device is online.
    pub async fn linked() -> Self {
        let shop = Self::new().await;
        shop.show_code().await;
        shop.scan().await;
        shop.stands("online").await;
        shop
    }

    /// The program ends and starts again.
    pub async fn restart(&mut self) {
        self.session.close().await;
        self.session = self.app.open_profile("Tienda", None).await.unwrap();
    }

    /// The program ends and starts again without running its engine.
    pub async fn restart_at_rest(&mut self) {
        self.session.close().await;
        self.session = self.app.open_profile_at_rest("Tienda", None).await.unwrap();
    }

    pub fn fault(&self, fault: Fault) {
        self.server.fault(fault).unwrap();
    }

    pub fn device(&self) -> DeviceView {
        self.session.device()
    }

    /// Waits until the device stands at the state with this word.
    pub async fn stands(&self, state: &str) {
        let there = async || self.device().state == state;
        eventually(&format!("the device is {state}"), there).await;
    }

    /// Asks for a code to scan and waits until it is on show.
    pub async fn show_code(&self) {
        let asked = self.session.start_pairing(PairingRequest::Qr).await;
        asked.unwrap();
        eventually("a code is on show", async || {
            self.device().qr_text.is_some()
        })
        .await;
    }

    /// The owner's phone scans what is on show.
    pub async fn scan(&self) {
        let code = self.device().qr_text.expect("a code is on show");
        self.server.pair(&code).await.unwrap();
    }

    /// A campaign to a few people, which begins at once.
    pub async fn campaign(&self) -> i64 {
        let text = "numero,nombre\n+595981000000,Ana\n+595981000001,Bruno\n".to_owned();
        let campaign = NewCampaign {
            name: "Promo".to_owned(),
            audience: Audience::List {
                source: ImportSource::Text { text },
                options: ImportOptions::default(),
            },
            texts: vec!["Hola {nombre}".to_owned()],
            attachments: Vec::new(),
            pace: PaceView {
                delay_ms: 0,
                jitter_percent: 0,
                batch: 0,
                batch_pause_ms: 0,
            },
            schedule: ScheduleView::default(),
            skip_recent_days: 0,
        };
        self.session.start_campaign(campaign, None).await.unwrap()
    }

    /// Waits until the campaign is held, and says for what and until when.
    pub async fn held(&self, id: i64) -> (String, Option<String>) {
        let look = async || self.session.campaign(id).await.unwrap();
        eventually("the campaign is held", async || {
            look().await.state == "held"
        })
        .await;
        let campaign = look().await;
        (campaign.hold_reason.unwrap(), campaign.hold_until)
    }

    /// Waits until every answer of the server has come: all of the campaign is back in
    /// the queue. What is refused later is about what the server says then.
    pub async fn all_refused(&self, id: i64) {
        eventually("nobody's message is under way", async || {
            let campaign = self.session.campaign(id).await.unwrap();
            campaign.counts.queued == campaign.total
        })
        .await;
    }

    /// Waits until the campaign has ended.
    pub async fn completed(&self, id: i64) {
        eventually("the campaign is completed", async || {
            self.session.campaign(id).await.unwrap().state == "completed"
        })
        .await;
    }

    /// Waits until the campaign has ended, and looks whether everybody has its
    /// message once.
    pub async fn everybody_has_it(&self, id: i64) {
        self.completed(id).await;
        let received = self.server.received();
        let phones: Vec<_> = received.iter().map(|one| one.phone.as_str()).collect();
        assert_eq!(phones, ["+595981000000", "+595981000001"]);
        assert_eq!(self.server.stats().undecryptable, 0);
    }
}

fn profile() -> NewProfile {
    NewProfile {
        name: "Tienda".to_owned(),
        country: "PY".to_owned(),
        language: "es".to_owned(),
        practice: false,
    }
}
