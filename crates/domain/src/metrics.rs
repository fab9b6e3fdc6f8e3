//! What the numbers of the dashboard mean: which outcome counts as what, and
//! which days a range stands for. `docs/metrics.md` says the same in prose.

use crate::{PartState, Timestamp, Zone};
use chrono::{
    DateTime, Datelike as _, Days as DayCount, Months, NaiveDate, TimeDelta, TimeZone as _,
};

/// Under which number a recipient is counted, by the state of the least
/// advanced part. Whoever waits, or is being sent to, is not counted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// On the wire.
    Sent,
    /// The server has it.
    Accepted,
    /// A phone has it.
    Delivered,
    /// Read or played.
    Read,
    /// Failed for good.
    Failed,
    /// Left out on purpose.
    Skipped,
}

impl Outcome {
    /// The outcome of a recipient in this state.
    pub fn of(state: PartState) -> Option<Self> {
        match state {
            PartState::Queued | PartState::Sending | PartState::Unknown => None,
            PartState::Sent => Some(Self::Sent),
            PartState::Accepted => Some(Self::Accepted),
            PartState::Delivered => Some(Self::Delivered),
            PartState::Read | PartState::Played => Some(Self::Read),
            PartState::Failed => Some(Self::Failed),
            PartState::Skipped => Some(Self::Skipped),
        }
    }

    /// Whether there is a reason for it.
    pub fn has_reason(self) -> bool {
        matches!(self, Self::Failed | Self::Skipped)
    }
}

/// Recipients by their present outcome, and those who answered. Each stands under
/// one outcome only; the numbers that people see add them up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// On the wire and no further.
    pub on_wire: u64,
    /// Taken by the server and no further.
    pub at_server: u64,
    /// On a phone and not read.
    pub on_phone: u64,
    /// Read or played.
    pub read: u64,
    /// Failed.
    pub failed: u64,
    /// Left out.
    pub skipped: u64,
    /// Recipients whose first answer came.
    pub replies: u64,
}

impl Outcomes {
    /// Recipients to whom everything left this computer, and nothing failed.
    pub fn sent(&self) -> u64 {
        self.on_wire + self.accepted()
    }

    /// Those of them for whom the server took everything.
    pub fn accepted(&self) -> u64 {
        self.at_server + self.delivered()
    }

    /// Those of them whose phone has everything.
    pub fn delivered(&self) -> u64 {
        self.on_phone + self.read
    }

    /// Accepted among accepted and failed, 0 to 1; none where there is neither.
    pub fn success_rate(&self) -> Option<f64> {
        let (good, bad) = (self.accepted(), self.failed);
        #[allow(clippy::cast_precision_loss, reason = "counts of people")]
        (good + bad > 0).then(|| good as f64 / (good + bad) as f64)
    }

    /// Adds the numbers of another stretch of time.
    pub fn add(&mut self, other: &Self) {
        self.on_wire += other.on_wire;
        self.at_server += other.at_server;
        self.on_phone += other.on_phone;
        self.read += other.read;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.replies += other.replies;
    }
}

/// A stretch of time; its end does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
}

impl Period {
    /// Whether an instant belongs to it.
    pub fn has(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// How long a point of a timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day on the calendar: 23, 24 or 25 hours.
    Day,
    /// A month on the calendar.
    Month,
}

impl Unit {
    /// Every unit, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Month];
}

/// Points that can still be told apart, and drawn at once.
const MOST_POINTS: u64 = 1_500;

/// Days on the calendar, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: NaiveDate,
    /// The last, not before the first.
    pub last: NaiveDate,
}

/// The day on the calendar of a zone.
pub fn day_of(at: Timestamp, zone: Zone) -> NaiveDate {
    DateTime::from_timestamp_millis(at.0)
        .unwrap_or_default()
        .with_timezone(&zone)
        .date_naive()
}

impl Days {
    /// Today and the days before, so many in all.
    pub fn last(count: u64, today: NaiveDate) -> Self {
        let before = DayCount::new(count.saturating_sub(1));
        Self {
            first: today.checked_sub_days(before).unwrap_or(today),
            last: today,
        }
    }

    /// From the first of the month until today.
    pub fn month_so_far(today: NaiveDate) -> Self {
        Self {
            first: first_of(today),
            last: today,
        }
    }

    /// From the first of the month before until the same day there, or until its
    /// last one where that month is shorter.
    pub fn same_of_month_before(today: NaiveDate) -> Self {
        // chrono takes the last day of a month that is too short.
        let last = today.checked_sub_months(Months::new(1)).unwrap_or(today);
        Self {
            first: first_of(last),
            last,
        }
    }

    /// So many whole months, the one of today last.
    pub fn last_months(count: u32, today: NaiveDate) -> Self {
        let this = first_of(today);
        let first = this.checked_sub_months(Months::new(count.saturating_sub(1)));
        Self {
            first: first.unwrap_or(this),
            last: month_after(this).pred_opt().unwrap_or(this),
        }
    }

    /// How many days they are.
    pub fn count(&self) -> u64 {
        let days = (self.last - self.first).num_days() + 1;
        u64::try_from(days).unwrap_or(0)
    }

    /// From the first instant of the first day to the first one after the last.
    pub fn period(&self, zone: Zone) -> Period {
        let after = self.last.succ_opt().unwrap_or(self.last);
        Period {
            from: start_of(self.first, zone),
            until: start_of(after, zone),
        }
    }

    /// The unit in which a timeline of these days reads best.
    pub fn usual_unit(&self) -> Unit {
        match self.count() {
            0..=2 => Unit::Hour,
            3..=92 => Unit::Day,
            _ => Unit::Month,
        }
    }

    /// The units in which they can be drawn.
    pub fn units(&self) -> impl Iterator<Item = Unit> {
        let days = self.count();
        Unit::ALL.into_iter().filter(move |unit| match unit {
            Unit::Hour => days.saturating_mul(25) <= MOST_POINTS,
            Unit::Day => days <= MOST_POINTS,
            Unit::Month => true,
        })
    }

    /// The stretches of a timeline, without a gap: whole hours, days, or months as
    /// far as they belong to these days.
    pub fn cut(&self, unit: Unit, zone: Zone) -> Vec<Period> {
        let whole = self.period(zone);
        let mut edges = Vec::new();
        let mut day = self.first;
        while day <= self.last {
            let from = start_of(day, zone);
            let next = match unit {
                Unit::Month => month_after(day),
                Unit::Hour | Unit::Day => day.succ_opt().unwrap_or(NaiveDate::MAX),
            };
            edges.push(from);
            if unit == Unit::Hour {
                let end = start_of(next, zone);
                let hour = std::time::Duration::from_secs(3600);
                let mut at = from.plus(hour);
                while at < end {
                    edges.push(at);
                    at = at.plus(hour);
                }
            }
            if next <= day {
                break;
            }
            day = next;
        }
        // A day that a zone left out begins where the next one does.
        edges.dedup();
        let ends = edges.iter().skip(1).copied().chain([whole.until]);
        edges
            .iter()
            .copied()
            .zip(ends)
            .map(|(from, until)| Period { from, until })
            .filter(|period| period.from < period.until)
            .collect()
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn month_after(day: NaiveDate) -> NaiveDate {
    first_of(day)
        .checked_add_months(Months::new(1))
        .unwrap_or(NaiveDate::MAX)
}

/// The first instant of a day: midnight, or the first minute that clocks show
/// where they jump over it.
fn start_of(day: NaiveDate, zone: Zone) -> Timestamp {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    // Clocks jump by quarters of an hour; a zone that changed sides of the date
    // line left out a whole day.
    for quarters in 0..=(2 * 24 * 4) {
        let wanted = midnight.checked_add_signed(TimeDelta::minutes(15 * quarters));
        let found = wanted.and_then(|wanted| zone.from_local_datetime(&wanted).earliest());
        if let Some(found) = found {
            return Timestamp(found.timestamp_millis());
        }
    }
    Timestamp(midnight.and_utc().timestamp_millis())
}

#[cfg(test)]
#[path = "metrics/tests.rs"]
mod tests;
