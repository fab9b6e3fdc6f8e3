//! `cargo xtask simulate`

use crate::checkout::{built, cargo, succeed};
use crate::{Step, debian};
use std::process::Command;

/// From so many seeds on, building with optimisation is worth the wait.
const MANY: u64 = 5_000;

/// Builds the simulator and runs it; it fails when a seed shows something
/// that must not be.
pub fn run(arguments: &[&str]) -> Step {
    debian::ensure(debian::ENGINE)?;
    let many = seeds(arguments).is_some_and(|seeds| seeds >= MANY);
    let mut build = vec!["build", "--package", "simulator"];
    if many {
        build.push("--release");
    }
    succeed(&mut cargo(&build))?;
    let profile = if many { "release" } else { "debug" };
    succeed(Command::new(built(profile, "simulator")).args(arguments))
}

fn seeds(arguments: &[&str]) -> Option<u64> {
    let at = arguments.iter().position(|word| *word == "--seeds")?;
    arguments.get(at + 1)?.parse().ok()
}
