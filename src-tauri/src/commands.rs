//! Profiles and device. Each command forwards.

use crate::desk::{Answer, Desk};
use app::Passcode;
use app::api::{
    AppInfo, DeviceView, ErrorView, NewProfile, PairingRequest, ProfileEdit, ProfileSummary,
    UnlockView,
};
use tauri::{AppHandle, Runtime, State};

#[tauri::command]
pub async fn app_info(desk: State<'_, Desk>) -> Answer<AppInfo> {
    Ok(desk.app().info())
}

/// What the page speaks, for what is said while no profile is open.
#[tauri::command]
pub async fn speak(desk: State<'_, Desk>, language: String) -> Answer<()> {
    desk.speak(language);
    Ok(())
}

#[tauri::command]
pub async fn list_profiles(desk: State<'_, Desk>) -> Answer<Vec<ProfileSummary>> {
    desk.answer(desk.app().profiles()).await
}

/// What is to be said of profiles that cannot be listed.
#[tauri::command]
pub async fn damaged_profiles(desk: State<'_, Desk>) -> Answer<Vec<ErrorView>> {
    let language = desk.language().await;
    let damaged = desk.app().damaged_profiles();
    Ok(damaged.iter().map(|error| error.view(&language)).collect())
}

#[tauri::command]
pub async fn create_profile(
    desk: State<'_, Desk>,
    profile: NewProfile,
    allowed_numbers: Vec<String>,
    passcode: Option<Passcode>,
) -> Answer<ProfileSummary> {
    let app = desk.app();
    desk.answer(
        app.create_profile_for(profile, allowed_numbers, passcode)
            .await,
    )
    .await
}

#[tauri::command]
pub async fn open_profile<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    name: String,
    passcode: Option<Passcode>,
) -> Answer<ProfileSummary> {
    desk.open(window, &name, passcode.as_ref()).await
}

/// The door of a profile as it looks from outside, open behind a lock or closed.
#[tauri::command]
pub async fn unlock_view(desk: State<'_, Desk>, name: String) -> Answer<UnlockView> {
    desk.unlock_view(&name).await
}

#[tauri::command]
pub async fn lock_profile(desk: State<'_, Desk>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.lock()).await
}

/// A person is at the window.
#[tauri::command]
pub async fn touch(desk: State<'_, Desk>) -> Answer<()> {
    let session = desk.session().await?;
    session.touch();
    Ok(())
}

#[tauri::command]
pub async fn set_passcode(desk: State<'_, Desk>, passcode: Passcode) -> Answer<ProfileSummary> {
    let session = desk.session().await?;
    desk.answer(session.set_passcode(&passcode).await).await
}

#[tauri::command]
pub async fn change_passcode(
    desk: State<'_, Desk>,
    present: Passcode,
    passcode: Passcode,
) -> Answer<ProfileSummary> {
    let session = desk.session().await?;
    desk.answer(session.change_passcode(&present, &passcode).await)
        .await
}

#[tauri::command]
pub async fn remove_passcode(desk: State<'_, Desk>, present: Passcode) -> Answer<ProfileSummary> {
    let session = desk.session().await?;
    desk.answer(session.remove_passcode(&present).await).await
}

#[tauri::command]
pub async fn close_profile(desk: State<'_, Desk>) -> Answer<()> {
    desk.close().await;
    Ok(())
}

#[tauri::command]
pub async fn delete_profile(
    desk: State<'_, Desk>,
    name: String,
    passcode: Option<Passcode>,
) -> Answer<()> {
    let app = desk.app().clone();
    desk.aside(move || app.delete_profile(&name, passcode.as_ref()))
        .await
}

/// Another name or colour for a profile that is closed.
#[tauri::command]
pub async fn edit_profile(
    desk: State<'_, Desk>,
    name: String,
    edit: ProfileEdit,
) -> Answer<ProfileSummary> {
    desk.answer(desk.app().edit_profile(&name, &edit)).await
}

#[tauri::command]
pub async fn set_language(desk: State<'_, Desk>, language: String) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.set_language(&language)).await
}

#[tauri::command]
pub async fn device(desk: State<'_, Desk>) -> Answer<DeviceView> {
    let session = desk.session().await?;
    Ok(session.device())
}

#[tauri::command]
pub async fn start_pairing(desk: State<'_, Desk>, request: PairingRequest) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.start_pairing(request).await).await
}

#[tauri::command]
pub async fn practice_scan(desk: State<'_, Desk>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.practice_scan()).await
}

#[tauri::command]
pub async fn connect(desk: State<'_, Desk>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.connect().await).await
}

#[tauri::command]
pub async fn unlink(desk: State<'_, Desk>, passcode: Option<Passcode>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.confirm(passcode.as_ref()).await)
        .await?;
    desk.answer(session.unlink().await).await
}

#[tauri::command]
pub async fn disable_device(desk: State<'_, Desk>, passcode: Option<Passcode>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.confirm(passcode.as_ref()).await)
        .await?;
    desk.answer(session.disable_device().await).await
}

#[tauri::command]
pub async fn enable_device(desk: State<'_, Desk>, passcode: Option<Passcode>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.confirm(passcode.as_ref()).await)
        .await?;
    desk.answer(session.enable_device().await).await
}

#[tauri::command]
pub async fn restart_connection(desk: State<'_, Desk>, passcode: Option<Passcode>) -> Answer<()> {
    let session = desk.session().await?;
    desk.answer(session.confirm(passcode.as_ref()).await)
        .await?;
    desk.answer(session.restart_connection().await).await
}

/// Somebody is at the window.
#[tauri::command]
pub async fn in_use(desk: State<'_, Desk>) -> Answer<()> {
    desk.session().await?.used().await;
    Ok(())
}
