//! Carries news from the engine to the doors, coalesced.

use crate::api::AppEvent;
use crate::session::Inner;
use dispatch::News;
use domain::{CampaignId, DeviceState, MessengerEvent};
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
                Some(News::Campaign(id)) => {
                    // News of a campaign comes after its change was written.
                    inner.trouble_over();
                    dirty.insert(id);
                }
                Some(News::Messenger(event)) => hear(&inner, &event).await,
                Some(News::StoreTrouble(error)) => {
                    log::error!("the outbox could not be written, trying again: {error}");
                    inner.trouble_arose(error.into());
                }
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
    match event {
        MessengerEvent::Device(state) => inner.journal().device(state),
        MessengerEvent::Paired(_) => log::info!("a phone is linked"),
        _ => {}
    }
    let changed = inner.board().hear(event, inner.clock());
    if changed {
        let device = inner.board().view();
        inner.tell(AppEvent::Device { device });
    }
    if *event == MessengerEvent::Device(DeviceState::NumberRefused) {
        unlink_refused(inner).await;
    }
}

/// A number that may not be linked is unlinked at once.
async fn unlink_refused(inner: &Inner) {
    let messenger = inner.messenger();
    if messenger.account().is_none() {
        return;
    }
    if let Err(error) = messenger.unlink().await {
        // It stays out, and the next login tries again.
        log::warn!("a number that may not be linked was not unlinked: {error}");
    }
    // Whoever waits for the end of it hears that it is there.
    let device = inner.board().view();
    inner.tell(AppEvent::Device { device });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use crate::at_rest::at_rest;
    use store::StoreError;
    use tokio::sync::broadcast;
    use tokio::sync::mpsc::unbounded_channel;

    /// What is told of these news: the code and sentence of a trouble, or its end.
    async fn told(session: &Session, news: Vec<News>) -> Vec<Option<(String, String)>> {
        let mut events: broadcast::Receiver<AppEvent> = session.events();
        let (tell, heard) = unbounded_channel();
        for each in news {
            tell.send(each).unwrap();
        }
        drop(tell);
        run(Arc::clone(session.inner()), heard).await;
        let mut told = Vec::new();
        while let Ok(event) = events.try_recv() {
            match event {
                AppEvent::Trouble { error } => told.push(Some((error.code, error.message))),
                AppEvent::TroubleOver => told.push(None),
                _ => {}
            }
        }
        told
    }

    fn codes(told: &[Option<(String, String)>]) -> Vec<&str> {
        told.iter()
            .map(|one| one.as_ref().map_or("over", |(code, _)| code))
            .collect()
    }

    #[tokio::test]
    async fn a_trouble_is_told_once_per_kind_until_a_campaign_changes() {
        let folder = tempfile::tempdir().unwrap();
        let session = at_rest(&folder).await;
        assert_eq!(session.trouble(), None);

        let full = || News::StoreTrouble(StoreError::DiskFull);
        let unreadable = || News::StoreTrouble(StoreError::Io("5".into()));
        let first = told(
            &session,
            vec![full(), full(), unreadable(), full(), unreadable()],
        )
        .await;
        assert_eq!(codes(&first), ["disk_full", "database"]);
        let (_, sentence) = first[0].clone().unwrap();
        assert!(sentence.contains("disco"), "{sentence}");
        assert_eq!(session.trouble().unwrap().code, "database");

        let changed = || News::Campaign(CampaignId(1));
        let second = told(&session, vec![unreadable(), changed(), changed(), full()]).await;
        assert_eq!(codes(&second), ["over", "disk_full"]);
        assert_eq!(session.trouble().unwrap().code, "disk_full");

        assert_eq!(codes(&told(&session, vec![changed()]).await), ["over"]);
        assert_eq!(session.trouble(), None);
        session.close().await;
    }
}
