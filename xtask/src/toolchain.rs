//! The parts of the Rust toolchain that the checks use.

use crate::checkout::{cargo, shown};
use crate::{Failure, Step};

/// Sees to it that formatting and lints can be checked.
pub fn ensure() -> Step {
    for arguments in [["fmt", "--version"], ["clippy", "--version"]] {
        let mut command = cargo(&arguments);
        let found = command.output().is_ok_and(|output| output.status.success());
        if !found {
            return Err(Failure::missing(format!(
                "`{}` does not work; `rustup component add clippy rustfmt` installs it",
                shown(&command)
            )));
        }
    }
    Ok(())
}
