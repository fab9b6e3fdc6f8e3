//! Reads this repository, so that the rules of its architecture can be tests.

mod checkout;
mod metadata;
mod spdx;

pub use checkout::{Problem, cargo_tree, files, root, text};
pub use metadata::{Dependency, Kind, Package, Workspace};
pub use spdx::permits;
