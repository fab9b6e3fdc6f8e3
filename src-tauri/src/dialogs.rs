//! The operating system's own file dialogs, asked from Rust: the page never
//! gets a path that a person did not choose.

use crate::desk::{Answer, Desk};
use crate::words;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, Runtime, State};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// What a contact list may be called.
const LISTS: &[&str] = &["csv", "tsv", "txt", "xlsx", "vcf"];

/// Longest proposed file name, extension apart.
const LONGEST_NAME: usize = 80;

/// Where a person let files be saved since the program began. No other path is
/// shown when the page asks.
#[derive(Default)]
pub struct Saved(Mutex<HashSet<PathBuf>>);

impl Saved {
    fn add(&self, path: &Path) {
        let mut paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.insert(path.to_owned());
    }

    fn has(&self, path: &Path) -> bool {
        let paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.contains(path)
    }
}

/// Shows a saved file in its folder, with the program that the system has for it.
#[tauri::command]
pub async fn show_saved(
    desk: State<'_, Desk>,
    saved: State<'_, Saved>,
    path: PathBuf,
) -> Answer<()> {
    // Not of a profile that is locked.
    desk.session().await?;
    if saved.has(&path) && reveal(&path).await {
        return Ok(());
    }
    Err(words::folder_not_shown(&desk.language().await, &path))
}

/// Shows a file in its folder. Whether the desktop did.
pub async fn reveal(path: &Path) -> bool {
    let path = path.to_owned();
    // Waits for another program.
    let asked = move || tauri_plugin_opener::reveal_item_in_dir(path);
    match tokio::task::spawn_blocking(asked).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            log::warn!("no folder is shown: {}", kind(&error));
            false
        }
        Err(_) => false,
    }
}

/// What went wrong, without the path in it.
fn kind(error: &tauri_plugin_opener::Error) -> &'static str {
    use tauri_plugin_opener::Error as E;
    match error {
        E::UnsupportedPlatform => "not on this system",
        E::Io(_) => "the file cannot be found",
        _ => "the desktop does not answer",
    }
}

/// Lets a person choose a contact list; answers its path.
#[tauri::command]
pub async fn pick_file<R: Runtime>(window: AppHandle<R>) -> Option<String> {
    let (chosen, answer) = oneshot::channel();
    window
        .dialog()
        .file()
        .add_filter("CSV, TSV, TXT, XLSX, VCF", LISTS)
        .pick_file(move |path| drop(chosen.send(path)));
    path(answer).await.map(|path| path.display().to_string())
}

/// Lets a person choose a file whose name ends so; answers its path.
pub async fn pick<R: Runtime>(window: &AppHandle<R>, ending: &str) -> Option<String> {
    let (chosen, answer) = oneshot::channel();
    window
        .dialog()
        .file()
        .add_filter(ending.to_uppercase(), &[ending])
        .pick_file(move |path| drop(chosen.send(path)));
    path(answer).await.map(|path| path.display().to_string())
}

/// What the files of a kind may be called. What they are is told by their
/// content later; a document may be called anything.
fn endings(kind: &str) -> &'static [&'static str] {
    match kind {
        "picture" => &["jpg", "jpeg", "png", "webp", "gif"],
        "voice" => &["mp3", "m4a", "aac", "wav", "ogg", "opus", "flac"],
        "video" => &["mp4", "mov", "3gp"],
        _ => &[],
    }
}

/// Lets a person choose what goes with a text; several only of pictures.
pub async fn pick_attachments<R: Runtime>(window: &AppHandle<R>, kind: &str) -> Vec<String> {
    let endings = endings(kind);
    let mut dialog = window.dialog().file();
    if !endings.is_empty() {
        // Some systems tell capitals from small letters here.
        let both: Vec<String> = endings
            .iter()
            .flat_map(|ending| [(*ending).to_owned(), ending.to_uppercase()])
            .collect();
        let both: Vec<&str> = both.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(endings.join(", ").to_uppercase(), &both);
    }
    let chosen = if kind == "picture" {
        let (chosen, answer) = oneshot::channel();
        dialog.pick_files(move |paths| drop(chosen.send(paths)));
        answer.await.ok().flatten().unwrap_or_default()
    } else {
        let (chosen, answer) = oneshot::channel();
        dialog.pick_file(move |path| drop(chosen.send(path)));
        answer.await.ok().flatten().into_iter().collect()
    };
    chosen
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .map(|path| path.display().to_string())
        .collect()
}

/// Lets a person choose where to save a file. A name without an ending gets the
/// one of what is saved.
pub async fn save<R: Runtime>(
    window: &AppHandle<R>,
    proposal: &str,
    extension: &str,
) -> Option<PathBuf> {
    let (chosen, answer) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_file_name(proposal)
        .add_filter(extension.to_uppercase(), &[extension])
        .save_file(move |path| drop(chosen.send(path)));
    let chosen = ended(path(answer).await?, extension, Path::exists);
    window.state::<Saved>().add(&chosen);
    Some(chosen)
}

/// Longest ending of a name that is taken for the kind of a file: what comes
/// after the point of «v1.2» or «Sr. Benítez» is a part of the name.
const LONGEST_ENDING: usize = 4;

/// The path with this extension where its name has none. The dialog asked about
/// the name without it, so a file that is there already is not touched: a number
/// tells the new one from it.
fn ended(path: PathBuf, extension: &str, exists: impl Fn(&Path) -> bool) -> PathBuf {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else {
        return path;
    };
    let ending = Path::new(name).extension().and_then(OsStr::to_str);
    let kind = |ending: &str| {
        ending.eq_ignore_ascii_case(extension)
            || (1..=LONGEST_ENDING).contains(&ending.len())
                && ending.chars().all(|c| c.is_ascii_alphanumeric())
                && ending.chars().any(|c| c.is_ascii_alphabetic())
    };
    if ending.is_some_and(kind) {
        return path;
    }
    let stem = name.trim_end_matches('.');
    let mut free = path.with_file_name(format!("{stem}.{extension}"));
    let mut number = 2_u32;
    while exists(&free) {
        free = path.with_file_name(format!("{stem} ({number}).{extension}"));
        number += 1;
    }
    free
}

async fn path(answer: oneshot::Receiver<Option<FilePath>>) -> Option<PathBuf> {
    answer.await.ok()??.into_path().ok()
}

/// A file name made of what a person typed: without the characters that some
/// operating system refuses or that make it look like another, never empty, never hidden.
pub fn file_name(name: &str, extension: &str) -> String {
    let allowed: String = name
        .chars()
        .filter(|c| !app::turns(*c))
        .map(|c| {
            if c.is_control() || r#"<>:"/\|?*"#.contains(c) {
                '-'
            } else {
                c
            }
        })
        .take(LONGEST_NAME)
        .collect();
    let trimmed = allowed.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = if trimmed.is_empty() {
        "report"
    } else {
        trimmed
    };
    format!("{stem}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::{Saved, ended, file_name};
    use std::path::Path;

    fn saved_as(chosen: &str, there: &[&str]) -> String {
        let exists = |path: &Path| there.iter().any(|other| Path::new(other) == path);
        ended(chosen.into(), "csv", exists).display().to_string()
    }

    #[test]
    fn a_name_without_an_ending_gets_the_one_of_the_file() {
        assert_eq!(saved_as("/luna/junio", &[]), "/luna/junio.csv");
        assert_eq!(saved_as("/luna.d/junio", &[]), "/luna.d/junio.csv");
        assert_eq!(saved_as("/luna/junio.", &[]), "/luna/junio.csv");
        assert_eq!(saved_as("/luna/Promo v1.2", &[]), "/luna/Promo v1.2.csv");
        assert_eq!(saved_as("/luna/Sr. Benítez", &[]), "/luna/Sr. Benítez.csv");
    }

    #[test]
    fn an_ending_that_somebody_chose_stays() {
        for name in ["/luna/junio.csv", "/luna/junio.CSV", "/luna/junio.txt"] {
            assert_eq!(saved_as(name, &[name]), name);
        }
    }

    #[test]
    fn a_file_about_which_nobody_was_asked_is_not_replaced() {
        let there = ["/luna/junio.csv", "/luna/junio (2).csv"];
        assert_eq!(saved_as("/luna/junio", &there), "/luna/junio (3).csv");
    }

    #[test]
    fn only_what_was_saved_is_shown() {
        let saved = Saved::default();
        saved.add(Path::new("/luna/clientes.csv"));
        assert!(saved.has(Path::new("/luna/clientes.csv")));
        assert!(!saved.has(Path::new("/luna")));
        assert!(!saved.has(Path::new("/etc/passwd")));
    }

    #[test]
    fn a_campaign_name_becomes_a_name_that_every_system_takes() {
        assert_eq!(
            file_name("Promo: junio 24/25?", "csv"),
            "Promo- junio 24-25-.csv"
        );
        assert_eq!(file_name("Niños ñandutí", "xlsx"), "Niños ñandutí.xlsx");
    }

    #[test]
    fn no_name_looks_as_if_it_ended_otherwise() {
        assert_eq!(file_name("Promo\u{202e}fdp", "csv"), "Promofdp.csv");
        assert_eq!(file_name("\u{2067}مبيعات", "csv"), "مبيعات.csv");
    }

    #[test]
    fn a_name_of_nothing_but_dots_and_spaces_is_replaced() {
        assert_eq!(file_name(" .. ", "pdf"), "report.pdf");
        assert_eq!(file_name("..\\..\\etc", "csv"), "-..-etc.csv");
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(file_name(&"ñ".repeat(200), "csv").chars().count(), 84);
    }
}
