//! Profiles that cannot be opened: each says why in its own words, and stays as it is.

use crate::support::{Server, Shop, list};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of the profile that hold something of the person's.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let kept = [
        "profile.db",
        "whatsapp.db",
        "key",
        "key.passcode",
        "profile.json",
    ];
    let paths = kept.iter().map(|name| folder.join(name));
    paths
        .filter(|path| path.exists())
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Does this to a good profile; it is refused, nothing is changed, and with the
/// old bytes in place all is well again.
#[track_caller]
fn spoilt(shop: &Shop, spoil: impl FnOnce(&Path), code: i32, word: &str) -> String {
    let database = shop.profile_folder().join("profile.db");
    let good = std::fs::read(&database).unwrap();
    spoil(&database);
    let before = contents(&shop.profile_folder());
    let mut sentence = String::new();
    for _ in 0..2 {
        let refused = shop.run(&["contacts", "list"]).refused_with(code, word);
        sentence = refused.stderr;
        assert_eq!(contents(&shop.profile_folder()), before, "{word}");
    }
    std::fs::write(&database, good).unwrap();
    shop.run(&["contacts", "list"]).ended_with(0);
    sentence
}

fn key_of(shop: &Shop) -> String {
    let digits = std::fs::read_to_string(shop.profile_folder().join("key")).unwrap();
    format!("PRAGMA key = \"x'{}'\";", &digits[..64])
}

/// A database of its own in the place of this one.
fn another(path: &Path, statements: &str) {
    std::fs::remove_file(path).unwrap();
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch(statements).unwrap();
}

#[test]
fn whatever_became_of_the_database_is_said_in_its_own_words() {
    let shop = Shop::practice();
    let mut said = Vec::new();
    let newer = |path: &Path| {
        let database = rusqlite::Connection::open(path).unwrap();
        let change = format!("{} PRAGMA user_version = 99;", key_of(&shop));
        database.execute_batch(&change).unwrap();
    };
    said.push(spoilt(&shop, newer, 1, "database_newer"));
    let foreign = |path: &Path| {
        let create = "PRAGMA application_id = 7; PRAGMA user_version = 3; CREATE TABLE t (x TEXT);";
        another(path, &format!("{} {create}", key_of(&shop)));
    };
    said.push(spoilt(&shop, foreign, 1, "database_foreign"));
    let plain = |path: &Path| another(path, "CREATE TABLE t (x TEXT);");
    spoilt(&shop, plain, 1, "database_foreign");
    let cut = |path: &Path| {
        let whole = std::fs::read(path).unwrap();
        std::fs::write(path, &whole[..whole.len() / 2 / 4096 * 4096]).unwrap();
    };
    said.push(spoilt(&shop, cut, 1, "database_damaged"));
    let garbage = |path: &Path| {
        let length = std::fs::metadata(path).unwrap().len();
        std::fs::write(path, vec![0xa5; usize::try_from(length).unwrap()]).unwrap();
    };
    // Bytes that no key fits: the file or the key is another's. Nobody can tell
    // without an automatic copy that the key opens.
    let copies = shop.profile_folder().join("backups");
    if copies.exists() {
        std::fs::remove_dir_all(copies).unwrap();
    }
    said.push(spoilt(&shop, garbage, 6, "database_wrong_key"));
    let empty = |path: &Path| std::fs::write(path, "").unwrap();
    said.push(spoilt(&shop, empty, 1, "database_missing"));
    let count = said.len();
    said.sort();
    said.dedup();
    assert_eq!(said.len(), count, "each has a sentence of its own");
}

/// A key that came out of its seal is the right one: then it is the file.
#[test]
fn behind_a_passcode_garbage_is_known_to_be_damage() {
    let shop = Shop::practice();
    shop.typing(&["clavel rojo"], &["profile", "passcode", "set"])
        .ended_with(0);
    let shop = shop.knowing("clavel rojo");
    let garbage = |path: &Path| std::fs::write(path, vec![0xa5; 40_960]).unwrap();
    spoilt(&shop, garbage, 1, "database_damaged");
}

#[test]
fn a_key_that_is_gone_or_damaged_behind_a_passcode() {
    let shop = Shop::practice();
    shop.typing(&["clavel rojo"], &["profile", "passcode", "set"])
        .ended_with(0);
    let shop = shop.knowing("clavel rojo");
    let key = shop.profile_folder().join("key.passcode");
    let whole = std::fs::read(&key).unwrap();
    std::fs::write(&key, &whole[..whole.len() / 2]).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "key_damaged");
    std::fs::remove_file(&key).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "key_missing");
    assert!(!shop.profile_folder().join("key").exists(), "none was made");
    std::fs::write(&key, whole).unwrap();
    shop.run(&["contacts", "list"]).ended_with(0);
}

/// The phone's session is encrypted as the database is, with a key of its own.
#[test]
fn the_session_of_the_phone_is_encrypted_with_its_own_key() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    let tables = |shop: &Shop, file: &str| {
        let count = "SELECT count(*) FROM sqlite_master";
        shop.database(file)
            .query_row(count, [], |row| row.get::<_, i64>(0))
    };
    assert!(tables(&shop, "whatsapp.db").unwrap() > 0);
    let path = shop.profile_folder().join("whatsapp.db");
    let head = std::fs::read(&path).unwrap();
    assert_ne!(&head[..16], b"SQLite format 3\0");
    let plain = rusqlite::Connection::open(&path).unwrap();
    let refused = plain.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
        row.get::<_, i64>(0)
    });
    assert!(refused.is_err(), "it opens without a key");
    let wrong = rusqlite::Connection::open(&path).unwrap();
    let other = format!("{} PRAGMA cipher_log_level = NONE;", key_of(&shop));
    wrong.execute_batch(&other).unwrap();
    let refused = wrong.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
        row.get::<_, i64>(0)
    });
    assert!(refused.is_err(), "it opens with the database's key");
}

/// Where the damaged file of the link lies, as the device tells it.
fn set_aside(shop: &Shop) -> Option<PathBuf> {
    let told = shop.run(&["device", "status"]).ended_with(0).json();
    told["set_aside"].as_str().map(PathBuf::from)
}

/// The link is gone, and nothing else is.
#[test]
fn a_damaged_link_is_set_aside_and_the_phone_linked_again() {
    let server = Server::start(3);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", list(3));
    let import = ["contacts", "import", csv.to_str().unwrap()];
    shop.run(&import).ended_with(0);
    let link = shop.profile_folder().join("whatsapp.db");
    let mut bytes = std::fs::read(&link).unwrap();
    // The page on which everything begins.
    bytes[200..400].fill(0x5a);
    std::fs::write(&link, &bytes).unwrap();

    let listed = shop.run(&["contacts", "list"]).ended_with(0);
    assert_eq!(listed.json()["total"], 3);
    let aside = set_aside(&shop).expect("it is told where the file lies");
    assert!(std::fs::read(&aside).unwrap() == bytes, "it is kept");
    assert_eq!(set_aside(&shop).as_ref(), Some(&aside), "and again");
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["state"], "not_linked");
    let told = shop.send(&csv, &[]).end().ended_with(4);
    assert_eq!(told.named("held")[0]["reason"], "not_linked");
    let id = told.named("started")[0]["id"].as_u64().unwrap();

    shop.pair(&server).ended_with(0);
    assert_eq!(set_aside(&shop), None);
    assert!(aside.exists(), "nobody removed it");
    shop.resume(id).reached(3);
    server.everybody_has_it(3);
}

/// What is no damage is refused as it is, and stays where it is.
#[test]
fn a_link_that_is_only_locked_or_another_ones_is_left_alone() {
    let server = Server::start(1);
    let (shop, other) = (Shop::linked(&server), Shop::new(&server));
    other.run(&["contacts", "list"]).ended_with(0);
    let link = shop.profile_folder().join("whatsapp.db");
    let good = std::fs::read(&link).unwrap();
    let foreign = std::fs::read(other.profile_folder().join("whatsapp.db")).unwrap();
    std::fs::write(&link, &foreign).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(1, "session_damaged");
    assert!(std::fs::read(&link).unwrap() == foreign);
    std::fs::write(&link, &good).unwrap();

    let locks = shop.database("whatsapp.db");
    locks
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")
        .unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(1, "session_damaged");
    drop(locks);
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["state"], "offline");
    assert_eq!(set_aside(&shop), None);
}
