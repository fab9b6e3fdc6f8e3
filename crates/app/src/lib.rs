//! The use cases of Message Sender: what every door calls.
//!
//! [`App`] knows the profiles of this computer; [`Session`] is one open
//! profile with its database, its phone and its dispatcher. One function per
//! command, one event type ([`api::AppEvent`]), one error type ([`AppError`]).

pub mod api;
#[cfg(test)]
mod at_rest;
mod attachments;
mod audience;
mod campaigns;
mod catalogue;
mod clock;
mod compose;
mod contacts;
mod dashboard;
mod device;
mod drafts;
mod error;
mod export;
mod health;
mod import;
mod line;
mod profile_folder;
mod profiles;
mod pump;
mod report;
mod retention;
mod schedule;
mod session;
mod settings;
mod templates;
mod trouble;
mod unfit;
mod work;

pub use catalogue::{Catalogue, LANGUAGES};
pub use clock::SystemClock;
pub use device::qr_for_terminal;
pub use error::{AppError, ErrorKind, Result};
pub use profiles::{App, AppConfig, default_data_dir};
pub use session::Session;
