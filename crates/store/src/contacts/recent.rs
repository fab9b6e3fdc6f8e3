//! People who came with a large list a moment ago, and filing them among the others.
//!
//! Every contact stands in the order by name. A list whose people are scattered over a
//! much larger order touches nearly all of its pages, for a few rows each; apart from the
//! others they stand close together. Lists by name are read from both parts at once, and
//! the people are filed among the others bit by bit, when nobody waits for it.

use super::search;
use crate::{StoreError, Tx, rows};
use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;

/// Rows below which a list costs little wherever its people stand.
const MANY: u64 = if cfg!(test) { 10 } else { 1_000 };

/// A list stands apart where there are more than so many contacts for each of its rows:
/// a page of the order by name would take in less than some dozens of them.
const SPARSE: u64 = 4;

/// People who are filed together: some milliseconds.
const TOGETHER: u64 = if cfg!(test) { 7 } else { 200 };

/// Where somebody stands in the order by name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Among all others.
    Filed,
    /// With those who came with a large list a moment ago.
    Apart,
}

impl Standing {
    /// Of the new people of so long a list.
    pub fn of_new(tx: &Tx<'_>, people: u64) -> Result<Self, StoreError> {
        let apart = people >= MANY && search::contacts(tx)? / SPARSE > people;
        Ok(if apart { Self::Apart } else { Self::Filed })
    }
}

impl ToSql for Standing {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(i64::from(*self == Self::Apart).into())
    }
}

/// The parts of the order by name that there are at present, as conditions on the table
/// alias `c`.
pub(super) fn parts(tx: &Tx<'_>) -> Result<&'static [&'static str], StoreError> {
    const BOTH: &[&str] = &["c.recent = 0", "c.recent = 1"];
    const FILED: &[&str] = &["c.recent = 0"];
    let mut anybody = tx
        .connection()
        .prepare_cached("SELECT 1 FROM contact WHERE recent = 1 LIMIT 1")?;
    Ok(if anybody.exists([])? { BOTH } else { FILED })
}

/// A statement over each of these parts, which has to be put in order as a whole.
pub(super) fn over(parts: &[&str], select: impl Fn(&str) -> String) -> String {
    let each: Vec<_> = parts.iter().map(|part| select(part)).collect();
    each.join(" UNION ALL ")
}

/// Files some people who came with a large list among the others, for some milliseconds.
/// Whether nobody is left; to be asked until then, each time in a transaction of its own.
/// Lists are the same before, meanwhile and afterwards.
pub fn file(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let connection = tx.connection();
    // By name: the next ones of the order stand close together in it.
    let mut some = connection
        .prepare_cached("SELECT id FROM contact WHERE recent = 1 ORDER BY name_key, id LIMIT ?1")?;
    let ids = some.query_map([rows::signed(TOGETHER)], |row| row.get(0))?;
    let ids = ids.collect::<Result<Vec<i64>, _>>()?;
    let mut contact = connection.prepare_cached("UPDATE contact SET recent = 0 WHERE id = ?1")?;
    let mut member =
        connection.prepare_cached("UPDATE member SET recent = 0 WHERE contact_id = ?1")?;
    for id in &ids {
        contact.execute([id])?;
        member.execute([id])?;
    }
    Ok((ids.len() as u64) < TOGETHER)
}
