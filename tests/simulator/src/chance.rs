//! All the chance of one life, from its seed.

use rand::{Rng as _, RngCore as _, SeedableRng as _};

/// A seeded generator with the draws that a life needs.
#[derive(Debug)]
pub struct Chance(rand::rngs::StdRng);

impl Chance {
    /// The chance of this seed.
    pub fn of(seed: u64) -> Self {
        Self(rand::rngs::StdRng::seed_from_u64(seed))
    }

    /// True with this probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.0.random::<f64>() < probability
    }

    /// Uniform in `[0, 1)`.
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.random_range(low..=high.max(low))
    }

    /// Like [`Self::between`], every order of magnitude as likely as the next.
    pub fn spread(&mut self, low: u64, high: u64) -> u64 {
        #[allow(clippy::cast_precision_loss)]
        let (low, high) = ((low.max(1)) as f64, (high.max(1)) as f64);
        let drawn = low * (high / low).powf(self.unit());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let drawn = drawn as u64;
        drawn
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.0.random_range(0..of.len())]
    }

    /// Nine bytes of a message id.
    pub fn nine(&mut self) -> [u8; 9] {
        let mut bytes = [0; 9];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// The generator of a part of this life.
    pub fn child(&mut self) -> Self {
        Self::of(self.0.next_u64())
    }
}
