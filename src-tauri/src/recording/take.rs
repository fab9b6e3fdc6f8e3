//! What was heard so far.

/// The longest that is recorded: the longest voice note, in seconds.
const LONGEST: usize = 120;

/// What is softer than this is shown as silence, in decibels below the loudest.
const SILENCE: f32 = 60.0;

/// Sound as it comes from a microphone, up to the longest voice note.
#[derive(Debug)]
pub struct Take {
    samples: Vec<f32>,
    rate: u32,
    channels: u16,
    /// The loudest sample since the level was asked for.
    peak: f32,
}

impl Take {
    /// Nothing yet, of so many channels with so many samples a second each.
    pub fn new(rate: u32, channels: u16) -> Self {
        Self {
            samples: Vec::new(),
            rate: rate.max(1),
            channels: channels.max(1),
            peak: 0.0,
        }
    }

    /// More was heard: samples between -1 and 1, those of several channels in
    /// turn. What is beyond the longest is left out.
    pub fn hear(&mut self, samples: impl IntoIterator<Item = f32>) {
        let room = self.capacity() - self.samples.len();
        for sample in samples.into_iter().take(room) {
            self.peak = self.peak.max(sample.abs());
            self.samples.push(sample);
        }
    }

    fn capacity(&self) -> usize {
        self.rate as usize * usize::from(self.channels) * LONGEST
    }

    /// Whether nothing more fits.
    pub fn is_full(&self) -> bool {
        self.samples.len() >= self.capacity()
    }

    /// Its length.
    #[allow(clippy::cast_precision_loss)]
    pub fn seconds(&self) -> f32 {
        self.samples.len() as f32 / (self.rate as f32 * f32::from(self.channels))
    }

    /// Loudness since this was asked last, from 0 to 100, as an ear hears it.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn level(&mut self) -> u8 {
        let peak = std::mem::take(&mut self.peak).min(1.0);
        if peak <= 0.0 {
            return 0;
        }
        let loudness = 1.0 + 20.0 * peak.log10() / SILENCE;
        (loudness.clamp(0.0, 1.0) * 100.0).round() as u8
    }

    /// Samples, samples a second, channels.
    pub fn into_parts(self) -> (Vec<f32>, u32, u16) {
        (self.samples, self.rate, self.channels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_long_as_what_was_heard() {
        let mut take = Take::new(1_000, 2);
        take.hear(vec![0.0; 3_000]);
        assert!((take.seconds() - 1.5).abs() < 1e-6);
        assert_eq!(take.into_parts(), (vec![0.0; 3_000], 1_000, 2));
    }

    #[test]
    fn nothing_is_kept_beyond_two_minutes() {
        let mut take = Take::new(100, 1);
        take.hear(vec![0.1; 11_999]);
        assert!(!take.is_full());
        take.hear(vec![0.1; 500]);
        assert!(take.is_full());
        assert!((take.seconds() - 120.0).abs() < 1e-3);
    }

    #[test]
    fn the_level_is_that_of_the_last_moment() {
        let mut take = Take::new(100, 1);
        assert_eq!(take.level(), 0);
        take.hear([0.0, -1.0, 0.5]);
        assert_eq!(take.level(), 100);
        assert_eq!(take.level(), 0);
        take.hear([0.031_622_8]);
        assert_eq!(take.level(), 50);
        take.hear([0.000_1]);
        assert_eq!(take.level(), 0);
    }

    #[test]
    fn a_microphone_that_says_nonsense_is_no_division_by_nothing() {
        assert!(Take::new(0, 0).seconds().abs() < f32::EPSILON);
    }
}
