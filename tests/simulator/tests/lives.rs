//! Many lives, and the same life twice.

use simulator::{live, live_all};

#[test]
fn in_two_thousand_lives_nothing_is_lost_and_nothing_repeated() {
    let start = std::time::Instant::now();
    let summary = live_all(0..2_000);
    let took = start.elapsed().as_secs_f64();
    println!("{summary}{:.0} seeds a second", 2_000.0 / took);
    assert!(summary.violations.is_empty(), "{summary}");
    assert!(summary.crashes > 1_000, "faults are injected");
}

#[test]
fn a_seed_replays_the_same_life() {
    for seed in 0..25 {
        let (first, second) = (live(seed, None, true), live(seed, None, true));
        for (one, other) in first.trace.iter().zip(&second.trace) {
            assert_eq!(one, other, "seed {seed}");
        }
        assert_eq!(first.fingerprint, second.fingerprint, "seed {seed}");
        assert_eq!(first.lived, second.lived, "seed {seed}");
    }
}
