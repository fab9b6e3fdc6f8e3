//! The outbox: what goes out next, and what became of what went out.
//!
//! Every change of a part goes through [`domain::outbox::next`]; here it is
//! only carried out, together with the recipient's state and the counts.

use crate::{StoreError, Tx, metrics, rows};
use domain::outbox::next;
use domain::{
    AttachmentId, CampaignId, MessageId, PartEvent, PartId, PartKind, PartState, PhoneNumber,
    RecipientId, SkipReason, Timestamp,
};
use rusqlite::{OptionalExtension as _, params};
use std::collections::BTreeMap;
use std::fmt;

/// The part whose turn it is.
#[derive(Clone, PartialEq, Eq)]
pub struct DuePart {
    /// The part.
    pub part: PartId,
    /// Whom it goes to.
    pub recipient: RecipientId,
    /// The recipient's place in the campaign, from 1.
    pub position: u64,
    /// Whether it is the first of the recipient's parts.
    pub first_of_recipient: bool,
    /// Canonical number.
    pub phone: PhoneNumber,
    /// Name.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields.
    pub fields: BTreeMap<String, String>,
    /// The text of the recipient's version, variables not rendered.
    pub text: String,
    /// What the part carries.
    pub kind: PartKind,
    /// Which of the campaign's attachments that is.
    pub place: Option<u32>,
    /// Whether the text goes with it.
    pub with_text: bool,
    /// The id under which it travels.
    pub message_id: MessageId,
    /// Attempts made since a person last asked for it.
    pub attempts: u32,
    /// Not before this instant.
    pub due_at: Timestamp,
    /// The local day of the last attempt.
    pub tried_on: Option<i64>,
}

impl fmt::Debug for DuePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DuePart")
            .field("part", &self.part)
            .field("position", &self.position)
            .field("phone", &self.phone)
            .field("message_id", &self.message_id)
            .field("attempts", &self.attempts)
            .field("due_at", &self.due_at)
            .finish_non_exhaustive()
    }
}

pub(crate) const NEXT_DUE: &str =
    "SELECT p.id, r.id, p.position, p.ordinal, r.phone, r.name, r.title, r.\"groups\", r.fields,
        t.text, p.kind, p.message_id, p.attempts - p.forgiven, p.due_at, p.tried_on, p.place,
        p.with_text
     FROM part p
     CROSS JOIN recipient r ON r.campaign_id = p.campaign_id AND r.position = p.position
     CROSS JOIN campaign_text t ON t.campaign_id = p.campaign_id AND t.variant = r.variant
     WHERE p.campaign_id = ?1 AND p.state = 'queued'
     ORDER BY p.position, p.ordinal LIMIT 1";

pub(crate) const UPCOMING: &str = "SELECT r.phone FROM part p
     CROSS JOIN recipient r ON r.campaign_id = p.campaign_id AND r.position = p.position
     WHERE p.campaign_id = ?1 AND p.state = 'queued' AND p.position >= ?2 AND p.ordinal = 1
     ORDER BY p.position, p.ordinal LIMIT ?3";

/// The numbers of the next queued recipients from a position on, in order, at
/// most `limit` of them.
pub fn upcoming(
    tx: &Tx<'_>,
    campaign: CampaignId,
    from: u64,
    limit: u32,
) -> Result<Vec<PhoneNumber>, StoreError> {
    let mut find = tx.connection().prepare_cached(UPCOMING)?;
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let mut found = find.query((campaign.0, from, limit))?;
    let mut numbers = Vec::new();
    while let Some(row) = found.next()? {
        numbers.push(rows::phone(row, 0)?);
    }
    Ok(numbers)
}

/// The queued part that comes first in the order of the campaign, whether or
/// not it is due: nobody overtakes.
pub fn next_due(tx: &Tx<'_>, campaign: CampaignId) -> Result<Option<DuePart>, StoreError> {
    let mut find = tx.connection().prepare_cached(NEXT_DUE)?;
    let mut found = find.query([campaign.0])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    Ok(Some(DuePart {
        part: PartId(row.get(0)?),
        recipient: RecipientId(row.get(1)?),
        position: rows::count(row, 2)?,
        first_of_recipient: row.get::<_, i64>(3)? == 1,
        phone: rows::phone(row, 4)?,
        name: row.get(5)?,
        title: row.get(6)?,
        groups: rows::list(row, 7)?,
        fields: rows::fields(row, 8)?,
        text: row.get(9)?,
        kind: rows::word(row, 10, PartKind::parse)?,
        place: row.get(15)?,
        with_text: row.get(16)?,
        message_id: MessageId::from_stored(row.get::<_, String>(11)?),
        attempts: rows::small(row, 12)?,
        due_at: Timestamp(row.get(13)?),
        tried_on: row.get(14)?,
    }))
}

/// Whether something still waits for the person at this place.
pub fn has_queued(tx: &Tx<'_>, campaign: CampaignId, position: u64) -> Result<bool, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM part
         WHERE campaign_id = ?1 AND position = ?2 AND state = 'queued')",
    )?;
    Ok(find.query_row((campaign.0, rows::signed(position)), |row| row.get(0))?)
}

/// The attachment that a part carries: its row in `campaign_attachment`.
pub fn attachment_of(
    tx: &Tx<'_>,
    campaign: CampaignId,
    place: u32,
) -> Result<Option<AttachmentId>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT attachment_id FROM campaign_attachment WHERE campaign_id = ?1 AND place = ?2",
    )?;
    let id = find.query_row((campaign.0, place), |row| row.get(0));
    Ok(id.optional()?.map(AttachmentId))
}

/// The album of a recipient: the id of its head, and how many pictures follow.
/// None where there is no album, or where its head was refused: then the
/// pictures go by themselves.
pub fn album(
    tx: &Tx<'_>,
    campaign: CampaignId,
    position: u64,
) -> Result<Option<(MessageId, u32)>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT message_id, (
            SELECT count(*) FROM part p WHERE p.campaign_id = ?1 AND p.position = ?2
                AND p.kind = 'picture')
         FROM part WHERE campaign_id = ?1 AND position = ?2 AND kind = 'album'
            AND state NOT IN ('failed', 'skipped')",
    )?;
    let found = find.query_row((campaign.0, rows::signed(position)), |row| {
        Ok((
            MessageId::from_stored(row.get::<_, String>(0)?),
            row.get(1)?,
        ))
    });
    Ok(found.optional()?)
}

/// When the campaign last sent something to this place or, where nobody there was
/// written to, to the nearest before it.
pub fn messaged_until(
    tx: &Tx<'_>,
    campaign: CampaignId,
    position: u64,
) -> Result<Option<Timestamp>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT messaged_at FROM recipient
         WHERE campaign_id = ?1 AND position <= ?2 AND messaged_at IS NOT NULL
         ORDER BY position DESC LIMIT 1",
    )?;
    let found = find.query_row((campaign.0, rows::signed(position)), |row| row.get(0));
    Ok(found.optional()?.map(Timestamp))
}

/// The part gets another id: what was sent under the one before is of no use, and
/// no longer heard of.
pub fn renew_id(tx: &Tx<'_>, part: PartId, id: &MessageId) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE part SET message_id = ?2 WHERE id = ?1")?
        .execute(params![part.0, id.as_str()])?;
    Ok(())
}

/// The attachment that travels under this id, and when its message went out, none
/// while that is under way; none for a text, or for an id that is not ours.
pub fn attachment_by_id(
    tx: &Tx<'_>,
    id: &MessageId,
) -> Result<Option<(AttachmentId, Option<Timestamp>)>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT l.attachment_id, r.messaged_at FROM part p
         CROSS JOIN campaign_attachment l ON l.campaign_id = p.campaign_id AND l.place = p.place
         CROSS JOIN recipient r ON r.campaign_id = p.campaign_id AND r.position = p.position
         WHERE p.message_id = ?1",
    )?;
    let found = find.query_row([id.as_str()], |row| {
        let at: Option<i64> = row.get(1)?;
        Ok((AttachmentId(row.get(0)?), at.map(Timestamp)))
    });
    Ok(found.optional()?)
}

/// Gives up everything that still waits for the person whom this part was for, and
/// who cannot be reached at all. How many parts.
pub fn give_up_rest(
    tx: &Tx<'_>,
    part: PartId,
    now: Timestamp,
    reason: &str,
) -> Result<u64, StoreError> {
    let mut list = tx.connection().prepare_cached(
        "SELECT q.id FROM part p
         CROSS JOIN part q ON q.campaign_id = p.campaign_id AND q.position = p.position
         WHERE p.id = ?1 AND q.state = 'queued' ORDER BY q.ordinal",
    )?;
    let parts = list
        .query_map([part.0], |row| row.get(0).map(PartId))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut given_up = 0;
    for part in parts {
        given_up += u64::from(apply(tx, part, PartEvent::GiveUp, now, Some(reason))?.is_some());
    }
    Ok(given_up)
}

/// Counts an attempt that is about to be made on a local day. `false` when the
/// part is not queued any more; then nothing may be sent.
pub fn begin_attempt(
    tx: &Tx<'_>,
    part: PartId,
    now: Timestamp,
    day: i64,
) -> Result<bool, StoreError> {
    let Some((campaign, _)) = change(tx, part, PartEvent::AttemptCounted, now, None)? else {
        return Ok(false);
    };
    tx.connection()
        .prepare_cached("UPDATE part SET attempts = attempts + 1, tried_on = ?2 WHERE id = ?1")?
        .execute((part.0, day))?;
    tx.connection()
        .prepare_cached("UPDATE campaign SET started_at = ?2 WHERE id = ?1 AND started_at IS NULL")?
        .execute([campaign.0, now.0])?;
    Ok(true)
}

/// Counts an attempt that came to nothing before anything was sent, so that the
/// person was not written to on any day. `false` when the part is not queued any
/// more.
pub fn begin_preparation(tx: &Tx<'_>, part: PartId, now: Timestamp) -> Result<bool, StoreError> {
    if change(tx, part, PartEvent::AttemptCounted, now, None)?.is_none() {
        return Ok(false);
    }
    tx.connection()
        .prepare_cached("UPDATE part SET attempts = attempts + 1 WHERE id = ?1")?
        .execute([part.0])?;
    Ok(true)
}

/// Takes back an attempt that was counted and then not made: the part waits as
/// before. Whether the person was not tried before, and so not written to on
/// any day.
pub fn give_back(tx: &Tx<'_>, part: PartId, now: Timestamp) -> Result<bool, StoreError> {
    if change(tx, part, PartEvent::TryAgain, now, None)?.is_none() {
        return Ok(false);
    }
    Ok(tx
        .connection()
        .prepare_cached(
            "UPDATE part SET attempts = max(attempts - 1, forgiven),
                tried_on = iif(attempts <= 1, NULL, tried_on)
             WHERE id = ?1 RETURNING tried_on IS NULL AND ordinal = 1",
        )?
        .query_row([part.0], |row| row.get(0))?)
}

/// Takes note of an event. The new state, or none when it changes nothing.
/// `reason` is a stored word and replaces the one before, also by none.
pub fn apply(
    tx: &Tx<'_>,
    part: PartId,
    event: PartEvent,
    now: Timestamp,
    reason: Option<&str>,
) -> Result<Option<PartState>, StoreError> {
    Ok(change(tx, part, event, now, reason)?.map(|(_, state)| state))
}

/// [`apply`] for the part that travels under this id. None also for an id that
/// is not ours.
pub fn apply_by_id(
    tx: &Tx<'_>,
    id: &MessageId,
    event: PartEvent,
    now: Timestamp,
    reason: Option<&str>,
) -> Result<Option<(CampaignId, PartId, PartState)>, StoreError> {
    let Some((_, part, ..)) = part_by_id(tx, id)? else {
        return Ok(None);
    };
    let changed = change(tx, part, event, now, reason)?;
    Ok(changed.map(|(campaign, state)| (campaign, part, state)))
}

/// Puts a part back into the queue, not to be tried before `due_at`. None when
/// it is queued already or settled.
pub fn retry_later(
    tx: &Tx<'_>,
    part: PartId,
    due_at: Timestamp,
    now: Timestamp,
    reason: &str,
) -> Result<Option<PartState>, StoreError> {
    let state = apply(tx, part, PartEvent::TryAgain, now, Some(reason))?;
    if state.is_some() {
        tx.connection()
            .prepare_cached("UPDATE part SET due_at = ?2 WHERE id = ?1")?
            .execute([part.0, due_at.0])?;
    }
    Ok(state)
}

/// The parts of which it is not known whether the server has them: being
/// sent, sent, unknown. In the order of the campaign.
pub fn in_doubt(tx: &Tx<'_>, campaign: CampaignId) -> Result<Vec<PartId>, StoreError> {
    ids(
        tx,
        campaign,
        "SELECT id FROM part WHERE campaign_id = ?1 AND state IN ('sending', 'sent', 'unknown')
         ORDER BY position, ordinal",
    )
}

/// Puts every part in doubt back into the queue, due now, under its own id and
/// with its attempts. How many.
pub fn requeue_in_doubt(
    tx: &Tx<'_>,
    campaign: CampaignId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut requeued = 0;
    for part in in_doubt(tx, campaign)? {
        if apply(tx, part, PartEvent::TryAgain, now, None)?.is_some() {
            tx.connection()
                .prepare_cached("UPDATE part SET due_at = ?2 WHERE id = ?1")?
                .execute([part.0, now.0])?;
            requeued += 1;
        }
    }
    Ok(requeued)
}

/// Leaves out everything that still waits, because the campaign is cancelled.
/// How many.
pub fn cancel_queued(tx: &Tx<'_>, campaign: CampaignId, now: Timestamp) -> Result<u64, StoreError> {
    let queued = ids(
        tx,
        campaign,
        "SELECT id FROM part WHERE campaign_id = ?1 AND state = 'queued' ORDER BY position, ordinal",
    )?;
    let reason = Some(SkipReason::Cancelled.as_str());
    let mut skipped = 0;
    for part in queued {
        skipped += u64::from(apply(tx, part, PartEvent::Skip, now, reason)?.is_some());
    }
    Ok(skipped)
}

/// Puts every failed part back into the queue, due now, with a new allowance
/// of attempts. How many. The campaign takes its turn behind those that run;
/// its own state is the caller's to set.
pub fn retry_failed(tx: &Tx<'_>, campaign: CampaignId, now: Timestamp) -> Result<u64, StoreError> {
    let failed = ids(
        tx,
        campaign,
        // Not the head of an album whose pictures went by themselves meanwhile.
        "SELECT id FROM part p WHERE campaign_id = ?1 AND state = 'failed'
            AND NOT (kind = 'album' AND EXISTS (
                SELECT 1 FROM part c WHERE c.campaign_id = p.campaign_id
                    AND c.position = p.position AND c.kind = 'picture'
                    AND c.state NOT IN ('queued', 'failed', 'skipped')))
         ORDER BY position, ordinal",
    )?;
    let mut requeued = 0;
    for part in failed {
        if apply(tx, part, PartEvent::RetryRequested, now, None)?.is_some() {
            tx.connection()
                .prepare_cached("UPDATE part SET due_at = ?2, forgiven = attempts WHERE id = ?1")?
                .execute([part.0, now.0])?;
            requeued += 1;
        }
    }
    if requeued > 0 {
        tx.connection()
            .prepare_cached("UPDATE campaign SET queued_at = max(queued_at, ?2) WHERE id = ?1")?
            .execute([campaign.0, now.0])?;
    }
    Ok(requeued)
}

/// How many failed parts carry an attachment whose bytes were removed: those could
/// only fail again.
pub fn failed_without_bytes(tx: &Tx<'_>, campaign: CampaignId) -> Result<u64, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT count(*) FROM campaign_attachment l
         CROSS JOIN attachment a ON a.id = l.attachment_id
         CROSS JOIN part p ON p.campaign_id = l.campaign_id AND p.place = l.place
         WHERE l.campaign_id = ?1 AND a.emptied_at IS NOT NULL AND p.state = 'failed'",
    )?;
    Ok(rows::unsigned(
        find.query_row([campaign.0], |row| row.get(0))?,
    ))
}

/// Parts of the campaign for which something is left to do.
pub fn unsettled(tx: &Tx<'_>, campaign: CampaignId) -> Result<u64, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT unsettled FROM campaign WHERE id = ?1")?;
    let count = find.query_row([campaign.0], |row| row.get(0)).optional()?;
    Ok(count.map_or(0, rows::unsigned))
}

/// The part that travels under this id: its campaign, itself, its state, and
/// the attempts made since a person last asked for it.
pub fn part_by_id(
    tx: &Tx<'_>,
    id: &MessageId,
) -> Result<Option<(CampaignId, PartId, PartState, u32)>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT campaign_id, id, state, attempts - forgiven FROM part WHERE message_id = ?1",
    )?;
    let mut found = find.query([id.as_str()])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    Ok(Some((
        CampaignId(row.get(0)?),
        PartId(row.get(1)?),
        rows::word(row, 2, PartState::parse)?,
        rows::small(row, 3)?,
    )))
}

fn ids(tx: &Tx<'_>, campaign: CampaignId, sql: &str) -> Result<Vec<PartId>, StoreError> {
    let mut list = tx.connection().prepare_cached(sql)?;
    let ids = list.query_map([campaign.0], |row| row.get(0).map(PartId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The one place where a part changes its state.
fn change(
    tx: &Tx<'_>,
    part: PartId,
    event: PartEvent,
    now: Timestamp,
    reason: Option<&str>,
) -> Result<Option<(CampaignId, PartState)>, StoreError> {
    let mut find = tx
        .connection()
        .prepare_cached("SELECT campaign_id, position, state FROM part WHERE id = ?1")?;
    let mut found = find.query([part.0])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    let (campaign, position) = (CampaignId(row.get(0)?), row.get(1)?);
    let from = rows::word(row, 2, PartState::parse)?;
    let Some(to) = next(from, event) else {
        return Ok(None);
    };
    let standing = metrics::standing(tx, campaign, position)?;
    tx.connection()
        .prepare_cached("UPDATE part SET state = ?2, reason = ?3, changed_at = ?4 WHERE id = ?1")?
        .execute(params![part.0, to.as_str(), reason, now.0])?;
    // Something left, or may have left, that had not before.
    let left = |state| matches!(state, PartState::Sent | PartState::Unknown) || state.is_accepted();
    let messaged = (left(to) && !left(from)).then_some(now.0);
    let state = least_advanced(tx, campaign, position)?.unwrap_or(to);
    tx.connection()
        .prepare_cached(
            "UPDATE recipient
             SET state = ?3, changed_at = ?4,
                 messaged_at = max(coalesce(?5, messaged_at), coalesce(messaged_at, ?5))
             WHERE campaign_id = ?1 AND position = ?2",
        )?
        .execute(params![
            campaign.0,
            position,
            state.as_str(),
            now.0,
            messaged
        ])?;
    if let Some(standing) = standing {
        metrics::moved(tx, &standing)?;
    }
    Ok(Some((campaign, to)))
}

/// What did not have to arrive is looked at only where there is nothing else: the
/// head of an album whose pictures then went by themselves, and a text of which
/// nothing remained beside a voice note.
const LEAST_ADVANCED: &str = "SELECT state,
        (kind = 'album' AND state IN ('failed', 'skipped')) OR reason IS 'empty_message'
     FROM part WHERE campaign_id = ?1 AND position = ?2";

fn least_advanced(
    tx: &Tx<'_>,
    campaign: CampaignId,
    position: i64,
) -> Result<Option<PartState>, StoreError> {
    let mut list = tx.connection().prepare_cached(LEAST_ADVANCED)?;
    let mut found = list.query([campaign.0, position])?;
    let (mut least, mut spare): (Option<PartState>, Option<PartState>) = (None, None);
    while let Some(row) = found.next()? {
        let state = rows::word(row, 0, PartState::parse)?;
        let place = if row.get(1)? { &mut spare } else { &mut least };
        if place.is_none_or(|least| advance(state) < advance(least)) {
            *place = Some(state);
        }
    }
    Ok(least.or(spare))
}

/// How far a part has come, for a recipient with several: what is still to be
/// done comes first, then what will not arrive, then what did.
fn advance(state: PartState) -> u8 {
    match state {
        PartState::Queued => 0,
        PartState::Sending => 1,
        PartState::Unknown => 2,
        PartState::Sent => 3,
        PartState::Failed => 4,
        PartState::Skipped => 5,
        PartState::Accepted => 6,
        PartState::Delivered => 7,
        PartState::Read => 8,
        PartState::Played => 9,
    }
}
