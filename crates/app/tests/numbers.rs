//! The dashboard and the reports of a shop that practises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use app::api::{
    Bucket, ChartFormat, ChartKind, ChartLook, ChartTheme, ContactFilter, DashboardQuery,
    DashboardRange, DashboardView, ReportFormat, Work,
};
use common::{Shop, campaign};

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
                ChartFormat::Svg => assert!(bytes.starts_with(b"<svg role=\"img\"")),
                ChartFormat::Png => assert!(bytes.starts_with(b"\x89PNG")),
                ChartFormat::Csv => {
                    let text = String::from_utf8(bytes).unwrap();
                    assert!(text.starts_with('\u{feff}'));
                    assert_eq!(text.lines().count(), chart.table.rows.len() + 1);
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
