//! What each target does with its input; `tests/corpus.rs` does the same.

use std::io::{BufRead, Cursor, Read, Seek};

use contact_import::{Existing, ImportError, ImportOptions, Reader, check, parse_phone};

fn options() -> ImportOptions {
    ImportOptions::new("PY")
}

/// Reads to the end, whatever it is; an error is as good an answer as rows.
fn finish(reader: Result<Reader<'_>, ImportError>) {
    let preview = reader.and_then(|reader| check(reader, |_| Existing::NOTHING));
    if let Ok(preview) = preview {
        let counts = preview.counts;
        assert_eq!(counts.rows, counts.new + counts.duplicates + counts.invalid);
    }
}

fn stream(input: impl BufRead + Send) {
    finish(Reader::open(input, &options()));
}

fn file(input: impl Read + Seek + Send) {
    finish(Reader::open_seekable(input, &options()));
}

/// Delimited text in any encoding.
pub fn delimited(bytes: &[u8]) {
    stream(bytes);
}

/// Cards, the first of which is begun already.
pub fn vcard(bytes: &[u8]) {
    stream([b"BEGIN:VCARD\n", bytes].concat().as_slice());
}

/// Whole workbooks, and bare parts put into one: damaged bytes rarely survive
/// being packed, so the XML is reached by the second way.
pub fn xlsx(bytes: &[u8]) {
    file(Cursor::new(bytes));
    file(Cursor::new(stored(bytes)));
}

/// The first byte chooses the country; a canonical number reads as itself.
pub fn phone(bytes: &[u8]) {
    const COUNTRIES: [&str; 8] = ["PY", "AR", "BR", "MX", "US", "ES", "IT", "ZZ"];
    let Some((choice, typed)) = bytes.split_first() else {
        return;
    };
    let country = COUNTRIES
        .iter()
        .cycle()
        .nth(usize::from(*choice))
        .unwrap_or(&"PY");
    if let Ok(number) = parse_phone(&String::from_utf8_lossy(typed), country) {
        assert_eq!(parse_phone(&number.e164(), country), Ok(number));
    }
}

const BOOK: &[u8] = br#"<workbook><sheets><sheet name="1" r:id="a"/></sheets></workbook>"#;
const LINKS: &[u8] = br#"<Relationships>
<Relationship Id="a" Type="x/worksheet" Target="sheet.xml"/>
<Relationship Id="b" Type="x/sharedStrings" Target="strings.xml"/>
<Relationship Id="c" Type="x/styles" Target="styles.xml"/></Relationships>"#;

/// An archive with a worksheet, its texts and formats, cut at zero bytes.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut pieces = bytes.split(|byte| *byte == 0);
    let mut next = || pieces.next().unwrap_or_default();
    let parts: [(&str, &[u8]); 5] = [
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/sheet.xml", next()),
        ("xl/strings.xml", next()),
        ("xl/styles.xml", next()),
    ];
    let little = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let at = little(file.len());
        let size = little(content.len());
        let length = little(name.len());
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&[0; 14]);
        file.extend_from_slice(&size);
        file.extend_from_slice(&size);
        file.extend_from_slice(&[length[0], length[1]]);
        file.extend_from_slice(&[0; 2]);
        file.extend_from_slice(name.as_bytes());
        file.extend_from_slice(content);
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&[0; 16]);
        directory.extend_from_slice(&size);
        directory.extend_from_slice(&size);
        directory.extend_from_slice(&[length[0], length[1]]);
        directory.extend_from_slice(&[0; 12]);
        directory.extend_from_slice(&at);
        directory.extend_from_slice(name.as_bytes());
    }
    let start = little(file.len());
    let size = little(directory.len());
    file.extend_from_slice(&directory);
    file.extend_from_slice(b"PK\x05\x06\0\0\0\0\x05\0\x05\0");
    file.extend_from_slice(&size);
    file.extend_from_slice(&start);
    file.extend_from_slice(&[0; 2]);
    file
}
