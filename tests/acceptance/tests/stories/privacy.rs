//! What lies on the disk tells nothing about anybody.

use crate::logs::{diagnostics_tell_nothing, everything_is_noted, logged};
use crate::support::{Ended, Running, Server, Shop, list};
use std::path::Path;

const PEOPLE: u32 = 60;

/// What must not be found: people, what is written to them, the account. One
/// piece that is in all of their names stands for them, and so with the numbers.
const SECRETS: [&str; 8] = [
    "Ñandutí",
    "Cliente",
    "5959810",
    "09810000",
    "{sustantivo}",
    "595992756462",
    "Tienda Luna",
    DOCUMENT,
];

/// What a document says that is sent along.
const DOCUMENT: &str = "Lista de precios para vos";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16_turned(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// What is looked for: its name, and its bytes.
pub(crate) type Needle = (String, Vec<u8>);

/// A text in every way in which it may be written.
pub(crate) fn written(text: &str) -> [Needle; 3] {
    [
        (format!("UTF-8 {text}"), text.as_bytes().to_vec()),
        (format!("UTF-16LE {text}"), utf16(text)),
        (format!("UTF-16BE {text}"), utf16_turned(text)),
    ]
}

pub(crate) fn secrets() -> Vec<Needle> {
    SECRETS.iter().flat_map(|secret| written(secret)).collect()
}

/// The two halves of a profile's key, as digits of either case and as bytes. One that is
/// found is not printed.
pub(crate) fn keys(shop: &Shop) -> Vec<Needle> {
    let digits = std::fs::read_to_string(shop.profile_folder().join("key")).unwrap();
    let (database, session) = digits.trim().split_at(64);
    let mut needles = Vec::new();
    for (name, half) in [("database", database), ("session", session)] {
        needles.push((format!("{name} key"), hex::decode(half).unwrap()));
        for digits in [half.to_owned(), half.to_uppercase()] {
            for (form, bytes) in written(&digits) {
                let form = form.split(' ').next().unwrap_or_default();
                needles.push((format!("{form} digits of the {name} key"), bytes));
            }
        }
    }
    needles
}

/// What the session with WhatsApp consists of: identities, keys, ratchets. Each value is
/// looked for by a piece from its middle, where nothing of its form is.
pub(crate) fn session(shop: &Shop) -> Vec<Needle> {
    const PIECE: usize = 24;
    let database = shop.database("whatsapp.db");
    let columns = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
    let mut columns = database.prepare(columns).unwrap();
    let columns: Vec<(String, String)> = columns
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut needles = Vec::new();
    for (table, column) in columns {
        let values = format!(
            "SELECT \"{column}\" FROM \"{table}\"
             WHERE typeof(\"{column}\") = 'blob' AND length(\"{column}\") >= {PIECE} LIMIT 5"
        );
        let mut values = database.prepare(&values).unwrap();
        let values = values.query_map([], |row| row.get::<_, Vec<u8>>(0));
        for value in values.unwrap().map(Result::unwrap) {
            let piece = &value[(value.len() - PIECE) / 2..][..PIECE];
            // A value that is nothing but a form is no secret.
            if piece
                .iter()
                .collect::<std::collections::BTreeSet<_>>()
                .len()
                > PIECE / 2
            {
                let name = format!("{column} of {table}");
                needles.push((name.clone(), piece.to_vec()));
                needles.push((format!("digits of {name}"), hex::encode(piece).into_bytes()));
            }
        }
    }
    needles
}

pub(crate) fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// What is found of these in the files below a folder, and how many files there are.
fn found_in(folder: &Path, needles: &[Needle]) -> (Vec<String>, usize) {
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let (more, count) = found_in(&path, needles);
            found.extend(more);
            files += count;
            continue;
        }
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            // The program is running: a file of the moment came and went.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        files += 1;
        for (name, needle) in needles {
            if holds(&bytes, needle) {
                found.push(format!("{name} in {}", path.display()));
            }
        }
    }
    (found, files)
}

/// Nothing of these is found in any file of the profile; `but` is one in which the key may
/// be. What lies there besides has to be there, too: these.
#[track_caller]
pub(crate) fn looked(shop: &Shop, needles: &[Needle], but: Option<&str>, present: &[&str]) {
    let folder = shop.profile_folder();
    for name in present {
        let path = folder.join(name);
        let there = if path.is_dir() {
            std::fs::read_dir(&path).unwrap().count() > 0
        } else {
            std::fs::metadata(&path).is_ok_and(|file| file.len() > 0)
        };
        assert!(there, "{name} is not there, or empty");
    }
    let (mut found, files) = found_in(&shop.data(), needles);
    assert!(files >= 4, "description, key and two databases");
    found.retain(|place| but.is_none_or(|but| !place.ends_with(but)));
    assert!(found.is_empty(), "{found:#?}");
}

/// What a program says to its operator has nothing of these, but what it was asked for.
#[track_caller]
fn said_nothing(ended: &Ended, needles: &[Needle]) {
    let said = ended.stderr.as_bytes();
    let told: Vec<_> = needles
        .iter()
        .filter(|(_, bytes)| holds(said, bytes))
        .collect();
    assert!(told.is_empty(), "{told:?}: {}", ended.stderr);
}

/// A campaign on this profile, with a log that says all it can; nothing of these can be
/// read from its files, neither in the middle, with everything open, nor as a crash leaves
/// them, nor at the end, with the copy of the day beside them, nor from what is sent to
/// whoever helps.
fn nothing_can_be_read(shop: &Shop, server: &Server, needles: &[Needle], but: Option<&str>) {
    everything_is_noted(shop);
    let csv = shop.file("lista.csv", list(PEOPLE));
    let document = shop.file("precios.txt", DOCUMENT.repeat(50));
    let document = ["--document", document.to_str().unwrap()];
    let mut sending: Running = shop.send(&csv, &document);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(u64::from(PEOPLE) / 2);
    looked(shop, needles, but, &["profile.db-wal", "logs"]);
    said_nothing(&sending.put_down(), needles);
    looked(shop, needles, but, &[]);
    let ended = shop.resume(id).reached(PEOPLE);
    said_nothing(&ended, needles);
    looked(shop, needles, but, &["backups", "logs"]);
    let attempts = logged(shop, "on the wire");
    assert!(
        attempts >= PEOPLE as usize,
        "{attempts} attempts are in the log"
    );
    diagnostics_tell_nothing(shop, needles);
}

#[test]
fn nothing_about_anybody_can_be_read_from_the_files() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    // Without a passcode and a keychain the key lies in its file, and nowhere else.
    let needles = [secrets(), keys(&shop), session(&shop)].concat();
    nothing_can_be_read(&shop, &server, &needles, Some("/key"));
    // And what the phones were spoken to with since then.
    let later = session(&shop);
    assert!(
        later.iter().any(|needle| !needles.contains(needle)),
        "nothing of the session has moved"
    );
    looked(&shop, &later, Some("/key"), &["backups"]);
}

/// Rows on their way into the database, and a copy on its way into a backup, as a death
/// in the middle leaves them.
#[test]
fn nothing_can_be_read_from_what_is_half_done() {
    const MANY: u32 = 30_000;
    let shop = Shop::practice();
    let needles = [secrets(), keys(&shop)].concat();
    let csv = shop.file("lista.csv", list(MANY));
    let folder = shop.profile_folder();
    let lies = |name: &str| {
        let path = folder.join(name);
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
        let inside: u64 = entries.map(|entry| size(&entry.path())).sum();
        (path.is_file() && size(&path) > 0 || inside > 0).then_some(())
    };

    let import = ["contacts", "import", csv.to_str().unwrap()];
    let importing = shop.start(&import);
    crate::support::until("rows lie aside", || lies("import.tmp"));
    looked(&shop, &needles, Some("/key"), &["import.tmp"]);
    said_nothing(&importing.put_down(), &needles);
    looked(&shop, &needles, Some("/key"), &[]);

    shop.run(&import).ended_with(0);
    let file = shop.file("tienda.backup", "");
    let words = [
        "profile",
        "backup",
        file.to_str().unwrap(),
        "--passphrase-stdin",
    ];
    let backing_up = shop.start_typing(&["tereré con menta"], &words);
    crate::support::until("a copy lies aside", || lies("backup.tmp"));
    said_nothing(&backing_up.put_down(), &needles);
    looked(&shop, &needles, Some("/key"), &[]);
    let whole = shop.typing(&["tereré con menta"], &words).ended_with(0);
    said_nothing(&whole, &needles);
    let backup = std::fs::read(&file).unwrap();
    let found: Vec<_> = needles
        .iter()
        .filter(|(_, bytes)| holds(&backup, bytes))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn behind_a_passcode_the_key_cannot_be_read_either() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let needles = [
        secrets(),
        keys(&shop),
        session(&shop),
        written("clavel rojo").to_vec(),
    ]
    .concat();
    shop.typing(&["clavel rojo"], &["profile", "passcode", "set"])
        .ended_with(0);
    let shop = shop.knowing("clavel rojo");
    nothing_can_be_read(&shop, &server, &needles, None);
}

/// The search finds what is there to find.
#[test]
fn the_search_would_see_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), list(1)).unwrap();
    std::fs::write(folder.path().join("b"), utf16(&list(1))).unwrap();
    std::fs::write(folder.path().join("c"), utf16_turned(&list(1))).unwrap();
    let (found, files) = found_in(folder.path(), &secrets());
    assert_eq!(files, 3);
    // Two pieces of the name and the number, in each of the three forms.
    for (form, file) in [("UTF-8", "a"), ("UTF-16LE", "b"), ("UTF-16BE", "c")] {
        for secret in ["Ñandutí", "Cliente", "09810000"] {
            let place = folder.path().join(file);
            let wanted = format!("{form} {secret} in {}", place.display());
            assert!(found.contains(&wanted), "{wanted}: {found:#?}");
        }
    }

    let shop = Shop::practice();
    let (found, _) = found_in(&shop.data(), &keys(&shop));
    assert_eq!(
        found.len(),
        2,
        "both halves lie in the key file: {found:#?}"
    );
    assert!(found.iter().all(|place| place.ends_with("/key")));
}
