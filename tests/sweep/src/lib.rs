//! A day of a shop, played over a disk that crashes or fails at any operation.
//!
//! The real dispatcher works over the real encrypted store on [`faultfs`], in
//! simulated time. [`play`] is one such day from an empty disk to a completed
//! campaign: with as many deaths, restarts and repeated commands as the plan
//! brings about. It answers with everything that was not as promised.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::indexing_slicing
)]

mod audit;
mod day;
mod line;
mod naive;

mod table;

pub use day::play;
pub use naive::play as play_naive;

pub use table::{Row, print, sweep};

use domain::{MessageId, PhoneNumber};
use faultfs::{Crash, Plan};
use std::collections::BTreeSet;

/// Where the database lies on the disk.
pub(crate) const FILE: &str = "profile.db";

/// The key of the database.
pub(crate) const KEY: [u8; 32] = [7; 32];

/// People of the campaign, in order.
pub(crate) const PEOPLE: u32 = 6;

/// Their parts in the story: two whose first ack is lost, somebody who is not
/// on WhatsApp, and somebody who asks not to be written to before their turn.
pub(crate) const ACK_LOST: [u32; 2] = [1, 5];
pub(crate) const ABSENT: u32 = 2;
pub(crate) const ASKER: u32 = 0;
pub(crate) const LEAVER: u32 = 4;

/// A way in which a day goes wrong.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// The plan of the day.
    pub plan: Plan,
    /// For a crash: a second one, so many changes after the first reboot.
    pub again: Option<u64>,
    /// For a fault without an end: somebody notices after a while, mends the
    /// disk and starts the program anew.
    pub mended_by_a_person: bool,
}

impl Scenario {
    /// One plan, and the program is left alone with it.
    pub fn of(plan: Plan) -> Self {
        Self {
            plan,
            again: None,
            mended_by_a_person: false,
        }
    }

    /// One crash.
    pub fn crash(at: u64, how: Crash) -> Self {
        Self::of(Plan::Crash { at, how })
    }
}

/// What was not as promised.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// People who should have got the message and did not, or of whom the
    /// store does not know it at the end.
    pub lost: BTreeSet<PhoneNumber>,
    /// People who got it under two ids.
    pub doubled: BTreeSet<PhoneNumber>,
    /// Messages on the wire of which the store knew nothing after a reboot.
    pub unrecorded: BTreeSet<MessageId>,
    /// Everything else, in words.
    pub other: Vec<String>,
    /// Changes of the disk in the first life.
    pub changes: u64,
    /// Reads of the disk in the first life.
    pub reads: u64,
    /// Operations that failed.
    pub faults: u64,
    /// Times the program was started beyond the one planned restart.
    pub restarts: u32,
    /// Repeats under the same id: harmless, the phone shows them once.
    pub repeats: usize,
}

impl Verdict {
    /// Whether everything was as promised.
    pub fn is_clean(&self) -> bool {
        self.lost.is_empty()
            && self.doubled.is_empty()
            && self.unrecorded.is_empty()
            && self.other.is_empty()
    }

    /// Notes a broken promise, once.
    pub(crate) fn broken(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.other.contains(&what) {
            self.other.push(what);
        }
    }
}
