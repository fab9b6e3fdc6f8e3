//! A file read from end to end, one checked record at a time.

use std::collections::HashSet;
use std::io::BufRead;
use std::iter::FusedIterator;

use rlibphonenumber::Region;
use serde::Serialize;

use crate::columns::{Column, assign};
use crate::error::{ImportError, MAX_RECORD_BYTES};
use crate::options::{Encoding, ImportOptions, Separator};
use crate::phone;
use crate::records::{RawRecord, RecordParser, sample};
use crate::row::{InvalidRow, Record, Row, read};
use crate::sniff::sniff;
use crate::text::TextSource;

/// What a file is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detected {
    /// The kind of file.
    pub format: Format,
    /// The encoding. As long as a file is plain ASCII it counts as UTF-8; see
    /// [`Reader::detected`].
    pub encoding: Encoding,
    /// The separator; null in JSON for a single column.
    pub separator: Separator,
    /// Whether the first record is a header.
    pub header: bool,
    /// The columns in their order.
    pub columns: Vec<Column>,
}

/// The kind of a text file, told by its separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Columns between commas, semicolons or bars.
    Csv,
    /// Columns between tabs.
    Tsv,
    /// One column.
    Txt,
}

/// Reads a contact list. An iterator over its records; blank lines and records
/// without any text are passed over. After an error it ends.
///
/// Memory is bounded whatever the file: a piece of text, one record, a sample.
pub struct Reader<R> {
    source: TextSource<R>,
    parser: RecordParser,
    detected: Detected,
    region: Option<Region>,
    header_pending: bool,
    rows: u64,
    max_rows: u64,
    spent: bool,
}

impl<'t> Reader<&'t [u8]> {
    /// Reads text that was pasted, or is in memory already.
    ///
    /// # Errors
    /// See [`Reader::open`].
    pub fn from_text(text: &'t str, options: &ImportOptions) -> Result<Self, ImportError> {
        let options = ImportOptions {
            encoding: Some(Encoding::UTF_8),
            ..options.clone()
        };
        Self::open(text.as_bytes(), &options)
    }
}

impl<R: BufRead> Reader<R> {
    /// Looks at the beginning of a file (64 KiB; up to 1 MiB of blank lines or
    /// of one long record) and settles
    /// what the options leave open.
    ///
    /// # Errors
    /// When the input is no delimited text, has no column of numbers, or does
    /// not have what the options name.
    pub fn open(input: R, options: &ImportOptions) -> Result<Self, ImportError> {
        let region = phone::region(&options.country);
        if region.is_none() {
            return Err(ImportError::UnknownCountry {
                country: options.country.clone(),
            });
        }
        let mut source = TextSource::open(input, options.encoding, options.country.trim())?;
        while !source.ended()
            && source.rest().len() <= MAX_RECORD_BYTES
            && sample(source.rest(), false, None, 1, 2)?.len() < 2
        {
            source.fill()?;
        }
        let mut line = 1;
        let mut chosen = options.separator;
        if let Some((separator, length)) = excel_directive(source.rest()) {
            source.consume(length);
            line += 1;
            chosen = chosen.or(Some(separator));
        }
        let sniffed = sniff(source.rest(), source.ended(), line, options, chosen, region)?;
        let separator = sniffed.separator;
        let columns = assign(sniffed.header.as_ref(), &sniffed.rows, options, region)?;
        Ok(Self {
            parser: RecordParser::new(separator.byte(), line),
            detected: Detected {
                format: match separator {
                    Separator::None => Format::Txt,
                    Separator::Tab => Format::Tsv,
                    _ => Format::Csv,
                },
                encoding: source.encoding(),
                separator,
                header: sniffed.header.is_some(),
                columns,
            },
            header_pending: sniffed.header.is_some(),
            source,
            region,
            rows: 0,
            max_rows: options.max_rows,
            spent: false,
        })
    }

    /// What the file is taken for. The encoding is final when the last record
    /// was read: plain ASCII may turn out to be Windows-1252 late.
    pub fn detected(&self) -> Detected {
        Detected {
            encoding: self.source.encoding(),
            ..self.detected.clone()
        }
    }

    /// Bytes of the file taken so far, for a progress bar.
    pub fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// The records with every number once: the first to come is kept. For the
    /// import itself. Keeps eight bytes and a little for each number.
    pub fn distinct(self) -> Distinct<R> {
        Distinct {
            reader: self,
            seen: HashSet::new(),
        }
    }

    fn next_raw(&mut self) -> Result<Option<RawRecord>, ImportError> {
        loop {
            let (used, record) = self.parser.feed(self.source.rest().as_bytes())?;
            self.source.consume(used);
            if record.is_some() {
                return Ok(record);
            }
            if self.source.ended() {
                return self.parser.finish();
            }
            self.source.fill()?;
        }
    }

    fn next_record(&mut self) -> Result<Option<Record>, ImportError> {
        while let Some(record) = self.next_raw()? {
            if record.is_blank() {
                continue;
            }
            if std::mem::take(&mut self.header_pending) {
                continue;
            }
            self.rows += 1;
            if self.rows > self.max_rows {
                return Err(ImportError::TooManyRows {
                    limit: self.max_rows,
                });
            }
            return Ok(Some(read(record, &self.detected.columns, self.region)));
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.spent {
            return None;
        }
        let next = self.next_record().transpose();
        self.spent = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: BufRead> FusedIterator for Reader<R> {}

/// What became of one record when every number counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The first row of its number.
    Accepted(Row),
    /// Another row of a number that came before.
    Duplicate(Row),
    /// Its number was refused.
    Invalid(InvalidRow),
}

/// The records of a [`Reader`], every number accepted once.
pub struct Distinct<R> {
    reader: Reader<R>,
    seen: HashSet<u64>,
}

impl<R: BufRead> Distinct<R> {
    /// See [`Reader::detected`].
    pub fn detected(&self) -> Detected {
        self.reader.detected()
    }

    /// See [`Reader::bytes_read`].
    pub fn bytes_read(&self) -> u64 {
        self.reader.bytes_read()
    }
}

impl<R: BufRead> Iterator for Distinct<R> {
    type Item = Result<Checked, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.reader.next()?;
        Some(record.map(|record| match record {
            Record::Row(row) if self.seen.insert(row.phone.digits()) => Checked::Accepted(row),
            Record::Row(row) => Checked::Duplicate(row),
            Record::Invalid(row) => Checked::Invalid(row),
        }))
    }
}

impl<R: BufRead> FusedIterator for Distinct<R> {}

/// `sep=;` on the first line, by which Excel is told the separator: the
/// separator, and the length of the line.
fn excel_directive(text: &str) -> Option<(Separator, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let inner = line.trim_matches('"');
    let (name, value) = inner.split_at_checked(4)?;
    if !name.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let separator = Separator::CANDIDATES.into_iter().find(|candidate| {
        candidate
            .symbol()
            .is_some_and(|symbol| value == symbol.to_string())
    })?;
    let after = text.get(line.len()..)?;
    let ending = match after.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [_, ..] => 1,
        [] => 0,
    };
    Some((separator, line.len() + ending))
}
