//! In which order contacts are listed, and where a page begins.

use super::filter::{Conditions, Filter};
use crate::StoreError;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The column by which a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By folded name, then in the order in which they were added.
    Name,
    /// By number.
    Phone,
    /// By folded title.
    Title,
    /// By the folded names of their groups; people without any first.
    Groups,
    /// Without consent first, then by when it was noted.
    Consent,
    /// Who uses `WhatsApp`, who was not asked for, who does not, who opted out.
    Status,
    /// By when they were added.
    Created,
    /// By when they were changed last.
    Updated,
    /// By when a campaign wrote to them last; never first.
    Messaged,
}

impl Sort {
    /// Two expressions that put all contacts in one order. The pairs of number,
    /// title, addition and message are those of indexes; that of the name is the
    /// order of one within each of its [`super::recent::parts`]. By the others every
    /// contact that passes is looked at.
    pub(super) fn keys(self) -> [&'static str; 2] {
        match self {
            Self::Name => ["c.name_key", "c.id"],
            Self::Phone => ["c.phone", "c.id"],
            Self::Title => ["c.title_key", "c.id"],
            Self::Groups => [
                "ifnull((SELECT group_concat(g.name_key, char(10) ORDER BY g.name_key)
                    FROM member m JOIN contact_group g ON g.id = m.group_id
                    WHERE m.contact_id = c.id), '')",
                "c.id",
            ],
            Self::Consent => ["ifnull(c.consent_at, 0)", "c.id"],
            Self::Status => [
                "CASE WHEN EXISTS (SELECT 1 FROM suppression s WHERE s.phone = c.phone) THEN 3
                    ELSE ifnull((SELECT 2 - 2 * p.on_whatsapp FROM presence p
                        WHERE p.phone = c.phone), 1) END",
                "c.id",
            ],
            // Ids are given in the order in which people are added.
            Self::Created => ["c.id", "c.id"],
            Self::Updated => ["c.updated_at", "c.id"],
            Self::Messaged => ["c.messaged_at", "c.id"],
        }
    }

    /// Whether an index keeps this order.
    pub(super) fn is_indexed(self) -> bool {
        match self {
            Self::Name | Self::Phone | Self::Title | Self::Created | Self::Messaged => true,
            Self::Groups | Self::Consent | Self::Status | Self::Updated => false,
        }
    }
}

/// Where a page begins: behind these keys. Crosses the
/// doors as one word: JSON in hexadecimal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Cursor {
    /// In the order of a column, and whether from the last to the first.
    By(Sort, bool, Key, Key),
    /// In a search with very many answers, among the names that begin with it.
    Beginning(Key, Key),
    /// In such a search, among the others.
    Other(i64),
}

/// A value by which contacts are sorted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Key {
    Number(i64),
    Text(String),
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Number(number) => number.into(),
            Key::Text(text) => text.into(),
        }
    }
}

impl Key {
    pub fn of(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Integer(number) => Ok(Self::Number(number)),
            Value::Text(text) => Ok(Self::Text(text)),
            _ => Err(StoreError::corrupt("a key of a list")),
        }
    }
}

impl Cursor {
    /// Reads the cursor of the list of this filter.
    pub fn parse(text: &str, filter: &Filter) -> Result<Self, StoreError> {
        let json = hex::decode(text).map_err(|_| StoreError::BadCursor)?;
        let (of, cursor): (u64, Self) =
            serde_json::from_slice(&json).map_err(|_| StoreError::BadCursor)?;
        if of == mark(filter) {
            Ok(cursor)
        } else {
            Err(StoreError::BadCursor)
        }
    }

    pub fn write(&self, filter: &Filter) -> Result<String, StoreError> {
        serde_json::to_vec(&(mark(filter), self))
            .map(hex::encode)
            .map_err(|_| StoreError::other("a cursor that JSON cannot hold"))
    }
}

/// Tells lists apart, so that none is gone on with where another one ended.
fn mark(filter: &Filter) -> u64 {
    let mut hasher = DefaultHasher::new();
    filter.hash(&mut hasher);
    hasher.finish()
}

/// Adds where a page begins to the conditions.
pub(super) fn behind(
    conditions: &mut Conditions,
    keys: [&str; 2],
    after: Option<(Key, Key)>,
    descending: bool,
) {
    let [first, second] = keys;
    let sign = if descending { "<" } else { ">" };
    if let Some((one, two)) = after {
        conditions.with(&format!("({first}, {second}) {sign} (?, ?)"), one);
        conditions.value(two);
    }
}

/// The order of a statement whose second and third column are the keys.
pub(super) fn by_keys(descending: bool) -> &'static str {
    if descending {
        "ORDER BY 2 DESC, 3 DESC"
    } else {
        "ORDER BY 2, 3"
    }
}
