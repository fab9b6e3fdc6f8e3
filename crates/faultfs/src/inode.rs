//! The contents of one file: what the process sees, and what survives.

use crate::random::Random;
use crate::shm::Shm;
use std::collections::BTreeMap;
use std::sync::Weak;

/// A disk writes this much whole or not at all.
const SECTOR: usize = 512;

/// A change that the process sees and the disk does not have yet.
#[derive(Clone, Debug)]
enum Change {
    Write { offset: usize, data: Vec<u8> },
    Truncate(usize),
}

#[derive(Debug, Default)]
pub(crate) struct Inode {
    /// As the process sees it.
    cache: Vec<u8>,
    /// What is safe.
    durable: Vec<u8>,
    /// What leads from the second to the first.
    pending: Vec<Change>,
    /// Who holds which lock.
    locks: BTreeMap<u64, i32>,
    /// The index of the write-ahead log, while anybody has it mapped.
    pub shm: Weak<Shm>,
}

impl Inode {
    pub fn len(&self) -> usize {
        self.cache.len()
    }

    /// Fills the buffer from the cache; what lies beyond the end is zero.
    /// Whether all of it was there.
    pub fn read(&self, offset: usize, into: &mut [u8]) -> bool {
        let there = self.cache.get(offset..).unwrap_or_default();
        let got = there.len().min(into.len());
        let (head, tail) = into.split_at_mut(got);
        head.copy_from_slice(there.get(..got).unwrap_or_default());
        tail.fill(0);
        tail.is_empty()
    }

    pub fn write(&mut self, offset: usize, data: &[u8]) {
        put(&mut self.cache, offset, data);
        self.pending.push(Change::Write {
            offset,
            data: data.to_vec(),
        });
    }

    pub fn truncate(&mut self, len: usize) {
        self.cache.resize(len, 0);
        self.pending.push(Change::Truncate(len));
    }

    /// What was pending becomes safe.
    pub fn sync(&mut self) {
        for change in self.pending.drain(..) {
            match change {
                Change::Write { offset, data } => put(&mut self.durable, offset, &data),
                Change::Truncate(len) => self.durable.resize(len, 0),
            }
        }
    }

    /// A failed synchronisation: the system takes the pages for clean. The
    /// process goes on seeing them, the disk will never get them.
    pub fn forget_pending(&mut self) {
        self.pending.clear();
    }

    /// The power fails. Every pending sector survives in so many of eight cases.
    pub fn lose_power(&mut self, random: &mut Random, survivors: u64) {
        for change in std::mem::take(&mut self.pending) {
            match change {
                Change::Write { offset, data } => {
                    for (at, sector) in sectors(offset, &data) {
                        if random.eighths(survivors) {
                            put(&mut self.durable, at, sector);
                        }
                    }
                }
                Change::Truncate(len) => {
                    if random.eighths(survivors) {
                        self.durable.resize(len, 0);
                    }
                }
            }
        }
        self.cache.clone_from(&self.durable);
        self.end_process();
    }

    /// The process dies: its locks and its memory go with it.
    pub fn end_process(&mut self) {
        self.locks.clear();
        self.shm = Weak::new();
    }

    /// Takes a lock of SQLite's five levels (0 none, 1 shared, 2 reserved,
    /// 3 pending, 4 exclusive). Whether it was free.
    pub fn lock(&mut self, handle: u64, level: i32) -> bool {
        let others = self
            .locks
            .iter()
            .filter(|(other, _)| **other != handle)
            .map(|(_, level)| *level)
            .max()
            .unwrap_or(0);
        let free = match level {
            ..=1 => others < 3,
            2 => others < 2,
            _ => others < 1,
        };
        if free {
            let held = self.locks.entry(handle).or_default();
            *held = level.max(*held);
        }
        free
    }

    /// Goes down to a level.
    pub fn unlock(&mut self, handle: u64, level: i32) {
        if level == 0 {
            self.locks.remove(&handle);
        } else if let Some(held) = self.locks.get_mut(&handle) {
            *held = level.min(*held);
        }
    }

    /// Whether anybody means to write.
    pub fn is_reserved(&self) -> bool {
        self.locks.values().any(|level| *level >= 2)
    }
}

fn put(file: &mut Vec<u8>, offset: usize, data: &[u8]) {
    if file.len() == offset {
        // The usual case, and much the fastest.
        file.extend_from_slice(data);
        return;
    }
    let end = offset + data.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    if let Some(place) = file.get_mut(offset..end) {
        place.copy_from_slice(data);
    }
}

/// The pieces of a write at the borders of the disk's sectors.
fn sectors(offset: usize, data: &[u8]) -> Vec<(usize, &[u8])> {
    let mut pieces = Vec::new();
    let (mut at, mut rest) = (offset, data);
    while !rest.is_empty() {
        let room = SECTOR - at % SECTOR;
        let (piece, after) = rest.split_at(room.min(rest.len()));
        pieces.push((at, piece));
        at += piece.len();
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(file: &Inode) -> String {
        String::from_utf8_lossy(&file.cache).into_owned()
    }

    #[test]
    fn what_was_synchronised_survives_and_nothing_else() {
        let mut file = Inode::default();
        file.write(0, b"old text");
        file.sync();
        file.write(0, b"new");
        file.truncate(5);
        assert_eq!(text(&file), "new t");
        file.lose_power(&mut Random::new(1), 0);
        assert_eq!(text(&file), "old text");
        file.write(4, b"home");
        file.forget_pending();
        file.sync();
        assert_eq!(text(&file), "old home");
        file.lose_power(&mut Random::new(1), 8);
        assert_eq!(text(&file), "old text", "a failed synchronisation forgets");
    }

    #[test]
    fn sectors_survive_one_by_one() {
        let whole = vec![7; 4 * SECTOR];
        assert_eq!(
            sectors(500, &whole)
                .iter()
                .map(|(at, _)| *at)
                .collect::<Vec<_>>(),
            [500, 512, 1024, 1536, 2048]
        );
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..40 {
            let mut file = Inode::default();
            file.write(0, &whole);
            file.lose_power(&mut Random::new(seed), 4);
            seen.insert(file.cache.clone());
        }
        assert!(
            seen.len() > 8,
            "only {} ways to tear four sectors",
            seen.len()
        );
    }

    #[test]
    fn locks_exclude_each_other() {
        let mut file = Inode::default();
        assert!(file.lock(1, 1) && file.lock(2, 1));
        assert!(!file.lock(1, 4), "somebody else reads");
        assert!(file.lock(1, 2) && file.is_reserved() && !file.lock(2, 2));
        file.unlock(2, 0);
        assert!(file.lock(1, 4) && !file.lock(2, 1));
        file.unlock(1, 1);
        assert!(file.lock(2, 1));
    }
}
