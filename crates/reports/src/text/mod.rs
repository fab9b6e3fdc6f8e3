//! The width of texts, and texts that fit.
//!
//! Measured with the face that is shipped (`fonts/`). It is about as wide as what
//! windows are set in, so that labels have room there, too.

mod faces;
mod shape;

pub(crate) use faces::{BOLD, EMOJI, Face, REGULAR, Typeface, Weight};
pub(crate) use shape::shape;

use unicode_segmentation::UnicodeSegmentation as _;

/// How wide a picture such as an emoji is at most, in parts of the size: charts are
/// also looked at where other faces are installed.
const PICTURE: f32 = 1.35;

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
}
