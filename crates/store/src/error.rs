//! What can go wrong with the database, as far as somebody can act on it.

use rusqlite::ErrorCode;
use std::sync::Arc;

/// Why the store could not do what was asked. Nothing of it carries personal
/// data: statements are named by their text, which has placeholders for values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file is encrypted, but not with this key, or its first page is damaged.
    #[error(
        "the database does not open with this profile's key: restore the key file that belongs to it, or a backup of the profile"
    )]
    WrongKey,
    /// The file is no database of this program.
    #[error(
        "the file is not a database of this program: restore a backup of the profile, or set the file aside and start anew"
    )]
    NotADatabase,
    /// A later version of the program wrote the database.
    #[error(
        "a newer version of the program wrote this database (format {found}, this version knows {known}): update the program"
    )]
    NewerVersion {
        /// Format of the file.
        found: u32,
        /// Newest format that this program knows.
        known: u32,
    },
    /// The file or its folder cannot be written.
    #[error("the database cannot be written: allow writing to the profile's folder")]
    ReadOnly,
    /// No room is left. What was being written was undone.
    #[error("the disk is full: free some space and try again")]
    DiskFull,
    /// Another process keeps the database locked.
    #[error("another program is using the database: close it and try again")]
    Busy,
    /// The operating system refused to read or write.
    #[error("reading or writing the database failed ({0}): check the disk and try again")]
    Io(Arc<str>),
    /// The contents contradict themselves.
    #[error("the database is damaged ({0}): restore a backup of the profile")]
    Corrupt(Arc<str>),
    /// The store was closed before the request, or while it waited.
    #[error("the profile is closed: open it and try again")]
    Closed,
    /// A cursor that no page of this list returned.
    #[error("this is not the cursor of a page of this list: begin at the first page")]
    BadCursor,
    /// A person stopped the work. What was being written was undone.
    #[error("the work was stopped; nothing was changed")]
    Cancelled,
    /// Anything else; a fault of the program, or a caller's own reason to
    /// undo its transaction.
    #[error("the database refused the request ({0}): try again, and report it if it stays")]
    Other(Arc<str>),
}

impl StoreError {
    /// A stable word for each kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::NotADatabase => "not_a_database",
            Self::NewerVersion { .. } => "newer_version",
            Self::ReadOnly => "read_only",
            Self::DiskFull => "disk_full",
            Self::Busy => "busy",
            Self::Io(_) => "io",
            Self::Corrupt(_) => "corrupt",
            Self::Closed => "closed",
            Self::BadCursor => "bad_cursor",
            Self::Cancelled => "cancelled",
            Self::Other(_) => "other",
        }
    }

    /// [`StoreError::Other`] with this explanation, which must be free of
    /// personal data.
    pub fn other(why: impl AsRef<str>) -> Self {
        Self::Other(why.as_ref().into())
    }

    pub(crate) fn corrupt(what: &str) -> Self {
        Self::Corrupt(what.into())
    }
}

/// The memory that connections share lies in a file, too: it could not be made
/// longer, for which there is hardly a reason but a full disk.
const NO_ROOM_TO_SHARE: std::ffi::c_int = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let precisely = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            _ if precisely == Some(NO_ROOM_TO_SHARE) => Self::DiskFull,
            Some(ErrorCode::NotADatabase) => Self::WrongKey,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            // SQLite's own words would name the whole path.
            Some(ErrorCode::CannotOpen) => {
                Self::Io("the file cannot be opened; its folder may be missing or closed".into())
            }
            Some(ErrorCode::SystemIoFailure) => Self::Io(error.to_string().into()),
            Some(ErrorCode::OperationInterrupted) => Self::Cancelled,
            Some(ErrorCode::DatabaseCorrupt) => Self::corrupt(&error.to_string()),
            _ => Self::Other(error.to_string().into()),
        }
    }
}
