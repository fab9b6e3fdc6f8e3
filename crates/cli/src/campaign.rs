use crate::End;
use crate::args::{CampaignCommand, ReportFormat};
use crate::output::Output;
use crate::send;
use crate::watch::watch;
use app::api::{CampaignView, ReportFormat as Format, StateCounts, VariantResult};
use app::{AppError, Session};
use serde::Serialize;
use serde_json::json;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// A campaign, and what became of each version of its text.
#[derive(Serialize)]
struct Status {
    #[serde(flatten)]
    campaign: CampaignView,
    variants: Vec<VariantResult>,
}

pub(crate) async fn run(
    session: &Session,
    command: CampaignCommand,
    output: &Output,
) -> Result<End, AppError> {
    match command {
        CampaignCommand::Send(campaign) => send::run(session, *campaign, output).await,
        CampaignCommand::List => {
            let campaigns = session.campaigns().await?;
            output.object(&campaigns);
            for campaign in &campaigns {
                summary(campaign, output);
            }
            Ok(End::Done)
        }
        CampaignCommand::Status { id } => status(session, id, output).await,
        CampaignCommand::Resume { id, wait } => {
            // A campaign that is done has nothing left to resume: no fault of the caller's.
            if session.campaign(id).await?.state != "completed" {
                session.resume(id).await?;
            }
            if wait {
                watch(session, id, output).await
            } else {
                state(session, id, output).await
            }
        }
        CampaignCommand::Pause { id } => {
            session.pause(id).await?;
            state(session, id, output).await
        }
        CampaignCommand::Cancel { id } => {
            session.cancel(id).await?;
            state(session, id, output).await
        }
        CampaignCommand::Retry { id, wait } => {
            let retried = session.retry_failed(id).await?;
            output.object(&json!({ "event": "retried", "parts": retried }));
            output.tell("cli-retried", &[("count", &retried.to_string())]);
            if wait {
                watch(session, id, output).await
            } else {
                Ok(End::Done)
            }
        }
        CampaignCommand::Report {
            id,
            format,
            output: file,
        } => report(session, id, format, file, output).await,
    }
}

async fn report(
    session: &Session,
    id: i64,
    format: Option<ReportFormat>,
    file: Option<PathBuf>,
    output: &Output,
) -> Result<End, AppError> {
    // Where nobody says it, the name of the file does.
    let format = format.unwrap_or_else(|| match file.as_deref().and_then(app::ending) {
        Some("csv") => ReportFormat::Csv,
        Some("xlsx") => ReportFormat::Xlsx,
        Some("pdf") => ReportFormat::Pdf,
        _ => ReportFormat::Json,
    });
    let format = match format {
        ReportFormat::Json => {
            session.campaign(id).await?;
            if let Some(file) = &file {
                app::check_ending(file, "json")?;
            }
            let rows = session.all_recipients(id).await?;
            let mut text = serde_json::to_vec(&rows).map_err(|e| AppError::report(&e))?;
            text.push(b'\n');
            write(file, text).await?;
            return Ok(End::Done);
        }
        ReportFormat::Csv => Format::Csv,
        ReportFormat::Xlsx => Format::Xlsx,
        ReportFormat::Pdf => Format::Pdf,
    };
    let Some(file) = file else {
        let word = match format {
            Format::Csv => None,
            Format::Xlsx => Some("XLSX"),
            Format::Pdf => Some("PDF"),
        };
        // What is no text would only disturb a terminal.
        if let Some(word) = word.filter(|_| std::io::stdout().is_terminal()) {
            return Err(AppError::report_needs_file(word));
        }
        session.report_to(id, format, std::io::stdout()).await?;
        return Ok(End::Done);
    };
    let recipients = session.campaign_report(id, format, &file).await?;
    output.object(&json!({ "recipients": recipients, "file": file }));
    let count = recipients.to_string();
    let file = file.display().to_string();
    output.tell("cli-report-saved", &[("count", &count), ("file", &file)]);
    Ok(End::Done)
}

async fn write(file: Option<PathBuf>, bytes: Vec<u8>) -> Result<(), AppError> {
    let Some(file) = file else {
        return Output::bytes(&bytes).map_err(|e| AppError::cannot_write(Path::new("-"), &e));
    };
    let writing = tokio::task::spawn_blocking(move || app::write_whole(&file, &bytes));
    writing.await.map_err(|error| AppError::report(&error))?
}

async fn status(session: &Session, id: i64, output: &Output) -> Result<End, AppError> {
    let status = Status {
        campaign: session.campaign(id).await?,
        variants: session.campaign_variants(id).await?,
    };
    output.object(&status);
    summary(&status.campaign, output);
    if status.variants.len() > 1 {
        for variant in &status.variants {
            let mut numbers = counts(&variant.counts, variant.replies);
            numbers.push(("number", (variant.variant + 1).to_string()));
            tell(output, "cli-variant", &numbers);
        }
    }
    Ok(End::Done)
}

/// The numbers of a summary.
fn counts(counts: &StateCounts, replies: u64) -> Vec<(&'static str, String)> {
    [
        ("queued", counts.queued),
        ("in_flight", counts.sending + counts.sent),
        ("accepted", counts.accepted),
        ("delivered", counts.delivered),
        ("read", counts.read),
        ("failed", counts.failed),
        ("skipped", counts.skipped),
        ("replies", replies),
    ]
    .map(|(name, count)| (name, count.to_string()))
    .to_vec()
}

fn tell(output: &Output, key: &str, arguments: &[(&str, String)]) {
    let arguments: Vec<_> = arguments.iter().map(|(k, v)| (*k, v.as_str())).collect();
    output.tell(key, &arguments);
}

/// Why a campaign is held, if it is, and until when.
pub(crate) fn tell_hold(campaign: &CampaignView, output: &Output) {
    if let Some(reason) = &campaign.hold_reason {
        output.tell(&format!("hold-{}", reason.replace('_', "-")), &[]);
    }
    if let Some(until) = &campaign.hold_until {
        output.tell("cli-goes-on-at", &[("time", until)]);
    }
}

pub(crate) fn summary(campaign: &CampaignView, output: &Output) {
    let state = output.text(&format!("campaign-state-{}", campaign.state), &[]);
    let mut numbers = counts(&campaign.counts, campaign.replies);
    numbers.extend([
        ("id", campaign.id.to_string()),
        ("name", campaign.name.clone()),
        ("state", state),
        ("total", campaign.total.to_string()),
    ]);
    tell(output, "cli-campaign-summary", &numbers);
    tell_hold(campaign, output);
    if let Some(why) = &campaign.waiting {
        let until = campaign.waiting_until.as_deref().unwrap_or("");
        output.tell(
            &format!("waiting-{}", why.replace('_', "-")),
            &[("time", until)],
        );
    }
}

async fn state(session: &Session, id: i64, output: &Output) -> Result<End, AppError> {
    let campaign = session.campaign(id).await?;
    output.object(&json!({ "id": id, "state": campaign.state }));
    summary(&campaign, output);
    Ok(End::Done)
}
