//! What a server remembers over its own death, in the form in which it is
//! written down. Keys that come from the seed are not part of it.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::received::Received;
use crate::stats::Stats;

/// Bytes, as Base64 in JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Blob(pub Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD
            .decode(text)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// One thing as it was at some moment. A later record of the same thing takes
/// its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Record {
    Server(ServerRecord),
    Account(AccountRecord),
    Device(DeviceRecord),
    Mailbox(MailboxRecord),
    Unlinked { number: u64, device: u16 },
    Received(Box<Received>),
}

/// The server itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServerRecord {
    /// How often it was started on this memory.
    pub starts: u64,
    /// The next number for what must not repeat.
    pub next_id: u64,
    pub stats: Stats,
}

/// An account and its phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    pub number: u64,
    pub name: String,
    pub phone: PhoneRecord,
    /// The patches of the synced state, by collection.
    pub collections: BTreeMap<String, Vec<Blob>>,
    pub received: u64,
    pub last_partner: Option<u64>,
    pub addressed_as_lid: bool,
    pub said: BTreeMap<String, Blob>,
    pub retries: BTreeMap<String, u8>,
    pub next_device: u16,
}

/// What the phone has beyond its keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PhoneRecord {
    pub next_one_time: u32,
    /// Ratchets by the name of the peer's device.
    pub sessions: BTreeMap<String, Blob>,
}

/// A linked device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeviceRecord {
    pub number: u64,
    pub device: u16,
    pub key_index: u32,
    pub noise_key: Blob,
    pub signed_identity: Blob,
    pub has_state_key: bool,
    pub keys: Option<KeysRecord>,
}

/// The prekeys a device uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeysRecord {
    pub registration_id: u32,
    pub identity: Blob,
    pub signed_id: u32,
    pub signed_key: Blob,
    pub signature: Blob,
    pub one_time: Vec<(u32, Blob)>,
}

/// What a device has still to receive, as marshalled stanzas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MailboxRecord {
    pub number: u64,
    pub device: u16,
    pub items: Vec<Blob>,
}

/// Everything, as the last server left it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    pub server: ServerRecord,
    pub accounts: BTreeMap<u64, AccountRecord>,
    pub devices: BTreeMap<(u64, u16), DeviceRecord>,
    pub mailboxes: BTreeMap<(u64, u16), MailboxRecord>,
}

impl Memory {
    /// Takes note of a record. What was received is nothing to compare with: it
    /// is handed back.
    pub fn take(&mut self, record: Record) -> Option<Received> {
        match record {
            Record::Server(server) => self.server = server,
            Record::Account(account) => {
                self.accounts.insert(account.number, account);
            }
            Record::Device(device) => {
                self.devices.insert((device.number, device.device), device);
            }
            Record::Mailbox(mailbox) => {
                let place = (mailbox.number, mailbox.device);
                self.mailboxes.insert(place, mailbox);
            }
            Record::Unlinked { number, device } => {
                self.devices.remove(&(number, device));
                self.mailboxes.remove(&(number, device));
            }
            Record::Received(message) => return Some(*message),
        }
        None
    }

    /// Whether this is what was taken note of last.
    pub fn has(&self, record: &Record) -> bool {
        match record {
            Record::Server(server) => self.server == *server,
            Record::Account(account) => self.accounts.get(&account.number) == Some(account),
            Record::Device(device) => {
                self.devices.get(&(device.number, device.device)) == Some(device)
            }
            Record::Mailbox(mailbox) => {
                self.mailboxes.get(&(mailbox.number, mailbox.device)) == Some(mailbox)
            }
            Record::Unlinked { .. } | Record::Received(_) => false,
        }
    }

    /// The devices of an account that are linked as far as this knows.
    pub fn devices_of(&self, number: u64) -> Vec<u16> {
        let all = (number, 0)..=(number, u16::MAX);
        self.devices
            .range(all)
            .map(|((_, device), _)| *device)
            .collect()
    }
}
