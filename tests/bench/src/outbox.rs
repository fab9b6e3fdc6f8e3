//! The program as it is: campaigns without delay through the use cases, over
//! the encrypted store and the dispatcher.

use crate::Outcome;
use crate::side::{Lap, PATIENCE, Place, now, number, pair};
use app::api::{
    AppEvent, Audience, ImportOptions, ImportSource, NewCampaign, NewProfile, PaceView,
    PairingRequest,
};
use app::{App, AppConfig, Session};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often the campaign is looked at: rarely enough not to be felt.
const LOOK: Duration = Duration::from_millis(20);

pub(crate) struct Sender {
    session: Arc<Session>,
    round: u32,
}

impl Sender {
    pub async fn link(place: &Place, folder: &Path) -> Outcome<Self> {
        let app = App::new(AppConfig {
            data_dir: folder.to_path_buf(),
            loopback_url: Some(place.ws.clone()),
            hurry: None,
        })?;
        app.create_profile(NewProfile {
            name: "Bench".to_owned(),
            country: "PY".to_owned(),
            language: "es".to_owned(),
            practice: false,
        })?;
        let session = app.open_profile("Bench").await?;
        let mut events = session.events();
        session.start_pairing(PairingRequest::Qr).await?;
        let mut paired = false;
        tokio::time::timeout(PATIENCE, async {
            loop {
                let device = match events.recv().await {
                    Ok(AppEvent::Device { device }) => device,
                    _ => session.device(),
                };
                if device.state == "online" {
                    return Outcome::Ok(());
                }
                if let (Some(code), false) = (device.qr_text, paired) {
                    paired = true;
                    pair(&place.control, code).await?;
                }
            }
        })
        .await??;
        Ok(Self { session, round: 0 })
    }

    pub async fn round(&mut self, place: &Place) -> Outcome<Lap> {
        self.round += 1;
        let mut list = String::from("numero,nombre\n");
        for index in 0..place.messages {
            writeln!(list, "{},Ana {index}", number(index))?;
        }
        let total = u64::from(place.messages);
        let begin = now();
        let id = self
            .session
            .start_campaign(NewCampaign {
                name: format!("Round {}", self.round),
                audience: Audience::List {
                    source: ImportSource::Text { text: list },
                    options: ImportOptions::default(),
                },
                texts: vec!["Hola {nombre}, te esperamos 🌸".to_owned()],
                pace: PaceView {
                    delay_ms: 0,
                    jitter_percent: 0,
                    batch: 0,
                    batch_pause_ms: 0,
                },
            })
            .await?;
        let prepared = begin.elapsed();
        let mut took = None;
        tokio::time::timeout(PATIENCE, async {
            let mut look = tokio::time::interval(LOOK);
            loop {
                look.tick().await;
                let campaign = self.session.campaign(id).await?;
                let counts = campaign.counts;
                if counts.accepted + counts.delivered + counts.read == total && took.is_none() {
                    took = Some(begin.elapsed().saturating_sub(prepared));
                }
                if counts.read == total {
                    return Outcome::Ok(());
                }
                if counts.failed > 0 || campaign.state == "held" {
                    return Err(format!("a campaign got stuck: {campaign:?}").into());
                }
            }
        })
        .await??;
        Ok(Lap {
            prepared,
            took: took.unwrap_or_default(),
        })
    }

    pub async fn close(self) {
        self.session.close().await;
    }
}
