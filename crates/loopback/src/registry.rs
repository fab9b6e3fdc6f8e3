//! Accounts, their phones and their linked devices.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use buffa::{Message, MessageField};
use wacore_binary::{Jid, Node};
use waproto::whatsapp as wa;

use crate::app_state::AppState;
use crate::config::{Config, parse_number};
use crate::error::{LoopbackError, Result};
use crate::keys::{Seed, public_bytes};
use crate::mailbox::Mailbox;
use crate::signal::{Bundle, SignalDevice};
use crate::wire::unix_now;

/// Locks without panicking: a panic elsewhere must not take the server down.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A phone number on WhatsApp.
pub(crate) struct Account {
    pub number: u64,
    state: Mutex<AccountState>,
    /// Whether somebody may have changed it since this was last asked.
    changed: AtomicBool,
}

impl Account {
    /// Never hold two accounts at once: collect what one yields, let go, then
    /// take the other.
    pub fn lock(&self) -> MutexGuard<'_, AccountState> {
        let state = lock(&self.state);
        self.changed.store(true, Ordering::Relaxed);
        state
    }

    /// The same for somebody who only looks.
    pub fn peek(&self) -> MutexGuard<'_, AccountState> {
        lock(&self.state)
    }

    /// Hands a stanza to every linked device.
    pub fn deliver(&self, node: &Node) {
        for companion in self.lock().companions.values_mut() {
            companion.mailbox.deliver(node.clone());
        }
    }

    /// Hands a stanza to one linked device, if it is still linked.
    pub fn deliver_to(&self, device: u16, node: Node) {
        if let Some(companion) = self.lock().companions.get_mut(&device) {
            companion.mailbox.deliver(node);
        }
    }
}

/// What an account is at the moment.
pub(crate) struct AccountState {
    pub name: String,
    pub phone: SignalDevice,
    pub companions: BTreeMap<u16, Companion>,
    pub app_state: AppState,
    /// How many messages the phone has received, for seeded choices.
    pub received: u64,
    /// Who wrote last, for answers that name nobody.
    pub last_partner: Option<u64>,
    /// Whether that partner wrote to the hidden identity.
    pub addressed_as_lid: bool,
    /// What the phone said, by message id, in case a device asks again.
    pub said: HashMap<String, Vec<u8>>,
    /// How often each undecryptable message was asked for again.
    pub retries: HashMap<String, u8>,
    /// The media that were named to the phone, by message id. Not remembered
    /// over a restart, like the media themselves.
    pub media: HashMap<String, NamedMedium>,
    raw_id: u32,
    pub next_device: u16,
}

/// A medium that somebody sent to a phone.
pub(crate) struct NamedMedium {
    /// Who sent it.
    pub sender: u64,
    /// The address it was sent to.
    pub to: Jid,
    /// The key that opens it.
    pub key: Vec<u8>,
}

/// A device linked to an account.
pub(crate) struct Companion {
    pub key_index: u32,
    pub noise_key: [u8; 32],
    /// The identity the account signed, with the device's own signature.
    pub signed_identity: Vec<u8>,
    pub keys: Option<UploadedKeys>,
    pub mailbox: Mailbox,
    /// Whether the phone gave it the key to the account's shared state.
    pub has_state_key: bool,
}

/// The prekeys a linked device uploaded.
#[derive(Debug, Clone)]
pub(crate) struct UploadedKeys {
    pub registration_id: u32,
    pub identity: Vec<u8>,
    pub signed_id: u32,
    pub signed_key: Vec<u8>,
    pub signature: Vec<u8>,
    pub one_time: VecDeque<(u32, Vec<u8>)>,
}

impl UploadedKeys {
    /// A bundle; each one-time key is given out once.
    pub fn dispense(&mut self) -> Bundle {
        Bundle {
            registration_id: self.registration_id,
            identity: self.identity.clone(),
            signed_id: self.signed_id,
            signed_key: self.signed_key.clone(),
            signature: self.signature.clone(),
            one_time: self.one_time.pop_front(),
        }
    }
}

/// What linking a device yields.
pub(crate) struct Linked {
    pub device: u16,
    pub key_index: u32,
    /// The identity signed by the account, not yet by the device.
    pub signed_identity: Vec<u8>,
}

impl AccountState {
    fn new(seed: Seed, number: u64, starts: u64, name: String) -> Result<Self> {
        Ok(Self {
            name,
            phone: SignalDevice::new(seed, number, starts)?,
            companions: BTreeMap::new(),
            app_state: AppState::new(seed, number),
            received: 0,
            last_partner: None,
            addressed_as_lid: false,
            said: HashMap::new(),
            retries: HashMap::new(),
            media: HashMap::new(),
            raw_id: u32::try_from(seed.below(1 << 30, "adv raw id", number, 0)).unwrap_or(1),
            next_device: 1,
        })
    }

    /// The phone signs a new device's identity key.
    pub fn sign_device(&mut self, identity: &[u8; 32]) -> Result<Linked> {
        let device = self.next_device;
        self.next_device += 1;
        let key_index = u32::from(device);
        let details = wa::ADVDeviceIdentity {
            raw_id: Some(self.raw_id),
            timestamp: Some(unix_now()),
            key_index: Some(key_index),
            ..Default::default()
        }
        .encode_to_vec();
        let account = self.phone.identity().clone();
        let signed = [&[6_u8, 0][..], &details, identity].concat();
        let signature = account
            .calculate_signature(&signed, self.phone.rng())
            .map_err(LoopbackError::crypto)?;
        let signed_identity = wa::ADVSignedDeviceIdentity {
            details: Some(details),
            account_signature_key: Some(public_bytes(&account)),
            account_signature: Some(signature.to_vec()),
            ..Default::default()
        }
        .encode_to_vec();
        Ok(Linked {
            device,
            key_index,
            signed_identity,
        })
    }

    /// The list of valid devices, signed by the phone; absent for an account
    /// with nothing linked.
    pub fn key_index_list(&mut self) -> Result<Option<(u64, Vec<u8>)>> {
        if self.companions.is_empty() {
            return Ok(None);
        }
        let valid: Vec<u32> = std::iter::once(0)
            .chain(self.companions.values().map(|c| c.key_index))
            .collect();
        let timestamp = unix_now();
        let details = wa::ADVKeyIndexList {
            raw_id: Some(self.raw_id),
            timestamp: Some(timestamp),
            current_index: valid.iter().max().copied(),
            valid_indexes: valid,
            ..Default::default()
        }
        .encode_to_vec();
        let account = self.phone.identity().clone();
        let signed = [&[6_u8, 2][..], &details].concat();
        let signature = account
            .calculate_signature(&signed, self.phone.rng())
            .map_err(LoopbackError::crypto)?;
        let list = wa::ADVSignedKeyIndexList {
            details: Some(details),
            account_signature: Some(signature.to_vec()),
            account_signature_key: Some(public_bytes(&account)),
        };
        Ok(Some((timestamp, list.encode_to_vec())))
    }

    /// The phone's share of the key to the account's synced state.
    pub fn state_key_share(&self) -> wa::Message {
        let indexes = self.companions.values().map(|c| c.key_index);
        wa::Message {
            protocol_message: MessageField::some(wa::message::ProtocolMessage {
                r#type: Some(wa::message::protocol_message::Type::APP_STATE_SYNC_KEY_SHARE),
                app_state_sync_key_share: MessageField::some(wa::message::AppStateSyncKeyShare {
                    keys: vec![
                        self.app_state
                            .key(self.raw_id, std::iter::once(0).chain(indexes).collect()),
                    ],
                }),
                ..Default::default()
            }),
            ..Default::default()
        }
    }
}

/// Every account the server knows or would know.
pub(crate) struct Registry {
    seed: Seed,
    starts: u64,
    first: u64,
    count: u64,
    accounts: Mutex<HashMap<u64, Arc<Account>>>,
}

impl Registry {
    /// The accounts of a server that was started `starts` times before.
    pub fn new(config: &Config, starts: u64) -> Result<Self> {
        Ok(Self {
            seed: Seed(config.seed),
            starts,
            first: parse_number(&config.first_number)?,
            count: u64::from(config.phones),
            accounts: Mutex::new(HashMap::new()),
        })
    }

    /// Whether the number is one of the simulated phones.
    fn in_range(&self, number: u64) -> bool {
        (self.first..self.first + self.count).contains(&number)
    }

    /// Whether the number is on WhatsApp. Creates nothing: a client may ask
    /// about a hundred thousand numbers and write to ten.
    pub fn exists(&self, number: u64) -> bool {
        self.in_range(number) || lock(&self.accounts).contains_key(&number)
    }

    /// The account of a number that something happened to already.
    pub fn touched(&self, number: u64) -> Option<Arc<Account>> {
        lock(&self.accounts).get(&number).cloned()
    }

    /// The account of a number that is on WhatsApp, created when first touched.
    pub fn find(&self, number: u64) -> Option<Arc<Account>> {
        let mut accounts = lock(&self.accounts);
        if let Some(account) = accounts.get(&number) {
            return Some(account.clone());
        }
        if !self.in_range(number) {
            return None;
        }
        let name = format!("Phone {}", number - self.first);
        let account = self.build(number, name)?;
        accounts.insert(number, account.clone());
        Some(account)
    }

    /// The account of a number that a phone just registered under this name.
    pub fn register(&self, number: u64, name: &str) -> Result<Arc<Account>> {
        let account = {
            let mut accounts = lock(&self.accounts);
            if let Some(account) = accounts.get(&number) {
                account.clone()
            } else {
                let account = self
                    .build(number, name.to_owned())
                    .ok_or_else(|| LoopbackError::crypto("no keys for this number"))?;
                accounts.insert(number, account.clone());
                account
            }
        };
        name.clone_into(&mut account.lock().name);
        Ok(account)
    }

    fn build(&self, number: u64, name: String) -> Option<Arc<Account>> {
        match AccountState::new(self.seed, number, self.starts, name) {
            Ok(state) => Some(Arc::new(Account {
                number,
                state: Mutex::new(state),
                changed: AtomicBool::new(true),
            })),
            Err(error) => {
                log::error!("account {number}: {error}");
                None
            }
        }
    }

    /// The accounts that may have changed since the last call.
    pub fn take_changed(&self) -> Vec<Arc<Account>> {
        lock(&self.accounts)
            .values()
            .filter(|account| account.changed.swap(false, Ordering::Relaxed))
            .cloned()
            .collect()
    }

    /// Every account with a device linked to it.
    pub fn linked(&self) -> Vec<Arc<Account>> {
        let accounts: Vec<_> = lock(&self.accounts).values().cloned().collect();
        accounts
            .into_iter()
            .filter(|account| !account.lock().companions.is_empty())
            .collect()
    }
}
