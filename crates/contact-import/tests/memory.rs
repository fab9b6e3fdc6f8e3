//! Memory stays bounded whatever comes in: streams of 200 MB of each kind, made
//! as they are read, and the most that this process ever held.
//!
//! A process of its own, with one test: the measure is the process's.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};

use contact_import::{Existing, ImportError, ImportOptions, Preview, Reader, check};

const MB: u64 = 1_000_000;

/// Bytes repeated so often, one after the other: a file of any size that takes
/// no place.
#[derive(Clone, Default)]
struct Made {
    pieces: Vec<(Vec<u8>, u64)>,
    at: u64,
}

impl Made {
    fn and(mut self, piece: impl AsRef<[u8]>, times: u64) -> Self {
        self.pieces.push((piece.as_ref().to_vec(), times));
        self
    }

    fn size(&self) -> u64 {
        let sizes = self
            .pieces
            .iter()
            .map(|(piece, times)| piece.len() as u64 * times);
        sizes.sum()
    }
}

impl Read for Made {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut start = 0;
        for (piece, times) in &self.pieces {
            let length = piece.len() as u64;
            if self.at < start + length * times {
                let offset = usize::try_from((self.at - start) % length).unwrap();
                let taken = (&piece[offset..]).read(buffer)?;
                self.at += taken as u64;
                return Ok(taken);
            }
            start += length * times;
        }
        Ok(0)
    }
}

impl Seek for Made {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.size(), by),
        };
        self.at = from
            .checked_add_signed(by)
            .ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A workbook whose parts are stored as they are.
fn workbook(sheet: Made, strings: Made) -> Made {
    let book = r#"<workbook><sheets><sheet name="1" r:id="a"/></sheets></workbook>"#;
    let links = r#"<Relationships><Relationship Id="a" Type="/worksheet" Target="s.xml"/>
        <Relationship Id="b" Type="/sharedStrings" Target="t.xml"/></Relationships>"#;
    let parts = [
        ("xl/workbook.xml", Made::default().and(book, 1)),
        ("xl/_rels/workbook.xml.rels", Made::default().and(links, 1)),
        ("xl/s.xml", sheet),
        ("xl/t.xml", strings),
    ];
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (mut file, mut directory) = (Made::default(), Vec::new());
    for (name, part) in parts {
        let at = u32::try_from(file.size()).unwrap().to_le_bytes();
        let size = u32::try_from(part.size()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let sizes = [&size[..], &size, &length].concat();
        let header = [
            b"PK\x03\x04",
            &[0; 14][..],
            &sizes,
            &[0; 2],
            name.as_bytes(),
        ]
        .concat();
        file = file.and(header, 1);
        file.pieces.extend(part.pieces);
        directory.extend_from_slice(&[b"PK\x01\x02", &[0; 16][..], &sizes].concat());
        directory.extend_from_slice(&[&[0; 12][..], &at, name.as_bytes()].concat());
    }
    let start = u32::try_from(file.size()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count[..],
        &count,
        &size,
        &start,
        &[0; 2],
    ]
    .concat();
    file.and(directory, 1).and(end, 1)
}

fn read(file: &Made) -> Result<Preview, ImportError> {
    let mut options = ImportOptions::new("PY");
    options.max_rows = u64::MAX;
    check(Reader::open_seekable(file.clone(), &options)?, |_| {
        Existing::NOTHING
    })
}

/// The most memory that the process ever held, in bytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().unwrap() * 1024
}

fn rows(file: &Made) -> u64 {
    read(file).unwrap().counts.rows
}

fn code(file: &Made) -> &'static str {
    read(file).unwrap_err().code()
}

const HEADER: &str = "numero,nombre,nota\n";
const ROWS: &str = "<worksheet><sheetData><row><c t=\"str\"><v>numero</v></c></row>";
const NUMBER: &str = "<row><c t=\"str\"><v>0981200001</v></c></row>";
const END: &str = "</sheetData></worksheet>";

#[test]
fn memory_is_bounded_whatever_comes_in() {
    let long = "x".repeat(500_000);
    let row = format!("0981200001,Ana,\"{long}\n\"\n");
    let made = Made::default;
    assert_eq!(rows(&made().and("numero\n0981200001\n", 1)), 1);
    let before = peak();

    // Rows of half a megabyte; a line without end; nothing but line breaks.
    assert_eq!(rows(&made().and(HEADER, 1).and(&row, 400)), 400);
    assert_eq!(
        code(&made().and(HEADER, 1).and("x", 2_000 * MB)),
        "record_too_large"
    );
    let breaks = made()
        .and("numero\n0981200001\n", 1)
        .and("\n".repeat(1_000), 20_000);
    assert_eq!(rows(&breaks), 1);

    // A picture of 100 MB on one line, and one on many.
    let card = |picture: &str, times| {
        let head = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nPHOTO;ENCODING=b:";
        made()
            .and(head, 1)
            .and(picture, times)
            .and("\nTEL:0981200001\nEND:VCARD\n", 1)
    };
    assert_eq!(rows(&card(&"A".repeat(10_000), 10_000)), 1);
    assert_eq!(
        rows(&card(&format!("{}\n ", "A".repeat(10_000)), 10_000)),
        1
    );

    // Rows of half a megabyte; empty rows and cells; one attribute without end.
    let sheet = |rows: &str, times| {
        workbook(
            made()
                .and(ROWS, 1)
                .and(NUMBER, 1)
                .and(rows, times)
                .and(END, 1),
            made().and("<sst/>", 1),
        )
    };
    let wide = format!("<row><c/><c t=\"str\"><v>{long}</v></c></row>");
    assert_eq!(rows(&sheet(&wide, 400)), 401);
    assert_eq!(
        rows(&sheet(&"<row><c/><c s=\"1\"/></row>".repeat(100), 4_000)),
        1
    );
    assert_eq!(
        code(&sheet(&format!("<row a=\"{long}"), 400)),
        "workbook_too_large"
    );
    assert_eq!(
        code(&sheet(&format!("<!--{long}"), 400)),
        "workbook_too_large"
    );
    assert_eq!(code(&sheet("<row>", 10_000)), "damaged_workbook");

    let most = peak() - before;
    assert!(most < 64 * MB, "{most} bytes");

    // Shared texts are held, up to a bound.
    let strings = |text: &str, times| {
        workbook(
            made().and(ROWS, 1).and(NUMBER, 1).and(END, 1),
            made().and("<sst>", 1).and(text, times).and("</sst>", 1),
        )
    };
    let text = format!("<si><t>{long}</t></si>");
    assert_eq!(rows(&strings(&text, 200)), 1);
    assert_eq!(code(&strings(&text, 400)), "workbook_too_large");
    let most = peak() - before;
    assert!(most < 320 * MB, "{most} bytes");
    println!("at most {} MB", most / MB);
}
