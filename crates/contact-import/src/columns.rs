//! Which column of a file means what.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::error::ImportError;
use crate::google;
use crate::names::{fold, meaning};
use crate::options::ImportOptions;
use crate::ours;
use crate::records::{RawRecord, trim};
use crate::sniff::{Layout, Likeness};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// The phone number. One column, and every file has it.
    Number,
    /// The form of address ("sustantivo", "tratamiento").
    Title,
    /// The name.
    Name,
    /// The surname; joined to the name. Middle name and surname may have a column
    /// each.
    Surname,
    /// Groups, one or several in a cell. Any number of columns.
    Group,
    /// A note about the person.
    Note,
    /// How they agreed to be messaged.
    Consent,
    /// When they did.
    ConsentAt,
    /// What proves it.
    ConsentProof,
    /// Since when they do not want to be messaged; empty for everybody else.
    OptedOut,
    /// Anything else, kept under this key and usable as a variable.
    Extra(String),
    /// Left out.
    Ignore,
}

impl Field {
    /// `number`, `title`, `name`, `surname`, `group`, `note`, `consent`,
    /// `consent_at`, `consent_proof`, `opted_out`, `extra` or `ignore`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Title => "title",
            Self::Name => "name",
            Self::Surname => "surname",
            Self::Group => "group",
            Self::Note => "note",
            Self::Consent => "consent",
            Self::ConsentAt => "consent_at",
            Self::ConsentProof => "consent_proof",
            Self::OptedOut => "opted_out",
            Self::Extra(_) => "extra",
            Self::Ignore => "ignore",
        }
    }

    /// Whether one column at most can hold it.
    pub(crate) const fn is_single(&self) -> bool {
        !matches!(
            self,
            Self::Surname | Self::Group | Self::Extra(_) | Self::Ignore
        )
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl FromStr for Field {
    type Err = Infallible;

    /// Reads a code, or any header that means a field (`"nombre"`). `"extra"`
    /// keeps the column's own name as its key; any other text is the key of an
    /// extra field.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let folded = fold(text);
        Ok(match folded.as_str() {
            "extra" | "" => Self::Extra(String::new()),
            "ignore" | "ignorar" | "skip" => Self::Ignore,
            "note" => Self::Note,
            "consent" => Self::Consent,
            "consent at" => Self::ConsentAt,
            "consent proof" => Self::ConsentProof,
            "opted out" => Self::OptedOut,
            _ => meaning(&folded).map_or_else(|| Self::Extra(trim(text).to_owned()), |(f, _)| f),
        })
    }
}

/// A column that a person gave a meaning to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOverride {
    /// Its header as [`Column::header`] shows it, case and accents aside; the
    /// number of the column, from 1, where it has none.
    pub header: String,
    /// What it holds. `Extra("")` keeps the header as key.
    pub field: Field,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The header, told apart from equal ones by a number (`"Tel (2)"`); the
    /// number of the column, from 1, where there is no header.
    pub header: String,
    /// What it holds.
    pub field: Field,
}

/// The columns of a file and what is special about them.
pub(crate) struct Assigned {
    /// In their order.
    pub columns: Vec<Column>,
    /// Columns with further numbers of the same person, in order of preference.
    pub other_numbers: Vec<usize>,
    /// The headers are those of an export from Google Contacts.
    pub google: bool,
}

/// The columns of a file: headers made distinct, and each one's meaning.
pub(crate) fn assign(
    layout: &Layout,
    options: &ImportOptions,
    region: Option<rlibphonenumber::Region>,
) -> Result<Assigned, ImportError> {
    let (header, rows) = (layout.header(), layout.rows());
    let width = header
        .map_or(0, RawRecord::len)
        .max(rows.iter().map(RawRecord::len).max().unwrap_or(0));
    let headers = distinct(header, width);
    let mut fields = chosen(&headers, &options.columns)?;
    let likeness: Vec<Likeness> = (0..width)
        .map(|index| Likeness::of(rows, index, region))
        .collect();
    let google = header
        .is_some()
        .then(|| google::match_names(&headers, &mut fields));
    let google = google.flatten();
    if let Some(header) = header {
        ours::match_names(header, &mut fields);
        match_names(&headers, &likeness, &mut fields);
    }
    if !fields.contains(&Some(Field::Number)) {
        let number = by_content(&likeness, &fields, header.is_none());
        if let Some(slot) = number.and_then(|number| fields.get_mut(number)) {
            *slot = Some(Field::Number);
        }
    }
    let found = fields.contains(&Some(Field::Number));
    ignore_margin(header, rows, &mut fields);
    if header.is_none() {
        match_positions(rows, &mut fields);
    }
    let columns = named(headers, fields);
    if !found {
        return Err(ImportError::NoNumberColumn {
            columns,
            titled: header.is_some(),
        });
    }
    Ok(Assigned {
        columns,
        google: google.is_some(),
        other_numbers: google.unwrap_or_default(),
    })
}

/// A column of a kind of file whose columns are fixed.
pub(crate) struct Fixed {
    /// What it is called here.
    pub title: String,
    /// What it is called in the file, by which it can be chosen, too.
    pub name: &'static str,
    /// What it holds.
    pub field: Field,
    /// It holds nothing in the whole file.
    pub empty: bool,
}

/// The columns of a file whose columns are fixed, less what a person chose
/// otherwise. Those that hold nothing are left out.
pub(crate) fn assign_fixed(
    fixed: Vec<Fixed>,
    options: &ImportOptions,
) -> Result<Vec<Column>, ImportError> {
    let headers: Vec<String> = fixed.iter().map(|column| column.title.clone()).collect();
    let mut overrides = options.columns.clone();
    for chosen in &mut overrides {
        let known = fixed.iter().find(|column| column.name == chosen.header);
        if let Some(column) = known.filter(|_| find(&headers, &chosen.header).is_none()) {
            chosen.header.clone_from(&column.title);
        }
    }
    let mut fields = chosen(&headers, &overrides)?;
    for (index, column) in fixed.into_iter().enumerate() {
        let taken = column.field.is_single() && fields.contains(&Some(column.field.clone()));
        if let Some(slot) = fields.get_mut(index)
            && slot.is_none()
            && !taken
        {
            *slot = Some(if column.empty {
                Field::Ignore
            } else {
                column.field
            });
        }
    }
    let found = fields.contains(&Some(Field::Number));
    let columns = named(headers, fields);
    if found {
        Ok(columns)
    } else {
        Err(ImportError::NoNumberColumn {
            columns,
            titled: true,
        })
    }
}

/// The meanings that a person chose, by column.
fn chosen(
    headers: &[String],
    overrides: &[ColumnOverride],
) -> Result<Vec<Option<Field>>, ImportError> {
    let mut fields: Vec<Option<Field>> = vec![None; headers.len()];
    for chosen in overrides {
        let index = find(headers, &chosen.header).ok_or_else(|| ImportError::UnknownColumn {
            header: chosen.header.clone(),
            headers: headers.to_vec(),
        })?;
        if let Some(slot) = fields.get_mut(index) {
            *slot = Some(chosen.field.clone());
        }
    }
    refuse_doubles(&fields)?;
    Ok(fields)
}

/// Columns that nobody gave a meaning to are extra fields under their header.
fn named(headers: Vec<String>, fields: Vec<Option<Field>>) -> Vec<Column> {
    let columns = headers.into_iter().zip(fields);
    columns
        .map(|(header, field)| Column {
            field: match field {
                None => Field::Extra(header.clone()),
                Some(Field::Extra(key)) if key.is_empty() => Field::Extra(header.clone()),
                Some(field) => field,
            },
            header,
        })
        .collect()
}

/// Leaves out the empty columns to the left of a list: its margin.
fn ignore_margin(header: Option<&RawRecord>, rows: &[RawRecord], fields: &mut [Option<Field>]) {
    let blank = |index: usize| {
        let mut records = header.into_iter().chain(rows);
        records.all(|record| record.get(index).is_none_or(|cell| trim(cell).is_empty()))
    };
    let margin = (0..fields.len()).take_while(|index| blank(*index)).count();
    for slot in fields.iter_mut().take(margin).filter(|slot| slot.is_none()) {
        *slot = Some(Field::Ignore);
    }
}

/// Headers as people see them, each a different one.
fn distinct(header: Option<&RawRecord>, width: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    // Where the search for a free number goes on: a thousand equal headers must
    // not be compared each with each.
    let mut copies: HashMap<String, usize> = HashMap::new();
    (0..width)
        .map(|index| {
            let own = header.and_then(|record| record.get(index)).map_or("", trim);
            let own = if own.is_empty() {
                (index + 1).to_string()
            } else {
                own.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let mut name = own.clone();
            if !seen.insert(key(&name)) {
                let copy = copies.entry(key(&own)).or_insert(2);
                name = format!("{own} ({copy})");
                while !seen.insert(key(&name)) {
                    *copy += 1;
                    name = format!("{own} ({copy})");
                }
                *copy += 1;
            }
            name
        })
        .collect()
}

/// What two headers must not share: the folded form, or the text where folding
/// leaves nothing.
fn key(header: &str) -> String {
    let folded = fold(header);
    if folded.is_empty() {
        header.to_owned()
    } else {
        folded
    }
}

/// The column of a header, compared exactly and then folded.
fn find(headers: &[String], wanted: &str) -> Option<usize> {
    let wanted = trim(wanted);
    headers
        .iter()
        .position(|header| header == wanted)
        .or_else(|| headers.iter().position(|header| key(header) == key(wanted)))
}

fn refuse_doubles(fields: &[Option<Field>]) -> Result<(), ImportError> {
    for single in [
        Field::Number,
        Field::Title,
        Field::Name,
        Field::Note,
        Field::Consent,
        Field::ConsentAt,
        Field::ConsentProof,
        Field::OptedOut,
    ] {
        if fields
            .iter()
            .flatten()
            .filter(|field| **field == single)
            .count()
            > 1
        {
            return Err(ImportError::FieldTakenTwice { field: single });
        }
    }
    Ok(())
}

/// Gives each field to the column whose header names it best. A number column
/// must hold numbers where there is another that does: many lists begin with a
/// "Número" that counts the rows.
fn match_names(headers: &[String], likeness: &[Likeness], fields: &mut [Option<Field>]) {
    for wanted in [
        Field::Number,
        Field::Title,
        Field::Name,
        Field::Surname,
        Field::Group,
    ] {
        if fields.contains(&Some(wanted.clone())) {
            continue;
        }
        let mut claims: Vec<(usize, usize)> = headers
            .iter()
            .enumerate()
            .filter(|(index, _)| fields.get(*index).is_some_and(Option::is_none))
            .filter_map(|(index, header)| match meaning(header) {
                Some((field, rank)) if field == wanted => Some((rank, index)),
                _ => None,
            })
            .collect();
        claims.sort_unstable();
        if wanted == Field::Number {
            let valid = |index: usize| likeness.get(index).map_or(0.0, |like| like.valid);
            let best = claims
                .iter()
                .map(|(_, index)| valid(*index))
                .fold(0.0, f64::max);
            let elsewhere = (0..fields.len())
                .filter(|index| fields.get(*index).is_some_and(Option::is_none))
                .map(valid)
                .fold(0.0, f64::max);
            if best == 0.0 && elsewhere >= LIKELY {
                continue;
            }
            claims.retain(|(_, index)| valid(*index) * 2.0 >= best);
            keep_fullest(&mut claims, |(_, index)| {
                likeness.get(*index).map_or(0, |like| like.reachable)
            });
        }
        if let Some((_, index)) = claims.first()
            && let Some(slot) = fields.get_mut(*index)
        {
            *slot = Some(wanted);
        }
    }
}

/// The part of callable numbers from which a column is believed whatever the
/// headers say.
const LIKELY: f64 = 0.75;

/// The column whose cells look most like phone numbers; an earlier one unless a
/// later one is clearly better or fuller. Without a header less is asked, because
/// a list may well begin with bad rows.
fn by_content(likeness: &[Likeness], fields: &[Option<Field>], headless: bool) -> Option<usize> {
    let enough = if headless { 0.4 } else { 0.6 };
    let mut likely: Vec<(usize, &Likeness)> = likeness
        .iter()
        .enumerate()
        .filter(|(index, _)| fields.get(*index).is_some_and(Option::is_none))
        .filter(|(_, like)| like.score() >= enough)
        .collect();
    let scores = likely.iter().map(|(_, like)| like.score());
    let best = scores.fold(0.0, f64::max);
    likely.retain(|(_, like)| like.score() * 1.2 >= best);
    keep_fullest(&mut likely, |(_, like)| like.reachable);
    likely.first().map(|(index, _)| *index)
}

/// Of columns that may all be the number's, keeps those in which it is not
/// missing more often than in another; a tenth is no difference.
fn keep_fullest<T>(columns: &mut Vec<T>, reachable: impl Fn(&T) -> usize) {
    let most = columns.iter().map(&reachable).max().unwrap_or(0);
    columns.retain(|column| most == 0 || reachable(column) * 10 > most * 9);
}

/// Without headers: title, name and group stand after the number, in this order.
/// Where the number does not come first only the name is supposed, in the first
/// column of words.
fn match_positions(rows: &[RawRecord], fields: &mut [Option<Field>]) {
    let open = |fields: &[Option<Field>], wanted: &Field| !fields.contains(&Some(wanted.clone()));
    let first = fields.iter().find(|slot| **slot != Some(Field::Ignore));
    if first.is_some_and(|field| *field == Some(Field::Number)) {
        // A column that somebody chose keeps its place: the others stay what
        // they were.
        let order = [Field::Title, Field::Name, Field::Group].map(|wanted| {
            let free = open(fields, &wanted);
            free.then_some(wanted)
        });
        let number = |slot: &Option<Field>| *slot == Some(Field::Number);
        let behind = fields.iter_mut().skip_while(|slot| !number(slot)).skip(1);
        for (slot, wanted) in behind.zip(order) {
            if slot.is_none() {
                *slot = wanted;
            }
        }
    } else if open(fields, &Field::Name) {
        let words = |index: usize| {
            let cells = rows.iter().filter_map(|row| row.get(index));
            let (mut with, mut without) = (0, 0);
            for cell in cells.filter(|cell| !trim(cell).is_empty()) {
                if cell.chars().any(char::is_alphabetic) {
                    with += 1;
                } else {
                    without += 1;
                }
            }
            with > without
        };
        let mut free = fields
            .iter_mut()
            .enumerate()
            .filter(|(_, slot)| slot.is_none());
        if let Some((_, slot)) = free.find(|(index, _)| words(*index)) {
            *slot = Some(Field::Name);
        }
    }
}
