//! Pages of contacts: filtered, searched, sorted, by key.

use super::best::best;
use super::filter::{Conditions, Filter};
use super::order::{Cursor, Key, Sort, behind, by_keys};
use super::search::{self, Words};
use super::{Details, details, recent};
use crate::{StoreError, Tx, rows};
use domain::ContactId;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Answers up to which it is faster to look at all of them and sort them than
/// to walk along an index until the page is full.
const FEW: u64 = if cfg!(test) { 12 } else { 2_000 };

/// Answers of a search up to which they are counted for a page.
const COUNTED: u64 = if cfg!(test) { 40 } else { 50_000 };

/// Contacts of an order that are looked at first, to see whether those who pass are
/// frequent…
const LOOKED_AT: u64 = if cfg!(test) { 8 } else { 5_000 };

/// …which so many among them tell.
const SOME: u64 = 4;

/// Which contacts to list, and how.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Which.
    pub filter: Filter,
    /// In which order. None for names; then a search with very many answers
    /// begins with the names that begin with its first word, and goes on with
    /// the others as they were added.
    pub sort: Option<Sort>,
    /// From the last to the first.
    pub descending: bool,
    /// At most this many.
    pub limit: u32,
    /// The cursor that the page before returned.
    pub after: Option<String>,
    /// Begin behind so many contacts, where there is no cursor.
    pub skip: u64,
}

impl Query {
    /// Whether a search with very many answers may begin with the best.
    fn is_best_first(&self) -> bool {
        self.sort.is_none() && !self.descending
    }

    /// The page of rows of which there is one more than asked for, unless they end.
    fn page_of(&self, found: Vec<Found>) -> (Vec<i64>, Option<Cursor>) {
        let (ids, last) = cut(found, self.limit);
        let sort = self.sort.unwrap_or(Sort::Name);
        (
            ids,
            last.map(|(one, two)| Cursor::By(sort, self.descending, one, two)),
        )
    }

    /// For a page in the second half of so long a list: the query that counts from the
    /// end, and how many rows the page has with the one behind it.
    fn counted_from_end(&self, total: Option<u64>) -> Option<(Self, u64)> {
        let total = total.filter(|total| self.skip > total / 2)?;
        let rows = (u64::from(self.limit) + 1).min(total.saturating_sub(self.skip));
        let reversed = Self {
            descending: !self.descending,
            skip: total.saturating_sub(self.skip + rows),
            ..self.clone()
        };
        Some((reversed, rows))
    }
}

/// A page of a list.
#[derive(Debug)]
pub struct Page {
    /// The contacts.
    pub contacts: Vec<Details>,
    /// How many there are in all, where that takes no counting.
    pub total: Option<u64>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// One page.
///
/// # Errors
/// [`StoreError::BadCursor`] when `after` is not from a page of this list.
pub fn page(tx: &Tx<'_>, query: &Query) -> Result<Page, StoreError> {
    let filter = &query.filter;
    let after = query.after.as_deref();
    let after = after
        .map(|after| Cursor::parse(after, filter))
        .transpose()?;
    let mut plan = Plan::of(tx, query, after.as_ref())?;
    let total = plan.total(tx, query)?;
    plan.go_on(query, after.as_ref())?;
    let (found, next) = match (&plan.way, after) {
        (Way::Nobody, _) => (Vec::new(), None),
        (Way::Best, after) => best(tx, query, &plan.words, after)?,
        (_, Some(Cursor::By(_, _, one, two))) => plan.list(tx, query, Some((one, two)))?,
        (Way::Walk | Way::Group(_), None) if let Some(from_end) = query.counted_from_end(total) => {
            plan.list_from_end(tx, &from_end)?
        }
        (_, _) => plan.list(tx, query, None)?,
    };
    let mut contacts = Vec::with_capacity(found.len());
    for id in found {
        let known = details(tx, ContactId(id))?;
        contacts.push(known.ok_or_else(|| StoreError::corrupt("a listed contact does not exist"))?);
    }
    Ok(Page {
        contacts,
        total,
        next: next.map(|next| next.write(filter)).transpose()?,
    })
}

/// How a page is found.
struct Plan {
    words: Words,
    groups: Option<Vec<i64>>,
    way: Way,
}

enum Way {
    /// A group is asked for that does not exist.
    Nobody,
    /// A group by name: its members are kept in that order.
    Group(i64),
    /// These rows are few: all of them are looked at.
    Few(Few),
    /// Along the index of the order, until the page is full.
    Walk,
    /// A search with very many answers.
    Best,
}

enum Few {
    /// What the search index finds.
    Found(Vec<i64>),
    /// Members of these groups.
    Members,
    /// People who asked not to be messaged.
    OptedOut,
    /// People of whom the server said that they do not use `WhatsApp`.
    Absent,
    /// These rows; they pass everything that is asked for.
    Rows(Vec<i64>),
}

impl Plan {
    fn of(tx: &Tx<'_>, query: &Query, after: Option<&Cursor>) -> Result<Self, StoreError> {
        let filter = &query.filter;
        let words = filter.words();
        let groups = filter.group_ids(tx)?;
        let by_name = matches!(query.sort, None | Some(Sort::Name));
        let found = match (words.query(), groups.as_deref()) {
            (Some(query), None | Some([_, ..])) => search::found_up_to(tx, &query, FEW)?,
            _ => None,
        };
        let way = match (words.query(), groups.as_deref()) {
            (_, Some([])) => Way::Nobody,
            _ if let Some(found) = found => Way::Few(Few::Found(found)),
            (_, Some(ids)) if members(tx, ids)? <= FEW => Way::Few(Few::Members),
            (None, Some([id])) if words.is_empty() && by_name && filter.is_plain() => {
                Way::Group(*id)
            }
            _ if filter.opted_out == Some(true) && rows_up_to(tx, "suppression")? <= FEW => {
                Way::Few(Few::OptedOut)
            }
            _ if filter.on_whatsapp == Some(Some(false))
                && rows_up_to(tx, "presence WHERE on_whatsapp = 0")? <= FEW =>
            {
                Way::Few(Few::Absent)
            }
            (Some(_), _) if query.is_best_first() => Way::Best,
            _ => Way::Walk,
        };
        let mut plan = Self { words, groups, way };
        let everybody = filter.is_plain() && plan.groups.is_none();
        if matches!(plan.way, Way::Walk) && !everybody && !plan.are_frequent(tx, query, after)? {
            plan.look_for_few(tx, filter)?;
        }
        Ok(plan)
    }

    /// A list goes on in the order in which it began, also when there are more
    /// or fewer answers by now and it would begin in another one.
    fn go_on(&mut self, query: &Query, after: Option<&Cursor>) -> Result<(), StoreError> {
        let sort = query.sort.unwrap_or(Sort::Name);
        match after {
            None => {}
            Some(Cursor::By(by, descending, ..)) => {
                if *by != sort || *descending != query.descending {
                    return Err(StoreError::BadCursor);
                }
                if matches!(self.way, Way::Best) {
                    self.way = Way::Walk;
                }
            }
            Some(Cursor::Beginning(..) | Cursor::Other(_)) => {
                if !query.is_best_first() || self.words.first().is_none() {
                    return Err(StoreError::BadCursor);
                }
                if !matches!(self.way, Way::Nobody) {
                    self.way = Way::Best;
                }
            }
        }
        Ok(())
    }

    /// Whether a walk along the index of the order finds some of them before long: it
    /// then goes on faster than looking for all of them.
    fn are_frequent(
        &self,
        tx: &Tx<'_>,
        query: &Query,
        after: Option<&Cursor>,
    ) -> Result<bool, StoreError> {
        let sort = query.sort.unwrap_or(Sort::Name);
        if !sort.is_indexed() || query.skip > 0 {
            return Ok(false);
        }
        let mut place = Conditions::default();
        if let Some(Cursor::By(_, _, one, two)) = after {
            let keys = Some((one.clone(), two.clone()));
            behind(&mut place, sort.keys(), keys, query.descending);
        }
        let [one, other] = sort.keys();
        let parts = self.parts(tx, query)?;
        let next = recent::over(parts, |part| {
            format!(
                "SELECT c.id, {one}, {other} FROM contact c WHERE {part} AND {}",
                place.sql()
            )
        });
        let (_, _, conditions) = self.source(&query.filter)?;
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1
                FROM (SELECT id FROM ({next} {} LIMIT ?)) f CROSS JOIN contact c ON c.id = f.id
                WHERE {} LIMIT ?)",
            by_keys(query.descending),
            conditions.sql()
        );
        let some = (u64::from(query.limit) + 1).min(SOME);
        let mut values: Vec<_> = parts.iter().flat_map(|_| place.values()).collect();
        values.push(rows::signed(LOOKED_AT).into());
        values.extend(conditions.values());
        values.push(rows::signed(some).into());
        let mut count = tx.connection().prepare_cached(&sql)?;
        let found = count.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(rows::unsigned(found) == some)
    }

    /// Walking along an index to find a few rows among very many reads them all,
    /// one here and one there. Reading them in the order in which they lie is
    /// much faster, and tells whether they are few.
    fn look_for_few(&mut self, tx: &Tx<'_>, filter: &Filter) -> Result<(), StoreError> {
        let (from, mut values, conditions) = self.source(filter)?;
        let sql = format!(
            "SELECT c.id FROM {from} NOT INDEXED WHERE {} LIMIT ?",
            conditions.sql()
        );
        values.extend(conditions.values());
        values.push(rows::signed(FEW + 1).into());
        let mut list = tx.connection().prepare_cached(&sql)?;
        let found = list.query_map(params_from_iter(values), |row| row.get(0))?;
        let found = found.collect::<Result<Vec<i64>, _>>()?;
        if found.len() as u64 <= FEW {
            self.way = Way::Few(Few::Rows(found));
        }
        Ok(())
    }

    /// From where, and under which conditions, rows are read.
    fn source(&self, filter: &Filter) -> Result<(String, Vec<Value>, Conditions), StoreError> {
        let mut conditions = Conditions::of(filter)?;
        let mut first = Vec::new();
        let mut in_groups = true;
        let mut searched = false;
        if let Way::Few(Few::Rows(rows)) = &self.way {
            first.push(super::filter::json(rows)?);
            return Ok((OF_ROWS.to_owned(), first, Conditions::default()));
        }
        let from = match &self.way {
            Way::Group(id) => {
                in_groups = false;
                first.push((*id).into());
                "(SELECT contact_id AS id, name_key, recent FROM member WHERE group_id = ?) c"
            }
            Way::Few(Few::Found(rows)) => {
                searched = true;
                first.push(super::filter::json(rows)?);
                OF_ROWS
            }
            Way::Few(Few::Members) => {
                in_groups = false;
                first.push(super::filter::json(
                    self.groups.as_deref().unwrap_or_default(),
                )?);
                "(SELECT DISTINCT contact_id AS id FROM member
                    WHERE group_id IN (SELECT value FROM json_each(?))) f
                    CROSS JOIN contact c ON c.id = f.id"
            }
            Way::Few(Few::OptedOut) => "suppression f CROSS JOIN contact c ON c.phone = f.phone",
            Way::Few(Few::Absent) => {
                "(SELECT phone FROM presence WHERE on_whatsapp = 0) f
                    CROSS JOIN contact c ON c.phone = f.phone"
            }
            Way::Nobody | Way::Walk | Way::Best | Way::Few(Few::Rows(_)) => "contact c",
        };
        if !searched {
            conditions.matching(self.words.query());
        }
        conditions.short(&self.words);
        if let Some(groups) = self.groups.as_deref().filter(|_| in_groups) {
            conditions.in_groups(groups)?;
        }
        Ok((from.to_owned(), first, conditions))
    }

    fn list(
        &self,
        tx: &Tx<'_>,
        query: &Query,
        after: Option<(Key, Key)>,
    ) -> Result<(Vec<i64>, Option<Cursor>), StoreError> {
        let (sql, values) = self.sql(query, after, self.parts(tx, query)?)?;
        let found = read(tx, &sql, values)?;
        Ok(query.page_of(found))
    }

    /// A page, by the query that reads its rows from the end of the list.
    fn list_from_end(
        &self,
        tx: &Tx<'_>,
        (reversed, rows): &(Query, u64),
    ) -> Result<(Vec<i64>, Option<Cursor>), StoreError> {
        let (sql, values) = self.sql(reversed, None, self.parts(tx, reversed)?)?;
        let mut found = read(tx, &sql, values)?;
        // One more than asked for, where they are not the whole page and the next one.
        found.truncate(usize::try_from(*rows).unwrap_or(usize::MAX));
        found.reverse();
        let query = Query {
            descending: !reversed.descending,
            ..reversed.clone()
        };
        Ok(query.page_of(found))
    }

    /// The parts in which rows are read that are in the order of an index already.
    fn parts(&self, tx: &Tx<'_>, query: &Query) -> Result<&'static [&'static str], StoreError> {
        let by_name = query.sort.unwrap_or(Sort::Name) == Sort::Name;
        if by_name && matches!(self.way, Way::Group(_) | Way::Walk) {
            recent::parts(tx)
        } else {
            Ok(&["true"])
        }
    }

    /// The statement that reads a page of one row more than asked for.
    fn sql(
        &self,
        query: &Query,
        after: Option<(Key, Key)>,
        parts: &[&str],
    ) -> Result<(String, Vec<Value>), StoreError> {
        let (from, first, mut conditions) = self.source(&query.filter)?;
        let [one, other] = query.sort.unwrap_or(Sort::Name).keys();
        let skip = if after.is_some() { 0 } else { query.skip };
        behind(&mut conditions, [one, other], after, query.descending);
        let rows = recent::over(parts, |part| {
            format!(
                "SELECT c.id, {one}, {other} FROM {from} WHERE {part} AND {}",
                conditions.sql()
            )
        });
        let sql = format!("{rows} {} LIMIT ? OFFSET ?", by_keys(query.descending));
        let mut values = Vec::new();
        for _ in parts {
            values.extend(first.iter().cloned().chain(conditions.values()));
        }
        values.push((i64::from(query.limit) + 1).into());
        values.push(rows::signed(skip).into());
        Ok((sql, values))
    }

    fn total(&self, tx: &Tx<'_>, query: &Query) -> Result<Option<u64>, StoreError> {
        let plain = query.filter.is_plain() && self.words.short.is_empty();
        let one = |sql: &str, values: Vec<Value>| -> Result<u64, StoreError> {
            let mut count = tx.connection().prepare_cached(sql)?;
            let found = count.query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(rows::unsigned(found))
        };
        Ok(match (&self.way, self.words.query()) {
            (Way::Nobody, _) => Some(0),
            (Way::Few(Few::Rows(rows)), _) => Some(rows.len() as u64),
            (Way::Few(_), _) => {
                let (from, mut values, conditions) = self.source(&query.filter)?;
                values.extend(conditions.values());
                let sql = format!("SELECT count(*) FROM {from} WHERE {}", conditions.sql());
                Some(one(&sql, values)?)
            }
            (Way::Group(id), _) => Some(one(
                "SELECT size FROM contact_group WHERE id = ?",
                vec![(*id).into()],
            )?),
            (_, None) if plain && self.groups.is_none() => {
                Some(one("SELECT contacts FROM contact_total", Vec::new())?)
            }
            (_, Some(found)) if plain && self.groups.is_none() => {
                Some(search::count_up_to(tx, &found, COUNTED + 1)?).filter(|n| *n <= COUNTED)
            }
            _ => None,
        })
    }
}

const OF_ROWS: &str =
    "(SELECT value AS id FROM json_each(?)) f CROSS JOIN contact c ON c.id = f.id";

fn members(tx: &Tx<'_>, groups: &[i64]) -> Result<u64, StoreError> {
    let mut count = tx.connection().prepare_cached(
        "SELECT ifnull(sum(size), 0) FROM contact_group
         WHERE id IN (SELECT value FROM json_each(?))",
    )?;
    let ids = super::filter::json(groups)?;
    Ok(rows::unsigned(count.query_row([ids], |row| row.get(0))?))
}

/// Counts the rows of a table, up to one more than [`FEW`].
fn rows_up_to(tx: &Tx<'_>, table: &str) -> Result<u64, StoreError> {
    let mut count = tx.connection().prepare_cached(&format!(
        "SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {})",
        FEW + 1
    ))?;
    Ok(rows::unsigned(count.query_row([], |row| row.get(0))?))
}

/// An id, and the keys of its row.
pub(super) type Found = (i64, Key, Key);

/// What a statement finds.
pub(super) fn read(tx: &Tx<'_>, sql: &str, values: Vec<Value>) -> Result<Vec<Found>, StoreError> {
    let mut list = tx.connection().prepare_cached(sql)?;
    let mut rows = list.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(0)?, Key::of(row.get(1)?)?, Key::of(row.get(2)?)?));
    }
    Ok(found)
}

/// The first ids of what was found, and the keys of the last one where more follow.
pub(super) fn cut(mut found: Vec<Found>, limit: u32) -> (Vec<i64>, Option<(Key, Key)>) {
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last = found.last().filter(|_| more);
    let last = last.map(|(_, one, two)| (one.clone(), two.clone()));
    (found.into_iter().map(|(id, ..)| id).collect(), last)
}

/// How a page is found.
#[cfg(test)]
pub(crate) fn way(tx: &Tx<'_>, query: &Query) -> Result<&'static str, StoreError> {
    Ok(match Plan::of(tx, query, None)?.way {
        Way::Nobody => "nobody",
        Way::Group(_) => "group",
        Way::Few(Few::Found(_)) => "few found",
        Way::Few(Few::Members) => "few members",
        Way::Few(Few::OptedOut) => "few opted out",
        Way::Few(Few::Absent) => "few absent",
        Way::Few(Few::Rows(_)) => "few rows",
        Way::Walk => "walk",
        Way::Best => "best",
    })
}

/// The statement by which a page is read, as it begins and as it goes on.
#[cfg(test)]
pub(crate) fn statements(tx: &Tx<'_>, query: &Query) -> Result<[String; 2], StoreError> {
    let plan = Plan::of(tx, query, None)?;
    let behind = (Key::Number(0), Key::Number(0));
    let parts = plan.parts(tx, query)?;
    let sql = |after| plan.sql(query, after, parts);
    Ok([sql(None)?.0, sql(Some(behind))?.0])
}
