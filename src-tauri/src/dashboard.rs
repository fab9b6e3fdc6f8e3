//! The numbers of the home screen and their drawings. Each command forwards.

use crate::desk::{Answer, Desk};
use crate::dialogs;
use app::api::{ChartFormat, ChartKind, ChartLook, ChartView, DashboardQuery, DashboardView};
use tauri::{AppHandle, Runtime, State};

#[tauri::command]
pub async fn dashboard(desk: State<'_, Desk>, query: DashboardQuery) -> Answer<DashboardView> {
    let session = desk.session().await?;
    desk.answer(session.dashboard(query).await).await
}

#[tauri::command]
pub async fn chart(
    desk: State<'_, Desk>,
    kind: ChartKind,
    query: DashboardQuery,
    look: ChartLook,
) -> Answer<ChartView> {
    let session = desk.session().await?;
    desk.answer(session.chart(kind, query, look).await).await
}

/// Asks where to put a drawing or its numbers and writes them there; answers the
/// path, or nothing when the person changed their mind.
#[tauri::command]
pub async fn export_chart<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    kind: ChartKind,
    query: DashboardQuery,
    look: ChartLook,
    format: ChartFormat,
    name: String,
) -> Answer<Option<String>> {
    let session = desk.session().await?;
    let ending = match format {
        ChartFormat::Png => "png",
        ChartFormat::Svg => "svg",
        ChartFormat::Csv => "csv",
    };
    let proposal = dialogs::file_name(&name, ending);
    let Some(path) = dialogs::save(&window, &proposal, ending).await else {
        return Ok(None);
    };
    desk.answer(session.export_chart(kind, query, look, format, &path).await)
        .await?;
    Ok(Some(path.display().to_string()))
}
