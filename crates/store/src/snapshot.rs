//! Copies of an encrypted database that may be in use, and looking at one
//! without working on it. Knows no table, so it serves the database of the
//! `WhatsApp` session as well.

use crate::connection::{self, Role, read_pragma};
use crate::{DatabaseKey, StoreError, migrations};
use rusqlite::{Connection, InterruptHandle};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The newest format of a profile's database that this program knows.
pub const KNOWN_FORMAT: u32 = migrations::KNOWN;

/// A copy that is about to be made.
pub struct Copying {
    connection: Connection,
}

/// Stops a [`Copying`] or a [`Checking`] from another thread.
pub struct Stopper(InterruptHandle);

impl Stopper {
    /// Ends what is being done with [`StoreError::Cancelled`]. Does nothing
    /// when it has not begun, so it is to be asked until it has ended.
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

impl Copying {
    /// Opens the database that is to be copied. It can be in use, also by a
    /// transaction that writes: it is read as it stood at the last commit, and
    /// keeps nobody waiting.
    pub fn of(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        let connection = connection::keyed(path, key, Role::Reader, None)?;
        connection.execute_batch("PRAGMA cache_size = -4000")?;
        migrations::version(&connection).map_err(|error| connection::name_it(error, path))?;
        Ok(Self { connection })
    }

    /// What stops it.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.connection.get_interrupt_handle())
    }

    /// Writes the copy into a new file, encrypted with `key`, and waits until
    /// the disk has it. Nothing is left of it when it fails.
    pub fn run(self, into: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
        let Self { connection } = self;
        // A file that is there is no copy of ours, and stays.
        let place = File::options().write(true).create_new(true).open(into);
        let place = place.map_err(|error| cannot(&error))?;
        let copied = only_for_its_owner(&place)
            .map_err(|error| cannot(&error))
            .and_then(|()| vacuum_into(&connection, into, key))
            .and_then(|()| place.sync_all().map_err(|error| cannot(&error)));
        connection::close(connection);
        if copied.is_err() {
            let _ = std::fs::remove_file(into);
        }
        copied
    }
}

#[cfg(unix)]
fn only_for_its_owner(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn only_for_its_owner(_: &File) -> std::io::Result<()> {
    // The folder is the user's own.
    Ok(())
}

fn vacuum_into(connection: &Connection, into: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    let into = std::path::absolute(into).map_err(|error| cannot(&error))?;
    connection
        .execute("VACUUM INTO ?1", [address(&into, key)])
        .map(|_| ())
        // The library's own words would tell the address, and with it the key.
        .map_err(|error| match StoreError::from(error) {
            StoreError::Io(_) => StoreError::Io("the copy could not be written".into()),
            StoreError::Corrupt(_) | StoreError::WrongKey | StoreError::Other(_) => {
                StoreError::corrupt("the copy could not be made")
            }
            other => other,
        })
}

fn cannot(error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind as E;
    match error.kind() {
        E::StorageFull | E::QuotaExceeded => StoreError::DiskFull,
        E::PermissionDenied | E::ReadOnlyFilesystem => StoreError::ReadOnly,
        kind => StoreError::Io(kind.to_string().into()),
    }
}

/// A file and its key as the address that SQLite takes in the place of a name.
/// The library has no other way to give a copy a key of its own.
fn address(path: &Path, key: &DatabaseKey) -> String {
    let mut address = "file://".to_owned();
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.first() != Some(&b'/') && bytes.first() != Some(&b'\\') {
        // A drive: `file:///C:/…`.
        address.push('/');
    }
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                address.push(char::from(*byte));
            }
            b'\\' if MAIN_SEPARATOR == '\\' => address.push('/'),
            // Writing into a string cannot fail.
            other => {
                let _ = write!(address, "%{other:02X}");
            }
        }
    }
    address.push_str("?key=x%27");
    address.push_str(&key.hex());
    address.push_str("%27");
    address
}

/// The format of a profile's database; none where there is no file, or an empty
/// one. The file is not changed.
pub fn format(path: &Path, key: &DatabaseKey) -> Result<Option<u32>, StoreError> {
    if std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
        return Ok(None);
    }
    let connection = connection::keyed(path, key, Role::Reader, None)?;
    let version =
        migrations::version(&connection).map_err(|error| connection::name_it(error, path));
    connection::close(connection);
    version.map(Some)
}

/// A database that is about to be read from its first page to its last.
pub struct Checking {
    connection: Connection,
    path: PathBuf,
}

impl Checking {
    /// Opens the database that is to be looked at. It is not changed.
    pub fn of(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        Ok(Self {
            connection: connection::keyed(path, key, Role::Reader, None)?,
            path: path.to_owned(),
        })
    }

    /// What stops it, at the latest when every page has been read once.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.connection.get_interrupt_handle())
    }

    /// Tells whether it is sound: every page as it was encrypted, tables and indexes
    /// in order.
    pub fn run(self) -> Result<(), StoreError> {
        self.ending_with(check_all)
    }

    /// [`Checking::run`], and that it is the database of a profile of a format that
    /// this program knows. The format.
    pub fn run_of_profile(self) -> Result<u32, StoreError> {
        let format = self.ending_with(|connection| {
            let format = migrations::version(connection)?;
            migrations::check(connection, format)?;
            check_all(connection)?;
            Ok(format)
        });
        match format {
            // Empty, which is a profile's database in its first second, and no backup.
            Ok(0) => Err(StoreError::NotADatabase),
            told => told,
        }
    }

    fn ending_with<T>(
        self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Self { connection, path } = self;
        let seen = look(&connection).map_err(|error| connection::name_it(error, &path));
        connection::close(connection);
        seen
    }
}

/// [`Checking::run`], to its end.
pub fn check(path: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    Checking::of(path, key)?.run()
}

/// [`Checking::run_of_profile`], to its end.
pub fn check_profile(path: &Path, key: &DatabaseKey) -> Result<u32, StoreError> {
    Checking::of(path, key)?.run_of_profile()
}

fn check_all(connection: &Connection) -> Result<(), StoreError> {
    migrations::version(connection)?;
    // Each row names a page that is not as it was written.
    let damaged = read_pragma(connection, "cipher_integrity_check")?;
    if !damaged.is_empty() {
        return Err(StoreError::corrupt("a page is not as it was written"));
    }
    // Its words would name rows.
    if read_pragma(connection, "quick_check(1)")? != "ok" {
        return Err(StoreError::corrupt("tables and indexes disagree"));
    }
    Ok(())
}
