//! The numbers of what was sent, and reports for people.

use crate::support::{Server, Shop};
use std::fs;

const PEOPLE: u32 = 12;

#[test]
fn the_dashboard_counts_what_was_sent_and_reports_are_written() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let told = shop.send_to(PEOPLE).end().reached(PEOPLE);
    let id = told.named("started")[0]["id"].as_u64().unwrap();
    let id = id.to_string();

    let view = shop.run(&["dashboard"]).ended_with(0).json();
    assert_eq!(view["totals"]["sent"], PEOPLE);
    assert_eq!(view["totals"]["campaigns"], 1);
    assert_eq!(view["timeline"].as_array().unwrap().len(), 30);
    let today = view["to"].as_str().unwrap();
    let hours = ["dashboard", "--from", today, "--by", "hour"];
    let hours = shop.run(&hours).ended_with(0).json();
    assert_eq!(
        (&hours["from"], &hours["bucket"]),
        (&view["to"], &"hour".into())
    );
    assert_eq!(hours["totals"], view["totals"]);
    let before = ["dashboard", "--from", "2020-01-01", "--to", "2020-12-31"];
    let before = shop.run(&before).ended_with(0).json();
    assert_eq!(before["totals"]["sent"], 0);
    assert_eq!(before["timeline"].as_array().unwrap().len(), 12);

    for (format, opening) in [
        ("csv", "\u{feff}".as_bytes()),
        ("xlsx", b"PK"),
        ("pdf", b"%PDF-"),
    ] {
        let file = shop.data().with_file_name(format!("informe.{format}"));
        let path = file.to_str().unwrap();
        let report = ["campaign", "report", &id, "--format", format, "-o", path];
        let told = shop.run(&report).ended_with(0).json();
        assert_eq!(told["recipients"], PEOPLE);
        assert!(fs::read(&file).unwrap().starts_with(opening), "{format}");
        // Without a file it goes down the pipe.
        let piped = shop.piped(&["campaign", "report", &id, "--format", format]);
        assert!(piped.starts_with(opening), "{format}");
        if format == "csv" {
            assert_eq!(piped, fs::read(&file).unwrap());
        }
    }
}

#[test]
fn days_that_are_none_are_refused_with_a_sentence() {
    let shop = Shop::practice();
    let asked = |arguments: &[&str], word: &str| {
        shop.run(arguments).refused_with(2, word);
    };
    asked(&["dashboard", "--from", "ayer"], "dashboard_day");
    asked(
        &["dashboard", "--from", "2026-11-02", "--to", "2026-11-01"],
        "dashboard_range",
    );
    asked(
        &[
            "dashboard",
            "--from",
            "2020-01-01",
            "--to",
            "2020-12-31",
            "--by",
            "hour",
        ],
        "dashboard_bucket",
    );
    asked(
        &["campaign", "report", "1", "--format", "pdf"],
        "campaign_not_found",
    );
}
