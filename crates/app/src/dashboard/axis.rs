//! What points of time are called: below a chart, in a table, in a file.

use super::Tongue;
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDateTime, Timelike as _};
use reports::chart::Points;
use std::collections::BTreeSet;

/// How long points are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// Some minutes, or an hour.
    Clock,
    /// A day.
    Day,
    /// A month.
    Month,
}

/// Minutes of the day, days and months on whose multiples labels stand.
const MINUTES: [u32; 8] = [10, 15, 30, 60, 180, 360, 720, 1_440];
const DAYS: [usize; 3] = [2, 7, 14];
const MONTHS: [u32; 5] = [1, 2, 3, 6, 12];

/// The points of a timeline by where each of them begins, in the order of time.
pub(crate) struct Axis<'a> {
    pub starts: &'a [DateTime<FixedOffset>],
    pub length: Length,
}

impl Axis<'_> {
    /// What each point is called where people read it.
    pub fn labels(&self, tongue: Tongue) -> Vec<String> {
        let twice = self.twice();
        let (days, years) = (
            self.differ(DateTime::date_naive),
            self.differ(chrono::Datelike::year),
        );
        let label = |here: &DateTime<FixedOffset>| {
            let label = match self.length {
                // Day and year matter only where there are several.
                Length::Clock if years => tongue.date("date-time", here),
                Length::Clock if days => tongue.date("date-hour", here),
                Length::Clock => here.format("%H:%M").to_string(),
                Length::Day => day(here, years, tongue),
                Length::Month => tongue.date("date-month", here),
            };
            if twice.contains(&here.naive_local()) {
                format!("{label} ({})", offset(*here.offset()))
            } else {
                label
            }
        };
        self.starts.iter().map(label).collect()
    }

    /// What each point is called where programs read it, as in ISO 8601.
    pub fn files(&self) -> Vec<String> {
        let twice = self.twice();
        let form = |here: &DateTime<FixedOffset>| match self.length {
            Length::Clock if twice.contains(&here.naive_local()) => "%Y-%m-%d %H:%M%:z",
            Length::Clock => "%Y-%m-%d %H:%M",
            Length::Day => "%Y-%m-%d",
            Length::Month => "%Y-%m",
        };
        let starts = self.starts.iter();
        starts.map(|at| at.format(form(at)).to_string()).collect()
    }

    /// The points for a chart, with labels on round hours, days and months.
    pub fn points(&self, tongue: Tongue) -> Points {
        let labels = self.labels(tongue);
        let all: Vec<_> = (0..labels.len()).collect();
        let named = |places: Vec<usize>| -> Vec<_> {
            let name = |at: usize| Some((at, labels.get(at)?.clone()));
            places.into_iter().filter_map(name).collect()
        };
        let mut ticks = vec![named(all.clone())];
        match self.length {
            Length::Clock => {
                for step in MINUTES {
                    ticks.push(named(self.on_minutes(step)));
                }
                let years = self.differ(chrono::Datelike::year);
                let midnights = self.on_minutes(1_440);
                // The hour goes without saying.
                let name = |at: usize| Some((at, day(self.starts.get(at)?, years, tongue)));
                if self.differ(DateTime::date_naive) {
                    // Instead of midnights with their hour.
                    ticks.pop();
                    let ways = [vec![midnights.clone()], self.on_days(&midnights)].concat();
                    let ways = ways.into_iter();
                    ticks.extend(ways.map(|way| way.into_iter().filter_map(name).collect()));
                }
            }
            Length::Day => ticks.extend(self.on_days(&all).into_iter().map(named)),
            // From the last one back, which is mostly the present month.
            Length::Month => ticks.extend([2, 3, 6, 12].map(|step| {
                let mut places: Vec<_> = all.iter().rev().copied().step_by(step).collect();
                places.reverse();
                named(places)
            })),
        }
        // What labels one point of many says nothing about the others.
        let dense = ticks.iter().any(|way| way.len() > 1);
        ticks.retain(|way| way.len() > usize::from(dense));
        Points { labels, ticks }
    }

    /// Points at multiples of so many minutes of the day. Where an hour comes twice, the
    /// first one.
    fn on_minutes(&self, step: u32) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let at_step = |here: &DateTime<FixedOffset>| {
            let minute = here.hour() * 60 + here.minute();
            minute.is_multiple_of(step) && seen.insert(here.naive_local())
        };
        self.places(at_step)
    }

    /// Every second, seventh … of these, which are the beginnings of days, and those that
    /// are the first of a month.
    fn on_days(&self, days: &[usize]) -> Vec<Vec<usize>> {
        let every = DAYS.map(|step| days.iter().copied().step_by(step).collect());
        let firsts = MONTHS.map(|step| {
            let on = |here: &DateTime<FixedOffset>| {
                here.day() == 1 && here.month0().is_multiple_of(step)
            };
            let days = days.iter().copied();
            days.filter(|at| self.starts.get(*at).is_some_and(on))
                .collect()
        });
        [every.to_vec(), firsts.to_vec()].concat()
    }

    fn places(&self, mut on: impl FnMut(&DateTime<FixedOffset>) -> bool) -> Vec<usize> {
        let starts = self.starts.iter().enumerate();
        starts.filter(|(_, at)| on(at)).map(|(at, _)| at).collect()
    }

    /// Whether a part of the date is not the same for all points.
    fn differ<T: PartialEq>(&self, part: impl Fn(&DateTime<FixedOffset>) -> T) -> bool {
        let first = self.starts.first().map(&part);
        first != self.starts.last().map(part)
    }

    /// What clocks show twice, when they are put back.
    fn twice(&self) -> BTreeSet<NaiveDateTime> {
        let mut seen = BTreeSet::new();
        let here = self.starts.iter().map(DateTime::naive_local);
        here.filter(|here| !seen.insert(*here)).collect()
    }
}

/// A day, with its year where others are of another one.
fn day(here: &DateTime<FixedOffset>, years: bool, tongue: Tongue) -> String {
    tongue.date(if years { "date-full" } else { "date-day" }, here)
}

/// How far clocks are from Greenwich: `UTC−4`, `UTC+5:30`.
fn offset(offset: FixedOffset) -> String {
    let minutes = offset.local_minus_utc() / 60;
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match (hours, rest) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
#[path = "axis_tests.rs"]
mod tests;
