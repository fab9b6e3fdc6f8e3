//! Starting a campaign.

use crate::End;
use crate::args::{AttachmentArguments, AudienceArguments, SendArguments};
use crate::contacts::list;
use crate::output::Output;
use crate::watch::watch;
use app::api::{
    AttachmentView, Audience, CampaignCheck, ContactFilter, ImportOptions, NewCampaign, PaceView,
    ScheduleView,
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
    mut send: SendArguments,
    output: &Output,
) -> Result<End, AppError> {
    let files = files(&send.attachments);
    if files.iter().any(|(file, _)| file.as_os_str().is_empty()) {
        return Err(AppError::no_file_name());
    }
    let mut texts = texts(std::mem::take(&mut send.text), &send.text_file)?;
    if texts.is_empty() && !files.is_empty() {
        texts.push(String::new());
    }
    let (wait, no_check) = (send.wait, send.no_check);
    let kinds: Vec<_> = files.iter().map(|(_, kind)| *kind).collect();
    let mut campaign = campaign(session, &send, texts)?;
    // A film is not prepared for a text that is too long.
    session.check_before_files(&campaign, &kinds)?;
    let mut attachments = Vec::new();
    let started = match attach(session, &files, &mut attachments, output).await {
        Ok(()) => {
            campaign.attachments.clone_from(&attachments);
            start(session, campaign, no_check, output).await
        }
        Err(error) => Err(error),
    };
    let id = match started {
        Ok(id) => id,
        Err(error) => {
            // Whoever tries again attaches them anew. Should they stay, they go by
            // themselves after a day.
            let _ = session.drop_attachments(attachments).await;
            return Err(error);
        }
    };
    if wait {
        return watch(session, id, output).await;
    }
    output.tell("cli-how-to-run", &[("id", &id.to_string())]);
    Ok(End::Done)
}

/// What goes with the text, each with the word for what it is sent as.
fn files(arguments: &AttachmentArguments) -> Vec<(&Path, &'static str)> {
    let images = arguments.image.iter().map(|file| (file, "picture"));
    let video = arguments.video.iter().map(|file| (file, "video"));
    let document = arguments.document.iter().map(|file| (file, "document"));
    let voice = arguments.voice.iter().map(|file| (file, "voice"));
    images
        .chain(video)
        .chain(document)
        .chain(voice)
        .map(|(file, kind)| (file.as_path(), kind))
        .collect()
}

/// Prepares the files. Those that were prepared are noted also when one is refused.
async fn attach(
    session: &Session,
    files: &[(&Path, &'static str)],
    attachments: &mut Vec<i64>,
    output: &Output,
) -> Result<(), AppError> {
    for (file, kind) in files {
        let attached = session.attach_file(file, Some(kind)).await?;
        attachments.push(attached.id);
        tell(&attached, output);
    }
    Ok(())
}

fn tell(attached: &AttachmentView, output: &Output) {
    output.object(&json!({
        "event": "attached", "id": attached.id, "kind": attached.kind, "mime": attached.mime,
        "file_name": attached.file_name, "size": attached.size, "width": attached.width,
        "height": attached.height, "seconds": attached.seconds, "pages": attached.pages,
        "first_frame_only": attached.first_frame_only,
    }));
    let size = attached.size.div_ceil(1024).to_string();
    let arguments = [
        ("file", attached.file_name.as_str()),
        ("kind", &attached.kind),
        ("size_kb", &size),
    ];
    output.tell("cli-attached", &arguments);
    if attached.first_frame_only {
        output.tell("cli-first-frame", &arguments);
    }
}

/// Checks and starts. The campaign's number.
async fn start(
    session: &Session,
    campaign: NewCampaign,
    no_check: bool,
    output: &Output,
) -> Result<i64, AppError> {
    let skip_recent = campaign.skip_recent_days;
    let check = session.check(campaign.clone()).await?;
    for name in &check.unknown_names {
        output.tell("cli-unknown-variable", &[("variable", name)]);
    }
    if !check.unknown_names.is_empty() && !no_check {
        return Err(AppError::unknown_variables(&check.unknown_names));
    }
    let id = session.start_campaign(campaign, None).await?;
    tell_started(id, &check, skip_recent, output);
    Ok(id)
}

fn campaign(
    session: &Session,
    send: &SendArguments,
    texts: Vec<String>,
) -> Result<NewCampaign, AppError> {
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
    Ok(NewCampaign {
        name: send.name.clone(),
        audience: audience_of(&send.audience),
        texts,
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
            weekdays: send.weekdays.clone(),
            daily_limit: send.daily_limit,
        },
        skip_recent_days: send.skip_recent,
    })
}

fn tell_started(id: i64, check: &CampaignCheck, skip_recent: u32, output: &Output) {
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
        "missing": check.missing,
    }));
    if check.ahead > 0 {
        output.tell(
            "cli-campaigns-ahead",
            &[("count", &check.ahead.to_string())],
        );
    }
    let recent = if skip_recent > 0 { check.recent } else { 0 };
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
}

fn audience_of(arguments: &AudienceArguments) -> Audience {
    match (&arguments.csv, &arguments.group) {
        (Some(file), _) => Audience::List {
            source: list(file),
            options: ImportOptions::default(),
        },
        (None, group) => Audience::Contacts {
            filter: ContactFilter {
                groups: group.iter().cloned().collect(),
                ..ContactFilter::default()
            },
        },
    }
}

/// Reads a text, and no endless file to its end.
fn text_of(file: &Path) -> Result<String, AppError> {
    // A pipe may never begin or never end.
    match std::fs::metadata(file) {
        _ if file.as_os_str().is_empty() => return Err(AppError::no_file_name()),
        Ok(meta) if meta.is_dir() => return Err(AppError::file_is_folder(file)),
        Ok(meta) if !meta.is_file() => return Err(AppError::no_file(file)),
        _ => {}
    }
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
