//! What is written as a list of any kind is read back the same, and no damage
//! to a workbook does worse than an error.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests; a panic is a failed test"
)]

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use contact_import::{ImportOptions, Reader, Record};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

/// A person as all kinds of lists can hold one.
#[derive(Debug, Clone)]
struct Person {
    number: u32,
    name: String,
    groups: Vec<String>,
    note: String,
}

/// What is compared.
type Read = (String, String, Vec<String>, String);

fn words() -> impl Strategy<Value = String> {
    "[A-Za-zñáé,;:\"'|&<>_#=+\\\\0-9ü😀-😎日 ]{0,24}".prop_map(|text| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A mark that opens a cell is quoted by every writer; this one is bare.
        text.replace("_x", "_x0041_")
    })
}

fn person() -> impl Strategy<Value = Person> {
    let group = prop::sample::subsequence(vec!["VIP", "Niños", "Ñandú 2"], 0..3);
    (0_u32..1_000_000, words(), group, words()).prop_map(|(number, name, groups, note)| Person {
        number,
        name,
        groups: groups.into_iter().map(str::to_owned).collect(),
        note,
    })
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(person(), 1..12)
}

fn wanted(people: &[Person]) -> Vec<Read> {
    let people = people.iter().map(|person| {
        let number = format!("+595981{:06}", person.number);
        let person = person.clone();
        (number, person.name, person.groups, person.note)
    });
    people.collect()
}

fn read(file: Vec<u8>, options: &ImportOptions) -> Vec<Read> {
    let reader = Reader::open_seekable(Cursor::new(file), options).unwrap();
    let records = reader.map(|record| match record.unwrap() {
        Record::Row(row) => {
            let mut fields = row.fields.into_iter();
            let note = fields.next().map(|(key, value)| {
                assert!(key.eq_ignore_ascii_case("note"), "{key}");
                value
            });
            assert_eq!(fields.next(), None);
            // Cards say what is a note; of a list it is a field like any other.
            let said = row.remarks.map(|said| said.note);
            let number = row.phone.to_string();
            (
                number,
                row.name,
                row.groups,
                note.or(said).unwrap_or_default(),
            )
        }
        Record::Invalid(row) => panic!("{row:?}"),
    });
    records.collect()
}

fn headed() -> ImportOptions {
    let mut options = ImportOptions::new("PY");
    options.header = Some(true);
    options
}

const HEADER: [&str; 4] = ["celular", "nombre", "grupo", "Note"];

fn cells(person: &Person) -> [String; 4] {
    [
        format!("0981 {:06}", person.number),
        person.name.clone(),
        person.groups.join("; "),
        person.note.clone(),
    ]
}

/// As an export writes a cell that a spreadsheet would take for a formula.
fn marked(cell: String) -> String {
    if cell
        .trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@'])
    {
        format!("'{cell}")
    } else {
        cell
    }
}

fn workbook(people: &[Person]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = std::iter::once(HEADER.map(str::to_owned)).chain(people.iter().map(cells));
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Folds a line of a card at 60 characters.
fn fold(line: &str) -> String {
    let mut folded = String::new();
    for (index, sign) in line.chars().enumerate() {
        if index > 0 && index % 60 == 0 {
            folded.push_str("\r\n ");
        }
        folded.push(sign);
    }
    folded + "\r\n"
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(',', "\\,")
        .replace(';', "\\;")
}

fn quoted_printable(text: &str) -> String {
    text.bytes().fold(String::new(), |mut quoted, byte| {
        write!(quoted, "={byte:02X}").unwrap();
        if quoted.len() % 70 < 3 {
            quoted.push_str("=\r\n");
        }
        quoted
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_delimited_file(people in people(), separator in prop::sample::select(&b",;\t|"[..])) {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        writer.write_record(HEADER).unwrap();
        for person in &people {
            writer.write_record(cells(person).map(marked)).unwrap();
        }
        let mut options = headed();
        options.separator = char::from(separator).to_string().parse().ok();
        prop_assert_eq!(read(writer.into_inner().unwrap(), &options), wanted(&people));
    }

    #[test]
    fn a_workbook(people in people()) {
        prop_assert_eq!(read(workbook(&people), &headed()), wanted(&people));
    }

    #[test]
    fn cards(people in people()) {
        let mut file = String::new();
        for person in &people {
            file.push_str("BEGIN:VCARD\r\nVERSION:3.0\r\n");
            file.push_str(&fold(&format!("FN:{}", escape(&person.name))));
            file.push_str(&fold(&format!("TEL;TYPE=CELL:0981{:06}", person.number)));
            file.push_str(&fold(&format!("CATEGORIES:{}", person.groups.join(","))));
            file.push_str(&fold(&format!("NOTE:{}", escape(&person.note))));
            file.push_str("END:VCARD\r\n");
        }
        prop_assert_eq!(read(file.into_bytes(), &ImportOptions::new("PY")), wanted(&people));
    }

    #[test]
    fn old_cards(people in people()) {
        let mut file = String::new();
        for person in &people {
            let name = quoted_printable(&person.name.replace(['\\', ';'], ""));
            write!(
                file,
                "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{name}\r\n\
                 TEL;CELL:0981{:06}\r\nEND:VCARD\r\n",
                person.number
            )
            .unwrap();
        }
        let names: Vec<String> = read(file.into_bytes(), &ImportOptions::new("PY"))
            .into_iter()
            .map(|read| read.1)
            .collect();
        let wanted: Vec<String> = people
            .iter()
            .map(|person| person.name.replace(['\\', ';'], ""))
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        prop_assert_eq!(names, wanted);
    }

    /// The cells of a workbook are what another reader finds in them.
    #[test]
    fn the_cells_of_a_workbook(
        numbers in prop::collection::vec((any::<f64>(), 0_u16..8, words()), 1..7),
    ) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "celular").unwrap();
        // A lone cell above wider rows would be taken for a heading of the page.
        for column in 1..9 {
            sheet.write(0, column, format!("dato {column}")).unwrap();
        }
        for (row, (number, column, text)) in (1..).zip(&numbers) {
            sheet.write(row, *column, *number).unwrap();
            sheet.write(row, column + 1, text).unwrap();
        }
        let file = book.save_to_buffer().unwrap();
        let mut options = headed();
        options.columns.push(contact_import::ColumnOverride {
            header: "celular".to_owned(),
            field: contact_import::Field::Number,
        });
        let mut other: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.clone())).unwrap();
        let range = other.worksheet_range_at(0).unwrap().unwrap();
        let reader = Reader::open_seekable(Cursor::new(file), &options).unwrap();
        let blank = |row: &&[Data]| row.iter().all(|cell| cell.to_string().is_empty());
        let rows: Vec<&[Data]> = range.rows().filter(|row| !blank(row)).collect();
        prop_assert_eq!(rows.len(), reader.sample().len());
        for (theirs, ours) in rows.iter().zip(reader.sample()) {
            for (index, cell) in theirs.iter().enumerate() {
                let text = ours.get(index).map_or("", String::as_str);
                match cell {
                    Data::Float(number) if text.len() < 200 => {
                        let read: f64 = text.parse().unwrap();
                        prop_assert!((read - number).abs() <= number.abs() * 1e-14, "{number} {text}");
                    }
                    Data::Float(_) | Data::Error(_) => {}
                    cell => prop_assert_eq!(text, cell.to_string()),
                }
            }
        }
    }

    #[test]
    fn a_damaged_workbook(
        people in people(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        kept in 0.0..1.5_f64,
    ) {
        let mut file = workbook(&people);
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let kept = (file.len() as f64 * kept) as usize;
        file.truncate(kept);
        let Ok(reader) = Reader::open_seekable(Cursor::new(file), &headed()) else {
            return Ok(());
        };
        let mut last = 0;
        for record in reader {
            let Ok(record) = record else { break };
            prop_assert!(record.line() > last);
            last = record.line();
        }
    }
}
