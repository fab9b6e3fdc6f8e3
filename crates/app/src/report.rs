//! The report of a campaign: its recipients as CSV, with a summary as XLSX, or
//! as a document.

use crate::api::{CampaignView, ReportFormat};
use crate::catalogue::Catalogue;
use crate::dashboard::{Tongue, local, reason_text};
use crate::error::{AppError, Result};
use crate::export::{self, Format, Sheet};
use crate::work::Task;
use domain::{CampaignId, Timestamp, Zone};
use reports::pdf::{Cover, Pdf, PdfError, Step};
use reports::table::{Summary, Value};
use std::path::Path;
use store::Store;
use store::campaigns::{self, RecipientRow};

/// Recipients that are read at a time.
const CHUNK: u32 = 500;

/// What a report is written with.
#[derive(Clone, Copy)]
pub(crate) struct Style<'a> {
    pub tongue: Tongue,
    pub language: &'a str,
    pub zone: Zone,
}

impl Style<'_> {
    fn text(&self, key: &str) -> String {
        self.tongue.text(key)
    }

    fn count(&self, number: u64) -> String {
        self.tongue.numbers.count(number)
    }

    /// An instant of the API, on the clocks of this computer.
    fn moment(&self, at: Option<&str>) -> String {
        let at = at.and_then(|at| chrono::DateTime::parse_from_rfc3339(at).ok());
        match at {
            Some(at) => {
                let here = local(Timestamp(at.timestamp_millis()), self.zone);
                self.tongue.date("date-time", here)
            }
            None => self.text("report-never"),
        }
    }
}

/// The titles of the columns of recipients.
pub(crate) fn headers(words: &Catalogue) -> Vec<String> {
    [
        "number",
        "name",
        "phone",
        "recipient-state",
        "reason",
        "time",
        "reply",
    ]
    .map(|key| words.text(&format!("report-{key}"), &[]))
    .to_vec()
}

/// A recipient in words. Times are those of this computer's clock, in a form that
/// sorts.
pub(crate) fn cells(row: RecipientRow, style: &Style<'_>) -> Vec<String> {
    let words = style.tongue.words;
    let time = row.at.map(|at| {
        let here = local(at, style.zone);
        here.format("%Y-%m-%d %H:%M").to_string()
    });
    vec![
        row.position.to_string(),
        row.name,
        row.phone.as_str().to_owned(),
        words.text(&format!("outcome-{}", row.state.as_str()), &[]),
        row.reason
            .map(|reason| reason_text(&reason, words))
            .unwrap_or_default(),
        time.unwrap_or_default(),
        row.reply.unwrap_or_default(),
    ]
}

/// Calls for each recipient, in order, without holding them all.
pub(crate) async fn for_each(
    store: &Store,
    id: i64,
    mut each: impl FnMut(RecipientRow) -> Result<()>,
) -> Result<u64> {
    let campaign = CampaignId(id);
    let (mut after, mut count) = (Some(0), 0);
    while let Some(from) = after {
        let (rows, _, next) = store
            .read(move |tx| campaigns::recipients(tx, campaign, None, from, CHUNK))
            .await?;
        for row in rows {
            each(row)?;
            count += 1;
        }
        after = next;
    }
    Ok(count)
}

/// Writes the report into a file, which appears when it is whole. How many
/// recipients it has.
pub(crate) async fn write(
    store: &Store,
    campaign: &CampaignView,
    format: ReportFormat,
    path: &Path,
    style: Style<'_>,
    task: &mut Task,
) -> Result<u64> {
    let total = Some(campaign.total);
    let headers = headers(style.tongue.words);
    let mut done = 0;
    let mut step = |task: &mut Task| {
        done += 1;
        task.step(done, total, done)
    };
    match format {
        ReportFormat::Csv | ReportFormat::Xlsx => {
            let mut sheet = if format == ReportFormat::Csv {
                Sheet::create(path, Format::Csv, &headers)?
            } else {
                Sheet::with_summary(path, &summary(campaign, &style), &headers)?
            };
            let count = for_each(store, campaign.id, |row| {
                sheet.row(&cells(row, &style))?;
                step(task)
            })
            .await?;
            sheet.finish()?;
            Ok(count)
        }
        ReportFormat::Pdf => {
            let words = style.tongue.words;
            let foot = move |page: usize, of: usize| {
                let arguments = [("page", page.to_string()), ("pages", of.to_string())];
                let arguments = arguments
                    .each_ref()
                    .map(|(name, text)| (*name, text.as_str()));
                words.text("report-page", &arguments)
            };
            let people = usize::try_from(campaign.total).unwrap_or(usize::MAX);
            let mut pdf = Pdf::new(cover(campaign, &style), people, foot).map_err(pdf_error)?;
            let count = for_each(store, campaign.id, |row| {
                pdf.row(cells(row, &style)).map_err(pdf_error)?;
                step(task)
            })
            .await?;
            export::write_whole(path, &pdf.finish().map_err(pdf_error)?)?;
            Ok(count)
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "a mapping of errors")]
fn pdf_error(error: PdfError) -> AppError {
    AppError::report(&error)
}

/// Recipients as the reports count them: as in `docs/metrics.md`.
struct Totals {
    sent: u64,
    accepted: u64,
    delivered: u64,
    read: u64,
    failed: u64,
}

impl Totals {
    fn of(campaign: &CampaignView) -> Self {
        let counts = &campaign.counts;
        let delivered = counts.delivered + counts.read;
        let accepted = counts.accepted + delivered;
        Self {
            sent: counts.sent + accepted,
            accepted,
            delivered,
            read: counts.read,
            failed: counts.failed,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of people")]
    fn success(&self) -> Option<f64> {
        let settled = self.accepted + self.failed;
        (settled > 0).then(|| self.accepted as f64 / settled as f64)
    }
}

/// Name, dates, state and pace.
fn facts(campaign: &CampaignView, style: &Style<'_>) -> Vec<[String; 2]> {
    let state = style.text(&format!("campaign-state-{}", campaign.state));
    #[allow(clippy::cast_precision_loss, reason = "seconds of a pace")]
    let seconds = (campaign.pace.delay_ms as f64 / 1000.0).to_string();
    let pace = style
        .tongue
        .words
        .text("report-pace-value", &[("seconds", &seconds)]);
    [
        ("report-state", state),
        ("report-created", style.moment(Some(&campaign.created_at))),
        ("report-pace", pace),
        (
            "report-finished",
            style.moment(campaign.finished_at.as_deref()),
        ),
    ]
    .map(|(key, value)| [style.text(key), value])
    .to_vec()
}

/// Texts and the names of attachments.
fn contents(campaign: &CampaignView, style: &Style<'_>) -> Vec<[String; 2]> {
    let several = campaign.texts.len() > 1;
    let mut contents = Vec::new();
    for (number, text) in (1..).zip(&campaign.texts) {
        let number: i32 = number;
        if !text.trim().is_empty() {
            let title = if several {
                let number = number.to_string();
                let words = style.tongue.words;
                words.text("report-variant", &[("number", &number)])
            } else {
                style.text("report-text")
            };
            contents.push([title, text.clone()]);
        }
    }
    let names: Vec<_> = campaign
        .attachments
        .iter()
        .map(|attachment| attachment.file_name.as_str())
        .collect();
    if !names.is_empty() {
        contents.push([style.text("report-attachments"), names.join(" · ")]);
    }
    contents
}

fn summary(campaign: &CampaignView, style: &Style<'_>) -> Summary {
    let totals = Totals::of(campaign);
    let mut lines = vec![(
        style.text("report-campaign"),
        Value::Text(campaign.name.clone()),
    )];
    let words = facts(campaign, style).into_iter();
    lines.extend(words.map(|[name, value]| (name, Value::Text(value))));
    let counts = [
        ("metric-recipients", campaign.total),
        ("metric-sent", totals.sent),
        ("metric-accepted", totals.accepted),
        ("metric-delivered", totals.delivered),
        ("metric-read", totals.read),
        ("metric-failed", totals.failed),
        ("metric-skipped", campaign.counts.skipped),
        ("metric-replies", campaign.replies),
    ];
    lines.extend(counts.map(|(key, count)| (style.text(key), Value::Count(count))));
    if let Some(rate) = totals.success() {
        lines.push((style.text("metric-success"), Value::Share(rate)));
    }
    let texts = contents(campaign, style).into_iter();
    lines.extend(texts.map(|[name, text]| (name, Value::Text(text))));
    Summary {
        sheet: style.text("report-summary"),
        rows_sheet: style.text("report-recipients"),
        lines,
    }
}

fn cover(campaign: &CampaignView, style: &Style<'_>) -> Cover {
    let totals = Totals::of(campaign);
    let rate = totals
        .success()
        .map_or("–".to_owned(), |rate| style.tongue.numbers.percent(rate));
    let cards = [
        ("metric-recipients", style.count(campaign.total)),
        ("metric-sent", style.count(totals.sent)),
        ("metric-delivered", style.count(totals.delivered)),
        ("metric-read", style.count(totals.read)),
        ("metric-failed", style.count(totals.failed)),
        ("metric-skipped", style.count(campaign.counts.skipped)),
        ("metric-replies", style.count(campaign.replies)),
        ("metric-success", rate),
    ];
    let tried = totals.sent + totals.failed;
    let funnel = [
        ("tried", tried),
        ("sent", totals.sent),
        ("accepted", totals.accepted),
        ("delivered", totals.delivered),
        ("read", totals.read),
    ];
    Cover {
        title: style.text("report-title"),
        language: style.language.to_owned(),
        name: campaign.name.clone(),
        facts: facts(campaign, style),
        cards: cards
            .into_iter()
            .map(|(key, value)| [style.text(key), value])
            .collect(),
        funnel_title: style.text("chart-funnel"),
        funnel: funnel
            .into_iter()
            .map(|(word, people)| {
                #[allow(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    reason = "for drawing"
                )]
                let share = (people as f64 / tried.max(1) as f64) as f32;
                let percent = style.tongue.numbers.percent(f64::from(share));
                Step {
                    name: style.text(&format!("funnel-{word}")),
                    share,
                    text: format!("{} · {percent}", style.count(people)),
                }
            })
            .collect(),
        content_title: style.text("report-content"),
        content: contents(campaign, style),
        list_title: style.text("report-recipients"),
        headers: headers(style.tongue.words),
    }
}
