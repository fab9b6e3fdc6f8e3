//! The report of a campaign as a document to read and print.

mod cover;
mod drawing;
mod page;

pub use cover::{CHART, Chart, Cover, Step};

use crate::text::{Weight, printable, shorten};
use cover::Front;
use krilla::Document;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use page::{BOTTOM, HEIGHT, Ink, LEFT, Pen, RIGHT, TOP, WIDTH};

/// Columns of the list of recipients: number, name, phone, state, time, and what there
/// is to say: a reason, an answer, mostly not both.
pub const COLUMNS: usize = 6;

/// Where each of them begins, and the end of the last one.
const EDGES: [f32; COLUMNS + 1] = [0.0, 26.0, 128.0, 210.0, 264.0, 322.0, WIDTH];

const ROW: f32 = 14.0;
const SMALL: f32 = 7.4;

/// Height of title and column titles above the rows.
const HEAD: f32 = 44.0;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The shipped fonts are damaged.
    #[error("the fonts of the program are damaged")]
    Fonts,
    /// A chart is no drawing.
    #[error("a chart of the document is no drawing")]
    Chart,
    /// The library refused.
    #[error("the document could not be written: {0}")]
    Other(String),
}

/// A document that is being written. Rows become pages as they come.
pub struct Pdf<F> {
    document: Document,
    pen: Pen,
    cover: Cover,
    /// Says which page of how many.
    foot: F,
    waiting: Vec<Vec<String>>,
    page: usize,
    pages: usize,
}

impl<F: Fn(usize, usize) -> String> Pdf<F> {
    /// Begins a document of so many recipients; `foot` is what stands below a page
    /// by its number and the number of all.
    pub fn new(cover: Cover, recipients: usize, foot: F) -> Result<Self, PdfError> {
        let mut document = Document::new();
        let title = format!("{} – {}", cover.title, cover.name);
        document.set_metadata(
            Metadata::new()
                .title(printable(&title))
                .language(cover.language.clone())
                .creator("Message Sender".to_owned()),
        );
        let front = Front::of(&cover)?;
        let mut pdf = Self {
            document,
            pen: Pen::new().ok_or(PdfError::Fonts)?,
            foot,
            waiting: Vec::new(),
            page: 0,
            pages: front.pages() + recipients.div_ceil(rows_per_page()),
            cover,
        };
        for page in 0..front.pages() {
            pdf.on_page(|cover, ink| front.draw(page, cover, ink))?;
        }
        Ok(pdf)
    }

    /// Adds a recipient.
    pub fn row(&mut self, cells: Vec<String>) -> Result<(), PdfError> {
        self.waiting.push(cells);
        if self.waiting.len() >= rows_per_page() {
            self.draw_list()?;
        }
        Ok(())
    }

    /// The whole document.
    pub fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        if !self.waiting.is_empty() {
            self.draw_list()?;
        }
        self.document
            .finish()
            .map_err(|error| PdfError::Other(format!("{error:?}")))
    }

    /// Draws a page.
    fn on_page(&mut self, draw: impl FnOnce(&Cover, &mut Ink<'_, '_>)) -> Result<(), PdfError> {
        self.page += 1;
        let settings = PageSettings::from_wh(page::PAGE_WIDTH, HEIGHT)
            .ok_or_else(|| PdfError::Other("the size of a page".to_owned()))?;
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        let mut ink = Ink::new(&self.pen, &mut surface);
        draw(&self.cover, &mut ink);
        let foot = (self.foot)(self.page, self.pages);
        let y = HEIGHT - 26.0;
        ink.line([LEFT, y - 12.0], RIGHT);
        let name = shorten(&printable(&self.cover.name), 46.0, Weight::Regular);
        ink.text(&name, [LEFT, y], 8.0, page::SOFT, Weight::Regular);
        ink.text_before(&foot, [RIGHT, y], 8.0, page::SOFT);
        surface.finish();
        page.finish();
        Ok(())
    }

    fn draw_list(&mut self) -> Result<(), PdfError> {
        let rows = std::mem::take(&mut self.waiting);
        self.on_page(|cover, ink| {
            ink.text(
                &cover.list_title,
                [LEFT, TOP],
                12.0,
                page::INK,
                Weight::Bold,
            );
            let y = TOP + 26.0;
            ink.cells(&cover.headers, &EDGES, y, SMALL, Weight::Bold);
            ink.line([LEFT, y + 5.0], RIGHT);
            for (number, row) in rows.iter().enumerate() {
                let y = TOP + HEAD + place(number) * ROW;
                if number % 2 == 1 {
                    ink.stripe(y - ROW + 4.0, ROW);
                }
                ink.cells(row, &EDGES, y, SMALL, Weight::Regular);
            }
        })
    }
}

#[allow(clippy::cast_precision_loss, reason = "a page has few lines")]
fn place(number: usize) -> f32 {
    number as f32
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page has few lines"
)]
fn how_many(room: f32, height: f32) -> usize {
    (room / height).max(1.0) as usize
}

fn rows_per_page() -> usize {
    how_many(BOTTOM - TOP - HEAD, ROW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// The page numbers that a document shows, and the number of pages it names.
    fn numbered(cover: Cover, people: usize) -> (Vec<usize>, usize) {
        let seen = RefCell::new((Vec::new(), 0));
        let foot = |page, pages| {
            let mut seen = seen.borrow_mut();
            seen.0.push(page);
            seen.1 = pages;
            String::new()
        };
        let mut pdf = Pdf::new(cover, people, foot).unwrap();
        for number in 0..people {
            pdf.row(vec![number.to_string(); COLUMNS]).unwrap();
        }
        pdf.finish().unwrap();
        seen.into_inner()
    }

    #[test]
    fn a_reply_has_the_room_of_a_sentence() {
        let [.., from, to] = EDGES;
        let room = (to - from - 6.0) / SMALL;
        let reply = "“¡Muchas gracias! ¿Hasta qué hora atienden?”";
        assert_eq!(shorten(reply, room, Weight::Regular), reply);
    }

    #[test]
    fn every_document_has_the_pages_that_it_names() {
        let rows = rows_per_page();
        assert!(rows > 40);
        for (people, expected) in [(0, 1), (1, 2), (rows, 2), (rows + 1, 3), (3 * rows, 4)] {
            let (seen, named) = numbered(Cover::default(), people);
            assert_eq!(seen, (1..=expected).collect::<Vec<_>>());
            assert_eq!(named, expected, "{people}");
        }
        for words in (0..4_000).step_by(190) {
            let cover = Cover {
                content: vec![["Texto".into(), "Hola Ana. ".repeat(words)]],
                cards: vec![["a".into(), "b".into()]; 8],
                ..Cover::default()
            };
            let (seen, named) = numbered(cover, 1);
            assert_eq!(seen.last(), Some(&named), "{words}");
        }
    }
}
