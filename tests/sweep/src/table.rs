//! The figures of a sweep.

use crate::Verdict;
use faultfs::FaultFs;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of one way to go wrong, at every point.
#[derive(Debug, Default)]
pub struct Row {
    /// What went wrong.
    pub name: String,
    /// Points at which it did.
    pub points: usize,
    /// Runs in which a promise was broken.
    pub bad: usize,
    /// People who got nothing, over all runs.
    pub lost: usize,
    /// People who got it under two ids.
    pub doubled: usize,
    /// Messages on the wire that the store did not know.
    pub unrecorded: usize,
    /// Harmless repeats under the same id.
    pub repeats: usize,
    /// Runs in which the program had to be started anew.
    pub restarted: usize,
    /// The first broken promises, with the points.
    pub stories: Vec<String>,
}

impl Row {
    /// Begins a row.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a run.
    pub fn add(&mut self, at: u64, verdict: &Verdict) {
        self.points += 1;
        self.lost += verdict.lost.len();
        self.doubled += verdict.doubled.len();
        self.unrecorded += verdict.unrecorded.len();
        self.repeats += verdict.repeats;
        self.restarted += usize::from(verdict.restarts > 0);
        if !verdict.is_clean() {
            self.bad += 1;
            if self.stories.len() < 5 {
                self.stories
                    .push(format!("{} at {at}: {verdict:?}", self.name));
            }
        }
    }

    /// Adds another part of the same row.
    pub fn join(&mut self, other: Self) {
        self.points += other.points;
        self.bad += other.bad;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.unrecorded += other.unrecorded;
        self.repeats += other.repeats;
        self.restarted += other.restarted;
        self.stories.extend(other.stories);
    }
}

/// All rows under a head.
pub fn print(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<28} {:>7} {:>5} {:>5} {:>8} {:>11} {:>8} {:>10}\n",
        "", "points", "bad", "lost", "doubled", "unrecorded", "repeats", "restarted"
    );
    for row in rows {
        let _ = writeln!(
            text,
            "{:<28} {:>7} {:>5} {:>5} {:>8} {:>11} {:>8} {:>10}",
            row.name,
            row.points,
            row.bad,
            row.lost,
            row.doubled,
            row.unrecorded,
            row.repeats,
            row.restarted
        );
    }
    text
}

/// Plays a day for every point from 1, or every `stride`-th, on as many threads as there are
/// processors; each has a disk of its own. `prepare` gets every disk empty.
pub fn sweep(
    name: &str,
    (points, stride): (u64, u64),
    prepare: impl Fn(&FaultFs) + Sync,
    day: impl Fn(&FaultFs, u64) -> Verdict + Sync,
) -> Row {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let next = AtomicU64::new(0);
    let mut whole = Row::new(name);
    std::thread::scope(|scope| {
        let worker = || {
            let disk = FaultFs::new().expect("SQLite takes the disk");
            let mut row = Row::new(name);
            loop {
                let at = 1 + stride * next.fetch_add(1, Ordering::Relaxed);
                if at > points {
                    return row;
                }
                disk.format();
                prepare(&disk);
                row.add(at, &day(&disk, at));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        for worker in workers {
            whole.join(worker.join().expect("a day panicked"));
        }
    });
    whole
}
