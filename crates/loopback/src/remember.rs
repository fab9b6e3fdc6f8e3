//! Between the server's parts and the form in which they are written down.

use crate::error::{LoopbackError, Result};
use crate::keys::array32;
use crate::mailbox::Mailbox;
use crate::registry::{Account, AccountState, Companion, UploadedKeys};
use crate::server::Server;
use crate::state::{
    AccountRecord, Blob, DeviceRecord, KeysRecord, MailboxRecord, Memory, Record, ServerRecord,
};

impl Server {
    /// Writes down what changed since the last time; without a file, nothing.
    pub fn remember(&self) -> Result<()> {
        let Some(journal) = &self.journal else {
            return Ok(());
        };
        journal.append(|memory| {
            let mut records = vec![Record::Server(ServerRecord {
                starts: self.starts + 1,
                next_id: self.upcoming_id(),
                stats: self.stats.snapshot(),
            })];
            for account in self.registry.take_changed() {
                describe(&account, memory, &mut records)?;
            }
            let received = self.inbox.take_changed().into_iter();
            records.extend(received.map(|message| Record::Received(Box::new(message))));
            Ok(records)
        })
    }

    /// The same where nobody can be told that it did not work.
    pub fn remember_or_say(&self) {
        if let Err(error) = self.remember() {
            log::error!("{error}");
        }
    }

    /// Puts back the accounts, their phones and their devices.
    pub fn restore(&self, memory: &Memory) -> Result<()> {
        for record in memory.accounts.values() {
            let account = self.registry.register(record.number, &record.name)?;
            restore_account(&mut account.lock(), record)?;
        }
        for (place, record) in &memory.devices {
            let waiting = memory.mailboxes.get(place);
            let companion = restored(record, waiting.map_or(&[], |m| m.items.as_slice()))?;
            let account = self
                .registry
                .find(record.number)
                .ok_or_else(|| LoopbackError::protocol("a device without its account"))?;
            account.lock().companions.insert(record.device, companion);
        }
        Ok(())
    }
}

fn describe(account: &Account, memory: &Memory, records: &mut Vec<Record>) -> Result<()> {
    let number = account.number;
    let state = account.peek();
    let bytes = |bytes: &Vec<u8>| Blob(bytes.clone());
    records.push(Record::Account(AccountRecord {
        number,
        name: state.name.clone(),
        phone: state.phone.record()?,
        collections: state.app_state.record(),
        received: state.received,
        last_partner: state.last_partner,
        addressed_as_lid: state.addressed_as_lid,
        said: state
            .said
            .iter()
            .map(|(id, said)| (id.clone(), bytes(said)))
            .collect(),
        retries: state
            .retries
            .iter()
            .map(|(id, count)| (id.clone(), *count))
            .collect(),
        next_device: state.next_device,
    }));
    for (device, companion) in &state.companions {
        records.push(Record::Device(DeviceRecord {
            number,
            device: *device,
            key_index: companion.key_index,
            noise_key: Blob(companion.noise_key.to_vec()),
            signed_identity: bytes(&companion.signed_identity),
            has_state_key: companion.has_state_key,
            keys: companion.keys.as_ref().map(keys),
        }));
        records.push(Record::Mailbox(MailboxRecord {
            number,
            device: *device,
            items: companion.mailbox.record()?,
        }));
    }
    let unlinked = memory
        .devices_of(number)
        .into_iter()
        .filter(|device| !state.companions.contains_key(device));
    records.extend(unlinked.map(|device| Record::Unlinked { number, device }));
    Ok(())
}

fn keys(keys: &UploadedKeys) -> KeysRecord {
    KeysRecord {
        registration_id: keys.registration_id,
        identity: Blob(keys.identity.clone()),
        signed_id: keys.signed_id,
        signed_key: Blob(keys.signed_key.clone()),
        signature: Blob(keys.signature.clone()),
        one_time: keys
            .one_time
            .iter()
            .map(|(id, key)| (*id, Blob(key.clone())))
            .collect(),
    }
}

fn restore_account(state: &mut AccountState, record: &AccountRecord) -> Result<()> {
    state.phone.restore(&record.phone)?;
    state.app_state.restore(&record.collections);
    state.received = record.received;
    state.last_partner = record.last_partner;
    state.addressed_as_lid = record.addressed_as_lid;
    for (id, said) in &record.said {
        state.said.insert(id.clone(), said.0.clone());
    }
    for (id, count) in &record.retries {
        state.retries.insert(id.clone(), *count);
    }
    state.next_device = record.next_device;
    Ok(())
}

fn restored(record: &DeviceRecord, waiting: &[Blob]) -> Result<Companion> {
    let keys = record.keys.as_ref().map(|keys| UploadedKeys {
        registration_id: keys.registration_id,
        identity: keys.identity.0.clone(),
        signed_id: keys.signed_id,
        signed_key: keys.signed_key.0.clone(),
        signature: keys.signature.0.clone(),
        one_time: keys
            .one_time
            .iter()
            .map(|(id, key)| (*id, key.0.clone()))
            .collect(),
    });
    Ok(Companion {
        key_index: record.key_index,
        noise_key: array32(&record.noise_key.0, "a noise key")?,
        signed_identity: record.signed_identity.0.clone(),
        keys,
        mailbox: Mailbox::restored(waiting)?,
        has_state_key: record.has_state_key,
    })
}
