//! What the tests of whole files share.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    dead_code,
    reason = "helpers of tests; a panic is a failed test, and each test uses its part"
)]

use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use media::{Kind, Limits, MediaError, Prepared, prepare};
use ogg::PacketReader;

pub type Outcome = Result<(Prepared, Vec<u8>), MediaError>;

pub fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    fs::read(folder.join(name)).unwrap()
}

pub fn make(bytes: &[u8], name: &str, wanted: Option<Kind>) -> Outcome {
    make_within(bytes, name, wanted, &Limits::default())
}

pub fn make_within(bytes: &[u8], name: &str, wanted: Option<Kind>, limits: &Limits) -> Outcome {
    let mut output = Vec::new();
    let mut last = 0.0;
    let prepared = prepare(
        Cursor::new(bytes),
        name,
        wanted,
        limits,
        &mut output,
        &mut |progress| {
            assert!((last..=1.0).contains(&progress.fraction));
            last = progress.fraction;
            ControlFlow::Continue(())
        },
    )?;
    assert_eq!(prepared.size, output.len() as u64);
    Ok((prepared, output))
}

/// The code with which a sample is refused.
pub fn refusal(bytes: &[u8], wanted: Option<Kind>) -> &'static str {
    make(bytes, "file", wanted).unwrap_err().code()
}

pub fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

pub fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes
        .windows(from.len())
        .position(|window| window == from)
        .unwrap();
    let mut changed = bytes.to_vec();
    changed[at..at + to.len()].copy_from_slice(to);
    changed
}

/// A 16-bit WAV of one channel.
pub fn wav(rate: u32, samples: impl IntoIterator<Item = f32>) -> Vec<u8> {
    let data: Vec<u8> = samples
        .into_iter()
        .flat_map(|sample| {
            #[allow(clippy::cast_possible_truncation)]
            let value = (sample * 32767.0) as i16;
            value.to_le_bytes()
        })
        .collect();
    let size = u32::try_from(data.len()).unwrap();
    let mut file = b"RIFF".to_vec();
    file.extend((size + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(rate.to_le_bytes());
    file.extend((rate * 2).to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(size.to_le_bytes());
    file.extend(data);
    file
}

/// A voice note, decoded by another path than the one that made it.
pub struct Heard {
    pub channels: u8,
    pub input_rate: u32,
    pub pre_skip: u16,
    /// Position of each page with sound, 48 kHz.
    pub positions: Vec<u64>,
    pub packets: Vec<Vec<u8>>,
    /// 48 kHz, without the pre-skip and what is behind the end.
    pub samples: Vec<f32>,
}

impl Heard {
    pub fn of(file: &[u8]) -> Self {
        let mut reader = PacketReader::new(Cursor::new(file));
        let first = reader.read_packet_expected().unwrap();
        assert!(first.first_in_stream() && first.last_in_page());
        assert_eq!(&first.data[..8], b"OpusHead");
        let tags = reader.read_packet_expected().unwrap();
        assert!(tags.last_in_page());
        assert_eq!(&tags.data[..8], b"OpusTags");
        let mut heard = Self {
            channels: first.data[9],
            pre_skip: u16::from_le_bytes([first.data[10], first.data[11]]),
            input_rate: u32::from_le_bytes(*first.data[12..].first_chunk().unwrap()),
            positions: Vec::new(),
            packets: Vec::new(),
            samples: Vec::new(),
        };
        let mut decoder = opus::Decoder::new(48_000, opus::Channels::Mono).unwrap();
        let mut ended = false;
        while let Some(packet) = reader.read_packet().unwrap() {
            assert!(!ended && packet.stream_serial() == first.stream_serial());
            ended = packet.last_in_stream();
            if packet.last_in_page() {
                heard.positions.push(packet.absgp_page());
            }
            let mut samples = vec![0.0; 5760];
            let frames = decoder
                .decode_float(&packet.data, &mut samples, false)
                .unwrap();
            heard.samples.extend(&samples[..frames]);
            heard.packets.push(packet.data);
        }
        assert!(ended, "the last page says that it is the last");
        let end = usize::try_from(*heard.positions.last().unwrap()).unwrap();
        assert!(end <= heard.samples.len());
        heard.samples.truncate(end);
        heard.samples.drain(..usize::from(heard.pre_skip));
        heard
    }

    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / 48_000.0
    }

    /// The middle half, where nothing begins or ends.
    fn middle(&self) -> &[f32] {
        let quarter = self.samples.len() / 4;
        &self.samples[quarter..3 * quarter]
    }

    /// Of a sine: from its crossings of zero.
    pub fn frequency(&self) -> f64 {
        let middle = self.middle();
        let rising: Vec<f64> = middle
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
            .map(|(at, pair)| at as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
            .collect();
        let span = rising.last().unwrap() - rising[0];
        (rising.len() - 1) as f64 / span * 48_000.0
    }

    /// Root mean square of the middle, in decibels below full scale.
    pub fn level(&self) -> f64 {
        let middle = self.middle();
        let power: f64 = middle.iter().map(|s| f64::from(*s).powi(2)).sum();
        10.0 * (power / middle.len() as f64).log10()
    }
}
