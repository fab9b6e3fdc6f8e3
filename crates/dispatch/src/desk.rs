//! What the dispatcher keeps in its head between two turns. All of it can be
//! lost at any instant: the outbox knows what matters.

use crate::turn::SendReport;
use domain::retry::FailureWatch;
use domain::{CampaignId, MessageId, MessengerEvent, PartId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A message on the wire whose ack has not come yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unacked {
    pub part: PartId,
    pub attempts: u32,
    /// After this instant the outcome counts as unknown.
    pub until: Timestamp,
}

#[derive(Debug)]
pub(crate) struct Desk {
    /// Heard and not yet stored, in order.
    pub inbox: Vec<MessengerEvent>,
    /// The send that ended last and is not yet stored.
    pub report: Option<SendReport>,
    pub unacked: BTreeMap<MessageId, Unacked>,
    /// Parts whose outcome is unknown, and when they are tried again.
    pub unknown: BTreeMap<PartId, Timestamp>,
    pub online: bool,
    /// After a connection: until when acks and receipts that waited on the
    /// server are given time, before what is in doubt is sent again.
    pub settling_until: Option<Timestamp>,
    /// No recipient before this instant.
    pub next_allowed: Timestamp,
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
            report: None,
            unacked: BTreeMap::new(),
            unknown: BTreeMap::new(),
            online: false,
            settling_until: None,
            next_allowed: Timestamp(i64::MIN),
            watches: BTreeMap::new(),
            to_hold: BTreeSet::new(),
            changed: BTreeSet::new(),
        }
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
}
