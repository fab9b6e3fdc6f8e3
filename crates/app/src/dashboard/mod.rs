//! The dashboard: which days, their numbers, and what they are called. What the
//! numbers mean is in `domain::metrics`.

mod axis;
mod charts;
mod groups;

pub(crate) use axis::{Axis, Length};
pub(crate) use charts::{Drawn, chart, ending, export};

use crate::api::{
    Bucket, DashboardPoint, DashboardQuery, DashboardRange, DashboardView, FailureCount,
    FunnelStage, FunnelStep, GroupSlice, Metrics, MonthComparison, TopContact,
};
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Timelike};
use domain::metrics::{Days, Outcomes, Period, Unit, day_of};
use domain::{Timestamp, Zone};
use groups::Groups;
use reports::Numbers;
use std::ops::RangeInclusive;
use store::{Store, StoreError, Tx, metrics};

/// People that the list of top contacts names.
const CONTACTS: usize = 10;

/// Days of the longest range.
const LONGEST: u64 = 3_660;

/// Before there were telephones that could, and after them.
const YEARS: RangeInclusive<i32> = 1970..=9000;

/// A share of one as a language writes it.
pub fn percent(share: f64, language: &str) -> String {
    Numbers::of(language).percent(share)
}

/// In which words and numbers things are said.
#[derive(Clone, Copy)]
pub(crate) struct Tongue {
    pub words: &'static Catalogue,
    pub numbers: Numbers,
}

impl Tongue {
    pub fn of(language: &str) -> Self {
        Self {
            words: Catalogue::of(language),
            numbers: Numbers::of(language),
        }
    }

    pub fn text(self, key: &str) -> String {
        self.words.text(key, &[])
    }

    /// A date in words: `date-day` and its sisters.
    pub fn date(self, key: &str, here: &(impl Datelike + Timelike)) -> String {
        let month = self.text(&format!("month-{}", here.month()));
        self.words.text(
            key,
            &[
                ("day", &here.day().to_string()),
                ("month", &month),
                ("year", &here.year().to_string()),
                ("time", &format!("{:02}:{:02}", here.hour(), here.minute())),
            ],
        )
    }
}

/// A moment on the clocks of a zone.
pub(crate) fn local(at: Timestamp, zone: Zone) -> DateTime<Zone> {
    DateTime::from_timestamp_millis(at.0)
        .unwrap_or_default()
        .with_timezone(&zone)
}

/// What is looked at.
struct Plan {
    days: Days,
    unit: Unit,
    this_month: Days,
    month_before: Days,
    year: Days,
    zone: Zone,
    now: Timestamp,
}

impl Plan {
    fn of(query: &DashboardQuery, now: Timestamp, zone: Zone) -> Result<Self> {
        let today = day_of(now, zone);
        let days = days(&query.range, today)?;
        let unit = match query.bucket {
            None => days.usual_unit(),
            Some(bucket) => {
                let unit = unit(bucket);
                if !days.units().any(|allowed| allowed == unit) {
                    return Err(too_many_points(days));
                }
                unit
            }
        };
        Ok(Self {
            days,
            unit,
            this_month: Days::month_so_far(today),
            month_before: Days::same_of_month_before(today),
            year: Days::last_months(12, today),
            zone,
            now,
        })
    }
}

/// Says what is left to choose.
fn too_many_points(days: Days) -> AppError {
    let left = if days.units().any(|allowed| allowed == Unit::Day) {
        "bucket-days-months"
    } else {
        "bucket-months"
    };
    of_days(AppError::bad_input("dashboard_bucket"), days).with_text("units", left)
}

fn of_days(error: AppError, days: Days) -> AppError {
    error.with("from", days.first).with("to", days.last)
}

fn days(range: &DashboardRange, today: NaiveDate) -> Result<Days> {
    Ok(match range {
        DashboardRange::Today => Days::last(1, today),
        DashboardRange::Last7 => Days::last(7, today),
        DashboardRange::Last30 => Days::last(30, today),
        DashboardRange::ThisMonth => Days::month_so_far(today),
        DashboardRange::Free { from, to } => {
            let days = Days {
                first: day(from)?,
                last: day(to)?,
            };
            if days.last < days.first || days.count() > LONGEST {
                return Err(of_days(AppError::bad_input("dashboard_range"), days));
            }
            days
        }
    })
}

/// The thirty days of which this is the last.
///
/// # Errors
/// `dashboard_day`, `dashboard_day_range`.
pub fn thirty_days_to(last: &str) -> Result<DashboardRange> {
    let days = Days::last(30, day(last)?);
    let first = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap_or(days.last);
    Ok(DashboardRange::Free {
        from: days.first.max(first).to_string(),
        to: days.last.to_string(),
    })
}

fn day(text: &str) -> Result<NaiveDate> {
    let found = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .map_err(|_| AppError::bad_input("dashboard_day").with("day", text))?;
    if !YEARS.contains(&found.year()) {
        return Err(AppError::bad_input("dashboard_day_range")
            .with("day", text)
            .with("first", YEARS.start())
            .with("last", YEARS.end()));
    }
    Ok(found)
}

fn unit(bucket: Bucket) -> Unit {
    match bucket {
        Bucket::Hour => Unit::Hour,
        Bucket::Day => Unit::Day,
        Bucket::Month => Unit::Month,
    }
}

fn bucket(unit: Unit) -> Bucket {
    match unit {
        Unit::Hour => Bucket::Hour,
        Unit::Day => Bucket::Day,
        Unit::Month => Bucket::Month,
    }
}

/// Everything that was counted in a stretch of time.
struct Counted {
    outcomes: Vec<(Timestamp, Outcomes)>,
    opt_outs: Vec<Timestamp>,
    begun: Vec<Timestamp>,
}

impl Counted {
    fn read(tx: &Tx<'_>, period: Period) -> Result<Self, StoreError> {
        Ok(Self {
            outcomes: metrics::outcomes(tx, period)?,
            opt_outs: metrics::opt_outs(tx, period)?,
            begun: metrics::begun(tx, period)?,
        })
    }

    /// The numbers of a part of that stretch.
    fn of(&self, period: Period) -> Metrics {
        let mut all = Outcomes::default();
        for (_, outcomes) in within(&self.outcomes, period, |(at, _)| *at) {
            all.add(outcomes);
        }
        Metrics {
            sent: all.sent(),
            accepted: all.accepted(),
            delivered: all.delivered(),
            read: all.read,
            failed: all.failed,
            skipped: all.skipped,
            success_rate: all.success_rate(),
            replies: all.replies,
            opt_outs: within(&self.opt_outs, period, |at| *at).len() as u64,
            campaigns: within(&self.begun, period, |at| *at).len() as u64,
        }
    }
}

/// What lies in a period, of what is sorted by time.
fn within<T>(sorted: &[T], period: Period, at: impl Fn(&T) -> Timestamp) -> &[T] {
    let from = sorted.partition_point(|one| at(one) < period.from);
    let until = sorted.partition_point(|one| at(one) < period.until);
    sorted.get(from..until.max(from)).unwrap_or_default()
}

/// What the database says.
struct Answers {
    /// The range, where it is not part of the last twelve months.
    range: Option<Counted>,
    /// The last twelve months, among them both that are compared.
    year: Counted,
    groups: Vec<(Vec<String>, u64)>,
    contacts: Vec<metrics::TopContact>,
    failures: Vec<(String, u64)>,
}

/// The dashboard, and what only its tables tell.
pub(crate) struct Shown {
    pub view: DashboardView,
    /// People by group, as the table of the pie lists them.
    groups: Vec<GroupSlice>,
}

/// The dashboard of a profile.
pub(crate) async fn view(
    store: &Store,
    query: &DashboardQuery,
    now: Timestamp,
    zone: Zone,
    tongue: Tongue,
) -> Result<Shown> {
    let plan = Plan::of(query, now, zone)?;
    let (range, year) = (plan.days.period(zone), plan.year.period(zone));
    let inside = year.from <= range.from && range.until <= year.until;
    let answers = store
        .read(move |tx| {
            let older = (!inside).then(|| Counted::read(tx, range));
            Ok(Answers {
                range: older.transpose()?,
                year: Counted::read(tx, year)?,
                groups: metrics::by_groups(tx, range)?,
                contacts: metrics::top_contacts(tx, range, CONTACTS)?,
                failures: metrics::failures(tx, range)?,
            })
        })
        .await?;
    Ok(assemble(&plan, answers, tongue))
}

fn assemble(plan: &Plan, answers: Answers, tongue: Tongue) -> Shown {
    let zone = plan.zone;
    let range = answers.range.as_ref().unwrap_or(&answers.year);
    let totals = range.of(plan.days.period(zone));
    let month = MonthComparison {
        this_from: plan.this_month.first.to_string(),
        this_to: plan.this_month.last.to_string(),
        this_month: answers.year.of(plan.this_month.period(zone)),
        before_from: plan.month_before.first.to_string(),
        before_to: plan.month_before.last.to_string(),
        month_before: answers.year.of(plan.month_before.period(zone)),
    };
    let groups = Groups::of(&answers.groups, tongue);
    let view = DashboardView {
        from: plan.days.first.to_string(),
        to: plan.days.last.to_string(),
        zone: zone.name().to_owned(),
        counted_at: plan.now.to_rfc3339(),
        bucket: bucket(plan.unit),
        buckets: plan.days.units().map(bucket).collect(),
        timeline: points(plan.days, plan.unit, zone, range, tongue),
        trend: points(plan.year, Unit::Month, zone, &answers.year, tongue),
        totals,
        month,
        groups: groups.slices,
        people: totals.sent,
        contacts: answers.contacts.into_iter().map(contact).collect(),
        funnel: funnel(&totals, tongue),
        failures: answers
            .failures
            .into_iter()
            .map(|(reason, people)| failure(reason, people, tongue))
            .collect(),
    };
    Shown {
        view,
        groups: groups.rows,
    }
}

fn points(
    days: Days,
    unit: Unit,
    zone: Zone,
    counted: &Counted,
    tongue: Tongue,
) -> Vec<DashboardPoint> {
    let periods = days.cut(unit, zone);
    let starts: Vec<_> = periods
        .iter()
        .map(|period| local(period.from, zone).fixed_offset())
        .collect();
    let axis = Axis {
        starts: &starts,
        length: length(bucket(unit)),
    };
    let labels = axis.labels(tongue);
    let shown = |at| local(at, zone).to_rfc3339_opts(SecondsFormat::Secs, true);
    periods
        .into_iter()
        .zip(labels)
        .map(|(period, label)| DashboardPoint {
            from: shown(period.from),
            until: shown(period.until),
            label,
            metrics: counted.of(period),
        })
        .collect()
}

/// How long points are.
fn length(bucket: Bucket) -> Length {
    match bucket {
        Bucket::Hour => Length::Clock,
        Bucket::Day => Length::Day,
        Bucket::Month => Length::Month,
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of people")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn contact(top: metrics::TopContact) -> TopContact {
    TopContact {
        phone: top.phone.as_str().to_owned(),
        name: top.name,
        contact: top.contact.map(|id| id.0),
        sent: top.sent,
        replies: top.replies,
    }
}

fn funnel(totals: &Metrics, tongue: Tongue) -> Vec<FunnelStep> {
    let tried = totals.sent + totals.failed;
    [
        (FunnelStage::Tried, "tried", tried),
        (FunnelStage::Sent, "sent", totals.sent),
        (FunnelStage::Accepted, "accepted", totals.accepted),
        (FunnelStage::Delivered, "delivered", totals.delivered),
        (FunnelStage::Read, "read", totals.read),
    ]
    .into_iter()
    .map(|(stage, word, people)| FunnelStep {
        stage,
        name: tongue.text(&format!("funnel-{word}")),
        people,
        share: share(people, tried),
    })
    .collect()
}

fn failure(reason: String, people: u64, tongue: Tongue) -> FailureCount {
    FailureCount {
        text: reason_text(&reason, tongue.words),
        reason,
        people,
    }
}

/// A stored reason in words; a reason of another version as it is.
pub(crate) fn reason_text(reason: &str, words: &Catalogue) -> String {
    let word = reason.replace('_', "-");
    for family in ["failure", "skip"] {
        let key = format!("{family}-{word}");
        let text = words.text(&key, &[]);
        if text != key {
            return text;
        }
    }
    reason.to_owned()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
