//! The real client against the practice server on this machine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod device;
mod health;
mod incoming;
mod keys;
mod looking_up;
mod media;
mod pairing;
mod refusals;
mod sending;
mod states;
mod support;
