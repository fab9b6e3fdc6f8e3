//! As loud as other voice notes, without being worked over.
//!
//! The level is that of the parts where somebody speaks: root mean square of
//! pieces of 400 ms, first those above -60 dBFS, then those that are at most 10 dB
//! below the mean of these (the gates of ITU-R BS.1770, without its ear). Between
//! -26 and -14 dBFS nothing is changed. What is quieter is raised to -26, by at
//! most 20 dB; what is louder is lowered to -14. A raised recording keeps its
//! peaks below -1 dBFS, but for the loudest thousandth of its samples (a bump
//! against the microphone), which are rounded off.

/// Quieter than a thousandth of full scale there is nothing to hear: the noise of
/// a microphone that is off.
const SILENT: f32 = 0.001;

const PIECE: usize = super::voice_note::RATE as usize * 400 / 1000;
const LOWEST_DB: f32 = -26.0;
const HIGHEST_DB: f32 = -14.0;
const MOST_GAIN_DB: f32 = 20.0;
const PEAK: f32 = 0.891;

/// Whether there is nothing to hear.
pub(super) fn is_silent(samples: &[f32]) -> bool {
    samples.iter().all(|sample| sample.abs() < SILENT)
}

/// Brings the samples to a sane level, and all of them to between -1 and 1.
pub(super) fn level(samples: &mut [f32]) {
    let gain = gain(samples);
    for sample in samples {
        *sample = rounded(*sample * gain);
    }
}

fn gain(samples: &[f32]) -> f32 {
    let Some(level) = speech(samples) else {
        return 1.0;
    };
    let level = 10.0 * level.log10();
    if level < LOWEST_DB {
        let wanted = decibels((LOWEST_DB - level).min(MOST_GAIN_DB));
        wanted.min(PEAK / peak(samples)).max(1.0)
    } else if level > HIGHEST_DB {
        decibels(HIGHEST_DB - level)
    } else {
        1.0
    }
}

fn decibels(db: f32) -> f32 {
    10.0_f32.powf(db / 20.0)
}

/// Mean power where somebody speaks.
fn speech(samples: &[f32]) -> Option<f32> {
    let powers: Vec<f32> = samples.chunks(PIECE).map(power).collect();
    let mean_above = |gate: f32| {
        let above = powers.iter().copied().filter(|power| *power > gate);
        mean(above)
    };
    let loud = mean_above(1e-6)?;
    mean_above(loud / 10.0)
}

fn power(piece: &[f32]) -> f32 {
    mean(piece.iter().map(|sample| sample * sample)).unwrap_or_default()
}

#[allow(
    clippy::cast_precision_loss,
    reason = "at most two minutes of samples: below 2^23"
)]
fn mean(values: impl Iterator<Item = f32>) -> Option<f32> {
    let (count, sum) = values.fold((0_usize, 0.0), |(count, sum), value| {
        (count + 1, sum + value)
    });
    (count > 0).then(|| sum / count as f32)
}

/// The level below which all but a thousandth of the samples are.
fn peak(samples: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = samples.iter().map(|sample| sample.abs()).collect();
    let above = sizes.len() / 1000;
    let place = sizes.len().saturating_sub(1 + above);
    if sizes.is_empty() {
        return 1.0;
    }
    let (_, peak, _) = sizes.select_nth_unstable_by(place, f32::total_cmp);
    peak.max(f32::MIN_POSITIVE)
}

/// Leaves what is below the peak alone and bends what is above towards 1.
fn rounded(sample: f32) -> f32 {
    let size = sample.abs();
    if size <= PEAK {
        return sample;
    }
    let room = 1.0 - PEAK;
    (PEAK + room * ((size - PEAK) / room).tanh()).copysign(sample)
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "sines need no more")]
mod tests {
    use super::*;

    fn tone(amplitude: f32, seconds: usize) -> Vec<f32> {
        (0..16_000 * seconds)
            .map(|n| (n as f32 * 0.17).sin() * amplitude)
            .collect()
    }

    fn db(samples: &[f32]) -> f32 {
        10.0 * power(samples).log10()
    }

    #[test]
    fn what_is_sane_stays_exactly() {
        let before = tone(0.2, 2);
        let mut after = before.clone();
        level(&mut after);
        assert_eq!(before, after);
    }

    #[test]
    fn quiet_is_raised_and_loud_is_lowered() {
        for (amplitude, wanted) in [(0.02, LOWEST_DB), (0.9, HIGHEST_DB)] {
            let mut samples = tone(amplitude, 2);
            level(&mut samples);
            assert!((db(&samples) - wanted).abs() < 0.2, "{}", db(&samples));
        }
        let mut whisper = tone(0.001_5, 2);
        let before = db(&whisper);
        level(&mut whisper);
        assert!((db(&whisper) - before - MOST_GAIN_DB).abs() < 0.2);
    }

    #[test]
    fn pauses_do_not_make_a_voice_louder() {
        let mut samples = tone(0.2, 1);
        samples.extend(vec![0.0; 16_000 * 9]);
        let before = samples.clone();
        level(&mut samples);
        assert_eq!(before, samples);
    }

    #[test]
    fn a_bump_does_not_keep_a_voice_quiet() {
        let mut samples = tone(0.02, 4);
        for bump in samples.iter_mut().take(10) {
            *bump = 1.0;
        }
        let before = db(&samples[16_000..]);
        level(&mut samples);
        assert!(db(&samples[16_000..]) > before + 8.0);
        assert!(samples.iter().all(|sample| sample.abs() <= 1.0));
    }

    #[test]
    fn silence_is_silence() {
        assert!(is_silent(&[]));
        assert!(is_silent(&[0.000_9; 500]));
        assert!(!is_silent(&[0.0, 0.0, -0.002]));
        let mut nothing = vec![0.0; 100];
        level(&mut nothing);
        assert_eq!(nothing, [0.0; 100]);
    }
}
