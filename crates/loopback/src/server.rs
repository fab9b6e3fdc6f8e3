//! The state all connections share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use wacore_binary::Node;

use crate::config::{Config, parse_number};
use crate::error::Result;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::keys::Seed;
use crate::mailbox::Link;
use crate::media::MediaStore;
use crate::noise::NoiseIdentity;
use crate::pairing::Pairing;
use crate::received::Inbox;
use crate::registry::{Registry, lock};
use crate::state::Memory;
use crate::stats::Counters;
use crate::wire::attr;

/// One running server.
pub(crate) struct Server {
    pub config: Config,
    pub owner: u64,
    pub noise: NoiseIdentity,
    pub registry: Registry,
    pub pairing: Pairing,
    pub inbox: Inbox,
    pub media: MediaStore,
    pub faults: Faults,
    pub stats: Counters,
    /// Where things are remembered, if they are.
    pub journal: Option<Journal>,
    /// How often a server was started on this memory before.
    pub starts: u64,
    links: Mutex<HashMap<u64, Link>>,
    ids: AtomicU64,
    media_host: OnceLock<String>,
}

impl Server {
    pub fn new(config: Config) -> Result<Arc<Self>> {
        config.check()?;
        let seed = Seed(config.seed);
        let (journal, memory, received) = match &config.state {
            Some(file) => {
                let (journal, memory, received) = Journal::open(file)?;
                (Some(journal), memory, received)
            }
            None => (None, Memory::default(), Vec::new()),
        };
        let starts = memory.server.starts;
        let registry = Registry::new(&config, starts)?;
        let owner = parse_number(&config.owner_number)?;
        registry.register(owner, &config.owner_name)?;
        let server = Arc::new(Self {
            owner,
            noise: NoiseIdentity::new(seed)?,
            registry,
            pairing: Pairing::new(seed),
            inbox: Inbox::restored(received),
            media: MediaStore::default(),
            faults: Faults::default(),
            stats: Counters::restored(memory.server.stats.clone()),
            journal,
            starts,
            links: Mutex::default(),
            ids: AtomicU64::new(memory.server.next_id.max(1)),
            media_host: OnceLock::new(),
            config,
        });
        server.restore(&memory)?;
        server.remember()?;
        Ok(server)
    }

    /// The number that comes next.
    pub fn upcoming_id(&self) -> u64 {
        self.ids.load(Ordering::Relaxed)
    }

    /// A number not used before by this server.
    pub fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::Relaxed)
    }

    /// Where blobs go, as `127.0.0.1:PORT`.
    pub fn media_host(&self) -> &str {
        self.media_host.get().map_or("127.0.0.1", String::as_str)
    }

    pub fn set_media_host(&self, host: String) {
        // Set once at start; a second call has nothing to add.
        let _ = self.media_host.set(host);
    }

    pub fn connected(&self, link: &Link) {
        lock(&self.links).insert(link.connection, link.clone());
    }

    pub fn disconnected(&self, link: &Link) {
        lock(&self.links).remove(&link.connection);
    }

    /// Every open connection.
    pub fn links(&self) -> Vec<Link> {
        lock(&self.links).values().cloned().collect()
    }

    /// Counts a query under its namespace and first child.
    pub fn count_query(&self, stanza: &Node) {
        let namespace = attr(stanza, "xmlns").unwrap_or_default();
        let child = stanza
            .children()
            .and_then(<[Node]>::first)
            .map_or("-", |child| child.tag.as_ref());
        let name = format!("{namespace}/{child}");
        self.stats
            .count(|s| *s.queries.entry(name).or_default() += 1);
    }

    /// Whether a number answers as one on WhatsApp.
    pub fn on_whatsapp(&self, number: u64) -> bool {
        !self.faults.not_on_whatsapp(number) && self.registry.exists(number)
    }
}
