//! Adding people, and merging what is new about known ones.

use super::{Contact, by_phone, group_id, is_opted_out, key_of};
use crate::{StoreError, Tx, rows};
use domain::{ContactId, PhoneNumber, Timestamp, fold};
use rusqlite::{OptionalExtension as _, params};
use std::collections::BTreeMap;
use std::fmt;

/// A person as an import brings them.
#[derive(Clone, PartialEq, Eq)]
pub struct NewContact {
    /// Canonical number.
    pub phone: PhoneNumber,
    /// The number as it was written.
    pub typed: String,
    /// Name; empty where unknown.
    pub name: String,
    /// "Sustantivo", "tratamiento"; empty where unknown.
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields; empty values say nothing.
    pub fields: BTreeMap<String, String>,
}

impl fmt::Debug for NewContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewContact")
            .field("phone", &self.phone)
            .finish_non_exhaustive()
    }
}

/// What storing a [`NewContact`] means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The number is not known yet.
    New,
    /// The number is known, and a value or a group changes.
    Updated,
    /// Nothing changes.
    Unchanged,
}

/// How to store people.
#[derive(Clone, Debug)]
pub struct UpsertOptions {
    /// Leave known people exactly as they are.
    pub skip_existing: bool,
    /// A group that everybody joins. To have it counted by [`classify`], name
    /// it among [`NewContact::groups`] instead.
    pub group: Option<String>,
    /// How these people agreed to be messaged. Noting it is no [`Change`].
    pub consent: Option<String>,
    /// The present.
    pub now: Timestamp,
}

/// What [`upsert`] would do, and whether the person opted out.
pub fn classify(tx: &Tx<'_>, new: &NewContact) -> Result<(Change, bool), StoreError> {
    let Some(known) = by_phone(tx, &new.phone)? else {
        return Ok((Change::New, is_opted_out(tx, &new.phone)?));
    };
    let opted_out = known.opted_out;
    let joins = new.groups.iter().any(|group| joins(&known, group));
    let change = if merged(&known, new).is_some() || joins {
        Change::Updated
    } else {
        Change::Unchanged
    };
    Ok((change, opted_out))
}

/// Stores a person: newer non-empty values replace older ones, groups are
/// added, nothing is blanked. The number as typed stays the first one. Returns
/// the contact, what changed, and whether the person opted out.
pub fn upsert(
    tx: &Tx<'_>,
    new: &NewContact,
    options: &UpsertOptions,
) -> Result<(ContactId, Change, bool), StoreError> {
    let known = by_phone(tx, &new.phone)?;
    let groups = new.groups.iter().chain(&options.group);
    let consent = options
        .consent
        .as_deref()
        .map(str::trim)
        .filter(|c| !c.is_empty());
    let Some(known) = known else {
        let id = insert(tx, new, consent, options.now)?;
        for group in groups {
            join(tx, id, group)?;
        }
        return Ok((id, Change::New, is_opted_out(tx, &new.phone)?));
    };
    if options.skip_existing {
        return Ok((known.id, Change::Unchanged, known.opted_out));
    }
    let mut change = Change::Unchanged;
    register_fields(tx, new)?;
    if let Some(next) = merged(&known, new) {
        update(tx, &next, options.now)?;
        change = Change::Updated;
    }
    for group in groups.filter(|group| joins(&known, group)) {
        join(tx, known.id, group)?;
        change = Change::Updated;
    }
    if consent.is_some() && consent != known.consent.as_deref() {
        tx.connection()
            .prepare_cached("UPDATE contact SET consent = ?2, consent_at = ?3 WHERE id = ?1")?
            .execute(params![known.id.0, consent, options.now.0])?;
    }
    Ok((known.id, change, known.opted_out))
}

/// `known` with the newer values; none when nothing is newer.
fn merged(known: &Contact, new: &NewContact) -> Option<Contact> {
    let mut next = known.clone();
    replace(&mut next.name, &new.name);
    replace(&mut next.title, &new.title);
    for (name, value) in &new.fields {
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            continue;
        }
        let key = key_of(name);
        match next
            .fields
            .iter_mut()
            .find(|(known, _)| key_of(known) == key)
        {
            Some((_, known)) => replace(known, value),
            None => {
                next.fields.insert(name.to_owned(), value.to_owned());
            }
        }
    }
    (next != *known).then_some(next)
}

fn replace(old: &mut String, new: &str) {
    let new = new.trim();
    if !new.is_empty() && new != old {
        new.clone_into(old);
    }
}

/// Whether `group` is a real name of a group that the contact is not in.
fn joins(known: &Contact, group: &str) -> bool {
    let key = key_of(group);
    !key.is_empty() && !known.groups.iter().any(|known| key_of(known) == key)
}

fn insert(
    tx: &Tx<'_>,
    new: &NewContact,
    consent: Option<&str>,
    now: Timestamp,
) -> Result<ContactId, StoreError> {
    register_fields(tx, new)?;
    let (name, title) = (new.name.trim(), new.title.trim());
    let mut fields = BTreeMap::new();
    for (field, value) in &new.fields {
        let (field, value) = (field.trim(), value.trim());
        if !field.is_empty() && !value.is_empty() {
            fields.insert(field_name(tx, field)?, value.to_owned());
        }
    }
    let consent_at = consent.map(|_| now.0);
    tx.connection()
        .prepare_cached(
            "INSERT INTO contact (phone, typed, name, title, fields, name_key, title_key,
                consent, consent_at, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
        )?
        .execute(params![
            new.phone.as_str(),
            new.typed,
            name,
            title,
            rows::fields_json(&fields)?,
            fold(name),
            fold(title),
            consent,
            consent_at,
            now.0,
        ])?;
    Ok(ContactId(tx.connection().last_insert_rowid()))
}

fn update(tx: &Tx<'_>, next: &Contact, now: Timestamp) -> Result<(), StoreError> {
    let mut fields = BTreeMap::new();
    for (field, value) in &next.fields {
        fields.insert(field_name(tx, field)?, value.clone());
    }
    tx.connection()
        .prepare_cached(
            "UPDATE contact SET name = ?2, title = ?3, fields = ?4, name_key = ?5, title_key = ?6,
                updated_at = ?7
             WHERE id = ?1",
        )?
        .execute(params![
            next.id.0,
            next.name,
            next.title,
            rows::fields_json(&fields)?,
            fold(&next.name),
            fold(&next.title),
            now.0,
        ])?;
    Ok(())
}

/// Makes the names of the fields known, also of those without a value here: a
/// column that is empty for everybody is still a variable.
fn register_fields(tx: &Tx<'_>, new: &NewContact) -> Result<(), StoreError> {
    for name in new.fields.keys() {
        let name = name.trim();
        if name.is_empty() {
            continue;
        }
        tx.connection()
            .prepare_cached(
                "INSERT INTO contact_field (name, name_key) VALUES (?1, ?2)
                 ON CONFLICT (name_key) DO NOTHING",
            )?
            .execute([name, &key_of(name)])?;
    }
    Ok(())
}

/// The spelling in which the profile knows a field.
fn field_name(tx: &Tx<'_>, name: &str) -> Result<String, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT name FROM contact_field WHERE name_key = ?1")?;
    let known = find
        .query_row([key_of(name)], |row| row.get(0))
        .optional()?;
    Ok(known.unwrap_or_else(|| name.to_owned()))
}

/// Puts a contact into a group, which is made where it does not exist.
fn join(tx: &Tx<'_>, contact: ContactId, group: &str) -> Result<(), StoreError> {
    let group = group.trim();
    if group.is_empty() {
        return Ok(());
    }
    let id = if let Some(id) = group_id(tx, group)? {
        id
    } else {
        tx.connection()
            .prepare_cached("INSERT INTO contact_group (name, name_key) VALUES (?1, ?2)")?
            .execute([group, &key_of(group)])?;
        tx.connection().last_insert_rowid()
    };
    tx.connection()
        .prepare_cached(
            "INSERT INTO member (group_id, name_key, phone, contact_id)
             SELECT ?1, name_key, phone, id FROM contact WHERE id = ?2
             ON CONFLICT DO NOTHING",
        )?
        .execute([id, contact.0])?;
    Ok(())
}
