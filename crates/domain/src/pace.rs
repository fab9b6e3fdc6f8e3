//! How fast a campaign goes.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Time between recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Milliseconds from one recipient to the next; 0 is allowed for tests.
    pub delay_ms: u64,
    /// How far the delay may stray to either side, in percent of itself (0 to 100).
    pub jitter_percent: u8,
    /// Recipients after which a longer pause is made; 0 for never.
    pub batch: u32,
    /// Length of that pause in milliseconds.
    pub batch_pause_ms: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            delay_ms: 5_000,
            jitter_percent: 30,
            batch: 100,
            batch_pause_ms: 60_000,
        }
    }
}

impl Pace {
    /// Whether recipients follow each other without any wait.
    pub fn is_unpaced(&self) -> bool {
        self.delay_ms == 0
    }

    /// The longest wait from one person to the next within a batch.
    pub fn longest_gap(&self) -> Duration {
        let stray = f64::from(self.jitter_percent.min(100)) / 100.0;
        Duration::from_millis(self.delay_ms).mul_f64(1.0 + stray)
    }

    /// The wait before the recipient that follows `done` finished ones.
    ///
    /// `draw` is uniform in `[0, 1)`; 0.5 is exactly the delay that was asked for.
    pub fn wait_after(&self, done: u64, draw: f64) -> Duration {
        if done > 0
            && self.batch > 0
            && done.is_multiple_of(u64::from(self.batch))
            && self.batch_pause_ms > 0
        {
            return Duration::from_millis(self.batch_pause_ms.max(self.delay_ms));
        }
        let delay = Duration::from_millis(self.delay_ms);
        let stray = f64::from(self.jitter_percent.min(100)) / 100.0;
        let factor = 1.0 + stray * (2.0 * draw.clamp(0.0, 1.0) - 1.0);
        delay.mul_f64(factor.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn jitter_stays_within_its_share(delay in 0u64..100_000, jitter in 0u8..=100, draw in 0.0f64..1.0) {
            let pace = Pace { delay_ms: delay, jitter_percent: jitter, batch: 0, batch_pause_ms: 0 };
            let wait = pace.wait_after(1, draw).as_secs_f64() * 1000.0;
            #[allow(clippy::cast_precision_loss)]
            let (delay, share) = (delay as f64, f64::from(jitter) / 100.0);
            prop_assert!(wait >= delay * (1.0 - share) - 0.001);
            prop_assert!(wait <= delay * (1.0 + share) + 0.001);
        }
    }

    #[test]
    fn a_batch_ends_with_the_longer_pause() {
        let pace = Pace {
            delay_ms: 5_000,
            jitter_percent: 0,
            batch: 100,
            batch_pause_ms: 60_000,
        };
        assert_eq!(pace.wait_after(99, 0.5), Duration::from_secs(5));
        assert_eq!(pace.wait_after(100, 0.5), Duration::from_secs(60));
        assert_eq!(pace.wait_after(101, 0.5), Duration::from_secs(5));
    }
}
