//! Adding people, and merging what is new about known ones.

use super::changes::{ChangeId, Log};
use super::groups::{count_members, find_or_make, join, touch};
use super::recent::Standing;
use super::remarks::{self, Remarks};
use super::suppression::suppress;
use super::{
    Contact, MESSAGED_AT, NEXT_ID, by_phone, count_added, is_opted_out, key_of, search, suppression,
};
use crate::{StoreError, Tx, rows};
use domain::{ContactId, PhoneNumber, Timestamp, fold};
use rusqlite::{CachedStatement, params};
use std::collections::{BTreeMap, HashMap};
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
    /// What else a list says, where it has columns for it.
    pub remarks: Remarks,
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
    /// What is noted of people whose row says that they opted out.
    pub opted_out_why: String,
    /// The present.
    pub now: Timestamp,
}

/// What [`upsert`] would do, and whether the person opted out.
pub fn classify(tx: &Tx<'_>, new: &NewContact) -> Result<(Change, bool), StoreError> {
    let Some(known) = by_phone(tx, &new.phone)? else {
        let opted_out = new.remarks.opted_out || is_opted_out(tx, &new.phone)?;
        return Ok((Change::New, opted_out));
    };
    let refuses = new.remarks.opted_out && !known.opted_out;
    let opted_out = known.opted_out || refuses;
    let joins = new.groups.iter().any(|group| joins(&known, group));
    let remarked = remarks::newer(tx, &known, &new.remarks)?.is_some();
    let change = if merged(&known, new).is_some() || joins || remarked || refuses {
        Change::Updated
    } else {
        Change::Unchanged
    };
    Ok((change, opted_out))
}

/// A known person as they would be after [`upsert`]; none for a new one.
pub fn as_stored(tx: &Tx<'_>, new: &NewContact) -> Result<Option<Contact>, StoreError> {
    let Some(known) = by_phone(tx, &new.phone)? else {
        return Ok(None);
    };
    let joining = new.groups.iter().filter(|group| joins(&known, group));
    let joining: Vec<String> = joining.map(|group| group.trim().to_owned()).collect();
    let mut next = merged(&known, new).unwrap_or(known);
    next.groups.extend(joining);
    Ok(Some(next))
}

/// Stores a person; see [`Writer::put`].
pub fn upsert(
    tx: &Tx<'_>,
    new: &NewContact,
    options: &UpsertOptions,
) -> Result<(ContactId, Change, bool), StoreError> {
    let mut writer = Writer::new(tx, options.clone())?;
    let stored = writer.put(new)?;
    writer.finish()?;
    Ok(stored)
}

/// People after whom the search learns of them.
const SEARCHED_TOGETHER: usize = 40_000;

/// Stores people one after another. [`Writer::finish`] ends it.
#[must_use]
pub struct Writer<'t, 'c> {
    tx: &'t Tx<'c>,
    /// Kept at hand: looking them up for every row takes longer than binding them.
    insert: CachedStatement<'c>,
    join: CachedStatement<'c>,
    group: Option<String>,
    consent: Option<String>,
    opted_out_why: String,
    skip_existing: bool,
    now: Timestamp,
    /// Ids and keys of groups, by the name as it was written.
    groups: HashMap<String, Option<(i64, String)>>,
    fields: FieldNames,
    /// The id of the next new contact, once there was one.
    next_id: Option<i64>,
    /// New people who are not counted yet, in all and by group.
    added: u64,
    joined: HashMap<i64, u64>,
    /// Whether anybody got a message, and whether anybody opted out. In a young
    /// profile nobody did, and then new people need not be looked for.
    messaged: bool,
    suppressed: bool,
    /// Where new people stand at first.
    standing: Standing,
    /// New people of whom the search has to learn, and their texts.
    unknown: Vec<(ContactId, String)>,
    /// Known people of whom it has to learn anew.
    changed: Vec<ContactId>,
    log: Option<Log>,
}

impl<'t, 'c> Writer<'t, 'c> {
    /// A writer whose changes cannot be taken back.
    pub fn new(tx: &'t Tx<'c>, options: UpsertOptions) -> Result<Self, StoreError> {
        let consent = options.consent.as_deref().map(str::trim);
        let mut recipients = tx.connection().prepare_cached("SELECT 1 FROM recipient")?;
        Ok(Self {
            tx,
            insert: tx.connection().prepare_cached(&format!(
                "INSERT INTO contact (id, typed, phone, name, title, fields, name_key, title_key,
                    consent, consent_at, consent_proof, note, created_at, updated_at, messaged_at,
                    recent)
                 VALUES (?13, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12,
                    CASE WHEN ?14 THEN {MESSAGED_AT} ELSE 0 END, ?15)
                 ON CONFLICT (phone) DO NOTHING"
            ))?,
            join: tx.connection().prepare_cached(
                "INSERT INTO member (group_id, recent, name_key, contact_id)
                 VALUES (?1, ?2, ?3, ?4)",
            )?,
            group: options.group,
            consent: consent.filter(|c| !c.is_empty()).map(str::to_owned),
            opted_out_why: options.opted_out_why,
            skip_existing: options.skip_existing,
            now: options.now,
            groups: HashMap::new(),
            fields: FieldNames::default(),
            next_id: None,
            added: 0,
            joined: HashMap::new(),
            messaged: recipients.exists([])?,
            suppressed: suppression::is_anybody_opted_out(tx)?,
            standing: Standing::Filed,
            unknown: Vec::new(),
            changed: Vec::new(),
            log: None,
        })
    }

    /// A writer whose changes [`super::undo`] takes back, for about so many people.
    pub fn of_import(
        tx: &'t Tx<'c>,
        options: UpsertOptions,
        people: u64,
    ) -> Result<Self, StoreError> {
        let log = Log::begin(tx, "import", options.now)?;
        Ok(Self {
            log: Some(log),
            standing: Standing::of_new(tx, people)?,
            ..Self::new(tx, options)?
        })
    }

    /// Stores a person: newer non-empty values replace older ones, groups are
    /// added, nothing is blanked. The number as typed stays the first one.
    /// Returns the contact, what changed, and whether the person opted out.
    pub fn put(&mut self, new: &NewContact) -> Result<(ContactId, Change, bool), StoreError> {
        self.put_with_key(new, &fold(new.name.trim()))
    }

    /// [`Writer::put`] with the folded name, where it is known already.
    pub(super) fn put_with_key(
        &mut self,
        new: &NewContact,
        name_key: &str,
    ) -> Result<(ContactId, Change, bool), StoreError> {
        // Whatever else becomes of the row: who said no has said no.
        let refused = new.remarks.opted_out && self.refuse(new)?;
        if let Some(id) = self.insert(new, name_key)? {
            let opted_out = self.suppressed && is_opted_out(self.tx, &new.phone)?;
            return Ok((id, Change::New, opted_out));
        }
        let Some(known) = by_phone(self.tx, &new.phone)? else {
            return Err(StoreError::corrupt("a number without a contact"));
        };
        let change = if self.skip_existing {
            Change::Unchanged
        } else {
            match self.update(&known, new)? {
                Change::Unchanged if refused => Change::Updated,
                change => change,
            }
        };
        Ok((known.id, change, known.opted_out))
    }

    /// Notes an opt-out that a row tells of. Whether it is new. It is no part of
    /// the change that can be taken back.
    fn refuse(&mut self, new: &NewContact) -> Result<bool, StoreError> {
        let since = new.remarks.opted_out_at.unwrap_or(self.now);
        self.suppressed = true;
        suppress(self.tx, &new.phone, &self.opted_out_why, since)
    }

    /// The change that can be taken back; none where nothing changed.
    pub fn finish(mut self) -> Result<Option<ChangeId>, StoreError> {
        let change = match self.log.take() {
            Some(log) => log.finish(self.tx)?,
            None => None,
        };
        count_added(self.tx, self.added)?;
        for (group, members) in self.joined.drain() {
            count_members(self.tx, group, members)?;
        }
        self.teach()?;
        search::refresh_all(self.tx, self.changed)?;
        Ok(change)
    }

    /// The search learns of new people, many at once; see
    /// [`search::refresh_all`].
    fn teach(&mut self) -> Result<(), StoreError> {
        for (id, text) in self.unknown.drain(..) {
            search::learn(self.tx, id, &text)?;
        }
        Ok(())
    }

    /// Adds a person; none when the number is known.
    fn insert(
        &mut self,
        new: &NewContact,
        name_key: &str,
    ) -> Result<Option<ContactId>, StoreError> {
        let (name, title) = (new.name.trim(), new.title.trim());
        let title_key = fold(title);
        let fields = self
            .fields
            .stored(self.tx, &new.fields, self.log.as_mut())?;
        let own = new.remarks.consent.as_ref();
        let consent = own.map(|own| &own.how).or(self.consent.as_ref());
        let consent_at = match own {
            Some(own) => Some(own.at.unwrap_or(self.now)),
            None => consent.map(|_| self.now),
        };
        let id = self.next_id()?;
        let added = self.insert.execute(params![
            new.typed,
            new.phone.as_str(),
            name,
            title,
            rows::fields_json(&fields)?,
            name_key,
            title_key,
            consent,
            consent_at.map(|at| at.0),
            own.and_then(|own| own.proof.as_deref()),
            new.remarks.note.trim(),
            self.now.0,
            id,
            self.messaged,
            self.standing,
        ])?;
        if added == 0 {
            return Ok(None);
        }
        self.next_id = Some(id + 1);
        self.added += 1;
        let groups = self.groups_of(new)?;
        for (group, _) in &groups {
            self.join
                .execute(params![group, self.standing, name_key, id])?;
            *self.joined.entry(*group).or_default() += 1;
        }
        let id = ContactId(id);
        let keys = groups.iter().map(|(_, key)| key.as_str());
        let text = search::text(name_key, &title_key, new.phone.as_str(), keys);
        self.unknown.push((id, text));
        if self.unknown.len() >= SEARCHED_TOGETHER {
            self.teach()?;
        }
        if let Some(log) = &mut self.log {
            log.added(self.tx, id)?;
        }
        Ok(Some(id))
    }

    /// The id of the next new contact. Nobody else adds any meanwhile.
    fn next_id(&self) -> Result<i64, StoreError> {
        if let Some(id) = self.next_id {
            return Ok(id);
        }
        let mut next = self
            .tx
            .connection()
            .prepare_cached(&format!("SELECT {NEXT_ID}"))?;
        Ok(next.query_row([], |row| row.get(0))?)
    }

    fn update(&mut self, known: &Contact, new: &NewContact) -> Result<Change, StoreError> {
        let next = merged(known, new);
        let mut joining = Vec::new();
        for (group, key) in self.groups_of(new)? {
            if !known.groups.iter().any(|known| key_of(known) == key) {
                joining.push(group);
            }
        }
        let remarks = remarks::newer(self.tx, known, &new.remarks)?;
        // What the row says of this person counts more than what is said of all.
        let agreed = new.remarks.consent.is_none()
            && self.consent.is_some()
            && self.consent != known.consent;
        if next.is_none() && joining.is_empty() && remarks.is_none() && !agreed {
            return Ok(Change::Unchanged);
        }
        if let Some(log) = &mut self.log {
            log.before(self.tx, known.id)?;
        }
        if let Some(next) = &next {
            let fields = self
                .fields
                .stored(self.tx, &next.fields, self.log.as_mut())?;
            self.tx
                .connection()
                .prepare_cached(
                    "UPDATE contact SET name = ?2, title = ?3, fields = ?4, name_key = ?5,
                        title_key = ?6
                     WHERE id = ?1",
                )?
                .execute(params![
                    next.id.0,
                    next.name,
                    next.title,
                    rows::fields_json(&fields)?,
                    fold(&next.name),
                    fold(&next.title),
                ])?;
        }
        if let Some(remarks) = &remarks {
            let consent = remarks.consent.as_ref();
            self.tx
                .connection()
                .prepare_cached(
                    "UPDATE contact SET note = ?2, consent = ?3, consent_at = ?4,
                        consent_proof = ?5 WHERE id = ?1",
                )?
                .execute(params![
                    known.id.0,
                    remarks.note,
                    consent.map(|consent| &consent.how),
                    consent.map(|consent| consent.at.unwrap_or(self.now).0),
                    consent.and_then(|consent| consent.proof.as_deref()),
                ])?;
        }
        if agreed {
            self.tx
                .connection()
                .prepare_cached(
                    "UPDATE contact SET consent = ?2, consent_at = ?3, consent_proof = NULL
                     WHERE id = ?1",
                )?
                .execute(params![known.id.0, self.consent, self.now.0])?;
        }
        for group in &joining {
            join(self.tx, known.id, *group)?;
        }
        touch(self.tx, known.id, self.now)?;
        if next.is_some() || !joining.is_empty() {
            self.changed.push(known.id);
            return Ok(Change::Updated);
        }
        if remarks.is_some() {
            return Ok(Change::Updated);
        }
        Ok(Change::Unchanged)
    }

    /// The groups that a person joins, made where they do not exist.
    fn groups_of(&mut self, new: &NewContact) -> Result<Vec<(i64, String)>, StoreError> {
        let mut found: Vec<(i64, String)> = Vec::new();
        for name in new.groups.iter().chain(&self.group) {
            if !self.groups.contains_key(name) {
                let group = find_or_make(self.tx, name)?;
                if let (Some((id, true)), Some(log)) = (group, &mut self.log) {
                    log.new_group(id);
                }
                self.groups
                    .insert(name.clone(), group.map(|(id, _)| (id, key_of(name))));
            }
            if let Some(Some(group)) = self.groups.get(name)
                && !found.contains(group)
            {
                found.push(group.clone());
            }
        }
        Ok(found)
    }
}

/// The names of extra fields in the spelling in which the profile knows them.
#[derive(Default)]
pub(super) struct FieldNames(HashMap<String, Option<String>>);

impl FieldNames {
    /// The fields that have a value, under their stored names. Makes the names
    /// known, also those without a value here: a column that is empty for
    /// everybody is still a variable.
    pub fn stored(
        &mut self,
        tx: &Tx<'_>,
        fields: &BTreeMap<String, String>,
        mut log: Option<&mut Log>,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let mut stored = BTreeMap::new();
        for (name, value) in fields {
            if !self.0.contains_key(name) {
                let known = register_field(tx, name.trim(), log.as_deref_mut())?;
                self.0.insert(name.clone(), known);
            }
            let value = value.trim();
            if let Some(Some(name)) = self.0.get(name)
                && !value.is_empty()
            {
                stored.insert(name.clone(), value.to_owned());
            }
        }
        Ok(stored)
    }
}

/// The stored spelling of a field's name; none for a name without text.
fn register_field(
    tx: &Tx<'_>,
    name: &str,
    log: Option<&mut Log>,
) -> Result<Option<String>, StoreError> {
    if name.is_empty() {
        return Ok(None);
    }
    let key = key_of(name);
    let added = tx
        .connection()
        .prepare_cached(
            "INSERT INTO contact_field (name, name_key) VALUES (?1, ?2)
             ON CONFLICT (name_key) DO NOTHING",
        )?
        .execute([name, &key])?;
    if added > 0 {
        if let Some(log) = log {
            log.new_field(tx.connection().last_insert_rowid());
        }
        return Ok(Some(name.to_owned()));
    }
    let mut find = tx
        .connection()
        .prepare_cached("SELECT name FROM contact_field WHERE name_key = ?1")?;
    Ok(Some(find.query_row([key], |row| row.get(0))?))
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

/// A newer value takes the place of an older one, unless it is empty.
pub(super) fn replace(old: &mut String, new: &str) {
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
