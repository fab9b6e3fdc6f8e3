//! Delimited text in, records out, with the physical line where each begins.
//!
//! Written here and not taken from a CSV library because a contact list needs
//! what those leave out: lines counted whatever ends them, an unclosed quotation
//! mark noticed, and a bound on the memory of one record. A test holds it
//! against the `csv` crate.

use crate::error::{ImportError, MAX_COLUMNS, MAX_RECORD_BYTES};
use crate::ours;

/// One record as it stands in the file: the texts of its cells, quotation marks
/// resolved and the mark against formulas taken off, otherwise untouched. One piece of memory for all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RawRecord {
    /// Physical line where it begins, from 1.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl RawRecord {
    /// A record made of cells.
    pub fn new<'c>(line: u64, cells: impl IntoIterator<Item = &'c str>) -> Self {
        let mut record = Self::default();
        record.clear(line);
        cells.into_iter().for_each(|cell| record.push(cell));
        record
    }

    /// Starts over, keeping the memory.
    pub fn clear(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
    }

    /// Appends a cell.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all cells.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// The cell of an index.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// The cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        })
    }

    /// Nothing in any cell.
    pub fn is_blank(&self) -> bool {
        trim(&self.text).is_empty()
    }
}

/// Takes blanks, control characters and stray byte order marks off both ends.
pub(crate) fn trim(cell: &str) -> &str {
    cell.trim_matches(|sign: char| {
        sign.is_whitespace() || sign.is_control() || matches!(sign, '\u{feff}' | '\u{200b}')
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first sign of a cell; blanks may have passed.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// After a mark that closed the cell, or is the first half of a doubled one.
    Closed,
}

/// Cuts text into records. Text may come in pieces of any size.
pub(crate) struct RecordParser {
    separator: Option<u8>,
    state: State,
    after_return: bool,
    line: u64,
    record_line: u64,
    quote_line: u64,
    size: usize,
    /// The cells so far; every byte of them comes from valid UTF-8.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// A record that was used up, for its memory.
    spare: RawRecord,
}

impl RecordParser {
    /// A parser whose first text stands on `line`.
    pub fn new(separator: Option<u8>, line: u64) -> Self {
        Self {
            separator,
            state: State::Start,
            after_return: false,
            line,
            record_line: line,
            quote_line: line,
            size: 0,
            text: Vec::new(),
            ends: Vec::new(),
            spare: RawRecord::default(),
        }
    }

    /// Takes back a record that is no longer needed, for its memory.
    pub fn recycle(&mut self, record: RawRecord) {
        self.spare = record;
    }

    /// Reads up to the end of a record: how many bytes were used, and the record
    /// if one ended. Lines without any text give none.
    ///
    /// # Errors
    /// Text that no reader should go on with; the parser is then spent.
    pub fn feed(&mut self, text: &[u8]) -> Result<(usize, Option<RawRecord>), ImportError> {
        let mut at = 0;
        while let Some(rest) = text.get(at..)
            && let Some(&byte) = rest.first()
        {
            let run = self.plain_run(rest);
            if !run.is_empty() {
                self.text.extend_from_slice(run);
                self.size += run.len();
                self.after_return = false;
                at += run.len();
                continue;
            }
            at += 1;
            let ended = self.step(byte)?;
            if ended && let Some(record) = self.end_record()? {
                return Ok((at, Some(record)));
            }
        }
        Ok((text.len(), None))
    }

    /// The bytes that change nothing but the cell, as far as the bound of a
    /// record allows.
    fn plain_run<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let ends_run: fn(u8, Option<u8>) -> bool = match self.state {
            State::Plain => {
                |byte, separator| matches!(byte, b'\r' | b'\n' | 0) || Some(byte) == separator
            }
            State::Quoted => |byte, _| matches!(byte, b'"' | b'\r' | b'\n' | 0),
            State::Start | State::Closed => return &[],
        };
        let text = text
            .get(..MAX_RECORD_BYTES.saturating_sub(self.size))
            .unwrap_or(text);
        let length = text
            .iter()
            .position(|byte| ends_run(*byte, self.separator))
            .unwrap_or(text.len());
        text.get(..length).unwrap_or_default()
    }

    /// Where the present cell begins in `text`.
    fn cell_start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The last record, where the text does not end with a line break.
    ///
    /// # Errors
    /// [`ImportError::UnclosedQuote`], or what [`feed`](Self::feed) gives.
    pub fn finish(&mut self) -> Result<Option<RawRecord>, ImportError> {
        if self.state == State::Quoted {
            return Err(ImportError::UnclosedQuote {
                line: self.quote_line,
            });
        }
        self.end_record()
    }

    /// What there is of a record that was cut off, for a look at a sample.
    pub fn cut(&mut self) -> Option<RawRecord> {
        self.end_record().ok().flatten()
    }

    /// Takes one byte; true when it ends the record.
    fn step(&mut self, byte: u8) -> Result<bool, ImportError> {
        if byte == 0 {
            return Err(ImportError::Binary { line: self.line });
        }
        let second_half = self.after_return && byte == b'\n';
        self.after_return = byte == b'\r';
        if second_half && self.state != State::Quoted {
            return Ok(false);
        }
        let line_break = matches!(byte, b'\r' | b'\n');
        if line_break && !second_half {
            self.line += 1;
        }
        self.size += 1;
        if self.size > MAX_RECORD_BYTES {
            return Err(ImportError::RecordTooLarge {
                line: self.record_line,
                limit: MAX_RECORD_BYTES,
            });
        }
        match self.state {
            State::Quoted if byte == b'"' => self.state = State::Closed,
            State::Quoted => self.text.push(byte),
            State::Closed if byte == b'"' => {
                self.text.push(byte);
                self.state = State::Quoted;
            }
            _ if line_break => return Ok(true),
            _ if Some(byte) == self.separator => self.end_cell()?,
            State::Start if byte == b'"' => {
                self.text.truncate(self.cell_start());
                self.quote_line = self.line;
                self.state = State::Quoted;
            }
            State::Start if byte == b' ' => self.text.push(byte),
            State::Start | State::Plain | State::Closed => {
                self.text.push(byte);
                self.state = State::Plain;
            }
        }
        Ok(false)
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        if self.ends.len() >= MAX_COLUMNS {
            return Err(ImportError::TooManyColumns {
                line: self.record_line,
                limit: MAX_COLUMNS,
            });
        }
        let start = self.cell_start();
        if self.text.get(start..).is_some_and(ours::is_marked) {
            self.text.remove(start);
        }
        self.ends.push(self.text.len());
        self.state = State::Start;
        Ok(())
    }

    fn end_record(&mut self) -> Result<Option<RawRecord>, ImportError> {
        if self.text.is_empty() && self.ends.is_empty() && self.state == State::Start {
            self.record_line = self.line;
            self.size = 0;
            return Ok(None);
        }
        self.end_cell()?;
        let mut record = std::mem::take(&mut self.spare);
        record.clear(std::mem::replace(&mut self.record_line, self.line));
        self.size = 0;
        match std::str::from_utf8(&self.text) {
            Ok(text) => record.text.push_str(text),
            // Cells are cut at ASCII signs from valid text.
            Err(_) => return Err(ImportError::Binary { line: record.line }),
        }
        std::mem::swap(&mut record.ends, &mut self.ends);
        self.text.clear();
        self.ends.clear();
        Ok(Some(record))
    }
}

/// The records of a sample, at most `most`. A sample that is not `whole` has
/// its last, cut record left out unless it is the only one.
///
/// # Errors
/// What makes the first record unreadable. Later ones only end the sample: they
/// are told when the file is read.
pub(crate) fn sample(
    text: &str,
    whole: bool,
    separator: Option<u8>,
    line: u64,
    most: usize,
) -> Result<Vec<RawRecord>, ImportError> {
    let mut parser = RecordParser::new(separator, line);
    let mut rest = text.as_bytes();
    let mut records = Vec::new();
    while records.len() < most {
        match parser.feed(rest) {
            Ok((used, Some(record))) => {
                rest = rest.get(used..).unwrap_or_default();
                if !record.is_blank() {
                    records.push(record);
                }
            }
            Ok((_, None)) => {
                if (whole || records.is_empty())
                    && let Some(record) = parser.cut().filter(|record| !record.is_blank())
                {
                    records.push(record);
                }
                break;
            }
            Err(error) if records.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, piece: usize) -> Result<Vec<RawRecord>, ImportError> {
        let mut parser = RecordParser::new(Some(b','), 1);
        let mut records = Vec::new();
        for piece in text.as_bytes().chunks(piece) {
            let mut rest = piece;
            loop {
                let (used, record) = parser.feed(rest)?;
                let Some(record) = record else { break };
                records.push(record);
                rest = &rest[used..];
            }
        }
        records.extend(parser.finish()?);
        Ok(records)
    }

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let whole = read(text, 1 << 20).unwrap();
        for piece in 1..5 {
            assert_eq!(read(text, piece).unwrap(), whole, "in pieces of {piece}");
        }
        whole
            .into_iter()
            .map(|r| (r.line, r.cells().map(str::to_owned).collect()))
            .collect()
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "c,\"d", "e\"", "f"].join(end);
            assert_eq!(
                rows(&text),
                [
                    (1, cells(&["a", "b"])),
                    (3, cells(&["c", &format!("d{end}e")])),
                    (5, cells(&["f"])),
                ]
            );
        }
    }

    #[test]
    fn quotation_marks() {
        assert_eq!(rows("\"a,b\",\"c\"\"d\"\n"), [(1, cells(&["a,b", "c\"d"]))]);
        assert_eq!(rows("a, \"b,c\" ,d\n"), [(1, cells(&["a", "b,c ", "d"]))]);
        assert_eq!(rows("12\" tv,\"x\"y\n"), [(1, cells(&["12\" tv", "xy"]))]);
        assert_eq!(rows("\"\"\n"), [(1, cells(&[""]))]);
        assert_eq!(rows(",\n"), [(1, cells(&["", ""]))]);
    }

    #[test]
    fn an_unclosed_mark_is_told_with_its_line() {
        let error = read("a,b\nc,\"d\ne,f\n", 7).unwrap_err();
        assert!(matches!(error, ImportError::UnclosedQuote { line: 2 }));
    }

    #[test]
    fn records_have_bounds() {
        let wide = "a\n".to_owned() + &",".repeat(MAX_COLUMNS);
        let error = read(&wide, 4096).unwrap_err();
        assert!(matches!(error, ImportError::TooManyColumns { line: 2, .. }));
        let most = ",".repeat(MAX_COLUMNS - 1);
        assert_eq!(read(&most, 4096).unwrap()[0].len(), MAX_COLUMNS);
        let long = "a\n\"".to_owned() + &"b\n".repeat(MAX_RECORD_BYTES);
        let error = read(&long, 4096).unwrap_err();
        assert!(matches!(error, ImportError::RecordTooLarge { line: 2, .. }));
        let error = read("a\nb\0c\n", 4096).unwrap_err();
        assert!(matches!(error, ImportError::Binary { line: 2 }));
    }
}
