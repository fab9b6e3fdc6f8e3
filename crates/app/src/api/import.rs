//! The import of contacts.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Where the rows of an import or of a campaign come from.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum ImportSource {
    /// A file on this computer.
    File {
        /// Its path.
        path: String,
    },
    /// Text that was pasted.
    Text {
        /// The text.
        text: String,
    },
}

/// How to read a file; what is absent is detected.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ReadOptions {
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1252`.
    pub encoding: Option<String>,
    /// One character.
    pub separator: Option<String>,
    /// Whether the first row holds titles.
    pub header: Option<bool>,
    /// Header text (or the number of a column's place) to field: `number`, `title`, `name`,
    /// `surname`, `group`, `note`, `consent`, `consent_at`, `consent_proof`,
    /// `opted_out`, `extra`, `ignore`.
    pub columns: BTreeMap<String, String>,
    /// Country of national numbers; the profile's where absent.
    pub country: Option<String>,
    /// The sheet of a workbook, by name; the first one with people where absent.
    pub sheet: Option<String>,
}

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ColumnView {
    /// Its title, or the number of its place, from 1.
    pub header: String,
    /// `number`, `title`, `name`, `surname`, `group`, `note`, `consent`,
    /// `consent_at`, `consent_proof`, `opted_out`, `extra`, `ignore`.
    pub field: String,
}

/// How a file was read.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Detected {
    /// `csv`, `tsv`, `txt`, `xlsx`, `vcard`, `google_csv`.
    pub format: String,
    /// As in [`ReadOptions::encoding`].
    pub encoding: String,
    /// None when there is one column.
    pub separator: Option<String>,
    /// Whether the first row holds titles.
    pub header: bool,
    /// The columns in order.
    pub columns: Vec<ColumnView>,
    /// Whether the file is partly UTF-8 and partly Windows-1252. Each part is
    /// read as what it is; a person should look at the accents all the same.
    pub mixed: bool,
    /// The sheets of a workbook, in order; empty for other files.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    pub sheet: Option<String>,
}

/// What an import will do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportCounts {
    /// Records in the file, blank lines and titles apart.
    pub rows: u64,
    /// People not known before.
    pub new: u64,
    /// Known people of whom something changes.
    pub updated: u64,
    /// Known people of whom nothing changes.
    pub unchanged: u64,
    /// Repetitions of a number within the file.
    pub duplicates: u64,
    /// Records without a usable number.
    pub invalid: u64,
    /// People who asked not to be messaged (also counted above).
    pub opted_out: u64,
}

/// A row as it will be stored.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportRow {
    /// Line of the file where the record begins, from 1.
    pub line: u64,
    /// Canonical number.
    pub phone: String,
    /// The number as it was written.
    pub typed: String,
    /// Whether the number is that of a landline.
    pub landline: bool,
    /// `new`, `updated` or `unchanged`.
    pub change: String,
    /// Whether the person asked not to be messaged, and stays so.
    pub opted_out: bool,
    /// Name, surname joined.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields.
    pub fields: BTreeMap<String, String>,
    /// The note.
    pub note: String,
}

/// A record that cannot be used.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct InvalidRow {
    /// Line of the file where the record begins, from 1.
    pub line: u64,
    /// The number as it was written.
    pub text: String,
    /// `not_a_number`, `too_short`, `too_long`, `invalid_for_country`,
    /// `rounded_by_spreadsheet`, `empty`, `value_too_long`.
    pub reason: String,
}

/// A record whose number came before in the file.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RepeatedRow {
    /// Line of the file where the record begins, from 1.
    pub line: u64,
    /// The line of the record that has the number first, and is kept.
    pub first_line: u64,
    /// The number as it was written.
    pub text: String,
}

/// Everything a person needs to see before an import.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportPreview {
    /// How the file was read.
    pub detected: Detected,
    /// The first records as they stand in the file, cell by cell, the titles
    /// among them.
    pub sample: Vec<Vec<String>>,
    /// What would happen.
    pub counts: ImportCounts,
    /// The first 50 usable rows.
    pub rows: Vec<ImportRow>,
    /// The first 1,000 unusable records.
    pub invalid: Vec<InvalidRow>,
    /// The first 1,000 records whose number came before.
    pub repeated: Vec<RepeatedRow>,
}

/// How to import.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ImportOptions {
    /// How to read the file.
    pub read: ReadOptions,
    /// A group that everybody joins.
    pub group: Option<String>,
    /// Leave people who are known already as they are.
    pub skip_existing: bool,
    /// How these people agreed to be messaged.
    pub consent: Option<String>,
}

/// What an import did.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportDone {
    /// How the file was read.
    pub detected: Detected,
    /// What happened.
    pub counts: ImportCounts,
    /// The first 1,000 unusable records.
    pub invalid: Vec<InvalidRow>,
    /// The change that [`crate::Session::undo`] takes back; none where nothing
    /// changed.
    pub change: Option<i64>,
}

/// How far a long piece of work is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct WorkProgress {
    /// What is being done.
    pub work: Work,
    /// How much of it is done, in the unit of `total`.
    pub done: u64,
    /// All of it (bytes of a file, contacts); none where it is not known yet.
    pub total: Option<u64>,
    /// Contacts or rows so far.
    pub people: u64,
}

/// Long pieces of work; one of each kind goes on at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Work {
    /// A file is read for its preview.
    Preview,
    /// A file is read for its import.
    Read,
    /// Contacts are written, all or none.
    Write,
    /// A bulk change, or an undo.
    Change,
    /// Contacts are written to a file.
    Export,
    /// The report of a campaign is written to a file.
    Report,
    /// The server is asked who uses `WhatsApp`.
    Check,
    /// A file is prepared for sending. Done and total are thousandths.
    Attach,
    /// A backup is made of the profile. Done and total are bytes.
    Backup,
    /// A profile is made of a backup. Done and total are bytes; without a total
    /// what was written is looked at.
    Restore,
}
