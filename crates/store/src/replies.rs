//! What recipients write back.

use crate::{StoreError, Tx, metrics};
use domain::messenger::Incoming;
use domain::{CampaignId, Timestamp};
use rusqlite::{OptionalExtension as _, params};

/// Whether this message was kept before: servers deliver some of them twice.
pub fn is_recorded(tx: &Tx<'_>, message: &Incoming) -> Result<bool, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM reply WHERE message_id = ?1)")?;
    Ok(find.query_row([message.id.as_str()], |row| row.get(0))?)
}

/// Keeps a message as an answer to the campaign that wrote to this number
/// last, and returns that campaign; a message that was recorded before
/// returns the same campaign and changes nothing. A message of anybody else is
/// not kept. Where no campaign is known to have written, one that tried to may
/// have: the answer can be faster than the end of the send.
///
/// A campaign counts a recipient's first answer only. The one shown on the
/// recipient's line is the earliest by its own time.
pub fn record(
    tx: &Tx<'_>,
    message: &Incoming,
    now: Timestamp,
) -> Result<Option<CampaignId>, StoreError> {
    let known = tx
        .connection()
        .prepare_cached("SELECT campaign_id FROM reply WHERE message_id = ?1")?
        .query_row([message.id.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(campaign) = known {
        return Ok(Some(CampaignId(campaign)));
    }
    let asked: Option<(i64, i64, Option<i64>, Option<i64>)> = tx
        .connection()
        .prepare_cached(
            "SELECT id, campaign_id, replied_at, group_set FROM recipient r
             WHERE phone = ?1 AND EXISTS (
                SELECT 1 FROM campaign c WHERE c.id = r.campaign_id AND c.purpose = 'campaign')
             AND (messaged_at IS NOT NULL OR EXISTS (
                SELECT 1 FROM part p WHERE p.campaign_id = r.campaign_id
                    AND p.position = r.position AND p.attempts > 0))
             ORDER BY messaged_at DESC, campaign_id DESC LIMIT 1",
        )?
        .query_row([message.from.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((recipient, campaign, replied_at, group_set)) = asked else {
        return Ok(None);
    };
    tx.connection()
        .prepare_cached(
            "INSERT INTO reply (message_id, campaign_id, recipient_id, text, at, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            message.id.as_str(),
            campaign,
            recipient,
            message.text,
            message.at.0,
            now.0
        ])?;
    if replied_at.is_none_or(|first| message.at.0 < first) {
        tx.connection()
            .prepare_cached("UPDATE recipient SET reply = ?2, replied_at = ?3 WHERE id = ?1")?
            .execute(params![recipient, message.text, message.at.0])?;
        metrics::answered(tx, group_set, replied_at.map(Timestamp), message.at)?;
    }
    if replied_at.is_none() {
        tx.connection()
            .prepare_cached("UPDATE campaign SET replies = replies + 1 WHERE id = ?1")?
            .execute([campaign])?;
    }
    Ok(Some(CampaignId(campaign)))
}
