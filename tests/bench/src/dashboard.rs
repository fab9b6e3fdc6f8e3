//! The dashboard and the reports of a profile with a long history: what one look
//! costs, what counting costs a message, and what reports cost in time and memory.

mod history;

pub(crate) use history::Keeping;

use crate::Outcome;
use crate::profile::at_rest;
use crate::table::line;
use crate::usage;
use app::Session;
use app::api::{ChartKind, ChartLook, DashboardQuery, DashboardRange, ReportFormat};
use history::PEOPLE;
use std::path::Path;
use std::time::{Duration, Instant};

/// Outcomes to which the aim refers.
const MILLION: u64 = 1_000_000;

/// Milliseconds that 95 of 100 dashboards of a million outcomes are to take at most.
const AIM: f64 = 100.0;

/// Recipients of the campaign that is reported.
const REPORTED: u64 = 100_000;

/// What was measured.
pub(crate) struct Dashboards {
    sizes: Vec<Size>,
    keeping: Keeping,
    reports: Vec<(&'static str, f64, u64, u64)>,
}

struct Size {
    outcomes: u64,
    asked: Vec<(&'static str, Vec<Duration>)>,
}

/// Measures with histories of a hundredth of these outcomes, of a tenth, and of all,
/// and so many looks at each range.
pub(crate) fn measure(most: u64, looks: usize) -> Outcome<Dashboards> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut sizes = Vec::new();
    for outcomes in [most / 100, most / 10, most] {
        let folder = tempfile::tempdir()?;
        sizes.push(runtime.block_on(size(folder.path(), outcomes, looks))?);
    }
    let folder = tempfile::tempdir()?;
    Ok(Dashboards {
        sizes,
        keeping: history::keeping(folder.path())?,
        reports: runtime.block_on(reports(&folder.path().join("reports")))?,
    })
}

/// A new profile with a history.
async fn profile(folder: &Path, outcomes: u64, each: u64) -> Outcome<std::sync::Arc<Session>> {
    // The use cases make the database; the history goes in below them.
    at_rest(folder).await?.close().await;
    history::fill(folder, outcomes, each).await?;
    at_rest(folder).await
}

async fn size(folder: &Path, outcomes: u64, looks: usize) -> Outcome<Size> {
    let session = profile(folder, outcomes, 10_000).await?;
    let year = {
        let view = session.dashboard(DashboardQuery::default()).await?;
        let from = view.trend.first().map(|month| month.from.clone());
        let from = from.and_then(|at| at.get(..10).map(str::to_owned));
        DashboardRange::Free {
            from: from.unwrap_or_default(),
            to: view.to,
        }
    };
    let mut asked = Vec::new();
    for (name, range) in [
        ("today", DashboardRange::Today),
        ("30 days", DashboardRange::Last30),
        ("twelve months", year),
    ] {
        let query = DashboardQuery {
            range,
            bucket: None,
        };
        let mut took = Vec::new();
        for _ in 0..looks {
            let begin = Instant::now();
            session.dashboard(query.clone()).await?;
            took.push(begin.elapsed());
        }
        asked.push((name, took));
    }
    let mut drawn = Vec::new();
    for _ in 0..looks {
        let begin = Instant::now();
        let kinds = [
            ChartKind::Timeline,
            ChartKind::Groups,
            ChartKind::Contacts,
            ChartKind::Trend,
            ChartKind::Funnel,
            ChartKind::Failures,
        ];
        let query = DashboardQuery::default();
        session.charts(&kinds, query, ChartLook::default()).await?;
        drawn.push(begin.elapsed());
    }
    asked.push(("30 days, drawn", drawn));
    session.close().await;
    Ok(Size { outcomes, asked })
}

async fn reports(folder: &Path) -> Outcome<Vec<(&'static str, f64, u64, u64)>> {
    std::fs::create_dir_all(folder)?;
    let session = profile(folder, REPORTED, REPORTED).await?;
    let mut measured = Vec::new();
    for (name, format) in [
        ("csv", ReportFormat::Csv),
        ("xlsx", ReportFormat::Xlsx),
        ("pdf", ReportFormat::Pdf),
    ] {
        let file = folder.join(name);
        let process = std::process::id();
        usage::forget_peak(process);
        let before = usage::of(process).resident_kib;
        let begin = Instant::now();
        let recipients = session.campaign_report(1, format, &file).await?;
        let seconds = begin.elapsed().as_secs_f64();
        if recipients != REPORTED {
            return Err(format!("a report of {recipients} recipients").into());
        }
        let peak = usage::of(process).peak_kib.saturating_sub(before);
        measured.push((name, seconds, peak, std::fs::metadata(&file)?.len()));
    }
    session.close().await;
    Ok(measured)
}

/// The duration below which a share of them lies, in milliseconds.
fn quantile(took: &[Duration], percent: usize) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1e3)
}

/// Prints it; how many figures miss their aim.
pub(crate) fn show(measured: &Dashboards) -> usize {
    let mut missed = 0;
    println!("the whole dashboard, {PEOPLE} people at most, milliseconds");
    line(&["outcomes", "range", "p50", "p95"]);
    for size in &measured.sizes {
        for (name, took) in &size.asked {
            let p95 = quantile(took, 95);
            let judged = size.outcomes == MILLION;
            let verdict = if !judged {
                String::new()
            } else if p95 <= AIM {
                format!("  aim {AIM} reached")
            } else {
                missed += 1;
                format!("  aim {AIM} missed")
            };
            line(&[
                &size.outcomes.to_string(),
                name,
                &format!("{:.1}", quantile(took, 50)),
                &format!("{p95:.1}"),
                &verdict,
            ]);
        }
    }
    let Keeping { counted, uncounted } = measured.keeping;
    let changes = f64::from(history::CHANGES);
    println!(
        "\na message in the store, {changes} changes: {:.0} µs, and {:.0} µs where it is not counted: {:.2} times; {:.0} µs a message",
        counted * changes * 1e6,
        uncounted * changes * 1e6,
        counted / uncounted,
        (counted - uncounted) * changes * 1e6,
    );
    println!("\nreports of a campaign to {REPORTED} people");
    line(&["", "seconds", "peak MiB", "file MiB"]);
    for (name, seconds, peak, bytes) in &measured.reports {
        line(&[
            name,
            &format!("{seconds:.2}"),
            &format!("{}", peak / 1_024),
            &format!("{}", bytes / 1_048_576),
        ]);
    }
    missed
}
