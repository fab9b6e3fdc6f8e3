//! Texts as glyphs in the order in which they stand on a line.
//!
//! Latin, Greek and Cyrillic letters are set one after the other by the widths of
//! the face. Everything else goes through the shaper: emoji that are put together
//! of several characters, letters that are joined, and lines that run from right to
//! left.

use super::faces::{Face, Typeface, Weight};
use harfrust::{BufferFlags, Direction, ShapeOptions, UnicodeBuffer};
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation as _;

/// Stands for what no face has a sign for.
const MISSING: char = '\u{25a1}';

/// A glyph. Lengths are parts of the size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub id: u32,
    /// What of the text it stands for, in bytes. Several glyphs may stand for the
    /// same part.
    pub range: Range<usize>,
    pub advance: f32,
    pub x_offset: f32,
    pub y_offset: f32,
}

/// Glyphs of one face, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub face: Typeface,
    /// Whether it is a box for what no face has.
    pub missing: bool,
    pub glyphs: Vec<Glyph>,
}

impl Run {
    /// Its width in parts of the size.
    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// The glyphs of a text of one line, from left to right. Every part of the text has
/// one: where no face has a sign, it is a box.
pub(crate) fn shape(text: &str, weight: Weight) -> Vec<Run> {
    plain(text, weight).unwrap_or_else(|| {
        let bidi = BidiInfo::new(text, None);
        let mut runs = Vec::new();
        for paragraph in &bidi.paragraphs {
            let (levels, parts) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for part in parts {
                let backwards = levels.get(part.start).is_some_and(Level::is_rtl);
                shape_part(text, part, backwards, weight, &mut runs);
            }
        }
        runs
    })
}

/// A text of letters that need nothing but their places; none where there are others.
fn plain(text: &str, weight: Weight) -> Option<Vec<Run>> {
    let face = Face::get(weight)?;
    let mut glyphs = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let simple = matches!(
            character,
            '\u{20}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
                | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}'
        );
        let (id, advance) = face.glyph(character).filter(|_| simple)?;
        glyphs.push(Glyph {
            id,
            range: at..at + character.len_utf8(),
            advance,
            x_offset: 0.0,
            y_offset: 0.0,
        });
    }
    let face = weight.into();
    Some(vec![Run {
        face,
        missing: false,
        glyphs,
    }])
}

/// In which face something is set; none where there is no sign for it.
fn face_of(grapheme: &str, weight: Weight) -> Option<Typeface> {
    let has = |face: Typeface, c| Face::get(face).is_some_and(|face| face.has(c));
    // Joiners and selectors of variants have no shape of their own.
    let unseen = |c: &char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let letters = weight.into();
    let mut seen = grapheme.chars().filter(|c| !unseen(c));
    if seen.clone().all(|c| has(letters, c)) {
        return Some(letters);
    }
    let first = seen.next()?;
    [Typeface::Emoji, letters]
        .into_iter()
        .find(|face| has(*face, first))
}

/// Appends the glyphs of a part of a text that runs in one direction.
fn shape_part(
    text: &str,
    part: Range<usize>,
    backwards: bool,
    weight: Weight,
    runs: &mut Vec<Run>,
) {
    let mut pieces: Vec<(Option<Typeface>, Range<usize>)> = Vec::new();
    let words = text.get(part.clone()).unwrap_or_default();
    for (at, grapheme) in words.grapheme_indices(true) {
        let face = face_of(grapheme, weight);
        let from = part.start + at;
        let to = from + grapheme.len();
        match pieces.last_mut() {
            // Each sign that is missing has a box of its own.
            Some((last, range)) if *last == face && face.is_some() => range.end = to,
            _ => pieces.push((face, from..to)),
        }
    }
    if backwards {
        pieces.reverse();
    }
    for (face, range) in pieces {
        let run = match face {
            Some(face) => shape_piece(text, range, face, backwards),
            None => boxed(range, weight),
        };
        runs.extend(run.filter(|run| !run.glyphs.is_empty()));
    }
}

/// A box for what has no sign.
fn boxed(range: Range<usize>, weight: Weight) -> Option<Run> {
    let (id, advance) = Face::get(weight)?.glyph(MISSING)?;
    let glyph = Glyph {
        id,
        range,
        advance,
        x_offset: 0.0,
        y_offset: 0.0,
    };
    Some(Run {
        face: weight.into(),
        missing: true,
        glyphs: vec![glyph],
    })
}

/// The glyphs of a piece that one face has.
fn shape_piece(
    text: &str,
    piece: Range<usize>,
    typeface: Typeface,
    backwards: bool,
) -> Option<Run> {
    let face = Face::get(typeface)?;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text.get(piece.clone())?);
    buffer.guess_segment_properties();
    buffer.set_direction(if backwards {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    let font = face.shaper.shaper(&face.shaped).build();
    let shaped = font.shape(buffer, ShapeOptions::new());
    let start = |cluster: u32| piece.start + usize::try_from(cluster).unwrap_or(0);
    let mut edges: Vec<_> = shaped
        .glyph_infos()
        .iter()
        .map(|info| start(info.cluster))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    // What has become nothing belongs to what stands before it.
    if let Some(first) = edges.first_mut() {
        *first = piece.start;
    }
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    let glyphs = glyphs.map(|(info, position)| {
        let at = start(info.cluster);
        let next = edges.partition_point(|edge| *edge <= at);
        let end = edges.get(next).copied().unwrap_or(piece.end);
        let from = next.checked_sub(1).and_then(|own| edges.get(own)).copied();
        Glyph {
            id: info.glyph_id,
            range: from.unwrap_or(at)..end,
            advance: face.part(position.x_advance),
            x_offset: face.part(position.x_offset),
            y_offset: face.part(position.y_offset),
        }
    });
    Some(Run {
        face: typeface,
        missing: false,
        glyphs: glyphs.collect(),
    })
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
