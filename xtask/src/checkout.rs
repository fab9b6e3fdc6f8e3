//! Where things are, and how programs are started there.

use crate::{Failure, Step};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// The root of the repository.
pub fn root() -> PathBuf {
    // Compiled into a binary that lives inside the checkout it serves.
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// A cargo command in the repository.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(root());
    command
}

/// A program that was built; `profile` is `debug` or `release`.
pub fn built(profile: &str, name: &str) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target
        .join(profile)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Says what is started, and starts it.
pub fn status(command: &mut Command) -> Step<ExitStatus> {
    let shown = shown(command);
    eprintln!("$ {shown}");
    command
        .status()
        .map_err(|error| Failure::new(format!("cannot start `{shown}`: {error}")))
}

/// Says what is started, starts it, and insists on success.
pub fn succeed(command: &mut Command) -> Step {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{}` failed: {status}",
        shown(command)
    )))
}

/// What a program prints, or nothing when it cannot be started or fails.
pub fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![file_name(Path::new(command.get_program()))];
    words.extend(command.get_args().map(|word| {
        let word = word.to_string_lossy();
        if word.contains([' ', '{']) {
            format!("'{word}'")
        } else {
            word.into_owned()
        }
    }));
    words.join(" ")
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
