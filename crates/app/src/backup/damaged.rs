//! Opening a database that may not be as it was left: told what is wrong with it,
//! and what there is to take its place.

use super::rolling;
use crate::error::{AppError, ErrorKind, Result};
use crate::profile_folder::{Description, ProfileFolder};
use domain::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};
use store::{DatabaseKey, Execution, Store, StoreError, snapshot};

/// Opens the database of a profile. Beside it comes why no copy could be made before it was brought up to date.
///
/// # Errors
/// `database_missing`, `database_damaged`, `database_foreign` and `database_wrong_key`.
/// Nothing was changed.
pub(crate) async fn open_store(
    folder: &ProfileFolder,
    key: &DatabaseKey,
    description: &Description,
    now: Timestamp,
) -> Result<(Store, Option<AppError>)> {
    if description.last_used.is_some() && !folder.has_database() {
        return Err(AppError::failure("database_missing").with("folder", folder.shown()));
    }
    let copied = match rolling::before_update(folder, key, now).await {
        Err(error) if is_damage(&error) => return Err(diagnose(error, folder, key, description)),
        copied => copied,
    };
    if let Err(error) = look_closer(folder, key) {
        return Err(diagnose(error.into(), folder, key, description));
    }
    match Store::open(&folder.database(), key, Execution::Thread) {
        Ok(store) => Ok((store, copied.err())),
        Err(error) => {
            // The cipher has no name for everything that it cannot read.
            let unnamed = matches!(error, StoreError::Other(_) | StoreError::Io(_));
            let looked = unnamed.then(|| snapshot::check(&folder.database(), key).err());
            let error = match looked.flatten() {
                Some(found @ StoreError::Corrupt(_)) => found,
                _ => error,
            };
            Err(diagnose(error.into(), folder, key, description))
        }
    }
}

/// In the folder of a profile whose database was found damaged while it was open.
fn suspicion(folder: &ProfileFolder) -> PathBuf {
    folder.path().join("suspect")
}

/// The database refused to be read while it was open: before it is opened the next
/// time, all of it is looked at.
pub(crate) fn suspect(folder: &ProfileFolder) {
    if let Err(error) = fs::write(suspicion(folder), []) {
        log::warn!("a damage could not be noted: {}", error.kind());
    }
}

/// It was replaced.
pub(super) fn trust(folder: &ProfileFolder) {
    let _ = fs::remove_file(suspicion(folder));
}

fn look_closer(folder: &ProfileFolder, key: &DatabaseKey) -> Result<(), StoreError> {
    if suspicion(folder).exists() {
        snapshot::check(&folder.database(), key)?;
        trust(folder);
    }
    Ok(())
}

fn is_damage(error: &AppError) -> bool {
    matches!(
        error.code(),
        "database_damaged" | "database_wrong_key" | "database_foreign"
    )
}

/// Tells a damaged database from a key that belongs to another one: where the key
/// opens an automatic backup, or came out of a seal, it is the right key.
fn diagnose(
    error: AppError,
    folder: &ProfileFolder,
    key: &DatabaseKey,
    description: &Description,
) -> AppError {
    if !is_damage(&error) {
        return error;
    }
    let fits = |path: &Path| snapshot::format(path, key).is_ok();
    let key_is_right =
        description.has_passcode() || rolling::list(folder).iter().any(|one| fits(&one.path));
    match error.code() {
        "database_wrong_key" if key_is_right => AppError::failure("database_damaged"),
        "database_wrong_key" => AppError::new(ErrorKind::Locked, "database_wrong_key"),
        _ => error,
    }
}

/// Says with an error that a profile's data is not what it should be of when the last
/// automatic backup is. Other errors stay as they are.
pub(crate) fn with_offer(error: AppError, folder: &ProfileFolder) -> AppError {
    let helps = is_damage(&error) || error.code() == "database_missing";
    match rolling::list(folder).first() {
        Some(last) if helps => error.with("backup", last.made_at.to_rfc3339()),
        _ => error,
    }
}
