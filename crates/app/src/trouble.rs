//! What the database of the outbox refuses while the engine runs.

use crate::error::AppError;
use std::collections::BTreeSet;

/// The dispatcher tries again every second; a person is told once per kind of
/// trouble, until something could be written again.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    present: Option<AppError>,
    told: BTreeSet<&'static str>,
}

impl Trouble {
    /// Takes note; whether this kind is yet to be told.
    pub fn arose(&mut self, error: AppError) -> bool {
        let is_new = self.told.insert(error.code());
        if is_new {
            self.present = Some(error);
        }
        is_new
    }

    /// Something could be written; whether the end of a trouble is to be told.
    pub fn over(&mut self) -> bool {
        self.told.clear();
        self.present.take().is_some()
    }

    /// The one told last.
    pub fn present(&self) -> Option<&AppError> {
        self.present.as_ref()
    }
}
