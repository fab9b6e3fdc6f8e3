//! Decoded sound is gathered here: mono, 16 kHz, and no longer than allowed.

use std::time::Duration;

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler, WindowFunction};

use super::voice_note::RATE;
use crate::error::MediaError;

/// Frames that the resampler takes at once, about; larger blocks cut more sharply.
const BLOCK: usize = 1024;

/// MP3 and AAC begin and end with up to a tenth of a second of nothing. A song cut
/// to two minutes is two minutes.
const TOLERANCE: Duration = Duration::from_millis(250);

/// Rates that recordings have; outside them is a damaged header.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;

pub(super) struct Collect {
    limit: Duration,
    /// Whole seconds that the file says it lasts.
    declared: Option<u64>,
    rate: Option<u32>,
    resample: Option<Fft<f32>>,
    /// Not resampled yet.
    waiting: Vec<f32>,
    /// What the resampler gives before the first real sample.
    delay: usize,
    /// Frames that came in.
    taken: u64,
    samples: Vec<f32>,
}

impl Collect {
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            limit,
            declared: None,
            rate: None,
            resample: None,
            waiting: Vec::new(),
            delay: 0,
            taken: 0,
            samples: Vec::new(),
        }
    }

    /// What the file says about its length, for the error that says it is too long.
    pub(super) fn declare(&mut self, seconds: u64) {
        self.declared = Some(seconds);
    }

    /// Frames that came in so far, at the rate at which they came.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Takes mono samples, -1 to 1, at `rate` Hz, the same for all. Stops as soon as
    /// it is too long.
    pub(super) fn push(
        &mut self,
        rate: u32,
        mono: impl IntoIterator<Item = f32>,
    ) -> Result<(), MediaError> {
        self.open(rate)?;
        let before = self.waiting.len();
        self.waiting.extend(mono.into_iter().map(|sample| {
            // Files of floating point numbers may hold anything.
            if sample.is_finite() {
                sample.clamp(-4.0, 4.0)
            } else {
                0.0
            }
        }));
        self.taken += (self.waiting.len() - before) as u64;
        let most = (self.limit + TOLERANCE).as_nanos() * u128::from(rate) / 1_000_000_000;
        if u128::from(self.taken) > most {
            return Err(MediaError::AudioTooLong {
                seconds: self.declared.filter(|s| *s > self.limit.as_secs()),
                limit: self.limit,
            });
        }
        self.run()
    }

    fn open(&mut self, rate: u32) -> Result<(), MediaError> {
        if let Some(known) = self.rate {
            return if known == rate {
                Ok(())
            } else {
                Err(MediaError::AudioDamaged)
            };
        }
        if !RATES.contains(&rate) {
            return Err(MediaError::AudioDamaged);
        }
        self.rate = Some(rate);
        if rate != RATE {
            let resample = Fft::new_custom(
                rate as usize,
                RATE as usize,
                BLOCK,
                1,
                1,
                WindowFunction::BlackmanHarris2,
                FixedSync::Input,
            )
            .map_err(|_| MediaError::AudioDamaged)?;
            self.delay = resample.output_delay();
            self.resample = Some(resample);
        }
        Ok(())
    }

    /// Resamples what has come together in whole blocks.
    fn run(&mut self) -> Result<(), MediaError> {
        let Some(resample) = &mut self.resample else {
            self.samples.append(&mut self.waiting);
            return Ok(());
        };
        let mut used = 0;
        loop {
            let block = resample.input_frames_next();
            let Some(input) = self.waiting.get(used..used + block) else {
                break;
            };
            block_through(resample, input, None, &mut self.delay, &mut self.samples)?;
            used += block;
        }
        self.waiting.drain(..used);
        Ok(())
    }

    /// All of it: mono, 16 kHz, as long as what came in.
    pub(super) fn finish(mut self) -> Result<Vec<f32>, MediaError> {
        if let (Some(rate), Some(resample)) = (self.rate, &mut self.resample) {
            let expected = (self.taken * u64::from(RATE)).div_ceil(u64::from(rate));
            let expected = usize::try_from(expected).unwrap_or(usize::MAX);
            let mut rest = std::mem::take(&mut self.waiting);
            while self.samples.len() < expected {
                let block = resample.input_frames_next();
                let real = rest.len().min(block);
                rest.resize(block, 0.0);
                block_through(
                    resample,
                    &rest,
                    Some(real),
                    &mut self.delay,
                    &mut self.samples,
                )?;
                rest.clear();
            }
            self.samples.truncate(expected);
        }
        Ok(self.samples)
    }
}

/// One block through the resampler; what it gives before the first sample is
/// dropped.
fn block_through(
    resample: &mut Fft<f32>,
    input: &[f32],
    real: Option<usize>,
    delay: &mut usize,
    samples: &mut Vec<f32>,
) -> Result<(), MediaError> {
    let failed = MediaError::Encoder("resample");
    let mut output = vec![0.0; resample.output_frames_next()];
    let frames = output.len();
    let (Ok(from), Ok(mut to)) = (
        InterleavedSlice::new(input, 1, input.len()),
        InterleavedSlice::new_mut(&mut output, 1, frames),
    ) else {
        return Err(failed);
    };
    let indexing = real.map(|frames| Indexing::new().partial_len(frames));
    let Ok((_, given)) = resample.process_into_buffer(&from, &mut to, indexing.as_ref()) else {
        return Err(failed);
    };
    let dropped = given.min(*delay);
    *delay -= dropped;
    samples.extend(output.get(dropped..given).unwrap_or_default());
    Ok(())
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "sines need no more")]
mod tests {
    use super::*;

    fn collected(rate: u32, frames: usize) -> Vec<f32> {
        let mut collect = Collect::new(Duration::from_secs(10));
        let step = std::f32::consts::TAU * 440.0 / rate as f32;
        let tone: Vec<f32> = (0..frames).map(|n| (n as f32 * step).sin() * 0.5).collect();
        for piece in tone.chunks(777) {
            collect.push(rate, piece.iter().copied()).unwrap();
        }
        collect.finish().unwrap()
    }

    #[test]
    fn nothing_is_lost_and_nothing_moves_at_any_rate() {
        for rate in [8_000, 11_025, 16_000, 44_100, 44_101, 192_000] {
            let samples = collected(rate, rate as usize / 2);
            assert_eq!(samples.len(), 8_000, "{rate}");
            // How far a tone comes in a frame: odd blocks are half a frame late.
            let one_frame = std::f32::consts::TAU * 440.0 * 0.5 / rate as f32 + 0.003;
            for (n, sample) in samples.iter().enumerate().skip(800).take(6_400) {
                let wanted = (n as f32 / 16_000.0 * 440.0 * std::f32::consts::TAU).sin() * 0.5;
                let off = (sample - wanted).abs();
                assert!(off < one_frame, "{rate}: {n}: {sample} {wanted}");
            }
        }
    }

    #[test]
    fn a_few_frames_are_as_long_as_they_were() {
        assert_eq!(collected(48_000, 1).len(), 1);
        assert_eq!(collected(44_100, 100).len(), 37);
        assert!(collected(48_000, 0).is_empty());
    }

    #[test]
    fn too_long_is_told_while_it_comes_in() {
        let mut collect = Collect::new(Duration::from_secs(1));
        collect.declare(2400);
        collect.push(8_000, vec![0.1; 8_000]).unwrap();
        let error = collect.push(8_000, vec![0.1; 3_000]).unwrap_err();
        assert!(matches!(
            error,
            MediaError::AudioTooLong { seconds: Some(2400), limit } if limit.as_secs() == 1
        ));
    }

    #[test]
    fn numbers_that_are_none_become_silence() {
        let mut collect = Collect::new(Duration::from_secs(1));
        collect
            .push(16_000, [f32::NAN, f32::INFINITY, 1e30, 0.25])
            .unwrap();
        assert_eq!(collect.finish().unwrap(), [0.0, 0.0, 4.0, 0.25]);
    }
}
