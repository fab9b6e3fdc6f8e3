//! The key room: one random key for each profile, and what keeps it.
//!
//! The key never changes; what it is kept under does. Exactly one protector
//! keeps it, which the description of the profile names.

mod keychain;
mod passcode;
mod protector;
mod tries;
mod wrapped;

pub use keychain::{Keychain, KeychainError, NoKeychain, system_keychain};
pub use passcode::Passcode;
pub(crate) use protector::{KEY, KeyRoom, Protector, WRAPPED};
pub(crate) use tries::Tries;
pub use wrapped::Cost;

#[cfg(test)]
pub(crate) use keychain::MemoryKeychain;

use std::fmt;
use std::io;
use zeroize::Zeroizing;

/// The bytes of a profile's key: one half opens our database, the other the
/// WhatsApp session. They do not print themselves and are wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ProfileKey(Zeroizing<[u8; Self::LENGTH]>);

impl ProfileKey {
    /// Bytes of a key.
    pub const LENGTH: usize = 64;

    /// A new one, from the operating system's generator.
    pub fn random() -> io::Result<Self> {
        let mut bytes = Zeroizing::new([0; Self::LENGTH]);
        fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Takes the bytes of a key; none where it is not as long as one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; Self::LENGTH]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }

    /// Reads the digits of [`ProfileKey::digits`].
    pub fn from_digits(digits: &str) -> Option<Self> {
        let mut key = Zeroizing::new([0; Self::LENGTH]);
        hex::decode_to_slice(digits.trim(), key.as_mut_slice()).ok()?;
        Some(Self(key))
    }

    /// The key in hexadecimal digits.
    pub fn digits(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// What opens our database.
    pub fn database(&self) -> [u8; 32] {
        self.0.first_chunk().copied().unwrap_or_default()
    }

    /// What opens the WhatsApp session.
    pub fn session(&self) -> [u8; 32] {
        self.0.last_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Debug for ProfileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProfileKey(…)")
    }
}

/// Fills with bytes from the operating system's generator.
pub(crate) fn fill(bytes: &mut [u8]) -> io::Result<()> {
    getrandom::fill(bytes).map_err(|error| io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_two_halves_and_a_written_form() {
        let bytes: Vec<u8> = (0..64).collect();
        let key = ProfileKey::from_bytes(&bytes).unwrap();
        assert_eq!(key.database(), bytes[..32]);
        assert_eq!(key.session(), bytes[32..]);
        assert_eq!(ProfileKey::from_digits(&key.digits()), Some(key.clone()));
        assert_eq!(format!("{key:?}"), "ProfileKey(…)");
    }

    #[test]
    fn what_is_no_key_is_none() {
        assert_eq!(ProfileKey::from_bytes(&[0; 63]), None);
        for digits in ["", "00", &"0".repeat(126), &"g".repeat(128)] {
            assert_eq!(ProfileKey::from_digits(digits), None);
        }
        assert_ne!(ProfileKey::random().unwrap(), ProfileKey::random().unwrap());
    }
}
