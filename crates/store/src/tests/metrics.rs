//! The numbers of the dashboard against a count of every row.

use super::helpers::{NOW, Profile, campaign, minter, phone, recipient};
use crate::{StoreError, Tx, campaigns, contacts, metrics, outbox, replies};
use chrono::NaiveDate;
use domain::messenger::Incoming;
use domain::metrics::{Days, Outcomes, Period, Unit};
use domain::{CampaignId, MessageId, PartEvent, PartId, SkipReason, Timestamp, Zone};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A recipient as the database keeps it, without anything that was counted.
struct Row {
    campaign: i64,
    phone: String,
    groups: Vec<String>,
    state: String,
    at: Timestamp,
    replied_at: Option<Timestamp>,
    reason: Option<String>,
}

/// Every recipient of campaigns that people made.
fn rows(tx: &Tx<'_>) -> Result<Vec<Row>, StoreError> {
    let mut list = tx.connection().prepare(
        "SELECT r.campaign_id, r.position, r.phone, r.\"groups\", r.state,
            r.messaged_at, r.changed_at, c.created_at, r.replied_at
         FROM recipient r JOIN campaign c ON c.id = r.campaign_id
         WHERE c.kind = 'campaign' AND c.for_test = 0",
    )?;
    let mut reasons = tx.connection().prepare(
        "SELECT state, reason FROM part WHERE campaign_id = ?1 AND position = ?2 ORDER BY ordinal",
    )?;
    let mut found = list.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let state: String = row.get(4)?;
        let parts = reasons
            .query_map([row.get::<_, i64>(0)?, row.get(1)?], |part| {
                Ok((part.get::<_, String>(0)?, part.get(1)?))
            })?
            .collect::<Result<Vec<(String, Option<String>)>, _>>()?;
        let (messaged, changed): (Option<i64>, Option<i64>) = (row.get(5)?, row.get(6)?);
        let reason = parts.into_iter().find(|part| part.0 == state);
        rows.push(Row {
            campaign: row.get(0)?,
            phone: row.get(2)?,
            groups: serde_json::from_str(&row.get::<_, String>(3)?).unwrap(),
            at: Timestamp(messaged.or(changed).unwrap_or(row.get(7)?)),
            replied_at: row.get::<_, Option<i64>>(8)?.map(Timestamp),
            reason: reason.and_then(|part| part.1),
            state,
        });
    }
    Ok(rows)
}

fn count(rows: &[Row], period: Period, states: &[&str]) -> u64 {
    rows.iter()
        .filter(|row| period.has(row.at) && states.contains(&row.state.as_str()))
        .count() as u64
}

const SENT: [&str; 5] = ["sent", "accepted", "delivered", "read", "played"];

fn check_numbers(tx: &Tx<'_>, rows: &[Row], period: Period) -> Result<(), StoreError> {
    let mut all = Outcomes::default();
    for (at, outcomes) in metrics::outcomes(tx, period)? {
        assert!(period.has(at));
        all.add(&outcomes);
    }
    assert_eq!(all.sent(), count(rows, period, &SENT));
    assert_eq!(all.accepted(), count(rows, period, &SENT[1..]));
    assert_eq!(all.delivered(), count(rows, period, &SENT[2..]));
    assert_eq!(all.read, count(rows, period, &SENT[3..]));
    assert_eq!(all.failed, count(rows, period, &["failed"]));
    assert_eq!(all.skipped, count(rows, period, &["skipped"]));
    let replied = rows
        .iter()
        .filter(|row| row.replied_at.is_some_and(|at| period.has(at)));
    assert_eq!(all.replies, replied.count() as u64);
    Ok(())
}

fn check_lists(tx: &Tx<'_>, rows: &[Row], period: Period) -> Result<(), StoreError> {
    let here = || rows.iter().filter(|row| period.has(row.at));
    let sent = || here().filter(|row| SENT.contains(&row.state.as_str()));
    let (mut groups, mut counted) = (BTreeMap::new(), BTreeMap::new());
    for row in sent() {
        for group in &row.groups {
            *groups.entry(group.clone()).or_insert(0) += 1;
        }
    }
    let sets = metrics::by_groups(tx, period)?;
    assert_eq!(
        sets.iter().map(|set| set.1).sum::<u64>(),
        sent().count() as u64
    );
    for (set, people) in sets {
        for group in set {
            *counted.entry(group).or_insert(0) += people;
        }
    }
    assert_eq!(counted, groups);

    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for row in here().filter(|row| row.state == "failed") {
        *reasons
            .entry(row.reason.clone().unwrap_or("other".into()))
            .or_default() += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    assert_eq!(metrics::failures(tx, period)?, reasons);

    let mut people: BTreeMap<String, u64> = BTreeMap::new();
    for row in sent() {
        *people.entry(row.phone.clone()).or_default() += 1;
    }
    let mut people: Vec<_> = people.into_iter().collect();
    people.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    people.truncate(4);
    let top = metrics::top_contacts(tx, period, 4)?;
    let shown: Vec<_> = top
        .iter()
        .map(|one| (one.phone.as_str().to_owned(), one.sent))
        .collect();
    assert_eq!(shown, people);
    for one in top {
        let replied = rows.iter().filter(|row| {
            row.phone == one.phone.as_str() && row.replied_at.is_some_and(|at| period.has(at))
        });
        assert_eq!(one.replies, replied.count() as u64);
        assert!(one.name.starts_with("Ana "));
    }
    Ok(())
}

fn check_events(tx: &Tx<'_>, period: Period) -> Result<(), StoreError> {
    for (found, sql) in [
        (
            metrics::opt_outs(tx, period)?,
            "SELECT since FROM suppression",
        ),
        (
            metrics::begun(tx, period)?,
            "SELECT started_at FROM campaign
             WHERE kind = 'campaign' AND for_test = 0 AND started_at IS NOT NULL",
        ),
    ] {
        let mut list = tx.connection().prepare(sql)?;
        let all = list.query_map([], |row| row.get(0).map(Timestamp))?;
        let mut all = all.collect::<Result<Vec<_>, _>>()?;
        all.retain(|at| period.has(*at));
        all.sort_unstable();
        assert_eq!(found, all);
    }
    Ok(())
}

/// How a campaign went, in the same numbers.
fn check_course(tx: &Tx<'_>, rows: &[Row], id: CampaignId) -> Result<(), StoreError> {
    let own = || rows.iter().filter(|row| row.campaign == id.0);
    let mut steps: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    for row in own() {
        let step = row.at.0.div_euclid(metrics::STEP) * metrics::STEP;
        match row.state.as_str() {
            "failed" => steps.entry(step).or_default().1 += 1,
            state if SENT.contains(&state) => steps.entry(step).or_default().0 += 1,
            _ => {}
        }
    }
    let course = metrics::course(tx, id)?;
    let found = course.steps.iter();
    let found: Vec<_> = found.map(|s| (s.at.0, (s.sent, s.failed))).collect();
    assert_eq!(found, steps.into_iter().collect::<Vec<_>>());

    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for row in own().filter(|row| row.state == "failed") {
        let reason = row.reason.clone().unwrap_or("other".into());
        *reasons.entry(reason).or_default() += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    assert_eq!(course.failures, reasons);
    let campaign = campaigns::get(tx, id)?.unwrap();
    assert_eq!(course.started_at, campaign.started_at);
    Ok(())
}

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        "America/Asuncion",
        "Europe/Madrid",
        "America/New_York",
        "Asia/Kolkata",
        "Pacific/Auckland",
        "UTC",
    ])
    .prop_map(|name| name.parse().unwrap())
}

/// Days around which clocks change somewhere, or a month ends.
fn days() -> impl Strategy<Value = NaiveDate> {
    prop::sample::select(vec![
        "2023-10-01",
        "2024-03-24",
        "2024-10-06",
        "2026-01-31",
        "2026-02-28",
        "2026-03-08",
        "2026-03-29",
        "2026-03-31",
        "2026-04-05",
        "2026-09-27",
        "2026-10-25",
        "2026-11-01",
        "2028-02-29",
    ])
    .prop_map(|day| day.parse().unwrap())
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Event(usize, usize, Option<&'static str>),
    Begin,
    Cancel,
    Retry,
    Requeue,
    Reply(u64, bool),
    OptOut(u64),
    OptIn(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let reason = prop::sample::select(vec![None, Some("network"), Some("not_on_whatsapp")]);
    prop_oneof![
        12 => (0usize..40, 0..PartEvent::ALL.len(), reason).prop_map(|(a, b, c)| Step::Event(a, b, c)),
        6 => Just(Step::Begin),
        1 => Just(Step::Cancel),
        1 => Just(Step::Retry),
        1 => Just(Step::Requeue),
        3 => (1u64..9, any::<bool>()).prop_map(|(who, late)| Step::Reply(who, late)),
        1 => (1u64..9).prop_map(Step::OptOut),
        1 => (1u64..9).prop_map(Step::OptIn),
    ]
}

fn apply(
    tx: &Tx<'_>,
    step: Step,
    parts: &[PartId],
    all: &[CampaignId],
    at: Timestamp,
    number: usize,
) -> Result<(), StoreError> {
    let id = all[number % all.len()];
    match step {
        Step::Event(who, what, reason) => {
            outbox::apply(
                tx,
                parts[who % parts.len()],
                PartEvent::ALL[what],
                at,
                reason,
            )?;
        }
        Step::Begin => {
            if let Some(due) = outbox::next_due(tx, id)? {
                outbox::begin_attempt(tx, due.part, at, 1)?;
                outbox::apply(tx, due.part, PartEvent::WrittenToWire, at, None)?;
            }
        }
        Step::Cancel => {
            outbox::cancel_queued(tx, id, at)?;
        }
        Step::Retry => {
            outbox::retry_failed(tx, id, at)?;
        }
        Step::Requeue => {
            outbox::requeue_in_doubt(tx, id, at)?;
        }
        Step::Reply(who, late) => {
            let sent = if late {
                Timestamp(at.0 - 40 * 3_600_000)
            } else {
                at
            };
            let message = Incoming {
                id: MessageId::from_stored(format!("R{number}")),
                from: phone(who),
                text: "Sí".into(),
                at: sent,
            };
            replies::record(tx, &message, at)?;
        }
        Step::OptOut(who) => {
            contacts::opt_out(tx, &phone(who), "BAJA", at)?;
        }
        Step::OptIn(who) => {
            contacts::opt_in(tx, &phone(who))?;
        }
    }
    Ok(())
}

/// Three campaigns to people of several groups and of none, one of them with
/// second parts, and a test and a confirmation that must not be counted.
fn begin(tx: &Tx<'_>, at: Timestamp) -> Result<(Vec<CampaignId>, Vec<PartId>), StoreError> {
    let mut all = Vec::new();
    for (first, test) in [(1, false), (3, false), (1, true), (5, false)] {
        let mut new = campaign(&["Hola"]);
        (new.created_at, new.for_test) = (at, test);
        let people = (first..first + 4).map(|number| {
            let mut person = recipient(number);
            let groups = ["VIP", "Luque", "=Ñ \"x\" 😊"];
            person.groups = groups[..(number % 4) as usize]
                .iter()
                .map(|g| (*g).to_owned())
                .collect();
            person.skip = (number == 4).then_some(SkipReason::OptedOut);
            person
        });
        all.push(campaigns::create(tx, &new, people, minter())?);
    }
    let id = minter()();
    campaigns::queue_confirmation(tx, &phone(8), "Listo", &id, at)?;
    tx.connection().execute(
        "INSERT INTO part (campaign_id, position, ordinal, kind, message_id, state, due_at)
         SELECT campaign_id, position, 2, kind, message_id || 'B', 'queued', due_at
         FROM part WHERE campaign_id = ?1 AND state = 'queued'",
        [all[0].0],
    )?;
    let mut list = tx.connection().prepare("SELECT id FROM part")?;
    let parts = list.query_map([], |row| row.get(0).map(PartId))?;
    Ok((all, parts.collect::<Result<_, _>>()?))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn numbers_are_those_of_a_count_of_every_row(
        zone in zones(),
        around in days(),
        start in -30i64..30,
        steps in prop::collection::vec((step(), 0i64..400), 0..90),
        range in (0i64..6, 0u64..6),
    ) {
        let profile = Profile::new();
        profile.write(move |tx| {
            let midnight = Days { first: around, last: around }.period(zone).from;
            let mut at = Timestamp(midnight.0 + start * 3_600_000);
            let (all, parts) = begin(tx, at)?;
            for (number, (step, minutes)) in steps.into_iter().enumerate() {
                at.0 += minutes * 60_000 + 17;
                apply(tx, step, &parts, &all, at, number)?;
            }
            let rows = rows(tx)?;
            let first = around + chrono::TimeDelta::days(range.0 - 2);
            let days = Days { first, last: first + chrono::Days::new(range.1) };
            let long = Days { first: first - chrono::Days::new(50), last: first + chrono::Days::new(40) };
            for period in [days.period(zone), long.period(zone), Period { from: Timestamp(0), until: Timestamp(1 << 45) }] {
                check_numbers(tx, &rows, period)?;
                check_lists(tx, &rows, period)?;
                check_events(tx, period)?;
            }
            for id in [all[0], all[1], all[3]] {
                check_course(tx, &rows, id)?;
            }
            for unit in Unit::ALL {
                for point in days.cut(unit, zone) {
                    check_numbers(tx, &rows, point)?;
                }
            }
            // What was counted step by step is what counting anew would give.
            let counted = dump(tx)?;
            recount(tx)?;
            assert_eq!(counted, dump(tx)?);
            assert!(rows.iter().all(|row| row.campaign != all[2].0));
            Ok(())
        });
    }
}

/// The rows of the counts that are not empty.
fn dump(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for sql in [
        "SELECT concat_ws(' ', slot, group_set, on_wire, at_server, on_phone, read, failed, skipped,
            replies) FROM outcome
         WHERE on_wire + at_server + on_phone + read + failed + skipped + replies > 0 ORDER BY slot, group_set",
        "SELECT concat_ws(' ', slot, outcome, reason, recipients) FROM outcome_reason
         WHERE recipients > 0 ORDER BY slot, outcome, reason",
        "SELECT concat_ws(' ', block, phone, sent) FROM outcome_person
         WHERE sent > 0 ORDER BY block, phone",
        "SELECT concat_ws(' ', id, slot, reason) FROM recipient ORDER BY id",
    ] {
        let mut list = tx.connection().prepare(sql)?;
        let found = list.query_map([], |row| row.get::<_, String>(0))?;
        lines.extend(found.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(lines)
}

/// What the migration does to a profile of an earlier version, from its own text.
fn recount(tx: &Tx<'_>) -> Result<(), StoreError> {
    let migration = include_str!("../migrations/0006_metrics.sql");
    tx.connection().execute_batch(
        "DELETE FROM outcome; DELETE FROM outcome_reason; DELETE FROM outcome_person;
         UPDATE recipient SET slot = NULL, reason = NULL;",
    )?;
    let counting = migration
        .split(";\n")
        .filter(|statement| {
            let own = statement.trim();
            own.contains("SET slot = ") || own.starts_with("INSERT INTO outcome")
        })
        .collect::<Vec<_>>();
    assert_eq!(counting.len(), 5);
    for statement in counting {
        tx.connection().execute_batch(statement)?;
    }
    Ok(())
}

#[test]
fn a_person_counts_once_whatever_the_parts() {
    let profile = Profile::new();
    let id = profile.campaign(1, &["Hola"]);
    profile.write(move |tx| {
        tx.connection().execute(
            "INSERT INTO part (campaign_id, position, ordinal, kind, message_id, state, due_at)
             VALUES (?1, 1, 2, 'text', 'second', 'queued', 0)",
            [id.0],
        )?;
        let day = Period {
            from: Timestamp(NOW.0 - 86_400_000),
            until: Timestamp(NOW.0 + 86_400_000),
        };
        let all = |tx: &Tx<'_>| {
            let mut all = Outcomes::default();
            for (_, outcomes) in metrics::outcomes(tx, day)? {
                all.add(&outcomes);
            }
            Ok::<_, StoreError>(all)
        };
        let part = |number: i64| -> Result<PartId, StoreError> {
            let mut find = tx
                .connection()
                .prepare("SELECT id FROM part WHERE ordinal = ?1")?;
            Ok(PartId(find.query_row([number], |row| row.get(0))?))
        };
        let (first, second) = (part(1)?, part(2)?);
        outbox::apply(tx, first, PartEvent::Read, NOW, None)?;
        assert_eq!(all(tx)?.sent(), 0, "the second one waits");
        outbox::apply(tx, second, PartEvent::Accepted, NOW, None)?;
        assert_eq!((all(tx)?.accepted(), all(tx)?.read), (1, 0));
        outbox::apply(tx, second, PartEvent::Read, NOW, None)?;
        assert_eq!((all(tx)?.sent(), all(tx)?.read), (1, 1));
        assert_eq!(all(tx)?.success_rate(), Some(1.0));
        Ok(())
    });
}
