//! Campaigns and their reports. Each command forwards.

use crate::desk::{Answer, Desk};
use crate::dialogs;
use app::api::{
    CampaignCheck, CampaignView, Draft, DraftSummary, HealthView, MessagePreview, NewCampaign,
    RecipientPage, RecipientQuery, ReportFormat, SettingsView,
};
use tauri::{AppHandle, Runtime, State};

#[tauri::command]
pub async fn check_campaign(desk: State<'_, Desk>, campaign: NewCampaign) -> Answer<CampaignCheck> {
    let session = desk.session().await?;
    desk.answer(session.check(campaign).await).await
}

#[tauri::command]
pub async fn preview_message(
    desk: State<'_, Desk>,
    campaign: NewCampaign,
    position: u64,
) -> Answer<MessagePreview> {
    let session = desk.session().await?;
    desk.answer(session.preview(campaign, position).await).await
}

#[tauri::command]
pub async fn start_campaign(
    desk: State<'_, Desk>,
    campaign: NewCampaign,
    draft: Option<i64>,
) -> Answer<i64> {
    let session = desk.session().await?;
    desk.answer(session.start_campaign(campaign, draft).await)
        .await
}

#[tauri::command]
pub async fn duplicate_campaign(desk: State<'_, Desk>, id: i64) -> Answer<Draft> {
    let session = desk.session().await?;
    desk.answer(session.duplicate_campaign(id).await).await
}

#[tauri::command]
pub async fn drafts(desk: State<'_, Desk>) -> Answer<Vec<DraftSummary>> {
    let session = desk.session().await?;
    desk.answer(session.drafts().await).await
}

#[tauri::command]
pub async fn draft(desk: State<'_, Desk>, id: i64) -> Answer<Draft> {
    let session = desk.session().await?;
    desk.answer(session.draft(id).await).await
}

#[tauri::command]
pub async fn save_draft(desk: State<'_, Desk>, id: Option<i64>, draft: Draft) -> Answer<i64> {
    let session = desk.session().await?;
    desk.answer(session.save_draft(id, draft).await).await
}

#[tauri::command]
pub async fn delete_draft(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.delete_draft(id).await).await
}

#[tauri::command]
pub async fn health(desk: State<'_, Desk>) -> Answer<HealthView> {
    let session = desk.session().await?;
    desk.answer(session.health().await).await
}

#[tauri::command]
pub async fn settings(desk: State<'_, Desk>) -> Answer<SettingsView> {
    let session = desk.session().await?;
    desk.answer(session.settings().await).await
}

#[tauri::command]
pub async fn save_settings(desk: State<'_, Desk>, settings: SettingsView) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.save_settings(settings).await).await
}

#[tauri::command]
pub async fn campaigns(desk: State<'_, Desk>) -> Answer<Vec<CampaignView>> {
    let session = desk.session().await?;
    desk.answer(session.campaigns().await).await
}

#[tauri::command]
pub async fn campaign(desk: State<'_, Desk>, id: i64) -> Answer<CampaignView> {
    let session = desk.session().await?;
    desk.answer(session.campaign(id).await).await
}

#[tauri::command]
pub async fn recipients(
    desk: State<'_, Desk>,
    id: i64,
    query: RecipientQuery,
) -> Answer<RecipientPage> {
    let session = desk.session().await?;
    desk.answer(session.recipients(id, query).await).await
}

#[tauri::command]
pub async fn pause_campaign(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.pause(id).await).await
}

#[tauri::command]
pub async fn resume_campaign(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.resume(id).await).await
}

#[tauri::command]
pub async fn cancel_campaign(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.cancel(id).await).await
}

#[tauri::command]
pub async fn retry_failed(desk: State<'_, Desk>, id: i64) -> Answer<u64> {
    let session = desk.session().await?;
    desk.answer(session.retry_failed(id).await).await
}

/// Asks where to put the report and writes it there; answers the path, or
/// nothing when the person changed their mind.
#[tauri::command]
pub async fn save_report<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    id: i64,
    format: ReportFormat,
) -> Answer<Option<String>> {
    let session = desk.session().await?;
    let campaign = desk.answer(session.campaign(id).await).await?;
    let ending = match format {
        ReportFormat::Csv => "csv",
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Pdf => "pdf",
    };
    let proposal = dialogs::file_name(&campaign.name, ending);
    let Some(path) = dialogs::save(&window, &proposal, ending).await else {
        return Ok(None);
    };
    let shown = path.display().to_string();
    desk.answer(session.campaign_report(id, format, &path).await)
        .await?;
    Ok(Some(shown))
}
