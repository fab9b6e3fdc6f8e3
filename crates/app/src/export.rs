//! Tables for spreadsheets, written row by row. A file appears when it is whole.

use crate::error::{AppError, Result};
use reports::table::{Table, TableError};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
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
    /// Closed before its name goes: a file that is open keeps it on some systems.
    file: BufWriter<File>,
    names: Names,
}

struct Names {
    part: PathBuf,
    path: PathBuf,
}

impl Drop for Names {
    fn drop(&mut self) {
        // Gone already where it was kept.
        let _ = fs::remove_file(&self.part);
    }
}

impl Part {
    /// An empty file beside `path`.
    pub fn create(path: &Path) -> Result<Self> {
        let part = part_of(path);
        let file = File::create(&part).map_err(|error| AppError::cannot_write(path, &error))?;
        let path = path.to_owned();
        Ok(Self {
            file: BufWriter::new(file),
            names: Names { part, path },
        })
    }

    /// In the place of a file that had its name before.
    pub fn keep(self) -> Result<()> {
        let Self { mut file, names } = self;
        let flushed = file.flush();
        drop(file);
        let kept = flushed.and_then(|()| fs::rename(&names.part, &names.path));
        kept.map_err(|error| AppError::cannot_write(&names.path, &error))
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
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

/// A table on its way into a file.
pub(crate) struct Sheet {
    table: Table<Part>,
    path: PathBuf,
}

impl Sheet {
    pub fn create(path: &Path, format: Format, headers: &[String]) -> Result<Self> {
        let part = Part::create(path)?;
        let table = match format {
            Format::Csv => Table::csv(part, headers),
            Format::Xlsx => Table::xlsx(part, path.parent(), None, headers),
        };
        let path = path.to_owned();
        let table = table.map_err(|error| told(&path, error))?;
        Ok(Self { table, path })
    }

    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        let written = self.table.row(cells);
        written.map_err(|error| told(&self.path, error))
    }

    /// The file takes its name.
    pub fn finish(self) -> Result<()> {
        let written = self.table.finish();
        written.map_err(|error| told(&self.path, error))?.keep()
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
    let mut part = Part::create(path)?;
    let written = part.write_all(bytes);
    written.map_err(|error| AppError::cannot_write(path, &error))?;
    part.keep()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_that_is_not_kept_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("informe.csv");
        let names = || {
            let found = fs::read_dir(folder.path()).unwrap();
            let names = found.map(|entry| entry.unwrap().file_name());
            names.collect::<Vec<_>>()
        };
        write_whole(&path, b"before").unwrap();
        let mut part = Part::create(&path).unwrap();
        part.write_all(b"half").unwrap();
        assert_eq!(names().len(), 2);
        drop(part);
        assert_eq!(names(), ["informe.csv"]);
        assert_eq!(fs::read(&path).unwrap(), b"before");

        let mut part = Part::create(&path).unwrap();
        part.write_all(b"after").unwrap();
        part.keep().unwrap();
        assert_eq!(names(), ["informe.csv"]);
        assert_eq!(fs::read(&path).unwrap(), b"after");
    }
}
