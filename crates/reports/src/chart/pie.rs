//! A ring of slices with a list of what they are.

use super::canvas::{
    Anchor, Canvas, FinePoint, Point, TEXT, draw, fitting, named, round, text_width, text_width_of,
};
use super::{ChartError, Look};
use crate::text::Weight;
use plotters::style::RGBColor;
use std::f64::consts::TAU;

/// A slice.
#[derive(Clone, Debug)]
pub struct Slice {
    /// What it stands for.
    pub name: String,
    /// How large it is.
    pub value: u64,
    /// Whether it is a group; what is none is grey.
    pub group: bool,
}

/// The least room for a name.
const NAME: i32 = 64;

/// Height of a line of the list where there is room, and where there is little.
const ROW: i32 = TEXT + 8;
const LEAST_ROW: i32 = TEXT + 3;

/// The least radius of the ring: what it shows is also in the list.
const LEAST_RADIUS: i32 = 28;

/// The least height of a canvas that has room for a note.
const NOTED: i32 = 180;

/// What is told beside the slices.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// What shares are of. Slices may come to more.
    pub value: u64,
    /// What it counts.
    pub unit: &'a str,
    /// What has to be said below.
    pub note: Option<&'a str>,
}

/// Slices clockwise from the top, each with its share of the whole, which stands in the
/// middle. Angles are shares of their sum.
pub fn pie(look: &Look<'_>, slices: &[Slice], whole: Whole<'_>) -> Result<String, ChartError> {
    draw(look, |canvas| {
        let sum: u64 = slices.iter().map(|slice| slice.value).sum();
        if sum == 0 {
            return canvas.nothing();
        }
        let note = whole.note.filter(|_| canvas.height() >= NOTED);
        let below = match note {
            Some(note) => draw_note(canvas, note)?,
            None => 0,
        };
        let place = Place::of(canvas, slices.len(), below);
        let colours = colours(canvas, slices);
        draw_ring(canvas, &place, slices, &colours, whole.value)?;
        draw_middle(canvas, &place, whole.value, whole.unit)?;
        draw_list(canvas, &place, slices, &colours, whole.value)
    })
}

/// A note in as many lines as it needs, up to two, at the bottom. The height that it
/// takes.
fn draw_note(canvas: &mut Canvas<'_, '_>, note: &str) -> Result<i32, ChartError> {
    const LINE: i32 = TEXT + 4;
    let room = canvas.width() - 8;
    let mut lines: Vec<String> = Vec::new();
    for word in note.split_whitespace() {
        match lines.last_mut() {
            Some(line) if lines_fit(line, word, room) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.truncate(2);
    let count = i32::try_from(lines.len()).unwrap_or(0);
    for (number, line) in (0..).zip(&lines) {
        let y = canvas.height() - (count - number) * LINE + LINE / 2;
        let line = fitting(line, room);
        canvas.text(&line, (4, y), Anchor::Start, canvas.palette.soft)?;
    }
    Ok(count * LINE + 4)
}

fn lines_fit(line: &str, word: &str, room: i32) -> bool {
    text_width(&format!("{line} {word}")) <= room
}

/// Where ring and list stand.
struct Place {
    centre: Point,
    radius: i32,
    list: Point,
    list_width: i32,
    list_height: i32,
    /// Height of a line of the list.
    row: i32,
}

impl Place {
    /// The list stands beside the ring where there is room, else below it. There the
    /// ring is as small as so many lines need. So much at the bottom is taken.
    fn of(canvas: &Canvas<'_, '_>, lines: usize, taken: i32) -> Self {
        let (width, height) = (canvas.width(), canvas.height() - taken);
        let lines = i32::try_from(lines).unwrap_or(i32::MAX).max(1);
        let row = |room: i32| (room / lines).clamp(LEAST_ROW, ROW);
        if width >= height + 120 {
            let radius = (height / 2 - 4).min(width / 4).max(8);
            let left = radius * 2 + 32;
            Self {
                centre: (radius + 4, height / 2),
                radius,
                list: (left, 0),
                list_width: width - left - 6,
                list_height: height,
                row: row(height),
            }
        } else {
            let left = height - 16 - lines.saturating_mul(ROW);
            let radius = (left / 2).clamp(LEAST_RADIUS, (height / 3).max(LEAST_RADIUS));
            let radius = radius.min(width / 2 - 4).max(8);
            let top = radius * 2 + 16;
            Self {
                centre: (width / 2, radius + 4),
                radius,
                list: (4, top),
                list_width: width - 8,
                list_height: height - top,
                row: row(height - top),
            }
        }
    }
}

fn colours(canvas: &Canvas<'_, '_>, slices: &[Slice]) -> Vec<RGBColor> {
    let (mut groups, mut greys) = (0, 0);
    let mut of = |slice: &Slice| {
        let place = if slice.group { &mut groups } else { &mut greys };
        *place += 1;
        let place = *place - 1;
        let [first, second] = canvas.palette.greys;
        match (slice.group, place) {
            (true, place) => canvas.palette.slice(place),
            (false, 0) => first,
            (false, _) => second,
        }
    };
    slices.iter().map(&mut of).collect()
}

#[allow(clippy::cast_precision_loss, reason = "for drawing")]
fn share(value: u64, sum: u64) -> f64 {
    value as f64 / sum.max(1) as f64
}

fn draw_ring(
    canvas: &mut Canvas<'_, '_>,
    place: &Place,
    slices: &[Slice],
    colours: &[RGBColor],
    whole: u64,
) -> Result<(), ChartError> {
    let sum: u64 = slices.iter().map(|slice| slice.value).sum();
    let mut from = 0.0;
    for (slice, colour) in slices.iter().zip(colours) {
        let to = from + share(slice.value, sum);
        let ring = sector(place, from, to);
        canvas.surface(&ring, *colour, 1.0)?;
        canvas.mark_surface(&ring, &label(canvas, slice, whole));
        from = to;
    }
    // Neighbours are told apart by a line of the background.
    let mut edge = 0.0;
    for slice in slices.iter().filter(|slice| slice.value < sum) {
        let surface = canvas.palette.surface;
        let inner = on_circle(place.centre, inner(place.radius), edge);
        let outer = on_circle(place.centre, place.radius, edge);
        canvas.path(&[inner, outer], surface, 2)?;
        edge += share(slice.value, sum);
    }
    Ok(())
}

/// The radius of the hole.
fn inner(radius: i32) -> i32 {
    radius * 3 / 5
}

/// A piece of the ring between two shares of a full turn.
fn sector(place: &Place, from: f64, to: f64) -> Vec<FinePoint> {
    let steps = round(((to - from) * 180.0).ceil()).max(1);
    let turn = |step: i32| from + (to - from) * f64::from(step) / f64::from(steps);
    let outer = (0..=steps).map(|step| on_circle(place.centre, place.radius, turn(step)));
    let hole = inner(place.radius);
    let back = (0..=steps).rev();
    let inner = back.map(|step| on_circle(place.centre, hole, turn(step)));
    outer.chain(inner).collect()
}

fn on_circle(centre: Point, radius: i32, turn: f64) -> FinePoint {
    let (sine, cosine) = (turn * TAU).sin_cos();
    let radius = f64::from(radius);
    (
        f64::from(centre.0) + sine * radius,
        f64::from(centre.1) - cosine * radius,
    )
}

fn draw_middle(
    canvas: &mut Canvas<'_, '_>,
    place: &Place,
    whole: u64,
    unit: &str,
) -> Result<(), ChartError> {
    let room = inner(place.radius) * 2 - 12;
    let number = canvas.look.numbers.count(whole);
    let size = [22, 18, 15, 12]
        .into_iter()
        .find(|size| text_width_of(&number, *size, Weight::Bold) <= room);
    let (x, y) = place.centre;
    let Some(size) = size.filter(|size| size + TEXT + 8 <= room) else {
        return Ok(());
    };
    let ink = canvas.palette.ink;
    let anchor = Anchor::Middle;
    canvas.text_of(&number, (x, y - 8), anchor, ink, size, Weight::Bold)?;
    let unit = fitting(unit, room);
    canvas.text(&unit, (x, y + size / 2 + 4), anchor, canvas.palette.soft)
}

fn draw_list(
    canvas: &mut Canvas<'_, '_>,
    place: &Place,
    slices: &[Slice],
    colours: &[RGBColor],
    whole: u64,
) -> Result<(), ChartError> {
    let fit = usize::try_from(place.list_height / place.row).unwrap_or(0);
    let shown = slices.len().min(fit);
    let height = i32::try_from(shown).unwrap_or(0) * place.row;
    let (x, top) = place.list;
    let beside = top == 0;
    let top = if beside {
        (place.list_height - height) / 2
    } else {
        top
    };
    let numbers = canvas.look.numbers;
    // Where it is narrow, the name of a group says more than its exact number.
    let full = |slice: &Slice| {
        let percent = numbers.percent(share(slice.value, whole));
        format!("{} · {percent}", numbers.count(slice.value))
    };
    let short = |slice: &Slice| numbers.percent(share(slice.value, whole));
    let width = |text: &String| text_width(text);
    let mut values: Vec<_> = slices.iter().take(shown).map(full).collect();
    let mut widest = values.iter().map(width).max().unwrap_or(0);
    // What is no group has a name of the program, which is short and is never cut.
    let others = slices.iter().filter(|slice| !slice.group);
    let own = others.map(|slice| text_width(&slice.name)).max();
    if place.list_width - widest - 36 < NAME.max(own.unwrap_or(0)) {
        values = slices.iter().take(shown).map(short).collect();
        widest = values.iter().map(width).max().unwrap_or(0);
    }
    let room = (place.list_width - widest - 36).max(TEXT);
    let names: Vec<_> = slices.iter().map(|one| fitting(&one.name, room)).collect();
    // Values stand close to the names, in a column of their own.
    let longest = names.iter().map(|name| text_width(name)).max().unwrap_or(0);
    let end = x + 16 + longest.min(room) + 20 + widest;
    let rows = slices.iter().zip(&names).zip(&values).zip(colours);
    for (number, (((slice, name), text), colour)) in (0..).zip(rows) {
        let y = top + number * place.row + place.row / 2;
        canvas.rectangle((x, y - 5), (x + 10, y + 5), *colour)?;
        canvas.text(name, (x + 16, y), Anchor::Start, canvas.palette.ink)?;
        canvas.text(text, (end, y), Anchor::End, canvas.palette.soft)?;
        let label = label(canvas, slice, whole);
        canvas.mark((x, y - place.row / 2), (end, y + place.row / 2), &label);
    }
    Ok(())
}

fn label(canvas: &Canvas<'_, '_>, slice: &Slice, whole: u64) -> String {
    let numbers = canvas.look.numbers;
    format!(
        "{}: {} ({})",
        named(&slice.name),
        numbers.count(slice.value),
        numbers.percent(share(slice.value, whole))
    )
}
