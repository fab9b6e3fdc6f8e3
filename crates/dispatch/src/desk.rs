//! What the dispatcher keeps in its head between two turns. All of it can be
//! lost at any instant: the outbox knows what matters.

use crate::enclose::NotBrought;
use crate::turn::SendReport;
use domain::messenger::Presence;
use domain::retry::FailureWatch;
use domain::{AttachmentId, CampaignId, MessageId, MessengerEvent, PartId, Timestamp, Upload};
use std::collections::{BTreeMap, BTreeSet};
use store::StoreError;
use tokio::task::JoinSet;

/// A message on the wire whose ack has not come yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unacked {
    pub part: PartId,
    pub attempts: u32,
    /// After this instant the outcome counts as unknown.
    pub until: Timestamp,
}

/// What was heard of the line and not yet followed.
#[derive(Debug)]
pub(crate) struct Line {
    /// The device's state changed.
    pub changed: bool,
    /// The line was away since the last turn, however briefly.
    pub dropped: bool,
    /// What waited on the server has been delivered.
    pub caught_up: bool,
}

/// Recipients of a campaign who are being prepared for.
#[derive(Debug)]
pub(crate) struct Preparing {
    pub campaign: CampaignId,
    /// Their first position: whoever stands there waits for the end of it.
    pub from: u64,
    pub task: tokio::task::JoinHandle<Vec<Presence>>,
}

/// A medium that is being brought to the server, and the message that wanted it.
#[derive(Debug)]
pub(crate) struct Bringing {
    pub attachment: AttachmentId,
    pub campaign: CampaignId,
    pub part: PartId,
    pub id: MessageId,
    pub attempts: u32,
    /// One; it ends with this value.
    pub task: JoinSet<Result<Upload, NotBrought>>,
}

#[derive(Debug)]
pub(crate) struct Desk {
    /// Heard and not yet stored, in order.
    pub inbox: Vec<MessengerEvent>,
    /// Sends that ended and are not yet stored, in order.
    pub reports: Vec<SendReport>,
    /// Parts that were picked and not tried, and that is not yet stored.
    pub untried: Vec<PartId>,
    /// What is being brought to the server.
    pub bringing: Option<Bringing>,
    /// Why the store could not be read for that, until somebody is told.
    pub trouble: Option<StoreError>,
    /// What was brought to the server, and that is not yet stored.
    pub uploaded: Vec<(AttachmentId, Upload)>,
    /// What was learned of people and is not yet stored.
    pub learned: Vec<Presence>,
    pub unacked: BTreeMap<MessageId, Unacked>,
    /// Parts whose outcome is unknown, and when they are tried again.
    pub unknown: BTreeMap<PartId, Timestamp>,
    pub online: bool,
    /// After a connection: until when acks and receipts that waited on the
    /// server are given time, before what is in doubt is sent again.
    pub settling_until: Option<Timestamp>,
    /// No recipient before this instant.
    pub next_allowed: Timestamp,
    /// When the last turn looked at the clock.
    pub turned_at: Timestamp,
    /// The campaign whose recipients were prepared last, and up to which position.
    pub prepared: Option<(CampaignId, u64)>,
    /// People who are being prepared while messages go on.
    pub preparing: Option<Preparing>,
    /// Once stopping: until when acks on their way are waited for.
    pub stop_by: Option<Timestamp>,
    /// What the wall clock said last.
    pub last_seen: Timestamp,
    pub watches: BTreeMap<CampaignId, FailureWatch>,
    /// Campaigns of which too many failed, and that are not held yet.
    pub to_hold: BTreeSet<CampaignId>,
    /// Campaigns that changed since the doors were last told.
    pub changed: BTreeSet<CampaignId>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            inbox: Vec::new(),
            reports: Vec::new(),
            untried: Vec::new(),
            bringing: None,
            trouble: None,
            uploaded: Vec::new(),
            learned: Vec::new(),
            unacked: BTreeMap::new(),
            unknown: BTreeMap::new(),
            online: false,
            settling_until: None,
            next_allowed: Timestamp(i64::MIN),
            turned_at: Timestamp(i64::MIN),
            prepared: None,
            preparing: None,
            stop_by: None,
            last_seen: Timestamp(i64::MIN),
            watches: BTreeMap::new(),
            to_hold: BTreeSet::new(),
            changed: BTreeSet::new(),
        }
    }

    /// Messages of which the next turn will still not know what became of them.
    pub fn on_wire(&self, now: Timestamp) -> usize {
        let mut answered = BTreeSet::new();
        for event in &self.inbox {
            match event {
                MessengerEvent::Accepted { id } | MessengerEvent::Refused { id, .. } => {
                    answered.insert(id);
                }
                MessengerEvent::Receipt { ids, .. } | MessengerEvent::MediumGone { ids } => {
                    answered.extend(ids);
                }
                _ => {}
            }
        }
        answered.extend(
            self.reports
                .iter()
                .filter(|report| report.result.is_err())
                .map(|report| &report.id),
        );
        let open =
            |(id, unacked): &(&MessageId, &Unacked)| unacked.until > now && !answered.contains(id);
        self.unacked.iter().filter(open).count()
    }

    /// Whether something was heard that must be stored before the next message:
    /// a refusal may hold the campaign, a person may have said no, a medium may
    /// have to be brought anew.
    pub fn has_second_thoughts(&self) -> bool {
        self.inbox.iter().any(|event| {
            matches!(
                event,
                MessengerEvent::Refused { .. }
                    | MessengerEvent::Incoming(_)
                    | MessengerEvent::MediumGone { .. }
            )
        })
    }

    /// Whether something happened that the next turn must store.
    pub fn has_news(&self) -> bool {
        !(self.inbox.is_empty()
            && self.reports.is_empty()
            && self.untried.is_empty()
            && self.uploaded.is_empty()
            && self.to_hold.is_empty())
    }

    /// The earliest instant at which something in doubt wants attention.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.unacked
            .values()
            .map(|u| u.until)
            .chain(self.unknown.values().copied())
            .chain(self.settling_until)
            .min()
    }

    /// Takes note of the time. When the wall clock was set back, everything
    /// waited for moves with it; else a campaign would stand still until the
    /// clock comes to where it was.
    pub fn follow_clock(&mut self, now: Timestamp) {
        let back = self.last_seen.since(now);
        self.last_seen = now;
        if back.is_zero() {
            return;
        }
        let back = i64::try_from(back.as_millis()).unwrap_or(i64::MAX);
        self.unacked
            .values_mut()
            .map(|unacked| &mut unacked.until)
            .chain(self.unknown.values_mut())
            .chain(self.settling_until.as_mut())
            .chain(self.stop_by.as_mut())
            .chain([&mut self.next_allowed, &mut self.turned_at])
            // The least instant stands for "whenever".
            .filter(|at| at.0 != i64::MIN)
            .for_each(|at| at.0 = at.0.saturating_sub(back));
    }
}
