//! Lines over time.

use super::canvas::{Anchor, Canvas, TEXT, draw, scaled, text_width};
use super::columns::{Frame, frame};
use super::{ChartError, Look, Points, Series};

/// Dots can be told apart up to so many points.
const DOTTED: usize = 40;

/// More points than these are a tangle with thick lines.
const THIN: usize = 200;

/// Each series as a line over the points, which are labelled as far as there is
/// room.
pub fn lines(look: &Look<'_>, points: &Points, series: &[Series]) -> Result<String, ChartError> {
    let labels = &points.labels;
    draw(look, |canvas| {
        let most = series.iter().flat_map(|one| &one.values).max().copied();
        let Some(frame) = frame(canvas, series, most.unwrap_or(0))? else {
            return canvas.nothing();
        };
        let place = |at: usize| place(&frame, at, labels.len());
        let shown: Vec<_> = (0..labels.len()).map(place).collect();
        write_labels(canvas, &frame, &points.ticks, &shown)?;
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

/// Between two labels.
const GAP: i32 = 10;

/// Writes as many labels as there is room for, in the steps that were given.
pub(super) fn write_labels(
    canvas: &mut Canvas<'_, '_>,
    frame: &Frame,
    ticks: &[Vec<(usize, String)>],
    shown: &[i32],
) -> Result<(), ChartError> {
    let y = frame.bottom + TEXT + 4;
    let colour = canvas.palette.soft;
    let width = canvas.width();
    // No label leaves the canvas.
    let place = |(at, label): &(usize, String)| {
        let half = text_width(label) / 2 + 1;
        let middle = shown.get(*at)?;
        let middle = (*middle).clamp(half, (width - half).max(half));
        Some((label.clone(), middle, half))
    };
    let ways = ticks
        .iter()
        .map(|ticks| ticks.iter().filter_map(place).collect::<Vec<_>>());
    let mut chosen = Vec::new();
    for way in ways {
        let roomy = way.windows(2).all(|pair| match pair {
            [(_, a, a_half), (_, b, b_half)] => a + a_half + GAP <= b - b_half,
            _ => true,
        });
        chosen = way;
        if roomy {
            break;
        }
    }
    // Even the sparsest may be too many.
    let mut free = 0;
    for (label, middle, half) in chosen {
        if middle - half >= free {
            canvas.text(&label, (middle, y), Anchor::Middle, colour)?;
            free = middle + half + GAP;
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
