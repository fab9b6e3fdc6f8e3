//! What is told of a life, and of many.

use crate::world::World;
use std::collections::BTreeMap;
use std::fmt;

/// What became of one seed.
#[derive(Debug)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// The kind of life.
    pub profile: &'static str,
    /// Simulated milliseconds.
    pub lived: u64,
    /// Messages that were to be sent.
    pub messages: u64,
    /// Requests that crossed the wire.
    pub wire: u64,
    /// Deaths of the program.
    pub crashes: u64,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// What was not as it should be.
    pub violations: Vec<String>,
    /// The trace as one number.
    pub fingerprint: u64,
    /// The trace, where it was asked for.
    pub trace: Vec<String>,
}

impl Report {
    /// The report of a world that came to its end.
    pub fn of(seed: u64, world: &mut World) -> Self {
        Self {
            seed,
            profile: world.profile.name,
            lived: world.now(),
            messages: world.ledger.ids.len() as u64,
            wire: world.ledger.wire,
            crashes: world.ledger.crashes,
            faults: std::mem::take(&mut world.ledger.faults),
            violations: std::mem::take(&mut world.ledger.violations),
            fingerprint: world.fingerprint(),
            trace: world.take_lines(),
        }
    }
}

/// The sum of many lives.
#[derive(Debug, Default)]
pub struct Summary {
    /// Seeds run.
    pub seeds: u64,
    /// Simulated milliseconds.
    pub lived: u64,
    /// Messages that were to be sent.
    pub messages: u64,
    /// Requests that crossed the wire.
    pub wire: u64,
    /// Deaths of the program.
    pub crashes: u64,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// Seeds with what was not as it should be.
    pub violations: BTreeMap<u64, (&'static str, Vec<String>)>,
}

impl Summary {
    /// Adds a life.
    pub fn add(&mut self, report: Report) {
        self.seeds += 1;
        self.lived += report.lived;
        self.messages += report.messages;
        self.wire += report.wire;
        self.crashes += report.crashes;
        for (kind, count) in report.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        if !report.violations.is_empty() {
            self.violations
                .insert(report.seed, (report.profile, report.violations));
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.lived / 86_400_000;
        writeln!(f, "seeds run           {:>10}", self.seeds)?;
        writeln!(f, "simulated days      {days:>10}")?;
        writeln!(f, "messages            {:>10}", self.messages)?;
        writeln!(f, "requests on the wire{:>10}", self.wire)?;
        writeln!(f, "crashes             {:>10}", self.crashes)?;
        writeln!(
            f,
            "faults              {:>10}",
            self.faults.values().sum::<u64>()
        )?;
        for (kind, count) in &self.faults {
            writeln!(f, "  {count:>8}  {kind}")?;
        }
        writeln!(f, "seeds with violations {:>8}", self.violations.len())?;
        for (seed, (profile, violations)) in &self.violations {
            writeln!(f, "  seed {seed} ({profile})")?;
            for violation in violations {
                writeln!(f, "    {violation}")?;
            }
        }
        Ok(())
    }
}
