//! A campaign from the list to the report.

use crate::support::{Server, Shop, list};

const PEOPLE: u32 = 200;

#[test]
fn everybody_gets_the_own_text_once_and_in_order() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let told = shop.send_to(PEOPLE).end().reached(PEOPLE);
    let started = &told.named("started")[0];
    assert_eq!(started["recipients"], PEOPLE);
    let id = started["id"].as_u64().unwrap();

    let received = server.everybody_has_it(PEOPLE);
    assert!(server.received().iter().all(|message| message.times == 1));
    assert_eq!(shop.reported_ids(id, PEOPLE), received);

    let status = shop
        .run(&["campaign", "status", &id.to_string()])
        .ended_with(0)
        .json();
    assert_eq!(status["state"], "completed");
    let campaigns = shop.run(&["campaign", "list"]).ended_with(0).json();
    assert_eq!(campaigns[0]["id"], id);
    assert_eq!(campaigns[0]["name"], "Promo");

    // The people of the list are contacts now.
    let contacts = shop.run(&["contacts", "list"]).ended_with(0).json();
    assert_eq!(contacts["total"], PEOPLE);

    // What is done stays done.
    shop.resume(id).ended_with(0);
    assert_eq!(server.everybody_has_it(PEOPLE), received);

    let file = shop.data().with_file_name("informe.csv");
    shop.run(&[
        "campaign",
        "report",
        &id.to_string(),
        "--format",
        "csv",
        "-o",
        file.to_str().unwrap(),
    ])
    .ended_with(0);
    let report = std::fs::read_to_string(file).unwrap();
    assert_eq!(report.lines().count(), PEOPLE as usize + 1);
}

#[test]
fn a_second_campaign_goes_out_beside_the_first_with_ids_of_its_own() {
    let server = Server::start(20);
    let shop = Shop::linked(&server);
    shop.send_to(20).end().reached(20);
    shop.send_to(20).end().reached(20);
    let received = server.received();
    assert_eq!(received.len(), 40);
    assert!(received.iter().all(|message| message.times == 1));
    let mut ids: Vec<_> = received.iter().map(|message| &message.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 40);
}

#[test]
fn versions_of_a_text_take_turns() {
    let server = Server::start(4);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", list(4));
    let file = shop.file("otra.txt", "\u{feff}B {nombre}\r\nsegunda línea\r\n");
    let csv = csv.to_str().unwrap();
    let mut arguments = vec!["campaign", "send", "--name", "Dos", "--csv", csv];
    arguments.extend([
        "--text",
        "A {nombre}",
        "--text-file",
        file.to_str().unwrap(),
    ]);
    arguments.extend(["--delay-ms", "0", "--wait"]);
    shop.run(&arguments).reached(4);
    let texts: Vec<String> = server.received().into_iter().map(|r| r.text).collect();
    let expected: Vec<String> = (0..4)
        .map(|index| {
            let (_, name) = crate::support::person(index);
            if index % 2 == 0 {
                format!("A {name}")
            } else {
                format!("B {name}\nsegunda línea")
            }
        })
        .collect();
    assert_eq!(texts, expected);
}
