//! What an onlooker who sees both the wire and the program's ears has noted,
//! independently of the store.

use domain::{CampaignId, MessageId, MessengerEvent, Pace, PhoneNumber, Schedule, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The program hears at once; this long after it was told, it has stored.
pub const AT_ONCE: u64 = 1_000;

/// Something that a person wrote, or that was decided about them.
#[derive(Clone, Debug)]
pub struct Wish {
    /// When it was made.
    pub said: u64,
    /// Whether it ends or allows messages, or neither.
    pub stop: Option<bool>,
    /// When the program was told; none while it was not, or may not have kept it.
    pub told: Option<u64>,
    /// The event that carries it; none for a decision at the keyboard.
    pub event: Option<MessengerEvent>,
}

/// What was asked of one message.
#[derive(Clone, Debug, Default)]
pub struct Tries {
    /// How often the program tried to send it.
    pub sends: u32,
    /// How often since a person asked for it last.
    pub since_asked: u32,
    /// How often a person asked for it again.
    pub asked_again: u32,
    /// The day of the wall clock on which it was tried last.
    pub day: Option<i64>,
    /// Refusals that stop the campaign and keep the message.
    pub held: u32,
    /// Disruptions of the world before the first try.
    pub before: u32,
}

/// A campaign as it was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Which one.
    pub id: CampaignId,
    /// Its pace.
    pub pace: Pace,
    /// Its people, in order.
    pub people: Vec<(PhoneNumber, MessageId)>,
    /// A person cancelled it.
    pub cancelled: bool,
    /// A person paused or cancelled it and did not let it go on.
    pub halted: bool,
    /// When it may send.
    pub schedule: Schedule,
    /// When the program was told that the account is restricted, until a
    /// person lets the campaign go on.
    pub restricted: Option<u64>,
    /// When the restriction ends, by the wall clock, if the server said so.
    pub restricted_until: Option<Timestamp>,
    /// When a person moved it last.
    pub moved: u64,
    /// Somebody asked to try its failed ones again.
    pub asked_again: BTreeSet<MessageId>,
}

/// The onlooker's notes.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Campaigns in the order of their creation.
    pub made: Vec<Made>,
    /// Every id: its campaign (a place in `made`) and the place in it.
    pub ids: BTreeMap<MessageId, (usize, usize)>,
    /// What people decided.
    pub wishes: BTreeMap<PhoneNumber, Vec<Wish>>,
    /// Ids of which the program was told that they arrived, and when.
    pub told: BTreeMap<MessageId, u64>,
    /// Ids that were tried, in the order of the first time.
    pub tried: Vec<MessageId>,
    /// How often.
    pub tries: BTreeMap<MessageId, Tries>,
    /// The first try before the present one: its campaign, when it was, and
    /// how often the clock had moved by then.
    pub last_first: Option<(usize, u64, u64)>,
    /// Moves of the clock, over which a pace cannot be kept.
    pub breaks: u64,
    /// People tried, by day of the wall clock.
    pub by_day: BTreeMap<i64, u64>,
    /// What was uploaded: the key under which, and what it was.
    pub media: BTreeMap<[u8; 32], [u8; 32]>,
    /// Confirmations of opt-outs that were tried, by person.
    pub confirmed: BTreeMap<PhoneNumber, MessageId>,
    /// Since when a message is being sent.
    pub sending_since: Option<u64>,
    /// Restarts and connections lost.
    pub disruptions: u32,
    /// What is not as it should be.
    pub violations: Vec<String>,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// Requests that crossed the wire.
    pub wire: u64,
    /// Deaths of the program.
    pub crashes: u64,
}

impl Ledger {
    /// Counts a fault.
    pub fn fault(&mut self, kind: &'static str) {
        *self.faults.entry(kind).or_default() += 1;
    }

    /// Whether a message tried for the first time comes too soon after the one
    /// before it.
    pub fn hurries(&mut self, campaign: usize, now: u64) -> bool {
        let last = self.last_first.replace((campaign, now, self.breaks));
        let pace = self.made[campaign].pace;
        let gap = pace.delay_ms * u64::from(100 - pace.jitter_percent) / 100;
        last.is_some_and(|(other, at, breaks)| {
            other == campaign && breaks == self.breaks && now + 1 < at + gap
        })
    }

    /// Notes that something is not as it should be.
    pub fn violated(&mut self, what: String) {
        if self.violations.len() < 20 && !self.violations.contains(&what) {
            self.violations.push(what);
        }
    }

    /// Takes note of what the program is being told.
    pub fn hears(&mut self, event: &MessengerEvent, now: u64) {
        match event {
            MessengerEvent::Accepted { id } => {
                self.told.entry(id.clone()).or_insert(now);
            }
            MessengerEvent::Receipt { ids, .. } => {
                for id in ids {
                    self.told.entry(id.clone()).or_insert(now);
                }
            }
            MessengerEvent::Refused { id, code, .. } if matches!(code, 463 | 429) => {
                self.tries.entry(id.clone()).or_default().held += 1;
                if *code == 463
                    && !self.told.contains_key(id)
                    && let Some((place, _)) = self.ids.get(id)
                {
                    self.made[*place].restricted.get_or_insert(now);
                }
            }
            MessengerEvent::Incoming(message) => {
                for wish in self.wishes.entry(message.from.clone()).or_default() {
                    let same = wish.event.as_ref() == Some(event);
                    if same && wish.told.is_none() {
                        wish.told = Some(now);
                    }
                }
            }
            _ => {}
        }
    }

    /// The program died: what it heard just now may not have been stored.
    /// Gives back the answers of people that the server keeps for that reason.
    pub fn dies(&mut self, now: u64) -> Vec<MessengerEvent> {
        // Messages that were picked together are sent before anything is stored.
        let sending = self.sending_since.take().unwrap_or(now).min(now);
        let since = sending.saturating_sub(AT_ONCE);
        self.told.retain(|_, at| *at < since);
        for made in &mut self.made {
            made.restricted = made.restricted.filter(|at| *at < since);
        }
        let mut again = Vec::new();
        for wish in self.wishes.values_mut().flatten() {
            if wish.told.is_some_and(|told| told >= since)
                && let Some(event) = &wish.event
            {
                wish.told = None;
                again.push((wish.said, event.clone()));
            }
        }
        again.sort_by_key(|(said, _)| *said);
        again.into_iter().map(|(_, event)| event).collect()
    }

    /// Whether this person, as far as the program must know by now, does not
    /// want to be written to.
    pub fn unwanted(&self, who: &PhoneNumber, now: u64) -> bool {
        let Some(wishes) = self.wishes.get(who) else {
            return false;
        };
        let told = || {
            wishes
                .iter()
                .filter(|wish| wish.told.is_some() && wish.stop.is_some())
        };
        // A word that is told again after a newer one may have been stored before.
        let newest = told().max_by_key(|wish| (wish.said, wish.told));
        let last = told().max_by_key(|wish| (wish.told, wish.said));
        [newest, last].into_iter().all(|wish| {
            wish.is_some_and(|wish| {
                wish.stop == Some(true) && wish.told.is_some_and(|at| at + AT_ONCE < now)
            })
        })
    }
}
