//! The schema, version by version. A migration that was released never
//! changes; a new one is added behind it and `tests/schema.sql` reviewed.

use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// The letters M, S, n, d, so that tools can tell whose file it is.
pub(crate) const APPLICATION_ID: i32 = 0x4d53_6e64;

/// The newest format this program knows.
pub(crate) const KNOWN: u32 = 7;

pub(crate) const MIGRATIONS: [&str; KNOWN as usize] = [
    include_str!("migrations/0001_base.sql"),
    include_str!("migrations/0002_schedule.sql"),
    include_str!("migrations/0003_contacts.sql"),
    include_str!("migrations/0004_counts.sql"),
    include_str!("migrations/0005_attachments.sql"),
    include_str!("migrations/0006_metrics.sql"),
    include_str!("migrations/0007_names.sql"),
];

/// The format of the file, 0 when it is new. The first access to a page, so
/// this is where a wrong key shows.
pub(crate) fn version(connection: &Connection) -> Result<u32, StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    u32::try_from(version).map_err(|_| StoreError::corrupt("negative format version"))
}

/// Whether this program may work on a file of this format.
pub(crate) fn check(connection: &Connection, version: u32) -> Result<(), StoreError> {
    let (id, tables): (i32, i64) = connection.query_row(
        "SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let ours = if version == 0 {
        tables == 0
    } else {
        id == APPLICATION_ID
    };
    if !ours {
        return Err(StoreError::NotADatabase);
    }
    if version > KNOWN {
        return Err(StoreError::NewerVersion {
            found: version,
            known: KNOWN,
        });
    }
    Ok(())
}

/// Brings the schema up to date. Schema and version change together or not at all.
pub(crate) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let found = version(&tx)?;
    check(&tx, found)?;
    if found == KNOWN {
        return Ok(());
    }
    for migration in MIGRATIONS.iter().skip(found as usize) {
        tx.execute_batch(migration)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", KNOWN)?;
    tx.commit()?;
    if found == 0 {
        log::info!("a database of format {KNOWN} is made");
    } else {
        log::info!("the database is of format {KNOWN} now, it was of {found}");
    }
    Ok(())
}
