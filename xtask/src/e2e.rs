//! `cargo xtask e2e`

use crate::checkout::{cargo, succeed};
use crate::{Step, debian, node, test};

/// Builds everything and drives the real window; `filters` choose tests.
pub fn run(filters: &[&str]) -> Step {
    debian::ensure(&[debian::ENGINE, debian::WINDOW, debian::DRIVING].concat())?;
    node::ensure()?;
    node::build()?;
    // The same flags as `cargo xtask test`, so that nothing is built twice.
    succeed(&mut cargo(test::BUILD))?;
    succeed(
        cargo(&["test", "--workspace", "--all-features", "--test", "window"])
            .arg("--")
            .args(filters),
    )
}
