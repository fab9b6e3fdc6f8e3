//! Every bug that is planted is found.

use simulator::{Plant, live};
use std::sync::Mutex;

/// Seeds within which each must be found, from wherever one begins.
const ENOUGH: u64 = 400;
const BEGINNINGS: [u64; 3] = [0, 100_000, 200_000];

#[test]
fn every_planted_bug_is_found() {
    let plants = Mutex::new(Plant::all());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let next = plants.lock().unwrap().pop();
                    let Some(plant) = next else { return };
                    let found = BEGINNINGS.map(|beginning| hunt(plant, beginning));
                    results.lock().unwrap().push((plant, found));
                }
            });
        }
    });
    let mut needed = Vec::new();
    let mut missed = Vec::new();
    for (plant, found) in results.into_inner().unwrap() {
        let seeds: Vec<_> = found.iter().flatten().map(|(seeds, _)| *seeds).collect();
        let how = found.iter().flatten().next();
        println!(
            "{plant:?}: after {seeds:?} seeds; {:?}",
            how.map(|(_, v)| v)
        );
        if seeds.len() < BEGINNINGS.len() {
            missed.push(plant);
        }
        needed.extend(seeds);
    }
    needed.sort_unstable();
    let median = needed.get(needed.len() / 2);
    println!(
        "seeds needed: median {median:?}, at most {:?}",
        needed.last()
    );
    assert!(missed.is_empty(), "not found: {missed:?}");
}

/// How many seeds it takes, and what gives the bug away.
fn hunt(plant: Plant, beginning: u64) -> Option<(u64, String)> {
    (0..ENOUGH).find_map(|seed| {
        let report = live(beginning + seed, Some(plant), false);
        let violation = report.violations.into_iter().next()?;
        Some((seed + 1, violation))
    })
}
