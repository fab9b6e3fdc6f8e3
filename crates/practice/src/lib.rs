//! The practice phone: the [`domain::Messenger`] port without any network.
//!
//! It ships in the released program. Staff learn on it, and it answers like
//! people do: most read, some fail, a few reply, one now and then asks not to
//! be messaged, and the line drops at times. Everything else in the program,
//! the database included, is the real thing.

mod personality;
mod phone;

pub use personality::Personality;
pub use phone::{PracticeConfig, PracticePhone, account};
