//! Files and texts that cannot be sent: refused with a word, a sentence and the
//! limit, before anything is stored.

use crate::support::{Ended, Server, Shop, list, sample};
use image::{ImageFormat, RgbImage};
use serde_json::Value;
use std::fs::File;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

/// The details with which these words are refused, and nothing is left.
#[track_caller]
fn refused(shop: &Shop, what: &[&str], code: &str) -> Value {
    let csv = shop.file("lista.csv", list(3));
    let csv = csv.to_str().unwrap();
    let arguments = [
        "campaign", "send", "--name", "Promo", "--csv", csv, "--wait",
    ];
    let ended = shop.run(&[&arguments[..], what].concat());
    let told: Ended = ended.refused_with(2, code);
    let error = told.events().pop().unwrap()["error"].clone();
    let database = shop.database("profile.db");
    for table in [
        "campaign",
        "contact",
        "attachment",
        "attachment_piece",
        "part",
    ] {
        let count = format!("SELECT count(*) FROM {table}");
        let rows: i64 = database.query_row(&count, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table} after {code}");
    }
    let sentence = error["message"].as_str().unwrap();
    assert!(!sentence.contains(['{', '}']), "{sentence}");
    error
}

/// That, of a file: the sentence names it.
#[track_caller]
fn refused_file(shop: &Shop, option: &str, file: &Path, code: &str) -> Value {
    let error = refused(
        shop,
        &["--text", "Hola", option, file.to_str().unwrap()],
        code,
    );
    let name = file.file_name().unwrap().to_str().unwrap();
    assert_eq!(error["details"]["file"], name);
    assert!(error["message"].as_str().unwrap().contains(name), "{error}");
    error
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from);
    let at = at.expect("it is there");
    let mut changed = bytes.to_vec();
    changed[at..at + to.len()].copy_from_slice(to);
    changed
}

/// A file as large as this that takes no room on the disk.
fn sparse(shop: &Shop, name: &str, head: &[u8], size: u64) -> PathBuf {
    let path = shop.file(name, head);
    let file = File::options().write(true).open(&path).unwrap();
    file.set_len(size).unwrap();
    path
}

/// A PNG that says of itself that it is 60,000 pixels wide and high.
fn pixel_bomb() -> Vec<u8> {
    let mut bomb = Vec::new();
    RgbImage::new(1, 1)
        .write_to(&mut Cursor::new(&mut bomb), ImageFormat::Png)
        .unwrap();
    bomb[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    let sum = !bomb[12..29].iter().fold(!0, step);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    bomb
}

/// Forty minutes of a sawtooth, 8 kHz, a byte a sample.
fn forty_minutes(shop: &Shop) -> PathBuf {
    let samples = 40 * 60 * 8_000u32;
    let mut head = b"RIFF".to_vec();
    head.extend((samples + 36).to_le_bytes());
    head.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    head.extend(8_000u32.to_le_bytes());
    head.extend(8_000u32.to_le_bytes());
    head.extend(b"\x01\0\x08\0data");
    head.extend(samples.to_le_bytes());
    let path = shop.file("charla.wav", head);
    let mut file = File::options().append(true).open(&path).unwrap();
    let period: Vec<u8> = (0..=255).collect();
    let seconds = period.repeat(8_000 * 60 / 256);
    for _ in 0..40 {
        file.write_all(&seconds).unwrap();
    }
    path
}

#[test]
fn files_that_are_not_what_they_seem() {
    let shop = Shop::new(&Server::start(1));
    let song = shop.file("foto.jpg", sample("stereo.mp3"));
    let error = refused_file(&shop, "--image", &song, "not_a_picture");
    assert_eq!(error["details"]["found"], "mp3");
    let page = shop.file("audio.mp3", sample("plain.pdf"));
    let error = refused_file(&shop, "--voice", &page, "not_audio");
    assert_eq!(error["details"]["found"], "pdf");
    let photo = shop.file("video.mp4", sample("grey.jpg"));
    refused_file(&shop, "--video", &photo, "not_a_video");
    let empty = shop.file("nada.pdf", b"");
    refused_file(&shop, "--document", &empty, "media_empty");
}

#[test]
fn files_that_end_early() {
    let shop = Shop::new(&Server::start(1));
    let half = |name: &str| {
        let whole = sample(name);
        let half = &whole[..whole.len() / 2];
        shop.file(name, half)
    };
    refused_file(
        &shop,
        "--image",
        &half("progressive.jpg"),
        "picture_damaged",
    );
    refused_file(&shop, "--image", &half("deep.png"), "picture_damaged");
    refused_file(&shop, "--voice", &half("stereo.mp3"), "audio_damaged");
    refused_file(&shop, "--voice", &half("moov_first.m4a"), "audio_damaged");
    refused_file(&shop, "--video", &half("h264.mp4"), "video_damaged");
}

#[test]
fn files_that_are_too_much() {
    let shop = Shop::new(&Server::start(1));
    let bomb = shop.file("bomba.png", pixel_bomb());
    let error = refused_file(&shop, "--image", &bomb, "picture_too_many_pixels");
    assert_eq!(error["details"]["width"], "60000");
    assert_eq!(error["details"]["limit"], "50000000");

    let long = forty_minutes(&shop);
    let error = refused_file(&shop, "--voice", &long, "audio_too_long");
    assert_eq!(error["details"]["limit"], "120");
    assert_eq!(error["details"]["seconds"], "2400");
    assert!(
        error["message"].as_str().unwrap().contains("2 minutos"),
        "{error}"
    );

    let catalogue = sparse(&shop, "catálogo.pdf", &sample("plain.pdf"), 200 << 20);
    let error = refused_file(&shop, "--document", &catalogue, "document_too_large");
    let sentence = error["message"].as_str().unwrap();
    assert!(
        sentence.contains("200 MB") && sentence.contains("100 MB"),
        "{sentence}"
    );
    assert_eq!(error["details"]["limit"], (100 << 20).to_string());

    let scan = sparse(&shop, "escaneo.png", &sample("deep.png"), 17 << 20);
    refused_file(&shop, "--image", &scan, "picture_too_large");
    let film = sparse(&shop, "película.mp4", &sample("h264.mp4"), 17 << 20);
    refused_file(&shop, "--video", &film, "video_too_large");
}

#[test]
fn files_of_kinds_that_phones_do_not_take() {
    let shop = Shop::new(&Server::start(1));
    let m4a = sample("moov_last.m4a");
    let lc: &[u8] = &[0x05, 0x80, 0x80, 0x80, 0x05, 0x12, 0x10, 0x56, 0xe5, 0x00];
    let he: &[u8] = &[0x05, 0x80, 0x80, 0x80, 0x05, 0x2b, 0x92, 0x08, 0x00, 0x00];
    let he_aac = shop.file("radio.m4a", replaced(&m4a, lc, he));
    refused_file(&shop, "--voice", &he_aac, "audio_he_aac");
    let bought = shop.file("comprada.m4a", replaced(&m4a, b"mp4a", b"drms"));
    refused_file(&shop, "--voice", &bought, "audio_protected");
    let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    heic.extend([0; 4_000]);
    let heic = shop.file("IMG_0001.HEIC", heic);
    let error = refused_file(&shop, "--image", &heic, "picture_heic");
    assert!(
        error["message"].as_str().unwrap().contains("JPEG"),
        "{error}"
    );
    let silent = shop.file("silencio.wav", sample("silent.wav"));
    refused_file(&shop, "--voice", &silent, "audio_silent");
    let alac = shop.file("alac.m4a", sample("alac.m4a"));
    let error = refused_file(&shop, "--voice", &alac, "audio_format");
    assert_eq!(error["details"]["codec"], "alac");
    let film = shop.file("nueva.mp4", sample("hevc.mp4"));
    let error = refused_file(&shop, "--video", &film, "video_codec");
    assert_eq!(error["details"]["codec"], "hvc1");
}

#[test]
fn texts_that_cannot_be_sent() {
    let shop = Shop::new(&Server::start(1));
    refused(&shop, &[], "no_text");
    refused(&shop, &["--text", "  "], "no_text");
    let picture = shop.file("foto.jpg", sample("grey.jpg"));
    let picture = picture.to_str().unwrap();
    refused(
        &shop,
        &["--text", "Hola", "--text", "", "--image", picture],
        "no_text",
    );
    let long = shop.file("largo.txt", "ñ".repeat(70_000));
    let long = long.to_str().unwrap();
    for more in [&[][..], &["--image", picture]] {
        let what = [&["--text-file", long][..], more].concat();
        let error = refused(&shop, &what, "text_too_long");
        assert_eq!(error["details"]["length"], "70000");
        assert_eq!(error["details"]["limit"], "65536");
    }
    let many: Vec<&str> = std::iter::repeat_n(["--image", picture], 31)
        .flatten()
        .collect();
    let error = refused(&shop, &many, "too_many_attachments");
    assert_eq!(error["details"]["limit"], "30");
}

/// One bad file among good ones: the good ones do not stay behind.
#[test]
fn nothing_stays_of_the_good_ones() {
    let shop = Shop::new(&Server::start(1));
    let good = shop.file("foto.jpg", sample("grey.jpg"));
    let bad = shop.file("rota.jpg", b"\xff\xd8\xff\xe0 nada");
    let (good, bad) = (good.to_str().unwrap(), bad.to_str().unwrap());
    refused(&shop, &["--image", good, "--image", bad], "picture_damaged");
    let missing = "/no/such/folder/foto.jpg";
    refused(
        &shop,
        &["--image", good, "--image", missing],
        "file_not_found",
    );
}
