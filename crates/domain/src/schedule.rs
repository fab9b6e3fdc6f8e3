//! When a campaign may send: from a certain time on, outside quiet hours, on
//! certain weekdays, and so many people a day.
//!
//! Days and hours are those of the computer's time zone, which is passed in.
//! Two days a year have 23 or 25 hours: an hour that does not exist is taken
//! for the first one after it, one that comes twice for both of them.

mod queue;

pub use queue::{Expected, Planned, forecast};

use crate::{Pace, Timestamp, Zone};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeZone as _, Timelike as _};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Openings that a forecast looks at. Whatever takes longer than some years has
/// no finish that anybody plans with.
const HORIZON: usize = 4_000;

/// Hours of the local day in which nothing is sent; they may cross midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    from: u16,
    until: u16,
}

impl QuietHours {
    /// From one minute of the day (0 to 1439) up to and without another; none
    /// where they are equal or out of range.
    pub fn new(from: u16, until: u16) -> Option<Self> {
        (from < DAY && until < DAY && from != until).then_some(Self { from, until })
    }

    /// The first quiet minute of the day.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The first minute of the day that is not quiet any more.
    pub fn until(self) -> u16 {
        self.until
    }

    fn covers(self, minute: u16) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }
}

/// Days of the week, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(u8);

impl Default for Weekdays {
    fn default() -> Self {
        Self::ALL
    }
}

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// A set of days, 1 for Monday to 7 for Sunday. None when a number is
    /// something else, or when there is no day: nothing could ever be sent.
    pub fn from_numbers(days: impl IntoIterator<Item = u8>) -> Option<Self> {
        let mut set = 0u8;
        for day in days {
            set |= 1u8
                .checked_shl(u32::from(day.checked_sub(1)?))
                .filter(|_| day <= 7)?;
        }
        (set != 0).then_some(Self(set))
    }

    /// The days, 1 for Monday to 7 for Sunday.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (1..=7).filter(move |day| self.0 & (1 << (day - 1)) != 0)
    }

    /// As the store keeps it: bit 0 is Monday.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// What the store kept. No day at all reads as every day.
    pub fn from_bits(bits: u8) -> Self {
        match bits & Self::ALL.0 {
            0 => Self::ALL,
            days => Self(days),
        }
    }

    fn has(self, day: chrono::Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }
}

/// When a campaign may send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Not before this instant.
    pub start_at: Option<Timestamp>,
    /// Hours in which nothing is sent.
    pub quiet: Option<QuietHours>,
    /// Days on which something is sent.
    pub weekdays: Weekdays,
    /// People who are written to on one day at most, counted over all campaigns
    /// of the account; 0 for no limit.
    pub daily_limit: u32,
}

/// Why a campaign waits by its schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// Its start has not come.
    Start,
    /// These are quiet hours.
    QuietHours,
    /// This is no day for it.
    Weekday,
    /// Enough people were written to today.
    DailyLimit,
}

impl Wait {
    /// The word shown in JSON; also the catalogue key `waiting-*`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::QuietHours => "quiet_hours",
            Self::Weekday => "weekday",
            Self::DailyLimit => "daily_limit",
        }
    }
}

/// The day on the calendar of a time zone, as a number that grows by one a day.
pub fn local_day(at: Timestamp, zone: Zone) -> i64 {
    i64::from(local(at, zone).num_days_from_ce())
}

impl Schedule {
    /// None when something may be sent at `now`; else why not, and the first
    /// instant at which it may. `sent_today` people were written to on the
    /// local day of `now`.
    pub fn closed(&self, now: Timestamp, zone: Zone, sent_today: u64) -> Option<(Wait, Timestamp)> {
        let limit = u64::from(self.daily_limit);
        let full = (limit > 0 && sent_today >= limit).then(|| local_day(now, zone));
        let mut why = None;
        let mut at = now;
        // Every turn moves on by a minute at least, and to another day at
        // least at every second one; a week has seven of them.
        for _ in 0..64 {
            let Some((reason, next)) = self.blocked(at, zone, full) else {
                break;
            };
            why.get_or_insert(reason);
            at = next;
        }
        why.map(|why| (why, at))
    }

    /// What forbids sending at one instant, and the first instant at which
    /// that no longer forbids it. Nothing is sent on the day `full`.
    fn blocked(&self, at: Timestamp, zone: Zone, full: Option<i64>) -> Option<(Wait, Timestamp)> {
        if let Some(start) = self.start_at
            && at < start
        {
            return Some((Wait::Start, start));
        }
        let here = local(at, zone);
        let tomorrow = || next_local(zone, here.date_naive(), DAY, at);
        if !self.weekdays.has(here.weekday()) {
            return Some((Wait::Weekday, tomorrow()));
        }
        if let Some(quiet) = self.quiet
            && quiet.covers(minute_of(&here))
        {
            return Some((
                Wait::QuietHours,
                next_local(zone, here.date_naive(), quiet.until, at),
            ));
        }
        if full == Some(local_day(at, zone)) {
            return Some((Wait::DailyLimit, tomorrow()));
        }
        None
    }

    /// The first instant after `at`, at which something may be sent, at which it
    /// may not any more or at which another day begins; none when that never comes.
    fn until(&self, at: Timestamp, zone: Zone) -> Option<Timestamp> {
        let here = local(at, zone);
        let quiet = self
            .quiet
            .map(|quiet| next_local(zone, here.date_naive(), quiet.from, at));
        let days = self.weekdays != Weekdays::ALL || self.daily_limit > 0;
        let midnight = days.then(|| next_local(zone, here.date_naive(), DAY, at));
        [quiet, midnight].into_iter().flatten().min()
    }
}

impl Pace {
    /// The wait after the person at this place, chance left aside.
    fn gap_after(&self, done: u64) -> Duration {
        self.wait_after(done, 0.5)
    }

    /// The waits from the person who comes after `done` others to the one
    /// `more` places on, chance left aside.
    pub fn elapsed(&self, done: u64, more: u64) -> Duration {
        let batch = u64::from(self.batch);
        let long = if batch == 0 || self.batch_pause_ms == 0 {
            0
        } else {
            done.saturating_add(more) / batch - done / batch
        };
        let pause = self.batch_pause_ms.max(self.delay_ms);
        Duration::from_millis(
            (more - long)
                .saturating_mul(self.delay_ms)
                .saturating_add(long.saturating_mul(pause)),
        )
    }

    /// How many of `people`, after `done` others, are reached within a window,
    /// the first of them at its beginning.
    fn fitting(&self, done: u64, people: u64, window: Option<Duration>) -> u64 {
        let Some(window) = window else {
            return people;
        };
        let (mut low, mut high) = (0, people);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.elapsed(done, middle - 1) < window {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }
}

/// The midnight at the end of the local day.
fn midnight_after(at: Timestamp, zone: Zone) -> Timestamp {
    next_local(zone, local(at, zone).date_naive(), DAY, at)
}

fn local(at: Timestamp, zone: Zone) -> DateTime<Zone> {
    DateTime::from_timestamp_millis(at.0)
        .unwrap_or_default()
        .with_timezone(&zone)
}

fn minute_of(here: &DateTime<Zone>) -> u16 {
    u16::try_from(here.hour() * 60 + here.minute()).unwrap_or(0)
}

/// The first instant after `after` at which clocks on the wall show this minute
/// of `date` or of a day after it; [`DAY`] is the midnight at its end.
fn next_local(zone: Zone, date: NaiveDate, minute: u16, after: Timestamp) -> Timestamp {
    let mut date = date;
    let mut minute = u32::from(minute);
    if minute >= u32::from(DAY) {
        minute = 0;
        date = date.checked_add_days(Days::new(1)).unwrap_or(date);
    }
    // Today, or tomorrow where that is over; a third for days that a zone left out.
    for _ in 0..3 {
        if let Some(found) = on_day(zone, date, minute, after) {
            return found;
        }
        date = date.checked_add_days(Days::new(1)).unwrap_or(date);
    }
    after.plus(Duration::from_secs(60))
}

/// The first instant of a minute of a day that lies after `after`. A minute
/// that clocks jump over is the first one that they show afterwards.
fn on_day(zone: Zone, date: NaiveDate, minute: u32, after: Timestamp) -> Option<Timestamp> {
    let mut wanted = date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(
        minute * 60,
        0,
    )?);
    for _ in 0..u32::from(DAY) {
        let found = zone.from_local_datetime(&wanted);
        let instants = [found.earliest(), found.latest()];
        if instants.iter().any(Option::is_some) {
            return instants
                .into_iter()
                .flatten()
                .map(|at| Timestamp(at.timestamp_millis()))
                .find(|at| *at > after);
        }
        wanted = wanted.checked_add_signed(chrono::TimeDelta::minutes(1))?;
    }
    None
}

#[cfg(test)]
mod tests;
