//! Groups: lists of contacts that people name.

use super::changes::{ChangeId, Log};
use super::{group_id, key_of, search};
use crate::{StoreError, Tx, rows};
use domain::{ContactId, Timestamp};
use rusqlite::params;

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

/// Gives a group another name. When there is a group of that name, the members
/// of this one join it, and count as changed at `now`. Whether there was such a
/// group.
pub fn rename_group(
    tx: &Tx<'_>,
    group: &str,
    name: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let name = name.trim();
    let Some(id) = group_id(tx, group)? else {
        return Ok(false);
    };
    if name.is_empty() {
        return Err(StoreError::other("a group needs a name"));
    }
    let members = members(tx, id)?;
    match group_id(tx, name)? {
        Some(other) if other != id => {
            let joined = tx.connection().execute(
                "INSERT INTO member (group_id, recent, name_key, contact_id)
                 SELECT ?1, recent, name_key, contact_id FROM member WHERE group_id = ?2
                 ON CONFLICT DO NOTHING",
                [other, id],
            )?;
            count_members(tx, other, joined as u64)?;
            tx.connection()
                .execute("DELETE FROM member WHERE group_id = ?1", [id])?;
            tx.connection()
                .execute("DELETE FROM contact_group WHERE id = ?1", [id])?;
            // An undo that knows only the group that is gone would bring it back.
            for member in &members {
                touch(tx, *member, now)?;
            }
        }
        _ => {
            tx.connection().execute(
                "UPDATE contact_group SET name = ?2, name_key = ?3 WHERE id = ?1",
                params![id, name, key_of(name)],
            )?;
        }
    }
    search::refresh_all(tx, members)?;
    Ok(true)
}

/// Deletes a group; its members stay. How many there were, and the change; none
/// where there is no such group.
pub fn delete_group(
    tx: &Tx<'_>,
    group: &str,
    now: Timestamp,
) -> Result<Option<(u64, Option<ChangeId>)>, StoreError> {
    let Some(id) = group_id(tx, group)? else {
        return Ok(None);
    };
    let mut log = Log::begin(tx, "groups", now)?;
    let members = members(tx, id)?;
    for contact in &members {
        log.before(tx, *contact)?;
        leave(tx, *contact, id)?;
        touch(tx, *contact, now)?;
    }
    tx.connection()
        .execute("DELETE FROM contact_group WHERE id = ?1", [id])?;
    let (people, change) = (members.len() as u64, log.finish(tx)?);
    search::refresh_all(tx, members)?;
    Ok(Some((people, change)))
}

fn members(tx: &Tx<'_>, group: i64) -> Result<Vec<ContactId>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT contact_id FROM member WHERE group_id = ?1 ORDER BY contact_id")?;
    let ids = list.query_map([group], |row| row.get(0).map(ContactId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Whether there is a group with this id. Ids are given once only.
pub(super) fn exists(tx: &Tx<'_>, group: i64) -> Result<bool, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT 1 FROM contact_group WHERE id = ?1")?;
    Ok(find.exists([group])?)
}

/// The group of this name, which is made where there is none, and whether it
/// was made. None for a name without text.
pub(super) fn find_or_make(tx: &Tx<'_>, name: &str) -> Result<Option<(i64, bool)>, StoreError> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(id) = group_id(tx, name)? {
        return Ok(Some((id, false)));
    }
    tx.connection()
        .prepare_cached(
            "INSERT INTO contact_group (id, name, name_key)
             VALUES ((SELECT max(t.last_group, ifnull((SELECT max(id) FROM contact_group), 0)) + 1
                FROM contact_total t), ?1, ?2)",
        )?
        .execute([name, &key_of(name)])?;
    Ok(Some((tx.connection().last_insert_rowid(), true)))
}

/// Puts a contact into a group. Whether it was not in it. The search has to be
/// refreshed afterwards.
pub(super) fn join(tx: &Tx<'_>, contact: ContactId, group: i64) -> Result<bool, StoreError> {
    let joined = tx
        .connection()
        .prepare_cached(
            "INSERT INTO member (group_id, recent, name_key, contact_id)
             SELECT ?1, recent, name_key, id FROM contact WHERE id = ?2
             ON CONFLICT DO NOTHING",
        )?
        .execute([group, contact.0])?;
    count_members(tx, group, joined as u64)?;
    Ok(joined > 0)
}

/// Counts members that were added to a group. A trigger counts those that are
/// gone.
pub(super) fn count_members(tx: &Tx<'_>, group: i64, members: u64) -> Result<(), StoreError> {
    if members > 0 {
        tx.connection()
            .prepare_cached("UPDATE contact_group SET size = size + ?2 WHERE id = ?1")?
            .execute([group, rows::signed(members)])?;
    }
    Ok(())
}

/// Takes a contact out of a group. Whether it was in it. The search has to be
/// refreshed afterwards.
pub(super) fn leave(tx: &Tx<'_>, contact: ContactId, group: i64) -> Result<bool, StoreError> {
    let left = tx
        .connection()
        .prepare_cached("DELETE FROM member WHERE contact_id = ?1 AND group_id = ?2")?
        .execute([contact.0, group])?;
    Ok(left > 0)
}

/// Notes that something about a contact changed. The instant grows with every
/// change, whatever the clock says, so that an undo can tell whether there was a
/// later one.
pub(super) fn touch(tx: &Tx<'_>, contact: ContactId, now: Timestamp) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE contact SET updated_at = max(?2, updated_at + 1) WHERE id = ?1")?
        .execute([contact.0, now.0])?;
    Ok(())
}
