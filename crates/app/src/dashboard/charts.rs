//! The drawings of the dashboard, and their numbers as tables.

use super::Tongue;
use crate::api::{
    ChartFormat, ChartKind, ChartLook, ChartTable, ChartTheme, ChartView, DashboardView, Metrics,
    SliceKind,
};
use crate::destination::write_whole;
use crate::error::{AppError, Result};
use contact_import::readable;
use reports::chart::{self, Bar, Look, Role, Series, Slice, Theme};
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

/// Draws a part of the dashboard, to be looked at as a drawing or as a picture.
pub(crate) fn chart(
    kind: ChartKind,
    view: &DashboardView,
    look: ChartLook,
    tongue: Tongue,
    picture: bool,
) -> Result<ChartView> {
    if !WIDTHS.contains(&look.width) || !HEIGHTS.contains(&look.height) {
        return Err(AppError::bad_input("chart_size")
            .with("least_width", WIDTHS.start())
            .with("least_height", HEIGHTS.start())
            .with("most", WIDTHS.end()));
    }
    let table = table(kind, view, tongue);
    let empty = tongue.text(if kind == ChartKind::Failures {
        "chart-empty-failures"
    } else {
        "chart-empty"
    });
    let look = Look {
        theme: match look.theme {
            ChartTheme::Light => Theme::Light,
            ChartTheme::Dark => Theme::Dark,
        },
        width: look.width,
        height: look.height,
        numbers: tongue.numbers,
        title: &table.title,
        empty: &empty,
        picture,
    };
    let svg = draw(kind, view, &look, tongue)
        .map_err(|error| AppError::failure("chart").with("reason", error))?;
    Ok(ChartView { svg, table })
}

fn draw(
    kind: ChartKind,
    view: &DashboardView,
    look: &Look<'_>,
    tongue: Tongue,
) -> Result<String, chart::ChartError> {
    let count = |number| tongue.numbers.count(number);
    match kind {
        ChartKind::Timeline => {
            let labels: Vec<_> = view.timeline.iter().map(|p| p.label.clone()).collect();
            let series = |key: &str, role, of: fn(&Metrics) -> u64| Series {
                name: tongue.text(key),
                values: view.timeline.iter().map(|p| of(&p.metrics)).collect(),
                role,
            };
            let series = [
                series("metric-sent", Role::Main, |m| m.sent),
                series("metric-delivered", Role::Second, |m| m.delivered),
                series("metric-read", Role::Third, |m| m.read),
                series("metric-failed", Role::Bad, |m| m.failed),
            ];
            chart::lines(look, &labels, &series)
        }
        ChartKind::Trend => {
            let labels: Vec<_> = view.trend.iter().map(|p| p.label.clone()).collect();
            let series = |key: &str, role, of: fn(&Metrics) -> u64| Series {
                name: tongue.text(key),
                values: view.trend.iter().map(|p| of(&p.metrics)).collect(),
                role,
            };
            let series = [
                series("metric-sent", Role::Main, |m| m.sent),
                series("metric-failed", Role::Bad, |m| m.failed),
            ];
            chart::columns(look, &labels, &series)
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
            let unit = tongue.words.text("chart-people", &[("count", &people)]);
            chart::pie(look, &slices, view.people, &unit)
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

/// The numbers of a part of the dashboard.
fn table(kind: ChartKind, view: &DashboardView, tongue: Tongue) -> ChartTable {
    let count = |number| tongue.numbers.count(number);
    let percent = |share| tongue.numbers.percent(share);
    let (title, headers, rows) = match kind {
        ChartKind::Timeline | ChartKind::Trend => {
            let (title, points) = match kind {
                ChartKind::Trend => ("chart-trend", &view.trend),
                _ => ("chart-timeline", &view.timeline),
            };
            let rows = points.iter().map(|point| {
                let m = &point.metrics;
                let mut row = vec![point.label.clone()];
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
            let rows = view.groups.iter().map(|slice| {
                vec![
                    slice.name.clone(),
                    count(slice.people),
                    percent(slice.share),
                ]
            });
            let headers = vec!["table-group", "table-people", "table-share"];
            ("chart-groups", headers, rows.collect())
        }
        ChartKind::Contacts => {
            let rows = view.contacts.iter().map(|contact| {
                vec![
                    contact.name.clone(),
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
    ChartTable {
        title: tongue.text(title),
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
