//! The file itself: encrypted, complete after a crash, and refused politely.

use super::helpers::{NOW, Profile, block, key, options, person, phone, recipient};
use crate::connection::read_pragma;
use crate::{DatabaseKey, Execution, Store, StoreError, campaigns, contacts, outbox, settings};
use domain::PartEvent;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(path, &key(), Execution::Inline)
}

/// A handle of its own, as an older or newer program would have it.
fn raw(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&key().pragma()).unwrap();
    connection
}

#[test]
fn every_handle_is_encrypted_synchronous_and_strict_about_references() {
    for execution in [Execution::Inline, Execution::Thread] {
        let profile = Profile::with(execution);
        let look = |reader: &str| {
            let reader = reader.to_owned();
            move |tx: &crate::Tx<'_>| {
                for (pragma, value) in [
                    ("synchronous", "2"),
                    ("fullfsync", "1"),
                    ("checkpoint_fullfsync", "1"),
                    ("journal_mode", "wal"),
                    ("foreign_keys", "1"),
                    ("temp_store", "2"),
                    ("cipher_status", "1"),
                    ("cipher_integrity_check", ""),
                    ("integrity_check", "ok"),
                    ("query_only", &reader),
                ] {
                    assert_eq!(read_pragma(tx.connection(), pragma)?, value, "{pragma}");
                }
                Ok(())
            }
        };
        profile.write(look("0"));
        profile.read(look("1"));
    }
}

#[test]
fn the_whole_schema_is_what_was_reviewed() {
    let profile = Profile::new();
    let schema = profile.read(|tx| {
        let mut list = tx.connection().prepare(
            "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
             ORDER BY tbl_name, type <> 'table', name",
        )?;
        let parts = list.query_map([], |row| row.get::<_, String>(0))?;
        Ok(parts.collect::<Result<Vec<_>, _>>()?.join("\n\n") + "\n")
    });
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema.sql");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&file, &schema).unwrap();
    }
    let reviewed = fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        schema == reviewed,
        "the schema differs from tests/schema.sql; run with UPDATE_SNAPSHOTS=1 and review"
    );
}

#[test]
fn every_table_is_strict() {
    let profile = Profile::new();
    let loose = profile.read(|tx| {
        let mut list = tx
            .connection()
            .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'")?;
        let names = list.query_map([], |row| row.get::<_, String>(0))?;
        Ok(names.collect::<Result<Vec<_>, _>>()?)
    });
    assert_eq!(loose, Vec::<String>::new());
}

#[test]
fn another_key_is_refused_and_does_no_harm() {
    let profile = Profile::new();
    profile.write(|tx| settings::set(tx, "pace", "5000"));
    block(profile.store.close());
    let before = fs::read(profile.path()).unwrap();
    let other = DatabaseKey::from_bytes([8; 32]);
    let refused = Store::open(&profile.path(), &other, Execution::Inline).unwrap_err();
    assert_eq!(refused, StoreError::WrongKey);
    assert_eq!(refused.code(), "wrong_key");
    assert_eq!(fs::read(profile.path()).unwrap(), before);
    let store = open(&profile.path()).unwrap();
    let pace = block(store.read(|tx| settings::get(tx, "pace"))).unwrap();
    assert_eq!(pace.as_deref(), Some("5000"));
}

#[test]
fn files_that_are_no_database_of_ours_are_told_apart() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("store.db");
    // An unencrypted database.
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (x) STRICT;")
        .unwrap_err();
    fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (x TEXT) STRICT;")
        .unwrap();
    assert_eq!(open(&path).unwrap_err(), StoreError::NotADatabase);
    // An encrypted one of another program.
    fs::remove_file(&path).unwrap();
    raw(&path)
        .execute_batch("CREATE TABLE t (x TEXT) STRICT;")
        .unwrap();
    assert_eq!(open(&path).unwrap_err(), StoreError::NotADatabase);
    // A few bytes of anything.
    fs::write(&path, b"hello").unwrap();
    assert_eq!(open(&path).unwrap_err(), StoreError::NotADatabase);
}

#[test]
fn a_damaged_page_is_not_taken_for_data() {
    let profile = Profile::new();
    profile.write(|tx| {
        for n in 0..500 {
            contacts::upsert(tx, &person(n, "Ana", "", &[]), &options())?;
        }
        Ok(())
    });
    block(profile.store.close());
    let mut bytes = fs::read(profile.path()).unwrap();
    let len = bytes.len();
    for page in 1..len / 4096 {
        bytes[page * 4096 + 100] ^= 1;
    }
    fs::write(profile.path(), &bytes).unwrap();
    let used = open(&profile.path()).and_then(|store| {
        block(store.read(|tx| contacts::for_each(tx, &contacts::Filter::default(), |_| Ok(()))))
    });
    assert!(used.is_err());
}

#[test]
fn a_newer_format_is_refused_and_left_alone() {
    let profile = Profile::new();
    block(profile.store.close());
    raw(&profile.path())
        .execute_batch("PRAGMA user_version = 99;")
        .unwrap();
    let refused = open(&profile.path()).unwrap_err();
    let newer = StoreError::NewerVersion {
        found: 99,
        known: crate::migrations::KNOWN,
    };
    assert_eq!(refused, newer);
    assert!(refused.to_string().contains("update the program"));
    let version = read_pragma(&raw(&profile.path()), "user_version").unwrap();
    assert_eq!(version, "99");
}

fn set_readonly(path: &Path, readonly: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(readonly);
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn a_file_that_cannot_be_written_is_refused() {
    let profile = Profile::new();
    block(profile.store.close());
    set_readonly(&profile.path(), true);
    // A superuser may write nevertheless; then there is nothing to see.
    if fs::OpenOptions::new()
        .append(true)
        .open(profile.path())
        .is_err()
    {
        assert_eq!(open(&profile.path()).unwrap_err(), StoreError::ReadOnly);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_refused() {
    let profile = Profile::new();
    block(profile.store.close());
    set_readonly(profile.folder.path(), true);
    if fs::File::create(profile.folder.path().join("probe")).is_err() {
        assert_eq!(open(&profile.path()).unwrap_err(), StoreError::ReadOnly);
        let new = open(&profile.folder.path().join("new.db")).unwrap_err();
        assert_eq!(new.code(), "io");
        assert!(!new.to_string().contains("new.db"), "{new}");
    }
    set_readonly(profile.folder.path(), false);
    let nowhere = open(&profile.folder.path().join("none/store.db")).unwrap_err();
    assert_eq!(nowhere.code(), "io");
}

#[test]
fn a_full_disk_undoes_the_request_and_leaves_the_rest() {
    let profile = Profile::new();
    profile.write(|tx| {
        let pages: u32 = read_pragma(tx.connection(), "page_count")?.parse().unwrap();
        read_pragma(tx.connection(), &format!("max_page_count = {}", pages + 2))?;
        settings::set(tx, "a", "1")
    });
    let big = "x".repeat(100_000);
    let full = block(profile.store.write(move |tx| settings::set(tx, "b", &big)));
    assert_eq!(full, Err(StoreError::DiskFull));
    profile.write(|tx| settings::set(tx, "a", "2"));
    let kept = profile.read(|tx| Ok((settings::get(tx, "a")?, settings::get(tx, "b")?)));
    assert_eq!(kept, (Some("2".into()), None));
}

#[test]
fn nothing_personal_lies_in_the_clear() {
    let profile = Profile::new();
    let (name, text, city) = ("Zacarías Quiñónez", "Oferta irrepetible", "Ypacaraí");
    let id = profile.write(move |tx| {
        let mut contact = person(77, name, "Señor", &["Mayoristas"]);
        contact.fields.insert("Ciudad".into(), city.into());
        contacts::upsert(tx, &contact, &options())?;
        contacts::opt_out(tx, &phone(78), "BAJA", NOW)?;
        let mut to = recipient(77);
        to.name = name.into();
        campaigns::create(
            tx,
            &super::helpers::campaign(&[text]),
            [to],
            super::helpers::minter(),
        )
    });
    profile.write(move |tx| {
        let due = outbox::next_due(tx, id)?.unwrap();
        outbox::begin_attempt(tx, due.part, NOW, 1)?;
        outbox::apply(tx, due.part, PartEvent::Accepted, NOW, None)
    });
    let look = |when: &str| {
        let mut seen = 0;
        for file in fs::read_dir(profile.folder.path()).unwrap() {
            let file = file.unwrap();
            let bytes = fs::read(file.path()).unwrap();
            seen += bytes.len();
            for secret in [
                name,
                text,
                city,
                "Mayoristas",
                "981000077",
                "981000078",
                "recipient",
                "SQLite format",
            ] {
                for needle in [
                    secret.as_bytes().to_vec(),
                    utf16(secret, u16::to_le_bytes),
                    utf16(secret, u16::to_be_bytes),
                ] {
                    let found = bytes.windows(needle.len()).any(|window| window == needle);
                    assert!(!found, "{secret} in {:?} {when}", file.file_name());
                }
            }
        }
        assert!(seen > 10_000, "looked at {seen} bytes only");
    };
    look("while open");
    block(profile.store.close());
    look("once closed");
}

fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn what_was_answered_is_there_after_a_crash() {
    let profile = Profile::with(Execution::Thread);
    // The files as they lie on the disk while the program still runs.
    for round in 0..5u64 {
        profile
            .write(move |tx| contacts::upsert(tx, &person(round, "Ana", "", &["VIP"]), &options()));
        let crashed = tempfile::TempDir::new().unwrap();
        for file in ["store.db", "store.db-wal"] {
            fs::copy(profile.folder.path().join(file), crashed.path().join(file)).unwrap();
        }
        let store = open(&crashed.path().join("store.db")).unwrap();
        let groups = block(store.read(contacts::groups)).unwrap();
        assert_eq!(groups, [("VIP".to_owned(), round + 1)]);
    }
}

#[test]
fn closing_leaves_one_file_and_refuses_what_comes_later() {
    for execution in [Execution::Inline, Execution::Thread] {
        let profile = Profile::with(execution);
        profile.write(|tx| settings::set(tx, "a", "1"));
        let clone = profile.store.clone();
        block(profile.store.close());
        block(clone.close());
        let files: Vec<_> = fs::read_dir(profile.folder.path())
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        assert_eq!(files, ["store.db"]);
        let late = block(clone.write(|tx| settings::set(tx, "a", "2")));
        assert_eq!(late, Err(StoreError::Closed));
        let late = block(clone.read(|tx| settings::get(tx, "a")));
        assert_eq!(late, Err(StoreError::Closed));
        let again = open(&profile.path()).unwrap();
        let value = block(again.read(|tx| settings::get(tx, "a"))).unwrap();
        assert_eq!(value.as_deref(), Some("1"));
    }
}

#[test]
fn keys_do_not_print_themselves() {
    assert_eq!(format!("{:?}", key()), "DatabaseKey(…)");
}

/// The cipher gives a connection up at the first page that it cannot read.
#[test]
fn a_page_that_could_not_be_read_once_is_read_the_next_time() {
    let disk = faultfs::FaultFs::new().unwrap();
    for execution in [Execution::Inline, Execution::Thread] {
        disk.format();
        let store =
            Store::open_on(Path::new("store.db"), &key(), execution, Some(disk.name())).unwrap();
        block(store.write(|tx| settings::set(tx, "greeting", "Hola"))).unwrap();
        block(store.close());
        let store =
            Store::open_on(Path::new("store.db"), &key(), execution, Some(disk.name())).unwrap();
        disk.plan(faultfs::Plan::Fail {
            from: 1,
            until: 2,
            what: faultfs::Fault::ReadIo,
        });
        let read = || block(store.read(|tx| settings::get(tx, "greeting")));
        assert!(read().is_err());
        disk.heal();
        // Whichever of the readers it was.
        for _ in 0..20 {
            assert_eq!(read(), Ok(Some("Hola".to_owned())));
        }
        disk.plan(faultfs::Plan::Fail {
            from: 1,
            until: 2,
            what: faultfs::Fault::ReadIo,
        });
        let write = || block(store.write(|tx| settings::set(tx, "greeting", "Buenas")));
        let _ = write();
        disk.heal();
        assert_eq!(write(), Ok(()));
        block(store.close());
    }
}

#[test]
fn sqlite_is_compiled_as_the_workspace_says() {
    let profile = Profile::new();
    let options = profile.read(|tx| {
        let mut list = tx.connection().prepare("PRAGMA compile_options")?;
        let options = list.query_map([], |row| row.get::<_, String>(0))?;
        Ok(options.collect::<Result<Vec<_>, _>>()?)
    });
    let has = |wanted: &str| options.iter().any(|option| option == wanted);
    assert!(has("DEFAULT_MEMSTATUS=0"), "{options:?}");
    assert!(!has("ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
    assert!(has("ENABLE_FTS5"), "{options:?}");
}
