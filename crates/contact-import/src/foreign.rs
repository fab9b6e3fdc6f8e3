//! Files that are no delimited text, told by their first bytes.

use std::fmt;

use serde::Serialize;

/// A kind of file that is recognised and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ForeignFormat {
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// A workbook of an older Excel, or another OLE document.
    Xls,
    /// An `OpenDocument` spreadsheet.
    Ods,
    /// A binary workbook of Excel.
    Xlsb,
    /// A spreadsheet of Apple's Numbers.
    Numbers,
    /// Another ZIP archive.
    Zip,
    /// Another archive or compressed file.
    Archive,
    /// A PDF document.
    Pdf,
    /// A picture.
    Image,
    /// A web page, or a table that a web program saved as `.xls`.
    Html,
    /// An XML document.
    Xml,
    /// A document in rich text.
    Rtf,
    /// A program or a database.
    Program,
}

impl ForeignFormat {
    /// What the first bytes of a file say, or `None` where it may be text.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Some(Self::of_zip(head));
        }
        let signature = SIGNATURES
            .iter()
            .find(|(bytes, _)| head.starts_with(bytes))
            .map(|(_, format)| *format);
        signature.or_else(|| Self::of_text(head))
    }

    /// Whether a text begins with a contact card, after blanks.
    pub(crate) fn is_cards(text: &str) -> bool {
        let text = text.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
        let start = text.get(..CARD.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(CARD))
    }

    fn of_zip(head: &[u8]) -> Self {
        let mentions = |text: &[u8]| head.windows(text.len()).any(|window| window == text);
        if mentions(b"[Content_Types].xml") || mentions(b"xl/") {
            Self::Xlsx
        } else if mentions(SPREADSHEET.as_bytes()) {
            Self::Ods
        } else {
            Self::Zip
        }
    }

    /// What the media type of an `OpenDocument` file says.
    pub(crate) fn of_open_document(kind: &str) -> Self {
        if kind.contains(SPREADSHEET) {
            Self::Ods
        } else {
            Self::Zip
        }
    }

    /// Text of a known kind, after byte order mark and blanks.
    fn of_text(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let text = head.trim_ascii_start();
        let begins = |with: &str| {
            text.get(..with.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
        };
        if ["<!doctype", "<html", "<table", "<head", "<body"]
            .iter()
            .any(|s| begins(s))
        {
            Some(Self::Html)
        } else if begins("<?xml") {
            Some(Self::Xml)
        } else {
            None
        }
    }
}

/// What the media types of `OpenDocument` spreadsheets and their templates hold.
const SPREADSHEET: &str = "opendocument.spreadsheet";

/// How a contact card begins.
const CARD: &str = "BEGIN:VCARD";

const SIGNATURES: [(&[u8], ForeignFormat); 17] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ForeignFormat::Xls),
    (b"\x09\x08\x10\x00", ForeignFormat::Xls),
    (b"%PDF-", ForeignFormat::Pdf),
    (b"\x89PNG\r\n", ForeignFormat::Image),
    (b"\xff\xd8\xff", ForeignFormat::Image),
    (b"GIF87a", ForeignFormat::Image),
    (b"GIF89a", ForeignFormat::Image),
    (b"\x1f\x8b", ForeignFormat::Archive),
    (b"Rar!\x1a\x07", ForeignFormat::Archive),
    (b"7z\xbc\xaf\x27\x1c", ForeignFormat::Archive),
    (b"BZh9", ForeignFormat::Archive),
    (b"\xfd7zXZ\x00", ForeignFormat::Archive),
    (b"\x28\xb5\x2f\xfd", ForeignFormat::Archive),
    (b"{\\rtf", ForeignFormat::Rtf),
    (b"\x7fELF", ForeignFormat::Program),
    (b"MZ\x90\x00", ForeignFormat::Program),
    (b"SQLite format 3\x00", ForeignFormat::Program),
];

impl fmt::Display for ForeignFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Xlsx => "an Excel workbook",
            Self::Xls => "an old Excel workbook",
            Self::Ods => "an OpenDocument spreadsheet",
            Self::Xlsb => "a binary Excel workbook",
            Self::Numbers => "a Numbers spreadsheet",
            Self::Zip => "a ZIP archive",
            Self::Archive => "a compressed file",
            Self::Pdf => "a PDF document",
            Self::Image => "a picture",
            Self::Html => "a web page",
            Self::Xml => "an XML document",
            Self::Rtf => "a rich text document",
            Self::Program => "a program or database file",
        })
    }
}
