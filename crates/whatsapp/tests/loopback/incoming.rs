//! What people write is heard until the engine has it.

use crate::support::{Device, PATIENCE, SESSION_KEY, id, phone, server, text};
use domain::messenger::Incoming;
use domain::{Messenger as _, MessengerEvent};
use loopback::ServerHandle;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

async fn said(device: &mut Device, server: &ServerHandle, words: &str) -> Incoming {
    server.say(phone(6).as_str(), words).unwrap();
    hear(device, words).await
}

async fn hear(device: &mut Device, words: &str) -> Incoming {
    device
        .until(|event| match event {
            MessengerEvent::Incoming(message) if message.text == words => Some(message.clone()),
            _ => None,
        })
        .await
}

/// Like [`hear`], when it may have been heard already.
async fn hear_or_heard(device: &mut Device, words: &str) {
    let says = |event: &MessengerEvent| matches!(event, MessengerEvent::Incoming(message) if message.text == words);
    if !device.heard.iter().any(says) {
        hear(device, words).await;
    }
}

/// All that a fresh program hears, from its start until the server has no more.
async fn heard_on_return(device: &mut Device) -> Vec<Incoming> {
    device.messenger.connect().await.unwrap();
    device
        .until(|event| (*event == MessengerEvent::OfflineDelivered).then_some(()))
        .await;
    device.messenger.shutdown().await;
    let mut heard = device.heard.clone();
    heard.extend(device.waiting());
    heard
        .into_iter()
        .filter_map(|event| match event {
            MessengerEvent::Incoming(message) => Some(message),
            _ => None,
        })
        .collect()
}

/// A device that somebody can answer.
async fn acquainted(server: &ServerHandle) -> Device {
    let mut device = Device::linked(server).await;
    device.send(&text(1, phone(6), "hola")).await.unwrap();
    device.accepted(&id(1)).await;
    device
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_and_not_stored_is_told_again() {
    let server = server().await;
    let mut device = acquainted(&server).await;
    let first = said(&mut device, &server, "BAJA").await;
    let second = said(&mut device, &server, "¿me oyen?").await;

    // The program dies. The next one hears it before it has a line.
    let mut device = device.restarted_after_a_crash().await;
    assert_eq!(
        device.waiting(),
        [&first, &second].map(|m| MessengerEvent::Incoming(m.clone()))
    );
    device.messenger.stored(std::slice::from_ref(&first)).await;

    let mut device = device.restarted_after_a_crash().await;
    assert_eq!(device.waiting(), [MessengerEvent::Incoming(second)]);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_is_not_told_again() {
    let server = server().await;
    let mut device = acquainted(&server).await;
    let message = said(&mut device, &server, "BAJA").await;
    device
        .messenger
        .stored(std::slice::from_ref(&message))
        .await;
    // Its arrival was reported to the server, and it does not deliver it again.
    device.messenger.shutdown().await;
    let mut device = device.restarted_after_a_crash().await;
    assert_eq!(heard_on_return(&mut device).await, []);
}

/// An engine that is about to write to somebody stores what it hears after that.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_stored_yet_holds_up_nothing() {
    let server = server().await;
    let mut device = acquainted(&server).await;
    for round in 0..20u8 {
        let words = format!("respuesta {round}");
        server.say(phone(6).as_str(), &words).unwrap();
        let message = text(100 + round, phone(6), "hola");
        let sent = device.messenger.send(&message, Duration::from_secs(10));
        assert_eq!(sent.await, Ok(()));
        device.heard_accepted(&message.id).await;
        hear_or_heard(&mut device, &words).await;
    }
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_while_away_and_not_stored_is_told_again() {
    let server = server().await;
    let device = acquainted(&server).await;
    let device = device.restarted().await;
    let words: Vec<_> = (0..30).map(|line| format!("línea {line}")).collect();
    for line in &words {
        server.say(phone(6).as_str(), line).unwrap();
    }
    let mut device = device;
    device.connect().await;
    hear_or_heard(&mut device, "línea 29").await;

    let mut device = device.restarted_after_a_crash().await;
    let again: Vec<_> = device
        .waiting()
        .into_iter()
        .filter_map(|event| match event {
            MessengerEvent::Incoming(message) => Some(message.text),
            _ => None,
        })
        .collect();
    assert_eq!(again, words, "all of them, in order");
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_written_down_stays_with_the_server() {
    let server = server().await;
    let device = acquainted(&server).await;
    // A device without a disk, as far as messages are concerned.
    let mut device = device.restarted().await;
    break_inbox(&device.session_path());
    device.connect().await;
    let before = server.stats().receipts;
    let words = ["BAJA", "¿me oyen?"];
    for line in words {
        server.say(phone(6).as_str(), line).unwrap();
    }
    refused(&device.session_path()).await;
    device.messenger.shutdown().await;
    assert_eq!(server.stats().receipts, before, "not acknowledged");
    assert!(
        !device
            .waiting()
            .iter()
            .any(|event| matches!(event, MessengerEvent::Incoming(_))),
        "told and not written down"
    );

    mend_inbox(&device.session_path());
    let mut device = device.restarted().await;
    device.connect().await;
    // The server may say that it has no more while the last one is being read.
    for line in words {
        hear_or_heard(&mut device, line).await;
    }
    // One whose key was used up in vain is asked for again, and comes after the
    // others; and one may be told twice. What counts is that none is missing.
    let heard: BTreeSet<_> = device
        .heard
        .iter()
        .filter_map(|event| match event {
            MessengerEvent::Incoming(message) => {
                Some((message.text.as_str(), message.from.clone()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(heard, words.map(|line| (line, phone(6))).into());
    device.messenger.shutdown().await;
}

fn open(session: &Path) -> rusqlite::Connection {
    let database = rusqlite::Connection::open(session).unwrap();
    let key = SESSION_KEY.map(|byte| format!("{byte:02x}")).concat();
    database
        .execute_batch(&format!("PRAGMA key = \"x'{key}'\""))
        .unwrap();
    database
}

fn break_inbox(session: &Path) {
    open(session)
        .execute_batch(
            "CREATE TRIGGER no_room BEFORE INSERT ON unstored_message
             BEGIN SELECT RAISE(ABORT, 'no room'); END;",
        )
        .unwrap();
}

fn mend_inbox(session: &Path) {
    open(session).execute_batch("DROP TRIGGER no_room").unwrap();
}

/// The messages of one person are taken one after the other: when the client
/// has the second in its hands, the first has been refused.
async fn refused(session: &Path) {
    let database = open(session);
    let in_hand = || {
        let sql = "SELECT count(*) FROM pending_inbound_messages";
        let count = database.query_row(sql, [], |row| row.get::<_, u32>(0));
        count.unwrap()
    };
    let wait = async {
        while in_hand() < 2 {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, wait).await;
    in_time.expect("both messages reach the device");
}
