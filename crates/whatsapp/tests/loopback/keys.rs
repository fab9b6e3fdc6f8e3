//! Whatever happens to a device, its keys stay on the disk and let it in again. They
//! go when a person unlinks it, and when a new pairing follows the phone's own
//! unlinking.

use crate::support::{Device, server};
use domain::messenger::{LinkError, PairingMethod};
use domain::{DeviceState, Messenger as _, Rest};
use loopback::{Fault, ServerHandle};
use proptest::prelude::*;
use testkit::eventually;

/// What can happen.
#[derive(Clone, Debug)]
enum Act {
    /// The server or the network does it to a line, and then behaves.
    Server(Fault, After),
    /// A person, or the program for a campaign, wants the line.
    Connect,
    /// The computer woke up.
    Wake,
    /// Nobody needs the line, or nobody wants it.
    Rest(Rest),
    /// The program ends and starts again.
    Restart,
    /// It dies.
    Crash,
    /// A person wants a code.
    Pair,
}

/// What a device makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// It comes back by itself.
    Back,
    /// It tries for as long as that lasts.
    Trying,
    /// It waits for a person.
    Ended,
}

fn act() -> impl Strategy<Value = Act> {
    let refused = |code| Fault::Failure {
        code,
        reason: None,
        expire: (code == 402).then_some(3_600),
        count: None,
    };
    let ended = |code, conflict: Option<&str>| Fault::StreamError {
        code,
        conflict: conflict.map(str::to_owned),
    };
    let by_server = prop_oneof![
        Just((Fault::DropSocket {}, After::Back)),
        Just((ended(Some(503), None), After::Back)),
        Just((ended(Some(515), None), After::Back)),
        Just((Fault::Down { on: true }, After::Trying)),
        Just((refused(503), After::Trying)),
        prop::sample::select(vec![401, 402, 403, 405, 406])
            .prop_map(move |code| (refused(code), After::Ended)),
        prop::sample::select(vec![401, 409, 440, 516])
            .prop_map(move |code| (ended(Some(code), None), After::Ended)),
        prop::sample::select(vec!["replaced", "device_removed"])
            .prop_map(move |conflict| (ended(None, Some(conflict)), After::Ended)),
    ];
    prop_oneof![
        6 => by_server.prop_map(|(fault, after)| Act::Server(fault, after)),
        2 => Just(Act::Connect),
        1 => Just(Act::Wake),
        1 => Just(Act::Rest(Rest::Idle)),
        1 => Just(Act::Rest(Rest::Disabled)),
        1 => Just(Act::Restart),
        1 => Just(Act::Crash),
        1 => Just(Act::Pair),
    ]
}

/// Waits until the device is online, or until it waits for a person.
async fn settled(device: &Device) -> DeviceState {
    eventually("the device comes to rest", async || {
        let state = device.messenger.state();
        state == DeviceState::Online || state.wants_a_person()
    })
    .await;
    device.messenger.state()
}

/// A device, the server that knows it, and what is to be expected of them.
struct Life {
    device: Device,
    server: ServerHandle,
    /// The phone removed the device from its list, which is for good.
    removed: bool,
    /// How often a phone linked it.
    linked: u64,
}

impl Life {
    /// Whether the device comes online with the keys that it has, as it must while
    /// the phone did not remove it.
    async fn online(&self) -> bool {
        self.device.messenger.connect().await.unwrap();
        let state = settled(&self.device).await;
        if self.removed {
            assert_eq!(state, DeviceState::LoggedOut);
        } else {
            assert_eq!(state, DeviceState::Online);
        }
        assert_eq!(self.server.stats().pairings, self.linked);
        !self.removed
    }

    async fn struck(&mut self, fault: Fault, after: After) {
        if !self.online().await {
            return;
        }
        self.removed = matches!(&fault, Fault::StreamError { conflict: Some(conflict), .. } if conflict == "device_removed");
        let logins = self.server.stats().logins;
        self.server.fault(fault).unwrap();
        let noticed = async || {
            let state = self.device.messenger.state();
            match after {
                After::Back => state == DeviceState::Online && self.server.stats().logins > logins,
                After::Trying => matches!(
                    state,
                    DeviceState::Reconnecting {
                        next_try: Some(_),
                        ..
                    }
                ),
                After::Ended => state.wants_a_person(),
            }
        };
        eventually("it is noticed", noticed).await;
        self.server.fault(Fault::Clear {}).unwrap();
    }

    async fn pair(&mut self) {
        let before = self.device.messenger.state();
        let asked = self.device.messenger.pair(PairingMethod::Qr).await;
        if before != DeviceState::LoggedOut {
            assert_eq!(asked, Err(LinkError::AlreadyLinked), "{before:?}");
            return;
        }
        asked.unwrap();
        let code = self.device.qr_code().await;
        self.server.pair(&code).await.unwrap();
        assert_eq!(settled(&self.device).await, DeviceState::Online);
        (self.removed, self.linked) = (false, self.linked + 1);
    }

    async fn goes_on(mut self, act: Act) -> Self {
        match act {
            Act::Server(fault, after) => self.struck(fault, after).await,
            Act::Connect => {
                self.online().await;
            }
            Act::Wake => {
                self.device.messenger.woke().await.unwrap();
                settled(&self.device).await;
            }
            Act::Rest(why) => self.device.messenger.rest(why).await,
            Act::Restart => self.device = self.device.restarted().await,
            Act::Crash => self.device = self.device.restarted_after_a_crash().await,
            Act::Pair => self.pair().await,
        }
        self
    }
}

async fn live(acts: Vec<Act>) {
    let server = server().await;
    let device = Device::linked(&server).await;
    let owner = device.account();
    let mut life = Life {
        device,
        server,
        removed: false,
        linked: 1,
    };
    for act in acts {
        let told = format!("{act:?}");
        life = life.goes_on(act).await;
        assert!(life.device.session_path().exists(), "{told}");
        assert_eq!(life.device.account(), owner, "{told}");
    }
    // Another program finds them on the disk, and they are what the server knows.
    life.device = life.device.restarted().await;
    assert_eq!(life.device.account(), owner);
    life.online().await;
    life.device.messenger.unlink().await.unwrap();
    assert!(!life.device.session_path().exists(), "a person wants it");
    assert_eq!(life.device.account(), None);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_but_an_unlinking_removes_the_keys(acts in prop::collection::vec(act(), 1..7)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(live(acts));
    }
}
