//! A drawing area with measured texts, and marks that tell their values.

use super::colours::Palette;
use super::{ChartError, Look};
use crate::text::{MARGIN, Weight, brief, pieces, printable, shorten, width};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::fmt::Write as _;

/// Size of labels in CSS pixels.
pub(super) const TEXT: i32 = 12;

/// The faces of the window. What is not there is left to the reader's system.
const FAMILY: &str = "AppEmoji, \"Segoe UI\", system-ui, \"DejaVu Sans\", sans-serif";

/// The face of pictures.
const SHIPPED: &str = "DejaVu Sans";

/// plotters' SVG divides sizes of fonts by this.
const SCALE: f64 = 1.24;

/// plotters knows whole units only: there are so many of them in a CSS pixel, or
/// circles would have corners.
const FINE: i32 = 8;

/// Pixels on the canvas.
pub(super) type Point = (i32, i32);

/// The same where whole ones are too coarse.
pub(super) type FinePoint = (f64, f64);

/// Where a text stands in relation to its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What is being drawn.
pub(super) struct Canvas<'a, 'svg> {
    pub look: &'a Look<'a>,
    pub palette: &'static Palette,
    area: DrawingArea<SVGBackend<'svg>, Shift>,
    /// Where the chart begins, and how large it is: all there is, or what a heading
    /// leaves.
    origin: Point,
    size: (i32, i32),
    marks: String,
}

/// Draws a chart.
pub(super) fn draw(
    look: &Look<'_>,
    chart: impl FnOnce(&mut Canvas<'_, '_>) -> Result<(), ChartError>,
) -> Result<String, ChartError> {
    let mut svg = String::new();
    let marks = {
        let size = (
            look.width * FINE.unsigned_abs(),
            look.height * FINE.unsigned_abs(),
        );
        let mut canvas = Canvas {
            look,
            palette: Palette::of(look.theme),
            area: SVGBackend::with_string(&mut svg, size).into_drawing_area(),
            origin: (0, 0),
            size: (
                i32::try_from(look.width).unwrap_or(i32::MAX),
                i32::try_from(look.height).unwrap_or(i32::MAX),
            ),
            marks: String::new(),
        };
        if let Some(days) = look.heading {
            canvas.head(days)?;
        }
        chart(&mut canvas)?;
        canvas.area.present()?;
        canvas.marks
    };
    // plotters knows neither titles nor attributes of one's own.
    let title = escape(look.title);
    let (width, height) = (look.width, look.height);
    let opening = format!(
        "<svg role=\"img\" aria-label=\"{title}\" width=\"{width}\" height=\"{height}\" viewBox="
    );
    let rest = svg.split_once("viewBox=").map_or("", |(_, rest)| rest);
    let mut svg = opening + rest;
    if let Some(end) = svg.rfind("</svg>") {
        let marks =
            format!("<g class=\"marks\" fill=\"transparent\" stroke=\"none\">\n{marks}</g>\n");
        svg.insert_str(end, &marks);
    }
    Ok(svg)
}

impl Canvas<'_, '_> {
    /// Width in pixels.
    pub fn width(&self) -> i32 {
        self.size.0
    }

    /// Height in pixels.
    pub fn height(&self) -> i32 {
        self.size.1
    }

    /// Title and days above the chart, which has a margin then.
    fn head(&mut self, days: &str) -> Result<(), ChartError> {
        const EDGE: i32 = 16;
        const TITLE: i32 = 16;
        const HEIGHT: i32 = TITLE + TEXT + 20;
        let room = self.width() - 2 * EDGE;
        let title = fitting_of(self.look.title, room, TITLE, Weight::Bold);
        let at = (EDGE, EDGE + TITLE / 2);
        let (start, ink) = (Anchor::Start, self.palette.ink);
        self.text_of(&title, at, start, ink, TITLE, Weight::Bold)?;
        let at = (EDGE, EDGE + TITLE + 6 + TEXT / 2);
        self.text(&fitting(days, room), at, start, self.palette.soft)?;
        let top = EDGE + HEIGHT;
        let fine = |length: i32| length * FINE;
        self.area = self
            .area
            .margin(fine(top), fine(EDGE), fine(EDGE), fine(EDGE));
        self.origin = (EDGE, top);
        self.size = (room.max(1), (self.height() - top - EDGE).max(1));
        Ok(())
    }

    /// A text with its middle at the height of a point.
    pub fn text(
        &mut self,
        text: &str,
        at: Point,
        anchor: Anchor,
        colour: RGBColor,
    ) -> Result<(), ChartError> {
        self.text_of(text, at, anchor, colour, TEXT, Weight::Regular)
    }

    /// The same in another size and weight.
    pub fn text_of(
        &mut self,
        text: &str,
        at: Point,
        anchor: Anchor,
        colour: RGBColor,
        size: i32,
        weight: Weight,
    ) -> Result<(), ChartError> {
        let text = printable(text);
        if text.is_empty() {
            return Ok(());
        }
        let pieces = if self.look.picture {
            pieces(&text, weight)
        } else {
            Vec::new()
        };
        if pieces.len() < 2 {
            return self.piece(text, fine(at), anchor, colour, size, weight);
        }
        // What makes pictures finds no face for letters and emoji at once where those
        // are put together.
        let unit = f64::from(size * FINE);
        let whole: f64 = pieces.iter().map(|(_, width)| f64::from(*width)).sum();
        let (x, y) = fine(at);
        let mut x = f64::from(x)
            - match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => whole * unit / 2.0,
                Anchor::End => whole * unit,
            };
        for (piece, width) in pieces {
            let at = (round(x), y);
            self.piece(piece, at, Anchor::Start, colour, size, weight)?;
            x += f64::from(width) * unit;
        }
        Ok(())
    }

    /// A text at a point of plotters.
    fn piece(
        &mut self,
        text: String,
        at: Point,
        anchor: Anchor,
        colour: RGBColor,
        size: i32,
        weight: Weight,
    ) -> Result<(), ChartError> {
        let family = if self.look.picture { SHIPPED } else { FAMILY };
        let font = FontDesc::new(
            FontFamily::Name(family),
            f64::from(size * FINE) * SCALE,
            match weight {
                Weight::Regular => FontStyle::Normal,
                Weight::Bold => FontStyle::Bold,
            },
        );
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(horizontal, VPos::Center));
        self.area.draw(&Text::new(text, at, style))?;
        Ok(())
    }

    /// A straight line.
    pub fn line(&mut self, from: Point, to: Point, colour: RGBColor) -> Result<(), ChartError> {
        let style = colour.stroke_width(FINE.unsigned_abs());
        let ends = [fine(from), fine(to)];
        self.area.draw(&PathElement::new(ends, style))?;
        Ok(())
    }

    /// A line through points, so many pixels wide.
    pub fn path(
        &mut self,
        points: &[FinePoint],
        colour: RGBColor,
        width: u32,
    ) -> Result<(), ChartError> {
        let style = colour.stroke_width(width * FINE.unsigned_abs());
        let points: Vec<_> = points.iter().copied().map(whole).collect();
        self.area.draw(&PathElement::new(points, style))?;
        Ok(())
    }

    /// A surface, as opaque as said.
    pub fn surface(
        &mut self,
        points: &[FinePoint],
        colour: RGBColor,
        opacity: f64,
    ) -> Result<(), ChartError> {
        let points: Vec<_> = points.iter().copied().map(whole).collect();
        self.area.draw(&Polygon::new(points, colour.mix(opacity)))?;
        Ok(())
    }

    /// A filled rectangle.
    pub fn rectangle(
        &mut self,
        from: Point,
        to: Point,
        colour: RGBColor,
    ) -> Result<(), ChartError> {
        self.area
            .draw(&Rectangle::new([fine(from), fine(to)], colour.filled()))?;
        Ok(())
    }

    /// A dot.
    pub fn dot(&mut self, at: Point, radius: i32, colour: RGBColor) -> Result<(), ChartError> {
        self.area
            .draw(&Circle::new(fine(at), radius * FINE, colour.filled()))?;
        Ok(())
    }

    /// A rectangle that tells a value to who points at it.
    pub fn mark(&mut self, from: Point, to: Point, label: &str) {
        let (from, to) = (fine(from), fine(to));
        let (width, height) = ((to.0 - from.0).max(FINE), (to.1 - from.1).max(FINE));
        let (left, top) = fine(self.origin);
        let label = escape(label);
        let _ = writeln!(
            self.marks,
            "<rect class=\"mark\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" data-label=\"{label}\"><title>{label}</title></rect>",
            left + from.0,
            top + from.1,
        );
    }

    /// The same for any surface.
    pub fn mark_surface(&mut self, points: &[FinePoint], label: &str) {
        let label = escape(label);
        let mut path = String::new();
        let (left, top) = fine(self.origin);
        for (x, y) in points.iter().copied().map(whole) {
            let _ = write!(path, "{},{} ", left + x, top + y);
        }
        let _ = writeln!(
            self.marks,
            "<polygon class=\"mark\" points=\"{}\" data-label=\"{label}\"><title>{label}</title></polygon>",
            path.trim_end(),
        );
    }

    /// What is written where there is nothing to draw.
    pub fn nothing(&mut self) -> Result<(), ChartError> {
        let at = (self.width() / 2, self.height() / 2);
        let text = fitting(self.look.empty, self.width() - 16);
        self.text(&text, at, Anchor::Middle, self.palette.soft)
    }

    /// Names with the colours of their series, from the left upper corner. The
    /// first height below them.
    pub fn legend(&mut self, entries: &[(String, RGBColor)]) -> Result<i32, ChartError> {
        const LINE: i32 = 18;
        let (mut x, mut y) = (0, LINE / 2);
        let room = self.width() - 16;
        for (name, colour) in entries {
            let name = fitting(name, room);
            let needed = 16 + text_width(&name);
            if x > 0 && x + needed > self.width() {
                (x, y) = (0, y + LINE);
            }
            self.dot((x + 5, y), 4, *colour)?;
            self.text(&name, (x + 14, y), Anchor::Start, self.palette.soft)?;
            x += needed + 14;
        }
        Ok(y + LINE / 2 + 6)
    }
}

fn fine(at: Point) -> Point {
    (at.0 * FINE, at.1 * FINE)
}

fn whole(at: FinePoint) -> Point {
    let fine = f64::from(FINE);
    (round(at.0 * fine), round(at.1 * fine))
}

/// The width of a label in whole pixels.
pub(super) fn text_width(text: &str) -> i32 {
    text_width_of(text, TEXT, Weight::Regular)
}

/// The same in another size and weight.
pub(super) fn text_width_of(text: &str, size: i32, weight: Weight) -> i32 {
    let width = width(text, weight) * MARGIN * pixels(size);
    round(width.ceil().into())
}

/// As much of a label as fits into so many pixels.
pub(super) fn fitting(text: &str, room: i32) -> String {
    fitting_of(text, room, TEXT, Weight::Regular)
}

/// The same in another size and weight.
fn fitting_of(text: &str, room: i32, size: i32, weight: Weight) -> String {
    let room = pixels(room) / (pixels(size) * MARGIN);
    shorten(&printable(text), room, weight)
}

/// What a mark calls something: whole names as people have them, the beginning of
/// others.
pub(super) fn named(name: &str) -> String {
    brief(name, 300)
}

#[allow(clippy::cast_precision_loss, reason = "pixels on a canvas")]
fn pixels(count: i32) -> f32 {
    count as f32
}

/// The nearest pixel.
#[allow(clippy::cast_possible_truncation, reason = "pixels on a canvas")]
pub(super) fn round(value: f64) -> i32 {
    value.round() as i32
}

/// A part of a whole as a number of pixels.
#[allow(clippy::cast_precision_loss, reason = "for drawing")]
pub(super) fn scaled(value: u64, most: u64, room: i32) -> i32 {
    round(value as f64 / most.max(1) as f64 * f64::from(room))
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}
