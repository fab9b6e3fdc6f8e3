use crate::End;
use crate::args::{AudienceArguments, CampaignCommand, ReportFormat, SendArguments};
use crate::contacts::list;
use crate::output::Output;
use crate::watch::watch;
use app::api::{
    Audience, CampaignView, ContactFilter, ImportOptions, NewCampaign, PaceView, ScheduleView,
};
use app::{AppError, Session};
use serde_json::json;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Bytes of a file with a message: far more than `WhatsApp` takes.
const LONGEST_TEXT_FILE: u64 = 1024 * 1024;

pub(crate) async fn run(
    session: &Session,
    command: CampaignCommand,
    output: &Output,
) -> Result<End, AppError> {
    match command {
        CampaignCommand::Send(campaign) => send(session, *campaign, output).await,
        CampaignCommand::List => {
            let campaigns = session.campaigns().await?;
            output.object(&campaigns);
            for campaign in &campaigns {
                summary(campaign, output);
            }
            Ok(End::Done)
        }
        CampaignCommand::Status { id } => {
            let campaign = session.campaign(id).await?;
            output.object(&campaign);
            summary(&campaign, output);
            Ok(End::Done)
        }
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
        } => {
            let bytes = match format {
                ReportFormat::Json => {
                    session.campaign(id).await?;
                    let rows = session.all_recipients(id).await?;
                    let mut text = serde_json::to_vec(&rows).map_err(|e| AppError::report(&e))?;
                    text.push(b'\n');
                    text
                }
                ReportFormat::Csv => session.report(id, "csv").await?,
            };
            write(file, &bytes)?;
            Ok(End::Done)
        }
    }
}

async fn send(session: &Session, send: SendArguments, output: &Output) -> Result<End, AppError> {
    let pace = PaceView {
        delay_ms: send.delay_ms,
        jitter_percent: send.jitter,
        batch: send.batch,
        // Without delay nobody expects a pause after a hundred.
        batch_pause_ms: send
            .batch_pause_ms
            .unwrap_or(if send.delay_ms == 0 { 0 } else { 60_000 }),
    };
    let (quiet_from, quiet_until) = match send.quiet.as_deref().map(|quiet| quiet.split_once('-')) {
        None => (None, None),
        Some(Some((from, until))) => (Some(from.to_owned()), Some(until.to_owned())),
        Some(None) => return Err(AppError::quiet_hours()),
    };
    let campaign = NewCampaign {
        name: send.name,
        audience: audience_of(send.audience),
        texts: texts(send.text, &send.text_file)?,
        attachments: Vec::new(),
        pace,
        schedule: ScheduleView {
            start_at: send
                .at
                .as_deref()
                .map(|text| session.instant_here(text))
                .transpose()?,
            quiet_from,
            quiet_until,
            weekdays: send.weekdays,
            daily_limit: send.daily_limit,
        },
        skip_recent_days: send.skip_recent,
    };
    let check = session.check(campaign.clone()).await?;
    for name in &check.unknown_names {
        output.tell("cli-unknown-variable", &[("variable", name)]);
    }
    if !check.unknown_names.is_empty() && !send.no_check {
        return Err(AppError::unknown_variables(&check.unknown_names));
    }
    let id = session.start_campaign(campaign, None).await?;
    for missing in &check.missing {
        let people = missing.people.to_string();
        let arguments = [("variable", missing.variable.as_str()), ("people", &people)];
        output.tell("cli-missing-value", &arguments);
    }
    output.object(&json!({
        "event": "started", "id": id, "recipients": check.recipients, "opted_out": check.opted_out,
        "invalid": check.invalid, "duplicates": check.duplicates,
        "not_on_whatsapp": check.not_on_whatsapp, "recent": check.recent,
        "begins_at": check.begins_at, "finish_at": check.finish_at, "ahead": check.ahead,
    }));
    if check.ahead > 0 {
        output.tell(
            "cli-campaigns-ahead",
            &[("count", &check.ahead.to_string())],
        );
    }
    let recent = if send.skip_recent > 0 {
        check.recent
    } else {
        0
    };
    let left = [
        ("invalid", check.invalid.to_string()),
        ("duplicates", check.duplicates.to_string()),
        ("opted_out", check.opted_out.to_string()),
        ("not_on_whatsapp", check.not_on_whatsapp.to_string()),
        ("recent", recent.to_string()),
    ];
    let count = check.invalid + check.duplicates + check.opted_out + check.not_on_whatsapp + recent;
    if count > 0 {
        output.tell(
            "cli-left-out",
            &left.each_ref().map(|(k, v)| (*k, v.as_str())),
        );
    }
    let (number, recipients) = (id.to_string(), check.recipients.to_string());
    output.tell(
        "cli-campaign-started",
        &[("id", &number), ("recipients", &recipients)],
    );
    if send.wait {
        return watch(session, id, output).await;
    }
    output.tell("cli-how-to-run", &[("id", &number)]);
    Ok(End::Done)
}

fn write(file: Option<PathBuf>, bytes: &[u8]) -> Result<(), AppError> {
    if let Some(file) = file {
        return std::fs::write(&file, bytes).map_err(|e| AppError::cannot_write(&file, &e));
    }
    Output::bytes(bytes);
    Ok(())
}

fn audience_of(arguments: AudienceArguments) -> Audience {
    match (arguments.csv, arguments.group) {
        (Some(file), _) => Audience::List {
            source: list(&file),
            options: ImportOptions::default(),
        },
        (None, group) => Audience::Contacts {
            filter: ContactFilter {
                groups: group.into_iter().collect(),
                ..ContactFilter::default()
            },
        },
    }
}

/// Reads a text, and no endless file to its end.
fn text_of(file: &Path) -> Result<String, AppError> {
    let read = || -> std::io::Result<String> {
        let mut bytes = Vec::new();
        File::open(file)?
            .take(LONGEST_TEXT_FILE + 1)
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LONGEST_TEXT_FILE {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        String::from_utf8(bytes).map_err(|_| std::io::ErrorKind::InvalidData.into())
    };
    read().map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => {
            AppError::text_file_too_large(file, LONGEST_TEXT_FILE / 1024)
        }
        _ => AppError::cannot_read(file, &error),
    })
}

fn texts(mut texts: Vec<String>, files: &[PathBuf]) -> Result<Vec<String>, AppError> {
    for file in files {
        let text = text_of(file)?;
        // The line break that editors put at the end of a file is not part of the message.
        texts.push(
            text.trim_start_matches('\u{feff}')
                .trim_end_matches(['\r', '\n'])
                .replace("\r\n", "\n"),
        );
    }
    Ok(texts)
}

pub(crate) fn summary(campaign: &CampaignView, output: &Output) {
    let c = &campaign.counts;
    let state = output.text(&format!("campaign-state-{}", campaign.state), &[]);
    let numbers = [
        ("id", campaign.id.to_string()),
        ("name", campaign.name.clone()),
        ("state", state),
        ("total", campaign.total.to_string()),
        ("queued", c.queued.to_string()),
        ("in_flight", (c.sending + c.sent).to_string()),
        ("accepted", c.accepted.to_string()),
        ("delivered", c.delivered.to_string()),
        ("read", c.read.to_string()),
        ("failed", c.failed.to_string()),
        ("skipped", c.skipped.to_string()),
        ("replies", campaign.replies.to_string()),
    ];
    let arguments: Vec<_> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
    output.tell("cli-campaign-summary", &arguments);
    if let Some(reason) = &campaign.hold_reason {
        output.tell(&format!("hold-{}", reason.replace('_', "-")), &[]);
    }
    if let Some(until) = &campaign.hold_until {
        output.tell("cli-goes-on-at", &[("time", until)]);
    }
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
