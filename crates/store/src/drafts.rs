//! Campaigns that are being prepared.

use crate::{StoreError, Tx};
use domain::{AttachmentId, Timestamp};
use rusqlite::{OptionalExtension as _, params};
use std::fmt;

/// A draft. What its body says is not the store's matter.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Row id; never used twice.
    pub id: i64,
    /// The campaign's name so far.
    pub name: String,
    /// JSON.
    pub body: String,
    /// When it was saved last.
    pub updated_at: Timestamp,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("id", &self.id)
            .field("updated_at", &self.updated_at)
            .finish_non_exhaustive()
    }
}

/// Saves a draft over the one with this id, or as a new one, and keeps what it
/// carries from being swept. Its id; none when there is none with the given one.
/// An attachment that is gone is not kept.
pub fn save(
    tx: &Tx<'_>,
    id: Option<i64>,
    name: &str,
    body: &str,
    attachments: &[AttachmentId],
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let saved = save_body(tx, id, name, body, now)?;
    if let Some(id) = saved {
        tx.connection()
            .prepare_cached("DELETE FROM draft_attachment WHERE draft_id = ?1")?
            .execute([id])?;
        let mut insert = tx.connection().prepare_cached(
            "INSERT OR IGNORE INTO draft_attachment (draft_id, attachment_id)
             SELECT ?1, id FROM attachment WHERE id = ?2",
        )?;
        for attachment in attachments {
            insert.execute([id, attachment.0])?;
        }
    }
    Ok(saved)
}

fn save_body(
    tx: &Tx<'_>,
    id: Option<i64>,
    name: &str,
    body: &str,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    if let Some(id) = id {
        let changed = tx
            .connection()
            .prepare_cached("UPDATE draft SET name = ?2, body = ?3, updated_at = ?4 WHERE id = ?1")?
            .execute(params![id, name, body, now.0])?;
        return Ok((changed > 0).then_some(id));
    }
    tx.connection()
        .prepare_cached("INSERT INTO draft (name, body, updated_at) VALUES (?1, ?2, ?3)")?
        .execute(params![name, body, now.0])?;
    Ok(Some(tx.connection().last_insert_rowid()))
}

/// A draft.
pub fn get(tx: &Tx<'_>, id: i64) -> Result<Option<Draft>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT id, name, body, updated_at FROM draft WHERE id = ?1")?;
    Ok(find.query_row([id], read).optional()?)
}

/// All drafts, the one saved last first.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Draft>, StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT id, name, body, updated_at FROM draft ORDER BY updated_at DESC, id DESC",
    )?;
    let drafts = list.query_map([], read)?;
    Ok(drafts.collect::<Result<_, _>>()?)
}

/// Deletes a draft. Whether there was one.
pub fn delete(tx: &Tx<'_>, id: i64) -> Result<bool, StoreError> {
    let mut delete = tx
        .connection()
        .prepare_cached("DELETE FROM draft WHERE id = ?1")?;
    Ok(delete.execute([id])? > 0)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: row.get(0)?,
        name: row.get(1)?,
        body: row.get(2)?,
        updated_at: Timestamp(row.get(3)?),
    })
}
