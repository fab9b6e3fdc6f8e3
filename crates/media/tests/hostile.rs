//! Bytes that nobody meant: made up, mutilated, and those that the fuzzers kept
//! (`fuzz/corpus`). Each ends in an answer, and soon.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{make_within, sample};
use media::{HEAD_BYTES, Kind, Limits, recognise};
use proptest::prelude::*;

const KINDS: [Option<Kind>; 5] = [
    None,
    Some(Kind::Picture),
    Some(Kind::VoiceNote),
    Some(Kind::Video),
    Some(Kind::Document),
];

/// Far more than any takes, also unoptimised and beside other work.
const SOON: Duration = Duration::from_secs(20);

fn small() -> Limits {
    Limits {
        picture_pixels: 1_000_000,
        audio: Duration::from_secs(5),
        ..Limits::default()
    }
}

fn answered(bytes: &[u8]) {
    for kind in KINDS {
        let start = Instant::now();
        match make_within(bytes, "file", kind, &small()) {
            Ok((prepared, output)) => {
                assert!(prepared.size > 0 && !output.is_empty());
                assert!(kind.is_none_or(|kind| kind == prepared.kind));
            }
            Err(error) => assert_ne!(error.code(), "media_encoder", "{bytes:?}"),
        }
        assert!(
            start.elapsed() < SOON,
            "{kind:?} took {:?}",
            start.elapsed()
        );
    }
}

const SAMPLES: &[&str] = &[
    "turned.jpg",
    "progressive.jpg",
    "lossy.webp",
    "half.webp",
    "deep.png",
    "animated.gif",
    "animated.webp",
    "stereo.mp3",
    "bare.mp3",
    "moov_last.m4a",
    "fragmented.m4a",
    "8bit.wav",
    "float.wav",
    "tone.flac",
    "flac.ogg",
    "vorbis.ogg",
    "stereo.opus",
    "h264.mp4",
    "turned.mov",
    "fragmented.mp4",
    "compressed.pdf",
    "linearized.pdf",
];

/// Beginnings that lead somewhere.
const MAGIC: &[&[u8]] = &[
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBP",
    b"RIFF\0\0\0\0WAVE",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"\xff\xfb\x90\0",
    b"\xff\xf1\x50\x80",
    b"\0\0\0\x10ftypisom\0\0\0\0",
    b"%PDF-1.5",
];

#[derive(Debug, Clone)]
enum Harm {
    Cut(prop::sample::Index),
    Set(prop::sample::Index, u8),
    Repeat(prop::sample::Index, prop::sample::Index),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        1 => any::<prop::sample::Index>().prop_map(Harm::Cut),
        6 => (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, to)| Harm::Set(at, to)),
        1 => (any::<prop::sample::Index>(), any::<prop::sample::Index>())
            .prop_map(|(from, to)| Harm::Repeat(from, to)),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        match harm {
            Harm::Cut(at) => bytes.truncate(at.index(bytes.len())),
            // Headers are short and matter more: every other change goes there.
            Harm::Set(at, to) => {
                let room = if to % 2 == 0 {
                    bytes.len()
                } else {
                    bytes.len().min(400)
                };
                let at = at.index(room);
                bytes[at] = *to;
            }
            Harm::Repeat(from, to) => {
                let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
                let part = bytes[from.min(to)..from.max(to)].to_vec();
                bytes.extend(part);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(
        magic in prop::sample::select(MAGIC),
        bytes in prop::collection::vec(any::<u8>(), 0..3000),
    ) {
        prop_assert_eq!(recognise(&bytes), recognise(&bytes[..bytes.len().min(HEAD_BYTES)]));
        answered(&[magic, &bytes].concat());
    }

    #[test]
    fn files_that_were_harmed_are_answered(
        name in prop::sample::select(SAMPLES),
        harms in prop::collection::vec(harm(), 1..12),
    ) {
        answered(&harmed(sample(name), &harms));
    }
}

#[test]
fn what_the_fuzzers_kept_is_answered() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut count = 0;
    for folder in fs::read_dir(corpus).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            answered(&fs::read(file.unwrap().path()).unwrap());
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}
