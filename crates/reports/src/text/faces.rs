//! The faces that are shipped, under the licences in `fonts/`.

use harfrust::ShaperData;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};
use std::sync::LazyLock;

/// The files of the faces.
pub(crate) const REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold.ttf");
/// Emoji in outlines of one colour, which every writer of documents can draw.
pub(crate) const EMOJI: &[u8] = include_bytes!("../../fonts/NotoEmoji-Regular.ttf");

static FACES: LazyLock<[Option<Face>; 3]> = LazyLock::new(|| [REGULAR, BOLD, EMOJI].map(Face::of));

/// A weight of the face of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One of the shipped faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typeface {
    Regular,
    Bold,
    Emoji,
}

impl From<Weight> for Typeface {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Regular => Self::Regular,
            Weight::Bold => Self::Bold,
        }
    }
}

/// What is known about the glyphs of a face.
pub(crate) struct Face {
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
    /// The same file for the shaper, which reads fonts with a version of its own.
    pub shaped: harfrust::FontRef<'static>,
    pub shaper: ShaperData,
}

impl Face {
    fn of(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let shaped = harfrust::FontRef::new(data).ok()?;
        let location = LocationRef::default();
        Some(Self {
            characters: font.charmap(),
            metrics: font.glyph_metrics(Size::unscaled(), location),
            units: f32::from(font.metrics(Size::unscaled(), location).units_per_em),
            shaper: ShaperData::new(&shaped),
            shaped,
        })
    }

    /// A face; none where the shipped file is no font.
    pub fn get(face: impl Into<Typeface>) -> Option<&'static Self> {
        let [regular, bold, emoji] = &*FACES;
        match face.into() {
            Typeface::Regular => regular.as_ref(),
            Typeface::Bold => bold.as_ref(),
            Typeface::Emoji => emoji.as_ref(),
        }
    }

    /// Whether it has a sign for a character.
    pub fn has(&self, character: char) -> bool {
        self.characters.map(character).is_some()
    }

    /// The glyph of a character, and its width in parts of the size.
    pub fn glyph(&self, character: char) -> Option<(u32, f32)> {
        let glyph = self.characters.map(character)?;
        let width = self.metrics.advance_width(glyph).unwrap_or(0.0);
        Some((glyph.to_u32(), width / self.units))
    }

    /// A length of the shaper in parts of the size.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a font has few thousand units to the size"
    )]
    pub fn part(&self, units: i32) -> f32 {
        units as f32 / self.units
    }
}
