//! For tests only: a clock that follows the test, a messenger that does as it
//! is told, and the suite that every implementation of the messenger port passes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::indexing_slicing
)]

mod clock;
pub mod messenger_suite;
mod scripted;

pub use clock::TestClock;
pub use scripted::{Fault, ScriptedMessenger, Sent};

use domain::{MessageId, PhoneNumber};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The `n`-th number of a made-up country district.
pub fn number(n: u32) -> PhoneNumber {
    PhoneNumber::from_e164(&format!("+595981{n:06}")).unwrap()
}

/// Message ids in a row that never repeats within a process.
pub fn minter() -> Box<dyn FnMut() -> MessageId + Send> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Box::new(|| {
        let mut bytes = [0xAA; 9];
        bytes[1..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        MessageId::from_random(bytes)
    })
}

/// Waits for a condition, generously; panics with `what` when it never holds.
pub async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    // Ten seconds in small steps, then ten minutes in larger ones: under
    // paused time both pass at once.
    for step in 0..1_600 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(if step < 1_000 { 10 } else { 1_000 })).await;
    }
    panic!("waited in vain: {what}");
}
