//! Campaigns, their state, and how many of their recipients stand where.

mod confirmation;
mod create;
mod recipients;
mod restored;
mod variants;

pub use confirmation::{is_hidden, queue_confirmation};
pub use create::{NewCampaign, NewRecipient, create};
#[cfg(test)]
pub(crate) use recipients::{PAGE, PAGE_OF_STATE};
pub use recipients::{PartRow, RecipientRow, people, recipients};
pub use restored::{Restored, hold_restored};
#[cfg(test)]
pub(crate) use variants::{BY_VARIANT, REPLIES_BY_VARIANT};
pub use variants::{VariantCounts, by_variant};

use crate::attachments::{self, Attachment};
use crate::{StoreError, Tx, rows};
use domain::{
    CampaignId, CampaignState, HoldReason, Pace, QuietHours, Schedule, Timestamp, Weekdays,
};
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
    /// What it carries beside its text, in order.
    pub attachments: Vec<Attachment>,
    /// Its pace.
    pub pace: Pace,
    /// When it may send.
    pub schedule: Schedule,
    /// While it is held: when it goes on by itself, if it does.
    pub hold_until: Option<Timestamp>,
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
    /// When it may send.
    pub schedule: Schedule,
    /// While it is held: when it goes on by itself, if it does.
    pub hold_until: Option<Timestamp>,
    /// Whose messages it carries.
    pub kind: Kind,
    /// Recipients who wait, or are being sent to.
    pub unsettled: u64,
    /// Its place among the running ones: when it was made, or its later start.
    pub queued_at: Timestamp,
}

/// What a campaign is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person made it.
    Campaign,
    /// It carries the confirmations of opt-outs; no list shows it.
    Confirmation,
    /// A message to the account itself, to see how it looks; no list shows it.
    Test,
}

impl Kind {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "campaign" => Some(Self::Campaign),
            "confirmation" => Some(Self::Confirmation),
            "test" => Some(Self::Test),
            _ => None,
        }
    }
}

const HEAD: &str = "id, state, hold, delay_ms, jitter_percent, batch, batch_pause_ms, extra_fields,
    start_at, quiet_from, quiet_until, weekdays, daily_limit, hold_until, purpose, unsettled, queued_at";

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
        schedule: Schedule {
            start_at: rows::instant(row, 8)?,
            quiet: quiet_hours(row)?,
            weekdays: Weekdays::from_bits(row.get(11)?),
            daily_limit: rows::small(row, 12)?,
        },
        hold_until: rows::instant(row, 13)?,
        kind: rows::word(row, 14, Kind::parse)?,
        unsettled: rows::count(row, 15)?,
        queued_at: Timestamp(row.get(16)?),
    })
}

fn quiet_hours(row: &Row<'_>) -> Result<Option<QuietHours>, StoreError> {
    let (from, until): (Option<u16>, Option<u16>) = (row.get(9)?, row.get(10)?);
    Ok(from
        .zip(until)
        .and_then(|(from, until)| QuietHours::new(from, until)))
}

/// The head of a campaign.
pub fn head(tx: &Tx<'_>, id: CampaignId) -> Result<Option<Head>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached(&format!("SELECT {HEAD} FROM campaign WHERE id = ?1"))?;
    let mut rows = find.query([id.0])?;
    rows.next()?.map(read_head).transpose()
}

/// The last message that the account sent to itself to look at, as its one
/// recipient; nothing where there was none lately.
pub fn last_test(tx: &Tx<'_>) -> Result<Option<RecipientRow>, StoreError> {
    let last = tx
        .connection()
        .prepare_cached("SELECT max(id) FROM campaign WHERE for_test = 1")?
        .query_row([], |row| row.get::<_, Option<i64>>(0))?;
    let Some(id) = last else {
        return Ok(None);
    };
    let (rows, _, _) = recipients(tx, CampaignId(id), None, 0, 1)?;
    Ok(rows.into_iter().next())
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

/// The running campaigns in the order in which they are served: confirmations
/// and tests first, then first come, first served. One that begins at a certain time
/// comes at that time.
pub fn running(tx: &Tx<'_>) -> Result<Vec<Head>, StoreError> {
    let mut list = tx.connection().prepare_cached(&format!(
        "SELECT {HEAD} FROM campaign WHERE state = 'running'
         ORDER BY purpose = 'campaign', queued_at, id"
    ))?;
    let mut rows = list.query([])?;
    let mut running = Vec::new();
    while let Some(row) = rows.next()? {
        running.push(read_head(row)?);
    }
    Ok(running)
}

/// Lets held campaigns go on whose time has come. Which, and when the next one's
/// time comes.
pub fn release_due(
    tx: &Tx<'_>,
    now: Timestamp,
) -> Result<(Vec<CampaignId>, Option<Timestamp>), StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT id, hold_until FROM campaign
         WHERE state = 'held' AND hold_until IS NOT NULL ORDER BY hold_until, id",
    )?;
    let mut rows = list.query([])?;
    let (mut due, mut next) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        let until = Timestamp(row.get(1)?);
        if until <= now {
            due.push(CampaignId(row.get(0)?));
        } else {
            next = Some(until);
            break;
        }
    }
    for id in &due {
        set_state(tx, *id, CampaignState::Running, None, now)?;
    }
    Ok((due, next))
}

/// Notes that so many people were written to for the first time by their
/// campaigns on a local day; fewer than none takes some back.
pub fn note_sent(tx: &Tx<'_>, day: i64, people: i64) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO sent_on_day (day, people) VALUES (?1, ?2)
             ON CONFLICT (day) DO UPDATE SET people = people + excluded.people",
        )?
        .execute((day, people))?;
    Ok(())
}

/// How many people were written to on a local day, over all campaigns.
pub fn sent_on(tx: &Tx<'_>, day: i64) -> Result<u64, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT people FROM sent_on_day WHERE day = ?1")?;
    let people = find.query_row([day], |row| row.get(0)).optional()?;
    Ok(people.map_or(0, rows::unsigned))
}

/// A campaign.
pub fn get(tx: &Tx<'_>, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
    let mut find = tx.connection().prepare_cached(&format!(
        "SELECT {HEAD}, name, created_at, started_at, finished_at, replies
         FROM campaign WHERE id = ?1 AND purpose = 'campaign'"
    ))?;
    let mut rows = find.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let head = read_head(row)?;
    let counts = counts(tx, id)?;
    Ok(Some(Campaign {
        id,
        name: row.get(17)?,
        state: head.state,
        hold: head.hold,
        texts: texts(tx, id)?,
        attachments: attachments::of_campaign(tx, id)?,
        pace: head.pace,
        schedule: head.schedule,
        hold_until: head.hold_until,
        created_at: Timestamp(row.get(18)?),
        started_at: rows::instant(row, 19)?,
        finished_at: rows::instant(row, 20)?,
        total: counts.total(),
        counts,
        replies: rows::count(row, 21)?,
        extra_fields: head.extra_fields,
    }))
}

/// All campaigns, newest first.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Campaign>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT id FROM campaign WHERE purpose = 'campaign' ORDER BY id DESC")?;
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
             SET state = ?2, hold = ?3, hold_until = NULL, finished_at = iif(?4, NULL, coalesce(finished_at, ?5))
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
/// cancelled, or that is completed, stays as it is, and so do confirmations and
/// tests. It
/// goes on by itself at `until`. Whether it is held now.
pub fn hold(
    tx: &Tx<'_>,
    id: CampaignId,
    reason: HoldReason,
    until: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let mut update = tx.connection().prepare_cached(
        "UPDATE campaign SET state = 'held', hold = ?2, hold_until = ?3
         WHERE id = ?1 AND state IN ('running', 'held') AND purpose = 'campaign'",
    )?;
    let until = until.map(|until| until.0);
    Ok(update.execute(params![id.0, reason.as_str(), until])? > 0)
}

/// The hold of the account under which a new campaign would fall, and its end.
pub fn account_hold(
    tx: &Tx<'_>,
    now: Timestamp,
) -> Result<Option<(HoldReason, Option<Timestamp>)>, StoreError> {
    let held = list_open(tx)?.into_iter().filter(|head| {
        let lasts = head.hold_until.is_none_or(|until| until > now);
        head.state == CampaignState::Held && lasts
    });
    Ok(held
        .filter_map(|head| Some((head.hold?, head.hold_until)))
        .rfind(|(hold, _)| hold.is_of_the_account()))
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
