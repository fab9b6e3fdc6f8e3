//! What is told of a run, and of many.

use crate::judge::{Fault, Verdict};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// What happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Runs.
    pub runs: u64,
    /// People who were to get a message.
    pub people: u64,
    /// The program was killed.
    pub kills: u64,
    /// The server was killed and came back.
    pub restarts: u64,
    /// The line dropped.
    pub drops: u64,
    /// Acks that were to get lost.
    pub swallowed: u64,
    /// Acks began to come late.
    pub late_acks: u64,
    /// Runs in which phones kept their receipts back.
    pub late_receipts: u64,
    /// Messages that were to be refused.
    pub refusals: u64,
    /// The server went silent.
    pub silences: u64,
    /// The server gave out no keys.
    pub no_keys: u64,
    /// The campaign was held and let go on.
    pub holds: u64,
    /// Messages that arrived again under their own id.
    pub repeated: u64,
    /// People who were given up and tried once more.
    pub given_up: u64,
}

impl Tally {
    fn lines(&self) -> [(&'static str, u64); 14] {
        [
            ("runs", self.runs),
            ("people", self.people),
            ("kills of the program", self.kills),
            ("restarts of the server", self.restarts),
            ("drops of the line", self.drops),
            ("swallowed acks", self.swallowed),
            ("times acks came late", self.late_acks),
            ("runs with late receipts", self.late_receipts),
            ("refused messages", self.refusals),
            ("silences of the server", self.silences),
            ("times without keys", self.no_keys),
            ("holds resumed", self.holds),
            ("repeats under the same id", self.repeated),
            ("given up, then retried", self.given_up),
        ]
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.runs += other.runs;
        self.people += other.people;
        self.kills += other.kills;
        self.restarts += other.restarts;
        self.drops += other.drops;
        self.swallowed += other.swallowed;
        self.late_acks += other.late_acks;
        self.late_receipts += other.late_receipts;
        self.refusals += other.refusals;
        self.silences += other.silences;
        self.no_keys += other.no_keys;
        self.holds += other.holds;
        self.repeated += other.repeated;
        self.given_up += other.given_up;
    }
}

/// The sum of many runs.
#[derive(Debug, Default)]
pub struct Summary {
    /// What happened in all of them.
    pub tally: Tally,
    /// How often something was wrong.
    pub faults: BTreeMap<Fault, u64>,
    /// Seeds of bad runs.
    pub bad: Vec<u64>,
}

impl Summary {
    /// Adds a run.
    pub fn add(&mut self, seed: u64, tally: Tally, verdict: &Verdict) {
        self.tally += tally;
        for (fault, times) in verdict {
            *self.faults.entry(*fault).or_default() += times.len() as u64;
        }
        if !verdict.is_empty() {
            self.bad.push(seed);
        }
    }

    /// Whether nothing was wrong.
    pub fn is_good(&self) -> bool {
        self.bad.is_empty()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in self.tally.lines() {
            writeln!(f, "{what:<26} {count:>8}")?;
        }
        for fault in Fault::ALL {
            let count = self.faults.get(&fault).copied().unwrap_or(0);
            writeln!(f, "{:<26} {count:>8}", fault.to_string().to_uppercase())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_run_makes_the_sum_bad() {
        let mut summary = Summary::default();
        let tally = Tally {
            runs: 1,
            kills: 2,
            ..Tally::default()
        };
        summary.add(1, tally, &Verdict::new());
        assert!(summary.is_good());
        let verdict = Verdict::from([(Fault::Lost, vec!["a".to_owned(), "b".to_owned()])]);
        summary.add(2, tally, &verdict);
        assert!(!summary.is_good());
        assert_eq!((summary.tally.runs, summary.tally.kills), (2, 4));
        assert_eq!(summary.faults[&Fault::Lost], 2);
        assert!(summary.to_string().contains("LOST"));
    }
}
