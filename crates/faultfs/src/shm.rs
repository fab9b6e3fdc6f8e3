//! The memory in which the connections of one process keep the index of a
//! write-ahead log. Never on the disk: a new process builds it anew.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

/// Locks that SQLite defines on an index.
const LOCKS: usize = 8;

/// A piece of the index. Of atomics, because several threads write to it
/// through plain pointers, under SQLite's own rules.
pub(crate) type Region = Arc<[AtomicU64]>;

#[derive(Debug, Default)]
pub(crate) struct Shm {
    /// Regions are added and never taken away while anybody has the index.
    regions: Mutex<Vec<Region>>,
    /// For each lock, who holds it, and whether alone.
    locks: Mutex<[BTreeMap<u64, bool>; LOCKS]>,
}

impl Shm {
    /// A region, made when it is not there and wanted.
    pub fn region(&self, index: usize, bytes: usize, make: bool) -> Option<Region> {
        let mut regions = lock(&self.regions);
        while make && regions.len() <= index {
            regions.push((0..bytes.div_ceil(8)).map(|_| AtomicU64::new(0)).collect());
        }
        regions.get(index).cloned()
    }

    /// Takes locks, all of them or none. Whether they were free.
    pub fn take(&self, handle: u64, first: usize, count: usize, alone: bool) -> bool {
        let mut locks = lock(&self.locks);
        let wanted = || (first..first + count).take_while(|n| *n < LOCKS);
        let free = wanted().all(|n| {
            locks.get(n).is_some_and(|holders| {
                holders
                    .iter()
                    .all(|(other, theirs)| *other == handle || !(alone || *theirs))
            })
        });
        if free {
            for n in wanted() {
                if let Some(holders) = locks.get_mut(n) {
                    holders.insert(handle, alone);
                }
            }
        }
        free
    }

    /// Gives locks back.
    pub fn give_back(&self, handle: u64, first: usize, count: usize) {
        for holders in lock(&self.locks).iter_mut().skip(first).take(count) {
            holders.remove(&handle);
        }
    }

    /// Gives every lock back.
    pub fn leave(&self, handle: u64) {
        self.give_back(handle, 0, LOCKS);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Shm;

    #[test]
    fn one_writes_or_many_read() {
        let shm = Shm::default();
        assert!(shm.take(1, 3, 1, false) && shm.take(2, 3, 1, false));
        assert!(!shm.take(2, 2, 2, true), "one of both is taken");
        assert!(shm.take(1, 2, 1, true), "and none was kept");
        shm.give_back(1, 3, 1);
        assert!(shm.take(2, 3, 1, true) && !shm.take(1, 3, 1, false));
        shm.leave(2);
        assert!(shm.take(1, 0, 8, true));
    }

    #[test]
    fn a_region_stays_where_it_is() {
        let shm = Shm::default();
        assert!(shm.region(0, 32_768, false).is_none());
        let first = shm.region(0, 32_768, true).map(|region| region.as_ptr());
        shm.region(40, 32_768, true);
        assert_eq!(shm.region(0, 32_768, false).map(|r| r.as_ptr()), first);
    }
}
