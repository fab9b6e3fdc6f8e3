//! The dashboard and the reports of a shop that practises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use app::api::{
    AppEvent, Bucket, ChartFormat, ChartKind, ChartLook, ChartTheme, ContactFilter, DashboardQuery,
    DashboardRange, DashboardView, ImportOptions, ImportSource, ReportFormat, Work,
};
use calamine::Reader as _;
use common::{Shop, campaign};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};

const KINDS: [ChartKind; 6] = [
    ChartKind::Timeline,
    ChartKind::Groups,
    ChartKind::Contacts,
    ChartKind::Trend,
    ChartKind::Funnel,
    ChartKind::Failures,
];

impl Shop {
    /// A campaign to everybody, until all of it has an outcome.
    async fn send(&self) -> i64 {
        self.link().await;
        let everybody = campaign(ContactFilter::default());
        let id = self.session.start_campaign(everybody, None).await.unwrap();
        self.until_completed(id).await;
        id
    }

    async fn dashboard(&self, range: DashboardRange) -> DashboardView {
        let query = DashboardQuery {
            range,
            bucket: None,
        };
        self.session.dashboard(query).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_shop_has_empty_charts() {
    let shop = Shop::open().await;
    let view = shop.dashboard(DashboardRange::Last7).await;
    assert_eq!(view.timeline.len(), 7);
    assert_eq!(view.trend.len(), 12);
    assert_eq!(view.bucket, Bucket::Day);
    assert_eq!((view.people, view.totals.success_rate), (0, None));
    assert!(view.groups.is_empty() && view.contacts.is_empty() && view.failures.is_empty());
    for kind in KINDS {
        let look = ChartLook::default();
        let chart = shop
            .session
            .chart(kind, DashboardQuery::default(), look)
            .await
            .unwrap();
        assert!(chart.svg.contains("No hay "), "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_counted_once_everywhere() {
    let shop = Shop::open().await;
    let id = shop.send().await;
    for range in [
        DashboardRange::Today,
        DashboardRange::Last30,
        DashboardRange::ThisMonth,
    ] {
        let view = shop.dashboard(range).await;
        let totals = view.totals;
        assert_eq!(totals.sent + totals.failed, 4);
        assert_eq!(totals.campaigns, 1);
        assert_eq!(view.people, totals.sent);
        let sum: u64 = view.timeline.iter().map(|point| point.metrics.sent).sum();
        assert_eq!(sum, totals.sent);
        assert_eq!(view.trend[11].metrics.sent, totals.sent);
        assert_eq!(view.month.this_month, view.trend[11].metrics);
        assert_eq!(view.funnel[0].people, 4);
        let failed: u64 = view.failures.iter().map(|failure| failure.people).sum();
        assert_eq!(failed, totals.failed);
        assert_eq!(view.contacts.len() as u64, totals.sent);
        assert!(
            view.contacts
                .iter()
                .all(|one| one.contact.is_some() && one.sent == 1)
        );
    }
    let campaign = shop.session.campaign(id).await.unwrap();
    let view = shop.dashboard(DashboardRange::Today).await;
    assert_eq!(campaign.counts.failed, view.totals.failed);
    assert!(view.bucket == Bucket::Hour && (23..=25).contains(&view.timeline.len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn charts_go_to_files() {
    let shop = Shop::open().await;
    shop.send().await;
    let folder = shop.folder.path();
    for kind in KINDS {
        for (format, name) in [
            (ChartFormat::Svg, "grafico.svg"),
            (ChartFormat::Png, "grafico.png"),
            (ChartFormat::Csv, "grafico.csv"),
        ] {
            let path = folder.join(name);
            let look = ChartLook {
                theme: ChartTheme::Dark,
                ..ChartLook::default()
            };
            let query = DashboardQuery::default();
            shop.session
                .export_chart(kind, query.clone(), look, format, &path)
                .await
                .unwrap();
            let bytes = std::fs::read(&path).unwrap();
            let chart = shop.session.chart(kind, query, look).await.unwrap();
            match format {
                ChartFormat::Svg => {
                    assert!(bytes.starts_with(b"<svg role=\"img\""));
                    // A file stands for itself; the window has a title of its own.
                    let text = String::from_utf8(bytes).unwrap();
                    let title = format!("\n{}\n", chart.table.title);
                    assert!(text.contains(&title), "{text}");
                    assert!(!chart.svg.contains(&title));
                }
                ChartFormat::Png => assert!(bytes.starts_with(b"\x89PNG")),
                ChartFormat::Csv => {
                    let text = String::from_utf8(bytes).unwrap();
                    assert!(text.starts_with('\u{feff}'));
                    assert_eq!(text.lines().count(), chart.table.rows.len() + 1);
                    if kind == ChartKind::Timeline {
                        let first = text.lines().nth(1).unwrap();
                        let day = first.split(',').next().unwrap();
                        assert!(day.parse::<chrono::NaiveDate>().is_ok(), "{first}");
                    }
                }
            }
        }
    }
    let refused = async |query: DashboardQuery, look| {
        let chart = shop.session.chart(ChartKind::Trend, query, look).await;
        chart.unwrap_err().code()
    };
    let large = ChartLook {
        width: 5_000,
        ..ChartLook::default()
    };
    assert_eq!(
        refused(DashboardQuery::default(), large).await,
        "chart_size"
    );
    let nonsense = DashboardQuery {
        range: DashboardRange::Free {
            from: "2026-11-31".into(),
            to: "2026-12-01".into(),
        },
        bucket: None,
    };
    assert_eq!(
        refused(nonsense, ChartLook::default()).await,
        "dashboard_day"
    );
    let nowhere = folder.join("no").join("grafico.svg");
    let query = DashboardQuery::default();
    let written = shop
        .session
        .export_chart(
            ChartKind::Trend,
            query,
            ChartLook::default(),
            ChartFormat::Svg,
            &nowhere,
        )
        .await;
    assert_eq!(written.unwrap_err().code(), "cannot_write");
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_written_in_each_form_and_language() {
    let shop = Shop::open().await;
    let id = shop.send().await;
    let session = &shop.session;
    for (language, header) in [
        ("es", "N.º,Nombre,Número,Estado,Motivo,Hora,Respuesta"),
        ("en", "No.,Name,Number,State,Reason,Time,Reply"),
        ("pt", "N.º,Nome,Número,Estado,Motivo,Hora,Resposta"),
    ] {
        session.set_language(language).unwrap();
        let file = |name: &str| shop.folder.path().join(format!("{language}-{name}"));
        for (format, name) in [
            (ReportFormat::Csv, "informe.csv"),
            (ReportFormat::Xlsx, "informe.xlsx"),
            (ReportFormat::Pdf, "informe.pdf"),
        ] {
            let path = file(name);
            assert_eq!(session.campaign_report(id, format, &path).await.unwrap(), 4);
            assert!(!file(&format!("{name}.part")).exists());
            let bytes = std::fs::read(&path).unwrap();
            match format {
                ReportFormat::Csv => {
                    let text = String::from_utf8(bytes).unwrap();
                    assert_eq!(text.lines().next().unwrap(), format!("\u{feff}{header}"));
                    assert_eq!(text.lines().count(), 5);
                    assert!(text.contains("1,Ana,+595981200001,"), "{text}");
                }
                ReportFormat::Xlsx => assert!(bytes.starts_with(b"PK")),
                ReportFormat::Pdf => assert!(bytes.starts_with(b"%PDF-")),
            }
        }
    }
    let missing = session
        .campaign_report(99, ReportFormat::Pdf, &shop.folder.path().join("x.pdf"))
        .await;
    assert_eq!(missing.unwrap_err().code(), "campaign_not_found");
    assert!(!session.cancel_work(Work::Report), "nothing is left behind");
}

/// The summary of a workbook: names and values.
fn summary(path: &Path) -> BTreeMap<String, String> {
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let lines = sheet
        .rows()
        .map(|row| (row[0].to_string(), row[1].to_string()));
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_whose_it_is_and_that_its_campaign_waits() {
    let shop = Shop::open().await;
    shop.link().await;
    let later = app::api::ScheduleView {
        start_at: Some("2099-01-01T12:00:00Z".into()),
        ..app::api::ScheduleView::default()
    };
    let waiting = app::api::NewCampaign {
        schedule: later,
        ..campaign(ContactFilter::default())
    };
    let session = &shop.session;
    let id = session.start_campaign(waiting, None).await.unwrap();
    let path = shop.folder.path().join("informe.xlsx");
    let told = async || {
        let format = ReportFormat::Xlsx;
        session.campaign_report(id, format, &path).await.unwrap();
        summary(&path)
    };
    let lines = told().await;
    assert_eq!(lines["Perfil"], session.summary().name);
    assert_eq!(lines["Estado"], "En espera", "{lines:?}");
    assert_eq!(lines["Empezó"], "Todavía no");
    assert!(lines.contains_key("Elaborado"), "{lines:?}");
    session.pause(id).await.unwrap();
    assert_eq!(told().await["Estado"], "En pausa");
}

/// A pipe that takes what it is given, and hands a copy to who looks.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A pipe whose other end has gone.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_go_down_a_pipe_as_well() {
    let shop = Shop::open().await;
    let id = shop.send().await;
    for (format, opening) in [
        (ReportFormat::Csv, "\u{feff}".as_bytes()),
        (ReportFormat::Xlsx, b"PK".as_slice()),
        (ReportFormat::Pdf, b"%PDF-".as_slice()),
    ] {
        let pipe = Pipe::default();
        // Any task of the runtime may do it.
        let session = Arc::clone(&shop.session);
        let end = pipe.clone();
        let written = tokio::spawn(async move { session.report_to(id, format, end).await });
        assert_eq!(written.await.unwrap().unwrap(), 4);
        assert!(pipe.0.lock().unwrap().starts_with(opening), "{format:?}");
        let refused = shop.session.report_to(id, format, Closed).await;
        assert_eq!(refused.unwrap_err().code(), "reader_gone", "{format:?}");
    }
}

/// A pipe at whose other end nobody reads until its owner lets go.
struct Stuck(mpsc::Receiver<()>);

impl Write for Stuck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_tells_how_far_it_is_and_can_be_given_up() {
    let shop = Shop::open().await;
    // Enough that reading them takes several rounds.
    let mut list = String::from("número,nombre\n");
    for n in 0..1_200 {
        writeln!(list, "+595982{n:06},Ana {n}").unwrap();
    }
    let list = ImportSource::Text { text: list };
    let imported = shop.session.import(list, ImportOptions::default()).await;
    assert_eq!(imported.unwrap().counts.new, 1_200);
    shop.link().await;
    let everybody = campaign(ContactFilter::default());
    let id = shop.session.start_campaign(everybody, None).await.unwrap();
    shop.session.pause(id).await.unwrap();
    for format in [ReportFormat::Csv, ReportFormat::Xlsx, ReportFormat::Pdf] {
        let mut events = shop.session.events();
        let (free, stuck) = mpsc::channel();
        let session = Arc::clone(&shop.session);
        let pipe = Stuck(stuck);
        let written = tokio::spawn(async move { session.report_to(id, format, pipe).await });
        let told = loop {
            if let AppEvent::Work { progress } = events.recv().await.unwrap() {
                break progress;
            }
        };
        assert_eq!((told.work, told.total), (Work::Report, Some(1_204)));
        assert!(told.done > 0 && told.done < 1_204, "{told:?}");
        let again = shop.session.report_to(id, format, io::sink()).await;
        assert_eq!(again.unwrap_err().code(), "work_under_way");

        // It stops at once, whatever it is waiting for.
        assert!(shop.session.cancel_work(Work::Report), "{format:?}");
        assert_eq!(written.await.unwrap().unwrap_err().code(), "cancelled");
        assert!(!shop.session.cancel_work(Work::Report));
        drop(free);
    }
    // And can be begun anew.
    let path = shop.folder.path().join("informe.pdf");
    let session = &shop.session;
    let count = session.campaign_report(id, ReportFormat::Pdf, &path).await;
    assert_eq!(count.unwrap(), 1_204);
}
