//! The people of a campaign, page by page.

use super::{Counts, NewRecipient, counts};
use crate::{StoreError, Tx, rows};
use domain::{CampaignId, ContactId, MessageId, PartKind, PartState, PhoneNumber, Timestamp};
use rusqlite::params;
use std::fmt;

/// A person of a campaign.
#[derive(Clone, PartialEq, Eq)]
pub struct RecipientRow {
    /// From 1, the order of sending.
    pub position: u64,
    /// Canonical number.
    pub phone: PhoneNumber,
    /// Name; may be empty.
    pub name: String,
    /// State of the least advanced part.
    pub state: PartState,
    /// Why that part failed, waits or was left out.
    pub reason: Option<String>,
    /// When a part changed last; none before the first attempt.
    pub at: Option<Timestamp>,
    /// The first answer.
    pub reply: Option<String>,
    /// Whether the person wants no more messages now.
    pub opted_out: bool,
    /// The messages, in order.
    pub parts: Vec<PartRow>,
}

impl fmt::Debug for RecipientRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecipientRow")
            .field("position", &self.position)
            .field("phone", &self.phone)
            .field("state", &self.state)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

/// A message of a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// What it carries.
    pub kind: PartKind,
    /// The id under which it travels.
    pub message_id: MessageId,
    /// Where it stands.
    pub state: PartState,
    /// Attempts made in all.
    pub attempts: u32,
    /// Why it failed, waits or was left out.
    pub reason: Option<String>,
}

pub(crate) const PAGE: &str = "SELECT position, phone, name, state, changed_at, reply,
        EXISTS (SELECT 1 FROM suppression s WHERE s.phone = recipient.phone) FROM recipient
     WHERE campaign_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
pub(crate) const PAGE_OF_STATE: &str = "SELECT position, phone, name, state, changed_at, reply,
        EXISTS (SELECT 1 FROM suppression s WHERE s.phone = recipient.phone) FROM recipient
     WHERE campaign_id = ?1 AND position > ?2 AND tally = ?4 ORDER BY position LIMIT ?3";

/// A page of recipients with positions greater than `after`, at most `limit`,
/// only those counted under `state` (one of [`Counts::WORDS`]) where it is
/// given. With them, how many match in all, and the value of `after` for the
/// next page; none at the end.
pub fn recipients(
    tx: &Tx<'_>,
    id: CampaignId,
    state: Option<&str>,
    after: u64,
    limit: u32,
) -> Result<(Vec<RecipientRow>, u64, Option<u64>), StoreError> {
    let total = total(&counts(tx, id)?, state)?;
    let (after, room) = (rows::signed(after), i64::from(limit) + 1);
    let sql = if state.is_some() { PAGE_OF_STATE } else { PAGE };
    let mut list = tx.connection().prepare_cached(sql)?;
    let mut found = match state {
        None => list.query(params![id.0, after, room])?,
        Some(word) => list.query(params![id.0, after, room, word])?,
    };
    let mut page: Vec<RecipientRow> = Vec::new();
    while let Some(row) = found.next()? {
        if page.len() >= limit as usize {
            let next = page.last().map(|last| last.position);
            return Ok((page, total, next));
        }
        let position: i64 = row.get(0)?;
        let state = rows::word(row, 3, PartState::parse)?;
        let parts = parts(tx, id, position)?;
        let reason = parts
            .iter()
            .find(|part| part.state == state)
            .and_then(|part| part.reason.clone());
        page.push(RecipientRow {
            position: rows::unsigned(position),
            phone: rows::phone(row, 1)?,
            name: row.get(2)?,
            state,
            reason,
            at: rows::instant(row, 4)?,
            reply: row.get(5)?,
            opted_out: row.get(6)?,
            parts,
        });
    }
    Ok((page, total, None))
}

fn total(counts: &Counts, state: Option<&str>) -> Result<u64, StoreError> {
    let Some(word) = state else {
        return Ok(counts.total());
    };
    Ok(match word {
        "queued" => counts.queued,
        "sending" => counts.sending,
        "sent" => counts.sent,
        "accepted" => counts.accepted,
        "delivered" => counts.delivered,
        "read" => counts.read,
        "failed" => counts.failed,
        "skipped" => counts.skipped,
        _ => return Err(StoreError::other("no such state of recipients")),
    })
}

fn parts(tx: &Tx<'_>, id: CampaignId, position: i64) -> Result<Vec<PartRow>, StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT kind, message_id, state, attempts, reason FROM part
         WHERE campaign_id = ?1 AND position = ?2 ORDER BY ordinal",
    )?;
    let mut found = list.query(params![id.0, position])?;
    let mut parts = Vec::new();
    while let Some(row) = found.next()? {
        parts.push(PartRow {
            kind: rows::word(row, 0, PartKind::parse)?,
            message_id: MessageId::from_stored(row.get::<_, String>(1)?),
            state: rows::word(row, 2, PartState::parse)?,
            attempts: rows::small(row, 3)?,
            reason: row.get(4)?,
        });
    }
    Ok(parts)
}

/// The people of a campaign as it knows them, in its order.
pub fn people(tx: &Tx<'_>, id: CampaignId) -> Result<Vec<NewRecipient>, StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT contact_id, phone, name, title, \"groups\", fields FROM recipient
         WHERE campaign_id = ?1 ORDER BY position",
    )?;
    let mut found = list.query([id.0])?;
    let mut people = Vec::new();
    while let Some(row) = found.next()? {
        people.push(NewRecipient {
            contact: row.get::<_, Option<i64>>(0)?.map(ContactId),
            phone: rows::phone(row, 1)?,
            name: row.get(2)?,
            title: row.get(3)?,
            groups: rows::list(row, 4)?,
            fields: rows::fields(row, 5)?,
            skip: None,
        });
    }
    Ok(people)
}
