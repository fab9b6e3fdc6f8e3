//! Where the records of a [`Reader`](crate::Reader) come from.

use std::collections::VecDeque;
use std::io::{BufRead, Read, Seek};

use crate::cards::Cards;
use crate::error::{ImportError, MAX_RECORD_BYTES};
use crate::options::{Encoding, Separator};
use crate::records::{RawRecord, RecordParser};
use crate::sniff::SAMPLE_RECORDS;
use crate::text::{TextSource, is_like_utf16};
use crate::workbook::Sheet;

/// Most bytes of records that are held to look at them before reading.
const MAX_SAMPLE_BYTES: usize = 2 * MAX_RECORD_BYTES;

/// A file that can be read from any place.
pub(crate) trait Input: Read + Seek + Send {}
impl<R: Read + Seek + Send> Input for R {}

pub(crate) type Stream<'a> = Box<dyn BufRead + Send + 'a>;

/// Where records come from.
pub(crate) enum Source<'a> {
    Delimited(Box<Delimited<'a>>),
    Workbook(Box<Sheet<Box<dyn Input + 'a>>>),
    Cards(Box<Cards<Stream<'a>>>),
}

/// Delimited text.
pub(crate) struct Delimited<'a> {
    pub text: TextSource<Stream<'a>>,
    pub parser: RecordParser,
}

impl Delimited<'_> {
    pub fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        loop {
            let (used, record) = match self.parser.feed(self.text.rest().as_bytes()) {
                Ok(fed) => fed,
                Err(error) => return Err(named(error, self.text.rest())),
            };
            self.text.consume(used);
            if let Some(record) = record {
                if !record.is_blank() {
                    return Ok(Some(record));
                }
                self.parser.recycle(record);
            } else if self.text.ended() {
                return Ok(self.parser.finish()?.filter(|record| !record.is_blank()));
            } else {
                self.text.fill()?;
            }
        }
    }
}

/// An error in its place, told by its cause where zeros are half of characters
/// in UTF-16. Their line feeds are none of the line before them.
fn named(error: ImportError, rest: &str) -> ImportError {
    match error {
        ImportError::Binary { line } => {
            let zero = rest.bytes().position(|byte| byte == 0).unwrap_or(0);
            let from = rest.as_bytes().get(zero.saturating_sub(1)..);
            if from.is_some_and(is_like_utf16) {
                ImportError::SecondEncoding { line }
            } else {
                ImportError::Binary { line }
            }
        }
        error => error,
    }
}

impl Source<'_> {
    /// The next record with any text in it.
    pub fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        match self {
            Self::Delimited(text) => text.next(),
            Self::Workbook(sheet) => sheet.next(),
            Self::Cards(cards) => cards.next(),
        }
    }
}

/// Records that were read to look at them and have yet to be given out.
#[derive(Default)]
pub(crate) struct Ahead {
    pub records: VecDeque<RawRecord>,
    pub error: Option<ImportError>,
    /// There are no others.
    pub whole: bool,
}

impl Ahead {
    /// Reads until there is a sample. An error beyond its first record is kept
    /// for when that place is reached.
    ///
    /// # Errors
    /// What makes the first record unreadable.
    pub fn of(
        mut next: impl FnMut() -> Result<Option<RawRecord>, ImportError>,
    ) -> Result<Self, ImportError> {
        let mut ahead = Self::default();
        let mut size = 0;
        while ahead.records.len() < SAMPLE_RECORDS && size < MAX_SAMPLE_BYTES {
            match next() {
                Ok(Some(record)) => {
                    size += record.size();
                    ahead.records.push_back(record);
                }
                Ok(None) => {
                    ahead.whole = true;
                    break;
                }
                Err(error) if ahead.records.is_empty() => return Err(error),
                Err(error) => {
                    ahead.error = Some(error);
                    break;
                }
            }
        }
        Ok(ahead)
    }

    /// The records, to look at.
    pub fn sample(&self) -> Vec<RawRecord> {
        self.records.iter().cloned().collect()
    }
}

impl Source<'_> {
    /// The encoding as far as it is known.
    pub fn encoding(&self) -> Encoding {
        match self {
            Self::Delimited(text) => text.text.encoding(),
            Self::Cards(cards) => cards.source().encoding(),
            Self::Workbook(_) => Encoding::UTF_8,
        }
    }

    /// Whether two encodings were met so far.
    pub fn is_mixed(&self) -> bool {
        match self {
            Self::Delimited(text) => text.text.is_mixed(),
            Self::Cards(cards) => cards.source().is_mixed(),
            Self::Workbook(_) => false,
        }
    }

    /// Bytes taken so far, and how many there are where the source knows.
    pub fn progress(&self) -> (u64, Option<u64>) {
        match self {
            Self::Delimited(text) => (text.text.bytes_read(), None),
            Self::Cards(cards) => (cards.source().bytes_read(), None),
            Self::Workbook(sheet) => {
                let (done, total) = sheet.progress();
                (done, Some(total))
            }
        }
    }

    /// Takes back a record that is no longer needed, for its memory.
    pub fn recycle(&mut self, record: RawRecord) {
        if let Self::Delimited(text) = self {
            text.parser.recycle(record);
        }
    }
}

/// `sep=;` on the first line, by which Excel is told the separator: the
/// separator, and the length of the line.
pub(crate) fn excel_directive(text: &str) -> Option<(Separator, usize)> {
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
