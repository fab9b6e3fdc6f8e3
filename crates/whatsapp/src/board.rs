//! What the outside sees: the device's state, its account, and the events.

use domain::device::machine::{self, DeviceEvent, Effect};
use domain::{Account, DeviceState, MessengerEvent, PhoneNumber};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Time for a connection to come up, login and all.
const LOGIN: Duration = Duration::from_secs(20);

/// The present state and the channel of events, kept in step: whoever hears of
/// a state can read it, and states are heard in the order in which they came.
pub(crate) struct Board {
    state: watch::Sender<DeviceState>,
    account: RwLock<Option<Account>>,
    allowed: RwLock<Vec<PhoneNumber>>,
    events: mpsc::UnboundedSender<MessengerEvent>,
    /// Held while the state changes; since when it is what it is.
    changing: Mutex<Instant>,
}

impl Board {
    pub(crate) fn new(
        account: Option<Account>,
        events: mpsc::UnboundedSender<MessengerEvent>,
    ) -> Self {
        let resting = resting_state(account.is_some());
        Self {
            state: watch::Sender::new(resting),
            account: RwLock::new(account),
            allowed: RwLock::default(),
            events,
            changing: Mutex::new(Instant::now()),
        }
    }

    /// Passes an event on. A listener that went away is no error.
    pub(crate) fn tell(&self, event: MessengerEvent) {
        let _ = self.events.send(event);
    }

    /// Goes where the event leads; an event tells of the new state. What is to be
    /// done for it; none when the event changes nothing.
    pub(crate) fn follow(&self, event: &DeviceEvent) -> Option<&'static [Effect]> {
        let mut since = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let present = self.state.borrow().clone();
        let step = if self.account().is_some() {
            machine::next(&present, event)?
        } else {
            machine::next_without_keys(&present, event)?
        };
        if step.to != present {
            *since = Instant::now();
            self.state.send_replace(step.to.clone());
            self.tell(MessengerEvent::Device(step.to));
        }
        Some(step.effects)
    }

    pub(crate) fn state(&self) -> DeviceState {
        self.state.borrow().clone()
    }

    /// Whether the device is online, or on its way there and not longer than that
    /// takes. A pause before the next attempt is no work.
    pub(crate) fn is_at_work(&self) -> bool {
        let since = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        is_at_work(&self.state.borrow(), since.elapsed())
    }

    pub(crate) fn watch(&self) -> watch::Receiver<DeviceState> {
        self.state.subscribe()
    }

    pub(crate) fn account(&self) -> Option<Account> {
        self.account
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn set_account(&self, account: Option<Account>) {
        *self.account.write().unwrap_or_else(PoisonError::into_inner) = account;
    }

    /// Only a phone with one of these numbers may be linked; none named means any.
    pub(crate) fn allow(&self, numbers: &[PhoneNumber]) {
        let mut allowed = self.allowed.write().unwrap_or_else(PoisonError::into_inner);
        *allowed = numbers.to_vec();
    }

    pub(crate) fn may_be_linked(&self, number: &PhoneNumber) -> bool {
        let allowed = self.allowed.read().unwrap_or_else(PoisonError::into_inner);
        allowed.is_empty() || allowed.contains(number)
    }

    /// Enters the state of a device that is not running. What only a person can
    /// end stays visible.
    pub(crate) fn stopped(&self) {
        let linked = self.account().is_some();
        self.follow(&DeviceEvent::Stopped { linked });
    }
}

/// A server that took a login and never answered it would be waited for without
/// end: the line itself is fine.
fn is_at_work(state: &DeviceState, age: Duration) -> bool {
    match state {
        DeviceState::Online => true,
        DeviceState::Connecting | DeviceState::Reconnecting { next_try: None, .. } => age < LOGIN,
        _ => false,
    }
}

fn resting_state(linked: bool) -> DeviceState {
    if linked {
        DeviceState::Offline
    } else {
        DeviceState::NotLinked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Rest, Timestamp};

    const WANTED: DeviceEvent = DeviceEvent::LineWanted;

    fn linked() -> (Board, mpsc::UnboundedReceiver<MessengerEvent>) {
        let (events, heard) = mpsc::unbounded_channel();
        let account = Account {
            phone: PhoneNumber::from_e164("+595992756462").unwrap(),
            name: "Tienda Luna".to_owned(),
        };
        (Board::new(Some(account), events), heard)
    }

    #[test]
    fn a_state_is_told_once() {
        let (board, mut heard) = linked();
        assert_eq!(board.follow(&WANTED), Some([Effect::Open].as_slice()));
        assert_eq!(board.follow(&WANTED), Some([Effect::Open].as_slice()));
        board.follow(&DeviceEvent::LineUp);
        assert_eq!(board.follow(&WANTED), None);
        drop(board);
        let mut told = Vec::new();
        while let Ok(event) = heard.try_recv() {
            told.push(event);
        }
        assert_eq!(
            told,
            [
                MessengerEvent::Device(DeviceState::Connecting),
                MessengerEvent::Device(DeviceState::Online)
            ]
        );
    }

    #[test]
    fn what_a_person_must_end_outlives_a_stop() {
        let (board, _heard) = linked();
        for (event, expected) in [
            (DeviceEvent::Replaced, DeviceState::Replaced),
            (DeviceEvent::Rested(Rest::Disabled), DeviceState::Disabled),
            (DeviceEvent::LineUp, DeviceState::Offline),
        ] {
            board.follow(&WANTED);
            board.follow(&event);
            board.stopped();
            assert_eq!(board.state(), expected);
        }
        board.follow(&WANTED);
        board.set_account(None);
        board.stopped();
        assert_eq!(board.state(), DeviceState::NotLinked);
    }

    #[test]
    fn what_is_said_of_an_account_ends_a_pairing_without_one() {
        for (event, expected) in [
            (DeviceEvent::LoggedOut, DeviceState::PairingExpired),
            (DeviceEvent::Replaced, DeviceState::PairingExpired),
            (
                DeviceEvent::Banned { code: 406 },
                DeviceState::PairingExpired,
            ),
            (
                DeviceEvent::Restricted {
                    code: 402,
                    until: None,
                },
                DeviceState::PairingExpired,
            ),
            (DeviceEvent::TooOld, DeviceState::ClientTooOld),
        ] {
            let (events, _heard) = mpsc::unbounded_channel();
            let board = Board::new(None, events);
            board.follow(&DeviceEvent::PairingAsked);
            board.follow(&event);
            assert_eq!(board.state(), expected, "{event:?}");
            let effects = board.follow(&DeviceEvent::PairingAsked);
            assert_eq!(effects, Some([Effect::Open].as_slice()));
        }
    }

    #[test]
    fn a_list_of_numbers_lets_in_no_other() {
        let (board, _heard) = linked();
        let [ana, bruno] = ["+595981000001", "+595981000002"]
            .map(|number| PhoneNumber::from_e164(number).unwrap());
        assert!(board.may_be_linked(&ana));
        board.allow(std::slice::from_ref(&bruno));
        assert!(!board.may_be_linked(&ana) && board.may_be_linked(&bruno));
        board.allow(&[]);
        assert!(board.may_be_linked(&ana));
    }

    #[test]
    fn a_login_that_does_not_end_is_no_work() {
        let young = LOGIN / 2;
        let reconnecting = |next_try| DeviceState::Reconnecting {
            attempt: 2,
            next_try,
        };
        for state in [DeviceState::Connecting, reconnecting(None)] {
            assert!(is_at_work(&state, young));
            assert!(!is_at_work(&state, LOGIN));
        }
        let pause = reconnecting(Some(Timestamp(1)));
        assert!(!is_at_work(&pause, young), "it is to be cut short");
        assert!(is_at_work(&DeviceState::Online, LOGIN * 100));
        assert!(!is_at_work(&DeviceState::Offline, young));
    }
}
