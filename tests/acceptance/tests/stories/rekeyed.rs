//! The process dies while a passcode is set, changed or removed. At every single step on
//! the disk it does so in the tests of the vault; here it is the real one.

use crate::support::{Shop, list};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// No command takes so long.
const PATIENCE: Duration = Duration::from_secs(240);

type Files = BTreeMap<OsString, Vec<u8>>;

/// The files of a folder.
fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        // One that is being replaced may be gone again.
        .filter_map(|entry| Some((entry.file_name(), fs::read(entry.path()).ok()?)))
        .collect()
}

fn put_back(folder: &Path, before: &Files) {
    for name in files(folder).keys() {
        fs::remove_file(folder.join(name)).unwrap();
    }
    for (name, bytes) in before {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// What keeps the key, as it lies there at this moment.
fn keepers(folder: &Path) -> Vec<Option<Vec<u8>>> {
    ["key", "key.passcode", "profile.json"]
        .into_iter()
        .flat_map(|name| [name.to_owned(), format!("{name}.new")])
        .map(|name| fs::read(folder.join(name)).ok())
        .collect()
}

/// Runs this and ends it without any warning so long after something of what keeps the
/// key was seen to change; whether that came in time.
fn killed_after(delay: Duration, shop: &Shop, lines: &[&str], words: &[&str]) -> bool {
    let folder = shop.profile_folder();
    let before = keepers(&folder);
    let begin = Instant::now();
    let mut changed = None;
    let mut running = shop.start_typing(lines, words);
    while running.is_running() {
        assert!(begin.elapsed() < PATIENCE, "it does not end");
        if changed.is_none() && keepers(&folder) != before {
            changed = Some(Instant::now());
        }
        if changed.is_some_and(|instant| instant.elapsed() >= delay) {
            return running.put_down().code.is_none();
        }
    }
    running.end().ended_with(0);
    false
}

/// The part of the encrypted database that is drawn anew with every encryption.
fn salt(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("profile.db")).unwrap()[..16].to_vec()
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// The profile opens with the new passcode or the one before; one that was none is
/// not looked at.
fn opens(shop: &Shop, passcodes: &[&str]) {
    let tried: Vec<_> = passcodes
        .iter()
        .map(|passcode| shop.typing(&[passcode], &["contacts", "list"]))
        .collect();
    let opened = tried.iter().find(|ended| ended.code == Some(0));
    let opened = opened.unwrap_or_else(|| panic!("nothing opens it: {tried:?}"));
    assert_eq!(opened.json()["total"], 3, "nothing was lost");
}

#[test]
fn whenever_it_dies_the_old_or_the_new_passcode_opens_it() {
    // What a passcode costs is not what is looked at here.
    let shop = Shop::practice().hurried(10_000);
    let csv = shop.file("lista.csv", list(3));
    let import = ["contacts", "import", csv.to_str().unwrap()];
    shop.run(&import).ended_with(0);
    let folder = shop.profile_folder();
    let key = fs::read(folder.join("key")).unwrap();
    let salt_before = salt(&folder);

    let mut kills = 0;
    for (word, lines) in [
        ("set", &["primero"][..]),
        ("change", &["primero", "segundo"]),
        ("remove", &["segundo"]),
    ] {
        let before = files(&folder);
        let change = ["profile", "passcode", word];
        let newest_first: Vec<_> = lines.iter().rev().copied().collect();
        for doubled in 0..10 {
            put_back(&folder, &before);
            let delay = Duration::from_micros((1 << doubled) * 50);
            kills += usize::from(killed_after(delay, &shop, lines, &change));
            opens(&shop, &newest_first);
            if folder.join("key.passcode").exists() {
                let lying = files(&folder);
                let clear = lying.iter().find(|(_, bytes)| holds(bytes, &key));
                let clear = clear.map(|(name, _)| name);
                assert!(clear.is_none(), "{word}, {delay:?}: a key in {clear:?}");
            }
        }
        put_back(&folder, &before);
        shop.typing(lines, &change).ended_with(0);
        opens(&shop, &newest_first[..1]);
    }
    assert!(kills > 2, "it came too late but for {kills} times");

    assert_eq!(fs::read(folder.join("key")).unwrap(), key, "the same key");
    assert_eq!(salt(&folder), salt_before, "nothing was re-encrypted");
}
