//! Contact cards (vCard 2.1, 3.0, 4.0), a card at a time.
//!
//! Cards are cut out of the file here and understood by `calcard`. Only what is
//! used of a card is ever held: pictures and sounds pass by.

use std::io::BufRead;

use calcard::vcard::{
    VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardType,
    VCardValue,
};
use calcard::{Entry, Parser};

use crate::card_columns::OTHER_NUMBERS;
use crate::error::{ImportError, MAX_RECORD_BYTES};
use crate::records::{RawRecord, trim};
use crate::text::TextSource;

/// What is kept of a card.
const KEPT: [&str; 10] = [
    "VERSION",
    "FN",
    "N",
    "NICKNAME",
    "TEL",
    "ORG",
    "TITLE",
    "EMAIL",
    "NOTE",
    "CATEGORIES",
];
/// The name that an iPhone gives to a number.
const APPLE_LABEL: &str = "X-ABLABEL";

/// The cards of a file.
pub(crate) struct Cards<R> {
    source: TextSource<R>,
    line: Line,
    lines: u64,
    after_return: bool,
    /// The kept lines of the present card.
    card: String,
    /// The line where it begins; none between cards.
    begun: Option<u64>,
    /// The last property is kept, and where in `card` it begins.
    property: Option<usize>,
}

/// A line, as far as it is held.
#[derive(Default)]
struct Line {
    text: String,
    cut: bool,
}

impl<R: BufRead> Cards<R> {
    pub fn new(source: TextSource<R>) -> Self {
        Self {
            source,
            line: Line::default(),
            lines: 0,
            after_return: false,
            card: String::new(),
            begun: None,
            property: None,
        }
    }

    pub fn source(&self) -> &TextSource<R> {
        &self.source
    }

    /// The next card as a record of [`columns`]; its line is where it begins.
    ///
    /// # Errors
    /// [`ImportError::UnclosedCard`] at the end of a file that was cut off.
    pub fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        while self.read_line()? {
            let unfolded = self.line.text.starts_with([' ', '\t']) || self.is_soft_break();
            if unfolded {
                if self.property.is_some() {
                    self.keep_line()?;
                }
                continue;
            }
            self.end_property();
            let name = property_name(&self.line.text);
            if name.eq_ignore_ascii_case("BEGIN") {
                let earlier = self.begun.replace(self.lines);
                if let Some(line) = earlier {
                    let record = read_card(line, &mut self.card);
                    self.keep_line()?;
                    return Ok(Some(record));
                }
                self.card.clear();
                self.keep_line()?;
            } else if name.eq_ignore_ascii_case("END") {
                if let Some(line) = self.begun.take() {
                    return Ok(Some(read_card(line, &mut self.card)));
                }
            } else if self.begun.is_some()
                && (name.eq_ignore_ascii_case(APPLE_LABEL)
                    || KEPT.iter().any(|kept| name.eq_ignore_ascii_case(kept)))
            {
                self.property = Some(self.card.len());
                self.keep_line()?;
            }
        }
        match self.begun.take() {
            Some(line) => Err(ImportError::UnclosedCard { line }),
            None => Ok(None),
        }
    }

    /// The present line goes on where a quoted-printable one broke off.
    fn is_soft_break(&self) -> bool {
        let property = self.property.and_then(|at| self.card.get(at..));
        property.is_some_and(|text| {
            text.ends_with("=\n") && head(text).to_ascii_uppercase().contains("QUOTED-PRINTABLE")
        })
    }

    fn keep_line(&mut self) -> Result<(), ImportError> {
        self.card.push_str(&self.line.text);
        self.card.push('\n');
        if self.line.cut || self.card.len() > MAX_RECORD_BYTES {
            return Err(ImportError::RecordTooLarge {
                line: self.begun.unwrap_or(self.lines),
                limit: MAX_RECORD_BYTES,
            });
        }
        Ok(())
    }

    /// Phones write quoted-printable in UTF-8 without saying so; the standard
    /// would have it read as Latin-1.
    fn end_property(&mut self) {
        let Some(at) = self.property.take() else {
            return;
        };
        let Some(text) = self.card.get(at..) else {
            return;
        };
        let head = head(text);
        let upper = head.to_ascii_uppercase();
        if upper.contains("QUOTED-PRINTABLE")
            && !upper.contains("CHARSET=")
            && std::str::from_utf8(&quoted_bytes(text)).is_ok()
        {
            let after_head = at + head.len();
            self.card.insert_str(after_head, ";CHARSET=UTF-8");
        }
    }

    /// Reads a line, whatever ends it; false at the end of the file. No more of
    /// it is held than a record may have.
    fn read_line(&mut self) -> Result<bool, ImportError> {
        self.line.text.clear();
        self.line.cut = false;
        let mut any = false;
        loop {
            if self.source.rest().is_empty() {
                if self.source.ended() {
                    self.lines += u64::from(any);
                    return Ok(any);
                }
                self.source.fill()?;
                continue;
            }
            if std::mem::take(&mut self.after_return) && self.source.rest().starts_with('\n') {
                self.source.consume(1);
                continue;
            }
            any = true;
            let rest = self.source.rest();
            let end = rest.bytes().position(|byte| matches!(byte, b'\r' | b'\n'));
            let piece = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            if self.line.text.len() + piece.len() <= MAX_RECORD_BYTES {
                self.line.text.push_str(piece);
            } else {
                self.line.cut = true;
            }
            let used = piece.len();
            if end.is_some() {
                self.after_return = rest.as_bytes().get(used) == Some(&b'\r');
                self.source.consume(used + 1);
                self.lines += 1;
                return Ok(true);
            }
            self.source.consume(used);
        }
    }
}

/// The name of a property, without its group: `TEL` of `item1.TEL;type=CELL:…`.
fn property_name(line: &str) -> &str {
    let end = line.find([':', ';']).unwrap_or(line.len());
    let name = line.get(..end).unwrap_or_default();
    trim(name.rsplit('.').next().unwrap_or(name))
}

/// What stands before the value of a property.
fn head(property: &str) -> &str {
    let end = property.find(':').unwrap_or(property.len());
    property.get(..end).unwrap_or_default()
}

/// The bytes that a quoted-printable text writes with `=`.
fn quoted_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut pieces = text.split('=');
    pieces.next();
    let mut last_ended = true;
    for piece in pieces {
        let hex = piece
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = hex {
            if !last_ended && bytes.last().is_some_and(u8::is_ascii) {
                bytes.push(b' ');
            }
            bytes.push(byte);
            last_ended = piece.len() == 2;
        }
    }
    bytes
}

/// Understands a card and empties it.
fn read_card(line: u64, card: &mut String) -> RawRecord {
    card.push_str("END:VCARD\n");
    let entry = Parser::new(card).entry();
    card.clear();
    let Entry::VCard(card) = entry else {
        return RawRecord::new(line, [""]);
    };
    let numbers = numbers(&card);
    let mut numbers = numbers.iter().map(String::as_str);
    let number = numbers.next().unwrap_or_default();
    let (name, prefix) = name(&card);
    let groups = all(&card, &VCardProperty::Categories, ";");
    let organisation = first(&card, &VCardProperty::Org, ", ");
    let position = first(&card, &VCardProperty::Title, ", ");
    let email = first(&card, &VCardProperty::Email, ", ");
    let note = first(&card, &VCardProperty::Note, ", ");
    let cells = [
        number,
        &name,
        &prefix,
        &groups,
        &organisation,
        &position,
        &email,
        &note,
    ];
    RawRecord::new(
        line,
        cells.into_iter().chain(numbers.take(OTHER_NUMBERS.len())),
    )
}

fn entries<'c>(card: &'c VCard, property: &VCardProperty) -> impl Iterator<Item = &'c VCardEntry> {
    card.entries
        .iter()
        .filter(move |entry| entry.name == *property)
}

/// The values of a property as text, blank ones left out.
fn texts(entry: &VCardEntry) -> impl Iterator<Item = &str> {
    let values = entry.values.iter().flat_map(|value| match value {
        VCardValue::Text(text) => std::slice::from_ref(text),
        VCardValue::Component(texts) => texts.as_slice(),
        _ => &[],
    });
    values
        .map(|text| trim(text))
        .filter(|text| !text.is_empty())
}

/// The first filled one of a property that may come several times.
fn first(card: &VCard, property: &VCardProperty, between: &str) -> String {
    let mut filled =
        entries(card, property).map(|entry| texts(entry).collect::<Vec<_>>().join(between));
    filled.find(|text| !text.is_empty()).unwrap_or_default()
}

/// All of a property that may come several times.
fn all(card: &VCard, property: &VCardProperty, between: &str) -> String {
    let values: Vec<&str> = entries(card, property).flat_map(texts).collect();
    values.join(between)
}

/// The name without form of address, and the form of address.
fn name(card: &VCard) -> (String, String) {
    let parts = entries(card, &VCardProperty::N).next();
    let part = |index: usize| {
        let value = parts.and_then(|entry| entry.values.get(index));
        match value {
            Some(VCardValue::Text(text)) => trim(text).to_owned(),
            Some(VCardValue::Component(texts)) => texts.join(" "),
            _ => String::new(),
        }
    };
    let prefix = part(3);
    let mut name = first(card, &VCardProperty::Fn, ", ");
    if !prefix.is_empty()
        && let Some(rest) = name.strip_prefix(&prefix)
        && rest.starts_with(char::is_whitespace)
    {
        name = trim(rest).to_owned();
    }
    if name.is_empty() {
        let parts = [part(1), part(2), part(0)];
        let filled: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        name = filled.join(" ");
    }
    for property in [VCardProperty::Nickname, VCardProperty::Org] {
        if name.is_empty() {
            name = first(card, &property, ", ");
        }
    }
    (name, prefix)
}

/// The numbers, those of mobiles first and those of fax machines last.
fn numbers(card: &VCard) -> Vec<String> {
    let mut ranked: Vec<(u8, &str)> = entries(card, &VCardProperty::Tel)
        .filter_map(|entry| Some((rank(card, entry), without_scheme(texts(entry).next()?))))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked
        .into_iter()
        .map(|(_, text)| text.to_owned())
        .collect()
}

/// A number as people write it: since version 4 it may be a link.
fn without_scheme(number: &str) -> &str {
    match number.split_at_checked(4) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest,
        _ => number,
    }
}

/// How likely a person reads messages at a number; smaller is likelier.
fn rank(card: &VCard, entry: &VCardEntry) -> u8 {
    let (mut mobile, mut preferred, mut machine) = (false, false, false);
    let mut see = |label: &str| {
        let label = label.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| label.contains(word));
        mobile |= is(&[
            "cell", "mobil", "móvil", "movil", "celular", "whatsapp", "iphone",
        ]);
        preferred |= is(&["pref"]);
        machine |= is(&["fax", "pager"]);
    };
    for parameter in &entry.params {
        match (&parameter.name, &parameter.value) {
            (_, VCardParameterValue::Type(VCardType::Cell)) => see("cell"),
            (_, VCardParameterValue::Type(VCardType::Fax | VCardType::Pager)) => see("fax"),
            (VCardParameterName::Type, VCardParameterValue::Text(label)) => see(label),
            (VCardParameterName::Pref, _) => see("pref"),
            (VCardParameterName::Other(label), _) => {
                // WhatsApp writes the account beside the number.
                see(if label.eq_ignore_ascii_case("waid") {
                    "whatsapp"
                } else {
                    label
                });
            }
            _ => {}
        }
    }
    let label = card.entries.iter().find(|other| {
        entry.group.is_some()
            && other.group == entry.group
            && matches!(&other.name, VCardProperty::Other(name) if name.eq_ignore_ascii_case(APPLE_LABEL))
    });
    label.into_iter().flat_map(texts).for_each(see);
    match (machine, mobile, preferred) {
        (true, ..) => 4,
        (_, true, true) => 0,
        (_, true, false) => 1,
        (_, _, true) => 2,
        _ => 3,
    }
}
