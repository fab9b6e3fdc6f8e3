//! The log of an open profile, and what is sent to whoever helps.

use super::Session;
use crate::api::{ContactFilter, DiagnosticsDone, LogLevel, LogView};
use crate::diagnostics::{Diagnostics, Inside};
use crate::error::{AppError, Result};
use crate::logs;
use crate::profiles::App;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

impl Session {
    /// The last lines of the log, `most` of them, the newest first.
    pub fn log_lines(&self, most: usize) -> LogView {
        logs::last_lines(&self.folder.logs(), most)
    }

    /// The file that is written at present, for a door that shows folders; none before
    /// anything was written.
    pub fn log_file(&self) -> Option<PathBuf> {
        logs::newest(&self.folder.logs())
    }

    /// How much the log says, from here on.
    pub async fn set_log_level(&self, level: LogLevel) -> Result<()> {
        let mut settings = self.settings().await?;
        settings.log_level = level;
        self.save_settings(settings).await
    }

    pub(super) fn log_at(&self, level: domain::LogLevel) {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = log.as_ref() {
            log.set_level(level);
        }
    }

    /// Writes one file for whoever helps: versions, settings and counts, the state of the
    /// device and the logs. There is nothing about anybody in it.
    pub async fn save_diagnostics(&self, file: &Path) -> Result<DiagnosticsDone> {
        let troubles = [self.trouble(), self.skipped_backup()];
        let troubles = troubles.into_iter().flatten().map(|trouble| trouble.code);
        let inside = Inside {
            settings: self.settings().await?,
            device: self.device(),
            campaigns: self.campaigns().await?,
            contacts: self.count_contacts(ContactFilter::default()).await?,
            groups: self.groups().await?.len(),
            templates: self.templates().await?.len(),
            drafts: self.drafts().await?.len(),
            troubles: troubles.collect(),
        };
        let diagnostics = Diagnostics {
            made_at: self.inner.clock().now(),
            data_dir: self.data_dir.clone(),
            profile: Some(self.folder.clone()),
            inside: Some(inside),
            error: None,
        };
        let file = file.to_owned();
        let saved = tokio::task::spawn_blocking(move || diagnostics.save(&file));
        saved.await.unwrap_or_else(|_| Err(AppError::unexpected()))
    }
}

impl App {
    /// The last lines of a profile's log, which need not open.
    pub fn log_lines(&self, name: &str, most: usize) -> Result<LogView> {
        Ok(logs::last_lines(&self.existing(name)?.logs(), most))
    }

    /// [`Session::save_diagnostics`] for a profile that does not open, and why; without a
    /// name, for a computer on which none can be chosen.
    pub fn save_diagnostics(
        &self,
        name: Option<&str>,
        error: AppError,
        file: &Path,
    ) -> Result<DiagnosticsDone> {
        let profile = name.map(|name| self.existing(name)).transpose()?;
        let diagnostics = Diagnostics {
            made_at: self.clock.now(),
            data_dir: self.config.data_dir.clone(),
            profile,
            inside: None,
            error: Some(error),
        };
        diagnostics.save(file)
    }
}
