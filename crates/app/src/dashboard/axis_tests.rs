#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::dashboard::local;
use domain::Zone;
use domain::metrics::{Days, Unit};

fn starts(zone: &str, first: &str, last: &str, unit: Unit) -> Vec<DateTime<FixedOffset>> {
    let zone: Zone = zone.parse().unwrap();
    let (first, last) = (first.parse().unwrap(), last.parse().unwrap());
    let days = Days { first, last };
    let periods = days.cut(unit, zone).into_iter();
    periods
        .map(|p| local(p.from, zone).fixed_offset())
        .collect()
}

fn length(unit: Unit) -> Length {
    match unit {
        Unit::Hour => Length::Clock,
        Unit::Day => Length::Day,
        Unit::Month => Length::Month,
    }
}

fn labels(zone: &str, (first, last): (&str, &str), unit: Unit, language: &str) -> Vec<String> {
    let starts = &starts(zone, first, last, unit);
    let length = length(unit);
    Axis { starts, length }.labels(Tongue::of(language))
}

fn files(zone: &str, (first, last): (&str, &str), unit: Unit) -> Vec<String> {
    let starts = &starts(zone, first, last, unit);
    let length = length(unit);
    Axis { starts, length }.files()
}

#[test]
fn points_are_named_as_people_name_them() {
    let madrid = "Europe/Madrid";
    let day = ("2026-03-29", "2026-03-29");
    let spring = labels(madrid, day, Unit::Hour, "es");
    assert_eq!(spring[1..3], ["01:00", "03:00"]);
    let days = ("2026-11-03", "2026-11-04");
    assert_eq!(labels(madrid, days, Unit::Hour, "es")[25], "4 nov, 01:00");
    assert_eq!(labels(madrid, days, Unit::Day, "es"), ["3 nov", "4 nov"]);
    let months = ("2026-11-03", "2026-12-04");
    let named = labels(madrid, months, Unit::Month, "en");
    assert_eq!(named, ["Nov 2026", "Dec 2026"]);
    let one = ("2026-09-03", "2026-09-03");
    assert_eq!(labels(madrid, one, Unit::Day, "pt"), ["3 set"]);
}

#[test]
fn the_year_is_said_where_it_changes() {
    let new_year = ("2025-12-31", "2026-01-01");
    let zone = "America/Asuncion";
    let named = labels(zone, new_year, Unit::Day, "es");
    assert_eq!(named, ["31 dic 2025", "1 ene 2026"]);
    let named = labels(zone, new_year, Unit::Hour, "en");
    assert_eq!(named[25], "Jan 1, 2026, 01:00");
    // Whatever the range, nothing is called like something else.
    for (range, unit) in [
        (("2025-11-01", "2026-11-23"), Unit::Day),
        (("2025-12-20", "2026-01-20"), Unit::Hour),
        (("2016-11-01", "2026-10-31"), Unit::Month),
    ] {
        for names in [labels(zone, range, unit, "pt"), files(zone, range, unit)] {
            let distinct: BTreeSet<_> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{range:?}");
        }
    }
}

#[test]
fn an_hour_that_comes_twice_says_which_it_is() {
    let day = ("2026-11-01", "2026-11-01");
    let named = labels("America/New_York", day, Unit::Hour, "es");
    let night = ["00:00", "01:00 (UTC−4)", "01:00 (UTC−5)", "02:00"];
    assert_eq!(named[..4], night);
    let filed = files("America/New_York", day, Unit::Hour);
    assert_eq!(
        filed[..4],
        [
            "2026-11-01 00:00",
            "2026-11-01 01:00-04:00",
            "2026-11-01 01:00-05:00",
            "2026-11-01 02:00",
        ]
    );
    let night = labels(
        "Europe/London",
        ("2026-10-25", "2026-10-25"),
        Unit::Hour,
        "en",
    );
    assert_eq!(night[1..3], ["01:00 (UTC+1)", "01:00 (UTC)"]);
    assert_eq!(offset(FixedOffset::east_opt(-12_600).unwrap()), "UTC−3:30");
}

#[test]
fn files_have_dates_that_programs_read() {
    let range = ("2026-11-03", "2026-11-04");
    let zone = "America/Asuncion";
    assert_eq!(files(zone, range, Unit::Day), ["2026-11-03", "2026-11-04"]);
    assert_eq!(files(zone, range, Unit::Hour)[37], "2026-11-04 13:00");
    assert_eq!(files(zone, range, Unit::Month), ["2026-11"]);
}

/// Ways to label these points.
fn ways(range: (&str, &str), unit: Unit) -> Vec<Vec<(usize, String)>> {
    let starts = &starts("America/Asuncion", range.0, range.1, unit);
    let length = length(unit);
    let ways = Axis { starts, length }.points(Tongue::of("es")).ticks;
    let sizes: Vec<_> = ways.iter().map(Vec::len).collect();
    assert!(
        sizes.is_sorted_by(|a, b| a >= b),
        "the densest first: {sizes:?}"
    );
    ways
}

fn words(way: &[(usize, String)]) -> Vec<&str> {
    way.iter().map(|(_, label)| label.as_str()).collect()
}

#[test]
fn days_are_labelled_by_weeks_and_months() {
    let ways = ways(("2026-01-01", "2026-12-31"), Unit::Day);
    assert_eq!(ways[0].len(), 365);
    assert_eq!(words(&ways[2])[..3], ["1 ene", "8 ene", "15 ene"]);
    assert_eq!(words(&ways[4])[..3], ["1 ene", "1 feb", "1 mar"]);
    assert_eq!(words(&ways[6]), ["1 ene", "1 abr", "1 jul", "1 oct"]);
    for way in &ways[..4] {
        let steps: BTreeSet<_> = way.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        assert_eq!(steps.len(), 1, "evenly");
    }
}

#[test]
fn hours_are_labelled_on_round_hours_and_midnights() {
    let one = ways(("2026-11-03", "2026-11-03"), Unit::Hour);
    assert!(
        one.iter()
            .any(|way| words(way) == ["00:00", "06:00", "12:00", "18:00"])
    );
    let month = ways(("2026-10-24", "2026-11-22"), Unit::Hour);
    let six = ["24 oct, 00:00", "24 oct, 06:00"];
    assert!(month.iter().any(|way| words(way)[..2] == six));
    assert!(
        month
            .iter()
            .any(|way| words(way)[..3] == ["24 oct", "25 oct", "26 oct"])
    );
    let weeks = ["24 oct", "31 oct", "7 nov", "14 nov", "21 nov"];
    assert!(month.iter().any(|way| words(way) == weeks));
}

#[test]
fn the_present_month_is_always_labelled() {
    for months in [1, 2, 7, 12] {
        let first = format!("2026-{:02}-01", 13 - months);
        for way in ways((&first, "2026-12-31"), Unit::Month) {
            assert_eq!(way.last().unwrap().1, "dic 2026");
        }
    }
}

#[test]
fn nothing_has_no_labels() {
    let (starts, length) = (&[][..], Length::Clock);
    let points = Axis { starts, length }.points(Tongue::of("es"));
    assert!(points.labels.is_empty() && points.ticks.iter().all(Vec::is_empty));
}
