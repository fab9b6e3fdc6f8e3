//! The loop between the outbox and the wire.

use crate::desk::{Desk, Unacked};
use crate::turn::{Outcome, Pick, Picked, SendReport, Turn};
use domain::{
    CampaignId, CampaignState, Clock, DeviceState, HoldReason, Messenger, MessengerEvent, Timestamp,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{Store, StoreError, Tx, campaigns};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

/// Deadlines of the dispatcher.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// For writing one message to the wire.
    pub send: Duration,
    /// For the server's ack after that.
    pub ack: Duration,
    /// After a connection: for acks and receipts that waited on the server.
    pub settle: Duration,
    /// Messages that may be on the wire without an ack while a campaign is
    /// sent without delay. A paced campaign waits for each ack.
    pub unpaced_window: usize,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            send: Duration::from_secs(60),
            ack: Duration::from_secs(30),
            settle: Duration::from_secs(3),
            unpaced_window: 64,
        }
    }
}

/// What the doors should know.
#[derive(Clone, Debug)]
pub enum News {
    /// The device: states, codes, a new account.
    Messenger(MessengerEvent),
    /// A campaign changed.
    Campaign(CampaignId),
    /// The database refused a turn; nothing was lost, it is tried again.
    StoreTrouble(StoreError),
}

/// Lets others reach a running dispatcher.
#[derive(Debug, Default)]
pub struct Control {
    wake: Notify,
    stop: AtomicBool,
}

impl Control {
    /// Something in the store changed: a campaign was started, paused, resumed.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Finish the part in flight, save, and end.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

/// What a dispatcher is made of. Time and chance are passed in.
pub struct Parts {
    /// The profile's database.
    pub store: Store,
    /// The phone.
    pub messenger: Arc<dyn Messenger>,
    /// What the phone says, in order.
    pub events: UnboundedReceiver<MessengerEvent>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Uniform draws in `[0, 1)`.
    pub chance: Box<dyn FnMut() -> f64 + Send>,
    /// Deadlines.
    pub timing: Timing,
    /// Where news go.
    pub news: UnboundedSender<News>,
    /// How others reach it.
    pub control: Arc<Control>,
}

/// Runs the campaigns of one profile.
pub struct Dispatcher {
    parts: Parts,
    desk: Desk,
    device: DeviceState,
    line: Line,
    closed: bool,
    /// Once stopping: until when acks on their way are waited for.
    stop_by: Option<Timestamp>,
}

/// What was heard of the line and not yet followed.
struct Line {
    /// The device's state changed.
    changed: bool,
    /// The line was away since the last turn, however briefly.
    dropped: bool,
    /// What waited on the server has been delivered.
    caught_up: bool,
}

impl Dispatcher {
    /// A dispatcher that has done nothing yet.
    pub fn new(parts: Parts) -> Self {
        let device = parts.messenger.state();
        Self {
            parts,
            desk: Desk::new(),
            device,
            line: Line {
                changed: true,
                dropped: true,
                caught_up: false,
            },
            closed: false,
            stop_by: None,
        }
    }

    /// Works until [`Control::stop`] or until the messenger is gone.
    pub async fn run(mut self) {
        while !self.closed {
            self.take_waiting();
            let stopping = self.parts.control.stopping();
            let outcome = match self.turn(!stopping).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    let _ = self.parts.news.send(News::StoreTrouble(error));
                    if stopping {
                        return;
                    }
                    self.nap(Duration::from_secs(1)).await;
                    continue;
                }
            };
            let pick = self.settle(outcome).await;
            match pick {
                _ if stopping => {
                    let now = self.parts.clock.now();
                    let by = *self
                        .stop_by
                        .get_or_insert(now.plus(self.parts.timing.settle));
                    if self.desk.unacked.is_empty() || by <= now || !self.desk.online {
                        return;
                    }
                    self.wait(Some(by)).await;
                }
                Pick::Send(picked) => self.send(*picked).await,
                Pick::Later(at) => self.wait(Some(at)).await,
                Pick::Nothing => self.wait(None).await,
            }
        }
    }

    /// One transaction: what was heard goes in, what goes out next comes back.
    async fn turn(&mut self, may_start: bool) -> Result<Outcome, StoreError> {
        self.hold().await?;
        let now = self.parts.clock.now();
        let (release, hold_all) = self.follow_device(now);
        let settled =
            self.line.caught_up || self.desk.settling_until.is_some_and(|until| until <= now);
        let requeue_in_doubt = self.desk.online && settled && self.desk.settling_until.is_some();
        let overdue: Vec<_> = self
            .desk
            .unacked
            .values()
            .filter(|u| self.desk.online && u.until <= now)
            .copied()
            .collect();
        let try_again: Vec<_> = self
            .desk
            .unknown
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(part, _)| *part)
            .collect();
        let ready = self.desk.online
            && (self.desk.settling_until.is_none() || requeue_in_doubt)
            && self.desk.unknown.len() == try_again.len();
        let turn = Turn {
            now,
            heard: self.desk.inbox.clone(),
            report: self.desk.report.clone(),
            overdue: overdue.iter().map(|u| (u.part, u.attempts)).collect(),
            try_again: try_again.clone(),
            requeue_in_doubt,
            hold_all,
            release,
            may_pick: may_start && ready && self.window_is_open() && now >= self.desk.next_allowed,
        };
        let outcome = self.parts.store.write(move |tx| turn.run(tx)).await?;
        // Committed: what was handed over is no longer ours to keep.
        self.desk.inbox.clear();
        self.desk.report = None;
        self.line.changed = false;
        for part in try_again {
            self.desk.unknown.remove(&part);
        }
        self.desk
            .unacked
            .retain(|_, unacked| !overdue.iter().any(|o| o.part == unacked.part));
        if requeue_in_doubt {
            self.desk.settling_until = None;
            self.desk.unacked.clear();
            self.desk.unknown.clear();
        }
        Ok(outcome)
    }

    /// What the device's state means for the campaigns.
    fn follow_device(&mut self, now: Timestamp) -> (bool, Option<HoldReason>) {
        let online = self.device == DeviceState::Online;
        if online && std::mem::take(&mut self.line.dropped) {
            self.desk.settling_until = Some(now.plus(self.parts.timing.settle));
        }
        self.desk.online = online;
        // A campaign started while nothing can go out is held in its first turn.
        (online && self.line.changed, self.device.hold_reason())
    }

    /// An unpaced campaign may have several messages without an ack, a paced
    /// one waits for each: the pace hides the wait, and order is kept even
    /// when one has to be repeated.
    fn window_is_open(&self) -> bool {
        let room = if self.desk.next_allowed == Timestamp(i64::MIN) {
            self.parts.timing.unpaced_window
        } else {
            1
        };
        self.desk.unacked.len() < room
    }

    /// Takes note of a committed turn and tells the doors.
    async fn settle(&mut self, outcome: Outcome) -> Pick {
        for id in &outcome.settled {
            self.desk.unacked.remove(id);
        }
        for (part, at) in outcome.doubtful {
            self.desk.unknown.insert(part, at);
        }
        self.desk.changed.extend(outcome.changed);
        for (campaign, failed) in outcome.outcomes {
            if self.desk.watches.entry(campaign).or_default().note(failed) {
                self.desk.to_hold.insert(campaign);
            }
        }
        if let Err(error) = self.hold().await {
            let _ = self.parts.news.send(News::StoreTrouble(error));
        }
        for campaign in std::mem::take(&mut self.desk.changed) {
            let _ = self.parts.news.send(News::Campaign(campaign));
        }
        outcome.pick
    }

    /// Holds the campaigns of which too many failed. What the store refuses is
    /// held before the next turn.
    async fn hold(&mut self) -> Result<(), StoreError> {
        let now = self.parts.clock.now();
        while let Some(campaign) = self.desk.to_hold.first().copied() {
            let why = Some(HoldReason::TooManyFailures);
            let work = move |tx: &Tx<'_>| match campaigns::head(tx, campaign)? {
                // A person may have stopped it meanwhile.
                Some(head) if head.state == CampaignState::Running => {
                    campaigns::set_state(tx, campaign, CampaignState::Held, why, now)
                }
                _ => Ok(()),
            };
            self.parts.store.write(work).await?;
            self.desk.to_hold.remove(&campaign);
            self.desk.changed.insert(campaign);
        }
        Ok(())
    }

    /// Sends one message; listens meanwhile, so that the device's state and
    /// codes reach the doors at once.
    async fn send(&mut self, picked: Picked) {
        let messenger = Arc::clone(&self.parts.messenger);
        let id = picked.message.id.clone();
        // Before the wire: the ack may be faster than the return of the call.
        self.desk.unacked.insert(
            id.clone(),
            Unacked {
                part: picked.part,
                attempts: picked.attempts,
                until: self
                    .parts
                    .clock
                    .now()
                    .plus(self.parts.timing.send + self.parts.timing.ack),
            },
        );
        let deadline = self.parts.timing.send;
        let result = {
            let sending = messenger.send(&picked.message, deadline);
            tokio::pin!(sending);
            loop {
                tokio::select! {
                    biased;
                    result = &mut sending => break result,
                    event = self.parts.events.recv(), if !self.closed => match event {
                        Some(event) => self.hear(event),
                        None => self.closed = true,
                    },
                }
            }
        };
        let now = self.parts.clock.now();
        if let Some(unacked) = self.desk.unacked.get_mut(&id) {
            unacked.until = now.plus(self.parts.timing.ack);
        }
        let (part, campaign, attempts) = (picked.part, picked.campaign, picked.attempts);
        self.desk.report = Some(SendReport {
            campaign,
            part,
            id,
            attempts,
            result,
        });
        let wait = picked
            .pace
            .wait_after(picked.position, (self.parts.chance)());
        self.desk.next_allowed = if wait.is_zero() && picked.pace.is_unpaced() {
            Timestamp(i64::MIN)
        } else {
            now.plus(wait)
        };
    }

    /// Sleeps until something happens or something is due.
    async fn wait(&mut self, until: Option<Timestamp>) {
        // A report or a hold not yet stored, or a change not yet followed, is not
        // slept on.
        let waiting = self.desk.report.is_some() || !self.desk.to_hold.is_empty();
        if waiting || self.line.changed {
            return;
        }
        let now = self.parts.clock.now();
        let pace = Some(self.desk.next_allowed).filter(|at| *at > now);
        let until = [
            until,
            pace,
            self.desk.next_deadline().filter(|_| self.desk.online),
        ]
        .into_iter()
        .flatten()
        .min();
        // Woken at least once a minute, whatever the clock did meanwhile.
        let nap = until
            .map_or(Duration::from_secs(60), |at| at.since(now))
            .min(Duration::from_secs(60));
        self.nap(nap).await;
    }

    /// Sleeps so long, or until something is heard or asked for; whatever is
    /// due meanwhile.
    async fn nap(&mut self, nap: Duration) {
        let control = Arc::clone(&self.parts.control);
        tokio::select! {
            biased;
            event = self.parts.events.recv() => match event {
                Some(event) => self.hear(event),
                None => self.closed = true,
            },
            () = control.wake.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }

    fn take_waiting(&mut self) {
        while self.desk.inbox.len() < 512 {
            match self.parts.events.try_recv() {
                Ok(event) => self.hear(event),
                Err(_) => break,
            }
        }
    }

    fn hear(&mut self, event: MessengerEvent) {
        match &event {
            MessengerEvent::Device(state) => {
                if *state != DeviceState::Online {
                    self.line.dropped = true;
                    self.line.caught_up = false;
                }
                self.device = state.clone();
                self.line.changed = true;
            }
            MessengerEvent::OfflineDelivered => self.line.caught_up = true,
            MessengerEvent::Accepted { .. }
            | MessengerEvent::Refused { .. }
            | MessengerEvent::Receipt { .. }
            | MessengerEvent::Incoming(_) => {
                self.desk.inbox.push(event);
                return;
            }
            MessengerEvent::QrCode { .. }
            | MessengerEvent::PairCode { .. }
            | MessengerEvent::Paired(_) => {}
        }
        let _ = self.parts.news.send(News::Messenger(event));
    }
}
