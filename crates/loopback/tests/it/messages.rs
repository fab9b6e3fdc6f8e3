//! Texts there and back.

use loopback::{Behaviour, Config, LoopbackServer};
use whatsapp_rust::types::presence::ReceiptType;

use crate::client::{Phone, jid, until};

const ANA: &str = "+595981000001";
const BEA: &str = "+595981000002";

#[tokio::test]
async fn a_text_is_acknowledged_delivered_and_read_and_a_second_one_too() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    for (id, text) in [("3EB0A1", "Hola Ana"), ("3EB0A2", "¿Cómo estás?")] {
        phone.text(ANA, id, text).await;
        assert_eq!(phone.ack(id).await, None);
        phone.receipt(id, ReceiptType::Delivered).await;
        phone.receipt(id, ReceiptType::Read).await;
    }
    let received = server.received_by(ANA).unwrap();
    let texts: Vec<_> = received
        .iter()
        .map(|m| m.text.as_deref().unwrap())
        .collect();
    assert_eq!(texts, ["Hola Ana", "¿Cómo estás?"]);
    assert_eq!(received[0].from, "+595992756462");
    assert_eq!(server.stats().undecryptable, 0);
}

#[tokio::test]
async fn a_resend_under_the_same_id_adds_no_entry() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    for _ in 0..2 {
        phone.text(ANA, "3EB0B1", "una vez").await;
    }
    until("both to arrive", || {
        server.received().first().is_some_and(|m| m.times == 2)
    })
    .await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn what_a_phone_says_reaches_the_client() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server.say(ANA, "¿Tienen envío?").unwrap();
    phone.incoming("¿Tienen envío?").await;
    phone.text(ANA, "3EB0C1", "Sí").await;
    phone.receipt("3EB0C1", ReceiptType::Delivered).await;
    server.say(ANA, "Gracias").unwrap();
    phone.incoming("Gracias").await;
}

#[tokio::test]
async fn a_scripted_phone_answers() {
    let config = Config {
        behaviour: Behaviour {
            reply_percent: 100,
            read_percent: 0,
            receipt_delay_ms: 5,
        },
        ..Config::default()
    };
    let server = LoopbackServer::start(config).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(BEA, "3EB0D1", "Oferta").await;
    phone.receipt("3EB0D1", ReceiptType::Delivered).await;
    phone
        .events
        .wait("an answer", |event| {
            matches!(event, wacore::types::events::Event::Messages(_)).then_some(())
        })
        .await;
    assert!(!phone.has_receipt("3EB0D1", &ReceiptType::Read));
}

#[tokio::test]
async fn numbers_outside_the_range_are_not_on_whatsapp() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    let asked = [jid(ANA), jid("+595981999999")];
    let found = phone
        .client
        .contacts()
        .is_on_whatsapp(&asked)
        .await
        .unwrap();
    let of = |number: &str| {
        found
            .iter()
            .find(|result| result.jid.user == jid(number).user)
            .unwrap()
    };
    assert!(of(ANA).is_registered);
    assert!(of(ANA).lid.is_some());
    assert!(!of("+595981999999").is_registered);
    // With the hidden identity known, messages go to it and still arrive.
    phone.text(ANA, "3EB0E1", "Hola").await;
    assert_eq!(phone.ack("3EB0E1").await, None);
    phone.receipt("3EB0E1", ReceiptType::Read).await;
}

#[tokio::test]
async fn a_hundred_thousand_phones_start_at_once() {
    let config = Config {
        phones: 100_000,
        ..Config::default()
    };
    let start = std::time::Instant::now();
    let server = LoopbackServer::start(config).await.unwrap();
    assert!(start.elapsed().as_millis() < 2_000);
    let phone = Phone::linked(&server).await;
    let many: Vec<_> = (0..5_000)
        .map(|index| jid(&format!("+595981{index:06}")))
        .collect();
    let found = phone.client.contacts().is_on_whatsapp(&many).await.unwrap();
    assert_eq!(found.iter().filter(|one| one.is_registered).count(), 5_000);
    phone.text("+595981099999", "3EB0F1", "la última").await;
    phone.receipt("3EB0F1", ReceiptType::Read).await;
}

#[tokio::test]
async fn a_message_to_a_number_without_whatsapp_is_refused() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    // The client finds no device, sends a copy to its own phone and says Ok:
    // only the acknowledgement tells.
    phone.text("+595999000111", "3EB0G1", "nadie").await;
    assert_eq!(phone.ack("3EB0G1").await.as_deref(), Some("404"));
    assert!(server.received().is_empty());
}

/// Which of the phones read their message, in a run with this seed.
async fn readers(seed: u64) -> Vec<usize> {
    let config = Config {
        seed,
        behaviour: Behaviour {
            read_percent: 50,
            ..Behaviour::default()
        },
        ..Config::default()
    };
    let server = LoopbackServer::start(config).await.unwrap();
    let phone = Phone::linked(&server).await;
    let id = |index: usize| format!("3EB0AA{index}");
    for index in 0..12 {
        let number = format!("+5959810000{index:02}");
        phone.text(&number, &id(index), "¿leíste?").await;
    }
    // Receipts come in order: the last delivery follows every earlier reading.
    phone.text("+595981000099", &id(99), "fin").await;
    phone.receipt(&id(99), ReceiptType::Delivered).await;
    (0..12)
        .filter(|index| phone.has_receipt(&id(*index), &ReceiptType::Read))
        .collect()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_phones() {
    let first = readers(5).await;
    assert_eq!(first, readers(5).await);
    assert!(!first.is_empty() && first.len() < 12, "{first:?}");
    assert_ne!(first, readers(6).await);
}

#[tokio::test]
async fn five_hundred_texts_arrive_once_each() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    for index in 0..500 {
        let number = format!("+5959810000{:02}", index % 50);
        phone.text(&number, &format!("3EB0BB{index}"), "hola").await;
    }
    phone.receipt("3EB0BB499", ReceiptType::Read).await;
    let received = server.received();
    assert_eq!(received.len(), 500);
    assert!(received.iter().all(|message| message.times == 1));
}
