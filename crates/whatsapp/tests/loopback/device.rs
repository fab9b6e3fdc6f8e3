//! The states of a linked device.

use crate::support::{Device, PATIENCE, nothing_sent, phone, server, text};
use domain::{DeviceState, FailureClass, Messenger as _};
use loopback::Fault;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn the_line_drops_and_comes_back() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(Fault::DropSocket {}).unwrap();
    device
        .state(|state| matches!(state, DeviceState::Reconnecting { attempt: 1, .. }))
        .await;
    // A message written meanwhile waits for the line.
    device.send(&text(1, phone(1), "hola")).await.unwrap();
    device.online().await;
    assert_eq!(server.stats().pairings, 1);
    device.messenger.shutdown().await;
}

/// A line that slept is not trusted, although nobody has noticed anything.
#[tokio::test(flavor = "multi_thread")]
async fn after_sleep_the_line_is_made_anew() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let logins = server.stats().logins;
    // It reads and answers nothing, as the other end of a dead line.
    server.fault(Fault::Silent { on: true }).unwrap();
    device.messenger.woke().await.unwrap();
    server.fault(Fault::Silent { on: false }).unwrap();
    device
        .state(|state| matches!(state, DeviceState::Reconnecting { .. }))
        .await;
    device.online().await;
    assert!(server.stats().logins > logins);
    let hello = text(1, phone(1), "hola");
    device.send(&hello).await.unwrap();
    device.accepted(&hello.id).await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_is_tried_again() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(Fault::Down { on: true }).unwrap();
    device
        .state(|state| matches!(state, DeviceState::Reconnecting { attempt, .. } if *attempt >= 2))
        .await;
    let deadline = Duration::from_millis(300);
    let sent = device
        .messenger
        .send(&text(1, phone(1), "hola"), deadline)
        .await;
    assert_eq!(nothing_sent(sent), FailureClass::Network);

    server.fault(Fault::Down { on: false }).unwrap();
    // The pause before the next attempt grows; asking cuts it short.
    device.messenger.connect().await.unwrap();
    device.online().await;
    device.messenger.shutdown().await;
}

/// The server takes the login and never answers it; the line stays up.
#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_never_answered_is_begun_anew() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let logins = server.stats().logins;
    server.fault(Fault::Silent { on: true }).unwrap();
    server.fault(Fault::DropSocket {}).unwrap();
    device
        .state(|state| matches!(state, DeviceState::Reconnecting { attempt: 1, .. }))
        .await;
    let taken = async || server.stats().logins > logins;
    testkit::eventually("the login is taken", taken).await;
    server.fault(Fault::Silent { on: false }).unwrap();
    // What the program does every now and then while the line is away.
    let online = async || {
        device.messenger.connect().await.unwrap();
        device.messenger.state() == DeviceState::Online
    };
    testkit::eventually("the device is online", online).await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_session_takes_over() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server
        .fault(Fault::StreamError {
            code: None,
            conflict: Some("replaced".to_owned()),
        })
        .unwrap();
    device.state(|state| *state == DeviceState::Replaced).await;
    let sent = device.send(&text(1, phone(1), "hola")).await;
    assert_eq!(nothing_sent(sent), FailureClass::Device);
    assert_eq!(device.messenger.state(), DeviceState::Replaced);

    device.messenger.connect().await.unwrap();
    device.online().await;
    device.send(&text(1, phone(1), "hola")).await.unwrap();
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_account_says_until_when() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server
        .fault(Fault::Failure {
            code: 402,
            reason: Some(101),
            expire: Some(3600),
            count: None,
        })
        .unwrap();
    let state = device
        .state(|state| matches!(state, DeviceState::Restricted { .. }))
        .await;
    let DeviceState::Restricted { code, until } = state else {
        unreachable!()
    };
    assert_eq!(code, 101);
    assert!(until.is_some());
    let sent = device.send(&text(1, phone(1), "hola")).await;
    assert_eq!(nothing_sent(sent), FailureClass::Device);
    device.messenger.shutdown().await;
    assert!(
        matches!(device.messenger.state(), DeviceState::Restricted { .. }),
        "a stop does not lift it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_is_quick_and_final() {
    let server = server().await;
    let device = Device::linked(&server).await;
    tokio::time::timeout(PATIENCE, device.messenger.shutdown())
        .await
        .unwrap();
    assert_eq!(device.messenger.state(), DeviceState::Offline);
    let sent = device.send(&text(1, phone(1), "hola")).await;
    assert_eq!(nothing_sent(sent), FailureClass::Device);
    assert_eq!(server.stats().messages, 0);
    device.messenger.shutdown().await;
}
