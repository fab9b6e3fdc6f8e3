//! Charts as SVG, drawn with plotters. Where things stand is decided here, with
//! measured texts, so that no label lies on another one.

mod axis;
mod bars;
mod canvas;
mod colours;
mod columns;
mod lines;
mod pie;

pub use bars::{Bar, bars};
pub use columns::columns;
pub use lines::lines;
pub use pie::{Slice, Whole, pie};

use crate::Numbers;

/// Which colours a chart has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How a chart looks.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Its colours.
    pub theme: Theme,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// How numbers are written.
    pub numbers: Numbers,
    /// What it is about, for who does not see it.
    pub title: &'a str,
    /// The days that it is about, where it is looked at by itself: title and days then
    /// stand above it.
    pub heading: Option<&'a str>,
    /// What is written where there is nothing to draw.
    pub empty: &'a str,
    /// Whether it becomes a picture or stands in a document: texts are then set in the
    /// shipped faces, and emoji apart from letters. What looks at an SVG chooses its own.
    pub picture: bool,
}

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What matters most.
    Main,
    /// What comes next to it.
    Second,
    /// What comes after that.
    Third,
    /// What went wrong.
    Bad,
}

/// The values of one thing over the points of a chart.
#[derive(Clone, Debug)]
pub struct Series {
    /// What it is.
    pub name: String,
    /// One for each point.
    pub values: Vec<u64>,
    /// Its colour.
    pub role: Role,
}

/// The points of a chart over time.
#[derive(Clone, Debug, Default)]
pub struct Points {
    /// What each is called, for who points at it.
    pub labels: Vec<String>,
    /// Ways to write below the axis, the densest first: the places of points, and what
    /// stands there. The first one whose labels have room is taken.
    pub ticks: Vec<Vec<(usize, String)>>,
}

/// A chart could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the chart could not be drawn: {0}")]
pub struct ChartError(String);

impl<E: std::error::Error + Send + Sync> From<plotters::drawing::DrawingAreaErrorKind<E>>
    for ChartError
{
    fn from(error: plotters::drawing::DrawingAreaErrorKind<E>) -> Self {
        Self(error.to_string())
    }
}
