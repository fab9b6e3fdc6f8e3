//! From a backup to a profile. Everything is checked in a folder aside before it
//! becomes one.

use super::archive::{Content, Manifest};
use super::gives_way::GivesWay;
use super::passphrase::Passphrase;
use super::seal::{Opened, Sealed};
use super::{Told, seal_error, sync_folder, write_error};
use crate::error::{AppError, ErrorKind, Result};
use crate::keys::{Passcode, ProfileKey};
use crate::profile_folder::ProfileFolder;
use domain::Timestamp;
use std::fs::{self, File};
use std::io::{BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use store::campaigns::Restored;
use store::snapshot::Checking;
use store::{DatabaseKey, Execution, Store, StoreError, campaigns, settings};

/// How a backup is restored.
#[derive(Debug, Default)]
pub struct RestoreOptions {
    /// The name of the profile that is made; that of the backup where absent.
    pub name: Option<String>,
    /// Whether a profile of that name gives way. It is set aside until the new
    /// one was opened.
    pub replace: bool,
    /// The passcode of the profile that gives way, where it has one. It goes on
    /// guarding the one that takes the place.
    pub passcode: Option<Passcode>,
}

/// The folder in which restored profiles are put together, beside the profiles, on
/// the same disk.
const WORKSHOP: &str = "restoring";

/// How often it is asked whether a look at everything is to go on.
const OFTEN: Duration = Duration::from_millis(20);

/// A backup that was opened with its passphrase.
pub(crate) struct Unsealed {
    file: PathBuf,
    opened: Opened<BufReader<File>>,
    pub manifest: Manifest,
}

impl Unsealed {
    /// Opens a backup. Takes a moment.
    pub fn open(file: &Path, passphrase: &Passphrase) -> Result<Self> {
        passphrase.check_given()?;
        let cannot = |error: std::io::Error| AppError::cannot_read(file, &error);
        let meta = fs::metadata(file).map_err(cannot)?;
        if meta.is_dir() {
            return Err(AppError::bad_input("backup_is_folder").with("file", file.display()));
        }
        if !meta.is_file() {
            return Err(AppError::no_file(file));
        }
        let from = File::open(file).map_err(cannot)?;
        let length = from.metadata().map_err(cannot)?.len();
        let named = |error| seal_error(error, file);
        let sealed = Sealed::look(BufReader::new(from), length).map_err(named)?;
        let mut opened = sealed.open(passphrase).map_err(named)?;
        let manifest = Manifest::read(&mut opened).map_err(named)?;
        Ok(Self {
            file: file.to_owned(),
            opened,
            manifest,
        })
    }
}

/// A profile that is being put together. What was written is gone when this is
/// dropped before [`Workshop::place`].
pub(crate) struct Workshop {
    path: PathBuf,
    folder: ProfileFolder,
    /// Says that somebody works here.
    lock: Option<crate::profile_folder::Lock>,
}

impl Workshop {
    /// Begins one. Those of programs that died are removed.
    pub fn begin(data_dir: &Path, name: &str) -> Result<Self> {
        let all = data_dir.join(WORKSHOP);
        for left in fs::read_dir(&all).into_iter().flatten().flatten() {
            let folder = ProfileFolder::at(left.path());
            if let Ok(lock) = folder.lock("") {
                drop(lock);
                let _ = fs::remove_dir_all(left.path());
            }
        }
        let path = all.join(name);
        fs::create_dir_all(&path).map_err(|error| write_error(&error, &path))?;
        let folder = ProfileFolder::at(path.clone());
        let lock = folder.lock("")?;
        Ok(Self {
            path,
            folder,
            lock: Some(lock),
        })
    }

    /// Writes the databases of a backup and checks them from end to end.
    pub fn unpack(&self, backup: &mut Unsealed, told: Told<'_>) -> Result<ProfileKey> {
        let damaged = || AppError::bad_input("backup_damaged").with("file", backup.file.display());
        let keys = backup.manifest.keys().ok_or_else(damaged)?;
        let total = backup.manifest.bytes_of_files();
        let manifest = &backup.manifest;
        let mut done = 0;
        let mut files = vec![(self.folder.database(), &manifest.database)];
        if let Some(session) = &manifest.session {
            files.push((self.folder.session(), session));
        }
        for (path, content) in files {
            let opened = &mut backup.opened;
            write_out(opened, content, &path, &backup.file, &mut |more| {
                done += more;
                told(done, total)
            })?;
        }
        let key = DatabaseKey::from_bytes(keys.database());
        let named = |error: StoreError| match error {
            StoreError::NewerVersion { .. } => {
                AppError::failure("backup_newer").with("file", backup.file.display())
            }
            StoreError::DiskFull | StoreError::Io(_) | StoreError::ReadOnly => error.into(),
            _ => damaged(),
        };
        let mut goes_on = || told(total, total);
        let checking = Checking::of(&self.folder.database(), &key).map_err(named)?;
        let looked = unless_stopped(checking, Checking::run_of_profile, &mut goes_on)?;
        looked.map_err(named)?;
        if manifest.session.is_some() {
            let key = DatabaseKey::from_bytes(keys.session());
            let checking = Checking::of(&self.folder.session(), &key).map_err(named)?;
            let looked = unless_stopped(checking, Checking::run, &mut goes_on)?;
            looked.map_err(named)?;
        }
        Ok(keys)
    }

    /// Opens the database, which brings it up to date, and stops what was under
    /// way. A copy without its session is not linked.
    pub async fn settle(
        &self,
        keys: &ProfileKey,
        linked: bool,
        now: Timestamp,
    ) -> Result<Restored> {
        let key = DatabaseKey::from_bytes(keys.database());
        settle(&self.folder.database(), &key, linked, now).await
    }

    /// The folder in which it lies for now.
    pub fn folder(&self) -> &ProfileFolder {
        &self.folder
    }

    /// The profile takes its place, and the one that is there gives way.
    pub fn place(mut self, at: &Path, gives_way: Option<GivesWay>) -> Result<()> {
        let gone = gives_way.map(|old| old.set_aside(&self.path)).transpose()?;
        // A folder with an open file in it cannot be moved everywhere.
        self.lock.take();
        let moved = at
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::rename(&self.path, at));
        if let Err(error) = moved {
            if let Some(gone) = gone {
                gone.come_back();
            }
            return Err(write_error(&error, at));
        }
        for folder in [at.parent(), self.path.parent()].into_iter().flatten() {
            sync_folder(folder).map_err(|error| write_error(&error, at))?;
        }
        Ok(())
    }
}

/// Looks at a database from end to end while `goes_on` is asked again and again; what
/// it says when it stops the work.
fn unless_stopped<T: Send>(
    checking: Checking,
    look: fn(Checking) -> Result<T, StoreError>,
    goes_on: &mut dyn FnMut() -> Result<()>,
) -> Result<Result<T, StoreError>> {
    let stopper = checking.stopper();
    let (ended, has_ended) = channel();
    std::thread::scope(|scope| {
        let looking = std::thread::Builder::new()
            .name("restore-check".to_owned())
            .spawn_scoped(scope, move || drop(ended.send(look(checking))));
        looking.map_err(|error| AppError::failure("internal").with("reason", error.kind()))?;
        let mut asked = goes_on();
        loop {
            match has_ended.recv_timeout(OFTEN) {
                Ok(seen) => return asked.map(|()| seen),
                Err(RecvTimeoutError::Timeout) if asked.is_ok() => asked = goes_on(),
                Err(RecvTimeoutError::Timeout) => stopper.stop(),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(AppError::failure("internal").with("reason", "a check panicked"));
                }
            }
        }
    })
}

impl Drop for Workshop {
    fn drop(&mut self) {
        self.lock.take();
        // Gone already where it took its place.
        let _ = fs::remove_dir_all(&self.path);
        if let Some(all) = self.path.parent() {
            // Stays where others work in it.
            let _ = fs::remove_dir(all);
        }
    }
}

/// Stops what was under way in a database that came out of a backup.
pub(super) async fn settle(
    database: &Path,
    key: &DatabaseKey,
    linked: bool,
    now: Timestamp,
) -> Result<Restored> {
    let store = Store::open(database, key, Execution::Thread)?;
    let settled = store
        .write(move |tx| {
            if !linked {
                for setting in crate::session::OF_THE_LINK {
                    settings::set(tx, setting, "")?;
                }
            }
            campaigns::hold_restored(tx, now)
        })
        .await;
    store.close().await;
    Ok(settled?)
}

fn write_out(
    from: &mut Opened<impl Read>,
    content: &Content,
    path: &Path,
    backup: &Path,
    told: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<()> {
    let cannot = |error: std::io::Error| write_error(&error, path);
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(cannot)?;
    let mut left = content.bytes;
    while left > 0 {
        let most = usize::try_from(left).unwrap_or(usize::MAX);
        let bytes = from.next(most).map_err(|error| seal_error(error, backup))?;
        if bytes.is_empty() {
            return Err(AppError::bad_input("backup_damaged").with("file", backup.display()));
        }
        file.write_all(bytes).map_err(cannot)?;
        let more = bytes.len() as u64;
        left -= more;
        told(more)?;
    }
    file.sync_all().map_err(cannot)
}

/// A name that is taken, in words that say what to do about it.
pub(crate) fn name_taken(name: &str) -> AppError {
    AppError::new(ErrorKind::BadInput, "restore_name_taken").with("profile", name)
}
