//! The window: a door to the crate `app`. Commands forward and nothing more;
//! what belongs to a desktop (dialogs, notifications, the tray, one window at a time)
//! lives here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod attachments;
mod awake;
mod backups;
mod badge;
mod campaigns;
mod closing;
mod commands;
mod contacts;
mod dashboard;
mod desk;
mod dialogs;
#[cfg(test)]
mod example;
mod logs;
mod notices;
mod outside;
mod platform;
mod recording;
#[cfg(all(test, target_os = "linux"))]
mod session_bus;
mod standing;
mod tray;
mod window;
mod words;

fn main() -> std::process::ExitCode {
    if !platform::has_display() {
        eprintln!(
            "Message Sender cannot start: there is no display here. Use message-sender-cli instead."
        );
        return std::process::ExitCode::FAILURE;
    }
    platform::prepare();
    match window::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            log::error!("the window cannot start: {error}");
            eprintln!("Message Sender cannot start: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
