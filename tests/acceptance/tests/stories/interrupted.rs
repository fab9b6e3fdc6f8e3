//! A person or the system asks the process to end.

use crate::support::{Server, Shop};

const PEOPLE: u32 = 200;

fn interrupted_by(signal: &str) {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(40);
    sending.signal(signal);
    sending.end().ended_with(130);

    // It ended in good order: whatever was written is accounted for.
    let sent = server.received().len();
    assert!(
        sent < PEOPLE as usize,
        "everything was sent before {signal}"
    );
    let report = shop.report(id);
    let queued = report.iter().filter(|row| row["state"] == "queued").count();
    let reached = report
        .iter()
        .filter(|row| ["accepted", "delivered", "read"].contains(&row["state"].as_str().unwrap()))
        .count();
    assert_eq!((queued, reached), (PEOPLE as usize - sent, sent));

    shop.resume(id).reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
    assert!(
        server.received().iter().all(|message| message.times == 1),
        "nothing had to be repeated"
    );
}

#[test]
fn by_ctrl_c() {
    interrupted_by("INT");
}

#[test]
fn by_a_request_to_end() {
    interrupted_by("TERM");
}
