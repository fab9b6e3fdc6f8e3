//! Backups, and the way back.

use crate::desk::{Answer, Desk};
use crate::dialogs;
use app::api::{AutomaticBackup, AutomaticBackups, BackupDone, RestoredView};
use app::{Passcode, Passphrase, RestoreOptions};
use std::path::Path;
use tauri::{AppHandle, Runtime, State};

/// What a backup's name ends in.
const ENDING: &str = "msbackup";

/// Lets a person say where, and writes a backup of the open profile there; nothing when
/// they changed their mind.
#[tauri::command]
pub async fn back_up<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    passphrase: Passphrase,
    with_session: bool,
) -> Answer<Option<BackupDone>> {
    let session = desk.session().await?;
    let proposal = dialogs::file_name(&session.summary().name, ENDING);
    let Some(path) = dialogs::save(&window, &proposal, ENDING).await else {
        return Ok(None);
    };
    let done = session.back_up(&path, passphrase, with_session).await;
    desk.answer(done.map(Some)).await
}

#[tauri::command]
pub async fn automatic_backups(desk: State<'_, Desk>) -> Answer<AutomaticBackups> {
    let session = desk.session().await?;
    Ok(session.automatic_backups())
}

/// Those of a profile that need not open.
#[tauri::command]
pub async fn rolling_backups(desk: State<'_, Desk>, name: String) -> Answer<Vec<AutomaticBackup>> {
    desk.answer(desk.app().rolling_backups(&name)).await
}

#[tauri::command]
pub async fn restore_rolling(
    desk: State<'_, Desk>,
    name: String,
    which: Option<String>,
    passcode: Option<Passcode>,
) -> Answer<RestoredView> {
    let restored = desk
        .app()
        .restore_rolling(&name, which.as_deref(), passcode.as_ref())
        .await;
    desk.answer(restored).await
}

/// Lets a person choose a backup; answers its path.
#[tauri::command]
pub async fn pick_backup<R: Runtime>(window: AppHandle<R>) -> Option<String> {
    dialogs::pick(&window, ENDING).await
}

/// Makes a new profile of a backup.
#[tauri::command]
pub async fn restore_backup(
    desk: State<'_, Desk>,
    file: String,
    passphrase: Passphrase,
    name: Option<String>,
) -> Answer<RestoredView> {
    let options = RestoreOptions {
        name,
        ..RestoreOptions::default()
    };
    let restored = desk
        .app()
        .restore_backup(Path::new(&file), passphrase, options, |_, _| true)
        .await;
    desk.answer(restored).await
}
