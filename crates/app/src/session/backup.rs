//! Backups of an open profile.

use super::{DEVICE_TROUBLE, Inner, PRACTICE_LINKED, Session};
use crate::api::{AppEvent, AutomaticBackups, BackupDone, ErrorView, Work};
use crate::backup::{
    Copied, Keeper, Packing, Passphrase, Portable, Room, Target, copy, free_space, rolling_backups,
    suspect,
};
use crate::error::{AppError, Result};
use crate::profile_folder::ProfileFolder;
use crate::work::Task;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::DatabaseKey;
use tokio::time::MissedTickBehavior;

/// Settings that say something about the link to the phone and mean nothing
/// without it.
pub(crate) const OF_THE_LINK: [&str; 2] = [DEVICE_TROUBLE, PRACTICE_LINKED];

/// Between two looks at how far a copy is.
const LOOK: Duration = Duration::from_millis(100);

impl Session {
    /// Writes one file with everything that is in this profile, locked by a
    /// passphrase; with the link to the phone only where that is asked for, because
    /// two computers with one link throw each other out. Campaigns go on meanwhile. It
    /// can be stopped as [`Work::Backup`]; a backup of the same name is replaced at
    /// the end, or not at all.
    pub async fn back_up(
        &self,
        file: &Path,
        passphrase: Passphrase,
        with_session: bool,
    ) -> Result<BackupDone> {
        passphrase.check_new()?;
        let mut task = self.works.begin(Work::Backup, &self.inner)?;
        let (path, folder) = (file.to_owned(), self.folder.clone());
        let begun = tokio::task::spawn_blocking(move || {
            let target = Target::begin(&path, &folder)?;
            Ok::<_, AppError>((target, Arc::new(Room::make(folder.backup_room())?)))
        });
        let (target, room) = begun.await.map_err(crate::import::broken)??;
        let made_at = self.inner.clock.now();
        // The session of a profile for practice is in its database.
        let session = self.folder.session();
        let session = (with_session && session.is_file()).then_some(session);
        let total = size(&self.folder.database()) + session.as_deref().map_or(0, size);
        let mut copier = Copier {
            room: Arc::clone(&room),
            total,
            before: 0,
        };
        let database = self.folder.database();
        let database = self
            .copy(
                &mut copier,
                &mut task,
                &database,
                self.key.database(),
                "profile.db",
            )
            .await?;
        let session = match session {
            Some(path) => Some(
                self.copy(
                    &mut copier,
                    &mut task,
                    &path,
                    self.key.session(),
                    "whatsapp.db",
                )
                .await?,
            ),
            None => None,
        };
        let packing = Packing {
            profile: Portable::from(&*self.description()),
            made_at,
            database,
            session,
            with_session,
        };
        let packed = tokio::task::spawn_blocking(move || {
            let done = packing.run(target, &passphrase, &mut |done, inside| {
                task.step(total + done, Some(total + inside), 0)
            });
            drop(room);
            done
        });
        let bytes = packed.await.map_err(crate::import::broken)??;
        log::info!(
            "backup made: KiB {}, with the link {with_session}",
            bytes >> 10
        );
        Ok(BackupDone {
            file: file.display().to_string(),
            bytes,
            made_at: made_at.to_rfc3339(),
            with_session,
        })
    }

    async fn copy(
        &self,
        copier: &mut Copier,
        task: &mut Task,
        from: &Path,
        key: [u8; 32],
        name: &str,
    ) -> Result<Copied> {
        let into = copier.room.file(name);
        let new_key = Copied::new_key()?;
        let written = into.clone();
        let guard = Arc::clone(&self.copying).read_owned().await;
        let copying = copy(
            from,
            DatabaseKey::from_bytes(key),
            &into,
            DatabaseKey::from_bytes(*new_key),
            (guard, Arc::clone(&copier.room)),
        );
        tokio::pin!(copying);
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                done = &mut copying => {
                    done?;
                    break;
                }
                _ = look.tick() => {
                    let done = copier.before + size(&written);
                    task.step(done.min(copier.total), Some(copier.total * 2), 0)?;
                }
            }
        }
        copier.before += size(&written);
        Copied::found(written, new_key)
    }

    /// The copies that the program makes of this profile by itself.
    pub fn automatic_backups(&self) -> AutomaticBackups {
        self.inner.automatic_backups(&self.folder)
    }

    /// Why the last of them could not be made, in the profile's language.
    pub fn skipped_backup(&self) -> Option<ErrorView> {
        let language = self.language();
        let skipped = self.inner.skipped();
        skipped.as_ref().map(|error| error.view(&language))
    }

    /// What makes them while the engine runs.
    pub(super) fn backup_keeper(&self) -> impl Future<Output = ()> + Send + use<> {
        let keeper = Keeper {
            folder: self.folder.clone(),
            key: DatabaseKey::from_bytes(self.key.database()),
            clock: Arc::clone(&self.inner.clock),
            copying: Arc::clone(&self.copying),
            free: free_space,
        };
        let (inner, folder) = (Arc::clone(&self.inner), self.folder.clone());
        keeper.run(move |made| {
            if made.is_ok() {
                log::info!("automatic backup made");
            }
            if let Err(error) = &made {
                log::warn!("an automatic backup was not made: {}", error.code());
                if error.code() == "database_damaged" {
                    suspect(&folder);
                    inner.trouble_arose(error.clone());
                }
            }
            inner.backup_skipped(made.err());
            let backups = inner.automatic_backups(&folder);
            inner.tell(AppEvent::AutomaticBackup { backups });
            std::future::ready(())
        })
    }
}

impl Inner {
    fn automatic_backups(&self, folder: &ProfileFolder) -> AutomaticBackups {
        let language = self.description().language.clone();
        AutomaticBackups {
            backups: rolling_backups(folder),
            skipped: self.skipped().as_ref().map(|error| error.view(&language)),
        }
    }

    fn backup_skipped(&self, error: Option<AppError>) {
        *self.skipped() = error;
    }
}

/// Copies on their way, and how far they are together.
struct Copier {
    room: Arc<Room>,
    total: u64,
    before: u64,
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}
