//! Stacked columns, and the frame that they share with lines.

use super::canvas::{Anchor, Canvas, TEXT, draw, scaled, text_width};
use super::lines::{mark, write_labels};
use super::{ChartError, Look, Points, Series, axis};

/// Below this a chart is no use.
const LEAST: i32 = 24;

/// The field of a chart with a value axis.
pub(super) struct Frame {
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    most: u64,
}

impl Frame {
    /// The height at which a value stands.
    pub fn height_of(&self, value: u64) -> i32 {
        self.bottom - scaled(value, self.most, self.bottom - self.top)
    }
}

/// Draws legend and axis. None where the canvas is too small for them.
pub(super) fn frame(
    canvas: &mut Canvas<'_, '_>,
    series: &[Series],
    most: u64,
) -> Result<Option<Frame>, ChartError> {
    let legend: Vec<_> = series
        .iter()
        .map(|one| (one.name.clone(), canvas.palette.role(one.role)))
        .collect();
    let top = canvas.legend(&legend)? + TEXT / 2;
    let bottom = canvas.height() - TEXT * 2 - 2;
    let steps = u64::try_from((bottom - top) / 36).unwrap_or(0).clamp(1, 5);
    let ticks = axis::ticks(most, steps);
    let words: Vec<_> = ticks
        .iter()
        .map(|tick| canvas.look.numbers.count(*tick))
        .collect();
    let margin = words.iter().map(|word| text_width(word)).max().unwrap_or(0) + 8;
    let frame = Frame {
        left: margin + 4,
        right: canvas.width() - 8,
        top,
        bottom,
        most: ticks.last().copied().unwrap_or(1),
    };
    if frame.right - frame.left < LEAST || frame.bottom - frame.top < LEAST {
        return Ok(None);
    }
    for (tick, word) in ticks.iter().zip(&words) {
        let y = frame.height_of(*tick);
        canvas.line((frame.left, y), (frame.right, y), canvas.palette.line)?;
        canvas.text(word, (margin, y), Anchor::End, canvas.palette.soft)?;
    }
    Ok(Some(frame))
}

/// The series on top of each other, a column for each point.
pub fn columns(look: &Look<'_>, points: &Points, series: &[Series]) -> Result<String, ChartError> {
    let labels = &points.labels;
    draw(look, |canvas| {
        let sums = (0..labels.len()).map(|at| {
            let values = series.iter().filter_map(|one| one.values.get(at));
            values.sum::<u64>()
        });
        let most = sums.max().unwrap_or(0);
        let Some(frame) = frame(canvas, series, most)? else {
            return canvas.nothing();
        };
        let count = labels.len().max(1) as u64;
        let room = frame.right - frame.left;
        let edge = |at: usize| frame.left + scaled(at as u64, count, room);
        let shown: Vec<_> = (0..labels.len())
            .map(|at| i32::midpoint(edge(at), edge(at + 1)))
            .collect();
        write_labels(canvas, &frame, &points.ticks, &shown)?;
        if most == 0 {
            canvas.nothing()?;
        }
        for (at, x) in shown.iter().enumerate() {
            let half = ((edge(at + 1) - edge(at)) * 3 / 10).clamp(1, 32);
            let mut below = 0;
            for one in series {
                let value = one.values.get(at).copied().unwrap_or(0);
                let (from, to) = (frame.height_of(below + value), frame.height_of(below));
                if value > 0 {
                    // What there is is seen, be it ever so little.
                    let from = from.min(to - 1);
                    let colour = canvas.palette.role(one.role);
                    canvas.rectangle((x - half, from), (x + half, to), colour)?;
                }
                below += value;
            }
        }
        mark(canvas, &frame, labels, series, &shown);
        Ok(())
    })
}
