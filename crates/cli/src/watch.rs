//! Following a campaign that runs here.

use crate::End;
use crate::campaign::summary;
use crate::output::Output;
use app::api::CampaignView;
use app::{AppError, Session};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// After the end of a campaign receipts are waited for until they have been
/// silent for this long.
const QUIET: Duration = Duration::from_secs(2);

fn progress(campaign: &CampaignView) -> Value {
    let c = &campaign.counts;
    json!({
        "event": "progress", "total": campaign.total, "queued": c.queued, "sending": c.sending, "sent": c.sent,
        "accepted": c.accepted, "delivered": c.delivered, "read": c.read, "failed": c.failed, "skipped": c.skipped,
        "replies": campaign.replies, "rate": campaign.per_minute, "eta_seconds": campaign.eta_seconds,
    })
}

/// Whether no more news can come from any recipient.
fn is_final(campaign: &CampaignView) -> bool {
    campaign.counts.accepted + campaign.counts.delivered == 0
}

/// Says how the device stands, once per change: a script that waits should know why.
fn tell_device(session: &Session, last: &mut String, output: &Output) {
    let state = session.device().state;
    if state != *last {
        output.object(&json!({ "event": "device", "state": state }));
        output.tell(&format!("device-state-{}", state.replace('_', "-")), &[]);
        *last = state;
    }
}

/// Says what the database refuses, once per kind, and when that is over.
fn tell_trouble(session: &Session, last: &mut Option<String>, output: &Output) {
    let trouble = session.trouble();
    let code = trouble.as_ref().map(|error| error.code.clone());
    if code == *last {
        return;
    }
    *last = code;
    match trouble {
        Some(error) => {
            output.object(
                &json!({ "event": "trouble", "code": error.code, "message": error.message }),
            );
            if !output.is_json() {
                Output::say(&error.message);
            }
        }
        None => output.object(&json!({ "event": "trouble_over" })),
    }
}

/// Says why the copy of the day could not be made, once per kind.
fn tell_skipped(session: &Session, last: &mut Option<String>, output: &Output) {
    let skipped = session.skipped_backup();
    let code = skipped.as_ref().map(|error| error.code.clone());
    if code == *last {
        return;
    }
    *last = code;
    if let Some(error) = skipped {
        output.object(
            &json!({ "event": "backup_skipped", "code": error.code, "message": error.message }),
        );
        if !output.is_json() {
            Output::say(&error.message);
        }
    }
}

/// Says why the campaign waits by itself, once per reason.
fn tell_waiting(campaign: &CampaignView, last: &mut Option<String>, output: &Output) {
    if campaign.waiting == *last {
        return;
    }
    last.clone_from(&campaign.waiting);
    if let Some(why) = &campaign.waiting {
        let until = campaign.waiting_until.as_deref();
        output.object(&json!({ "event": "waiting", "reason": why, "until": until }));
        let time = [("time", until.unwrap_or(""))];
        output.tell(&format!("waiting-{}", why.replace('_', "-")), &time);
    }
}

/// Runs a campaign to its end and streams its progress.
pub(crate) async fn watch(session: &Session, id: i64, output: &Output) -> Result<End, AppError> {
    session.start().await?;
    let mut seen = None;
    let mut last_change = Instant::now();
    let mut last_line: Option<Instant> = None;
    let mut device = String::new();
    let mut waiting = None;
    let mut trouble = None;
    let mut skipped = None;
    let mut beat = tokio::time::interval(Duration::from_millis(150));
    loop {
        beat.tick().await;
        tell_device(session, &mut device, output);
        tell_trouble(session, &mut trouble, output);
        tell_skipped(session, &mut skipped, output);
        let campaign = session.campaign(id).await?;
        tell_waiting(&campaign, &mut waiting, output);
        let news = Some((campaign.counts, campaign.replies));
        if seen != news {
            seen = news;
            last_change = Instant::now();
            output.object(&progress(&campaign));
            // People get a line a second, programs every step.
            if !output.is_json()
                && last_line.is_none_or(|at| at.elapsed() >= Duration::from_secs(1))
            {
                last_line = Some(Instant::now());
                summary(&campaign, output);
            }
        }
        match campaign.state.as_str() {
            "held" => {
                let reason = campaign.hold_reason.as_deref().unwrap_or("");
                let until = campaign.hold_until.as_deref();
                output.object(&json!({ "event": "held", "reason": reason, "until": until }));
                output.tell(&format!("hold-{}", reason.replace('_', "-")), &[]);
                return Ok(End::Held);
            }
            "paused" | "cancelled" => {
                summary(&campaign, output);
                return Ok(End::Held);
            }
            "completed" if is_final(&campaign) || last_change.elapsed() >= QUIET => {
                let mut end = progress(&campaign);
                if let Some(fields) = end.as_object_mut() {
                    fields.insert("event".to_owned(), json!("completed"));
                    fields.insert("id".to_owned(), json!(id));
                }
                output.object(&end);
                if !output.is_json() {
                    summary(&campaign, output);
                }
                return Ok(if campaign.counts.failed > 0 {
                    End::SomeFailed
                } else {
                    End::Done
                });
            }
            _ => {}
        }
    }
}
