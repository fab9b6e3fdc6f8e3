//! The loop between the outbox and the wire.

use crate::desk::{Desk, Line, Unacked};
use crate::parts::{News, Parts};
use crate::planted::{self, Bug};
use crate::turn::{self, Outcome, Pick, Picked, SendReport, Turn};
use domain::messenger::SendError;
use domain::{DeviceState, HoldReason, MessengerEvent, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use store::{StoreError, campaigns};

/// No pace keeps people further apart than this.
const LONGEST_GAP: Duration = Duration::from_secs(60 * 60);

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
            let outcome = match self.turn(!stopping).await {
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
                Pick::Send(picked) => self.send(*picked).await,
                Pick::Later(at) => self.wait(Some(at)).await,
                Pick::Nothing => self.wait(None).await,
            }
        }
    }

    /// Takes up the pace where the last run left it. A clock that was moved
    /// meanwhile does not hold anybody up for longer than a pace can be.
    async fn remember_pace(&mut self) {
        let now = self.now();
        if let Ok(Some(at)) = self.parts.store.read(turn::next_allowed).await
            && at > now
            && at.since(now) <= LONGEST_GAP
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
        let now = self.now();
        self.desk.turned_at = now;
        self.desk.wire_was_full = !self.window_is_open();
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
        let turn = Turn {
            now,
            heard: self.desk.inbox.clone(),
            report: self.desk.report.clone(),
            overdue: overdue.iter().map(|u| (u.part, u.attempts)).collect(),
            try_again: try_again.clone(),
            requeue_in_doubt,
            hold_all,
            release,
            may_pick: may_start
                && ready
                && !self.desk.wire_was_full
                && now >= self.desk.next_allowed,
            prepared: self.desk.prepared,
            ahead: self.parts.timing.ahead,
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
        let paced = self.desk.next_allowed != Timestamp(i64::MIN);
        let room = if !paced || planted::has(Bug::NoWaitForAcks) {
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
        // The turn heard the ack that makes room, and perhaps nothing else
        // comes that would lead to another one.
        let room = self.desk.wire_was_full && self.window_is_open();
        match outcome.pick {
            Pick::Nothing if room => Pick::Later(self.now()),
            pick => pick,
        }
    }

    /// Holds the campaigns of which too many failed. What the store refuses is
    /// held before the next turn.
    async fn hold(&mut self) -> Result<(), StoreError> {
        while let Some(campaign) = self.desk.to_hold.first().copied() {
            let reason = HoldReason::TooManyFailures;
            self.parts
                .store
                .write(move |tx| campaigns::hold(tx, campaign, reason))
                .await?;
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
        let sending_by = self
            .now()
            .plus(self.parts.timing.prepare + self.parts.timing.send + self.parts.timing.ack);
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
        if let Some(more) = picked.prepare.len().checked_sub(1) {
            let until = picked.position.saturating_add(more as u64);
            self.desk.prepared = Some((picked.campaign, until));
        }
        let result = {
            let sending = async {
                if !picked.prepare.is_empty() {
                    messenger.prepare(&picked.prepare, prepare).await;
                }
                messenger.send(&picked.message, deadline).await
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
        let now = self.now();
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
            .wait_after(picked.position, (self.parts.chance)())
            * u32::from(!planted::has(Bug::PaceIgnored));
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
        .min();
        // Woken at least once a minute, whatever the clock did meanwhile.
        let nap = until
            .map_or(Duration::from_secs(60), |at| at.since(now))
            .min(Duration::from_secs(60));
        self.rest(nap).await;
    }

    /// Sleeps, listening.
    async fn rest(&mut self, nap: Duration) {
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
