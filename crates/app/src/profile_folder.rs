//! One profile on disk: a folder with its description, its key and its databases.

use crate::api::{NewProfile, ProfileColour, ProfileSummary};
use crate::error::{AppError, ErrorKind, Result};
use crate::keys::{KEY, Protector, WRAPPED};
use crate::logs::folder_in;
use crate::replace::replace;
use serde::{Deserialize, Deserializer, Serialize};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const DESCRIPTION: &str = "profile.json";

/// What is written about a profile outside of its databases: nothing about
/// its contacts, its messages or its account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Description {
    pub name: String,
    pub country: String,
    pub language: String,
    pub practice: bool,
    #[serde(default, deserialize_with = "known_colour")]
    pub colour: ProfileColour,
    #[serde(default)]
    pub last_used: Option<String>,
    /// What keeps the key; a file in profiles that are older than this word.
    #[serde(default)]
    pub protector: Protector,
}

/// A colour that this version does not know keeps nobody from their profile.
fn known_colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ProfileColour, D::Error> {
    let word = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(word).unwrap_or_default())
}

#[derive(Clone, Debug)]
pub(crate) struct ProfileFolder {
    path: PathBuf,
}

/// Held while a process has the profile open.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

pub(crate) fn io_error(error: &io::Error, path: &Path) -> AppError {
    let code = match error.kind() {
        io::ErrorKind::StorageFull => return AppError::failure("disk_full"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            return read_only(path);
        }
        _ => AppError::failure("profile_folder"),
    };
    code.with("folder", path.display()).with_system(error)
}

fn read_only(path: &Path) -> AppError {
    AppError::failure("folder_read_only").with("folder", path.display())
}

impl ProfileFolder {
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn database(&self) -> PathBuf {
        self.path.join("profile.db")
    }

    /// What was written and is not yet in the database file.
    pub fn database_log(&self) -> PathBuf {
        self.path.join("profile.db-wal")
    }

    /// Where the copies lie that the program makes by itself.
    pub fn backups(&self) -> PathBuf {
        self.path.join("backups")
    }

    /// Where copies lie on their way into a backup.
    pub fn backup_room(&self) -> PathBuf {
        self.path.join("backup.tmp")
    }

    pub fn session(&self) -> PathBuf {
        self.path.join("whatsapp.db")
    }

    /// Where the rows of an import lie on their way into the database.
    pub fn staging(&self) -> PathBuf {
        self.path.join("import.tmp")
    }

    /// What keeps room for a file while it is looked at. Nothing of it is in there.
    pub fn room(&self) -> PathBuf {
        self.path.join("attach.tmp")
    }

    pub fn exists(&self) -> bool {
        self.path.join(DESCRIPTION).is_file()
    }

    /// By what the log tells profiles apart, without their names.
    pub fn id(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let (_, id) = name.rsplit_once('-').unwrap_or_default();
        // Six of them are no number of a phone, whatever they are.
        let id: String = id.chars().skip(2).filter(char::is_ascii_hexdigit).collect();
        if id.len() == 6 {
            id
        } else {
            "unnamed".to_owned()
        }
    }

    /// Where its log lies.
    pub fn logs(&self) -> PathBuf {
        folder_in(&self.path)
    }

    /// Whether a key or a database lies here that no readable description belongs to. A
    /// key alone, with nothing to open, is of a profile that was never made to its end.
    pub fn is_damaged(&self) -> bool {
        let lies = |name: &str| self.path.join(name).is_file();
        let something = self.has_database() || self.session().is_file();
        let described = lies(DESCRIPTION) && (lies(KEY) || lies(WRAPPED));
        (something || described) && self.description().is_err()
    }

    /// Whether there is something in the database file.
    pub fn has_database(&self) -> bool {
        fs::metadata(self.database()).is_ok_and(|meta| meta.len() > 0)
    }

    /// The folder as a person would look for it.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Makes the folder of a new profile, its owner's alone.
    pub fn create(&self) -> Result<()> {
        fs::create_dir_all(&self.path)
            .and_then(|()| restrict(&self.path, 0o700))
            .map_err(|e| io_error(&e, &self.path))
    }

    pub fn description(&self) -> Result<Description> {
        let path = self.path.join(DESCRIPTION);
        let text = fs::read_to_string(&path).map_err(|e| io_error(&e, &self.path))?;
        let mut description: Description = serde_json::from_str(&text).map_err(|e| {
            AppError::failure("profile_folder")
                .with("folder", self.path.display())
                .with("reason", e)
        })?;
        description.protector = description.protector.found(&self.path);
        Ok(description)
    }

    /// Replaces the description in one step, so that a crash leaves the old or the new one.
    pub fn write(&self, description: &Description) -> Result<()> {
        let text = serde_json::to_string_pretty(description).map_err(|e| {
            AppError::failure("profile_folder")
                .with("folder", self.path.display())
                .with("reason", e)
        })?;
        replace(&self.path.join(DESCRIPTION), text.as_bytes()).map_err(|e| io_error(&e, &self.path))
    }

    pub fn lock(&self, name: &str) -> Result<Lock> {
        let path = self.path.join("lock");
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|e| io_error(&e, &self.path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(fs::TryLockError::WouldBlock) => {
                Err(AppError::new(ErrorKind::InUse, "profile_in_use").with("profile", name))
            }
            Err(fs::TryLockError::Error(e)) => Err(io_error(&e, &self.path)),
        }
    }

    pub fn delete(&self) -> Result<()> {
        fs::remove_dir_all(&self.path).map_err(|e| io_error(&e, &self.path))
    }
}

impl Description {
    /// That of a new profile.
    pub fn new(new: NewProfile, protector: Protector) -> Self {
        Self {
            name: new.name,
            country: new.country,
            language: new.language,
            practice: new.practice,
            colour: ProfileColour::default(),
            last_used: None,
            protector,
        }
    }

    /// Whether a person has to say a passcode.
    pub fn has_passcode(&self) -> bool {
        self.protector == Protector::Passcode
    }

    pub fn summary(&self) -> ProfileSummary {
        ProfileSummary {
            name: self.name.clone(),
            country: self.country.clone(),
            language: self.language.clone(),
            practice: self.practice,
            colour: self.colour,
            last_used: self.last_used.clone(),
            protection: self.protector.word().to_owned(),
            locked: self.has_passcode(),
        }
    }
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> io::Result<()> {
    // The profile lies under the user's own application data, which other
    // accounts cannot read.
    Ok(())
}
