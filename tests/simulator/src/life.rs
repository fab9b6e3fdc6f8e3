//! One simulated life: the driver that lets the agenda happen, starts and
//! kills the program, and lets the world settle at the end.

use crate::chance::Chance;
use crate::file::Files;
use crate::people::move_of_the_clock;
use crate::phone::Phone;
use crate::plant::Plant;
use crate::profile::Profile;
use crate::report::Report;
use crate::world::{Happening, Shared, World};
use dispatch::{Control, Dispatcher, News, Parts, Timing};
use domain::{CampaignState, Clock, DeviceState, MessageId, Schedule, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use testkit::TestClock;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

/// Simulated time after the faults within which everything ends, besides the
/// time that the campaigns themselves need.
const PATIENCE: u64 = 2 * 3_600_000;

/// How often the person looks after what is held, once faults have ended.
const NUDGE: u64 = 300_000;

const DAY: u64 = 86_400_000;

/// A life under way.
pub struct Life {
    /// The world around the program.
    pub world: Shared,
    clock: Arc<TestClock>,
    files: Files,
    app: Option<App>,
    nudge_at: u64,
    nudge: u64,
    end_by: u64,
}

struct App {
    store: Store,
    control: Arc<Control>,
    task: JoinHandle<()>,
    news: UnboundedReceiver<News>,
    stopping: bool,
}

/// Lives the life of a seed, and tells of it.
pub fn live(seed: u64, plant: Option<Plant>, tracing: bool) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    dispatch::planted::plant(plant.and_then(Plant::inside));
    let report = runtime.block_on(async {
        let mut chance = Chance::of(seed);
        let profile = Profile::of(&mut chance);
        let mut life = Life {
            world: Shared::new(profile, chance, plant, tracing),
            clock: Arc::new(TestClock::new()),
            files: Files::new(),
            app: None,
            nudge_at: 0,
            nudge: NUDGE,
            end_by: u64::MAX,
        };
        life.begin().await;
        life.go_on().await;
        life.end().await;
        Report::of(seed, &mut life.world.lock())
    });
    dispatch::planted::plant(None);
    report
}

impl Life {
    /// The program's wall clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The open store, while the program runs.
    pub fn store(&self) -> Option<Store> {
        self.app.as_ref().map(|app| app.store.clone())
    }

    /// Tells the program that something in the store changed.
    pub fn wake(&self) {
        if let Some(app) = &self.app {
            app.control.wake();
        }
    }

    async fn begin(&mut self) {
        self.populate();
        self.start().await;
        let store = self.store().unwrap();
        self.confirm_opt_outs(&store).await;
        self.create(&store).await;
        self.wake();
        let mut world = self.world.lock();
        let profile = world.profile.clone();
        world.note(format_args!("a {} life", profile.name));
        world.plan(profile.length, Happening::Calm);
        world.plan_again(profile.drops, Happening::Drop);
        world.plan_again(profile.crashes, Happening::Crash);
        world.plan_again(profile.crashes.saturating_mul(2), Happening::Stop);
        world.plan_again(profile.commands, Happening::Command);
        world.plan_again(profile.length / 8, Happening::Audit);
        if profile.jumps > 0 {
            let after = world.chance.spread(1_000, profile.jumps);
            world.plan(after, Happening::Jump(0));
        }
    }

    async fn go_on(&mut self) {
        while !self.is_over().await {
            let due = self.world.lock().take_due();
            if let Some(what) = due {
                self.happen(what).await;
                continue;
            }
            let (bell, next) = {
                let world = self.world.lock();
                let next = world.next_at().unwrap_or(u64::MAX).min(world.now() + NUDGE);
                (world.bell(), world.instant(next))
            };
            let ended = async {
                match &mut self.app {
                    Some(app) if app.stopping => {
                        let _ = (&mut app.task).await;
                    }
                    _ => std::future::pending().await,
                }
            };
            let stopped = tokio::select! {
                biased;
                () = ended => true,
                () = bell.notified() => false,
                () = tokio::time::sleep_until(next) => false,
            };
            if stopped {
                self.stopped().await;
            }
        }
    }

    async fn happen(&mut self, what: Happening) {
        match what {
            Happening::Crash => self.crash().await,
            Happening::Stop => self.stop(),
            Happening::Start => self.start().await,
            Happening::Command => {
                self.command().await;
                let mut world = self.world.lock();
                let mean = world.profile.commands;
                world.plan_again(mean, Happening::Command);
            }
            Happening::Audit => {
                self.audit(false).await;
                self.read_news();
                let mut world = self.world.lock();
                let mean = world.profile.length / 8;
                world.plan_again(mean, Happening::Audit);
            }
            Happening::Jump(_) => {
                let mut world = self.world.lock();
                let far = move_of_the_clock(&mut world.chance);
                world.ledger.locks_that_are_over(self.clock.now());
                world.ledger.fault("clock moved");
                world.ledger.breaks += 1;
                world.note(format_args!("the clock moves by {far} ms"));
                self.clock.jump(far);
                let mean = world.profile.jumps;
                world.plan_again(mean, Happening::Jump(0));
            }
            Happening::Calm => self.calm(),
            other => self.world.lock().happen(other),
        }
    }

    async fn start(&mut self) {
        if self.app.is_some() {
            return;
        }
        let plant = self.world.lock().plant;
        if plant == Some(Plant::CountsDrift) && self.world.lock().ledger.crashes > 0 {
            self.files.miscount();
        }
        let store = self.files.open();
        if let Some(plant) = plant {
            plant.at_start(&store).await;
        }
        let (to_app, events) = unbounded_channel();
        let (news, told) = unbounded_channel();
        let control = Arc::<Control>::default();
        let (mut chance, mut ids) = {
            let mut world = self.world.lock();
            world.note(format_args!("start"));
            world.to_app = Some(to_app);
            (world.chance.child(), world.chance.child())
        };
        let dispatcher = Dispatcher::new(Parts {
            store: store.clone(),
            messenger: Arc::new(Phone {
                world: self.world.clone(),
                store: store.clone(),
                clock: Arc::clone(&self.clock),
            }),
            events,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            chance: Box::new(move || chance.unit()),
            mint: Box::new(move || MessageId::from_random(ids.nine())),
            timing: Timing::default(),
            news,
            control: Arc::clone(&control),
        });
        self.app = Some(App {
            store,
            control,
            task: tokio::spawn(dispatcher.run()),
            news: told,
            stopping: false,
        });
        self.world.lock().begin_connecting();
    }

    /// The process dies: nothing is finished, nothing is said.
    async fn crash(&mut self) {
        self.read_news();
        {
            let mut world = self.world.lock();
            let mean = world.profile.crashes;
            world.forget(|what| matches!(what, Happening::Crash));
            world.plan_again(mean, Happening::Crash);
        }
        let Some(app) = self.app.take() else { return };
        app.task.abort();
        let _ = app.task.await;
        let keeps_log = self.world.lock().plant != Some(Plant::CommitsLost);
        self.files.die(keeps_log);
        app.store.close().await;
        let mut world = self.world.lock();
        world.note(format_args!("crash"));
        world.ledger.crashes += 1;
        Self::gone(&mut world);
        let after = world.chance.spread(500, 600_000);
        world.plan(after, Happening::Start);
    }

    /// The program is not there any more.
    fn gone(world: &mut World) {
        world.to_app = None;
        world.ledger.disruptions += 1;
        let now = world.now();
        for event in world.ledger.dies(now).into_iter().rev() {
            world.waiting.push_front(event);
        }
        if !world.line.wants_a_person() {
            world.line = DeviceState::Offline;
        }
        world.cut();
    }

    fn stop(&mut self) {
        if let Some(app) = &mut self.app {
            app.stopping = true;
            app.control.stop();
        }
        let mut world = self.world.lock();
        let mean = world.profile.crashes.saturating_mul(2);
        world.plan_again(mean, Happening::Stop);
    }

    /// The database never refuses in these lives.
    fn read_news(&mut self) {
        let Some(app) = &mut self.app else { return };
        while let Ok(news) = app.news.try_recv() {
            if let News::StoreTrouble(error) = news {
                let mut world = self.world.lock();
                world.ledger.violated(format!("the store refused: {error}"));
            }
        }
    }

    async fn stopped(&mut self) {
        let Some(app) = self.app.take() else { return };
        app.store.close().await;
        let mut world = self.world.lock();
        world.note(format_args!("stopped"));
        Self::gone(&mut world);
        let longest = world.profile.length / 4;
        let after = world.chance.spread(60_000, longest);
        world.plan(after, Happening::Start);
    }

    /// Faults and commands end; the line is there, the program runs.
    fn calm(&mut self) {
        let mut world = self.world.lock();
        world.note(format_args!("calm"));
        world.calm = true;
        world.forget(|what| {
            matches!(
                what,
                Happening::Crash
                    | Happening::Stop
                    | Happening::Command
                    | Happening::Jump(_)
                    | Happening::Drop
                    | Happening::Audit
            )
        });
        world.plan(1_000, Happening::Relink);
        if !self.app.as_ref().is_some_and(|app| app.stopping) {
            world.plan(0, Happening::Start);
        }
        let needed: u64 = world
            .ledger
            .made
            .iter()
            .map(|made| {
                let pauses = made.pace.batch_pause_ms / u64::from(made.pace.batch.max(1));
                let people = made.people.len() as u64;
                let wait = match made.schedule {
                    schedule if schedule == Schedule::default() => 0,
                    // A day without messages, nights, and some people a day.
                    schedule => {
                        let days = (2 * people).checked_div(schedule.daily_limit.into());
                        DAY * (3 + days.unwrap_or(0))
                    }
                };
                wait + people * (2 * made.pace.delay_ms + pauses + 20_000)
            })
            .sum();
        self.end_by = world.now() + PATIENCE + needed;
    }

    /// Whether the world has settled; after the faults, the person resumes
    /// whatever does not run.
    async fn is_over(&mut self) -> bool {
        let now = {
            let world = self.world.lock();
            if !world.calm || !world.ledger.violations.is_empty() && world.now() > self.end_by {
                return world.calm;
            }
            world.now()
        };
        if now < self.nudge_at {
            return false;
        }
        self.nudge_at = now + self.nudge;
        let Some(store) = self.store() else {
            return false;
        };
        let open = self.open_campaigns(&store).await;
        // When all of them run there is little to look after.
        let all_run = open
            .iter()
            .all(|(_, state)| *state == CampaignState::Running);
        self.nudge = if all_run && !open.is_empty() {
            6 * NUDGE
        } else {
            NUDGE
        };
        for (place, state) in &open {
            if *state != CampaignState::Running {
                self.move_to(&store, *place, CampaignState::Running).await;
            }
        }
        self.wake();
        let mut world = self.world.lock();
        if open.is_empty() {
            return world.is_quiet();
        }
        if now > self.end_by {
            let places: Vec<_> = open.iter().map(|(place, _)| place + 1).collect();
            world
                .ledger
                .violated(format!("campaigns {places:?} do not end"));
            return true;
        }
        false
    }

    async fn end(&mut self) {
        // What was heard last is stored before the onlooker looks.
        tokio::time::sleep(Duration::from_secs(120)).await;
        self.audit(true).await;
        self.read_news();
        if let Some(app) = self.app.take() {
            app.control.stop();
            let ended = tokio::time::timeout(Duration::from_secs(120), app.task).await;
            app.store.close().await;
            if ended.is_err() {
                let mut world = self.world.lock();
                world.ledger.violated("the program does not stop".into());
            }
        }
        for problem in self.files.integrity() {
            self.world.lock().ledger.violated(problem);
        }
    }
}
