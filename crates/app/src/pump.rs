//! Carries news from the engine to the doors, coalesced.

use crate::api::AppEvent;
use crate::session::Inner;
use dispatch::News;
use domain::{CampaignId, MessengerEvent};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

/// The doors hear of a campaign about ten times a second at most.
const BEAT: Duration = Duration::from_millis(100);

/// Runs until the engine is gone.
pub(crate) async fn run(inner: Arc<Inner>, mut news: UnboundedReceiver<News>) {
    let mut dirty: BTreeSet<CampaignId> = BTreeSet::new();
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = beat.tick(), if !dirty.is_empty() => {
                for campaign in std::mem::take(&mut dirty) {
                    tell_campaign(&inner, campaign).await;
                }
            }
            heard = news.recv() => match heard {
                Some(News::Campaign(id)) => { dirty.insert(id); }
                Some(News::Messenger(event)) => hear(&inner, &event).await,
                Some(News::StoreTrouble(error)) => log::error!("the outbox could not be written, trying again: {error}"),
                None => break,
            }
        }
    }
    for campaign in dirty {
        tell_campaign(&inner, campaign).await;
    }
}

async fn tell_campaign(inner: &Inner, campaign: CampaignId) {
    if let Ok(view) = inner.campaign(campaign.0).await {
        inner.tell(AppEvent::Campaign {
            campaign: Box::new(view),
        });
    }
}

async fn hear(inner: &Inner, event: &MessengerEvent) {
    inner.remember_device(event).await;
    let changed = inner.board().hear(event, inner.clock());
    if changed {
        let device = inner.board().view();
        inner.tell(AppEvent::Device { device });
    }
}
