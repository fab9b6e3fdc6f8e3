//! Whole files in, the preview out, held against expectations that lie beside
//! them as data.
//!
//! `vectors` are the agreed ones; `cases` are this crate's own. An expectation
//! `NAME.expected.json` gives the country, what `detected` and `counts` must
//! contain, the rows, the refused and the repeated rows; beyond that `options`
//! (encoding, separator, header, sheet, columns) and `error` (code, line, and the
//! columns of a list without numbers) in place of a result.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use contact_import::{
    ColumnOverride, Encoding, Existing, ImportError, ImportOptions, Preview, Reader, check,
    parse_phone,
};
use serde_json::{Value, json};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

fn options(expected: &Value) -> ImportOptions {
    let mut options = ImportOptions::new(expected["country"].as_str().unwrap());
    let chosen = &expected["options"];
    options.encoding = chosen["encoding"]
        .as_str()
        .map(|label| Encoding::for_label(label).unwrap());
    options.separator = chosen["separator"]
        .as_str()
        .map(|text| text.parse().unwrap());
    options.header = chosen["header"].as_bool();
    options.sheet = chosen["sheet"].as_str().map(str::to_owned);
    for (header, field) in chosen["columns"].as_object().into_iter().flatten() {
        options.columns.push(ColumnOverride {
            header: header.clone(),
            field: field.as_str().unwrap().parse().unwrap(),
        });
    }
    options
}

fn preview(bytes: &[u8], expected: &Value) -> Result<Preview, ImportError> {
    check(
        Reader::open_seekable(Cursor::new(bytes), &options(expected))?,
        |_| Existing::NOTHING,
    )
}

/// Everything that `expected` names is in `actual`.
fn contains(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        // Extra fields must be these and no others.
        (Value::Object(actual), Value::Object(expected)) => expected.iter().all(|(key, value)| {
            let found = actual.get(key).unwrap_or(&Value::Null);
            if key == "fields" {
                found == value
            } else {
                contains(found, value)
            }
        }),
        (Value::Array(actual), Value::Array(expected)) => {
            actual.len() == expected.len()
                && actual.iter().zip(expected).all(|(a, e)| contains(a, e))
        }
        _ => actual == expected,
    }
}

fn run(file: &Path) -> Result<(), String> {
    let bytes = fs::read(file).unwrap();
    let path = format!("{}.expected.json", file.display());
    let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let actual = match preview(&bytes, &expected) {
        Ok(preview) => serde_json::to_value(&preview).unwrap(),
        Err(error) => {
            let columns = match &error {
                ImportError::NoNumberColumn { columns, .. }
                | ImportError::NotSeparated { columns } => json!(columns),
                _ => Value::Null,
            };
            json!({"error": {"code": error.code(), "line": error.line(), "columns": columns}})
        }
    };
    for part in ["error", "detected", "counts", "rows", "invalid", "repeated"] {
        let Some(wanted) = expected.get(part) else {
            if part == "error" && actual.get(part).is_some() {
                return Err(format!("{}: {actual}", file.display()));
            }
            continue;
        };
        let found = &actual[part];
        if !contains(found, wanted) {
            return Err(format!(
                "{}: {part}\n  expected {wanted}\n  found    {found}",
                file.display()
            ));
        }
    }
    Ok(())
}

fn run_all(name: &str, at_least: usize) {
    let mut files: Vec<PathBuf> = fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    files.sort();
    assert!(files.len() >= at_least, "only {} files", files.len());
    let wrong: Vec<String> = files.iter().filter_map(|file| run(file).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_agreed_files_are_read_as_agreed() {
    run_all("vectors/import", 6);
}

#[test]
fn our_own_files_are_read_as_expected() {
    run_all("cases", 90);
}

#[test]
fn the_agreed_numbers_are_read_as_agreed() {
    let mut reader = csv::Reader::from_path(folder("vectors/phones.csv")).unwrap();
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let (country, typed) = (&record[0], &record[1]);
        let found = parse_phone(typed, country);
        if record[3].is_empty() {
            assert_eq!(found.unwrap().to_string(), record[2], "{country} {typed}");
        } else {
            assert_eq!(found.unwrap_err().code(), &record[3], "{country} {typed}");
        }
        seen += 1;
    }
    assert!(seen >= 30);
}
