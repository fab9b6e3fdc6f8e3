//! Contacts from a file: look first, then write in one transaction.
//!
//! The file is read on a thread of its own, and the people go on in batches, so
//! that memory does not grow with the file.

use crate::api::{
    ImportCounts, ImportDone, ImportOptions, ImportPreview, ImportRow, ImportSource, InvalidRow,
    RepeatedRow,
};
use crate::audience::{self, Home, import_error, new_contact, read_options};
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use crate::work::Task;
use contact_import::{Checked, PREVIEW_INVALID, PREVIEW_REPEATED, PREVIEW_ROWS, PhoneKind, Row};
use domain::Timestamp;
use std::path::Path;
use store::contacts::{self, Change, NewContact, Staged, Staging, UpsertOptions};
use store::{DatabaseKey, Store};
use tokio::sync::mpsc;

/// People that go on together.
const BATCH: usize = 2_000;

/// Batches that may wait.
const WAITING: usize = 2;

/// Characters of a refused or repeated cell that are shown.
const SHOWN: usize = 200;

/// Reads a source to its end. Everybody who can be used goes to `people`.
fn read_all(
    source: &ImportSource,
    options: &ImportOptions,
    home: &Home,
    task: &mut Task,
    people: &mpsc::Sender<Vec<NewContact>>,
) -> Result<ImportPreview> {
    let reader = audience::open(source, &read_options(&options.read, home)?)?;
    let sample = reader.sample().to_vec();
    let mut records = reader.distinct();
    let mut counts = ImportCounts::default();
    let (mut rows, mut invalid, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let mut batch = Vec::with_capacity(BATCH);
    // Fails when the other side gave up; then its own reason counts.
    let send = |batch: Vec<NewContact>| people.blocking_send(batch).map_err(|_| stopped());
    while let Some(record) = records.next() {
        counts.rows += 1;
        match record.map_err(|e| import_error(&e))? {
            Checked::Accepted(row) => {
                if rows.len() < PREVIEW_ROWS {
                    rows.push(shown(&row));
                }
                batch.push(new_contact(row)?);
                if batch.len() >= BATCH {
                    send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))?;
                }
            }
            Checked::Duplicate(row) => {
                counts.duplicates += 1;
                if repeated.len() < PREVIEW_REPEATED {
                    repeated.push(RepeatedRow {
                        line: row.line,
                        first_line: row.first_line,
                        text: row.text.chars().take(SHOWN).collect(),
                    });
                }
            }
            Checked::Invalid(row) => {
                counts.invalid += 1;
                if invalid.len() < PREVIEW_INVALID {
                    invalid.push(InvalidRow {
                        line: row.line,
                        text: row.text.chars().take(SHOWN).collect(),
                        reason: row.reason.code().to_owned(),
                    });
                }
            }
        }
        if counts.rows.is_multiple_of(256) {
            let progress = records.progress();
            task.step(progress.done, progress.total, counts.rows)?;
        }
    }
    send(batch)?;
    Ok(ImportPreview {
        detected: audience::detected(&records.detected()),
        sample,
        counts,
        rows,
        invalid,
        repeated,
    })
}

fn shown(row: &Row) -> ImportRow {
    ImportRow {
        line: row.line,
        phone: row.phone.e164(),
        typed: row.typed.clone(),
        landline: row.kind == PhoneKind::Landline,
        change: String::new(),
        opted_out: false,
        name: row.name.clone(),
        title: row.title.clone(),
        groups: row.groups.clone(),
        fields: row.fields.clone(),
        note: row
            .remarks
            .as_ref()
            .map_or_else(String::new, |said| said.note.clone()),
    }
}

fn change_word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Updated => "updated",
        Change::Unchanged => "unchanged",
    }
}

fn stopped() -> AppError {
    AppError::bad_input("cancelled")
}

/// A thread of ours ended before its work.
pub(crate) fn broken(reason: impl std::fmt::Display) -> AppError {
    AppError::failure("internal").with("reason", reason)
}

/// Reads on a thread of its own. The people arrive in the channel.
fn reading(
    source: ImportSource,
    options: ImportOptions,
    home: Home,
    mut task: Task,
) -> (
    tokio::task::JoinHandle<Result<ImportPreview>>,
    mpsc::Receiver<Vec<NewContact>>,
) {
    let (people, batches) = mpsc::channel(WAITING);
    let reading =
        tokio::task::spawn_blocking(move || read_all(&source, &options, &home, &mut task, &people));
    (reading, batches)
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
    home: Home,
    task: Task,
) -> Result<ImportPreview> {
    let skip = options.skip_existing;
    let group = group_for_all(&options)?;
    let (reading, mut batches) = reading(source, options, home, task);
    let mut told = ImportCounts::default();
    let mut seen = Vec::new();
    while let Some(mut people) = batches.recv().await {
        for person in &mut people {
            person.groups.extend(group.clone());
        }
        // The first ones are shown as they will be stored.
        let wanted = PREVIEW_ROWS.saturating_sub(seen.len());
        let (found, more) = store
            .read(move |tx| {
                let mut counts = ImportCounts::default();
                let mut seen = Vec::new();
                for person in &people {
                    let (change, opted_out) = contacts::classify(tx, person)?;
                    let left = skip && change == Change::Updated;
                    let change = if left { Change::Unchanged } else { change };
                    note(&mut counts, change, opted_out);
                    if seen.len() < wanted {
                        let known = if skip {
                            contacts::by_phone(tx, &person.phone)?
                        } else {
                            contacts::as_stored(tx, person)?
                        };
                        let groups = person.groups.clone();
                        seen.push((change, opted_out, known, groups));
                    }
                }
                Ok((counts, seen))
            })
            .await?;
        seen.extend(more);
        told.new += found.new;
        told.updated += found.updated;
        told.unchanged += found.unchanged;
        told.opted_out += found.opted_out;
    }
    let mut preview = reading.await.map_err(broken)??;
    preview.counts.new = told.new;
    preview.counts.updated = told.updated;
    preview.counts.unchanged = told.unchanged;
    preview.counts.opted_out = told.opted_out;
    for (row, (change, opted_out, known, groups)) in preview.rows.iter_mut().zip(seen) {
        change_word(change).clone_into(&mut row.change);
        row.opted_out = opted_out;
        row.groups = groups;
        if let Some(known) = known {
            row.name = known.name;
            row.title = known.title;
            row.groups = known.groups;
            row.fields = known.fields;
            if skip {
                row.note.clear();
            }
        }
    }
    Ok(preview)
}

/// Where rows are put aside, and the key under which they lie there.
pub(crate) struct Aside<'a> {
    pub path: &'a Path,
    pub key: [u8; 32],
}

/// Reads a source and puts its people aside, so that the transaction that stores
/// them waits for nothing.
pub(crate) async fn stage(
    source: ImportSource,
    options: ImportOptions,
    home: Home,
    aside: Aside<'_>,
    task: Task,
) -> Result<(ImportPreview, Staged)> {
    group_for_all(&options)?;
    let mut staging = Staging::create(aside.path, &DatabaseKey::from_bytes(aside.key))?;
    let (reading, mut batches) = reading(source, options, home, task);
    let putting = tokio::task::spawn_blocking(move || {
        while let Some(people) = batches.blocking_recv() {
            for person in &people {
                staging.push(person)?;
            }
        }
        staging.finish()
    });
    let read = reading.await.map_err(broken)?;
    let staged = putting.await.map_err(broken)?;
    // When putting aside failed, reading ended because of it.
    let staged = staged?;
    let preview = read?;
    if staged.rows() == 0 {
        return Err(AppError::bad_input("no_valid_rows")
            .with("rows", preview.counts.rows)
            .with("invalid", preview.counts.invalid));
    }
    Ok((preview, staged))
}

/// Writes the contacts, all of them or, on any failure, none.
pub(crate) async fn import(
    store: &Store,
    (preview, mut staged): (ImportPreview, Staged),
    upsert: UpsertOptions,
    mut task: Task,
) -> Result<ImportDone> {
    let done = store
        .write(move |tx| {
            let rows = staged.rows();
            staged.store(tx, &upsert, &mut |done| task.step_of(done, rows))
        })
        .await;
    store.trim().await?;
    let done = done?;
    let mut counts = preview.counts;
    counts.new = done.new;
    counts.updated = done.updated;
    counts.unchanged = done.unchanged;
    counts.opted_out = done.opted_out;
    Ok(ImportDone {
        detected: preview.detected,
        counts,
        invalid: preview.invalid,
        change: done.change.map(|change| change.0),
    })
}

/// Writes the records that are left out, unusable or repeated, into a file: their
/// cells as they stand in the source, and why. How many there are.
pub(crate) fn write_rejects(
    source: &ImportSource,
    options: &ImportOptions,
    home: &Home,
    path: &Path,
    words: &Catalogue,
    task: &mut Task,
) -> Result<u64> {
    let reader = audience::open(source, &read_options(&options.read, home)?)?;
    let detected = reader.detected();
    let mut headers = vec![
        words.text("rejects-line", &[]),
        words.text("rejects-reason", &[]),
    ];
    headers.extend(detected.columns.iter().map(|column| column.header.clone()));
    let mut sheet = crate::export::Sheet::create(path, crate::export::Format::Csv, &headers)?;
    let mut rejects = 0;
    let mut records = reader.distinct();
    let mut rows = 0;
    while let Some(record) = records.next() {
        rows += 1;
        let left_out = match record.map_err(|e| import_error(&e))? {
            Checked::Accepted(_) => None,
            Checked::Duplicate(row) => {
                let first = row.first_line.to_string();
                let reason = words.text("reject-repeated", &[("line", &first)]);
                Some((row.line, reason, row.cells))
            }
            Checked::Invalid(row) => {
                let reason = format!("reject-{}", row.reason.code().replace('_', "-"));
                Some((row.line, words.text(&reason, &[]), row.cells))
            }
        };
        if let Some((line, reason, own)) = left_out {
            rejects += 1;
            let mut cells = vec![line.to_string(), reason];
            cells.extend(own);
            cells.resize(headers.len().max(cells.len()), String::new());
            sheet.row(&cells)?;
        }
        if rows % 256 == 0 {
            let progress = records.progress();
            task.step(progress.done, progress.total, rows)?;
        }
    }
    sheet.finish()?;
    Ok(rejects)
}

/// The group that everybody joins, if its name can be one.
pub(crate) fn group_for_all(options: &ImportOptions) -> Result<Option<String>> {
    trimmed(options.group.as_deref())
        .map(|group| crate::contacts::group_name(&group))
        .transpose()
}

fn trimmed(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
}

pub(crate) fn upsert_options(
    options: &ImportOptions,
    words: &Catalogue,
    now: Timestamp,
) -> UpsertOptions {
    UpsertOptions {
        opted_out_why: words.text("opted-out-by-import", &[]),
        skip_existing: options.skip_existing,
        group: trimmed(options.group.as_deref()),
        consent: trimmed(options.consent.as_deref()),
        now,
    }
}
