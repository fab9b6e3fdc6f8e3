//! Long pieces of work: told about, and stopped when somebody asks.

use crate::api::{AppEvent, Work, WorkProgress};
use crate::error::{AppError, Result};
use crate::session::Inner;
use domain::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::StoreError;
use tokio::sync::watch;

/// Doors are told at most this often.
pub(crate) const OFTEN: Duration = Duration::from_millis(100);

/// Whether somebody asked to stop.
type Stop = Arc<watch::Sender<bool>>;

/// What is being done in a session, one of each kind.
#[derive(Default)]
pub(crate) struct Works(Arc<Mutex<BTreeMap<Work, Stop>>>);

impl Works {
    /// Begins a piece of work. A preview takes the place of an earlier one,
    /// nothing else does.
    pub fn begin(&self, work: Work, inner: &Arc<Inner>) -> Result<Task> {
        let stopped = Stop::default();
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = running.get(&work) {
            if work != Work::Preview {
                return Err(AppError::bad_input("work_under_way"));
            }
            earlier.send_replace(true);
        }
        running.insert(work, Arc::clone(&stopped));
        Ok(Task {
            work,
            stopped,
            running: Arc::clone(&self.0),
            inner: Arc::clone(inner),
            told: None,
        })
    }

    /// Asks everything that is being done to stop. Whether there was anything.
    pub fn cancel_all(&self) -> bool {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for stopped in running.values() {
            stopped.send_replace(true);
        }
        !running.is_empty()
    }

    /// Asks a piece of work to stop; what it did so far is undone. Whether
    /// there is such a one.
    pub fn cancel(&self, work: Work) -> bool {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running
            .get(&work)
            .map(|stopped| stopped.send_replace(true))
            .is_some()
    }
}

/// A piece of work that goes on until this is dropped.
pub(crate) struct Task {
    work: Work,
    stopped: Stop,
    running: Arc<Mutex<BTreeMap<Work, Stop>>>,
    inner: Arc<Inner>,
    told: Option<Timestamp>,
}

impl Task {
    /// Something was done.
    ///
    /// # Errors
    /// `cancelled` when somebody asked to stop.
    pub fn step(&mut self, done: u64, total: Option<u64>, people: u64) -> Result<()> {
        if *self.stopped.borrow() {
            return Err(AppError::bad_input("cancelled"));
        }
        let now = self.inner.clock().now();
        if self
            .told
            .is_some_and(|told| told <= now && now.since(told) < OFTEN)
        {
            return Ok(());
        }
        self.told = Some(now);
        self.inner.tell(AppEvent::Work {
            progress: WorkProgress {
                work: self.work,
                done,
                total,
                people,
            },
        });
        Ok(())
    }

    /// The outcome of what waits for others, which is given up at once when
    /// somebody asks to stop.
    ///
    /// # Errors
    /// `cancelled` when somebody did.
    pub async fn unless_stopped<T>(&self, waiting: impl Future<Output = T>) -> Result<T> {
        let mut asked = self.stopped.subscribe();
        tokio::select! {
            biased;
            _ = asked.wait_for(|stopped| *stopped) => Err(AppError::bad_input("cancelled")),
            outcome = waiting => Ok(outcome),
        }
    }

    /// [`Task::step`] inside a transaction, which it undoes when it fails. Looks
    /// at the clock now and then only.
    pub fn step_of(&mut self, done: u64, total: u64) -> Result<(), StoreError> {
        if done.is_multiple_of(256) {
            self.step(done, Some(total), done)
                .map_err(|_| StoreError::Cancelled)?;
        }
        Ok(())
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        // Another one of the kind may have taken the place.
        if running
            .get(&self.work)
            .is_some_and(|stopped| Arc::ptr_eq(stopped, &self.stopped))
        {
            running.remove(&self.work);
        }
    }
}
