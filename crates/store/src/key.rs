//! The key of a profile's database.

use std::fmt;

/// 256 random bits, used as they are: no passphrase, no derivation. It does not
/// print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// Takes 32 bytes from a cryptographic random generator.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The statement that opens the database with this key.
    pub(crate) fn pragma(&self) -> String {
        format!("PRAGMA key = \"x'{}'\";", self.hex())
    }

    pub(crate) fn hex(&self) -> String {
        hex::encode(self.0)
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}
