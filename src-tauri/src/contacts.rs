//! Contacts, their import and export. Each command forwards.

use crate::desk::{Answer, Desk};
use crate::dialogs;
use app::api::{
    ChangeDone, CheckDone, ContactChange, ContactEdit, ContactFilter, ContactPage, ContactQuery,
    ContactView, GroupView, ImportDone, ImportOptions, ImportPreview, ImportSource, UndoDone, Work,
};
use std::path::Path;
use tauri::{AppHandle, Runtime, State};

#[tauri::command]
pub async fn import_preview(
    desk: State<'_, Desk>,
    source: ImportSource,
    options: ImportOptions,
) -> Answer<ImportPreview> {
    let session = desk.session().await?;
    desk.answer(session.import_preview(source, options).await)
        .await
}

#[tauri::command]
pub async fn import_contacts(
    desk: State<'_, Desk>,
    source: ImportSource,
    options: ImportOptions,
) -> Answer<ImportDone> {
    let session = desk.session().await?;
    desk.answer(session.import(source, options).await).await
}

#[tauri::command]
pub async fn cancel_work(desk: State<'_, Desk>, work: Work) -> Answer<()> {
    desk.session().await?.cancel_work(work);
    Ok(())
}

/// Asks where to put the unusable records and writes them there; answers the
/// path, or nothing when the person changed their mind.
#[tauri::command]
pub async fn save_rejects<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    source: ImportSource,
    options: ImportOptions,
) -> Answer<Option<String>> {
    let session = desk.session().await?;
    let name = match &source {
        ImportSource::File { path } => Path::new(path).file_stem().map_or_else(
            || "contactos".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        ),
        ImportSource::Text { .. } => "contactos".to_owned(),
    };
    let proposal = dialogs::file_name(&format!("{name}-rechazados"), "csv");
    let Some(path) = dialogs::save(&window, &proposal, "csv").await else {
        return Ok(None);
    };
    desk.answer(session.save_rejects(source, options, &path).await)
        .await?;
    Ok(Some(path.display().to_string()))
}

/// Asks where to put the example of a list and writes it there.
#[tauri::command]
pub async fn save_example<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Answer<Option<String>> {
    let session = desk.session().await?;
    let proposal = dialogs::file_name("clientes", "csv");
    let Some(path) = dialogs::save(&window, &proposal, "csv").await else {
        return Ok(None);
    };
    desk.answer(session.save_example(&path)).await?;
    Ok(Some(path.display().to_string()))
}

#[tauri::command]
pub async fn contacts(desk: State<'_, Desk>, query: ContactQuery) -> Answer<ContactPage> {
    let session = desk.session().await?;
    desk.answer(session.contacts(query).await).await
}

#[tauri::command]
pub async fn count_contacts(desk: State<'_, Desk>, filter: ContactFilter) -> Answer<u64> {
    let session = desk.session().await?;
    desk.answer(session.count_contacts(filter).await).await
}

#[tauri::command]
pub async fn contact(desk: State<'_, Desk>, id: i64) -> Answer<ContactView> {
    let session = desk.session().await?;
    desk.answer(session.contact(id).await).await
}

#[tauri::command]
pub async fn save_contact(
    desk: State<'_, Desk>,
    edit: ContactEdit,
    seen: Option<ContactEdit>,
) -> Answer<ContactView> {
    let session = desk.session().await?;
    desk.answer(session.save_contact(edit, seen).await).await
}

#[tauri::command]
pub async fn change_contacts(
    desk: State<'_, Desk>,
    filter: ContactFilter,
    change: ContactChange,
) -> Answer<ChangeDone> {
    let session = desk.session().await?;
    desk.answer(session.change_contacts(filter, change).await)
        .await
}

#[tauri::command]
pub async fn preview_merge(desk: State<'_, Desk>, ids: Vec<i64>, keep: i64) -> Answer<ContactView> {
    let session = desk.session().await?;
    desk.answer(session.preview_merge(ids, keep).await).await
}

#[tauri::command]
pub async fn merge_contacts(desk: State<'_, Desk>, ids: Vec<i64>, keep: i64) -> Answer<ChangeDone> {
    let session = desk.session().await?;
    desk.answer(session.merge_contacts(ids, keep).await).await
}

#[tauri::command]
pub async fn undo(desk: State<'_, Desk>, change: i64) -> Answer<UndoDone> {
    let session = desk.session().await?;
    desk.answer(session.undo(change).await).await
}

#[tauri::command]
pub async fn groups(desk: State<'_, Desk>) -> Answer<Vec<GroupView>> {
    let session = desk.session().await?;
    desk.answer(session.groups().await).await
}

#[tauri::command]
pub async fn rename_group(desk: State<'_, Desk>, group: String, name: String) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.rename_group(&group, &name).await).await
}

#[tauri::command]
pub async fn delete_group(desk: State<'_, Desk>, group: String) -> Answer<ChangeDone> {
    let session = desk.session().await?;
    desk.answer(session.delete_group(&group).await).await
}

#[tauri::command]
pub async fn extra_fields(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    let session = desk.session().await?;
    desk.answer(session.extra_fields().await).await
}

/// Asks where to put the contacts and writes them there; answers the path, or
/// nothing when the person changed their mind.
#[tauri::command]
pub async fn export_contacts<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    filter: ContactFilter,
    format: String,
) -> Answer<Option<String>> {
    let session = desk.session().await?;
    let proposal = dialogs::file_name("contactos", &format);
    let Some(path) = dialogs::save(&window, &proposal, &format).await else {
        return Ok(None);
    };
    desk.answer(session.export_contacts(filter, &format, &path).await)
        .await?;
    Ok(Some(path.display().to_string()))
}

#[tauri::command]
pub async fn check_contacts(desk: State<'_, Desk>, filter: ContactFilter) -> Answer<CheckDone> {
    let session = desk.session().await?;
    desk.answer(session.check_contacts(filter).await).await
}
