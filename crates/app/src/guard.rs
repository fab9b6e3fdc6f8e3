//! Whether an open profile may be looked at.

use domain::{Clock, Timestamp};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The lock in front of an open profile. The engine behind it goes on.
#[derive(Debug)]
pub(crate) struct Guard {
    locked: AtomicBool,
    /// When a person last did something.
    used: Mutex<Timestamp>,
    /// Minutes without a person after which it locks; 0 for never.
    minutes: AtomicU32,
}

impl Guard {
    /// Open, and used just now.
    pub fn new(minutes: u32, now: Timestamp) -> Self {
        Self {
            locked: AtomicBool::new(false),
            used: Mutex::new(now),
            minutes: AtomicU32::new(minutes),
        }
    }

    fn used(&self) -> MutexGuard<'_, Timestamp> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_locked(&self) -> bool {
        self.locked.load(Ordering::SeqCst)
    }

    /// Locks; whether it was open.
    pub fn lock(&self) -> bool {
        !self.locked.swap(true, Ordering::SeqCst)
    }

    pub fn unlock(&self, now: Timestamp) {
        *self.used() = now;
        self.locked.store(false, Ordering::SeqCst);
    }

    /// A person did something.
    pub fn touch(&self, now: Timestamp) {
        *self.used() = now;
    }

    pub fn set_minutes(&self, minutes: u32) {
        self.minutes.store(minutes, Ordering::SeqCst);
    }

    /// Whether nobody has been there for so long that it should lock.
    pub fn is_idle(&self, clock: &dyn Clock) -> bool {
        let minutes = self.minutes.load(Ordering::SeqCst);
        let now = clock.now();
        let mut used = self.used();
        // A clock that was set back must not keep it open.
        *used = (*used).min(now);
        minutes > 0 && now.since(*used) >= Duration::from_secs(u64::from(minutes) * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::TestClock;

    const MINUTE: i64 = 60_000;

    #[tokio::test(start_paused = true)]
    async fn it_is_idle_after_its_minutes_without_anybody() {
        let clock = TestClock::new();
        let guard = Guard::new(15, clock.now());
        clock.jump(15 * MINUTE - 1);
        assert!(!guard.is_idle(&clock));
        guard.touch(clock.now());
        clock.jump(15 * MINUTE - 1);
        assert!(!guard.is_idle(&clock));
        clock.jump(1);
        assert!(guard.is_idle(&clock));
        guard.set_minutes(0);
        assert!(!guard.is_idle(&clock));
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_set_back_does_not_keep_it_open() {
        let clock = TestClock::new();
        let guard = Guard::new(15, clock.now());
        clock.jump(-1_000 * MINUTE);
        assert!(!guard.is_idle(&clock));
        clock.jump(15 * MINUTE);
        assert!(guard.is_idle(&clock));
    }

    #[tokio::test(start_paused = true)]
    async fn who_unlocks_it_is_there() {
        let clock = TestClock::new();
        let guard = Guard::new(15, clock.now());
        clock.jump(20 * MINUTE);
        assert!(guard.lock());
        assert!(!guard.lock());
        assert!(guard.is_locked());
        guard.unlock(clock.now());
        assert!(!guard.is_locked());
        assert!(!guard.is_idle(&clock));
    }
}
