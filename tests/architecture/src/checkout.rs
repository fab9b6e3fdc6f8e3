//! The files of the repository, and cargo's view of it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a rule could not be looked at.
pub type Problem = Box<dyn std::error::Error>;

/// The root of the repository.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Every file that git knows or would add, relative to the root.
pub fn files() -> Result<Vec<PathBuf>, Problem> {
    let arguments = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let output = printed(Command::new("git").args(arguments))?;
    let mut files: Vec<PathBuf> = output
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// The content of a file, or nothing when it is not text.
pub fn text(file: &Path) -> Option<String> {
    String::from_utf8(std::fs::read(root().join(file)).ok()?).ok()
}

/// What the released programs are built of, one package with its features a
/// line. Tests and their features are left out.
pub fn cargo_tree(features: &[&str]) -> Result<String, Problem> {
    let format = "{p} [{f}]";
    printed(
        cargo()
            .args([
                "tree",
                "--locked",
                "--edges",
                "normal,build",
                "--prefix",
                "none",
            ])
            .args(["--format", format])
            .args([
                "--package",
                "message-sender",
                "--package",
                "message-sender-cli",
            ])
            .args(["--features", &features.join(",")]),
    )
}

/// A cargo command in this repository.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What a command prints in the repository.
pub(crate) fn printed(command: &mut Command) -> Result<String, Problem> {
    let output = command.current_dir(root()).output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed: {errors}").into())
}
