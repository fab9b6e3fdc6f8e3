use crate::End;
use crate::args::{ContactsCommand, Existing};
use crate::output::Output;
use app::api::{ContactQuery, ImportOptions, ImportPreview, ImportSource, ReadOptions};
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
                output.object(&preview);
                tell(&preview, true, output);
            } else {
                let done = session.import(source, options).await?;
                output.object(
                    &json!({ "detected": done.detected, "counts": done.counts, "invalid": done.invalid }),
                );
                tell(&done, false, output);
            }
        }
        ContactsCommand::List {
            group,
            search,
            limit,
            after,
        } => {
            let page = session
                .contacts(ContactQuery {
                    search,
                    group,
                    limit,
                    after,
                })
                .await?;
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
                output.tell("cli-contacts-total", &[("count", &page.total.to_string())]);
                if let Some(next) = &page.next {
                    output.tell("cli-contacts-next", &[("cursor", next)]);
                }
            }
        }
    }
    Ok(End::Done)
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

fn tell(import: &ImportPreview, dry_run: bool, output: &Output) {
    let c = &import.counts;
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
    for row in &import.invalid {
        let reason = output.text(&format!("reject-{}", row.reason.replace('_', "-")), &[]);
        let line = row.line.to_string();
        output.tell(
            "cli-import-invalid",
            &[("line", &line), ("text", &row.text), ("reason", &reason)],
        );
    }
}
