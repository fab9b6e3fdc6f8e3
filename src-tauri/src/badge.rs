//! The program's icon with a dot in its corner that says how things stand.

use crate::standing::Standing;
use tauri::image::Image;

/// The icon without a dot.
const PLAIN: Image<'_> = tauri::include_image!("../icons/32x32.png");

type Colour = [u8; 3];

const GREEN: Colour = [0x2e, 0xa0, 0x43];
const AMBER: Colour = [0xe8, 0x9b, 0x0c];
const RED: Colour = [0xd9, 0x30, 0x25];

/// The rim that sets the dot off from the icon.
const WHITE: Colour = [0xff, 0xff, 0xff];

/// Colour of the dot; none for no dot.
pub fn colour(standing: &Standing) -> Option<Colour> {
    match standing {
        Standing::Idle => None,
        Standing::Sending { .. } => Some(GREEN),
        Standing::Waiting { .. } | Standing::Paused => Some(AMBER),
        Standing::Held { .. } => Some(RED),
    }
}

/// The icon for the tray.
pub fn icon(standing: &Standing) -> Image<'static> {
    let (width, height) = (PLAIN.width(), PLAIN.height());
    let mut pixels = PLAIN.rgba().to_vec();
    if let Some(colour) = colour(standing) {
        dot(&mut pixels, width, colour);
    }
    Image::new_owned(pixels, width, height)
}

/// Draws a dot with a rim into the lower right corner, half as wide as the icon.
fn dot(pixels: &mut [u8], width: u32, colour: Colour) {
    // In half pixels, so that the middle may lie between two of them.
    let side = i64::from(width) * 2;
    let (outer, middle) = (side / 4, side - side / 4);
    let inner = outer - side / 16;
    for (at, pixel) in (0_i64..).zip(pixels.chunks_exact_mut(4)) {
        let (x, y) = (at % i64::from(width), at / i64::from(width));
        let (dx, dy) = (x * 2 + 1 - middle, y * 2 + 1 - middle);
        let away = dx * dx + dy * dy;
        if away > outer * outer {
            continue;
        }
        let [red, green, blue] = if away > inner * inner { WHITE } else { colour };
        pixel.copy_from_slice(&[red, green, blue, 0xff]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixel(icon: &Image<'_>, x: u32, y: u32) -> [u8; 4] {
        let at = ((y * icon.width() + x) * 4) as usize;
        icon.rgba()[at..at + 4].try_into().unwrap()
    }

    #[test]
    fn the_dot_lies_in_the_corner_and_the_rest_is_the_icon() {
        let plain = icon(&Standing::Idle);
        assert_eq!(plain.rgba(), PLAIN.rgba());
        let sending = icon(&Standing::Sending { done: 1, total: 2 });
        assert_eq!(pixel(&sending, 24, 24), [0x2e, 0xa0, 0x43, 0xff]);
        // The rim at the right edge.
        assert_eq!(pixel(&sending, 31, 24), [0xff; 4]);
        let half = plain.rgba().len() / 2;
        assert_eq!(sending.rgba()[..half], plain.rgba()[..half]);
        assert_eq!(pixel(&sending, 8, 24), pixel(&plain, 8, 24));
    }
}
