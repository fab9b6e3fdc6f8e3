//! What contacts were before a change, so that it can be taken back.

use super::suppression::{self, OptOut};
use super::{MESSAGED_AT, count_added, delete_row, details, group_id, groups, key_of, search};
use crate::{StoreError, Tx, rows};
use domain::{ContactId, PhoneNumber, Timestamp, fold};
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changes that are kept.
const KEPT: i64 = 10;

/// A change that can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeId(pub i64);

/// What became of taking a change back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Contacts that are as they were before.
    pub undone: u64,
    /// Contacts that were changed since; they stay as they are.
    pub kept: u64,
}

/// A contact as it was. Stored as JSON.
#[derive(Serialize, Deserialize)]
struct Before {
    phone: String,
    typed: String,
    name: String,
    title: String,
    /// By id and name.
    groups: Vec<(i64, String)>,
    fields: BTreeMap<String, String>,
    note: String,
    consent: Option<String>,
    consent_at: Option<i64>,
    consent_proof: Option<String>,
    created_at: i64,
    updated_at: i64,
    messaged_at: i64,
    opt_out: Option<(String, i64)>,
}

/// Writes down what a change does, while it is made.
pub(super) struct Log {
    id: i64,
    /// New contacts whose ids follow one another.
    range: Option<(i64, i64)>,
    rows: u64,
    new_groups: Vec<i64>,
    new_fields: Vec<i64>,
}

impl Log {
    pub fn begin(tx: &Tx<'_>, kind: &str, now: Timestamp) -> Result<Self, StoreError> {
        let connection = tx.connection();
        connection
            .prepare_cached("INSERT INTO change (kind, made_at) VALUES (?1, ?2)")?
            .execute(params![kind, now.0])?;
        Ok(Self {
            id: connection.last_insert_rowid(),
            range: None,
            rows: 0,
            new_groups: Vec::new(),
            new_fields: Vec::new(),
        })
    }

    /// A contact is new.
    pub fn added(&mut self, tx: &Tx<'_>, id: ContactId) -> Result<(), StoreError> {
        match &mut self.range {
            Some((_, last)) if *last + 1 == id.0 => *last = id.0,
            _ => {
                self.flush(tx)?;
                self.range = Some((id.0, id.0));
            }
        }
        Ok(())
    }

    /// A contact is about to change.
    pub fn before(&mut self, tx: &Tx<'_>, id: ContactId) -> Result<(), StoreError> {
        let Some(now) = details(tx, id)? else {
            return Ok(());
        };
        let mut groups = Vec::new();
        for name in now.contact.groups {
            groups.extend(group_id(tx, &name)?.map(|group| (group, name)));
        }
        let before = Before {
            phone: now.contact.phone.as_str().to_owned(),
            typed: now.typed,
            name: now.contact.name,
            title: now.contact.title,
            groups,
            fields: now.contact.fields,
            note: now.note,
            consent: now.contact.consent,
            consent_at: now.consent_at.map(|at| at.0),
            consent_proof: now.consent_proof,
            created_at: now.created_at.0,
            updated_at: now.updated_at.0,
            messaged_at: now.messaged_at.map_or(0, |at| at.0),
            opt_out: now.opt_out.map(|record| (record.why, record.since.0)),
        };
        let before = serde_json::to_string(&before)
            .map_err(|_| StoreError::other("a contact that JSON cannot hold"))?;
        self.row(tx, id.0, id.0, Some(&before))
    }

    /// A group came with the change.
    pub fn new_group(&mut self, id: i64) {
        self.new_groups.push(id);
    }

    /// An extra field came with the change.
    pub fn new_field(&mut self, id: i64) {
        self.new_fields.push(id);
    }

    /// The change is complete; none where nothing changed.
    pub fn finish(mut self, tx: &Tx<'_>) -> Result<Option<ChangeId>, StoreError> {
        self.flush(tx)?;
        if self.rows == 0 {
            tx.connection()
                .prepare_cached("DELETE FROM change WHERE id = ?1")?
                .execute([self.id])?;
            return Ok(None);
        }
        tx.connection()
            .prepare_cached("UPDATE change SET new_groups = ?2, new_fields = ?3 WHERE id = ?1")?
            .execute(params![
                self.id,
                super::filter::json(&self.new_groups)?,
                super::filter::json(&self.new_fields)?
            ])?;
        tx.connection()
            .prepare_cached(
                "DELETE FROM change WHERE id <= (
                    SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET ?1)",
            )?
            .execute([KEPT])?;
        Ok(Some(ChangeId(self.id)))
    }

    fn flush(&mut self, tx: &Tx<'_>) -> Result<(), StoreError> {
        match self.range.take() {
            Some((first, last)) => self.row(tx, first, last, None),
            None => Ok(()),
        }
    }

    /// The first state of a contact is the one that counts.
    fn row(
        &mut self,
        tx: &Tx<'_>,
        first: i64,
        last: i64,
        before: Option<&str>,
    ) -> Result<(), StoreError> {
        tx.connection()
            .prepare_cached(
                "INSERT INTO change_row (change_id, first_id, last_id, before)
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?
            .execute(params![self.id, first, last, before])?;
        self.rows += 1;
        Ok(())
    }
}

/// Takes a change back as far as nobody has changed the contacts since, and
/// forgets it. None where it is not known (any more).
pub fn undo(
    tx: &Tx<'_>,
    change: ChangeId,
    progress: &mut dyn FnMut(u64) -> Result<(), StoreError>,
) -> Result<Option<Undone>, StoreError> {
    let connection = tx.connection();
    let mut find = connection
        .prepare_cached("SELECT kind, made_at, new_groups, new_fields FROM change WHERE id = ?1")?;
    let found: Option<(String, i64, String, String)> = find
        .query_row([change.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((kind, made_at, new_groups, new_fields)) = found else {
        return Ok(None);
    };
    let mut result = Undone::default();
    let mut changed = Vec::new();
    let mut behind = i64::MIN;
    loop {
        let rows = some_rows(tx, change, behind)?;
        let Some((last, ..)) = rows.last() else { break };
        behind = *last;
        for (first, last, before) in rows {
            for id in first..=last {
                let done = match &before {
                    None => remove(tx, ContactId(id), made_at)?,
                    Some(before) => restore(tx, ContactId(id), before, &kind, made_at)?,
                };
                if done {
                    result.undone += 1;
                    changed.push(ContactId(id));
                } else {
                    result.kept += 1;
                }
                progress(result.undone + result.kept)?;
            }
        }
    }
    connection
        .prepare_cached(
            "DELETE FROM contact_group WHERE size = 0 AND id IN (SELECT value FROM json_each(?1))",
        )?
        .execute([new_groups])?;
    connection
        .prepare_cached(
            "DELETE FROM contact_field WHERE id IN (SELECT value FROM json_each(?1))
                AND NOT EXISTS (SELECT 1 FROM contact c, json_each(c.fields) f
                    WHERE f.key = contact_field.name)",
        )?
        .execute([new_fields])?;
    connection
        .prepare_cached("DELETE FROM change WHERE id = ?1")?
        .execute([change.0])?;
    search::refresh_all(tx, changed)?;
    Ok(Some(result))
}

type ChangeRow = (i64, i64, Option<String>);

/// A few hundred rows of a change, behind an id.
fn some_rows(tx: &Tx<'_>, change: ChangeId, behind: i64) -> Result<Vec<ChangeRow>, StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT first_id, last_id, before FROM change_row
         WHERE change_id = ?1 AND first_id > ?2 ORDER BY first_id LIMIT 500",
    )?;
    let rows = list.query_map([change.0, behind], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the contact is as the change left it, with this instant; none where
/// it is gone.
fn untouched(tx: &Tx<'_>, id: ContactId, left_at: i64) -> Result<Option<bool>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT updated_at = ?2 FROM contact WHERE id = ?1")?;
    Ok(find
        .query_row([id.0, left_at], |row| row.get(0))
        .optional()?)
}

/// Removes a contact that the change brought.
fn remove(tx: &Tx<'_>, id: ContactId, made_at: i64) -> Result<bool, StoreError> {
    match untouched(tx, id, made_at)? {
        Some(true) => delete_row(tx, id),
        Some(false) => Ok(false),
        // Somebody deleted it: it is gone, as it was before.
        None => Ok(true),
    }
}

/// Makes a contact what it was.
fn restore(
    tx: &Tx<'_>,
    id: ContactId,
    before: &str,
    kind: &str,
    made_at: i64,
) -> Result<bool, StoreError> {
    let before: Before =
        serde_json::from_str(before).map_err(|_| StoreError::corrupt("a stored change"))?;
    let phone = PhoneNumber::from_e164(&before.phone)
        .map_err(|_| StoreError::corrupt("a stored number"))?;
    let gone_with_it = matches!(kind, "delete" | "merge");
    // As `groups::touch` reckons.
    let left_at = made_at.max(before.updated_at.saturating_add(1));
    match untouched(tx, id, left_at)? {
        Some(true) => {}
        None if gone_with_it => {}
        _ => return Ok(false),
    }
    // The number may belong to somebody else by now.
    let mut owner = tx
        .connection()
        .prepare_cached("SELECT 1 FROM contact WHERE phone = ?1 AND id <> ?2")?;
    if owner.exists(params![phone.as_str(), id.0])? {
        return Ok(false);
    }
    write(tx, id, &before)?;
    if matches!(kind, "opt_out" | "opt_in" | "merge" | "edit") {
        let record = before.opt_out.map(|(why, since)| OptOut {
            why,
            since: Timestamp(since),
        });
        suppression::put_back(tx, &phone, record, Timestamp(made_at))?;
    }
    Ok(true)
}

fn write(tx: &Tx<'_>, id: ContactId, before: &Before) -> Result<(), StoreError> {
    let connection = tx.connection();
    let gone = !connection
        .prepare_cached("SELECT 1 FROM contact WHERE id = ?1")?
        .exists([id.0])?;
    connection
        .prepare_cached(&format!(
            "INSERT INTO contact (id, phone, typed, name, title, fields, name_key, title_key, note,
                consent, consent_at, consent_proof, created_at, updated_at, messaged_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
                max(?15, {MESSAGED_AT}))
             ON CONFLICT (id) DO UPDATE SET phone = excluded.phone, typed = excluded.typed,
                name = excluded.name, title = excluded.title, fields = excluded.fields,
                name_key = excluded.name_key, title_key = excluded.title_key,
                note = excluded.note, consent = excluded.consent,
                consent_at = excluded.consent_at, consent_proof = excluded.consent_proof,
                updated_at = excluded.updated_at, messaged_at = excluded.messaged_at",
        ))?
        .execute(params![
            id.0,
            before.phone,
            before.typed,
            before.name,
            before.title,
            rows::fields_json(&before.fields)?,
            fold(&before.name),
            fold(&before.title),
            before.note,
            before.consent,
            before.consent_at,
            before.consent_proof,
            before.created_at,
            before.updated_at,
            before.messaged_at,
        ])?;
    if gone {
        count_added(tx, 1)?;
    }
    connection
        .prepare_cached("DELETE FROM member WHERE contact_id = ?1")?
        .execute([id.0])?;
    for (group, name) in &before.groups {
        let known = groups::exists(tx, *group)?.then_some(*group);
        let group = match known {
            None => groups::find_or_make(tx, name)?.map(|(group, _)| group),
            known => known,
        };
        if let Some(group) = group {
            groups::join(tx, id, group)?;
        }
    }
    for name in before.fields.keys() {
        connection
            .prepare_cached(
                "INSERT INTO contact_field (name, name_key) VALUES (?1, ?2)
                 ON CONFLICT (name_key) DO NOTHING",
            )?
            .execute([name, &key_of(name)])?;
    }
    Ok(())
}
