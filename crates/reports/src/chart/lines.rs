//! Lines over time.

use super::canvas::{Anchor, Canvas, TEXT, draw, scaled, text_width};
use super::columns::{Frame, frame};
use super::{ChartError, Look, Series};

/// Dots can be told apart up to so many points.
const DOTTED: usize = 40;

/// More points than these are a tangle with thick lines.
const THIN: usize = 200;

/// Each series as a line over the points, which are labelled as far as there is
/// room.
pub fn lines(look: &Look<'_>, labels: &[String], series: &[Series]) -> Result<String, ChartError> {
    draw(look, |canvas| {
        let most = series.iter().flat_map(|one| &one.values).max().copied();
        let Some(frame) = frame(canvas, series, most.unwrap_or(0))? else {
            return canvas.nothing();
        };
        let place = |at: usize| place(&frame, at, labels.len());
        let shown: Vec<_> = (0..labels.len()).map(place).collect();
        write_labels(canvas, &frame, labels, &shown)?;
        if most.unwrap_or(0) == 0 {
            canvas.nothing()?;
        } else {
            draw_series(canvas, &frame, series, &shown)?;
        }
        mark(canvas, &frame, labels, series, &shown);
        Ok(())
    })
}

/// Where a point stands from left to right.
fn place(frame: &Frame, at: usize, count: usize) -> i32 {
    let room = frame.right - frame.left;
    if count < 2 {
        return frame.left + room / 2;
    }
    frame.left + scaled(at as u64, count as u64 - 1, room)
}

fn draw_series(
    canvas: &mut Canvas<'_, '_>,
    frame: &Frame,
    series: &[Series],
    shown: &[i32],
) -> Result<(), ChartError> {
    for (number, one) in series.iter().enumerate() {
        let colour = canvas.palette.role(one.role);
        let points: Vec<_> = shown
            .iter()
            .zip(&one.values)
            .map(|(x, value)| (*x, frame.height_of(*value)))
            .collect();
        let fine = |(x, y): (i32, i32)| (f64::from(x), f64::from(y));
        let line: Vec<_> = points.iter().copied().map(fine).collect();
        if number == 0 && points.len() > 1 {
            let mut below = line.clone();
            below.extend([(frame.right, frame.bottom), (frame.left, frame.bottom)].map(fine));
            canvas.surface(&below, colour, 0.14)?;
        }
        if points.len() > 1 {
            let width = if line.len() > THIN { 1 } else { 2 };
            canvas.path(&line, colour, width)?;
        }
        if points.len() <= DOTTED {
            for point in points {
                canvas.dot(point, 3, colour)?;
            }
        }
    }
    Ok(())
}

/// Writes every n-th label, so that none comes near the next one.
pub(super) fn write_labels(
    canvas: &mut Canvas<'_, '_>,
    frame: &Frame,
    labels: &[String],
    shown: &[i32],
) -> Result<(), ChartError> {
    let y = frame.bottom + TEXT + 4;
    let colour = canvas.palette.soft;
    // No label leaves the canvas, and each leaves room for the one before.
    let mut free = 0;
    let widest = labels
        .iter()
        .map(|label| text_width(label))
        .max()
        .unwrap_or(0)
        + 12;
    let step = match shown {
        [first, second, ..] => widest.div_euclid((second - first).max(1)) + 1,
        _ => 1,
    };
    for (label, x) in labels
        .iter()
        .zip(shown)
        .step_by(usize::try_from(step).unwrap_or(1).max(1))
    {
        let half = text_width(label) / 2 + 1;
        let middle = (*x).clamp(half, (canvas.width() - half).max(half));
        if middle - half >= free {
            canvas.text(label, (middle, y), Anchor::Middle, colour)?;
            free = middle + half + 10;
        }
    }
    Ok(())
}

/// Each point tells the values of all series.
pub(super) fn mark(
    canvas: &mut Canvas<'_, '_>,
    frame: &Frame,
    labels: &[String],
    series: &[Series],
    shown: &[i32],
) {
    let middle = |a: i32, b: i32| i32::midpoint(a, b);
    for (at, (label, x)) in labels.iter().zip(shown).enumerate() {
        let before = at.checked_sub(1).and_then(|before| shown.get(before));
        let from = before.map_or(frame.left, |before| middle(*before, *x));
        let to = shown
            .get(at + 1)
            .map_or(frame.right, |next| middle(*x, *next));
        let values = series.iter().filter_map(|one| {
            let value = one.values.get(at)?;
            Some(format!(
                "{}: {}",
                one.name,
                canvas.look.numbers.count(*value)
            ))
        });
        let text = format!("{label} — {}", values.collect::<Vec<_>>().join(" · "));
        canvas.mark((from, frame.top), (to, frame.bottom), &text);
    }
}
