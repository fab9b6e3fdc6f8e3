//! The disk as a whole: names, files, the plan, the crash.

use crate::inode::Inode;
use crate::plan::{Crash, Fault, Operation, Plan, Verdict};
use crate::random::Random;
use std::collections::BTreeMap;

/// Why an operation was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No room.
    Full,
    /// Refused, or the process has died.
    Io,
}

/// A change of the folder that is not safe yet.
#[derive(Debug)]
enum Naming {
    Link(String, u64),
    Unlink(String),
}

/// A process's way to a file. It ends with the process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opened {
    pub inode: u64,
    /// Unique; who holds a lock.
    pub handle: u64,
    generation: u64,
    /// Its first synchronisation makes the folder's names safe, too: so SQLite
    /// does on Unix for a journal that it may have created.
    syncs_names: bool,
}

#[derive(Debug)]
pub(crate) struct Disk {
    pub plan: Plan,
    pub crashed: bool,
    /// Changes and reads since the plan was made, and how many of them failed.
    pub changes: u64,
    pub reads: u64,
    pub faults: u64,
    /// Synchronising does nothing and says that it did.
    pub lying: bool,
    /// A connection that asks for full synchronisation gets the normal one.
    pub weakened: bool,
    generation: u64,
    next: u64,
    files: BTreeMap<u64, Inode>,
    names: BTreeMap<String, u64>,
    safe_names: BTreeMap<String, u64>,
    pending_names: Vec<Naming>,
}

impl Disk {
    pub fn new() -> Self {
        Self {
            plan: Plan::Nothing,
            crashed: false,
            changes: 0,
            reads: 0,
            faults: 0,
            lying: false,
            weakened: false,
            generation: 0,
            next: 0,
            files: BTreeMap::new(),
            names: BTreeMap::new(),
            safe_names: BTreeMap::new(),
            pending_names: Vec::new(),
        }
    }

    /// Empty again; whoever had something open has it no longer.
    pub fn format(&mut self) {
        *self = Self {
            generation: self.generation + 1,
            next: self.next,
            ..Self::new()
        };
    }

    pub fn set_plan(&mut self, plan: Plan) {
        (self.plan, self.changes, self.reads, self.faults) = (plan, 0, 0, 0);
    }

    /// The next process begins.
    pub fn reboot(&mut self) {
        self.crashed = false;
        self.generation += 1;
        self.plan = Plan::Nothing;
        for file in self.files.values_mut() {
            file.end_process();
        }
    }

    pub fn crash(&mut self, how: Crash) {
        self.crashed = true;
        let (mut random, survivors) = match how {
            Crash::Kill => {
                for file in self.files.values_mut() {
                    file.end_process();
                }
                return;
            }
            Crash::PowerLoss => (Random::new(0), 0),
            Crash::Torn { seed } => {
                let mut random = Random::new(seed);
                let survivors = 1 + 3 * (random.next() % 3);
                (random, survivors)
            }
        };
        for change in std::mem::take(&mut self.pending_names) {
            if random.eighths(survivors) {
                apply(&mut self.safe_names, change);
            }
        }
        self.names.clone_from(&self.safe_names);
        for file in self.files.values_mut() {
            file.lose_power(&mut random, survivors);
        }
    }

    /// Counts an operation and asks the plan.
    fn begin(&mut self, generation: u64, operation: Operation) -> Result<Verdict, Trouble> {
        if self.crashed || generation != self.generation {
            return Err(Trouble::Io);
        }
        let counter = if operation == Operation::Read {
            &mut self.reads
        } else {
            &mut self.changes
        };
        *counter += 1;
        let verdict = self.plan.judge(operation, *counter);
        if matches!(verdict, Verdict::Fail(_)) {
            self.faults += 1;
        }
        Ok(verdict)
    }

    /// For operations that are done whole or not at all.
    fn pass(&mut self, generation: u64, operation: Operation) -> Result<(), Trouble> {
        match self.begin(generation, operation)? {
            Verdict::Go => Ok(()),
            Verdict::Fail(Fault::Full) => Err(Trouble::Full),
            Verdict::Fail(_) => Err(Trouble::Io),
            Verdict::Crash(how) => {
                self.crash(how);
                Err(Trouble::Io)
            }
        }
    }

    /// Opens a file by name, making it when it is not there and wanted.
    pub fn open(&mut self, name: &str, create: bool, journal: bool) -> Result<Opened, Trouble> {
        if self.crashed {
            return Err(Trouble::Io);
        }
        let inode = if let Some(inode) = self.names.get(name) {
            *inode
        } else if create {
            self.pass(self.generation, Operation::Create)?;
            self.next += 1;
            self.files.insert(self.next, Inode::default());
            self.names.insert(name.to_owned(), self.next);
            self.pending_names
                .push(Naming::Link(name.to_owned(), self.next));
            self.next
        } else {
            return Err(Trouble::Io);
        };
        self.next += 1;
        Ok(Opened {
            inode,
            handle: self.next,
            generation: self.generation,
            syncs_names: create && journal,
        })
    }

    /// Takes a name away. Whether there was one.
    pub fn delete(&mut self, name: &str, safely: bool) -> Result<bool, Trouble> {
        if !self.crashed && !self.names.contains_key(name) {
            return Ok(false);
        }
        self.pass(self.generation, Operation::Delete)?;
        self.names.remove(name);
        self.pending_names.push(Naming::Unlink(name.to_owned()));
        if safely {
            self.sync_names();
        }
        Ok(true)
    }

    /// Whether there is a file with something in it, as SQLite asks.
    pub fn exists(&self, name: &str) -> Result<bool, Trouble> {
        if self.crashed {
            return Err(Trouble::Io);
        }
        let file = self.names.get(name).and_then(|inode| self.files.get(inode));
        Ok(file.is_some_and(|file| file.len() > 0))
    }

    /// The file, while the process that opened it lives.
    pub fn file(&mut self, opened: Opened) -> Result<&mut Inode, Trouble> {
        if self.crashed || opened.generation != self.generation {
            return Err(Trouble::Io);
        }
        self.files.get_mut(&opened.inode).ok_or(Trouble::Io)
    }

    /// Whether the whole buffer could be filled.
    pub fn read(
        &mut self,
        opened: Opened,
        offset: usize,
        into: &mut [u8],
    ) -> Result<bool, Trouble> {
        self.pass(opened.generation, Operation::Read)?;
        Ok(self.file(opened)?.read(offset, into))
    }

    pub fn write(&mut self, opened: Opened, offset: usize, data: &[u8]) -> Result<(), Trouble> {
        let grows = self.file(opened)?.len() < offset + data.len();
        match self.begin(opened.generation, Operation::Write { grows })? {
            Verdict::Go => {
                self.file(opened)?.write(offset, data);
                Ok(())
            }
            Verdict::Fail(Fault::Full) => {
                // What still fitted was written.
                let (half, _) = data.split_at(data.len() / 2);
                self.file(opened)?.write(offset, half);
                Err(Trouble::Full)
            }
            Verdict::Fail(_) => Err(Trouble::Io),
            Verdict::Crash(how) => {
                // The disk may have been at it.
                if matches!(how, Crash::Torn { .. }) {
                    self.file(opened)?.write(offset, data);
                }
                self.crash(how);
                Err(Trouble::Io)
            }
        }
    }

    pub fn truncate(&mut self, opened: Opened, len: usize) -> Result<(), Trouble> {
        self.pass(opened.generation, Operation::Truncate)?;
        self.file(opened)?.truncate(len);
        Ok(())
    }

    pub fn sync(&mut self, opened: &mut Opened) -> Result<(), Trouble> {
        let verdict = self.begin(opened.generation, Operation::Sync)?;
        match verdict {
            Verdict::Go => {}
            Verdict::Fail(_) => {
                self.file(*opened)?.forget_pending();
                return Err(Trouble::Io);
            }
            Verdict::Crash(how) => {
                self.crash(how);
                return Err(Trouble::Io);
            }
        }
        if self.lying {
            return Ok(());
        }
        self.file(*opened)?.sync();
        if std::mem::take(&mut opened.syncs_names) {
            self.sync_names();
        }
        Ok(())
    }

    fn sync_names(&mut self) {
        if self.lying {
            return;
        }
        for change in self.pending_names.drain(..) {
            apply(&mut self.safe_names, change);
        }
    }

    /// A handle is closed: its locks go with it.
    pub fn close(&mut self, opened: Opened) {
        if let Some(file) = self.files.get_mut(&opened.inode) {
            file.unlock(opened.handle, 0);
        }
    }
}

fn apply(names: &mut BTreeMap<String, u64>, change: Naming) {
    match change {
        Naming::Link(name, inode) => {
            names.insert(name, inode);
        }
        Naming::Unlink(name) => {
            names.remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_once_its_folder_is() {
        let mut disk = Disk::new();
        let mut main = disk.open("db", true, false).unwrap();
        disk.write(main, 0, b"data").unwrap();
        disk.sync(&mut main).unwrap();
        disk.crash(Crash::PowerLoss);
        disk.reboot();
        assert!(
            !disk.exists("db").unwrap(),
            "nobody synchronised the folder"
        );

        let mut main = disk.open("db", true, false).unwrap();
        disk.write(main, 0, b"data").unwrap();
        disk.sync(&mut main).unwrap();
        let mut journal = disk.open("db-wal", true, true).unwrap();
        disk.sync(&mut journal).unwrap();
        disk.delete("db-wal", false).unwrap();
        disk.crash(Crash::PowerLoss);
        disk.reboot();
        assert!(disk.exists("db").unwrap(), "the new journal's folder was");
        assert!(disk.open("db-wal", false, false).is_ok(), "back again");
    }

    #[test]
    fn after_a_crash_nothing_works_until_the_reboot_and_old_handles_never() {
        let mut disk = Disk::new();
        let file = disk.open("db", true, false).unwrap();
        disk.set_plan(Plan::Crash {
            at: 2,
            how: Crash::Kill,
        });
        disk.write(file, 0, b"one").unwrap();
        assert_eq!(disk.write(file, 3, b"two"), Err(Trouble::Io));
        assert_eq!(disk.open("db", true, false).unwrap_err(), Trouble::Io);
        assert_eq!(disk.delete("db", true), Err(Trouble::Io));
        disk.reboot();
        assert_eq!(disk.write(file, 3, b"two"), Err(Trouble::Io));
        let file = disk.open("db", false, false).unwrap();
        let mut text = [0; 6];
        assert!(!disk.read(file, 0, &mut text).unwrap());
        assert_eq!(&text, b"one\0\0\0");
    }

    #[test]
    fn a_full_disk_takes_half_and_a_sick_one_nothing() {
        let mut disk = Disk::new();
        let mut file = disk.open("db", true, false).unwrap();
        let fail = |what| Plan::Fail {
            from: 1,
            until: 3,
            what,
        };
        disk.set_plan(fail(Fault::Full));
        assert_eq!(disk.write(file, 0, b"abcd"), Err(Trouble::Full));
        assert_eq!(disk.file(file).unwrap().len(), 2);
        assert_eq!(disk.write(file, 0, b"xy"), Ok(()), "nothing grows");
        assert_eq!(disk.faults, 1);
        disk.set_plan(fail(Fault::Io));
        assert_eq!(disk.sync(&mut file), Err(Trouble::Io));
        assert_eq!(disk.truncate(file, 0), Err(Trouble::Io));
        assert_eq!(disk.sync(&mut file), Ok(()));
        disk.crash(Crash::PowerLoss);
        assert_eq!(disk.faults, 2);
    }
}
