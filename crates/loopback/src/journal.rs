//! The server's memory in a file: one line of JSON for each time something
//! changed. It is written before anybody is told, and a line that was cut off
//! was never told, so the process may die at any instant. A computer that loses
//! power is another matter: nothing is flushed to the disk.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use crate::error::{LoopbackError, Result};
use crate::received::Received;
use crate::registry::lock;
use crate::state::{Memory, Record};

/// The file, and what stands in it.
pub(crate) struct Journal {
    path: PathBuf,
    /// Held while a stanza is worked on, so that no half of that is written.
    turn: Mutex<()>,
    written: Mutex<Written>,
}

struct Written {
    file: File,
    memory: Memory,
}

impl Journal {
    /// Opens a journal, or begins one. Gives what the last server knew, with
    /// what the phones had received in order of arrival, repeats included.
    pub fn open(path: &Path) -> Result<(Self, Memory, Vec<Received>)> {
        let trouble = |error: &dyn std::fmt::Display| trouble(path, error);
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(|error| trouble(&error))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|error| trouble(&error))?;
        let whole = bytes
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        bytes.truncate(whole);
        // The next line begins where the last whole one ended.
        file.set_len(whole as u64)
            .and_then(|()| file.seek(SeekFrom::Start(whole as u64)))
            .map_err(|error| trouble(&error))?;
        let (mut memory, mut received) = (Memory::default(), Vec::new());
        for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let records: Vec<Record> =
                serde_json::from_slice(line).map_err(|error| trouble(&error))?;
            received.extend(records.into_iter().filter_map(|r| memory.take(r)));
        }
        let journal = Self {
            path: path.to_owned(),
            turn: Mutex::default(),
            written: Mutex::new(Written {
                file,
                memory: memory.clone(),
            }),
        };
        Ok((journal, memory, received))
    }

    /// Nothing is written while this is held.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.turn)
    }

    /// Appends what is new of the records that `gather` gives, as one line. It
    /// is told what the file says so far.
    pub fn append(&self, gather: impl FnOnce(&Memory) -> Result<Vec<Record>>) -> Result<()> {
        let _turn = self.turn();
        let mut written = lock(&self.written);
        let mut news = gather(&written.memory)?;
        news.retain(|record| !written.memory.has(record));
        if news.is_empty() {
            return Ok(());
        }
        let mut line = serde_json::to_vec(&news).map_err(LoopbackError::crypto)?;
        line.push(b'\n');
        written
            .file
            .write_all(&line)
            .map_err(|error| trouble(&self.path, &error))?;
        for record in news {
            written.memory.take(record);
        }
        Ok(())
    }
}

fn trouble(path: &Path, error: &dyn std::fmt::Display) -> LoopbackError {
    LoopbackError::State {
        file: path.display().to_string(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::ServerRecord;

    fn starts(count: u64) -> Record {
        Record::Server(ServerRecord {
            starts: count,
            ..ServerRecord::default()
        })
    }

    fn received(times: u32) -> Record {
        Record::Received(Box::new(Received {
            phone: "+1".to_owned(),
            times,
            ..Received::default()
        }))
    }

    /// A name for a file that is gone at the end.
    struct Scrap(PathBuf);

    impl Scrap {
        fn new(name: &str) -> Self {
            let name = format!("loopback-journal-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Scrap {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    #[test]
    fn what_was_written_is_there_whatever_instant_the_writer_died_at() {
        let scrap = Scrap::new("cut");
        let (journal, _, _) = Journal::open(&scrap.0).unwrap();
        journal
            .append(|_| Ok(vec![starts(1), received(1)]))
            .unwrap();
        let first = std::fs::read(&scrap.0).unwrap().len();
        journal
            .append(|_| Ok(vec![starts(2), received(2)]))
            .unwrap();
        drop(journal);
        let all = std::fs::read(&scrap.0).unwrap();
        assert!(first > 0 && all.len() > first);
        for length in 0..=all.len() {
            std::fs::write(&scrap.0, &all[..length]).unwrap();
            let (journal, memory, received) = Journal::open(&scrap.0).unwrap();
            let lines = usize::from(length >= first) + usize::from(length == all.len());
            assert_eq!(memory.server.starts, lines as u64, "cut at {length}");
            assert_eq!(received.len(), lines, "cut at {length}");
            // And it can be written on from there.
            journal.append(|_| Ok(vec![starts(9)])).unwrap();
            drop(journal);
            let (_, memory, _) = Journal::open(&scrap.0).unwrap();
            assert_eq!(memory.server.starts, 9, "cut at {length}");
        }
    }

    #[test]
    fn what_did_not_change_is_not_written_again() {
        let scrap = Scrap::new("same");
        let (journal, _, _) = Journal::open(&scrap.0).unwrap();
        journal.append(|_| Ok(vec![starts(1)])).unwrap();
        let length = std::fs::read(&scrap.0).unwrap().len();
        journal.append(|_| Ok(vec![starts(1)])).unwrap();
        assert_eq!(std::fs::read(&scrap.0).unwrap().len(), length);
    }
}
