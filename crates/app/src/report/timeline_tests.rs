#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::dashboard::Tongue;

fn style(zone: &str) -> Style<'static> {
    Style {
        tongue: Tongue::of("es"),
        language: "es",
        zone: zone.parse().unwrap(),
        profile: "Tienda",
        now: Timestamp(0),
    }
}

fn at(text: &str) -> Timestamp {
    let at = chrono::DateTime::parse_from_rfc3339(text).unwrap();
    Timestamp(at.timestamp_millis())
}

#[test]
fn points_are_of_a_length_that_suits_the_campaign_and_leave_nothing_out() {
    let zone: Zone = "America/Asuncion".parse().unwrap();
    let first = at("2026-11-03T12:02:00Z");
    for (hours, minutes, most, clock) in [
        (0, 0, 1, Length::Clock),
        (0, 50, 11, Length::Clock),
        (8, 0, 33, Length::Clock),
        (30, 0, 31, Length::Clock),
        (24 * 20, 0, 21, Length::Day),
        (24 * 400, 0, 15, Length::Month),
    ] {
        let last = Timestamp(first.0 + hours * HOUR + minutes * MINUTE);
        let (periods, named) = cut(first, last, zone);
        assert_eq!(named, clock, "{hours} h");
        assert!(
            !periods.is_empty() && periods.len() <= most,
            "{hours} h: {}",
            periods.len()
        );
        assert!(
            periods[0].has(first) && periods[periods.len() - 1].has(last),
            "{hours} h"
        );
        for pair in periods.windows(2) {
            assert_eq!(pair[0].until, pair[1].from);
        }
    }
}

#[test]
fn a_night_of_25_hours_is_drawn_whole() {
    let zone: Zone = "Europe/Madrid".parse().unwrap();
    let (first, last) = (at("2026-10-24T22:30:00Z"), at("2026-10-25T20:30:00Z"));
    let (periods, _) = cut(first, last, zone);
    assert_eq!(periods.len(), 23);
    assert!(
        periods
            .iter()
            .all(|period| period.until.0 - period.from.0 == HOUR)
    );
}

#[test]
fn everything_that_was_tried_is_in_a_column() {
    let step = |text: &str, sent, failed| CourseStep {
        at: at(text),
        sent,
        failed,
    };
    let course = [
        step("2026-11-03T12:00:00Z", 57, 0),
        step("2026-11-03T12:05:00Z", 60, 2),
        step("2026-11-03T12:25:00Z", 3, 0),
    ];
    let chart = chart(&course, &style("America/Asuncion")).unwrap().unwrap();
    for label in [
        "09:00 — Enviados: 57 · Errores: 0",
        "09:05 — Enviados: 60 · Errores: 2",
        "09:10 — Enviados: 0 · Errores: 0",
        "09:25 — Enviados: 3 · Errores: 0",
    ] {
        assert!(chart.svg.contains(label), "{label}");
    }
    assert!(super::chart(&[], &style("UTC")).unwrap().is_none());
}
