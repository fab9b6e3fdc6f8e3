//! What an import would do, before anything is written.

use serde::Serialize;

use crate::error::ImportError;
use crate::reader::{Checked, Detected, Reader};
use crate::row::{InvalidRow, RepeatedRow, Row};

/// Rows that a preview shows.
pub const PREVIEW_ROWS: usize = 50;

/// Refused rows that a preview lists; all are counted.
pub const PREVIEW_INVALID: usize = 1_000;

/// Repetitions that a preview lists; all are counted.
pub const PREVIEW_REPEATED: usize = 1_000;

/// Characters of a refused or repeated cell that a preview keeps.
const PREVIEW_TEXT: usize = 200;

/// What storing a row would do to the contacts of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// It makes a contact.
    New,
    /// It changes a contact.
    Updated,
    /// It leaves a contact as it is.
    Unchanged,
}

/// What the profile knows of the number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Existing {
    /// What storing the row would do.
    pub change: Change,
    /// The person opted out, and stays so whatever is stored.
    pub opted_out: bool,
}

impl Existing {
    /// Nothing is known of the number.
    pub const NOTHING: Self = Self {
        change: Change::New,
        opted_out: false,
    };
}

/// How many records of each sort. `rows` is the sum of all the others but
/// `opted_out`, which counts people who are among new, updated or unchanged too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Records with any text in them, the header aside.
    pub rows: u64,
    /// Contacts that would be made.
    pub new: u64,
    /// Contacts that would change.
    pub updated: u64,
    /// Contacts that would stay as they are.
    pub unchanged: u64,
    /// Rows whose number came before in the file.
    pub duplicates: u64,
    /// Rows whose number was refused.
    pub invalid: u64,
    /// Rows of people who opted out.
    pub opted_out: u64,
}

/// The whole file, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// What the file was taken for.
    pub detected: Detected,
    /// Counts over the whole file.
    pub counts: Counts,
    /// The first [`PREVIEW_ROWS`] accepted rows.
    pub rows: Vec<Row>,
    /// The first [`PREVIEW_INVALID`] refused rows, their texts shortened to 200
    /// characters; `counts.invalid` says how many there are.
    pub invalid: Vec<InvalidRow>,
    /// The first [`PREVIEW_REPEATED`] rows whose number came before, shortened
    /// in the same way; `counts.duplicates` says how many there are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeated: Vec<RepeatedRow>,
}

/// Reads a file to its end and counts what an import would do. `known` is asked
/// once for every number, with the row that would be stored.
///
/// # Errors
/// What makes the whole file unusable; see [`ImportError`].
pub fn check(
    reader: Reader<'_>,
    mut known: impl FnMut(&Row) -> Existing,
) -> Result<Preview, ImportError> {
    let mut counts = Counts::default();
    let mut rows = Vec::new();
    let (mut invalid, mut repeated) = (Vec::new(), Vec::new());
    let mut records = reader.distinct();
    for record in &mut records {
        counts.rows += 1;
        match record? {
            Checked::Accepted(row) => {
                let existing = known(&row);
                match existing.change {
                    Change::New => counts.new += 1,
                    Change::Updated => counts.updated += 1,
                    Change::Unchanged => counts.unchanged += 1,
                }
                counts.opted_out += u64::from(existing.opted_out);
                if rows.len() < PREVIEW_ROWS {
                    rows.push(row);
                }
            }
            Checked::Duplicate(row) => {
                counts.duplicates += 1;
                if repeated.len() < PREVIEW_REPEATED {
                    repeated.push(RepeatedRow {
                        text: row.text.chars().take(PREVIEW_TEXT).collect(),
                        cells: Vec::new(),
                        ..row
                    });
                }
            }
            Checked::Invalid(row) => {
                counts.invalid += 1;
                if invalid.len() < PREVIEW_INVALID {
                    invalid.push(InvalidRow {
                        text: row.text.chars().take(PREVIEW_TEXT).collect(),
                        cells: Vec::new(),
                        ..row
                    });
                }
            }
        }
    }
    Ok(Preview {
        detected: records.detected(),
        counts,
        rows,
        invalid,
        repeated,
    })
}
