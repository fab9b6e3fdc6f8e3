//! Copies that the program makes by itself, in the profile's folder and under the
//! profile's own key: one a day, and one before a database is brought up to date.

use super::{copy, no_room, write_error};
use crate::api::AutomaticBackup;
use crate::error::{AppError, Result};
use crate::profile_folder::ProfileFolder;
use chrono::{DateTime, NaiveDateTime};
use domain::{Clock, Timestamp};
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{DatabaseKey, StoreError};
use tokio::sync::RwLock;
use tokio::time::MissedTickBehavior;

/// How many are kept.
const KEPT: usize = 7;

/// Between two of them.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(60);

/// What a copy leaves free on the disk, for what a campaign has to write.
const SPARE: u64 = 8 << 20;

/// Why a copy was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A day had passed.
    Daily,
    /// A newer program was about to bring the database up to date.
    Update,
}

impl Reason {
    /// The stable word, also in the name of the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Update => "update",
        }
    }
}

/// One copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rolling {
    /// Counted from 1 in the order in which they were made, whatever the clock said.
    number: u64,
    pub made_at: Timestamp,
    pub reason: Reason,
    pub bytes: u64,
    pub path: PathBuf,
}

/// Times in names of files.
const TIME: &str = "%Y%m%dT%H%M%SZ";

impl Rolling {
    /// The name of its file, which tells everything about it.
    fn name(number: u64, made_at: Timestamp, reason: Reason) -> String {
        let time = DateTime::from_timestamp_millis(made_at.0).unwrap_or_default();
        format!("{number:06}-{}-{}.db", time.format(TIME), reason.word())
    }

    fn parse(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
        let mut parts = name.split('-');
        let (number, time, reason) = (parts.next()?, parts.next()?, parts.next()?);
        let time = NaiveDateTime::parse_from_str(time, TIME).ok()?;
        let reason = [Reason::Daily, Reason::Update]
            .into_iter()
            .find(|known| known.word() == reason)?;
        let bytes = fs::metadata(&path).ok()?.len();
        Some(Self {
            number: number.parse().ok().filter(|_| parts.next().is_none())?,
            made_at: Timestamp(time.and_utc().timestamp_millis()),
            reason,
            bytes,
            path,
        })
    }

    /// What a door names it by.
    pub fn id(&self) -> String {
        self.number.to_string()
    }

    pub fn view(&self) -> AutomaticBackup {
        AutomaticBackup {
            id: self.id(),
            made_at: self.made_at.to_rfc3339(),
            reason: self.reason.word().to_owned(),
            bytes: self.bytes,
        }
    }
}

/// Those of a profile, the latest first.
pub(crate) fn list(folder: &ProfileFolder) -> Vec<Rolling> {
    let entries = fs::read_dir(folder.backups()).into_iter().flatten();
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Rolling::parse(entry.path()))
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.number));
    found
}

/// [`list`] as a door shows it.
pub(crate) fn views(folder: &ProfileFolder) -> Vec<AutomaticBackup> {
    list(folder).iter().map(Rolling::view).collect()
}

/// Whether a day has passed since the last one. One that a clock gave a time to
/// come is none of the last day: a clock that was set back does not end the backups.
fn is_due(found: &[Rolling], now: Timestamp) -> bool {
    !found
        .iter()
        .any(|one| (now.0 - DAY + 1..=now.0).contains(&one.made_at.0))
}

/// Makes a copy, and removes those for which it is one too many.
///
/// # Errors
/// `backup_no_room` where the disk would be left too full; nothing was written.
async fn make(
    folder: &ProfileFolder,
    key: &DatabaseKey,
    reason: Reason,
    now: Timestamp,
    free: FreeSpace,
    guard: impl Send + 'static,
) -> Result<()> {
    let place = folder.backups();
    fs::create_dir_all(&place).map_err(|error| write_error(&error, &place))?;
    leave_no_parts(&place);
    let found = list(folder);
    let wanted = size(&folder.database()) + size(&folder.database_log()) + SPARE;
    if free(&place).is_some_and(|free| free < wanted) {
        return Err(AppError::failure("backup_no_room"));
    }
    let number = found.first().map_or(1, |last| last.number + 1);
    let path = place.join(Rolling::name(number, now, reason));
    let part = path.with_extension("part");
    let database = folder.database();
    let copied = copy(&database, key.clone(), &part, key.clone(), guard);
    copied.await.map_err(|error| match error {
        StoreError::DiskFull => AppError::failure("backup_no_room"),
        other => other.into(),
    })?;
    let placed = fs::rename(&part, &path).and_then(|()| super::sync_folder(&place));
    placed.map_err(|error| {
        if no_room(&error) {
            return AppError::failure("backup_no_room");
        }
        write_error(&error, &path)
    })?;
    for old in list(folder).iter().skip(KEPT) {
        if let Err(error) = fs::remove_file(&old.path) {
            log::warn!("an old automatic backup stays: {}", error.kind());
        }
    }
    Ok(())
}

/// What a program that died had begun.
fn leave_no_parts(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|end| end == "part") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}

/// Asks how many bytes may still be written to the disk of a folder.
pub(crate) type FreeSpace = fn(&Path) -> Option<u64>;

/// Bytes that may be written to this disk, where the system says so.
#[cfg(unix)]
pub(crate) fn free_space(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Elsewhere a copy is begun, and given up when the disk is full.
#[cfg(not(unix))]
pub(crate) fn free_space(_: &Path) -> Option<u64> {
    None
}

/// A copy before the database is brought up to date, where that is about to happen.
pub(super) async fn before_update(
    folder: &ProfileFolder,
    key: &DatabaseKey,
    now: Timestamp,
) -> Result<()> {
    match store::snapshot::format(&folder.database(), key)? {
        Some(format) if (1..store::snapshot::KNOWN_FORMAT).contains(&format) => {
            make(folder, key, Reason::Update, now, free_space, ()).await
        }
        _ => Ok(()),
    }
}

/// Makes one copy a day for as long as it is polled.
pub(crate) struct Keeper {
    pub folder: ProfileFolder,
    pub key: DatabaseKey,
    pub clock: Arc<dyn Clock>,
    /// Held for reading while a copy is made, so that closing can wait for its end.
    pub copying: Arc<RwLock<()>>,
    pub free: FreeSpace,
}

impl Keeper {
    /// `told` hears how each attempt ended.
    pub async fn run<T: Future<Output = ()>>(self, mut told: impl FnMut(Result<()>) -> T) {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failed: Option<Timestamp> = None;
        loop {
            look.tick().await;
            let now = self.clock.now();
            // What could not be done is tried again after an hour.
            let rests = failed.is_some_and(|at| (at.0..at.0 + DAY / 24).contains(&now.0));
            if rests {
                continue;
            }
            let looked = self.look().await;
            failed = looked.is_err().then_some(now);
            match looked {
                Ok(false) => {}
                Ok(true) => told(Ok(())).await,
                Err(error) => told(Err(error)).await,
            }
        }
    }

    /// Makes a copy if a day has passed since the last one. Whether it did.
    pub async fn look(&self) -> Result<bool> {
        let now = self.clock.now();
        if !is_due(&list(&self.folder), now) {
            return Ok(false);
        }
        // Until the copy has its name, or, should this be dropped, until the thread
        // that makes it has ended.
        let guard = Arc::new(Arc::clone(&self.copying).read_owned().await);
        let (folder, key) = (&self.folder, &self.key);
        let reason = Reason::Daily;
        let made = make(folder, key, reason, now, self.free, Arc::clone(&guard)).await;
        drop(guard);
        made.map(|()| true)
    }
}
