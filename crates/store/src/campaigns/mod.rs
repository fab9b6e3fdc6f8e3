//! Campaigns, their state, and how many of their recipients stand where.

mod create;
mod recipients;

pub use create::{NewCampaign, NewRecipient, create};
#[cfg(test)]
pub(crate) use recipients::{PAGE, PAGE_OF_STATE};
pub use recipients::{PartRow, RecipientRow, recipients};

use crate::{StoreError, Tx, rows};
use domain::{CampaignId, CampaignState, HoldReason, Pace, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};
use std::fmt;

/// Recipients by state. Unknown outcomes count as being sent, played messages
/// as read. Kept with every change of state, never counted by scanning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting.
    pub queued: u64,
    /// Being sent, also with an unknown outcome.
    pub sending: u64,
    /// On the wire, not acknowledged.
    pub sent: u64,
    /// Accepted by the server, not yet delivered.
    pub accepted: u64,
    /// Delivered, not yet read.
    pub delivered: u64,
    /// Read or played.
    pub read: u64,
    /// Failed.
    pub failed: u64,
    /// Left out on purpose.
    pub skipped: u64,
}

impl Counts {
    /// The words of the counts, as [`recipients`] takes them.
    pub const WORDS: [&str; 8] = [
        "queued",
        "sending",
        "sent",
        "accepted",
        "delivered",
        "read",
        "failed",
        "skipped",
    ];

    /// All recipients.
    pub fn total(&self) -> u64 {
        let Self {
            queued,
            sending,
            sent,
            accepted,
            delivered,
            read,
            failed,
            skipped,
        } = self;
        queued + sending + sent + accepted + delivered + read + failed + skipped
    }

    fn set(&mut self, word: &str, count: u64) -> Result<(), StoreError> {
        let place = match word {
            "queued" => &mut self.queued,
            "sending" => &mut self.sending,
            "sent" => &mut self.sent,
            "accepted" => &mut self.accepted,
            "delivered" => &mut self.delivered,
            "read" => &mut self.read,
            "failed" => &mut self.failed,
            "skipped" => &mut self.skipped,
            _ => return Err(StoreError::corrupt("an unknown count")),
        };
        *place = count;
        Ok(())
    }
}

/// A campaign as lists and its own screen show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Row id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: CampaignState,
    /// Why, while it is held.
    pub hold: Option<HoldReason>,
    /// The versions of its text, in rotation.
    pub texts: Vec<String>,
    /// Its pace.
    pub pace: Pace,
    /// When it was created.
    pub created_at: Timestamp,
    /// When the first attempt was made.
    pub started_at: Option<Timestamp>,
    /// When nothing was left to send, or it was cancelled.
    pub finished_at: Option<Timestamp>,
    /// Recipients in all.
    pub total: u64,
    /// Recipients by state.
    pub counts: Counts,
    /// Recipients who answered.
    pub replies: u64,
    /// Names of the extra fields of its recipients.
    pub extra_fields: Vec<String>,
}

impl fmt::Debug for Campaign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Campaign")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("hold", &self.hold)
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

/// What sending needs to know about a campaign; cheaper than [`Campaign`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Row id.
    pub id: CampaignId,
    /// Where it stands.
    pub state: CampaignState,
    /// Why, while it is held.
    pub hold: Option<HoldReason>,
    /// Its pace.
    pub pace: Pace,
    /// Names of the extra fields of its recipients.
    pub extra_fields: Vec<String>,
}

const HEAD: &str = "id, state, hold, delay_ms, jitter_percent, batch, batch_pause_ms, extra_fields";

fn read_head(row: &Row<'_>) -> Result<Head, StoreError> {
    let hold = match row.get_ref(2)? {
        rusqlite::types::ValueRef::Null => None,
        _ => Some(rows::word(row, 2, HoldReason::parse)?),
    };
    Ok(Head {
        id: CampaignId(row.get(0)?),
        state: rows::word(row, 1, CampaignState::parse)?,
        hold,
        pace: Pace {
            delay_ms: rows::count(row, 3)?,
            jitter_percent: row.get(4)?,
            batch: rows::small(row, 5)?,
            batch_pause_ms: rows::count(row, 6)?,
        },
        extra_fields: rows::list(row, 7)?,
    })
}

/// The head of a campaign.
pub fn head(tx: &Tx<'_>, id: CampaignId) -> Result<Option<Head>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached(&format!("SELECT {HEAD} FROM campaign WHERE id = ?1"))?;
    let mut rows = find.query([id.0])?;
    rows.next()?.map(read_head).transpose()
}

/// The campaigns of which messages may still go out, oldest first.
pub fn list_open(tx: &Tx<'_>) -> Result<Vec<Head>, StoreError> {
    let mut list = tx.connection().prepare_cached(&format!(
        "SELECT {HEAD} FROM campaign WHERE state IN ('running', 'paused', 'held') ORDER BY id"
    ))?;
    let mut rows = list.query([])?;
    let mut open = Vec::new();
    while let Some(row) = rows.next()? {
        open.push(read_head(row)?);
    }
    Ok(open)
}

/// The oldest running campaign: the one whose turn it is.
pub fn next_running(tx: &Tx<'_>) -> Result<Option<CampaignId>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT id FROM campaign WHERE state = 'running' ORDER BY id LIMIT 1")?;
    let id = find.query_row([], |row| row.get(0)).optional()?;
    Ok(id.map(CampaignId))
}

/// A campaign.
pub fn get(tx: &Tx<'_>, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
    let mut find = tx.connection().prepare_cached(&format!(
        "SELECT {HEAD}, name, created_at, started_at, finished_at, replies
         FROM campaign WHERE id = ?1"
    ))?;
    let mut rows = find.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let head = read_head(row)?;
    let counts = counts(tx, id)?;
    Ok(Some(Campaign {
        id,
        name: row.get(8)?,
        state: head.state,
        hold: head.hold,
        texts: texts(tx, id)?,
        pace: head.pace,
        created_at: Timestamp(row.get(9)?),
        started_at: rows::instant(row, 10)?,
        finished_at: rows::instant(row, 11)?,
        total: counts.total(),
        counts,
        replies: rows::count(row, 12)?,
        extra_fields: head.extra_fields,
    }))
}

/// All campaigns, newest first.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Campaign>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT id FROM campaign ORDER BY id DESC")?;
    let ids = list
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut campaigns = Vec::with_capacity(ids.len());
    for id in ids {
        campaigns.extend(get(tx, CampaignId(id))?);
    }
    Ok(campaigns)
}

/// Moves a campaign to a state. `hold` is kept only with
/// [`CampaignState::Held`]; the end is noted when it completes or is
/// cancelled, and forgotten when it goes on.
pub fn set_state(
    tx: &Tx<'_>,
    id: CampaignId,
    state: CampaignState,
    hold: Option<HoldReason>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let hold = hold.filter(|_| state == CampaignState::Held);
    let changed = tx
        .connection()
        .prepare_cached(
            "UPDATE campaign
             SET state = ?2, hold = ?3, finished_at = iif(?4, NULL, coalesce(finished_at, ?5))
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            state.as_str(),
            hold.map(HoldReason::as_str),
            state.is_open(),
            now.0
        ])?;
    if changed == 0 {
        return Err(StoreError::other("no such campaign"));
    }
    Ok(())
}

/// Holds a campaign that runs or is held already; one that a person paused or
/// cancelled, or that is completed, stays as it is. Whether it is held now.
pub fn hold(tx: &Tx<'_>, id: CampaignId, reason: HoldReason) -> Result<bool, StoreError> {
    let mut update = tx.connection().prepare_cached(
        "UPDATE campaign SET state = 'held', hold = ?2 WHERE id = ?1 AND state IN ('running', 'held')",
    )?;
    Ok(update.execute(params![id.0, reason.as_str()])? > 0)
}

/// Cancelled campaigns of which something was under way when they were
/// cancelled and has not come to an end.
pub fn list_cancelled_unsettled(tx: &Tx<'_>) -> Result<Vec<CampaignId>, StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT id FROM campaign WHERE state = 'cancelled' AND unsettled > 0 ORDER BY id",
    )?;
    let ids = list.query_map([], |row| row.get(0).map(CampaignId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn texts(tx: &Tx<'_>, id: CampaignId) -> Result<Vec<String>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT text FROM campaign_text WHERE campaign_id = ?1 ORDER BY variant")?;
    let texts = list.query_map([id.0], |row| row.get(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}

fn counts(tx: &Tx<'_>, id: CampaignId) -> Result<Counts, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT tally, recipients FROM campaign_count WHERE campaign_id = ?1")?;
    let mut rows = list.query([id.0])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let word: String = row.get(0)?;
        counts.set(&word, rows::count(row, 1)?)?;
    }
    Ok(counts)
}
