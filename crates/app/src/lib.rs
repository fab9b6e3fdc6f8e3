//! The use cases of Message Sender: what every door calls.
//!
//! [`App`] knows the profiles of this computer; [`Session`] is one open
//! profile with its database, its phone and its dispatcher. One function per
//! command, one event type ([`api::AppEvent`]), one error type ([`AppError`]).

pub mod api;
mod aside;
#[cfg(test)]
mod at_rest;
mod attachments;
mod audience;
mod backup;
mod bidi;
mod campaigns;
mod catalogue;
mod clock;
mod compose;
mod contacts;
mod dashboard;
mod destination;
mod device;
mod diagnostics;
mod drafts;
mod error;
mod export;
mod guard;
mod health;
mod import;
mod journal;
mod keys;
mod line;
mod local_time;
mod logs;
mod network;
mod profile_folder;
mod profiles;
mod pump;
mod replace;
mod report;
mod retention;
mod schedule;
mod session;
mod settings;
mod settling;
mod system_error;
mod templates;
mod trouble;
mod unfit;
mod vault;
mod work;

pub use backup::{Passphrase, RestoreOptions, SHORTEST_PASSPHRASE};
pub use bidi::{isolated, turns};
pub use catalogue::{Catalogue, LANGUAGES};
pub use clock::SystemClock;
pub use dashboard::{percent, thirty_days_to};
pub use destination::write_whole;
pub use device::qr_for_terminal;
pub use error::{AppError, ErrorKind, Result};
pub use export::{check_ending, ending};
pub use keys::{Cost, Keychain, KeychainError, NoKeychain, Passcode, system_keychain};
pub use local_time::local_time;
pub use logs::Logs;
pub use profiles::{App, AppConfig, default_data_dir};
pub use session::Session;
