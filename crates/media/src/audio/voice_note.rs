//! Ogg/Opus as WhatsApp's own voice notes are: mono, 16 kHz, packets of 60 ms made
//! of three frames of 20 ms, about a second to a page. iPhones are reported to
//! stay silent where it is otherwise.

use std::io::Write;

use ogg::{PacketWriteEndInfo, PacketWriter};
use opus::{Application, Bandwidth, Bitrate, Channels, Encoder, Repacketizer, Signal};
use sha2::{Digest, Sha256};

use super::collect::Collect;
use super::loudness;
use super::waveform::waveform;
use crate::error::MediaError;
use crate::limits::Limits;
use crate::name;
use crate::prepared::{Kind, Prepared};
use crate::upload::{Report, Upload, report};
use std::time::Duration;

/// Samples a second that are encoded.
pub(super) const RATE: u32 = 16_000;

/// Samples of a frame of 20 ms.
const FRAME: usize = RATE as usize / 50;

/// Frames in a packet. More than two make it a packet of "code 3".
const FRAMES: usize = 3;

/// Ogg counts Opus at 48 kHz whatever is in it.
const TICKS: u64 = 48_000 / RATE as u64;

/// Packets on a page: 0.96 s.
const PACKETS_A_PAGE: usize = 16;

const BITS_A_SECOND: i32 = 32_000;

/// Largest packet that Opus allows.
const LARGEST_PACKET: usize = 1275 * FRAMES + 16;

/// Makes a voice note of a recording: mono samples between -1 and 1, `rate` of them
/// a second. Reads no more than the limit allows.
///
/// The name is that of the file as it would be saved.
pub fn encode_voice_note(
    samples: impl IntoIterator<Item = f32>,
    rate: u32,
    file_name: &str,
    limits: &Limits,
    output: &mut dyn Write,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    let mut collect = Collect::new(limits.audio);
    let mut samples = samples.into_iter().peekable();
    while samples.peek().is_some() {
        collect.push(rate, samples.by_ref().take(4096))?;
        report(progress, 0, 1)?;
    }
    finish(collect.finish()?, file_name, Upload::new(output), progress)
}

/// From all samples, mono at [`RATE`], to the file.
pub(super) fn finish(
    mut samples: Vec<f32>,
    file_name: &str,
    mut upload: Upload<'_>,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    if loudness::is_silent(&samples) {
        return Err(MediaError::AudioSilent);
    }
    loudness::level(&mut samples);
    let encoded = encode(&samples, progress)?;
    upload.write(&pages(&encoded, samples.len())?)?;
    let (sha256, size) = upload.finish()?;
    report(progress, 1, 1)?;
    Ok(Prepared {
        kind: Kind::VoiceNote,
        mime: "audio/ogg; codecs=opus",
        file_name: name::clean(file_name),
        sha256,
        size,
        width: None,
        height: None,
        thumbnail_jpeg: None,
        duration: Some(Duration::from_micros(
            samples.len() as u64 * 1_000_000 / u64::from(RATE),
        )),
        waveform: Some(waveform(&samples)),
        pages: None,
        was_animated: false,
    })
}

struct Encoded {
    packets: Vec<Vec<u8>>,
    /// What the decoder gives before the first sample, in samples at [`RATE`].
    lookahead: usize,
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` takes"
)]
fn refused(error: opus::Error) -> MediaError {
    MediaError::Encoder(error.function())
}

fn encode(samples: &[f32], progress: Report<'_>) -> Result<Encoded, MediaError> {
    let mut encoder = Encoder::new(RATE, Channels::Mono, Application::Voip).map_err(refused)?;
    encoder
        .set_bitrate(Bitrate::Bits(BITS_A_SECOND))
        .map_err(refused)?;
    // One mode and one bandwidth throughout: frames of different ones do not go
    // into one packet.
    encoder.set_signal(Signal::Voice).map_err(refused)?;
    encoder
        .set_bandwidth(Bandwidth::Wideband)
        .map_err(refused)?;
    let lookahead = usize::try_from(encoder.get_lookahead().map_err(refused)?).unwrap_or_default();

    // The encoder is `lookahead` late: that much silence pushes the end through.
    let total = samples.len() + lookahead;
    let count = total.div_ceil(FRAME * FRAMES);
    let mut join = Repacketizer::new().map_err(refused)?;
    let mut packets = Vec::with_capacity(count);
    let mut frame = [0.0; FRAME];
    for number in 0..count {
        let mut parts: [Vec<u8>; FRAMES] = Default::default();
        for (index, part) in parts.iter_mut().enumerate() {
            let from = (number * FRAMES + index) * FRAME;
            for (to, offset) in frame.iter_mut().zip(from..) {
                *to = samples.get(offset).copied().unwrap_or_default();
            }
            *part = encoder
                .encode_vec_float(&frame, LARGEST_PACKET)
                .map_err(refused)?;
        }
        let mut packet = vec![0; LARGEST_PACKET];
        let size = join
            .combine(&parts.each_ref().map(Vec::as_slice), &mut packet)
            .map_err(refused)?;
        packet.truncate(size);
        packets.push(packet);
        report(progress, (count + number) as u64, 2 * count as u64)?;
    }
    Ok(Encoded { packets, lookahead })
}

/// The packets in pages (RFC 7845). `count` is the number of samples at [`RATE`].
fn pages(encoded: &Encoded, count: usize) -> Result<Vec<u8>, MediaError> {
    let failed = |_| MediaError::Encoder("ogg");
    let pre_skip = encoded.lookahead as u64 * TICKS;
    let end = pre_skip + count as u64 * TICKS;
    let serial = serial(&encoded.packets);
    let mut writer = PacketWriter::new(Vec::new());
    writer
        .write_packet(head(pre_skip), serial, PacketWriteEndInfo::EndPage, 0)
        .map_err(failed)?;
    writer
        .write_packet(tags(), serial, PacketWriteEndInfo::EndPage, 0)
        .map_err(failed)?;
    let packet_ticks = (FRAME * FRAMES) as u64 * TICKS;
    let last = encoded.packets.len();
    for (number, packet) in (1..).zip(&encoded.packets) {
        let info = if number == last {
            PacketWriteEndInfo::EndStream
        } else if number % PACKETS_A_PAGE == 0 {
            PacketWriteEndInfo::EndPage
        } else {
            PacketWriteEndInfo::NormalPacket
        };
        // The last position tells where the sound ends inside the last packet.
        let position = (number as u64 * packet_ticks).min(end);
        writer
            .write_packet(packet.as_slice(), serial, info, position)
            .map_err(failed)?;
    }
    Ok(writer.into_inner())
}

/// Ogg wants a number that differs between streams. Out of the sound itself, so
/// that the same file gives the same bytes.
fn serial(packets: &[Vec<u8>]) -> u32 {
    let mut hash = Sha256::new();
    for packet in packets {
        hash.update(packet);
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    u32::from_be_bytes([a, b, c, d])
}

fn head(pre_skip: u64) -> Vec<u8> {
    let mut head = b"OpusHead".to_vec();
    // Version, channels.
    head.extend([1, 1]);
    head.extend(u16::try_from(pre_skip).unwrap_or_default().to_le_bytes());
    head.extend(RATE.to_le_bytes());
    // No gain, one stream.
    head.extend([0, 0, 0]);
    head
}

/// Says nothing about who made it: the encoder's name, as the format demands, and
/// no comment.
fn tags() -> Vec<u8> {
    let vendor = b"libopus";
    let mut tags = b"OpusTags".to_vec();
    tags.extend([7, 0, 0, 0]);
    tags.extend(vendor);
    tags.extend([0; 4]);
    tags
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "sines need no more")]
mod tests {
    use super::*;
    use opus::packet;
    use std::ops::ControlFlow;

    /// Whatever it sounds like, every packet holds three frames of 20 ms of wide
    /// band mono, framed as "code 3".
    #[test]
    fn every_packet_is_as_iphones_want_it() {
        let mut state = 1_u32;
        let mut noise = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let tone = |n: usize| (n as f32 * 0.3).sin();
        let sound: Vec<f32> = (0..RATE as usize * 6)
            .map(|n| match n / RATE as usize {
                0 => 0.0,
                1 => noise(),
                2 => tone(n) * 0.5,
                3 => tone(n) * noise() * 0.1,
                4 => f32::from(n % 400 == 0),
                _ => (tone(n) + tone(n * 5 / 4) + tone(n * 3 / 2)) * 0.3,
            })
            .collect();
        let encoded = encode(&sound, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(encoded.packets.len(), 101);
        for bytes in &encoded.packets {
            assert_eq!(bytes[0] & 3, 3);
            assert_eq!(packet::get_nb_frames(bytes).unwrap(), 3);
            assert_eq!(packet::get_samples_per_frame(bytes, RATE).unwrap(), 320);
            assert_eq!(packet::get_nb_channels(bytes).unwrap(), Channels::Mono);
            assert_eq!(packet::get_bandwidth(bytes).unwrap(), Bandwidth::Wideband);
        }
    }
}
