//! Whole lives of the program in simulated time: the real dispatcher over the
//! real encrypted store, with a network, people and a person at the keyboard
//! made of chance. A seed replays a life exactly.
//!
//! An onlooker notes what crosses the wire and what the program is told, and
//! compares it with the store: nobody twice, nobody skipped, order kept,
//! nothing on the wire that the store does not know, no one who opted out,
//! and every campaign comes to an end.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::indexing_slicing
)]

mod chance;
mod checks;
mod file;
mod hours;
mod ledger;
mod life;
mod people;
mod phone;
mod plant;
mod profile;
mod report;
mod server;
mod world;

pub use life::live;
pub use plant::Plant;
pub use report::{Report, Summary};

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Lives many lives, as many at a time as the machine has processors.
pub fn live_all(seeds: std::ops::Range<u64>) -> Summary {
    let next = AtomicU64::new(seeds.start);
    let summary = Mutex::new(Summary::default());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let report = live(seed, None, false);
                    summary.lock().unwrap().add(report);
                }
            });
        }
    });
    summary.into_inner().unwrap()
}
