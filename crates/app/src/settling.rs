//! The pieces of the search's index are merged in the background, a few at a time: at
//! the beginning, every hour, and behind an import.

use std::time::Duration;
use store::{Store, StoreError, contacts};
use tokio::time::MissedTickBehavior;

/// Between two looks for pieces.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Merges for as long as it is polled.
pub(crate) async fn keep(store: Store) {
    let mut look = tokio::time::interval(HOUR);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        settle(&store).await;
    }
}

/// Merges what there is. Others write in between; ends with the store.
pub(crate) async fn settle(store: &Store) {
    loop {
        match store.write(contacts::settle).await {
            Ok(false) => {}
            Ok(true) | Err(StoreError::Closed) => return,
            Err(error) => {
                log::warn!("the search is merged later: {error}");
                return;
            }
        }
    }
}
