//! How a campaign went.

use crate::{StoreError, Tx, rows};
use domain::{CampaignId, Timestamp};
use rusqlite::OptionalExtension as _;

/// Milliseconds of a step of a [`Course`].
pub const STEP: i64 = 5 * 60 * 1000;

/// What became of those who were written to, or were meant to be, in five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseStep {
    /// Its first instant.
    pub at: Timestamp,
    /// Recipients who were sent to then, as in [`domain::metrics::Outcomes::sent`].
    pub sent: u64,
    /// Recipients who failed.
    pub failed: u64,
}

/// How a campaign went, by the definitions of [`domain::metrics`], also of one that the
/// dashboard does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// When the first attempt was made.
    pub started_at: Option<Timestamp>,
    /// In order of time, without those in which nothing happened.
    pub steps: Vec<CourseStep>,
    /// Why recipients failed, the most frequent reason first.
    pub failures: Vec<(String, u64)>,
}

pub(crate) const STEPS: &str = "SELECT coalesce(messaged_at, changed_at) / 300000 AS step,
        sum(tally <> 'failed'), sum(tally = 'failed')
     FROM recipient
     WHERE campaign_id = ?1 AND tally IN ('sent', 'accepted', 'delivered', 'read', 'failed')
        AND coalesce(messaged_at, changed_at) IS NOT NULL
     GROUP BY step ORDER BY step";

pub(crate) const REASONS: &str = "SELECT coalesce((
            SELECT p.reason FROM part p
            WHERE p.campaign_id = r.campaign_id AND p.position = r.position
                AND p.state = 'failed'
            ORDER BY p.ordinal LIMIT 1), 'other') AS why, count(*) AS people
     FROM recipient r WHERE r.campaign_id = ?1 AND r.tally = 'failed'
     GROUP BY why ORDER BY people DESC, why";

/// How a campaign went; an empty course where there is no such campaign.
pub fn course(tx: &Tx<'_>, id: CampaignId) -> Result<Course, StoreError> {
    let started_at: Option<Option<i64>> = tx
        .connection()
        .prepare_cached("SELECT started_at FROM campaign WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let mut course = Course {
        started_at: started_at.flatten().map(Timestamp),
        ..Course::default()
    };
    let mut steps = tx.connection().prepare_cached(STEPS)?;
    let mut found = steps.query([id.0])?;
    while let Some(row) = found.next()? {
        course.steps.push(CourseStep {
            at: Timestamp(row.get::<_, i64>(0)? * STEP),
            sent: rows::count(row, 1)?,
            failed: rows::count(row, 2)?,
        });
    }
    let mut reasons = tx.connection().prepare_cached(REASONS)?;
    let mut found = reasons.query([id.0])?;
    while let Some(row) = found.next()? {
        course.failures.push((row.get(0)?, rows::count(row, 1)?));
    }
    Ok(course)
}
