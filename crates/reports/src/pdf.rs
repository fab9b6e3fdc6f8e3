//! The report of a campaign as a document to read and print.

mod page;

use crate::text::{Weight, printable, shorten};
use krilla::Document;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use page::{BOTTOM, HEIGHT, Ink, LEFT, Pen, RIGHT, TOP, WIDTH, Wrapped, wrap};

/// A line of the funnel.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// How long its bar is, 0 to 1.
    pub share: f32,
    /// What is written behind it.
    pub text: String,
}

/// What stands before the list of recipients.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// What kind of document it is.
    pub title: String,
    /// Its language, `es`.
    pub language: String,
    /// The name of the campaign.
    pub name: String,
    /// Dates, state, pace: name and value.
    pub facts: Vec<[String; 2]>,
    /// The numbers that matter most: name and value.
    pub cards: Vec<[String; 2]>,
    /// Title of the funnel.
    pub funnel_title: String,
    /// How far the recipients came.
    pub funnel: Vec<Step>,
    /// Title of the contents.
    pub content_title: String,
    /// What was sent, each with its title.
    pub content: Vec<[String; 2]>,
    /// Title of the list.
    pub list_title: String,
    /// Titles of its columns, as many as [`COLUMNS`].
    pub headers: Vec<String>,
}

/// Columns of the list of recipients: number, name, phone, state, reason, time,
/// answer.
pub const COLUMNS: usize = 7;

/// Where each of them begins, and the end of the last one.
const EDGES: [f32; COLUMNS + 1] = [0.0, 24.0, 124.0, 202.0, 254.0, 336.0, 408.0, WIDTH];

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
        let content = content_lines(&cover);
        let fronts = front_pages(&cover, content.len());
        let mut pdf = Self {
            document,
            pen: Pen::new().ok_or(PdfError::Fonts)?,
            foot,
            waiting: Vec::new(),
            page: 0,
            pages: fronts + recipients.div_ceil(rows_per_page()),
            cover,
        };
        pdf.draw_front(&content)?;
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

    fn draw_front(&mut self, content: &[Wrapped]) -> Result<(), PdfError> {
        let mut rest = content;
        let mut first = true;
        while first || !rest.is_empty() {
            let from = if first {
                first_content(&self.cover)
            } else {
                TOP
            };
            let fit = lines_from(from).min(rest.len());
            let (here, later) = rest.split_at(fit);
            let with_head = first;
            self.on_page(|cover, ink| {
                if with_head {
                    draw_head(cover, ink);
                }
                draw_content(cover, here, from, with_head, ink);
            })?;
            rest = later;
            first = false;
        }
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

/// Height of a line of the contents.
const LINE: f32 = 13.0;

fn content_lines(cover: &Cover) -> Vec<Wrapped> {
    let mut lines = Vec::new();
    for [title, text] in &cover.content {
        lines.push(Wrapped::title(title));
        lines.extend(wrap(text, WIDTH - 12.0, 9.0));
        lines.push(Wrapped::empty());
    }
    lines.pop();
    lines
}

fn lines_from(y: f32) -> usize {
    how_many(BOTTOM - y, LINE)
}

fn front_pages(cover: &Cover, lines: usize) -> usize {
    let first = lines_from(first_content(cover));
    1 + lines.saturating_sub(first).div_ceil(lines_from(TOP))
}

/// Height of a card with a number.
const CARD: f32 = 46.0;

/// Cards in a row.
const CARDS: usize = 5;

fn cards_top(cover: &Cover) -> f32 {
    TOP + 52.0 + place(cover.facts.len().div_ceil(2)) * 16.0
}

fn funnel_top(cover: &Cover) -> f32 {
    cards_top(cover) + place(cover.cards.len().div_ceil(CARDS)) * (CARD + 8.0) + 22.0
}

/// Where the first line of the contents stands.
fn first_content(cover: &Cover) -> f32 {
    funnel_top(cover) + place(cover.funnel.len()) * 18.0 + 58.0
}

fn draw_head(cover: &Cover, ink: &mut Ink<'_, '_>) {
    ink.text(&cover.title, [LEFT, TOP], 10.0, page::MAIN, Weight::Bold);
    let name = shorten(&printable(&cover.name), WIDTH / 20.0, Weight::Bold);
    ink.text(&name, [LEFT, TOP + 26.0], 20.0, page::INK, Weight::Bold);
    for (number, [name, value]) in cover.facts.iter().enumerate() {
        let x = LEFT + place(number % 2) * WIDTH / 2.0;
        let y = TOP + 52.0 + place(number / 2) * 16.0;
        let value = shorten(&printable(value), 17.0, Weight::Regular);
        ink.text(name, [x, y], 9.0, page::SOFT, Weight::Regular);
        ink.text(&value, [x + 92.0, y], 9.0, page::INK, Weight::Regular);
    }
    let top = cards_top(cover);
    let width = (WIDTH - 8.0 * place(CARDS - 1)) / place(CARDS);
    for (number, [name, value]) in cover.cards.iter().enumerate() {
        let x = LEFT + place(number % CARDS) * (width + 8.0);
        let y = top + place(number / CARDS) * (CARD + 8.0);
        ink.card([x, y], width, CARD);
        ink.text(value, [x + 10.0, y + 22.0], 15.0, page::INK, Weight::Bold);
        let name = shorten(name, (width - 16.0) / 8.0, Weight::Regular);
        ink.text(
            &name,
            [x + 10.0, y + 37.0],
            8.0,
            page::SOFT,
            Weight::Regular,
        );
    }
    let top = funnel_top(cover);
    ink.text(
        &cover.funnel_title,
        [LEFT, top],
        12.0,
        page::INK,
        Weight::Bold,
    );
    for (number, step) in cover.funnel.iter().enumerate() {
        let y = top + 20.0 + place(number) * 18.0;
        let room = WIDTH - 100.0 - 110.0;
        let length = (room * step.share.clamp(0.0, 1.0)).max(1.0);
        ink.text(&step.name, [LEFT, y], 9.0, page::INK, Weight::Regular);
        ink.bar([LEFT + 100.0, y - 9.0], length, 11.0);
        let after = LEFT + 100.0 + length + 8.0;
        ink.text(&step.text, [after, y], 9.0, page::SOFT, Weight::Regular);
    }
}

fn draw_content(
    cover: &Cover,
    lines: &[Wrapped],
    from: f32,
    with_title: bool,
    ink: &mut Ink<'_, '_>,
) {
    if with_title && !lines.is_empty() {
        let at = [LEFT, from - 20.0];
        ink.text(&cover.content_title, at, 12.0, page::INK, Weight::Bold);
    }
    for (number, line) in lines.iter().enumerate() {
        let y = from + place(number) * LINE;
        if line.is_title {
            ink.text(&line.text, [LEFT, y], 9.0, page::SOFT, Weight::Bold);
        } else {
            ink.text(
                &line.text,
                [LEFT + 12.0, y],
                9.0,
                page::INK,
                Weight::Regular,
            );
        }
    }
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
