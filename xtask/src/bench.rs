//! `cargo xtask bench`

use crate::checkout::{built, cargo, succeed};
use crate::{Step, debian};
use std::process::Command;

/// Builds the measuring program and the loopback server, optimised, and runs
/// the first, which starts the second.
pub fn run(arguments: &[&str]) -> Step {
    debian::ensure(debian::ENGINE)?;
    succeed(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "message-sender-loopback",
        "--package",
        "message-sender-bench",
        "--features",
        "message-sender-bench/loopback",
    ]))?;
    succeed(Command::new(built("release", "message-sender-bench")).args(arguments))
}
