//! Searches with very many answers.

use super::filter::Conditions;
use super::order::{Cursor, Key, Sort, behind, by_keys};
use super::page::{Query, cut, read};
use super::recent;
use super::search::Words;
use crate::{StoreError, Tx, rows};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// A search with very many answers: first the names that begin with its first
/// word, then the others. Sorting all of them would take too long, and nobody
/// reads them to the end.
pub(super) fn best(
    tx: &Tx<'_>,
    query: &Query,
    words: &Words,
    after: Option<Cursor>,
) -> Result<(Vec<i64>, Option<Cursor>), StoreError> {
    let word = words.first().unwrap_or_default();
    let (mut found, mut skip, mut behind_id) = (Vec::new(), query.skip, 0);
    let from = match after {
        None => Some(None),
        Some(Cursor::Beginning(one, two)) => Some(Some((one, two))),
        Some(Cursor::Other(id)) => {
            behind_id = id;
            None
        }
        Some(Cursor::By(..)) => return Err(StoreError::BadCursor),
    };
    if let Some(from) = from {
        let first_page = from.is_none();
        let conditions = beginning(tx, query, words, word, from)?;
        let skipped = if first_page { skip } else { 0 };
        let parts = recent::parts(tx)?;
        let each = recent::over(parts, |part| {
            format!(
                "SELECT c.id, c.name_key, c.id {BEGINNING} {part} AND {}",
                conditions.sql()
            )
        });
        let sql = format!("{each} {} LIMIT ? OFFSET ?", by_keys(false));
        let mut values: Vec<_> = parts.iter().flat_map(|_| conditions.values()).collect();
        values.push((i64::from(query.limit) + 1).into());
        values.push(rows::signed(skipped).into());
        let (first, last) = cut(read(tx, &sql, values)?, query.limit);
        if let Some((one, two)) = last {
            return Ok((first, Some(Cursor::Beginning(one, two))));
        }
        if first.is_empty() && skipped > 0 {
            let mut count = tx.connection().prepare_cached(&format!(
                "SELECT count(*) {BEGINNING} c.recent IN (0, 1) AND {}",
                conditions.sql()
            ))?;
            let passed =
                count.query_row(params_from_iter(conditions.values()), |row| row.get(0))?;
            skip -= rows::unsigned(passed).min(skip);
        } else {
            skip = 0;
        }
        found = first;
    } else {
        skip = 0;
    }
    let room = query.limit - u32::try_from(found.len()).unwrap_or(query.limit);
    if room == 0 {
        // Full to the last place: the others begin on the next page.
        return Ok((found, Some(Cursor::Other(0))));
    }
    let mut conditions = Conditions::of(&query.filter)?;
    conditions.with("f.rowid > ?", behind_id);
    conditions.with("NOT (c.name_key >= ? AND c.name_key < ?)", word.to_owned());
    conditions.value(end_of(word));
    conditions.short(words);
    if let Some(groups) = query.filter.group_ids(tx)? {
        conditions.in_groups(&groups)?;
    }
    let sql = format!(
        "SELECT f.rowid, f.rowid, 0 FROM contact_search f CROSS JOIN contact c ON c.id = f.rowid
         WHERE contact_search MATCH ? AND {} ORDER BY f.rowid LIMIT ? OFFSET ?",
        conditions.sql()
    );
    let mut values = vec![Value::from(words.query().unwrap_or_default())];
    values.extend(conditions.values());
    values.push((i64::from(room) + 1).into());
    values.push(rows::signed(skip).into());
    let (others, last) = cut(read(tx, &sql, values)?, room);
    let next = match last {
        Some((Key::Number(id), _)) => Some(Cursor::Other(id)),
        _ => None,
    };
    found.extend(others);
    Ok((found, next))
}

const BEGINNING: &str = "FROM contact c INDEXED BY contact_by_name WHERE";

/// Conditions of the names that begin with a word.
fn beginning(
    tx: &Tx<'_>,
    query: &Query,
    words: &Words,
    word: &str,
    after: Option<(Key, Key)>,
) -> Result<Conditions, StoreError> {
    let mut conditions = Conditions::of(&query.filter)?;
    conditions.with("c.name_key >= ? AND c.name_key < ?", word.to_owned());
    conditions.value(end_of(word));
    behind(&mut conditions, Sort::Name.keys(), after, false);
    conditions.matching(words.query_of_rest());
    conditions.short(words);
    if let Some(groups) = query.filter.group_ids(tx)? {
        conditions.in_groups(&groups)?;
    }
    Ok(conditions)
}

/// Behind everything that begins with `word`.
fn end_of(word: &str) -> String {
    format!("{word}{}", char::MAX)
}
