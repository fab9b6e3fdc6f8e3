//! The log is looked at, and diagnostics are saved for whoever helps.

use crate::looks::usable;
use crate::people::{expect, store};
use crate::shop::{practise, spreadsheet};
use e2e::{Folders, Key, Outcome, Trouble, Window, story};
use serde_json::json;
use std::fs::File;
use std::io::read_to_string;
use std::path::Path;

/// Brings the log into view.
async fn settings(window: &Window<'_>) -> Outcome {
    window.click("nav-settings").await?;
    window.find("settings-logs").await?;
    let script = "document.querySelector('[data-testid=settings-logs]').scrollIntoView({ block: 'center' });";
    window.execute(script, vec![]).await?;
    Ok(())
}

/// Pictures of the settings and of the log in the light and in the dark.
async fn pictures(window: &Window<'_>, language: &str) -> Outcome {
    for theme in ["light", "dark"] {
        let wear = "document.documentElement.dataset.theme = arguments[0];";
        window.execute(wear, vec![theme.into()]).await?;
        window
            .screenshot(&format!("logs-{language}-{theme}"))
            .await?;
        window.click("log-open").await?;
        window.find("log-line").await?;
        usable(window, &format!("logs-{language}-viewer-{theme}")).await?;
        window.press(&[], Key::Escape).await?;
        window.gone("log-viewer").await?;
    }
    Ok(())
}

/// A text of the archive.
fn entry(archive: &mut zip::ZipArchive<File>, beginning: &str) -> Outcome<String> {
    let name = archive
        .file_names()
        .flatten()
        .find(|name| name.starts_with(beginning));
    let name = name.ok_or_else(|| Trouble::new(format!("{beginning} is not in it")))?;
    let name = name.into_owned();
    Ok(read_to_string(archive.by_name(&name)?)?)
}

/// What is in the file, but nobody.
fn look_into(file: &Path) -> Outcome {
    let mut archive = zip::ZipArchive::new(File::open(file)?)?;
    let about = entry(&mut archive, "diagnostics.json")?;
    let log = entry(&mut archive, "logs/profile/")?;
    let program = entry(&mut archive, "logs/program/")?;
    for text in [&about, &log, &program] {
        for secret in [
            "Luque",
            "Ana 1",
            "0981 0",
            "595981",
            "Tienda",
            "diagnos.zip",
        ] {
            if text.contains(secret) {
                return Err(Trouble::new(format!("«{secret}» is in it: {text}")));
            }
        }
    }
    for (text, words) in [
        (&about, "\"log_level\": \"debug\""),
        (&log, "list imported: rows 30"),
        (&program, "the window of version"),
    ] {
        if !text.contains(words) {
            return Err(Trouble::new(format!("«{words}» is not in it: {text}")));
        }
    }
    Ok(())
}

#[test]
fn the_log_is_looked_at_and_diagnostics_are_saved() -> Outcome {
    story("logs", async |window| {
        let folders = Folders::open(window.desktop())?;
        practise(window).await?;
        store(window, &spreadsheet(0..30)?).await?;
        settings(window).await?;
        window.click("log-level-debug").await?;
        window
            .wait_until("return document.querySelector('[data-testid=settings-state]').dataset.state === 'saved';")
            .await?;
        let set = window.invoke("settings", json!({})).await?;
        expect(&json!(set.get("log_level")), &json!("debug"))?;

        // Without a mouse: what was done last is on top.
        window.tab_to("log-open").await?;
        window.press(&[], Key::Enter).await?;
        window
            .text_with("log-lines", "list imported: rows 30")
            .await?;
        window.text_with("log-lines", "opened by version").await?;
        window.tab_to("log-lines").await?;
        window.tab_to("log-copy").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("toast-done", "copiado").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("log-viewer").await?;
        window.focus_on("log-open").await?;
        window.click("toast-close").await?;
        window.gone("toast-done").await?;
        pictures(window, "es").await?;

        // The folder, and the file for whoever helps; the first time somebody changes
        // their mind.
        let profile = crate::backup::profile(window.desktop())?;
        window.click("log-folder").await?;
        let mut logs = std::fs::read_dir(profile.join("logs"))?;
        let log = logs
            .next()
            .ok_or_else(|| Trouble::new("no log is there"))??;
        folders.shows(&log.path()).await?;
        window.click("diagnostics-save").await?;
        window.choose_no_file().await?;
        window.click("diagnostics-save").await?;
        let file = window.desktop().path("diagnos.zip");
        window.choose_file(&file).await?;
        window.text_with("toast-done", "diagnos.zip").await?;
        window.click("toast-action").await?;
        folders.shows(&file).await?;
        look_into(&file)?;

        window.click("language-en").await?;
        window.text_with("log-open", "View the log").await?;
        settings(window).await?;
        pictures(window, "en").await
    })
}
