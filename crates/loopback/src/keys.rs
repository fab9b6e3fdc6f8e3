//! Keys from the seed: the same seed, label and number give the same key pair,
//! so nothing has to be stored before it is used.

use sha2::{Digest, Sha256};
use signal_rand::SeedableRng;
use signal_rand::rngs::StdRng;
use wacore_libsignal::protocol::{KeyPair, PrivateKey};

use crate::error::{LoopbackError, Result};

/// The source of every key and every choice of one server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed(pub u64);

impl Seed {
    /// 32 bytes that belong to this label, number and index alone.
    pub fn bytes(self, label: &str, number: u64, index: u64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0.to_be_bytes());
        hash.update((label.len() as u64).to_be_bytes());
        hash.update(label.as_bytes());
        hash.update(number.to_be_bytes());
        hash.update(index.to_be_bytes());
        hash.finalize().into()
    }

    /// A number below `limit`, for choices.
    pub fn below(self, limit: u64, label: &str, number: u64, index: u64) -> u64 {
        self.u64(label, number, index) % limit.max(1)
    }

    /// 64 bits for identifiers.
    pub fn u64(self, label: &str, number: u64, index: u64) -> u64 {
        let mut word = [0_u8; 8];
        word.copy_from_slice(&self.bytes(label, number, index)[..8]);
        u64::from_be_bytes(word)
    }

    /// A Curve25519 key pair.
    pub fn pair(self, label: &str, number: u64, index: u64) -> Result<KeyPair> {
        let secret = PrivateKey::deserialize(&self.bytes(label, number, index))
            .map_err(LoopbackError::crypto)?;
        let public = secret.public_key().map_err(LoopbackError::crypto)?;
        Ok(KeyPair::new(public, secret))
    }

    /// A generator for the nonces of signatures. A server that was started
    /// before must not draw the same again.
    pub fn rng(self, label: &str, number: u64, starts: u64) -> StdRng {
        StdRng::from_seed(self.bytes(label, number, u64::MAX - starts))
    }
}

/// The 32 bytes of a public key, as they travel.
pub(crate) fn public_bytes(pair: &KeyPair) -> Vec<u8> {
    pair.public_key.public_key_bytes().to_vec()
}

/// 32 bytes or a sentence that names what was the wrong length.
pub(crate) fn array32(bytes: &[u8], what: &str) -> Result<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| LoopbackError::protocol(format!("{what} is {} bytes, not 32", bytes.len())))
}
