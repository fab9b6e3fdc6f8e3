//! Linking a phone.

use crate::support::{Server, Shop};
use std::net::TcpListener;

const OWNER: &str = "+595992756462";

#[test]
fn a_phone_is_linked_by_scanning_a_code() {
    let server = Server::start(1);
    let shop = Shop::new(&server);
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["state"], "not_linked");
    assert!(status["phone"].is_null());

    let told = shop.pair(&server).ended_with(0);
    assert_eq!(told.names(), ["qr", "paired", "online"], "{told:?}");
    let qr = &told.named("qr")[0];
    assert!(qr["code"].as_str().unwrap().contains(','), "{qr}");
    assert!(qr["expires_in"].as_u64().unwrap() > 0, "{qr}");
    assert_eq!(told.named("paired")[0]["phone"], OWNER);
    assert!(told.named("paired")[0]["name"].is_string());

    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["phone"], OWNER);
    assert_ne!(status["state"], "not_linked");

    // Linked already: the device connects, and no code is shown.
    let again = shop.run(&["device", "pair"]).ended_with(0);
    assert_eq!(again.names(), ["online"]);
}

#[test]
fn a_phone_is_linked_by_typing_a_code() {
    let server = Server::start(1);
    let shop = Shop::new(&server);
    let mut pairing = shop.start(&["device", "pair", "--phone", "0992 756 462"]);
    let event = pairing.event("pair_code");
    let code = event["code"].as_str().unwrap();
    assert!(code.len() == 9 && code.as_bytes()[4] == b'-', "{code}");
    server.pair_code(OWNER, code);
    let told = pairing.end().ended_with(0);
    assert_eq!(told.names(), ["pair_code", "paired", "online"]);
    assert_eq!(told.named("paired")[0]["phone"], OWNER);
}

#[test]
fn unlinking_wants_to_be_said_twice_and_leaves_a_profile_that_links_again() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    shop.run(&["device", "unlink"])
        .refused_with(2, "confirmation_needed");
    let told = shop.run(&["device", "unlink", "--yes"]).ended_with(0);
    assert_eq!(told.names(), ["unlinked"]);
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["state"], "not_linked");
    shop.pair(&server).ended_with(0);
}

#[test]
fn a_server_that_is_away_is_said_in_a_sentence() {
    // A port that was free a moment ago and on which nobody listens.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let shop = Shop::at(&format!("ws://127.0.0.1:{port}/ws/chat"));
    shop.run(&["device", "pair"]).refused_with(1, "server_away");
}

#[test]
fn a_linked_phone_whose_server_is_away_is_said_in_a_sentence() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    server.fault(&serde_json::json!({ "kind": "down", "on": true }));
    shop.run(&["device", "pair"]).refused_with(1, "server_away");
    server.fault(&serde_json::json!({ "kind": "clear" }));
    let told = shop.run(&["device", "pair"]).ended_with(0);
    assert_eq!(told.names(), ["online"]);
}

#[test]
fn a_phone_that_unlinked_the_device_is_shown_a_new_code() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    let mut online = shop.start(&["device", "pair"]);
    online.event("online");
    online.end().ended_with(0);
    server.fault(&serde_json::json!({ "kind": "stream_error", "conflict": "device_removed" }));
    let told = shop.pair(&server).ended_with(0);
    assert_eq!(told.names(), ["qr", "paired", "online"], "{told:?}");
    assert_eq!(told.named("paired")[0]["phone"], OWNER);
}
