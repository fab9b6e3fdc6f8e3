//! Lists of every kind and in every state of decay, and back out again.

use crate::support::{Shop, until};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/contact-import/tests/cases")
        .join(name)
}

fn total(shop: &Shop) -> u64 {
    let list = shop.run(&["contacts", "list", "--limit", "1"]);
    list.ended_with(0).json()["total"].as_u64().unwrap()
}

/// The only contact that is found by these words.
fn found(shop: &Shop, search: &str) -> Value {
    let page = shop
        .run(&["contacts", "list", "--search", search])
        .ended_with(0)
        .json();
    assert_eq!(page["total"], 1, "{search}: {page}");
    page["contacts"][0].clone()
}

#[test]
fn every_kind_of_list_is_imported_and_taken_back() {
    let shop = Shop::practice();
    let tabs = shop.file("lista.tsv", "Celular\tNombre\n0981000001\tÁngela\n");
    for (file, format) in [
        (case("title_rows_and_margin.xlsx"), "xlsx"),
        (case("iphone_3_0.vcf"), "vcard"),
        (case("google_contacts_old.csv"), "google_csv"),
        (case("bare_numbers_all_forms.txt"), "txt"),
        (case("mixed_encodings.csv"), "csv"),
        (case("utf16le_bom.txt"), "tsv"),
        (tabs, "tsv"),
    ] {
        let file = file.to_str().unwrap();
        let look = shop
            .run(&["contacts", "import", file, "--dry-run"])
            .ended_with(0)
            .json();
        assert_eq!(look["detected"]["format"], format, "{file}");
        assert_eq!(total(&shop), 0, "a dry run wrote");
        let rows = look["rows"].as_array().unwrap();
        for row in rows {
            for key in [
                "line", "phone", "typed", "name", "title", "groups", "fields",
            ] {
                assert!(row.get(key).is_some(), "{file}: {key}");
            }
        }
        let done = shop.run(&["contacts", "import", file]).ended_with(0).json();
        assert_eq!(done["counts"], look["counts"], "{file}");
        assert_eq!(done["invalid"], look["invalid"], "{file}");
        let new = done["counts"]["new"].as_u64().unwrap();
        assert!(new > 0 && total(&shop) == new, "{file}");
        for row in rows {
            let stored = found(&shop, row["phone"].as_str().unwrap());
            for key in ["phone", "name", "title"] {
                assert_eq!(stored[key], row[key], "{file}");
            }
        }
        let change = done["change"].as_u64().unwrap().to_string();
        let undone = shop
            .run(&["contacts", "undo", &change])
            .ended_with(0)
            .json();
        assert_eq!(undone, json!({ "undone": new, "kept": 0 }), "{file}");
        assert_eq!(total(&shop), 0, "{file}");
        shop.run(&["contacts", "undo", &change])
            .refused_with(2, "change_not_found");
    }
}

#[test]
fn broken_lists_are_refused_with_their_line_and_leave_nothing() {
    let shop = Shop::practice();
    let long = format!("numero,nombre\n0981000001,{}\n", "x".repeat(2 << 20));
    let long = shop.file("long.csv", long);
    let cases = [
        ("document.csv", "import_unsupported_format", None),
        ("picture.csv", "import_unsupported_format", None),
        ("nul_bytes.csv", "import_binary", Some(3)),
        ("protected.xlsx", "import_protected_workbook", None),
        ("bomb.xlsx", "import_workbook_too_large", None),
        ("lying_bomb.xlsx", "import_workbook_too_large", None),
        ("cut_off.xlsx", "import_damaged_workbook", None),
        (
            "ten_thousand_columns.csv",
            "import_too_many_columns",
            Some(2),
        ),
        ("unclosed_quote.csv", "import_unclosed_quote", Some(3)),
        (
            "quote_never_closed_late.csv",
            "import_unclosed_quote",
            Some(3),
        ),
        ("huge_cell.xlsx", "import_record_too_large", Some(3)),
        ("card_cut_off.vcf", "import_unclosed_card", Some(6)),
        ("empty.csv", "import_empty_file", None),
        ("blank.csv", "import_empty_file", None),
        ("no_number_column.csv", "import_no_number_column", None),
        ("prose.txt", "import_not_separated", None),
        ("all_bad.csv", "no_valid_rows", None),
    ];
    let cases = cases.map(|(name, code, line)| (case(name), code, line));
    let more = [
        (long, "import_record_too_large", Some(2)),
        (shop.data(), "file_is_folder", None),
        (shop.data().join("nobody.csv"), "file_not_found", None),
    ];
    for (file, code, line) in cases.into_iter().chain(more) {
        let told = shop
            .run(&["contacts", "import", file.to_str().unwrap()])
            .refused_with(2, code);
        if let Some(line) = line {
            let error = told.events().pop().unwrap()["error"].clone();
            assert_eq!(error["details"]["line"], line.to_string(), "{error}");
            let sentence = error["message"].as_str().unwrap();
            assert!(sentence.contains(&line.to_string()), "{sentence}");
        }
        assert!(!shop.profile_folder().join("import.tmp").exists());
    }
    assert_eq!(total(&shop), 0);
}

#[test]
fn what_is_odd_but_usable_is_told_line_by_line() {
    let shop = Shop::practice();
    let csv = shop.file(
        "lista.csv",
        "Número,Nombre,Ciudad,Ciudad\n\
         5.95981E+11,Redonda,Luque,Areguá\n\
         981000002.0,Cola,Luque,Areguá\n\
         0981000002,Repetida,,\n\
         \n\
         12,Corta,,\n",
    );
    let done = shop
        .run(&["contacts", "import", csv.to_str().unwrap()])
        .ended_with(0)
        .json();
    assert_eq!(
        done["counts"],
        json!({ "rows": 4, "new": 1, "updated": 0, "unchanged": 0, "duplicates": 1,
            "invalid": 2, "opted_out": 0 })
    );
    assert_eq!(
        done["invalid"],
        json!([
            { "line": 2, "text": "5.95981E+11", "reason": "rounded_by_spreadsheet" },
            { "line": 6, "text": "12", "reason": "too_short" },
        ])
    );
    let cola = found(&shop, "+595981000002");
    assert_eq!(
        cola["fields"],
        json!({ "Ciudad": "Luque", "Ciudad (2)": "Areguá" })
    );
}

#[test]
fn who_is_known_is_left_alone_or_brought_up_to_date() {
    let shop = Shop::practice();
    let import = |text: &str, more: &[&str]| {
        let csv = shop.file("lista.csv", text);
        let mut arguments = vec!["contacts", "import", csv.to_str().unwrap()];
        arguments.extend(more);
        shop.run(&arguments).ended_with(0).json()
    };
    import("numero,nombre,Ciudad\n0981000001,Ana,Luque\n", &[]);
    shop.run(&["contacts", "opt-out", "0981 000 002"])
        .ended_with(0);
    let both = "numero,nombre,Ciudad\n0981000001,Ana Gómez,\n0981000002,Beto,\n";
    let counts = |told: &Value| {
        ["new", "updated", "unchanged", "opted_out"]
            .map(|key| told["counts"][key].as_u64().unwrap())
    };
    for (existing, expected) in [("skip", [1, 0, 1, 1]), ("update", [1, 1, 0, 1])] {
        let told = import(both, &["--existing", existing, "--dry-run"]);
        assert_eq!(counts(&told), expected, "{existing}");
    }
    let told = import(both, &["--existing", "skip", "--group", "Feria"]);
    assert_eq!(counts(&told), [1, 0, 1, 1]);
    let ana = found(&shop, "0981000001");
    assert_eq!((&ana["name"], &ana["groups"]), (&json!("Ana"), &json!([])));
    let told = import(both, &["--group", "Feria", "--consent", "en la feria"]);
    assert_eq!(counts(&told), [0, 1, 1, 1]);
    let ana = found(&shop, "0981000001");
    assert_eq!(ana["name"], "Ana Gómez");
    assert_eq!(ana["groups"], json!(["Feria"]));
    assert_eq!(ana["consent"], "en la feria");
    assert_eq!(
        ana["fields"]["Ciudad"], "Luque",
        "an import blanked a field"
    );
    let beto = found(&shop, "0981000002");
    assert_eq!(beto["opted_out"], true, "an import brought somebody back");
    assert!(beto["opted_out_why"].as_str().unwrap().len() > 3);
    // Back to what was there before.
    let change = told["change"].as_u64().unwrap().to_string();
    shop.run(&["contacts", "undo", &change]).ended_with(0);
    let ana = found(&shop, "0981000001");
    assert_eq!(
        (&ana["name"], &ana["consent"]),
        (&json!("Ana"), &Value::Null)
    );
    assert_eq!(found(&shop, "0981000002")["opted_out"], true);
}

#[test]
fn people_say_no_and_yes_again() {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", "numero,nombre\n0981000001,Ana\n");
    shop.run(&["contacts", "import", csv.to_str().unwrap()])
        .ended_with(0);
    let opt = |word: &str| {
        shop.run(&["contacts", word, "0981-000001"])
            .ended_with(0)
            .json()
    };
    let told = |out: bool, changed: bool| json!({ "phone": "+595981000001", "opted_out": out, "changed": changed });
    assert_eq!(opt("opt-in"), told(false, false));
    assert_eq!(opt("opt-out"), told(true, true));
    assert_eq!(opt("opt-out"), told(true, false));
    assert_eq!(found(&shop, "ana")["opted_out"], true);
    assert_eq!(opt("opt-in"), told(false, true));
    assert_eq!(found(&shop, "ana")["opted_out"], false);
    shop.run(&["contacts", "opt-out", "12"])
        .refused_with(2, "contact_number");
}

#[test]
fn a_broken_cursor_is_refused() {
    let shop = Shop::practice();
    for cursor in ["x", "", "{\"by\":1}", "[]"] {
        shop.run(&["contacts", "list", "--after", cursor])
            .refused_with(2, "cursor");
    }
}

#[test]
fn what_goes_out_comes_in_again() {
    let shop = Shop::practice();
    let csv = shop.file(
        "lista.csv",
        "numero,tratamiento,nombre,grupo,Ciudad\n\
         0981000001,Sra,''=HYPERLINK(1),VIP|Oro,\"a;b\"\"c\n2\"\n\
         0981000002,,José Núñez 😀,,-5\n",
    );
    shop.run(&[
        "contacts",
        "import",
        csv.to_str().unwrap(),
        "--consent",
        "feria",
    ])
    .ended_with(0);
    shop.run(&["contacts", "opt-out", "0981000002"])
        .ended_with(0);
    let first = found(&shop, "0981000001");
    assert_eq!(first["name"], "'=HYPERLINK(1)");
    for name in ["todos.csv", "todos.xlsx"] {
        let file = shop.data().join(name);
        let path = file.to_str().unwrap();
        let told = shop.run(&["contacts", "export", path]).ended_with(0).json();
        let format = name.rsplit('.').next().unwrap();
        assert_eq!(told, json!({ "contacts": 2, "format": format }));
        if format == "csv" {
            let text = fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("\u{feff}Número,Tratamiento,Nombre,Grupo,Ciudad,Nota,"));
            assert!(text.contains(",''=HYPERLINK(1),"), "{text}");
        }
        assert!(!file.with_file_name(format!("{name}.part")).exists());

        let other = Shop::practice();
        let done = other
            .run(&["contacts", "import", path])
            .ended_with(0)
            .json();
        assert_eq!(done["counts"]["new"], 2);
        assert_eq!(done["counts"]["opted_out"], 1);
        for search in ["0981000001", "0981000002"] {
            let (ours, theirs) = (found(&shop, search), found(&other, search));
            for key in [
                "phone",
                "title",
                "name",
                "groups",
                "fields",
                "note",
                "consent",
                "consent_at",
                "consent_proof",
                "opted_out",
                "opted_out_at",
            ] {
                assert_eq!(theirs[key], ours[key], "{name}: {key}");
            }
        }
        let again = shop.run(&["contacts", "import", path]).ended_with(0).json();
        assert_eq!(again["counts"]["unchanged"], 2);
        assert_eq!(again["change"], Value::Null);
    }
    let one = shop.data().join("uno.csv");
    let told = shop
        .run(&[
            "contacts",
            "export",
            one.to_str().unwrap(),
            "--group",
            "oro",
        ])
        .ended_with(0)
        .json();
    assert_eq!(told["contacts"], 1);
    let nowhere = shop.data().join("nowhere/todos.csv");
    shop.run(&["contacts", "export", nowhere.to_str().unwrap()])
        .refused_with(1, "cannot_write");
}

/// A list that takes a while.
fn long_list(shop: &Shop) -> PathBuf {
    let mut text = String::from("numero,nombre,grupo\n");
    for number in 0..60_000 {
        writeln!(
            text,
            "0981{number:06},Persona {number},Grupo {}",
            number % 7
        )
        .unwrap();
    }
    shop.file("larga.csv", text)
}

#[test]
fn a_second_import_is_refused_while_one_goes_on() {
    let shop = Shop::practice();
    let list = long_list(&shop);
    let list = list.to_str().unwrap();
    let first = shop.start(&["contacts", "import", list]);
    let aside = shop.profile_folder().join("import.tmp");
    until("the list is read", || aside.exists().then_some(()));
    shop.run(&["contacts", "import", list])
        .refused_with(5, "profile_in_use");
    assert_eq!(first.end().ended_with(0).json()["counts"]["new"], 60_000);
    assert_eq!(total(&shop), 60_000);
    assert!(!aside.exists());
}

#[test]
fn an_import_that_is_killed_has_not_happened() {
    let shop = Shop::practice();
    let list = long_list(&shop);
    let list = list.to_str().unwrap();
    let folder = shop.profile_folder();
    let aside = folder.join("import.tmp");
    let size = |name: &str| fs::metadata(folder.join(name)).map_or(0, |meta| meta.len());

    // While the list is put aside.
    let import = shop.start(&["contacts", "import", list]);
    until("the list is read", || aside.exists().then_some(()));
    import.kill();
    assert!(aside.exists(), "nobody was there to remove it");
    assert_eq!(total(&shop), 0);
    assert!(!aside.exists(), "it stayed");

    // While it is written.
    let before = size("profile.db-wal");
    let import = shop.start(&["contacts", "import", list]);
    until("the database grows", || {
        (size("profile.db-wal") > before + (1 << 20)).then_some(())
    });
    import.kill();
    assert_eq!(total(&shop), 0);
    assert!(!aside.exists(), "it stayed");
    let groups = shop
        .run(&["contacts", "list", "--group", "Grupo 1"])
        .ended_with(0)
        .json();
    assert_eq!(groups["total"], 0);

    let done = shop.run(&["contacts", "import", list]).ended_with(0).json();
    assert_eq!(done["counts"]["new"], 60_000);
    assert_eq!(total(&shop), 60_000);
}
