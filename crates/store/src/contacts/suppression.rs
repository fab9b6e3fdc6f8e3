//! Opting out. A record is kept by number and outlives the contact, so that a
//! later import does not bring anybody back.

use crate::{StoreError, Tx};
use domain::{PhoneNumber, Timestamp};
use rusqlite::OptionalExtension as _;

/// A record of a number that nobody may write to.
#[derive(Clone, PartialEq, Eq)]
pub struct OptOut {
    /// In which words, or by whom.
    pub why: String,
    /// Since when.
    pub since: Timestamp,
}

/// The record of a number.
pub(super) fn of(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<Option<OptOut>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT why, since FROM suppression WHERE phone = ?1")?;
    let found = find.query_row([phone.as_str()], |row| {
        Ok(OptOut {
            why: row.get(0)?,
            since: Timestamp(row.get(1)?),
        })
    });
    Ok(found.optional()?)
}

/// Notes that nobody may write to this number any more. The first record stays
/// when there is one, and cannot be taken back by an undo any more. Whether it
/// is new.
pub fn opt_out(
    tx: &Tx<'_>,
    phone: &PhoneNumber,
    why: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let new = suppress(tx, phone, why, now)?;
    if !new {
        touch(tx, phone)?;
    }
    Ok(new)
}

/// Takes an opt-out back. Whether there was one.
pub fn opt_in(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<bool, StoreError> {
    let had = release(tx, phone)?;
    if had {
        touch(tx, phone)?;
    }
    Ok(had)
}

/// Notes that the person said something since the last change of the contact.
fn touch(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE contact SET updated_at = updated_at + 1 WHERE phone = ?1")?
        .execute([phone.as_str()])?;
    Ok(())
}

/// [`opt_out`] as part of a change.
pub(super) fn suppress(
    tx: &Tx<'_>,
    phone: &PhoneNumber,
    why: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut insert = tx.connection().prepare_cached(
        "INSERT INTO suppression (phone, why, since) VALUES (?1, ?2, ?3)
         ON CONFLICT (phone) DO NOTHING",
    )?;
    Ok(insert.execute((phone.as_str(), why, now.0))? > 0)
}

/// [`opt_in`] as part of a change.
pub(super) fn release(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<bool, StoreError> {
    let mut delete = tx
        .connection()
        .prepare_cached("DELETE FROM suppression WHERE phone = ?1")?;
    Ok(delete.execute([phone.as_str()])? > 0)
}

/// Whether nobody may write to this number.
pub fn is_opted_out(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<bool, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM suppression WHERE phone = ?1)")?;
    Ok(find.query_row([phone.as_str()], |row| row.get(0))?)
}

/// Whether there is any such number.
pub(super) fn is_anybody_opted_out(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT 1 FROM suppression")?;
    Ok(find.exists([])?)
}

/// Makes the record of a number what it was before a change that was made at an
/// instant. What the person said since then stays.
pub(super) fn put_back(
    tx: &Tx<'_>,
    phone: &PhoneNumber,
    before: Option<OptOut>,
    made_at: Timestamp,
) -> Result<(), StoreError> {
    match (before, of(tx, phone)?) {
        (Some(before), None) => {
            suppress(tx, phone, &before.why, before.since)?;
        }
        (None, Some(now)) if now.since == made_at => {
            release(tx, phone)?;
        }
        _ => {}
    }
    Ok(())
}
