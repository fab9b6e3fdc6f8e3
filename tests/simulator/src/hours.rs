//! Hours and days as the onlooker counts them: by plain arithmetic, at
//! Greenwich, and not as the program does.

use crate::ledger::{AT_ONCE, Ledger};
use domain::{MessageId, Schedule, Timestamp};
use std::time::Duration;

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

impl Ledger {
    /// What forbids a message of a campaign by the clock on the wall.
    pub fn forbidden(
        &mut self,
        campaign: usize,
        now: u64,
        wall: Timestamp,
    ) -> Option<&'static str> {
        let made = &mut self.made[campaign];
        if made.restricted.is_some_and(|at| at + AT_ONCE < now) {
            if made.restricted_until.is_none_or(|until| wall < until) {
                return Some("is sent although the account was said to be restricted");
            }
            // It is over, also when the clock is set back later.
            made.restricted = None;
        }
        // What was picked together was picked a moment ago.
        let picked = wall.minus(Duration::from_millis(AT_ONCE));
        forbids(&made.schedule, wall).filter(|_| forbids(&made.schedule, picked).is_some())
    }

    /// A lock that has ended does not come back when the clock is set back.
    pub fn locks_that_are_over(&mut self, wall: Timestamp) {
        for made in &mut self.made {
            if made.restricted_until.is_some_and(|until| until <= wall) {
                (made.restricted, made.restricted_until) = (None, None);
            }
        }
    }

    /// Notes an attempt on a day, and whether the day had its share already.
    pub fn one_too_many(
        &mut self,
        campaign: usize,
        id: &MessageId,
        today: i64,
    ) -> Option<&'static str> {
        let limit = u64::from(self.made[campaign].schedule.daily_limit);
        let tries = self.tries.entry(id.clone()).or_default();
        let anew = tries.day.replace(today) != Some(today);
        let people = self.by_day.entry(today).or_default();
        let full = anew && limit > 0 && *people >= limit;
        *people += u64::from(anew);
        full.then_some("is more than the day allows")
    }
}
