//! What a person may decide about an import; what is left open is detected.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::card_columns::CardTitles;
use crate::columns::ColumnOverride;

/// How a file is to be read. Everything but the country may stay open.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// ISO 3166 region of two letters (`"PY"`) that local numbers belong to.
    pub country: String,
    /// The encoding, or `None` to detect it.
    pub encoding: Option<Encoding>,
    /// The separator, or `None` to detect it.
    pub separator: Option<Separator>,
    /// Whether the first row is a header, or `None` to detect it.
    pub header: Option<bool>,
    /// Columns whose meaning a person chose; the others are matched.
    pub columns: Vec<ColumnOverride>,
    /// The sheet of a workbook, or `None` for the first one that has a
    /// column of numbers.
    pub sheet: Option<String>,
    /// What the columns of contact cards are called.
    pub card_titles: CardTitles,
    /// Most rows that are read before the file is refused.
    pub max_rows: u64,
}

impl ImportOptions {
    /// Most rows of a file, unless told otherwise.
    pub const DEFAULT_MAX_ROWS: u64 = 2_000_000;

    /// Everything detected, local numbers belonging to `country`.
    #[must_use]
    pub fn new(country: impl Into<String>) -> Self {
        Self {
            country: country.into(),
            encoding: None,
            separator: None,
            header: None,
            columns: Vec::new(),
            sheet: None,
            card_titles: CardTitles::default(),
            max_rows: Self::DEFAULT_MAX_ROWS,
        }
    }
}

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(pub(crate) &'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8, with or without byte order mark.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16, low byte first: Excel's "Unicode text".
    pub const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16, high byte first.
    pub const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);
    /// Windows-1252, which takes in Latin-1.
    pub const WINDOWS_1252: Self = Self(encoding_rs::WINDOWS_1252);

    /// The encoding that a label of the WHATWG standard names (`"utf-8"`,
    /// `"latin1"`, `"windows-1252"`, …; either case), when there is one.
    #[must_use]
    pub fn for_label(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    /// The name in the standard: `"UTF-8"`, `"windows-1252"`, `"UTF-16LE"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What stands between the columns of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
    /// Nothing: one column.
    None,
}

impl Separator {
    /// The separators that are looked for, likeliest first.
    pub(crate) const CANDIDATES: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The character, or `None` for a single column.
    #[must_use]
    pub const fn symbol(self) -> Option<char> {
        match self {
            Self::Comma => Some(','),
            Self::Semicolon => Some(';'),
            Self::Tab => Some('\t'),
            Self::Pipe => Some('|'),
            Self::None => None,
        }
    }

    /// The same as one byte of UTF-8.
    pub(crate) const fn byte(self) -> Option<u8> {
        match self {
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Pipe => Some(b'|'),
            Self::None => None,
        }
    }
}

/// The text names no separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a separator is one of , ; | tab none")]
pub struct UnknownSeparator;

impl FromStr for Separator {
    type Err = UnknownSeparator;

    /// Reads the character itself, `tab` or `\t`, and `none` or nothing.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "," => Ok(Self::Comma),
            ";" => Ok(Self::Semicolon),
            "\t" | "\\t" | "tab" => Ok(Self::Tab),
            "|" => Ok(Self::Pipe),
            "" | "none" => Ok(Self::None),
            _ => Err(UnknownSeparator),
        }
    }
}

impl Serialize for Separator {
    /// The character as a string, or null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.symbol().serialize(serializer)
    }
}
