//! The picture of a voice note that phones draw.

/// Bars of a waveform.
pub const WAVEFORM_BARS: usize = 64;

/// The loudness of equal parts of `samples`, root mean square, the loudest 100.
/// Fewer samples than bars leave some bars with the sample before.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "counts far below 2^23, and a bar is between 0 and 100"
)]
pub(crate) fn waveform(samples: &[f32]) -> [u8; WAVEFORM_BARS] {
    let mut levels = [0.0_f32; WAVEFORM_BARS];
    for (bar, level) in levels.iter_mut().enumerate() {
        let from = bar * samples.len() / WAVEFORM_BARS;
        let to = ((bar + 1) * samples.len() / WAVEFORM_BARS).max(from + 1);
        let part = samples.get(from..to.min(samples.len())).unwrap_or_default();
        let power: f32 = part.iter().map(|sample| sample * sample).sum();
        *level = (power / part.len().max(1) as f32).sqrt();
    }
    let loudest = levels.iter().copied().fold(0.0, f32::max);
    levels.map(|level| {
        if loudest > 0.0 {
            (level / loudest * 100.0).round() as u8
        } else {
            0
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rises_and_falls_with_the_voice() {
        let mut samples = vec![0.0; 6_400];
        for sample in samples.iter_mut().skip(3_200) {
            *sample = 0.4;
        }
        for sample in samples.iter_mut().skip(4_800) {
            *sample = -0.2;
        }
        let bars = waveform(&samples);
        assert!(bars[..32].iter().all(|bar| *bar == 0));
        assert!(bars[32..48].iter().all(|bar| *bar == 100));
        assert!(bars[48..].iter().all(|bar| *bar == 50));
    }

    #[test]
    fn silence_and_single_samples_are_drawn_too() {
        assert_eq!(waveform(&[]), [0; 64]);
        assert_eq!(waveform(&[0.0; 100]), [0; 64]);
        assert_eq!(waveform(&[0.5]), [100; 64]);
    }
}
