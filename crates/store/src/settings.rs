//! Settings of the profile: a word and its value as text.

use crate::{StoreError, Tx};
use rusqlite::OptionalExtension as _;

/// The value of a setting; none when it was never set.
pub fn get(tx: &Tx<'_>, key: &str) -> Result<Option<String>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    Ok(find.query_row([key], |row| row.get(0)).optional()?)
}

/// Sets a setting.
pub fn set(tx: &Tx<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO setting (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute([key, value])?;
    Ok(())
}
