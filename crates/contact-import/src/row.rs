//! One record of the file, checked.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::columns::{Column, Field};
use crate::error::MAX_VALUE_CHARS;
use crate::google::{self, BETWEEN_VALUES};
use crate::names::fold;
use crate::phone::{PhoneError, PhoneKind, PhoneNumber, parse_for};
use crate::records::{RawRecord, trim};
use crate::several;

/// A row with a number that can be called.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Physical line where the record begins, from 1.
    pub line: u64,
    /// The canonical number; E.164 in JSON.
    pub phone: PhoneNumber,
    /// What kind of line it is.
    pub kind: PhoneKind,
    /// The text of the number's cell, untouched.
    pub typed: String,
    /// Name and surname; empty where the file has none.
    pub name: String,
    /// Form of address; empty where the file has none.
    pub title: String,
    /// Groups in the order of the file, each once.
    pub groups: Vec<String>,
    /// Extra values by the key of their column; empty ones left out.
    pub fields: BTreeMap<String, String>,
    /// What few lists say of a person; none where this one does not.
    #[serde(flatten)]
    pub remarks: Option<Box<Remarks>>,
}

impl Row {
    fn has_too_long_value(&self) -> bool {
        let remarks = self.remarks.iter().flat_map(|said| said.values());
        let values = [&self.name, &self.title].into_iter();
        let mut values = values
            .chain(&self.groups)
            .chain(self.fields.values())
            .chain(remarks);
        values.any(|value| is_too_long(value))
    }
}

/// Whether a value has more than [`MAX_VALUE_CHARS`] characters.
fn is_too_long(value: &str) -> bool {
    value.len() > MAX_VALUE_CHARS && value.chars().nth(MAX_VALUE_CHARS).is_some()
}

/// What few lists say of a person; each empty where the file does not.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Remarks {
    /// A note.
    pub note: String,
    /// How the person agreed to be messaged.
    pub consent: String,
    /// When they did, as it is written.
    pub consent_at: String,
    /// What proves it.
    pub consent_proof: String,
    /// Since when they do not want to be messaged, as it is written. Empty, too,
    /// where the cell says no.
    pub opted_out: String,
}

impl Remarks {
    /// Where a field is kept.
    fn place(&mut self, field: &Field) -> &mut String {
        match field {
            Field::Consent => &mut self.consent,
            Field::ConsentAt => &mut self.consent_at,
            Field::ConsentProof => &mut self.consent_proof,
            Field::OptedOut => &mut self.opted_out,
            _ => &mut self.note,
        }
    }
}

impl Remarks {
    fn values(&self) -> [&String; 5] {
        [
            &self.note,
            &self.consent,
            &self.consent_at,
            &self.consent_proof,
            &self.opted_out,
        ]
    }
}

impl fmt::Debug for Remarks {
    /// Says nothing of the person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remarks").finish_non_exhaustive()
    }
}

impl fmt::Debug for Row {
    /// Names no person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("line", &self.line)
            .field("phone", &self.phone)
            .finish_non_exhaustive()
    }
}

/// Why a row cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Its number.
    #[error(transparent)]
    Number(#[from] PhoneError),
    /// One of its other values has more than [`MAX_VALUE_CHARS`] characters.
    #[error("a value has more than {MAX_VALUE_CHARS} characters; shorten it")]
    ValueTooLong,
}

impl Refusal {
    /// The stable code: that of the number's error, or `value_too_long`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number(reason) => reason.code(),
            Self::ValueTooLong => "value_too_long",
        }
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// A row that was refused.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct InvalidRow {
    /// Physical line where the record begins, from 1.
    pub line: u64,
    /// The text of the number's cell, untouched.
    pub text: String,
    /// Why it cannot be used.
    pub reason: Refusal,
    /// All cells as they stand in the file, to save the rejects as a file. Not
    /// in JSON, and empty in a preview.
    #[serde(skip)]
    pub cells: Vec<String>,
}

/// A row whose number came before in the file.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RepeatedRow {
    /// Physical line where the record begins, from 1.
    pub line: u64,
    /// The line of the row that has the number first, and is kept.
    pub first_line: u64,
    /// The text of the number's cell, untouched.
    pub text: String,
    /// All cells as they stand in the file, as in [`InvalidRow::cells`].
    #[serde(skip)]
    pub cells: Vec<String>,
}

impl fmt::Debug for RepeatedRow {
    /// Names no person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RepeatedRow")
            .field("line", &self.line)
            .field("first_line", &self.first_line)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for InvalidRow {
    /// Names no person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidRow")
            .field("line", &self.line)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// Its number can be called.
    Row(Row),
    /// It was refused.
    Invalid(InvalidRow),
}

impl Record {
    /// Physical line where the record begins, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        match self {
            Self::Row(row) => row.line,
            Self::Invalid(row) => row.line,
        }
    }
}

/// How the records of a file become rows.
pub(crate) struct Reading {
    /// The meaning of each column.
    pub columns: Vec<Column>,
    /// The column with the number.
    number: usize,
    /// Columns with further numbers of the same person.
    other_numbers: Vec<usize>,
    region: Option<rlibphonenumber::Region>,
}

impl Reading {
    pub fn new(
        columns: Vec<Column>,
        other_numbers: Vec<usize>,
        region: Option<rlibphonenumber::Region>,
    ) -> Self {
        let number = columns
            .iter()
            .position(|column| column.field == Field::Number);
        Self {
            columns,
            number: number.unwrap_or(0),
            other_numbers,
            region,
        }
    }

    /// Reads a record. Cells beyond the last column are kept under the number
    /// of their place.
    pub fn read(&self, record: &RawRecord) -> Record {
        let own = record.get(self.number).unwrap_or_default();
        let (typed, at, parsed) = self.choose(record, own);
        let refused = |reason| {
            Record::Invalid(InvalidRow {
                line: record.line,
                text: typed.to_owned(),
                reason,
                cells: record.cells().map(str::to_owned).collect(),
            })
        };
        let phone = match parsed {
            Ok(phone) => phone,
            Err(reason) => return refused(Refusal::Number(reason)),
        };
        let mut row = Row {
            line: record.line,
            phone,
            kind: phone.kind(),
            typed: typed.to_owned(),
            name: String::new(),
            title: String::new(),
            groups: Vec::new(),
            fields: BTreeMap::new(),
            remarks: None,
        };
        let mut surname = String::new();
        for (index, cell) in record.cells().enumerate() {
            // The numbers that were passed over stay where the chosen one was.
            let left = (index == at).then(|| passed_over(own, cell, typed));
            let value = trim(left.as_deref().unwrap_or(cell));
            if value.is_empty() || is_spreadsheet_error(value) {
                continue;
            }
            match self.columns.get(index).map(|column| &column.field) {
                Some(Field::Title) => push_line(&mut row.title, value),
                Some(Field::Name) => push_line(&mut row.name, value),
                Some(Field::Surname) => push_line(&mut surname, value),
                Some(Field::Group) => add_groups(&mut row.groups, value),
                Some(Field::Number) if left.is_some() => {
                    let header = self.columns.get(index).map(|column| column.header.clone());
                    let key = header.unwrap_or_default();
                    row.fields.entry(key).or_insert_with(|| value.to_owned());
                }
                Some(Field::Number | Field::Ignore) => {}
                Some(Field::OptedOut) if is_no(value) => {}
                Some(
                    field @ (Field::Note
                    | Field::Consent
                    | Field::ConsentAt
                    | Field::ConsentProof
                    | Field::OptedOut),
                ) => value.clone_into(row.remarks.get_or_insert_default().place(field)),
                Some(Field::Extra(key)) => {
                    if !row.fields.contains_key(key) {
                        row.fields.insert(key.clone(), value.to_owned());
                    }
                }
                None => {
                    row.fields
                        .entry((index + 1).to_string())
                        .or_insert_with(|| value.to_owned());
                }
            }
        }
        join_surname(&mut row.name, &surname);
        if row.has_too_long_value() {
            return refused(Refusal::ValueTooLong);
        }
        Record::Row(row)
    }

    /// The numbers of a record that is nothing but numbers, each of which is a
    /// person: where there is one column, and several numbers in a cell of it.
    pub fn several<'r>(
        &self,
        record: &'r RawRecord,
    ) -> Option<impl Iterator<Item = &'r str> + use<'r>> {
        let cell = record.get(self.number)?;
        let alone = self.columns.len() == 1 && record.len() == 1;
        alone.then(|| several::numbers(cell, self.region))?
    }

    /// Where a person has several numbers, the first that is no landline, or
    /// the first that can be called: its text, its column, and itself.
    fn choose<'r>(
        &self,
        record: &'r RawRecord,
        own: &'r str,
    ) -> (&'r str, usize, Result<PhoneNumber, PhoneError>) {
        let first = parse_for(own, self.region);
        let several = own.contains(BETWEEN_VALUES);
        if (self.other_numbers.is_empty() && !several)
            || matches!(first, Ok(phone) if phone.kind() != PhoneKind::Landline)
        {
            return (own, self.number, first);
        }
        let own_parts = own
            .split(BETWEEN_VALUES)
            .map(|text| (trim(text), self.number));
        let others = self.other_numbers.iter().flat_map(|index| {
            let cell = record.get(*index).unwrap_or_default();
            cell.split(BETWEEN_VALUES).map(|text| (trim(text), *index))
        });
        let mut best = (own, self.number, first);
        for (text, index) in own_parts.filter(|_| several).chain(others) {
            let Ok(phone) = parse_for(text, self.region) else {
                continue;
            };
            if phone.kind() != PhoneKind::Landline {
                return (text, index, Ok(phone));
            }
            if best.2.is_err() {
                best = (text, index, Ok(phone));
            }
        }
        best
    }
}

/// What stands in the number's own cell and in the one of the number that was chosen, but
/// for this number.
fn passed_over(own: &str, cell: &str, chosen: &str) -> String {
    let mut left: Vec<&str> = Vec::new();
    for number in own.split(BETWEEN_VALUES).chain(cell.split(BETWEEN_VALUES)) {
        let number = trim(number);
        if !number.is_empty() && number != trim(chosen) && !left.contains(&number) {
            left.push(number);
        }
    }
    left.join(" ::: ")
}

/// Whether a cell about an opt-out says that there is none.
fn is_no(value: &str) -> bool {
    matches!(
        fold(value).as_str(),
        "no" | "nao" | "0" | "false" | "falso" | ""
    )
}

/// What a spreadsheet shows where a formula failed, in English, Spanish and
/// Portuguese. Nobody is called that.
fn is_spreadsheet_error(value: &str) -> bool {
    value.starts_with('#')
        && matches!(
            value,
            "#N/A"
                | "#REF!"
                | "#VALUE!"
                | "#DIV/0!"
                | "#NAME?"
                | "#NULL!"
                | "#NUM!"
                | "#GETTING_DATA"
                | "#SPILL!"
                | "#CALC!"
                | "#N/D"
                | "#¡REF!"
                | "#¡VALOR!"
                | "#VALOR!"
                | "#¡DIV/0!"
                | "#¿NOMBRE?"
                | "#NOME?"
                | "#¡NULO!"
                | "#NULO!"
                | "#¡NUM!"
                | "#NÚM!"
                | "#NUM?"
        )
}

/// Appends words, with one blank before each but the first.
fn push_line(text: &mut String, value: &str) {
    text.reserve(value.len() + 1);
    for word in value.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Line breaks and runs of blanks as one blank.
fn one_line(value: &str) -> String {
    let mut line = String::new();
    push_line(&mut line, value);
    line
}

/// Adds the surname, unless the name already ends with it.
fn join_surname(name: &mut String, surname: &str) {
    if surname.is_empty() {
        return;
    }
    let (whole, last) = (fold(name), fold(surname));
    if whole.ends_with(&format!(" {last}")) {
        return;
    }
    if !name.is_empty() {
        name.push(' ');
    }
    name.push_str(surname);
}

/// Adds the groups that a cell names, separated by `,` `;` `|` or, as Google
/// writes them, `:::`. Google's own mark for "all my contacts" is no group.
fn add_groups(groups: &mut Vec<String>, cell: &str) {
    for part in cell
        .split([',', ';', '|'])
        .flat_map(|part| part.split(BETWEEN_VALUES))
    {
        let part = trim(part);
        let googles = part.strip_prefix("* ");
        let group = one_line(googles.unwrap_or(part));
        let everybody = googles.is_some() && google::is_everybody(&group);
        if group.is_empty() || everybody || is_spreadsheet_error(&group) {
            continue;
        }
        let known = |lower: &str| groups.iter().any(|known| known.to_lowercase() == lower);
        if groups.is_empty() || !known(&group.to_lowercase()) {
            groups.push(group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(cell: &str) -> Vec<String> {
        let mut groups = Vec::new();
        add_groups(&mut groups, cell);
        groups
    }

    #[test]
    fn a_cell_may_name_several_groups() {
        assert_eq!(
            groups("VIP, Premium;Nuevos | vip ,,"),
            ["VIP", "Premium", "Nuevos"]
        );
        assert_eq!(
            groups("Friends ::: * myContacts ::: * starred"),
            ["Friends", "starred"]
        );
        assert_eq!(groups(" ; "), Vec::<String>::new());
    }

    #[test]
    fn a_surname_is_joined_once() {
        let joined = |name: &str, surname: &str| {
            let mut name = name.to_owned();
            join_surname(&mut name, surname);
            name
        };
        assert_eq!(joined("Ana", "López"), "Ana López");
        assert_eq!(joined("Ana López", "LOPEZ"), "Ana López");
        assert_eq!(joined("José", "José"), "José José");
        assert_eq!(joined("", "López"), "López");
        assert_eq!(joined("Ana", ""), "Ana");
    }
}
