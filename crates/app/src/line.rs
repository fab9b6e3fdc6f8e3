//! Sees to it that the line comes back: after the computer slept, when a network
//! is there again, when a restriction is over; and that one which nobody needs is
//! closed.

use crate::network::NetworkWatch;
use async_trait::async_trait;
use domain::{Clock, DeviceState, Messenger, Rest, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Nobody may set a shorter time without use.
const SHORTEST_IDLE: Duration = Duration::from_secs(60);

/// The clock may go this much further between two looks before the computer
/// must have slept. A busy computer is late by less.
const LEAP: Duration = Duration::from_secs(20);

/// A line that is being made may hang. It is asked after at least this often.
const NUDGE: Duration = Duration::from_secs(60);

/// How long the line is needed, as the rest of the program knows it.
#[async_trait]
pub(crate) trait Needs: Send + Sync {
    /// When somebody last sent or used something.
    fn last_used(&self) -> Timestamp;

    /// Notes that it is being used now.
    fn note_use(&self);

    /// The time without use after which the line is closed; none for never.
    async fn idle_after(&self) -> Option<Duration>;

    /// Whether a campaign has something to send, now or by itself later.
    async fn is_busy(&self) -> bool;
}

/// What keeps a line is made of.
pub(crate) struct Keeper {
    pub messenger: Arc<dyn Messenger>,
    pub clock: Arc<dyn Clock>,
    pub needs: Arc<dyn Needs>,
}

impl Keeper {
    /// Keeps the line, for as long as it is polled. `wake` is called when the
    /// computer woke up: what waits for an hour may have waited past it, because
    /// timers stand still in sleep.
    pub async fn keep(self, mut network: impl NetworkWatch, wake: impl Fn()) {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut last = self.clock.now();
        let mut nudged = tokio::time::Instant::now();
        loop {
            tokio::select! {
                biased;
                _ = look.tick() => {}
                () = network.returned() => {
                    if matches!(self.messenger.state(), DeviceState::Reconnecting { .. }) {
                        log::info!("a network came back");
                        nudged = tokio::time::Instant::now();
                        self.connect().await;
                    }
                    continue;
                }
            }
            let now = self.clock.now();
            let slept = leapt(last, now);
            last = now;
            if slept {
                log::info!("the clock leapt: the computer slept, or somebody set it");
                wake();
            }
            let state = self.messenger.state();
            let linked = self.messenger.account().is_some();
            let due = nudged.elapsed() >= NUDGE && wants_a_nudge(&state, now);
            if (slept || due) && linked && may_connect(&state, now) {
                nudged = tokio::time::Instant::now();
                if slept {
                    if let Err(error) = self.messenger.woke().await {
                        log::warn!("trying the line after sleep failed: {error}");
                    }
                } else {
                    self.connect().await;
                }
            }
            if linked {
                self.close_when_idle(now).await;
            }
        }
    }

    async fn connect(&self) {
        if let Err(error) = self.messenger.connect().await {
            log::warn!("trying the line again failed: {error}");
        }
    }

    /// Closes a line that nobody needs, and opens a closed one for what has to be
    /// sent.
    async fn close_when_idle(&self, now: Timestamp) {
        let unused = now.since(self.needs.last_used());
        match self.messenger.state() {
            DeviceState::Idle if self.needs.is_busy().await => {
                self.needs.note_use();
                self.connect().await;
            }
            DeviceState::Online | DeviceState::Reconnecting { .. } if unused >= SHORTEST_IDLE => {
                if self.needs.is_busy().await {
                    self.needs.note_use();
                } else if self
                    .needs
                    .idle_after()
                    .await
                    .is_some_and(|after| unused >= after)
                {
                    log::info!("nobody needed the line: it is closed");
                    self.messenger.rest(Rest::Idle).await;
                }
            }
            _ => {}
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
    use domain::messenger::{LinkError, MediumBytes, Outgoing, PairingMethod, SendError};
    use domain::{Account, Medium, PhoneNumber, Upload};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use testkit::TestClock;
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    /// A phone that only counts how often it is told to connect.
    struct Line {
        state: Mutex<DeviceState>,
        tried: AtomicUsize,
    }

    /// A program in which somebody may be doing something.
    struct Program {
        clock: Arc<TestClock>,
        used: Mutex<Timestamp>,
        idle_after: Option<Duration>,
        busy: AtomicBool,
    }

    #[async_trait]
    impl Needs for Program {
        fn last_used(&self) -> Timestamp {
            *self.used.lock().unwrap()
        }
        fn note_use(&self) {
            *self.used.lock().unwrap() = self.clock.now();
        }
        async fn idle_after(&self) -> Option<Duration> {
            self.idle_after
        }
        async fn is_busy(&self) -> bool {
            self.busy.load(Ordering::SeqCst)
        }
    }

    /// A network that comes back when the test says so.
    struct Network(UnboundedReceiver<()>);

    #[async_trait]
    impl NetworkWatch for Network {
        async fn returned(&mut self) {
            if self.0.recv().await.is_none() {
                std::future::pending::<()>().await;
            }
        }
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
        async fn rest(&self, why: Rest) {
            *self.state.lock().unwrap() = why.state();
        }
    }

    const RECONNECTING: DeviceState = DeviceState::Reconnecting {
        attempt: 3,
        next_try: None,
    };
    const HALF_AN_HOUR: Duration = Duration::from_secs(1_800);

    struct Scene {
        line: Arc<Line>,
        clock: Arc<TestClock>,
        woken: Arc<AtomicUsize>,
        program: Arc<Program>,
        network: UnboundedSender<()>,
    }

    impl Scene {
        fn new(state: DeviceState) -> Self {
            Self::with(state, None)
        }

        fn with(state: DeviceState, idle_after: Option<Duration>) -> Self {
            let clock = Arc::new(TestClock::new());
            let (network, returns) = unbounded_channel();
            let scene = Self {
                line: Arc::new(Line {
                    state: Mutex::new(state),
                    tried: AtomicUsize::new(0),
                }),
                program: Arc::new(Program {
                    clock: Arc::clone(&clock),
                    used: Mutex::new(clock.now()),
                    idle_after,
                    busy: AtomicBool::new(false),
                }),
                clock,
                woken: Arc::default(),
                network,
            };
            let woken = Arc::clone(&scene.woken);
            let keeper = Keeper {
                messenger: Arc::clone(&scene.line) as Arc<dyn Messenger>,
                clock: Arc::clone(&scene.clock) as Arc<dyn Clock>,
                needs: Arc::clone(&scene.program) as Arc<dyn Needs>,
            };
            tokio::spawn(keeper.keep(Network(returns), move || {
                woken.fetch_add(1, Ordering::SeqCst);
            }));
            scene
        }

        fn state(&self) -> DeviceState {
            self.line.state.lock().unwrap().clone()
        }

        /// Lets time pass, awake; it is paused and passes in no time at all.
        async fn pass(&self, seconds: u64) {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
        }

        /// Lets time pass, awake, by both clocks.
        async fn pass_by_the_clock(&self, time: Duration) {
            let end = self.clock.now().plus(time);
            while self.clock.now() < end {
                self.clock.jump(15_000);
                self.pass(15).await;
            }
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
        let scene = Scene::new(RECONNECTING);
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

    #[tokio::test(start_paused = true)]
    async fn a_network_that_comes_back_cuts_the_pause_short() {
        let scene = Scene::new(RECONNECTING);
        scene.network.send(()).unwrap();
        scene.pass(1).await;
        assert_eq!(scene.counts(), (0, 1));
        // What is up, or was taken down on purpose, is left alone.
        for state in [
            DeviceState::Online,
            DeviceState::Disabled,
            DeviceState::Replaced,
        ] {
            *scene.line.state.lock().unwrap() = state;
            scene.network.send(()).unwrap();
            scene.pass(1).await;
        }
        assert_eq!(scene.counts(), (0, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_watcher_that_fell_silent_stops_nothing() {
        let mut scene = Scene::new(RECONNECTING);
        scene.network = unbounded_channel().0;
        scene.pass(130).await;
        assert!(scene.counts().1 >= 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_that_nobody_needs_is_closed_and_comes_back_for_a_campaign() {
        let scene = Scene::with(DeviceState::Online, Some(HALF_AN_HOUR));
        scene.clock.jump(20_000);
        scene.pass(6).await;
        assert_eq!(scene.state(), DeviceState::Online);
        scene.pass_by_the_clock(HALF_AN_HOUR).await;
        assert_eq!(scene.state(), DeviceState::Idle);
        scene.pass_by_the_clock(HALF_AN_HOUR).await;
        assert_eq!(scene.counts(), (0, 0), "it stays closed");
        scene.program.busy.store(true, Ordering::SeqCst);
        scene.pass(6).await;
        assert_eq!(scene.counts(), (0, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_campaign_and_a_person_keep_the_line() {
        let scene = Scene::with(DeviceState::Online, Some(HALF_AN_HOUR));
        scene.program.busy.store(true, Ordering::SeqCst);
        scene.pass_by_the_clock(3 * HALF_AN_HOUR).await;
        assert_eq!(scene.state(), DeviceState::Online);
        // The half hour begins with the end of the campaign.
        scene.program.busy.store(false, Ordering::SeqCst);
        scene.pass_by_the_clock(HALF_AN_HOUR / 2).await;
        scene.program.note_use();
        scene.pass_by_the_clock(HALF_AN_HOUR * 9 / 10).await;
        assert_eq!(scene.state(), DeviceState::Online);
        scene.pass_by_the_clock(HALF_AN_HOUR / 5).await;
        assert_eq!(scene.state(), DeviceState::Idle);
    }

    #[tokio::test(start_paused = true)]
    async fn never_is_never() {
        let scene = Scene::new(DeviceState::Online);
        scene.pass_by_the_clock(Duration::from_secs(86_400)).await;
        assert_eq!(scene.state(), DeviceState::Online);
    }
}
