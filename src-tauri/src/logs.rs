//! The log of the open profile, and diagnostics for whoever helps.

use crate::desk::{Answer, Desk};
use crate::{dialogs, words};
use app::api::{DiagnosticsDone, LogView};
use tauri::{AppHandle, Runtime, State};

/// As many lines as somebody looks through.
const LINES: usize = 500;

#[tauri::command]
pub async fn log_lines(desk: State<'_, Desk>) -> Answer<LogView> {
    let session = desk.session().await?;
    desk.aside(move || Ok(session.log_lines(LINES))).await
}

/// Shows the log in its folder, with the program that the system has for it.
#[tauri::command]
pub async fn show_logs(desk: State<'_, Desk>) -> Answer<()> {
    let session = desk.session().await?;
    let file = session.log_file().unwrap_or_default();
    if dialogs::reveal(&file).await {
        return Ok(());
    }
    Err(words::folder_not_shown(&desk.language().await, &file))
}

/// Lets a person say where, and saves diagnostics there; nothing when they changed their
/// mind.
#[tauri::command]
pub async fn save_diagnostics<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Answer<Option<DiagnosticsDone>> {
    let session = desk.session().await?;
    let proposal = words::plain(&session.language(), "diagnostics-file");
    let proposal = dialogs::file_name(&proposal, "zip");
    let Some(path) = dialogs::save(&window, &proposal, "zip").await else {
        return Ok(None);
    };
    let done = session.save_diagnostics(&path).await;
    desk.answer(done.map(Some)).await
}
