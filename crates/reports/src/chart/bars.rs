//! Bars with a name before and a value behind each.

use super::canvas::{Anchor, TEXT, draw, fitting, scaled, text_width};
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

/// The least height of a row.
const ROW: i32 = TEXT + 6;

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
        let names = bars.iter().map(|bar| text_width(&bar.name)).max();
        let left = names.unwrap_or(0).min(canvas.width() * 2 / 5) + 12;
        let texts = bars.iter().map(|bar| text_width(&bar.text)).max();
        let right = canvas.width() - texts.unwrap_or(0) - 12;
        let room = (right - left).max(1);
        let count = i32::try_from(bars.len()).unwrap_or(1).max(1);
        let row = (canvas.height() / count).min(56);
        let half = (row / 2 - 4).clamp(5, 14);
        let colour = canvas.palette.role(role);
        for (number, bar) in (0..).zip(bars) {
            let y = number * row + row / 2;
            let name = fitting(&bar.name, left - 12);
            canvas.text(&name, (left - 12, y), Anchor::End, canvas.palette.ink)?;
            let end = left + scaled(bar.value, most, room).max(i32::from(bar.value > 0));
            canvas.rectangle((left, y - half), (end, y + half), colour)?;
            let at = (end + 8, y);
            canvas.text(&bar.text, at, Anchor::Start, canvas.palette.soft)?;
            let label = format!("{}: {}", bar.name, bar.text);
            let width = canvas.width();
            canvas.mark((0, y - row / 2), (width, y + row / 2), &label);
        }
        Ok(())
    })
}
