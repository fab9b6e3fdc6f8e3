//! Several requests at once: they share commits, not their failures.

use super::helpers::{Profile, block};
use crate::worker::{job, write_batch};
use crate::{Execution, Store, StoreError, settings};
use std::sync::mpsc::channel;
use tokio::sync::oneshot;

fn all(store: &Store, keys: &'static [&'static str]) -> Vec<bool> {
    let values = store.read(move |tx| {
        let present = keys.iter().map(|key| Ok(settings::get(tx, key)?.is_some()));
        present.collect::<Result<Vec<_>, StoreError>>()
    });
    block(values).unwrap()
}

#[test]
fn a_request_that_fails_is_undone_alone() {
    let profile = Profile::with(Execution::Thread);
    let (started, may_go) = (channel::<()>(), channel::<()>());
    let (has_started, go) = (started.1, may_go.0);
    let results = block(async {
        let store = &profile.store;
        // The first one keeps the writer busy, so that the others wait together.
        let first = store.write(move |tx| {
            started.0.send(()).ok();
            may_go.1.recv().ok();
            settings::set(tx, "first", "1")
        });
        let good = store.write(|tx| settings::set(tx, "good", "1"));
        let bad = store.write(|tx| {
            settings::set(tx, "bad", "1")?;
            Err::<(), _>(StoreError::other("changed my mind"))
        });
        let broken = store.write(|tx| {
            settings::set(tx, "broken", "1")?;
            panic!("planted");
            #[allow(unreachable_code)]
            Ok(())
        });
        let last = store.write(|tx| settings::set(tx, "last", "1"));
        let release = async {
            has_started.recv().ok();
            go.send(()).ok();
        };
        let (first, good, bad, broken, last, ()) =
            tokio::join!(first, good, bad, broken, last, release);
        [first, good, bad, broken, last]
    });
    assert_eq!(results[0], Ok(()));
    assert_eq!(results[1], Ok(()));
    assert_eq!(results[2], Err(StoreError::other("changed my mind")));
    assert_eq!(results[3].as_ref().unwrap_err().code(), "other");
    assert_eq!(results[4], Ok(()));
    let kept = all(&profile.store, &["first", "good", "bad", "broken", "last"]);
    assert_eq!(kept, [true, true, false, false, true]);
}

#[test]
fn a_panic_alone_is_undone_and_the_store_goes_on() {
    for execution in [Execution::Thread, Execution::Inline] {
        let profile = Profile::with(execution);
        let broken = block(profile.store.write(|tx| {
            settings::set(tx, "broken", "1")?;
            panic!("planted");
            #[allow(unreachable_code)]
            Ok(())
        }));
        assert!(broken.is_err());
        profile.write(|tx| settings::set(tx, "next", "1"));
        assert_eq!(all(&profile.store, &["broken", "next"]), [false, true]);
        let broken = block(profile.store.read::<(), _>(|_| panic!("planted")));
        assert!(broken.is_err());
        assert_eq!(all(&profile.store, &["next"]), [true]);
    }
}

#[test]
fn a_lost_transaction_is_nobodys_success() {
    let profile = Profile::new();
    let (first, mut first_answer) = oneshot::channel();
    let (second, mut second_answer) = oneshot::channel();
    let (third, mut third_answer) = oneshot::channel();
    let path = profile.path();
    block(profile.store.close());
    let connection = crate::connection::open(
        &path,
        &super::helpers::key(),
        crate::connection::Role::Writer,
        None,
    )
    .unwrap();
    write_batch(
        &connection,
        vec![
            job(|tx| settings::set(tx, "first", "1"), first),
            // What SQLite does by itself when the disk is full at the wrong time.
            job(
                |tx| {
                    tx.connection().execute_batch("ROLLBACK")?;
                    Err::<(), _>(StoreError::DiskFull)
                },
                second,
            ),
            job(|tx| settings::set(tx, "third", "1"), third),
        ],
    );
    assert_eq!(
        first_answer.try_recv().unwrap().unwrap_err().code(),
        "other"
    );
    assert_eq!(second_answer.try_recv().unwrap(), Err(StoreError::DiskFull));
    assert_eq!(third_answer.try_recv().unwrap(), Ok(()));
    crate::connection::close_writer(connection);
    let store = Store::open(&path, &super::helpers::key(), Execution::Inline).unwrap();
    assert_eq!(all(&store, &["first", "third"]), [false, true]);
}

#[test]
fn readers_see_what_is_committed_and_cannot_write() {
    let profile = Profile::with(Execution::Thread);
    let refused = block(profile.store.read(|tx| settings::set(tx, "a", "1")));
    assert_eq!(refused, Err(StoreError::ReadOnly));
    // A read that began before a commit does not see half of it, and does not
    // hold it up.
    let (began, may_end) = (channel::<()>(), channel::<()>());
    let (has_begun, end) = (began.1, may_end.0);
    let seen = block(async {
        let slow = profile.store.read(move |tx| {
            let before = settings::get(tx, "a")?;
            began.0.send(()).ok();
            may_end.1.recv().ok();
            Ok((before, settings::get(tx, "a")?))
        });
        let write = async {
            has_begun.recv().ok();
            let written = profile.store.write(|tx| settings::set(tx, "a", "1")).await;
            end.send(()).ok();
            written
        };
        let (seen, written) = tokio::join!(slow, write);
        written.unwrap();
        seen.unwrap()
    });
    assert_eq!(seen, (None, None));
    assert_eq!(all(&profile.store, &["a"]), [true]);
}

#[test]
fn a_hundred_tasks_write_at_once() {
    let profile = Profile::with(Execution::Thread);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..100)
            .map(|n| {
                let store = profile.store.clone();
                tokio::spawn(async move {
                    store
                        .write(move |tx| settings::set(tx, &format!("key {n}"), "1"))
                        .await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    });
    let count = profile.read(|tx| {
        let count = tx
            .connection()
            .query_row("SELECT count(*) FROM setting", [], |row| {
                row.get::<_, i64>(0)
            })?;
        Ok(count)
    });
    assert_eq!(count, 100);
}

#[test]
fn what_was_asked_before_closing_is_done() {
    let profile = Profile::with(Execution::Thread);
    block(async {
        let store = profile.store.clone();
        let write = store.write(|tx| settings::set(tx, "a", "1"));
        let (written, ()) = tokio::join!(write, profile.store.close());
        written.unwrap();
    });
    let store = Store::open(&profile.path(), &super::helpers::key(), Execution::Inline).unwrap();
    assert_eq!(all(&store, &["a"]), [true]);
}
