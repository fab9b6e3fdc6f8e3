//! Values on an axis.

/// Round values from zero to the first one that is not below `most`, at most
/// `count` steps. There is always one step.
pub(super) fn ticks(most: u64, count: u64) -> Vec<u64> {
    let step = step(most.max(1), count.max(1));
    (0..=most.max(1).div_ceil(step))
        .map(|n| n.saturating_mul(step))
        .collect()
}

/// The smallest of 1, 2, 5, 10, 20, 50 … of which no more than `count` are
/// needed.
fn step(most: u64, count: u64) -> u64 {
    let mut decade = 1u64;
    loop {
        for factor in [1, 2, 5] {
            let step = decade.saturating_mul(factor);
            if most.div_ceil(step) <= count {
                return step;
            }
        }
        decade = decade.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_largest_value() {
        assert_eq!(ticks(0, 4), [0, 1]);
        assert_eq!(ticks(1, 4), [0, 1]);
        assert_eq!(ticks(3, 4), [0, 1, 2, 3]);
        assert_eq!(ticks(7, 4), [0, 2, 4, 6, 8]);
        assert_eq!(ticks(1_000_000, 4), [0, 500_000, 1_000_000]);
        assert_eq!(ticks(980, 4), [0, 500, 1000]);
        for most in (0..5_000).chain([u64::MAX / 3]) {
            let ticks = ticks(most, 4);
            assert!(ticks.len() <= 5 && *ticks.last().unwrap() >= most, "{most}");
        }
    }
}
