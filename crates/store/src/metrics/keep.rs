//! Counting what changes.

use super::{BLOCK, SLOT};
use crate::{StoreError, Tx, rows};
use domain::metrics::Outcome;
use domain::{CampaignId, PartState, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

/// How a recipient is counted at present.
pub(crate) struct Standing {
    recipient: i64,
    group_set: i64,
    counted: Option<Counted>,
}

/// Where and as what.
#[derive(PartialEq, Eq)]
struct Counted {
    slot: i64,
    outcome: Outcome,
    reason: Option<String>,
}

impl Counted {
    /// The block in which somebody was sent to.
    fn sent_in(&self) -> Option<i64> {
        (!self.outcome.has_reason()).then(|| self.slot.div_euclid(BLOCK))
    }
}

/// The row of a list of groups, made where there is none.
pub(crate) fn set_of(tx: &Tx<'_>, groups: &[String]) -> Result<i64, StoreError> {
    let groups = rows::list_json(groups)?;
    let known = tx
        .connection()
        .prepare_cached("SELECT id FROM group_set WHERE \"groups\" = ?1")?
        .query_row([&groups], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    tx.connection()
        .prepare_cached("INSERT INTO group_set (\"groups\") VALUES (?1)")?
        .execute([&groups])?;
    Ok(tx.connection().last_insert_rowid())
}

/// How a recipient is counted before a change; none for who is never counted.
pub(crate) fn standing(
    tx: &Tx<'_>,
    campaign: CampaignId,
    position: i64,
) -> Result<Option<Standing>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT id, group_set, state, slot, reason FROM recipient
         WHERE campaign_id = ?1 AND position = ?2 AND group_set IS NOT NULL",
    )?;
    let mut found = find.query([campaign.0, position])?;
    found.next()?.map(read_standing).transpose()
}

fn read_standing(row: &Row<'_>) -> Result<Standing, StoreError> {
    let outcome = Outcome::of(rows::word(row, 2, PartState::parse)?);
    let slot: Option<i64> = row.get(3)?;
    let reason = row.get(4)?;
    Ok(Standing {
        recipient: row.get(0)?,
        group_set: row.get(1)?,
        counted: slot.zip(outcome).map(|(slot, outcome)| Counted {
            slot,
            outcome,
            reason,
        }),
    })
}

/// Counts a recipient anew after a change.
pub(crate) fn moved(tx: &Tx<'_>, before: &Standing) -> Result<(), StoreError> {
    let now = present(tx, before.recipient)?;
    if now == before.counted {
        return Ok(());
    }
    count(tx, before.group_set, before.counted.as_ref(), now.as_ref())?;
    count_person(tx, before, now.as_ref())?;
    let of = |counted: &Option<Counted>| {
        counted
            .as_ref()
            .map(|counted| (counted.slot, counted.reason.clone()))
    };
    if of(&now) != of(&before.counted) {
        let (slot, reason) = of(&now).unzip();
        tx.connection()
            .prepare_cached("UPDATE recipient SET slot = ?2, reason = ?3 WHERE id = ?1")?
            .execute(params![before.recipient, slot, reason.flatten()])?;
    }
    Ok(())
}

/// How a recipient is to be counted now.
fn present(tx: &Tx<'_>, recipient: i64) -> Result<Option<Counted>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT state, coalesce(messaged_at, changed_at), iif(state IN ('failed', 'skipped'), (
            SELECT p.reason FROM part p
            WHERE p.campaign_id = r.campaign_id AND p.position = r.position
                AND p.state = r.state
            ORDER BY p.ordinal LIMIT 1), NULL)
         FROM recipient r WHERE id = ?1",
    )?;
    let mut found = find.query([recipient])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    let outcome = Outcome::of(rows::word(row, 0, PartState::parse)?);
    let at: Option<i64> = row.get(1)?;
    let reason: Option<String> = row.get(2)?;
    Ok(outcome.zip(at).map(|(outcome, at)| Counted {
        slot: at.div_euclid(SLOT),
        outcome,
        reason: outcome
            .has_reason()
            .then(|| reason.unwrap_or_else(|| "other".to_owned())),
    }))
}

fn count(
    tx: &Tx<'_>,
    group_set: i64,
    before: Option<&Counted>,
    now: Option<&Counted>,
) -> Result<(), StoreError> {
    match (before, now) {
        // Mostly a message goes from one state to the next: one row.
        (Some(before), Some(now)) if before.slot == now.slot => {
            let mut change = Change::default();
            *change.of(before.outcome) -= 1;
            *change.of(now.outcome) += 1;
            add(tx, now.slot, group_set, &change)?;
        }
        _ => {
            for (counted, by) in [(before, -1), (now, 1)] {
                if let Some(counted) = counted {
                    let mut change = Change::default();
                    *change.of(counted.outcome) = by;
                    add(tx, counted.slot, group_set, &change)?;
                }
            }
        }
    }
    for (counted, by) in [(before, -1), (now, 1)] {
        if let Some(counted) = counted
            && let Some(reason) = &counted.reason
        {
            tx.connection()
                .prepare_cached(
                    "INSERT INTO outcome_reason (slot, outcome, reason, recipients)
                     VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT DO UPDATE SET recipients = recipients + excluded.recipients",
                )?
                .execute(params![counted.slot, word(counted.outcome), reason, by])?;
        }
    }
    Ok(())
}

/// Counts a person under the block in which they were sent to; mostly once for all.
fn count_person(tx: &Tx<'_>, before: &Standing, now: Option<&Counted>) -> Result<(), StoreError> {
    let was = before.counted.as_ref().and_then(Counted::sent_in);
    let is = now.and_then(Counted::sent_in);
    if was == is {
        return Ok(());
    }
    for (block, by) in [(was, -1), (is, 1)] {
        if let Some(block) = block {
            tx.connection()
                .prepare_cached(
                    "INSERT INTO outcome_person (block, phone, sent)
                     SELECT ?2, CAST(substr(phone, 2) AS INTEGER), ?3 FROM recipient WHERE id = ?1
                     ON CONFLICT DO UPDATE SET sent = sent + excluded.sent",
                )?
                .execute([before.recipient, block, by])?;
        }
    }
    Ok(())
}

fn word(outcome: Outcome) -> &'static str {
    if outcome == Outcome::Skipped {
        "skipped"
    } else {
        "failed"
    }
}

/// What is added to a row of the counts.
#[derive(Default)]
struct Change {
    on_wire: i64,
    at_server: i64,
    on_phone: i64,
    read: i64,
    failed: i64,
    skipped: i64,
    replies: i64,
}

impl Change {
    fn of(&mut self, outcome: Outcome) -> &mut i64 {
        match outcome {
            Outcome::Sent => &mut self.on_wire,
            Outcome::Accepted => &mut self.at_server,
            Outcome::Delivered => &mut self.on_phone,
            Outcome::Read => &mut self.read,
            Outcome::Failed => &mut self.failed,
            Outcome::Skipped => &mut self.skipped,
        }
    }
}

fn add(tx: &Tx<'_>, slot: i64, group_set: i64, change: &Change) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO outcome (slot, group_set, on_wire, at_server, on_phone, read, failed,
                skipped, replies)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT DO UPDATE SET
                on_wire = on_wire + excluded.on_wire,
                at_server = at_server + excluded.at_server,
                on_phone = on_phone + excluded.on_phone,
                read = read + excluded.read,
                failed = failed + excluded.failed,
                skipped = skipped + excluded.skipped,
                replies = replies + excluded.replies",
        )?
        .execute([
            slot,
            group_set,
            change.on_wire,
            change.at_server,
            change.on_phone,
            change.read,
            change.failed,
            change.skipped,
            change.replies,
        ])?;
    Ok(())
}

/// Counts those who are left out of a new campaign from the beginning.
pub(crate) fn count_left_out(
    tx: &Tx<'_>,
    campaign: CampaignId,
    created_at: Timestamp,
) -> Result<(), StoreError> {
    let slot = created_at.0.div_euclid(SLOT);
    for sql in [
        "UPDATE recipient SET slot = ?2, reason = coalesce((
            SELECT p.reason FROM part p
            WHERE p.campaign_id = recipient.campaign_id AND p.position = recipient.position
            ORDER BY p.ordinal LIMIT 1), 'other')
         WHERE campaign_id = ?1 AND tally = 'skipped' AND group_set IS NOT NULL",
        "INSERT INTO outcome
         SELECT ?2, group_set, 0, 0, 0, 0, 0, count(*), 0 FROM recipient
         WHERE campaign_id = ?1 AND tally = 'skipped' AND group_set IS NOT NULL GROUP BY group_set
         ON CONFLICT DO UPDATE SET skipped = skipped + excluded.skipped",
        "INSERT INTO outcome_reason
         SELECT ?2, 'skipped', reason, count(*) FROM recipient
         WHERE campaign_id = ?1 AND tally = 'skipped' AND group_set IS NOT NULL GROUP BY reason
         ON CONFLICT DO UPDATE SET recipients = recipients + excluded.recipients",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([campaign.0, slot])?;
    }
    Ok(())
}

/// Counts a recipient's first answer under its time, and no longer under the
/// one that was taken for the first before.
pub(crate) fn answered(
    tx: &Tx<'_>,
    group_set: Option<i64>,
    before: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(group_set) = group_set else {
        return Ok(());
    };
    for (at, by) in [(before, -1), (Some(now), 1)] {
        if let Some(at) = at {
            let change = Change {
                replies: by,
                ..Change::default()
            };
            add(tx, at.0.div_euclid(SLOT), group_set, &change)?;
        }
    }
    Ok(())
}
