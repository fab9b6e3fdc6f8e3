//! What the account may do, as the server says.

use crate::support::{Device, PATIENCE, id, phone, server, text};
use domain::messenger::{AccountHealth, NewChats};
use domain::{FailureClass, Messenger as _, Timestamp};
use loopback::{Fault, ServerHandle};
use std::time::{Duration, Instant};

const UNLOCKED: AccountHealth = AccountHealth {
    locked: false,
    locked_until: None,
    new_chats: Some(NewChats {
        limit: 1000,
        used: 0,
    }),
};

fn asked(server: &ServerHandle) -> u64 {
    let queries = server.stats().queries;
    queries.get("w:mex/query").copied().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_in_good_standing_is_told_so() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let before = asked(&server);
    assert_eq!(device.messenger.health(PATIENCE).await, Some(UNLOCKED));
    assert_eq!(asked(&server), before + 2);
    device.messenger.shutdown().await;
    assert_eq!(
        device.messenger.health(PATIENCE).await,
        None,
        "nobody is there to ask"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_account_is_told_until_when() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let far = 4_000_000_000;
    server.fault(Fault::TimeLock { until: Some(far) }).unwrap();
    let used_up = Fault::NewChatLimit {
        limit: 50,
        used: 50,
    };
    server.fault(used_up).unwrap();
    let locked = AccountHealth {
        locked: true,
        locked_until: Some(Timestamp(4_000_000_000_000)),
        new_chats: Some(NewChats {
            limit: 50,
            used: 50,
        }),
    };
    assert_eq!(device.messenger.health(PATIENCE).await, Some(locked));

    // One that is over is none.
    server.fault(Fault::TimeLock { until: Some(1) }).unwrap();
    let health = device.messenger.health(PATIENCE).await.unwrap();
    assert!(!health.locked);

    server.fault(Fault::TimeLock { until: None }).unwrap();
    let health = device.messenger.health(PATIENCE).await.unwrap();
    assert_eq!((health.locked, health.locked_until), (true, None));

    server.fault(Fault::Clear {}).unwrap();
    assert_eq!(device.messenger.health(PATIENCE).await, Some(UNLOCKED));
    device.messenger.shutdown().await;
}

/// One code says "this person wants a token" and "no strangers for a while":
/// asking tells which.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_a_lock_is_told_from_one_for_a_person() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let refuse = Fault::Refuse {
        code: 463,
        phones: Vec::new(),
        count: None,
    };
    server.fault(refuse).unwrap();
    for (message, until) in [(1, None), (2, Some(4_000_000_000))] {
        if until.is_some() {
            server.fault(Fault::TimeLock { until }).unwrap();
        }
        device.send(&text(message, phone(1), "hola")).await.unwrap();
        let refused = device.refused(&id(message)).await;
        assert_eq!(refused, (FailureClass::TimeLocked, 463));
        let health = device.messenger.health(PATIENCE).await.unwrap();
        assert_eq!(health.locked, until.is_some());
    }
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_does_not_say_is_not_made_up() {
    let server = server().await;
    let device = Device::linked(&server).await;
    server.fault(Fault::LimitsUntold { on: true }).unwrap();
    assert_eq!(device.messenger.health(PATIENCE).await, None);
    server.fault(Fault::Clear {}).unwrap();

    server.fault(Fault::Silent { on: true }).unwrap();
    let start = Instant::now();
    let deadline = Duration::from_millis(300);
    assert_eq!(device.messenger.health(deadline).await, None);
    assert!(start.elapsed() < Duration::from_secs(5), "it keeps nobody");
    server.fault(Fault::Clear {}).unwrap();
    assert_eq!(device.messenger.health(PATIENCE).await, Some(UNLOCKED));
    device.messenger.shutdown().await;
}
