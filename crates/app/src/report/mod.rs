//! The report of a campaign: its recipients as CSV, with a summary as XLSX, or
//! as a document.

mod cover;
mod paper;
mod timeline;

use crate::api::{CampaignView, ReportFormat, VariantResult};
use crate::catalogue::Catalogue;
use crate::dashboard::{Tongue, local, reason_text};
use crate::error::{AppError, Result};
use crate::work::Task;
use contact_import::readable;
use cover::About;
use domain::{CampaignId, Timestamp, Zone};
use paper::{Kind, Paper};
use reports::table::Cell;
use std::io::Write;
use std::path::PathBuf;
use store::campaigns::{self, RecipientRow};
use store::{Store, metrics};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

/// Recipients that are read at a time.
const CHUNK: u32 = 500;

/// What a report is written with.
#[derive(Clone, Copy)]
pub(crate) struct Style<'a> {
    pub tongue: Tongue,
    pub language: &'a str,
    pub zone: Zone,
    /// The name of the profile.
    pub profile: &'a str,
    pub now: Timestamp,
}

impl Style<'_> {
    fn text(&self, key: &str) -> String {
        self.tongue.text(key)
    }

    fn count(&self, number: u64) -> String {
        self.tongue.numbers.count(number)
    }

    /// An instant on the clocks of this computer.
    fn moment(&self, at: Timestamp) -> String {
        self.tongue.date("date-time", &local(at, self.zone))
    }
}

/// An instant of the API.
fn instant(at: &str) -> Option<Timestamp> {
    let at = chrono::DateTime::parse_from_rfc3339(at).ok()?;
    Some(Timestamp(at.timestamp_millis()))
}

/// The titles of the columns of recipients. On paper there is room for one column of
/// texts.
fn headers(words: &Catalogue, format: ReportFormat) -> Vec<String> {
    let people = ["number", "name", "phone", "recipient-state"];
    let rest: &[_] = match format {
        ReportFormat::Pdf => &["time", "remark"],
        ReportFormat::Csv | ReportFormat::Xlsx => &["reason", "time", "reply"],
    };
    let keys = people.iter().chain(rest);
    keys.map(|key| words.text(&format!("report-{key}"), &[]))
        .collect()
}

/// A recipient in words. Tables have numbers and times as such, which sort and can be
/// read by programs; a document has them as people write them.
fn cells(row: RecipientRow, style: &Style<'_>, format: ReportFormat) -> Vec<Cell> {
    let words = style.tongue.words;
    let here = row.at.map(|at| local(at, style.zone));
    let phone = row.phone.as_str();
    let state = words.text(&format!("outcome-{}", row.state.as_str()), &[]);
    let reason = row.reason.map(|reason| reason_text(&reason, words));
    let mut cells = vec![Cell::Count(row.position), Cell::Text(row.name)];
    if format == ReportFormat::Pdf {
        let time = here.map(|here| style.tongue.date("date-hour", &here));
        let reply = row.reply.map(|reply| format!("“{reply}”"));
        let remark: Vec<_> = reason.into_iter().chain(reply).collect();
        cells.extend(
            [
                readable(phone),
                state,
                time.unwrap_or_default(),
                remark.join(" · "),
            ]
            .map(Cell::Text),
        );
    } else {
        let time = here.map(|here| Cell::Time(here.naive_local()));
        cells.extend([
            Cell::Text(phone.to_owned()),
            Cell::Text(state),
            Cell::Text(reason.unwrap_or_default()),
            time.unwrap_or(Cell::Text(String::new())),
            Cell::Text(row.reply.unwrap_or_default()),
        ]);
    }
    cells
}

/// The ending of a file's name that says what is in it.
pub(crate) fn ending(format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Csv => "csv",
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Pdf => "pdf",
    }
}

/// What a report goes to.
pub(crate) struct Target<W> {
    pub out: W,
    /// Its name, for who is told that it cannot be written.
    pub name: PathBuf,
    /// Where there may be nameless files on the way.
    pub folder: Option<PathBuf>,
}

/// Writes the report. Gives back what was written to and how many recipients there
/// are.
///
/// Laying out a document keeps a processor busy for seconds. So it has a thread of its
/// own, which is given recipients as it takes them, and this waits for both.
pub(crate) async fn write<W: Write + Send + 'static>(
    store: &Store,
    campaign: &CampaignView,
    variants: &[VariantResult],
    format: ReportFormat,
    style: Style<'_>,
    target: Target<W>,
    task: &mut Task,
) -> Result<(W, u64)> {
    let id = CampaignId(campaign.id);
    let course = store.read(move |tx| metrics::course(tx, id)).await?;
    let about = About {
        campaign,
        variants,
        course: &course,
        style,
    };
    let headers = headers(style.tongue.words, format);
    let kind = match format {
        ReportFormat::Csv => Kind::Csv(headers),
        ReportFormat::Xlsx => Kind::Xlsx(about.summary(), headers),
        ReportFormat::Pdf => {
            let people = usize::try_from(campaign.total).unwrap_or(usize::MAX);
            Kind::Pdf(Box::new(about.cover(headers)?), people, style.tongue.words)
        }
    };
    let (recipients, mut coming) = mpsc::channel::<Option<Vec<Vec<Cell>>>>(2);
    let writer = spawn_blocking(move || {
        let mut paper = Paper::begin(kind, target)?;
        while let Some(rows) = coming.blocking_recv() {
            let Some(rows) = rows else {
                return paper.finish();
            };
            for row in rows {
                paper.row(row)?;
            }
        }
        // Whoever reads has stopped before the end.
        Err(AppError::bad_input("cancelled"))
    });
    let (mut after, mut count) = (Some(0), 0);
    while let Some(from) = after {
        let (rows, _, next) = store
            .read(move |tx| campaigns::recipients(tx, id, None, from, CHUNK))
            .await?;
        count += rows.len() as u64;
        let rows = rows
            .into_iter()
            .map(|row| cells(row, &style, format))
            .collect();
        let taken = task.unless_stopped(recipients.send(Some(rows))).await?;
        if taken.is_err() {
            // The writer says why it has gone.
            break;
        }
        task.step(count, Some(campaign.total), count)?;
        after = next;
    }
    // It may have gone as well before it hears that this is the end.
    let _ = task.unless_stopped(recipients.send(None)).await?;
    let written = task.unless_stopped(writer).await?;
    let out = written.map_err(|error| AppError::report(&error))??;
    Ok((out, count))
}
