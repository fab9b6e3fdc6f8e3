//! Tables for spreadsheets, written row by row. A file appears when it is whole.

use crate::destination::Part;
use crate::error::{AppError, Result};
use reports::table::{Table, TableError};
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

/// Endings that say what is in a file.
const ENDINGS: [&str; 6] = ["json", "csv", "xlsx", "pdf", "png", "svg"];

/// What is in a file, as the end of its name says; none where that says nothing.
pub fn ending(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?;
    ENDINGS
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(ending))
}

/// A file is not called what it is not: no program would open it.
///
/// # Errors
/// `file_ending` where the name says that something else is in it.
pub fn check_ending(path: &Path, format: &str) -> Result<()> {
    match ending(path) {
        Some(other) if other != format => Err(AppError::bad_input("file_ending")
            .with("file", path.display())
            .with("ending", other.to_uppercase())
            .with("format", format.to_uppercase())),
        _ => Ok(()),
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
    /// An empty one with its titles. Blocks, as [`Part::create`].
    pub fn create(path: &Path, format: Format, headers: &[String]) -> Result<Self> {
        let part = Part::create(path)?;
        let table = match format {
            Format::Csv => Table::csv(part, headers),
            Format::Xlsx => {
                let folder = part.folder().map(Path::to_owned);
                Table::xlsx(part, folder.as_deref(), None, headers)
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_in_a_file_or_nothing() {
        let fits = |name: &str, format: &str| check_ending(Path::new(name), format).is_ok();
        assert!(fits("informe.csv", "csv") && fits("informe.CSV", "csv"));
        assert!(
            fits("informe", "pdf") && fits("informe.2026", "pdf") && fits("/dev/stdout", "csv")
        );
        assert!(!fits("informe.csv", "pdf") && !fits("informe.PDF", "json"));
        assert_eq!(ending(Path::new("a.Xlsx")), Some("xlsx"));
        assert_eq!(ending(Path::new("a.txt")), None);
    }
}
