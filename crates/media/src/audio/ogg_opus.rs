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

/// Decodes into `collect` the first stream and those that were put behind it, as
/// joining files makes them.
pub(super) fn decode(
    input: impl Input,
    len: u64,
    collect: &mut Collect,
    progress: Report<'_>,
) -> Result<(), MediaError> {
    let source = Source::new(input, len);
    let read = source.meter();
    let mut reader = PacketReader::new(BufReader::new(source));
    let mut samples = Vec::new();
    let mut heard_one = false;
    while let Some(first) = begins(&mut reader, heard_one)? {
        let mut stream = Stream::begin(&first)?;
        // The comments.
        next(&mut reader)?;
        while !stream.ended {
            let Some(packet) = next(&mut reader)? else {
                break;
            };
            if packet.stream_serial() != first.stream_serial() {
                // Two at the same time: a film, or several voices.
                return Err(MediaError::AudioFormat {
                    codec: "ogg".to_owned(),
                });
            }
            stream.decode(&packet, &mut samples)?;
            collect.push(RATE, samples.iter().copied())?;
            report(progress, read.bytes(), 2 * len)?;
        }
        heard_one = true;
        // Copies of one file have the same number, which a reader takes once.
        reader = PacketReader::new(reader.into_inner());
    }
    if collect.taken() == 0 {
        return Err(MediaError::AudioDamaged);
    }
    Ok(())
}

/// One stream of a file.
struct Stream {
    decoder: Decoder,
    channels: usize,
    /// Frames at its beginning that are not to be heard.
    skip: usize,
    /// Frames so far.
    total: u64,
    /// Its last packet was there.
    ended: bool,
    room: Vec<f32>,
}

impl Stream {
    /// A stream that begins with this packet.
    fn begin(first: &Packet) -> Result<Self, MediaError> {
        let head = Head::read(&first.data)?;
        let mut decoder = Decoder::new(RATE, head.channels).map_err(damaged)?;
        decoder.set_gain(head.gain).map_err(damaged)?;
        let channels = match head.channels {
            Channels::Mono => 1,
            Channels::Stereo => 2,
        };
        Ok(Self {
            decoder,
            channels,
            skip: head.pre_skip,
            total: 0,
            ended: false,
            room: vec![0.0; LONGEST * channels],
        })
    }

    /// Puts what is to be heard of a packet into `mono`, and nothing else.
    fn decode(&mut self, packet: &Packet, mono: &mut Vec<f32>) -> Result<(), MediaError> {
        let frames = self
            .decoder
            .decode_float(&packet.data, &mut self.room, false)
            .map_err(damaged)?;
        let before = self.total;
        self.total += frames as u64;
        self.ended = packet.last_in_stream();
        // The position of the last page says where inside its last packet the
        // sound ends.
        let end = if self.ended {
            self.total.min(packet.absgp_page().max(before))
        } else {
            self.total
        };
        let keep = usize::try_from(end - before).unwrap_or_default();
        let from = self.skip.min(keep);
        self.skip -= from;
        let share = if self.channels == 1 { 1.0 } else { 0.5 };
        mono.clear();
        mono.extend(
            self.room
                .chunks_exact(self.channels)
                .take(keep)
                .skip(from)
                .map(|frame| frame.iter().sum::<f32>() * share),
        );
        Ok(())
    }
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

/// The first packet of a stream. Behind one there may be none, but something else.
fn begins<R: Input>(
    reader: &mut PacketReader<BufReader<Source<R>>>,
    behind: bool,
) -> Result<Option<Packet>, MediaError> {
    taken(match reader.read_packet() {
        Err(OggReadError::NoCapturePatternFound) if behind => Ok(None),
        packet => packet,
    })
}

fn next<R: Input>(
    reader: &mut PacketReader<BufReader<Source<R>>>,
) -> Result<Option<Packet>, MediaError> {
    taken(reader.read_packet())
}

fn taken(packet: Result<Option<Packet>, OggReadError>) -> Result<Option<Packet>, MediaError> {
    match packet {
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
