//! What several campaigns can expect that are served one after the other.

use super::{HORIZON, Schedule, local_day};
use crate::{Pace, Timestamp, Zone};

/// A campaign in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// People who are still to be written to.
    pub people: u64,
    /// People before them, for the pauses after batches.
    pub done: u64,
    /// Its pace.
    pub pace: Pace,
    /// When it may send.
    pub schedule: Schedule,
}

/// What it can expect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// When its next message goes out; none when that is years away.
    pub begins: Option<Timestamp>,
    /// When its last one does.
    pub finish: Option<Timestamp>,
}

/// Serves the campaigns as the dispatcher does, without chance: at every moment
/// the first of them that may send, one person at a time, the account's daily
/// limit counted over all. `sent_today` people were written to on the local
/// day of `now`. What is sent without delay takes no time here.
pub fn forecast(queue: &[Planned], now: Timestamp, zone: Zone, sent_today: u64) -> Vec<Expected> {
    let mut expected = vec![Expected::default(); queue.len()];
    let mut left: Vec<Planned> = queue.to_vec();
    let limited = queue.iter().any(|planned| planned.schedule.daily_limit > 0);
    let (mut at, mut day, mut sent) = (now, local_day(now, zone), sent_today);
    for _ in 0..HORIZON {
        if day != local_day(at, zone) {
            (day, sent) = (local_day(at, zone), 0);
        }
        // Who waits for what, up to the first who may send.
        let mut opens: Option<Timestamp> = None;
        let mut turn = None;
        for (place, planned) in left.iter().enumerate() {
            if planned.people == 0 {
                continue;
            }
            let Some((_, until)) = planned.schedule.closed(at, zone, sent) else {
                turn = Some(place);
                break;
            };
            opens = opens.into_iter().chain([until]).min();
        }
        let (Some(planned), Some(told)) = (
            turn.and_then(|place| left.get_mut(place)),
            turn.and_then(|place| expected.get_mut(place)),
        ) else {
            match opens {
                Some(until) => at = until,
                None => break,
            }
            continue;
        };
        told.begins.get_or_insert(at);
        // Until it must stop, or one that comes first may go on, or the day ends.
        let ends = [
            planned.schedule.until(at, zone),
            opens,
            limited.then(|| super::midnight_after(at, zone)),
        ];
        let window = ends.into_iter().flatten().min().map(|end| end.since(at));
        let limit = u64::from(planned.schedule.daily_limit);
        let room = if limit == 0 {
            planned.people
        } else {
            limit.saturating_sub(sent).min(planned.people)
        };
        let fit = planned.pace.fitting(planned.done, room, window).max(1);
        let last = at.plus(planned.pace.elapsed(planned.done, fit - 1));
        planned.people -= fit.min(planned.people);
        planned.done += fit;
        sent += fit;
        if planned.people == 0 {
            told.finish = Some(last);
        }
        // The days that the batch went through, if no limit counts them.
        if day != local_day(last, zone) {
            (day, sent) = (local_day(last, zone), 0);
        }
        at = last.plus(planned.pace.gap_after(planned.done));
    }
    expected
}
