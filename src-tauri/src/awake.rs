//! Keeps the computer from falling asleep by itself while it is needed.

#[cfg_attr(target_os = "linux", path = "awake/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "awake/elsewhere.rs")]
mod lock;

use std::sync::mpsc::{Sender, channel};

/// What can keep a computer awake.
pub trait Power: Send {
    /// Keeps it awake from now on; `reason` is for people who ask the system why.
    fn hold(&mut self, reason: &str);
    /// Lets it sleep again.
    fn release(&mut self);
}

/// Holds the computer awake while it is told so, and never longer than it lives.
pub struct Awake<P: Power> {
    power: P,
    held: bool,
}

impl<P: Power> Awake<P> {
    /// Lets the computer sleep until it is told otherwise.
    pub fn new(power: P) -> Self {
        Self { power, held: false }
    }

    /// Whether the computer has to stay awake now.
    pub fn set(&mut self, needed: bool, reason: &str) {
        if needed == self.held {
            return;
        }
        self.held = needed;
        if needed {
            self.power.hold(reason);
        } else {
            self.power.release();
        }
    }
}

impl<P: Power> Drop for Awake<P> {
    fn drop(&mut self) {
        self.set(false, "");
    }
}

/// The computer's own power management. It is asked from a thread of its own:
/// the asking may take its time, and on Windows the wish belongs to the thread
/// that had it. A system that cannot be asked is a line in the log and no more.
pub struct SystemPower {
    wishes: Sender<Option<String>>,
}

impl SystemPower {
    /// Asks for nothing yet.
    pub fn new() -> Self {
        let (wishes, heard) = channel::<Option<String>>();
        let thread = std::thread::Builder::new().name("keep-awake".into());
        let started = thread.spawn(move || {
            let mut held = None;
            while let Ok(wish) = heard.recv() {
                // What is held is let go before anything new is asked for.
                drop(held.take());
                held = wish.and_then(|reason| {
                    lock::take(&reason)
                        .inspect_err(|error| log::warn!("the computer may fall asleep: {error}"))
                        .ok()
                });
            }
        });
        if let Err(error) = started {
            log::warn!("the computer may fall asleep: {error}");
        }
        Self { wishes }
    }

    fn wish(&self, wish: Option<String>) {
        // Without the thread there is nothing to be done, and it was said.
        let _sent = self.wishes.send(wish);
    }
}

impl Power for SystemPower {
    fn hold(&mut self, reason: &str) {
        self.wish(Some(reason.to_owned()));
    }

    fn release(&mut self) {
        self.wish(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{campaign, waiting};
    use crate::standing::Standing;
    use app::api::CampaignView;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Noted(Arc<Mutex<Vec<&'static str>>>);

    impl Power for Noted {
        fn hold(&mut self, reason: &str) {
            assert_eq!(reason, "Sending messages");
            self.0.lock().unwrap().push("hold");
        }
        fn release(&mut self) {
            self.0.lock().unwrap().push("release");
        }
    }

    /// What the computer was asked for while campaigns stood like this.
    fn asked(days: &[CampaignView]) -> Vec<&'static str> {
        let noted = Noted::default();
        let mut awake = Awake::new(noted.clone());
        for campaign in days {
            let standing = Standing::of(&[campaign].into_iter(), "online");
            awake.set(standing.needs_the_computer(), "Sending messages");
        }
        drop(awake);
        let asked = noted.0.lock().unwrap();
        asked.clone()
    }

    #[test]
    fn held_once_while_something_is_sent_and_let_go_once() {
        let running = || campaign(1, "running");
        for rest in [
            campaign(1, "paused"),
            campaign(1, "held"),
            campaign(1, "completed"),
            campaign(1, "cancelled"),
            waiting(1, "quiet_hours"),
            waiting(1, "weekday"),
            waiting(1, "daily_limit"),
        ] {
            let day = [
                waiting(1, "start"),
                running(),
                running(),
                rest.clone(),
                rest,
            ];
            assert_eq!(asked(&day), ["hold", "release"]);
        }
    }

    #[test]
    fn what_goes_on_after_a_pause_is_held_anew() {
        let day = ["running", "paused", "running"].map(|state| campaign(1, state));
        assert_eq!(asked(&day), ["hold", "release", "hold", "release"]);
    }

    #[test]
    fn a_profile_that_is_closed_while_sending_lets_the_computer_sleep() {
        assert_eq!(asked(&[campaign(1, "running")]), ["hold", "release"]);
        assert!(asked(&[campaign(1, "paused")]).is_empty());
    }
}
