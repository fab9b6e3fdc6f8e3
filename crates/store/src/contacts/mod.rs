//! People, their groups, and the numbers that must not be written to.

mod filter;
mod merge;
mod page;
mod presence;
mod suppression;

pub use filter::{Filter, for_each};
pub use merge::{Change, NewContact, UpsertOptions, classify, upsert};
#[cfg(test)]
pub(crate) use page::list_sql;
pub use page::{Query, page};
pub use presence::{is_absent, last_messaged, note_presence};
pub use suppression::{is_opted_out, opt_in, opt_out};

use crate::{StoreError, Tx, rows};
use domain::{ContactId, PhoneNumber, fold};
use rusqlite::{OptionalExtension as _, Row, params};
use std::collections::BTreeMap;
use std::fmt;

/// A stored person.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// Row id.
    pub id: ContactId,
    /// Canonical number.
    pub phone: PhoneNumber,
    /// Name; may be empty.
    pub name: String,
    /// "Sustantivo", "tratamiento"; may be empty.
    pub title: String,
    /// Groups, by name.
    pub groups: Vec<String>,
    /// Extra fields that have a value.
    pub fields: BTreeMap<String, String>,
    /// Whether the person asked not to be messaged.
    pub opted_out: bool,
    /// How the person agreed to be messaged.
    pub consent: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("id", &self.id)
            .field("phone", &self.phone)
            .finish_non_exhaustive()
    }
}

/// Columns of a [`Contact`], of the table alias `c`.
const COLUMNS: &str = "c.id, c.phone, c.name, c.title, c.fields, c.consent,
    EXISTS (SELECT 1 FROM suppression s WHERE s.phone = c.phone),
    (SELECT json_group_array(g.name ORDER BY g.name_key)
     FROM member m JOIN contact_group g ON g.id = m.group_id
     WHERE m.contact_id = c.id)";

fn contact(row: &Row<'_>) -> Result<Contact, StoreError> {
    Ok(Contact {
        id: ContactId(row.get(0)?),
        phone: rows::phone(row, 1)?,
        name: row.get(2)?,
        title: row.get(3)?,
        fields: rows::fields(row, 4)?,
        consent: row.get(5)?,
        opted_out: row.get(6)?,
        groups: rows::list(row, 7)?,
    })
}

/// The contact with this number.
pub fn by_phone(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<Option<Contact>, StoreError> {
    let mut find = tx.connection().prepare_cached(&format!(
        "SELECT {COLUMNS} FROM contact c WHERE c.phone = ?1"
    ))?;
    let mut rows = find.query([phone.as_str()])?;
    rows.next()?.map(contact).transpose()
}

fn by_id(tx: &Tx<'_>, id: i64) -> Result<Contact, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached(&format!("SELECT {COLUMNS} FROM contact c WHERE c.id = ?1"))?;
    let mut rows = find.query([id])?;
    match rows.next()? {
        Some(row) => contact(row),
        None => Err(StoreError::corrupt("a listed contact does not exist")),
    }
}

/// The groups with the number of contacts in each, by name.
pub fn groups(tx: &Tx<'_>) -> Result<Vec<(String, u64)>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT name, size FROM contact_group ORDER BY name_key")?;
    let mut rows = list.query([])?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        groups.push((row.get(0)?, rows::count(row, 1)?));
    }
    Ok(groups)
}

/// The extra fields that imports have brought so far, by name.
pub fn extra_field_names(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT name FROM contact_field ORDER BY name_key")?;
    let names = list.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Deletes a contact. Campaigns keep their snapshot of it, and an opt-out of
/// its number stays. Whether there was one.
pub fn delete(tx: &Tx<'_>, id: ContactId) -> Result<bool, StoreError> {
    let mut delete = tx
        .connection()
        .prepare_cached("DELETE FROM contact WHERE id = ?1")?;
    Ok(delete.execute([id.0])? > 0)
}

/// What makes two group or field names the same: case, accents and white
/// space do not count.
fn key_of(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() {
        name.trim().to_owned()
    } else {
        folded
    }
}

fn group_id(tx: &Tx<'_>, name: &str) -> Result<Option<i64>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT id FROM contact_group WHERE name_key = ?1")?;
    Ok(find
        .query_row(params![key_of(name)], |row| row.get(0))
        .optional()?)
}
