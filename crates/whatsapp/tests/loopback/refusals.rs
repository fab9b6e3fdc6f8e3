//! Every code with which the server refuses something: as the answer to a
//! message, to a login, and as the end of a stream.

use crate::support::{Device, id, nothing_sent, now, phone, server, text};
use domain::{DeviceState, FailureClass, Messenger as _};
use loopback::{Fault, ServerHandle};
use std::time::{Duration, Instant};

fn login_refused(code: u16, reason: Option<u16>, expire: Option<u64>) -> Fault {
    Fault::Failure {
        code,
        reason,
        expire,
        count: Some(1),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_message_is_refused_for_its_reason() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let rows = [
        (400, FailureClass::BadMessage),
        (401, FailureClass::Device),
        (402, FailureClass::Device),
        (403, FailureClass::Device),
        (404, FailureClass::NotOnWhatsApp),
        (405, FailureClass::Device),
        (406, FailureClass::BadMessage),
        (429, FailureClass::RateLimited),
        (440, FailureClass::Device),
        (463, FailureClass::TimeLocked),
        (479, FailureClass::BadAddress),
        (500, FailureClass::ServerTrouble),
        (503, FailureClass::ServerTrouble),
        (499, FailureClass::Other),
    ];
    for (index, (code, class)) in (1u8..).zip(rows) {
        let refuse = Fault::Refuse {
            code,
            phones: Vec::new(),
            count: Some(1),
        };
        server.fault(refuse).unwrap();
        device.send(&text(index, phone(1), "hola")).await.unwrap();
        let refused = device.refused(&id(index)).await;
        assert_eq!(refused, (class, u32::from(code)));
    }
    assert_eq!(device.messenger.state(), DeviceState::Online);
    device.send(&text(99, phone(1), "hola")).await.unwrap();
    device.accepted(&id(99)).await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_login_says_who_can_help() {
    let restricted = |code| DeviceState::Restricted { code, until: None };
    for (fault, expected) in [
        (login_refused(401, None, None), DeviceState::LoggedOut),
        (login_refused(402, None, None), restricted(402)),
        (login_refused(402, Some(101), None), restricted(101)),
        (
            login_refused(403, None, None),
            DeviceState::Banned { code: 403 },
        ),
        (login_refused(405, None, None), DeviceState::ClientTooOld),
        (
            login_refused(406, None, None),
            DeviceState::Banned { code: 406 },
        ),
        (login_refused(440, None, None), restricted(440)),
    ] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        let logins = server.stats().logins;
        server.fault(fault.clone()).unwrap();
        let state = device.state(DeviceState::wants_a_person).await;
        assert_eq!(state, expected, "{fault:?}");
        let sent = device.send(&text(1, phone(1), "hola")).await;
        assert_eq!(nothing_sent(sent), FailureClass::Device, "{fault:?}");
        device.messenger.shutdown().await;
        assert_eq!(
            device.messenger.state(),
            expected,
            "a stop does not lift it"
        );
        // Nobody came back unasked: the refusal was for one login.
        assert_eq!(server.stats().logins, logins, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_says_what_for_and_until_when() {
    for reason in [101, 102, 103, 104, 106] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        let before = now();
        server
            .fault(login_refused(402, Some(reason), Some(3600)))
            .unwrap();
        let state = device.state(DeviceState::wants_a_person).await;
        let DeviceState::Restricted {
            code,
            until: Some(until),
        } = state
        else {
            panic!("{reason}: {state:?}");
        };
        assert_eq!(code, u32::from(reason));
        let hour = Duration::from_secs(3600);
        assert!(before.plus(hour) <= until && until <= now().plus(hour));
        device.messenger.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_that_is_over_is_over() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server
        .fault(Fault::Failure {
            code: 402,
            reason: Some(101),
            expire: Some(2),
            count: Some(2),
        })
        .unwrap();
    let banned = |state: &DeviceState| matches!(state, DeviceState::Restricted { .. });
    device.state(banned).await;
    // Too early: the server says it again.
    device.messenger.connect().await.unwrap();
    let state = device.state(banned).await;
    let DeviceState::Restricted {
        until: Some(until), ..
    } = state
    else {
        panic!("{state:?}");
    };
    while now() < until {
        tokio::task::yield_now().await;
    }
    device.heard.clear();
    device.connect().await;
    assert_eq!(device.states(), ["connecting", "online"]);
    device.send(&text(1, phone(1), "hola")).await.unwrap();
    device.accepted(&id(1)).await;
    device.messenger.shutdown().await;
}

/// The device stays away by itself, and comes back when a person says so.
#[tokio::test(flavor = "multi_thread")]
async fn logins_that_are_too_many_are_not_repeated() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    server.fault(login_refused(429, None, None)).unwrap();
    let state = device.state(DeviceState::wants_a_person).await;
    let DeviceState::Restricted {
        code: 429,
        until: Some(until),
    } = state
    else {
        panic!("{state:?}");
    };
    assert!(until > now().plus(Duration::from_secs(60)));
    device.connect().await;
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_at_the_server_passes() {
    for code in [500, 503] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        server.fault(login_refused(code, None, None)).unwrap();
        reconnecting(&mut device).await;
        device.online().await;
        device.messenger.shutdown().await;
    }
}

async fn reconnecting(device: &mut Device) {
    device
        .state(|state| matches!(state, DeviceState::Reconnecting { .. }))
        .await;
}

fn end_stream(server: &ServerHandle, code: u16) {
    let conflict = None;
    let code = Some(code);
    server.fault(Fault::StreamError { code, conflict }).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_ends_for_good_says_so() {
    for (code, expected) in [
        (401, DeviceState::LoggedOut),
        (409, DeviceState::Replaced),
        (440, DeviceState::Replaced),
        (516, DeviceState::LoggedOut),
    ] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        let logins = server.stats().logins;
        end_stream(&server, code);
        let state = device.state(DeviceState::wants_a_person).await;
        assert_eq!(state, expected, "{code}");
        device.messenger.shutdown().await;
        assert_eq!(device.messenger.state(), expected, "{code}");
        assert_eq!(server.stats().logins, logins, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_ends_otherwise_begins_again() {
    for code in [402, 403, 405, 406, 463, 479, 500, 503, 515] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        end_stream(&server, code);
        reconnecting(&mut device).await;
        device.online().await;
        device.send(&text(1, phone(1), "hola")).await.unwrap();
        device.accepted(&id(1)).await;
        device.messenger.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_ends_for_haste_begins_again_later() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    end_stream(&server, 429);
    reconnecting(&mut device).await;
    let start = Instant::now();
    // Asking does not cut the pause short.
    device.messenger.connect().await.unwrap();
    device.online().await;
    let pause = start.elapsed();
    assert!(pause > Duration::from_secs(5), "{pause:?}");
    device.messenger.shutdown().await;
}

/// Some servers say that the end is near and go on serving.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_stays_open_is_used() {
    for code in [429, 500, 503] {
        let server = server().await;
        let mut device = Device::linked(&server).await;
        server.fault(Fault::StreamErrorOpen { code }).unwrap();
        // The first may overtake the error, the second comes after it.
        for index in 1..=2 {
            let message = text(index, phone(index.into()), "hola");
            device.send(&message).await.unwrap();
            device.accepted(&message.id).await;
        }
        assert_eq!(device.messenger.state(), DeviceState::Online);
        device.messenger.shutdown().await;
    }
}
