//! Pictures in, JPEGs out, judged by decoding what was made.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

mod common;

use std::io::Cursor;

use common::{contains, make, make_within, refusal, sample};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};
use media::{Kind, Limits, MediaError};
use moxcms::ColorProfile;

const RED: [u8; 3] = [255, 0, 0];
const GREEN: [u8; 3] = [0, 255, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const YELLOW: [u8; 3] = [255, 255, 0];

fn pixels(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8()
}

fn near(found: Rgb<u8>, wanted: [u8; 3], most: u8) -> bool {
    found
        .0
        .iter()
        .zip(wanted)
        .all(|(a, b)| a.abs_diff(b) <= most)
}

/// The middle of each quarter: left to right, top to bottom.
fn quarters(picture: &RgbImage) -> [Rgb<u8>; 4] {
    let (width, height) = picture.dimensions();
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| *picture.get_pixel(width * x / 4, height * y / 4))
}

fn shows(picture: &RgbImage, wanted: [[u8; 3]; 4]) -> bool {
    quarters(picture)
        .into_iter()
        .zip(wanted)
        .all(|(found, wanted)| near(found, wanted, 24))
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn every_format_becomes_the_same_picture() {
    for name in ["progressive.jpg", "lossy.webp", "still.gif", "deep.png"] {
        let (prepared, jpeg) = make(&sample(name), name, None).unwrap();
        assert_eq!(prepared.kind, Kind::Picture, "{name}");
        assert_eq!(prepared.mime, "image/jpeg");
        assert_eq!(
            (prepared.width, prepared.height),
            (Some(64), Some(48)),
            "{name}"
        );
        assert!(!prepared.was_animated, "{name}");
        assert!(shows(&pixels(&jpeg), [RED, GREEN, BLUE, YELLOW]), "{name}");
        let thumbnail = prepared.thumbnail_jpeg.unwrap();
        assert!(
            shows(&pixels(&thumbnail), [RED, GREEN, BLUE, YELLOW]),
            "{name}"
        );
    }
    let (_, jpeg) = make(&sample("grey.jpg"), "g", None).unwrap();
    let [red, green, ..] = quarters(&pixels(&jpeg));
    assert!(
        near(red, [76; 3], 8) && near(green, [150; 3], 16),
        "{red:?} {green:?}"
    );
}

/// Printers' colours come out recognisable; how exactly depends on a profile that
/// is not looked at.
#[test]
fn four_colours_become_three() {
    let (_, jpeg) = make(&sample("cmyk.jpg"), "c", None).unwrap();
    let found = quarters(&pixels(&jpeg));
    for (found, wanted) in found.into_iter().zip([RED, GREEN, BLUE, YELLOW]) {
        assert!(near(found, wanted, 60), "{found:?} {wanted:?}");
    }
}

#[test]
fn the_camera_was_turned_and_the_picture_is_upright() {
    let (prepared, jpeg) = make(&sample("turned.jpg"), "turned.jpg", None).unwrap();
    assert_eq!((prepared.width, prepared.height), (Some(48), Some(64)));
    // Orientation 6: to be turned clockwise by a quarter.
    assert!(shows(&pixels(&jpeg), [BLUE, RED, YELLOW, GREEN]));
}

#[test]
fn nothing_but_pixels_is_left() {
    let traces: [&[u8]; 6] = [
        b"Exif",
        b"http://ns.adobe.com",
        b"Ana Benitez",
        b"Photoshop",
        b"Camera",
        b"taken at home",
    ];
    let original = sample("turned.jpg");
    let (prepared, jpeg) = make(&original, "turned.jpg", None).unwrap();
    let thumbnail = prepared.thumbnail_jpeg.unwrap();
    for trace in traces {
        assert!(contains(&original, trace), "the sample has {trace:?}");
        assert!(!contains(&jpeg, trace) && !contains(&thumbnail, trace));
    }
    for file in [&jpeg, &thumbnail] {
        // No application segment but JFIF's, and no comment.
        let markers = (0xe1..=0xef).chain([0xfe]);
        let header = &file[..file
            .windows(2)
            .position(|pair| pair == [0xff, 0xda])
            .unwrap()];
        for marker in markers {
            assert!(!contains(header, &[0xff, marker]), "{marker:x}");
        }
    }
}

#[test]
fn what_was_transparent_is_white() {
    let (_, jpeg) = make(&sample("transparent.png"), "t.png", None).unwrap();
    assert!(shows(&pixels(&jpeg), [[255; 3]; 4]));
    let (_, jpeg) = make(&sample("half.webp"), "h.webp", None).unwrap();
    let pink = [255, 128, 128];
    assert!(near(quarters(&pixels(&jpeg))[0], pink, 24));
}

#[test]
fn large_pictures_become_smaller_and_small_ones_stay() {
    for (from, to) in [
        ((3200, 2400), (1600, 1200)),
        ((1000, 4000), (400, 1600)),
        ((5000, 1), (1600, 1)),
        ((1600, 10), (1600, 10)),
        ((1, 1), (1, 1)),
    ] {
        let picture = RgbImage::from_fn(from.0, from.1, |x, _| {
            Rgb([u8::try_from(x * 255 / from.0).unwrap(), 128, 0])
        });
        let (prepared, jpeg) = make(&encoded(picture, ImageFormat::Png), "p", None).unwrap();
        assert_eq!((prepared.width, prepared.height), (Some(to.0), Some(to.1)));
        assert_eq!(pixels(&jpeg).dimensions(), to);
        let thumbnail = prepared.thumbnail_jpeg.unwrap();
        assert!(thumbnail.len() < 10_000);
        let (width, height) = pixels(&thumbnail).dimensions();
        assert!(width <= 100 && height <= 100);
    }
}

/// Phones photograph in Display P3. Its red is redder than any that sRGB knows, so
/// that what says 200 there is more than 200 here.
#[test]
fn colours_stay_what_they_were_without_their_profile() {
    let picture = RgbImage::from_pixel(32, 32, Rgb([200, 60, 60]));
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
    encoder
        .set_icc_profile(ColorProfile::new_display_p3().encode().unwrap())
        .unwrap();
    encoder.encode_image(&picture).unwrap();
    let (_, prepared) = make(&jpeg, "p3.jpg", None).unwrap();
    // By hand from the two primaries.
    let found = *pixels(&prepared).get_pixel(16, 16);
    assert!(near(found, [217, 45, 55], 4), "{found:?}");

    let mut broken = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut broken, 95);
    encoder.set_icc_profile(vec![7; 400]).unwrap();
    encoder.encode_image(&picture).unwrap();
    let (_, prepared) = make(&broken, "p.jpg", None).unwrap();
    assert!(near(*pixels(&prepared).get_pixel(16, 16), [200, 60, 60], 4));
}

#[test]
fn what_moved_says_so() {
    for name in ["animated.gif", "animated.webp", "animated.png"] {
        let (prepared, jpeg) = make(&sample(name), name, None).unwrap();
        assert!(prepared.was_animated, "{name}");
        assert_eq!(pixels(&jpeg).dimensions(), (64, 48), "{name}");
        // The picture of a test has colours in it from the first frame.
        let colours: std::collections::HashSet<_> = pixels(&jpeg)
            .pixels()
            .map(|pixel| pixel.0.map(|colour| colour / 64))
            .collect();
        assert!(colours.len() > 6, "{name}: {}", colours.len());
    }
}

#[test]
fn what_is_not_decoded_is_refused_with_the_reason() {
    assert_eq!(refusal(&sample("modern.avif"), None), "picture_heic");
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat";
    assert_eq!(refusal(heic, Some(Kind::Picture)), "picture_heic");
    let tiff = b"II*\0\x08\0\0\0\0\0";
    assert_eq!(refusal(tiff, None), "picture_format");
    assert_eq!(
        refusal(&sample("plain.pdf"), Some(Kind::Picture)),
        "not_a_picture"
    );
    assert_eq!(refusal(&[], None), "media_empty");
}

#[test]
fn half_a_picture_is_damaged() {
    for name in [
        "turned.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "lossy.webp",
        "half.webp",
        "deep.png",
        "still.gif",
    ] {
        let whole = sample(name);
        for part in [whole.len() / 2, whole.len() * 9 / 10] {
            assert_eq!(refusal(&whole[..part], None), "picture_damaged", "{name}");
        }
    }
}

/// A PNG of 67 bytes that says it is 60,000 × 60,000.
#[test]
fn a_bomb_is_told_by_its_header() {
    let mut bomb = encoded(RgbImage::new(1, 1), ImageFormat::Png);
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    assert!(matches!(
        make(&bomb, "b.png", None),
        Err(MediaError::PictureTooManyPixels {
            width: 60_000,
            height: 60_000,
            limit: 50_000_000
        })
    ));
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(!0, step)
}

#[test]
fn limits_are_told_with_their_numbers() {
    let file = sample("turned.jpg");
    let limits = Limits {
        picture_bytes: 1000,
        picture_pixels: 3000,
        ..Limits::default()
    };
    assert!(matches!(
        make_within(&file, "t", None, &limits),
        Err(MediaError::TooLarge { kind: Kind::Picture, size, limit: 1000 })
            if size == file.len() as u64
    ));
    for name in ["progressive.jpg", "still.gif", "lossy.webp", "deep.png"] {
        let limits = Limits {
            picture_pixels: 64 * 48 - 1,
            ..Limits::default()
        };
        let error = make_within(&sample(name), name, None, &limits).unwrap_err();
        assert_eq!(error.code(), "picture_too_many_pixels", "{name}");
    }
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    let first = make(&sample("turned.jpg"), "a.jpg", None).unwrap();
    assert_eq!(first, make(&sample("turned.jpg"), "a.jpg", None).unwrap());
}
