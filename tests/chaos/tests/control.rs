//! The judge sees what is wrong when the programs themselves are made to do it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use acceptance::{Server, Shop, list, number};
use chaos::{Evidence, Fault, judge};
use serde_json::json;
use std::collections::BTreeSet;

const PEOPLE: u32 = 10;

/// What is wrong with the shop's first campaign.
fn faults(server: &Server, shop: &Shop) -> Vec<Fault> {
    let evidence = Evidence {
        people: PEOPLE,
        arrived: server.arrived(),
        report: shop.report(1),
        status: shop.run(&["campaign", "status", "1"]).ended_with(0).json(),
        retried: BTreeSet::new(),
    };
    judge(&evidence).into_keys().collect()
}

#[test]
fn a_campaign_that_went_well_is_found_good() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    shop.send_to(PEOPLE).end().reached(PEOPLE);
    assert_eq!(faults(&server, &shop), []);
}

#[test]
fn a_shop_that_begins_again_instead_of_going_on_doubles() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    shop.send_to(PEOPLE).end().reached(PEOPLE);
    shop.send_to(PEOPLE).end().reached(PEOPLE);
    assert_eq!(faults(&server, &shop), [Fault::Doubled, Fault::Unrecorded]);
}

#[test]
fn somebody_who_is_given_up_is_lost_and_comes_out_of_order_later() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "not_on_whatsapp", "phones": [number(3)] }));
    shop.send_to(PEOPLE).end().ended_with(3);
    assert_eq!(faults(&server, &shop), [Fault::Lost]);
    server.fault(&json!({ "kind": "clear" }));
    let retry = ["campaign", "retry", "1", "--wait"];
    shop.run(&retry).reached(PEOPLE);
    assert_eq!(faults(&server, &shop), [Fault::OutOfOrder]);
}

#[test]
fn a_campaign_that_nobody_runs_is_stuck() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", list(PEOPLE));
    let csv = csv.to_str().expect("a path");
    let words = ["campaign", "send", "--name", "Promo", "--csv", csv];
    shop.run(&[&words[..], &["--text", "Hola"]].concat())
        .ended_with(0);
    assert_eq!(faults(&server, &shop), [Fault::Lost, Fault::Stuck]);
}

/// A server that forgets what it received makes the report look invented.
#[test]
fn a_message_that_the_phones_do_not_have_is_lost_and_the_report_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("server.state");
    let words = PEOPLE.to_string();
    let mut server = Server::with_memory(&["--phones", &words], &state);
    let shop = Shop::linked(&server);
    shop.send_to(PEOPLE).end().reached(PEOPLE);
    server.kill();
    std::fs::remove_file(state).unwrap();
    server.start_again();
    assert_eq!(faults(&server, &shop), [Fault::Lost, Fault::WrongReport]);
}
