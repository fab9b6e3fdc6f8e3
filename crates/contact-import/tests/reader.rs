//! What a door needs of a reader beside its records.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::thread;

use contact_import::{ColumnOverride, ImportError, ImportOptions, Reader, Record, SAMPLE_ROWS};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

fn options() -> ImportOptions {
    ImportOptions::new("PY")
}

#[test]
fn a_file_is_read_on_another_thread() {
    for name in ["plain.xlsx", "iphone_3_0.vcf", "google_contacts_old.csv"] {
        let reader = Reader::open_file(&case(name), &options()).unwrap();
        let read = thread::spawn(move || reader.flatten().count());
        assert!(read.join().unwrap() >= 2, "{name}");
    }
}

#[test]
fn the_progress_ends_at_the_end() {
    for name in ["plain.xlsx", "iphone_3_0.vcf", "google_contacts_old.csv"] {
        let mut reader = Reader::open_file(&case(name), &options()).unwrap();
        let mut last = 0;
        while reader.next().is_some() {
            assert!(reader.progress().done >= last, "{name}");
            last = reader.progress().done;
        }
        assert!(last > 0, "{name}");
        assert_eq!(Some(last), reader.progress().total, "{name}");
    }
    let stream = Reader::from_text("0981200001", &options()).unwrap();
    assert_eq!(stream.progress().total, None);
}

#[test]
fn the_progress_of_a_long_list_comes_in_steps() {
    let list = "0981200001\n".repeat(100_000);
    let total = list.len() as u64;
    let mut reader = Reader::open_seekable(Cursor::new(list), &options()).unwrap();
    assert!(reader.progress().done < total / 2);
    assert_eq!(reader.by_ref().take(50_000).count(), 50_000);
    let half = reader.progress().done;
    assert!(
        half > total / 3 && half < total * 2 / 3,
        "{half} of {total}"
    );
}

#[test]
fn the_sample_shows_the_file_as_the_options_have_it() {
    let reader = Reader::open_file(&case("title_rows_and_margin.xlsx"), &options()).unwrap();
    let sample = reader.sample();
    assert_eq!(sample.len(), 5);
    assert_eq!(sample[0], ["", "", "Lista de clientes 2026"]);
    assert_eq!(sample[2], ["", "", "Cliente", "Celular"]);
    assert_eq!(sample[3], ["", "", "Ana", "981200001"]);

    let text = "numero;nombre\n".to_owned() + &"0981200001;Ana\n".repeat(50);
    let mut options = options();
    let reader = Reader::from_text(&text, &options).unwrap();
    assert_eq!(reader.sample().len(), SAMPLE_ROWS);
    assert_eq!(reader.sample()[1], ["0981200001", "Ana"]);
    options.separator = ",".parse().ok();
    options.header = Some(false);
    let reader = Reader::from_text("0981200001;Ana\n0981200002\n", &options).unwrap();
    assert_eq!(reader.sample()[0], ["0981200001;Ana"]);

    let long = format!("0981200001,{}\n", "x".repeat(1_000));
    let reader = Reader::from_text(&long, &ImportOptions::new("PY")).unwrap();
    assert_eq!(reader.sample()[0][1].len(), 200);
}

#[test]
fn what_is_read_ahead_is_read_once() {
    let cards: Vec<String> = (0..300)
        .map(|card| format!("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nTEL:0981200{card:03}\nEND:VCARD\n"))
        .collect();
    let cards = cards.concat();
    let reader = Reader::from_text(&cards, &options()).unwrap();
    let lines: Vec<u64> = reader.map(|record| record.unwrap().line()).collect();
    assert_eq!(lines, (0..300).map(|card| card * 5 + 1).collect::<Vec<_>>());
    // An error within what was looked at is told at its place.
    let start = "BEGIN:VCARD\nTEL:0981200001\nEND:VCARD\nBEGIN:VCARD\nTEL:0981200002\n";
    let mut reader = Reader::from_text(start, &options()).unwrap();
    assert!(reader.next().unwrap().is_ok());
    let error = reader.next().unwrap().unwrap_err();
    assert!(matches!(error, ImportError::UnclosedCard { line: 4 }));
    assert!(reader.next().is_none());
}

/// A wizard sends back what was detected, column by column.
#[test]
fn what_was_detected_may_be_chosen() {
    for name in [
        "google_contacts_old.csv",
        "google_contacts_middle_name.csv",
        "google_contactos_es.csv",
        "iphone_3_0.vcf",
        "title_rows_and_margin.xlsx",
        "plain.xlsx",
        "positional.csv",
    ] {
        let reader = Reader::open_file(&case(name), &options()).unwrap();
        let detected = reader.detected();
        let mut chosen = options();
        chosen.header = Some(detected.header);
        chosen.sheet.clone_from(&detected.sheet);
        for column in &detected.columns {
            chosen.columns.push(ColumnOverride {
                header: column.header.clone(),
                field: column.field.clone(),
            });
        }
        let again = Reader::open_file(&case(name), &chosen).unwrap();
        assert_eq!(again.detected(), detected, "{name}");
        let records: Vec<Record> = reader.map(Result::unwrap).collect();
        let same: Vec<Record> = again.map(Result::unwrap).collect();
        assert_eq!(records, same, "{name}");
    }
}
