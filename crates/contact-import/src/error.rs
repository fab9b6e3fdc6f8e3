//! What makes a whole file unusable. A single bad row is no error: it becomes
//! an [`InvalidRow`](crate::InvalidRow) and the file goes on.

use std::io;

use crate::columns::{Column, Field};
use crate::foreign::ForeignFormat;

/// Most columns that a record may have.
pub const MAX_COLUMNS: usize = 1_000;

/// Most bytes of UTF-8 text that a record may have, separators included.
pub const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// Most characters that a value of a contact may have (a name, a note, an extra
/// field): as many as a cell of a spreadsheet. A row with more is refused.
pub const MAX_VALUE_CHARS: usize = 32_767;

/// Why a file cannot be imported.
///
/// The text of [`Display`](std::fmt::Display) is English and says what to do;
/// doors that speak other languages take [`code`](Self::code) and the data.
/// Lines are physical lines of the file, counted from 1; in a workbook the
/// numbers of its rows.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file could not be read.
    #[error("the file could not be read: {0}")]
    Io(#[from] io::Error),
    /// Nothing, or nothing but blank lines.
    #[error("the file is empty; choose a file that has one contact a line")]
    Empty,
    /// Another kind of file, told by its first bytes.
    #[error("this is {format}, not a list; open it in a spreadsheet and save it as XLSX or CSV")]
    UnsupportedFormat {
        /// What the first bytes say.
        format: ForeignFormat,
    },
    /// NUL characters or a mass of control characters: not text.
    #[error(
        "line {line} holds bytes that are not text; open the file in the program \
         that made it and save it as CSV"
    )]
    Binary {
        /// Where the first such byte stands.
        line: u64,
    },
    /// Text in UTF-16 behind text in another encoding, as when one file was
    /// appended to another.
    #[error(
        "from line {line} on the file is written in UTF-16, and before in another \
         encoding; open both parts one by one and save them as CSV in UTF-8"
    )]
    SecondEncoding {
        /// Where the first line in UTF-16 begins.
        line: u64,
    },
    /// A quotation mark that was opened and never closed.
    #[error(
        "the quotation mark opened on line {line} is never closed; close it, or take \
         it out, and try again"
    )]
    UnclosedQuote {
        /// Where the mark was opened.
        line: u64,
    },
    /// More columns than [`MAX_COLUMNS`].
    #[error(
        "line {line} has more than {limit} columns; check the separator, or keep only \
         the columns you need"
    )]
    TooManyColumns {
        /// Where the record begins.
        line: u64,
        /// [`MAX_COLUMNS`].
        limit: usize,
    },
    /// A record longer than [`MAX_RECORD_BYTES`].
    #[error(
        "the row that begins on line {line} is longer than {limit} bytes; look there \
         for a quotation mark that is never closed"
    )]
    RecordTooLarge {
        /// Where the record begins.
        line: u64,
        /// [`MAX_RECORD_BYTES`].
        limit: usize,
    },
    /// More rows than the options allow.
    #[error("the file has more than {limit} rows; split it and import the parts")]
    TooManyRows {
        /// [`ImportOptions::max_rows`](crate::ImportOptions::max_rows).
        limit: u64,
    },
    /// No column that holds phone numbers.
    #[error(
        "no column with phone numbers was found{}; name it \"numero\" or say which \
         column it is",
        found(&titles(.columns, *.titled))
    )]
    NoNumberColumn {
        /// The columns found, in order, and what each would be taken for.
        columns: Vec<Column>,
        /// The file has a header row.
        titled: bool,
    },
    /// Text in one column that holds no phone numbers: something else than a
    /// known separator stands between its columns, or it is no list.
    #[error(
        "the list has one column, and it holds no phone numbers; say what separates the \
         columns, or save the list as XLSX or CSV"
    )]
    NotSeparated {
        /// That column.
        columns: Vec<Column>,
    },
    /// A column was named that the file does not have.
    #[error("there is no column \"{header}\"{}", found(.headers))]
    UnknownColumn {
        /// The name that was given.
        header: String,
        /// The headers found, in order.
        headers: Vec<String>,
    },
    /// Two columns were given for a field that takes one.
    #[error("two columns were chosen for {field}; choose one")]
    FieldTakenTwice {
        /// The field.
        field: Field,
    },
    /// A workbook that asks for a password.
    #[error(
        "this workbook is protected with a password; open it, take the password off \
         (or save the sheet as CSV) and try again"
    )]
    ProtectedWorkbook,
    /// A workbook of which something is missing or spoilt.
    #[error(
        "this workbook is damaged or was not copied to its end; open it in a \
         spreadsheet, save it anew and try again"
    )]
    DamagedWorkbook,
    /// A workbook that would inflate beyond all measure.
    #[error(
        "this workbook holds more than {limit} bytes or blank cells in one place; copy the list into \
         a new workbook, or save the sheet as CSV"
    )]
    WorkbookTooLarge {
        /// The bound that was met, in bytes or in elements without text.
        limit: u64,
    },
    /// A sheet was named that the workbook does not have.
    #[error("there is no sheet \"{sheet}\"{}", found(.sheets))]
    UnknownSheet {
        /// The name that was given.
        sheet: String,
        /// The sheets found, in order.
        sheets: Vec<String>,
    },
    /// A contact card without its end.
    #[error(
        "the contact card that begins on line {line} is cut off; export the contacts \
         again"
    )]
    UnclosedCard {
        /// Where the card begins.
        line: u64,
    },
    /// The country of the profile is none whose numbers are known.
    #[error("\"{country}\" is no known country; use a code of two letters such as PY")]
    UnknownCountry {
        /// What was given.
        country: String,
    },
}

impl ImportError {
    /// The stable code of this error, for doors and tests.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "unreadable",
            Self::Empty => "empty_file",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::Binary { .. } => "binary",
            Self::SecondEncoding { .. } => "second_encoding",
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::RecordTooLarge { .. } => "record_too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::NoNumberColumn { .. } => "no_number_column",
            Self::NotSeparated { .. } => "not_separated",
            Self::UnknownColumn { .. } => "unknown_column",
            Self::FieldTakenTwice { .. } => "field_taken_twice",
            Self::ProtectedWorkbook => "protected_workbook",
            Self::DamagedWorkbook => "damaged_workbook",
            Self::WorkbookTooLarge { .. } => "workbook_too_large",
            Self::UnknownSheet { .. } => "unknown_sheet",
            Self::UnclosedCard { .. } => "unclosed_card",
            Self::UnknownCountry { .. } => "unknown_country",
        }
    }

    /// The line that the error is about, where there is one.
    #[must_use]
    pub const fn line(&self) -> Option<u64> {
        match self {
            Self::Binary { line }
            | Self::SecondEncoding { line }
            | Self::UnclosedQuote { line }
            | Self::UnclosedCard { line }
            | Self::TooManyColumns { line, .. }
            | Self::RecordTooLarge { line, .. } => Some(*line),
            _ => None,
        }
    }
}

/// The headers of a file that has some.
fn titles(columns: &[Column], titled: bool) -> Vec<String> {
    let columns = columns.iter().filter(|_| titled);
    columns.map(|column| column.header.clone()).collect()
}

/// The headers found, as a clause; the first twenty, cut at forty characters.
fn found(headers: &[String]) -> String {
    if headers.is_empty() {
        return String::new();
    }
    let mut names: Vec<String> = headers
        .iter()
        .take(20)
        .map(|header| format!("\"{}\"", header.chars().take(40).collect::<String>()))
        .collect();
    if headers.len() > names.len() {
        names.push("…".to_owned());
    }
    format!(" (found: {})", names.join(", "))
}
