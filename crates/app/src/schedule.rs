//! Hours and days between a door and the domain, and what they mean for the
//! campaigns that run.

use crate::api::ScheduleView;
use crate::error::{AppError, Result};
use domain::{CampaignId, QuietHours, Schedule, Timestamp, Weekdays, Zone};
use std::collections::BTreeMap;
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

/// What a running campaign can expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forecast {
    /// Why it does not send now, and until when as far as that is known.
    pub waiting: Option<(&'static str, Option<Timestamp>)>,
    /// When its last message is expected to go out.
    pub finish: Option<Timestamp>,
}

/// What all running campaigns can expect, and one that came after them.
#[derive(Debug)]
pub(crate) struct Outlook {
    pub of: BTreeMap<CampaignId, Forecast>,
    /// When nothing is left to do for those that may send now; none when that
    /// cannot be told.
    pub free_at: Option<Timestamp>,
    /// People written to today.
    pub sent_today: u64,
}

/// Looks at the running campaigns one after another, as they will be served.
pub(crate) fn outlook(tx: &Tx<'_>, now: Timestamp, zone: Zone) -> Result<Outlook, StoreError> {
    let sent_today = campaigns::sent_on(tx, domain::schedule::local_day(now, zone))?;
    let paced_from = dispatch::next_allowed(tx, now)?
        .filter(|at| *at > now)
        .unwrap_or(now);
    let mut outlook = Outlook {
        of: BTreeMap::new(),
        free_at: Some(paced_from),
        sent_today,
    };
    for head in campaigns::running(tx)? {
        if head.kind == Kind::Campaign {
            let done = campaigns::get(tx, head.id)?.map_or(0, |c| {
                c.total.saturating_sub(c.counts.queued + c.counts.sending)
            });
            let forecast = outlook.next(&head, done, now, zone);
            outlook.of.insert(head.id, forecast);
        }
    }
    Ok(outlook)
}

impl Outlook {
    fn next(&mut self, head: &Head, done: u64, now: Timestamp, zone: Zone) -> Forecast {
        let schedule = &head.schedule;
        let closed = schedule.closed(now, zone, self.sent_today);
        let begins = self.free_at.map(|free| free.max(now));
        let behind = self.of.values().any(|other| other.waiting.is_none());
        let finish = begins.and_then(|begins| self.finish(head, done, begins, now, zone));
        let waiting = match closed {
            Some((why, until)) => Some((why.as_str(), Some(until))),
            None if behind => Some(("queue", begins)),
            None => None,
        };
        if closed.is_none() {
            self.free_at = finish;
        }
        Forecast { waiting, finish }
    }

    fn finish(
        &self,
        head: &Head,
        done: u64,
        begins: Timestamp,
        now: Timestamp,
        zone: Zone,
    ) -> Option<Timestamp> {
        if head.pace.is_unpaced() {
            return None;
        }
        let sent = self.sent_by(begins, now, zone);
        head.schedule
            .finish(head.unsettled, done, head.pace, begins, zone, sent)
    }

    /// People written to on the day of an instant, as far as it is today.
    pub fn sent_by(&self, at: Timestamp, now: Timestamp, zone: Zone) -> u64 {
        let day = |at| domain::schedule::local_day(at, zone);
        if day(at) == day(now) {
            self.sent_today
        } else {
            0
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
