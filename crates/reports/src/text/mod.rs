//! The width of texts, and texts that fit.
//!
//! Measured with the face that is shipped (`fonts/`). It is about as wide as what
//! windows are set in, so that labels have room there, too.

mod faces;
mod shape;

pub(crate) use faces::{BOLD, EMOJI, Face, REGULAR, Typeface, Weight};
pub(crate) use shape::shape;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

/// How wide a picture such as an emoji is at most, in parts of the size: charts are
/// also looked at where other faces are installed.
const PICTURE: f32 = 1.35;

/// By how much the letters of other faces of windows are wider than those of the
/// shipped one, and by how much kerning moves these apart.
pub(crate) const MARGIN: f32 = 1.06;

/// The width of a text of one pixel's size, its letters set one after the other.
pub(crate) fn width(text: &str, weight: Weight) -> f32 {
    text.graphemes(true)
        .map(|grapheme| grapheme_width(grapheme, weight))
        .sum()
}

fn grapheme_width(grapheme: &str, weight: Weight) -> f32 {
    if grapheme.chars().any(is_picture) {
        let mut signs = grapheme.chars();
        // What fonts cannot put together stands side by side.
        let pictures = match (signs.next(), signs.next()) {
            (_, None) => 1,
            _ => shape(grapheme, weight)
                .iter()
                .map(|run| run.glyphs.len())
                .sum(),
        };
        return (0..pictures.max(1)).map(|_| PICTURE).sum();
    }
    let face = Face::get(weight);
    let of = |c| match face.and_then(|face| face.glyph(c)) {
        Some((_, width)) => width,
        None if is_unseen(c) => 0.0,
        None => PICTURE,
    };
    grapheme.chars().map(of).sum()
}

/// Whether windows set it in the face of emoji (`ui/src/app.css`), even where the face
/// of letters has a narrower sign for it.
fn is_picture(c: char) -> bool {
    let face = || Face::get(Typeface::Emoji);
    match c {
        '\u{20e3}' | '\u{fe0f}' => true,
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => {
            face().is_some_and(|face| face.has(c))
        }
        _ => false,
    }
}

/// Whether it has no place of its own on a line.
fn is_unseen(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{e0000}'..='\u{e007f}')
}

/// A text in pieces of one face each, from left to right, with their widths of one
/// pixel's size. Together they stand where the text would. Their spaces do not break,
/// as documents of XML have no others at the edge of a text.
pub(crate) fn pieces(text: &str, weight: Weight) -> Vec<(String, f32)> {
    let runs = shape(text, weight);
    let mut pieces: Vec<(String, f32)> = Vec::with_capacity(runs.len());
    let mut missing = false;
    for run in runs {
        let from = run.glyphs.iter().map(|glyph| glyph.range.start).min();
        let to = run.glyphs.iter().map(|glyph| glyph.range.end).max();
        let piece = text.get(from.unwrap_or(0)..to.unwrap_or(0));
        let piece = piece.unwrap_or_default().replace(' ', "\u{a0}");
        // Another face may have what the shipped ones lack: then it is mostly Chinese,
        // whose signs are as wide as high.
        let width = if run.missing { 1.0 } else { run.width() };
        match pieces.last_mut().filter(|_| missing && run.missing) {
            Some(last) => {
                last.0.push_str(&piece);
                last.1 += width;
            }
            None => pieces.push((piece, width)),
        }
        missing = run.missing;
    }
    pieces
}

/// As much of a text as is no wider than `room`, with an ellipsis where
/// something is left out. Whole letters and emoji are taken or left, and what is far
/// beyond the room is not looked at.
pub(crate) fn shorten(text: &str, room: f32, weight: Weight) -> String {
    let ellipsis = grapheme_width("…", weight);
    let (mut used, mut kept) = (0.0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme, weight);
        if used > room {
            let short = text.get(..kept).unwrap_or_default().trim_end();
            return format!("{short}…");
        }
        if used + ellipsis <= room {
            kept = at + grapheme.len();
        }
    }
    text.to_owned()
}

/// So many letters and emoji of a text on one line, with an ellipsis where something is
/// left out, and without what would turn the direction of what follows.
pub fn brief(text: &str, most: usize) -> String {
    let text = printable(text);
    match text.grapheme_indices(true).nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A text on one line, without what no document can hold and what would turn the
/// direction of what follows.
pub(crate) fn printable(text: &str) -> String {
    let out_of_place = |c: char| {
        c.is_control()
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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

    /// Noto Color Emoji and Segoe UI Emoji are about 1.25 and 1.37 of the size wide.
    #[test]
    fn emoji_have_the_room_of_the_faces_of_windows() {
        for emoji in ["😀", "👩‍👩‍👧‍👦", "🇵🇾", "❤️", "1️⃣", "☎", "⭐", "李"]
        {
            let each = width(&emoji.repeat(50), Weight::Regular) * MARGIN / 50.0;
            assert!((1.37..1.5).contains(&each), "{emoji}: {each}");
        }
        assert!(
            width("🧑‍🧑‍🧑", Weight::Regular) > 3.0,
            "no one has such a family"
        );
        assert!(width("→−×", Weight::Regular) < 2.6, "these are letters");
    }

    /// What draws pictures and windows moves letters as the face says.
    #[test]
    fn kerning_stays_within_the_margin() {
        let face = Face::get(Weight::Regular).unwrap();
        let shaper = face.shaper.shaper(&face.shaped).build();
        let set = |text: &str| {
            let mut buffer = harfrust::UnicodeBuffer::new();
            buffer.push_str(text);
            buffer.guess_segment_properties();
            let line = shaper.shape(buffer, harfrust::ShapeOptions::new());
            let units = line.glyph_positions().iter().map(|place| place.x_advance);
            face.part(units.sum())
        };
        let letters: Vec<_> = ('A'..='Z').chain("aefiortvy09-.".chars()).collect();
        let mut widest = 0.0_f32;
        for a in &letters {
            for b in &letters {
                let text = format!("{a}{b}").repeat(2);
                let ratio = set(&text) / width(&text, Weight::Regular);
                widest = widest.max(ratio);
                assert!(ratio <= MARGIN, "{text}: {ratio}");
            }
        }
        assert!(widest > 1.01, "letters are moved apart at all: {widest}");
    }

    #[test]
    fn names_of_any_length_are_cut() {
        let name = "😀é".repeat(16_000);
        assert_eq!(brief(&name, 3), "😀é😀…");
        assert_eq!(brief("Ana\u{202e}", 3), "Ana");
        let short = shorten(&name, 10.0, Weight::Regular);
        assert!(short.ends_with('…') && width(&short, Weight::Regular) <= 10.0);
    }
}
