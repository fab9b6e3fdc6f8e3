//! Messages out, and what comes back about them.

use crate::support::{Device, PATIENCE, id, phone, server, server_with, text};
use domain::messenger::{Presence, ReceiptKind, SendError};
use domain::{FailureClass, Messenger as _, MessengerEvent};
use loopback::{Behaviour, Fault, ServerHandle};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_texts_are_accepted_delivered_and_read() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    for index in 0..20u8 {
        let words = format!("Hola, mensaje {index}");
        device
            .send(&text(index, phone(index.into()), &words))
            .await
            .unwrap();
    }
    for index in 0..20u8 {
        device.heard_accepted(&id(index)).await;
    }
    device.reported(20, ReceiptKind::Delivered).await;
    let told = device.reported(20, ReceiptKind::Read).await;
    assert_eq!(told.len(), 20);
    for (message, words) in told {
        assert_eq!(words, ["accepted", "delivered", "read"], "{message:?}");
    }

    let received = server.received();
    assert_eq!(received.len(), 20);
    for (index, message) in received.iter().enumerate() {
        assert_eq!(message.phone, phone(index as u64).as_str());
        assert_eq!(
            message.message_id,
            id(u8::try_from(index).unwrap()).as_str()
        );
        assert_eq!(
            message.text.as_deref(),
            Some(format!("Hola, mensaje {index}").as_str())
        );
        assert_eq!(message.times, 1);
    }
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repetition_travels_under_the_same_id() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let message = text(1, phone(3), "una sola vez");
    device.send(&message).await.unwrap();
    device.accepted(&message.id).await;
    device.send(&message).await.unwrap();
    device.accepted(&message.id).await;
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].times, 2);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_message_to_a_number_asks_nothing_again() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    device.send(&text(1, phone(1), "uno")).await.unwrap();
    device.accepted(&id(1)).await;
    let before = server.stats().queries;
    device.send(&text(2, phone(1), "dos")).await.unwrap();
    device.accepted(&id(2)).await;
    let after = server.stats().queries;
    let usync = |queries: &std::collections::BTreeMap<String, u64>| {
        queries
            .iter()
            .filter(|(name, _)| name.starts_with("usync") || name.starts_with("encrypt"))
            .map(|(_, count)| count)
            .sum::<u64>()
    };
    assert_eq!(usync(&before), usync(&after), "{before:?} {after:?}");
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_ahead_spares_the_queries() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server
        .fault(Fault::NotOnWhatsapp {
            phones: vec![phone(3).as_str().to_owned()],
        })
        .unwrap();
    let everybody: Vec<_> = (0..50).map(phone).collect();
    let learned = device.messenger.prepare(&everybody, PATIENCE).await;
    let expected = everybody.iter().map(|person| Presence {
        phone: person.clone(),
        on_whatsapp: *person != phone(3),
        address: (*person != phone(3)).then(|| format!("{}@s.whatsapp.net", person.digits())),
    });
    assert_eq!(learned, expected.collect::<Vec<_>>());

    // What is known is told without a question, and what cannot be asked not at all.
    server.fault(Fault::Silent { on: true }).unwrap();
    let again = device.messenger.prepare(&everybody, PATIENCE).await;
    assert_eq!(again, learned);
    let stranger = [phone(60), phone(3)];
    let moment = Duration::from_millis(300);
    let in_vain = device.messenger.prepare(&stranger, moment).await;
    let told: Vec<_> = in_vain.iter().map(|p| (&p.phone, p.on_whatsapp)).collect();
    assert_eq!(told, [(&phone(3), false)]);
    server.fault(Fault::Silent { on: false }).unwrap();

    let usync = |server: &ServerHandle| server.stats().queries["usync/usync"];
    let keys = |server: &ServerHandle| server.stats().queries["encrypt/key"];
    let (asked, fetched) = (usync(&server), keys(&server));
    // Two rounds of two, and what a login asks for itself.
    assert!(asked <= 6 && fetched <= 3, "{asked} {fetched}");

    let result = device.send(&text(3, phone(3), "hola")).await;
    assert!(matches!(
        result,
        Err(SendError::NothingSent {
            class: FailureClass::NotOnWhatsApp,
            ..
        })
    ));
    for index in 4..50u8 {
        device
            .send(&text(index, phone(index.into()), "hola"))
            .await
            .unwrap();
    }
    device.reported(46, ReceiptKind::Read).await;
    // The own devices, once; the number that is not there is not asked for again.
    assert!(usync(&server) <= asked + 1);
    assert!(keys(&server) <= fetched + 1);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_come_with_their_class() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    for (index, code, class) in [
        (1, 463, FailureClass::TimeLocked),
        (2, 479, FailureClass::BadAddress),
        (3, 429, FailureClass::RateLimited),
    ] {
        server
            .fault(Fault::Refuse {
                code,
                phones: vec![phone(1).as_str().to_owned()],
                count: None,
            })
            .unwrap();
        device.send(&text(index, phone(1), "hola")).await.unwrap();
        assert_eq!(device.refused(&id(index)).await, (class, u32::from(code)));
    }
    // Others are not meant.
    device.send(&text(9, phone(2), "hola")).await.unwrap();
    device.accepted(&id(9)).await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_not_on_whatsapp_gets_nothing() {
    let server = server().await;
    let device = Device::linked(&server).await;
    server
        .fault(Fault::NotOnWhatsapp {
            phones: vec![phone(4).as_str().to_owned()],
        })
        .unwrap();
    let result = device.send(&text(1, phone(4), "hola")).await;
    assert!(
        matches!(
            result,
            Err(SendError::NothingSent {
                class: FailureClass::NotOnWhatsApp,
                ..
            })
        ),
        "{result:?}"
    );
    assert_eq!(server.stats().messages, 0);
    // It may join later.
    server.fault(Fault::Clear {}).unwrap();
    device.send(&text(1, phone(4), "hola")).await.unwrap();
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swallowed_acknowledgement_is_no_failure() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(Fault::SwallowAcks { count: 1 }).unwrap();
    let message = text(1, phone(1), "hola");
    device.send(&message).await.unwrap();
    // The phone's word still comes; the server's does not.
    device.reported(1, ReceiptKind::Delivered).await;
    let told = device.reported(1, ReceiptKind::Read).await;
    assert_eq!(told[&message.id], ["delivered", "read"]);
    // The repetition is acknowledged.
    device.send(&message).await.unwrap();
    device.accepted(&message.id).await;
    assert_eq!(server.received().len(), 1);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_drops_midway_loses_and_doubles_nothing() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(Fault::DropAfter { messages: 5 }).unwrap();
    for index in 0..12u8 {
        let message = text(index, phone(index.into()), "hola");
        // What is not known is repeated under the same id; what was not sent
        // waited for the line.
        match device.send(&message).await {
            Ok(()) => {}
            Err(SendError::Unknown { .. }) => device.send(&message).await.unwrap(),
            Err(error) => panic!("{error}"),
        }
    }
    device.online().await;
    // A message written into a dying socket was never read by the server: the
    // engine repeats what stays without an acknowledgement.
    for index in 0..12u8 {
        let message = text(index, phone(index.into()), "hola");
        if !server
            .received()
            .iter()
            .any(|received| received.message_id == message.id.as_str())
        {
            device.send(&message).await.unwrap();
        }
    }
    device.reported(12, ReceiptKind::Read).await;
    let received = server.received();
    assert_eq!(received.len(), 12);
    assert!(received.iter().all(|message| message.kind == "text"));
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_server_leaves_the_outcome_open() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    // The address is known; keys for a second device list are not asked for.
    device.send(&text(1, phone(1), "uno")).await.unwrap();
    device.accepted(&id(1)).await;
    server.fault(Fault::Silent { on: true }).unwrap();

    let deadline = Duration::from_millis(500);
    // To a stranger: the question about the number goes unanswered.
    let stranger = device
        .messenger
        .send(&text(2, phone(2), "dos"), deadline)
        .await;
    assert!(
        matches!(
            stranger,
            Err(SendError::NothingSent {
                class: FailureClass::Timeout,
                ..
            })
        ),
        "{stranger:?}"
    );
    // To an acquaintance: it is written, and nobody answers.
    device
        .messenger
        .send(&text(3, phone(1), "tres"), deadline)
        .await
        .unwrap();
    server.fault(Fault::Silent { on: false }).unwrap();
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_without_keys_gets_nothing_and_it_is_said() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server
        .fault(Fault::NoPrekeys {
            phones: vec![phone(5).as_str().to_owned()],
        })
        .unwrap();
    let message = text(1, phone(5), "hola");
    let result = device.send(&message).await;
    assert!(
        matches!(
            result,
            Err(SendError::NothingSent {
                class: FailureClass::ServerTrouble,
                ..
            })
        ),
        "{result:?}"
    );
    assert_eq!(server.stats().messages, 0, "not even to the own phone");

    server.fault(Fault::Clear {}).unwrap();
    device.send(&message).await.unwrap();
    device.reported(1, ReceiptKind::Delivered).await;
    device.messenger.shutdown().await;
}

/// Whatever the moment at which the deadline strikes: "nothing was sent" is
/// true, and what is not known is settled by repeating it under the same id.
#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_never_lies() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    device.send(&text(0, phone(1), "primero")).await.unwrap();
    device.accepted(&id(0)).await;

    let mut open = Vec::new();
    let mut unsent = Vec::new();
    for index in 1..=60u8 {
        let message = text(index, phone(1), "hola");
        let deadline = Duration::from_micros(u64::from(index) * 20);
        match device.messenger.send(&message, deadline).await {
            Ok(()) => {}
            Err(SendError::Unknown { .. }) => open.push(message),
            Err(SendError::NothingSent { class, .. }) => {
                assert_eq!(class, FailureClass::Timeout);
                unsent.push(message.id);
            }
        }
    }
    assert!(!open.is_empty(), "no deadline struck within a send");
    for message in &open {
        device.send(message).await.unwrap();
        device.heard_accepted(&message.id).await;
    }
    for received in server.received() {
        assert_eq!(received.kind, "text", "{received:?}");
        assert!(
            unsent.iter().all(|id| id.as_str() != received.message_id),
            "it was said not to be sent"
        );
    }
    for message in &open {
        assert!(
            server
                .received()
                .iter()
                .any(|received| received.message_id == message.id.as_str())
        );
    }
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_heard_with_the_number_of_its_sender() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    device.send(&text(1, phone(6), "hola")).await.unwrap();
    device.accepted(&id(1)).await;
    server.say(phone(6).as_str(), "BAJA, por favor").unwrap();
    let heard = device
        .until(|event| match event {
            MessengerEvent::Incoming(message) => Some(message.clone()),
            _ => None,
        })
        .await;
    assert_eq!(heard.from, phone(6));
    assert_eq!(heard.text, "BAJA, por favor");
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_while_away_is_delivered_on_return() {
    let server = server_with(Behaviour {
        read_percent: 0,
        ..Behaviour::default()
    })
    .await;
    let mut device = Device::linked(&server).await;
    device.send(&text(1, phone(7), "hola")).await.unwrap();
    device.reported(1, ReceiptKind::Delivered).await;
    let mut device = device.restarted().await;
    server.say(phone(7).as_str(), "¿sigue en pie?").unwrap();
    device.messenger.connect().await.unwrap();
    let waited = |heard: &[MessengerEvent]| {
        heard.contains(&MessengerEvent::OfflineDelivered)
            && heard.iter().any(|event| {
                matches!(event, MessengerEvent::Incoming(message)
                    if message.from == phone(7) && message.text == "¿sigue en pie?")
            })
    };
    while !waited(&device.heard) {
        device.until(|_| Some(())).await;
    }
    device.messenger.shutdown().await;
}
