//! The addresses that the server gave for numbers, kept while the program runs.

use domain::PhoneNumber;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use wacore_binary::Jid;

/// Numbers known to be on WhatsApp. Numbers that are not are asked for again:
/// their owners may join.
#[derive(Default)]
pub(crate) struct Addresses(Mutex<HashMap<PhoneNumber, Jid>>);

impl Addresses {
    pub(crate) fn get(&self, number: &PhoneNumber) -> Option<Jid> {
        self.lock().get(number).cloned()
    }

    pub(crate) fn learn(&self, number: PhoneNumber, address: Jid) {
        self.lock().insert(number, address);
    }

    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PhoneNumber, Jid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
