//! The XML of a part, one event at a time, nothing of it kept.

use std::borrow::Cow;
use std::io::Read;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::Trouble;
use super::archive::{MAX_EVENT_BYTES, Part};

/// Elements within elements. A worksheet has ten or so.
const MAX_DEPTH: usize = 64;

/// A part read as XML.
pub(crate) struct Xml<R> {
    reader: Reader<Part<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: Read> Xml<R> {
    pub fn new(part: Part<R>) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// From now on an empty element is an event of its own: half as many for a
    /// part that consists of such.
    pub fn keep_empty(&mut self) {
        self.reader.config_mut().expand_empty_elements = false;
    }

    /// The next event; unless they are kept, empty elements come as a start and an end.
    pub fn next(&mut self) -> Result<Event<'_>, Trouble> {
        self.buffer.clear();
        self.reader.get_mut().begin_event();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => {
                match &event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if self.depth > MAX_DEPTH {
                    return Err(Trouble::Damaged);
                }
                Ok(event)
            }
            Err(_) if self.reader.get_ref().exceeded() => Err(Trouble::TooLarge {
                limit: MAX_EVENT_BYTES as u64,
            }),
            Err(_) => Err(Trouble::Damaged),
        }
    }

    /// See [`Part::progress`].
    pub fn progress(&self) -> (u64, u64) {
        self.reader.get_ref().progress()
    }

    /// See [`Part::left`].
    pub fn left(&self) -> u64 {
        self.reader.get_ref().left()
    }

    /// The file again.
    pub fn into_input(self) -> R {
        self.reader.into_inner().into_input()
    }
}

/// The value of an attribute, by its name without prefix.
pub(crate) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false).flatten().find_map(|found| {
        (found.key.local_name().as_ref() == wanted).then(|| {
            found
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| found.value.clone().into_owned(), Cow::into_owned)
        })
    })
}

/// Appends what an event says as text, character references resolved. No more
/// is kept than `most` bytes: the text of one cell.
///
/// # Errors
/// [`Trouble::TooLarge`].
pub(crate) fn push_text(text: &mut String, event: &Event<'_>, most: usize) -> Result<(), Trouble> {
    match event {
        Event::Text(piece) => text.push_str(piece),
        Event::CData(piece) => text.push_str(piece),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(sign)) => text.push(sign),
            _ => text.push_str(resolve_predefined_entity(reference).unwrap_or_default()),
        },
        _ => {}
    }
    if text.len() > most {
        return Err(Trouble::TooLarge { limit: most as u64 });
    }
    Ok(())
}

/// Undoes `_x000D_`, by which workbooks write what XML cannot hold.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let sign = from
            .get(2..6)
            .filter(|_| from.as_bytes().get(6) == Some(&b'_'))
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        let used = if let Some(sign) = sign {
            plain.push(sign);
            "_xHHHH_".len()
        } else {
            plain.push_str("_x");
            "_x".len()
        };
        rest = from.get(used..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}
