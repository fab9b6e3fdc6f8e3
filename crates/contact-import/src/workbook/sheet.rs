//! The rows of one worksheet, a cell at a time.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::strings::SharedStrings;
use super::styles::Styles;
use super::xml::{Xml, push_text, unescape};
use super::{Shared, Trouble};
use crate::error::{ImportError, MAX_COLUMNS, MAX_RECORD_BYTES};
use crate::records::{RawRecord, trim};

/// What a cell holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Boolean,
    /// Text as it stands, an error such as `#N/A`, or a date in ISO form.
    Text,
}

/// A worksheet being read. Holds one row.
pub(crate) struct Sheet<R> {
    xml: Xml<R>,
    strings: SharedStrings,
    styles: Styles,
    row: u64,
    column: usize,
    record: RawRecord,
    kind: Kind,
    style: Option<usize>,
    value: String,
    in_value: bool,
    phonetic: bool,
    ended: bool,
}

impl<R: Read> Sheet<R> {
    pub fn new(xml: Xml<R>, strings: SharedStrings, styles: Styles) -> Self {
        Self {
            xml,
            strings,
            styles,
            row: 0,
            column: 0,
            record: RawRecord::default(),
            kind: Kind::Number,
            style: None,
            value: String::new(),
            in_value: false,
            phonetic: false,
            ended: false,
        }
    }

    /// See [`Part::progress`](super::archive::Part::progress).
    pub fn progress(&self) -> (u64, u64) {
        self.xml.progress()
    }

    /// What the sheet was read with, to read another.
    pub fn into_shared(self) -> Shared<R> {
        Shared {
            input: self.xml.into_input(),
            strings: self.strings,
            styles: self.styles,
        }
    }

    /// The next row with any text in it; its number is its line.
    ///
    /// # Errors
    /// What is wrong with the workbook, or a row beyond the bounds of a record.
    pub fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        while !self.ended {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        let told = number(&element, "r");
                        let row = told.filter(|row| *row > self.row).unwrap_or(self.row + 1);
                        self.row = row;
                        self.column = 0;
                        self.record.clear(row);
                    }
                    "c" => {
                        let (column, kind, style) = cell(&element, self.column);
                        if column < self.record.len() {
                            return Err(Trouble::Damaged.into());
                        }
                        (self.column, self.kind, self.style) = (column, kind, style);
                        self.value.clear();
                    }
                    "rPh" => self.phonetic = true,
                    "v" | "t" => self.in_value = !self.phonetic,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "v" | "t" => self.in_value = false,
                    "rPh" => self.phonetic = false,
                    "c" => self.end_cell()?,
                    "row" if !self.record.is_blank() => {
                        return Ok(Some(std::mem::take(&mut self.record)));
                    }
                    "sheetData" => self.ended = true,
                    _ => {}
                },
                Event::Eof => return Err(Trouble::Damaged.into()),
                event
                    if self.in_value
                        && push_text(&mut self.value, &event, MAX_RECORD_BYTES).is_err() =>
                {
                    return Err(self.too_large());
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// Puts the value at its place. Empty cells to the right cost nothing.
    fn end_cell(&mut self) -> Result<(), ImportError> {
        let column = self.column;
        self.column += 1;
        let converted;
        let text = match self.kind {
            Kind::Shared => {
                let index = self.value.trim().parse().ok();
                index
                    .and_then(|index| self.strings.get(index))
                    .unwrap_or_default()
            }
            Kind::Number => {
                converted = self.styles.number(&self.value, self.style);
                &converted
            }
            Kind::Boolean => match self.value.trim() {
                "" => "",
                "0" => "FALSE",
                _ => "TRUE",
            },
            Kind::Text if self.value.contains("_x") => {
                converted = unescape(&self.value);
                &converted
            }
            Kind::Text => &self.value,
        };
        if trim(text).is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(ImportError::TooManyColumns {
                line: self.row,
                limit: MAX_COLUMNS,
            });
        }
        while self.record.len() < column {
            self.record.push("");
        }
        self.record.push(text);
        if self.record.size() > MAX_RECORD_BYTES {
            return Err(self.too_large());
        }
        Ok(())
    }

    fn too_large(&self) -> ImportError {
        ImportError::RecordTooLarge {
            line: self.row,
            limit: MAX_RECORD_BYTES,
        }
    }
}

fn number(element: &BytesStart<'_>, wanted: &str) -> Option<u64> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == wanted)?;
    found.value.parse().ok()
}

/// Column, kind and format of a cell; the column that follows where it tells none.
fn cell(element: &BytesStart<'_>, next: usize) -> (usize, Kind, Option<usize>) {
    let (mut column, mut kind, mut style) = (next, Kind::Number, None);
    for attribute in element.attributes().with_checks(false).flatten() {
        match attribute.key.as_ref() {
            "r" => column = column_of(&attribute.value).unwrap_or(next),
            "s" => style = attribute.value.parse().ok(),
            "t" => {
                kind = match attribute.value.as_ref() {
                    "s" => Kind::Shared,
                    "b" => Kind::Boolean,
                    "n" => Kind::Number,
                    _ => Kind::Text,
                }
            }
            _ => {}
        }
    }
    (column, kind, style)
}

/// The column of a reference: 0 for `A1`, 16383 for `XFD1`.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    letters
        .take(4)
        .map(|letter| usize::from(letter.to_ascii_uppercase() - b'A') + 1)
        .reduce(|column, letter| column * 26 + letter)
        .map(|column| column - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_columns() {
        for (reference, column) in [("A1", 0), ("Z9", 25), ("AA1", 26), ("xfd1048576", 16_383)] {
            assert_eq!(column_of(reference), Some(column), "{reference}");
        }
        assert_eq!(column_of("17"), None);
    }
}
