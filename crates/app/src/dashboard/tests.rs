#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

#[test]
fn ranges_are_days_of_the_wall() {
    let zone: Zone = "America/Asuncion".parse().unwrap();
    // Two in the morning in Greenwich, still the day before here.
    let now = Timestamp(
        DateTime::parse_from_rfc3339("2026-11-22T02:00:00Z")
            .unwrap()
            .timestamp_millis(),
    );
    let plan = |range| {
        let query = DashboardQuery {
            range,
            bucket: None,
        };
        Plan::of(&query, now, zone).map(|plan| {
            (
                plan.days.first.to_string(),
                plan.days.last.to_string(),
                plan.unit,
            )
        })
    };
    let days = |a: &str, b: &str, unit| Ok((a.to_owned(), b.to_owned(), unit));
    assert_eq!(
        plan(DashboardRange::Today),
        days("2026-11-21", "2026-11-21", Unit::Hour)
    );
    assert_eq!(
        plan(DashboardRange::Last7),
        days("2026-11-15", "2026-11-21", Unit::Day)
    );
    assert_eq!(
        plan(DashboardRange::Last30),
        days("2026-10-23", "2026-11-21", Unit::Day)
    );
    assert_eq!(
        plan(DashboardRange::ThisMonth),
        days("2026-11-01", "2026-11-21", Unit::Day)
    );
    let free = |from: &str, to: &str| {
        plan(DashboardRange::Free {
            from: from.into(),
            to: to.into(),
        })
    };
    assert_eq!(
        free("2026-01-01", " 2026-12-31"),
        days("2026-01-01", "2026-12-31", Unit::Month)
    );
    for (from, to, code) in [
        ("2026-11-02", "2026-11-01", "dashboard_range"),
        ("1999-01-01", "2026-11-01", "dashboard_range"),
        ("ayer", "2026-11-01", "dashboard_day"),
        ("2026-02-30", "2026-11-01", "dashboard_day"),
        ("0001-01-01", "2026-11-01", "dashboard_day_range"),
        ("1900-01-01", "2026-11-01", "dashboard_day_range"),
        ("2026-11-01", "9999-12-31", "dashboard_day_range"),
    ] {
        assert_eq!(free(from, to).unwrap_err().code(), code, "{from} {to}");
    }
    let query = DashboardQuery {
        range: DashboardRange::Free {
            from: "2026-01-01".into(),
            to: "2026-12-31".into(),
        },
        bucket: Some(Bucket::Hour),
    };
    let refused = Plan::of(&query, now, zone).err().unwrap();
    assert_eq!(refused.code(), "dashboard_bucket");
    let told = refused.view("es").message;
    assert!(told.contains("Elige días o meses"), "{told}");
}

#[test]
fn what_was_refused_is_not_advised() {
    let zone: Zone = "America/Asuncion".parse().unwrap();
    let query = DashboardQuery {
        range: DashboardRange::Free {
            from: "2020-01-01".into(),
            to: "2026-12-31".into(),
        },
        bucket: Some(Bucket::Day),
    };
    let refused = Plan::of(&query, Timestamp(0), zone).err().unwrap();
    for (language, advice) in [
        ("es", "Elige meses, o"),
        ("en", "Choose months, or"),
        ("pt", "Escolha meses, ou"),
    ] {
        let told = refused.view(language).message;
        assert!(told.contains(advice), "{told}");
    }
}

#[test]
fn a_last_day_alone_has_thirty_days_before_it() {
    let free = |from: &str, to: &str| DashboardRange::Free {
        from: from.into(),
        to: to.into(),
    };
    assert_eq!(
        thirty_days_to("2026-03-01").unwrap(),
        free("2026-01-31", "2026-03-01")
    );
    assert_eq!(
        thirty_days_to("pronto").unwrap_err().code(),
        "dashboard_day"
    );
    let early = thirty_days_to("1970-01-01").unwrap();
    assert_eq!(early, free("1970-01-01", "1970-01-01"));
}

#[test]
fn reasons_of_other_versions_are_shown_as_they_are() {
    let words = Catalogue::of("es");
    assert_eq!(reason_text("not_on_whatsapp", words), "No está en WhatsApp");
    assert_eq!(reason_text("opted_out", words), "Se dio de baja");
    assert_eq!(reason_text("meteorite", words), "meteorite");
}
