//! The server behaving badly on request.

use loopback::{Config, Fault, LoopbackServer};
use wacore::types::events::Event;
use whatsapp_rust::types::presence::ReceiptType;

use crate::client::{Phone, until};

const ANA: &str = "+595981000001";
const BEA: &str = "+595981000002";

#[tokio::test]
async fn a_dropped_socket_comes_back_and_messages_flow_again() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(ANA, "3EB1A1", "antes").await;
    phone.receipt("3EB1A1", ReceiptType::Read).await;
    server.fault(Fault::DropSocket {}).unwrap();
    until("the second login", || server.stats().logins == 2).await;
    until("the second connection", || {
        phone.events.count(|e| matches!(e, Event::Connected(_))) == 2
    })
    .await;
    phone.text(ANA, "3EB1A2", "después").await;
    phone.receipt("3EB1A2", ReceiptType::Read).await;
    assert_eq!(server.received().len(), 2);
    until("a third login, resumed", || {
        server.fault(Fault::DropSocket {}).unwrap();
        server.stats().resumed > 0
    })
    .await;
}

#[tokio::test]
async fn a_refusal_hits_only_the_named_phone() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server
        .fault(Fault::Refuse {
            code: 463,
            phones: vec![ANA.to_owned()],
            count: None,
        })
        .unwrap();
    phone.text(ANA, "3EB1B1", "no").await;
    phone.text(BEA, "3EB1B2", "sí").await;
    assert_eq!(phone.ack("3EB1B1").await.as_deref(), Some("463"));
    assert_eq!(phone.ack("3EB1B2").await, None);
    phone.receipt("3EB1B2", ReceiptType::Read).await;
    assert_eq!(server.received().len(), 1);
    server.fault(Fault::Clear {}).unwrap();
    phone.text(ANA, "3EB1B3", "ahora sí").await;
    assert_eq!(phone.ack("3EB1B3").await, None);
}

#[tokio::test]
async fn a_swallowed_acknowledgement_leaves_the_message_delivered() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server.fault(Fault::SwallowAcks { count: 1 }).unwrap();
    phone.text(ANA, "3EB1C1", "sin acuse").await;
    phone.receipt("3EB1C1", ReceiptType::Delivered).await;
    phone.text(ANA, "3EB1C2", "con acuse").await;
    assert_eq!(phone.ack("3EB1C2").await, None);
    let acks = phone
        .events
        .count(|event| matches!(event, Event::ServerAck(ack) if ack.id == "3EB1C1"));
    assert_eq!(acks, 0);
}

#[tokio::test]
async fn what_arrives_while_the_client_is_away_waits_for_it() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server.fault(Fault::Down { on: true }).unwrap();
    phone
        .events
        .wait("the disconnection", |event| {
            matches!(event, Event::Disconnected(_)).then_some(())
        })
        .await;
    server.say(ANA, "¿hay alguien?").unwrap();
    server.say(BEA, "hola?").unwrap();
    server.fault(Fault::Down { on: false }).unwrap();
    phone.incoming("¿hay alguien?").await;
    phone.incoming("hola?").await;
}

#[tokio::test]
async fn the_socket_drops_after_the_nth_message_and_receipts_come_later() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server.fault(Fault::DropAfter { messages: 1 }).unwrap();
    phone.text(ANA, "3EB1D1", "uno").await;
    phone.receipt("3EB1D1", ReceiptType::Read).await;
    assert_eq!(server.stats().logins, 2);
}

#[tokio::test]
async fn logins_are_refused_with_the_given_reason() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server
        .fault(Fault::Failure {
            code: 402,
            reason: Some(101),
            expire: Some(3600),
            count: None,
        })
        .unwrap();
    let expire = phone
        .events
        .wait("the ban", |event| match event {
            Event::TemporaryBan(ban) => Some(ban.expire.num_seconds()),
            _ => None,
        })
        .await;
    assert_eq!(expire, 3600);
}

#[tokio::test]
async fn sessions_end_as_told() {
    for (fault, name) in [
        (
            Fault::StreamError {
                code: None,
                conflict: Some("replaced".into()),
            },
            "replaced",
        ),
        (
            Fault::StreamError {
                code: Some(516),
                conflict: None,
            },
            "logged out",
        ),
        (
            Fault::StreamError {
                code: None,
                conflict: Some("device_removed".into()),
            },
            "logged out",
        ),
    ] {
        let server = LoopbackServer::start(Config::default()).await.unwrap();
        let phone = Phone::linked(&server).await;
        server.fault(fault).unwrap();
        let seen = phone
            .events
            .wait(name, |event| match event {
                Event::StreamReplaced(_) => Some("replaced"),
                Event::LoggedOut(_) => Some("logged out"),
                _ => None,
            })
            .await;
        assert_eq!(seen, name);
    }
}

#[tokio::test]
async fn a_phone_that_lost_its_sessions_asks_again_and_gets_the_message() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(ANA, "3EB1E1", "antes").await;
    phone.receipt("3EB1E1", ReceiptType::Read).await;
    // An answer makes the client's session one without prekeys in it.
    server.say(ANA, "ok").unwrap();
    phone.incoming("ok").await;
    server
        .fault(Fault::ForgetSessions {
            phones: vec![ANA.to_owned()],
        })
        .unwrap();
    phone.text(ANA, "3EB1E2", "después").await;
    phone.receipt("3EB1E2", ReceiptType::Read).await;
    let received = server.received_by(ANA).unwrap();
    assert_eq!(received.len(), 2);
    assert_eq!(received[1].text.as_deref(), Some("después"));
    assert!(received[1].times > 1);
}

#[tokio::test]
async fn a_delayed_acknowledgement_comes() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server.fault(Fault::DelayAcks { ms: 50 }).unwrap();
    phone.text(ANA, "3EB1F1", "tarde").await;
    phone.receipt("3EB1F1", ReceiptType::Read).await;
    assert_eq!(phone.ack("3EB1F1").await, None);
}

#[tokio::test]
async fn a_phone_may_leave_whatsapp() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server
        .fault(Fault::NotOnWhatsapp {
            phones: vec![ANA.to_owned()],
        })
        .unwrap();
    let found = phone
        .client
        .contacts()
        .is_on_whatsapp(&[crate::client::jid(ANA), crate::client::jid(BEA)])
        .await
        .unwrap();
    let registered: Vec<_> = found.iter().filter(|r| r.is_registered).collect();
    assert_eq!(registered.len(), 1);
}

#[tokio::test]
async fn a_silent_server_says_nothing_until_it_speaks_again() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(ANA, "3EB1G0", "conocida").await;
    phone.receipt("3EB1G0", ReceiptType::Read).await;
    server.fault(Fault::Silent { on: true }).unwrap();
    phone.text(ANA, "3EB1G1", "sin respuesta").await;
    until("the message to arrive", || server.received().len() == 2).await;
    assert!(!phone.has_receipt("3EB1G1", &ReceiptType::Delivered));
    server.fault(Fault::Silent { on: false }).unwrap();
    phone.text(ANA, "3EB1G2", "con respuesta").await;
    assert_eq!(phone.ack("3EB1G2").await, None);
}
