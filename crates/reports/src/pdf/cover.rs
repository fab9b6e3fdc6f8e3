//! The first pages of a report: what a campaign came to at a glance, and what was
//! sent.

use super::PdfError;
use super::page::{BAD, BOTTOM, INK, Ink, LEFT, MAIN, RIGHT, SOFT, TOP, WIDTH, Wrapped, wrap};
use crate::picture;
use crate::text::Weight;
use resvg::usvg::Tree;

/// A line of the funnel, or of the reasons.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// How long its bar is, 0 to 1.
    pub share: f32,
    /// What is written behind it.
    pub text: String,
}

/// Width and height in CSS pixels for which the chart of a cover is drawn.
pub const CHART: (u32, u32) = (690, 200);

/// A drawing of [`crate::chart`] in light colours.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What stands above it.
    pub title: String,
    /// The drawing, of the size [`CHART`].
    pub svg: String,
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
    /// What happened when; none where nothing did yet.
    pub chart: Option<Chart>,
    /// Title of the funnel.
    pub funnel_title: String,
    /// How far the recipients came.
    pub funnel: Vec<Step>,
    /// Title of the reasons.
    pub failures_title: String,
    /// Why recipients failed, the most frequent reason first. As many are shown as
    /// the funnel has lines.
    pub failures: Vec<Step>,
    /// Title of the contents.
    pub content_title: String,
    /// What was sent, each with its title.
    pub content: Vec<[String; 2]>,
    /// Title of the list.
    pub list_title: String,
    /// Titles of its columns, as many as [`super::COLUMNS`].
    pub headers: Vec<String>,
}

/// Lines of the name of a campaign at most.
const NAME_LINES: usize = 2;
const NAME_SIZE: f32 = 20.0;
const NAME_LINE: f32 = 24.0;

/// Height of a line of the contents.
const LINE: f32 = 13.0;

/// Height of a line with a fact.
const FACT: f32 = 16.0;

/// Height of a card with a number, and cards in a row.
const CARD: f32 = 46.0;
const CARDS: usize = 4;

/// Between two cards.
const GAP: f32 = 8.0;

/// Height of a line of the funnel, and its width beside the reasons.
const STEP: f32 = 18.0;
const FUNNEL: f32 = 214.0;

/// The first pages, laid out.
pub(super) struct Front {
    name: Vec<Wrapped>,
    chart: Option<Tree>,
    content: Vec<Wrapped>,
    /// Heights at which things begin.
    facts: f32,
    cards: f32,
    chart_top: f32,
    funnel: f32,
    content_top: f32,
}

impl Front {
    pub fn of(cover: &Cover) -> Result<Self, PdfError> {
        let chart = cover.chart.as_ref();
        let chart = chart.map(|chart| picture::plain_tree(&chart.svg));
        let chart = chart.transpose().map_err(|_| PdfError::Chart)?;
        let name = name_lines(&cover.name);
        let facts = TOP + 28.0 + place(name.len()) * NAME_LINE;
        let cards = facts + place(cover.facts.len().div_ceil(2)) * FACT + 2.0;
        let chart_top = cards + place(cover.cards.len().div_ceil(CARDS)) * (CARD + GAP) + 18.0;
        let funnel = match &chart {
            Some(chart) => chart_top + 12.0 + chart.size().height() * scale(chart) + 26.0,
            None => chart_top,
        };
        Ok(Self {
            name,
            chart,
            content: content_lines(cover),
            facts,
            cards,
            chart_top,
            funnel,
            content_top: funnel + place(cover.funnel.len()) * STEP + 52.0,
        })
    }

    /// How many pages they are.
    pub fn pages(&self) -> usize {
        let first = self.first_lines();
        1 + self
            .content
            .len()
            .saturating_sub(first)
            .div_ceil(lines_from(TOP))
    }

    /// Lines of the contents on the first page: none where they would be a title and
    /// a word.
    fn first_lines(&self) -> usize {
        let fit = lines_from(self.content_top);
        if fit >= 3 || fit >= self.content.len() {
            fit
        } else {
            0
        }
    }

    /// Draws the page of this number, from 0.
    pub fn draw(&self, page: usize, cover: &Cover, ink: &mut Ink<'_, '_>) {
        let first = self.first_lines();
        if page == 0 {
            self.draw_head(cover, ink);
            self.draw_numbers(cover, ink);
            let lines = self.content.get(..first.min(self.content.len()));
            let lines = lines.unwrap_or_default();
            if !lines.is_empty() {
                let at = [LEFT, self.content_top - 20.0];
                ink.text(&cover.content_title, at, 12.0, INK, Weight::Bold);
            }
            draw_content(lines, self.content_top, ink);
        } else {
            let each = lines_from(TOP);
            let from = first + (page - 1) * each;
            let to = (from + each).min(self.content.len());
            draw_content(self.content.get(from..to).unwrap_or_default(), TOP, ink);
        }
    }

    fn draw_head(&self, cover: &Cover, ink: &mut Ink<'_, '_>) {
        ink.text(&cover.title, [LEFT, TOP], 10.0, MAIN, Weight::Bold);
        for (number, line) in self.name.iter().enumerate() {
            let y = TOP + 26.0 + place(number) * NAME_LINE;
            ink.text(&line.text, [LEFT, y], NAME_SIZE, INK, Weight::Bold);
        }
        for (number, [name, value]) in cover.facts.iter().enumerate() {
            let x = LEFT + place(number % 2) * WIDTH / 2.0;
            let y = self.facts + place(number / 2) * FACT;
            ink.fitting(name, [x, y], 62.0, 9.0, SOFT, Weight::Regular);
            let room = WIDTH / 2.0 - 76.0;
            ink.fitting(value, [x + 66.0, y], room, 9.0, INK, Weight::Regular);
        }
        let width = (WIDTH - GAP * place(CARDS - 1)) / place(CARDS);
        for (number, [name, value]) in cover.cards.iter().enumerate() {
            let x = LEFT + place(number % CARDS) * (width + GAP);
            let y = self.cards + place(number / CARDS) * (CARD + GAP);
            ink.card([x, y], width, CARD);
            let room = width - 16.0;
            ink.fitting(value, [x + 10.0, y + 22.0], room, 15.0, INK, Weight::Bold);
            ink.fitting(name, [x + 10.0, y + 37.0], room, 8.0, SOFT, Weight::Regular);
        }
    }

    fn draw_numbers(&self, cover: &Cover, ink: &mut Ink<'_, '_>) {
        if let (Some(chart), Some(tree)) = (&cover.chart, &self.chart) {
            let at = [LEFT, self.chart_top];
            ink.text(&chart.title, at, 12.0, INK, Weight::Bold);
            ink.drawing(tree, [LEFT, self.chart_top + 12.0], scale(tree));
        }
        let y = self.funnel;
        ink.text(&cover.funnel_title, [LEFT, y], 12.0, INK, Weight::Bold);
        let room = if cover.failures.is_empty() {
            WIDTH
        } else {
            FUNNEL
        };
        let names = 68.0;
        for (number, step) in cover.funnel.iter().enumerate() {
            let y = self.step(number);
            let length = bar(room - names - 92.0, step.share);
            let name = [LEFT, y];
            ink.fitting(&step.name, name, names - 4.0, 9.0, INK, Weight::Regular);
            ink.bar([LEFT + names, y - 9.0], length, 11.0, MAIN);
            let after = LEFT + names + length + 6.0;
            ink.text(&step.text, [after, y], 9.0, SOFT, Weight::Regular);
        }
        if cover.failures.is_empty() {
            return;
        }
        let left = LEFT + FUNNEL + 12.0;
        ink.text(&cover.failures_title, [left, y], 12.0, INK, Weight::Bold);
        let shown = cover.failures.iter().take(cover.funnel.len());
        for (number, step) in shown.enumerate() {
            let y = self.step(number);
            ink.bar([left, y - 9.0], bar(28.0, step.share), 11.0, BAD);
            ink.fitting(&step.text, [left + 34.0, y], 34.0, 8.0, INK, Weight::Bold);
            let (name, room) = ([left + 70.0, y], RIGHT - left - 70.0);
            ink.fitting(&step.name, name, room, 8.0, INK, Weight::Regular);
        }
    }

    /// Where a line of the funnel stands.
    fn step(&self, number: usize) -> f32 {
        self.funnel + 20.0 + place(number) * STEP
    }
}

/// Points of a page for each pixel of a chart.
fn scale(chart: &Tree) -> f32 {
    WIDTH / chart.size().width().max(1.0)
}

fn bar(room: f32, share: f32) -> f32 {
    (room * share.clamp(0.0, 1.0)).max(1.0)
}

/// The name of a campaign on as few lines as there may be.
fn name_lines(name: &str) -> Vec<Wrapped> {
    // One line of text, whatever was typed: the words decide where it breaks.
    let name = crate::text::printable(name);
    let mut lines = wrap(&name, WIDTH, NAME_SIZE, Weight::Bold);
    if lines.len() > NAME_LINES {
        let rest: Vec<_> = lines.drain(NAME_LINES - 1..).collect();
        let rest = rest.into_iter().map(|line| line.text);
        let rest = rest.collect::<Vec<_>>().join(" ");
        let text = crate::text::shorten(&rest, WIDTH / NAME_SIZE, Weight::Bold);
        lines.push(Wrapped::title(&text));
    }
    lines
}

fn content_lines(cover: &Cover) -> Vec<Wrapped> {
    let mut lines = Vec::new();
    for [title, text] in &cover.content {
        lines.push(Wrapped::title(title));
        lines.extend(wrap(text, WIDTH - 12.0, 9.0, Weight::Regular));
        lines.push(Wrapped::empty());
    }
    lines.pop();
    lines
}

fn draw_content(lines: &[Wrapped], from: f32, ink: &mut Ink<'_, '_>) {
    for (number, line) in lines.iter().enumerate() {
        let y = from + place(number) * LINE;
        if line.is_title {
            ink.fitting(&line.text, [LEFT, y], WIDTH, 9.0, SOFT, Weight::Bold);
        } else {
            ink.text(&line.text, [LEFT + 12.0, y], 9.0, INK, Weight::Regular);
        }
    }
}

fn lines_from(y: f32) -> usize {
    if y > BOTTOM {
        return 0;
    }
    super::how_many(BOTTOM - y, LINE)
}

fn place(number: usize) -> f32 {
    super::place(number)
}
