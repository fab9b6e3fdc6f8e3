//! What a person typed as a phone number, turned into one canonical number.
//!
//! The metadata is libphonenumber's, by way of `rlibphonenumber`. On top of it
//! come the forms that people of this trade really type: `00` before any
//! country code, a country code without its plus sign, the Mexican `1`, the
//! Brazilian number without its ninth digit, the Argentine `9` and `15`
//! together, and what spreadsheets do to long numbers.

mod country;
mod typed;

use std::fmt;
use std::str::FromStr;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, Region,
    ValidationError,
};
use serde::{Serialize, Serializer};

pub use country::{dialling_code, is_known_region, regions};
use typed::Typed;

/// A phone number in canonical form: country code and national number, at
/// most 15 digits.
///
/// [`Display`](fmt::Display) and serde give E.164 (`+595992756462`); `Debug`
/// hides the middle, because what is logged must not name a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber {
    digits: u64,
    kind: PhoneKind,
}

impl PhoneNumber {
    /// The digits after the plus sign, as one number: `595992756462`.
    #[must_use]
    pub const fn digits(self) -> u64 {
        self.digits
    }

    /// What kind of line the numbering plan says this is.
    #[must_use]
    pub const fn kind(self) -> PhoneKind {
        self.kind
    }

    /// E.164 with its plus sign: `+595992756462`.
    #[must_use]
    pub fn e164(self) -> String {
        self.to_string()
    }
}

/// A canonical number as people read it, `+595 981 200 001`; what is none stays as it
/// is.
#[must_use]
pub fn readable(e164: &str) -> String {
    let Ok(number) = PHONE_NUMBER_UTIL.parse(e164, None) else {
        return e164.to_owned();
    };
    let text = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::International);
    // A tail of six digits reads better in two groups.
    match text.rsplit_once(' ') {
        Some((head, tail)) if tail.len() == 6 && tail.bytes().all(|b| b.is_ascii_digit()) => {
            let (first, second) = tail.split_at(3);
            format!("{head} {first} {second}")
        }
        _ => text.into_owned(),
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.digits)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.digits.to_string();
        let head: String = text.chars().take(3).collect();
        let tail: String = text.chars().skip(text.len().saturating_sub(2)).collect();
        write!(f, "PhoneNumber(+{head}…{tail})")
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What kind of line a number is, as far as its numbering plan tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// A mobile line.
    Mobile,
    /// A fixed line. WhatsApp can live on one, so it is marked and not refused.
    Landline,
    /// The plan does not say (North America, Mexico), or it is a special service.
    Unknown,
}

/// Why a text is no usable phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("there is no number here")]
    Empty,
    /// Letters, or signs that no phone number has.
    #[error("this is not a phone number")]
    NotANumber,
    /// Digits are missing, perhaps the area code.
    #[error("the number is too short; write it with its area code")]
    TooShort,
    /// More digits than any number of that country has.
    #[error("the number is too long; write one number only")]
    TooLong,
    /// The length may do, but the country has no such number.
    #[error("no such number exists in its country; check its first digits")]
    InvalidForCountry,
    /// Scientific notation: the last digits are lost.
    #[error(
        "the spreadsheet rounded this number and its last digits are lost; \
         format the column as text, type the number again and save the file anew"
    )]
    RoundedBySpreadsheet,
}

impl PhoneError {
    /// The stable code: `empty`, `not_a_number`, `too_short`, `too_long`,
    /// `invalid_for_country` or `rounded_by_spreadsheet`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotANumber => "not_a_number",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::InvalidForCountry => "invalid_for_country",
            Self::RoundedBySpreadsheet => "rounded_by_spreadsheet",
        }
    }
}

/// Reads what a person typed as a phone number.
///
/// `country` is the ISO 3166 region (`"PY"`, either case) that local forms
/// belong to; with an unknown region only international forms are understood.
///
/// # Errors
/// The reason for refusing; nothing is ever guessed from lost digits.
pub fn parse_phone(typed: &str, country: &str) -> Result<PhoneNumber, PhoneError> {
    parse_for(typed, country::region(country))
}

/// Like [`parse_phone`] with the region already looked up.
pub(crate) fn parse_for(typed: &str, region: Option<Region>) -> Result<PhoneNumber, PhoneError> {
    let typed = typed::read(typed)?;
    let mut refusal = None;
    for candidate in candidates(&typed) {
        match understand(&candidate, region) {
            Ok(number) => return Ok(number),
            Err(reason) => {
                refusal.get_or_insert(reason);
            }
        }
    }
    Err(refusal.unwrap_or(PhoneError::NotANumber))
}

/// The region of a country code, when there is one. See [`parse_phone`].
pub(crate) fn region(country: &str) -> Option<Region> {
    country::region(country)
}

/// Shortest run of digits that is read as an international number although it
/// has no plus sign: country code and number, as WhatsApp itself exports them.
const SHORTEST_WITHOUT_PLUS: usize = 11;

/// Plus sign and fifteen digits. A few services in national plans have more, and
/// cannot be called from abroad.
const MAX_E164: usize = 16;

/// The ways in which the digits can be meant, likeliest first. The first
/// refusal is the one a person is told.
fn candidates(typed: &Typed) -> Vec<String> {
    let digits = typed.digits.as_str();
    let mut ways = Vec::with_capacity(3);
    if typed.plus {
        ways.push(format!("+{digits}"));
        if let Some(without) = &typed.without_bracketed_zero {
            ways.push(format!("+{without}"));
        }
        return ways;
    }
    if let Some(abroad) = digits.strip_prefix("00") {
        ways.push(format!("+{abroad}"));
        if let Some(without) = typed
            .without_bracketed_zero
            .as_deref()
            .and_then(|text| text.strip_prefix("00"))
        {
            ways.push(format!("+{without}"));
        }
        ways.push(digits.to_owned());
        return ways;
    }
    ways.push(digits.to_owned());
    if let Some(local) = digits.strip_prefix('0') {
        ways.push(local.to_owned());
    } else if digits.len() >= SHORTEST_WITHOUT_PLUS {
        ways.push(format!("+{digits}"));
        if let Some(without) = &typed.without_bracketed_zero {
            ways.push(format!("+{without}"));
        }
    }
    ways
}

/// One way of reading, asked of the numbering plans.
fn understand(digits: &str, region: Option<Region>) -> Result<PhoneNumber, PhoneError> {
    let util = &*PHONE_NUMBER_UTIL;
    let mut number = util
        .parse(digits, region)
        .map_err(|error| refusal(&error))?;
    if let Some(canonical) = country::canonical(&number) {
        number = util
            .parse(&canonical, None)
            .map_err(|error| refusal(&error))?;
    }
    match util.is_possible_number_with_reason(&number) {
        Ok(NumberLengthType::IsPossible) => {}
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort) => {
            return Err(PhoneError::TooShort);
        }
        Err(ValidationError::TooLong) => return Err(PhoneError::TooLong),
        Err(ValidationError::InvalidLength | ValidationError::InvalidCountryCode) => {
            return Err(PhoneError::InvalidForCountry);
        }
    }
    if !util.is_valid_number(&number) {
        return Err(PhoneError::InvalidForCountry);
    }
    let e164 = util.format(&number, PhoneNumberFormat::E164);
    if e164.len() > MAX_E164 {
        return Err(PhoneError::TooLong);
    }
    let digits =
        u64::from_str(e164.trim_start_matches('+')).map_err(|_| PhoneError::InvalidForCountry)?;
    let kind = match util.get_number_type(&number) {
        PhoneNumberType::Mobile => PhoneKind::Mobile,
        PhoneNumberType::FixedLine => PhoneKind::Landline,
        _ => PhoneKind::Unknown,
    };
    Ok(PhoneNumber { digits, kind })
}

/// Only digits are handed to the numbering plans, so what they take for "not a
/// number" is one or two digits.
fn refusal(error: &ParseError) -> PhoneError {
    match error {
        ParseError::InvalidCountryCode => PhoneError::InvalidForCountry,
        ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
            PhoneError::TooShort
        }
        ParseError::TooLongNsn => PhoneError::TooLong,
    }
}

#[cfg(test)]
mod tests;
