//! Settings of the profile: a word and its value as text.

use crate::{StoreError, Tx};
use domain::Settings;
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

const PROFILE: &str = "profile_settings";

/// What a person set for the profile; the defaults before anything was set.
pub fn profile(tx: &Tx<'_>) -> Result<Settings, StoreError> {
    match get(tx, PROFILE)? {
        None => Ok(Settings::default()),
        Some(json) => {
            serde_json::from_str(&json).map_err(|_| StoreError::corrupt("the stored settings"))
        }
    }
}

/// Saves what a person set for the profile.
pub fn save_profile(tx: &Tx<'_>, settings: &Settings) -> Result<(), StoreError> {
    let json = serde_json::to_string(settings)
        .map_err(|_| StoreError::other("settings that JSON cannot hold"))?;
    set(tx, PROFILE, &json)
}
