//! Turning columns into domain types and back. What does not fit was not
//! written by this program: the database is damaged.

use crate::StoreError;
use domain::{PhoneNumber, Timestamp};
use rusqlite::{Row, RowIndex};
use std::collections::BTreeMap;

/// Counts and positions: never negative in the database.
pub(crate) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// For a column: values beyond `i64` do not occur and are capped.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(crate) fn count<I: RowIndex>(row: &Row<'_>, index: I) -> Result<u64, StoreError> {
    Ok(unsigned(row.get(index)?))
}

pub(crate) fn small<I: RowIndex>(row: &Row<'_>, index: I) -> Result<u32, StoreError> {
    Ok(u32::try_from(row.get::<_, i64>(index)?).unwrap_or(u32::MAX))
}

pub(crate) fn phone<I: RowIndex>(row: &Row<'_>, index: I) -> Result<PhoneNumber, StoreError> {
    let text = row
        .get_ref(index)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    PhoneNumber::from_e164(text).map_err(|_| StoreError::corrupt("a stored number"))
}

pub(crate) fn instant<I: RowIndex>(
    row: &Row<'_>,
    index: I,
) -> Result<Option<Timestamp>, StoreError> {
    Ok(row.get::<_, Option<i64>>(index)?.map(Timestamp))
}

/// A stored word of a domain enum.
pub(crate) fn word<T, I: RowIndex>(
    row: &Row<'_>,
    index: I,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let text = row
        .get_ref(index)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    parse(text).ok_or_else(|| StoreError::corrupt("a stored word"))
}

/// `["a","b"]`
pub(crate) fn list<I: RowIndex>(row: &Row<'_>, index: I) -> Result<Vec<String>, StoreError> {
    let text = row
        .get_ref(index)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    serde_json::from_str(text).map_err(|_| StoreError::corrupt("a stored list"))
}

/// `{"name":"value"}`
pub(crate) fn fields<I: RowIndex>(
    row: &Row<'_>,
    index: I,
) -> Result<BTreeMap<String, String>, StoreError> {
    let text = row
        .get_ref(index)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    serde_json::from_str(text).map_err(|_| StoreError::corrupt("stored fields"))
}

pub(crate) fn list_json(list: &[String]) -> Result<String, StoreError> {
    serde_json::to_string(list).map_err(|_| StoreError::other("a list that JSON cannot hold"))
}

pub(crate) fn fields_json(fields: &BTreeMap<String, String>) -> Result<String, StoreError> {
    serde_json::to_string(fields).map_err(|_| StoreError::other("fields that JSON cannot hold"))
}
