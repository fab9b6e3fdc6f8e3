//! The loop between the outbox and the wire.

use crate::desk::{Bringing, Desk, Line, Preparing, Unacked};
use crate::enclose::{self, Enclosing, NotBrought};
use crate::parts::{News, Parts};
use crate::pick::{Pick, Picked};
use crate::turn::{self, Outcome, SendReport, Turn, fresh_ids};
use domain::messenger::{AccountHealth, SendError};
use domain::{DeviceState, FailureClass, HoldReason, MessengerEvent, PartId, Timestamp, Upload};
use std::sync::Arc;
use std::time::Duration;
use store::{StoreError, campaigns};
use tokio::task::{JoinError, JoinSet};

/// Messages that were picked together are sent within this time, or picked anew:
/// hours may have become quiet.
const STALE: Duration = Duration::from_millis(500);

/// Between two looks at the clock while nothing happens.
const LOOK: Duration = Duration::from_secs(60);

/// After this long without anything to do, the store is asked all the same.
const LONGEST_SLEEP: Duration = Duration::from_secs(10 * 60);

/// Runs the campaigns of one profile.
pub struct Dispatcher {
    parts: Parts,
    desk: Desk,
    device: DeviceState,
    line: Line,
    closed: bool,
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
        }
    }

    /// Works until [`Control::stop`] or until the messenger is gone.
    pub async fn run(mut self) {
        self.remember_pace().await;
        while !self.closed {
            self.take_waiting();
            let stopping = self.parts.control.stopping();
            let resting = self.parts.control.resting();
            if let Some(error) = self.desk.trouble.take() {
                let _ = self.parts.news.send(News::StoreTrouble(error));
                self.rest(Duration::from_secs(1)).await;
            }
            let outcome = match self.turn(!stopping && !resting).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    let _ = self.parts.news.send(News::StoreTrouble(error));
                    if stopping {
                        return;
                    }
                    self.rest(Duration::from_secs(1)).await;
                    continue;
                }
            };
            let pick = self.settle(outcome).await;
            if resting && self.desk.unacked.is_empty() && self.desk.bringing.is_none() {
                self.parts.control.is_quiet();
            }
            match pick {
                _ if stopping => {
                    let now = self.now();
                    let by = *self
                        .desk
                        .stop_by
                        .get_or_insert(now.plus(self.parts.timing.settle));
                    if self.desk.unacked.is_empty() || by <= now || !self.desk.online {
                        return;
                    }
                    self.wait(Some(by)).await;
                }
                Pick::Send(picked) => self.send_all(picked).await,
                Pick::Later(at) => self.wait(Some(at)).await,
                Pick::Nothing => self.wait(None).await,
            }
        }
    }

    /// Takes up the pace where the last run left it.
    async fn remember_pace(&mut self) {
        let now = self.now();
        let kept = self.parts.store.read(move |tx| turn::next_allowed(tx, now));
        if let Ok(Some(at)) = kept.await
            && at > now
        {
            self.desk.next_allowed = at;
        }
    }

    fn now(&mut self) -> Timestamp {
        let now = self.parts.clock.now();
        self.desk.follow_clock(now);
        now
    }

    /// One transaction: what was heard goes in, what goes out next comes back.
    async fn turn(&mut self, may_start: bool) -> Result<Outcome, StoreError> {
        self.hold().await?;
        self.parts.control.take_note();
        let health = self.health_if_asked().await;
        let now = self.now();
        self.desk.turned_at = now;
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
        // What was in doubt is back in the queue; otherwise its time must have come.
        let nothing_in_doubt =
            self.desk.settling_until.is_none() && self.desk.unknown.len() == try_again.len();
        let ready = self.desk.online && (requeue_in_doubt || nothing_in_doubt);
        let heard = self.desk.inbox.clone();
        let fresh_ids = fresh_ids(&heard);
        let turn = Turn {
            now,
            zone: self.parts.clock.zone(),
            heard,
            ids: (0..fresh_ids).map(|_| (self.parts.mint)()).collect(),
            health,
            uploaded: self.desk.uploaded.clone(),
            learned: self.desk.learned.clone(),
            reports: self.desk.reports.clone(),
            untried: self.desk.untried.clone(),
            overdue: overdue.iter().map(|u| (u.part, u.attempts)).collect(),
            try_again: try_again.clone(),
            requeue_in_doubt,
            hold_all,
            release,
            may_pick: may_start && ready && self.desk.bringing.is_none(),
            next_allowed: self.desk.next_allowed,
            on_wire: if requeue_in_doubt {
                0
            } else {
                self.desk.on_wire(now)
            },
            unpaced_window: self.parts.timing.unpaced_window,
            draw: (self.parts.chance)(),
            prepared: self.desk.prepared,
            ahead: self.parts.timing.ahead,
        };
        let outcome = self.parts.store.write(move |tx| turn.run(tx)).await?;
        // Committed: what was handed over is no longer ours to keep.
        let heard = std::mem::take(&mut self.desk.inbox);
        self.desk.uploaded.clear();
        self.desk.learned.clear();
        self.desk.reports.clear();
        self.desk.untried.clear();
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
        let written = heard.into_iter().filter_map(|event| match event {
            MessengerEvent::Incoming(message) => Some(message),
            _ => None,
        });
        let stored: Vec<_> = written.collect();
        if !stored.is_empty() {
            self.parts.messenger.stored(&stored).await;
        }
        Ok(outcome)
    }

    /// What the device's state means for the campaigns.
    fn follow_device(&mut self, now: Timestamp) -> (bool, Option<(HoldReason, Option<Timestamp>)>) {
        let online = self.device == DeviceState::Online;
        if online && std::mem::take(&mut self.line.dropped) {
            self.desk.settling_until = Some(now.plus(self.parts.timing.settle));
        }
        self.desk.online = online;
        // A campaign started while nothing can go out is held in its first turn.
        let until = match self.device {
            DeviceState::Restricted { until, .. } => until,
            _ => None,
        };
        let hold = self.device.hold_reason().map(|reason| (reason, until));
        (online && self.line.changed, hold)
    }

    /// Asks the server how the account stands when a refusal can be understood
    /// only with that.
    async fn health_if_asked(&mut self) -> Option<AccountHealth> {
        let asked = self.desk.inbox.iter().any(|event| {
            matches!(
                event,
                MessengerEvent::Refused {
                    class: FailureClass::TimeLocked,
                    ..
                }
            )
        });
        if asked {
            self.parts.messenger.health(self.parts.timing.health).await
        } else {
            None
        }
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
            let watch = self.desk.watches.entry(campaign).or_default();
            if watch.note(failed, outcome.failure_percent) {
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
        while let Some(campaign) = self.desk.to_hold.first().copied() {
            let reason = HoldReason::TooManyFailures;
            self.parts
                .store
                .write(move |tx| campaigns::hold(tx, campaign, reason, None))
                .await?;
            self.desk.to_hold.remove(&campaign);
            self.desk.changed.insert(campaign);
        }
        Ok(())
    }

    /// Sends what was picked, in order. Whatever wants to be thought about first
    /// ends it; what is left goes back into the queue.
    async fn send_all(&mut self, picked: Vec<Picked>) {
        let begun = self.now();
        let mut left = picked.into_iter();
        for message in left.by_ref() {
            let well = self.send(message).await;
            let now = self.now();
            // What was picked long ago may not be what should go out now.
            let stale = now < begun || now.since(begun) > STALE;
            let changed = self.desk.has_second_thoughts() || self.parts.control.has_changed();
            if !well || stale || changed {
                break;
            }
            // An ack that came meanwhile is worth no turn of its own.
            self.take_waiting();
        }
        self.desk.untried.extend(left.map(|message| message.part));
    }

    /// Sends one message; listens meanwhile, so that the device's state and
    /// codes reach the doors at once. Whether it was written to the wire.
    async fn send(&mut self, picked: Picked) -> bool {
        let message = match picked.letter.message() {
            Ok(message) => message,
            Err(enclosing) => {
                self.bring(picked, enclosing);
                return false;
            }
        };
        let messenger = Arc::clone(&self.parts.messenger);
        let id = message.id.clone();
        let begun = self.now();
        let sending_by =
            begun.plus(self.parts.timing.prepare + self.parts.timing.send + self.parts.timing.ack);
        // Before the wire: the ack may be faster than the return of the call.
        self.desk.unacked.insert(
            id.clone(),
            Unacked {
                part: picked.part,
                attempts: picked.attempts,
                until: sending_by,
            },
        );
        let deadline = self.parts.timing.send;
        let prepare = self.parts.timing.prepare;
        self.desk.prepared = picked.prepared;
        let theirs = |begun: &mut Preparing| {
            begun.campaign == picked.campaign && begun.from <= picked.position
        };
        let begun_before = self.desk.preparing.take_if(theirs);
        if let Some((from, people)) = picked.ahead {
            let messenger = Arc::clone(&messenger);
            self.desk.preparing = Some(Preparing {
                campaign: picked.campaign,
                from,
                task: tokio::spawn(async move { messenger.prepare(&people, prepare).await }),
            });
        }
        let mut learned = Vec::new();
        let result = {
            let sending = async {
                if let Some(begun) = begun_before {
                    // It ends by its deadline; one that broke off prepared nobody.
                    learned = begun.task.await.unwrap_or_default();
                }
                if !picked.prepare.is_empty() {
                    learned.extend(messenger.prepare(&picked.prepare, prepare).await);
                }
                messenger.send(&message, deadline).await
            };
            tokio::pin!(sending);
            loop {
                // What was heard comes first: a drop of the line is known
                // before the message can go out on the next connection.
                tokio::select! {
                    biased;
                    event = self.parts.events.recv(), if !self.closed => match event {
                        Some(event) => self.hear(event),
                        None => self.closed = true,
                    },
                    result = &mut sending => break result,
                }
                if self.line.dropped && self.desk.unacked.len() > 1 {
                    // Earlier messages may have died with the line. They go
                    // first; this one waits for its turn, under its own id.
                    let detail = "the line dropped with messages on it".to_owned();
                    break Err(SendError::Unknown { detail });
                }
            }
        };
        self.desk.learned.extend(learned);
        let now = self.now();
        if let Some(unacked) = self.desk.unacked.get_mut(&id) {
            unacked.until = now.plus(self.parts.timing.ack);
        }
        let well = result.is_ok();
        note_attempt(picked.part, picked.attempts, &result);
        self.desk.reports.push(SendReport {
            campaign: picked.campaign,
            part: picked.part,
            id,
            attempts: picked.attempts,
            counted: true,
            result,
        });
        if let Some(wait) = picked.wait {
            // From one beginning to the next: what a send takes is part of the pace.
            // A clock that was set back meanwhile knows no such beginning.
            self.desk.next_allowed = if wait.is_zero() {
                Timestamp(i64::MIN)
            } else {
                begun.min(now).plus(wait)
            };
        }
        well
    }

    /// Begins to bring what a message names to the server. The message goes back
    /// into the queue as if it had not been picked: this may take long, hours may
    /// become quiet meanwhile, people may say no, and the pace begins with the
    /// message. Until it is there nothing else is picked.
    fn bring(&mut self, picked: Picked, enclosing: Enclosing) {
        self.desk.untried.push(picked.part);
        let messenger = Arc::clone(&self.parts.messenger);
        let store = self.parts.store.clone();
        let deadline = self.parts.timing.send;
        let attachment = enclosing.attachment;
        let mut task = JoinSet::new();
        task.spawn(async move { enclose::bring(&*messenger, store, &enclosing, deadline).await });
        self.desk.bringing = Some(Bringing {
            attachment,
            campaign: picked.campaign,
            part: picked.part,
            id: picked.letter.id,
            attempts: picked.attempts,
            task,
        });
    }

    /// Takes what was brought. A failure is a failed attempt of the message that
    /// wanted it.
    fn take_brought(&mut self, brought: Brought) {
        let Some(done) = self.desk.bringing.take() else {
            return;
        };
        let brought = brought.unwrap_or_else(|_| {
            Err(NotBrought::Failed(SendError::NothingSent {
                class: FailureClass::Other,
                detail: "the upload broke off".to_owned(),
            }))
        });
        match brought {
            Ok(upload) => {
                // By the clock by which its age will be told; by another one it
                // might seem old at once, and be brought again for ever.
                let made_at = self.now();
                let upload = Upload { made_at, ..upload };
                self.desk.uploaded.push((done.attachment, upload));
            }
            Err(NotBrought::Store(error)) => self.desk.trouble = Some(error),
            Err(NotBrought::Failed(error)) => self.desk.reports.push(SendReport {
                campaign: done.campaign,
                part: done.part,
                id: done.id,
                attempts: done.attempts,
                counted: false,
                result: Err(error),
            }),
        }
    }

    /// Sleeps until something happens or something is due.
    async fn wait(&mut self, until: Option<Timestamp>) {
        // What is not yet stored, or a change not yet followed, is not slept on.
        if self.desk.has_news() || self.line.changed {
            return;
        }
        let now = self.now();
        // The last turn was too early, even if by now it would not be.
        let pace = Some(self.desk.next_allowed).filter(|at| *at > self.desk.turned_at);
        let until = [
            until,
            pace,
            self.desk.next_deadline().filter(|_| self.desk.online),
        ]
        .into_iter()
        .flatten()
        .min()
        .map_or(now.plus(LONGEST_SLEEP), |at| {
            at.min(now.plus(LONGEST_SLEEP))
        });
        let mut before = now;
        loop {
            // Woken once a minute to look at the clock, which people, batteries
            // and lids move.
            let nap = until.since(before).min(LOOK);
            if self.rest(nap).await {
                return;
            }
            let now = self.now();
            if now >= until || now < before {
                return;
            }
            before = now;
        }
    }

    /// Sleeps, listening. Whether something happened.
    async fn rest(&mut self, nap: Duration) -> bool {
        let control = Arc::clone(&self.parts.control);
        tokio::select! {
            biased;
            event = self.parts.events.recv() => match event {
                Some(event) => self.hear(event),
                None => self.closed = true,
            },
            brought = brought(&mut self.desk.bringing) => self.take_brought(brought),
            () = control.wake.notified() => {}
            () = tokio::time::sleep(nap) => return false,
        }
        true
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
            MessengerEvent::Refused { id, class, code } => {
                let part = self.desk.unacked.get(id).map(|sent| sent.part.0);
                let part = part.map_or_else(|| "unknown".to_owned(), |part| part.to_string());
                log::warn!("part {part}: refused, {}, code {code}", class.as_str());
                self.desk.inbox.push(event);
                return;
            }
            MessengerEvent::Accepted { .. }
            | MessengerEvent::Receipt { .. }
            | MessengerEvent::MediumGone { .. }
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

/// An attempt in the log.
fn note_attempt(part: PartId, attempts: u32, result: &Result<(), SendError>) {
    let part = part.0;
    match result {
        Ok(()) => log::debug!("part {part}, attempt {attempts}: on the wire"),
        Err(SendError::Unknown { detail }) => {
            log::warn!("part {part}, attempt {attempts}: in doubt, {detail}");
        }
        Err(SendError::NothingSent { class, detail }) => {
            let class = class.as_str();
            log::warn!("part {part}, attempt {attempts}: {class}, {detail}");
        }
    }
}

/// The end of an upload, and whether its task ended well.
type Brought = Result<Result<Upload, NotBrought>, JoinError>;

/// Waits for what is being brought; without it, for ever.
async fn brought(bringing: &mut Option<Bringing>) -> Brought {
    if let Some(bringing) = bringing
        && let Some(brought) = bringing.task.join_next().await
    {
        return brought;
    }
    std::future::pending().await
}
