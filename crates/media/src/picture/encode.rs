//! Pixels into JPEG. The encoder keeps colours at full resolution (4:4:4): files
//! are somewhat larger than with 4:2:0, and red writing stays sharp.

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use crate::error::MediaError;

const QUALITY: u8 = 80;

/// A thumbnail travels inside the message, which has to stay small.
const THUMBNAIL_BYTES: usize = 10_000;

pub(super) fn picture(pixels: &RgbImage) -> Result<Vec<u8>, MediaError> {
    jpeg(pixels, QUALITY)
}

/// As good as fits; noise at the lowest quality has about 3 kB.
pub(super) fn thumbnail(pixels: &RgbImage) -> Result<Vec<u8>, MediaError> {
    let mut bytes = Vec::new();
    for quality in [60, 40, 20, 5] {
        bytes = jpeg(pixels, quality)?;
        if bytes.len() < THUMBNAIL_BYTES {
            break;
        }
    }
    Ok(bytes)
}

fn jpeg(pixels: &RgbImage, quality: u8) -> Result<Vec<u8>, MediaError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(pixels)
        .map_err(|_| MediaError::Encoder("jpeg"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbnail_of_noise_is_small() {
        let mut state = 7_u32;
        let noise = RgbImage::from_fn(100, 100, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_be_bytes();
            image::Rgb([a, b, c])
        });
        assert!(picture(&noise).unwrap().len() > THUMBNAIL_BYTES);
        assert!(thumbnail(&noise).unwrap().len() < THUMBNAIL_BYTES);
    }
}
