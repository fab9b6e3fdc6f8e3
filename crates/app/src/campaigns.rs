//! Campaigns under way and past, as the doors show them.

use crate::api::{
    CampaignView, PartView, RecipientPage, RecipientQuery, RecipientView, StateCounts,
    VariantResult,
};
use crate::attachments;
use crate::error::{AppError, Result};
use crate::schedule::{self, Forecast};
use domain::{CampaignId, CampaignState, Clock, Pace, Timestamp};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use store::Store;
use store::campaigns::{self, Campaign, Counts, RecipientRow};

/// Remembers how many recipients were done when, to tell the present rate.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    samples: BTreeMap<CampaignId, VecDeque<(Timestamp, u64)>>,
}

const SETTLED: Duration = Duration::from_secs(2);
const RATE_WINDOW: Duration = Duration::from_secs(60);

impl Rates {
    /// Notes the present count and returns recipients per minute over the last minute.
    fn note(&mut self, id: CampaignId, now: Timestamp, done: u64) -> f64 {
        let samples = self.samples.entry(id).or_default();
        // A clock that went back makes older samples useless.
        samples.retain(|(at, _)| *at <= now && now.since(*at) <= RATE_WINDOW);
        if samples
            .back()
            .is_none_or(|(at, _)| now.since(*at) >= Duration::from_millis(500))
        {
            samples.push_back((now, done));
        }
        let Some((first, before)) = samples.front() else {
            return 0.0;
        };
        let minutes = now.since(*first).as_secs_f64() / 60.0;
        #[allow(clippy::cast_precision_loss, reason = "counts of people")]
        let people = done.saturating_sub(*before) as f64;
        // The first moments say nothing about a rate.
        if now.since(*first) >= SETTLED {
            people / minutes
        } else {
            0.0
        }
    }
}

fn counts(c: &Counts) -> StateCounts {
    StateCounts {
        queued: c.queued,
        sending: c.sending,
        sent: c.sent,
        accepted: c.accepted,
        delivered: c.delivered,
        read: c.read,
        failed: c.failed,
        skipped: c.skipped,
    }
}

fn view(
    campaign: Campaign,
    current: Option<String>,
    forecast: Option<&Forecast>,
    now: Timestamp,
    rates: &mut Rates,
) -> CampaignView {
    let c = counts(&campaign.counts);
    let left = c.queued + c.sending;
    let running = campaign.state == CampaignState::Running;
    let per_minute = rates.note(campaign.id, now, campaign.total.saturating_sub(left));
    let pace: Pace = campaign.pace;
    #[allow(clippy::cast_precision_loss, reason = "counts of people")]
    let by_rate =
        (per_minute > 0.0).then(|| Duration::from_secs_f64(left as f64 * 60.0 / per_minute));
    let waiting = forecast.and_then(|forecast| forecast.waiting);
    // What is sent without delay has no plan but its own speed.
    let finish = if pace.is_unpaced() && waiting.is_none() {
        by_rate.map(|left| now.plus(left))
    } else {
        forecast.and_then(|forecast| forecast.finish)
    };
    let finish = finish.filter(|_| running);
    CampaignView {
        id: campaign.id.0,
        name: campaign.name,
        state: campaign.state.as_str().to_owned(),
        hold_reason: campaign.hold.map(|h| h.as_str().to_owned()),
        hold_until: campaign.hold_until.map(Timestamp::to_rfc3339),
        waiting: waiting.map(|(why, _)| why.to_owned()),
        waiting_until: waiting
            .and_then(|(_, until)| until)
            .map(Timestamp::to_rfc3339),
        total: campaign.total,
        counts: c,
        texts: campaign.texts,
        attachments: campaign.attachments.iter().map(attachments::view).collect(),
        pace: pace.into(),
        schedule: schedule::view(&campaign.schedule),
        created_at: campaign.created_at.to_rfc3339(),
        finished_at: campaign.finished_at.map(Timestamp::to_rfc3339),
        replies: campaign.replies,
        current: current.filter(|_| running),
        per_minute: if running { per_minute } else { 0.0 },
        eta_seconds: finish.map(|at| at.since(now).as_secs()),
        finish_at: finish.map(Timestamp::to_rfc3339),
    }
}

fn not_found(id: i64) -> AppError {
    AppError::bad_input("campaign_not_found").with("id", id)
}

fn label(row: &RecipientRow) -> String {
    if row.name.is_empty() {
        row.phone.as_str().to_owned()
    } else {
        row.name.clone()
    }
}

pub(crate) async fn get(
    store: &Store,
    id: i64,
    clock: &dyn Clock,
    rates: &std::sync::Mutex<Rates>,
) -> Result<CampaignView> {
    let (now, zone) = (clock.now(), clock.zone());
    let campaign = CampaignId(id);
    let found = store
        .read(move |tx| {
            let Some(found) = campaigns::get(tx, campaign)? else {
                return Ok(None);
            };
            let current = if found.counts.sending > 0 {
                campaigns::recipients(tx, campaign, Some("sending"), 0, 1)?
                    .0
                    .first()
                    .map(label)
            } else {
                None
            };
            let forecast = if found.state == CampaignState::Running {
                schedule::outlook(tx, now, zone)?.of.remove(&campaign)
            } else {
                None
            };
            Ok(Some((found, current, forecast)))
        })
        .await?;
    let (found, current, forecast) = found.ok_or_else(|| not_found(id))?;
    let mut rates = rates
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(view(found, current, forecast.as_ref(), now, &mut rates))
}

pub(crate) async fn list(
    store: &Store,
    clock: &dyn Clock,
    rates: &std::sync::Mutex<Rates>,
) -> Result<Vec<CampaignView>> {
    let (now, zone) = (clock.now(), clock.zone());
    let (found, outlook) = store
        .read(move |tx| Ok((campaigns::list(tx)?, schedule::outlook(tx, now, zone)?)))
        .await?;
    let mut rates = rates
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(found
        .into_iter()
        .map(|c| {
            let forecast = outlook.of.get(&c.id);
            view(c, None, forecast, now, &mut rates)
        })
        .collect())
}

pub(crate) async fn variants(store: &Store, id: i64) -> Result<Vec<VariantResult>> {
    let campaign = CampaignId(id);
    let found = store
        .read(move |tx| {
            if campaigns::get(tx, campaign)?.is_none() {
                return Ok(None);
            }
            campaigns::by_variant(tx, campaign).map(Some)
        })
        .await?;
    let found = found.ok_or_else(|| not_found(id))?;
    let numbered = (0..).zip(found);
    Ok(numbered
        .map(|(variant, of)| VariantResult {
            variant,
            counts: counts(&of.counts),
            replies: of.replies,
        })
        .collect())
}

pub(crate) async fn recipients(
    store: &Store,
    id: i64,
    query: RecipientQuery,
) -> Result<RecipientPage> {
    const STATES: [&str; 8] = [
        "queued",
        "sending",
        "sent",
        "accepted",
        "delivered",
        "read",
        "failed",
        "skipped",
    ];
    if let Some(state) = &query.state
        && !STATES.contains(&state.as_str())
    {
        return Err(AppError::bad_input("state")
            .with("state", state)
            .with("states", STATES.join(", ")));
    }
    let limit = if query.limit == 0 {
        100
    } else {
        query.limit.min(500)
    };
    let campaign = CampaignId(id);
    let found = store
        .read(move |tx| {
            if campaigns::get(tx, campaign)?.is_none() {
                return Ok(None);
            }
            campaigns::recipients(tx, campaign, query.state.as_deref(), query.after, limit)
                .map(Some)
        })
        .await?;
    let (rows, total, next) = found.ok_or_else(|| not_found(id))?;
    Ok(RecipientPage {
        recipients: rows.into_iter().map(recipient).collect(),
        total,
        next,
    })
}

pub(crate) async fn last_test(store: &Store) -> Result<Option<RecipientView>> {
    Ok(store.read(campaigns::last_test).await?.map(recipient))
}

fn recipient(row: RecipientRow) -> RecipientView {
    RecipientView {
        position: row.position,
        phone: row.phone.as_str().to_owned(),
        name: row.name,
        state: row.state.as_str().to_owned(),
        reason: row.reason,
        at: row.at.map(Timestamp::to_rfc3339),
        reply: row.reply,
        opted_out: row.opted_out,
        parts: row
            .parts
            .into_iter()
            .map(|part| PartView {
                kind: part.kind.as_str().to_owned(),
                message_id: part.message_id.as_str().to_owned(),
                state: part.state.as_str().to_owned(),
                attempts: part.attempts,
                reason: part.reason,
            })
            .collect(),
    }
}

/// Checks that a campaign may go from its present state to another one, and moves it.
pub(crate) async fn set_state(
    store: &Store,
    id: i64,
    to: CampaignState,
    now: Timestamp,
) -> Result<()> {
    let campaign = CampaignId(id);
    let before = store
        .write(move |tx| {
            let Some(found) = campaigns::get(tx, campaign)? else {
                return Ok(None);
            };
            if found.state.is_open() {
                campaigns::set_state(tx, campaign, to, None, now)?;
                if to == CampaignState::Cancelled {
                    store::outbox::cancel_queued(tx, campaign, now)?;
                }
            }
            Ok(Some(found.state))
        })
        .await?
        .ok_or_else(|| not_found(id))?;
    if before.is_open() {
        return Ok(());
    }
    Err(AppError::bad_input("campaign_over")
        .with_text("state", format!("campaign-state-{}", before.as_str())))
}

/// Puts the failed ones back into the queue, under the same ids. Where one of
/// them names an attachment that is gone, nobody is tried again: it would fail
/// once more.
pub(crate) async fn retry_failed(store: &Store, id: i64, now: Timestamp) -> Result<u64> {
    let campaign = CampaignId(id);
    store
        .write(move |tx| {
            if campaigns::get(tx, campaign)?.is_none() {
                return Ok(None);
            }
            if store::outbox::failed_without_bytes(tx, campaign)? > 0 {
                return Ok(Some(None));
            }
            let retried = store::outbox::retry_failed(tx, campaign, now)?;
            if retried > 0 {
                campaigns::set_state(tx, campaign, CampaignState::Running, None, now)?;
            }
            Ok(Some(Some(retried)))
        })
        .await?
        .ok_or_else(|| not_found(id))?
        .ok_or_else(|| AppError::bad_input("retry_attachment_gone").with("id", id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_minute() {
        let mut rates = Rates::default();
        let id = CampaignId(1);
        let at = |s: i64| Timestamp(s * 1000);
        assert!(rates.note(id, at(0), 0) < 0.01);
        assert!((rates.note(id, at(30), 10) - 20.0).abs() < 0.01);
        // The burst of the beginning is forgotten.
        assert!((rates.note(id, at(85), 10) - 0.0).abs() < 0.01);
        // A clock that went back does not divide by nothing.
        assert!(rates.note(id, at(10), 12).is_finite());
    }
}
