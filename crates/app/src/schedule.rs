//! Hours and days between a door and the domain, and what they mean for the
//! campaigns that run.

use crate::api::ScheduleView;
use crate::error::{AppError, Result};
use domain::schedule::{Expected, Planned, forecast, local_day};
use domain::{CampaignId, QuietHours, Schedule, Timestamp, Weekdays, Zone};
use std::collections::BTreeMap;
use std::time::Duration;
use store::campaigns::{self, Head, Kind};
use store::{StoreError, Tx};

/// Reads what a door said.
pub(crate) fn schedule(view: &ScheduleView) -> Result<Schedule> {
    let start_at = match view.start_at.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(instant(text)?),
    };
    let quiet = match (
        minute(view.quiet_from.as_ref())?,
        minute(view.quiet_until.as_ref())?,
    ) {
        (Some(from), Some(until)) => {
            Some(QuietHours::new(from, until).ok_or_else(|| AppError::bad_input("quiet_hours"))?)
        }
        (None, None) => None,
        _ => return Err(AppError::bad_input("quiet_hours")),
    };
    let weekdays = if view.weekdays.is_empty() {
        Weekdays::ALL
    } else {
        Weekdays::from_numbers(view.weekdays.iter().copied())
            .ok_or_else(|| AppError::bad_input("weekdays"))?
    };
    Ok(Schedule {
        start_at,
        quiet,
        weekdays,
        daily_limit: view.daily_limit,
    })
}

/// An instant as RFC 3339 writes it.
pub(crate) fn instant(text: &str) -> Result<Timestamp> {
    chrono::DateTime::parse_from_rfc3339(text)
        .map(|at| Timestamp(at.timestamp_millis()))
        .map_err(|_| AppError::bad_input("start_time").with("time", text))
}

/// RFC 3339, or a day and an hour on the clocks of a zone: `2026-11-30 09:00`.
pub(crate) fn instant_here(text: &str, zone: Zone) -> Result<Timestamp> {
    let text = text.trim();
    if let Ok(at) = instant(text) {
        return Ok(at);
    }
    let local = chrono::NaiveDateTime::parse_from_str(&text.replace('T', " "), "%Y-%m-%d %H:%M");
    local
        .ok()
        .and_then(|local| local.and_local_timezone(zone).earliest())
        .map(|at| Timestamp(at.timestamp_millis()))
        .ok_or_else(|| AppError::bad_input("start_time").with("time", text))
}

fn minute(text: Option<&String>) -> Result<Option<u16>> {
    let Some(text) = text.map(|text| text.trim()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let wrong = || AppError::bad_input("time_of_day").with("time", text);
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let hours: u16 = hours.parse().map_err(|_| wrong())?;
    let minutes: u16 = minutes.parse().map_err(|_| wrong())?;
    if hours > 23 || minutes > 59 {
        return Err(wrong());
    }
    Ok(Some(hours * 60 + minutes))
}

/// As the doors see it.
pub(crate) fn view(schedule: &Schedule) -> ScheduleView {
    let shown = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let every_day = schedule.weekdays == Weekdays::ALL;
    ScheduleView {
        start_at: schedule.start_at.map(Timestamp::to_rfc3339),
        quiet_from: schedule.quiet.map(|quiet| shown(quiet.from())),
        quiet_until: schedule.quiet.map(|quiet| shown(quiet.until())),
        weekdays: if every_day {
            Vec::new()
        } else {
            schedule.weekdays.numbers().collect()
        },
        daily_limit: schedule.daily_limit,
    }
}

/// A wait that is worth a word.
const REST: Duration = Duration::from_secs(5);

/// What a running campaign can expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forecast {
    /// Why it does not send now, and until when as far as that is known.
    pub waiting: Option<(&'static str, Option<Timestamp>)>,
    /// When its last message is expected to go out.
    pub finish: Option<Timestamp>,
}

/// The running campaigns, and what each can expect.
#[derive(Debug)]
pub(crate) struct Outlook {
    pub of: BTreeMap<CampaignId, Forecast>,
    /// People written to today.
    pub sent_today: u64,
    /// In the order in which they are served: its place in time, and itself.
    queue: Vec<(Timestamp, Planned)>,
    /// When the next message may go out, by the pace of the last one.
    from: Timestamp,
    zone: Zone,
}

/// Looks at the running campaigns as they will be served.
pub(crate) fn outlook(tx: &Tx<'_>, now: Timestamp, zone: Zone) -> Result<Outlook, StoreError> {
    let sent_today = campaigns::sent_on(tx, local_day(now, zone))?;
    let from = dispatch::next_allowed(tx, now)?.map_or(now, |at| at.max(now));
    let (mut heads, mut queue) = (Vec::new(), Vec::new());
    for head in campaigns::running(tx)? {
        if head.kind == Kind::Campaign {
            let done = campaigns::get(tx, head.id)?.map_or(0, |c| {
                c.total.saturating_sub(c.counts.queued + c.counts.sending)
            });
            let planned = Planned {
                people: head.unsettled,
                done,
                pace: head.pace,
                schedule: head.schedule,
            };
            queue.push((head.queued_at, planned));
            heads.push(head);
        }
    }
    let mut outlook = Outlook {
        of: BTreeMap::new(),
        sent_today,
        queue,
        from,
        zone,
    };
    for (head, expected) in heads.iter().zip(outlook.forecast(None)) {
        let forecast = outlook.of_campaign(head, expected, now);
        outlook.of.insert(head.id, forecast);
    }
    Ok(outlook)
}

/// What a campaign can expect that is not in the queue yet.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Prospect {
    /// When its first and its last message go out.
    pub expected: Expected,
    /// Campaigns whose messages go out before its first one.
    pub ahead: u64,
}

impl Outlook {
    fn of_campaign(&self, head: &Head, expected: Expected, now: Timestamp) -> Forecast {
        let closed = head.schedule.closed(now, self.zone, self.sent_today);
        let goes = |other: &Forecast| other.waiting.is_none_or(|(why, _)| why == "pause");
        let others = self.of.values().any(goes);
        let waiting = match closed {
            Some((why, until)) => Some((why.as_str(), Some(until))),
            None if others => Some(("queue", expected.begins)),
            // Longer than from one person to the next: the rest after a batch.
            None if self.from.since(now) > head.pace.longest_gap().max(REST) => {
                Some(("pause", Some(self.from)))
            }
            None => None,
        };
        // What is sent without delay has no plan but its own speed.
        let finish = expected.finish.filter(|_| !head.pace.is_unpaced());
        Forecast { waiting, finish }
    }

    fn forecast(&self, new: Option<(usize, Planned)>) -> Vec<Expected> {
        let mut queue: Vec<_> = self.queue.iter().map(|(_, planned)| *planned).collect();
        if let Some((place, planned)) = new {
            queue.insert(place, planned);
        }
        forecast(&queue, self.from, self.zone, self.sent_today)
    }

    /// Puts a campaign into the queue, in thought.
    pub fn prospect(&self, planned: Planned, now: Timestamp) -> Prospect {
        let comes = planned.schedule.start_at.map_or(now, |at| at.max(now));
        let place = self.queue.partition_point(|(at, _)| *at <= comes);
        let told = self.forecast(Some((place, planned)));
        let expected = told.get(place).copied().unwrap_or_default();
        let begins = expected.begins.unwrap_or(Timestamp(i64::MAX));
        let ahead = told.iter().enumerate().filter(|(other, theirs)| {
            *other != place
                && theirs
                    .begins
                    .is_some_and(|at| at < begins || (at == begins && *other < place))
        });
        Prospect {
            expected,
            ahead: ahead.count() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_door_says_comes_back() {
        let said = ScheduleView {
            start_at: Some("2026-11-23T12:00:00.000Z".into()),
            quiet_from: Some("21:30".into()),
            quiet_until: Some("08:00".into()),
            weekdays: vec![1, 2, 5],
            daily_limit: 200,
        };
        assert_eq!(view(&schedule(&said).unwrap()), said);
        assert_eq!(
            view(&schedule(&ScheduleView::default()).unwrap()),
            ScheduleView::default()
        );
    }

    #[test]
    fn a_start_can_be_written_as_on_the_wall() {
        let zone = "America/Asuncion".parse().unwrap();
        let at = |text: &str| instant_here(text, zone).map(Timestamp::to_rfc3339);
        let nine = Ok("2026-11-30T12:00:00.000Z".to_owned());
        assert_eq!(at("2026-11-30 09:00"), nine);
        assert_eq!(at(" 2026-11-30T09:00 "), nine);
        assert_eq!(at("2026-11-30T09:00:00-03:00"), nine);
        for wrong in ["", "09:00", "30/11/2026 09:00", "2026-02-30 09:00"] {
            assert_eq!(at(wrong).unwrap_err().code(), "start_time", "{wrong}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let refused = |change: fn(&mut ScheduleView)| {
            let mut said = ScheduleView::default();
            change(&mut said);
            schedule(&said).unwrap_err().code()
        };
        assert_eq!(
            refused(|s| s.start_at = Some("tomorrow".into())),
            "start_time"
        );
        assert_eq!(
            refused(|s| s.quiet_from = Some("21:00".into())),
            "quiet_hours"
        );
        assert_eq!(refused(|s| s.weekdays = vec![8]), "weekdays");
        for time in ["24:00", "12:60", "12", "-1:00", "noon"] {
            let said = ScheduleView {
                quiet_from: Some(time.into()),
                quiet_until: Some("08:00".into()),
                ..ScheduleView::default()
            };
            assert_eq!(schedule(&said).unwrap_err().code(), "time_of_day", "{time}");
        }
        let all_day = ScheduleView {
            quiet_from: Some("08:00".into()),
            quiet_until: Some("8:00".into()),
            ..ScheduleView::default()
        };
        assert_eq!(schedule(&all_day).unwrap_err().code(), "quiet_hours");
    }
}
