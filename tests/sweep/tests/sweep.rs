//! Every operation of a day crashed and failed once.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use faultfs::{Crash, Fault, FaultFs, Plan};
use sweep::{Row, Scenario, Verdict, play, play_naive, print, sweep};

/// A day on which nothing goes wrong: what there is to sweep over.
fn sound() -> Verdict {
    let verdict = play(&FaultFs::new().unwrap(), Scenario::of(Plan::Nothing));
    assert!(verdict.is_clean(), "{verdict:#?}");
    verdict
}

fn crashes(name: &str, points: u64, how: fn(u64) -> Crash) -> Row {
    sweep(
        name,
        (points, 1),
        |_| (),
        |disk, at| play(disk, Scenario::crash(at, how(at))),
    )
}

fn faults(name: &str, points: u64, what: Fault, for_good: bool) -> Row {
    sweep(
        name,
        (points, 1),
        |_| (),
        |disk, at| {
            let until = if for_good { u64::MAX } else { at + 1 };
            let mut scenario = Scenario::of(Plan::Fail {
                from: at,
                until,
                what,
            });
            scenario.mended_by_a_person = for_good;
            play(disk, scenario)
        },
    )
}

/// Nobody lost, nobody twice, nothing on the wire that is not in the store.
fn assert_kept(rows: &[Row]) {
    eprintln!("{}", print(rows));
    let stories: Vec<_> = rows.iter().flat_map(|row| &row.stories).collect();
    assert!(stories.is_empty(), "{stories:#?}");
}

#[test]
fn every_promise_is_kept_at_every_point() {
    let clean = sound();
    let (changes, reads) = (clean.changes, clean.reads);
    assert!(changes > 200 && reads > 50, "{clean:?}");
    let mut rows = vec![
        crashes("kill", changes, |_| Crash::Kill),
        crashes("power loss", changes, |_| Crash::PowerLoss),
        crashes("power loss, torn", changes, |seed| Crash::Torn { seed }),
        sweep(
            "torn, and once more",
            (changes, 1),
            |_| (),
            |disk, at| {
                let mut scenario = Scenario::crash(at, Crash::Torn { seed: !at });
                scenario.again = Some(1 + at * 7 % 40);
                play(disk, scenario)
            },
        ),
    ];
    for (name, what, points) in [
        ("disk full", Fault::Full, changes),
        ("disk sick", Fault::Io, changes),
        ("disk unreadable", Fault::ReadIo, reads),
    ] {
        rows.push(faults(&format!("{name}, once"), points, what, false));
        rows.push(faults(&format!("{name}, for good"), points, what, true));
    }
    assert_kept(&rows);
}

/// Controls look at one point of so many.
const CONTROL: u64 = 5;

/// A kill keeps what was written and not synchronised, so it cannot see this
/// bug; a power loss has to.
fn assert_power_loss_tells(name: &str, prepare: fn(&FaultFs)) {
    let disk = FaultFs::new().unwrap();
    prepare(&disk);
    let clean = play(&disk, Scenario::of(Plan::Nothing));
    let row = |how: fn(u64) -> Crash, word: &str| {
        sweep(
            &format!("{name}, {word}"),
            (clean.changes, CONTROL),
            prepare,
            |disk, at| play(disk, Scenario::crash(at, how(at))),
        )
    };
    let rows = [
        row(|_| Crash::PowerLoss, "power loss"),
        row(|seed| Crash::Torn { seed }, "torn"),
    ];
    eprintln!("{}", print(&rows));
    for row in rows {
        assert!(row.bad > row.points / 4 && row.unrecorded > 0, "{row:?}");
    }
}

#[test]
fn normal_synchronisation_is_caught() {
    assert_power_loss_tells("NORMAL", FaultFs::weaken_synchronous);
}

#[test]
fn a_lying_disk_is_caught() {
    assert_power_loss_tells("lying disk", FaultFs::lie_about_synchronising);
}

#[test]
fn an_id_stored_after_sending_is_caught() {
    let row = sweep(
        "stored after sending",
        (200, 1),
        |_| (),
        |disk, at| play_naive(disk, at, Crash::Kill),
    );
    eprintln!("{}", print(std::slice::from_ref(&row)));
    assert!(row.unrecorded > 0 && row.doubled > 0, "{row:?}");
}
