#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

fn es() -> Tongue {
    Tongue::of("es")
}

fn set(names: &[&str], people: u64) -> (Vec<String>, u64) {
    (
        names.iter().map(|name| (*name).to_owned()).collect(),
        people,
    )
}

#[test]
fn somebody_in_two_groups_is_in_both_slices() {
    let sets = vec![set(&["VIP", "Luque"], 3), set(&["VIP"], 2), set(&[], 4)];
    let slices = slices(sets, es());
    let shown: Vec<_> = slices
        .iter()
        .map(|s| (s.kind, s.name.as_str(), s.people))
        .collect();
    assert_eq!(
        shown,
        [
            (SliceKind::Group, "VIP", 5),
            (SliceKind::Group, "Luque", 3),
            (SliceKind::Ungrouped, "Sin grupo", 4),
        ]
    );
    assert!((slices.iter().map(|s| s.share).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn small_groups_are_taken_together_when_there_are_several() {
    let many = |count: u64| {
        let sets = (1..=count)
            .map(|n| set(&[&format!("G{n:03}")], 1_000 - n))
            .collect();
        slices(sets, es())
    };
    assert_eq!(many(1).len(), 1);
    assert_eq!(many(9).len(), 9, "the ninth has a name");
    let slices = many(500);
    assert_eq!(slices.len(), 9);
    assert_eq!(
        (slices[8].kind, slices[8].name.as_str()),
        (SliceKind::Others, "Otros 492 grupos")
    );
    assert_eq!(slices[8].people, (9..=500).map(|n| 1_000 - n).sum::<u64>());
    assert!(slices.iter().all(|slice| slice.share > 0.0));
}

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
fn points_are_named_as_people_name_them() {
    let zone: Zone = "Europe/Madrid".parse().unwrap();
    let nothing = Counted {
        outcomes: Vec::new(),
        opt_outs: Vec::new(),
        begun: Vec::new(),
    };
    let labels = |first: &str, last: &str, unit, language| {
        let days = Days {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        };
        points(days, unit, zone, &nothing, Tongue::of(language))
            .into_iter()
            .map(|p| p.label)
            .collect::<Vec<_>>()
    };
    let night = labels("2026-10-25", "2026-10-25", Unit::Hour, "es");
    assert_eq!(
        night[..5],
        ["00:00", "01:00", "02:00", "02:00", "03:00"],
        "an hour comes twice"
    );
    assert_eq!(
        labels("2026-03-29", "2026-03-29", Unit::Hour, "es")[1..3],
        ["01:00", "03:00"]
    );
    assert_eq!(
        labels("2026-11-03", "2026-11-04", Unit::Hour, "es")[25],
        "4 nov, 01:00"
    );
    assert_eq!(
        labels("2026-11-03", "2026-11-04", Unit::Day, "es"),
        ["3 nov", "4 nov"]
    );
    assert_eq!(
        labels("2026-11-03", "2026-12-04", Unit::Month, "en"),
        ["Nov 2026", "Dec 2026"]
    );
    assert_eq!(
        labels("2026-09-03", "2026-09-03", Unit::Day, "pt"),
        ["3 set"]
    );
}

#[test]
fn reasons_of_other_versions_are_shown_as_they_are() {
    let words = Catalogue::of("es");
    assert_eq!(reason_text("not_on_whatsapp", words), "No está en WhatsApp");
    assert_eq!(reason_text("opted_out", words), "Se dio de baja");
    assert_eq!(reason_text("meteorite", words), "meteorite");
}
