//! A shop's computer breaks, is stolen, or gets a newer program.

use crate::support::{Ended, Running, Server, Shop, TEXT, list};
use std::path::{Path, PathBuf};

pub(crate) const WORDS: &str = "tereré con menta";

pub(crate) fn backup(shop: &Shop, file: &Path, more: &[&str]) -> Ended {
    let file = file.to_str().unwrap();
    let words = ["profile", "backup", file, "--passphrase-stdin"];
    shop.typing(&[WORDS], &[&words[..], more].concat())
}

pub(crate) fn restore(shop: &Shop, file: &Path, words: &str, more: &[&str]) -> Ended {
    let file = file.to_str().unwrap();
    let said = ["profile", "restore", file, "--passphrase-stdin"];
    shop.typing(&[words], &[&said[..], more].concat())
}

/// A command to the profile that was restored under this name.
fn copied<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["--profile", "Copia"], arguments].concat()
}

/// A campaign that was killed on its way, its number and its profile.
fn half_sent(server: &Server, people: u32) -> (Shop, u64) {
    let shop = Shop::linked(server);
    let csv = shop.file("lista.csv", list(people));
    let mut sending = shop.send(&csv, &["--delay-ms", "20", "--batch-pause-ms", "0"]);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(u64::from(people) / 4);
    sending.kill();
    (shop, id)
}

/// Two computers know the same campaign. Whichever goes on, and if both do, nobody
/// gets a message twice.
#[test]
fn a_campaign_that_was_restored_waits_and_sends_under_the_same_ids() {
    const PEOPLE: u32 = 60;
    let server = Server::start(PEOPLE);
    let (shop, id) = half_sent(&server, PEOPLE);
    let file = shop.file("tienda.backup", "");
    let made = backup(&shop, &file, &[]).ended_with(0).json();
    assert_eq!(made["with_session"], false);
    assert_eq!(made["bytes"], std::fs::metadata(&file).unwrap().len());

    let other = Shop::new(&server);
    let restored = restore(&other, &file, WORDS, &["--name", "Copia"]);
    let restored = restored.ended_with(0).json();
    assert_eq!(restored["held"], 1);
    assert_eq!(restored["profile"]["name"], "Copia");
    let campaign = id.to_string();
    let status = other.run(&copied(&["campaign", "status", &campaign]));
    let status = status.ended_with(0).json();
    assert_eq!(
        (&status["state"], &status["hold_reason"]),
        (&"held".into(), &"restored".into())
    );

    // Linking the phone does not let it go on.
    let before = server.messages();
    let mut pairing = other.start(&copied(&["device", "pair"]));
    server.pair(pairing.event("qr")["code"].as_str().unwrap());
    pairing.end().ended_with(0);
    assert_eq!(server.messages(), before);

    // The first computer was repaired, and both go on.
    shop.resume(id).reached(PEOPLE);
    let resumed = other.run(&copied(&["campaign", "resume", &campaign, "--wait"]));
    resumed.reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
}

#[test]
fn each_trouble_with_a_backup_is_told() {
    let shop = Shop::practice();
    let file = shop.file("tienda.backup", "");
    backup(&shop, &file, &[]).ended_with(0);
    let bytes = std::fs::read(&file).unwrap();
    let other = |contents: &[u8]| -> PathBuf { shop.file("otra.backup", contents) };
    let as_copy = ["--name", "Copia"];

    restore(&shop, &file, WORDS, &[]).refused_with(2, "restore_name_taken");
    restore(&shop, &file, "otra cosa", &as_copy).refused_with(6, "backup_passphrase");
    restore(&shop, &file, "", &as_copy).refused_with(2, "passphrase_missing");
    let cut = other(&bytes[..bytes.len() / 2]);
    restore(&shop, &cut, WORDS, &as_copy).refused_with(2, "backup_truncated");
    let mut changed = bytes.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let changed = other(&changed);
    restore(&shop, &changed, WORDS, &as_copy).refused_with(2, "backup_damaged");
    let mut newer = bytes.clone();
    newer[8..10].copy_from_slice(&7u16.to_le_bytes());
    let newer = other(&newer);
    restore(&shop, &newer, WORDS, &as_copy).refused_with(1, "backup_newer");
    let foreign = other(list(3).as_bytes());
    restore(&shop, &foreign, WORDS, &as_copy).refused_with(2, "backup_foreign");
    let short = [
        "profile",
        "backup",
        file.to_str().unwrap(),
        "--passphrase-stdin",
    ];
    shop.typing(&["corta"], &short)
        .refused_with(2, "passphrase_short");
    // None of them left anything, and none of them touched the file.
    let known = shop.run(&["profile", "list"]).ended_with(0).json();
    assert_eq!(known.as_array().unwrap().len(), 1);
    assert!(std::fs::read(&file).unwrap() == bytes);
    restore(&shop, &file, WORDS, &as_copy).ended_with(0);
}

#[test]
fn a_profile_gives_way_only_when_that_is_said_twice() {
    let shop = Shop::practice();
    let file = shop.file("tienda.backup", "");
    backup(&shop, &file, &[]).ended_with(0);
    let csv = shop.file("lista.csv", list(3));
    let import = ["contacts", "import", csv.to_str().unwrap()];
    shop.run(&import).ended_with(0);
    let contacts = || shop.run(&["contacts", "list"]).ended_with(0).json()["total"].clone();
    restore(&shop, &file, WORDS, &["--replace"]).refused_with(2, "confirmation_needed");
    assert_eq!(contacts(), 3);
    let replaced = restore(&shop, &file, WORDS, &["--replace", "--yes"]);
    assert_eq!(replaced.ended_with(0).json()["replaced"], true);
    assert_eq!(contacts(), 0);
}

/// Whoever has the backup and its passphrase does not get past the passcode of what is here.
#[test]
fn a_profile_behind_a_passcode_gives_way_only_with_it() {
    let shop = Shop::practice();
    let file = shop.file("tienda.backup", "");
    backup(&shop, &file, &[]).ended_with(0);
    let set = ["profile", "passcode", "set"];
    shop.typing(&["primero"], &set).ended_with(0);
    let file = file.to_str().unwrap();
    let replace = |lines: &[&str], name: &[&str]| {
        let said = [
            "profile",
            "restore",
            file,
            "--passphrase-stdin",
            "--replace",
            "--yes",
        ];
        shop.typing(lines, &[&said[..], name].concat())
    };
    // Named, it is asked for its passcode first; else the backup says which it is.
    let named = ["--name", "tienda"];
    replace(&[WORDS], &[]).refused_with(6, "passcode_needed");
    replace(&[WORDS, "segundo"], &[]).refused_with(6, "passcode_wrong");
    replace(&["segundo", WORDS], &named).refused_with(6, "passcode_wrong");
    let restored = replace(&[WORDS, "primero"], &[]).ended_with(0);
    assert_eq!(restored.json()["profile"]["locked"], true);
    shop.run(&["contacts", "list"])
        .refused_with(6, "passcode_needed");
    shop.typing(&["primero"], &["contacts", "list"])
        .ended_with(0);
    replace(&["primero", WORDS], &named).ended_with(0);
    // One beside it has none.
    let copy = restore(&shop, Path::new(file), WORDS, &["--name", "Copia"]).ended_with(0);
    assert_eq!(copy.json()["profile"]["locked"], false);
}

#[test]
fn a_backup_is_written_nowhere_where_it_does_harm() {
    let shop = Shop::practice();
    let database = shop.profile_folder().join("profile.db");
    backup(&shop, &database, &[]).refused_with(2, "backup_in_profile");
    let folder = shop.data();
    backup(&shop, &folder, &[]).refused_with(2, "file_is_folder");
    let nowhere = folder.join("none").join("a.backup");
    backup(&shop, &nowhere, &[]).refused_with(1, "cannot_write");
    restore(&shop, &folder, WORDS, &[]).refused_with(2, "backup_is_folder");
    restore(&shop, &nowhere, WORDS, &[]).refused_with(2, "file_not_found");
    shop.run(&["contacts", "list"]).ended_with(0);
    // The same place twice: the later one is there.
    let file = shop.file("tienda.backup", "");
    let first = backup(&shop, &file, &[]).ended_with(0).json();
    let csv = shop.file("lista.csv", list(300));
    let import = ["contacts", "import", csv.to_str().unwrap()];
    shop.run(&import).ended_with(0);
    let second = backup(&shop, &file, &[]).ended_with(0).json();
    assert_ne!(first["bytes"], second["bytes"]);
    restore(&shop, &file, WORDS, &["--name", "Copia"]).ended_with(0);
    let contacts = shop.run(&copied(&["contacts", "list"])).ended_with(0);
    assert_eq!(contacts.json()["total"], 300);
}

#[test]
fn a_profile_that_is_open_is_backed_up_by_nobody_else() {
    let server = Server::start(30);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", list(30));
    let sending: Running = shop.send(&csv, &["--delay-ms", "100"]);
    server.until_messages(3);
    let file = shop.file("tienda.backup", "the older one");
    backup(&shop, &file, &[]).refused_with(5, "profile_in_use");
    let damaged = ["profile", "restore", "--automatic", "latest", "--yes"];
    shop.run(&damaged).refused_with(5, "profile_in_use");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "the older one");
    sending.end().reached(30);
}

/// A practice shop that has sent something, and so has an automatic backup.
fn with_automatic_backup() -> Shop {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", list(3));
    shop.run(&["contacts", "import", csv.to_str().unwrap()])
        .ended_with(0);
    // Linking made one as well, of a profile without anybody.
    std::fs::remove_dir_all(shop.profile_folder().join("backups")).unwrap();
    shop.send(&csv, &[]).end();
    let backups = shop.run(&["profile", "backups"]).ended_with(0).json();
    assert_eq!(backups.as_array().unwrap().len(), 1, "{backups}");
    assert_eq!(backups[0]["reason"], "daily");
    shop
}

#[test]
fn damaged_data_is_told_and_the_automatic_backup_takes_its_place() {
    let shop = with_automatic_backup();
    let database = shop.profile_folder().join("profile.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    let told = shop.run(&["contacts", "list"]);
    let told = told.refused_with(1, "database_damaged");
    let date = told.events()[0]["error"]["details"]["backup"].clone();
    assert!(date.is_string(), "{told:?}");
    assert!(
        std::fs::read(&database).unwrap() == bytes,
        "it was left as it was"
    );
    let back = ["profile", "restore", "--automatic", "latest"];
    shop.run(&back).refused_with(2, "confirmation_needed");
    let restored = shop
        .run(&[&back[..], &["--yes"]].concat())
        .ended_with(0)
        .json();
    assert_eq!(restored["made_at"], date);
    let aside = restored["set_aside"].as_str().unwrap();
    assert!(std::fs::read(aside).unwrap() == bytes, "nothing is lost");
    let contacts = shop.run(&["contacts", "list"]).ended_with(0).json();
    assert_eq!(contacts["total"], 3);
}

#[test]
fn data_of_a_newer_program_is_refused_and_left_alone() {
    let shop = with_automatic_backup();
    shop.database("profile.db")
        .execute_batch("PRAGMA user_version = 99;")
        .unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(1, "database_newer");
    let version = shop
        .database("profile.db")
        .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
    assert_eq!(version.unwrap(), 99);
}

/// What the last version left.
#[test]
fn data_of_an_older_program_is_copied_before_it_is_brought_up_to_date() {
    let shop = Shop::practice();
    let database = shop.profile_folder().join("profile.db");
    std::fs::remove_file(&database).unwrap();
    let old = shop.database("profile.db");
    for migration in [
        include_str!("../../../../crates/store/src/migrations/0001_base.sql"),
        include_str!("../../../../crates/store/src/migrations/0002_schedule.sql"),
        include_str!("../../../../crates/store/src/migrations/0003_contacts.sql"),
    ] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch("PRAGMA application_id = 0x4d536e64; PRAGMA user_version = 3;")
        .unwrap();
    drop(old);
    shop.run(&["contacts", "list"]).ended_with(0);
    let backups = shop.run(&["profile", "backups"]).ended_with(0).json();
    // Linking made one as well.
    assert_eq!(backups.as_array().unwrap().len(), 2);
    assert_eq!(backups[0]["reason"], "update");
    // And back: it is brought up to date again.
    let back = ["profile", "restore", "--automatic", "2", "--yes"];
    shop.run(&back).ended_with(0);
    shop.run(&["contacts", "list"]).ended_with(0);
}

/// No word of a person, and no passphrase, is in the file or in what is said.
#[test]
fn a_backup_tells_nobody_anything() {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", list(20));
    shop.run(&["contacts", "import", csv.to_str().unwrap()])
        .ended_with(0);
    let file = shop.file("tienda.backup", "");
    let told = backup(&shop, &file, &["--with-session"]).ended_with(0);
    assert_eq!(told.json()["with_session"], true);
    let bytes = std::fs::read(&file).unwrap();
    let key = std::fs::read_to_string(shop.profile_folder().join("key")).unwrap();
    let tells = |bytes: &[u8], secret: &str| {
        bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes())
    };
    for secret in [
        "Cliente",
        "5959810",
        TEXT,
        "SQLite format",
        "Tienda",
        &key[..64],
        WORDS,
    ] {
        assert!(!tells(&bytes, secret), "{secret}");
        let said = !["Tienda"].contains(&secret) && told.stderr.contains(secret);
        assert!(!said, "{secret} was said");
    }
    assert!(
        tells(list(20).as_bytes(), "Cliente"),
        "the search would see it"
    );
}
