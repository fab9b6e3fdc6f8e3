//! The built programs in the hands of a test: the command line as a person or a
//! script starts it, and the loopback server in a process of its own. A helper
//! reports by a panic, as tests do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::indexing_slicing,
    // What insists on something hands it on; that need not be used.
    clippy::return_self_not_must_use
)]

mod files;
mod list;
mod program;
mod server;
mod shop;

pub use files::{sample, sample_path, sha256};
pub use list::{TEXT, list, number, person, text_for};
pub use program::{Ended, Running, built, until};
pub use server::{Received, Server};
pub use shop::Shop;
