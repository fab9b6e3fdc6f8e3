//! A shop that practises.
#![allow(dead_code, reason = "each test uses its part")]

use app::api::{
    Audience, ContactFilter, ImportOptions, ImportSource, NewCampaign, NewProfile, PaceView,
    PairingRequest, ScheduleView,
};
use app::{App, AppConfig, Session};
use std::sync::Arc;
use std::time::Duration;

const LIST: &str = "número,nombre,grupo,Ciudad
+595981200001,Ana,VIP;Luque,Luque
+595981200002,Bruno,VIP,
+595981200003,Carla,Luque,Luque
+595981200004,Dora,,
";

/// A practice profile with four contacts.
pub struct Shop {
    pub folder: tempfile::TempDir,
    pub session: Arc<Session>,
}

/// A folder with a practice profile in this language, which is not open yet.
fn profile(language: &str) -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        loopback_url: None,
        hurry: None,
    })
    .unwrap();
    let profile = NewProfile {
        name: "Tienda".into(),
        country: "PY".into(),
        language: language.into(),
        practice: true,
    };
    app.create_profile(profile).unwrap();
    (folder, app)
}

impl Shop {
    /// One without contacts, at rest.
    pub async fn empty(language: &str) -> Self {
        let (folder, app) = profile(language);
        let session = app.open_profile_at_rest("Tienda").await.unwrap();
        Self { folder, session }
    }

    pub async fn open() -> Self {
        let (folder, app) = profile("es");
        let session = app.open_profile("Tienda").await.unwrap();
        let list = ImportSource::Text { text: LIST.into() };
        let consent = ImportOptions {
            consent: Some("en la tienda".into()),
            ..ImportOptions::default()
        };
        session.import(list, consent).await.unwrap();
        Self { folder, session }
    }

    pub async fn link(&self) {
        self.session.start().await.unwrap();
        self.session
            .start_pairing(PairingRequest::Qr)
            .await
            .unwrap();
        self.until("a code is shown", || {
            self.session.device().qr_text.is_some()
        })
        .await;
        self.session.practice_scan().unwrap();
        self.until("the phone is linked", || {
            self.session.device().state == "online"
        })
        .await;
    }

    pub async fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let mut beat = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..6_000 {
            if holds() {
                return;
            }
            beat.tick().await;
        }
        panic!("waited in vain until {what}");
    }

    pub async fn until_completed(&self, id: i64) {
        let mut beat = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..6_000 {
            if self.session.campaign(id).await.unwrap().state == "completed" {
                return;
            }
            beat.tick().await;
        }
        panic!("waited in vain until it is completed");
    }

    pub async fn people_of(&self, filter: ContactFilter) -> u64 {
        let check = self.session.check(campaign(filter)).await.unwrap();
        check.recipients
    }
}

pub const AT_ONCE: PaceView = PaceView {
    delay_ms: 0,
    jitter_percent: 0,
    batch: 0,
    batch_pause_ms: 0,
};

pub fn campaign(filter: ContactFilter) -> NewCampaign {
    NewCampaign {
        name: "Promo".into(),
        audience: Audience::Contacts { filter },
        texts: vec!["Hola {nombre}".into()],
        attachments: Vec::new(),
        pace: AT_ONCE,
        schedule: ScheduleView::default(),
        skip_recent_days: 0,
    }
}
