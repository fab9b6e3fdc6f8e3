//! What the doors ask for.

use super::archive::Manifest;
use super::gives_way::GivesWay;
use super::restore::{RestoreOptions, Unsealed, Workshop, name_taken, settle};
use super::rolling::{self, Rolling};
use super::{Passphrase, damaged, sync_folder, write_error};
use crate::api::{
    AutomaticBackup, BackupContents, NewProfile, ProfileColour, RestoredView, Work, WorkProgress,
};
use crate::aside::{remove_database, set_aside};
use crate::catalogue::LANGUAGES;
use crate::error::{AppError, Result};
use crate::import::broken;
use crate::keys::{Passcode, ProfileKey};
use crate::profile_folder::{Description, ProfileFolder};
use crate::profiles::{App, check_name};
use crate::vault::Vault;
use crate::work::OFTEN;
use domain::{Clock, Timestamp};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{DatabaseKey, snapshot};

impl App {
    /// Opens a backup and tells what is in it. Nothing is written, and only its beginning
    /// was read: what follows may still be damaged.
    ///
    /// # Errors
    /// `backup_passphrase` where it is not the right one, and those of a file that is
    /// no backup.
    pub async fn look_into_backup(
        &self,
        file: &Path,
        passphrase: Passphrase,
    ) -> Result<BackupContents> {
        let (app, file) = (self.clone(), file.to_owned());
        let looking = tokio::task::spawn_blocking(move || {
            let manifest = Unsealed::open(&file, &passphrase)?.manifest;
            Ok(BackupContents {
                present: app.profile(&manifest.profile.name),
                made_at: Timestamp(manifest.made_at).to_rfc3339(),
                with_session: manifest.linked,
                bytes: manifest.bytes_of_files(),
                practice: manifest.profile.practice,
                name: manifest.profile.name,
            })
        });
        looking.await.map_err(broken)?
    }

    /// Makes a profile of a backup. Nothing of it is seen before all of it was
    /// checked, and nothing is left of it when that fails. `told` hears how far it is,
    /// about ten times a second, and answers whether to go on.
    ///
    /// # Errors
    /// `restore_name_taken` where a profile has that name and is not to be replaced;
    /// `profile_in_use` where it is open; `cancelled` where it was not to go on.
    pub async fn restore_backup(
        &self,
        file: &Path,
        passphrase: Passphrase,
        options: RestoreOptions,
        told: impl FnMut(WorkProgress) -> bool + Send + 'static,
    ) -> Result<RestoredView> {
        let (app, file) = (self.clone(), file.to_owned());
        let mut progress = Progress::new(Arc::clone(&self.clock), told);
        let unpacked = tokio::task::spawn_blocking(move || {
            let mut backup = Unsealed::open(&file, &passphrase)?;
            let name = options
                .name
                .as_deref()
                .unwrap_or(&backup.manifest.profile.name);
            let name = name.trim().to_owned();
            let place = app.place_for(&name, &options)?;
            let leaf = place.at.file_name().unwrap_or_default().to_string_lossy();
            let workshop = Workshop::begin(&app.config.data_dir, &leaf)?;
            let keys = workshop.unpack(&mut backup, &mut |done, all| progress.step(done, all))?;
            Ok::<_, AppError>((backup.manifest, name, place, workshop, keys))
        });
        let (manifest, name, place, workshop, keys) = unpacked.await.map_err(broken)??;
        let linked = manifest.linked;
        let settled = workshop.settle(&keys, linked, self.clock.now()).await?;
        let vault = self.vault(workshop.folder());
        let colour = self.free_colour();
        let folder = workshop.folder().clone();
        let (of, passcode) = ((manifest, name, keys), place.passcode);
        let described = tokio::task::spawn_blocking(move || {
            let (manifest, name, keys) = of;
            let passcode = passcode.as_ref();
            let description = describe(&folder, &vault, &manifest, name, colour, &keys, passcode)?;
            Ok::<_, AppError>((manifest, description))
        });
        let (manifest, description) = described.await.map_err(broken)??;
        let replaced = place.gives_way.is_some();
        let id = ProfileFolder::at(place.at.clone()).id();
        if let Err(error) = workshop.place(&place.at, place.gives_way) {
            self.vault(&ProfileFolder::at(place.at))
                .forget(&description);
            return Err(error);
        }
        log::info!(
            "profile {id} restored from a backup: held {}, another one gave way {replaced}",
            settled.held
        );
        Ok(RestoredView {
            profile: description.summary(),
            made_at: Timestamp(manifest.made_at).to_rfc3339(),
            with_session: linked,
            held: settled.held,
            replaced,
            set_aside: None,
        })
    }

    /// Where a restored profile comes, who gives way to it, and what guards it.
    fn place_for(&self, name: &str, options: &RestoreOptions) -> Result<Place> {
        check_name(name)?;
        let at = self.folder(name).path().to_owned();
        let Some(old) = self.find(name) else {
            return Ok(Place {
                at,
                gives_way: None,
                passcode: None,
            });
        };
        if !options.replace {
            return Err(name_taken(name));
        }
        let gives_way = GivesWay::lock(&old, name, &self.config.data_dir)?;
        let (description, passcode) = (old.description()?, options.passcode.as_ref());
        let passcode = match self.vault(&old).confirm(&description, passcode) {
            Ok(()) => passcode.filter(|_| description.has_passcode()).cloned(),
            // A key that is gone keeps nobody out, and nothing in.
            Err(error) if matches!(error.code(), "key_damaged" | "key_missing") => None,
            Err(refused) => return Err(refused),
        };
        Ok(Place {
            at,
            gives_way: Some(gives_way),
            passcode,
        })
    }

    /// The copies that the program made of a profile by itself, the latest first.
    /// The profile need not open.
    pub fn rolling_backups(&self, name: &str) -> Result<Vec<AutomaticBackup>> {
        Ok(rolling::views(&self.existing(name)?))
    }

    /// Puts an automatic backup in the place of a profile's database: the one with
    /// this id, or the latest that is sound. The database that was there is set
    /// aside, with the date in its name.
    ///
    /// # Errors
    /// `no_automatic_backup` where there is none, `backup_damaged` where it is not as
    /// it was written. Nothing was changed then.
    pub async fn restore_rolling(
        &self,
        name: &str,
        which: Option<&str>,
        passcode: Option<&Passcode>,
    ) -> Result<RestoredView> {
        let folder = self.existing(name)?;
        let description = folder.description()?;
        let _lock = folder.lock(&description.name)?;
        let (vault, passcode) = (self.vault(&folder), passcode.cloned());
        let of = description.clone();
        let key = tokio::task::spawn_blocking(move || vault.key(&of, passcode.as_ref()));
        let key = DatabaseKey::from_bytes(key.await.map_err(broken)??.database());
        let now = self.clock.now();
        let new = folder.path().join("profile.db.restoring");
        let (from, into) = (folder.clone(), new.clone());
        let which = which.map(str::to_owned);
        let (of, copied) = (key.clone(), new.clone());
        let chosen = tokio::task::spawn_blocking(move || {
            let chosen = choose(&from, &of, which.as_deref())?;
            remove_database(&copied).map_err(|error| write_error(&error, &copied))?;
            fs::copy(&chosen.path, &copied)
                .and_then(|_| fs::File::options().write(true).open(&copied)?.sync_all())
                .map_err(|error| {
                    let _ = remove_database(&copied);
                    write_error(&error, &copied)
                })?;
            Ok::<_, AppError>(chosen)
        });
        let chosen = chosen.await.map_err(broken)??;
        let settled = match settle(&into, &key, true, now).await {
            Ok(settled) => settled,
            Err(error) => {
                let _ = remove_database(&into);
                return Err(error);
            }
        };
        let aside = set_aside(&folder.database(), "damaged", now)
            .map_err(|error| write_error(&error, folder.path()))?;
        fs::rename(&new, folder.database())
            .and_then(|()| sync_folder(folder.path()))
            .map_err(|error| write_error(&error, folder.path()))?;
        damaged::trust(&folder);
        log::info!(
            "profile {} restored from an automatic backup: held {}",
            folder.id(),
            settled.held
        );
        Ok(RestoredView {
            profile: description.summary(),
            made_at: chosen.made_at.to_rfc3339(),
            with_session: true,
            held: settled.held,
            replaced: false,
            set_aside: aside.map(|path| path.display().to_string()),
        })
    }
}

struct Place {
    at: PathBuf,
    gives_way: Option<GivesWay>,
    /// That of the profile that gives way.
    passcode: Option<Passcode>,
}

/// How far a restore is, told now and then.
struct Progress<T> {
    clock: Arc<dyn Clock>,
    told: T,
    last: Option<(Timestamp, bool)>,
}

impl<T: FnMut(WorkProgress) -> bool> Progress<T> {
    fn new(clock: Arc<dyn Clock>, told: T) -> Self {
        Self {
            clock,
            told,
            last: None,
        }
    }

    fn step(&mut self, done: u64, total: u64) -> Result<()> {
        let (now, checking) = (self.clock.now(), done >= total);
        let just_told =
            |(at, was): (Timestamp, bool)| was == checking && at <= now && now.since(at) < OFTEN;
        if self.last.is_some_and(just_told) {
            return Ok(());
        }
        self.last = Some((now, checking));
        let progress = WorkProgress {
            work: Work::Restore,
            done,
            total: (!checking).then_some(total),
            people: 0,
        };
        if (self.told)(progress) {
            return Ok(());
        }
        Err(AppError::bad_input("cancelled"))
    }
}

/// Writes key and description of a restored profile.
fn describe(
    folder: &ProfileFolder,
    vault: &Vault,
    manifest: &Manifest,
    name: String,
    colour: ProfileColour,
    keys: &ProfileKey,
    passcode: Option<&Passcode>,
) -> Result<Description> {
    let profile = &manifest.profile;
    // Another version may know more countries and languages.
    let country = Some(profile.country.as_str())
        .filter(|country| contact_import::is_known_region(country))
        .unwrap_or("PY");
    let language = LANGUAGES
        .into_iter()
        .find(|known| *known == profile.language)
        .unwrap_or("en");
    folder.create()?;
    let protector = vault.keep(keys, passcode, profile.practice)?;
    let new = NewProfile {
        name,
        country: country.to_owned(),
        language: language.to_owned(),
        practice: profile.practice,
    };
    let mut description = Description::new(new, protector);
    description.colour = colour;
    // It has a database, which would be missed.
    description.last_used = Some(Timestamp(manifest.made_at).to_rfc3339());
    if let Err(error) = folder.write(&description) {
        vault.forget(&description);
        return Err(error);
    }
    Ok(description)
}

fn choose(folder: &ProfileFolder, key: &DatabaseKey, which: Option<&str>) -> Result<Rolling> {
    let found = rolling::list(folder);
    let sound = |one: &Rolling| snapshot::check_profile(&one.path, key);
    if let Some(which) = which {
        let chosen = found.into_iter().find(|one| one.id() == which);
        let chosen = chosen.ok_or_else(|| AppError::bad_input("no_automatic_backup"))?;
        sound(&chosen).map_err(|_| {
            AppError::bad_input("backup_damaged").with("file", chosen.path.display())
        })?;
        return Ok(chosen);
    }
    let damaged = found
        .first()
        .map(|one| AppError::bad_input("backup_damaged").with("file", one.path.display()));
    found
        .into_iter()
        .find(|one| sound(one).is_ok())
        .ok_or_else(|| damaged.unwrap_or_else(|| AppError::bad_input("no_automatic_backup")))
}
