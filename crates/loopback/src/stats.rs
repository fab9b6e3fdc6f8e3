//! Counts of what clients did, for tests that assert on traffic.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::registry::lock;

/// A snapshot of the counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Message stanzas received from clients, repeats included.
    pub messages: u64,
    /// Media files uploaded.
    pub uploads: u64,
    /// Media files downloaded.
    pub downloads: u64,
    /// Sockets accepted.
    pub connections: u64,
    /// Sockets that logged in.
    pub logins: u64,
    /// Sockets that resumed with the server's key at hand (Noise IK).
    pub resumed: u64,
    /// Devices linked.
    pub pairings: u64,
    /// Receipts received from clients.
    pub receipts: u64,
    /// Envelopes a simulated phone could not open.
    pub undecryptable: u64,
    /// Queries answered with "not implemented".
    pub unknown_queries: u64,
    /// Queries by namespace and first child, as in `usync/usync`.
    pub queries: BTreeMap<String, u64>,
}

/// The live counts.
#[derive(Debug, Default)]
pub(crate) struct Counters(Mutex<Stats>);

impl Counters {
    /// Goes on from there.
    pub fn restored(stats: Stats) -> Self {
        Self(Mutex::new(stats))
    }

    pub fn count(&self, change: impl FnOnce(&mut Stats)) {
        change(&mut lock(&self.0));
    }

    pub fn snapshot(&self) -> Stats {
        lock(&self.0).clone()
    }
}
