//! Running closures on connections: the writer with group commit, the readers.

use crate::connection::{self, Handle};
use crate::{StoreError, Tx};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Requests that share one commit at most. Bounds how long the first of them
/// waits for its answer.
const BATCH: usize = 64;

/// A request. It is given a connection inside a transaction, or the reason why
/// there is none.
pub(crate) type Job = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Done + Send>;

/// A request that ran and waits for its transaction to end.
pub(crate) struct Done {
    /// Whether its changes are wanted.
    keep: bool,
    /// Tells the requester. An error means that the changes were lost.
    answer: Box<dyn FnOnce(Result<(), StoreError>)>,
}

/// Packs a closure. Its result goes to `reply` once it is final.
pub(crate) fn job<T, F>(work: F, reply: oneshot::Sender<Result<T, StoreError>>) -> Job
where
    F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    T: Send + 'static,
{
    Box::new(move |connection| {
        let result = connection.and_then(|connection| {
            catch_unwind(AssertUnwindSafe(|| work(&Tx::new(connection))))
                .unwrap_or_else(|_| Err(StoreError::other("a request to the database panicked")))
        });
        Done {
            keep: result.is_ok(),
            answer: Box::new(move |end| {
                // Nobody listens when the requester gave up waiting.
                let _ = reply.send(result.and_then(|value| end.map(|()| value)));
            }),
        }
    })
}

/// The writer's thread: takes what waits, runs it, commits once, answers.
/// Ends when every handle is gone or the store is closed; then waits for the
/// readers, so that the log can be written back whole.
pub(crate) fn write_loop(
    mut handle: Handle,
    requests: &Receiver<Job>,
    readers: Vec<JoinHandle<()>>,
) {
    while let Ok(first) = requests.recv() {
        let mut batch = vec![first];
        batch.extend(requests.try_iter().take(BATCH - 1));
        if !write_batch(&handle.connection, batch) {
            handle.revive();
        }
    }
    for reader in readers {
        if reader.join().is_err() {
            log::error!("a database reader ended in a panic");
        }
    }
    connection::close_writer(handle.connection);
}

/// Runs requests in one transaction, each in a savepoint of its own. Whether
/// all of them went well.
pub(crate) fn write_batch(connection: &Connection, batch: Vec<Job>) -> bool {
    // Alone, the transaction itself is what is undone; a savepoint would keep
    // the former contents of every page it changes in memory.
    let shared = batch.len() > 1;
    let mut waiting = Vec::new();
    let asked = batch.len();
    for job in batch {
        let ready = begin(connection, shared);
        let ran = ready.is_ok();
        let done = job(ready.map(|()| connection));
        if connection.is_autocommit() && ran {
            // SQLite itself undid the transaction, as it does when the disk is
            // full: what ran before in this batch is lost as well.
            if done.keep {
                waiting.push(done);
            } else {
                (done.answer)(Ok(()));
            }
            give_up(&mut waiting);
        } else if done.keep {
            waiting.push(done);
            if shared && connection.execute_batch("RELEASE job").is_err() {
                roll_back(connection);
                give_up(&mut waiting);
            }
        } else {
            if ran
                && shared
                && connection
                    .execute_batch("ROLLBACK TO job; RELEASE job")
                    .is_err()
            {
                roll_back(connection);
                give_up(&mut waiting);
            }
            (done.answer)(Ok(()));
        }
    }
    if connection.is_autocommit() {
        return false;
    }
    if waiting.is_empty() {
        roll_back(connection);
        return false;
    }
    let end = connection.execute_batch("COMMIT").map_err(StoreError::from);
    if end.is_err() {
        roll_back(connection);
    }
    let well = end.is_ok() && waiting.len() == asked;
    for done in waiting {
        (done.answer)(end.clone());
    }
    well
}

fn begin(connection: &Connection, shared: bool) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        connection.execute_batch("BEGIN IMMEDIATE")?;
    }
    if shared {
        connection.execute_batch("SAVEPOINT job")?;
    }
    Ok(())
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        log::error!("a transaction could not be undone: {error}");
    }
}

fn give_up(waiting: &mut Vec<Done>) {
    for done in waiting.drain(..) {
        (done.answer)(Err(StoreError::other(
            "the transaction was undone together with another one",
        )));
    }
}

/// A reader's thread. Several share one queue.
pub(crate) fn read_loop(mut handle: Handle, requests: &Arc<Mutex<Receiver<Job>>>) {
    loop {
        let next = requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else { break };
        if !read_one(&handle.connection, job) {
            handle.revive();
        }
    }
    connection::close(handle.connection);
}

/// Runs one request on a consistent view of the database. Whether it went well.
pub(crate) fn read_one(connection: &Connection, job: Job) -> bool {
    let ready = connection
        .execute_batch("BEGIN")
        .map_err(StoreError::from)
        .map(|()| connection);
    let done = job(ready);
    roll_back(connection);
    let well = done.keep;
    (done.answer)(Ok(()));
    well
}
