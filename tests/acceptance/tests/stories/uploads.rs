//! A picture goes to the media host once, whatever happens on the way.

use crate::support::{Server, Shop, TEXT, number, sha256, text_for, until};
use image::{ImageFormat, RgbImage};
use serde_json::json;
use std::io::Cursor;
use std::path::PathBuf;

const PEOPLE: u32 = 300;

/// A picture of two megabytes: noise, which nothing makes smaller.
fn large_picture(shop: &Shop) -> PathBuf {
    let mut seed = 1u32;
    let picture = RgbImage::from_fn(840, 840, |_, _| {
        image::Rgb([0; 3].map(|_: u8| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_be_bytes()[0]
        }))
    });
    let mut file = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut file), ImageFormat::Png)
        .unwrap();
    assert!(file.len() > 2_000_000, "{}", file.len());
    shop.file("oferta secreta.png", file)
}

/// Everybody has the picture, once, with the bytes that the profile keeps.
#[track_caller]
fn everybody_has_the_picture(server: &Server, shop: &Shop, people: u32) {
    let kept = shop.attachments();
    assert_eq!(kept.len(), 1);
    let (known, bytes) = &kept[0];
    assert_eq!(known, &sha256(bytes));
    let all = server.everything();
    assert_eq!(all.len(), people as usize, "one message for each");
    for (person, one) in (0..people).zip(&all) {
        assert_eq!(one["phone"], number(person));
        assert_eq!(one["kind"], "image", "{one}");
        assert_eq!(one["sha256"], known.as_str(), "{one}");
        assert_eq!(one["caption"], text_for(person));
    }
}

fn with_picture<'a>(picture: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut what = vec!["--text", TEXT, "--image", picture];
    what.extend(more);
    what
}

#[test]
fn three_hundred_people_and_one_upload() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let picture = large_picture(&shop);
    let picture = picture.to_str().unwrap();
    shop.send_with(PEOPLE, &with_picture(picture, &[]))
        .end()
        .reached(PEOPLE);
    assert_eq!(server.uploads(), 1);
    everybody_has_the_picture(&server, &shop, PEOPLE);
}

#[test]
fn after_a_kill_what_was_brought_is_still_there() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let picture = large_picture(&shop);
    let picture = picture.to_str().unwrap();
    let mut sending = shop.send_with(PEOPLE, &with_picture(picture, &[]));
    let id = sending.event("started")["id"].as_u64().unwrap();
    for instant in [40, 150] {
        server.until_messages(instant);
        sending.kill();
        let left = server.everything().len();
        assert!(left < PEOPLE as usize, "all was sent before the kill");
        sending = shop.start(&["campaign", "resume", &id.to_string(), "--wait"]);
    }
    sending.end().reached(PEOPLE);
    assert_eq!(server.uploads(), 1);
    everybody_has_the_picture(&server, &shop, PEOPLE);
}

/// Nobody had noted where it is when the program died: it is brought once more,
/// and no more than that.
#[test]
fn a_kill_at_the_upload_costs_one_more_at_most() {
    let server = Server::start(20);
    let shop = Shop::linked(&server);
    let picture = large_picture(&shop);
    let picture = picture.to_str().unwrap();
    let mut sending = shop.send_with(20, &with_picture(picture, &[]));
    let id = sending.event("started")["id"].as_u64().unwrap();
    until("it is brought", || (server.uploads() > 0).then_some(()));
    // Also when it got further meanwhile.
    sending.put_down();
    shop.resume(id).reached(20);
    assert!(server.uploads() <= 2, "{}", server.uploads());
    everybody_has_the_picture(&server, &shop, 20);
}

/// The program dies while it takes a file in. What there is of it is no
/// attachment; the same file is taken in whole afterwards.
#[test]
fn a_kill_while_a_file_is_taken_in() {
    let server = Server::start(3);
    let shop = Shop::linked(&server);
    let document = shop.file("grande.bin", vec![7; 90 << 20]);
    let document = document.to_str().unwrap();
    let sending = shop.send_with(3, &["--document", document]);
    let database = shop.database("profile.db");
    let count = |from: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {from}");
        // The writer may be at it.
        database.query_row(&sql, [], |row| row.get(0)).unwrap_or(0)
    };
    until("some of it is there", || {
        (count("attachment_piece") > 3).then_some(())
    });
    sending.kill();
    assert_eq!(count("attachment WHERE ready = 1"), 0);
    assert_eq!(count("campaign"), 0);
    shop.run(&["campaign", "list"]).ended_with(0);
    assert_eq!(count("attachment_piece"), 0, "the next start forgets it");
    let small = shop.file("grande.bin", vec![7; 3 << 20]);
    shop.send_with(3, &["--document", small.to_str().unwrap()])
        .end()
        .reached(3);
    let all = server.everything();
    let whole = sha256(&vec![7; 3 << 20]);
    assert_eq!(all.len(), 3);
    assert!(
        all.iter().all(|one| one["sha256"] == whole.as_str()),
        "{all:?}"
    );
}

/// The media host forgets in the middle. The phone that finds nothing says so,
/// those after it find the picture again, and who could not fetch it has failed:
/// another try reaches everybody, and nobody sees the picture twice.
#[test]
fn what_the_host_forgot_is_brought_again() {
    const FEW: u32 = 30;
    let server = Server::start(FEW);
    let shop = Shop::linked(&server);
    let picture = large_picture(&shop);
    let picture = picture.to_str().unwrap();
    let pace = ["--delay-ms", "150", "--batch", "0"];
    let mut sending = shop.send_with(FEW, &with_picture(picture, &pace));
    let id = sending.event("started")["id"].as_u64().unwrap().to_string();
    server.until_messages(5);
    server.fault(&json!({ "kind": "forget_media" }));
    let ended = sending.end();
    ended.ended_with(3);
    assert_eq!(server.uploads(), 2);
    let kept = shop.attachments()[0].0.clone();
    let whole = || {
        let mut phones: Vec<_> = server
            .everything()
            .into_iter()
            .filter(|one| one["sha256"] == kept.as_str())
            .map(|one| one["phone"].as_str().unwrap().to_owned())
            .collect();
        phones.sort_unstable();
        phones
    };
    let found = whole();
    assert_eq!(found.last().unwrap(), &number(FEW - 1));
    // Between the forgetting and the first word of it a few may find nothing.
    assert!(found.len() >= FEW as usize - 5, "{found:?}");
    assert!(found.len() < FEW as usize, "{found:?}");

    shop.run(&["campaign", "retry", &id, "--wait"])
        .ended_with(0);
    let everybody: Vec<_> = (0..FEW).map(number).collect();
    assert_eq!(whole(), everybody);
    assert_eq!(server.uploads(), 2);
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Neither the picture nor its name lies about, also while it is being sent and
/// after a crash.
#[test]
fn nothing_of_a_file_can_be_read_from_the_disk() {
    const SOME: u32 = 40;
    let server = Server::start(SOME);
    let shop = Shop::linked(&server);
    let picture = large_picture(&shop);
    let raw = std::fs::read(&picture).unwrap();
    let document = shop.file(
        "contrato secreto.txt",
        "El precio es secreto.\n".repeat(20_000),
    );
    let (picture, document) = (picture.to_str().unwrap(), document.to_str().unwrap());
    let what = with_picture(picture, &["--document", document]);
    let mut sending = shop.send_with(SOME, &what);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(u64::from(SOME) / 2);
    let in_the_middle = everything_below(&shop.data());
    sending.put_down();
    let after_the_crash = everything_below(&shop.data());
    shop.resume(id).ended_with(0);
    let prepared = shop.attachments().swap_remove(0).1;
    let at_the_end = everything_below(&shop.data());
    let needles: [&[u8]; 6] = [
        b"oferta secreta",
        b"contrato secreto",
        b"El precio es secreto",
        &raw[100_000..100_032],
        &prepared[..32],
        &prepared[prepared.len() / 2..][..32],
    ];
    for (when, bytes) in [
        ("in the middle", in_the_middle),
        ("after the crash", after_the_crash),
        ("at the end", at_the_end),
    ] {
        assert!(bytes.len() > 500_000, "the database is among them");
        for needle in needles {
            assert!(
                !holds(&bytes, needle),
                "{when}: {}",
                String::from_utf8_lossy(needle)
            );
        }
    }
    // The search would see them.
    let mut seen = std::fs::read(document).unwrap();
    seen.extend(&prepared);
    assert!(holds(&seen, needles[2]) && holds(&seen, needles[5]));
}

/// All files below a folder, one behind the other.
fn everything_below(folder: &std::path::Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes.extend(everything_below(&path));
            continue;
        }
        // The program is running: a file of the moment comes and goes.
        bytes.extend(std::fs::read(&path).unwrap_or_default());
    }
    bytes
}
