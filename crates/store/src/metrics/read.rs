//! Adding up what was counted.

use super::{BLOCK, SLOT};
use crate::{StoreError, Tx, rows};
use domain::metrics::{Outcomes, Period};
use domain::{ContactId, PhoneNumber, Timestamp};
use rusqlite::{OptionalExtension as _, params};
use std::collections::HashMap;
use std::fmt;

fn slots(period: Period) -> [i64; 2] {
    [
        period.from.0.div_euclid(SLOT),
        period.until.0.div_euclid(SLOT),
    ]
}

pub(crate) const OUTCOMES: &str = "SELECT slot, sum(on_wire), sum(at_server), sum(on_phone),
        sum(read), sum(failed), sum(skipped), sum(replies)
     FROM outcome WHERE slot >= ?1 AND slot < ?2 GROUP BY slot";

/// The outcomes of a period by quarters of an hour, in order of time; quarters in
/// which nothing happened are left out.
pub fn outcomes(tx: &Tx<'_>, period: Period) -> Result<Vec<(Timestamp, Outcomes)>, StoreError> {
    let mut list = tx.connection().prepare_cached(OUTCOMES)?;
    let mut found = list.query(slots(period))?;
    let mut outcomes = Vec::new();
    while let Some(row) = found.next()? {
        outcomes.push((
            Timestamp(row.get::<_, i64>(0)? * SLOT),
            Outcomes {
                on_wire: rows::count(row, 1)?,
                at_server: rows::count(row, 2)?,
                on_phone: rows::count(row, 3)?,
                read: rows::count(row, 4)?,
                failed: rows::count(row, 5)?,
                skipped: rows::count(row, 6)?,
                replies: rows::count(row, 7)?,
            },
        ));
    }
    Ok(outcomes)
}

pub(crate) const BY_GROUPS: &str = "SELECT s.\"groups\", c.people FROM (
        SELECT group_set, sum(on_wire + at_server + on_phone + read) AS people
        FROM outcome WHERE slot >= ?1 AND slot < ?2 GROUP BY group_set) c
     CROSS JOIN group_set s ON s.id = c.group_set WHERE c.people > 0 ORDER BY s.id";

/// Recipients who were sent to in a period, by the groups that they were in
/// then.
pub fn by_groups(tx: &Tx<'_>, period: Period) -> Result<Vec<(Vec<String>, u64)>, StoreError> {
    let mut list = tx.connection().prepare_cached(BY_GROUPS)?;
    let mut found = list.query(slots(period))?;
    let mut sets = Vec::new();
    while let Some(row) = found.next()? {
        sets.push((rows::list(row, 0)?, rows::count(row, 1)?));
    }
    Ok(sets)
}

pub(crate) const FAILURES: &str = "SELECT reason, sum(recipients) AS people FROM outcome_reason
     WHERE slot >= ?1 AND slot < ?2 AND outcome = 'failed'
     GROUP BY reason HAVING people > 0 ORDER BY people DESC, reason";

/// Why recipients of a period failed, the most frequent reason first.
pub fn failures(tx: &Tx<'_>, period: Period) -> Result<Vec<(String, u64)>, StoreError> {
    let mut list = tx.connection().prepare_cached(FAILURES)?;
    let mut found = list.query(slots(period))?;
    let mut reasons = Vec::new();
    while let Some(row) = found.next()? {
        reasons.push((row.get(0)?, rows::count(row, 1)?));
    }
    Ok(reasons)
}

/// When in a period people asked for no more messages, of those who still do.
pub fn opt_outs(tx: &Tx<'_>, period: Period) -> Result<Vec<Timestamp>, StoreError> {
    instants(
        tx,
        "SELECT since FROM suppression WHERE since >= ?1 AND since < ?2 ORDER BY since",
        period,
    )
}

/// When in a period campaigns made their first attempt.
pub fn begun(tx: &Tx<'_>, period: Period) -> Result<Vec<Timestamp>, StoreError> {
    instants(
        tx,
        "SELECT started_at FROM campaign
         WHERE purpose = 'campaign' AND started_at >= ?1 AND started_at < ?2 ORDER BY started_at",
        period,
    )
}

fn instants(tx: &Tx<'_>, sql: &str, period: Period) -> Result<Vec<Timestamp>, StoreError> {
    let mut list = tx.connection().prepare_cached(sql)?;
    let found = list.query_map([period.from.0, period.until.0], |row| {
        row.get(0).map(Timestamp)
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Somebody to whom much was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct TopContact {
    /// Canonical number.
    pub phone: PhoneNumber,
    /// The name of the contact, or of the last recipient where there is none.
    pub name: String,
    /// The contact, where it is there.
    pub contact: Option<ContactId>,
    /// Campaigns that were sent to them in the period.
    pub sent: u64,
    /// Campaigns that they answered in the period for the first time.
    pub replies: u64,
}

impl fmt::Debug for TopContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopContact")
            .field("phone", &self.phone)
            .field("sent", &self.sent)
            .field("replies", &self.replies)
            .finish_non_exhaustive()
    }
}

/// Sorting a million rows takes the database far longer than counting them
/// here.
pub(crate) const SENT_TO: &str = "SELECT CAST(substr(phone, 2) AS INTEGER), 1 FROM recipient
     WHERE slot >= ?1 AND slot < ?2 AND reason IS NULL";

pub(crate) const SENT_IN_BLOCKS: &str = "SELECT phone, sent FROM outcome_person
     WHERE block >= ?1 AND block < ?2";

/// How often each number was sent to in a period: by blocks, and at its edges by
/// recipients.
fn sent_by_number(tx: &Tx<'_>, period: Period) -> Result<HashMap<i64, u64>, StoreError> {
    let [from, until] = slots(period);
    let first = from.div_euclid(BLOCK) + i64::from(from.rem_euclid(BLOCK) > 0);
    let end = until.div_euclid(BLOCK);
    let parts: &[(&str, [i64; 2])] = if first < end {
        &[
            (SENT_TO, [from, first * BLOCK]),
            (SENT_IN_BLOCKS, [first, end]),
            (SENT_TO, [end * BLOCK, until]),
        ]
    } else {
        &[(SENT_TO, [from, until])]
    };
    let mut people: HashMap<i64, u64> = HashMap::new();
    for (sql, range) in parts {
        let mut list = tx.connection().prepare_cached(sql)?;
        let mut found = list.query(*range)?;
        while let Some(row) = found.next()? {
            *people.entry(row.get(0)?).or_default() += rows::count(row, 1)?;
        }
    }
    people.retain(|_, sent| *sent > 0);
    Ok(people)
}

/// To whom most was sent in a period, by number where it was the same.
pub fn top_contacts(
    tx: &Tx<'_>,
    period: Period,
    limit: usize,
) -> Result<Vec<TopContact>, StoreError> {
    let people = sent_by_number(tx, period)?;
    let mut people: Vec<_> = people.into_iter().collect();
    let first = |a: &(i64, u64), b: &(i64, u64)| {
        let by_number = || a.0.to_string().cmp(&b.0.to_string());
        b.1.cmp(&a.1).then_with(by_number)
    };
    if people.len() > limit && limit > 0 {
        people.select_nth_unstable_by(limit - 1, first);
    }
    people.truncate(limit);
    people.sort_unstable_by(first);
    people
        .into_iter()
        .map(|(digits, sent)| {
            let phone = PhoneNumber::from_e164(&format!("+{digits}"))
                .map_err(|_| StoreError::corrupt("a stored number"))?;
            describe(tx, phone, sent, period)
        })
        .collect()
}

fn describe(
    tx: &Tx<'_>,
    phone: PhoneNumber,
    sent: u64,
    period: Period,
) -> Result<TopContact, StoreError> {
    let contact: Option<(i64, String)> = tx
        .connection()
        .prepare_cached("SELECT id, name FROM contact WHERE phone = ?1")?
        .query_row([phone.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (name, replies): (Option<String>, i64) = tx
        .connection()
        .prepare_cached(
            "SELECT (SELECT name FROM recipient WHERE phone = ?1
                AND group_set IS NOT NULL ORDER BY campaign_id DESC LIMIT 1),
                (SELECT count(*) FROM recipient WHERE phone = ?1
                    AND group_set IS NOT NULL AND replied_at >= ?2 AND replied_at < ?3)",
        )?
        .query_row(
            params![phone.as_str(), period.from.0, period.until.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
    let (contact, known) = contact.unzip();
    Ok(TopContact {
        phone,
        name: known.or(name).unwrap_or_default(),
        contact: contact.map(ContactId),
        sent,
        replies: rows::unsigned(replies),
    })
}
