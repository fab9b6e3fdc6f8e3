//! Damaged databases are kept under another name: somebody may still get something
//! out of one.

use crate::backup::sync_folder;
use crate::destination::folder_of;
use domain::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a database beside each other.
fn files(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        name.into()
    })
}

/// Removes a database, if it is there.
pub(crate) fn remove_database(database: &Path) -> io::Result<()> {
    for file in files(database) {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Gives a database a name beside it with this beginning and the date. Its log goes along: it
/// would be read as that of the one that takes its place. Where it lies now, if there was
/// one.
pub(crate) fn set_aside(
    database: &Path,
    beginning: &str,
    now: Timestamp,
) -> io::Result<Option<PathBuf>> {
    let time = chrono::DateTime::from_timestamp_millis(now.0).unwrap_or_default();
    let time = time.format("%Y%m%dT%H%M%SZ");
    let aside = (0..u32::MAX)
        .map(|n| match n {
            0 => format!("{beginning}-{time}.db"),
            n => format!("{beginning}-{time}-{n}.db"),
        })
        .map(|name| database.with_file_name(name))
        .find(|path| files(path).iter().all(|file| !file.exists()))
        .unwrap_or_default();
    let mut first = None;
    for (from, to) in files(database).iter().zip(files(&aside)) {
        if from.exists() {
            fs::rename(from, &to)?;
            first.get_or_insert(to);
        }
    }
    sync_folder(folder_of(database))?;
    Ok(first)
}

/// Gives a database that was set aside its name again, in the place of what has it.
pub(crate) fn put_back(aside: &Path, database: &Path) -> io::Result<()> {
    remove_database(database)?;
    for (from, to) in files(aside).iter().zip(files(database)) {
        if from.exists() {
            fs::rename(from, to)?;
        }
    }
    sync_folder(folder_of(database))
}
