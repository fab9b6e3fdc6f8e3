//! Linking, unlinking, and what remains on disk.

use crate::support::{Device, id, phone, server, text};
use domain::messenger::{LinkError, PairingMethod};
use domain::{DeviceState, Messenger as _, MessengerEvent, PhoneNumber};
use loopback::Fault;

const OWNER: &str = "+595992756462";

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_scans_the_code() {
    let server = server().await;
    let mut device = Device::new(&server).await;
    assert_eq!(device.messenger.state(), DeviceState::NotLinked);
    assert_eq!(device.messenger.connect().await, Err(LinkError::NotLinked));

    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    let code = device.qr_code().await;
    assert!(matches!(
        device.messenger.state(),
        DeviceState::Pairing { .. }
    ));
    server.pair(&code).await.unwrap();
    device.online().await;

    let account = device.account().unwrap();
    assert_eq!(account.phone.as_str(), OWNER);
    assert_eq!(
        device.states(),
        ["connecting", "pairing", "connecting", "online"]
    );
    let paired = device
        .heard
        .iter()
        .position(|event| *event == MessengerEvent::Paired(account.clone()))
        .expect("the pairing was told");
    let online = device
        .heard
        .iter()
        .position(|event| *event == MessengerEvent::Device(DeviceState::Online))
        .unwrap();
    assert!(paired < online);
    assert_eq!(
        device.messenger.pair(PairingMethod::Qr).await,
        Err(LinkError::AlreadyLinked)
    );
    device.messenger.connect().await.unwrap();
    assert_eq!(device.messenger.state(), DeviceState::Online);
    device.messenger.shutdown().await;
    assert_eq!(device.messenger.state(), DeviceState::Offline);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_types_a_code() {
    let server = server().await;
    let mut device = Device::new(&server).await;
    let owner = PhoneNumber::from_e164(OWNER).unwrap();
    device
        .messenger
        .pair(PairingMethod::PhoneCode(owner))
        .await
        .unwrap();
    let code = device
        .until(|event| match event {
            MessengerEvent::PairCode { code, .. } => Some(code.clone()),
            MessengerEvent::QrCode { .. } => panic!("a code to scan was shown"),
            _ => None,
        })
        .await;
    assert_eq!(code.len(), 9, "two halves of four");
    server.pair_code(OWNER, &code).await.unwrap();
    device.online().await;
    assert_eq!(device.account().unwrap().phone.as_str(), OWNER);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_a_code() {
    let server = server().await;
    let mut device = Device::new(&server).await;
    server.fault(Fault::Silent { on: true }).unwrap();
    let owner = PhoneNumber::from_e164(OWNER).unwrap();
    let start = std::time::Instant::now();
    let messenger = &device.messenger;
    let (asked, ()) = tokio::join!(messenger.pair(PairingMethod::PhoneCode(owner)), async {
        while messenger.state() == DeviceState::NotLinked {
            tokio::task::yield_now().await;
        }
        messenger.shutdown().await;
    });
    assert!(asked.is_err());
    assert!(start.elapsed() < std::time::Duration::from_secs(15));
    assert_eq!(device.messenger.state(), DeviceState::NotLinked);

    server.fault(Fault::Clear {}).unwrap();
    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    device.qr_code().await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_begins_anew() {
    let server = server().await;
    let mut device = Device::new(&server).await;
    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    device.qr_code().await;
    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    let code = device.qr_code().await;
    server.pair(&code).await.unwrap();
    device.online().await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_outlives_the_program() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let account = device.account();
    let bytes = std::fs::read(device.session_path()).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));

    let mut device = device.restarted().await;
    assert_eq!(device.account(), account, "known before connecting");
    assert_eq!(device.messenger.state(), DeviceState::Offline);
    device.connect().await;
    assert_eq!(device.states(), ["connecting", "online"]);
    assert_eq!(server.stats().pairings, 1);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_was_not_shut_down_comes_back() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    device.send(&text(1, phone(1), "antes")).await.unwrap();
    device.accepted(&id(1)).await;
    let mut device = device.restarted_after_a_crash().await;
    device.connect().await;
    device.send(&text(2, phone(1), "después")).await.unwrap();
    device.heard_accepted(&id(2)).await;
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert!(received.iter().all(|message| message.kind == "text"));
    assert_eq!(server.stats().undecryptable, 0);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unlinking_leaves_nothing() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    device.messenger.unlink().await.unwrap();
    assert_eq!(device.messenger.state(), DeviceState::NotLinked);
    assert_eq!(device.account(), None);
    assert!(!device.session_path().exists());
    assert_eq!(device.messenger.unlink().await, Err(LinkError::NotLinked));
    assert!(
        !device.states().contains(&"loggedout".to_owned()),
        "it was our own doing"
    );

    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    let code = device.qr_code().await;
    server.pair(&code).await.unwrap();
    device.online().await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_off_unlinks_too() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let device = device.restarted().await;
    device.messenger.unlink().await.unwrap();
    assert_eq!(device.messenger.state(), DeviceState::NotLinked);
    assert!(!device.session_path().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_whose_server_is_down_stays_linked() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let mut device = device.restarted().await;
    server.fault(Fault::Down { on: true }).unwrap();
    let unlinked = device.messenger.unlink().await;
    assert!(
        matches!(unlinked, Err(LinkError::Unreachable(_))),
        "{unlinked:?}"
    );
    assert_eq!(device.messenger.state(), DeviceState::Offline);
    assert!(device.account().is_some());
    server.fault(Fault::Clear {}).unwrap();
    device.connect().await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_unlinks_the_device_and_links_it_again() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server
        .fault(Fault::StreamError {
            code: None,
            conflict: Some("device_removed".to_owned()),
        })
        .unwrap();
    device.state(|state| *state == DeviceState::LoggedOut).await;
    assert!(device.account().is_some(), "who it was remains known");

    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    let code = device.qr_code().await;
    server.pair(&code).await.unwrap();
    device.online().await;
    device.messenger.shutdown().await;
}
