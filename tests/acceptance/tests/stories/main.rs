//! Stories told through the built programs alone: the command line as a person
//! or a script starts it, and the loopback server in a process of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod attachments;
mod backup;
#[cfg(target_os = "linux")]
mod backup_room;
mod campaign;
mod contacts;
mod device;
mod endings;
mod exchange;
mod faults;
mod holds;
#[cfg(unix)]
mod interrupted;
#[cfg(target_os = "linux")]
mod keychain;
mod killed;
mod logs;
mod numbers;
mod passcode;
mod privacy;
mod rekeyed;
mod storage;
mod unfit;
mod unopened;
mod uploads;

use acceptance as support;
