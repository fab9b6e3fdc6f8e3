//! What the dashboard shows. What each number means is written in
//! `docs/metrics.md`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which days the dashboard looks at, on the clocks of this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum DashboardRange {
    /// Today.
    Today,
    /// Today and the six days before.
    Last7,
    /// Today and the twenty-nine days before.
    #[default]
    Last30,
    /// From the first of this month until today.
    ThisMonth,
    /// From one day to another, both of them included.
    Free {
        /// The first day, `2026-11-01`.
        from: String,
        /// The last day, not before the first.
        to: String,
    },
}

/// How long a point of the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Bucket {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
}

/// What the dashboard is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct DashboardQuery {
    /// Which days.
    pub range: DashboardRange,
    /// How long a point of the timeline is; by the length of the range where
    /// nothing is said.
    pub bucket: Option<Bucket>,
}

/// The numbers of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Metrics {
    /// Recipients to whom everything left this computer, and nothing failed.
    pub sent: u64,
    /// Those of them for whom the server took everything.
    pub accepted: u64,
    /// Those of them whose phone has everything.
    pub delivered: u64,
    /// Those of them who read or heard everything.
    pub read: u64,
    /// Recipients for whom something failed for good.
    pub failed: u64,
    /// Recipients who were left out on purpose.
    pub skipped: u64,
    /// Share of accepted among accepted and failed, 0 to 1; none where there is
    /// neither.
    pub success_rate: Option<f64>,
    /// Recipients whose first answer came in this period.
    pub replies: u64,
    /// Numbers that asked in this period not to be messaged, and still do.
    pub opt_outs: u64,
    /// Campaigns that began to send in this period.
    pub campaigns: u64,
}

/// A point of the timeline, or a month of the trend. Empty ones are there, too.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct DashboardPoint {
    /// Where it begins, RFC 3339 with the offset of this computer then.
    pub from: String,
    /// Where the next one begins.
    pub until: String,
    /// What it is called in the profile's language: `14:00`, `3 nov`, `nov 2026`; with
    /// the year where others are of another one.
    pub label: String,
    /// Its numbers.
    pub metrics: Metrics,
}

/// Two stretches of days that are compared.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct MonthComparison {
    /// The first of this month, `2026-11-01`.
    pub this_from: String,
    /// Today.
    pub this_to: String,
    /// This month so far.
    pub this_month: Metrics,
    /// The first of the month before.
    pub before_from: String,
    /// The same day of the month before, or its last one where it is shorter.
    pub before_to: String,
    /// The same days of the month before.
    pub month_before: Metrics,
}

/// What a slice of the pie stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SliceKind {
    /// A group.
    Group,
    /// People who were in no group.
    Ungrouped,
    /// The groups that are too small to be shown one by one, taken together.
    Others,
}

/// The recipients of a group. Somebody in several groups is in each of them, so
/// the slices may add up to more than the people.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct GroupSlice {
    /// What it is.
    pub kind: SliceKind,
    /// The name of the group, or the word for the other two in the profile's
    /// language.
    pub name: String,
    /// Recipients sent to.
    pub people: u64,
    /// Its share of the people, 0 to 1.
    pub share: f64,
}

/// Somebody to whom much was sent.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct TopContact {
    /// Canonical number.
    pub phone: String,
    /// Name; may be empty.
    pub name: String,
    /// The contact, where it is still there.
    pub contact: Option<i64>,
    /// Campaigns that were sent to them in the range.
    pub sent: u64,
    /// Campaigns that they answered in the range.
    pub replies: u64,
}

/// A step that fewer and fewer recipients come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FunnelStage {
    /// Sent or failed.
    Tried,
    /// As in [`Metrics::sent`].
    Sent,
    /// As in [`Metrics::accepted`].
    Accepted,
    /// As in [`Metrics::delivered`].
    Delivered,
    /// As in [`Metrics::read`].
    Read,
}

/// A step of the funnel.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct FunnelStep {
    /// Which.
    pub stage: FunnelStage,
    /// Its name in the profile's language.
    pub name: String,
    /// Recipients who came this far.
    pub people: u64,
    /// Their share of those of the first step, 0 to 1.
    pub share: f64,
}

/// Recipients who failed for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct FailureCount {
    /// The stable word.
    pub reason: String,
    /// The same in the profile's language.
    pub text: String,
    /// How many.
    pub people: u64,
}

/// Everything that the dashboard shows.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct DashboardView {
    /// The first day of the range, `2026-11-01`.
    pub from: String,
    /// The last day of the range.
    pub to: String,
    /// The time zone whose days these are.
    pub zone: String,
    /// When this was counted, RFC 3339.
    pub counted_at: String,
    /// How long a point of the timeline is.
    pub bucket: Bucket,
    /// How long it may be: points of an hour over years cannot be drawn.
    pub buckets: Vec<Bucket>,
    /// The numbers of the range.
    pub totals: Metrics,
    /// This month so far against the same days of the month before, whatever the
    /// range.
    pub month: MonthComparison,
    /// The range, point by point.
    pub timeline: Vec<DashboardPoint>,
    /// Recipients sent to in the range by group, largest first, then those without
    /// a group, then the others.
    pub groups: Vec<GroupSlice>,
    /// Recipients sent to in the range.
    pub people: u64,
    /// To whom most was sent in the range, at most ten.
    pub contacts: Vec<TopContact>,
    /// The last twelve months, this one last, whatever the range.
    pub trend: Vec<DashboardPoint>,
    /// How far the recipients of the range came.
    pub funnel: Vec<FunnelStep>,
    /// Why recipients of the range failed, most frequent first.
    pub failures: Vec<FailureCount>,
}

/// A drawing of the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChartKind {
    /// Sent, delivered, read and failed over the range.
    Timeline,
    /// Recipients by group.
    Groups,
    /// Top contacts.
    Contacts,
    /// The last twelve months.
    Trend,
    /// How far the recipients came.
    Funnel,
    /// Why recipients failed.
    Failures,
}

/// Which colours a drawing has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChartTheme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// How a drawing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ChartLook {
    /// Its colours.
    pub theme: ChartTheme,
    /// Width in CSS pixels, 200 to 4000.
    pub width: u32,
    /// Height in CSS pixels, 120 to 4000.
    pub height: u32,
}

impl Default for ChartLook {
    fn default() -> Self {
        Self {
            theme: ChartTheme::Light,
            width: 720,
            height: 320,
        }
    }
}

/// The numbers of a drawing, for who does not see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ChartTable {
    /// What it is about.
    pub title: String,
    /// What has to be said with it.
    pub note: Option<String>,
    /// Its columns; the first one names the rows.
    pub headers: Vec<String>,
    /// Its rows. Numbers are written as in the profile's language.
    pub rows: Vec<Vec<String>>,
}

/// A drawing with its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ChartView {
    /// An SVG document of the size that was asked for, with a transparent
    /// background. Marks have a `data-label` that says their value.
    pub svg: String,
    /// The numbers.
    pub table: ChartTable,
}

/// As what a drawing is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChartFormat {
    /// A picture of two pixels to the CSS pixel.
    Png,
    /// A drawing.
    Svg,
    /// Its numbers.
    Csv,
}

/// As what the report of a campaign is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReportFormat {
    /// The recipients, comma-separated.
    Csv,
    /// A workbook with a summary and the recipients.
    Xlsx,
    /// A document to read and print.
    Pdf,
}
