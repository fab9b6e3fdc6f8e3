//! What people do with contacts by hand: one, or many at once.

use super::changes::{ChangeId, Log};
use super::groups::{find_or_make, join, leave, touch};
use super::merge::{FieldNames, replace};
use super::suppression::{release, suppress};
use super::{
    Details, MESSAGED_AT, NEXT_ID, by_phone, count_added, delete_row, details, group_id, key_of,
    search,
};
use crate::{StoreError, Tx, rows};
use domain::{ContactId, PhoneNumber, Timestamp, fold};
use rusqlite::params;
use std::collections::BTreeMap;
use std::fmt;

/// A contact as somebody wrote it down. Everything is replaced.
#[derive(Clone)]
pub struct Edit {
    /// The contact to change; a new one where there is none.
    pub id: Option<ContactId>,
    /// Canonical number.
    pub phone: PhoneNumber,
    /// The number as it was written.
    pub typed: String,
    /// Name.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups; those that do not exist are made.
    pub groups: Vec<String>,
    /// Extra fields; empty ones are left out.
    pub fields: BTreeMap<String, String>,
    /// A note for the staff.
    pub note: String,
    /// How the person agreed to be messaged.
    pub consent: Option<String>,
    /// What proves it.
    pub consent_proof: Option<String>,
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edit")
            .field("id", &self.id)
            .field("phone", &self.phone)
            .finish_non_exhaustive()
    }
}

impl Edit {
    /// What somebody wants who began to write when the contact looked like `seen`: what
    /// they left as it was stays as it is by now. Lists and changes of many people go on
    /// behind an open contact.
    #[must_use]
    pub fn onto(self, seen: &Self, known: &Details) -> Self {
        let contact = &known.contact;
        let has_moved = self.phone != seen.phone;
        let agreed = (&self.consent, &self.consent_proof) != (&seen.consent, &seen.consent_proof);
        Self {
            id: self.id,
            typed: if has_moved {
                self.typed
            } else {
                known.typed.clone()
            },
            phone: wanted(self.phone, &seen.phone, &contact.phone),
            name: wanted(self.name, &seen.name, &contact.name),
            title: wanted(self.title, &seen.title, &contact.title),
            groups: wanted_groups(self.groups, &seen.groups, &contact.groups),
            fields: wanted_fields(&self.fields, &seen.fields, &contact.fields),
            note: wanted(self.note, &seen.note, &known.note),
            // How and what proves it belong together.
            consent: if agreed {
                self.consent
            } else {
                contact.consent.clone()
            },
            consent_proof: if agreed {
                self.consent_proof
            } else {
                known.consent_proof.clone()
            },
        }
    }
}

fn wanted<T: PartialEq + Clone>(written: T, seen: &T, known: &T) -> T {
    if written == *seen {
        known.clone()
    } else {
        written
    }
}

fn wanted_groups(written: Vec<String>, seen: &[String], known: &[String]) -> Vec<String> {
    let has = |groups: &[String], group: &str| {
        let key = key_of(group);
        groups.iter().any(|group| key_of(group) == key)
    };
    let stays = |group: &&String| !has(seen, group) || has(&written, group);
    let mut groups: Vec<_> = known.iter().filter(stays).cloned().collect();
    groups.extend(written.into_iter().filter(|group| !has(seen, group)));
    groups
}

fn wanted_fields(
    written: &BTreeMap<String, String>,
    seen: &BTreeMap<String, String>,
    known: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let value = |fields: &BTreeMap<String, String>, name: &str| {
        let key = key_of(name);
        let found = fields.iter().find(|(name, _)| key_of(name) == key);
        found.map(|(_, value)| value.clone())
    };
    let is_left = |name: &str| value(written, name) == value(seen, name);
    let mut fields = known.clone();
    fields.retain(|name, _| is_left(name));
    fields.extend(
        written
            .iter()
            .filter(|(name, _)| !is_left(name))
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    fields
}

/// What became of an [`Edit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is stored.
    Done(ContactId),
    /// Another contact has the number.
    Taken(ContactId),
    /// There is no contact with this id any more.
    Gone,
}

/// What is done with many contacts.
#[derive(Clone, Debug)]
pub enum BulkChange {
    /// They join a group, which is made where it does not exist.
    AddToGroup(String),
    /// They leave a group.
    RemoveFromGroup(String),
    /// How they agreed to be messaged is noted.
    Consent {
        /// How.
        how: String,
        /// What proves it.
        proof: Option<String>,
    },
    /// They are not messaged any more.
    OptOut {
        /// In whose words.
        why: String,
    },
    /// They may be messaged again.
    OptIn,
    /// They are deleted.
    Delete,
}

/// What became of joining contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Contacts that are no more.
    pub gone: u64,
    /// The change.
    pub change: Option<ChangeId>,
}

/// Stores what somebody wrote.
pub fn save(tx: &Tx<'_>, edit: &Edit, now: Timestamp) -> Result<Saved, StoreError> {
    if let Some(other) = by_phone(tx, &edit.phone)?
        && Some(other.id) != edit.id
    {
        return Ok(Saved::Taken(other.id));
    }
    let known = match edit.id {
        None => None,
        Some(id) => match details(tx, id)? {
            Some(known) => Some(known),
            None => return Ok(Saved::Gone),
        },
    };
    let mut names = FieldNames::default();
    let fields = names.stored(tx, &edit.fields, None)?;
    let text = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let (name, title, consent) = (edit.name.trim(), edit.title.trim(), text(&edit.consent));
    let consent_at = match (&known, &consent) {
        (_, None) => None,
        (Some(known), Some(_)) if known.contact.consent == consent => known.consent_at,
        _ => Some(now),
    };
    let values = params![
        edit.id.map(|id| id.0),
        edit.phone.as_str(),
        edit.typed.trim(),
        name,
        title,
        rows::fields_json(&fields)?,
        fold(name),
        fold(title),
        edit.note.trim(),
        consent,
        consent_at.map(|at| at.0),
        text(&edit.consent_proof),
        now.0,
    ];
    let id = if let Some(known) = &known {
        tx.connection()
            .prepare_cached(&format!(
                "UPDATE contact SET phone = ?2, typed = ?3, name = ?4, title = ?5, fields = ?6,
                    name_key = ?7, title_key = ?8, note = ?9, consent = ?10, consent_at = ?11,
                    consent_proof = ?12, updated_at = max(?13, updated_at + 1),
                    messaged_at = max(messaged_at, {MESSAGED_AT})
                 WHERE id = ?1"
            ))?
            .execute(values)?;
        carry_opt_out(tx, known, &edit.phone)?;
        known.contact.id
    } else {
        tx.connection()
            .prepare_cached(&format!(
                "INSERT INTO contact (id, phone, typed, name, title, fields, name_key, title_key,
                    note, consent, consent_at, consent_proof, created_at, updated_at, messaged_at)
                 VALUES (ifnull(?1, {NEXT_ID}), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                    ?13, ?13, {MESSAGED_AT})"
            ))?
            .execute(values)?;
        let id = ContactId(tx.connection().last_insert_rowid());
        count_added(tx, 1)?;
        id
    };
    let mut wanted = Vec::new();
    for group in &edit.groups {
        wanted.extend(find_or_make(tx, group)?.map(|(id, _)| id));
    }
    for group in known.iter().flat_map(|known| &known.contact.groups) {
        if let Some(group) = group_id(tx, group)?
            && !wanted.contains(&group)
        {
            leave(tx, id, group)?;
        }
    }
    for group in wanted {
        join(tx, id, group)?;
    }
    search::refresh(tx, id)?;
    Ok(Saved::Done(id))
}

/// Whoever said no under another number has said no.
fn carry_opt_out(tx: &Tx<'_>, known: &Details, phone: &PhoneNumber) -> Result<(), StoreError> {
    if let Some(record) = &known.opt_out
        && known.contact.phone != *phone
    {
        suppress(tx, phone, &record.why, record.since)?;
    }
    Ok(())
}

/// Does the same with many contacts, all or none. `progress` is told how many
/// are done; its error ends the work. How many are different now, and the change.
pub fn apply(
    tx: &Tx<'_>,
    ids: &[ContactId],
    change: &BulkChange,
    now: Timestamp,
    progress: &mut dyn FnMut(u64) -> Result<(), StoreError>,
) -> Result<(u64, Option<ChangeId>), StoreError> {
    let kind = match change {
        BulkChange::AddToGroup(_) | BulkChange::RemoveFromGroup(_) => "groups",
        BulkChange::Consent { .. } => "consent",
        BulkChange::OptOut { .. } => "opt_out",
        BulkChange::OptIn => "opt_in",
        BulkChange::Delete => "delete",
    };
    let mut log = Log::begin(tx, kind, now)?;
    let group = match change {
        BulkChange::AddToGroup(name) => find_or_make(tx, name)?,
        BulkChange::RemoveFromGroup(name) => group_id(tx, name)?.map(|id| (id, false)),
        _ => None,
    };
    if let Some((id, true)) = group {
        log.new_group(id);
    }
    let group = group.map(|(id, _)| id);
    let mut ids = ids.to_vec();
    // In the order in which the rows lie.
    ids.sort_unstable_by_key(|id| id.0);
    let mut changed = Vec::new();
    for (done, id) in ids.into_iter().enumerate() {
        progress(done as u64)?;
        if apply_one(tx, &mut log, id, change, group, now)? {
            changed.push(id);
        }
    }
    let (people, change_id) = (changed.len() as u64, log.finish(tx)?);
    if matches!(kind, "groups" | "delete") {
        search::refresh_all(tx, changed)?;
    }
    Ok((people, change_id))
}

fn apply_one(
    tx: &Tx<'_>,
    log: &mut Log,
    id: ContactId,
    change: &BulkChange,
    group: Option<i64>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(known) = details(tx, id)? else {
        return Ok(false);
    };
    let is_member = |group: i64| {
        let mut find = tx
            .connection()
            .prepare_cached("SELECT 1 FROM member WHERE contact_id = ?1 AND group_id = ?2")?;
        Ok::<_, StoreError>(find.exists([id.0, group])?)
    };
    let differs = match (change, group) {
        (BulkChange::AddToGroup(_), Some(group)) => !is_member(group)?,
        (BulkChange::RemoveFromGroup(_), Some(group)) => is_member(group)?,
        (BulkChange::AddToGroup(_) | BulkChange::RemoveFromGroup(_), None) => false,
        (BulkChange::Consent { how, proof }, _) => {
            known.contact.consent.as_deref() != Some(how) || known.consent_proof != *proof
        }
        (BulkChange::OptOut { .. }, _) => known.opt_out.is_none(),
        (BulkChange::OptIn, _) => known.opt_out.is_some(),
        (BulkChange::Delete, _) => true,
    };
    if !differs {
        return Ok(false);
    }
    log.before(tx, id)?;
    match change {
        BulkChange::AddToGroup(_) => {
            if let Some(group) = group {
                join(tx, id, group)?;
            }
        }
        BulkChange::RemoveFromGroup(_) => {
            if let Some(group) = group {
                leave(tx, id, group)?;
            }
        }
        BulkChange::Consent { how, proof } => {
            tx.connection()
                .prepare_cached(
                    "UPDATE contact SET consent = ?2, consent_at = ?3, consent_proof = ?4
                     WHERE id = ?1",
                )?
                .execute(params![id.0, how, now.0, proof])?;
        }
        BulkChange::OptOut { why } => {
            suppress(tx, &known.contact.phone, why, now)?;
        }
        BulkChange::OptIn => {
            release(tx, &known.contact.phone)?;
        }
        BulkChange::Delete => {
            return delete_row(tx, id);
        }
    }
    touch(tx, id, now)?;
    Ok(true)
}

/// What [`merge_into`] would make of them, by doing it and taking it back.
pub fn preview_merge(
    tx: &Tx<'_>,
    keep: ContactId,
    others: &[ContactId],
    now: Timestamp,
) -> Result<Option<Details>, StoreError> {
    tx.connection().execute_batch("SAVEPOINT preview")?;
    let found = match merge_into(tx, keep, others, now)? {
        Some(_) => details(tx, keep)?,
        None => None,
    };
    tx.connection()
        .execute_batch("ROLLBACK TO preview; RELEASE preview")?;
    Ok(found)
}

/// Joins contacts of one person: the number of `keep` stays, of each field the
/// newest value that is not empty, and all groups. The other numbers are noted.
/// Whoever opted out under one of the numbers has opted out.
pub fn merge_into(
    tx: &Tx<'_>,
    keep: ContactId,
    others: &[ContactId],
    now: Timestamp,
) -> Result<Option<Merged>, StoreError> {
    let Some(kept) = details(tx, keep)? else {
        return Ok(None);
    };
    let mut all = vec![kept.clone()];
    for id in others {
        if all.iter().all(|one| one.contact.id != *id) {
            all.extend(details(tx, *id)?);
        }
    }
    if all.len() == 1 {
        let (gone, change) = (0, None);
        return Ok(Some(Merged { gone, change }));
    }
    let mut log = Log::begin(tx, "merge", now)?;
    for one in &all {
        log.before(tx, one.contact.id)?;
    }
    // From the oldest to the newest, so that the newest value wins.
    all.sort_by_key(|one| (one.updated_at, one.contact.id == keep, one.contact.id));
    let mut next = Edit {
        id: Some(keep),
        phone: kept.contact.phone.clone(),
        typed: kept.typed.clone(),
        name: String::new(),
        title: String::new(),
        groups: Vec::new(),
        fields: BTreeMap::new(),
        note: String::new(),
        consent: None,
        consent_proof: None,
    };
    let mut notes: Vec<String> = Vec::new();
    for one in &all {
        replace(&mut next.name, &one.contact.name);
        replace(&mut next.title, &one.contact.title);
        next.groups.extend(one.contact.groups.iter().cloned());
        for (name, value) in &one.contact.fields {
            if !value.trim().is_empty() {
                next.fields.insert(name.clone(), value.clone());
            }
        }
        // By line: an earlier merge may have noted the same.
        for line in one.note.lines() {
            if line.trim().is_empty() || !notes.iter().any(|known| known == line) {
                notes.push(line.to_owned());
            }
        }
    }
    // Each consent has its own instant and proof.
    let agreed = all.iter().filter(|one| one.contact.consent.is_some());
    let agreed = agreed.max_by_key(|one| one.consent_at);
    if let Some(one) = agreed {
        next.consent.clone_from(&one.contact.consent);
        next.consent_proof.clone_from(&one.consent_proof);
    }
    let consent_at = agreed.and_then(|one| one.consent_at);
    let messaged_at = all.iter().filter_map(|one| one.messaged_at).max();
    let gone: Vec<_> = all.iter().filter(|one| one.contact.id != keep).collect();
    for one in &gone {
        let number = one.contact.phone.as_str();
        if !notes.iter().any(|known| known == number) {
            notes.push(number.to_owned());
        }
    }
    next.note = notes.join("\n");
    for one in &gone {
        if let Some(record) = &one.opt_out {
            // As of now, so that an undo knows which record is its own.
            suppress(tx, &kept.contact.phone, &record.why, now)?;
        }
        delete_row(tx, one.contact.id)?;
    }
    save(tx, &next, now)?;
    tx.connection()
        .prepare_cached(
            "UPDATE contact SET consent_at = ?2, messaged_at = max(messaged_at, ?3) WHERE id = ?1",
        )?
        .execute(params![
            keep.0,
            consent_at.map(|at| at.0),
            messaged_at.map_or(0, |at| at.0)
        ])?;
    search::refresh_all(tx, gone.iter().map(|one| one.contact.id).collect())?;
    let change = log.finish(tx)?;
    Ok(Some(Merged {
        gone: gone.len() as u64,
        change,
    }))
}
