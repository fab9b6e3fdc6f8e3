//! When the messages of a campaign went out, in columns of a length that suits it.

use super::Style;
use crate::dashboard::local;
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
    let (periods, clock) = cut(first.at, last.at, style.zone);
    let days = day_of(first.at, style.zone) != day_of(last.at, style.zone);
    let labels: Vec<_> = periods
        .iter()
        .map(|period| {
            let here = local(period.from, style.zone);
            match clock {
                Clock::Minutes if !days => here.format("%H:%M").to_string(),
                Clock::Minutes => style.tongue.date("date-hour", here),
                Clock::Days => style.tongue.date("date-day", here),
                Clock::Months => style.tongue.date("date-month", here),
            }
        })
        .collect();
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
        empty: "",
        picture: true,
    };
    let svg = columns(&look, &labels, &series)
        .map_err(|error: ChartError| AppError::failure("chart").with("reason", error))?;
    Ok(Some(Chart { title, svg }))
}

/// How points are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    /// By the time of the day.
    Minutes,
    /// By the day.
    Days,
    /// By the month.
    Months,
}

/// Points without a gap from the one of the first instant to the one of the last, few
/// enough to be told apart.
fn cut(first: Timestamp, last: Timestamp, zone: Zone) -> (Vec<Period>, Clock) {
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
            return ((from..=to).map(period).collect(), Clock::Minutes);
        }
    }
    let days = Days {
        first: day_of(first, zone),
        last: day_of(last, zone),
    };
    let (unit, clock) = match span {
        ..=172_800_000 => (Unit::Hour, Clock::Minutes),
        _ if days.count() <= 92 => (Unit::Day, Clock::Days),
        _ => (Unit::Month, Clock::Months),
    };
    let mut periods = days.cut(unit, zone);
    periods.retain(|period| first < period.until && period.from <= last);
    (periods, clock)
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
