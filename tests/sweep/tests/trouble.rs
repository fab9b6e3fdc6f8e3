//! What the dispatcher does while the store refuses to work.
#![allow(clippy::unwrap_used)]

use faultfs::{Fault, FaultFs, Plan};
use sweep::{Scenario, play};

/// A thousand refusals have to last for minutes: who asks again at once burns
/// the processor and fills the memory with complaints.
#[test]
fn a_refusing_store_is_asked_again_in_peace() {
    let disk = FaultFs::new().unwrap();
    let changes = play(&disk, Scenario::of(Plan::Nothing)).changes;
    for from in [changes / 3, changes / 2, changes * 2 / 3] {
        disk.format();
        let mut scenario = Scenario::of(Plan::Fail {
            from,
            until: from + 1_000,
            what: Fault::Io,
        });
        scenario.mended_by_a_person = true;
        let verdict = play(&disk, scenario);
        assert!(verdict.is_clean(), "{verdict:#?}");
        assert!(
            verdict.faults < 300,
            "{} refusals in twenty seconds",
            verdict.faults
        );
    }
}
