//! Bars with a name before and a value behind each.

use super::canvas::{Anchor, Canvas, TEXT, draw, fitting, named, scaled, text_width};
use super::{ChartError, Look, Role};

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// How long it is.
    pub value: u64,
    /// What is written behind it.
    pub text: String,
}

/// The least height of a row, and of one whose name stands above its bar.
const ROW: i32 = TEXT + 6;
const TALL_ROW: i32 = 2 * TEXT + 8;

/// Bars from top to bottom, as many as there is room for: the first ones matter
/// most.
pub fn bars(look: &Look<'_>, bars: &[Bar], role: Role) -> Result<String, ChartError> {
    draw(look, |canvas| {
        let fit = usize::try_from(canvas.height() / ROW).unwrap_or(0);
        let bars: Vec<_> = bars.iter().take(fit).collect();
        let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
        if most == 0 {
            return canvas.nothing();
        }
        let place = Place::of(canvas, &bars);
        let colour = canvas.palette.role(role);
        let width = canvas.width();
        for (number, bar) in (0..).zip(bars) {
            let top = number * place.row;
            let middle = top + place.row / 2;
            let (name, anchor, name_at, y) = if place.above {
                let name = fitting(&bar.name, width - 4);
                (
                    name,
                    Anchor::Start,
                    (0, middle - TEXT / 2 - 2),
                    middle + TEXT / 2 + 2,
                )
            } else {
                let name = fitting(&bar.name, place.left - 12);
                (name, Anchor::End, (place.left - 12, middle), middle)
            };
            canvas.text(&name, name_at, anchor, canvas.palette.ink)?;
            let length = scaled(bar.value, most, place.room).max(i32::from(bar.value > 0));
            let end = place.left + length;
            let (from, to) = ((place.left, y - place.half), (end, y + place.half));
            canvas.rectangle(from, to, colour)?;
            let at = (end + 8, y);
            canvas.text(&bar.text, at, Anchor::Start, canvas.palette.soft)?;
            let label = format!("{}: {}", named(&bar.name), bar.text);
            canvas.mark((0, top), (width, top + place.row), &label);
        }
        Ok(())
    })
}

/// Where bars stand.
struct Place {
    /// Whether names stand above their bars, and not before them.
    above: bool,
    left: i32,
    /// Length of the longest bar.
    room: i32,
    /// Height of a row, and half of that of a bar.
    row: i32,
    half: i32,
}

impl Place {
    fn of(canvas: &Canvas<'_, '_>, bars: &[&Bar]) -> Self {
        let width = canvas.width();
        let count = i32::try_from(bars.len()).unwrap_or(1).max(1);
        let row = (canvas.height() / count).min(56);
        let widest = |of: fn(&Bar) -> &str| {
            let widths = bars.iter().map(|bar| text_width(of(bar)));
            widths.max().unwrap_or(0)
        };
        let right = width - widest(|bar| &bar.text) - 12;
        // No name needs more than there is.
        let names = bars
            .iter()
            .map(|bar| text_width(&fitting(&bar.name, width)));
        let names = names.max().unwrap_or(0);
        let left = names.min(width * 3 / 8) + 12;
        // Names and numbers alone are no chart, nor is one without names.
        let narrow = right - left < width * 3 / 10 || (width < 400 && names + 12 > left);
        let above = narrow && row >= TALL_ROW;
        let (left, half) = if above {
            (0, (row / 4 - 2).clamp(4, 8))
        } else {
            (left, (row / 2 - 4).clamp(5, 14))
        };
        Self {
            above,
            left,
            room: (right - left).max(1),
            row,
            half,
        }
    }
}
