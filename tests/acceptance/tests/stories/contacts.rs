//! Lists of people, in and out.

use crate::support::Shop;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn vectors() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/contact-import/tests/vectors/import");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    files.sort();
    files
}

/// Everything that `expected` names is in `actual`.
fn contains(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => expected.iter().all(|(key, value)| {
            let found = actual.get(key).unwrap_or(&Value::Null);
            // Extra fields must be these and no others.
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

#[test]
fn lists_are_read_as_agreed_and_a_dry_run_writes_nothing() {
    let shop = Shop::practice();
    let files = vectors();
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        let path = format!("{}.expected.json", file.display());
        let expected: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let country = expected["country"].as_str().unwrap();
        let file = file.to_str().unwrap();
        let told = shop
            .run(&[
                "contacts",
                "import",
                file,
                "--country",
                country,
                "--dry-run",
            ])
            .ended_with(0)
            .json();
        for part in ["detected", "counts", "rows", "invalid"] {
            assert!(
                contains(&told[part], &expected[part]),
                "{file}: {part}\n  expected {}\n  found    {}",
                expected[part],
                told[part]
            );
        }
        for count in [
            "rows",
            "new",
            "updated",
            "unchanged",
            "duplicates",
            "invalid",
            "opted_out",
        ] {
            assert!(told["counts"][count].is_u64(), "{count}: {told}");
        }
        for part in ["format", "encoding", "separator", "header", "columns"] {
            assert!(told["detected"].get(part).is_some(), "{part}: {told}");
        }
    }
    let contacts = shop.run(&["contacts", "list"]).ended_with(0).json();
    assert_eq!(contacts["total"], 0);
}

#[test]
fn people_are_imported_found_and_leafed_through() {
    let shop = Shop::practice();
    let csv = shop.file(
        "lista.csv",
        "numero,sustantivo,nombre,grupo\n\
         0981000001,Sra,Ángela Núñez,VIP\n\
         0981000002,Sr,Bruno Díaz,Premium\n\
         0981000003,Dra,Celia Ortiz,VIP|Premium\n",
    );
    let csv = csv.to_str().unwrap();
    let import = |more: &[&str]| {
        let mut arguments = vec!["contacts", "import", csv];
        arguments.extend(more);
        shop.run(&arguments).ended_with(0).json()
    };
    let told = import(&["--group", "Julio", "--consent", "feria"]);
    assert_eq!(told["counts"]["new"], 3);
    assert!(told.get("rows").is_none(), "rows are for dry runs");
    assert_eq!(import(&[])["counts"]["unchanged"], 3);
    assert_eq!(import(&["--dry-run"])["counts"]["unchanged"], 3);

    let names = |arguments: &[&str]| {
        let mut all = vec!["contacts", "list"];
        all.extend(arguments);
        let page = shop.run(&all).ended_with(0).json();
        let contacts = page["contacts"].as_array().unwrap();
        let names: Vec<String> = contacts
            .iter()
            .map(|contact| contact["name"].as_str().unwrap().to_owned())
            .collect();
        (names, page)
    };
    let everybody = ["Ángela Núñez", "Bruno Díaz", "Celia Ortiz"];
    let (found, page) = names(&[]);
    assert_eq!(found, everybody);
    let first = &page["contacts"][0];
    assert_eq!(first["phone"], "+595981000001");
    assert_eq!(first["title"], "Sra");
    assert_eq!(first["consent"], "feria");
    assert_eq!(first["groups"], serde_json::json!(["Julio", "VIP"]));
    assert_eq!(
        names(&["--group", "VIP"]).0,
        ["Ángela Núñez", "Celia Ortiz"]
    );
    assert_eq!(names(&["--search", "nunez"]).0, ["Ángela Núñez"]);
    assert_eq!(names(&["--search", "0981000002"]).0, ["Bruno Díaz"]);

    let (mut found, page) = names(&["--limit", "2"]);
    assert_eq!(page["total"], 3);
    let (rest, last) = names(&["--limit", "2", "--after", page["next"].as_str().unwrap()]);
    found.extend(rest);
    assert_eq!(found, everybody);
    assert!(last["next"].is_null());
}

#[test]
fn a_column_is_named_by_hand() {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", "a,b,c\nAna,0981000001,Luque\n");
    let csv = csv.to_str().unwrap();
    let told = shop
        .run(&[
            "contacts", "import", csv, "--column", "b=number", "--column", "a=name",
        ])
        .ended_with(0)
        .json();
    assert_eq!(told["counts"]["new"], 1);
    shop.run(&["contacts", "import", csv, "--column", "b"])
        .refused_with(2, "column_option");
    shop.run(&["contacts", "import", csv, "--column", "zz=number"])
        .refused_with(2, "import_unknown_column");
}
