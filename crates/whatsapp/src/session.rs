//! The session file: keys and identity of the linked device, encrypted.

use crate::config::SessionKey;
use crate::events::account_of;
use diesel::RunQueryDsl as _;
use domain::Account;
use domain::messenger::LinkError;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use whatsapp_rust_sqlite_storage::{SqliteStore, SqliteStoreConfig, Synchronous};

/// Pages kept in memory. Each one that is not has to be verified and decrypted
/// again, and the pages that a send touches are scattered over the file.
const CACHE_KIB: u32 = 4_096;

/// One session file. Nothing stays open between uses.
#[derive(Clone)]
pub(crate) struct Session {
    path: PathBuf,
    key: SessionKey,
}

impl Session {
    /// Takes the file, creating it when missing, and proves that the key fits.
    pub(crate) async fn open(path: PathBuf, key: SessionKey) -> Result<Self, LinkError> {
        let session = Self { path, key };
        let checked = session.clone();
        blocking(move || checked.check()).await?;
        Ok(session)
    }

    /// The store on this file that the protocol client works with.
    pub(crate) async fn store(&self) -> Result<SqliteStore, LinkError> {
        let path = self
            .path
            .to_str()
            .ok_or_else(|| failed("its path is not valid Unicode"))?;
        // A key that does not fit would make the pool try for half a minute.
        let checked = self.clone();
        blocking(move || checked.check()).await?;
        SqliteStore::with_config(path, self.store_config())
            .await
            .map_err(|_| failed("it is damaged or of another version"))
    }

    /// The account that the file holds, read without a connection.
    pub(crate) async fn account(&self) -> Result<Option<Account>, LinkError> {
        let store = self.store().await?;
        let device = store
            .load_device_data_for_device(store.device_id())
            .await
            .map_err(|_| failed("it cannot be read"))?;
        Ok(device.and_then(|device| account_of(device.pn.as_ref(), &device.push_name)))
    }

    /// Removes every key. The next pairing starts with a new identity.
    pub(crate) async fn wipe(&self) -> Result<(), LinkError> {
        let session = self.clone();
        blocking(move || {
            let removed = session
                .files()
                .iter()
                .all(|file| match std::fs::remove_file(file) {
                    Ok(()) => true,
                    Err(error) => error.kind() == std::io::ErrorKind::NotFound,
                });
            // Some systems keep an open file in place: then its rows go.
            if removed { Ok(()) } else { session.empty() }
        })
        .await
    }

    fn store_config(&self) -> SqliteStoreConfig {
        let key = self.key.clone();
        let mut config = SqliteStoreConfig::default().with_connection_init(move |connection| {
            diesel::sql_query(key.pragma()).execute(connection)?;
            #[cfg(target_os = "macos")]
            for flush in ["PRAGMA fullfsync = ON", "PRAGMA checkpoint_fullfsync = ON"] {
                diesel::sql_query(flush).execute(connection)?;
            }
            Ok(())
        });
        // A ratchet step that is lost after its message went out breaks the
        // conversation: every commit reaches the disk.
        config.synchronous = Synchronous::Full;
        config.cache_size_kib = CACHE_KIB;
        config
    }

    fn files(&self) -> [PathBuf; 3] {
        ["", "-wal", "-shm"].map(|suffix| {
            let mut name: OsString = self.path.clone().into();
            name.push(suffix);
            PathBuf::from(name)
        })
    }

    fn check(&self) -> Result<(), LinkError> {
        create_private(&self.path)
            .map_err(|error| failed(&format!("it cannot be created: {}", error.kind())))?;
        self.connect().map(drop)
    }

    pub(crate) fn connect(&self) -> Result<rusqlite::Connection, LinkError> {
        let connection =
            rusqlite::Connection::open(&self.path).map_err(|_| failed("it cannot be opened"))?;
        connection
            .execute_batch(&format!(
                // A key that does not fit is our error to report, not a line
                // on the standard error stream.
                "{}; PRAGMA cipher_log_level = NONE; SELECT count(*) FROM sqlite_master;",
                self.key.pragma()
            ))
            .map_err(|error| match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::NotADatabase) => failed("the key does not fit"),
                _ => failed("it cannot be read"),
            })?;
        Ok(connection)
    }

    fn empty(&self) -> Result<(), LinkError> {
        let connection = self.connect()?;
        let emptied = || -> rusqlite::Result<()> {
            connection.execute_batch("PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF;")?;
            let tables = connection
                .prepare(
                    "SELECT name FROM sqlite_master WHERE type = 'table'
                     AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '__diesel_%'",
                )?
                .query_map([], |row| row.get::<_, String>(0))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            for table in tables {
                connection.execute_batch(&format!("DELETE FROM \"{table}\";"))?;
            }
            connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")
        };
        emptied().map_err(|_| failed("its keys cannot be removed"))
    }
}

/// Creates the file readable by its owner alone, where the system knows that.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

pub(crate) fn failed(why: &str) -> LinkError {
    LinkError::Other(format!("the session file cannot be used: {why}"))
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LinkError> + Send + 'static,
) -> Result<T, LinkError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(failed("the work on it was interrupted")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SessionKey {
        SessionKey::new([byte; 32])
    }

    #[tokio::test]
    async fn the_file_is_encrypted_and_wants_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session.db");
        let session = Session::open(path.clone(), key(1)).await.unwrap();
        assert_eq!(session.account().await.unwrap(), None);

        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.len() > 4096, "the schema is in the file");
        assert!(!bytes.starts_with(b"SQLite format 3"));
        assert!(!bytes.windows(12).any(|window| window == b"CREATE TABLE"));

        let Err(refused) = Session::open(path.clone(), key(2)).await else {
            panic!("another key opens the file");
        };
        assert_eq!(
            refused.to_string(),
            "the session file cannot be used: the key does not fit"
        );
        Session::open(path, key(1)).await.unwrap();
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session.db");
        let session = Session::open(path.clone(), key(1)).await.unwrap();
        let _store = session.store().await.unwrap();
        for file in session.files() {
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{file:?}");
        }
    }

    #[tokio::test]
    async fn every_commit_reaches_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path().join("session.db"), key(1))
            .await
            .unwrap();
        let synchronous = session.store_config().synchronous;
        assert!(matches!(synchronous, Synchronous::Full), "{synchronous:?}");
    }

    #[tokio::test]
    async fn wiping_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session.db");
        let session = Session::open(path.clone(), key(1)).await.unwrap();
        let store = session.store().await.unwrap();
        store.create_new_device().await.unwrap();
        session.empty().unwrap();
        assert!(!store.device_exists(store.device_id()).await.unwrap());
        drop(store);
        session.wipe().await.unwrap();
        assert!(!path.exists());
        session.wipe().await.unwrap();
        assert_eq!(session.account().await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_missing_directory_is_said_plainly() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("session.db");
        let Err(error) = Session::open(path, key(1)).await else {
            panic!("a file in a missing directory");
        };
        assert!(error.to_string().contains("cannot be created"), "{error}");
    }
}
