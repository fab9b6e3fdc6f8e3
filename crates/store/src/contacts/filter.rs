//! Which contacts, as conditions of SQL.

use super::search::Words;
use super::{COLUMNS, Contact, contact, group_id, recent};
use crate::{StoreError, Tx, rows};
use domain::ContactId;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Which contacts: all that pass every condition that is set.
#[derive(Clone, Debug, Default, Hash)]
pub struct Filter {
    /// Words that must all occur in the name, the title, the number or the
    /// groups, whatever their case and accents. A number may be written as usual.
    pub search: Option<String>,
    /// Members of one of these groups at least; an unknown group has none.
    pub groups: Vec<String>,
    /// Only people who are in no group.
    pub ungrouped: bool,
    /// Whether it is known that they agreed to be messaged.
    pub consent: Option<bool>,
    /// Whether they asked not to be messaged.
    pub opted_out: Option<bool>,
    /// What the server said of their number; the inner none for nothing yet.
    pub on_whatsapp: Option<Option<bool>>,
    /// Only people to whom no campaign has written.
    pub never_messaged: bool,
    /// Only these rows, where there are any.
    pub only: Vec<i64>,
    /// Not these rows.
    pub except: Vec<i64>,
}

impl Filter {
    /// The members of a group.
    pub fn group(name: &str) -> Self {
        Self {
            groups: vec![name.to_owned()],
            ..Self::default()
        }
    }

    pub(super) fn words(&self) -> Words {
        Words::of(self.search.as_deref().unwrap_or(""))
    }

    /// Whether nothing but words and groups is asked for.
    pub(super) fn is_plain(&self) -> bool {
        !self.ungrouped
            && self.consent.is_none()
            && self.opted_out.is_none()
            && self.on_whatsapp.is_none()
            && !self.never_messaged
            && self.only.is_empty()
            && self.except.is_empty()
    }

    /// The ids of the groups that exist; none where no group is asked for.
    pub(super) fn group_ids(&self, tx: &Tx<'_>) -> Result<Option<Vec<i64>>, StoreError> {
        if self.groups.is_empty() {
            return Ok(None);
        }
        let mut ids = Vec::new();
        for name in &self.groups {
            ids.extend(group_id(tx, name)?);
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Some(ids))
    }
}

/// Conditions on the table alias `c`, and the values of their parameters.
#[derive(Default)]
pub(super) struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// Everything that a filter asks for but its words and groups.
    pub fn of(filter: &Filter) -> Result<Self, StoreError> {
        let mut all = Self::default();
        if filter.ungrouped {
            all.add("NOT EXISTS (SELECT 1 FROM member m WHERE m.contact_id = c.id)");
        }
        match filter.consent {
            Some(true) => all.add("c.consent IS NOT NULL"),
            Some(false) => all.add("c.consent IS NULL"),
            None => {}
        }
        match filter.opted_out {
            Some(true) => all.add("EXISTS (SELECT 1 FROM suppression s WHERE s.phone = c.phone)"),
            Some(false) => {
                all.add("NOT EXISTS (SELECT 1 FROM suppression s WHERE s.phone = c.phone)");
            }
            None => {}
        }
        match filter.on_whatsapp {
            Some(Some(answer)) => all.with(
                "(SELECT p.on_whatsapp FROM presence p WHERE p.phone = c.phone) = ?",
                answer,
            ),
            Some(None) => all.add("NOT EXISTS (SELECT 1 FROM presence p WHERE p.phone = c.phone)"),
            None => {}
        }
        if filter.never_messaged {
            // Nearly everybody, in a young list: the sign keeps the planner from reading them all
            // by its index, to sort them, where a page of another order is wanted.
            all.add("+c.messaged_at = 0");
        }
        if !filter.only.is_empty() {
            all.with(
                "c.id IN (SELECT value FROM json_each(?))",
                json(&filter.only)?,
            );
        }
        if !filter.except.is_empty() {
            all.with(
                "c.id NOT IN (SELECT value FROM json_each(?))",
                json(&filter.except)?,
            );
        }
        Ok(all)
    }

    /// Everything that a filter asks for.
    pub fn whole(tx: &Tx<'_>, filter: &Filter) -> Result<Self, StoreError> {
        let mut all = Self::of(filter)?;
        let words = filter.words();
        all.matching(words.query());
        all.short(&words);
        if let Some(groups) = filter.group_ids(tx)? {
            all.in_groups(&groups)?;
        }
        Ok(all)
    }

    pub fn add(&mut self, condition: &str) {
        self.sql.push(condition.to_owned());
    }

    pub fn with(&mut self, condition: &str, value: impl Into<Value>) {
        self.add(condition);
        self.values.push(value.into());
    }

    /// A further value of the condition that was added last.
    pub fn value(&mut self, value: impl Into<Value>) {
        self.values.push(value.into());
    }

    /// Members of these groups. Not by EXISTS: SQLite 3.51 turns that into a
    /// join, and then OFFSET counts who is in two of them twice.
    pub fn in_groups(&mut self, groups: &[i64]) -> Result<(), StoreError> {
        self.with(
            "(SELECT 1 FROM member m WHERE m.contact_id = c.id
                AND m.group_id IN (SELECT value FROM json_each(?))) IS NOT NULL",
            json(groups)?,
        );
        Ok(())
    }

    /// What the search index finds. The sign keeps the planner from looking up
    /// one row after the other where another order is wanted.
    pub fn matching(&mut self, query: Option<String>) {
        if let Some(query) = query {
            self.with(
                "+c.id IN (SELECT f.rowid FROM contact_search f WHERE contact_search MATCH ?)",
                query,
            );
        }
    }

    /// Words that are too short for the search index.
    pub fn short(&mut self, words: &Words) {
        const OCCURS: &str =
            "instr(c.name_key || char(10) || c.title_key || char(10) || c.phone, ?) > 0
                OR EXISTS (SELECT 1 FROM member m JOIN contact_group g ON g.id = m.group_id
                    WHERE m.contact_id = c.id AND instr(g.name_key, ?) > 0)";
        for word in &words.short {
            self.add(&format!("({})", vec![OCCURS; word.len()].join(" OR ")));
            for text in word {
                self.value(text.clone());
                self.value(text.clone());
            }
        }
    }

    /// `true AND …`
    pub fn sql(&self) -> String {
        let mut sql = "true".to_owned();
        for condition in &self.sql {
            sql.push_str(" AND ");
            sql.push_str(condition);
        }
        sql
    }

    pub fn values(&self) -> impl Iterator<Item = Value> + '_ {
        self.values.iter().cloned()
    }
}

pub(super) fn json(ids: &[i64]) -> Result<Value, StoreError> {
    serde_json::to_string(ids)
        .map(Value::from)
        .map_err(|_| StoreError::other("a list that JSON cannot hold"))
}

/// Calls `f` for every contact that passes, by folded name and then as they were added.
/// Ends at the first error of `f`.
pub fn for_each(
    tx: &Tx<'_>,
    filter: &Filter,
    mut f: impl FnMut(Contact) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let conditions = Conditions::whole(tx, filter)?;
    let (sql, values) = by_name(tx, &conditions, COLUMNS)?;
    let mut list = tx.connection().prepare_cached(&sql)?;
    let mut rows = list.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        f(contact(row)?)?;
    }
    Ok(())
}

/// The statement that reads columns of those who pass, the id first, by name.
fn by_name(
    tx: &Tx<'_>,
    conditions: &Conditions,
    columns: &str,
) -> Result<(String, Vec<Value>), StoreError> {
    let parts = recent::parts(tx)?;
    let each = recent::over(parts, |part| {
        format!(
            "SELECT {columns}, c.name_key AS by_name FROM contact c WHERE {part} AND {}",
            conditions.sql()
        )
    });
    let values = parts.iter().flat_map(|_| conditions.values()).collect();
    Ok((format!("{each} ORDER BY by_name, 1"), values))
}

/// How many contacts pass. May look at every one of them.
pub fn count(tx: &Tx<'_>, filter: &Filter) -> Result<u64, StoreError> {
    let words = filter.words();
    let (sql, values) = match (filter.group_ids(tx)?, filter.is_plain()) {
        (Some(groups), true) if words.is_empty() => (
            "SELECT count(DISTINCT contact_id) FROM member
             WHERE group_id IN (SELECT value FROM json_each(?))"
                .to_owned(),
            vec![json(&groups)?],
        ),
        (None, true) if words.short.is_empty() && !words.is_empty() => (
            "SELECT count(*) FROM contact_search WHERE contact_search MATCH ?".to_owned(),
            vec![words.query().unwrap_or_default().into()],
        ),
        _ => {
            let conditions = Conditions::whole(tx, filter)?;
            let sql = format!(
                "SELECT count(*) FROM contact c NOT INDEXED WHERE {}",
                conditions.sql()
            );
            (sql, conditions.values().collect())
        }
    };
    let mut count = tx.connection().prepare_cached(&sql)?;
    let found = count.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(rows::unsigned(found))
}

/// The ids of those that pass, by name.
pub fn ids(tx: &Tx<'_>, filter: &Filter) -> Result<Vec<ContactId>, StoreError> {
    let conditions = Conditions::whole(tx, filter)?;
    let (sql, values) = by_name(tx, &conditions, "c.id")?;
    let mut list = tx.connection().prepare_cached(&sql)?;
    let ids = list.query_map(params_from_iter(values), |row| row.get(0).map(ContactId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
