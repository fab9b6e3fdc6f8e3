//! What lies on the disk tells nothing about anybody.

use crate::support::{Server, Shop, list};
use std::path::Path;

const PEOPLE: u32 = 60;

/// What must not be found: people, what is written to them, the account. One
/// piece that is in all of their names stands for them, and so with the numbers.
const SECRETS: [&str; 7] = [
    "Ñandutí",
    "Cliente",
    "5959810",
    "09810000",
    "{sustantivo}",
    "595992756462",
    "Tienda Luna",
];

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16_turned(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// What is looked for: its name, and its bytes.
type Needle = (String, Vec<u8>);

/// A text in every way in which it may be written.
fn written(text: &str) -> [Needle; 3] {
    [
        (format!("UTF-8 {text}"), text.as_bytes().to_vec()),
        (format!("UTF-16LE {text}"), utf16(text)),
        (format!("UTF-16BE {text}"), utf16_turned(text)),
    ]
}

fn secrets() -> Vec<Needle> {
    SECRETS.iter().flat_map(|secret| written(secret)).collect()
}

/// The two halves of a profile's key, as digits of either case and as bytes. One that is
/// found is not printed.
fn keys(shop: &Shop) -> Vec<Needle> {
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

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
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

/// A campaign on this profile; nothing of these can be read from its files, neither in
/// the middle, with everything open, nor as a crash leaves them, nor at the end.
/// `but` is a file in which the key may be.
fn nothing_can_be_read(shop: &Shop, server: &Server, needles: &[Needle], but: Option<&str>) {
    let looked = || {
        let (mut found, files) = found_in(&shop.data(), needles);
        assert!(files >= 4, "description, key and two databases");
        found.retain(|place| but.is_none_or(|but| !place.ends_with(but)));
        assert!(found.is_empty(), "{found:#?}");
    };
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(u64::from(PEOPLE) / 2);
    looked();
    drop(sending);
    looked();
    shop.resume(id).reached(PEOPLE);
    looked();
}

#[test]
fn nothing_about_anybody_can_be_read_from_the_files() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    // Without a passcode and a keychain the key lies in its file, and nowhere else.
    let needles = [secrets(), keys(&shop)].concat();
    nothing_can_be_read(&shop, &server, &needles, Some("/key"));
}

#[test]
fn behind_a_passcode_the_key_cannot_be_read_either() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let needles = [secrets(), keys(&shop), written("clavel rojo").to_vec()].concat();
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
