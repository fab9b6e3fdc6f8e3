//! Sees to it that the line comes back: after a pause of the protocol client,
//! after the computer slept, and when a restriction is over.

use domain::{Clock, DeviceState, Messenger, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// The clock may go this much further between two looks before the computer
/// must have slept. A busy computer is late by less.
const LEAP: Duration = Duration::from_secs(20);

/// The protocol client's own pauses grow to a quarter of an hour. A line that is
/// away is tried at least this often.
const NUDGE: Duration = Duration::from_secs(60);

/// Keeps trying, for as long as it is polled. `wake` is called when the computer
/// woke up: what waits for an hour may have waited past it, because timers stand
/// still in sleep.
pub(crate) async fn keep(messenger: Arc<dyn Messenger>, clock: Arc<dyn Clock>, wake: impl Fn()) {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last = clock.now();
    let mut nudged = tokio::time::Instant::now();
    loop {
        look.tick().await;
        let now = clock.now();
        let slept = leapt(last, now);
        last = now;
        if slept {
            log::info!("the clock leapt: the computer slept, or somebody set it");
            wake();
        }
        let due = nudged.elapsed() >= NUDGE && wants_a_nudge(&messenger.state(), now);
        if (slept || due) && messenger.account().is_some() && may_connect(&messenger.state(), now) {
            nudged = tokio::time::Instant::now();
            let tried = if slept {
                messenger.woke().await
            } else {
                messenger.connect().await
            };
            if let Err(error) = tried {
                log::warn!("trying the line again failed: {error}");
            }
        }
    }
}

/// Whether more time passed between two looks than looking takes. The steady
/// clock is not asked: on some systems it goes on in sleep, on others not.
fn leapt(last: Timestamp, now: Timestamp) -> bool {
    now > last && now.since(last) > LOOK + LEAP
}

/// Whether a line in this state is to be tried without an occasion.
fn wants_a_nudge(state: &DeviceState, now: Timestamp) -> bool {
    match state {
        // One that is being made may hang.
        DeviceState::Connecting | DeviceState::Reconnecting { .. } => true,
        DeviceState::Restricted {
            until: Some(until), ..
        } => *until <= now,
        _ => false,
    }
}

/// Whether trying is the program's business: what a person ended or has to
/// decide stays as it is, and so does a line that was taken down on purpose.
fn may_connect(state: &DeviceState, now: Timestamp) -> bool {
    *state == DeviceState::Online || wants_a_nudge(state, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use domain::messenger::{LinkError, MediumBytes, Outgoing, PairingMethod, SendError};
    use domain::{Account, Medium, PhoneNumber, Upload};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use testkit::TestClock;

    /// A phone that only counts how often it is told to connect.
    struct Line {
        state: Mutex<DeviceState>,
        tried: AtomicUsize,
    }

    #[async_trait]
    impl Messenger for Line {
        fn account(&self) -> Option<Account> {
            Some(Account {
                phone: PhoneNumber::from_e164("+595981000001").unwrap(),
                name: "Tienda".into(),
            })
        }
        fn state(&self) -> DeviceState {
            self.state.lock().unwrap().clone()
        }
        async fn connect(&self) -> Result<(), LinkError> {
            self.tried.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
        async fn pair(&self, _: PairingMethod) -> Result<(), LinkError> {
            unreachable!()
        }
        async fn send(&self, _: &Outgoing, _: Duration) -> Result<(), SendError> {
            unreachable!()
        }
        async fn upload(
            &self,
            _: &Medium,
            _: Box<dyn MediumBytes>,
            _: Duration,
        ) -> Result<Upload, SendError> {
            unreachable!()
        }
        async fn unlink(&self) -> Result<(), LinkError> {
            unreachable!()
        }
        async fn shutdown(&self) {}
    }

    struct Scene {
        line: Arc<Line>,
        clock: Arc<TestClock>,
        woken: Arc<AtomicUsize>,
    }

    impl Scene {
        fn new(state: DeviceState) -> Self {
            let scene = Self {
                line: Arc::new(Line {
                    state: Mutex::new(state),
                    tried: AtomicUsize::new(0),
                }),
                clock: Arc::new(TestClock::new()),
                woken: Arc::default(),
            };
            let woken = Arc::clone(&scene.woken);
            tokio::spawn(keep(
                Arc::clone(&scene.line) as Arc<dyn Messenger>,
                Arc::clone(&scene.clock) as Arc<dyn Clock>,
                move || {
                    woken.fetch_add(1, Ordering::SeqCst);
                },
            ));
            scene
        }

        /// Lets time pass, awake; it is paused and passes in no time at all.
        async fn pass(&self, seconds: u64) {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
        }

        /// How often the engine was woken and the line tried.
        fn counts(&self) -> (usize, usize) {
            (
                self.woken.load(Ordering::SeqCst),
                self.line.tried.load(Ordering::SeqCst),
            )
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_computer_that_wakes_up_wakes_the_engine_and_tries_the_line() {
        let scene = Scene::new(DeviceState::Online);
        scene.pass(3_600).await;
        assert_eq!(scene.counts(), (0, 0));
        scene.clock.jump(8 * 3_600 * 1_000);
        scene.pass(6).await;
        assert_eq!(scene.counts(), (1, 1));
        scene.pass(3_600).await;
        assert_eq!(scene.counts(), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_set_a_little_or_back_is_no_sleep() {
        let scene = Scene::new(DeviceState::Online);
        for milliseconds in [15_000, -15_000, -7_200_000] {
            scene.pass(60).await;
            scene.clock.jump(milliseconds);
            scene.pass(60).await;
        }
        assert_eq!(scene.counts(), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_that_is_away_is_tried_every_minute() {
        let scene = Scene::new(DeviceState::Reconnecting { attempt: 3 });
        scene.pass(59).await;
        assert_eq!(scene.counts(), (0, 0));
        scene.pass(241).await;
        let (_, tried) = scene.counts();
        assert!((4..=5).contains(&tried), "{tried}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_restriction_that_is_over_is_found_out_about() {
        let until = TestClock::new().now().plus(Duration::from_secs(600));
        let scene = Scene::new(DeviceState::Restricted {
            code: 503,
            until: Some(until),
        });
        scene.pass(599).await;
        assert_eq!(scene.counts(), (0, 0));
        scene.pass(10).await;
        assert_eq!(scene.counts(), (0, 1));
        // The answer may be long in coming: the server is not pestered.
        scene.pass(40).await;
        assert_eq!(scene.counts(), (0, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn sleep_does_not_undo_what_a_person_has_to_decide() {
        for state in [
            DeviceState::Offline,
            DeviceState::LoggedOut,
            DeviceState::Replaced,
            DeviceState::Restricted {
                code: 503,
                until: None,
            },
        ] {
            let scene = Scene::new(state);
            scene.pass(10).await;
            scene.clock.jump(8 * 3_600 * 1_000);
            scene.pass(600).await;
            assert_eq!(scene.counts(), (1, 0));
        }
    }
}
