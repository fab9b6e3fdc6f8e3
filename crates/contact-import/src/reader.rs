//! A file read from end to end, one checked record at a time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::iter::FusedIterator;
use std::path::Path;

use rlibphonenumber::Region;
use serde::Serialize;

use crate::card_columns;
use crate::cards::Cards;
use crate::columns::{Assigned, Column, assign, assign_fixed};
use crate::error::{ImportError, MAX_RECORD_BYTES};
use crate::foreign::ForeignFormat;
use crate::options::{Encoding, ImportOptions, Separator};
use crate::phone;
use crate::records::{RawRecord, RecordParser, sample};
use crate::row::{InvalidRow, Reading, Record, RepeatedRow, Row};
use crate::sniff::{Layout, Sniffed, sniff};
use crate::source::{Ahead, Delimited, Input, Source, Stream, excel_directive};
use crate::text::{PIECE, TextSource};
use crate::workbook;

/// What a file is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detected {
    /// The kind of file.
    pub format: Format,
    /// The encoding. As long as a file is plain ASCII it counts as UTF-8; see
    /// [`Reader::detected`]. A workbook is always UTF-8.
    pub encoding: Encoding,
    /// The separator; null in JSON for a single column, a workbook, and cards.
    pub separator: Separator,
    /// Whether the first record, titles above it aside, is a header.
    pub header: bool,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// The sheet of a workbook that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Whether the file is partly UTF-8 and partly Windows-1252; see
    /// [`Reader::detected`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mixed: bool,
    /// The sheets of a workbook that a person sees, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
}

/// The kind of a file, told by its content.
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
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// Contact cards.
    #[serde(rename = "vcard")]
    VCard,
    /// Columns as Google Contacts exports them.
    GoogleCsv,
}

impl Format {
    /// The code as it stands in JSON: `csv`, `tsv`, `txt`, `xlsx`, `vcard` or
    /// `google_csv`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Txt => "txt",
            Self::Xlsx => "xlsx",
            Self::VCard => "vcard",
            Self::GoogleCsv => "google_csv",
        }
    }
}

/// How far a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file, or of the worksheet as it is packed, taken so far.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
}

/// Records that [`Reader::sample`] shows.
pub const SAMPLE_ROWS: usize = 8;

/// Characters of a cell that [`Reader::sample`] shows.
const SAMPLE_TEXT: usize = 200;

/// Reads a contact list. An iterator over its records; blank lines and records
/// without any text are passed over. After an error it ends.
///
/// Memory is bounded whatever the file: a piece of text, one record, a sample,
/// and of a workbook its shared texts, up to 128 MiB. A reader of a file is
/// `Send + 'static`.
pub struct Reader<'a> {
    source: Source<'a>,
    ahead: Ahead,
    detected: Detected,
    sample: Vec<Vec<String>>,
    reading: Reading,
    skip: usize,
    /// The numbers left of a line that holds several, and the line.
    waiting: (u64, std::vec::IntoIter<String>),
    rows: u64,
    max_rows: u64,
    total: Option<u64>,
    spent: bool,
}

impl Reader<'static> {
    /// Reads a file of any kind.
    ///
    /// # Errors
    /// [`ImportError::Io`] where it cannot be opened; else see
    /// [`open_seekable`](Self::open_seekable).
    pub fn open_file(path: &Path, options: &ImportOptions) -> Result<Self, ImportError> {
        Self::from_file(File::open(path)?, options)
    }

    /// Reads a file of any kind that is open already; of a pipe, text only.
    ///
    /// # Errors
    /// See [`open_seekable`](Self::open_seekable).
    pub fn from_file(file: File, options: &ImportOptions) -> Result<Self, ImportError> {
        if file.metadata()?.is_file() {
            Self::open_seekable(file, options)
        } else {
            Self::open(BufReader::with_capacity(PIECE, file), options)
        }
    }
}

impl<'a> Reader<'a> {
    /// Reads text that was pasted, or is in memory already.
    ///
    /// # Errors
    /// See [`Reader::open`].
    pub fn from_text(text: &'a str, options: &ImportOptions) -> Result<Self, ImportError> {
        let options = ImportOptions {
            encoding: Some(Encoding::UTF_8),
            ..options.clone()
        };
        Self::open(text.as_bytes(), &options)
    }

    /// Reads a list of any kind, told by its first bytes: text with columns,
    /// contact cards, or a workbook.
    ///
    /// # Errors
    /// When the input is no list, has no column of numbers, or does not have
    /// what the options name.
    pub fn open_seekable<R: Read + Seek + Send + 'a>(
        mut input: R,
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let mut head = Vec::new();
        let total = input.seek(SeekFrom::End(0))?;
        input.seek(SeekFrom::Start(0))?;
        input.by_ref().take(HEAD).read_to_end(&mut head)?;
        match ForeignFormat::of(&head) {
            Some(ForeignFormat::Xlsx | ForeignFormat::Zip | ForeignFormat::Ods) => {
                return Self::open_workbook(Box::new(input), options);
            }
            Some(ForeignFormat::Xls) if workbook::is_protected(&mut input)? => {
                return Err(ImportError::ProtectedWorkbook);
            }
            _ => {}
        }
        input.seek(SeekFrom::Start(0))?;
        let mut reader = Self::open(BufReader::with_capacity(PIECE, input), options)?;
        reader.total = Some(total);
        Ok(reader)
    }

    /// Reads text with columns, or contact cards, from a stream. Looks at the
    /// beginning (64 KiB; up to 1 MiB of blank lines or of one long record) and
    /// settles what the options leave open. A workbook cannot be read from a
    /// stream: see [`open_seekable`](Self::open_seekable).
    ///
    /// # Errors
    /// When the input is no such text, has no column of numbers, or does not
    /// have what the options name.
    pub fn open<R: BufRead + Send + 'a>(
        input: R,
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let region = region(options)?;
        let input: Stream<'a> = Box::new(input);
        let source = TextSource::open(input, options.encoding, options.country.trim())?;
        if ForeignFormat::is_cards(source.rest()) {
            Self::open_cards(source, options, region)
        } else {
            Self::open_delimited(source, options, region)
        }
    }

    fn open_delimited(
        mut text: TextSource<Stream<'a>>,
        options: &ImportOptions,
        region: Region,
    ) -> Result<Self, ImportError> {
        while !text.ended()
            && text.rest().len() <= MAX_RECORD_BYTES
            && sample(text.rest(), false, None, 1, 2)?.len() < 2
        {
            text.fill()?;
        }
        let mut line = 1;
        let mut chosen = options.separator;
        if let Some((separator, length)) = excel_directive(text.rest()) {
            text.consume(length);
            line += 1;
            chosen = chosen.or(Some(separator));
        }
        let Sniffed { separator, layout } = sniff(
            text.rest(),
            text.ended(),
            line,
            options,
            chosen,
            Some(region),
        )?;
        let assigned = assign(&layout, options, Some(region)).map_err(|error| match error {
            ImportError::NoNumberColumn { columns, .. } if columns.len() == 1 => {
                ImportError::NotSeparated { columns }
            }
            error => error,
        })?;
        let detected = Detected {
            format: match separator {
                _ if assigned.google => Format::GoogleCsv,
                Separator::None => Format::Txt,
                Separator::Tab => Format::Tsv,
                _ => Format::Csv,
            },
            encoding: text.encoding(),
            separator,
            header: layout.header,
            columns: assigned.columns.clone(),
            sheet: None,
            sheets: Vec::new(),
            mixed: false,
        };
        let parser = RecordParser::new(separator.byte(), line);
        let source = Source::Delimited(Box::new(Delimited { text, parser }));
        Ok(Self::new(
            source,
            Ahead::default(),
            detected,
            &layout,
            assigned,
            options,
            region,
        ))
    }

    fn open_workbook(
        input: Box<dyn Input + 'a>,
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let region = region(options)?;
        let (mut book, mut shared) = workbook::open(input, options)?;
        let mut refusal = None;
        while let Some((name, mut sheet)) = book.next_sheet(shared)? {
            let ahead = Ahead::of(|| sheet.next())?;
            let settled = Layout::of(ahead.sample(), options, Some(region))
                .and_then(|layout| Ok((assign(&layout, options, Some(region))?, layout)));
            let (assigned, layout) = match settled {
                Ok(settled) => settled,
                // A cover, or notes: the list may be on a later sheet.
                Err(
                    error @ (ImportError::Empty
                    | ImportError::NoNumberColumn { .. }
                    | ImportError::UnknownColumn { .. }),
                ) => {
                    if matches!(refusal, None | Some(ImportError::Empty)) {
                        refusal = Some(error);
                    }
                    shared = sheet.into_shared();
                    continue;
                }
                Err(error) => return Err(error),
            };
            let detected = Detected {
                format: Format::Xlsx,
                encoding: Encoding::UTF_8,
                separator: Separator::None,
                header: layout.header,
                columns: assigned.columns.clone(),
                sheet: Some(name),
                sheets: book.sheets,
                mixed: false,
            };
            let source = Source::Workbook(Box::new(sheet));
            return Ok(Self::new(
                source, ahead, detected, &layout, assigned, options, region,
            ));
        }
        Err(refusal.unwrap_or(ImportError::Empty))
    }

    fn open_cards(
        text: TextSource<Stream<'a>>,
        options: &ImportOptions,
        region: Region,
    ) -> Result<Self, ImportError> {
        let encoding = text.encoding();
        let mut cards = Cards::new(text);
        let ahead = Ahead::of(|| cards.next())?;
        if ahead.records.is_empty() {
            return Err(ImportError::Empty);
        }
        let layout = Layout {
            sample: ahead.sample(),
            titles: 0,
            header: false,
        };
        let all = ahead.whole.then_some(layout.sample.as_slice());
        let columns = assign_fixed(card_columns::columns(&options.card_titles, all), options)?;
        let own = columns
            .first()
            .is_some_and(|column| column.field == crate::Field::Number);
        let detected = Detected {
            format: Format::VCard,
            encoding,
            separator: Separator::None,
            header: false,
            columns: columns.clone(),
            sheet: None,
            sheets: Vec::new(),
            mixed: false,
        };
        let assigned = Assigned {
            columns,
            other_numbers: if own {
                card_columns::OTHER_NUMBERS.to_vec()
            } else {
                Vec::new()
            },
            google: false,
        };
        let source = Source::Cards(Box::new(cards));
        Ok(Self::new(
            source, ahead, detected, &layout, assigned, options, region,
        ))
    }

    fn new(
        source: Source<'a>,
        ahead: Ahead,
        detected: Detected,
        layout: &Layout,
        assigned: Assigned,
        options: &ImportOptions,
        region: Region,
    ) -> Self {
        let shown = layout.sample.iter().take(SAMPLE_ROWS);
        let cell = |cell: &str| cell.chars().take(SAMPLE_TEXT).collect();
        Self {
            source,
            ahead,
            detected,
            sample: shown
                .map(|record| record.cells().map(cell).collect())
                .collect(),
            reading: Reading::new(assigned.columns, assigned.other_numbers, Some(region)),
            skip: layout.skipped(),
            waiting: (0, Vec::new().into_iter()),
            rows: 0,
            max_rows: options.max_rows,
            total: None,
            spent: false,
        }
    }

    /// What the file is taken for. The encoding is final when the last record
    /// was read: plain ASCII may turn out to be Windows-1252 late.
    pub fn detected(&self) -> Detected {
        Detected {
            encoding: self.source.encoding(),
            mixed: self.source.is_mixed(),
            ..self.detected.clone()
        }
    }

    /// The first [`SAMPLE_ROWS`] records as they stand in the file, header and
    /// titles among them, each cell cut at 200 characters: what a person looks
    /// at to see whether the options are right.
    pub fn sample(&self) -> &[Vec<String>] {
        &self.sample
    }

    /// How far the file was read.
    pub fn progress(&self) -> Progress {
        let (done, total) = self.source.progress();
        Progress {
            done,
            total: total.or(self.total),
        }
    }

    /// The records with every number once: the first to come is kept. For the
    /// import itself. Keeps sixteen bytes and a little for each number.
    pub fn distinct(self) -> Distinct<'a> {
        Distinct {
            reader: self,
            seen: HashMap::new(),
        }
    }

    fn next_raw(&mut self) -> Result<Option<RawRecord>, ImportError> {
        if let Some(record) = self.ahead.records.pop_front() {
            return Ok(Some(record));
        }
        match self.ahead.error.take() {
            Some(error) => Err(error),
            None => self.source.next(),
        }
    }

    /// The next record, seen together with its cells.
    fn next_seen<T>(
        &mut self,
        see: impl FnOnce(Record, &RawRecord) -> T,
    ) -> Result<Option<T>, ImportError> {
        loop {
            let (line, waiting) = &mut self.waiting;
            if let Some(number) = waiting.next() {
                let record = RawRecord::new(*line, [number.as_str()]);
                self.count()?;
                return Ok(Some(see(self.reading.read(&record), &record)));
            }
            let Some(record) = self.next_raw()? else {
                return Ok(None);
            };
            if self.skip > 0 {
                self.skip -= 1;
                continue;
            }
            let read = self.reading.read(&record);
            if let Record::Invalid(_) = read
                && let Some(numbers) = self.reading.several(&record)
            {
                let numbers: Vec<String> = numbers.map(str::to_owned).collect();
                self.waiting = (record.line, numbers.into_iter());
                continue;
            }
            self.count()?;
            let seen = see(read, &record);
            self.source.recycle(record);
            return Ok(Some(seen));
        }
    }

    /// Counts a row.
    ///
    /// # Errors
    /// [`ImportError::TooManyRows`].
    fn count(&mut self) -> Result<(), ImportError> {
        self.rows += 1;
        if self.rows > self.max_rows {
            return Err(ImportError::TooManyRows {
                limit: self.max_rows,
            });
        }
        Ok(())
    }
}

/// Bytes by which the kind of a file is told.
const HEAD: u64 = 4 * 1024;

fn region(options: &ImportOptions) -> Result<Region, ImportError> {
    phone::region(&options.country).ok_or_else(|| ImportError::UnknownCountry {
        country: options.country.clone(),
    })
}

impl Reader<'_> {
    fn advance<T>(
        &mut self,
        see: impl FnOnce(Record, &RawRecord) -> T,
    ) -> Option<Result<T, ImportError>> {
        if self.spent {
            return None;
        }
        let next = self.next_seen(see).transpose();
        self.spent = !matches!(next, Some(Ok(_)));
        next
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Record, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.advance(|record, _| record)
    }
}

impl FusedIterator for Reader<'_> {}

/// What became of one record when every number counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The first row of its number.
    Accepted(Row),
    /// Another row of a number that came before.
    Duplicate(RepeatedRow),
    /// Its number was refused.
    Invalid(InvalidRow),
}

/// The records of a [`Reader`], every number accepted once.
pub struct Distinct<'a> {
    reader: Reader<'a>,
    /// Each number, and the line on which it came first.
    seen: HashMap<u64, u64>,
}

impl Distinct<'_> {
    /// See [`Reader::detected`].
    pub fn detected(&self) -> Detected {
        self.reader.detected()
    }

    /// See [`Reader::progress`].
    pub fn progress(&self) -> Progress {
        self.reader.progress()
    }

    /// See [`Reader::sample`].
    pub fn sample(&self) -> &[Vec<String>] {
        self.reader.sample()
    }
}

impl Iterator for Distinct<'_> {
    type Item = Result<Checked, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let seen = &mut self.seen;
        self.reader.advance(|record, raw| match record {
            Record::Row(row) => match seen.entry(row.phone.digits()) {
                Entry::Vacant(entry) => {
                    entry.insert(row.line);
                    Checked::Accepted(row)
                }
                Entry::Occupied(entry) => Checked::Duplicate(RepeatedRow {
                    line: row.line,
                    first_line: *entry.get(),
                    text: row.typed,
                    cells: raw.cells().map(str::to_owned).collect(),
                }),
            },
            Record::Invalid(row) => Checked::Invalid(row),
        })
    }
}

impl FusedIterator for Distinct<'_> {}
