//! The real client against the loopback server, in one process.

mod client;
mod control;
mod faults;
mod media;
mod messages;
mod pairing;
mod relay;
mod transport;
