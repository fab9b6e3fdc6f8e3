//! Contacts from a file: look first, then write in one transaction.

use crate::api::{ImportCounts, ImportOptions, ImportPreview, ImportRow, ImportSource, InvalidRow};
use crate::audience::{self, import_error, new_contact, read_options};
use crate::error::{AppError, Result};
use contact_import::{Checked, PREVIEW_INVALID, PREVIEW_ROWS};
use domain::Timestamp;
use store::Store;
use store::contacts::{self, Change, NewContact, UpsertOptions};

struct Read {
    preview: ImportPreview,
    people: Vec<NewContact>,
}

fn read_all(source: &ImportSource, options: &ImportOptions, country: &str) -> Result<Read> {
    let reader = audience::open(source, &read_options(&options.read, country)?)?;
    let mut records = reader.distinct();
    let mut counts = ImportCounts::default();
    let (mut rows, mut invalid, mut people) = (Vec::new(), Vec::new(), Vec::new());
    for record in &mut records {
        counts.rows += 1;
        match record.map_err(|e| import_error(&e))? {
            Checked::Accepted(row) => {
                if rows.len() < PREVIEW_ROWS {
                    rows.push(ImportRow {
                        line: row.line,
                        phone: row.phone.e164(),
                        typed: row.typed.clone(),
                        name: row.name.clone(),
                        title: row.title.clone(),
                        groups: row.groups.clone(),
                        fields: row.fields.clone(),
                    });
                }
                people.push(new_contact(row)?);
            }
            Checked::Duplicate(_) => counts.duplicates += 1,
            Checked::Invalid(row) => {
                counts.invalid += 1;
                if invalid.len() < PREVIEW_INVALID {
                    let text = row.text.chars().take(200).collect();
                    invalid.push(InvalidRow {
                        line: row.line,
                        text,
                        reason: row.reason.code().to_owned(),
                    });
                }
            }
        }
    }
    let detected = audience::detected(&records.detected());
    Ok(Read {
        preview: ImportPreview {
            detected,
            counts,
            rows,
            invalid,
        },
        people,
    })
}

async fn read(source: ImportSource, options: ImportOptions, country: String) -> Result<Read> {
    tokio::task::spawn_blocking(move || read_all(&source, &options, &country))
        .await
        .map_err(|e| AppError::failure("internal").with("reason", e))?
}

fn note(counts: &mut ImportCounts, change: Change, opted_out: bool) {
    match change {
        Change::New => counts.new += 1,
        Change::Updated => counts.updated += 1,
        Change::Unchanged => counts.unchanged += 1,
    }
    counts.opted_out += u64::from(opted_out);
}

/// What an import would do.
pub(crate) async fn preview(
    store: &Store,
    source: ImportSource,
    options: ImportOptions,
    country: String,
) -> Result<ImportPreview> {
    let skip = options.skip_existing;
    let Read {
        mut preview,
        people,
    } = read(source, options, country).await?;
    let counts = preview.counts.clone();
    preview.counts = store
        .read(move |tx| {
            let mut counts = counts;
            for person in &people {
                let (change, opted_out) = contacts::classify(tx, person)?;
                let left = skip && change == Change::Updated;
                note(
                    &mut counts,
                    if left { Change::Unchanged } else { change },
                    opted_out,
                );
            }
            Ok(counts)
        })
        .await?;
    Ok(preview)
}

/// Writes the contacts, all of them or, on any failure, none.
pub(crate) async fn import(
    store: &Store,
    source: ImportSource,
    options: ImportOptions,
    country: String,
    now: Timestamp,
) -> Result<ImportPreview> {
    let upsert = upsert_options(&options, now);
    let Read {
        mut preview,
        people,
    } = read(source, options, country).await?;
    if people.is_empty() {
        return Err(AppError::bad_input("no_valid_rows")
            .with("rows", preview.counts.rows)
            .with("invalid", preview.counts.invalid));
    }
    let counts = preview.counts.clone();
    preview.counts = store
        .write(move |tx| {
            let mut counts = counts.clone();
            for person in &people {
                let (_, change, opted_out) = contacts::upsert(tx, person, &upsert)?;
                note(&mut counts, change, opted_out);
            }
            Ok(counts)
        })
        .await?;
    Ok(preview)
}

pub(crate) fn upsert_options(options: &ImportOptions, now: Timestamp) -> UpsertOptions {
    let trimmed = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    UpsertOptions {
        skip_existing: options.skip_existing,
        group: trimmed(&options.group),
        consent: trimmed(&options.consent),
        now,
    }
}
