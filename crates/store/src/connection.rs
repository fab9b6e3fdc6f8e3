//! Opening one handle on the database: key first, then what every connection
//! needs to be safe, then the schema.

use crate::{DatabaseKey, StoreError, migrations};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for a lock. One process holds a profile, so this
/// is only ever reached when a foreign tool has the file open.
const BUSY: Duration = Duration::from_secs(5);

/// Statements kept compiled per connection.
const STATEMENTS: usize = 128;

/// What a handle is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

/// A connection, and how it is opened anew.
pub(crate) struct Handle {
    pub connection: Connection,
    path: PathBuf,
    key: DatabaseKey,
    role: Role,
    vfs: Option<String>,
}

impl Handle {
    pub fn open(
        path: &Path,
        key: &DatabaseKey,
        role: Role,
        vfs: Option<&str>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            connection: open(path, key, role, vfs)?,
            path: path.to_owned(),
            key: key.clone(),
            role,
            vfs: vfs.map(str::to_owned),
        })
    }

    /// To be called after a request that failed. The cipher gives a connection
    /// up for ever at the first page that could not be read, even if the disk
    /// recovers; then a new one takes its place.
    pub fn revive(&mut self) {
        if read_pragma(&self.connection, "cipher_status").is_ok_and(|status| status == "1") {
            return;
        }
        match open(&self.path, &self.key, self.role, self.vfs.as_deref()) {
            Ok(new) => close(std::mem::replace(&mut self.connection, new)),
            // The next request fails, too, and then it is tried again.
            Err(error) => log::warn!("a database handle could not be opened anew: {error}"),
        }
    }
}

/// Keys that the cipher may refuse for no reason before it is believed. Under
/// load it now and then does, about once in some hundred thousand openings, and
/// takes the same key when it is asked again: mostly at once, now and then only after
/// other threads had their turn.
const TRIES: usize = 64;

/// A connection that has its key and has read nothing yet.
pub(crate) fn keyed(
    path: &Path,
    key: &DatabaseKey,
    role: Role,
    vfs: Option<&str>,
) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if role == Role::Writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let mut tries = 0;
    loop {
        let connection = match vfs {
            None => Connection::open_with_flags(path, flags)?,
            Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        };
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(BUSY)?;
        // The cipher writes its own log to the standard error stream otherwise.
        // This touches no page, so the key still comes before any access.
        read_pragma(&connection, "cipher_log_level = NONE")?;
        match connection.execute_batch(&key.pragma()) {
            Ok(()) => return Ok(connection),
            Err(error) => {
                tries += 1;
                if tries == TRIES {
                    return Err(error.into());
                }
                if tries == 1 {
                    log::warn!("the cipher refused a key; it is asked again");
                }
                std::thread::yield_now();
            }
        }
    }
}

/// Opens a handle on SQLite's file system of that name, or on its own. The
/// writer creates the file and brings its schema up to date; a reader expects
/// both done.
pub(crate) fn open(
    path: &Path,
    key: &DatabaseKey,
    role: Role,
    vfs: Option<&str>,
) -> Result<Connection, StoreError> {
    let mut connection = keyed(path, key, role, vfs)?;
    let version = migrations::version(&connection).map_err(|error| name_it(error, path))?;
    if role == Role::Writer {
        migrations::check(&connection, version)?;
        if connection.is_readonly("main")? {
            return Err(StoreError::ReadOnly);
        }
    }
    configure(&connection, role)?;
    verify(&connection)?;
    if role == Role::Writer {
        migrations::run(&mut connection)?;
    }
    Ok(connection)
}

fn configure(connection: &Connection, role: Role) -> Result<(), StoreError> {
    // WAL survives a kill, FULL a power loss; both F_FULLFSYNC switches matter
    // on macOS only, where a plain fsync does not reach the disk.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA fullfsync = 1;
         PRAGMA checkpoint_fullfsync = 1;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )?;
    connection.execute_batch(PAGES)?;
    match role {
        Role::Writer => {
            read_pragma(connection, "journal_mode = WAL")?;
            read_pragma(connection, "journal_size_limit = 67108864")?;
        }
        Role::Reader => connection.execute_batch("PRAGMA query_only = ON;")?,
    }
    Ok(())
}

/// Memory for pages of one connection, in KiB.
const PAGES: &str = "PRAGMA cache_size = -16000";

/// The same while a large list is stored.
const MANY_PAGES: &str = "PRAGMA cache_size = -44000";

/// Takes more memory for pages, until [`trim`].
pub(crate) fn widen(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch(MANY_PAGES)?)
}

/// Gives back what [`widen`] took.
pub(crate) fn trim(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(PAGES)?;
    Ok(connection.release_memory()?)
}

/// Refuses to work on a handle that is not what this module promises: a
/// library built without the cipher, or a file system without shared memory.
fn verify(connection: &Connection) -> Result<(), StoreError> {
    if read_pragma(connection, "cipher_version")?.is_empty() {
        return Err(StoreError::other("the database library has no cipher"));
    }
    if read_pragma(connection, "cipher_status")? != "1" {
        return Err(StoreError::other("the cipher is not active"));
    }
    if read_pragma(connection, "journal_mode")? != "wal" {
        return Err(StoreError::Io("no write-ahead log on this disk".into()));
    }
    if read_pragma(connection, "synchronous")? != "2" {
        return Err(StoreError::other("full synchronisation is not active"));
    }
    Ok(())
}

/// The first value that a pragma answers, as text; empty when it answers nothing.
pub(crate) fn read_pragma(connection: &Connection, pragma: &str) -> Result<String, StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA {pragma}"))?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(String::new());
    };
    Ok(match row.get_ref(0)? {
        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
        rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    })
}

/// "Not a database" is all that SQLite says about a page that does not
/// decrypt. Tells a wrong key from a file that never was encrypted.
pub(crate) fn name_it(error: StoreError, path: &Path) -> StoreError {
    if error != StoreError::WrongKey {
        return error;
    }
    let mut start = [0u8; 16];
    let whole = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match whole {
        Ok(()) if &start != b"SQLite format 3\0" => StoreError::WrongKey,
        _ => StoreError::NotADatabase,
    }
}

/// Writes the log back into the database file and closes the handle.
pub(crate) fn close_writer(connection: Connection) {
    if let Err(error) = read_pragma(&connection, "wal_checkpoint(TRUNCATE)") {
        log::warn!("the write-ahead log was not written back: {error}");
    }
    close(connection);
}

/// Closes a handle.
pub(crate) fn close(connection: Connection) {
    connection.flush_prepared_statement_cache();
    if let Err((_, error)) = connection.close() {
        log::warn!("a database handle did not close: {error}");
    }
}
