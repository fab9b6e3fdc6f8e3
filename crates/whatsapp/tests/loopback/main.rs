//! The real client against the practice server on this machine.

mod device;
mod pairing;
mod sending;
mod support;
