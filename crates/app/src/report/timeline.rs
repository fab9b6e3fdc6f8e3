//! When the messages of a campaign went out, in columns of a length that suits it.

use super::Style;
use crate::dashboard::{Axis, Length, local};
use crate::error::{AppError, Result};
use domain::metrics::{Days, Period, Unit, day_of};
use domain::{Timestamp, Zone};
use reports::chart::{ChartError, Look, Role, Series, Theme, columns};
use reports::pdf::{CHART, Chart};
use store::metrics::{CourseStep, STEP};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A chart of a course; none where nothing was tried yet.
pub(super) fn chart(course: &[CourseStep], style: &Style<'_>) -> Result<Option<Chart>> {
    let (Some(first), Some(last)) = (course.first(), course.last()) else {
        return Ok(None);
    };
    let (periods, length) = cut(first.at, last.at, style.zone);
    let starts: Vec<_> = periods
        .iter()
        .map(|period| local(period.from, style.zone).fixed_offset())
        .collect();
    let starts = &starts;
    let points = Axis { starts, length }.points(style.tongue);
    let count = |period: &Period, of: fn(&CourseStep) -> u64| {
        let here = course.iter().filter(|step| period.has(step.at));
        here.map(of).sum()
    };
    let series = |key: &str, role, of: fn(&CourseStep) -> u64| Series {
        name: style.text(key),
        values: periods.iter().map(|period| count(period, of)).collect(),
        role,
    };
    let series = [
        series("metric-sent", Role::Main, |step| step.sent),
        series("metric-failed", Role::Bad, |step| step.failed),
    ];
    let title = style.text("chart-timeline");
    let (width, height) = CHART;
    let look = Look {
        theme: Theme::Light,
        width,
        height,
        numbers: style.tongue.numbers,
        title: &title,
        heading: None,
        empty: "",
        picture: true,
    };
    let svg = columns(&look, &points, &series)
        .map_err(|error: ChartError| AppError::failure("chart").with("reason", error))?;
    Ok(Some(Chart { title, svg }))
}

/// Points without a gap from the one of the first instant to the one of the last, few
/// enough to be told apart.
fn cut(first: Timestamp, last: Timestamp, zone: Zone) -> (Vec<Period>, Length) {
    let span = last.0 - first.0 + STEP;
    // Midnights and hours of all zones fall on quarters of an hour, and on steps.
    for (step, longest) in [(STEP, 3 * HOUR), (15 * MINUTE, 9 * HOUR)] {
        if span <= longest {
            let from = first.0.div_euclid(step);
            let to = last.0.div_euclid(step);
            let period = |n: i64| Period {
                from: Timestamp(n * step),
                until: Timestamp((n + 1) * step),
            };
            return ((from..=to).map(period).collect(), Length::Clock);
        }
    }
    let days = Days {
        first: day_of(first, zone),
        last: day_of(last, zone),
    };
    let (unit, length) = match span {
        ..=172_800_000 => (Unit::Hour, Length::Clock),
        _ if days.count() <= 92 => (Unit::Day, Length::Day),
        _ => (Unit::Month, Length::Month),
    };
    let mut periods = days.cut(unit, zone);
    periods.retain(|period| first < period.until && period.from <= last);
    (periods, length)
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
