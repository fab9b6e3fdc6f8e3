//! How long a list of a million rows takes, on one core:
//! `cargo run --release -p contact-import --all-features --example import_speed`.

#![allow(clippy::indexing_slicing, reason = "within a fixed table")]

use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use contact_import::{ImportOptions, Reader, Record, parse_phone};

const ROWS: u32 = 1_000_000;
/// Of Paraguayan mobiles.
const PREFIXES: [u16; 8] = [971, 972, 981, 982, 983, 984, 991, 992];

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
    let options = ImportOptions::new("PY");
    let start = Instant::now();
    let mut valid = 0;
    for record in Reader::from_text(&file, &options)? {
        if let Record::Row(row) = record? {
            valid += 1;
            black_box(row);
        }
    }
    println!("{ROWS} rows, {valid} valid: {:.2?}", start.elapsed());
    let start = Instant::now();
    for row in 0..100_000 {
        let typed = format!("0{} {}", PREFIXES[row % PREFIXES.len()], 100_000 + row);
        black_box(parse_phone(&typed, "PY").ok());
    }
    println!("one number: {:.2?}", start.elapsed() / 100_000);
    Ok(())
}
