//! The planted bug: a sender that writes down what it sent after sending it.

use crate::Verdict;
use crate::line::open_store;
use domain::{MessageId, PhoneNumber};
use faultfs::{Crash, FaultFs, Plan};
use std::collections::{BTreeMap, BTreeSet};
use store::{Store, StoreError, settings};
use testkit::number;

/// People it writes to.
const PEOPLE: u32 = 5;

type Wire = BTreeMap<PhoneNumber, BTreeSet<MessageId>>;

/// Plays a day of this sender with one crash. The sweep has to notice.
pub fn play(disk: &FaultFs, at: u64, how: Crash) -> Verdict {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let (mut verdict, mut wire, mut minted) = (Verdict::default(), Wire::new(), 0);
    disk.plan(Plan::Crash { at, how });
    loop {
        let done = open_store(disk)
            .and_then(|store| runtime.block_on(live(&store, &mut wire, &mut minted)));
        if !disk.has_crashed() {
            if let Err(error) = done {
                verdict.broken(error.to_string());
            }
            break;
        }
        disk.reboot();
        match open_store(disk).and_then(|store| runtime.block_on(unknown(&store, &wire))) {
            Ok(ids) => verdict.unrecorded.extend(ids),
            Err(error) => verdict.broken(error.to_string()),
        }
    }
    verdict.changes = disk.changes();
    for (who, ids) in wire {
        if ids.len() > 1 {
            verdict.doubled.insert(who);
        }
    }
    verdict
}

async fn recorded(store: &Store, who: &PhoneNumber) -> Result<Option<String>, StoreError> {
    let key = who.as_str().to_owned();
    store.read(move |tx| settings::get(tx, &key)).await
}

async fn live(store: &Store, wire: &mut Wire, minted: &mut u8) -> Result<(), StoreError> {
    for who in (0..PEOPLE).map(number) {
        if recorded(store, &who).await?.is_some() {
            continue;
        }
        *minted += 1;
        let id = MessageId::from_random([*minted; 9]);
        wire.entry(who.clone()).or_default().insert(id.clone());
        store
            .write(move |tx| settings::set(tx, who.as_str(), id.as_str()))
            .await?;
    }
    store.close().await;
    Ok(())
}

async fn unknown(store: &Store, wire: &Wire) -> Result<Vec<MessageId>, StoreError> {
    let mut unknown = Vec::new();
    for (who, ids) in wire {
        let known = recorded(store, who).await?;
        unknown.extend(
            ids.iter()
                .filter(|id| known.as_deref() != Some(id.as_str()))
                .cloned(),
        );
    }
    Ok(unknown)
}
