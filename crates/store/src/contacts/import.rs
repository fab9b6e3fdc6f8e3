//! Bringing in many people at once, from a file of any length.
//!
//! The rows are put aside first, so that the transaction that stores them does
//! not wait for a slow disk or a network folder, nor hold them in memory. They
//! are stored by name: rows in the order of the largest indexes touch each of
//! their pages once, so the time for a row hardly depends on how many contacts
//! there are; and people who stand together in lists lie together on the disk.

use super::changes::ChangeId;
use super::merge::{Change, NewContact, UpsertOptions, Writer};
use super::remarks::Remarks;
use super::search;
use crate::connection::{self, read_pragma};
use crate::{DatabaseKey, StoreError, Tx, rows};
use domain::{PhoneNumber, fold};
use rusqlite::{Connection, Row, params};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Rows that are sorted in memory: one run. The runs are merged afterwards.
const RUN: usize = 20_000;

/// Rows from which on a list is large.
const MANY: u64 = 10_000;

/// People that are read from their place together, while others are stored.
const BATCH: usize = 500;

/// Batches that may wait.
const WAITING: usize = 4;

/// A place outside the profile's database for rows on their way into it. The
/// file is encrypted under a key that nobody keeps, and goes with the value.
pub struct Staging {
    file: Place,
    run: Vec<Waiting>,
    rows: u64,
}

/// Rows that wait to be stored.
pub struct Staged {
    file: Place,
    rows: u64,
}

/// A row as it is put aside.
struct Waiting {
    name_key: String,
    phone: String,
    typed: String,
    name: String,
    title: String,
    groups: String,
    fields: String,
    remarks: Option<String>,
}

/// By folded name; rows of one name stay in the order in which they came.
impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name_key.cmp(&other.name_key)
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

struct Place {
    connection: Option<Connection>,
    path: PathBuf,
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.connection.take());
        // Without its key it tells nobody anything.
        let _ = fs::remove_file(&self.path);
    }
}

impl Place {
    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }
}

impl Staging {
    /// Makes the file anew at `path`; `key` should be random.
    pub fn create(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        // One that an earlier process left.
        let _ = fs::remove_file(path);
        let connection = Connection::open(path)?;
        let file = Place {
            connection: Some(connection),
            path: path.to_owned(),
        };
        let database = file.connection()?;
        read_pragma(database, "cipher_log_level = NONE")?;
        database.execute_batch(&key.pragma())?;
        // Nobody needs it after a crash.
        read_pragma(database, "journal_mode = OFF")?;
        // What is read was written a moment ago, and is thrown away: it is kept secret, not proved.
        database.execute_batch("PRAGMA cipher_use_hmac = OFF")?;
        database.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -2000;
             PRAGMA temp_store = MEMORY;
             CREATE TABLE person (
                id INTEGER PRIMARY KEY, name_key TEXT NOT NULL, phone TEXT NOT NULL,
                typed TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
                groups TEXT NOT NULL, fields TEXT NOT NULL, remarks TEXT
             ) STRICT;
             BEGIN;",
        )?;
        Ok(Self {
            file,
            run: Vec::new(),
            rows: 0,
        })
    }

    /// Puts a person aside. Each number should come once.
    pub fn push(&mut self, person: &NewContact) -> Result<(), StoreError> {
        let remarks = (person.remarks != Remarks::default())
            .then(|| serde_json::to_string(&person.remarks))
            .transpose()
            .map_err(|_| StoreError::other("remarks that JSON cannot hold"))?;
        self.run.push(Waiting {
            name_key: fold(person.name.trim()),
            phone: person.phone.as_str().to_owned(),
            typed: person.typed.clone(),
            name: person.name.clone(),
            title: person.title.clone(),
            groups: rows::list_json(&person.groups)?,
            fields: rows::fields_json(&person.fields)?,
            remarks,
        });
        self.rows += 1;
        if self.run.len() >= RUN {
            self.end_run()?;
        }
        Ok(())
    }

    /// Writes what is in memory, in order.
    fn end_run(&mut self) -> Result<(), StoreError> {
        self.run.sort();
        let mut insert = self.file.connection()?.prepare_cached(
            "INSERT INTO person (name_key, phone, typed, name, title, groups, fields, remarks)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for row in self.run.drain(..) {
            insert.execute(params![
                row.name_key,
                row.phone,
                row.typed,
                row.name,
                row.title,
                row.groups,
                row.fields,
                row.remarks,
            ])?;
        }
        Ok(())
    }

    /// All are there.
    pub fn finish(mut self) -> Result<Staged, StoreError> {
        self.end_run()?;
        self.file.connection()?.execute_batch("COMMIT")?;
        Ok(Staged {
            file: self.file,
            rows: self.rows,
        })
    }
}

/// What storing a list did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Importing {
    /// People who were not known.
    pub new: u64,
    /// Known people of whom something changed.
    pub updated: u64,
    /// Known people of whom nothing changed.
    pub unchanged: u64,
    /// People among them who asked not to be messaged.
    pub opted_out: u64,
    /// The change that takes all of it back; none where nothing changed.
    pub change: Option<ChangeId>,
}

impl Staged {
    /// How many people there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Stores them. `progress` is told how many are done; its error ends the
    /// work, and nothing is stored. [`crate::Store::trim`] should follow, and
    /// [`super::settle`] and [`super::file`].
    pub fn store(
        &mut self,
        tx: &Tx<'_>,
        options: &UpsertOptions,
        progress: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Importing, StoreError> {
        if self.rows > MANY {
            connection::widen(tx.connection())?;
            search::put_off(tx)?;
        }
        let mut writer = Writer::of_import(tx, options.clone(), self.rows)?;
        let mut result = Importing::default();
        let mut done = 0;
        self.by_name(|key, person| {
            progress(done)?;
            done += 1;
            let (_, change, opted_out) = writer.put_with_key(person, key)?;
            match change {
                Change::New => result.new += 1,
                Change::Updated => result.updated += 1,
                Change::Unchanged => result.unchanged += 1,
            }
            result.opted_out += u64::from(opted_out);
            Ok(())
        })?;
        result.change = writer.finish()?;
        Ok(result)
    }

    /// Calls `f` for everybody with the folded name, in its order. They are read on a
    /// thread of their own.
    fn by_name(
        &mut self,
        mut f: impl FnMut(&str, &NewContact) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        thread::scope(|scope| {
            let (people, batches) = sync_channel(WAITING);
            let reading = thread::Builder::new()
                .name("store-aside".to_owned())
                .spawn_scoped(scope, move || self.read_by_name(&people))
                .map_err(|error| StoreError::Io(error.to_string().into()))?;
            for (key, person) in batches.iter().flatten() {
                f(&key, &person)?;
            }
            reading
                .join()
                .unwrap_or_else(|_| Err(StoreError::other("reading what was put aside panicked")))
        })
    }

    /// Reads everybody with the folded name, in its order: merges the runs. Ends when
    /// nobody listens any more.
    fn read_by_name(&mut self, people: &SyncSender<Batch>) -> Result<(), StoreError> {
        let connection = self.file.connection()?;
        let length = rows::signed(RUN as u64);
        let mut statements = Vec::new();
        let mut first = 1;
        while first <= rows::signed(self.rows) {
            let run = connection.prepare(
                "SELECT name_key, phone, typed, name, title, groups, fields, remarks FROM person
                 WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
            )?;
            statements.push((run, first));
            first += length;
        }
        let mut runs = Vec::new();
        for (run, first) in &mut statements {
            runs.push(run.query([*first, *first + length - 1])?);
        }
        // The next row of every run; of one name those of earlier runs come first.
        let mut heads = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            if let Some(row) = run.next()? {
                heads.push(Reverse((Waiting::read(row)?, number)));
            }
        }
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(Reverse((row, number))) = heads.pop() {
            if let Some(run) = runs.get_mut(number)
                && let Some(next) = run.next()?
            {
                heads.push(Reverse((Waiting::read(next)?, number)));
            }
            batch.push(row.person()?);
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                if people.send(full).is_err() {
                    return Ok(());
                }
            }
        }
        // Whoever does not listen knows why.
        let _ = people.send(batch);
        Ok(())
    }
}

/// People with their folded names.
type Batch = Vec<(String, NewContact)>;

impl Waiting {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            name_key: row.get(0)?,
            phone: row.get(1)?,
            typed: row.get(2)?,
            name: row.get(3)?,
            title: row.get(4)?,
            groups: row.get(5)?,
            fields: row.get(6)?,
            remarks: row.get(7)?,
        })
    }

    fn person(self) -> Result<(String, NewContact), StoreError> {
        let unreadable = |_| StoreError::corrupt("a row that was put aside");
        let person = NewContact {
            phone: PhoneNumber::from_e164(&self.phone)
                .map_err(|_| StoreError::corrupt("a stored number"))?,
            typed: self.typed,
            name: self.name,
            title: self.title,
            groups: serde_json::from_str(&self.groups).map_err(unreadable)?,
            fields: serde_json::from_str(&self.fields).map_err(unreadable)?,
            remarks: match &self.remarks {
                None => Remarks::default(),
                Some(remarks) => serde_json::from_str(remarks).map_err(unreadable)?,
            },
        };
        Ok((self.name_key, person))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn person(name: &str, number: usize) -> NewContact {
        NewContact {
            phone: PhoneNumber::from_e164(&format!("+595981{number:06}")).unwrap(),
            typed: format!("0981 {number:06}"),
            name: name.to_owned(),
            title: "Sra.".to_owned(),
            groups: vec!["Zona \"Norte\"".to_owned(), "Coro".to_owned()],
            fields: BTreeMap::from([("ciudad".to_owned(), "Ñemby".to_owned())]),
            remarks: Remarks::default(),
        }
    }

    #[test]
    fn runs_are_merged_by_folded_name_and_then_as_they_came() {
        let folder = tempfile::tempdir().unwrap();
        let key = DatabaseKey::from_bytes([3; 32]);
        let mut staging = Staging::create(&folder.path().join("aside"), &key).unwrap();
        let names = ["Óscar", "ana", "Zunilda", "Ana", "Ángela", ""];
        // Two whole runs, and a few rows of a third one.
        let total = RUN * 2 + 7;
        let mut expected = Vec::new();
        for row in 0..total {
            let person = person(names[row % names.len()], (row * 7_919) % total);
            staging.push(&person).unwrap();
            expected.push((fold(&person.name), person));
        }
        expected.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut staged = staging.finish().unwrap();
        let mut found: Vec<(String, NewContact)> = Vec::new();
        staged
            .by_name(|key, person| {
                found.push((key.to_owned(), person.clone()));
                Ok(())
            })
            .unwrap();
        assert!(found == expected);
    }

    #[test]
    fn nobody_is_no_run() {
        let folder = tempfile::tempdir().unwrap();
        let key = DatabaseKey::from_bytes([3; 32]);
        let path = folder.path().join("aside");
        let mut staged = Staging::create(&path, &key).unwrap().finish().unwrap();
        staged.by_name(|_, _| panic!("somebody")).unwrap();
        drop(staged);
        assert!(!path.exists());
    }
}
