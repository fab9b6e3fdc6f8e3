//! Tables for spreadsheets, written row by row. A file appears when it is whole.

use crate::error::{AppError, Result};
use reports::table::{Summary, Table, TableError};
use std::fs;
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

/// A table on its way into a file.
pub(crate) struct Sheet {
    table: Option<Table>,
    part: PathBuf,
    path: PathBuf,
}

impl Sheet {
    pub fn create(path: &Path, format: Format, headers: &[String]) -> Result<Self> {
        Self::begin(path, |part| match format {
            Format::Csv => Table::csv(part, headers),
            Format::Xlsx => Table::xlsx(part, headers),
        })
    }

    /// A workbook with a summary before its rows.
    pub fn with_summary(path: &Path, summary: &Summary, headers: &[String]) -> Result<Self> {
        Self::begin(path, |part| Table::xlsx_with(part, summary, headers))
    }

    fn begin(path: &Path, table: impl FnOnce(&Path) -> Result<Table, TableError>) -> Result<Self> {
        let mut sheet = Self {
            table: None,
            part: part_of(path),
            path: path.to_owned(),
        };
        let table = table(&sheet.part);
        sheet.table = Some(sheet.told(table)?);
        Ok(sheet)
    }

    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        let written = match &mut self.table {
            Some(table) => table.row(cells),
            None => Ok(()),
        };
        self.told(written)
    }

    /// The file takes its name, in the place of one that had it before.
    pub fn finish(mut self) -> Result<()> {
        if let Some(table) = self.table.take() {
            let finished = table.finish();
            self.told(finished)?;
        }
        fs::rename(&self.part, &self.path)
            .map_err(|error| AppError::cannot_write(&self.path, &error))
    }

    fn told<T>(&self, result: Result<T, TableError>) -> Result<T> {
        result.map_err(|error| match error {
            TableError::Io(error) => AppError::cannot_write(&self.path, &error),
            TableError::TooManyRows { limit } => {
                AppError::bad_input("export_too_many_rows").with("limit", limit)
            }
            TableError::Other(reason) => AppError::failure("internal").with("reason", reason),
        })
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        drop(self.table.take());
        // Gone already where the file was finished.
        let _ = fs::remove_file(&self.part);
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
    let part = part_of(path);
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&part);
        AppError::cannot_write(path, &error)
    })
}
