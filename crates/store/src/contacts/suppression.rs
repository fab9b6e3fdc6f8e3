//! Opting out. A record is kept by number and outlives the contact, so that a
//! later import does not bring anybody back.

use crate::{StoreError, Tx};
use domain::{PhoneNumber, Timestamp};

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
