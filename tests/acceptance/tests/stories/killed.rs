//! The process dies in the middle, without any warning.

use crate::support::{Server, Shop};

const PEOPLE: u32 = 200;

fn killed_after(instants: &[u64]) {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let mut sending = shop.send_to(PEOPLE);
    let id = sending.event("started")["id"].as_u64().unwrap();
    for instant in instants {
        server.until_messages(*instant);
        sending.kill();
        let left = server.received().len();
        assert!(
            left < PEOPLE as usize,
            "everything was sent before the kill"
        );
        sending = shop.start(&["campaign", "resume", &id.to_string(), "--wait"]);
    }
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
}

#[test]
fn after_the_first_message() {
    killed_after(&[1]);
}

#[test]
fn after_a_quarter() {
    killed_after(&[50]);
}

#[test]
fn near_the_end() {
    killed_after(&[150]);
}

#[test]
fn again_and_again() {
    killed_after(&[1, 20, 60, 100, 140]);
}

#[test]
fn before_anything_went_out() {
    killed_after(&[0]);
}
