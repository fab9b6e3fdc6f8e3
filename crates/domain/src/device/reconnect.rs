//! How long to wait before a lost line is tried again.

use std::time::Duration;

/// The pause before the first attempt, before chance shortens it.
const FIRST: Duration = Duration::from_secs(1);

/// No pause is longer.
pub const LONGEST: Duration = Duration::from_secs(60);

/// A line that was up for this long was a good one: the next loss counts from
/// one again.
const STABLE: Duration = Duration::from_secs(30);

/// How many lines were lost one after the other, with this one, which was up for
/// so long; none where it never came up.
pub fn losses(before: u32, was_up: Option<Duration>) -> u32 {
    if was_up.is_some_and(|up| up >= STABLE) {
        return 1;
    }
    before.saturating_add(1)
}

/// The pause before the `attempt`th try (from 1): 1, 2, 4 … 60 seconds, and of
/// that between a half and the whole, so that many devices that lost their lines
/// at once do not come back at once.
///
/// `draw` is uniform in `[0, 1)`.
pub fn pause(attempt: u32, draw: f64) -> Duration {
    let doublings = attempt.saturating_sub(1).min(31);
    let whole = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    whole.mul_f64(0.5 + draw.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_pauses_double_up_to_a_minute() {
        let wholes: Vec<_> = (1..=9).map(|n| pause(n, 1.0).as_secs()).collect();
        assert_eq!(wholes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let halves: Vec<_> = (1..=4).map(|n| pause(n, 0.0).as_millis()).collect();
        assert_eq!(halves, [500, 1_000, 2_000, 4_000]);
    }

    #[test]
    fn a_line_that_was_up_for_long_was_a_good_one() {
        assert_eq!(losses(3, None), 4);
        assert_eq!(losses(3, Some(STABLE / 2)), 4);
        assert_eq!(losses(3, Some(STABLE)), 1);
        assert_eq!(losses(u32::MAX, None), u32::MAX);
    }

    proptest! {
        #[test]
        fn a_pause_is_never_nothing_and_never_too_long(attempt: u32, draw in 0.0..1.0) {
            let wait = pause(attempt, draw);
            prop_assert!(wait >= FIRST / 2 && wait <= LONGEST, "{wait:?}");
            prop_assert!(pause(attempt.saturating_add(1), draw) >= wait);
        }
    }
}
