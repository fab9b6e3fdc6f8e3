//! The rows of one worksheet, a cell at a time.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::strings::SharedStrings;
use super::styles::Styles;
use super::xml::{Xml, push_text, unescape};
use super::{EVENTS_OF_ROW, Left, MAX_BLANK_EVENTS, Shared, Trouble};
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
    /// Events that may still lead to no text.
    events_left: u64,
}

impl<R: Read> Sheet<R> {
    /// A sheet of which `events` may lead to no text.
    pub fn new(mut xml: Xml<R>, strings: SharedStrings, styles: Styles, events: u64) -> Self {
        xml.keep_empty();
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
            events_left: events,
        }
    }

    /// See [`Part::progress`](super::archive::Part::progress).
    pub fn progress(&self) -> (u64, u64) {
        self.xml.progress()
    }

    /// What the sheet was read with, to read another.
    pub fn into_shared(self) -> Shared<R> {
        Shared {
            left: Left {
                bytes: self.xml.left(),
                events: self.events_left,
            },
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
            let Some(left) = self.events_left.checked_sub(1) else {
                let limit = MAX_BLANK_EVENTS;
                return Err(Trouble::TooLarge { limit }.into());
            };
            self.events_left = left;
            match self.xml.next()? {
                Event::Empty(element) => match element.local_name().as_ref() {
                    "row" => {
                        let row = row_of(&element, self.row);
                        self.begin_row(row);
                    }
                    "c" => {
                        let (column, ..) = cell(&element, self.column);
                        if column < self.record.len() {
                            return Err(Trouble::Damaged.into());
                        }
                        self.column = column + 1;
                    }
                    "sheetData" => self.ended = true,
                    _ => {}
                },
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        let row = row_of(&element, self.row);
                        self.begin_row(row);
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
                        self.events_left += EVENTS_OF_ROW;
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

    fn begin_row(&mut self, row: u64) {
        self.row = row;
        self.column = 0;
        self.record.clear(row);
    }

    fn too_large(&self) -> ImportError {
        ImportError::RecordTooLarge {
            line: self.row,
            limit: MAX_RECORD_BYTES,
        }
    }
}

/// The number of a row; the one after `last` where it tells none that is later.
fn row_of(element: &BytesStart<'_>, last: u64) -> u64 {
    let told = number(element, "r");
    told.filter(|row| *row > last)
        .unwrap_or(last.saturating_add(1))
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
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::archive::{Part, directory};
    use super::super::styles::DateOrder;
    use super::*;

    /// A sheet of these rows, of which `events` may lead to no text.
    fn sheet(rows: &str, events: u64) -> Sheet<Cursor<Vec<u8>>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        archive.start_file("a.xml", options).unwrap();
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        archive.write_all(sheet.as_bytes()).unwrap();
        let mut file = archive.finish().unwrap();
        let entry = directory(&mut file).unwrap().remove(0);
        let part = Part::open(file, &entry, 1 << 30).unwrap();
        let styles = Styles::new(DateOrder::Day);
        Sheet::new(Xml::new(part), SharedStrings::default(), styles, events)
    }

    /// What is read for nothing has a bound; a list of people has none.
    #[test]
    fn blank_rows_come_to_an_end() {
        let blank = "<row/>".repeat(1_000);
        let mut read = sheet(&blank, 1_000);
        let told = read.next();
        let limit = MAX_BLANK_EVENTS;
        assert!(
            matches!(told, Err(ImportError::WorkbookTooLarge { limit: l }) if l == limit),
            "{told:?}"
        );
        assert!(sheet(&blank, 1_010).next().unwrap().is_none());
        // Another sheet has what this one left.
        let mut read = sheet(&blank, 1_010);
        assert!(read.next().unwrap().is_none());
        assert!(read.into_shared().left.events < 10);

        let filled = "<row r=\"7\"><c><v>1</v></c></row><row/><row><c/></row>".repeat(1_000);
        let mut read = sheet(&filled, 100);
        let mut rows = 0;
        while read.next().unwrap().is_some() {
            rows += 1;
        }
        assert_eq!(rows, 1_000);
    }

    #[test]
    fn letters_are_columns() {
        for (reference, column) in [("A1", 0), ("Z9", 25), ("AA1", 26), ("xfd1048576", 16_383)] {
            assert_eq!(column_of(reference), Some(column), "{reference}");
        }
        assert_eq!(column_of("17"), None);
    }
}
