//! What a person types to open a profile.

use crate::error::{AppError, Result};
use serde::{Deserialize, Deserializer};
use std::fmt;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Characters of a new passcode at least. With half a second for each guess,
/// six digits alone take somebody who stole the disk about six days on one
/// core, and six letters years.
const LEAST: usize = 6;

/// Characters at most.
const MOST: usize = 256;

/// Bytes that one byte of a text may become when it is normalised, at most.
const GROWTH: usize = 12;

/// A passcode as it was typed, in the one form that Unicode has for it, so that
/// every keyboard and every system gives the same. It does not print itself and is
/// wiped when dropped.
#[derive(Clone)]
pub struct Passcode(Zeroizing<String>);

impl Passcode {
    /// Takes what was typed, spaces included.
    pub fn new(typed: &str) -> Self {
        // With room enough from the start, no half of it stays behind in memory.
        let mut normal = Zeroizing::new(String::with_capacity(typed.len() * GROWTH));
        normal.extend(typed.nfkc());
        Self(normal)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it may be set as a new one.
    pub(crate) fn check_new(&self) -> Result<()> {
        let length = self.0.chars().count();
        if length < LEAST || self.0.trim().is_empty() {
            return Err(AppError::bad_input("passcode_short").with("limit", LEAST));
        }
        if length > MOST {
            return Err(AppError::bad_input("passcode_long").with("limit", MOST));
        }
        if self.0.chars().any(char::is_control) {
            // Nobody could type it again.
            return Err(AppError::bad_input("passcode_control"));
        }
        Ok(())
    }
}

impl fmt::Debug for Passcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passcode(…)")
    }
}

impl<'de> Deserialize<'de> for Passcode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let typed = Zeroizing::new(String::deserialize(deserializer)?);
        Ok(Self::new(&typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(typed: &str) -> &'static str {
        Passcode::new(typed)
            .check_new()
            .map_or_else(|error| error.code(), |()| "")
    }

    #[test]
    fn a_new_one_has_six_characters_at_least_that_can_be_typed_again() {
        assert_eq!(code("12345"), "passcode_short");
        assert_eq!(code("ñandú"), "passcode_short");
        assert_eq!(code("      "), "passcode_short");
        assert_eq!(code("123456"), "");
        assert_eq!(code("dos palabras"), "");
        assert_eq!(code("123456\u{7}"), "passcode_control");
        assert_eq!(code(&"a".repeat(256)), "");
        assert_eq!(code(&"a".repeat(257)), "passcode_long");
    }

    #[test]
    fn every_keyboard_types_the_same() {
        let composed = Passcode::new("contrase\u{f1}a");
        let decomposed = Passcode::new("contrasen\u{303}a");
        assert_eq!(composed.bytes(), decomposed.bytes());
        assert_ne!(composed.bytes(), Passcode::new("contrasena").bytes());
        // A phone's full-width digits are digits.
        assert_eq!(Passcode::new("１２３４５６").bytes(), b"123456");
    }

    #[test]
    fn it_does_not_print_itself() {
        let passcode: Passcode = serde_json::from_str("\"muy secreto\"").unwrap();
        assert_eq!(format!("{passcode:?}"), "Passcode(…)");
        assert_eq!(passcode.bytes(), b"muy secreto");
    }

    proptest! {
        #[test]
        fn no_text_outgrows_its_room(typed in "\\PC{0,40}") {
            let passcode = Passcode::new(&typed);
            prop_assert!(passcode.0.len() <= typed.len() * GROWTH);
            let again = Passcode::new(&passcode.0);
            prop_assert_eq!(passcode.bytes(), again.bytes());
        }
    }
}
