//! Who of some numbers is on WhatsApp.

use crate::support::{Device, PATIENCE, id, nothing_sent, phone, server, text};
use domain::messenger::{Presence, ReceiptKind};
use domain::{FailureClass, Messenger as _, PhoneNumber};
use loopback::{Fault, ServerHandle};
use std::time::Duration;

fn present(phone: &PhoneNumber) -> Presence {
    at(phone, format!("{}@s.whatsapp.net", phone.digits()))
}

fn at(phone: &PhoneNumber, address: String) -> Presence {
    Presence {
        phone: phone.clone(),
        on_whatsapp: true,
        address: Some(address),
    }
}

fn absent(phone: &PhoneNumber) -> Presence {
    Presence {
        phone: phone.clone(),
        on_whatsapp: false,
        address: None,
    }
}

fn named(phone: &PhoneNumber) -> Vec<String> {
    vec![phone.as_str().to_owned()]
}

fn questions(server: &ServerHandle) -> u64 {
    let queries = server.stats().queries;
    queries.get("usync/usync").copied().unwrap_or(0)
}

fn keys_fetched(server: &ServerHandle) -> u64 {
    let queries = server.stats().queries;
    queries.get("encrypt/key").copied().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_there_is_asked_and_nothing_else() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let phones = named(&phone(3));
    server.fault(Fault::NotOnWhatsapp { phones }).unwrap();
    let (asked, keys) = (questions(&server), keys_fetched(&server));

    let everybody: Vec<_> = (0..50).map(phone).collect();
    let learned = device.messenger.look_up(&everybody, PATIENCE).await;
    let expected = everybody.iter().map(|person| {
        let told = if *person == phone(3) { absent } else { present };
        told(person)
    });
    assert_eq!(learned, expected.collect::<Vec<_>>());
    assert_eq!(questions(&server), asked + 2, "forty at a time");
    assert_eq!(keys_fetched(&server), keys, "nobody is written to");
    device.messenger.shutdown().await;
}

/// Whoever asks wants to know how it is now, also after a message.
#[tokio::test(flavor = "multi_thread")]
async fn every_question_is_asked_anew() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    device.send(&text(1, phone(1), "hola")).await.unwrap();
    device.accepted(&id(1)).await;
    let both = [phone(1), phone(2)];
    let look_up = || device.messenger.look_up(&both, PATIENCE);
    assert_eq!(look_up().await, [present(&both[0]), present(&both[1])]);

    let phones = named(&phone(1));
    server.fault(Fault::NotOnWhatsapp { phones }).unwrap();
    assert_eq!(look_up().await, [absent(&both[0]), present(&both[1])]);
    let message = text(2, phone(1), "hola");
    assert_eq!(
        nothing_sent(device.send(&message).await),
        FailureClass::NotOnWhatsApp,
        "what was learned is known to whoever sends"
    );

    server.fault(Fault::Clear {}).unwrap();
    assert_eq!(look_up().await, [present(&both[0]), present(&both[1])]);
    device.send(&message).await.unwrap();
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_may_answer_under_another() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    for (asked, other) in [(1, 11), (2, 12)] {
        let (asked, other) = (phone(asked), phone(other));
        server
            .fault(Fault::AnswersAs {
                phone: asked.as_str().to_owned(),
                other: other.as_str().to_owned(),
            })
            .unwrap();
    }
    let before = questions(&server);
    let people = [phone(1), phone(2), phone(3)];
    let learned = device.messenger.look_up(&people, PATIENCE).await;
    let address = |index| format!("{}@s.whatsapp.net", phone(index).digits());
    assert_eq!(
        learned,
        [
            at(&people[0], address(11)),
            at(&people[1], address(12)),
            present(&people[2])
        ]
    );
    // One question for all, and one for each whose answer names somebody else.
    assert_eq!(questions(&server), before + 3);

    device.send(&text(1, phone(1), "hola")).await.unwrap();
    device.reported(1, ReceiptKind::Delivered).await;
    assert_eq!(server.received()[0].phone, phone(11).as_str());
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_identity_is_an_address() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let phones = named(&phone(1));
    server.fault(Fault::Hidden { phones }).unwrap();
    let people = [phone(1), phone(2)];
    let learned = device.messenger.look_up(&people, PATIENCE).await;
    let hidden = "71595981000001@lid".to_owned();
    assert_eq!(learned, [at(&people[0], hidden), present(&people[1])]);

    device.send(&text(1, phone(1), "hola")).await.unwrap();
    device.reported(1, ReceiptKind::Delivered).await;
    assert_eq!(server.received()[0].phone, phone(1).as_str());
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_whom_the_server_says_nothing() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let phones = named(&phone(1));
    server.fault(Fault::Unanswered { phones }).unwrap();
    let people = [phone(1), phone(2)];
    let learned = device.messenger.look_up(&people, PATIENCE).await;
    assert_eq!(learned, [present(&people[1])]);

    server.fault(Fault::Silent { on: true }).unwrap();
    let moment = Duration::from_millis(300);
    let learned = device.messenger.look_up(&people, moment).await;
    assert_eq!(learned, [], "what was known before is no answer");
    server.fault(Fault::Clear {}).unwrap();
    let learned = device.messenger.look_up(&people, PATIENCE).await;
    assert_eq!(learned, [present(&people[0]), present(&people[1])]);
    device.messenger.shutdown().await;
}

/// Waits until the server has read one more question than before.
async fn one_more_question(server: &ServerHandle, before: u64) {
    let read = async {
        while questions(server) == before {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, read).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_survives_its_line() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let people: Vec<_> = (0..3).map(phone).collect();
    server.fault(Fault::Silent { on: true }).unwrap();
    let before = questions(&server);
    let asking = device.messenger.look_up(&people, PATIENCE);
    let dropping = async {
        one_more_question(&server, before).await;
        server.fault(Fault::Silent { on: false }).unwrap();
        server.fault(Fault::DropSocket {}).unwrap();
    };
    let (learned, ()) = tokio::join!(asking, dropping);
    assert_eq!(learned, people.iter().map(present).collect::<Vec<_>>());

    // A line that stays away is waited for until the deadline.
    server.fault(Fault::Down { on: true }).unwrap();
    let moment = Duration::from_millis(300);
    assert_eq!(device.messenger.look_up(&people, moment).await, []);
    device.messenger.shutdown().await;
    assert_eq!(
        device.messenger.look_up(&people, PATIENCE).await,
        [],
        "there is no line to wait for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_may_be_given_up() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let people = [phone(1), phone(2)];
    server.fault(Fault::Silent { on: true }).unwrap();
    let before = questions(&server);
    tokio::select! {
        learned = device.messenger.look_up(&people, PATIENCE) => {
            panic!("{} answers of a silent server", learned.len());
        }
        () = one_more_question(&server, before) => {}
    }
    server.fault(Fault::Silent { on: false }).unwrap();
    let learned = device.messenger.look_up(&people, PATIENCE).await;
    assert_eq!(learned, [present(&people[0]), present(&people[1])]);
    device.messenger.shutdown().await;
}
