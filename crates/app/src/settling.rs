//! What large lists leave to be done in the background, a little at a time: the pieces of
//! the search's index are merged, and people are filed among the others. At the
//! beginning, every hour, and behind an import.

use std::time::Duration;
use store::{Store, StoreError, Tx, contacts};
use tokio::time::MissedTickBehavior;

/// Between two looks for it.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Does it for as long as it is polled.
pub(crate) async fn keep(store: Store) {
    let mut look = tokio::time::interval(HOUR);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        merge(&store).await;
        file(&store).await;
    }
}

/// Merges what there is.
pub(crate) async fn merge(store: &Store) {
    bit_by_bit(store, contacts::settle, "the search is merged later").await;
}

/// Files whoever stands apart.
pub(crate) async fn file(store: &Store) {
    bit_by_bit(store, contacts::file, "people are filed later").await;
}

/// Takes steps until nothing is left. Others write in between; ends with the store.
async fn bit_by_bit(store: &Store, step: fn(&Tx<'_>) -> Result<bool, StoreError>, or: &str) {
    loop {
        match store.write(step).await {
            Ok(false) => {}
            Ok(true) | Err(StoreError::Closed) => return,
            Err(error) => {
                log::warn!("{or}: {error}");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{PhoneNumber, Timestamp};
    use std::ops::Range;
    use store::contacts::{NewContact, Remarks, UpsertOptions, Writer};
    use store::{DatabaseKey, Execution};
    use tempfile::TempDir;

    fn person(number: u32) -> NewContact {
        NewContact {
            phone: PhoneNumber::from_e164(&format!("+595981{number:06}")).unwrap(),
            typed: String::new(),
            name: "Zunilda Vera".to_owned(),
            title: String::new(),
            groups: Vec::new(),
            fields: std::collections::BTreeMap::new(),
            remarks: Remarks::default(),
        }
    }

    fn options() -> UpsertOptions {
        UpsertOptions {
            skip_existing: false,
            group: None,
            consent: None,
            opted_out_why: String::new(),
            now: Timestamp(1),
        }
    }

    async fn add(store: &Store, number: u32) {
        let added = store.write(move |tx| contacts::upsert(tx, &person(number), &options()));
        added.await.unwrap();
    }

    /// As if they came with a list of so many.
    async fn import(store: &Store, numbers: Range<u32>, list: u64) {
        let imported = store.write(move |tx| {
            let mut writer = Writer::of_import(tx, options(), list)?;
            for number in numbers {
                writer.put(&person(number))?;
            }
            writer.finish()
        });
        imported.await.unwrap();
    }

    fn store(folder: &TempDir, execution: Execution) -> Store {
        let key = DatabaseKey::from_bytes([7; 32]);
        Store::open(&folder.path().join("store.db"), &key, execution).unwrap()
    }

    /// Whoever an earlier process left apart.
    #[tokio::test(start_paused = true)]
    async fn an_open_profile_does_what_is_left_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder, Execution::Inline);
        import(&store, 0..4_500, 4_500).await;
        import(&store, 5_000..5_500, 1_000).await;
        for number in 6_000..6_008 {
            add(&store, number).await;
        }
        let kept = tokio::time::timeout(HOUR / 2, keep(store.clone())).await;
        assert!(kept.is_err(), "it goes on");
        assert!(store.write(contacts::settle).await.unwrap(), "merged");
        assert!(store.write(contacts::file).await.unwrap(), "filed");
    }

    #[tokio::test]
    async fn who_stands_apart_is_filed_until_nobody_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder, Execution::Thread);
        import(&store, 0..4_500, 4_500).await;
        assert!(store.write(contacts::file).await.unwrap());
        import(&store, 5_000..5_500, 1_000).await;
        let first = store.write(contacts::file).await.unwrap();
        assert!(!first, "there was somebody to file");
        file(&store).await;
        assert!(store.write(contacts::file).await.unwrap());
        store.close().await;
        // Nobody is left to write.
        file(&store).await;
    }

    #[tokio::test]
    async fn what_changes_leave_is_merged_until_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder, Execution::Thread);
        for number in 0..8 {
            add(&store, number).await;
        }
        let first = store.write(contacts::settle).await.unwrap();
        assert!(!first, "there was something to merge");
        for number in 8..16 {
            add(&store, number).await;
        }
        merge(&store).await;
        assert!(store.write(contacts::settle).await.unwrap());
        store.close().await;
        // Nobody is left to write.
        merge(&store).await;
    }
}
