//! Bytes that nothing will need are removed, at the beginning and every hour.

use domain::{Clock, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use store::attachments::{self, Spent};
use store::{Store, StoreError, settings};
use tokio::time::MissedTickBehavior;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(60);

/// Between two sweeps.
const HOUR: i64 = 60 * 60 * 1000;

/// What was prepared and never named by a message stays so long, in hours.
const LOOSE: u32 = 24;

/// What a person who clears the cache means: everything but what was chosen a
/// moment ago and has no draft yet.
pub(crate) fn all_spent(now: Timestamp) -> Spent {
    Spent {
        ended: now,
        added: Timestamp(now.0 - HOUR),
    }
}

fn spent(hours: u32, now: Timestamp) -> Spent {
    let before = |hours: u32| Timestamp(now.0 - i64::from(hours) * HOUR);
    Spent {
        ended: before(hours),
        added: before(hours.max(LOOSE)),
    }
}

/// Sweeps for as long as it is polled.
pub(crate) async fn keep(store: Store, clock: Arc<dyn Clock>) {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last: Option<Timestamp> = None;
    loop {
        look.tick().await;
        let now = clock.now();
        // A clock that was set back is no reason to wait for it.
        if last.is_some_and(|last| (last.0..last.0 + HOUR).contains(&now.0)) {
            continue;
        }
        last = Some(now);
        match sweep(&store, now).await {
            Ok(0) => {}
            Ok(freed) => log::info!("{freed} attachments of the past were emptied"),
            Err(error) => log::warn!("attachments of the past stay for now: {error}"),
        }
    }
}

/// Removes what has been there long enough by the profile's settings. How many
/// attachments.
async fn sweep(store: &Store, now: Timestamp) -> Result<u64, StoreError> {
    let freed = store
        .write(move |tx| {
            let hours = settings::profile(tx)?.attachment_hours;
            attachments::sweep(tx, spent(hours, now), now)
        })
        .await?;
    Ok(freed.attachments)
}
