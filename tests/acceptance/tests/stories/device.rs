//! Linking a phone.

use crate::support::{Ended, Server, Shop};
use serde_json::json;
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

/// Whoever waits knows what for, from the first try that fails.
fn each_try_is_told(told: &Ended) {
    let tries = told.named("reconnecting");
    let attempts: Vec<_> = tries.iter().map(|told| told["attempt"].as_u64()).collect();
    assert!(attempts.len() > 1, "{told:?}");
    assert!(attempts.is_sorted(), "{attempts:?}");
    assert!(tries.iter().all(|told| told["next_try"].is_string()));
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
    let told = shop.run(&["device", "pair"]).refused_with(1, "server_away");
    each_try_is_told(&told);
}

#[test]
fn a_linked_phone_whose_server_is_away_is_said_in_a_sentence() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    server.fault(&serde_json::json!({ "kind": "down", "on": true }));
    let told = shop.run(&["device", "restart"]);
    each_try_is_told(&told.refused_with(1, "server_away"));
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

#[test]
fn a_device_that_is_disabled_holds_campaigns_until_it_is_enabled() {
    const PEOPLE: u32 = 3;
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    assert_eq!(
        shop.run(&["device", "disable"]).ended_with(0).names(),
        ["disabled"]
    );
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["state"], "disabled");
    for act in ["restart", "pair"] {
        shop.run(&["device", act]).refused_with(4, "disabled");
    }
    assert_eq!(status["phone"], OWNER);

    let logins = server.logins();
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    let told = sending.end().ended_with(4);
    assert_eq!(told.named("held")[0]["reason"], "disabled");
    assert_eq!(server.logins(), logins, "nobody connected");

    assert_eq!(
        shop.run(&["device", "enable"]).ended_with(0).names(),
        ["enabled"]
    );
    shop.resume(id).reached(PEOPLE);
    server.everybody_has_it(PEOPLE);
}

#[test]
fn a_connection_is_restarted_with_the_same_keys() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    let logins = server.logins();
    let told = shop.run(&["device", "restart"]).ended_with(0);
    assert_eq!(told.names(), ["online"]);
    assert!(server.logins() > logins);
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["phone"], OWNER);
}

#[test]
fn what_needs_a_link_says_so_without_one() {
    let server = Server::start(1);
    let shop = Shop::new(&server);
    for act in ["disable", "enable", "restart"] {
        shop.run(&["device", act]).refused_with(2, "not_linked");
    }
}

#[test]
fn a_terminal_state_is_told_and_kept() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    for (code, state) in [(406, "banned"), (405, "client_too_old")] {
        server.fault(&json!({ "kind": "failure", "code": code }));
        let told = shop.run(&["device", "restart"]).ended_with(4);
        assert_eq!(told.named("held")[0]["reason"], state);
        let status = shop.run(&["device", "status"]).ended_with(0).json();
        assert_eq!(status["state"], state, "also to the next command");
        assert_eq!(status["phone"], OWNER);
        server.fault(&json!({ "kind": "clear" }));
        let again = shop.run(&["device", "restart"]).ended_with(0);
        assert_eq!(again.names(), ["online"]);
    }
}

#[test]
fn a_number_that_is_not_on_the_list_is_unlinked_at_once() {
    let server = Server::start(1);
    let shop = Shop::new(&server);
    let create = |name: &str, allow: &str| {
        shop.run(&[
            "profile",
            "create",
            name,
            "--country",
            "PY",
            "--allow",
            allow,
        ])
    };
    create("Rota", "12").refused_with(2, "contact_number");
    create("Otra", "0981 111 222").ended_with(0);
    let pair = |profile: &str| {
        let mut pairing = shop.start(&["--profile", profile, "device", "pair"]);
        let code = pairing.event("qr")["code"].as_str().unwrap().to_owned();
        server.pair(&code);
        pairing.end()
    };
    let told = pair("Otra").ended_with(4);
    assert_eq!(told.named("held")[0]["reason"], "number_refused");
    assert!(told.named("paired").is_empty() && told.named("online").is_empty());
    let status = shop.run(&["--profile", "Otra", "device", "status"]);
    let status = status.ended_with(0).json();
    assert_eq!(status["state"], "not_linked");
    assert!(status["phone"].is_null());

    create("Suya", OWNER).ended_with(0);
    pair("Suya").ended_with(0);
}

/// WhatsApp says for how long and why: that outlives the program, which asks nobody
/// before the end unless a person wants to.
#[test]
fn a_ban_is_kept_with_its_end_over_a_restart() {
    const PEOPLE: u32 = 2;
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "failure", "code": 402, "reason": 104, "expire": 7_200 }));
    // Each time it is asked anew, and each time that is the answer.
    for _ in 0..3 {
        let told = shop.run(&["device", "restart"]).ended_with(4);
        assert_eq!(told.named("held")[0]["reason"], "restricted");
    }
    let status = || shop.run(&["device", "status"]).ended_with(0).json();
    let first = status();
    assert_eq!(first["state"], "restricted");
    assert_eq!(first["reason"], "same_message");
    let until = first["until"].as_str().expect("its end is known");

    server.fault(&json!({ "kind": "clear" }));
    let logins = server.logins();
    let told = shop.send_to(PEOPLE).end().ended_with(4);
    let held = &told.named("held")[0];
    assert_eq!(
        (&held["reason"], &held["until"]),
        (&json!("restricted"), &json!(until))
    );
    let mut again = status();
    assert_eq!(again["holds"][0]["until"], json!(until), "what it holds");
    again["holds"] = json!([]);
    assert_eq!(again, first, "as it was told the first time");
    assert_eq!(server.logins(), logins, "nobody asked before the end");

    let id = told.named("started")[0]["id"].as_u64().unwrap();
    shop.resume(id).reached(PEOPLE);
    server.everybody_has_it(PEOPLE);
    assert_ne!(status()["state"], "restricted");

    // What WhatsApp says now, not what it said before.
    server.fault(&json!({ "kind": "failure", "code": 402, "reason": 104, "expire": 7_200 }));
    shop.run(&["device", "restart"]).ended_with(4);
    server.fault(&json!({ "kind": "clear" }));
    let told = shop.run(&["device", "restart"]).ended_with(0);
    assert_eq!(told.names(), ["online"]);
    assert_ne!(status()["state"], "restricted");
}

#[test]
fn a_ban_that_ended_while_the_program_was_away_is_over() {
    let server = Server::start(1);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "failure", "code": 402, "reason": 101, "expire": 2 }));
    shop.run(&["device", "restart"]).ended_with(4);
    server.fault(&json!({ "kind": "clear" }));
    acceptance::until("the end has come", || {
        let status = shop.run(&["device", "status"]).ended_with(0).json();
        (status["state"] != "restricted").then_some(())
    });
    shop.send_to(1).end().reached(1);
}
