//! What a step of a story ends in.

use std::fmt;

/// The result of a step.
pub type Outcome<T = ()> = Result<T, Trouble>;

/// Why a story could not go on.
pub struct Trouble(String);

impl Trouble {
    /// In words.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// What the test runner prints.
impl fmt::Debug for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Any error stops a story.
impl<E: std::error::Error> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
