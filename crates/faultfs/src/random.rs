//! Chance that a seed replays.

/// `SplitMix64`: small, and the same on every machine.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// True in so many of eight cases.
    pub fn eighths(&mut self, chances: u64) -> bool {
        self.next() >> 61 < chances
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_says_the_same_again_and_is_fair() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..4_000).map(|_| random.eighths(4)).collect::<Vec<bool>>()
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
        let heads = draw(5).iter().filter(|head| **head).count();
        assert!((1_800..2_200).contains(&heads), "{heads}");
    }
}
