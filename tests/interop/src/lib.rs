//! Message Sender against a client made by others.
//!
//! The loopback server and the app speak through the same protocol library, so
//! their agreement alone proves little. Here Baileys, a client with its own
//! codec and its own cryptography, logs in to the server beside the app. Where
//! the server and Baileys disagree, Baileys is right.

// What a JSON value lacks reads as null.
#![allow(clippy::indexing_slicing)]

mod foreign;
mod shop;
mod trouble;

pub use foreign::Foreign;
pub use shop::Shop;
pub use trouble::{Outcome, Trouble};

/// How long any step may take. Generous: machines that test are busy.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(90);
