//! Confirmations of opt-outs: one message, once, to each person who asked for no more.

use super::create::{NewPart, NewRecipient, insert_part, insert_recipient};
use crate::{StoreError, Tx};
use domain::{CampaignId, MessageId, PhoneNumber, Timestamp};
use rusqlite::OptionalExtension as _;
use std::collections::BTreeMap;

/// Puts a confirmation with this text into the outbox, under this id. Whether
/// it was: nobody gets a second one, however often they change their mind.
pub fn queue_confirmation(
    tx: &Tx<'_>,
    phone: &PhoneNumber,
    text: &str,
    id: &MessageId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let campaign = match find(tx)? {
        Some(campaign) => campaign,
        None => make(tx, now)?,
    };
    let has_one: bool = tx
        .connection()
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM recipient WHERE phone = ?1 AND campaign_id = ?2)",
        )?
        .query_row((phone.as_str(), campaign.0), |row| row.get(0))?;
    if has_one {
        return Ok(false);
    }
    let position: i64 = tx
        .connection()
        .prepare_cached(
            "SELECT coalesce(max(position), 0) + 1 FROM recipient WHERE campaign_id = ?1",
        )?
        .query_row([campaign.0], |row| row.get(0))?;
    let person = NewRecipient {
        contact: None,
        phone: phone.clone(),
        name: String::new(),
        title: String::new(),
        groups: Vec::new(),
        fields: BTreeMap::new(),
        skip: None,
    };
    insert_recipient(
        tx,
        campaign,
        position,
        variant(tx, campaign, text)?,
        &person,
        None,
    )?;
    insert_part(tx, NewPart::text(campaign, position), id, None, now)?;
    tx.connection()
        .prepare_cached("UPDATE campaign SET state = 'running', finished_at = NULL WHERE id = ?1")?
        .execute([campaign.0])?;
    Ok(true)
}

/// Whether no list shows a campaign: it carries confirmations, or is a test.
pub fn is_hidden(tx: &Tx<'_>, campaign: CampaignId) -> Result<bool, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT purpose <> 'campaign' FROM campaign WHERE id = ?1")?;
    Ok(find
        .query_row([campaign.0], |row| row.get(0))
        .optional()?
        .unwrap_or(false))
}

fn find(tx: &Tx<'_>) -> Result<Option<CampaignId>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT id FROM campaign WHERE kind = 'confirmation'")?;
    let id = find.query_row([], |row| row.get(0)).optional()?;
    Ok(id.map(CampaignId))
}

fn make(tx: &Tx<'_>, now: Timestamp) -> Result<CampaignId, StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO campaign (kind, name, state, delay_ms, jitter_percent, batch,
                batch_pause_ms, extra_fields, created_at, queued_at)
             VALUES ('confirmation', '', 'running', 0, 0, 0, 0, '[]', ?1, ?1)",
        )?
        .execute([now.0])?;
    Ok(CampaignId(tx.connection().last_insert_rowid()))
}

/// The number of this text among the campaign's versions.
fn variant(tx: &Tx<'_>, campaign: CampaignId, text: &str) -> Result<i64, StoreError> {
    let known = tx
        .connection()
        .prepare_cached("SELECT variant FROM campaign_text WHERE campaign_id = ?1 AND text = ?2")?
        .query_row((campaign.0, text), |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    Ok(tx
        .connection()
        .prepare_cached(
            "INSERT INTO campaign_text (campaign_id, variant, text)
             SELECT ?1, coalesce(max(variant), -1) + 1, ?2 FROM campaign_text WHERE campaign_id = ?1
             RETURNING variant",
        )?
        .query_row((campaign.0, text), |row| row.get(0))?)
}
