#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::*;
use chrono::Timelike as _;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(first: &str, last: &str) -> Days {
    Days {
        first: day(first),
        last: day(last),
    }
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

#[test]
fn the_month_so_far_is_compared_with_the_same_days() {
    for (today, before) in [
        ("2026-11-22", ("2026-10-01", "2026-10-22")),
        ("2026-01-05", ("2025-12-01", "2025-12-05")),
        // February is over before the 31st comes: all of it.
        ("2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2028-03-31", ("2028-02-01", "2028-02-29")),
        ("2026-03-28", ("2026-02-01", "2026-02-28")),
        ("2026-12-31", ("2026-11-01", "2026-11-30")),
    ] {
        let found = Days::same_of_month_before(day(today));
        assert_eq!(found, days(before.0, before.1), "{today}");
    }
}

#[test]
fn a_year_is_twelve_months_with_this_one_whole() {
    let year = Days::last_months(12, day("2026-11-22"));
    assert_eq!(year, days("2025-12-01", "2026-11-30"));
    assert_eq!(year.cut(Unit::Month, Zone::UTC).len(), 12);
}

#[test]
fn days_of_23_and_25_hours_have_as_many_points() {
    for (name, date, hours) in [
        ("Europe/Madrid", "2026-03-29", 23),
        ("Europe/Madrid", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Pacific/Auckland", "2026-09-27", 23),
        ("Pacific/Auckland", "2026-04-05", 25),
        // Midnight itself did not exist, and an hour before it came twice.
        ("America/Asuncion", "2023-10-01", 23),
        ("America/Asuncion", "2024-03-23", 25),
        // Midnight itself came twice: the day begins with the first.
        ("America/Havana", "2026-11-01", 25),
        ("America/Havana", "2026-03-08", 23),
        ("America/Asuncion", "2026-10-04", 24),
        ("Asia/Kolkata", "2026-10-04", 24),
    ] {
        let one = days(date, date);
        assert_eq!(
            one.cut(Unit::Hour, zone(name)).len(),
            hours,
            "{name} {date}"
        );
        assert_eq!(one.cut(Unit::Day, zone(name)).len(), 1);
    }
}

#[test]
fn a_day_that_a_zone_left_out_is_no_point() {
    let apia = zone("Pacific/Apia");
    let three = days("2011-12-29", "2011-12-31");
    assert_eq!(three.cut(Unit::Day, apia).len(), 2);
    assert!(
        days("2011-12-30", "2011-12-30")
            .cut(Unit::Hour, apia)
            .is_empty()
    );
}

#[test]
fn the_unit_follows_the_length() {
    let of = |first, last| days(first, last).usual_unit();
    assert_eq!(of("2026-11-22", "2026-11-22"), Unit::Hour);
    assert_eq!(of("2026-11-21", "2026-11-22"), Unit::Hour);
    assert_eq!(of("2026-11-20", "2026-11-22"), Unit::Day);
    assert_eq!(of("2026-01-01", "2026-12-31"), Unit::Month);
    let units = |first, last| days(first, last).units().collect::<Vec<_>>();
    assert_eq!(units("2026-11-01", "2026-11-30"), Unit::ALL);
    assert_eq!(units("2026-01-01", "2026-12-31"), [Unit::Day, Unit::Month]);
    assert_eq!(units("2010-01-01", "2026-12-31"), [Unit::Month]);
}

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        "America/Asuncion",
        "Europe/Madrid",
        "America/New_York",
        "America/Havana",
        "Asia/Kolkata",
        "Pacific/Auckland",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        // Three quarters past the hour, with a change of clocks and without.
        "Pacific/Chatham",
        "Australia/Eucla",
        "UTC",
    ])
    .prop_map(zone)
}

proptest! {
    /// Every point is on the calendar what it says it is, points follow each
    /// other without a gap, and all of them begin on a quarter of an hour.
    #[test]
    fn points_cover_the_days_and_nothing_else(
        zone in zones(),
        first in 0u64..9_000,
        count in 0u64..70,
        unit in prop::sample::select(Unit::ALL.to_vec()),
    ) {
        let first = day("2005-01-01") + DayCount::new(first);
        let days = Days { first, last: first + DayCount::new(count) };
        let whole = days.period(zone);
        let points = days.cut(unit, zone);
        prop_assert_eq!(points[0].from, whole.from);
        prop_assert_eq!(points[points.len() - 1].until, whole.until);
        for pair in points.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
        }
        for point in &points {
            prop_assert_eq!(point.from.0 % (15 * 60 * 1000), 0);
            let last = Timestamp(point.until.0 - 1);
            let (from, to) = (day_of(point.from, zone), day_of(last, zone));
            prop_assert!(days.first <= from && to <= days.last);
            match unit {
                Unit::Hour => {
                    prop_assert_eq!(from, to);
                    prop_assert!(point.until.0 - point.from.0 <= 3_600_000);
                }
                Unit::Day => {
                    prop_assert_eq!(from, to);
                    let before = day_of(Timestamp(point.from.0 - 1), zone);
                    prop_assert!(before < from);
                }
                Unit::Month => {
                    prop_assert_eq!((from.year(), from.month()), (to.year(), to.month()));
                    prop_assert!(from == days.first || from.day() == 1);
                }
            }
        }
    }

    /// An hour begins when clocks show a full one, where they move by full ones.
    #[test]
    fn hours_are_those_of_the_clock(
        zone in prop::sample::select(vec!["America/Asuncion", "Europe/Madrid", "Asia/Kolkata"]).prop_map(zone),
        first in 0u64..9_000,
    ) {
        let first = day("2005-01-01") + DayCount::new(first);
        for point in (Days { first, last: first }).cut(Unit::Hour, zone) {
            let here = DateTime::from_timestamp_millis(point.from.0).unwrap().with_timezone(&zone);
            prop_assert_eq!(here.minute(), 0);
        }
    }
}
