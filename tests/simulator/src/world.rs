//! The state of one simulated world: the agenda, the line, the server, the
//! people, and what an onlooker who sees everything has noted.

use crate::chance::Chance;
use crate::ledger::Ledger;
use crate::plant::Plant;
use crate::profile::Profile;
use domain::{Account, DeviceState, MessageId, MessengerEvent, PhoneNumber, Timestamp};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

/// Something that is going to happen.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A request reaches the server.
    Arrive(MessageId, PhoneNumber),
    /// The server says something that is lost when nobody listens.
    Ack(MessengerEvent),
    /// The server says something that waits until somebody listens.
    Tell(MessengerEvent),
    /// Somebody writes.
    Write(PhoneNumber, &'static str),
    /// The line drops.
    Drop,
    /// The line, lost at this connection, is back.
    Up(u64),
    /// What waited on the server has been delivered over this connection.
    CaughtUp(u64),
    /// The person links the phone again.
    Relink,
    /// The wall clock moves.
    Jump(i64),
    /// The program dies.
    Crash,
    /// The program ends in good order.
    Stop,
    /// The program is started.
    Start,
    /// The person at the keyboard does something.
    Command,
    /// The onlooker compares the store with what was seen.
    Audit,
    /// Faults and commands end.
    Calm,
}

/// Somebody who may be written to.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Not on WhatsApp.
    pub absent: bool,
    /// The server always refuses with this code.
    pub refused: Option<u32>,
}

/// A message as the server has it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// To whom.
    pub to: PhoneNumber,
    /// Which arrival it was, from 0.
    pub place: usize,
}

/// The world.
pub struct World {
    /// Its chance.
    pub chance: Chance,
    /// What kind of life it is.
    pub profile: Profile,
    /// Whether faults have ended.
    pub calm: bool,
    /// What is wrong with the program, on purpose.
    pub plant: Option<Plant>,
    /// The device.
    pub line: DeviceState,
    /// Grows with every change of the line.
    pub connection: u64,
    /// Requests do not overtake each other on a connection.
    pub last_arrival: u64,
    /// Where the program listens, while it runs.
    pub to_app: Option<UnboundedSender<MessengerEvent>>,
    /// What waits on the server.
    pub waiting: VecDeque<MessengerEvent>,
    /// People by number.
    pub people: BTreeMap<PhoneNumber, Person>,
    /// What the server accepted.
    pub taken: BTreeMap<MessageId, Taken>,
    /// What the onlooker noted.
    pub ledger: Ledger,
    /// Answers are numbered.
    pub written: u64,
    /// Ids that a planted bug chose.
    pub chosen: BTreeSet<MessageId>,
    /// A message that a planted bug keeps back.
    pub kept: Option<(MessageId, PhoneNumber)>,
    agenda: BTreeMap<(u64, u64), Happening>,
    sequence: u64,
    start: Instant,
    bell: Arc<Notify>,
    trace: DefaultHasher,
    lines: Option<Vec<String>>,
}

/// The world, shared by the phone and the driver.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<World>>);

impl Shared {
    /// Nobody else runs while it is held: there is one thread.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    /// A new world. To be made inside a runtime.
    pub fn new(profile: Profile, chance: Chance, plant: Option<Plant>, tracing: bool) -> Self {
        Self(Arc::new(Mutex::new(World {
            chance,
            profile,
            calm: false,
            plant,
            line: DeviceState::Offline,
            connection: 0,
            last_arrival: 0,
            to_app: None,
            waiting: VecDeque::new(),
            people: BTreeMap::new(),
            taken: BTreeMap::new(),
            ledger: Ledger::default(),
            written: 0,
            chosen: BTreeSet::new(),
            kept: None,
            agenda: BTreeMap::new(),
            sequence: 0,
            start: Instant::now(),
            bell: Arc::default(),
            trace: DefaultHasher::new(),
            lines: tracing.then(Vec::new),
        })))
    }
}

impl World {
    /// Milliseconds since the world began; no clock that anybody can move.
    pub fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap()
    }

    /// The instant of a moment.
    pub fn instant(&self, at: u64) -> Instant {
        self.start + std::time::Duration::from_millis(at)
    }

    /// The server's clock, which is right.
    pub fn server_time(&self) -> Timestamp {
        Timestamp(1_793_620_800_000 + i64::try_from(self.now()).unwrap())
    }

    /// Rings when something earlier was put on the agenda.
    pub fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }

    /// Something will happen in so many milliseconds.
    pub fn plan(&mut self, after: u64, what: Happening) {
        let at = self.now() + after;
        self.plan_at(at, what);
    }

    /// Something will happen at a moment.
    pub fn plan_at(&mut self, at: u64, what: Happening) {
        self.sequence += 1;
        self.agenda.insert((at, self.sequence), what);
        self.bell.notify_one();
    }

    /// Something that comes again and again, on average every `mean`; 0 for never.
    pub fn plan_again(&mut self, mean: u64, what: Happening) {
        if mean > 0 && !self.calm {
            let after = self.chance.spread(mean.div_ceil(20), mean * 3);
            self.plan(after, what);
        }
    }

    /// When the next thing happens.
    pub fn next_at(&self) -> Option<u64> {
        self.agenda.keys().next().map(|(at, _)| *at)
    }

    /// What is due.
    pub fn take_due(&mut self) -> Option<Happening> {
        let next = *self.agenda.keys().next()?;
        if next.0 > self.now() {
            return None;
        }
        self.agenda.remove(&next)
    }

    /// Removes what is planned and no longer wanted.
    pub fn forget(&mut self, unwanted: impl Fn(&Happening) -> bool) {
        self.agenda.retain(|_, what| !unwanted(what));
    }

    /// Takes the requests under way off the agenda, in order.
    pub fn take_under_way(&mut self) -> Vec<(MessageId, PhoneNumber)> {
        let mut under_way = Vec::new();
        self.agenda.retain(|_, what| match what {
            Happening::Arrive(id, to) => {
                under_way.push((id.clone(), to.clone()));
                false
            }
            _ => true,
        });
        under_way
    }

    /// Whether nothing is planned any more.
    pub fn is_quiet(&self) -> bool {
        self.agenda.is_empty()
    }

    /// Writes a line of the trace.
    pub fn note(&mut self, line: std::fmt::Arguments<'_>) {
        let mut text = String::new();
        let now = self.now();
        let _ = write!(text, "{:>10}.{:03} {line}", now / 1_000, now % 1_000);
        text.hash(&mut self.trace);
        if let Some(lines) = &mut self.lines {
            lines.push(text);
        }
    }

    /// The trace so far, as one number.
    pub fn fingerprint(&self) -> u64 {
        self.trace.finish()
    }

    /// The lines of the trace.
    pub fn take_lines(&mut self) -> Vec<String> {
        self.lines.take().unwrap_or_default()
    }

    /// A fault of this kind, with the life's probability times `weight`.
    pub fn faulty(&mut self, kind: &'static str, weight: f64) -> bool {
        let happens = !self.calm && {
            let probability = self.profile.fault * weight;
            self.chance.happens(probability)
        };
        if happens {
            self.ledger.fault(kind);
        }
        happens
    }

    /// The linked account.
    pub fn account() -> Account {
        Account {
            phone: PhoneNumber::from_e164("+595992756462").unwrap(),
            name: "Tienda Luna".into(),
        }
    }
}
