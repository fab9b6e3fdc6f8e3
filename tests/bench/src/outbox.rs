//! The program as it is: campaigns without delay through the use cases, over
//! the encrypted store and the dispatcher.

use crate::Outcome;
use crate::media;
use crate::profile::{self, PROFILE};
use crate::side::{Lap, Order, PATIENCE, Place, now, number, pair};
use app::api::{
    AppEvent, Audience, CampaignView, ImportOptions, ImportSource, NewCampaign, PaceView,
    PairingRequest, ScheduleView,
};
use app::{App, AppConfig, Session};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often the campaign is looked at: rarely enough not to be felt.
const LOOK: Duration = Duration::from_millis(20);

pub(crate) struct Sender {
    pub session: Arc<Session>,
    round: u32,
}

impl Sender {
    pub async fn link(place: &Place, folder: &Path) -> Outcome<Self> {
        let app = App::new(AppConfig {
            data_dir: folder.to_path_buf(),
            loopback_url: Some(place.ws.clone()),
            hurry: None,
        })?;
        app.create_profile(profile::described(false), None)?;
        let session = app.open_profile(PROFILE, None).await?;
        session.start_pairing(PairingRequest::Qr).await?;
        online(&session, Some(place)).await?;
        Ok(Self { session, round: 0 })
    }

    pub async fn round(&mut self, order: Order) -> Outcome<Lap> {
        self.send(order, Vec::new()).await
    }

    /// The same with a picture of its own, which is prepared before that and
    /// uploaded within.
    pub async fn round_with_picture(&mut self, order: Order) -> Outcome<Lap> {
        let folder = tempfile::tempdir()?;
        let picture = folder.path().join("oferta.jpg");
        media::write_picture(&picture, self.round)?;
        let picture = self.session.attach_file(&picture, None).await?;
        self.send(order, vec![picture.id]).await
    }

    async fn send(&mut self, order: Order, attachments: Vec<i64>) -> Outcome<Lap> {
        self.round += 1;
        let begin = now();
        let mut campaign = campaign(format!("Round {}", self.round), order)?;
        campaign.attachments = attachments;
        let id = self.session.start_campaign(campaign, None).await?;
        let prepared = begin.elapsed();
        let total = u64::from(order.count);
        let mut took = None;
        watch(&self.session, id, |campaign| {
            if accepted(campaign) == total && took.is_none() {
                took = Some(begin.elapsed().saturating_sub(prepared));
            }
            campaign.counts.read == total
        })
        .await?;
        Ok(Lap {
            sent: total,
            seconds: took.unwrap_or_default().as_secs_f64(),
            prepared_seconds: prepared.as_secs_f64(),
        })
    }

    pub async fn close(self) {
        self.session.close().await;
    }
}

/// Waits until the device is online, linking it on the way where there is
/// somewhere to link.
pub(crate) async fn online(session: &Session, place: Option<&Place>) -> Outcome {
    let mut events = session.events();
    let mut unpaired = place;
    tokio::time::timeout(PATIENCE, async {
        loop {
            let device = session.device();
            if device.state == "online" {
                return Outcome::Ok(());
            }
            if let (Some(code), Some(place)) = (device.qr_text, unpaired) {
                unpaired = None;
                pair(place, &code).await?;
            }
            while let Ok(AppEvent::Campaign { .. }) = events.recv().await {}
        }
    })
    .await?
}

/// A campaign without delay.
pub(crate) fn campaign(name: String, to: Order) -> Outcome<NewCampaign> {
    let mut text = String::from("numero,nombre\n");
    for phone in to.phones() {
        writeln!(text, "{},Ana {phone}", number(phone))?;
    }
    Ok(NewCampaign {
        name,
        audience: Audience::List {
            source: ImportSource::Text { text },
            options: ImportOptions::default(),
        },
        texts: vec!["Hola {nombre}, te esperamos 🌸".to_owned()],
        attachments: Vec::new(),
        pace: PaceView {
            delay_ms: 0,
            jitter_percent: 0,
            batch: 0,
            batch_pause_ms: 0,
        },
        schedule: ScheduleView::default(),
        skip_recent_days: 0,
    })
}

/// Looks at a campaign until it has come far enough.
pub(crate) async fn watch(
    session: &Session,
    id: i64,
    mut enough: impl FnMut(&CampaignView) -> bool,
) -> Outcome<CampaignView> {
    let mut look = tokio::time::interval(LOOK);
    tokio::time::timeout(PATIENCE, async {
        loop {
            look.tick().await;
            let campaign = session.campaign(id).await?;
            if enough(&campaign) {
                return Ok(campaign);
            }
            if campaign.counts.failed > 0 || campaign.state == "held" {
                return Err(format!("a campaign got stuck: {campaign:?}").into());
            }
        }
    })
    .await?
}

/// People whose message the server has.
pub(crate) fn accepted(campaign: &CampaignView) -> u64 {
    let counts = campaign.counts;
    counts.accepted + counts.delivered + counts.read
}
