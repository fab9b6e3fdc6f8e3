//! Pictures of what is on the display, as a person would see it.

use crate::wire::{Placed, Wire};
use crate::{Outcome, Trouble};
use image::RgbImage;
use std::path::Path;
use x11rb_protocol::protocol::xproto::{GetGeometryRequest, GetImageRequest, ImageFormat};

/// Bytes of a pixel on the wire: blue, green, red and one that is unused.
const PIXEL: usize = 4;

/// Takes a picture of a window as it lies on the display.
pub fn take(display: &str, path: &Path) -> Outcome {
    let mut wire = Wire::connect(display)?;
    let root = wire.root()?;
    let window = wire
        .visible_windows(root)?
        .into_iter()
        .max_by_key(Placed::area);
    let window = window.ok_or_else(|| Trouble::new("no window is on the display"))?;
    let screen = wire.ask(GetGeometryRequest { drawable: root })?;
    let picture = wire.ask(GetImageRequest {
        format: ImageFormat::Z_PIXMAP,
        drawable: root,
        x: window.x.max(0),
        y: window.y.max(0),
        width: window.width.min(screen.width),
        height: window.height.min(screen.height),
        plane_mask: u32::MAX,
    })?;
    let colours = picture
        .data
        .chunks_exact(PIXEL)
        .flat_map(|pixel| match *pixel {
            [blue, green, red, _] => [red, green, blue],
            _ => [0; 3],
        })
        .collect();
    let (width, height) = (
        window.width.min(screen.width),
        window.height.min(screen.height),
    );
    let picture = RgbImage::from_raw(width.into(), height.into(), colours)
        .ok_or_else(|| Trouble::new("the picture is not of the size of the window"))?;
    Ok(picture.save(path)?)
}
