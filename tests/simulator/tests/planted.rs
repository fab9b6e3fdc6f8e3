//! Every bug that is planted is found.

use simulator::{Plant, live};

/// Seeds within which each must be found.
const ENOUGH: u64 = 400;

#[test]
fn every_planted_bug_is_found() {
    let mut missed = Vec::new();
    let mut needed = Vec::new();
    for plant in Plant::all() {
        let found = (0..ENOUGH).find_map(|seed| {
            let report = live(seed, Some(plant), false);
            report
                .violations
                .into_iter()
                .next()
                .map(|violation| (seed + 1, violation))
        });
        match found {
            Some((seeds, violation)) => {
                println!("{seeds:>4} seeds  {plant:?}: {violation}");
                needed.push(seeds);
            }
            None => missed.push(plant),
        }
    }
    needed.sort_unstable();
    println!("median: {:?} seeds", needed.get(needed.len() / 2));
    assert!(missed.is_empty(), "not found: {missed:?}");
}
