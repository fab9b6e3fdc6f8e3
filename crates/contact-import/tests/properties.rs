//! Whatever comes in, the importer answers: a row, a reason or an error.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use std::collections::HashSet;
use std::io::{BufReader, Cursor, Read};

use contact_import::{
    Change, Checked, Existing, ImportError, ImportOptions, PREVIEW_INVALID, PREVIEW_ROWS, Reader,
    Record, Separator, check, parse_phone,
};
use proptest::prelude::*;

/// Countries of the users, and some with odd plans.
const COUNTRIES: [&str; 12] = [
    "PY", "AR", "BR", "MX", "US", "ES", "CO", "IT", "DE", "CI", "SM", "ZZ",
];

fn country() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&COUNTRIES[..])
}

/// Text that looks like a number, or nearly.
fn numberlike() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9+() .,/eE-]{0,24}",
        "\\+?[0-9]{5,16}",
        "(00|0|\\+)?(595|54|549|55|52|521|1|39|49|800|979)[0-9]{6,11}(\\.0)?",
        any::<String>(),
    ]
}

/// Bytes that look like a list, or nearly.
fn listlike() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        "(sep=;\n)?([a-zé0-9\"]{0,12}[,;\t| \n\r]){0,60}".prop_map(String::into_bytes),
        "numero,nombre\n((0992756[0-9]{3}|[a-z\"]{0,6})(,[a-zñ\"]{0,8}){0,3}\r?\n){0,40}"
            .prop_map(String::into_bytes),
        ("[0-9,;\n\u{e9}]{0,80}", any::<bool>()).prop_map(|(text, big)| {
            text.encode_utf16()
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_a_number_or_a_reason(typed in numberlike(), country in country()) {
        if let Ok(number) = parse_phone(&typed, country) {
            let text = number.to_string();
            prop_assert!(text.len() <= 16 && text.len() > 5, "{text}");
            for other in COUNTRIES {
                prop_assert_eq!(parse_phone(&text, other), Ok(number), "{} from {}", text, other);
            }
        }
    }

    #[test]
    fn any_bytes_are_rows_or_an_error(bytes in listlike(), country in country()) {
        let Ok(reader) = Reader::open(bytes.as_slice(), &ImportOptions::new(country)) else {
            return Ok(());
        };
        let lines = bytes.len() as u64 + 1;
        let mut last = 0;
        let mut rows = 0;
        for record in reader {
            let Ok(record) = record else { break };
            prop_assert!(record.line() > last && record.line() <= lines);
            last = record.line();
            rows += 1;
        }
        prop_assert!(rows <= lines);
    }

    #[test]
    fn a_preview_adds_up(bytes in listlike()) {
        let options = ImportOptions::new("PY");
        let Ok(reader) = Reader::open(bytes.as_slice(), &options) else { return Ok(()) };
        let Ok(preview) = check(reader, |_| Existing::NOTHING) else { return Ok(()) };
        let counts = preview.counts;
        prop_assert_eq!(counts.rows, counts.new + counts.duplicates + counts.invalid);
        prop_assert_eq!(preview.rows.len() as u64, counts.new.min(PREVIEW_ROWS as u64));
        prop_assert_eq!(preview.invalid.len() as u64, counts.invalid.min(PREVIEW_INVALID as u64));
        let accepted: Vec<_> = Reader::open(bytes.as_slice(), &options)
            .unwrap()
            .distinct()
            .filter_map(|record| match record.unwrap() {
                Checked::Accepted(row) => Some(row.phone),
                _ => None,
            })
            .collect();
        prop_assert_eq!(accepted.len() as u64, counts.new);
        prop_assert_eq!(accepted.iter().collect::<HashSet<_>>().len(), accepted.len());
    }

    #[test]
    fn the_size_of_the_pieces_changes_nothing(bytes in listlike(), piece in 1_usize..9) {
        let options = ImportOptions::new("PY");
        let whole = Reader::open(bytes.as_slice(), &options).map(|reader| {
            reader.map(|record| record.map_err(|error| error.code())).collect::<Vec<_>>()
        });
        let input = BufReader::with_capacity(piece, bytes.as_slice());
        let pieces = Reader::open(input, &options).map(|reader| {
            reader.map(|record| record.map_err(|error| error.code())).collect::<Vec<_>>()
        });
        match (whole, pieces) {
            (Ok(whole), Ok(pieces)) => prop_assert_eq!(whole, pieces),
            (Err(whole), Err(pieces)) => prop_assert_eq!(whole.code(), pieces.code()),
            _ => prop_assert!(false, "one was read and one was not"),
        }
    }

    #[test]
    fn well_formed_files_are_cut_as_the_csv_crate_cuts_them(
        rows in prop::collection::vec(
            prop::collection::vec("[a-z,;\"\n ñ]{0,6}[a-z]", 2..4), 1..12),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            let mut cells = vec!["0992756462"];
            cells.extend(row.iter().map(String::as_str));
            writer.write_record(&cells).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let mut options = ImportOptions::new("PY");
        options.header = Some(false);
        options.separator = Some(Separator::Comma);
        for index in 2..5 {
            // Kept as they are, under the numbers of their columns.
            if rows.iter().any(|row| row.len() + 1 >= index) {
                options.columns.push(contact_import::ColumnOverride {
                    header: index.to_string(),
                    field: contact_import::Field::Extra(String::new()),
                });
            }
        }
        let read: Vec<Vec<String>> = Reader::open(file.as_slice(), &options)
            .unwrap()
            .map(|record| match record.unwrap() {
                Record::Row(row) => row.fields.into_values().collect(),
                Record::Invalid(_) => Vec::new(),
            })
            .collect();
        let wanted: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        prop_assert_eq!(read, wanted);
    }
}

/// A file that never ends within reason, made as it is read.
struct Endless {
    line: Vec<u8>,
    left: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        self.left -= 1;
        let taken = self.line.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&self.line[..taken]);
        Ok(taken)
    }
}

fn endless(line: &str, times: usize) -> BufReader<Endless> {
    let line = line.as_bytes().to_vec();
    BufReader::with_capacity(64 * 1024, Endless { line, left: times })
}

#[test]
fn too_many_rows_are_refused_while_reading() {
    let mut options = ImportOptions::new("PY");
    options.max_rows = 10_000;
    let reader = Reader::open(endless("0992756462,Ana\n", usize::MAX), &options).unwrap();
    let error = check(reader, |_| Existing::NOTHING).unwrap_err();
    assert!(matches!(error, ImportError::TooManyRows { limit: 10_000 }));
}

#[test]
fn a_record_without_end_is_refused() {
    for line in ["0992756462,", "0992756462 "] {
        let reader = Reader::open(endless(line, usize::MAX), &ImportOptions::new("PY"));
        assert_eq!(
            reader.err().map(|error| error.code()),
            Some("record_too_large"),
            "{line}"
        );
    }
    let head = Cursor::new("numero,nombre\n0992756462,Ana\n0976947110,");
    let input = BufReader::new(head.chain(endless("x", usize::MAX)));
    let reader = Reader::open(input, &ImportOptions::new("PY")).unwrap();
    let error = check(reader, |_| Existing::NOTHING).unwrap_err();
    assert_eq!((error.code(), error.line()), ("record_too_large", Some(3)));
}

#[test]
fn a_late_accent_is_still_read_rightly() {
    let mut file = b"numero,nombre\n".to_vec();
    for _ in 0..20_000 {
        file.extend_from_slice(b"0992756462,Ana\n");
    }
    let ascii = file.clone();
    file.extend_from_slice(b"0976947110,Jos\xe9\n");
    let mut reader = Reader::open(file.as_slice(), &ImportOptions::new("PY")).unwrap();
    assert_eq!(reader.detected().encoding.name(), "UTF-8");
    let last = reader.by_ref().last().unwrap().unwrap();
    assert!(matches!(last, Record::Row(row) if row.name == "José" && row.line == 20_002));
    assert_eq!(reader.detected().encoding.name(), "windows-1252");
    let mut file = ascii;
    file.extend_from_slice("0976947110,José\n".as_bytes());
    let reader = Reader::open(file.as_slice(), &ImportOptions::new("PY")).unwrap();
    let last = reader.last().unwrap().unwrap();
    assert!(matches!(last, Record::Row(row) if row.name == "José"));
}

#[test]
fn pasted_text_is_read_like_a_file() {
    let text = "Nombre\tCelular\nAna\t0992 756 462\n";
    let reader = Reader::from_text(text, &ImportOptions::new("PY")).unwrap();
    let preview = check(reader, |row| {
        assert_eq!(row.name, "Ana");
        Existing {
            change: Change::Unchanged,
            opted_out: true,
        }
    })
    .unwrap();
    let counts = preview.counts;
    assert_eq!((counts.rows, counts.unchanged, counts.opted_out), (1, 1, 1));
}

#[test]
fn blank_lines_before_the_list_are_only_counted() {
    let text = "\n".repeat(100_000) + "numero\n0992756462\n";
    let preview = check(
        Reader::open(text.as_bytes(), &ImportOptions::new("PY")).unwrap(),
        |_| Existing::NOTHING,
    )
    .unwrap();
    assert_eq!(preview.rows[0].line, 100_002);
}
