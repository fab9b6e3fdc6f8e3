//! Bytes of a contact list in, checked rows out. Knows no database and writes
//! nothing.
//!
//! [`Reader::open_file`] looks at the beginning of a file (CSV, TSV, TXT, XLSX,
//! vCard, an export of Google Contacts) and finds out encoding, separator, sheet,
//! header and the meaning of each column; [`ImportOptions`] overrule any of it.
//! [`Reader::from_text`] does so with what was pasted. The reader is then an iterator over [`Record`]s in bounded memory.
//! [`check`] reads a file for its preview, [`Reader::distinct`] for the import.
//!
//! ```
//! use contact_import::{Existing, ImportOptions, Reader, check};
//!
//! let file = "numero,nombre\n0992 756 462,Ana\nabc,Luis\n";
//! let reader = Reader::open(file.as_bytes(), &ImportOptions::new("PY"))?;
//! let preview = check(reader, |_row| Existing::NOTHING)?;
//! assert_eq!(preview.counts.new, 1);
//! assert_eq!(preview.rows[0].phone.to_string(), "+595992756462");
//! assert_eq!(preview.invalid[0].reason.code(), "not_a_number");
//! # Ok::<(), contact_import::ImportError>(())
//! ```

mod card_columns;
mod cards;
mod columns;
mod error;
mod foreign;
mod google;
mod names;
mod options;
mod ours;
mod phone;
mod preview;
mod reader;
mod records;
mod row;
mod several;
mod sniff;
mod source;
mod text;
mod workbook;

pub use card_columns::CardTitles;
pub use columns::{Column, ColumnOverride, Field};
pub use error::{ImportError, MAX_COLUMNS, MAX_RECORD_BYTES, MAX_VALUE_CHARS};
pub use foreign::ForeignFormat;
pub use options::{Encoding, ImportOptions, Separator, UnknownSeparator};
pub use phone::{
    PhoneError, PhoneKind, PhoneNumber, dialling_code, is_known_region, parse_phone, readable,
    regions,
};
pub use preview::{
    Change, Counts, Existing, PREVIEW_INVALID, PREVIEW_REPEATED, PREVIEW_ROWS, Preview, check,
};
pub use reader::{Checked, Detected, Distinct, Format, Progress, Reader, SAMPLE_ROWS};
pub use row::{InvalidRow, Record, Refusal, Remarks, RepeatedRow, Row};
