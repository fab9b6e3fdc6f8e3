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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{PhoneNumber, Timestamp};
    use store::contacts::{NewContact, Remarks, UpsertOptions};
    use store::{DatabaseKey, Execution};

    async fn add(store: &Store, number: u32) {
        let person = NewContact {
            phone: PhoneNumber::from_e164(&format!("+595981{number:06}")).unwrap(),
            typed: String::new(),
            name: "Zunilda Vera".to_owned(),
            title: String::new(),
            groups: Vec::new(),
            fields: std::collections::BTreeMap::new(),
            remarks: Remarks::default(),
        };
        let options = UpsertOptions {
            skip_existing: false,
            group: None,
            consent: None,
            opted_out_why: String::new(),
            now: Timestamp(1),
        };
        let added = store.write(move |tx| contacts::upsert(tx, &person, &options));
        added.await.unwrap();
    }

    #[tokio::test]
    async fn what_changes_leave_is_merged_until_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let key = DatabaseKey::from_bytes([7; 32]);
        let store = Store::open(&path, &key, Execution::Thread).unwrap();
        for number in 0..8 {
            add(&store, number).await;
        }
        let first = store.write(contacts::settle).await.unwrap();
        assert!(!first, "there was something to merge");
        for number in 8..16 {
            add(&store, number).await;
        }
        settle(&store).await;
        assert!(store.write(contacts::settle).await.unwrap());
        store.close().await;
        // Nobody is left to write.
        settle(&store).await;
    }
}
