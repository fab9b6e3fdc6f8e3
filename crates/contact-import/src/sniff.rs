//! What a sample of the text says about separator and header.

use rlibphonenumber::Region;

use crate::error::ImportError;
use crate::names::meaning;
use crate::options::{ImportOptions, Separator};
use crate::phone::{PhoneError, parse_for};
use crate::records::{RawRecord, sample, trim};

/// Records looked at.
const SAMPLE_RECORDS: usize = 100;
/// Columns of a candidate looked at for numbers.
const SAMPLE_COLUMNS: usize = 64;

/// What was found out.
pub(crate) struct Sniffed {
    /// The separator, chosen or detected.
    pub separator: Separator,
    /// The header row.
    pub header: Option<RawRecord>,
    /// The first records after it.
    pub rows: Vec<RawRecord>,
}

/// Looks at the text at the beginning of a file, `whole` when there is no more.
///
/// # Errors
/// [`ImportError::Empty`] where there is no record, or what makes the first one
/// unreadable.
pub(crate) fn sniff(
    text: &str,
    whole: bool,
    line: u64,
    options: &ImportOptions,
    chosen: Option<Separator>,
    region: Option<Region>,
) -> Result<Sniffed, ImportError> {
    let records_of =
        |separator: Separator| sample(text, whole, separator.byte(), line, SAMPLE_RECORDS);
    let mut separator = chosen.unwrap_or(Separator::None);
    let mut records = records_of(separator)?;
    if chosen.is_none() {
        let mut best = evidence(&records, region);
        for candidate in Separator::CANDIDATES {
            let split = records_of(candidate)?;
            if splits(&split) {
                let found = evidence(&split, region) + regularity(&split);
                if found > best {
                    (separator, records, best) = (candidate, split, found);
                }
            }
        }
    }
    let first = records.first().ok_or(ImportError::Empty)?;
    let header = match options.header {
        Some(chosen) => chosen,
        None => is_header(first, records.get(1..).unwrap_or_default(), region),
    };
    Ok(Sniffed {
        separator,
        header: header.then(|| records.remove(0)),
        rows: records,
    })
}

/// At least two columns in most records, or in a header.
fn splits(records: &[RawRecord]) -> bool {
    let split = records
        .iter()
        .filter(|record| record.cells.len() > 1)
        .count();
    split * 2 > records.len()
        || records
            .first()
            .is_some_and(|first| first.cells.len() > 1 && named(first) > 1)
}

/// Cells of a record that are known headers.
fn named(record: &RawRecord) -> usize {
    record
        .cells
        .iter()
        .filter(|cell| meaning(cell).is_some())
        .count()
}

/// Known headers, and a column of numbers.
fn evidence(records: &[RawRecord], region: Option<Region>) -> f64 {
    let width = records
        .iter()
        .map(|record| record.cells.len())
        .max()
        .unwrap_or(0);
    let numbers = (0..width.min(SAMPLE_COLUMNS))
        .map(|index| Likeness::of(records, index, region).score())
        .fold(0.0, f64::max);
    let headers = match records.first().map_or(0, named) {
        0 => 0.0,
        1 => 2.0,
        2 => 3.0,
        _ => 4.0,
    };
    headers + 4.0 * numbers
}

/// The part of records that have the usual number of cells, and a trifle for
/// more columns.
#[allow(clippy::cast_precision_loss, reason = "at most a hundred records")]
fn regularity(records: &[RawRecord]) -> f64 {
    let mut widths: Vec<usize> = records.iter().map(|record| record.cells.len()).collect();
    widths.sort_unstable();
    let usual = widths
        .chunk_by(|a, b| a == b)
        .max_by_key(|chunk| chunk.len())
        .unwrap_or_default();
    let width = usual.first().copied().unwrap_or(0).min(20);
    usual.len() as f64 / records.len().max(1) as f64 + width as f64 / 100.0
}

/// Whether the first record names the columns: a known name and no number in it,
/// or letters where the records after it have their numbers.
fn is_header(first: &RawRecord, rows: &[RawRecord], region: Option<Region>) -> bool {
    let looks = |cell: &String| parse_for(cell, region);
    let has_number = first.cells.iter().map(looks).any(|read| {
        matches!(
            read,
            Ok(_) | Err(PhoneError::RoundedBySpreadsheet | PhoneError::TooLong)
        )
    });
    if has_number {
        return false;
    }
    if named(first) > 0 {
        return true;
    }
    let width = first.cells.len().min(SAMPLE_COLUMNS);
    let best = (0..width)
        .map(|index| (index, Likeness::of(rows, index, region)))
        .filter(|(_, like)| like.valid > 0.0)
        .max_by(|a, b| a.1.score().total_cmp(&b.1.score()));
    let over_numbers = match best {
        Some((index, _)) => first.cells.get(index).map_or("", |cell| trim(cell)),
        // Nothing to hold it against: letters in every cell make names of columns.
        None => return first.cells.iter().all(|cell| has_letters(cell)),
    };
    has_letters(over_numbers)
}

fn has_letters(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic) && !cell.chars().any(|sign| sign.is_ascii_digit())
}

/// How far the cells of a column are phone numbers; blank cells do not count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likeness {
    /// The part that can be called, 0 to 1.
    pub valid: f64,
    /// The part that is digits at least, and refused.
    pub digits: f64,
}

impl Likeness {
    /// Looks at one column.
    #[allow(clippy::cast_precision_loss, reason = "at most a hundred records")]
    pub fn of(records: &[RawRecord], index: usize, region: Option<Region>) -> Self {
        let (mut cells, mut valid, mut digits) = (0_usize, 0_usize, 0_usize);
        for cell in records.iter().filter_map(|record| record.cells.get(index)) {
            match parse_for(cell, region) {
                Err(PhoneError::Empty) => continue,
                Err(PhoneError::NotANumber) => {}
                Err(_) => digits += 1,
                Ok(_) => valid += 1,
            }
            cells += 1;
        }
        let all = cells.max(1) as f64;
        Self {
            valid: valid as f64 / all,
            digits: digits as f64 / all,
        }
    }

    /// One measure of both, 0 to 1.
    pub fn score(&self) -> f64 {
        self.valid + self.digits / 2.0
    }
}
