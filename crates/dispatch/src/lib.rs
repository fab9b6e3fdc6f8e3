//! Runs campaigns: takes the next due message from the outbox, counts the
//! attempt, hands it to the [`domain::Messenger`] and lets acks and receipts
//! decide what became of it.
//!
//! One [`Dispatcher`] per open profile. It alternates between a *turn*, one
//! database transaction that applies everything heard and picks what goes out
//! next, and the wire. No transaction is held while the wire is waited for.

mod desk;
mod dispatcher;
mod enclose;
mod failures;
mod parts;
mod pick;
#[cfg(feature = "planted")]
pub mod planted;
#[cfg(not(feature = "planted"))]
mod planted;
mod turn;

pub use dispatcher::Dispatcher;
pub use parts::{Control, News, Parts, Timing};
pub use turn::next_allowed;
