//! The line to the phone: takes time, dies with the process, and knows whom
//! nobody may write to.

use crate::{ASKER, FILE, KEY, LEAVER};
use domain::messenger::{LinkError, MediumBytes, Outgoing, PairingMethod, SendError};
use domain::{Account, DeviceState, Medium, Messenger, PhoneNumber, Timestamp, Upload};
use faultfs::FaultFs;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{DatabaseKey, Execution, Store, StoreError, contacts};
use testkit::{ScriptedMessenger, number};

/// What a message takes on each half of its way.
const HALF_WAY: Duration = Duration::from_millis(100);

/// What people wrote, and when.
const SAID: [(u32, &str); 2] = [(ASKER, "¿Tienen en talle M?"), (LEAVER, "¡Baja!")];
const SAID_AT: Timestamp = Timestamp(1_793_620_801_000);

/// Promises that the store has given and that outlive every process.
#[derive(Debug, Default)]
pub(crate) struct Promises {
    /// Opt-outs that were seen in the store.
    pub opted_out: BTreeSet<PhoneNumber>,
    /// Who was written to all the same.
    pub disregarded: BTreeSet<PhoneNumber>,
}

#[derive(Clone)]
pub(crate) struct Line {
    pub phone: ScriptedMessenger,
    pub disk: FaultFs,
    pub store: Store,
    pub promises: Arc<Mutex<Promises>>,
}

impl Line {
    /// People say what they have to say; once more after a restart, because a
    /// server repeats what a program died over.
    pub fn people_speak(&self) {
        for (who, words) in SAID {
            self.phone.say(&number(who), words, SAID_AT);
        }
    }

    /// Looks whether the store has an opt-out, and remembers it for ever.
    pub async fn look_for_opt_out(&self, who: &PhoneNumber) {
        let of = who.clone();
        let stored = self
            .store
            .read(move |tx| contacts::is_opted_out(tx, &of))
            .await;
        if stored == Ok(true) {
            let mut promises = self.promises.lock().unwrap();
            promises.opted_out.insert(who.clone());
        }
    }
}

#[async_trait::async_trait]
impl Messenger for Line {
    fn account(&self) -> Option<Account> {
        self.phone.account()
    }

    fn state(&self) -> DeviceState {
        self.phone.state()
    }

    async fn pair(&self, method: PairingMethod) -> Result<(), LinkError> {
        self.phone.pair(method).await
    }

    async fn connect(&self) -> Result<(), LinkError> {
        self.phone.connect().await
    }

    async fn send(&self, message: &Outgoing, deadline: Duration) -> Result<(), SendError> {
        tokio::time::sleep(HALF_WAY).await;
        if self.disk.has_crashed() {
            // The process is dead: nothing of it reaches the wire any more.
            std::future::pending::<()>().await;
        }
        self.look_for_opt_out(&message.to).await;
        {
            let mut promises = self.promises.lock().unwrap();
            if promises.opted_out.contains(&message.to) {
                promises.disregarded.insert(message.to.clone());
            }
        }
        let first = self.phone.wire().is_empty();
        let result = self.phone.send(message, deadline).await;
        if first {
            self.people_speak();
        }
        tokio::time::sleep(HALF_WAY).await;
        result
    }

    async fn upload(
        &self,
        medium: &Medium,
        bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError> {
        self.phone.upload(medium, bytes, deadline).await
    }

    async fn unlink(&self) -> Result<(), LinkError> {
        self.phone.unlink().await
    }

    async fn shutdown(&self) {
        self.phone.shutdown().await;
    }

    async fn rest(&self, why: domain::Rest) {
        self.phone.rest(why).await;
    }
}

/// Opens the profile on the disk.
pub(crate) fn open_store(disk: &FaultFs) -> Result<Store, StoreError> {
    Store::open_on(
        Path::new(FILE),
        &DatabaseKey::from_bytes(KEY),
        Execution::Inline,
        Some(disk.name()),
    )
}
