//! What a device needs to know before it starts.

use std::fmt;
use std::path::PathBuf;

/// Everything that describes one linked device.
#[derive(Clone, Debug)]
pub struct WhatsAppConfig {
    /// The session file. It is created when missing, in a directory that exists.
    /// Its two companions (`-wal`, `-shm`) lie beside it.
    pub session_path: PathBuf,
    /// Key of the session file.
    pub key: SessionKey,
    /// The name under which the phone lists this device, shown to its owner.
    /// Used when pairing.
    pub device_name: String,
    /// Where the server is.
    pub endpoint: Endpoint,
    /// Uniform draws in `[0, 1)`, for the pauses before a lost line is tried again.
    pub chance: fn() -> f64,
}

/// The 256-bit key of a session file. It does not print itself.
#[derive(Clone)]
pub struct SessionKey([u8; 32]);

impl SessionKey {
    /// Takes the raw key. No passphrase derivation happens: bring 32 random or
    /// derived bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The statement that must come first on every connection to the file.
    pub(crate) fn pragma(&self) -> String {
        use fmt::Write as _;
        let mut statement = String::with_capacity(88);
        statement.push_str("PRAGMA key = \"x'");
        for byte in self.0 {
            // Writing to a String cannot fail.
            let _ = write!(statement, "{byte:02x}");
        }
        statement.push_str("'\"");
        statement
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(…)")
    }
}

/// Which server a device talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint {
    /// WhatsApp itself.
    Production,
    /// A practice server on this machine, as a `ws://` address. Exists only in
    /// builds with the feature `loopback`.
    #[cfg(feature = "loopback")]
    Loopback(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_does_not_print_itself() {
        let key = SessionKey::new([0xab; 32]);
        assert_eq!(format!("{key:?}"), "SessionKey(…)");
        assert_eq!(
            key.pragma(),
            format!("PRAGMA key = \"x'{}'\"", "ab".repeat(32))
        );
    }
}
