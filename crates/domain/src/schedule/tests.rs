use super::*;
use chrono_tz::America::{Asuncion, New_York, Santiago, Sao_Paulo};
use chrono_tz::Pacific::Apia;
use proptest::prelude::*;

fn at(zone: Zone, local: &str) -> Timestamp {
    let local = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
    Timestamp(
        zone.from_local_datetime(&local)
            .earliest()
            .unwrap()
            .timestamp_millis(),
    )
}

fn quiet(from: u16, until: u16) -> Schedule {
    Schedule {
        quiet: QuietHours::new(from * 60, until * 60),
        ..Schedule::default()
    }
}

/// When the last of so many people is written to, in a queue of one.
fn finish(
    schedule: Schedule,
    people: u64,
    pace: Pace,
    now: Timestamp,
    zone: Zone,
    sent_today: u64,
) -> Option<Timestamp> {
    let planned = Planned {
        people,
        done: 0,
        pace,
        schedule,
    };
    forecast(&[planned], now, zone, sent_today)[0].finish
}

const FIVE_SECONDS: Pace = Pace {
    delay_ms: 5_000,
    jitter_percent: 0,
    batch: 0,
    batch_pause_ms: 0,
};

#[test]
fn without_a_schedule_it_is_always_open() {
    let now = at(Asuncion, "2026-11-22 03:00");
    assert_eq!(Schedule::default().closed(now, Asuncion, 1_000), None);
}

#[test]
fn quiet_hours_may_cross_midnight() {
    let night = quiet(21, 8);
    for (now, opens) in [
        ("2026-11-22 20:59", None),
        ("2026-11-22 21:00", Some("2026-11-23 08:00")),
        ("2026-11-23 00:00", Some("2026-11-23 08:00")),
        ("2026-11-23 07:59", Some("2026-11-23 08:00")),
        ("2026-11-23 08:00", None),
        ("2026-12-31 23:30", Some("2027-01-01 08:00")),
        ("2028-02-28 22:00", Some("2028-02-29 08:00")),
    ] {
        let expected = opens.map(|opens| (Wait::QuietHours, at(Asuncion, opens)));
        assert_eq!(
            night.closed(at(Asuncion, now), Asuncion, 0),
            expected,
            "{now}"
        );
    }
    let noon = quiet(12, 14);
    assert_eq!(
        noon.closed(at(Asuncion, "2026-11-22 13:00"), Asuncion, 0),
        Some((Wait::QuietHours, at(Asuncion, "2026-11-22 14:00")))
    );
    assert_eq!(
        noon.closed(at(Asuncion, "2026-11-22 23:00"), Asuncion, 0),
        None
    );
}

#[test]
fn reasons_follow_each_other_until_it_is_open() {
    let work = Schedule {
        quiet: QuietHours::new(18 * 60, 8 * 60),
        weekdays: Weekdays::from_numbers(1..=5).unwrap(),
        daily_limit: 200,
        start_at: Some(at(Asuncion, "2026-11-20 10:00")),
    };
    // A Friday evening: Monday, at eight.
    let monday = at(Asuncion, "2026-11-23 08:00");
    for (now, sent, why) in [
        ("2026-11-20 18:00", 10, Wait::QuietHours),
        ("2026-11-20 15:00", 200, Wait::DailyLimit),
        ("2026-11-21 12:00", 0, Wait::Weekday),
        ("2026-11-22 23:59", 0, Wait::Weekday),
        ("2026-11-23 07:00", 0, Wait::QuietHours),
    ] {
        let closed = work.closed(at(Asuncion, now), Asuncion, sent);
        assert_eq!(closed, Some((why, monday)), "{now}");
    }
    let early = at(Asuncion, "2026-11-19 03:00");
    let start = at(Asuncion, "2026-11-20 10:00");
    assert_eq!(work.closed(early, Asuncion, 0), Some((Wait::Start, start)));
    assert_eq!(work.closed(start, Asuncion, 199), None);
}

#[test]
fn a_night_with_a_change_of_the_clocks_ends_at_the_hour_on_the_wall() {
    // New York skips 02:00 to 03:00 on this morning and repeats 01:00 to 02:00 on that one.
    let spring = quiet(21, 8).closed(at(New_York, "2026-03-07 21:00"), New_York, 0);
    let (_, opens) = spring.unwrap();
    assert_eq!(opens, at(New_York, "2026-03-08 08:00"));
    assert_eq!(
        opens.since(at(New_York, "2026-03-07 21:00")),
        Duration::from_secs(10 * 3600)
    );
    let (_, opens) = quiet(21, 8)
        .closed(at(New_York, "2026-10-31 21:00"), New_York, 0)
        .unwrap();
    assert_eq!(
        opens.since(at(New_York, "2026-10-31 21:00")),
        Duration::from_secs(12 * 3600)
    );
    // An end that does not exist on that day is the next minute that does.
    let gap = Schedule {
        quiet: QuietHours::new(0, 150),
        ..Schedule::default()
    };
    assert_eq!(
        gap.closed(at(New_York, "2026-03-08 01:00"), New_York, 0),
        Some((Wait::QuietHours, at(New_York, "2026-03-08 03:00")))
    );
    // An hour that comes twice is quiet twice.
    let twice = quiet(1, 2);
    let first = at(New_York, "2026-11-01 01:30");
    let (_, opens) = twice.closed(first, New_York, 0).unwrap();
    assert_eq!(opens, at(New_York, "2026-11-01 02:00"));
    assert_eq!(opens.since(first), Duration::from_secs(90 * 60));
}

#[test]
fn a_day_may_begin_at_one_in_the_morning() {
    // Chile goes from 23:59 to 01:00, as Paraguay and Brazil used to.
    let weekdays = Schedule {
        weekdays: Weekdays::from_numbers([7]).unwrap(),
        ..Schedule::default()
    };
    assert_eq!(
        weekdays.closed(at(Santiago, "2026-09-05 20:00"), Santiago, 0),
        Some((Wait::Weekday, at(Santiago, "2026-09-06 01:00")))
    );
    assert_eq!(
        weekdays.closed(at(Sao_Paulo, "2018-11-03 20:00"), Sao_Paulo, 0),
        Some((Wait::Weekday, at(Sao_Paulo, "2018-11-04 01:00")))
    );
    // Samoa left out a whole Friday.
    let friday = Schedule {
        weekdays: Weekdays::from_numbers([5]).unwrap(),
        ..Schedule::default()
    };
    assert_eq!(
        friday.closed(at(Apia, "2011-12-29 12:00"), Apia, 0),
        Some((Wait::Weekday, at(Apia, "2012-01-06 00:00")))
    );
}

#[test]
fn weekdays_read_what_they_wrote() {
    let days = Weekdays::from_numbers([1, 7, 3]).unwrap();
    assert_eq!(days.numbers().collect::<Vec<_>>(), [1, 3, 7]);
    assert_eq!(Weekdays::from_bits(days.bits()), days);
    assert_eq!(Weekdays::from_numbers([]), None);
    assert_eq!(Weekdays::from_numbers([0]), None);
    assert_eq!(Weekdays::from_numbers([8]), None);
    assert_eq!(Weekdays::from_numbers([255]), None);
}

#[test]
fn the_finish_counts_nights_and_limits() {
    let schedule = Schedule {
        quiet: QuietHours::new(20 * 60, 8 * 60),
        daily_limit: 100,
        ..Schedule::default()
    };
    let now = at(Asuncion, "2026-11-20 09:00");
    // 60 today, for 40 were written to before; 100 on Saturday; 90 on Sunday.
    let finishes = finish(schedule, 250, FIVE_SECONDS, now, Asuncion, 40);
    let sunday = at(Asuncion, "2026-11-22 08:00");
    assert_eq!(finishes, Some(sunday.plus(Duration::from_secs(89 * 5))));
    let never = Schedule {
        daily_limit: 1,
        ..Schedule::default()
    };
    assert_eq!(
        finish(never, 1_000_000, FIVE_SECONDS, now, Asuncion, 0),
        None
    );
}

/// The same by doing it person by person.
fn walk(
    schedule: &Schedule,
    people: u64,
    pace: Pace,
    now: Timestamp,
    zone: Zone,
    sent_today: u64,
) -> Timestamp {
    let (mut at, mut day, mut sent) = (now, local_day(now, zone), sent_today);
    for done in 0..people {
        if done > 0 {
            at = at.plus(pace.wait_after(done, 0.5));
        }
        loop {
            if day != local_day(at, zone) {
                (day, sent) = (local_day(at, zone), 0);
            }
            match schedule.closed(at, zone, sent) {
                Some((_, open)) => at = open,
                None => break,
            }
        }
        sent += 1;
    }
    at
}

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        Asuncion,
        New_York,
        Santiago,
        Zone::UTC,
        Apia,
        chrono_tz::Asia::Kathmandu,
        chrono_tz::Australia::Lord_Howe,
    ])
}

prop_compose! {
    fn schedules()(
        hours in prop::option::of((0u16..1440, 0u16..1440)),
        days in 1u8..128,
        daily_limit in prop::sample::select(vec![0u32, 1, 7, 50]),
    ) -> Schedule {
        Schedule {
            start_at: None,
            quiet: hours.and_then(|(from, until)| QuietHours::new(from, until)),
            weekdays: Weekdays::from_bits(days),
            daily_limit,
        }
    }
}

proptest! {
    /// It opens later, at an instant that is open, and at no minute before it.
    #[test]
    fn the_opening_is_the_first(schedule in schedules(), zone in zones(), minute in 0i64..600_000, sent in 0u64..60) {
        let now = Timestamp(at(zone, "2026-02-01 00:00").0 + minute * 60_000 + 17);
        if let Some((_, opens)) = schedule.closed(now, zone, sent) {
            prop_assert!(opens > now);
            let sent_then = if local_day(opens, zone) == local_day(now, zone) { sent } else { 0 };
            prop_assert_eq!(schedule.closed(opens, zone, sent_then), None);
            let mut before = now;
            for _ in 0..20_000 {
                if before >= opens { break; }
                let sent_then = if local_day(before, zone) == local_day(now, zone) { sent } else { 0 };
                prop_assert!(schedule.closed(before, zone, sent_then).is_some());
                before = before.plus(Duration::from_secs(60));
            }
        }
    }

    #[test]
    fn the_finish_is_where_a_walk_arrives(
        schedule in schedules(), zone in zones(), minute in 0i64..600_000, people in 1u64..150, sent in 0u64..60,
        delay in prop::sample::select(vec![0u64, 5_000, 600_000]), batch in prop::sample::select(vec![0u32, 10]),
    ) {
        let now = Timestamp(at(zone, "2026-02-01 00:00").0 + minute * 60_000);
        let pace = Pace { delay_ms: delay, jitter_percent: 0, batch, batch_pause_ms: 1_800_000 };
        let told = finish(schedule, people, pace, now, zone, sent);
        prop_assert_eq!(told, Some(walk(&schedule, people, pace, now, zone, sent)));
    }
}

/// The same for a queue, person by person.
fn serve(queue: &[Planned], now: Timestamp, zone: Zone, sent_today: u64) -> Vec<Expected> {
    let mut left = queue.to_vec();
    let mut expected = vec![Expected::default(); queue.len()];
    let (mut at, mut day, mut sent) = (now, local_day(now, zone), sent_today);
    while left.iter().any(|planned| planned.people > 0) {
        if day != local_day(at, zone) {
            (day, sent) = (local_day(at, zone), 0);
        }
        let may = |planned: &Planned| {
            planned.people > 0 && planned.schedule.closed(at, zone, sent).is_none()
        };
        let Some(place) = left.iter().position(may) else {
            let waiting = left.iter().filter(|planned| planned.people > 0);
            at = waiting
                .filter_map(|planned| planned.schedule.closed(at, zone, sent))
                .map(|(_, until)| until)
                .min()
                .unwrap();
            continue;
        };
        let planned = &mut left[place];
        expected[place].begins.get_or_insert(at);
        planned.people -= 1;
        planned.done += 1;
        sent += 1;
        if planned.people == 0 {
            expected[place].finish = Some(at);
        }
        at = at.plus(planned.pace.wait_after(planned.done, 0.5));
    }
    expected
}

#[test]
fn campaigns_that_begin_at_the_same_time_wait_for_each_other() {
    let now = at(Asuncion, "2026-11-20 08:00");
    let nine = at(Asuncion, "2026-11-20 09:00");
    let minute = Pace {
        delay_ms: 60_000,
        ..FIVE_SECONDS
    };
    let planned = Planned {
        people: 100,
        done: 0,
        pace: minute,
        schedule: Schedule {
            start_at: Some(nine),
            ..Schedule::default()
        },
    };
    let minutes = |n: u64| Some(nine.plus(Duration::from_secs(n * 60)));
    let told = forecast(&[planned, planned], now, Asuncion, 0);
    assert_eq!((told[0].begins, told[0].finish), (minutes(0), minutes(99)));
    assert_eq!(
        (told[1].begins, told[1].finish),
        (minutes(100), minutes(199))
    );
}

#[test]
fn the_daily_limit_counts_what_others_use_of_it() {
    let now = at(Asuncion, "2026-11-20 08:00");
    let planned = |people, daily_limit| Planned {
        people,
        done: 0,
        pace: FIVE_SECONDS,
        schedule: Schedule {
            daily_limit,
            ..Schedule::default()
        },
    };
    // 24 were written to today; 40 a day: 16, then 34 and 6, then 40, then 4.
    let told = forecast(&[planned(50, 40), planned(50, 40)], now, Asuncion, 24);
    let on = |day: &str, people: u64| Some(at(Asuncion, day).plus(Duration::from_secs(5 * people)));
    assert_eq!(told[0].finish, on("2026-11-21 00:00", 33));
    assert_eq!(told[1].finish, on("2026-11-23 00:00", 3));
    // One without a limit uses up the day of the one behind it.
    let told = forecast(&[planned(50, 0), planned(5, 40)], now, Asuncion, 0);
    assert_eq!(told[1].begins, Some(at(Asuncion, "2026-11-21 00:00")));
}

proptest! {
    #[test]
    fn a_queue_is_served_as_the_forecast_says(
        queue in prop::collection::vec((schedules(), 1u64..40, prop::sample::select(vec![60_000u64, 600_000, 3_600_000])), 1..4),
        zone in zones(), minute in 0i64..600_000, sent in 0u64..20,
    ) {
        let now = Timestamp(at(zone, "2026-02-01 00:00").0 + minute * 60_000);
        let queue: Vec<_> = queue
            .into_iter()
            .map(|(schedule, people, delay_ms)| Planned {
                people,
                done: 0,
                pace: Pace { delay_ms, jitter_percent: 0, batch: 7, batch_pause_ms: 5_000_000 },
                schedule,
            })
            .collect();
        prop_assert_eq!(forecast(&queue, now, zone, sent), serve(&queue, now, zone, sent));
    }
}
