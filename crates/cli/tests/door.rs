//! The program itself, and what it says to people.
//!
//! That these stories exist has a second use: cargo builds a package's programs
//! before it runs such tests, and the stories of the whole workspace need this one.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

fn cli(arguments: &[&str]) -> (Option<i32>, String, String) {
    cli_in(tempfile::tempdir().unwrap().path(), arguments)
}

fn cli_in(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let ended = Command::new(env!("CARGO_BIN_EXE_message-sender-cli"))
        .arg("--data-dir")
        .arg(folder)
        .args(arguments)
        .env_remove("MESSAGE_SENDER_LOOPBACK_URL")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

#[test]
fn help_and_version_go_to_standard_output() {
    let (code, out, err) = cli(&["--help"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for word in ["profile", "device", "contacts", "campaign"] {
        assert!(out.contains(word), "{word}");
    }
    let (code, out, _) = cli(&["--version"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("message-sender-cli "));
}

#[test]
fn without_a_profile_it_says_what_to_do() {
    let (code, out, err) = cli(&["--json", "contacts", "list"]);
    assert_eq!(code, Some(2));
    assert!(out.contains("\"no_profile\""), "{out}");
    assert!(err.contains("profile create"), "{err}");
    let (code, out, _) = cli(&["--json", "profile", "list"]);
    assert_eq!((code, out.as_str()), (Some(0), "[]\n"));
}

/// A practice profile in English and a list of two people.
fn practice(folder: &Path) -> String {
    let create = ["profile", "create", "Shop", "--practice", "--country", "PY"];
    let (code, _, err) = cli_in(folder, &[&create[..], &["--language", "en"]].concat());
    assert_eq!(code, Some(0), "{err}");
    let list = folder.join("list.csv");
    std::fs::write(&list, "number\n+595981200001\n+595981200002\n").unwrap();
    list.to_str().unwrap().to_owned()
}

#[test]
fn a_campaign_is_shown_on_a_line_that_commands_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let list = practice(folder.path());
    let name = "Promo\u{1b}[2J\u{7}\n9 Other";
    let send = ["campaign", "send", "--name", name, "--csv", &list];
    let (code, _, err) = cli_in(folder.path(), &[&send[..], &["--text", "Hello"]].concat());
    assert_eq!(code, Some(0), "{err}");
    let (code, _, err) = cli_in(folder.path(), &["campaign", "status", "1"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.starts_with("1 Promo[2J9 Other: "), "{err:?}");
    assert!(
        err.contains("2 people: 2 waiting, 0 under way, "),
        "{err:?}"
    );
    // A program gets the name as it was given.
    let (_, out, _) = cli_in(folder.path(), &["--json", "campaign", "status", "1"]);
    assert!(out.contains("Promo\\u001b[2J\\u0007\\n9 Other"), "{out}");
}

#[test]
fn a_text_from_a_file_has_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    let list = practice(folder.path());
    let file = folder.path().join("text.txt");
    let text = file.to_str().unwrap();
    let send = [
        "--json", "campaign", "send", "--name", "Promo", "--csv", &list,
    ];
    let send = [&send[..], &["--text-file", text]].concat();

    std::fs::write(&file, "a".repeat(1024 * 1024 + 1)).unwrap();
    let (code, out, err) = cli_in(folder.path(), &send);
    assert_eq!(code, Some(2));
    assert!(out.contains("\"text_file_too_large\""), "{out}");
    assert!(
        err.contains("1024 KiB") || err.contains("1,024 KiB"),
        "{err}"
    );

    // What fits in the file is measured as a message.
    std::fs::write(&file, "a".repeat(1024 * 1024)).unwrap();
    let (code, out, _) = cli_in(folder.path(), &send);
    assert_eq!(code, Some(2));
    assert!(out.contains("\"text_too_long\""), "{out}");

    std::fs::write(&file, [0xff, 0xfe]).unwrap();
    let (_, out, _) = cli_in(folder.path(), &send);
    assert!(out.contains("\"text_file_encoding\""), "{out}");
}

#[test]
fn a_list_is_shown_as_long_as_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    practice(folder.path());
    let list = folder.path().join("long.txt");
    let numbers: Vec<String> = (0..1_203).map(|n| format!("+5959812{n:05}")).collect();
    std::fs::write(&list, numbers.join("\n")).unwrap();
    let list = list.to_str().unwrap();
    let (code, _, err) = cli_in(folder.path(), &["contacts", "import", list]);
    assert_eq!(code, Some(0), "{err}");

    let show = |arguments: &[&str]| {
        let (code, out, err) = cli_in(
            folder.path(),
            &[&["--json", "contacts", "list"], arguments].concat(),
        );
        assert_eq!(code, Some(0), "{err}");
        serde_json::from_str::<serde_json::Value>(&out).unwrap()
    };
    let phones = |page: &serde_json::Value| -> Vec<String> {
        let contacts = page["contacts"].as_array().unwrap().iter();
        contacts
            .map(|contact| contact["phone"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = show(&["--limit", "1100"]);
    assert_eq!(first["total"], 1_203);
    let next = first["next"].as_str().unwrap();
    let rest = show(&["--limit", "1100", "--after", next]);
    assert!(rest["next"].is_null());
    let mut all = phones(&first);
    assert_eq!(all.len(), 1_100);
    all.extend(phones(&rest));
    all.sort();
    assert_eq!(all, numbers, "everybody, once");
    assert!(show(&["--limit", "1203"])["next"].is_null());

    let (code, _, err) = cli_in(folder.path(), &["contacts", "list", "--limit", "0"]);
    assert_eq!(code, Some(2), "{err}");
}

#[test]
fn titles_without_people_are_no_list() {
    let folder = tempfile::tempdir().unwrap();
    practice(folder.path());
    let list = folder.path().join("titles.csv");
    std::fs::write(&list, "number,name\n").unwrap();
    let list = list.to_str().unwrap();
    for arguments in [
        &["contacts", "import", list][..],
        &["contacts", "import", list, "--dry-run"],
    ] {
        let (code, _, err) = cli_in(folder.path(), arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {err}");
        assert!(err.contains("titles and nobody"), "{arguments:?}: {err}");
    }
}

/// `campaign send` to a list, with these words besides. How it ended, the object it
/// printed last, and what it said.
fn send(folder: &Path, list: &str, words: &[&str]) -> (Option<i32>, serde_json::Value, String) {
    let send = [
        "--json", "campaign", "send", "--name", "Promo", "--csv", list,
    ];
    let (code, out, err) = cli_in(folder, &[&send[..], words].concat());
    let printed = out.lines().last().unwrap_or("null");
    (code, serde_json::from_str(printed).unwrap(), err)
}

#[test]
fn files_that_are_too_many_or_have_no_name_are_refused_in_the_users_language() {
    let folder = tempfile::tempdir().unwrap();
    let list = practice(folder.path());
    let there = |name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, "no sound, no film").unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (one, two) = (there("one"), there("two"));
    for option in ["--voice", "--video", "--document"] {
        let words = ["--text", "Hello", option, &one, option, &two];
        let (code, told, err) = send(folder.path(), &list, &words);
        assert_eq!(code, Some(2), "{option}");
        assert_eq!(told["error"]["code"], "too_many_attachments", "{option}");
        assert_eq!(told["error"]["details"]["limit"], "1");
        assert!(err.contains("A message carries"), "{err}");
    }
    for option in ["--voice", "--video", "--document", "--image", "--text-file"] {
        let (code, told, err) = send(folder.path(), &list, &[option, ""]);
        assert_eq!(code, Some(2), "{option}");
        assert_eq!(told["error"]["code"], "no_file_name", "{option}");
        assert!(err.contains("name of a file"), "{err}");
    }
    let place = folder.path().to_str().unwrap();
    for option in ["--document", "--text-file"] {
        let (code, told, err) = send(folder.path(), &list, &[option, place]);
        assert_eq!(code, Some(2), "{option}");
        assert_eq!(told["error"]["code"], "file_is_folder", "{option}");
        assert!(!err.contains("list"), "{err}");
    }
}

#[test]
fn what_can_be_told_at_once_is_told_before_files_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let list = practice(folder.path());
    // Nobody looks whether it is there.
    let mut pictures = vec!["--text", "Hello"];
    for _ in 0..31 {
        pictures.extend(["--image", "nowhere.jpg"]);
    }
    let long = "x".repeat(70_000);
    let (code, told, _) = send(folder.path(), &list, &pictures);
    assert_eq!(
        (code, &told["error"]["code"]),
        (Some(2), &"too_many_attachments".into())
    );
    let words = ["--text", &long, "--image", "nowhere.jpg"];
    let (code, told, _) = send(folder.path(), &list, &words);
    assert_eq!(
        (code, &told["error"]["code"]),
        (Some(2), &"text_too_long".into())
    );
    let (_, told, _) = send(folder.path(), &list, &["--image", "nowhere.jpg"]);
    assert_eq!(told["error"]["code"], "file_not_found");
}

#[test]
fn words_that_are_none_are_answered_in_json_too() {
    let word = "--\u{1b}[2J\u{7}";
    let (code, out, err) = cli(&["--json", "campaign", "list", word]);
    assert_eq!(code, Some(2));
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["error"]["code"], "usage");
    assert!(err.contains("--"), "{err:?}");
    assert!(!err.contains(['\u{1b}', '\u{7}']), "{err:?}");
}

#[test]
fn the_name_of_a_file_commands_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let list = practice(folder.path());
    let name = "a\u{1b}[2J\u{9b}1A\nSent to everybody\u{202e}.mp3";
    let (code, told, err) = send(folder.path(), &list, &["--voice", name]);
    assert_eq!(code, Some(2));
    assert_eq!(told["error"]["code"], "file_not_found");
    assert_eq!(
        told["error"]["details"]["file"], name,
        "programs get all of it"
    );
    assert_eq!(err.lines().count(), 1, "{err:?}");
    assert!(err.contains("a[2J1ASent to everybody.mp3"), "{err:?}");
}

#[test]
fn a_column_that_is_empty_for_everybody_is_a_variable_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    practice(folder.path());
    let list = folder.path().join("cities.csv");
    std::fs::write(&list, "number,City\n+595981200001,\n+595981200002,\n").unwrap();
    let words = ["--text", "Hello {city}!", "--delay-ms", "0"];
    let (code, told, err) = send(folder.path(), list.to_str().unwrap(), &words);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(told["event"], "started");
    assert_eq!(
        told["missing"][0]["variable"]
            .as_str()
            .map(str::to_lowercase),
        Some("city".into())
    );
    assert_eq!(told["missing"][0]["people"], 2);
    let empty = ["--text", "\u{200b}\u{2060} "];
    let (code, told, _) = send(folder.path(), list.to_str().unwrap(), &empty);
    assert_eq!((code, &told["error"]["code"]), (Some(2), &"no_text".into()));
}
