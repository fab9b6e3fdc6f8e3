//! Starts the window and ends it.

use crate::desk::Desk;
use crate::tray::{self, Face, Tray};
use crate::{
    attachments, backups, campaigns, closing, commands, contacts, dashboard, dialogs, logs,
    recording,
};
use app::{App, AppConfig, Logs};
use std::error::Error;
use std::path::PathBuf;
use tauri::{AppHandle, Builder, Manager, RunEvent, Runtime, WindowEvent, generate_handler};
use tauri_plugin_window_state::StateFlags;

/// Where profiles are kept, when they are not to be where the operating
/// system keeps the data of programs.
const DATA_DIR: &str = "MESSAGE_SENDER_DATA_DIR";

/// Runs until the window is closed, or longer when it was only hidden.
pub fn run() -> Result<(), Box<dyn Error>> {
    let window = with_commands(Builder::default())
        .plugin(tauri_plugin_single_instance::init(|window, _, _| {
            raise(window);
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(remembered())
                .build(),
        )
        .setup(|window| {
            let data_dir = data_dir();
            let logs = Logs::install(&data_dir);
            log::info!(
                "the window of version {} starts on {} {}",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS,
                std::env::consts::ARCH
            );
            let app = App::new(AppConfig::from_env(data_dir))?
                .with_keychain(app::system_keychain())
                .with_logs(logs);
            let language = app.info().language;
            window.manage(Desk::new(app));
            window.manage(recording::Recorder::default());
            window.manage(dialogs::Saved::default());
            window.manage(backups::Restoring::default());
            window.manage(Tray::new(window.handle()));
            // An icon without a menu is not shown by every desktop.
            tray::show(window.handle(), Face::idle(language));
            tauri::async_runtime::spawn(leave_on_signal(window.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!())?;
    window.run(|window, event| match event {
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } => {
            api.prevent_close();
            closing::asked_to_close(window);
        }
        // Without a code it is the last window that was closed: finish what is
        // in flight and save, then leave with one.
        RunEvent::ExitRequested {
            code: None, api, ..
        } => {
            api.prevent_exit();
            leave(window.clone());
        }
        // Everything is saved. The libraries' own clean-up at the end of a process
        // pulls the ground from under database threads that are still closing.
        RunEvent::Exit => {
            window.cleanup_before_exit();
            signal_hook::low_level::exit(0);
        }
        // Somebody clicks on the dock's icon while the window is hidden.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => raise(window),
        _ => {}
    });
    Ok(())
}

/// Gives the page its commands. The list is the whole door.
fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(generate_handler![
        commands::app_info,
        commands::speak,
        commands::list_profiles,
        commands::damaged_profiles,
        commands::create_profile,
        commands::open_profile,
        commands::unlock_view,
        commands::lock_profile,
        commands::touch,
        commands::set_passcode,
        commands::change_passcode,
        commands::remove_passcode,
        commands::close_profile,
        commands::delete_profile,
        commands::edit_profile,
        commands::set_language,
        commands::device,
        commands::start_pairing,
        commands::practice_scan,
        commands::connect,
        commands::unlink,
        commands::disable_device,
        commands::enable_device,
        commands::restart_connection,
        commands::in_use,
        contacts::import_preview,
        contacts::import_contacts,
        contacts::cancel_work,
        contacts::save_rejects,
        contacts::save_example,
        contacts::contacts,
        contacts::count_contacts,
        contacts::contact,
        contacts::save_contact,
        contacts::change_contacts,
        contacts::preview_merge,
        contacts::merge_contacts,
        contacts::undo,
        contacts::groups,
        contacts::rename_group,
        contacts::delete_group,
        contacts::extra_fields,
        contacts::export_contacts,
        contacts::check_contacts,
        campaigns::check_campaign,
        campaigns::preview_message,
        campaigns::start_campaign,
        campaigns::duplicate_campaign,
        campaigns::drafts,
        campaigns::draft,
        campaigns::save_draft,
        campaigns::delete_draft,
        campaigns::health,
        campaigns::settings,
        campaigns::save_settings,
        campaigns::campaigns,
        campaigns::campaign,
        campaigns::recipients,
        campaigns::pause_campaign,
        campaigns::resume_campaign,
        campaigns::cancel_campaign,
        campaigns::retry_failed,
        campaigns::save_report,
        dashboard::dashboard,
        dashboard::chart,
        dashboard::export_chart,
        attachments::pick_attachments,
        attachments::attach_file,
        attachments::attachments,
        attachments::attachment_bytes,
        attachments::templates,
        attachments::save_template,
        attachments::duplicate_template,
        attachments::delete_template,
        attachments::send_test,
        attachments::last_test,
        attachments::campaign_variants,
        attachments::freeable,
        attachments::clear_cache,
        backups::back_up,
        backups::automatic_backups,
        backups::rolling_backups,
        backups::restore_rolling,
        backups::pick_backup,
        backups::look_into_backup,
        backups::restore_backup,
        backups::cancel_restore,
        logs::log_lines,
        logs::show_logs,
        logs::save_diagnostics,
        recording::recording_start,
        recording::recording_stop,
        recording::recording_cancel,
        closing::answer_close,
        dialogs::pick_file,
        dialogs::show_saved,
    ])
}

/// The folder that the command line uses too.
fn data_dir() -> PathBuf {
    match std::env::var_os(DATA_DIR) {
        Some(path) if !path.is_empty() => path.into(),
        _ => app::default_data_dir(),
    }
}

/// Wayland does not let a program place its windows, and restoring a size
/// there fights with the compositor.
fn remembered() -> StateFlags {
    if std::env::var_os("WAYLAND_DISPLAY").is_some() {
        StateFlags::MAXIMIZED
    } else {
        StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED
    }
}

/// Hides the window; the program goes on.
pub fn hide<R: Runtime>(window: &AppHandle<R>) {
    for page in window.webview_windows().values() {
        if let Err(error) = page.hide() {
            log::warn!("could not hide the window: {error}");
        }
    }
}

/// Closes the window for good and with it, in good order, the program.
pub fn end<R: Runtime>(window: &AppHandle<R>) {
    for page in window.webview_windows().values() {
        if let Err(error) = page.destroy() {
            log::warn!("could not close the window: {error}");
        }
    }
}

/// Shows the window, also a hidden one.
pub fn raise<R: Runtime>(window: &AppHandle<R>) {
    for page in window.webview_windows().values() {
        let shown = page
            .unminimize()
            .and_then(|()| page.show())
            .and_then(|()| page.set_focus());
        if let Err(error) = shown {
            log::warn!("could not raise the window: {error}");
        }
    }
}

/// Closes the profile and leaves.
pub fn leave<R: Runtime>(window: AppHandle<R>) {
    tauri::async_runtime::spawn(async move {
        window.state::<Desk>().close().await;
        window.exit(0);
    });
}

/// The operating system asks the program to end, for example at log-out.
async fn leave_on_signal<R: Runtime>(window: AppHandle<R>) {
    asked_to_end().await;
    leave(window);
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};

    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
