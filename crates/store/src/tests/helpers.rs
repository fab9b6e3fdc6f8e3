//! A database in a folder that goes away, and people to put into it.

use crate::campaigns::{self, NewCampaign, NewRecipient};
use crate::contacts::{NewContact, Remarks, UpsertOptions};
use crate::{DatabaseKey, Execution, Store, StoreError, Tx};
use domain::{CampaignId, MessageId, Pace, PhoneNumber, Schedule, Timestamp};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;

pub const NOW: Timestamp = Timestamp(1_800_000_000_000);

pub fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}

/// Waits for a future without a runtime's help.
pub fn block<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

pub struct Profile {
    pub store: Store,
    pub folder: TempDir,
}

impl Profile {
    pub fn new() -> Self {
        Self::with(Execution::Inline)
    }

    pub fn with(execution: Execution) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("store.db"), &key(), execution).unwrap();
        Self { store, folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        block(self.store.write(work)).unwrap()
    }

    pub fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        block(self.store.read(work)).unwrap()
    }

    /// A campaign to this many people, +595981000001 and on, with the texts.
    pub fn campaign(&self, people: u64, texts: &[&str]) -> CampaignId {
        let new = campaign(texts);
        self.write(move |tx| campaigns::create(tx, &new, (1..=people).map(recipient), minter()))
    }
}

pub fn phone(number: u64) -> PhoneNumber {
    PhoneNumber::from_e164(&format!("+595981{number:06}")).unwrap()
}

/// Ids in a row that never repeats within a test.
pub fn minter() -> impl FnMut() -> MessageId {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    || {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        MessageId::from_stored(format!("3EB0{number:018X}"))
    }
}

pub fn campaign(texts: &[&str]) -> NewCampaign {
    NewCampaign {
        name: "Promo".into(),
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        attachments: Vec::new(),
        for_test: false,
        pace: Pace::default(),
        schedule: Schedule::default(),
        created_at: NOW,
    }
}

pub fn recipient(number: u64) -> NewRecipient {
    NewRecipient {
        contact: None,
        phone: phone(number),
        name: format!("Ana {number}"),
        title: "Sra".into(),
        groups: vec!["VIP".into()],
        fields: BTreeMap::from([("Ciudad".into(), "Luque".into())]),
        skip: None,
    }
}

pub fn person(number: u64, name: &str, title: &str, groups: &[&str]) -> NewContact {
    NewContact {
        phone: phone(number),
        typed: format!("0981 {number:06}"),
        name: name.into(),
        title: title.into(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        fields: BTreeMap::new(),
        remarks: Remarks::default(),
    }
}

pub fn options() -> UpsertOptions {
    UpsertOptions {
        skip_existing: false,
        group: None,
        consent: None,
        opted_out_why: "import".into(),
        now: NOW,
    }
}
