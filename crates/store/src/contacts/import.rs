//! Bringing in many people at once, from a file of any length.
//!
//! The rows are put aside first, so that the transaction that stores them does
//! not wait for a slow disk or a network folder, nor hold them in memory.

use super::changes::ChangeId;
use super::merge::{Change, NewContact, UpsertOptions, Writer};
use super::remarks::Remarks;
use crate::connection::read_pragma;
use crate::{DatabaseKey, StoreError, Tx, rows};
use domain::fold;
use rusqlite::{Connection, params};
use std::fs;
use std::path::{Path, PathBuf};

/// Rows that are sorted and stored together. Rows in the order of an index
/// touch each of its pages once; so the time for a row hardly depends on how
/// many contacts there are.
const TOGETHER: usize = 20_000;

/// Rows from which on a list is large.
const MANY: u64 = 10_000;

/// Memory for pages while a large list is stored, in KiB.
const PAGES: &str = "cache_size = -56000";

/// The same at other times; see `connection`.
const FEWER_PAGES: &str = "cache_size = -16000";

/// A place outside the profile's database for rows on their way into it. The
/// file is encrypted under a key that nobody keeps, and goes with the value.
pub struct Staging {
    file: Place,
    rows: u64,
}

/// Rows that wait to be stored.
pub struct Staged {
    file: Place,
    rows: u64,
}

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
        let connection = file.connection()?;
        read_pragma(connection, "cipher_log_level = NONE")?;
        connection.execute_batch(&key.pragma())?;
        // Nobody needs it after a crash.
        read_pragma(connection, "journal_mode = OFF")?;
        connection.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -2000;
             PRAGMA temp_store = MEMORY;
             CREATE TABLE person (
                id INTEGER PRIMARY KEY, phone TEXT NOT NULL, typed TEXT NOT NULL,
                name TEXT NOT NULL, title TEXT NOT NULL, groups TEXT NOT NULL, fields TEXT NOT NULL,
                remarks TEXT
             ) STRICT;
             BEGIN;",
        )?;
        Ok(Self { file, rows: 0 })
    }

    /// Puts a person aside. Each number should come once.
    pub fn push(&mut self, person: &NewContact) -> Result<(), StoreError> {
        let remarks = (person.remarks != Remarks::default())
            .then(|| serde_json::to_string(&person.remarks))
            .transpose()
            .map_err(|_| StoreError::other("remarks that JSON cannot hold"))?;
        self.file
            .connection()?
            .prepare_cached(
                "INSERT INTO person (phone, typed, name, title, groups, fields, remarks)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                person.phone.as_str(),
                person.typed,
                person.name,
                person.title,
                rows::list_json(&person.groups)?,
                rows::fields_json(&person.fields)?,
                remarks,
            ])?;
        self.rows += 1;
        Ok(())
    }

    /// All are there.
    pub fn finish(self) -> Result<Staged, StoreError> {
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
    /// work, and nothing is stored.
    pub fn store(
        &self,
        tx: &Tx<'_>,
        options: &UpsertOptions,
        progress: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Importing, StoreError> {
        let many = self.rows > MANY;
        if many {
            read_pragma(tx.connection(), PAGES)?;
        }
        let result = self.write(tx, options, progress);
        if many {
            read_pragma(tx.connection(), FEWER_PAGES)?;
            tx.connection().release_memory()?;
        }
        result
    }

    fn write(
        &self,
        tx: &Tx<'_>,
        options: &UpsertOptions,
        progress: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Importing, StoreError> {
        let mut writer = Writer::of_import(tx, options.clone())?;
        let mut result = Importing::default();
        let (mut behind, mut done) = (0, 0);
        loop {
            let (mut people, last) = self.some(behind)?;
            if people.is_empty() {
                break;
            }
            behind = last;
            people.sort_by(|one, other| (&one.0, &one.1.phone).cmp(&(&other.0, &other.1.phone)));
            for (key, person) in &people {
                progress(done)?;
                done += 1;
                let (_, change, opted_out) = writer.put_with_key(person, key)?;
                match change {
                    Change::New => result.new += 1,
                    Change::Updated => result.updated += 1,
                    Change::Unchanged => result.unchanged += 1,
                }
                result.opted_out += u64::from(opted_out);
            }
        }
        result.change = writer.finish()?;
        Ok(result)
    }

    /// Some people behind a row, each with the folded name, and the last row.
    fn some(&self, behind: i64) -> Result<(Vec<(String, NewContact)>, i64), StoreError> {
        let mut list = self.file.connection()?.prepare_cached(
            "SELECT id, phone, typed, name, title, groups, fields, remarks FROM person
             WHERE id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let mut found = list.query(params![behind, rows::signed(TOGETHER as u64)])?;
        let (mut people, mut end) = (Vec::new(), behind);
        while let Some(row) = found.next()? {
            end = row.get(0)?;
            let person = NewContact {
                phone: rows::phone(row, 1)?,
                typed: row.get(2)?,
                name: row.get(3)?,
                title: row.get(4)?,
                groups: rows::list(row, 5)?,
                fields: rows::fields(row, 6)?,
                remarks: match row
                    .get_ref(7)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)?
                {
                    None => Remarks::default(),
                    Some(text) => serde_json::from_str(text)
                        .map_err(|_| StoreError::corrupt("remarks of a row"))?,
                },
            };
            people.push((fold(person.name.trim()), person));
        }
        Ok((people, end))
    }
}
