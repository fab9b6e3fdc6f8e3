//! What WhatsApp can do to an account while it sends: what is said, what goes
//! on when, and that nothing is lost.

use crate::support::{Server, Shop, number};
use serde_json::{Value, json};

const PEOPLE: u32 = 12;

/// A campaign with a little time between its messages, and a fault once some
/// are out; how it ended.
struct Held {
    server: Server,
    shop: Shop,
    id: u64,
    event: Value,
}

fn struck_by(fault: &Value) -> Held {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", crate::support::list(PEOPLE));
    let mut sending = shop.send(&csv, &["--delay-ms", "150"]);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(3);
    server.fault(fault);
    let told = sending.end().ended_with(4);
    let event = told.named("held").pop().expect("it says that it is held");
    Held {
        server,
        shop,
        id,
        event,
    }
}

impl Held {
    /// Once it is over, a person resumes, and everybody has the message once.
    fn goes_on(self) {
        self.server.fault(&json!({ "kind": "clear" }));
        self.shop.resume(self.id).reached(PEOPLE);
        let received = self.server.everybody_has_it(PEOPLE);
        assert_eq!(self.shop.reported_ids(self.id, PEOPLE), received);
    }

    fn status(&self) -> Value {
        self.shop
            .run(&["campaign", "status", &self.id.to_string()])
            .ended_with(0)
            .json()
    }
}

#[test]
fn replaced_by_another_session() {
    let held = struck_by(&json!({ "kind": "stream_error", "conflict": "replaced" }));
    assert_eq!(held.event["reason"], "replaced");
    assert_eq!(held.event["until"], Value::Null);
    held.goes_on();
}

#[test]
fn banned_for_a_while() {
    let held = struck_by(&json!({
        "kind": "failure", "code": 402, "reason": 101, "expire": 3600
    }));
    assert_eq!(held.event["reason"], "restricted");
    let until = held.event["until"].as_str().expect("its end is known");
    assert!(until.starts_with("20"), "{until}");
    assert_eq!(held.status()["hold_until"], until);
    held.goes_on();
}

#[test]
fn too_old_for_the_server() {
    let held = struck_by(&json!({ "kind": "failure", "code": 405 }));
    assert_eq!(held.event["reason"], "client_too_old");
    held.goes_on();
}

#[test]
fn asked_to_be_slower_again_and_again() {
    let held = struck_by(&json!({ "kind": "refuse", "code": 429 }));
    assert_eq!(held.event["reason"], "rate_limited");
    assert!(
        held.event["until"].is_string(),
        "it rests and goes on by itself"
    );
    held.goes_on();
}

#[test]
fn locked_for_strangers_until_an_hour() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "time_lock", "until": 4_000_000_000u64 }));
    server.fault(&json!({ "kind": "refuse", "code": 463 }));
    let told = shop.send_to(PEOPLE).end().ended_with(4);
    let event = told.named("held").pop().unwrap();
    assert_eq!(event["reason"], "restricted");
    assert!(event["until"].is_string(), "{event}");
    assert!(server.received().is_empty());
    // The device says it too, also without a connection.
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["state"], "offline");
    let hold = &status["holds"][0];
    for key in ["reason", "until"] {
        assert_eq!(hold[key], event[key], "{status}");
    }
    let id = told.named("started")[0]["id"].as_u64().unwrap();
    server.fault(&json!({ "kind": "clear" }));
    shop.resume(id).reached(PEOPLE);
    server.everybody_has_it(PEOPLE);
}

/// Nobody new can be written to in WhatsApp's present period: the others would fail
/// one after the other.
#[test]
fn no_stranger_is_left_to_write_to() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "new_chat_limit", "limit": 50, "used": 50 }));
    server.fault(&json!({ "kind": "refuse", "code": 463 }));
    let told = shop.send_to(PEOPLE).end().ended_with(4);
    let event = told.named("held").pop().unwrap();
    assert_eq!(event["reason"], "restricted");
    assert_eq!(event["until"], Value::Null, "nobody says when");
    let id = told.named("started")[0]["id"].as_u64().unwrap();
    server.fault(&json!({ "kind": "clear" }));
    shop.resume(id).reached(PEOPLE);
    let status = shop.run(&["device", "status"]).ended_with(0).json();
    assert_eq!(status["holds"], json!([]));
    server.everybody_has_it(PEOPLE);
}

/// Refusals that are about one person: that one has failed, for this reason, and
/// the others have their message.
fn one_is_refused(code: u32, reason: &str) {
    let server = Server::start(5);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "refuse", "code": code, "phones": [number(2)] }));
    let told = shop.send_to(5).end().ended_with(3);
    let id = told.named("started")[0]["id"].as_u64().unwrap();
    let report = shop.report(id);
    assert_eq!(report[2]["state"], "failed", "{report:?}");
    assert_eq!(report[2]["reason"], reason);
    let phones: Vec<_> = server.received().into_iter().map(|r| r.phone).collect();
    assert_eq!(phones, [number(0), number(1), number(3), number(4)]);
    server.fault(&json!({ "kind": "clear" }));
    let id = id.to_string();
    shop.run(&["campaign", "retry", &id, "--wait"]).reached(5);
    assert_eq!(server.received().len(), 5);
}

#[test]
fn one_address_is_malformed() {
    one_is_refused(479, "bad_address");
}

#[test]
fn one_person_cannot_be_written_to_first() {
    one_is_refused(463, "time_locked");
}

/// Troubles that pass: nobody is asked, nothing is held.
fn passes(fault: &Value) {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", crate::support::list(PEOPLE));
    let mut sending = shop.send(&csv, &["--delay-ms", "50"]);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(3);
    server.fault(fault);
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
}

#[test]
fn the_server_is_in_trouble_for_two_messages() {
    passes(&json!({ "kind": "refuse", "code": 503, "count": 2 }));
}

#[test]
fn it_asks_to_be_slower_twice() {
    passes(&json!({ "kind": "refuse", "code": 429, "count": 2 }));
}

#[test]
fn the_stream_ends_with_503() {
    passes(&json!({ "kind": "stream_error", "code": 503 }));
}

#[test]
fn logins_fail_with_503_twice() {
    passes(&json!({ "kind": "failure", "code": 503, "count": 2 }));
}
