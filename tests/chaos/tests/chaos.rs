//! Fifty runs, none of which may be bad; `CHAOS_RUNS` says another number.

#[test]
fn whatever_happens_everybody_gets_it_once_and_in_order() {
    let runs = std::env::var("CHAOS_RUNS").map_or(50, |runs| runs.parse().expect("a number"));
    let summary = chaos::live_all(0, runs, None);
    println!("{summary}");
    assert!(summary.is_good(), "bad seeds: {:?}", summary.bad);
    assert_eq!(summary.tally.runs, runs);
    // That something happened at all.
    if runs >= 20 {
        assert!(summary.tally.kills > runs / 4, "{summary}");
        assert!(summary.tally.restarts > runs / 8, "{summary}");
        assert!(summary.tally.drops > runs / 8, "{summary}");
    }
}
