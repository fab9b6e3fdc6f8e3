//! Wrong passcodes: after five of them each further try has to wait.
//!
//! This slows down a person at the window. Whoever has the files can try as
//! often as they like, and is slowed down by what a derivation costs.

use crate::error::{AppError, ErrorKind, Result};
use crate::replace::{replace, wipe};
use domain::{Clock, Timestamp};
use serde::{Deserialize, Serialize};
use std::io;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// Wrong ones that cost nothing but the last.
const FREE: u32 = 5;

/// The first wait; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(30);

/// No wait is longer.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The wait that so many wrong ones have earned.
fn wait_after(wrong: u32) -> Duration {
    let Some(doublings) = wrong.checked_sub(FREE) else {
        return Duration::ZERO;
    };
    let factor = 1u32.checked_shl(doublings).unwrap_or(u32::MAX);
    FIRST.saturating_mul(factor).min(LONGEST)
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Book {
    wrong: u32,
    /// When the last one was tried, milliseconds since 1970.
    last: i64,
}

/// The wrong tries on one profile, kept in its folder over restarts.
pub(crate) struct Tries<'a> {
    path: PathBuf,
    clock: &'a dyn Clock,
    /// By what waits are divided, for tests.
    hurry: NonZeroU32,
}

impl<'a> Tries<'a> {
    pub fn at(path: PathBuf, clock: &'a dyn Clock, hurry: NonZeroU32) -> Self {
        Self { path, clock, hurry }
    }

    fn book(&self) -> Book {
        // One that was changed by hand could as well have been removed.
        let text = std::fs::read(&self.path).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// How many may be wrong before there is a wait.
    pub fn left(&self) -> u32 {
        FREE.saturating_sub(self.book().wrong)
    }

    /// How long nothing may be tried yet.
    pub fn wait(&self) -> Duration {
        let book = self.book();
        let wait = wait_after(book.wrong) / self.hurry.get();
        let now = self.clock.now();
        if now < Timestamp(book.last) {
            // The clock was set back: the wait begins anew, and with it goes on.
            let _ = self.write(book.wrong);
            return wait;
        }
        wait.saturating_sub(now.since(Timestamp(book.last)))
    }

    fn write(&self, wrong: u32) -> io::Result<()> {
        let last = self.clock.now().0;
        let book = serde_json::to_vec(&Book { wrong, last })?;
        replace(&self.path, &book)
    }

    /// Counts a try before it is made, so that nobody who ends the program in
    /// between has one for nothing. Refused while a wait is on.
    pub fn begin(&self) -> Result<()> {
        let wait = self.wait();
        if !wait.is_zero() {
            return Err(with_seconds("passcode_wait", wait));
        }
        let wrong = self.book().wrong.saturating_add(1);
        self.write(wrong).map_err(|error| cannot_count(&error))
    }

    /// The try that was counted was wrong: what to tell the person.
    pub fn wrong(&self) -> AppError {
        match self.left() {
            0 => with_seconds("passcode_slowed", self.wait()),
            left => AppError::new(ErrorKind::Locked, "passcode_wrong").with("tries_left", left),
        }
    }

    /// It was right: all is forgotten.
    pub fn right(&self) {
        if let Err(error) = wipe(&self.path) {
            log::warn!("wrong tries could not be forgotten: {}", error.kind());
        }
    }
}

fn with_seconds(code: &'static str, wait: Duration) -> AppError {
    // Rounded up: who comes back then is not too early.
    let seconds = wait.as_millis().div_ceil(1000).max(1);
    AppError::new(ErrorKind::Locked, code).with("seconds", seconds)
}

fn cannot_count(error: &io::Error) -> AppError {
    match error.kind() {
        io::ErrorKind::StorageFull => AppError::failure("disk_full"),
        _ => AppError::failure("database_read_only"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::TestClock;

    fn seconds(error: &AppError) -> u64 {
        error.view("es").details["seconds"].parse().unwrap()
    }

    fn tries<'a>(folder: &tempfile::TempDir, clock: &'a TestClock) -> Tries<'a> {
        Tries::at(folder.path().join("tries"), clock, NonZeroU32::MIN)
    }

    /// A wrong try, and what is told of it.
    fn wrong(tries: &Tries<'_>) -> AppError {
        tries.begin().unwrap();
        tries.wrong()
    }

    #[test]
    fn waits_grow_and_end_at_a_quarter_of_an_hour() {
        let waits: Vec<_> = (0..12).map(|wrong| wait_after(wrong).as_secs()).collect();
        let grown = [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900];
        assert_eq!(waits, grown);
        assert_eq!(wait_after(u32::MAX), LONGEST);
    }

    #[tokio::test(start_paused = true)]
    async fn the_fifth_wrong_one_brings_a_wait_that_outlives_the_program() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
        for left in ["4", "3", "2", "1"] {
            let told = wrong(&tries(&folder, &clock)).view("es");
            assert_eq!(told.code, "passcode_wrong");
            assert_eq!(told.details["tries_left"], left);
        }
        let told = wrong(&tries(&folder, &clock));
        assert_eq!((told.code(), seconds(&told)), ("passcode_slowed", 30));

        // Each look is a start of the program of its own.
        clock.jump(10_000);
        let refused = tries(&folder, &clock).begin().unwrap_err();
        assert_eq!((refused.code(), seconds(&refused)), ("passcode_wait", 20));
        assert_eq!(refused.kind(), ErrorKind::Locked);
        clock.jump(19_999);
        assert_eq!(seconds(&tries(&folder, &clock).begin().unwrap_err()), 1);
        clock.jump(1);
        let told = wrong(&tries(&folder, &clock));
        assert_eq!((told.code(), seconds(&told)), ("passcode_slowed", 60));
        clock.jump(60_000);
        assert_eq!(seconds(&wrong(&tries(&folder, &clock))), 120);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_tried_during_a_wait_makes_it_no_longer() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
        let tries = tries(&folder, &clock);
        for _ in 0..5 {
            wrong(&tries);
        }
        for _ in 0..10 {
            tries.begin().unwrap_err();
        }
        clock.jump(30_000);
        tries.begin().unwrap();
        tries.right();
        assert_eq!(tries.left(), 5);
        assert_eq!(tries.wait(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_try_that_was_not_seen_to_its_end_counts() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
        tries(&folder, &clock).begin().unwrap();
        // Somebody ended the program here.
        assert_eq!(tries(&folder, &clock).left(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_set_back_makes_nobody_wait_for_ever() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
        let tries = tries(&folder, &clock);
        for _ in 0..5 {
            wrong(&tries);
        }
        clock.jump(-86_400_000);
        assert_eq!(tries.wait(), FIRST);
        clock.jump(30_000);
        assert_eq!(tries.wait(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hurried_build_waits_less() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
        let ten = NonZeroU32::new(10).unwrap();
        let tries = Tries::at(folder.path().join("tries"), &clock, ten);
        for _ in 0..5 {
            wrong(&tries);
        }
        assert_eq!(tries.wait(), FIRST / 10);
    }
}
