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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{AttachmentId, Medium, MediumKind, Settings};
    use store::{DatabaseKey, Execution};
    use testkit::TestClock;

    fn medium(seed: u8) -> Medium {
        Medium {
            kind: MediumKind::Document,
            mime: "text/plain".into(),
            file_name: "precios.txt".into(),
            sha256: [seed; 32],
            size: 3,
            width: None,
            height: None,
            thumbnail: None,
            seconds: None,
            waveform: None,
            pages: None,
        }
    }

    struct Scene {
        _folder: tempfile::TempDir,
        store: Store,
        clock: Arc<TestClock>,
    }

    impl Scene {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store.db");
            let key = DatabaseKey::from_bytes([7; 32]);
            Self {
                store: Store::open(&path, &key, Execution::Inline).unwrap(),
                _folder: folder,
                clock: Arc::new(TestClock::new()),
            }
        }

        async fn attach(&self, seed: u8) -> AttachmentId {
            let now = self.clock.now();
            let attached = self.store.write(move |tx| {
                let id = attachments::begin(tx, now)?;
                attachments::add_piece(tx, id, 0, &[seed; 3])?;
                attachments::finish(tx, id, &medium(seed), now)
            });
            attached.await.unwrap()
        }

        async fn is_there(&self, id: AttachmentId) -> bool {
            let found = self.store.read(move |tx| attachments::piece(tx, id, 0));
            found.await.unwrap().is_some()
        }

        /// The program runs for so long.
        async fn pass(&self, minutes: u64) {
            tokio::time::sleep(Duration::from_secs(minutes * 60)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_go_at_the_beginning_and_within_an_hour_of_their_time() {
        let scene = Scene::new();
        let old = scene.attach(1).await;
        scene.clock.jump(25 * HOUR);
        let young = scene.attach(2).await;
        let keeping = tokio::spawn(keep(scene.store.clone(), scene.clock.clone()));
        scene.pass(1).await;
        assert!(!scene.is_there(old).await, "it was old at the beginning");
        scene.pass(23 * 60).await;
        assert!(scene.is_there(young).await, "it has a day");
        scene.pass(2 * 60).await;
        assert!(!scene.is_there(young).await);
        keeping.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_set_back_stops_nothing() {
        let scene = Scene::new();
        let keeping = tokio::spawn(keep(scene.store.clone(), scene.clock.clone()));
        scene.pass(1).await;
        scene.clock.jump(-1_000 * HOUR);
        let old = scene.attach(1).await;
        scene.pass(26 * 60).await;
        assert!(!scene.is_there(old).await);
        keeping.abort();
    }

    #[test]
    fn a_file_without_a_message_has_a_day_whatever_is_set() {
        let now = Timestamp(1_000 * HOUR);
        let usual = Settings::default().attachment_hours;
        let ago = |spent: Spent| {
            (
                (now.0 - spent.ended.0) / HOUR,
                (now.0 - spent.added.0) / HOUR,
            )
        };
        assert_eq!(ago(spent(usual, now)), (24, 24));
        assert_eq!(ago(spent(0, now)), (0, 24));
        assert_eq!(ago(spent(72, now)), (72, 72));
        assert_eq!(ago(all_spent(now)), (0, 1));
    }
}
