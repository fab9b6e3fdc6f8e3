//! An account's synced state: settings and chats that its devices share as
//! encrypted patches. The server starts it with the account's name, the one
//! thing a freshly linked client waits for.

use std::collections::{BTreeMap, HashMap};

use buffa::MessageField;
use wacore::appstate::hash::{HashState, generate_patch_mac};
use wacore::appstate::{encode::encode_record, expand_app_state_keys};
use waproto::whatsapp as wa;

use crate::error::{LoopbackError, Result};
use crate::keys::Seed;
use crate::state::Blob;
use crate::wire::unix_now;

/// The collection that carries the account's name.
const NAME_COLLECTION: &str = "critical_block";

/// One account's collections as numbered patches.
pub(crate) struct AppState {
    key_id: Vec<u8>,
    key_data: Vec<u8>,
    iv: [u8; 16],
    collections: HashMap<String, Vec<Vec<u8>>>,
}

impl AppState {
    pub fn new(seed: Seed, number: u64) -> Self {
        let mut key_id = vec![0, 0];
        key_id.extend(seed.bytes("app state key id", number, 0).iter().take(4));
        let mut iv = [0_u8; 16];
        iv.copy_from_slice(&seed.bytes("app state iv", number, 0)[..16]);
        Self {
            key_id,
            key_data: seed.bytes("app state key", number, 0).to_vec(),
            iv,
            collections: HashMap::new(),
        }
    }

    /// The patches of every collection.
    pub fn record(&self) -> BTreeMap<String, Vec<Blob>> {
        let collections = self.collections.iter();
        collections
            .map(|(name, patches)| (name.clone(), patches.iter().cloned().map(Blob).collect()))
            .collect()
    }

    /// Goes on from there.
    pub fn restore(&mut self, record: &BTreeMap<String, Vec<Blob>>) {
        for (name, patches) in record {
            let patches = patches.iter().map(|patch| patch.0.clone()).collect();
            self.collections.insert(name.clone(), patches);
        }
    }

    /// The key in the form a phone shares it.
    pub fn key(&self, raw_id: u32, device_indexes: Vec<u32>) -> wa::message::AppStateSyncKey {
        wa::message::AppStateSyncKey {
            key_id: MessageField::some(wa::message::AppStateSyncKeyId {
                key_id: Some(self.key_id.clone()),
            }),
            key_data: MessageField::some(wa::message::AppStateSyncKeyData {
                key_data: Some(self.key_data.clone()),
                fingerprint: MessageField::some(wa::message::AppStateSyncKeyFingerprint {
                    raw_id: Some(raw_id),
                    current_index: device_indexes.iter().max().copied(),
                    device_indexes,
                }),
                timestamp: Some(i64::try_from(unix_now()).unwrap_or(0) * 1000),
            }),
        }
    }

    /// Writes the account's name, once, as the first patch of its collection.
    pub fn seed_name(&mut self, name: &str) -> Result<()> {
        if self.collections.contains_key(NAME_COLLECTION) {
            return Ok(());
        }
        let keys = expand_app_state_keys(&self.key_data);
        let value = wa::SyncActionValue {
            timestamp: Some(i64::try_from(unix_now()).unwrap_or(0) * 1000),
            push_name_setting: MessageField::some(wa::sync_action_value::PushNameSetting {
                name: Some(name.to_owned()),
            }),
            ..Default::default()
        };
        let (mutation, _) = encode_record(
            wa::syncd_mutation::SyncdOperation::SET,
            br#"["setting_pushName"]"#,
            &value,
            &keys,
            &self.key_id,
            &self.iv,
            1,
        );
        let mutations = vec![mutation];
        let mut state = HashState::default();
        let (_, updated) = state.update_hash(&mutations, |_, _| Ok(None));
        updated.map_err(LoopbackError::crypto)?;
        state.version = 1;
        let mut patch = wa::SyncdPatch {
            version: MessageField::some(wa::SyncdVersion { version: Some(1) }),
            mutations,
            snapshot_mac: Some(state.generate_snapshot_mac(NAME_COLLECTION, &keys.snapshot_mac)),
            key_id: MessageField::some(wa::KeyId {
                id: Some(self.key_id.clone()),
            }),
            ..Default::default()
        };
        patch.patch_mac = Some(generate_patch_mac(
            &patch,
            NAME_COLLECTION,
            &keys.patch_mac,
            1,
        ));
        let bytes = waproto::codec::syncd_patch_to_vec(&patch);
        self.collections
            .insert(NAME_COLLECTION.to_owned(), vec![bytes]);
        Ok(())
    }

    /// The collection's version: the number of its patches.
    pub fn version(&self, collection: &str) -> usize {
        self.collections.get(collection).map_or(0, Vec::len)
    }

    /// What follows `version`.
    pub fn patches_after(&self, collection: &str, version: usize) -> Vec<Vec<u8>> {
        self.collections
            .get(collection)
            .map(|patches| patches.iter().skip(version).cloned().collect())
            .unwrap_or_default()
    }

    /// Adds a device's patch, numbering it. Refuses one that was built on an
    /// older version, as the real server does.
    pub fn append(&mut self, collection: &str, base: usize, bytes: &[u8]) -> Result<bool> {
        let current = self.version(collection);
        if base != current {
            return Ok(false);
        }
        let mut patch = waproto::codec::syncd_patch_decode(bytes)
            .map_err(|error| LoopbackError::protocol(format!("state patch: {error}")))?;
        patch.version = MessageField::some(wa::SyncdVersion {
            version: Some(current as u64 + 1),
        });
        self.collections
            .entry(collection.to_owned())
            .or_default()
            .push(waproto::codec::syncd_patch_to_vec(&patch));
        Ok(true)
    }
}
