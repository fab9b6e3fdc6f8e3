//! `cargo xtask bench`

use crate::checkout::{built, cargo, succeed};
use crate::{Step, debian, node};
use std::process::Command;

/// Builds the measuring program and the loopback server, optimised, and runs
/// the first, which starts the second. It says what it leaves out, so what is
/// only compared with need not be there.
pub fn run(arguments: &[&str]) -> Step {
    debian::ensure(debian::ENGINE)?;
    if compares_lists(arguments)
        && node::ensure().is_ok()
        && let Err(failure) = node::install("tests/bench/node")
    {
        eprintln!("xtask: {}", failure.message);
    }
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

/// Whether lists of contacts are measured: where nothing is chosen all is.
fn compares_lists(arguments: &[&str]) -> bool {
    let parts = [
        "known",
        "first",
        "size",
        "baileys",
        "media",
        "dashboard",
        "backup",
    ];
    let chosen = |part: &&str| arguments.contains(part);
    chosen(&"contacts") || chosen(&"all") || !parts.iter().any(chosen)
}

#[cfg(test)]
mod tests {
    use super::compares_lists;

    #[test]
    fn lists_are_compared_unless_something_else_is_chosen() {
        assert!(compares_lists(&[]));
        assert!(compares_lists(&["--rounds", "3"]));
        assert!(compares_lists(&["known", "contacts"]));
        assert!(!compares_lists(&["known", "--strict"]));
        assert!(!compares_lists(&["backup"]));
    }
}
