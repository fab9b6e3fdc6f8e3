//! One profile on disk: a folder with its description, its key and its databases.

use crate::api::{NewProfile, ProfileSummary};
use crate::error::{AppError, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const DESCRIPTION: &str = "profile.json";
const KEY: &str = "key";

/// What is written about a profile outside of its databases: nothing about
/// its contacts, its messages or its account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Description {
    pub name: String,
    pub country: String,
    pub language: String,
    pub practice: bool,
    #[serde(default)]
    pub last_used: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct ProfileFolder {
    path: PathBuf,
}

/// Two keys of 32 bytes: our database and the WhatsApp session.
pub(crate) struct Keys {
    pub database: [u8; 32],
    pub session: [u8; 32],
}

/// Held while a process has the profile open.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

fn io_error(error: &io::Error, path: &Path) -> AppError {
    let code = match error.kind() {
        io::ErrorKind::StorageFull => return AppError::failure("disk_full"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            return read_only(path);
        }
        _ => AppError::failure("profile_folder"),
    };
    code.with("folder", path.display()).with("reason", error)
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

    /// Whether a key lies here that no readable description belongs to.
    pub fn is_damaged(&self) -> bool {
        self.path.join(KEY).is_file() && self.description().is_err()
    }

    /// Whether there is something in the database file.
    pub fn has_database(&self) -> bool {
        fs::metadata(self.database()).is_ok_and(|meta| meta.len() > 0)
    }

    /// The folder as a person would look for it.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Writes a new profile: description and random keys, readable by the owner alone.
    pub fn create(&self, new: &NewProfile) -> Result<()> {
        let mut bytes = [0u8; 64];
        getrandom::fill(&mut bytes)
            .map_err(|e| io_error(&io::Error::other(e.to_string()), &self.path))?;
        let (database, session) = bytes.split_at(32);
        let half = |bytes: &[u8]| bytes.try_into().unwrap_or_default();
        self.create_with(
            new,
            &Keys {
                database: half(database),
                session: half(session),
            },
        )
    }

    /// [`ProfileFolder::create`] with these keys.
    pub fn create_with(&self, new: &NewProfile, keys: &Keys) -> Result<()> {
        let made = || -> io::Result<()> {
            fs::create_dir_all(&self.path)?;
            restrict(&self.path, 0o700)?;
            let bytes = [keys.database, keys.session].concat();
            let key = self.path.join(KEY);
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt as _;
                options.mode(0o600);
            }
            let mut file = options.open(&key)?;
            file.write_all(hex::encode(bytes).as_bytes())?;
            file.sync_all()
        };
        made().map_err(|e| io_error(&e, &self.path))?;
        self.write(&Description {
            name: new.name.clone(),
            country: new.country.clone(),
            language: new.language.clone(),
            practice: new.practice,
            last_used: None,
        })
    }

    pub fn description(&self) -> Result<Description> {
        let path = self.path.join(DESCRIPTION);
        let text = fs::read_to_string(&path).map_err(|e| io_error(&e, &self.path))?;
        serde_json::from_str(&text).map_err(|e| {
            AppError::failure("profile_folder")
                .with("folder", self.path.display())
                .with("reason", e)
        })
    }

    /// Replaces the description in one step, so that a crash leaves the old or the new one.
    pub fn write(&self, description: &Description) -> Result<()> {
        let text = serde_json::to_string_pretty(description).map_err(|e| {
            AppError::failure("profile_folder")
                .with("folder", self.path.display())
                .with("reason", e)
        })?;
        let temporary = self.path.join(format!("{DESCRIPTION}.new"));
        let replaced = || -> io::Result<()> {
            let mut file = File::create(&temporary)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&temporary, self.path.join(DESCRIPTION))
        };
        replaced().map_err(|e| io_error(&e, &self.path))
    }

    pub fn keys(&self) -> Result<Keys> {
        let damaged =
            || AppError::new(ErrorKind::Locked, "key_damaged").with("folder", self.path.display());
        let text = match fs::read_to_string(self.path.join(KEY)) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(damaged()),
            Err(e) => return Err(io_error(&e, &self.path)),
        };
        let bytes = hex::decode(text.trim()).map_err(|_| damaged())?;
        let (database, session) = bytes.split_at_checked(32).ok_or_else(damaged)?;
        Ok(Keys {
            database: database.try_into().map_err(|_| damaged())?,
            session: session.try_into().map_err(|_| damaged())?,
        })
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
    pub fn summary(&self) -> ProfileSummary {
        ProfileSummary {
            name: self.name.clone(),
            country: self.country.clone(),
            language: self.language.clone(),
            practice: self.practice,
            last_used: self.last_used.clone(),
            protection: "key_file".to_owned(),
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
