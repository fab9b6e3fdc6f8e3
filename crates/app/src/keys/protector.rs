//! What keeps a profile's key, and how it comes under something else.

use super::keychain::{Keychain, KeychainError, NoKeychain};
use super::wrapped::{Cost, Refusal, Wrapped};
use super::{Passcode, ProfileKey, fill};
use crate::error::{AppError, ErrorKind, Result};
use crate::replace::{replace, wipe, wipe_half};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The key as it is, in hexadecimal digits.
pub(crate) const KEY: &str = "key";

/// The key under a passcode.
pub(crate) const WRAPPED: &str = "key.passcode";

/// A file with a key is never longer.
const LONGEST: u64 = 4096;

/// What keeps the key of a profile; exactly one does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Protector {
    /// A file that its owner alone can read.
    #[default]
    File,
    /// The passcode of a person.
    Passcode,
    /// The operating system's keychain, under this name.
    Keychain {
        /// Random, so that it says nothing about the profile.
        entry: String,
    },
}

impl Protector {
    /// The stable word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Passcode => "passcode",
            Self::Keychain { .. } => "keychain",
        }
    }

    /// What keeps the key in this folder. A description that is older than the
    /// last change, brought back from a copy perhaps, does not lock anybody out.
    pub fn found(self, folder: &Path) -> Self {
        let lies = |name: &str| folder.join(name).is_file();
        match self {
            Self::File if !lies(KEY) && lies(WRAPPED) => Self::Passcode,
            Self::Passcode if !lies(WRAPPED) && lies(KEY) => Self::File,
            as_described => as_described,
        }
    }
}

/// Keeps keys, and gives them out.
#[derive(Clone, Debug)]
pub(crate) struct KeyRoom {
    pub keychain: Arc<dyn Keychain>,
    /// What a passcode that is set now will cost.
    pub cost: Cost,
}

impl Default for KeyRoom {
    fn default() -> Self {
        Self {
            keychain: Arc::new(NoKeychain),
            cost: Cost::USUAL,
        }
    }
}

impl KeyRoom {
    /// Keeps a key without a passcode: in the keychain where one answers and is
    /// wanted, in a file where not. What kept it before is left as it is.
    pub fn keep(&self, folder: &Path, key: &ProfileKey, keychain: bool) -> Result<Protector> {
        if keychain && let Some(protector) = self.entrust(key) {
            return Ok(protector);
        }
        replace(&folder.join(KEY), key.digits().as_bytes()).map_err(|e| trouble(&e, folder))?;
        Ok(Protector::File)
    }

    /// A keychain is believed once it has given back what it was given.
    fn entrust(&self, key: &ProfileKey) -> Option<Protector> {
        let mut name = [0; 16];
        fill(&mut name).ok()?;
        let entry = hex::encode(name);
        self.keychain.store(&entry, &key.digits()).ok()?;
        match self.keychain.load(&entry) {
            Ok(kept) if ProfileKey::from_digits(&kept).as_ref() == Some(key) => {
                Some(Protector::Keychain { entry })
            }
            _ => {
                let _ = self.keychain.forget(&entry);
                None
            }
        }
    }

    /// Keeps a key under a passcode, in the place of the passcode before. What
    /// else kept it is left as it is.
    pub fn wrap(&self, folder: &Path, key: &ProfileKey, passcode: &Passcode) -> Result<Protector> {
        let wrapped = || -> io::Result<()> {
            let wrapped = Wrapped::wrap(key, passcode, self.cost)?;
            replace(&folder.join(WRAPPED), &serde_json::to_vec_pretty(&wrapped)?)
        };
        wrapped().map_err(|e| trouble(&e, folder))?;
        Ok(Protector::Passcode)
    }

    /// The key, where no passcode is needed for it.
    pub fn key(&self, folder: &Path, protector: &Protector) -> Result<ProfileKey> {
        match protector {
            Protector::File => {
                let digits = zeroize::Zeroizing::new(read(folder, KEY)?);
                ProfileKey::from_digits(&digits).ok_or_else(|| damaged(folder, KEY))
            }
            Protector::Passcode => Err(AppError::new(ErrorKind::Locked, "passcode_needed")),
            Protector::Keychain { entry } => {
                let digits = self.keychain.load(entry).map_err(|error| match error {
                    KeychainError::NoEntry => locked("keychain_no_entry"),
                    KeychainError::Away => locked("keychain_away"),
                })?;
                ProfileKey::from_digits(&digits).ok_or_else(|| locked("keychain_no_entry"))
            }
        }
    }

    /// Whether there is something that a passcode could open.
    pub fn check_wrapped(folder: &Path) -> Result<()> {
        wrapped(folder).map(drop)
    }

    /// The key under this passcode; none where it is the wrong one.
    pub fn unwrap_key(folder: &Path, passcode: &Passcode) -> Result<Option<ProfileKey>> {
        match wrapped(folder)?.unwrap_key(passcode) {
            Ok(key) => Ok(Some(key)),
            Err(Refusal::Wrong) => Ok(None),
            Err(Refusal::Damaged) => Err(damaged(folder, WRAPPED)),
        }
    }

    /// Removes what kept the key before this protector did. To be done when that
    /// one has shown that it works.
    pub fn sweep(folder: &Path, protector: &Protector) {
        let stale: &[&str] = match protector {
            Protector::File => &[WRAPPED],
            Protector::Passcode => &[KEY],
            Protector::Keychain { .. } => &[KEY, WRAPPED],
        };
        let stale = stale.iter().map(|name| wipe(&folder.join(name)));
        // A key on its way into its file is a key, too.
        let halves = [KEY, WRAPPED].map(|name| wipe_half(&folder.join(name)));
        for error in stale.chain(halves).filter_map(Result::err) {
            log::warn!("a key that is of no use any more stays: {}", error.kind());
        }
    }
}

fn wrapped(folder: &Path) -> Result<Wrapped> {
    let text = read(folder, WRAPPED)?;
    serde_json::from_str(&text)
        .ok()
        .filter(Wrapped::is_sound)
        .ok_or_else(|| damaged(folder, WRAPPED))
}

/// The text of a small file.
fn read(folder: &Path, name: &str) -> Result<String> {
    use io::Read as _;
    let mut text = String::new();
    let read = std::fs::File::open(folder.join(name))
        .and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(text),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::NotFound => locked("key_missing")
                .with("file", name)
                .with("folder", folder.display()),
            io::ErrorKind::InvalidData => damaged(folder, name),
            _ => trouble(&error, folder),
        }),
    }
}

fn locked(code: &'static str) -> AppError {
    AppError::new(ErrorKind::Locked, code)
}

fn damaged(folder: &Path, name: &str) -> AppError {
    locked("key_damaged")
        .with("file", name)
        .with("folder", folder.display())
}

fn trouble(error: &io::Error, folder: &Path) -> AppError {
    crate::profile_folder::io_error(error, folder)
}
