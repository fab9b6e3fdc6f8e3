//! Everything but Opus: MP3, AAC, WAV, FLAC, Vorbis, through symphonia.

use std::io;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::common::Limit;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, Track, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::Duration;
use symphonia::default::{get_codecs, get_probe};

use super::collect::Collect;
use super::source::Source;
use crate::content::Content;
use crate::error::MediaError;
use crate::prepare::Input;
use crate::upload::{Report, report};

/// Packets in a row that may give no sound. A file can list billions of empty ones.
const MOST_EMPTY: u32 = 10_000;

/// Of what a file says it lasts, how much there must be: encoders round, and
/// estimate.
const WHOLE: f64 = 0.95;

/// Most channels that are mixed.
const MOST_CHANNELS: usize = 32;

/// Decodes the first track with sound into `collect`.
pub(super) fn decode(
    input: impl Input,
    len: u64,
    content: Content,
    collect: &mut Collect,
    progress: Report<'_>,
) -> Result<(), MediaError> {
    let mut source = Source::new(input, len);
    if content == Content::Mp3 {
        // Without a header that counts its frames, the length of an MP3 that can be
        // sought in is guessed from its first frames, and it is cut there.
        source = source.forwards();
    }
    // MP3s are joined by putting one behind the other; the header of the first
    // then counts too few, and a decoder that obeys it falls silent there.
    let joined = content == Content::Mp3;
    let read = source.meter();
    let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
    // Pictures on the sleeve are not looked at.
    let notes = MetadataOptions::default()
        .limit_tag_bytes(Limit::Maximum(4096))
        .limit_visual_bytes(Limit::Maximum(4096));
    let mut format = get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), notes)
        .map_err(|error| unsupported(&error, content))?;
    let track = format
        .default_track(TrackType::Audio)
        .ok_or(MediaError::AudioDamaged)?;
    let declared = declared(track);
    let id = track.id;
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(MediaError::AudioDamaged);
    };
    let mut decoder = get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default().gapless(!joined))
        .map_err(|error| unsupported(&error, content))?;
    if let Some(seconds) = declared {
        collect.declare(seconds_of(seconds));
    }

    let mut tally = Tally::default();
    let mut mix = Mix::default();
    let mut rest = Rest::default();
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            // Another stream was put behind this one: nothing is cut silently.
            Err(Error::ResetRequired) => {
                return Err(MediaError::AudioFormat {
                    codec: content.code().to_owned(),
                });
            }
            Err(error) if is_end(&error) => break,
            Err(error) => return Err(refused(&error)),
        };
        tally.packet()?;
        if packet.track_id != id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(buffer) => {
                let rate = buffer.spec().rate();
                let frames = mix.mono(&buffer)?;
                tally.decoded(frames.len(), rate);
                if joined {
                    let (heard, beyond) = rest.split(frames, &packet);
                    collect.push(rate, heard.iter().copied())?;
                    if let Some(beyond) = rest.gone_on(beyond) {
                        collect.push(rate, beyond)?;
                    }
                } else {
                    collect.push(rate, frames.iter().copied())?;
                }
            }
            Err(Error::DecodeError(_)) => tally.damaged(),
            Err(error) if is_end(&error) => tally.damaged(),
            Err(error) => return Err(refused(&error)),
        }
        report(progress, read.bytes(), 2 * len)?;
    }
    tally.judge(declared, collect.taken())
}

/// What comes behind the end that the header of an MP3 tells: padding, or another
/// MP3.
#[derive(Default)]
struct Rest {
    held: Vec<f32>,
    goes_on: bool,
}

impl Rest {
    /// Frames of padding at most, with what some encoders add to it.
    const PADDING: usize = 4 * 1_152;

    /// What of a packet is to be heard for certain, and what lies behind the end.
    fn split<'f>(&self, frames: &'f [f32], packet: &Packet) -> (&'f [f32], &'f [f32]) {
        let length = |trim: Duration| usize::try_from(trim.get()).unwrap_or(usize::MAX);
        let from = length(packet.trim_start).min(frames.len());
        let (_, frames) = frames.split_at(from);
        let behind = length(packet.trim_end).min(frames.len());
        let heard = if self.goes_on {
            frames.len()
        } else {
            frames.len() - behind
        };
        frames.split_at(heard)
    }

    /// Takes what lies behind the end. Gives all of it once it is too much for
    /// padding.
    fn gone_on(&mut self, beyond: &[f32]) -> Option<Vec<f32>> {
        self.held.extend_from_slice(beyond);
        self.goes_on |= self.held.len() > Self::PADDING;
        (self.goes_on && !self.held.is_empty()).then(|| std::mem::take(&mut self.held))
    }
}

/// How long the track says it is, in seconds. Lengths of a day and more are how
/// recorders write "not known yet".
#[allow(
    clippy::cast_precision_loss,
    reason = "seconds of sound need no more precision"
)]
fn declared(track: &Track) -> Option<f64> {
    let seconds = match (track.time_base, track.duration, track.num_frames) {
        (Some(base), Some(duration), _) => base.calc_duration(duration)?.as_secs_f64(),
        (_, _, Some(frames)) => match &track.codec_params {
            Some(CodecParameters::Audio(parameters)) => {
                frames as f64 / f64::from(parameters.sample_rate?)
            }
            _ => return None,
        },
        _ => return None,
    };
    (0.0..86_400.0).contains(&seconds).then_some(seconds)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "less than a day"
)]
fn seconds_of(seconds: f64) -> u64 {
    seconds.round() as u64
}

/// Room for the channels of a packet, used again for each.
#[derive(Default)]
struct Mix {
    channels: Vec<Vec<f32>>,
}

impl Mix {
    /// The mean of all channels.
    fn mono(&mut self, buffer: &GenericAudioBufferRef<'_>) -> Result<&[f32], MediaError> {
        if buffer.num_planes() > MOST_CHANNELS {
            return Err(MediaError::AudioDamaged);
        }
        buffer.copy_to_vecs_planar(&mut self.channels);
        let Some((sum, others)) = self.channels.split_first_mut() else {
            return Ok(&[]);
        };
        let mut count = 1.0;
        for channel in others {
            for (sum, sample) in sum.iter_mut().zip(channel) {
                *sum += *sample;
            }
            count += 1.0;
        }
        for sample in sum.iter_mut() {
            *sample /= count;
        }
        Ok(sum)
    }
}

/// What became of the packets.
#[derive(Default)]
struct Tally {
    empty: u32,
    good: u64,
    bad: u64,
    rate: u32,
}

impl Tally {
    fn packet(&mut self) -> Result<(), MediaError> {
        self.empty += 1;
        if self.empty > MOST_EMPTY {
            return Err(MediaError::AudioDamaged);
        }
        Ok(())
    }

    fn decoded(&mut self, frames: usize, rate: u32) {
        if frames > 0 {
            self.empty = 0;
            self.rate = rate;
        }
        self.good += 1;
    }

    fn damaged(&mut self) {
        self.bad += 1;
    }

    /// A click here and there is let pass; one packet in twenty is not, nor is an end
    /// that comes too early.
    #[allow(
        clippy::cast_precision_loss,
        reason = "seconds of sound need no more precision"
    )]
    fn judge(&self, declared: Option<f64>, taken: u64) -> Result<(), MediaError> {
        let seconds = taken as f64 / f64::from(self.rate.max(1));
        let early = declared.is_some_and(|declared| seconds < declared * WHOLE - 0.1);
        if early || self.bad * 20 > self.good || self.good == 0 {
            return Err(MediaError::AudioDamaged);
        }
        Ok(())
    }
}

fn is_end(error: &Error) -> bool {
    matches!(error, Error::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof)
}

/// Before the first packet: what the decoders do not know is told from what is
/// damaged. Surround sound in AAC is such a thing.
fn unsupported(error: &Error, content: Content) -> MediaError {
    match error {
        Error::Unsupported(_) => MediaError::AudioFormat {
            codec: content.code().to_owned(),
        },
        error => refused(error),
    }
}

/// Bytes that could not be read are told from bytes that make no sense.
fn refused(error: &Error) -> MediaError {
    match error {
        Error::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            match error.raw_os_error() {
                Some(code) => MediaError::Unreadable(io::Error::from_raw_os_error(code)),
                None => MediaError::AudioDamaged,
            }
        }
        _ => MediaError::AudioDamaged,
    }
}
