//! Looking at the file itself, beside the store.

use crate::{ABSENT, FILE, KEY, LEAVER, PEOPLE, Verdict};
use domain::PhoneNumber;
use faultfs::FaultFs;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use testkit::{Sent, number};

/// Statements that answer nothing while counts and rows agree.
const AGREE: [(&str, &str); 4] = [
    (
        "counts and recipients differ",
        "SELECT campaign_id FROM (
             SELECT campaign_id, tally, recipients FROM campaign_count WHERE recipients <> 0
             EXCEPT SELECT campaign_id, tally, count(*) FROM recipient GROUP BY 1, 2)
         UNION ALL SELECT campaign_id FROM (
             SELECT campaign_id, tally, count(*) FROM recipient GROUP BY 1, 2
             EXCEPT SELECT campaign_id, tally, recipients FROM campaign_count)",
    ),
    (
        "unsettled parts and their count differ",
        "SELECT id FROM campaign c WHERE unsettled <> (SELECT count(*) FROM part p
             WHERE p.campaign_id = c.id AND p.state IN ('queued', 'sending', 'sent', 'unknown'))",
    ),
    (
        "answers and their count differ",
        "SELECT id FROM campaign c WHERE replies <> (SELECT count(*) FROM recipient r
             WHERE r.campaign_id = c.id AND r.replied_at IS NOT NULL)",
    ),
    (
        "a recipient and the part differ",
        "SELECT r.id FROM recipient r JOIN part p
             ON p.campaign_id = r.campaign_id AND p.position = r.position
         WHERE p.state <> r.state",
    ),
];

/// What must hold whenever a process begins: the file is whole, what crossed
/// the wire is in it, what was promised is in it.
pub(crate) fn after_reboot(
    disk: &FaultFs,
    wire: &[Sent],
    opted_out: &BTreeSet<PhoneNumber>,
    verdict: &mut Verdict,
) {
    if let Err(error) = look(disk, wire, opted_out, verdict) {
        verdict.broken(format!("the file cannot be read: {error}"));
        verdict
            .unrecorded
            .extend(wire.iter().map(|sent| sent.id.clone()));
    }
}

fn look(
    disk: &FaultFs,
    wire: &[Sent],
    opted_out: &BTreeSet<PhoneNumber>,
    verdict: &mut Verdict,
) -> rusqlite::Result<()> {
    let connection = open(disk)?;
    for pragma in ["integrity_check", "foreign_key_check"] {
        let found = words(&connection, &format!("PRAGMA {pragma}"))?;
        if found.iter().any(|word| word != "ok") {
            verdict.broken(format!("{pragma}: {found:?}"));
        }
    }
    let tables = words(
        &connection,
        "SELECT name FROM sqlite_schema WHERE name = 'part'",
    )?;
    if tables.is_empty() {
        // Nothing was ever promised: the schema is made before anything else.
        verdict
            .unrecorded
            .extend(wire.iter().map(|sent| sent.id.clone()));
        return Ok(());
    }
    let recorded: BTreeSet<_> = words(
        &connection,
        "SELECT message_id FROM part WHERE attempts > 0 AND state NOT IN ('skipped')",
    )?
    .into_iter()
    .collect();
    for sent in wire {
        if !recorded.contains(sent.id.as_str()) {
            verdict.unrecorded.insert(sent.id.clone());
        }
    }
    for (what, sql) in AGREE {
        if !words(&connection, sql)?.is_empty() {
            verdict.broken(what);
        }
    }
    let suppressed = words(&connection, "SELECT phone FROM suppression")?;
    for who in opted_out {
        if !suppressed.iter().any(|phone| phone == who.as_str()) {
            verdict.broken("a stored opt-out is gone");
        }
    }
    Ok(())
}

/// What must hold once the campaign is completed.
pub(crate) fn at_the_end(disk: &FaultFs, wire: &[Sent], verdict: &mut Verdict) {
    let mut order = Vec::new();
    let mut ids: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for sent in wire {
        let of = ids.entry(sent.to.clone()).or_default();
        if of.is_empty() {
            order.push(sent.to.clone());
        }
        verdict.repeats += usize::from(!of.insert(sent.id.clone()));
    }
    for (who, ids) in ids {
        if ids.len() > 1 {
            verdict.doubled.insert(who);
        }
    }
    let expected: Vec<_> = (0..PEOPLE)
        .filter(|n| ![ABSENT, LEAVER].contains(n))
        .map(number)
        .collect();
    for who in &expected {
        if !order.contains(who) {
            verdict.lost.insert(who.clone());
        }
    }
    let mut sorted = order.clone();
    sorted.sort();
    if order != sorted {
        verdict.broken("somebody overtook somebody");
    }
    // This pragma looks at the file alone and not at the log, which may hold the
    // sound copy of a torn page: it means something only after a clean close.
    match open(disk).and_then(|file| words(&file, "PRAGMA cipher_integrity_check")) {
        Ok(found) if found.is_empty() => {}
        found => verdict.broken(format!("cipher_integrity_check: {found:?}")),
    }
    match standing(disk) {
        Ok(people) => compare(&people, &expected, verdict),
        Err(error) => verdict.broken(format!("the file cannot be read at the end: {error}")),
    }
}

fn compare(people: &[String], expected: &[PhoneNumber], verdict: &mut Verdict) {
    if people.len() != PEOPLE as usize {
        verdict.broken(format!("{} recipients", people.len()));
    }
    for line in people {
        let (who, state) = line.split_once(' ').unwrap();
        let who = PhoneNumber::from_e164(who).unwrap();
        if expected.contains(&who) {
            // Receipts may have died with a process; the ack was asked for again.
            if !["accepted", "delivered", "read"].contains(&state) {
                verdict.lost.insert(who);
            }
        } else if who == number(ABSENT) && state != "failed not_on_whatsapp"
            || who == number(LEAVER) && state != "skipped opted_out"
        {
            verdict.broken(format!("somebody who must get nothing is {state}"));
        }
    }
}

fn standing(disk: &FaultFs) -> rusqlite::Result<Vec<String>> {
    words(
        &open(disk)?,
        "SELECT trim(r.phone || ' ' || p.state || ' ' || coalesce(p.reason, '')) FROM part p
         JOIN recipient r ON r.campaign_id = p.campaign_id AND r.position = p.position
         ORDER BY p.campaign_id, p.position",
    )
}

/// A handle that leaves the log as it finds it, so that the store has to
/// recover by itself.
fn open(disk: &FaultFs) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags_and_vfs(FILE, flags, disk.name())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let key = KEY.iter().fold(String::new(), |mut key, byte| {
        let _ = write!(key, "{byte:02x}");
        key
    });
    connection.execute_batch(&format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{key}'\";"
    ))?;
    Ok(connection)
}

fn words(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        words.push(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            _ => String::new(),
        });
    }
    Ok(words)
}
