//! The width of texts, and texts that fit.
//!
//! Measured with the face that is shipped (`fonts/`). It is about as wide as what
//! windows are set in, so that labels have room there, too.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation as _;

/// The files of the face, under the licence in `fonts/LICENSE`.
pub(crate) const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");

/// How wide a picture such as an emoji is, in parts of the size.
const PICTURE: f32 = 1.35;

static FACES: LazyLock<[Option<Face>; 2]> = LazyLock::new(|| [Face::of(REGULAR), Face::of(BOLD)]);

/// A weight of the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// What is known about the glyphs of a face.
pub(crate) struct Face {
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

impl Face {
    fn of(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let location = LocationRef::default();
        Some(Self {
            characters: font.charmap(),
            metrics: font.glyph_metrics(Size::unscaled(), location),
            units: f32::from(font.metrics(Size::unscaled(), location).units_per_em),
        })
    }

    /// The face of a weight; none where the shipped file is no font.
    pub fn get(weight: Weight) -> Option<&'static Self> {
        let [regular, bold] = &*FACES;
        match weight {
            Weight::Regular => regular.as_ref(),
            Weight::Bold => bold.as_ref(),
        }
    }

    /// The glyph of a character, and its width in parts of the size.
    pub fn glyph(&self, character: char) -> Option<(u32, f32)> {
        let glyph = self.characters.map(character)?;
        let width = self.metrics.advance_width(glyph).unwrap_or(0.0);
        Some((glyph.to_u32(), width / self.units))
    }
}

/// The width of a text of one pixel's size.
pub(crate) fn width(text: &str, weight: Weight) -> f32 {
    text.graphemes(true)
        .map(|grapheme| grapheme_width(grapheme, weight))
        .sum()
}

fn grapheme_width(grapheme: &str, weight: Weight) -> f32 {
    let face = Face::get(weight);
    let known = |c| face.and_then(|face| face.glyph(c)).map(|(_, width)| width);
    match grapheme.chars().next().map(known) {
        // What is put together of several signs is a picture where fonts can.
        Some(Some(_)) => grapheme.chars().filter_map(known).sum(),
        Some(None) => PICTURE,
        None => 0.0,
    }
}

/// As much of a text as is no wider than `room`, with an ellipsis where
/// something is left out. Whole letters and emoji are taken or left.
pub(crate) fn shorten(text: &str, room: f32, weight: Weight) -> String {
    if width(text, weight) <= room {
        return text.to_owned();
    }
    let mut left = room - grapheme_width("…", weight);
    let mut short = String::new();
    for grapheme in text.graphemes(true) {
        left -= grapheme_width(grapheme, weight);
        if left < 0.0 {
            break;
        }
        short.push_str(grapheme);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A text on one line, without what no document can hold and what would turn the
/// direction of what follows.
pub(crate) fn printable(text: &str) -> String {
    let out_of_place = |c: char| {
        c.is_control()
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(out_of_place, " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shortened_keeps_whole_letters() {
        let family = "👩‍👩‍👧";
        let name = format!("Ana {family} Zoé");
        for tenths in 0..200u16 {
            let room = f32::from(tenths) / 10.0;
            let short = shorten(&name, room, Weight::Regular);
            let kept = short.strip_suffix('…').unwrap_or(&short);
            assert!(name.starts_with(kept), "{short}");
            assert!(!kept.contains('👩') || kept.contains(family), "{short}");
            assert!(
                room < 1.0 || width(&short, Weight::Regular) <= room,
                "{short} {room}"
            );
        }
        assert_eq!(shorten(&name, 200.0, Weight::Regular), name);
    }

    #[test]
    fn wide_letters_are_wider() {
        let of = |text| width(text, Weight::Regular);
        assert!(of("WWW") > of("iii") * 2.0);
        assert!(of("ñ") > 0.0 && (of("é") - of("e")).abs() < 0.001);
        assert!(width("Ana", Weight::Bold) > of("Ana"));
        assert!((of("👍🏽") - PICTURE).abs() < 0.01, "one picture");
    }
}
