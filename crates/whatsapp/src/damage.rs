//! Whether a session file is damaged. Nothing is changed, and what is only locked, of
//! another key or out of reach is not damaged.

use crate::config::SessionKey;
use crate::session::blocking;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;

/// Bytes of a page, as the cipher writes them.
const PAGE: u64 = 4_096;

/// What the cipher says of a page that this key did not write, or that was changed.
const FOREIGN_PAGE: &str = "HMAC verification failed";

/// Whether a session file cannot be used any more although its key fits: some of its
/// pages are as they were written, and others are not, or do not belong together. A
/// file of which no page is this key's may be another key's, and is not called damaged.
pub async fn is_damaged(path: &Path, key: &SessionKey) -> bool {
    let (path, key) = (path.to_owned(), key.clone());
    let looked = blocking(move || Ok(look(&path, &key)));
    // What could not be looked at is not known to be damaged.
    looked.await.ok().flatten().unwrap_or(false)
}

fn look(path: &Path, key: &SessionKey) -> Option<bool> {
    let pages = std::fs::metadata(path).ok()?.len() / PAGE;
    // One that is not there is not to be made.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    let keyed = format!("{}; PRAGMA cipher_log_level = NONE;", key.pragma());
    connection.execute_batch(&keyed).ok()?;
    let complaints = rows(&connection, "PRAGMA cipher_integrity_check").ok()?;
    let foreign = complaints
        .iter()
        .filter(|complaint| complaint.starts_with(FOREIGN_PAGE))
        .count();
    if u64::try_from(foreign).ok()? >= pages {
        return Some(false);
    }
    if !complaints.is_empty() {
        return Some(true);
    }
    match rows(&connection, "PRAGMA quick_check(1)") {
        Ok(told) => Some(told.first().is_some_and(|told| told != "ok")),
        Err(error) => Some(matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        )),
    }
}

fn rows(connection: &Connection, pragma: &str) -> rusqlite::Result<Vec<String>> {
    let mut asked = connection.prepare(pragma)?;
    asked.query_map([], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;
    use std::fs;
    use std::path::PathBuf;

    fn key(byte: u8) -> SessionKey {
        SessionKey::new([byte; 32])
    }

    /// A session file with nothing beside it.
    async fn session(folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join("session.db");
        let session = Session::open(path.clone(), key(1)).await.unwrap();
        let store = session.store().await.unwrap();
        store.create_new_device().await.unwrap();
        drop(store);
        let connection = session.connect().unwrap();
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
        path
    }

    #[tokio::test]
    async fn what_is_damaged_under_the_right_key_is_told_from_a_wrong_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = session(&folder).await;
        assert!(!is_damaged(&path, &key(1)).await, "it is sound");
        assert!(!is_damaged(&path, &key(2)).await, "another key");
        let sound = fs::read(&path).unwrap();
        assert!(sound.len() > 8 * 4_096);

        let torn = |from: usize, to: usize| {
            let mut bytes = sound.clone();
            bytes[from..to].fill(0x5a);
            bytes
        };
        let middle = 4_096 * 3;
        for (what, bytes) in [
            ("the first page", torn(100, 200)),
            ("a page within", torn(middle, middle + 64)),
            ("the second half", torn(sound.len() / 2, sound.len())),
            ("cut short", sound[..sound.len() / 2].to_vec()),
            ("cut within a page", sound[..sound.len() / 2 + 100].to_vec()),
        ] {
            fs::write(&path, bytes).unwrap();
            assert!(is_damaged(&path, &key(1)).await, "{what}");
            assert!(!is_damaged(&path, &key(2)).await, "{what}, another key");
        }
        for (what, bytes) in [
            ("empty", Vec::new()),
            ("another file", b"Querida Ana ".repeat(4_000)),
        ] {
            fs::write(&path, bytes).unwrap();
            assert!(!is_damaged(&path, &key(1)).await, "{what}");
        }
        fs::remove_file(&path).unwrap();
        assert!(!is_damaged(&path, &key(1)).await);
        assert!(!path.exists(), "looking makes none");
    }

    #[tokio::test]
    async fn what_is_locked_is_not_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = session(&folder).await;
        let other = Session::open(path.clone(), key(1)).await.unwrap();
        let locks = other.connect().unwrap();
        locks
            .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")
            .unwrap();
        assert!(!is_damaged(&path, &key(1)).await);
        drop(locks);
    }
}
