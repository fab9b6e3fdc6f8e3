//! What becomes of a linked device, on a profile that talks to the loopback server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod allowed;
mod health;
mod shop;
mod states;
