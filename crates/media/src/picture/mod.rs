//! Pictures: decoded within limits, turned upright, made small, and encoded as a
//! JPEG in which nothing is left but the pixels.

mod decode;
mod encode;
mod whole;

use std::io::{Read, Seek};

use image::RgbImage;

use crate::contained::contained;
use crate::content::Content;
use crate::error::MediaError;
use crate::limits::Limits;
use crate::name;
use crate::prepared::{Kind, Prepared};
use crate::upload::{Report, Upload, report};

/// Pixels of the longest side of a thumbnail.
const THUMBNAIL_SIDE: u32 = 100;

pub(crate) fn prepare(
    input: &mut (impl Read + Seek),
    len: u64,
    file_name: &str,
    content: Content,
    limits: &Limits,
    mut upload: Upload<'_>,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    let bytes = read(input, len)?;
    report(progress, 1, 10)?;
    let decoded = contained(MediaError::PictureDamaged, || {
        decode::decode(&bytes, content, limits, limits.picture_side)
    })?;
    drop(bytes);
    report(progress, 8, 10)?;
    upload.write(&encode::picture(&decoded.pixels)?)?;
    let (sha256, size) = upload.finish()?;
    let thumbnail = thumbnail(&decoded.pixels)?;
    report(progress, 10, 10)?;
    Ok(Prepared {
        kind: Kind::Picture,
        mime: "image/jpeg",
        file_name: name::clean(file_name),
        sha256,
        size,
        width: Some(decoded.pixels.width()),
        height: Some(decoded.pixels.height()),
        thumbnail_jpeg: Some(thumbnail),
        duration: None,
        waveform: None,
        pages: None,
        was_animated: decoded.was_animated,
    })
}

/// A thumbnail of a picture that is sent as a document; none where it cannot be
/// decoded, which does not keep a document from being sent.
pub(crate) fn thumbnail_of(
    input: &mut (impl Read + Seek),
    len: u64,
    content: Content,
    limits: &Limits,
) -> Option<Vec<u8>> {
    if content.kind() != Kind::Picture || len > limits.picture_bytes {
        return None;
    }
    let bytes = read(input, len).ok()?;
    let decoded = contained(MediaError::PictureDamaged, || {
        decode::decode(&bytes, content, limits, THUMBNAIL_SIDE)
    });
    thumbnail(&decoded.ok()?.pixels).ok()
}

fn thumbnail(pixels: &RgbImage) -> Result<Vec<u8>, MediaError> {
    encode::thumbnail(&decode::shrink(pixels, THUMBNAIL_SIDE)?)
}

fn read(input: &mut (impl Read + Seek), len: u64) -> Result<Vec<u8>, MediaError> {
    input.rewind().map_err(MediaError::Unreadable)?;
    let mut bytes = Vec::new();
    input
        .take(len)
        .read_to_end(&mut bytes)
        .map_err(MediaError::Unreadable)?;
    Ok(bytes)
}
