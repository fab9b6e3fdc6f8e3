use crate::End;
use crate::args::{ContactsCommand, Existing};
use crate::output::Output;
use app::api::{
    ContactFilter, ContactQuery, Detected, ImportCounts, ImportOptions, ImportSource, InvalidRow,
    ReadOptions,
};
use app::{AppError, Session};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) async fn run(
    session: &Session,
    command: ContactsCommand,
    output: &Output,
) -> Result<End, AppError> {
    match command {
        ContactsCommand::Import {
            file,
            country,
            column,
            group,
            existing,
            consent,
            dry_run,
        } => {
            let options = ImportOptions {
                read: ReadOptions {
                    country,
                    columns: columns(&column)?,
                    ..ReadOptions::default()
                },
                group,
                skip_existing: existing == Existing::Skip,
                consent,
            };
            let source = list(&file);
            if dry_run {
                let preview = session.import_preview(source, options).await?;
                if preview.counts.rows == 0 {
                    return Err(AppError::nobody_in_list());
                }
                output.object(&preview);
                tell(&preview.counts, &preview.invalid, true, output);
                warn(&preview.detected, output);
            } else {
                let done = session.import(source, options).await?;
                output.object(&done);
                tell(&done.counts, &done.invalid, false, output);
                warn(&done.detected, output);
                if let Some(change) = done.change {
                    output.tell("cli-import-undo", &[("change", &change.to_string())]);
                }
            }
        }
        ContactsCommand::List {
            group,
            search,
            limit,
            after,
        } => {
            show(session, filter(group, search), limit, after, output).await?;
        }
        ContactsCommand::Export {
            file,
            group,
            search,
        } => {
            let extension = file.extension().unwrap_or_default().to_string_lossy();
            let format = match extension.to_ascii_lowercase().as_str() {
                "" | "txt" => "csv".to_owned(),
                format => format.to_owned(),
            };
            let contacts = session
                .export_contacts(filter(group, search), &format, &file)
                .await?;
            output.object(&json!({ "contacts": contacts, "format": format }));
            let file = file.display().to_string();
            output.tell(
                "cli-contacts-exported",
                &[("count", &contacts.to_string()), ("file", &file)],
            );
        }
        ContactsCommand::OptOut { number } => opt(session, &number, true, output).await?,
        ContactsCommand::OptIn { number } => opt(session, &number, false, output).await?,
        ContactsCommand::Undo { change } => {
            let undone = session.undo(change).await?;
            output.object(&undone);
            output.tell(
                "cli-contacts-undone",
                &[
                    ("undone", &undone.undone.to_string()),
                    ("kept", &undone.kept.to_string()),
                ],
            );
        }
    }
    Ok(End::Done)
}

/// Contacts that the engine gives at once.
const PAGE: u32 = 500;

async fn show(
    session: &Session,
    filter: ContactFilter,
    limit: u32,
    after: Option<String>,
    output: &Output,
) -> Result<(), AppError> {
    let ask = |limit: u32, after: Option<String>| {
        session.contacts(ContactQuery {
            filter: filter.clone(),
            limit: limit.min(PAGE),
            after,
            ..ContactQuery::default()
        })
    };
    let mut page = ask(limit, after).await?;
    let mut left = limit.saturating_sub(PAGE);
    while left > 0
        && let Some(next) = page.next.take()
    {
        let more = ask(left, Some(next)).await?;
        page.contacts.extend(more.contacts);
        page.next = more.next;
        left = left.saturating_sub(PAGE);
    }
    let total = match page.total {
        Some(total) => total,
        None => session.count_contacts(filter).await?,
    };
    page.total = Some(total);
    output.object(&page);
    if !output.is_json() {
        for c in &page.contacts {
            Output::say(&format!(
                "{:<16} {:<8} {:<28} {}",
                c.phone,
                c.title,
                c.name,
                c.groups.join(", ")
            ));
        }
        output.tell("cli-contacts-total", &[("count", &total.to_string())]);
        if let Some(next) = &page.next {
            output.tell("cli-contacts-next", &[("cursor", next)]);
        }
    }
    Ok(())
}

async fn opt(session: &Session, number: &str, out: bool, output: &Output) -> Result<(), AppError> {
    let (phone, changed) = session.set_opt_out(number, out).await?;
    output.object(&json!({ "phone": phone, "opted_out": out, "changed": changed }));
    let key = match (out, changed) {
        (true, true) => "cli-opted-out",
        (true, false) => "cli-opted-out-before",
        (false, true) => "cli-opted-in",
        (false, false) => "cli-opted-in-before",
    };
    output.tell(key, &[("phone", &phone)]);
    Ok(())
}

fn filter(group: Option<String>, search: Option<String>) -> ContactFilter {
    ContactFilter {
        search,
        groups: group.into_iter().collect(),
        ..ContactFilter::default()
    }
}

pub(crate) fn list(file: &Path) -> ImportSource {
    ImportSource::File {
        path: file.to_string_lossy().into_owned(),
    }
}

fn columns(given: &[String]) -> Result<BTreeMap<String, String>, AppError> {
    given
        .iter()
        .map(|pair| match pair.rsplit_once('=') {
            Some((header, field)) if !header.is_empty() => {
                Ok((header.to_owned(), field.to_ascii_lowercase()))
            }
            _ => Err(AppError::column_option(pair)),
        })
        .collect()
}

/// What a person should look at.
fn warn(detected: &Detected, output: &Output) {
    if detected.mixed {
        output.tell("cli-import-mixed", &[]);
    }
}

fn tell(c: &ImportCounts, invalid: &[InvalidRow], dry_run: bool, output: &Output) {
    let numbers = [
        c.rows,
        c.new,
        c.updated,
        c.unchanged,
        c.duplicates,
        c.invalid,
        c.opted_out,
    ]
    .map(|n| n.to_string());
    let names = [
        "rows",
        "new",
        "updated",
        "unchanged",
        "duplicates",
        "invalid",
        "opted_out",
    ];
    let arguments: Vec<_> = names
        .into_iter()
        .zip(numbers.iter().map(String::as_str))
        .collect();
    output.tell(
        if dry_run {
            "cli-import-preview"
        } else {
            "cli-import-done"
        },
        &arguments,
    );
    for row in invalid {
        let reason = output.text(&format!("reject-{}", row.reason.replace('_', "-")), &[]);
        let line = row.line.to_string();
        output.tell(
            "cli-import-invalid",
            &[("line", &line), ("text", &row.text), ("reason", &reason)],
        );
    }
}
