//! What to do after an attempt that did not succeed.

use crate::{FailureClass, HoldReason};
use std::time::Duration;

/// Attempts made at most: the first and three more.
pub const MAX_ATTEMPTS: u32 = 4;

const FIRST_BACKOFF: Duration = Duration::from_secs(2);

/// The next step for a part whose attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try the same part again after this long.
    RetryAfter(Duration),
    /// Leave it failed.
    GiveUp,
    /// Put the part back unsent and stop the campaign.
    Hold(HoldReason),
}

/// Decides by the kind of failure and the number of attempts made (from 1).
pub fn after_failure(class: FailureClass, attempts: u32) -> Next {
    match class {
        // The account is the matter, not this message: nothing is spent on it.
        FailureClass::TimeLocked => Next::Hold(HoldReason::Restricted),
        FailureClass::RateLimited if attempts >= MAX_ATTEMPTS => {
            Next::Hold(HoldReason::RateLimited)
        }
        class if class.can_pass() && attempts < MAX_ATTEMPTS => Next::RetryAfter(backoff(attempts)),
        // The device stops the campaign by its own state; the part stays.
        FailureClass::Device => Next::RetryAfter(FIRST_BACKOFF),
        _ => Next::GiveUp,
    }
}

/// The same for a refusal of the server. The device is fine, or nothing would
/// be refused: what is refused for the device's sake is not tried for ever.
pub fn after_refusal(class: FailureClass, attempts: u32) -> Next {
    match class {
        FailureClass::Device if attempts >= MAX_ATTEMPTS => Next::GiveUp,
        _ => after_failure(class, attempts),
    }
}

/// 2 s, 4 s, 8 s … after the first, second, third attempt.
pub fn backoff(attempts: u32) -> Duration {
    FIRST_BACKOFF.saturating_mul(1 << attempts.saturating_sub(1).min(8))
}

/// No part waits longer than this for its next attempt. One that seems to was
/// put off before the wall clock was set back.
pub fn longest_backoff() -> Duration {
    backoff(MAX_ATTEMPTS)
}

/// How long a campaign rests that the server asked again and again to be slower.
pub const REST_AFTER_RATE_LIMIT: Duration = Duration::from_secs(15 * 60);

/// Watches the last outcomes of a campaign and says when too many failed.
#[derive(Clone, Debug)]
pub struct FailureWatch {
    recent: std::collections::VecDeque<bool>,
    window: usize,
}

impl Default for FailureWatch {
    /// Over the last 50.
    fn default() -> Self {
        Self {
            recent: std::collections::VecDeque::new(),
            window: 50,
        }
    }
}

impl FailureWatch {
    /// Notes one outcome; true when the campaign should be held, because more than
    /// `threshold_percent` of the last ones failed. The watch then starts
    /// afresh, so that a person who resumes is not stopped at once.
    pub fn note(&mut self, failed: bool, threshold_percent: u8) -> bool {
        self.recent.push_back(failed);
        if self.recent.len() > self.window {
            self.recent.pop_front();
        }
        let failures = self.recent.iter().filter(|f| **f).count();
        let too_many = failures * 100 > usize::from(threshold_percent) * self.window;
        if too_many {
            self.recent.clear();
        }
        too_many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_pass_is_tried_three_times_more() {
        let waits: Vec<_> = (1..=4)
            .map(|n| after_failure(FailureClass::Network, n))
            .collect();
        let seconds = |s| Next::RetryAfter(Duration::from_secs(s));
        assert_eq!(waits, [seconds(2), seconds(4), seconds(8), Next::GiveUp]);
    }

    #[test]
    fn what_cannot_pass_is_not_tried_again() {
        for class in [
            FailureClass::NotOnWhatsApp,
            FailureClass::BadAddress,
            FailureClass::BadMessage,
            FailureClass::Other,
        ] {
            assert_eq!(after_failure(class, 1), Next::GiveUp);
        }
    }

    #[test]
    fn a_locked_account_holds_the_campaign_and_keeps_the_part() {
        assert_eq!(
            after_failure(FailureClass::TimeLocked, 1),
            Next::Hold(HoldReason::Restricted)
        );
        assert_eq!(
            after_failure(FailureClass::RateLimited, 4),
            Next::Hold(HoldReason::RateLimited)
        );
    }

    #[test]
    fn more_than_a_fifth_of_the_last_fifty_is_too_many() {
        let mut watch = FailureWatch::default();
        for _ in 0..40 {
            assert!(!watch.note(false, 20));
        }
        for _ in 0..10 {
            assert!(!watch.note(true, 20));
        }
        assert!(watch.note(true, 20));
        assert!(!watch.note(true, 20), "it starts afresh");
    }
}
