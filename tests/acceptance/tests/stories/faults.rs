//! The line and the server misbehave.

use crate::support::{Server, Shop};
use acceptance::until;
use serde_json::json;
use std::time::{Duration, Instant};

const PEOPLE: u32 = 120;

#[test]
fn the_line_drops_twice() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    let logins = server.logins();
    for instant in [30, 70] {
        server.until_messages(instant);
        server.fault(&json!({ "kind": "drop_socket" }));
    }
    sending.end().reached(PEOPLE);
    assert!(server.logins() > logins, "the line came back");
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
}

/// Fifty drops at instants drawn from a seed, in a campaign without pauses. What
/// each one costs is printed; `-- --show-output` shows it.
#[test]
fn the_line_drops_fifty_times() {
    const PEOPLE: u32 = 500;
    const DROPS: u64 = 50;
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut lost = Vec::new();
    for drop in 0..DROPS {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        // Somewhere in the tenth of the campaign that this drop has for itself.
        let at = drop * u64::from(PEOPLE) / DROPS + seed % (u64::from(PEOPLE) / DROPS);
        server.until_messages(at);
        let before = server.logins();
        let begun = Instant::now();
        server.fault(&json!({ "kind": "drop_socket" }));
        until("the line is back", || {
            (server.logins() > before).then_some(())
        });
        lost.push(begun.elapsed());
    }
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
    for (drop, time) in (1..).zip(&lost) {
        println!(
            "drop {drop:2}: {:4} ms until the line was back",
            time.as_millis()
        );
    }
    lost.sort();
    let median = lost[lost.len() / 2];
    let (most, sum) = (lost[lost.len() - 1], lost.iter().sum::<Duration>());
    println!(
        "{DROPS} drops: {median:?} until the line was back (median), {most:?} at most, {sum:?} in all"
    );
}

#[test]
fn the_line_drops_with_a_message_on_it() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "drop_after", "messages": 17 }));
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
}

#[test]
fn acknowledgements_get_lost_and_the_phones_speak_instead() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "swallow_acks", "count": 10 }));
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
    assert!(
        server.received().iter().all(|message| message.times == 1),
        "a receipt says as much as an acknowledgement"
    );
}

/// Nobody says that these messages arrived: they are repeated under their ids.
#[test]
fn acknowledgements_get_lost_and_the_phones_are_silent() {
    const FEW: u32 = 12;
    let silent = ["--phones", "12", "--receipt-delay-ms", "600000"];
    let server = Server::with(&silent);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "swallow_acks", "count": 3 }));
    let mut sending = shop.send_to(FEW);
    let id = sending.event("started")["id"].as_u64().unwrap();
    sending.end().reached(FEW);
    let received = server.everybody_has_it(FEW);
    assert_eq!(shop.reported_ids(id, FEW), received);
    let times: Vec<u64> = server.received().iter().map(|r| r.times).collect();
    assert_eq!(
        times.iter().filter(|times| **times == 2).count(),
        3,
        "{times:?}"
    );
    assert_eq!(
        times.iter().filter(|times| **times == 1).count(),
        9,
        "{times:?}"
    );
}

#[test]
fn late_acknowledgements_confuse_nobody() {
    let server = Server::start(40);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "delay_acks", "ms": 700 }));
    let mut sending = shop.send_to(40);
    let id = sending.event("started")["id"].as_u64().unwrap();
    sending.end().reached(40);
    let received = server.everybody_has_it(40);
    assert_eq!(shop.reported_ids(id, 40), received);
    assert!(server.received().iter().all(|message| message.times == 1));
}

#[test]
fn the_server_is_away_for_a_while() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(20);
    // Nobody answers, and then somebody who does not let the client in.
    server.fault(&json!({ "kind": "down", "on": true }));
    assert!(sending.is_running());
    server.fault(&json!({ "kind": "failure", "code": 503, "count": 2 }));
    server.fault(&json!({ "kind": "down", "on": false }));
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
}
