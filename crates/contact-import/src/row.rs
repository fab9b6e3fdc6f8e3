//! One record of the file, checked.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::columns::{Column, Field};
use crate::names::fold;
use crate::phone::{PhoneError, PhoneKind, PhoneNumber, parse_for};
use crate::records::{RawRecord, trim};

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

/// A row whose number was refused.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct InvalidRow {
    /// Physical line where the record begins, from 1.
    pub line: u64,
    /// The text of the number's cell, untouched.
    pub text: String,
    /// Why it is no number.
    pub reason: PhoneError,
    /// All cells as they stand in the file, to save the rejects as a file. Not
    /// in JSON, and empty in a preview.
    #[serde(skip)]
    pub cells: Vec<String>,
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
    /// Its number was refused.
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

/// Reads a record by the meaning of its columns. Cells beyond the last column
/// are kept under the number of their place.
pub(crate) fn read(
    record: RawRecord,
    columns: &[Column],
    region: Option<rlibphonenumber::Region>,
) -> Record {
    let RawRecord { line, mut cells } = record;
    let number = columns
        .iter()
        .position(|column| column.field == Field::Number);
    let typed = number
        .and_then(|index| cells.get(index))
        .map_or("", String::as_str);
    let phone = match parse_for(typed, region) {
        Ok(phone) => phone,
        Err(reason) => {
            return Record::Invalid(InvalidRow {
                line,
                text: typed.to_owned(),
                reason,
                cells,
            });
        }
    };
    let mut row = Row {
        line,
        phone,
        kind: phone.kind(),
        typed: number
            .and_then(|index| cells.get_mut(index))
            .map(std::mem::take)
            .unwrap_or_default(),
        name: String::new(),
        title: String::new(),
        groups: Vec::new(),
        fields: BTreeMap::new(),
    };
    let mut surname = String::new();
    for (index, cell) in cells.iter().enumerate() {
        let value = trim(cell);
        if value.is_empty() {
            continue;
        }
        match columns.get(index).map(|column| &column.field) {
            Some(Field::Number | Field::Ignore) => {}
            Some(Field::Title) => row.title = one_line(value),
            Some(Field::Name) => row.name = one_line(value),
            Some(Field::Surname) => surname = one_line(value),
            Some(Field::Group) => add_groups(&mut row.groups, value),
            Some(Field::Extra(key)) => {
                row.fields
                    .entry(key.clone())
                    .or_insert_with(|| value.to_owned());
            }
            None => {
                row.fields
                    .entry((index + 1).to_string())
                    .or_insert_with(|| value.to_owned());
            }
        }
    }
    join_surname(&mut row.name, &surname);
    Record::Row(row)
}

/// Line breaks and runs of blanks as one blank.
fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds the surname, unless the name already ends with it.
fn join_surname(name: &mut String, surname: &str) {
    let (whole, last) = (fold(name), fold(surname));
    if last.is_empty() && surname.is_empty() || whole.ends_with(&format!(" {last}")) {
        return;
    }
    if !name.is_empty() {
        name.push(' ');
    }
    name.push_str(surname);
}

/// Adds the groups that a cell names, separated by `,` `;` `|` or, as Google
/// writes them, `:::`. Google's own marker for "all my contacts" is no group.
fn add_groups(groups: &mut Vec<String>, cell: &str) {
    for part in cell
        .split([',', ';', '|'])
        .flat_map(|part| part.split(":::"))
    {
        let part = trim(part);
        let group = one_line(part.strip_prefix("* ").unwrap_or(part));
        let google = part.len() != group.len() && group == "myContacts";
        let lower = group.to_lowercase();
        if !group.is_empty() && !google && groups.iter().all(|known| known.to_lowercase() != lower)
        {
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
