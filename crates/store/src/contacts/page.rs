//! Lists of contacts, paged by key and searched.

use super::{Contact, by_id, group_id};
use crate::{StoreError, Tx, rows};
use domain::fold;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Words of a search that count; the rest is ignored.
const WORDS: usize = 8;

/// Which contacts to list.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Words that must all occur in the name, the title or the number,
    /// whatever their case and accents. A number may be written as usual.
    pub search: Option<String>,
    /// Only members of this group.
    pub group: Option<String>,
    /// At most this many.
    pub limit: u32,
    /// The cursor that the page before returned.
    pub after: Option<String>,
}

/// A page by folded name and then number: the contacts, how many match in all,
/// and the cursor of the next page; none at the end.
pub fn page(tx: &Tx<'_>, query: &Query) -> Result<(Vec<Contact>, u64, Option<String>), StoreError> {
    let words = words(query.search.as_deref().unwrap_or(""));
    let group = match &query.group {
        None => None,
        Some(name) => match group_id(tx, name)? {
            Some(id) => Some(id),
            None => return Ok((Vec::new(), 0, None)),
        },
    };
    let total = total(tx, group, &words)?;
    let after = query.after.as_deref().and_then(parse_cursor);
    let (sql, values) = list_sql(group, &words, after, query.limit);
    let mut list = tx.connection().prepare_cached(&sql)?;
    let mut found = list.query(params_from_iter(values))?;
    let mut contacts = Vec::new();
    let mut cursor = None;
    let mut next = None;
    while let Some(row) = found.next()? {
        if contacts.len() >= query.limit as usize {
            next = cursor;
            break;
        }
        cursor = Some(format!(
            "{}:{}",
            row.get::<_, String>(2)?,
            row.get::<_, String>(1)?
        ));
        contacts.push(by_id(tx, row.get(0)?)?);
    }
    Ok((contacts, total, next))
}

/// The number has no colon, so the first one ends it.
fn parse_cursor(cursor: &str) -> Option<(&str, &str)> {
    cursor
        .split_once(':')
        .map(|(phone, name_key)| (name_key, phone))
}

/// Folded words. A number that is written with signs and a trunk zero is
/// looked for by its digits.
pub(super) fn words(search: &str) -> Vec<String> {
    let is_number = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || "+-./() ".contains(c))
    };
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_start_matches('0').to_owned()
    };
    // Written in groups it is one number all the same.
    if is_number(search) {
        return Some(digits(search))
            .filter(|digits| !digits.is_empty())
            .into_iter()
            .collect();
    }
    let word = |text: &str| {
        if is_number(text) {
            digits(text)
        } else {
            fold(text)
        }
    };
    let mut words: Vec<_> = search.split_whitespace().map(word).collect();
    words.retain(|word| !word.is_empty());
    words.truncate(WORDS);
    words
}

/// Where the rows come from. A search reads the index of all contacts, which
/// holds every word, and asks for the group only where the words are found:
/// looking up each member would read the whole table out of order.
fn source(group: Option<i64>, words: &[String]) -> (String, Vec<Value>) {
    const IN_GROUP: &str = "EXISTS (SELECT 1 FROM member m
        WHERE m.group_id = ? AND m.name_key = o.name_key AND m.phone = o.phone)";
    const WORD: &str =
        " AND instr(o.name_key || char(10) || o.title_key || char(10) || o.phone, ?) > 0";
    let (mut from, mut values) = match group {
        None => ("contact o WHERE true".to_owned(), Vec::new()),
        Some(id) if words.is_empty() => {
            ("member o WHERE o.group_id = ?".to_owned(), vec![id.into()])
        }
        Some(id) => (format!("contact o WHERE {IN_GROUP}"), vec![id.into()]),
    };
    from += &WORD.repeat(words.len());
    values.extend(words.iter().cloned().map(Value::from));
    (from, values)
}

pub(crate) fn list_sql(
    group: Option<i64>,
    words: &[String],
    after: Option<(&str, &str)>,
    limit: u32,
) -> (String, Vec<Value>) {
    let (from, mut values) = source(group, words);
    let id = if group.is_some() && words.is_empty() {
        "o.contact_id"
    } else {
        "o.id"
    };
    // ("", "") comes before everybody: no number is empty.
    let (name_key, phone) = after.unwrap_or(("", ""));
    values.push(name_key.to_owned().into());
    values.push(phone.to_owned().into());
    values.push((i64::from(limit) + 1).into());
    let sql = format!(
        "SELECT {id}, o.name_key, o.phone FROM {from} AND (o.name_key, o.phone) > (?, ?)
         ORDER BY o.name_key, o.phone LIMIT ?"
    );
    (sql, values)
}

fn total(tx: &Tx<'_>, group: Option<i64>, words: &[String]) -> Result<u64, StoreError> {
    let (sql, values) = match group {
        None if words.is_empty() => ("SELECT contacts FROM contact_total".to_owned(), Vec::new()),
        Some(id) if words.is_empty() => (
            "SELECT size FROM contact_group WHERE id = ?".to_owned(),
            vec![id.into()],
        ),
        _ => {
            let (from, values) = source(group, words);
            (format!("SELECT count(*) FROM {from}"), values)
        }
    };
    let mut count = tx.connection().prepare_cached(&sql)?;
    Ok(rows::unsigned(
        count.query_row(params_from_iter(values), |row| row.get(0))?,
    ))
}
