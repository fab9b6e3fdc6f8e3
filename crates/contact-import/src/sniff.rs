//! What a sample of the text says about separator and header.

use rlibphonenumber::Region;

use crate::columns::Field;
use crate::error::ImportError;
use crate::names::meaning;
use crate::options::{ImportOptions, Separator};
use crate::phone::{PhoneError, PhoneKind, parse_for};
use crate::records::{RawRecord, sample, trim};
use crate::several;

/// Records looked at.
pub(crate) const SAMPLE_RECORDS: usize = 100;
/// Columns of a candidate looked at for numbers.
const SAMPLE_COLUMNS: usize = 64;

/// What was found out.
pub(crate) struct Sniffed {
    /// The separator, chosen or detected.
    pub separator: Separator,
    /// What stands where in the sample.
    pub layout: Layout,
}

/// A sample of records, told apart.
pub(crate) struct Layout {
    /// All of it.
    pub sample: Vec<RawRecord>,
    /// Records before the header that only say what the list is.
    pub titles: usize,
    /// The record after the titles is the header.
    pub header: bool,
}

impl Layout {
    /// Finds the header of a sample, and what stands above it.
    ///
    /// # Errors
    /// [`ImportError::Empty`] where there is no record.
    pub fn of(
        sample: Vec<RawRecord>,
        options: &ImportOptions,
        region: Option<Region>,
    ) -> Result<Self, ImportError> {
        let titles = match options.header {
            Some(false) => 0,
            _ => titles(&sample, region),
        };
        let first = sample.get(titles).ok_or(ImportError::Empty)?;
        let rows = sample.get(titles + 1..).unwrap_or_default();
        let header = options
            .header
            .unwrap_or_else(|| is_header(first, rows, region));
        Ok(Self {
            sample,
            titles,
            header,
        })
    }

    /// The header.
    pub fn header(&self) -> Option<&RawRecord> {
        self.sample.get(self.titles).filter(|_| self.header)
    }

    /// Records that hold no contact.
    pub fn skipped(&self) -> usize {
        self.titles + usize::from(self.header)
    }

    /// The first contacts.
    pub fn rows(&self) -> &[RawRecord] {
        self.sample.get(self.skipped()..).unwrap_or_default()
    }
}

/// Titles and remarks above a list, as people put them into spreadsheets.
const MAX_TITLES: usize = 20;

/// How many records stand above the header: those before the first one that
/// names the column of numbers, or two other columns, if none of them holds a
/// number to call.
fn titles(sample: &[RawRecord], region: Option<Region>) -> usize {
    let names_columns = |record: &RawRecord| {
        let named: Vec<Field> = record
            .cells()
            .filter(|cell| cell.len() <= LONGEST_NAME)
            .filter_map(|cell| meaning(cell).map(|(field, _)| field))
            .collect();
        named.len() > 1 || (named.contains(&Field::Number) && filled(record) > 1)
    };
    let callable = |record: &RawRecord| record.cells().any(|cell| parse_for(cell, region).is_ok());
    for (index, record) in sample.iter().take(MAX_TITLES + 1).enumerate() {
        if callable(record) {
            return 0;
        }
        if names_columns(record) {
            return index;
        }
    }
    0
}

/// Longest text that is taken for the name of a column above which are titles.
const LONGEST_NAME: usize = 40;

/// Cells with any text.
fn filled(record: &RawRecord) -> usize {
    record.cells().filter(|cell| !trim(cell).is_empty()).count()
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
    let mut layout = Layout::of(records, options, region)?;
    let is_open = chosen.is_none() && options.columns.is_empty();
    if is_open && separator != Separator::None && is_numbers_alone(&layout, region) {
        separator = Separator::None;
        layout = Layout::of(records_of(separator)?, options, region)?;
    }
    Ok(Sniffed { separator, layout })
}

/// Nothing but numbers, several on a line, under one title or none: what stands
/// between them separates people and not columns.
fn is_numbers_alone(layout: &Layout, region: Option<Region>) -> bool {
    let rows = layout.rows();
    let width = rows.iter().map(RawRecord::len).max().unwrap_or(0);
    let numbers = |index| {
        let blank = |record: &RawRecord| record.get(index).is_none_or(|cell| trim(cell).is_empty());
        rows.iter().all(blank) || Likeness::of(rows, index, region).valid >= MOSTLY
    };
    layout.header().is_none_or(|header| filled(header) == 1)
        && rows.iter().any(|record| filled(record) > 1)
        && (0..width).take(SAMPLE_COLUMNS).all(numbers)
}

/// The part of the cells of a column that must be callable where all that a
/// line holds is taken for numbers.
const MOSTLY: f64 = 0.75;

/// At least two columns in most records, or in a header.
fn splits(records: &[RawRecord]) -> bool {
    let split = records.iter().filter(|record| record.len() > 1).count();
    split * 2 > records.len()
        || records
            .first()
            .is_some_and(|first| first.len() > 1 && named(first) > 1)
}

/// Cells of a record that are known headers.
fn named(record: &RawRecord) -> usize {
    record
        .cells()
        .filter(|cell| meaning(cell).is_some())
        .count()
}

/// Known headers, and a column of numbers.
fn evidence(records: &[RawRecord], region: Option<Region>) -> f64 {
    let width = records.iter().map(RawRecord::len).max().unwrap_or(0);
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
    let mut widths: Vec<usize> = records.iter().map(RawRecord::len).collect();
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
    let looks = |cell: &str| parse_for(cell, region);
    let has_number = first.cells().map(looks).any(|read| {
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
    let width = first.len().min(SAMPLE_COLUMNS);
    let best = (0..width)
        .map(|index| (index, Likeness::of(rows, index, region)))
        .filter(|(_, like)| like.valid > 0.0)
        .max_by(|a, b| a.1.score().total_cmp(&b.1.score()));
    let over_numbers = match best {
        Some((index, _)) => first.get(index).map_or("", trim),
        // Nothing to hold it against: letters in every cell make names of columns.
        None => return first.cells().all(has_letters),
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
    /// How many cells can be written to: callable, and no landline.
    pub reachable: usize,
}

impl Likeness {
    /// Looks at one column.
    #[allow(clippy::cast_precision_loss, reason = "at most a hundred records")]
    pub fn of(records: &[RawRecord], index: usize, region: Option<Region>) -> Self {
        let (mut cells, mut valid, mut digits, mut reachable) = (0_usize, 0_usize, 0_usize, 0);
        for record in records {
            let Some(cell) = record.get(index) else {
                continue;
            };
            match parse_for(cell, region) {
                Err(PhoneError::Empty) => continue,
                Err(_) if record.len() == 1 && several::numbers(cell, region).is_some() => {
                    valid += 1;
                }
                Err(PhoneError::NotANumber) => {}
                Err(_) => digits += 1,
                Ok(phone) => {
                    valid += 1;
                    reachable += usize::from(phone.kind() != PhoneKind::Landline);
                }
            }
            cells += 1;
        }
        let all = cells.max(1) as f64;
        Self {
            valid: valid as f64 / all,
            digits: digits as f64 / all,
            reachable,
        }
    }

    /// One measure of both, 0 to 1.
    pub fn score(&self) -> f64 {
        self.valid + self.digits / 2.0
    }
}
