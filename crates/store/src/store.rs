//! The handle that everybody holds.

use crate::connection::{self, Handle, Role};
use crate::worker::{self, Job};
use crate::{DatabaseKey, StoreError};
use rusqlite::Connection;
use std::fmt;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use tokio::sync::{oneshot, watch};

/// Readers that can work at the same time.
const READERS: usize = 3;

/// Where closures run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Execution {
    /// On threads of the store: one that writes, a few that read.
    Thread,
    /// On the caller's thread, while the future is polled. For simulated time,
    /// in which a second thread would appear to take forever.
    Inline,
}

/// One transaction, lent to a closure. The functions of this crate's modules
/// take it.
pub struct Tx<'c> {
    connection: &'c Connection,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    pub(crate) fn connection(&self) -> &'c Connection {
        self.connection
    }
}

/// An open database. Clones are cheap and share it.
#[derive(Clone)]
pub struct Store {
    hands: Arc<Hands>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

enum Hands {
    Threads {
        writer: Mutex<Option<Sender<Job>>>,
        readers: Mutex<Option<Sender<Job>>>,
        /// Its sender is dropped when all connections are closed.
        closed: watch::Receiver<()>,
    },
    Inline(Mutex<Option<Box<Handles>>>),
}

struct Handles {
    writer: Handle,
    reader: Handle,
}

impl Store {
    /// Opens the database at `path`, creating it or bringing it up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] and [`StoreError::NotADatabase`] leave the file
    /// as it is, [`StoreError::NewerVersion`] does, too.
    pub fn open(path: &Path, key: &DatabaseKey, execution: Execution) -> Result<Self, StoreError> {
        Self::open_on(path, key, execution, None)
    }

    /// [`Store::open`] on a file system that was registered with SQLite under
    /// this name; none for SQLite's own.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_on(
        path: &Path,
        key: &DatabaseKey,
        execution: Execution,
        vfs: Option<&str>,
    ) -> Result<Self, StoreError> {
        let writer = Handle::open(path, key, Role::Writer, vfs)?;
        let reader = || Handle::open(path, key, Role::Reader, vfs);
        let hands = match execution {
            Execution::Inline => Hands::Inline(Mutex::new(Some(Box::new(Handles {
                writer,
                reader: reader()?,
            })))),
            Execution::Thread => {
                let readers = (0..READERS)
                    .map(|_| reader())
                    .collect::<Result<Vec<_>, _>>()?;
                start_threads(writer, readers)?
            }
        };
        Ok(Self {
            hands: Arc::new(hands),
        })
    }

    /// Runs `work` as one transaction. `Ok` means that its changes are on the
    /// disk; `Err` that there are none.
    ///
    /// Requests that wait at the same time share one commit; each is undone by
    /// itself when it fails or panics. A request runs even when the future is
    /// dropped after it was polled first.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = worker::job(work, reply);
        match &*self.hands {
            Hands::Threads { writer, .. } => hand_over(writer, job)?,
            Hands::Inline(handles) => {
                with_handles(handles, |h| {
                    if !worker::write_batch(&h.writer.connection, vec![job]) {
                        h.writer.revive();
                    }
                })?;
            }
        }
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Runs `work` on a consistent view of what is committed. Anything that
    /// would write is refused.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = worker::job(work, reply);
        match &*self.hands {
            Hands::Threads { readers, .. } => hand_over(readers, job)?,
            Hands::Inline(handles) => {
                with_handles(handles, |h| {
                    if !worker::read_one(&h.reader.connection, job) {
                        h.reader.revive();
                    }
                })?;
            }
        }
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Gives the memory back that a large piece of work needed for pages. To be
    /// asked for behind it: pages of a transaction are kept until it ends.
    pub async fn trim(&self) -> Result<(), StoreError> {
        self.write(|tx| connection::trim(tx.connection())).await
    }

    /// Finishes what was asked for before, writes the log back into the
    /// database file and closes every handle. Later requests of any clone end
    /// with [`StoreError::Closed`]. Closing twice does no harm.
    pub async fn close(&self) {
        match &*self.hands {
            Hands::Threads {
                writer,
                readers,
                closed,
            } => {
                lock(readers).take();
                lock(writer).take();
                // Ends with an error, which is the sender's end: all is closed.
                while closed.clone().changed().await.is_ok() {}
            }
            Hands::Inline(handles) => {
                if let Some(handles) = lock(handles).take() {
                    connection::close(handles.reader.connection);
                    connection::close_writer(handles.writer.connection);
                }
            }
        }
    }
}

fn start_threads(writer: Handle, readers: Vec<Handle>) -> Result<Hands, StoreError> {
    let no_thread = |error: std::io::Error| StoreError::Io(error.to_string().into());
    let (read_requests, queue) = channel();
    let queue = Arc::new(Mutex::new(queue));
    let mut threads = Vec::with_capacity(readers.len());
    for reader in readers {
        let queue = Arc::clone(&queue);
        let thread = thread::Builder::new()
            .name("store-read".to_owned())
            .spawn(move || worker::read_loop(reader, &queue))
            .map_err(no_thread)?;
        threads.push(thread);
    }
    let (write_requests, queue) = channel();
    let (open, closed) = watch::channel(());
    thread::Builder::new()
        .name("store-write".to_owned())
        .spawn(move || {
            worker::write_loop(writer, &queue, threads);
            drop(open);
        })
        .map_err(no_thread)?;
    Ok(Hands::Threads {
        writer: Mutex::new(Some(write_requests)),
        readers: Mutex::new(Some(read_requests)),
        closed,
    })
}

/// The lock is only ever held to reach the channel or to run a job, and a job
/// that panics is caught before; so a poisoned lock protects sound contents.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hand_over(requests: &Mutex<Option<Sender<Job>>>, job: Job) -> Result<(), StoreError> {
    lock(requests)
        .as_ref()
        .and_then(|requests| requests.send(job).ok())
        .ok_or(StoreError::Closed)
}

fn with_handles(
    handles: &Mutex<Option<Box<Handles>>>,
    run: impl FnOnce(&mut Handles),
) -> Result<(), StoreError> {
    lock(handles)
        .as_deref_mut()
        .map(run)
        .ok_or(StoreError::Closed)
}
