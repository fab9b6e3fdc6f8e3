//! What the server said about who uses WhatsApp.

use crate::{StoreError, Tx};
use domain::{PhoneNumber, Timestamp};
use rusqlite::OptionalExtension as _;

/// An answer of the server about a number.
#[derive(Clone, PartialEq, Eq)]
pub struct Presence {
    /// Whether its owner uses `WhatsApp`.
    pub on_whatsapp: bool,
    /// When it was given.
    pub checked_at: Timestamp,
    /// The address that came with it.
    pub address: Option<String>,
}

/// Notes an answer; a later one replaces an earlier one.
pub fn note_presence(
    tx: &Tx<'_>,
    phone: &PhoneNumber,
    presence: &Presence,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO presence (phone, on_whatsapp, checked_at, address) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (phone) DO UPDATE
             SET on_whatsapp = excluded.on_whatsapp, checked_at = excluded.checked_at,
                address = excluded.address",
        )?
        .execute((
            phone.as_str(),
            presence.on_whatsapp,
            presence.checked_at.0,
            &presence.address,
        ))?;
    Ok(())
}

/// What the server said of a number last.
pub(super) fn of(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<Option<Presence>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT on_whatsapp, checked_at, address FROM presence WHERE phone = ?1")?;
    let found = find.query_row([phone.as_str()], |row| {
        Ok(Presence {
            on_whatsapp: row.get(0)?,
            checked_at: Timestamp(row.get(1)?),
            address: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

/// Whether the number was found not to be on WhatsApp since an instant.
pub fn is_absent(tx: &Tx<'_>, phone: &PhoneNumber, since: Timestamp) -> Result<bool, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM presence
         WHERE phone = ?1 AND NOT on_whatsapp AND checked_at >= ?2)",
    )?;
    Ok(find.query_row((phone.as_str(), since.0), |row| row.get(0))?)
}

/// When a campaign wrote to the number last, if one did.
pub fn last_messaged(tx: &Tx<'_>, phone: &PhoneNumber) -> Result<Option<Timestamp>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT max(r.messaged_at) FROM recipient r CROSS JOIN campaign c ON c.id = r.campaign_id
         WHERE r.phone = ?1 AND c.purpose = 'campaign'",
    )?;
    let at: Option<i64> = find.query_row([phone.as_str()], |row| row.get(0))?;
    Ok(at.map(Timestamp))
}
