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
/// when there is one. Whether it is new.
pub fn opt_out(
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

/// Takes an opt-out back. Whether there was one.
pub fn opt_in(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<bool, StoreError> {
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
            opt_out(tx, phone, &before.why, before.since)?;
        }
        (None, Some(now)) if now.since == made_at => {
            opt_in(tx, phone)?;
        }
        _ => {}
    }
    Ok(())
}
