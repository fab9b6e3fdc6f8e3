//! Tables for spreadsheets, written row by row. A file appears when it is whole.

use crate::error::{AppError, Result};
use reports::table::{Table, TableError};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Comma-separated text that spreadsheets open without harm.
    Csv,
    /// A workbook of Excel 2007 or later.
    Xlsx,
}

impl Format {
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            other => Err(AppError::bad_input("export_format").with("format", other)),
        }
    }
}

/// A file on its way. It takes its name when it is kept, and is gone when it is not.
pub(crate) struct Part {
    part: PathBuf,
    path: PathBuf,
}

impl Part {
    /// An empty file beside `path`, and what it becomes.
    pub fn create(path: &Path) -> Result<(File, Self)> {
        let own = Self {
            part: part_of(path),
            path: path.to_owned(),
        };
        let file = File::create(&own.part).map_err(|error| own.told(&error))?;
        Ok((file, own))
    }

    /// In the place of a file that had its name before.
    pub fn keep(self) -> Result<()> {
        fs::rename(&self.part, &self.path).map_err(|error| self.told(&error))
    }

    fn told(&self, error: &io::Error) -> AppError {
        AppError::cannot_write(&self.path, error)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already where it was kept.
        let _ = fs::remove_file(&self.part);
    }
}

/// What went wrong with a table on its way into a file.
pub(crate) fn told(path: &Path, error: TableError) -> AppError {
    match error {
        TableError::Io(error) => AppError::cannot_write(path, &error),
        TableError::TooManyRows { limit } => {
            AppError::bad_input("export_too_many_rows").with("limit", limit)
        }
        TableError::Other(reason) => AppError::failure("internal").with("reason", reason),
    }
}

/// A table on its way into a file. The table is closed before the file goes.
pub(crate) struct Sheet {
    table: Table<BufWriter<File>>,
    part: Part,
}

impl Sheet {
    pub fn create(path: &Path, format: Format, headers: &[String]) -> Result<Self> {
        let (file, part) = Part::create(path)?;
        let out = BufWriter::new(file);
        let table = match format {
            Format::Csv => Table::csv(out, headers),
            Format::Xlsx => Table::xlsx(out, path.parent(), None, headers),
        };
        let table = table.map_err(|error| told(path, error))?;
        Ok(Self { table, part })
    }

    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        let written = self.table.row(cells);
        written.map_err(|error| told(&self.part.path, error))
    }

    /// The file takes its name.
    pub fn finish(self) -> Result<()> {
        let Self { table, part } = self;
        let written = table.finish().and_then(|mut out| Ok(out.flush()?));
        written.map_err(|error| told(&part.path, error))?;
        part.keep()
    }
}

/// Where a file grows before it has its name.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Writes a file that appears when it is whole, in the place of one that had its
/// name before.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let (mut file, part) = Part::create(path)?;
    let written = file.write_all(bytes);
    // A file that is open has its name for good on some systems.
    drop(file);
    written.map_err(|error| part.told(&error))?;
    part.keep()
}
