//! Backups, and the way back.

use crate::desk::{Answer, Desk, tell};
use crate::dialogs;
use app::api::{
    AppEvent, AutomaticBackup, AutomaticBackups, BackupContents, BackupDone, RestoredView,
};
use app::{Passcode, Passphrase, RestoreOptions};
use serde::Deserialize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
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

/// What is in a backup, before anything is made of it.
#[tauri::command]
pub async fn look_into_backup(
    desk: State<'_, Desk>,
    file: String,
    passphrase: Passphrase,
) -> Answer<BackupContents> {
    let seen = desk.app().look_into_backup(Path::new(&file), passphrase);
    desk.answer(seen.await).await
}

/// The restore that is under way, so that it can be stopped.
#[derive(Default)]
pub struct Restoring(Mutex<Weak<AtomicBool>>);

impl Restoring {
    /// Begins one. It is under way for as long as somebody has what this answers.
    fn begin(&self) -> Arc<AtomicBool> {
        let stopped = Arc::default();
        let mut present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *present = Arc::downgrade(&stopped);
        stopped
    }

    fn stop(&self) {
        let present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stopped) = present.upgrade() {
            stopped.store(true, Ordering::Relaxed);
        }
    }
}

/// Where a restored profile comes.
#[derive(Deserialize)]
pub struct Place {
    /// Its name; that of the backup where absent.
    name: Option<String>,
    /// Whether the profile of that name gives way, for which its passcode is needed.
    replace: bool,
    passcode: Option<Passcode>,
}

/// Makes a profile of a backup, and tells the page how far it is.
#[tauri::command]
pub async fn restore_backup<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    restoring: State<'_, Restoring>,
    file: String,
    passphrase: Passphrase,
    place: Place,
) -> Answer<RestoredView> {
    let options = RestoreOptions {
        name: place.name,
        replace: place.replace,
        passcode: place.passcode,
    };
    let stopped = restoring.begin();
    let told = move |progress| {
        tell(&window, &AppEvent::Work { progress });
        !stopped.load(Ordering::Relaxed)
    };
    let restored = desk
        .app()
        .restore_backup(Path::new(&file), passphrase, options, told);
    desk.answer(restored.await).await
}

#[tauri::command]
pub async fn cancel_restore(restoring: State<'_, Restoring>) -> Answer<()> {
    restoring.stop();
    Ok(())
}
