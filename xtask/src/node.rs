//! Node packages and the build of the user interface.

use crate::checkout::{output, root, succeed};
use crate::{Failure, Step};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// The oldest Node that the user interface is built with.
const OLDEST: u32 = 20;

/// Sees to it that Node and npm are there.
pub fn ensure() -> Step {
    let Some(version) = output("node", &["--version"]) else {
        return Err(Failure::missing(format!(
            "Node {OLDEST} or newer is needed and was not found"
        )));
    };
    if major(&version).is_none_or(|major| major < OLDEST) {
        return Err(Failure::missing(format!(
            "Node {OLDEST} or newer is needed; this one is {version}"
        )));
    }
    if npm().arg("--version").output().is_err() {
        return Err(Failure::missing("npm is needed and was not found"));
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Installs the packages of a folder when its lock file is newer than they are.
pub fn install(folder: &str) -> Step {
    let folder = root().join(folder);
    if !folder.join("package-lock.json").exists() || fresh(&folder) {
        return Ok(());
    }
    succeed(
        npm()
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(folder),
    )
}

fn fresh(folder: &Path) -> bool {
    let lock = changed(&folder.join("package-lock.json"));
    // npm writes this file last.
    let packages = changed(&folder.join("node_modules/.package-lock.json"));
    matches!((lock, packages), (Some(lock), Some(packages)) if packages >= lock)
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

/// A script of the user interface.
pub fn script(name: &str) -> Command {
    let mut command = npm();
    command.args(["run", name]).current_dir(root().join("ui"));
    command
}

/// Builds the user interface that the window embeds.
pub fn build() -> Step {
    install("ui")?;
    succeed(&mut script("build"))
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("24.0.0"), Some(24));
        assert_eq!(major("nightly"), None);
    }
}
