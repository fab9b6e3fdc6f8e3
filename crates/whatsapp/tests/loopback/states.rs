//! From pairing to every state that a server, a phone or a person can bring about,
//! and back.

use crate::support::{Device, PATIENCE, nothing_sent, now, phone, server, text};
use domain::messenger::PairingMethod;
use domain::{DeviceState, FailureClass, Messenger as _, PhoneNumber, Rest};
use loopback::{Fault, ServerHandle};
use std::time::Duration;

fn refused(code: u16) -> Fault {
    Fault::Failure {
        code,
        reason: None,
        expire: None,
        count: None,
    }
}

fn ended(code: Option<u16>, conflict: Option<&str>) -> Fault {
    Fault::StreamError {
        code,
        conflict: conflict.map(str::to_owned),
    }
}

/// The fault ends the line of a device that is online, in the state that is
/// wanted; the same keys then bring it back.
async fn ends_and_comes_back(fault: Fault, wanted: fn(&DeviceState) -> bool) {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(fault.clone()).unwrap();
    device.state(wanted).await;
    let sent = device.send(&text(1, phone(1), "hola")).await;
    assert_eq!(nothing_sent(sent), FailureClass::Device, "{fault:?}");
    let logins = server.stats().logins;
    assert!(device.session_path().exists());
    assert!(device.account().is_some());

    server.fault(Fault::Clear {}).unwrap();
    device.connect().await;
    assert_eq!(server.stats().pairings, 1, "the keys were kept: {fault:?}");
    assert_eq!(server.stats().logins, logins + 1, "nobody tried before");
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_session_takes_the_line_and_leaves_the_keys() {
    for fault in [
        ended(None, Some("replaced")),
        ended(Some(409), None),
        ended(Some(440), None),
    ] {
        ends_and_comes_back(fault, |state| *state == DeviceState::Replaced).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_or_banned_account_is_not_tried_again() {
    ends_and_comes_back(refused(403), |state| {
        *state == DeviceState::Banned { code: 403 }
    })
    .await;
    ends_and_comes_back(refused(406), |state| {
        *state == DeviceState::Banned { code: 406 }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_too_old_waits_for_an_update() {
    ends_and_comes_back(refused(405), |state| *state == DeviceState::ClientTooOld).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_has_an_end() {
    let ban = Fault::Failure {
        code: 402,
        reason: Some(104),
        expire: Some(7_200),
        count: None,
    };
    ends_and_comes_back(ban, |state| {
        let in_two_hours = now().plus(Duration::from_secs(7_200));
        matches!(state, DeviceState::Restricted { code: 104, until: Some(until) }
            if until.since(in_two_hours) < PATIENCE && in_two_hours.since(*until) < PATIENCE)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_phone_ended_needs_a_new_pairing() {
    for fault in [
        refused(401),
        ended(Some(401), None),
        ended(Some(516), None),
        ended(None, Some("device_removed")),
    ] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        server.fault(fault).unwrap();
        device.state(|state| *state == DeviceState::LoggedOut).await;
        server.fault(Fault::Clear {}).unwrap();
        pair(&mut device, &server).await;
        device.online().await;
        assert_eq!(server.stats().pairings, 2);
        device.messenger.shutdown().await;
    }
}

async fn pair(device: &mut Device, server: &ServerHandle) {
    device.messenger.pair(PairingMethod::Qr).await.unwrap();
    let code = device.qr_code().await;
    server.pair(&code).await.unwrap();
}

/// Each pause is told with its end, and the pauses grow.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_line_says_when_it_is_tried_again() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(Fault::Down { on: true }).unwrap();
    for wanted in 1..=3 {
        let state = device
            .state(|state| {
                matches!(state, DeviceState::Reconnecting { attempt, next_try: Some(_) } if *attempt == wanted)
            })
            .await;
        let DeviceState::Reconnecting {
            next_try: Some(at), ..
        } = state
        else {
            unreachable!()
        };
        let longest = Duration::from_secs(1 << (wanted - 1));
        assert!(at.since(now()) <= longest, "attempt {wanted}");
    }
    server.fault(Fault::Clear {}).unwrap();
    device.online().await;
    assert_eq!(server.stats().pairings, 1);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_rests_comes_back_with_the_same_keys() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    for why in [Rest::Idle, Rest::Disabled] {
        device.messenger.rest(why).await;
        assert_eq!(device.messenger.state(), why.state());
        let sent = device.send(&text(1, phone(1), "hola")).await;
        assert_eq!(nothing_sent(sent), FailureClass::Device);
        device.messenger.shutdown().await;
        assert_eq!(
            device.messenger.state(),
            why.state(),
            "a stop changes nothing"
        );
        device.connect().await;
    }
    assert_eq!(server.stats().pairings, 1);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_device_whose_server_is_down_stays_as_it_is() {
    let server = server().await;
    let device = Device::linked(&server).await;
    device.messenger.rest(Rest::Disabled).await;
    server.fault(Fault::Down { on: true }).unwrap();
    assert!(device.messenger.unlink().await.is_err());
    assert_eq!(device.messenger.state(), DeviceState::Disabled);
    assert!(device.session_path().exists());
    server.fault(Fault::Clear {}).unwrap();
    device.messenger.unlink().await.unwrap();
    assert_eq!(device.messenger.state(), DeviceState::NotLinked);
}

/// A ban until some hour, of which one is told at the next login.
fn banned() -> Fault {
    Fault::Failure {
        code: 402,
        reason: Some(104),
        expire: Some(7_200),
        count: None,
    }
}

fn restricted(state: &DeviceState) -> bool {
    matches!(state, DeviceState::Restricted { .. })
}

/// The server is asked whether it still restricts the account: if not, the phone hears
/// of the unlinking.
#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_that_is_over_keeps_nobody_from_telling_the_phone() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(banned()).unwrap();
    device.state(restricted).await;
    server.fault(Fault::Clear {}).unwrap();
    device.messenger.unlink().await.unwrap();
    assert_eq!(device.messenger.state(), DeviceState::NotLinked);
    assert!(device.states().contains(&"online".to_owned()));
    assert!(!device.session_path().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_device_is_unlinked_here_where_nobody_lets_it_in() {
    for fault in [banned(), Fault::Down { on: true }] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        server.fault(banned()).unwrap();
        device.state(restricted).await;
        server.fault(fault).unwrap();
        device.messenger.unlink().await.unwrap();
        assert_eq!(device.messenger.state(), DeviceState::NotLinked);
        assert_eq!(device.account(), None);
        assert!(!device.session_path().exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_may_not_be_linked_is_unlinked() {
    let server = server().await;
    let mut device = Device::new(&server).await;
    let [owner, other] =
        ["+595992756462", "+595992756463"].map(|number| PhoneNumber::from_e164(number).unwrap());
    device.messenger.allow(std::slice::from_ref(&other));
    pair(&mut device, &server).await;
    device
        .state(|state| *state == DeviceState::NumberRefused)
        .await;
    let sent = device.send(&text(1, phone(1), "hola")).await;
    assert_eq!(nothing_sent(sent), FailureClass::Device);
    device.messenger.unlink().await.unwrap();
    assert_eq!(device.messenger.state(), DeviceState::NumberRefused);
    assert_eq!(device.account(), None);
    assert!(!device.session_path().exists());
    assert!(!device.states().contains(&"online".to_owned()));

    device.messenger.allow(&[other, owner]);
    pair(&mut device, &server).await;
    device.online().await;
    device.messenger.shutdown().await;
}

/// A list that was changed elsewhere is obeyed at the next login.
#[tokio::test(flavor = "multi_thread")]
async fn a_linked_number_that_may_not_be_is_not_let_in() {
    let server = server().await;
    let mut device = Device::linked(&server).await.restarted().await;
    let other = PhoneNumber::from_e164("+595992756463").unwrap();
    device.messenger.allow(&[other]);
    device.messenger.connect().await.unwrap();
    device
        .state(|state| *state == DeviceState::NumberRefused)
        .await;
    device.messenger.unlink().await.unwrap();
    assert!(!device.session_path().exists());
}
