//! The real client against the loopback server, in one process.

// The helpers of tests are tests: a panic is how they report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing)]

mod client;
mod control;
mod faults;
mod media;
mod messages;
mod pairing;
mod relay;
mod restart;
mod transport;
