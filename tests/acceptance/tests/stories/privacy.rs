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

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// The secrets found in the files below a folder, and how many files there are.
fn found_in(folder: &Path) -> (Vec<String>, usize) {
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let (more, count) = found_in(&path);
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
        for secret in SECRETS {
            for (form, needle) in [
                ("UTF-8", secret.as_bytes().to_vec()),
                ("UTF-16LE", utf16(secret)),
            ] {
                if holds(&bytes, &needle) {
                    found.push(format!("{form} {secret} in {}", path.display()));
                }
            }
        }
    }
    (found, files)
}

#[test]
fn nothing_about_anybody_can_be_read_from_the_files() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(u64::from(PEOPLE) / 2);
    // In the middle, with everything open; then as a crash leaves it.
    let (found, files) = found_in(&shop.data());
    assert!(files >= 4, "description, key and two databases");
    assert!(found.is_empty(), "{found:#?}");
    drop(sending);
    let (found, _) = found_in(&shop.data());
    assert!(found.is_empty(), "{found:#?}");

    shop.resume(id).reached(PEOPLE);
    let (found, _) = found_in(&shop.data());
    assert!(found.is_empty(), "{found:#?}");
}

/// The search finds what is there to find.
#[test]
fn the_search_would_see_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), list(1)).unwrap();
    std::fs::write(folder.path().join("b"), utf16(&list(1))).unwrap();
    let (found, files) = found_in(folder.path());
    assert_eq!(files, 2);
    // Two pieces of the name and the number, in each of the two forms.
    assert_eq!(found.len(), 6, "{found:#?}");
}
