//! The log says what the program did, and nothing of whom; so does what is sent to whoever
//! helps.

use crate::privacy::{Needle, holds, keys, looked, secrets, session, written};
use crate::support::{Server, Shop, list, number};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

/// From here on the log says all it can.
pub(crate) fn everything_is_noted(shop: &Shop) {
    let set = shop.run(&["logs", "level", "debug"]).ended_with(0);
    assert_eq!(set.json()["level"], "debug");
}

/// The log of the profile, the oldest line first.
fn log(shop: &Shop) -> String {
    let folder = shop.profile_folder().join("logs");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.collect()
}

/// In how many lines of the profile's log this stands.
pub(crate) fn logged(shop: &Shop, words: &str) -> usize {
    log(shop)
        .lines()
        .filter(|line| line.contains(words))
        .count()
}

/// Each of these stands in the log, in this order.
#[track_caller]
fn tells(shop: &Shop, wanted: &[&str]) {
    let log = log(shop);
    let mut rest = log.as_str();
    for words in wanted {
        let Some((_, behind)) = rest.split_once(words) else {
            panic!("«{words}» is not in the log, or not there: {log}");
        };
        rest = behind;
    }
}

/// Saves diagnostics; what is in them, by name.
fn diagnostics(shop: &Shop) -> BTreeMap<String, Vec<u8>> {
    let file = shop.file("help.zip", "");
    let done = shop.run(&["diagnostics", "--output", file.to_str().unwrap()]);
    let done = done.ended_with(0).json();
    assert_eq!(done["file"], file.to_str().unwrap());
    let bytes = fs::read(&file).unwrap();
    assert_eq!(done["bytes"], bytes.len());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        entries.insert(name, bytes);
    }
    let told: Vec<_> = entries.keys().map(|name| json!(name)).collect();
    let mut said = done["entries"].as_array().unwrap().clone();
    said.sort_by_key(Value::to_string);
    assert_eq!(said, told);
    entries
}

fn about(entries: &BTreeMap<String, Vec<u8>>) -> Value {
    serde_json::from_slice(&entries["diagnostics.json"]).unwrap()
}

/// Nothing of these, nor the profile's name, nor where it lies, is in the diagnostics. The
/// log is.
#[track_caller]
pub(crate) fn diagnostics_tell_nothing(shop: &Shop, needles: &[Needle]) {
    let entries = diagnostics(shop);
    let place = shop.data().display().to_string();
    let more = [written("Tienda"), written("tienda-"), written(&place)].concat();
    for (name, bytes) in &entries {
        let found: Vec<_> = needles
            .iter()
            .chain(&more)
            .filter(|(_, needle)| holds(bytes, needle))
            .map(|(needle, _)| needle)
            .collect();
        assert!(found.is_empty(), "{found:?} in {name}");
    }
    let logs = entries
        .iter()
        .filter(|(name, _)| name.starts_with("logs/profile/"));
    let logs: Vec<u8> = logs.flat_map(|(_, bytes)| bytes.clone()).collect();
    assert!(holds(&logs, b"opened by version"), "the log is in it");
    assert!(holds(&logs, b"on the wire"), "all of it");
}

/// Refusals, drops, answers, lists that cannot be read, people who say no.
#[test]
fn what_goes_wrong_is_noted_and_nobody_is_named() {
    const PEOPLE: u32 = 20;
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    everything_is_noted(&shop);
    let needles = [secrets(), keys(&shop), session(&shop)].concat();

    let broken =
        list(3) + "no es un número,Sr,Ñandutí Cliente roto\n0981000001,Sra,Ñandutí Cliente 1\n";
    let csv = shop.file("roto.csv", broken);
    shop.run(&["contacts", "import", csv.to_str().unwrap()])
        .ended_with(0);
    let binary = shop.file("Ñandutí Cliente.csv", [0, 159, 146, 150, 0, 1, 2, 3]);
    let refused = shop.run(&["contacts", "import", binary.to_str().unwrap()]);
    assert_ne!(refused.code, Some(0));
    shop.run(&["contacts", "opt-out", "Ñandutí"]).ended_with(2);
    shop.run(&["contacts", "opt-out", &number(5)]).ended_with(0);

    server.fault(&json!({ "kind": "not_on_whatsapp", "phones": [number(2)] }));
    server.fault(&json!({ "kind": "swallow_acks", "count": 1 }));
    let csv = shop.file("lista.csv", list(PEOPLE));
    let mut sending = shop.send(&csv, &["--delay-ms", "150"]);
    sending.event("started");
    server.until_messages(4);
    server.fault(&json!({ "kind": "drop_socket" }));
    server.until_messages(9);
    server.fault(&json!({ "kind": "stream_error", "conflict": "replaced" }));
    sending.end().ended_with(4);

    looked(&shop, &needles, Some("/key"), &["logs"]);
    diagnostics_tell_nothing(&shop, &needles);
    tells(
        &shop,
        &[
            "list imported: rows 5, new 3, updated 0, unchanged 0, repeated 1, unusable 1",
            "campaign 1 begun: texts 1, attachments 0",
            "campaign 1 is running: people 20",
            "device reconnecting",
            "device online",
            "device replaced",
            "campaign 1 is held for replaced: people 20",
            " closed",
        ],
    );
    let entries = diagnostics(&shop);
    let about = about(&entries);
    assert_eq!(about["inside"]["latest"][0]["hold_reason"], "replaced");
    assert_eq!(about["inside"]["device"]["state"], "replaced");
    assert_eq!(about["inside"]["settings"]["log_level"], "debug");
    assert_eq!(about["inside"]["settings"]["allowed_numbers"], 0);
    // What was told to whoever typed it is noted by its code alone.
    let program: Vec<u8> = entries
        .iter()
        .filter(|(name, _)| name.starts_with("logs/program/"))
        .flat_map(|(_, bytes)| bytes.clone())
        .collect();
    assert!(
        holds(&program, b"told: contact_number"),
        "{}",
        String::from_utf8_lossy(&program)
    );
}

#[test]
fn the_log_says_as_much_as_it_is_told_to_and_is_read_without_the_profile() {
    let shop = Shop::practice();
    let level = |words: &[&str]| {
        let told = shop
            .run(&[&["logs", "level"], words].concat())
            .ended_with(0);
        told.json()["level"].as_str().unwrap().to_owned()
    };
    assert_eq!(level(&[]), "info");
    let before = logged(&shop, "opened by version");
    assert!(before > 0);
    assert_eq!(level(&["error"]), "error");
    let during = log(&shop).lines().count();
    shop.run(&["contacts", "list"]).ended_with(0);
    assert_eq!(log(&shop).lines().count(), during, "{}", log(&shop));
    assert_eq!(level(&["info"]), "info");
    shop.run(&["contacts", "list"]).ended_with(0);
    assert!(logged(&shop, "opened by version") > before);
    shop.run(&["logs", "level", "everything"]).ended_with(2);

    let told = shop
        .run(&["logs", "show", "--lines", "2"])
        .ended_with(0)
        .json();
    let lines = told["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(told["more"], true);
    assert_eq!(lines[0]["level"], "info");
    assert!(
        lines[0]["text"].as_str().unwrap().contains("closed"),
        "{told}"
    );
    assert!(
        lines[1]["text"].as_str().unwrap().contains("opened"),
        "{told}"
    );
    assert!(lines[0]["at"].as_str() >= lines[1]["at"].as_str());

    // Also when the profile does not open.
    fs::write(shop.profile_folder().join("key"), "00".repeat(64)).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "database_wrong_key");
    let told = shop
        .run(&["logs", "show", "--lines", "1000"])
        .ended_with(0)
        .json();
    assert_eq!(told["more"], false);
    let entries = diagnostics(&shop);
    let about = about(&entries);
    assert_eq!(about["error"], "database_wrong_key");
    assert_eq!(about["inside"], Value::Null);
    assert_eq!(about["description"]["practice"], true);
    assert!(entries.keys().any(|name| name.starts_with("logs/profile/")));
    assert!(entries.keys().any(|name| name.starts_with("logs/program/")));
}

/// A log that cannot be written is nobody's trouble.
#[test]
fn without_a_log_everything_goes_on() {
    let server = Server::start(5);
    let shop = Shop::linked(&server);
    let in_the_way = |place: &Path| {
        let folder = place.join("logs");
        fs::remove_dir_all(&folder).unwrap();
        fs::write(&folder, "in the way").unwrap();
    };
    in_the_way(&shop.profile_folder());
    fs::create_dir_all(shop.data().join("logs")).unwrap();
    in_the_way(&shop.data());
    let mut sending = shop.send_to(5);
    sending.event("started");
    let ended = sending.end().reached(5);
    assert!(!ended.stderr.contains("log"), "{}", ended.stderr);
    server.everybody_has_it(5);
    let told = shop.run(&["logs", "show"]).ended_with(0).json();
    assert_eq!(told["lines"], json!([]));
    let entries = diagnostics(&shop);
    assert_eq!(entries.len(), 1, "{:?}", entries.keys());
}

/// Where nobody can say of which profile, the rest is told.
#[test]
fn diagnostics_are_saved_without_any_profile() {
    let shop = Shop::practice();
    shop.run(&["profile", "delete", "Tienda", "--yes"])
        .ended_with(0);
    let entries = diagnostics(&shop);
    let about = about(&entries);
    assert_eq!(about["error"], "no_profile");
    assert_eq!(about["profile"], Value::Null);
    let file = shop.file("help.zip", "");
    let words = [
        "diagnostics",
        "--output",
        file.to_str().unwrap(),
        "--profile",
        "Otra",
    ];
    shop.run(&words).refused_with(2, "profile_not_found");
}
