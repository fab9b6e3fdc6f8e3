//! SQLite with the cipher, on the disk: what it promises holds, and what breaks
//! it is noticed.
#![allow(clippy::unwrap_used)]

use faultfs::{Crash, Fault, FaultFs, Plan};
use rusqlite::{Connection, ErrorCode, OpenFlags};

fn open(disk: &FaultFs) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags_and_vfs("till.db", flags, disk.name())?;
    connection.execute_batch(
        "PRAGMA cipher_log_level = NONE;
         PRAGMA key = \"x'0707070707070707070707070707070707070707070707070707070707070707'\";
         PRAGMA synchronous = FULL;
         PRAGMA journal_mode = WAL;
         CREATE TABLE IF NOT EXISTS coin (value INTEGER NOT NULL);",
    )?;
    Ok(connection)
}

fn coins(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM coin", [], |row| row.get(0))
}

fn sound(connection: &Connection) -> bool {
    let answer = connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    answer.is_ok_and(|answer| answer == "ok")
}

/// Puts coins in, one by one, until something fails. How many are promised.
fn put_in(disk: &FaultFs, most: i64) -> i64 {
    let Ok(connection) = open(disk) else { return 0 };
    let mut promised = 0;
    while promised < most {
        if connection
            .execute("INSERT INTO coin VALUES (1)", [])
            .is_err()
        {
            break;
        }
        promised += 1;
    }
    promised
}

/// How many of the crashes lose a promised coin, or harm the file.
fn sweep(prepare: impl Fn(&FaultFs), how: impl Fn(u64) -> Crash) -> (u64, u64) {
    let disk = FaultFs::new().unwrap();
    let (mut at, mut bad) = (0, 0);
    loop {
        at += 1;
        disk.format();
        prepare(&disk);
        disk.plan(Plan::Crash { at, how: how(at) });
        let promised = put_in(&disk, 12);
        if !disk.has_crashed() {
            return (at - 1, bad);
        }
        disk.reboot();
        let held = open(&disk).and_then(|again| Ok((coins(&again)?, sound(&again))));
        bad += u64::from(!matches!(held, Ok((found, true)) if found >= promised));
    }
}

#[test]
fn full_synchronisation_keeps_every_promise() {
    for how in [
        |_| Crash::Kill,
        |_| Crash::PowerLoss,
        |seed| Crash::Torn { seed },
    ] {
        let (points, bad) = sweep(|_| (), how);
        assert!(points > 40 && bad == 0, "{bad} of {points}");
    }
}

#[test]
fn weaker_synchronisation_and_a_lying_disk_are_noticed() {
    for prepare in [
        FaultFs::weaken_synchronous,
        FaultFs::lie_about_synchronising,
    ] {
        assert_eq!(sweep(prepare, |_| Crash::Kill).1, 0, "a kill cannot see it");
        assert!(sweep(prepare, |_| Crash::PowerLoss).1 > 0);
        assert!(sweep(prepare, |seed| Crash::Torn { seed }).1 > 0);
    }
}

#[test]
fn a_fault_has_its_name_and_passes() {
    let disk = FaultFs::new().unwrap();
    let connection = open(&disk).unwrap();
    for (what, name) in [
        (Fault::Full, ErrorCode::DiskFull),
        (Fault::Io, ErrorCode::SystemIoFailure),
    ] {
        disk.plan(Plan::Fail {
            from: 1,
            until: u64::MAX,
            what,
        });
        let refused = connection.execute("INSERT INTO coin VALUES (1)", []);
        assert_eq!(refused.unwrap_err().sqlite_error_code(), Some(name));
        assert!(disk.faults() > 0 && sound(&connection));
        disk.heal();
        connection
            .execute("INSERT INTO coin VALUES (1)", [])
            .unwrap();
    }
    disk.plan(Plan::Fail {
        from: 1,
        until: 2,
        what: Fault::ReadIo,
    });
    let other = open(&disk);
    assert!(other.is_err() && disk.reads() > 0);
    drop(other);
    assert_eq!(coins(&open(&disk).unwrap()).unwrap(), 2);
}

#[test]
fn connections_share_and_exclude() {
    let disk = FaultFs::new().unwrap();
    let (writer, reader) = (open(&disk).unwrap(), open(&disk).unwrap());
    reader.execute_batch("BEGIN").unwrap();
    assert_eq!(coins(&reader).unwrap(), 0);
    writer.execute("INSERT INTO coin VALUES (1)", []).unwrap();
    assert_eq!(coins(&reader).unwrap(), 0, "a view stays as it is");
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(coins(&reader).unwrap(), 1);
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(reader.execute("INSERT INTO coin VALUES (1)", []).is_err());
    reader.close().unwrap();
    writer.execute_batch("COMMIT").unwrap();
    writer.execute("INSERT INTO coin VALUES (1)", []).unwrap();
    assert_eq!(coins(&writer).unwrap(), 2, "the reader took nothing along");
}
