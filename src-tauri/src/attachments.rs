//! What goes with a text, and messages that are kept. Each command forwards.

use crate::desk::{Answer, Desk};
use crate::dialogs;
use app::api::{
    AttachmentView, FreedView, NewCampaign, NewTemplate, RecipientView, TemplateView, VariantResult,
};
use std::path::Path;
use tauri::ipc::Response;
use tauri::{AppHandle, Runtime, State};

/// Lets a person choose files of a kind; answers their paths.
#[tauri::command]
pub async fn pick_attachments<R: Runtime>(window: AppHandle<R>, kind: String) -> Vec<String> {
    dialogs::pick_attachments(&window, &kind).await
}

#[tauri::command]
pub async fn attach_file(
    desk: State<'_, Desk>,
    path: String,
    wanted: Option<String>,
) -> Answer<AttachmentView> {
    let session = desk.session().await?;
    let attached = session
        .attach_file(Path::new(&path), wanted.as_deref())
        .await;
    desk.answer(attached).await
}

#[tauri::command]
pub async fn attachments(desk: State<'_, Desk>, ids: Vec<i64>) -> Answer<Vec<AttachmentView>> {
    let session = desk.session().await?;
    desk.answer(session.attachments(ids).await).await
}

/// The bytes themselves: as JSON they would be four times as many.
#[tauri::command]
pub async fn attachment_bytes(desk: State<'_, Desk>, id: i64) -> Answer<Response> {
    let session = desk.session().await?;
    let bytes = desk.answer(session.attachment_bytes(id).await).await?;
    Ok(Response::new(bytes))
}

#[tauri::command]
pub async fn templates(desk: State<'_, Desk>) -> Answer<Vec<TemplateView>> {
    let session = desk.session().await?;
    desk.answer(session.templates().await).await
}

#[tauri::command]
pub async fn save_template(
    desk: State<'_, Desk>,
    id: Option<i64>,
    template: NewTemplate,
) -> Answer<i64> {
    let session = desk.session().await?;
    desk.answer(session.save_template(id, template).await).await
}

#[tauri::command]
pub async fn duplicate_template(desk: State<'_, Desk>, id: i64) -> Answer<i64> {
    let session = desk.session().await?;
    desk.answer(session.duplicate_template(id).await).await
}

#[tauri::command]
pub async fn delete_template(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.delete_template(id).await).await
}

#[tauri::command]
pub async fn send_test(
    desk: State<'_, Desk>,
    campaign: NewCampaign,
    position: u64,
) -> Answer<String> {
    let session = desk.session().await?;
    desk.answer(session.send_test(campaign, position).await)
        .await
}

#[tauri::command]
pub async fn last_test(desk: State<'_, Desk>) -> Answer<Option<RecipientView>> {
    let session = desk.session().await?;
    desk.answer(session.last_test().await).await
}

#[tauri::command]
pub async fn campaign_variants(desk: State<'_, Desk>, id: i64) -> Answer<Vec<VariantResult>> {
    let session = desk.session().await?;
    desk.answer(session.campaign_variants(id).await).await
}

#[tauri::command]
pub async fn freeable(desk: State<'_, Desk>) -> Answer<FreedView> {
    let session = desk.session().await?;
    desk.answer(session.freeable().await).await
}

#[tauri::command]
pub async fn clear_cache(desk: State<'_, Desk>) -> Answer<FreedView> {
    let session = desk.session().await?;
    desk.answer(session.clear_cache().await).await
}
