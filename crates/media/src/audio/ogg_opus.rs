//! Opus in Ogg, such as voice notes that are sent on.

use std::io::BufReader;

use ogg::{OggReadError, Packet, PacketReader};
use opus::{Channels, Decoder};

use super::collect::Collect;
use super::source::Source;
use crate::error::MediaError;
use crate::prepare::Input;
use crate::upload::{Report, report};

/// What Opus is counted in, and decoded at.
const RATE: u32 = 48_000;

/// Samples of the longest packet, 120 ms.
const LONGEST: usize = 5_760;

/// Largest packet that is no damage: 48 frames of 1275 bytes, and room.
const LARGEST: usize = 64 * 1024;

/// Decodes the first stream into `collect`.
pub(super) fn decode(
    input: impl Input,
    len: u64,
    collect: &mut Collect,
    progress: Report<'_>,
) -> Result<(), MediaError> {
    let source = Source::new(input, len);
    let read = source.meter();
    let mut reader = PacketReader::new(BufReader::new(source));
    let first = next(&mut reader)?.ok_or(MediaError::AudioDamaged)?;
    let head = Head::read(&first.data)?;
    let mut decoder = Decoder::new(RATE, head.channels).map_err(damaged)?;
    decoder.set_gain(head.gain).map_err(damaged)?;
    let (count, share) = match head.channels {
        Channels::Mono => (1, 1.0),
        Channels::Stereo => (2, 0.5),
    };
    let mut samples = vec![0.0; LONGEST * count];
    // The comments.
    next(&mut reader)?;

    let mut skip = head.pre_skip;
    let mut total = 0_u64;
    while let Some(packet) = next(&mut reader)? {
        if packet.stream_serial() != first.stream_serial() {
            // Another stream after this one.
            break;
        }
        let frames = decoder
            .decode_float(&packet.data, &mut samples, false)
            .map_err(damaged)?;
        let before = total;
        total += frames as u64;
        // The position of the last page says where inside its last packet the
        // sound ends.
        let end = if packet.last_in_stream() {
            total.min(packet.absgp_page().max(before))
        } else {
            total
        };
        let keep = usize::try_from(end - before).unwrap_or_default();
        let from = skip.min(keep);
        skip -= from;
        let mono = samples
            .chunks_exact(count)
            .take(keep)
            .skip(from)
            .map(|frame| frame.iter().sum::<f32>() * share);
        collect.push(RATE, mono)?;
        report(progress, read.bytes(), 2 * len)?;
    }
    if total == 0 {
        return Err(MediaError::AudioDamaged);
    }
    Ok(())
}

struct Head {
    channels: Channels,
    pre_skip: usize,
    /// In 256ths of a decibel.
    gain: i32,
}

impl Head {
    fn read(data: &[u8]) -> Result<Self, MediaError> {
        let fields = data.strip_prefix(b"OpusHead");
        let fields = fields.and_then(<[u8]>::first_chunk::<11>);
        let Some(
            &[
                version,
                channels,
                skip0,
                skip1,
                _,
                _,
                _,
                _,
                gain0,
                gain1,
                family,
            ],
        ) = fields
        else {
            return Err(MediaError::AudioDamaged);
        };
        if version > 15 {
            return Err(MediaError::AudioDamaged);
        }
        let channels = match (family, channels) {
            (0, 1) => Channels::Mono,
            (0, 2) => Channels::Stereo,
            // Surround.
            _ => {
                return Err(MediaError::AudioFormat {
                    codec: "opus".to_owned(),
                });
            }
        };
        Ok(Self {
            channels,
            pre_skip: usize::from(u16::from_le_bytes([skip0, skip1])),
            gain: i32::from(i16::from_le_bytes([gain0, gain1])),
        })
    }
}

fn next<R: Input>(
    reader: &mut PacketReader<BufReader<Source<R>>>,
) -> Result<Option<Packet>, MediaError> {
    match reader.read_packet() {
        Ok(Some(packet)) if packet.data.len() > LARGEST => Err(MediaError::AudioDamaged),
        Ok(packet) => Ok(packet),
        Err(OggReadError::ReadError(error)) if error.raw_os_error().is_some() => {
            Err(MediaError::Unreadable(error))
        }
        Err(_) => Err(MediaError::AudioDamaged),
    }
}

fn damaged(_: opus::Error) -> MediaError {
    MediaError::AudioDamaged
}
