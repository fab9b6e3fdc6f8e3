//! A campaign that one process leaves behind and another one sends from.

use crate::Outcome;
use crate::outbox::{Sender, accepted, campaign, online, watch};
use crate::profile::PROFILE;
use crate::side::{Lap, Order, Place, now};
use app::{App, AppConfig, Session};
use std::path::Path;
use std::sync::Arc;

/// Of a campaign's people, this many have been written to before. More are not
/// sent to while it is measured.
pub(crate) const KNOWN: u32 = 1_000;

/// Links a profile, gets to know the first of the people, and leaves a paused
/// campaign to all of them.
pub(crate) async fn prepare(place: &Place, folder: &Path, to: Order) -> Outcome {
    let mut sender = Sender::link(place, folder).await?;
    let known = Order { count: KNOWN, ..to };
    sender.round(known).await?;
    sender.close().await;

    let session = at_rest(folder, Some(place.ws.clone())).await?;
    let id = session
        .start_campaign(campaign("To be resumed".to_owned(), to)?, None)
        .await?;
    session.pause(id).await?;
    session.close().await;
    Ok(())
}

/// That campaign, in a process that did not create it.
pub(crate) struct Campaign {
    session: Arc<Session>,
    id: i64,
}

impl Campaign {
    pub async fn open(place: &Place, folder: &Path) -> Outcome<Self> {
        let session = at_rest(folder, Some(place.ws.clone())).await?;
        session.start().await?;
        online(&session, None).await?;
        let newest = session.campaigns().await?.into_iter().next();
        let id = newest.ok_or("there is no campaign")?.id;
        Ok(Self { session, id })
    }

    /// Sends until this many people were written to in all, or everybody was;
    /// then pauses.
    pub async fn send(&self, until: u64) -> Outcome<Lap> {
        let begin = now();
        self.session.resume(self.id).await?;
        let campaign = watch(&self.session, self.id, |campaign| {
            accepted(campaign) >= until || campaign.state == "completed"
        })
        .await?;
        let seconds = begin.elapsed().as_secs_f64();
        if campaign.state == "running" {
            self.session.pause(self.id).await?;
        }
        // What went out before the pause is measured to its end.
        let campaign = watch(&self.session, self.id, |campaign| {
            let counts = campaign.counts;
            counts.queued + counts.read == campaign.total
        })
        .await?;
        Ok(Lap {
            sent: campaign.counts.read,
            seconds,
            prepared_seconds: 0.0,
        })
    }

    pub async fn close(self) {
        self.session.close().await;
    }
}

async fn at_rest(folder: &Path, loopback_url: Option<String>) -> Outcome<Arc<Session>> {
    let app = App::new(AppConfig {
        data_dir: folder.to_path_buf(),
        loopback_url,
        hurry: None,
    })?;
    Ok(app.open_profile_at_rest(PROFILE, None).await?)
}
