//! The drawings of the dashboard, and their numbers as tables.

use super::groups::Groups;
use super::{Axis, Length, Shown, Tongue, length};
use crate::api::{
    ChartFormat, ChartKind, ChartLook, ChartTable, ChartTheme, ChartView, DashboardPoint,
    DashboardView, Metrics, SliceKind,
};
use crate::destination::write_whole;
use crate::error::{AppError, Result};
use chrono::{DateTime, FixedOffset, NaiveDate};
use contact_import::readable;
use reports::chart::{self, Bar, Look, Role, Series, Slice, Theme, Whole};
use reports::picture;
use std::path::Path;

const WIDTHS: std::ops::RangeInclusive<u32> = 200..=4_000;
const HEIGHTS: std::ops::RangeInclusive<u32> = 120..=4_000;

/// What a picture stands on.
fn background(theme: ChartTheme) -> [u8; 3] {
    match theme {
        ChartTheme::Light => [0xff; 3],
        ChartTheme::Dark => [0x1a, 0x21, 0x1e],
    }
}

/// For what something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// The window, which says around it what it is.
    Window,
    /// A file.
    File(ChartFormat),
}

/// Draws a part of the dashboard.
pub(crate) fn chart(
    kind: ChartKind,
    shown: &Shown,
    look: ChartLook,
    tongue: Tongue,
    drawn: Drawn,
) -> Result<ChartView> {
    if !WIDTHS.contains(&look.width) || !HEIGHTS.contains(&look.height) {
        return Err(AppError::bad_input("chart_size")
            .with("least_width", WIDTHS.start())
            .with("least_height", HEIGHTS.start())
            .with("most", WIDTHS.end()));
    }
    let table = table(kind, shown, tongue, drawn);
    if drawn == Drawn::File(ChartFormat::Csv) {
        let svg = String::new();
        return Ok(ChartView { svg, table });
    }
    let empty = tongue.text(if kind == ChartKind::Failures {
        "chart-empty-failures"
    } else {
        "chart-empty"
    });
    let days = range(kind, &shown.view, tongue);
    let look = Look {
        theme: match look.theme {
            ChartTheme::Light => Theme::Light,
            ChartTheme::Dark => Theme::Dark,
        },
        width: look.width,
        height: look.height,
        numbers: tongue.numbers,
        title: &table.title,
        heading: (drawn != Drawn::Window).then_some(days.as_str()),
        empty: &empty,
        picture: drawn == Drawn::File(ChartFormat::Png),
    };
    let svg = draw(kind, &shown.view, &look, tongue, table.note.as_deref())
        .map_err(|error| AppError::failure("chart").with("reason", error))?;
    Ok(ChartView { svg, table })
}

/// The points of a chart over time, and how long they are.
fn over_time(kind: ChartKind, view: &DashboardView) -> (&[DashboardPoint], Length) {
    match kind {
        ChartKind::Trend => (&view.trend, Length::Month),
        _ => (&view.timeline, length(view.bucket)),
    }
}

fn starts(points: &[DashboardPoint]) -> Vec<DateTime<FixedOffset>> {
    let start = |point: &DashboardPoint| DateTime::parse_from_rfc3339(&point.from).ok();
    points.iter().filter_map(start).collect()
}

/// The days that a chart is about, the first and the last.
fn range(kind: ChartKind, view: &DashboardView, tongue: Tongue) -> String {
    let (from, to) = if kind == ChartKind::Trend {
        let starts = starts(&view.trend);
        let month = |at: Option<&DateTime<FixedOffset>>| {
            at.map(|at| tongue.date("date-month", at))
                .unwrap_or_default()
        };
        (month(starts.first()), month(starts.last()))
    } else {
        let day = |text: &str| {
            let day = text.parse::<NaiveDate>().unwrap_or_default();
            tongue.date("date-full", &day.and_time(chrono::NaiveTime::MIN))
        };
        (day(&view.from), day(&view.to))
    };
    if from == to {
        from
    } else {
        format!("{from} – {to}")
    }
}

fn draw(
    kind: ChartKind,
    view: &DashboardView,
    look: &Look<'_>,
    tongue: Tongue,
    note: Option<&str>,
) -> Result<String, chart::ChartError> {
    let count = |number| tongue.numbers.count(number);
    match kind {
        ChartKind::Timeline | ChartKind::Trend => {
            let (over, length) = over_time(kind, view);
            let starts = starts(over);
            let starts = &starts;
            let points = Axis { starts, length }.points(tongue);
            let series = |key: &str, role, of: fn(&Metrics) -> u64| Series {
                name: tongue.text(key),
                values: over.iter().map(|point| of(&point.metrics)).collect(),
                role,
            };
            let sent = series("metric-sent", Role::Main, |m| m.sent);
            let failed = series("metric-failed", Role::Bad, |m| m.failed);
            if kind == ChartKind::Trend {
                return chart::columns(look, &points, &[sent, failed]);
            }
            let delivered = series("metric-delivered", Role::Second, |m| m.delivered);
            let read = series("metric-read", Role::Third, |m| m.read);
            chart::lines(look, &points, &[sent, delivered, read, failed])
        }
        ChartKind::Groups => {
            let slices: Vec<_> = view
                .groups
                .iter()
                .map(|slice| Slice {
                    name: slice.name.clone(),
                    value: slice.people,
                    group: slice.kind == SliceKind::Group,
                })
                .collect();
            let people = view.people.to_string();
            let whole = Whole {
                value: view.people,
                unit: &tongue.words.text("chart-people", &[("count", &people)]),
                note,
            };
            chart::pie(look, &slices, whole)
        }
        ChartKind::Contacts => {
            let bar = |contact: &crate::api::TopContact| Bar {
                name: person(contact),
                value: contact.sent,
                text: count(contact.sent),
            };
            let bars: Vec<_> = view.contacts.iter().map(bar).collect();
            chart::bars(look, &bars, Role::Second)
        }
        ChartKind::Funnel => {
            let bar = |step: &crate::api::FunnelStep| Bar {
                name: step.name.clone(),
                value: step.people,
                text: format!(
                    "{} · {}",
                    count(step.people),
                    tongue.numbers.percent(step.share)
                ),
            };
            let bars: Vec<_> = view.funnel.iter().map(bar).collect();
            chart::bars(look, &bars, Role::Main)
        }
        ChartKind::Failures => {
            let bar = |failure: &crate::api::FailureCount| Bar {
                name: failure.text.clone(),
                value: failure.people,
                text: count(failure.people),
            };
            let bars: Vec<_> = view.failures.iter().map(bar).collect();
            chart::bars(look, &bars, Role::Bad)
        }
    }
}

/// What somebody is called where there may be no name.
fn person(contact: &crate::api::TopContact) -> String {
    match contact.name.trim() {
        "" => readable(&contact.phone),
        name => name.to_owned(),
    }
}

/// The longest name that a table of the window shows.
const NAME: usize = 200;

/// The numbers of a part of the dashboard. A file has names as they are, and counts and
/// points of time as programs read them.
fn table(kind: ChartKind, shown: &Shown, tongue: Tongue, drawn: Drawn) -> ChartTable {
    let view = &shown.view;
    let name = |name: &str| match drawn {
        Drawn::Window => reports::brief(name, NAME),
        Drawn::File(_) => name.to_owned(),
    };
    let count = |number: u64| match drawn {
        Drawn::Window => tongue.numbers.count(number),
        Drawn::File(_) => number.to_string(),
    };
    let percent = |share| tongue.numbers.percent(share);
    let (title, headers, rows) = match kind {
        ChartKind::Timeline | ChartKind::Trend => {
            let (points, length) = over_time(kind, view);
            let title = match kind {
                ChartKind::Trend => "chart-trend",
                _ => "chart-timeline",
            };
            let starts = &starts(points);
            let axis = Axis { starts, length };
            let periods = match drawn {
                Drawn::Window => axis.labels(tongue),
                Drawn::File(_) => axis.files(),
            };
            let rows = points.iter().zip(periods).map(|(point, period)| {
                let m = &point.metrics;
                let mut row = vec![period];
                row.extend([m.sent, m.delivered, m.read, m.failed, m.replies].map(count));
                row
            });
            let headers = [
                "table-period",
                "metric-sent",
                "metric-delivered",
                "metric-read",
                "metric-failed",
                "metric-replies",
            ];
            (title, headers.to_vec(), rows.collect())
        }
        ChartKind::Groups => {
            let rows = shown
                .groups
                .iter()
                .map(|slice| vec![name(&slice.name), count(slice.people), percent(slice.share)]);
            let headers = vec!["table-group", "table-people", "table-share"];
            ("chart-groups", headers, rows.collect())
        }
        ChartKind::Contacts => {
            let rows = view.contacts.iter().map(|contact| {
                vec![
                    name(&contact.name),
                    contact.phone.clone(),
                    count(contact.sent),
                    count(contact.replies),
                ]
            });
            let headers = vec![
                "table-person",
                "table-phone",
                "table-people",
                "metric-replies",
            ];
            ("chart-contacts", headers, rows.collect())
        }
        ChartKind::Funnel => {
            let rows = view
                .funnel
                .iter()
                .map(|step| vec![step.name.clone(), count(step.people), percent(step.share)]);
            let headers = vec!["table-step", "metric-recipients", "table-share"];
            ("chart-funnel", headers, rows.collect())
        }
        ChartKind::Failures => {
            let rows = view
                .failures
                .iter()
                .map(|failure| vec![failure.text.clone(), count(failure.people)]);
            let headers = vec!["table-reason", "metric-recipients"];
            ("chart-failures", headers, rows.collect())
        }
    };
    let several = kind == ChartKind::Groups && Groups::overlap(&shown.groups, view.people);
    ChartTable {
        title: tongue.text(title),
        note: several.then(|| tongue.text("chart-groups-note")),
        headers: headers.into_iter().map(|key| tongue.text(key)).collect(),
        rows,
    }
}

/// The ending of a file's name that says what is in it.
pub(crate) fn ending(format: ChartFormat) -> &'static str {
    match format {
        ChartFormat::Png => "png",
        ChartFormat::Svg => "svg",
        ChartFormat::Csv => "csv",
    }
}

/// Saves a drawing.
pub(crate) fn export(
    view: &ChartView,
    theme: ChartTheme,
    format: ChartFormat,
    path: &Path,
) -> Result<()> {
    let bytes = match format {
        ChartFormat::Svg => view.svg.clone().into_bytes(),
        ChartFormat::Png => picture::png(&view.svg, background(theme))
            .map_err(|error| AppError::failure("chart").with("reason", error))?,
        ChartFormat::Csv => {
            let rows = view.table.rows.iter().map(Vec::as_slice);
            reports::csv_bytes(&view.table.headers, rows)
                .map_err(|error| AppError::failure("chart").with("reason", error))?
        }
    };
    write_whole(path, &bytes)
}
