//! Copies of a database in use, and what is said of one that is damaged.

use super::helpers::{Profile, block, key, options, person};
use crate::connection::{Role, open, read_pragma};
use crate::snapshot::{self, Checking, Copying, Stopper};
use crate::{DatabaseKey, Execution, Store, StoreError, contacts, settings};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use tempfile::TempDir;

fn other_key() -> DatabaseKey {
    DatabaseKey::from_bytes([0xa5; 32])
}

fn copy(profile: &Profile, into: &Path) -> Result<(), StoreError> {
    Copying::of(&profile.path(), &key())?.run(into, &other_key())
}

/// Everything that can be read in a database, by table.
fn contents(path: &Path, key: &DatabaseKey) -> Vec<String> {
    let connection = crate::connection::keyed(path, key, Role::Reader, None).unwrap();
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut lines = Vec::new();
    for table in tables.iter().filter(|name| *name != "contact_search") {
        let mut rows: Vec<String> = dump(&connection, table);
        rows.sort();
        lines.push(format!("{table}: {}", rows.len()));
        lines.extend(rows);
    }
    for pragma in ["user_version", "application_id"] {
        lines.push(read_pragma(&connection, pragma).unwrap());
    }
    lines
}

fn dump(connection: &Connection, table: &str) -> Vec<String> {
    let mut all = connection
        .prepare(&format!("SELECT * FROM \"{table}\""))
        .unwrap();
    let columns = all.column_count();
    all.query_map([], |row| {
        let cells: Result<Vec<rusqlite::types::Value>, _> =
            (0..columns).map(|column| row.get(column)).collect();
        Ok(format!("{:?}", cells?))
    })
    .unwrap()
    .map(Result::unwrap)
    .collect()
}

/// A shop with some people and a campaign.
fn shop() -> Profile {
    let profile = Profile::new();
    profile.write(|tx| {
        (0..300).try_for_each(|number| {
            let ana = person(number, "Ana", "Sra.", &["VIP"]);
            contacts::upsert(tx, &ana, &options()).map(|_| ())
        })
    });
    profile.campaign(40, &["Hola {nombre}"]);
    profile
}

#[test]
fn a_copy_has_everything_and_a_key_of_its_own() {
    let profile = shop();
    let folder = TempDir::new().unwrap();
    for name in ["copy.db", "con espacio y ñ.db", "100%?key=#&'\".db"] {
        let path = folder.path().join(name);
        copy(&profile, &path).unwrap();
        assert_eq!(
            snapshot::check_profile(&path, &other_key()),
            Ok(snapshot::KNOWN_FORMAT),
            "{name}"
        );
        assert_eq!(
            contents(&path, &other_key()),
            contents(&profile.path(), &key())
        );
        let refused = snapshot::check_profile(&path, &key());
        assert_eq!(refused, Err(StoreError::WrongKey), "{name}");
    }
    // Nothing beside them: no log, and no file of another name.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    // It is worked on like any other.
    let path = folder.path().join("copy.db");
    let store = Store::open(&path, &other_key(), Execution::Inline).unwrap();
    block(store.write(|tx| settings::set(tx, "a", "1"))).unwrap();
    block(store.close());
}

#[cfg(unix)]
#[test]
fn a_copy_is_readable_by_its_owner_alone_whatever_its_folder_is_called() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::PermissionsExt as _;
    let profile = shop();
    let folder = TempDir::new().unwrap();
    let place = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"Espa\xf1a"));
    fs::create_dir(&place).unwrap();
    let path = place.join("copy.db");
    copy(&profile, &path).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let profile = shop();
    let path = profile.folder.path().join("letter.txt");
    fs::write(&path, "Querida Ana").unwrap();
    assert!(copy(&profile, &path).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "Querida Ana");
    let nowhere = copy(&profile, &profile.folder.path().join("none/copy.db")).unwrap_err();
    assert_eq!(nowhere.code(), "io");
    assert!(!nowhere.to_string().contains("none"), "{nowhere}");
    assert!(
        !nowhere.to_string().contains(&other_key().hex()),
        "{nowhere}"
    );
}

/// A transaction that takes long, such as an import, neither waits for a copy nor
/// is part of it.
#[test]
fn a_copy_is_made_in_the_middle_of_a_transaction() {
    let profile = Profile::with(Execution::Thread);
    profile.write(|tx| settings::set(tx, "greeting", "Hola"));
    let (begun, has_begun) = channel();
    let (copied, is_copied) = channel::<()>();
    let store = profile.store.clone();
    let importing = std::thread::spawn(move || {
        block(store.write(move |tx| {
            settings::set(tx, "greeting", "Buenas")?;
            begun.send(()).unwrap();
            is_copied.recv().unwrap();
            Ok(())
        }))
    });
    has_begun.recv().unwrap();
    let path = profile.folder.path().join("copy.db");
    copy(&profile, &path).unwrap();
    copied.send(()).unwrap();
    importing.join().unwrap().unwrap();
    let of = |store: &Store| block(store.read(|tx| settings::get(tx, "greeting"))).unwrap();
    let copy = Store::open(&path, &other_key(), Execution::Inline).unwrap();
    assert_eq!(of(&copy).as_deref(), Some("Hola"));
    assert_eq!(of(&profile.store).as_deref(), Some("Buenas"));
}

/// So much that work on it takes a moment.
fn large(profile: &Profile) {
    profile.write(|tx| {
        (0..40).try_for_each(|n| settings::set(tx, &format!("k{n}"), &"x".repeat(500_000)))
    });
}

/// Does something while another thread asks without a pause to stop it.
fn while_somebody_stops<T>(stopper: Stopper, work: impl FnOnce() -> T) -> T {
    let (ended, has_ended) = channel::<()>();
    let stopping = std::thread::spawn(move || {
        use std::sync::mpsc::TryRecvError;
        while has_ended.try_recv() == Err(TryRecvError::Empty) {
            stopper.stop();
            std::thread::yield_now();
        }
    });
    let outcome = work();
    drop(ended);
    stopping.join().unwrap();
    outcome
}

#[test]
fn a_copy_that_is_stopped_leaves_nothing() {
    let profile = shop();
    large(&profile);
    let path = profile.folder.path().join("copy.db");
    let copying = Copying::of(&profile.path(), &key()).unwrap();
    let stopper = copying.stopper();
    let outcome = while_somebody_stops(stopper, || copying.run(&path, &other_key()));
    assert_eq!(outcome, Err(StoreError::Cancelled));
    assert!(!path.exists());
    copy(&profile, &path).unwrap();
}

#[test]
fn looking_at_everything_can_be_stopped() {
    let profile = shop();
    large(&profile);
    let checking = Checking::of(&profile.path(), &key()).unwrap();
    let stopper = checking.stopper();
    let outcome = while_somebody_stops(stopper, || checking.run_of_profile());
    assert_eq!(outcome, Err(StoreError::Cancelled));
    let format = snapshot::check_profile(&profile.path(), &key());
    assert_eq!(format, Ok(snapshot::KNOWN_FORMAT));
}

/// A copy of the shop as a file of bytes, and its sound length.
fn copied() -> (TempDir, PathBuf, Vec<u8>) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("copy.db");
    copy(&shop(), &path).unwrap();
    let bytes = fs::read(&path).unwrap();
    (folder, path, bytes)
}

#[test]
fn one_changed_byte_in_any_page_is_found() {
    let (_folder, path, bytes) = copied();
    assert!(bytes.len() > 20 * 4096);
    for (page, start) in (0..bytes.len()).step_by(4096).enumerate() {
        let mut changed = bytes.clone();
        // Also in the salt, in the padding and in the seal of a page.
        changed[start + (page * 131) % 4096] ^= 1;
        fs::write(&path, &changed).unwrap();
        let found = snapshot::check_profile(&path, &other_key()).unwrap_err();
        let damaged = matches!(found, StoreError::Corrupt(_) | StoreError::WrongKey);
        assert!(damaged, "page {page}: {found:?}");
    }
    fs::write(&path, &bytes).unwrap();
    assert_eq!(
        snapshot::check_profile(&path, &other_key()),
        Ok(snapshot::KNOWN_FORMAT)
    );
}

#[test]
fn a_file_that_ends_too_early_is_found() {
    let (_folder, path, bytes) = copied();
    for length in [0, 15, 100, 4095, 4096, 4097, 40_960, bytes.len() - 1] {
        fs::write(&path, &bytes[..length]).unwrap();
        assert!(
            snapshot::check_profile(&path, &other_key()).is_err(),
            "{length} bytes"
        );
    }
}

#[test]
fn a_foreign_or_newer_database_is_no_copy_of_a_profile() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("foreign.db");
    let raw = || crate::connection::keyed(&path, &key(), Role::Writer, None).unwrap();
    raw().execute_batch("CREATE TABLE t (x)").unwrap();
    assert_eq!(
        snapshot::check_profile(&path, &key()),
        Err(StoreError::NotADatabase)
    );
    assert_eq!(snapshot::check(&path, &key()), Ok(()));
    let profile = Profile::new();
    block(profile.store.close());
    let connection = open(&profile.path(), &key(), Role::Writer, None).unwrap();
    connection
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    drop(connection);
    let newer = StoreError::NewerVersion {
        found: 99,
        known: snapshot::KNOWN_FORMAT,
    };
    assert_eq!(snapshot::check_profile(&profile.path(), &key()), Err(newer));
    assert_eq!(snapshot::format(&profile.path(), &key()), Ok(Some(99)));
    let none = folder.path().join("none.db");
    assert_eq!(snapshot::format(&none, &key()), Ok(None));
    assert!(!none.exists());
}
