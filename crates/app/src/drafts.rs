//! Campaigns that are being prepared.

use crate::api::{Audience, Draft, DraftCampaign, DraftSummary, ScheduleView};
use crate::attachments;
use crate::error::{AppError, Result};
use crate::schedule;
use domain::{AttachmentId, CampaignId, Timestamp};
use store::Store;
use store::{campaigns, drafts};

/// A draft is a form, not an archive.
const LARGEST: usize = 64 << 20;

pub(crate) async fn list(store: &Store) -> Result<Vec<DraftSummary>> {
    let found = store.read(drafts::list).await?;
    Ok(found
        .into_iter()
        .map(|draft| DraftSummary {
            id: draft.id,
            name: draft.name,
            updated_at: draft.updated_at.to_rfc3339(),
        })
        .collect())
}

pub(crate) async fn get(store: &Store, id: i64) -> Result<Draft> {
    let found = store.read(move |tx| drafts::get(tx, id)).await?;
    let found = found.ok_or_else(|| not_found(id))?;
    let draft = serde_json::from_str(&found.body)
        .map_err(|e| AppError::failure("draft_damaged").with("reason", e))?;
    without_gone(store, draft).await
}

/// A draft with those of its attachments that can be sent, and the names of the
/// others.
async fn without_gone(store: &Store, mut draft: Draft) -> Result<Draft> {
    let ids = draft.campaign.attachments.clone();
    let known = store.read(move |tx| attachments::known(tx, &ids)).await?;
    let (gone, there): (Vec<_>, Vec<_>) = known
        .into_iter()
        .partition(|attachment| attachment.emptied_at.is_some());
    draft.campaign.attachments = there.iter().map(|attachment| attachment.id.0).collect();
    let gone = gone
        .into_iter()
        .map(|attachment| attachment.medium.file_name);
    draft.gone_attachments = gone.collect();
    Ok(draft)
}

pub(crate) async fn save(
    store: &Store,
    id: Option<i64>,
    mut draft: Draft,
    now: Timestamp,
) -> Result<i64> {
    draft.gone_attachments.clear();
    let body = serde_json::to_string(&draft)
        .map_err(|e| AppError::failure("internal").with("reason", e))?;
    if body.len() > LARGEST {
        return Err(AppError::bad_input("draft_too_large"));
    }
    let name = draft.campaign.name;
    let attachments: Vec<_> = draft
        .campaign
        .attachments
        .into_iter()
        .map(AttachmentId)
        .collect();
    let saved = store
        .write(move |tx| drafts::save(tx, id, &name, &body, &attachments, now))
        .await?;
    saved.ok_or_else(|| not_found(id.unwrap_or_default()))
}

pub(crate) async fn delete(store: &Store, id: i64) -> Result<()> {
    store.write(move |tx| drafts::delete(tx, id)).await?;
    Ok(())
}

/// The start of the campaign is over, or was meant for it alone.
pub(crate) async fn of_campaign(store: &Store, id: i64) -> Result<Draft> {
    let found = store
        .read(move |tx| campaigns::get(tx, CampaignId(id)))
        .await?
        .ok_or_else(|| AppError::bad_input("campaign_not_found").with("id", id))?;
    let draft = Draft {
        campaign: DraftCampaign {
            name: found.name,
            audience: Some(Audience::Campaign { id }),
            texts: found.texts,
            attachments: found.attachments.iter().map(|each| each.id.0).collect(),
            pace: found.pace.into(),
            schedule: ScheduleView {
                start_at: None,
                ..schedule::view(&found.schedule)
            },
            skip_recent_days: 0,
        },
        step: 0,
        gone_attachments: Vec::new(),
    };
    without_gone(store, draft).await
}

/// It was started or thrown away.
pub(crate) fn not_found(id: i64) -> AppError {
    AppError::bad_input("draft_not_found").with("id", id)
}
