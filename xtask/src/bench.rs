//! `cargo xtask bench`

use crate::checkout::{cargo, root, succeed};
use crate::{Failure, Step, debian};

/// Runs the measuring program, optimised, against the loopback server.
pub fn run(arguments: &[&str]) -> Step {
    let manifest = root().join("tests/bench/Cargo.toml");
    if !manifest.exists() {
        return Err(Failure::new(
            "there is nothing to measure yet: tests/bench does not exist",
        ));
    }
    debian::ensure(debian::ENGINE)?;
    succeed(
        cargo(&[
            "run",
            "--release",
            "--features",
            "loopback",
            "--manifest-path",
        ])
        .arg(manifest)
        .arg("--")
        .args(arguments),
    )
}
