//! The built programs in trouble: a shop sends a campaign through the command
//! line to the loopback server, each a process of its own, and both are killed,
//! cut off, refused and kept waiting as a seed has it. In the end every phone
//! must have its one message, in the order of the list, and the report must say
//! so.
//!
//! A seed repeats what is done and at which message, not at which instruction:
//! processes run as the machine lets them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::indexing_slicing
)]

mod judge;
mod plan;
mod run;
mod table;

pub use judge::{Evidence, Fault, Verdict, judge};
pub use plan::{Act, Plan, Step, When};
pub use run::{Outcome, live};
pub use table::{Summary, Tally};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Runs side by side. They mostly wait.
pub const SIDE_BY_SIDE: usize = 6;

/// Lives `runs` runs from the seed `from` on, some side by side, and prints a
/// line for each. The folders of bad ones are kept.
pub fn live_all(from: u64, runs: u64, people: Option<u32>) -> Summary {
    let next = AtomicU64::new(from);
    let end = from.saturating_add(runs);
    let summary = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let (tally, verdict) = one(&Plan::of(seed, people));
                    summary.lock().unwrap().add(seed, tally, &verdict);
                }
            });
        }
    });
    summary.into_inner().unwrap()
}

/// One run in a folder of its own, told in a line.
fn one(plan: &Plan) -> (Tally, Verdict) {
    let begin = Instant::now();
    let seed = plan.seed;
    let mut folder = tempfile::Builder::new()
        .prefix(&format!("chaos-{seed}-"))
        .tempdir()
        .unwrap();
    let lived = catch_unwind(AssertUnwindSafe(|| live(plan, folder.path())));
    let Outcome { tally, verdict } = lived.unwrap_or_else(|_| Outcome {
        tally: Tally {
            runs: 1,
            ..Tally::default()
        },
        verdict: Verdict::from([(Fault::Broken, vec!["see the panic above".to_owned()])]),
    });
    let took = begin.elapsed().as_secs_f64();
    let ending = if verdict.is_empty() { "ok" } else { "BAD" };
    println!(
        "seed {seed}: {ending}, {} people, {} kills, {} restarts, {} drops, {} repeats, {took:.1} s",
        plan.people, tally.kills, tally.restarts, tally.drops, tally.repeated
    );
    if !verdict.is_empty() {
        folder.disable_cleanup(true);
        for (fault, times) in &verdict {
            let first = times.iter().take(3).cloned().collect::<Vec<_>>();
            println!("  {fault}, {} times: {}", times.len(), first.join("; "));
        }
        println!("  kept in {}", folder.path().display());
        println!(
            "  to repeat it: cargo xtask chaos --runs 1 --seed {seed} --people {}",
            plan.people
        );
    }
    (tally, verdict)
}
