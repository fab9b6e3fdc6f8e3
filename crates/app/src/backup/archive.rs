//! What lies in the envelope: a description in JSON and, behind it, the files
//! that it announces, byte by byte. No name and no path of any system is in it.

use super::seal::{Opened, SealError};
use crate::keys::ProfileKey;
use crate::profile_folder::Description;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use zeroize::{Zeroize as _, Zeroizing};

/// Bytes of a description at most.
const LONGEST: usize = 64 * 1024;

/// What a backup says about itself.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The program that made it.
    pub program: String,
    /// When, in milliseconds since 1970.
    pub made_at: i64,
    /// The profile, without anything that is of its computer.
    pub profile: Portable,
    /// Whether the link to the phone was asked for. The simulated one of a profile
    /// for practice has no file of its own.
    pub linked: bool,
    /// Our database.
    pub database: Content,
    /// The `WhatsApp` session, where it was asked for.
    pub session: Option<Content>,
}

/// What a profile is on any computer.
#[derive(Serialize, Deserialize)]
pub(crate) struct Portable {
    pub name: String,
    pub country: String,
    pub language: String,
    pub practice: bool,
}

impl From<&Description> for Portable {
    fn from(description: &Description) -> Self {
        Self {
            name: description.name.clone(),
            country: description.country.clone(),
            language: description.language.clone(),
            practice: description.practice,
        }
    }
}

/// A file in the archive. Both follow the description, in the order of the fields.
#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    /// Its length.
    pub bytes: u64,
    /// The key that this copy alone has, in hexadecimal digits.
    pub key: SecretHex,
}

/// 32 bytes that do not print themselves.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct SecretHex(String);

impl SecretHex {
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(hex::encode(bytes))
    }

    pub fn bytes(&self) -> Option<[u8; 32]> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(&self.0, &mut bytes).ok()?;
        Some(bytes)
    }
}

impl Drop for SecretHex {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Manifest {
    /// The description with its length before it.
    pub fn bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        let text = Zeroizing::new(serde_json::to_vec(self).ok()?);
        let length = u32::try_from(text.len()).ok()?;
        if text.len() > LONGEST {
            return None;
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() + 4));
        bytes.extend(length.to_le_bytes());
        bytes.extend_from_slice(&text);
        Some(bytes)
    }

    /// Reads it, and sees to it that exactly the files follow that it announces.
    pub fn read(from: &mut Opened<impl Read>) -> Result<Self, SealError> {
        let length = from.exactly(4)?;
        let length = length.first_chunk().copied().unwrap_or_default();
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST {
            return Err(SealError::Damaged);
        }
        let text = from.exactly(length)?;
        let manifest: Self = serde_json::from_slice(&text).map_err(|_| SealError::Damaged)?;
        let session = manifest.session.as_ref().map_or(0, |session| session.bytes);
        if manifest.database.bytes.checked_add(session) != Some(from.left()) {
            return Err(SealError::Damaged);
        }
        Ok(manifest)
    }

    /// How long the files are together.
    pub fn bytes_of_files(&self) -> u64 {
        let session = self.session.as_ref().map_or(0, |session| session.bytes);
        self.database.bytes.saturating_add(session)
    }

    /// The keys of the two files; a new one for a session that does not travel.
    pub fn keys(&self) -> Option<ProfileKey> {
        let database = self.database.key.bytes()?;
        let session = match &self.session {
            Some(session) => session.key.bytes()?,
            None => random_key()?,
        };
        ProfileKey::from_bytes(&Zeroizing::new([database, session].concat()))
    }
}

/// 256 random bits.
pub(super) fn random_key() -> Option<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).ok()?;
    Some(key)
}
