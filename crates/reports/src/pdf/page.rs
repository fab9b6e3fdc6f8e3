//! Texts and boxes on a page.

use crate::text::{BOLD, EMOJI, REGULAR, Typeface, Weight, printable, shape, shorten, width};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// A4 in points.
pub(super) const PAGE_WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 842.0;
pub(super) const LEFT: f32 = 40.0;
pub(super) const RIGHT: f32 = PAGE_WIDTH - LEFT;
pub(super) const WIDTH: f32 = RIGHT - LEFT;
/// Where the first line stands.
pub(super) const TOP: f32 = 56.0;
/// Below this nothing stands but the foot.
pub(super) const BOTTOM: f32 = HEIGHT - 52.0;

/// A colour of the window.
pub(super) type Colour = [u8; 3];
pub(super) const INK: Colour = [0x1a, 0x24, 0x20];
pub(super) const SOFT: Colour = [0x55, 0x62, 0x5c];
pub(super) const MAIN: Colour = [0x0e, 0x7a, 0x5f];
pub(super) const BAD: Colour = [0xb3, 0x26, 0x1e];
const LINE: Colour = [0xe2, 0xe7, 0xe3];
const SUNKEN: Colour = [0xf3, 0xf6, 0xf3];

/// The faces of a document.
pub(super) struct Pen {
    regular: Font,
    bold: Font,
    emoji: Font,
}

impl Pen {
    pub fn new() -> Option<Self> {
        Some(Self {
            regular: Font::new(REGULAR.into(), 0)?,
            bold: Font::new(BOLD.into(), 0)?,
            emoji: Font::new(EMOJI.into(), 0)?,
        })
    }
}

/// What draws on a page.
pub(super) struct Ink<'a, 'page> {
    pen: &'a Pen,
    pub surface: &'a mut Surface<'page>,
}

impl<'a, 'page> Ink<'a, 'page> {
    pub fn new(pen: &'a Pen, surface: &'a mut Surface<'page>) -> Self {
        Self { pen, surface }
    }

    /// A text that begins at a point of its base line. What is copied out of the
    /// document is the text itself, also where a sign stands for what no face has.
    pub fn text(&mut self, text: &str, at: [f32; 2], size: f32, colour: Colour, weight: Weight) {
        let text: String = printable(text).nfc().collect();
        self.fill(colour);
        let [mut x, y] = at;
        for run in shape(&text, weight) {
            let font = match run.face {
                Typeface::Regular => &self.pen.regular,
                Typeface::Bold => &self.pen.bold,
                Typeface::Emoji => &self.pen.emoji,
            };
            let glyphs: Vec<_> = run
                .glyphs
                .iter()
                .map(|glyph| {
                    let range = glyph.range.clone();
                    let id = GlyphId::new(glyph.id);
                    let offset = (glyph.x_offset, glyph.y_offset);
                    KrillaGlyph::new(id, glyph.advance, offset.0, offset.1, 0.0, range, None)
                })
                .collect();
            let from = Point::from_xy(x, y);
            self.surface
                .draw_glyphs(from, &glyphs, font.clone(), &text, size, false);
            x += run.width() * size;
        }
    }

    /// A text that ends at a point.
    pub fn text_before(&mut self, text: &str, at: [f32; 2], size: f32, colour: Colour) {
        let x = at[0] - width(text, Weight::Regular) * size;
        self.text(text, [x, at[1]], size, colour, Weight::Regular);
    }

    /// Cells between the edges of their columns, cut where they are longer.
    pub fn cells(&mut self, cells: &[String], edges: &[f32], y: f32, size: f32, weight: Weight) {
        for (cell, edges) in cells.iter().zip(edges.windows(2)) {
            if let [from, to] = edges {
                let cell = shorten(&printable(cell), (to - from - 6.0) / size, weight);
                self.text(&cell, [LEFT + from, y], size, INK, weight);
            }
        }
    }

    /// Words as many as fit into a room.
    pub fn fitting(
        &mut self,
        text: &str,
        at: [f32; 2],
        room: f32,
        size: f32,
        colour: Colour,
        weight: Weight,
    ) {
        let text = shorten(&printable(text), room / size, weight);
        self.text(&text, at, size, colour, weight);
    }

    /// A thin line to the right.
    pub fn line(&mut self, from: [f32; 2], to: f32) {
        self.rectangle(from, to - from[0], 0.7, LINE);
    }

    /// A background behind a row.
    pub fn stripe(&mut self, y: f32, height: f32) {
        self.rectangle([LEFT - 4.0, y], WIDTH + 8.0, height, SUNKEN);
    }

    /// A background behind a number.
    pub fn card(&mut self, at: [f32; 2], width: f32, height: f32) {
        self.rectangle(at, width, height, SUNKEN);
        self.rectangle(at, 3.0, height, MAIN);
    }

    /// A bar of a chart.
    pub fn bar(&mut self, at: [f32; 2], width: f32, height: f32, colour: Colour) {
        self.rectangle(at, width, height, colour);
    }

    fn rectangle(&mut self, at: [f32; 2], width: f32, height: f32, colour: Colour) {
        let [x, y] = at;
        if let Some(path) = Rect::from_xywh(x, y, width, height).and_then(outline) {
            self.fill(colour);
            self.surface.draw_path(&path);
        }
    }

    fn fill(&mut self, [red, green, blue]: Colour) {
        self.surface.set_fill(Some(Fill {
            paint: rgb::Color::new(red, green, blue).into(),
            opacity: NormalizedF32::ONE,
            ..Fill::default()
        }));
    }
}

fn outline(rectangle: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rectangle);
    path.finish()
}

/// A line of a longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrapped {
    pub text: String,
    pub is_title: bool,
}

impl Wrapped {
    pub fn title(text: &str) -> Self {
        Self {
            text: printable(text),
            is_title: true,
        }
    }

    pub fn empty() -> Self {
        Self {
            text: String::new(),
            is_title: false,
        }
    }
}

/// A text in lines of some width: broken at its line breaks and between words,
/// and within those that are longer than a line.
pub(super) fn wrap(text: &str, room: f32, size: f32, weight: Weight) -> Vec<Wrapped> {
    let room = room / size;
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut used) = (String::new(), 0.0);
        for word in paragraph.split_word_bounds() {
            let needed = width(word, weight);
            if used + needed > room && !line.trim().is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if line.is_empty() && word.trim().is_empty() && !lines.is_empty() {
                continue;
            }
            for grapheme in word.graphemes(true) {
                let needed = width(grapheme, weight);
                if used + needed > room {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push_str(grapheme);
                used += needed;
            }
        }
        lines.push(line);
    }
    let wrapped = lines.into_iter().map(|line| Wrapped {
        text: line.trim_end().to_owned(),
        is_title: false,
    });
    wrapped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_their_room() {
        let text = format!(
            "Hola {{nombre}}, te esperamos el sábado 😊\n\nSupercalifragilístico{} fin",
            "a".repeat(200)
        );
        for room in [40.0, 90.0, 300.0] {
            let lines = wrap(&text, room, 9.0, Weight::Regular);
            for line in &lines {
                assert!(
                    width(&line.text, Weight::Regular) * 9.0 <= room + 0.01,
                    "{line:?}"
                );
            }
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let all: String = lines.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(letters(&all), letters(&text));
        }
        assert_eq!(wrap("uno\n\ndos", 100.0, 9.0, Weight::Regular).len(), 3);
    }
}
