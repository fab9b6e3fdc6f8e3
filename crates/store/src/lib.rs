//! The profile's encrypted database: the only room with SQL.
//!
//! [`Store`] is the handle. Work is a closure over a [`Tx`], run as one
//! transaction by [`Store::write`] or on a consistent view by [`Store::read`];
//! the modules hold the functions that such a closure calls, a module for each
//! kind of thing. When a `write` has answered, its effects survive a power
//! loss.
//!
//! No closure may do other input or output, and none has an `await` in it, so
//! no transaction is ever held while something else is waited for.

pub mod attachments;
pub mod campaigns;
mod connection;
pub mod contacts;
pub mod drafts;
mod error;
mod key;
pub mod metrics;
mod migrations;
pub mod outbox;
pub mod replies;
mod rows;
pub mod settings;
mod store;
pub mod templates;
mod worker;

pub use error::StoreError;
pub use key::DatabaseKey;
pub use store::{Execution, Store, Tx};

#[cfg(test)]
mod tests;
