//! The database file of a life, seen from outside of the store.

use rusqlite::{Connection, OpenFlags};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use store::{DatabaseKey, Execution, Store};

const KEY: [u8; 32] = [7; 32];

/// The files of one life; each crash leaves a copy of what was committed.
pub struct Files {
    folder: tempfile::TempDir,
    generation: u32,
}

impl Files {
    /// In memory where the system has a place for that.
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        Self {
            folder: folder.unwrap(),
            generation: 0,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder
            .path()
            .join(format!("profile-{}.db", self.generation))
    }

    /// Opens the store.
    pub fn open(&self) -> Store {
        let key = DatabaseKey::from_bytes(KEY);
        Store::open(&self.path(), &key, Execution::Inline).unwrap()
    }

    /// The process dies: what the files hold at this instant is all that is
    /// left, and nothing is tidied up. `keeps_log` is false for a bug.
    pub fn die(&mut self, keeps_log: bool) {
        let before = self.path();
        self.generation += 1;
        let after = self.path();
        std::fs::copy(&before, &after).unwrap();
        let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
        if keeps_log && log(&before).exists() {
            std::fs::copy(log(&before), log(&after)).unwrap();
        }
    }

    fn raw(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.path(), flags).unwrap();
        let key = KEY.iter().fold(String::new(), |mut key, byte| {
            write!(key, "{byte:02x}").unwrap();
            key
        });
        connection
            .execute_batch(&format!("PRAGMA key = \"x'{key}'\""))
            .unwrap();
        connection
    }

    /// What SQLite says about the whole file and its references.
    pub fn integrity(&self) -> Vec<String> {
        let connection = self.raw();
        let mut problems = Vec::new();
        for pragma in ["integrity_check", "foreign_key_check"] {
            let mut check = connection.prepare(&format!("PRAGMA {pragma}")).unwrap();
            let mut rows = check.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let said: String = row.get(0).unwrap();
                if said != "ok" {
                    problems.push(format!("{pragma}: {said}"));
                }
            }
        }
        problems
    }

    /// A bug: a count is wrong. To be called while the store is closed.
    pub fn miscount(&self) {
        self.raw()
            .execute("UPDATE campaign_count SET recipients = recipients + 1", [])
            .unwrap();
    }
}
