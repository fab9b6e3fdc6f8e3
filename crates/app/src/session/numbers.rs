//! The dashboard and the reports.

use super::Session;
use crate::api::{
    ChartFormat, ChartKind, ChartLook, ChartView, DashboardQuery, DashboardView, ReportFormat, Work,
};
use crate::dashboard::{self, Drawn, Shown, Tongue};
use crate::destination::Part;
use crate::error::{AppError, Result};
use crate::export::check_ending;
use crate::report::{self, Style, Target};
use crate::work::Task;
use std::io::Write;
use std::path::Path;

impl Session {
    /// Everything that the dashboard shows, of one moment.
    ///
    /// # Errors
    /// `dashboard_day`, `dashboard_range` and `dashboard_bucket` where the query
    /// makes no sense.
    pub async fn dashboard(&self, query: DashboardQuery) -> Result<DashboardView> {
        Ok(self.shown(query).await?.view)
    }

    async fn shown(&self, query: DashboardQuery) -> Result<Shown> {
        let clock = self.inner.clock();
        let tongue = Tongue::of(&self.language());
        dashboard::view(&self.inner.store, &query, clock.now(), clock.zone(), tongue).await
    }

    /// A part of the dashboard as a drawing and as a table, in the profile's
    /// language.
    ///
    /// # Errors
    /// As [`Session::dashboard`], and `chart_size`.
    pub async fn chart(
        &self,
        kind: ChartKind,
        query: DashboardQuery,
        look: ChartLook,
    ) -> Result<ChartView> {
        let shown = self.shown(query).await?;
        let tongue = Tongue::of(&self.language());
        dashboard::chart(kind, &shown, look, tongue, Drawn::Window)
    }

    /// Several parts of the same moment, in the order asked for.
    ///
    /// # Errors
    /// As [`Session::chart`].
    pub async fn charts(
        &self,
        kinds: &[ChartKind],
        query: DashboardQuery,
        look: ChartLook,
    ) -> Result<Vec<ChartView>> {
        let shown = self.shown(query).await?;
        let tongue = Tongue::of(&self.language());
        kinds
            .iter()
            .map(|kind| dashboard::chart(*kind, &shown, look, tongue, Drawn::Window))
            .collect()
    }

    /// Saves a part of the dashboard as a picture, a drawing, or its numbers.
    ///
    /// # Errors
    /// As [`Session::chart`], and `cannot_write`, `file_ending`.
    pub async fn export_chart(
        &self,
        kind: ChartKind,
        query: DashboardQuery,
        look: ChartLook,
        format: ChartFormat,
        path: &Path,
    ) -> Result<()> {
        check_ending(path, dashboard::ending(format))?;
        let shown = self.shown(query).await?;
        let tongue = Tongue::of(&self.language());
        let view = dashboard::chart(kind, &shown, look, tongue, Drawn::File(format))?;
        let path = path.to_owned();
        // The fonts of a computer take a second to read.
        tokio::task::spawn_blocking(move || dashboard::export(&view, look.theme, format, &path))
            .await
            .map_err(|e| AppError::failure("internal").with("reason", e))?
    }

    /// Writes the report of a campaign into a file, which appears when it is
    /// whole. How many recipients it has. Told about as [`Work::Report`].
    ///
    /// # Errors
    /// `campaign_not_found`, `cannot_write`, `file_ending`, `cancelled`, `work_under_way`.
    pub async fn campaign_report(&self, id: i64, format: ReportFormat, path: &Path) -> Result<u64> {
        check_ending(path, report::ending(format))?;
        // Before a file is made.
        self.campaign(id).await?;
        let mut task = self.works.begin(Work::Report, &self.inner)?;
        let name = path.to_owned();
        let begun = tokio::task::spawn_blocking(move || Part::create(&name));
        // A pipe may have nobody who reads it.
        let begun = task.unless_stopped(begun).await?;
        let out = begun.map_err(|error| AppError::report(&error))??;
        let target = Target {
            folder: out.folder().map(Path::to_owned),
            out,
            name: path.to_owned(),
        };
        let (part, count) = self.write_report(id, format, target, &mut task).await?;
        part.keep()?;
        Ok(count)
    }

    /// The same into anything, such as a pipe.
    ///
    /// # Errors
    /// As [`Session::campaign_report`]; what was written before stays.
    pub async fn report_to<W>(&self, id: i64, format: ReportFormat, out: W) -> Result<u64>
    where
        W: Write + Send + 'static,
    {
        let target = Target {
            out,
            name: "-".into(),
            folder: None,
        };
        let mut task = self.works.begin(Work::Report, &self.inner)?;
        Ok(self.write_report(id, format, target, &mut task).await?.1)
    }

    async fn write_report<W>(
        &self,
        id: i64,
        format: ReportFormat,
        target: Target<W>,
        task: &mut Task,
    ) -> Result<(W, u64)>
    where
        W: Write + Send + 'static,
    {
        let campaign = self.campaign(id).await?;
        let variants = self.campaign_variants(id).await?;
        let language = self.language();
        let clock = self.inner.clock();
        let profile = self.summary().name;
        let style = Style {
            tongue: Tongue::of(&language),
            language: &language,
            zone: clock.zone(),
            profile: &profile,
            now: clock.now(),
        };
        let store = &self.inner.store;
        report::write(store, &campaign, &variants, format, style, target, task).await
    }
}
