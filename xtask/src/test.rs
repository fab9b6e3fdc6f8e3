//! `cargo xtask test`: every check and every test, in an order that fails
//! early.

use crate::checkout::{cargo, output, root};
use crate::stages::Stages;
use crate::{Failure, Step, debian, node, toolchain};
use std::process::Command;

/// Builds all programs and tests. One set of packages and features for every
/// stage: cargo then builds each dependency once.
pub const BUILD: &[&str] = &[
    "build",
    "--workspace",
    "--all-targets",
    "--all-features",
    "--locked",
];

const LINTS: &[&str] = &[
    "clippy",
    "--workspace",
    "--all-targets",
    "--all-features",
    "--locked",
    "--",
    "-D",
    "warnings",
];

/// Runs it all.
pub fn run() -> Step {
    let mut stages = Stages::default();
    stages.work("set-up", || {
        debian::ensure(&[debian::ENGINE, debian::WINDOW, debian::DRIVING].concat())?;
        toolchain::ensure()?;
        node::ensure()
    });
    stages.run("format", &mut cargo(&["fmt", "--all", "--check"]));
    stages.work("interface: packages", || node::install("ui"));
    stages.run("interface: types and texts", &mut node::script("check"));
    stages.test(
        "interface: tests",
        node::script("test").env("NO_COLOR", "1"),
    );
    stages.run("interface: build", &mut node::script("build"));
    stages.run("lints", &mut cargo(LINTS));
    if output("cargo-deny", &["--version"]).is_some() {
        stages.run(
            "licences and bans",
            &mut cargo(&["deny", "check", "licenses", "bans", "sources"]),
        );
    }
    stages.work("foreign clients: packages", || {
        node::install("tests/interop/node")
    });
    // The window tests start the built program, which `cargo test` alone
    // would not build.
    stages.run("build", &mut cargo(BUILD));
    stages.test(
        "tests",
        &mut cargo(&[
            "test",
            "--workspace",
            "--all-features",
            "--locked",
            "--no-fail-fast",
        ]),
    );
    if std::env::var_os("CI").is_some() {
        stages.work("generated types are committed", bindings_are_committed);
    }
    stages.conclude()
}

/// The tests wrote the TypeScript of the doors' shapes anew; what was
/// committed must be the same.
fn bindings_are_committed() -> Step {
    let changed = git_status("ui/src/backend/generated")?;
    if changed.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "generated types differ from the committed ones; run the tests and commit:\n{changed}"
    )))
}

fn git_status(path: &str) -> Step<String> {
    let output = Command::new("git")
        .args(["status", "--porcelain", "--", path])
        .current_dir(root())
        .output()
        .map_err(|error| Failure::new(format!("cannot ask git: {error}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
