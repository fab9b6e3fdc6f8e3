//! From a picture's file to upright pixels in sRGB on white.

use std::io::{BufRead, Cursor, Seek};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::whole;
use crate::content::Content;
use crate::error::MediaError;
use crate::limits::Limits;

/// Bytes that a decoder may ask for, for each pixel allowed: the largest are 16
/// bits for each of red, green, blue, alpha.
const BYTES_A_PIXEL: u64 = 8;

/// What a decoder may ask for besides.
const WORKING_BYTES: u64 = 64 * 1024 * 1024;

/// Largest colour profile that is understood; those of cameras and screens have
/// a few kilobytes.
const LARGEST_PROFILE: usize = 256 * 1024;

pub(super) struct Decoded {
    pub(super) pixels: RgbImage,
    pub(super) was_animated: bool,
}

/// Decodes the first frame, upright, its longest side at most `side`.
pub(super) fn decode(
    bytes: &[u8],
    content: Content,
    limits: &Limits,
    side: u32,
) -> Result<Decoded, MediaError> {
    let file = Cursor::new(bytes);
    match content {
        Content::Jpeg => {
            if !whole::jpeg(bytes) {
                return Err(MediaError::PictureDamaged);
            }
            let decoder = JpegDecoder::new(file).map_err(damaged)?;
            pixels(decoder, false, limits, side)
        }
        Content::Png => {
            let decoder = PngDecoder::with_limits(file, memory(limits)).map_err(damaged)?;
            let moves = decoder.is_apng().map_err(damaged)?;
            pixels(decoder, moves, limits, side)
        }
        Content::Webp => {
            let decoder = WebPDecoder::new(file).map_err(damaged)?;
            let moves = decoder.has_animation();
            pixels(decoder, moves, limits, side)
        }
        Content::Gif => {
            let decoder = GifDecoder::new(file.clone()).map_err(damaged)?;
            let moves = has_second_frame(file);
            pixels(decoder, moves, limits, side)
        }
        Content::Heic | Content::Avif => Err(MediaError::PictureHeic { found: content }),
        _ => Err(MediaError::PictureFormat { found: content }),
    }
}

fn pixels(
    mut decoder: impl ImageDecoder,
    was_animated: bool,
    limits: &Limits,
    side: u32,
) -> Result<Decoded, MediaError> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.picture_pixels {
        return Err(MediaError::PictureTooManyPixels {
            width,
            height,
            limit: limits.picture_pixels,
        });
    }
    let mut memory = memory(limits);
    memory.reserve(decoder.total_bytes()).map_err(damaged)?;
    decoder.set_limits(memory).map_err(damaged)?;
    // Damaged notes beside a good picture do no harm.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let mut small = DynamicImage::ImageRgb8(shrink(&on_white(picture), side)?);
    small.apply_orientation(orientation);
    let pixels = small.into_rgb8();
    Ok(Decoded {
        pixels: profile
            .and_then(|profile| to_srgb(&pixels, &profile))
            .unwrap_or(pixels),
        was_animated,
    })
}

fn memory(limits: &Limits) -> image::Limits {
    let mut memory = image::Limits::default();
    let pixels = limits.picture_pixels.saturating_mul(BYTES_A_PIXEL);
    memory.max_alloc = Some(pixels.saturating_add(WORKING_BYTES));
    memory
}

/// Every way in which a decoder fails is the picture's fault: the bytes are in
/// memory and the limits have been checked.
fn damaged(_: ImageError) -> MediaError {
    MediaError::PictureDamaged
}

/// Whether a GIF moves. Frames are skipped without being decoded.
fn has_second_frame(file: impl BufRead + Seek) -> bool {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let Ok(mut frames) = options.read_info(file) else {
        return false;
    };
    (0..2).all(|_| matches!(frames.next_frame_info(), Ok(Some(_))))
}

/// JPEG knows no transparency, and phones show what is left of it as black.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (flat, pixel) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = pixel.0;
        let over = |colour: u8| {
            let mixed = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
        };
        flat.0 = [over(red), over(green), over(blue)];
    }
    flat
}

/// Brings the longest side to `side` and keeps the proportions; small pictures
/// stay as they are.
pub(super) fn shrink(picture: &RgbImage, side: u32) -> Result<RgbImage, MediaError> {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return Ok(picture.clone());
    }
    let scaled = |pixels: u32| {
        let pixels =
            (u64::from(pixels) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(pixels).unwrap_or(side).max(1)
    };
    let (new_width, new_height) = (scaled(width), scaled(height));
    let resized = || -> Option<RgbImage> {
        let from = ImageRef::new(width, height, picture.as_raw(), PixelType::U8x3).ok()?;
        let mut to = Image::new(new_width, new_height, PixelType::U8x3);
        let sharp = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &sharp).ok()?;
        RgbImage::from_raw(new_width, new_height, to.into_vec())
    };
    resized().ok_or(MediaError::PictureDamaged)
}

/// Colours as screens without colour management show them: phones photograph in
/// larger spaces, and the profile that says so is taken away with the rest.
fn to_srgb(picture: &RgbImage, profile: &[u8]) -> Option<RgbImage> {
    if profile.len() > LARGEST_PROFILE {
        return None;
    }
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        // Grey and CMYK have been turned into RGB by their decoder.
        return None;
    }
    let transform = profile
        .create_transform_8bit(
            Layout::Rgb,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions::default(),
        )
        .ok()?;
    let mut converted = RgbImage::new(picture.width(), picture.height());
    transform
        .transform(picture.as_raw(), converted.as_mut())
        .ok()?;
    Some(converted)
}
