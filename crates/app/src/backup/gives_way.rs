//! A profile in whose place another one comes: it is kept aside until that one has
//! been opened.

use super::write_error;
use crate::error::Result;
use crate::profile_folder::{Lock, ProfileFolder};
use crate::vault::Vault;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where profiles lie that gave way, beside the others, on the same disk.
const SET_ASIDE: &str = "set-aside";

/// In the folder of a restored profile: the name under which the one lies that
/// gave way to it.
const REPLACED: &str = "replaced";

/// What is locked while one profile takes the place of another.
const EXCHANGE: &str = "set-aside.lock";

/// Profiles that gave way to one another at most, each to the next.
const LONGEST_CHAIN: usize = 16;

/// A profile that nobody has open and that gives way to a restored one.
pub(crate) struct GivesWay {
    folder: PathBuf,
    lock: Lock,
    aside: PathBuf,
    data_dir: PathBuf,
}

impl GivesWay {
    /// # Errors
    /// `profile_in_use` where somebody has it open.
    pub fn lock(folder: &ProfileFolder, name: &str, data_dir: &Path) -> Result<Self> {
        let lock = folder.lock(name)?;
        let path = folder.path();
        let leaf = path.file_name().unwrap_or_default();
        let all = data_dir.join(SET_ASIDE);
        // One that gave way before and was never looked for again stays, too.
        let aside = (0..u32::MAX)
            .map(|n| {
                let mut name = leaf.to_owned();
                name.push(format!(".{n}"));
                all.join(name)
            })
            .find(|path| !path.exists())
            .unwrap_or_default();
        Ok(Self {
            folder: path.to_owned(),
            lock,
            aside,
            data_dir: data_dir.to_owned(),
        })
    }

    /// It makes room for the profile that lies in this folder for now.
    pub(super) fn set_aside(self, new: &Path) -> Result<Gone> {
        let Self {
            folder,
            lock,
            aside,
            data_dir,
        } = self;
        let moved = || -> std::io::Result<File> {
            let exchange = exchange(&data_dir)?;
            exchange.lock()?;
            if let Some(all) = aside.parent() {
                fs::create_dir_all(all)?;
            }
            // Said first: what is said and did not happen does no harm.
            let mut note = File::create(new.join(REPLACED))?;
            let name = aside.file_name().unwrap_or_default();
            note.write_all(name.as_encoded_bytes())?;
            note.sync_all()?;
            drop(lock);
            fs::rename(&folder, &aside)?;
            Ok(exchange)
        };
        let exchange = moved().map_err(|error| write_error(&error, &folder))?;
        Ok(Gone {
            folder,
            aside,
            _exchange: exchange,
        })
    }
}

/// A profile that gave way a moment ago.
pub(super) struct Gone {
    folder: PathBuf,
    aside: PathBuf,
    /// Held until the other one is in its place.
    _exchange: File,
}

impl Gone {
    /// The other one could not take the place.
    pub fn come_back(self) {
        if let Err(error) = fs::rename(&self.aside, &self.folder) {
            log::error!("a profile stays set aside: {}", error.kind());
        }
    }
}

fn exchange(data_dir: &Path) -> std::io::Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(data_dir.join(EXCHANGE))
}

/// The name under which the profile lies that gave way to this one.
fn replaced_by(folder: &ProfileFolder) -> Option<String> {
    let name = fs::read_to_string(folder.path().join(REPLACED)).ok()?;
    // A name and nothing else: no way leads out of that folder.
    let plain = Path::new(&name).file_name() == Some(name.as_ref());
    plain.then_some(name)
}

/// The profile was opened, or is deleted: the one that gave way to it is not needed
/// any more, nor the one that gave way to that.
pub(crate) fn forget_replaced(folder: &ProfileFolder, vault: &Vault) {
    let Some(data_dir) = folder.path().ancestors().nth(2) else {
        return;
    };
    let all = data_dir.join(SET_ASIDE);
    let mut chain = Vec::new();
    let mut next = replaced_by(folder);
    while let Some(name) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
        let old = ProfileFolder::at(all.join(name));
        next = replaced_by(&old);
        chain.push(old);
    }
    // The farthest first: what is left when this ends early is still named.
    for old in chain.into_iter().rev() {
        if let Ok(description) = old.description() {
            vault.forget(&description);
        }
        if old.path().is_dir()
            && let Err(error) = old.delete()
        {
            log::warn!("a profile that was replaced stays for now: {error}");
            return;
        }
    }
    let _ = fs::remove_file(folder.path().join(REPLACED));
}

/// Gives back the profiles that gave way to one that never came, because the program
/// or the computer died in between.
pub(crate) fn bring_back(data_dir: &Path) {
    let all = data_dir.join(SET_ASIDE);
    let Ok(entries) = fs::read_dir(&all) else {
        return;
    };
    // Somebody is between the two steps at this moment.
    let Some(_exchange) = exchange(data_dir)
        .ok()
        .filter(|file| file.try_lock().is_ok())
    else {
        return;
    };
    let folders = |place: &Path| fs::read_dir(place).into_iter().flatten().flatten();
    let profiles = data_dir.join("profiles");
    let named: Vec<String> = folders(&profiles)
        .chain(folders(&all))
        .filter_map(|entry| replaced_by(&ProfileFolder::at(entry.path())))
        .collect();
    for entry in entries.flatten() {
        let (name, aside) = (entry.file_name(), entry.path());
        let known = name.to_str();
        if known.is_none_or(|name| named.iter().any(|named| named == name)) {
            continue;
        }
        let Some((leaf, _)) = known.and_then(|name| name.rsplit_once('.')) else {
            continue;
        };
        let place = profiles.join(leaf);
        if ProfileFolder::at(aside.clone()).exists()
            && !place.exists()
            && let Err(error) = fs::rename(&aside, &place)
        {
            log::warn!("a profile stays set aside: {}", error.kind());
        }
    }
}
