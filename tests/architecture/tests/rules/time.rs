//! Time is passed in.

use architecture::{Problem, files, text};
use std::path::Path;

/// Rooms whose stories play in simulated time.
const TIMELESS: &[&str] = &[
    "crates/app",
    "crates/contact-import",
    "crates/dispatch",
    "crates/domain",
    "crates/media",
    "crates/reports",
    "crates/store",
];

/// The one place where the hour is read.
const CLOCK: &str = "crates/app/src/clock.rs";

/// Reading the hour, or waiting for real.
const READS_THE_HOUR: &[&str] = &[
    "SystemTime::now",
    "Utc::now",
    "Local::now",
    "std::time::Instant",
    "thread::sleep",
];

#[test]
fn the_hour_is_read_in_one_place() -> Result<(), Problem> {
    let mut wrong = Vec::new();
    for file in files()? {
        let timeless = TIMELESS
            .iter()
            .any(|room| file.starts_with(Path::new(room).join("src")));
        if !timeless || file == Path::new(CLOCK) {
            continue;
        }
        let text = text(&file).unwrap_or_default();
        wrong.extend(
            READS_THE_HOUR
                .iter()
                .filter(|call| text.contains(**call))
                .map(|call| format!("{}: {call}", file.display())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}
