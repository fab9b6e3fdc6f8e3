//! How long lists of a million rows and of 200,000 take, on one core:
//! `cargo run --release -p contact-import --all-features --example import_speed`.

#![allow(clippy::indexing_slicing, reason = "within a fixed table")]

use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::io::{Cursor, Read, Seek};
use std::time::Instant;

use contact_import::{ImportOptions, Reader, Record, parse_phone};
use rust_xlsxwriter::Workbook;

const ROWS: u32 = 1_000_000;
const ROWS_OF_WORKBOOK: u32 = 200_000;
/// Of Paraguayan mobiles.
const PREFIXES: [u16; 8] = [971, 972, 981, 982, 983, 984, 991, 992];

fn time(what: &str, file: impl Read + Seek + Send) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let (mut records, mut valid) = (0, 0);
    for record in Reader::open_seekable(file, &ImportOptions::new("PY"))? {
        records += 1;
        if let Record::Row(row) = record? {
            valid += 1;
            black_box(row);
        }
    }
    println!("{records} {what}, {valid} valid: {:.2?}", start.elapsed());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut file = String::from("numero,sustantivo,nombre,grupo,ciudad\n");
    for row in 0..ROWS {
        let number = 100_000 + row % 900_000;
        let prefix = PREFIXES[row as usize % PREFIXES.len()];
        writeln!(
            file,
            "0{prefix} {number},Sra.,María Fernández {row},Clientes,Asunción"
        )?;
    }
    time("rows of CSV", Cursor::new(file))?;

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["numero", "nombre", "grupo"].iter().enumerate() {
        sheet.write(0, column.try_into()?, *header)?;
    }
    for row in 0..ROWS_OF_WORKBOOK {
        let prefix = u32::from(PREFIXES[row as usize % PREFIXES.len()]);
        sheet.write(row + 1, 0, prefix * 1_000_000 + row)?;
        sheet.write(row + 1, 1, format!("María Fernández {row}"))?;
        sheet.write(row + 1, 2, "Clientes")?;
    }
    time("rows of a workbook", Cursor::new(book.save_to_buffer()?))?;

    let mut cards = String::new();
    for row in 0..ROWS_OF_WORKBOOK {
        let prefix = PREFIXES[row as usize % PREFIXES.len()];
        writeln!(
            cards,
            "BEGIN:VCARD\nVERSION:3.0\nN:Fernández;María {row};;;\nFN:María {row} Fernández\n\
             TEL;TYPE=CELL:0{prefix} {row:06}\nEND:VCARD"
        )?;
    }
    time("cards", Cursor::new(cards))?;

    let start = Instant::now();
    for row in 0..100_000 {
        let typed = format!("0{} {}", PREFIXES[row % PREFIXES.len()], 100_000 + row);
        black_box(parse_phone(&typed, "PY").ok());
    }
    println!("one number: {:.2?}", start.elapsed() / 100_000);
    Ok(())
}
