//! `cargo xtask run`

use crate::checkout::{built, cargo, succeed};
use crate::{Step, debian, node, practice};
use std::process::Command;

/// Opens the window, or shows the main job in the terminal.
pub fn run() -> Step {
    if !display() {
        return practice::run();
    }
    debian::ensure(&[debian::ENGINE, debian::WINDOW].concat())?;
    node::ensure()?;
    node::build()?;
    succeed(&mut cargo(&[
        "build",
        "-p",
        "message-sender",
        "--features",
        "custom-protocol",
    ]))?;
    succeed(&mut Command::new(built("debug", "message-sender")))
}

fn display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
