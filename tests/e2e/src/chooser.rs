//! The system's file dialog, which is no page and which no driver reaches. It is
//! used as somebody without a mouse uses it: `xdotool` presses the keys.

use crate::wire::{Placed, Wire};
use crate::{Outcome, Trouble, Window};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::time::timeout;

/// How often a path is confirmed, and how long the dialog has to close after it.
const RETURNS: usize = 10;
const BETWEEN: Duration = Duration::from_secs(3);

/// Smaller windows are bubbles and lists that fall down.
const SMALLEST: u64 = 40_000;

impl Window<'_> {
    /// Writes a path into the dialog that opens, confirms it, and waits until the
    /// dialog is gone.
    pub async fn choose_file(&self, path: &Path) -> Outcome {
        let path = path
            .to_str()
            .ok_or_else(|| Trouble::new("the path has signs that no keyboard has"))?;
        let dialog = self.dialog().await?;
        // Under no window manager a window has no focus that it is not given.
        press(self.display(), &["windowfocus", "--sync", &dialog])?;
        // A stroke alone opens the field for a path too, and loses what follows
        // it while the field opens.
        press(self.display(), &["key", "ctrl+l"])?;
        press(self.display(), &["key", "ctrl+a"])?;
        press(self.display(), &["type", "--delay", "15", path])?;
        // The first Return may only end the looking up of the path.
        for _ in 0..RETURNS {
            press(self.display(), &["key", "Return"])?;
            if let Ok(gone) = timeout(BETWEEN, self.dialog_gone()).await {
                return gone;
            }
        }
        self.dialog_gone().await
    }

    /// Closes the dialog that opens, as somebody who has changed their mind.
    pub async fn choose_no_file(&self) -> Outcome {
        let dialog = self.dialog().await?;
        press(self.display(), &["windowfocus", "--sync", &dialog])?;
        press(self.display(), &["key", "Escape"])?;
        self.dialog_gone().await
    }

    async fn dialog(&self) -> Outcome<String> {
        let display = self.display();
        self.eventually("a file dialog to open", || {
            find(display).is_ok_and(|found| found.is_some())
        })
        .await?;
        let found = find(display)?.ok_or_else(|| Trouble::new("the file dialog went away"))?;
        Ok(found.window.to_string())
    }

    /// Waits until the dialog is gone, and gives the keyboard back to the program.
    async fn dialog_gone(&self) -> Outcome {
        let display = self.display();
        self.eventually("the file dialog to close", || {
            find(display).is_ok_and(|found| found.is_none())
        })
        .await?;
        let windows = large(display)?;
        let program = windows
            .first()
            .ok_or_else(|| Trouble::new("the program's window is gone"))?;
        press(
            display,
            &["windowfocus", "--sync", &program.window.to_string()],
        )
    }
}

/// The dialog: of two windows the later one. A program counts its windows.
fn find(display: &str) -> Outcome<Option<Placed>> {
    let windows = large(display)?;
    let several = windows.len() > 1;
    let last = windows.into_iter().max_by_key(|placed| placed.window);
    Ok(last.filter(|_| several))
}

fn large(display: &str) -> Outcome<Vec<Placed>> {
    let mut wire = Wire::connect(display)?;
    let root = wire.root()?;
    let mut windows = wire.visible_windows(root)?;
    windows.retain(|window| window.area() >= SMALLEST);
    Ok(windows)
}

fn press(display: &str, keys: &[&str]) -> Outcome {
    let status = Command::new("xdotool")
        .args(keys)
        .env("DISPLAY", format!(":{display}"))
        .stdin(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(Trouble::new(format!("xdotool does not press {keys:?}")))
}
