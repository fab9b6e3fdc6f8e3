//! Hours and days as the onlooker counts them: by plain arithmetic, at
//! Greenwich, and not as the program does.

use domain::{Schedule, Timestamp};

const DAY: i64 = 86_400_000;

/// The day of the wall clock, from 1970-01-01.
pub fn day(wall: Timestamp) -> i64 {
    wall.0.div_euclid(DAY)
}

/// What forbids a message at this moment of the wall clock.
pub fn forbids(schedule: &Schedule, wall: Timestamp) -> Option<&'static str> {
    if schedule.start_at.is_some_and(|start| wall < start) {
        return Some("is sent before the start of its campaign");
    }
    // The first day of 1970 was a Thursday.
    let weekday = u8::try_from((day(wall) + 3).rem_euclid(7) + 1).unwrap();
    if !schedule.weekdays.numbers().any(|number| number == weekday) {
        return Some("is sent on a day without messages");
    }
    let minute = wall.0.rem_euclid(DAY) / 60_000;
    let quiet = schedule.quiet.is_some_and(|quiet| {
        let (from, until) = (i64::from(quiet.from()), i64::from(quiet.until()));
        // Minutes into the quiet hours, around the clock.
        (minute - from).rem_euclid(1440) < (until - from).rem_euclid(1440)
    });
    quiet.then_some("is sent in quiet hours")
}
