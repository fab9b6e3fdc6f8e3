//! Numbers for the dashboard. They are kept with every change of a recipient
//! ([`keep`]), by quarters of an hour, so that a range of any zone's days is a sum
//! over few rows ([`read`]). What they mean is in [`domain::metrics`].

mod course;
mod keep;
mod read;

pub use course::{Course, CourseStep, STEP, course};
#[cfg(test)]
pub(crate) use course::{REASONS, STEPS};
pub(crate) use keep::{answered, count_left_out, moved, set_of, standing};
#[cfg(test)]
pub(crate) use read::{BY_GROUPS, FAILURES, OUTCOMES, SENT_IN_BLOCKS, SENT_TO};
pub use read::{TopContact, begun, by_groups, failures, opt_outs, outcomes, top_contacts};

/// Milliseconds of a slot.
pub(crate) const SLOT: i64 = 15 * 60 * 1000;

/// Slots of a block: thirty days.
pub(crate) const BLOCK: i64 = 30 * 24 * 4;
