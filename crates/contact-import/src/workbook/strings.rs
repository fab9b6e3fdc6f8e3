//! The texts that the cells of a workbook share.

use std::io::Read;

use quick_xml::events::Event;

use super::Trouble;
use super::xml::{Xml, push_text, unescape};
use crate::error::MAX_RECORD_BYTES;

/// Most bytes that the shared texts may take in memory: a million different
/// names and addresses, several times over.
pub(crate) const MAX_SHARED_BYTES: usize = 128 * 1024 * 1024;

/// The texts one after the other, and where each ends.
#[derive(Default)]
pub(crate) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    /// Reads all of them.
    ///
    /// # Errors
    /// [`Trouble::TooLarge`] above [`MAX_SHARED_BYTES`].
    pub fn read<R: Read>(mut xml: Xml<R>) -> Result<(Self, R), Trouble> {
        let mut strings = Self::default();
        let mut current = String::new();
        let (mut in_text, mut phonetic) = (false, false);
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "si" => current.clear(),
                    "rPh" => phonetic = true,
                    "t" => in_text = !phonetic,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "si" => strings.push(&current)?,
                    "rPh" => phonetic = false,
                    "t" => in_text = false,
                    "sst" => return Ok((strings, xml.into_input())),
                    _ => {}
                },
                Event::Eof => return Err(Trouble::Damaged),
                event if in_text => push_text(&mut current, &event, MAX_RECORD_BYTES)?,
                _ => {}
            }
        }
    }

    fn push(&mut self, text: &str) -> Result<(), Trouble> {
        if text.contains("_x") {
            self.text.push_str(&unescape(text));
        } else {
            self.text.push_str(text);
        }
        let limit = Trouble::TooLarge {
            limit: MAX_SHARED_BYTES as u64,
        };
        let end = u32::try_from(self.text.len()).map_err(|_| limit.clone())?;
        self.ends.push(end);
        if self.text.len() + self.ends.len() * size_of::<u32>() > MAX_SHARED_BYTES {
            return Err(limit);
        }
        Ok(())
    }

    /// The text of a number.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}
