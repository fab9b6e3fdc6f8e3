//! What the outside sees: the device's state, its account, and the events.

use domain::{Account, DeviceState, MessengerEvent};
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
            events,
            changing: Mutex::new(Instant::now()),
        }
    }

    /// Passes an event on. A listener that went away is no error.
    pub(crate) fn tell(&self, event: MessengerEvent) {
        let _ = self.events.send(event);
    }

    /// Enters a state; an event tells of it unless it is the present one.
    pub(crate) fn enter(&self, state: DeviceState) {
        let mut since = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if *self.state.borrow() == state {
            return;
        }
        *since = Instant::now();
        self.state.send_replace(state.clone());
        self.tell(MessengerEvent::Device(state));
    }

    pub(crate) fn state(&self) -> DeviceState {
        self.state.borrow().clone()
    }

    /// Whether the device is online, or on its first way there and not longer
    /// than that takes.
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

    /// Enters the state of a device that is not running. What only a person can
    /// end (logged out, replaced, restricted, too old) stays visible.
    pub(crate) fn rest(&self) {
        match self.state() {
            DeviceState::LoggedOut
            | DeviceState::Replaced
            | DeviceState::Restricted { .. }
            | DeviceState::ClientTooOld => {}
            _ => self.enter(resting_state(self.account().is_some())),
        }
    }
}

/// A server that took a login and never answered it would be waited for without
/// end: the line itself is fine.
fn is_at_work(state: &DeviceState, age: Duration) -> bool {
    match state {
        DeviceState::Online => true,
        DeviceState::Connecting | DeviceState::Reconnecting { attempt: 1 } => age < LOGIN,
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

    #[test]
    fn a_state_is_told_once() {
        let (events, mut heard) = mpsc::unbounded_channel();
        let board = Board::new(None, events);
        board.enter(DeviceState::Connecting);
        board.enter(DeviceState::Connecting);
        board.enter(DeviceState::Online);
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
        let (events, _heard) = mpsc::unbounded_channel();
        let board = Board::new(None, events);
        board.enter(DeviceState::Replaced);
        board.rest();
        assert_eq!(board.state(), DeviceState::Replaced);
        board.enter(DeviceState::Online);
        board.rest();
        assert_eq!(board.state(), DeviceState::NotLinked);
    }

    #[test]
    fn a_login_that_does_not_end_is_no_work() {
        let young = LOGIN / 2;
        for state in [
            DeviceState::Connecting,
            DeviceState::Reconnecting { attempt: 1 },
        ] {
            assert!(is_at_work(&state, young));
            assert!(!is_at_work(&state, LOGIN));
        }
        let pause = DeviceState::Reconnecting { attempt: 2 };
        assert!(!is_at_work(&pause, young), "it is to be cut short");
        assert!(is_at_work(&DeviceState::Online, LOGIN * 100));
        assert!(!is_at_work(&DeviceState::Offline, young));
    }
}
