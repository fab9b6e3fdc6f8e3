//! What a person says to lock a backup, and again to open it.

use crate::error::{AppError, Result};
use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Letters that a new passphrase has at least.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// Bytes that are taken at most, so that no file read by mistake is one.
const LONGEST: usize = 4096;

/// The passphrase of a backup. It does not print itself, and its memory is
/// wiped.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes what was typed. Letters that two keyboards write differently are the
    /// same, so that a backup opens on another system.
    pub fn typed(text: &str) -> Self {
        Self(Zeroizing::new(text.nfc().collect()))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Refuses one that protects nothing.
    pub(crate) fn check_new(&self) -> Result<()> {
        if self.0.chars().count() < SHORTEST_PASSPHRASE {
            return Err(AppError::bad_input("passphrase_short").with("least", SHORTEST_PASSPHRASE));
        }
        self.check_given()
    }

    /// Refuses what cannot be one.
    pub(super) fn check_given(&self) -> Result<()> {
        if self.0.is_empty() || self.0.len() > LONGEST {
            return Err(AppError::bad_input("passphrase_missing"));
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let typed = Zeroizing::new(String::deserialize(deserializer)?);
        Ok(Self::typed(&typed))
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_same_on_every_keyboard_and_never_shown() {
        let (mac, windows) = (
            Passphrase::typed("contrasen\u{303}a"),
            Passphrase::typed("contrase\u{f1}a"),
        );
        assert_eq!(mac.bytes(), windows.bytes());
        assert_eq!(format!("{mac:?}"), "Passphrase(…)");
    }

    #[test]
    fn a_new_one_has_eight_letters() {
        let code = |text: &str| Passphrase::typed(text).check_new().map_err(|e| e.code());
        assert_eq!(code("ñandutí"), Err("passphrase_short"));
        assert_eq!(code("ñandutís"), Ok(()));
        assert_eq!(code(&"a".repeat(5_000)), Err("passphrase_missing"));
        assert!(Passphrase::typed("").check_given().is_err());
        assert!(Passphrase::typed("a").check_given().is_ok());
    }
}
