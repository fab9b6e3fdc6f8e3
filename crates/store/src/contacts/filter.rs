//! Contacts that pass conditions, one after another.

use super::page::words;
use super::{COLUMNS, Contact, contact, group_id};
use crate::{StoreError, Tx};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Which contacts: all that pass every condition that is set.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words that must all occur in the name, the title or the number.
    pub search: Option<String>,
    /// Members of one of these groups at least; an unknown group has none.
    pub groups: Vec<String>,
    /// Whether it is known that they agreed to be messaged.
    pub consent: Option<bool>,
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
}

/// Calls `f` for every contact that passes, by folded name and then number.
/// Ends at the first error of `f`.
pub fn for_each(
    tx: &Tx<'_>,
    filter: &Filter,
    mut f: impl FnMut(Contact) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (sql, values) = sql(tx, filter)?;
    let mut list = tx.connection().prepare_cached(&sql)?;
    let mut rows = list.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        f(contact(row)?)?;
    }
    Ok(())
}

fn sql(tx: &Tx<'_>, filter: &Filter) -> Result<(String, Vec<Value>), StoreError> {
    let mut conditions = vec!["true".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    for word in words(filter.search.as_deref().unwrap_or("")) {
        conditions.push(
            "instr(c.name_key || char(10) || c.title_key || char(10) || c.phone, ?) > 0".to_owned(),
        );
        values.push(word.into());
    }
    if !filter.groups.is_empty() {
        let mut ids = Vec::new();
        for name in &filter.groups {
            ids.extend(group_id(tx, name)?);
        }
        conditions.push(
            "EXISTS (SELECT 1 FROM member m WHERE m.contact_id = c.id
                AND m.group_id IN (SELECT value FROM json_each(?)))"
                .to_owned(),
        );
        values.push(json(&ids)?);
    }
    match filter.consent {
        Some(true) => conditions.push("c.consent IS NOT NULL".to_owned()),
        Some(false) => conditions.push("c.consent IS NULL".to_owned()),
        None => {}
    }
    if filter.never_messaged {
        conditions.push(
            "NOT EXISTS (SELECT 1 FROM recipient r WHERE r.phone = c.phone
                AND r.messaged_at IS NOT NULL)"
                .to_owned(),
        );
    }
    for (ids, condition) in [
        (&filter.only, "c.id IN (SELECT value FROM json_each(?))"),
        (
            &filter.except,
            "c.id NOT IN (SELECT value FROM json_each(?))",
        ),
    ] {
        if !ids.is_empty() {
            conditions.push(condition.to_owned());
            values.push(json(ids)?);
        }
    }
    let conditions = conditions.join(" AND ");
    Ok((
        format!("SELECT {COLUMNS} FROM contact c WHERE {conditions} ORDER BY c.name_key, c.phone"),
        values,
    ))
}

fn json(ids: &[i64]) -> Result<Value, StoreError> {
    serde_json::to_string(ids)
        .map(Value::from)
        .map_err(|_| StoreError::other("a list that JSON cannot hold"))
}
