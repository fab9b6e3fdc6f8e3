//! People, their groups, and the numbers that must not be written to.

mod best;
mod changes;
mod edit;
mod filter;
mod groups;
mod import;
mod merge;
mod order;
mod page;
mod presence;
mod recent;
mod remarks;
mod search;
mod suppression;

pub use changes::{ChangeId, Undone, undo};
pub use edit::{BulkChange, Edit, Merged, Saved, apply, merge_into, preview_merge, save};
pub use filter::{Filter, count, for_each, ids};
pub use groups::{delete_group, groups, rename_group};
pub use import::{Importing, Staged, Staging};
pub use merge::{Change, NewContact, UpsertOptions, Writer, as_stored, classify, upsert};
pub use order::Sort;
pub use page::{Page, Query, page};
#[cfg(test)]
pub(crate) use page::{statements, way};
pub use presence::{Presence, is_absent, last_messaged, note_presence};
pub use recent::file;
pub use remarks::{Consent, Remarks};
pub use search::settle;
pub use suppression::{OptOut, is_opted_out, opt_in, opt_out};

use crate::{StoreError, Tx, rows};
use domain::{ContactId, PhoneNumber, Timestamp, fold};
use rusqlite::{OptionalExtension as _, Row};
use std::collections::BTreeMap;
use std::fmt;

/// A stored person, as a campaign needs them.
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

/// Everything that is kept about a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Details {
    /// Who they are.
    pub contact: Contact,
    /// The number as it was written first.
    pub typed: String,
    /// A note for the staff.
    pub note: String,
    /// When the consent was noted.
    pub consent_at: Option<Timestamp>,
    /// What proves it.
    pub consent_proof: Option<String>,
    /// Their opt-out.
    pub opt_out: Option<OptOut>,
    /// What the server said of the number.
    pub presence: Option<Presence>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they were changed last.
    pub updated_at: Timestamp,
    /// When a campaign wrote to them last.
    pub messaged_at: Option<Timestamp>,
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details")
            .field("contact", &self.contact)
            .finish_non_exhaustive()
    }
}

/// Columns of a [`Contact`], of the table alias `c`.
const COLUMNS: &str = "c.id, c.phone, c.name, c.title, c.fields, c.consent,
    EXISTS (SELECT 1 FROM suppression s WHERE s.phone = c.phone),
    (SELECT json_group_array(g.name ORDER BY g.name_key)
     FROM member m JOIN contact_group g ON g.id = m.group_id
     WHERE m.contact_id = c.id)";

/// Columns of [`Details`] behind [`COLUMNS`], of the table alias `c`.
const MORE_COLUMNS: &str = "c.typed, c.note, c.consent_at, c.consent_proof, c.created_at,
    c.updated_at, c.messaged_at";

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

/// The id of the next new contact, in SQL.
const NEXT_ID: &str = "(SELECT max(t.last_id, ifnull((SELECT max(id) FROM contact), 0)) + 1
    FROM contact_total t)";

/// Counts contacts that were added. A trigger counts those that are deleted.
fn count_added(tx: &Tx<'_>, contacts: u64) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE contact_total SET contacts = contacts + ?1")?
        .execute([rows::signed(contacts)])?;
    Ok(())
}

/// When a campaign wrote to the number `?2` last, in SQL; 0 for never.
const MESSAGED_AT: &str = "ifnull((SELECT max(r.messaged_at) FROM recipient r
    CROSS JOIN campaign c ON c.id = r.campaign_id
    WHERE r.phone = ?2 AND c.purpose = 'campaign'), 0)";

/// The contact with this number.
pub fn by_phone(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<Option<Contact>, StoreError> {
    let mut find = tx.connection().prepare_cached(&format!(
        "SELECT {COLUMNS} FROM contact c WHERE c.phone = ?1"
    ))?;
    let mut rows = find.query([phone.as_str()])?;
    rows.next()?.map(contact).transpose()
}

/// Everything about a contact; none where there is none with this id.
pub fn details(tx: &Tx<'_>, id: ContactId) -> Result<Option<Details>, StoreError> {
    let mut find = tx.connection().prepare_cached(&format!(
        "SELECT {COLUMNS}, {MORE_COLUMNS} FROM contact c WHERE c.id = ?1"
    ))?;
    let mut rows = find.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let contact = contact(row)?;
    let messaged_at = row.get(14)?;
    Ok(Some(Details {
        typed: row.get(8)?,
        note: row.get(9)?,
        consent_at: rows::instant(row, 10)?,
        consent_proof: row.get(11)?,
        created_at: Timestamp(row.get(12)?),
        updated_at: Timestamp(row.get(13)?),
        messaged_at: (messaged_at > 0).then_some(Timestamp(messaged_at)),
        opt_out: suppression::of(tx, &contact.phone)?,
        presence: presence::of(tx, &contact.phone)?,
        contact,
    }))
}

/// The extra fields that imports have brought so far, by name.
pub fn extra_field_names(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT name FROM contact_field ORDER BY name_key")?;
    let names = list.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Deletes a contact for good. Campaigns keep their snapshot of it, and an
/// opt-out of its number stays. Whether there was one.
pub fn delete(tx: &Tx<'_>, id: ContactId) -> Result<bool, StoreError> {
    let deleted = delete_row(tx, id)?;
    search::forget(tx, id)?;
    Ok(deleted)
}

/// [`delete`] that leaves the search to be refreshed.
fn delete_row(tx: &Tx<'_>, id: ContactId) -> Result<bool, StoreError> {
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
        .query_row([key_of(name)], |row| row.get(0))
        .optional()?)
}
