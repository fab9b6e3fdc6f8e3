//! The page and the shell agree on the commands.

use architecture::{Problem, files, text};
use std::collections::BTreeSet;
use std::path::Path;

/// Where the page asks.
const PAGE: &str = "ui/src/backend/tauri.ts";

/// Where the shell lists what it answers.
const SHELL: &str = "src-tauri/src/window.rs";

#[test]
fn every_command_that_the_page_asks_for_is_answered_and_no_other() -> Result<(), Problem> {
    let page = text(Path::new(PAGE)).ok_or("the page's way to the engine is missing")?;
    let shell = text(Path::new(SHELL)).ok_or("the shell's list of commands is missing")?;
    let asked = asked(&page);
    let answered = answered(&shell);
    assert!(asked.len() > 10, "{asked:?}");
    assert_eq!(asked, answered);
    Ok(())
}

/// Commands of the window that a locked profile does not refuse: they come before any
/// profile, or are its door, or ask for nothing of it.
const EVEN_LOCKED: [&str; 20] = [
    "answer_close",
    "app_info",
    "cancel_restore",
    "close_profile",
    "create_profile",
    "damaged_profiles",
    "delete_profile",
    "edit_profile",
    "list_profiles",
    "look_into_backup",
    "open_profile",
    "pick_attachments",
    "pick_backup",
    "pick_file",
    "recording_cancel",
    "restore_backup",
    "restore_rolling",
    "rolling_backups",
    "speak",
    "unlock_view",
];

#[test]
fn every_other_command_is_refused_by_a_locked_profile() -> Result<(), Problem> {
    let mut open = BTreeSet::new();
    let mut guarded = 0;
    for file in files()? {
        if !file.starts_with("src-tauri/src") {
            continue;
        }
        let source = text(&file).unwrap_or_default();
        for command in source.split("#[tauri::command]").skip(1) {
            let name = command
                .split_once("fn ")
                .map_or("", |(_, rest)| rest.split(['(', '<']).next().unwrap_or(""));
            // The session is had through the lock, or the command ends there.
            if command.contains("desk.session().await?") {
                guarded += 1;
            } else {
                open.insert(name.to_owned());
            }
        }
    }
    assert!(guarded > 40, "{guarded}");
    assert_eq!(open, BTreeSet::from(EVEN_LOCKED.map(str::to_owned)));
    Ok(())
}

/// The first argument of each `invoke<…>('command', …)`.
fn asked(page: &str) -> BTreeSet<&str> {
    page.split("invoke<")
        .skip(1)
        .filter_map(|call| call.split_once(">(")?.1.trim_start().strip_prefix('\''))
        .filter_map(|rest| rest.split('\'').next())
        .collect()
}

/// The last word of each path in `generate_handler![…]`.
fn answered(shell: &str) -> BTreeSet<&str> {
    let list = shell
        .split_once("generate_handler![")
        .and_then(|(_, rest)| rest.split_once(']'));
    list.map_or("", |(list, _)| list)
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|command| !command.is_empty())
        .collect()
}
