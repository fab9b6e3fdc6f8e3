//! Tables of text as CSV or XLSX, written row by row.

use crate::formula_safe;
use chrono::{Datelike as _, NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};
use std::path::Path;

/// Rows of a worksheet, its titles among them.
pub const SHEET_ROWS: u32 = 1_048_576;

/// Characters of a cell, as Excel counts them.
const CELL: usize = 32_767;

/// How a time is shown in a workbook, and written in text.
const TIME: (&str, &str) = ("yyyy-mm-dd hh:mm", "%Y-%m-%d %H:%M");

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
    /// A worksheet takes no more rows.
    #[error("a worksheet takes {limit} rows at most")]
    TooManyRows {
        /// How many it takes.
        limit: u32,
    },
    /// The library refused.
    #[error("the table could not be written: {0}")]
    Other(String),
}

impl From<csv::Error> for TableError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Io(error),
            other => Self::Other(format!("{other:?}")),
        }
    }
}

impl From<XlsxError> for TableError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            // Mostly what it is written to that is full or gone.
            XlsxError::ZipError(error) => Self::Io(error.into()),
            other => Self::Other(other.to_string()),
        }
    }
}

/// A table that is being written. It is whole after [`Table::finish`].
pub struct Table<W: Write + Send>(Kind<W>);

enum Kind<W: Write + Send> {
    Csv(Box<csv::Writer<W>>),
    Xlsx {
        book: Box<Workbook>,
        out: W,
        /// The sheet that grows.
        sheet: usize,
        next: u32,
        times: Box<Format>,
    },
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words of people, and what is written like a number and is none.
    Text(String),
    /// A number to sort and calculate with.
    Count(u64),
    /// A time on the clocks of this computer, to the minute.
    Time(NaiveDateTime),
}

impl Cell {
    /// It in text, as programs read it.
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Count(count) => count.to_string(),
            Self::Time(time) => time.format(TIME.1).to_string(),
        }
    }
}

/// A value of a summary.
#[derive(Clone, Debug)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number to go on calculating with.
    Count(u64),
    /// A part of a whole, 0 to 1.
    Share(f64),
    /// A time on the clocks of this computer.
    Time(NaiveDateTime),
}

/// What a workbook tells before its rows: a sheet of names and values.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The name of its sheet.
    pub sheet: String,
    /// The name of the sheet with the rows.
    pub rows_sheet: String,
    /// Its lines.
    pub lines: Vec<(String, Value)>,
}

impl<W: Write + Send> Table<W> {
    /// UTF-8 with a byte order mark, so that spreadsheets read accents and
    /// emoji, and safe against formulas; see [`formula_safe`].
    pub fn csv(mut out: W, headers: &[String]) -> Result<Self, TableError> {
        out.write_all("\u{feff}".as_bytes())?;
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(out);
        let mut table = Self(Kind::Csv(Box::new(writer)));
        table.row(headers)?;
        Ok(table)
    }

    /// A workbook with one sheet, whose texts are no formulas whatever they begin
    /// with, and a summary before it where there is one. Rows go to a
    /// nameless file in `folder` as they come, in the system's for such files where
    /// none is given.
    pub fn xlsx(
        out: W,
        folder: Option<&Path>,
        summary: Option<&Summary>,
        headers: &[String],
    ) -> Result<Self, TableError> {
        let mut book = Workbook::new();
        if let Some(folder) = folder.filter(|f| !f.as_os_str().is_empty()) {
            book.set_tempdir(folder)?;
        }
        let bold = Format::new().set_bold();
        if let Some(summary) = summary {
            write_summary(&mut book, summary, &bold)?;
        }
        let sheet = book.add_worksheet_with_constant_memory()?;
        if let Some(summary) = summary {
            sheet.set_name(&summary.rows_sheet)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for column in 0..column(headers.len())? {
            sheet.set_column_width(column, 20)?;
        }
        for (at, header) in headers.iter().enumerate() {
            sheet.write_string_with_format(0, column(at)?, cut(header), &bold)?;
        }
        Ok(Self(Kind::Xlsx {
            book: Box::new(book),
            out,
            sheet: usize::from(summary.is_some()),
            next: 1,
            times: Box::new(Format::new().set_num_format(TIME.0)),
        }))
    }

    /// Adds a row of texts.
    pub fn row(&mut self, cells: &[String]) -> Result<(), TableError> {
        match &mut self.0 {
            Kind::Csv(writer) => {
                writer.write_record(cells.iter().map(|cell| formula_safe(cell)))?;
                Ok(())
            }
            Kind::Xlsx {
                book, sheet, next, ..
            } => write_row(book.worksheet_from_index(*sheet)?, next, |sheet, row| {
                for (at, cell) in cells.iter().enumerate() {
                    write_text(sheet, row, column(at)?, cell)?;
                }
                Ok(())
            }),
        }
    }

    /// Adds a row in which numbers and times are what they are.
    pub fn cells(&mut self, cells: Vec<Cell>) -> Result<(), TableError> {
        match &mut self.0 {
            Kind::Csv(_) => {
                let texts: Vec<_> = cells.into_iter().map(Cell::into_text).collect();
                self.row(&texts)
            }
            Kind::Xlsx {
                book,
                sheet,
                next,
                times,
                ..
            } => write_row(book.worksheet_from_index(*sheet)?, next, |sheet, row| {
                for (at, cell) in cells.iter().enumerate() {
                    let at = column(at)?;
                    match cell {
                        Cell::Text(text) => write_text(sheet, row, at, text)?,
                        Cell::Count(count) => {
                            sheet.write_number(row, at, number(*count))?;
                        }
                        Cell::Time(time) => {
                            sheet.write_datetime_with_format(row, at, excel(*time)?, times)?;
                        }
                    }
                }
                Ok(())
            }),
        }
    }

    /// Writes what is left, and gives back what was written to.
    pub fn finish(self) -> Result<W, TableError> {
        match self.0 {
            Kind::Csv(writer) => writer
                .into_inner()
                .map_err(|failure| TableError::Io(failure.into_error())),
            Kind::Xlsx {
                mut book, mut out, ..
            } => {
                book.save_to_writer(&mut out)?;
                Ok(out)
            }
        }
    }
}

/// Writes the next row of a sheet, if it takes one.
fn write_row(
    sheet: &mut Worksheet,
    next: &mut u32,
    write: impl FnOnce(&mut Worksheet, u32) -> Result<(), TableError>,
) -> Result<(), TableError> {
    if *next >= SHEET_ROWS {
        return Err(TableError::TooManyRows { limit: SHEET_ROWS });
    }
    write(sheet, *next)?;
    *next += 1;
    Ok(())
}

fn write_text(sheet: &mut Worksheet, row: u32, at: u16, text: &str) -> Result<(), TableError> {
    if !text.is_empty() {
        sheet.write_string(row, at, cut(text))?;
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "counts of people")]
fn number(count: u64) -> f64 {
    count as f64
}

/// A time for a workbook, which knows none before 1900.
fn excel(time: NaiveDateTime) -> Result<ExcelDateTime, TableError> {
    let part = |value: u32| u8::try_from(value).unwrap_or(u8::MAX);
    let year = u16::try_from(time.year()).unwrap_or(u16::MAX);
    let hour = u16::try_from(time.hour()).unwrap_or(u16::MAX);
    let day = ExcelDateTime::from_ymd(year, part(time.month()), part(time.day()))?;
    Ok(day.and_hms(hour, part(time.minute()), 0)?)
}

fn write_summary(book: &mut Workbook, summary: &Summary, bold: &Format) -> Result<(), TableError> {
    let sheet = book.add_worksheet();
    sheet.set_name(&summary.sheet)?;
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 48)?;
    let counts = Format::new()
        .set_num_format("#,##0")
        .set_align(FormatAlign::Left);
    let shares = Format::new()
        .set_num_format("0.0%")
        .set_align(FormatAlign::Left);
    let times = Format::new()
        .set_num_format(TIME.0)
        .set_align(FormatAlign::Left);
    let wrapped = Format::new().set_text_wrap();
    for (row, (name, value)) in (0..).zip(&summary.lines) {
        sheet.write_string_with_format(row, 0, cut(name), bold)?;
        match value {
            Value::Text(text) => {
                sheet.write_string_with_format(row, 1, cut(text), &wrapped)?;
            }
            Value::Count(count) => {
                sheet.write_number_with_format(row, 1, number(*count), &counts)?;
            }
            Value::Time(time) => {
                sheet.write_datetime_with_format(row, 1, excel(*time)?, &times)?;
            }
            Value::Share(share) => {
                sheet.write_number_with_format(row, 1, *share, &shares)?;
            }
        }
    }
    Ok(())
}

fn column(at: usize) -> Result<u16, TableError> {
    u16::try_from(at).map_err(|_| TableError::Other("too many columns".to_owned()))
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > CELL {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}
