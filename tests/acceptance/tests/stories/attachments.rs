//! What the phones have of pictures, voice notes, videos and documents.

use crate::support::{Server, Shop, TEXT, number, sample, sample_path, sha256, text_for};
use serde_json::{Value, json};

/// The path of a sample, as an argument.
fn path(name: &str) -> String {
    sample_path(name).to_str().unwrap().to_owned()
}

/// The hashes of what the profile keeps, in the order in which it was attached;
/// each is the hash of the bytes that are there.
fn kept(shop: &Shop) -> Vec<String> {
    let kept = shop.attachments().into_iter();
    kept.map(|(known, bytes)| {
        assert_eq!(known, sha256(&bytes));
        known
    })
    .collect()
}

fn of_phone(all: &[Value], person: u32) -> Vec<&Value> {
    let phone = number(person);
    all.iter().filter(|one| one["phone"] == phone).collect()
}

fn words<'a>(list: &[&'a Value], field: &str) -> Vec<&'a str> {
    let each = list.iter();
    each.map(|one| one[field].as_str().unwrap_or_default())
        .collect()
}

/// The kinds and ids of the parts in a row of a report.
fn parts(row: &Value) -> Vec<(&str, &str)> {
    let parts = row["parts"].as_array().unwrap().iter();
    parts
        .map(|part| {
            let word = |name: &str| part[name].as_str().unwrap();
            (word("kind"), word("message_id"))
        })
        .collect()
}

#[test]
fn every_kind_arrives_as_it_was_prepared() {
    let server = Server::start(2);
    let shop = Shop::linked(&server);
    let pictures = ["turned.jpg", "grey.jpg", "transparent.png"].map(path);
    let [film, document, voice] = ["h264.mp4", "plain.pdf", "stereo.mp3"].map(path);
    let mut what = vec!["--text", TEXT, "--voice", &voice, "--document", &document];
    what.extend(["--image", &pictures[0], "--image", &pictures[1]]);
    what.extend(["--video", &film, "--image", &pictures[2]]);
    let sent = shop.send_with(2, &what).end().reached(2);
    let attached = sent.named("attached");
    let attached: Vec<_> = attached.iter().collect();
    let kinds = [
        "picture", "picture", "picture", "video", "document", "voice",
    ];
    assert_eq!(words(&attached, "kind"), kinds);
    let kept = kept(&shop);
    assert_eq!(
        kept[4],
        sha256(&sample("plain.pdf")),
        "a document is as it was"
    );

    let all = server.everything();
    for person in 0..2 {
        let got = of_phone(&all, person);
        let (head, media) = got.split_first().unwrap();
        assert_eq!(
            (&head["kind"], &head["expected"]),
            (&json!("album"), &json!(3))
        );
        assert_eq!(
            words(media, "kind"),
            ["image", "image", "image", "video", "document", "audio"]
        );
        assert_eq!(words(media, "sha256"), kept, "in the order of the album");
        assert_eq!(words(media, "error"), [""; 6]);
        let text = text_for(person);
        assert_eq!(words(media, "caption"), [&text, "", "", "", "", ""]);
        album_is_whole(head, &media[..3]);
        the_rest_is_described(&media[3..]);
    }
    assert_eq!(server.uploads(), 6, "once for everybody");

    // Each part is told in the report, under the id with which it arrived.
    let id = sent.named("started")[0]["id"].as_u64().unwrap();
    for (person, row) in (0..).zip(shop.report(id)) {
        let (told, ids): (Vec<_>, Vec<_>) = parts(&row).into_iter().unzip();
        assert_eq!(told, [&["album"], &kinds[..]].concat());
        assert_eq!(ids, words(&of_phone(&all, person), "message_id"));
    }
}

fn album_is_whole(head: &Value, pictures: &[&Value]) {
    for picture in pictures {
        assert_eq!(picture["album"], head["message_id"]);
        assert_eq!(picture["mime"], "image/jpeg");
        assert!(
            picture["thumbnail_bytes"].as_u64().unwrap() > 100,
            "{picture}"
        );
    }
    // It was taken with the camera on its side.
    assert_eq!(
        (&pictures[0]["width"], &pictures[0]["height"]),
        (&json!(48), &json!(64))
    );
}

fn the_rest_is_described(media: &[&Value]) {
    let [film, document, voice] = media else {
        panic!("{media:?}");
    };
    assert_eq!(film["mime"], "video/mp4");
    assert!(film["seconds"].as_u64().unwrap() >= 1, "{film}");
    assert_eq!(document["mime"], "application/pdf");
    assert_eq!(document["file_name"], "plain.pdf");
    assert_eq!(document["pages"], 12);
    assert_eq!(voice["mime"], "audio/ogg; codecs=opus");
    assert_eq!(voice["ptt"], true);
    assert!(voice["seconds"].as_u64().unwrap() >= 1, "{voice}");
    let bars = voice["waveform"].as_array().unwrap();
    assert_eq!(bars.len(), 64);
    assert!(bars.iter().all(|bar| bar.as_u64().unwrap() <= 100));
    assert!(
        bars.iter().any(|bar| bar.as_u64().unwrap() > 50),
        "{bars:?}"
    );
}

/// The text stands under what is shown, and before what is only heard.
#[test]
fn the_text_stands_where_it_is_read_first() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    let [picture, film, document, voice] =
        ["grey.jpg", "h264.mp4", "plain.pdf", "mono.opus"].map(path);
    let mut before = 0;
    let mut send = |what: &[&str]| {
        shop.send_with(1, what).end().reached(1);
        let all = server.everything();
        let new: Vec<(String, String, String)> = all[before..]
            .iter()
            .map(|one| {
                let field = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
                (field("kind"), field("text"), field("caption"))
            })
            .collect();
        before = all.len();
        new
    };
    let told = |kind: &str, text: &str, caption: &str| {
        (kind.to_owned(), text.to_owned(), caption.to_owned())
    };
    let text = ["--text", "Hola"];
    assert_eq!(
        send(&[&text[..], &["--image", &picture]].concat()),
        [told("image", "", "Hola")]
    );
    assert_eq!(
        send(&[&text[..], &["--video", &film]].concat()),
        [told("video", "", "Hola")]
    );
    assert_eq!(
        send(&[&text[..], &["--document", &document]].concat()),
        [told("document", "", "Hola")]
    );
    assert_eq!(
        send(&[&text[..], &["--voice", &voice]].concat()),
        [told("text", "Hola", ""), told("audio", "", "")]
    );
    assert_eq!(send(&["--voice", &voice]), [told("audio", "", "")]);
    assert_eq!(send(&["--image", &picture]), [told("image", "", "")]);
    assert_eq!(
        server.uploads(),
        4,
        "what was brought for one campaign serves the next"
    );
}

/// Somebody for whom nothing remains of the text gets the picture all the same.
#[test]
fn a_caption_may_be_empty() {
    let server = Server::start(2);
    let shop = Shop::linked(&server);
    let picture = path("grey.jpg");
    let csv = shop.file("dos.csv", "numero,nombre\n0981000000,Ana\n0981000001,\n");
    let arguments = [
        "campaign",
        "send",
        "--name",
        "Promo",
        "--csv",
        csv.to_str().unwrap(),
    ];
    let what = [
        "--text",
        "{nombre}",
        "--image",
        &picture,
        "--delay-ms",
        "0",
        "--wait",
    ];
    shop.run(&[&arguments[..], &what].concat()).reached(2);
    let all = server.everything();
    let list: Vec<_> = all.iter().collect();
    assert_eq!(words(&list, "kind"), ["image", "image"]);
    assert_eq!(words(&list, "caption"), ["Ana", ""]);
}

#[test]
fn versions_rotate_and_are_told_apart() {
    let server = Server::start(5);
    let shop = Shop::linked(&server);
    let picture = path("grey.jpg");
    let sent = shop
        .send_with(5, &["--text", "Uno", "--text", "Dos", "--image", &picture])
        .end()
        .reached(5);
    let all = server.everything();
    let list: Vec<_> = all.iter().collect();
    assert_eq!(words(&list, "caption"), ["Uno", "Dos", "Uno", "Dos", "Uno"]);
    let id = sent.named("started")[0]["id"].to_string();
    let status = shop.run(&["campaign", "status", &id]).ended_with(0).json();
    assert_eq!(status["attachments"][0]["file_name"], "grey.jpg");
    let people: Vec<u64> = status["variants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variant| {
            let counts = variant["counts"].as_object().unwrap();
            counts.values().map(|count| count.as_u64().unwrap()).sum()
        })
        .collect();
    assert_eq!(people, [3, 2]);
}

/// A picture that moves is sent as its first frame, which is said.
#[test]
fn what_moves_stands_still_and_that_is_said() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    let sent = shop
        .send_with(1, &["--image", &path("animated.gif")])
        .end()
        .reached(1);
    assert_eq!(sent.named("attached")[0]["first_frame_only"], true);
    let all = server.everything();
    assert_eq!((all.len(), &all[0]["mime"]), (1, &"image/jpeg".into()));
}
