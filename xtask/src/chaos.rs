//! `cargo xtask chaos`

use crate::checkout::{built, cargo, succeed};
use crate::{Step, debian};
use std::process::Command;

/// Builds the programs as the tests have them, and lets them live through
/// trouble; it fails when a message was lost, doubled, out of order or not
/// accounted for, or when a campaign did not end.
pub fn run(arguments: &[&str]) -> Step {
    debian::ensure(&[debian::ENGINE, debian::WINDOW].concat())?;
    succeed(&mut cargo(&[
        "build",
        "--workspace",
        "--all-features",
        "--locked",
    ]))?;
    succeed(Command::new(built("debug", "chaos")).args(arguments))
}
