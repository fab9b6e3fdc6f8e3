//! One error type for every use case.

use crate::api::{ColumnView, ErrorView};
use crate::bidi::tame;
use crate::catalogue::Catalogue;
use std::collections::BTreeMap;
use std::fmt;

/// What kind of trouble it is, for exit codes and for the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for or brought cannot be used; nothing was done.
    BadInput,
    /// It could not be done.
    Failure,
    /// Another process has the profile open.
    InUse,
    /// The key does not fit.
    Locked,
    /// A person or a later time is needed.
    Held,
}

/// A use case that did not succeed. Its sentence comes from the catalogue under
/// `error-<code>`, with the details as arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppError {
    kind: ErrorKind,
    code: &'static str,
    details: BTreeMap<String, String>,
    /// Arguments that are texts of the catalogue themselves.
    texts: BTreeMap<String, String>,
    /// The columns that the list has, where it was refused for them.
    columns: Option<Vec<ColumnView>>,
}

/// Result of a use case.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

impl AppError {
    pub(crate) fn new(kind: ErrorKind, code: &'static str) -> Self {
        Self {
            kind,
            code,
            details: BTreeMap::new(),
            texts: BTreeMap::new(),
            columns: None,
        }
    }

    pub(crate) fn bad_input(code: &'static str) -> Self {
        Self::new(ErrorKind::BadInput, code)
    }

    pub(crate) fn failure(code: &'static str) -> Self {
        Self::new(ErrorKind::Failure, code)
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.details.insert(name.to_owned(), value.to_string());
        self
    }

    /// An argument that is itself a text of the catalogue.
    #[must_use]
    pub(crate) fn with_text(mut self, name: &str, key: impl Into<String>) -> Self {
        self.texts.insert(name.to_owned(), key.into());
        self
    }

    #[must_use]
    pub(crate) fn with_columns(mut self, columns: Vec<ColumnView>) -> Self {
        self.columns = Some(columns);
        self
    }

    /// A text with names in braces that are no variable.
    pub fn unknown_variables(names: &[String]) -> Self {
        Self::bad_input("unknown_variables").with("names", names.join(", "))
    }

    /// What needs a linked phone was asked for without one.
    pub fn not_linked() -> Self {
        Self::bad_input("not_linked")
    }

    /// The line was asked for while a person has the device switched off.
    pub fn disabled() -> Self {
        Self::new(ErrorKind::Held, "disabled")
    }

    /// Quiet hours that are none.
    pub fn quiet_hours() -> Self {
        Self::bad_input("quiet_hours")
    }

    /// The stable word for this error.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What kind of trouble it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Writes into the log that a door tells somebody of this: its code and, where the
    /// program is at fault, what its parts say. Nothing of what people brought.
    pub fn note(&self) {
        let reason = self.details.get("reason");
        match (self.kind, reason) {
            (ErrorKind::Failure, Some(reason)) => log::error!("told: {}, {reason}", self.code),
            (ErrorKind::Failure, None) => log::error!("told: {}", self.code),
            _ => log::info!("told: {}", self.code),
        }
    }

    /// The error as it crosses a door, in the given language.
    pub fn view(&self, language: &str) -> ErrorView {
        let catalogue = Catalogue::of(language);
        // A name may hold what commands a terminal or turns the writing around.
        let plain = |(name, value): (&'_ String, &String)| (name.clone(), tame(value));
        let details: Vec<_> = self.details.iter().map(plain).collect();
        let details: Vec<_> = details
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        let texts: Vec<_> = self
            .texts
            .iter()
            .map(|(name, key)| (name.as_str(), catalogue.text(key, &details)))
            .collect();
        let arguments: Vec<_> = details
            .into_iter()
            .chain(texts.iter().map(|(k, v)| (*k, v.as_str())))
            .collect();
        ErrorView {
            code: self.code.to_owned(),
            message: catalogue.text(
                &format!("error-{}", self.code.replace('_', "-")),
                &arguments,
            ),
            details: self.details.clone(),
            columns: self.columns.clone(),
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.view("en").message)
    }
}

impl std::error::Error for AppError {}

impl From<store::StoreError> for AppError {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError as E;
        match &error {
            E::WrongKey => Self::new(ErrorKind::Locked, "database_wrong_key"),
            E::NewerVersion { .. } => Self::failure("database_newer"),
            E::ReadOnly => Self::failure("database_read_only"),
            E::DiskFull => Self::failure("disk_full"),
            E::Busy => Self::failure("database_busy"),
            E::BadCursor => Self::bad_input("cursor"),
            E::Cancelled => Self::bad_input("cancelled"),
            E::NotADatabase => Self::failure("database_foreign"),
            E::Corrupt(_) => Self::failure("database_damaged"),
            E::Io(_) => Self::failure("database")
                .with("reason", error)
                .with_text("reason", "system-disk"),
            E::Closed => Self::failure("database")
                .with("reason", error)
                .with_text("reason", "system-closed"),
            E::Other(_) => Self::failure("database").with("reason", error),
        }
    }
}

impl From<domain::messenger::LinkError> for AppError {
    fn from(error: domain::messenger::LinkError) -> Self {
        use domain::messenger::LinkError as E;
        match error {
            E::NotLinked => Self::bad_input("not_linked"),
            E::AlreadyLinked => Self::bad_input("already_linked"),
            E::Unreachable(reason) => Self::failure("server_away").with("reason", reason),
            E::Other(reason) => Self::failure("device").with("reason", reason),
        }
    }
}

/// Errors that only a door can notice.
impl AppError {
    /// Something destructive was asked for without saying so twice.
    pub fn confirmation_needed() -> Self {
        Self::bad_input("confirmation_needed")
    }

    /// Something ended that should not have.
    pub fn unexpected() -> Self {
        Self::failure("unexpected")
    }

    /// A passcode is asked for where none is set.
    pub fn no_passcode() -> Self {
        Self::bad_input("no_passcode")
    }

    /// A command that sets a passcode came without one.
    pub fn no_new_passcode() -> Self {
        Self::bad_input("no_new_passcode")
    }

    /// What was brought as a passcode is no text.
    pub fn passcode_encoding() -> Self {
        Self::bad_input("passcode_encoding")
    }

    /// Nothing answers where WhatsApp should.
    pub fn server_away() -> Self {
        Self::failure("server_away").with("reason", "")
    }

    /// A command came that needs an open profile.
    pub fn no_profile_open() -> Self {
        Self::bad_input("no_profile_open")
    }

    /// No phone scanned the code in time.
    pub fn pairing_expired() -> Self {
        Self::failure("pairing_expired")
    }

    /// `--column` without the form `HEADER=FIELD`.
    pub fn column_option(given: &str) -> Self {
        Self::bad_input("column_option").with("given", given)
    }

    /// A list with titles and nobody below them.
    pub fn nobody_in_list() -> Self {
        Self::bad_input("no_valid_rows")
            .with("rows", 0)
            .with("invalid", 0)
    }

    /// A file was asked for with an empty name.
    pub fn no_file_name() -> Self {
        Self::bad_input("no_file_name")
    }

    /// What was named is a folder.
    pub fn file_is_folder(path: &std::path::Path) -> Self {
        Self::bad_input("file_is_folder").with("file", path.display())
    }

    /// What was named is no file: a pipe, for example.
    pub fn no_file(path: &std::path::Path) -> Self {
        Self::bad_input("file_no_file").with("file", path.display())
    }

    /// A file with a message that is longer than any message.
    pub fn text_file_too_large(file: &std::path::Path, limit_kib: u64) -> Self {
        Self::bad_input("text_file_too_large")
            .with("file", file.display())
            .with("limit", limit_kib)
    }

    /// A report that is no text was to go to a terminal.
    pub fn report_needs_file(format: &str) -> Self {
        Self::bad_input("report_needs_file").with("format", format)
    }

    /// A report could not be made.
    pub fn report(reason: &dyn fmt::Display) -> Self {
        Self::failure("report").with("reason", reason)
    }

    /// A file could not be written; `-` is standard output. Whoever read a pipe and went
    /// away before its end has what they wanted: that is `reader_gone`.
    pub fn cannot_write(file: &std::path::Path, error: &std::io::Error) -> Self {
        let told = match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::failure("reader_gone"),
            _ => Self::failure("cannot_write").with_system(error),
        };
        told.with("file", file.display())
    }

    /// The folder of a file could not be opened on the desktop.
    pub fn folder_not_shown(file: &std::path::Path) -> Self {
        Self::failure("folder_not_shown").with("file", file.display())
    }

    /// A file could not be read.
    pub fn cannot_read(file: &std::path::Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as E;
        let code = match error.kind() {
            E::NotFound => Self::bad_input("file_not_found"),
            E::PermissionDenied => Self::bad_input("file_forbidden"),
            E::InvalidData => Self::bad_input("text_file_encoding"),
            _ => Self::bad_input("file_unreadable").with_system(error),
        };
        code.with("file", file.display())
    }
}
