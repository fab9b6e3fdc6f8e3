//! The operating system's keychain.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use zeroize::Zeroizing;

/// Under what all our entries stand.
const SERVICE: &str = "Message Sender";

/// A keychain may ask a person before it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// Says where keys go: `off` for files, `system` for the keychain.
const VARIABLE: &str = "MESSAGE_SENDER_KEYCHAIN";

/// Why a keychain did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeychainError {
    /// It answers, and has no such entry.
    NoEntry,
    /// None is there, it does not answer, or it is locked.
    Away,
}

/// Keeps secrets under names. Calls may take as long as a person who is asked.
pub trait Keychain: Send + Sync + fmt::Debug {
    /// Keeps a secret in the place of the one before.
    ///
    /// # Errors
    /// [`KeychainError::Away`].
    fn store(&self, entry: &str, secret: &str) -> Result<(), KeychainError>;

    /// The secret under this name.
    ///
    /// # Errors
    /// [`KeychainError`].
    fn load(&self, entry: &str) -> Result<Zeroizing<String>, KeychainError>;

    /// Removes it; one that is not there is no error.
    ///
    /// # Errors
    /// [`KeychainError::Away`].
    fn forget(&self, entry: &str) -> Result<(), KeychainError>;
}

/// The keychain of this computer, as far as this build and the environment
/// (`MESSAGE_SENDER_KEYCHAIN`, `off` or `system`) want it. A build for tests wants
/// it only when it is told so: nothing of a test is to stay in a person's keychain.
pub fn system_keychain() -> Arc<dyn Keychain> {
    let told = std::env::var(VARIABLE).ok();
    if wanted(told.as_deref(), cfg!(feature = "loopback")) {
        Arc::new(SystemKeychain)
    } else {
        Arc::new(NoKeychain)
    }
}

fn wanted(told: Option<&str>, for_tests: bool) -> bool {
    match told {
        Some("off") => false,
        Some("system") => true,
        _ => !for_tests,
    }
}

/// There is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeychain;

impl Keychain for NoKeychain {
    fn store(&self, _: &str, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Away)
    }

    fn load(&self, _: &str) -> Result<Zeroizing<String>, KeychainError> {
        Err(KeychainError::Away)
    }

    fn forget(&self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Away)
    }
}

#[derive(Debug)]
struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn store(&self, entry: &str, secret: &str) -> Result<(), KeychainError> {
        let secret = Zeroizing::new(secret.to_owned());
        asked(entry, move |entry| entry.set_password(&secret))
    }

    fn load(&self, entry: &str) -> Result<Zeroizing<String>, KeychainError> {
        asked(entry, |entry| entry.get_password().map(Zeroizing::new))
    }

    fn forget(&self, entry: &str) -> Result<(), KeychainError> {
        match asked(entry, keyring::Entry::delete_credential) {
            Err(KeychainError::NoEntry) => Ok(()),
            done => done,
        }
    }
}

/// Asks on a thread of its own: the call blocks, wants no runtime around it, and
/// may never come back.
fn asked<T: Send + 'static>(
    entry: &str,
    question: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, KeychainError> {
    let (reply, answer) = channel();
    let entry = entry.to_owned();
    std::thread::Builder::new()
        .name("keychain".to_owned())
        .spawn(move || {
            let answer = keyring::Entry::new(SERVICE, &entry).and_then(|entry| question(&entry));
            let _ = reply.send(answer.map_err(|error| {
                // Its words are about the service, not about the secret.
                log::warn!("the keychain did not do it: {}", kind(&error));
                match error {
                    keyring::Error::NoEntry => KeychainError::NoEntry,
                    _ => KeychainError::Away,
                }
            }));
        })
        .map_err(|_| KeychainError::Away)?;
    answer
        .recv_timeout(PATIENCE)
        .unwrap_or(Err(KeychainError::Away))
}

/// A word for the log that cannot carry what the entry holds.
fn kind(error: &keyring::Error) -> &'static str {
    use keyring::Error as E;
    match error {
        E::NoEntry => "no entry",
        E::NoDefaultStore => "no keychain",
        E::NoStorageAccess(_) => "no access",
        E::PlatformFailure(_) => "platform failure",
        _ => "other",
    }
}

/// A keychain that can go away.
#[cfg(test)]
#[derive(Debug, Default)]
pub(crate) struct MemoryKeychain {
    entries: std::sync::Mutex<std::collections::BTreeMap<String, String>>,
    away: std::sync::atomic::AtomicBool,
}

#[cfg(test)]
impl MemoryKeychain {
    pub fn go_away(&self, away: bool) {
        self.away.store(away, std::sync::atomic::Ordering::SeqCst);
    }

    pub fn entries(&self) -> usize {
        self.entries.lock().unwrap().len()
    }

    pub fn empty(&self) {
        self.entries.lock().unwrap().clear();
    }

    fn present(&self) -> Result<(), KeychainError> {
        let away = self.away.load(std::sync::atomic::Ordering::SeqCst);
        if away {
            Err(KeychainError::Away)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
impl Keychain for MemoryKeychain {
    fn store(&self, entry: &str, secret: &str) -> Result<(), KeychainError> {
        self.present()?;
        let mut entries = self.entries.lock().unwrap();
        entries.insert(entry.to_owned(), secret.to_owned());
        Ok(())
    }

    fn load(&self, entry: &str) -> Result<Zeroizing<String>, KeychainError> {
        self.present()?;
        let entries = self.entries.lock().unwrap();
        let secret = entries.get(entry).ok_or(KeychainError::NoEntry)?;
        Ok(Zeroizing::new(secret.clone()))
    }

    fn forget(&self, entry: &str) -> Result<(), KeychainError> {
        self.present()?;
        self.entries.lock().unwrap().remove(entry);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_for_tests_leaves_the_persons_keychain_alone() {
        assert!(!wanted(None, true));
        assert!(wanted(Some("system"), true));
        assert!(wanted(None, false));
        assert!(!wanted(Some("off"), false));
    }
}
