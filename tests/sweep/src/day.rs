//! The day: processes that live and die, and a person who uses them.

use crate::line::{Line, Promises, open_store};
use crate::{ABSENT, ACK_LOST, LEAVER, PEOPLE, Scenario, Verdict, audit};
use dispatch::{Control, Dispatcher, Parts, Timing};
use domain::{
    CampaignId, CampaignState, Clock, Medium, MediumKind, MessageId, MessengerEvent, Pace, Schedule,
};
use faultfs::{Crash, FaultFs, Plan};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::campaigns::{self, NewCampaign, NewRecipient};
use store::{Store, StoreError, attachments};
use testkit::{Fault, ScriptedMessenger, TestClock, number};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

/// How often the person looks.
const TICK: Duration = Duration::from_millis(250);

/// After this long, in simulated time, the day has failed.
const LONGEST: Duration = Duration::from_secs(900);

/// For how long a broken disk goes unnoticed by a person.
const UNNOTICED: Duration = Duration::from_secs(20);

/// What the person does next. Each is done once the store has said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Create,
    Pause,
    /// Watching for so many ticks that nothing goes out.
    Rest(u32),
    Resume,
    Wait,
}

/// How a process ends.
enum End {
    /// It died, or the disk did.
    Died,
    /// The profile did not open.
    Refused,
    /// In good order, to be started again.
    Closed,
    /// In good order, with nothing left to do.
    Finished,
    /// Never.
    Stuck,
}

/// A running process.
struct Process {
    line: Line,
    control: Arc<Control>,
    work: JoinHandle<()>,
}

impl Process {
    async fn kill(self) {
        self.work.abort();
        let _ = self.work.await;
        self.line.store.close().await;
    }

    async fn stop(self) {
        self.control.stop();
        let _ = self.work.await;
        self.line.store.close().await;
    }
}

struct Day<'d> {
    disk: &'d FaultFs,
    scenario: Scenario,
    clock: Arc<TestClock>,
    phone: ScriptedMessenger,
    events: Option<UnboundedReceiver<MessengerEvent>>,
    promises: Arc<Mutex<Promises>>,
    step: Step,
    campaign: Option<CampaignId>,
    minted: u8,
    /// What had crossed the wire when the pause had taken effect.
    at_rest: usize,
    /// When somebody will notice the broken disk.
    noticed_at: Option<tokio::time::Instant>,
    verdict: Verdict,
}

/// Plays a day on a formatted disk.
pub fn play(disk: &FaultFs, scenario: Scenario) -> Verdict {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let (phone, events) = ScriptedMessenger::online();
        for n in ACK_LOST {
            phone.plan(&number(n), [Fault::AckLost]);
        }
        phone.absent(&number(ABSENT));
        let mut day = Day {
            disk,
            scenario,
            clock: Arc::new(TestClock::new()),
            phone,
            events: Some(events),
            promises: Arc::default(),
            step: Step::Create,
            campaign: None,
            minted: 0,
            at_rest: 0,
            noticed_at: None,
            verdict: Verdict::default(),
        };
        day.pass().await;
        day.verdict
    })
}

impl Day<'_> {
    async fn pass(&mut self) {
        let began = tokio::time::Instant::now();
        self.disk.plan(self.scenario.plan);
        let mut end = self.live(began).await;
        loop {
            match end {
                End::Finished | End::Stuck => break,
                End::Closed => {}
                End::Refused => {
                    self.verdict.restarts += 1;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    self.mend_when_noticed();
                }
                End::Died => {
                    self.verdict.restarts += 1;
                    self.reboot();
                }
            }
            end = if began.elapsed() > LONGEST {
                End::Stuck
            } else {
                let (phone, events) = self.phone.reborn();
                (self.phone, self.events) = (phone, Some(events));
                self.live(began).await
            };
        }
        if matches!(end, End::Stuck) {
            self.verdict
                .broken(format!("never finished: {:?}", self.step));
        }
        self.count();
        // What was finished stays finished, whatever happens now.
        self.disk.crash(Crash::PowerLoss);
        self.reboot();
        audit::at_the_end(self.disk, &self.phone.wire(), &mut self.verdict);
    }

    fn count(&mut self) {
        if self.verdict.changes == 0 {
            self.verdict.changes = self.disk.changes();
            self.verdict.reads = self.disk.reads();
        }
        self.verdict.faults = self.verdict.faults.max(self.disk.faults());
    }

    /// The next process may begin; what it will find is looked at first.
    fn reboot(&mut self) {
        self.count();
        self.disk.reboot();
        let promises = self.promises.lock().unwrap();
        let wire = self.phone.wire();
        audit::after_reboot(self.disk, &wire, &promises.opted_out, &mut self.verdict);
        if !promises.disregarded.is_empty() {
            self.verdict
                .broken("somebody was written to after an opt-out was stored");
        }
        if let (Some(at), Plan::Crash { how, .. }) =
            (self.scenario.again.take(), self.scenario.plan)
        {
            self.disk.plan(Plan::Crash { at, how });
        }
    }

    /// Somebody mends the disk.
    fn mend_when_noticed(&mut self) -> bool {
        if !self.scenario.mended_by_a_person || self.disk.faults() == 0 {
            return false;
        }
        let now = tokio::time::Instant::now();
        if *self.noticed_at.get_or_insert(now + UNNOTICED) > now {
            return false;
        }
        self.count();
        self.disk.heal();
        self.scenario.mended_by_a_person = false;
        true
    }

    /// One process, from its start to its end.
    async fn live(&mut self, began: tokio::time::Instant) -> End {
        let store = match open_store(self.disk) {
            Ok(store) => store,
            Err(_) if self.disk.has_crashed() => return End::Died,
            Err(_) => return End::Refused,
        };
        let process = self.start(store);
        loop {
            tokio::time::sleep(if self.step == Step::Wait {
                4 * TICK
            } else {
                TICK
            })
            .await;
            if self.disk.has_crashed() {
                process.kill().await;
                return End::Died;
            }
            if self.mend_when_noticed() {
                process.kill().await;
                return End::Died;
            }
            if began.elapsed() > LONGEST {
                process.kill().await;
                return End::Stuck;
            }
            if !self
                .promises
                .lock()
                .unwrap()
                .opted_out
                .contains(&number(LEAVER))
            {
                process.line.look_for_opt_out(&number(LEAVER)).await;
            }
            match self.act(&process.line.store, &process.control).await {
                // The store refused; the person tries again.
                Ok(None) | Err(_) => {}
                Ok(Some(end)) => {
                    process.stop().await;
                    return if self.disk.has_crashed() {
                        End::Died
                    } else {
                        end
                    };
                }
            }
        }
    }

    fn start(&mut self, store: Store) -> Process {
        let line = Line {
            phone: self.phone.clone(),
            disk: self.disk.clone(),
            store: store.clone(),
            promises: Arc::clone(&self.promises),
        };
        if !self.phone.wire().is_empty() {
            line.people_speak();
        }
        let control = Arc::new(Control::default());
        let (news, _) = unbounded_channel();
        let dispatcher = Dispatcher::new(Parts {
            store,
            messenger: Arc::new(line.clone()),
            events: self.events.take().expect("one process at a time"),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            chance: Box::new(|| 0.5),
            mint: testkit::minter(),
            timing: Timing::default(),
            news,
            control: Arc::clone(&control),
        });
        Process {
            line,
            control,
            work: tokio::spawn(dispatcher.run()),
        }
    }

    /// The person looks, and does what is next.
    async fn act(&mut self, store: &Store, control: &Control) -> Result<Option<End>, StoreError> {
        let open = store.read(campaigns::list).await?;
        let Some(campaign) = open.first() else {
            if self.campaign.is_some() {
                self.verdict.broken("a campaign is gone");
            }
            self.campaign = Some(self.create(store).await?);
            self.step = Step::Pause;
            control.wake();
            return Ok(None);
        };
        // Also when the answer was lost with the process.
        self.campaign = Some(campaign.id);
        let wire = self.phone.wire().len();
        match self.step {
            Step::Create => self.step = Step::Pause,
            Step::Pause if campaign.state == CampaignState::Completed => self.step = Step::Wait,
            Step::Pause if wire >= 2 => {
                self.set(store, campaign.id, CampaignState::Paused).await?;
                self.step = Step::Rest(0);
            }
            Step::Rest(_) if campaign.state != CampaignState::Paused => {
                self.verdict
                    .broken(format!("a pause is gone: {:?}", campaign.state));
                self.step = Step::Wait;
            }
            Step::Rest(ticks) => {
                // One message may have been under way.
                if ticks <= 3 {
                    self.at_rest = wire;
                }
                if wire != self.at_rest {
                    self.verdict.broken("something went out during a pause");
                }
                self.step = Step::Rest(ticks + 1);
                if ticks == 8 {
                    self.step = Step::Resume;
                    return Ok(Some(End::Closed));
                }
            }
            Step::Resume => {
                if campaign.state == CampaignState::Paused {
                    self.set(store, campaign.id, CampaignState::Running).await?;
                }
                self.step = Step::Wait;
            }
            Step::Wait if campaign.state == CampaignState::Completed => {
                return Ok(Some(End::Finished));
            }
            Step::Wait if campaign.state == CampaignState::Paused => {
                self.verdict.broken("a pause is back");
                self.step = Step::Resume;
            }
            Step::Pause | Step::Wait => {}
        }
        control.wake();
        Ok(None)
    }

    async fn set(
        &self,
        store: &Store,
        id: CampaignId,
        state: CampaignState,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        store
            .write(move |tx| campaigns::set_state(tx, id, state, None, now))
            .await
    }

    async fn create(&mut self, store: &Store) -> Result<CampaignId, StoreError> {
        let mut head = NewCampaign {
            name: "Promo".into(),
            texts: vec!["Hola {nombre} 🌸".into(), "¿Qué tal, {nombre}?".into()],
            attachments: Vec::new(),
            for_test: false,
            schedule: Schedule::default(),
            pace: Pace {
                delay_ms: 0,
                jitter_percent: 0,
                batch: 0,
                batch_pause_ms: 0,
            },
            created_at: self.clock.now(),
        };
        self.minted += 1;
        let attempt = self.minted;
        let mut drawn = 0;
        let now = self.clock.now();
        store
            .write(move |tx| {
                let id = attachments::begin(tx, now)?;
                attachments::add_piece(tx, id, 0, b"a picture")?;
                head.attachments
                    .push(attachments::finish(tx, id, &picture(), now)?);
                let people = (0..PEOPLE).map(|n| NewRecipient {
                    contact: None,
                    phone: number(n),
                    name: format!("Ana {n}"),
                    title: String::new(),
                    groups: Vec::new(),
                    fields: BTreeMap::new(),
                    skip: None,
                });
                campaigns::create(tx, &head, people, || {
                    drawn += 1;
                    MessageId::from_random([attempt, drawn, 0, 0, 0, 0, 0, 0, 0])
                })
            })
            .await
    }
}

fn picture() -> Medium {
    Medium {
        kind: MediumKind::Picture,
        mime: "image/jpeg".into(),
        file_name: String::new(),
        sha256: [1; 32],
        size: 9,
        width: None,
        height: None,
        thumbnail: None,
        seconds: None,
        waveform: None,
        pages: None,
    }
}
