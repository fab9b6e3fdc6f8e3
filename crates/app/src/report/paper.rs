//! What a report is written on.

use super::Target;
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use crate::export;
use reports::pdf::{Cover, Pdf, PdfError};
use reports::table::{Cell, Summary, Table};
use std::io::Write;
use std::path::PathBuf;

/// A kind of report, and what stands before its rows.
pub(super) enum Kind {
    /// The titles of the columns.
    Csv(Vec<String>),
    /// The same with a summary.
    Xlsx(Summary, Vec<String>),
    /// A cover, how many recipients there are, and the words below each page.
    Pdf(Box<Cover>, usize, &'static Catalogue),
}

type Foot = Box<dyn Fn(usize, usize) -> String>;

/// A report that is being written.
pub(super) struct Paper<W: Write + Send> {
    sheet: Sheet<W>,
    name: PathBuf,
}

enum Sheet<W: Write + Send> {
    Table(Table<W>),
    Document(Box<Pdf<Foot>>, W),
}

impl<W: Write + Send> Paper<W> {
    pub fn begin(kind: Kind, target: Target<W>) -> Result<Self> {
        let Target { out, name, folder } = target;
        let sheet = match kind {
            Kind::Csv(headers) => Table::csv(out, &headers).map(Sheet::Table),
            Kind::Xlsx(summary, headers) => {
                Table::xlsx(out, folder.as_deref(), Some(&summary), &headers).map(Sheet::Table)
            }
            Kind::Pdf(cover, people, words) => {
                let foot: Foot = Box::new(move |page, of| {
                    let (page, of) = (page.to_string(), of.to_string());
                    words.text("report-page", &[("page", &page), ("pages", &of)])
                });
                let pdf = Pdf::new(*cover, people, foot).map_err(document)?;
                Ok(Sheet::Document(Box::new(pdf), out))
            }
        };
        let sheet = sheet.map_err(|error| export::told(&name, error))?;
        Ok(Self { sheet, name })
    }

    pub fn row(&mut self, cells: Vec<Cell>) -> Result<()> {
        match &mut self.sheet {
            Sheet::Table(table) => table
                .cells(cells)
                .map_err(|error| export::told(&self.name, error)),
            Sheet::Document(pdf, _) => {
                let texts = cells.into_iter().map(Cell::into_text).collect();
                pdf.row(texts).map_err(document)
            }
        }
    }

    /// Writes what is left, and gives back what was written to.
    pub fn finish(self) -> Result<W> {
        let told = |error| AppError::cannot_write(&self.name, &error);
        let mut out = match self.sheet {
            Sheet::Table(table) => table
                .finish()
                .map_err(|error| export::told(&self.name, error))?,
            Sheet::Document(pdf, mut out) => {
                let bytes = pdf.finish().map_err(document)?;
                out.write_all(&bytes).map_err(told)?;
                out
            }
        };
        out.flush().map_err(told)?;
        Ok(out)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "a mapping of errors")]
fn document(error: PdfError) -> AppError {
    AppError::report(&error)
}
