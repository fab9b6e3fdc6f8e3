//! Videos and documents.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

mod common;

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::time::Duration;

use common::{contains, make, make_within, refusal, replace, sample};
use media::{Content, Kind, Limits, MediaError, prepare, recognise, recognise_file};
use sha2::{Digest, Sha256};

#[test]
fn a_film_for_phones_passes() {
    let file = sample("h264.mp4");
    let (prepared, copy) = make(&file, "film.mp4", None).unwrap();
    assert_eq!(prepared.kind, Kind::Video);
    assert_eq!(prepared.mime, "video/mp4");
    assert_eq!((prepared.width, prepared.height), (Some(64), Some(48)));
    let duration = prepared.duration.unwrap().as_secs_f64();
    assert!((0.95..1.1).contains(&duration), "{duration}");
    assert_eq!(prepared.thumbnail_jpeg, None);
    assert_eq!(copy.len(), file.len());
    assert_eq!(prepared.sha256, <[u8; 32]>::from(Sha256::digest(&copy)));

    let (live, _) = make(&sample("fragmented.mp4"), "film.mp4", None).unwrap();
    assert_eq!((live.width, live.height), (Some(64), Some(48)));
}

#[test]
fn the_place_is_taken_out_of_a_film_and_the_film_stays() {
    let file = sample("turned.mov");
    let traces: [&[u8]; 2] = [b"-25.2800-057.6300", b"La casa de Ana"];
    let (prepared, copy) = make(&file, "film.mov", None).unwrap();
    for trace in traces {
        assert!(contains(&file, trace) && !contains(&copy, trace));
    }
    assert_eq!(prepared.mime, "video/quicktime");
    // The camera was turned.
    assert_eq!((prepared.width, prepared.height), (Some(48), Some(64)));
    // The boxes are where they were, so that all that points to bytes still does.
    let mdat = file.windows(4).position(|w| w == b"mdat").unwrap();
    assert_eq!(copy.windows(4).position(|w| w == b"mdat"), Some(mdat));
    assert_eq!(copy.len(), file.len());
    // It can be prepared again, and there is nothing left to take out.
    let (_, again) = make(&copy, "film.mov", None).unwrap();
    assert_eq!(again, copy);
}

/// Cameras append what they like behind the last box.
#[test]
fn what_follows_a_film_is_no_damage_and_what_lacks_is() {
    let film = sample("h264.mp4");
    for tail in [
        &b"\0\0\0"[..],
        b"\0\0\0\x02SEFT",
        b"\xff\xff\xff\xff\x01\x02\x03\x04",
    ] {
        let longer = [&film[..], tail].concat();
        let (_, copy) = make(&longer, "f.mp4", None).unwrap();
        assert!(copy.len() == longer.len() && copy.ends_with(tail));
    }
    let live = sample("fragmented.mp4");
    // Less than that is the index at the end.
    for less in [1000, 2000] {
        assert_eq!(
            refusal(&live[..live.len() - less], None),
            "video_damaged",
            "{less}"
        );
    }
}

/// Phones write a second sound of their own beside the one that all play.
#[test]
fn one_sound_that_phones_play_is_enough() {
    let film = sample("h264.mp4");
    let moov = film.windows(4).position(|w| w == b"moov").unwrap() - 4;
    let size = |at: usize| u32::from_be_bytes(*film[at..].first_chunk().unwrap()) as usize;
    let sound = {
        let mdia = film.windows(4).position(|w| w == b"soun").unwrap();
        let trak = film[..mdia].windows(4).rposition(|w| w == b"trak").unwrap() - 4;
        film[trak..trak + size(trak)].to_vec()
    };
    let with = |sounds: &[u8]| {
        let mut film = film.clone();
        let end = moov + size(moov);
        film.splice(end..end, sounds.iter().copied());
        let larger = u32::try_from(size(moov) + sounds.len()).unwrap();
        film[moov..moov + 4].copy_from_slice(&larger.to_be_bytes());
        film
    };
    let spatial = replace(&sound, b"mp4a", b"apac");
    assert!(make(&with(&spatial), "f.mp4", None).is_ok());
    let none = replace(&with(&spatial), b"mp4a", b"sowt");
    assert_eq!(refusal(&none, None), "video_codec");
}

/// A table of contents that is made to be read slowly.
#[test]
fn a_million_boxes_are_answered_soon() {
    let nested = |kind: &[u8; 4], body: &[u8]| {
        let size = u32::try_from(8 + body.len()).unwrap();
        [&size.to_be_bytes()[..], kind, body].concat()
    };
    let film = sample("h264.mp4");
    let extends = nested(b"mvex", &nested(b"mehd", &[0; 8])).repeat(100_000);
    let notes = nested(b"uuid", b"").repeat(100_000);
    for boxes in [extends, notes] {
        let moov = nested(b"moov", &boxes);
        assert_eq!(
            refusal(&[&film[..32], &moov].concat(), None),
            "video_damaged"
        );
    }
}

#[test]
fn films_that_phones_do_not_play_are_named() {
    let codec = |name: &str| match make(&sample(name), name, None) {
        Err(MediaError::VideoCodec { codec }) => codec,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(codec("hevc.mp4"), "hvc1");
    assert_eq!(codec("h263.3gp"), "s263");
    assert_eq!(refusal(&sample("vp8.webm"), None), "video_format");
    let film = sample("h264.mp4");
    let inside = |film: &[u8]| match make(film, "f.mp4", None) {
        Err(MediaError::VideoCodec { codec }) => codec,
        other => panic!("{other:?}"),
    };
    // avcC begins with version 1, profile 100: High.
    for (profile, name) in [
        (110, "H.264 High 10"),
        (122, "H.264 High 4:2:2"),
        (244, "H.264 High 4:4:4"),
    ] {
        let studio = replace(
            &film,
            b"avcC\x01\x64",
            &[b"avcC\x01", &[profile][..]].concat(),
        );
        assert_eq!(inside(&studio), name);
    }
    let main = replace(&film, b"avcC\x01\x64", b"avcC\x01\x4d");
    assert!(make(&main, "f.mp4", None).is_ok());
    // The decoder's descriptor: MPEG-4 audio, a stream of sound.
    let mp3 = replace(&film, b"\x40\x15\0", b"\x6b\x15\0");
    assert_eq!(inside(&mp3), "MP3");
    assert_eq!(
        refusal(&replace(&film, b"avc1\0\0\0", b"encv\0\0\0"), None),
        "video_protected"
    );
    assert_eq!(refusal(&film[..film.len() - 100], None), "video_damaged");
    assert_eq!(refusal(&film[..200], None), "video_damaged");
    assert_eq!(
        refusal(&sample("turned.jpg"), Some(Kind::Video)),
        "not_a_video"
    );
    let limits = Limits {
        video_bytes: 100,
        ..Limits::default()
    };
    let error = make_within(&film, "f", None, &limits).unwrap_err();
    assert_eq!(error.code(), "video_too_large");
    // What cannot be played can still be sent as a file.
    assert!(make(&sample("hevc.mp4"), "f.mp4", Some(Kind::Document)).is_ok());
}

#[test]
fn a_sound_in_an_mp4_is_a_sound() {
    let renamed = replace(&sample("moov_last.m4a"), b"ftypM4A ", b"ftypisom");
    assert_eq!(recognise(&renamed), Content::Mp4);
    assert_eq!(
        recognise_file(&mut Cursor::new(&renamed)).unwrap(),
        Content::M4a
    );
    assert_eq!(
        make(&renamed, "a.mp4", None).unwrap().0.kind,
        Kind::VoiceNote
    );
}

#[test]
fn documents_go_as_they_are() {
    for (name, content, mime) in [
        ("precios.csv", &b"a,b\n"[..], "text/csv"),
        (
            "Lista.xlsx",
            b"PK\x03\x04\0\0",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("programa.exe", b"MZ\x90\0", "application/octet-stream"),
        ("factura.txt", b"%PDF-1.4\n%%EOF\n", "application/pdf"),
    ] {
        let (prepared, copy) = make(content, name, None).unwrap();
        assert_eq!(prepared.kind, Kind::Document);
        assert_eq!(prepared.mime, mime, "{name}");
        assert_eq!(copy, content);
        assert_eq!(prepared.sha256, <[u8; 32]>::from(Sha256::digest(content)));
    }
}

#[test]
fn a_pdf_that_ends_early_or_is_none_is_refused() {
    let pdf = sample("plain.pdf");
    for cut in [100, pdf.len() / 2, pdf.len() - 8] {
        assert_eq!(refusal(&pdf[..cut], None), "document_damaged", "{cut}");
    }
    let mut noted = pdf.clone();
    noted.resize(pdf.len() + 3_000, 0);
    assert!(make(&noted, "a.pdf", None).is_ok());
    let code = |content: &[u8], name: &str| make(content, name, None).unwrap_err().code();
    assert_eq!(code(b"Precios de marzo\n", "Lista.PDF"), "document_no_pdf");
    assert_eq!(code(b"PK\x03\x04\0\0", "Lista.pdf"), "document_no_pdf");
    // A picture gets the name that fits.
    let wanted = Some(Kind::Document);
    let (prepared, _) = make(&sample("turned.jpg"), "foto.pdf", wanted).unwrap();
    assert_eq!(prepared.file_name, "foto.pdf.jpg");
}

#[test]
fn pages_are_counted_where_that_is_cheap() {
    for (name, pages) in [
        ("plain.pdf", Some(12)),
        ("compressed.pdf", Some(12)),
        ("linearized.pdf", Some(12)),
        ("encrypted.pdf", None),
    ] {
        let (prepared, _) = make(&sample(name), "Lista de precios", None).unwrap();
        assert_eq!(prepared.pages, pages, "{name}");
        assert_eq!(prepared.file_name, "Lista de precios.pdf");
    }
}

#[test]
fn a_picture_sent_as_a_document_has_a_preview() {
    let file = sample("progressive.jpg");
    let (prepared, copy) = make(&file, "foto.jpg", Some(Kind::Document)).unwrap();
    assert_eq!(prepared.mime, "image/jpeg");
    assert_eq!(copy, file);
    assert!(prepared.thumbnail_jpeg.unwrap().starts_with(b"\xff\xd8"));
    let broken = &file[..300];
    let (prepared, _) = make(broken, "foto.jpg", Some(Kind::Document)).unwrap();
    assert_eq!(prepared.thumbnail_jpeg, None);
}

/// A file that is made while it is read and never in memory.
struct Endless {
    len: u64,
    at: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len - self.at)
            .unwrap()
            .min(buffer.len());
        for (byte, at) in buffer[..left].iter_mut().zip(self.at..) {
            *byte = b"%PDF-1.7\n/Pages<<%%EOF"[usize::try_from(at % 22).unwrap()];
        }
        self.at += left as u64;
        Ok(left)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(back) => self.len.checked_add_signed(back).unwrap(),
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

/// Notes how much is handed over at once.
#[derive(Default)]
struct Widest(usize);

impl io::Write for Widest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_large_document_passes_in_small_pieces() {
    let mut widest = Widest::default();
    let file = Endless {
        len: 3_000_000,
        at: 0,
    };
    let prepared = prepare(
        file,
        "a.pdf",
        None,
        &Limits::default(),
        &mut widest,
        &mut |_| ControlFlow::Continue(()),
    )
    .unwrap();
    assert_eq!((prepared.size, prepared.pages), (3_000_000, None));
    assert!(widest.0 <= 65_536);
}

#[test]
fn two_hundred_megabytes_are_refused_unread() {
    let mut widest = Widest::default();
    let file = Endless {
        len: 200 << 20,
        at: 0,
    };
    let error = prepare(
        file,
        "a.pdf",
        None,
        &Limits::default(),
        &mut widest,
        &mut |_| ControlFlow::Continue(()),
    )
    .unwrap_err();
    assert!(matches!(
        error,
        MediaError::TooLarge {
            kind: Kind::Document,
            size: 209_715_200,
            limit: 104_857_600
        }
    ));
    assert_eq!((error.code(), widest.0), ("document_too_large", 0));
}

/// A disk that fails, on either side.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::from_raw_os_error(5))
    }
}

impl Seek for Failing {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(1000)
    }
}

impl io::Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from_raw_os_error(28))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_fails_is_no_damaged_file() {
    let limits = Limits::default();
    let go_on = &mut |_| ControlFlow::Continue(());
    let read = prepare(Failing, "a", None, &limits, &mut Vec::new(), go_on);
    assert_eq!(read.unwrap_err().code(), "media_unreadable");
    for name in ["turned.jpg", "mono.opus", "h264.mp4", "plain.pdf"] {
        let written = prepare(
            Cursor::new(sample(name)),
            name,
            None,
            &limits,
            &mut Failing,
            go_on,
        );
        assert_eq!(written.unwrap_err().code(), "media_unwritable", "{name}");
    }
}

#[test]
fn debug_output_names_nobody() {
    let (prepared, _) = make(b"x", "Ana Benitez.txt", None).unwrap();
    assert!(!format!("{prepared:?}").contains("Ana"));
    assert_eq!(prepared.duration.map(|d: Duration| d.as_secs()), None);
}
