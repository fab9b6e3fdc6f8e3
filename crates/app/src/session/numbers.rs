//! The dashboard and the reports.

use super::Session;
use crate::api::{
    ChartFormat, ChartKind, ChartLook, ChartView, DashboardQuery, DashboardView, ReportFormat, Work,
};
use crate::dashboard::{self, Tongue};
use crate::error::{AppError, Result};
use crate::report::{self, Style};
use std::path::Path;

impl Session {
    /// Everything that the dashboard shows, of one moment.
    ///
    /// # Errors
    /// `dashboard_day`, `dashboard_range` and `dashboard_bucket` where the query
    /// makes no sense.
    pub async fn dashboard(&self, query: DashboardQuery) -> Result<DashboardView> {
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
        let view = self.dashboard(query).await?;
        dashboard::chart(kind, &view, look, Tongue::of(&self.language()))
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
        let view = self.dashboard(query).await?;
        let tongue = Tongue::of(&self.language());
        kinds
            .iter()
            .map(|kind| dashboard::chart(*kind, &view, look, tongue))
            .collect()
    }

    /// Saves a part of the dashboard as a picture, a drawing, or its numbers.
    ///
    /// # Errors
    /// As [`Session::chart`], and `cannot_write`.
    pub async fn export_chart(
        &self,
        kind: ChartKind,
        query: DashboardQuery,
        look: ChartLook,
        format: ChartFormat,
        path: &Path,
    ) -> Result<()> {
        let view = self.chart(kind, query, look).await?;
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
    /// `campaign_not_found`, `cannot_write`, `cancelled`, `work_under_way`.
    pub async fn campaign_report(&self, id: i64, format: ReportFormat, path: &Path) -> Result<u64> {
        let mut task = self.works.begin(Work::Report, &self.inner)?;
        let campaign = self.campaign(id).await?;
        let language = self.language();
        let style = Style {
            tongue: Tongue::of(&language),
            language: &language,
            zone: self.inner.clock().zone(),
        };
        report::write(&self.inner.store, &campaign, format, path, style, &mut task).await
    }

    /// The recipients of a campaign as CSV in memory, for a pipe. Other formats go
    /// to files: [`Session::campaign_report`].
    pub async fn report(&self, id: i64, format: &str) -> Result<Vec<u8>> {
        if format != "csv" {
            return Err(AppError::bad_input("report_format").with("format", format));
        }
        self.campaign(id).await?;
        let language = self.language();
        let style = Style {
            tongue: Tongue::of(&language),
            language: &language,
            zone: self.inner.clock().zone(),
        };
        let mut rows = Vec::new();
        report::for_each(&self.inner.store, id, |row| {
            rows.push(report::cells(row, &style));
            Ok(())
        })
        .await?;
        let headers = report::headers(style.tongue.words);
        reports::csv_bytes(&headers, rows.iter().map(Vec::as_slice))
            .map_err(|e| AppError::report(&e))
    }
}
