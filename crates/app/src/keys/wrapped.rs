//! A profile's key under a passcode: XChaCha20-Poly1305 with a key that Argon2id
//! derives.

use super::{Passcode, ProfileKey, fill};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use std::io;
use zeroize::Zeroizing;

/// The only form there is so far.
const FORM: u32 = 1;

const SALT: usize = 16;
const NONCE: usize = 24;

/// What deriving a key from a passcode costs, as it stands beside the wrapped key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory, in KiB.
    memory_kib: u32,
    /// Times that all of it is gone over.
    passes: u32,
    /// Independent lanes; they are worked on one after the other here.
    lanes: u32,
}

impl Cost {
    /// About half a second of one core.
    pub const USUAL: Self = Self {
        memory_kib: 128 * 1024,
        passes: 5,
        lanes: 1,
    };

    /// As little as the function takes, for tests that derive a hundred times.
    #[cfg(any(test, feature = "loopback"))]
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    /// So much less, for tests that derive again and again.
    #[cfg(feature = "loopback")]
    pub(crate) fn divided(self, by: std::num::NonZeroU32) -> Self {
        Self {
            memory_kib: (self.memory_kib / by).max(Self::LEAST.memory_kib),
            passes: (self.passes / by).max(Self::LEAST.passes),
            ..self
        }
    }

    /// Beyond this a file was not written by us: it would only eat memory and time.
    const MOST: Self = Self {
        memory_kib: 512 * 1024,
        passes: 8,
        lanes: 4,
    };

    fn is_bearable(self) -> bool {
        self.memory_kib <= Self::MOST.memory_kib
            && self.passes <= Self::MOST.passes
            && self.lanes <= Self::MOST.lanes
    }

    fn derive(self, passcode: &Passcode, salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        if !self.is_bearable() {
            return None;
        }
        let parameters = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
            .hash_password_into(passcode.bytes(), salt, key.as_mut_slice())
            .ok()?;
        Some(key)
    }
}

/// The file of a wrapped key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Wrapped {
    form: u32,
    /// For whoever looks at the file without this program.
    method: String,
    #[serde(flatten)]
    cost: Cost,
    salt: String,
    nonce: String,
    key: String,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Another passcode, or a file whose bytes were changed: nobody can tell which.
    Wrong,
    /// The file is none of ours.
    Damaged,
}

impl Wrapped {
    /// Wraps a key under a passcode, with a salt of its own.
    pub fn wrap(key: &ProfileKey, passcode: &Passcode, cost: Cost) -> io::Result<Self> {
        let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
        fill(&mut salt)?;
        fill(&mut nonce)?;
        let sealed = cipher(passcode, cost, &salt)
            .and_then(|cipher| {
                let payload = Payload {
                    msg: key.bytes(),
                    aad: &about(cost),
                };
                cipher.encrypt(&XNonce::from(nonce), payload).ok()
            })
            .ok_or_else(|| io::Error::other("the key could not be wrapped"))?;
        Ok(Self {
            form: FORM,
            method: "argon2id, xchacha20-poly1305".to_owned(),
            cost,
            salt: hex::encode(salt),
            nonce: hex::encode(nonce),
            key: hex::encode(sealed),
        })
    }

    /// The key in it.
    pub fn unwrap_key(&self, passcode: &Passcode) -> Result<ProfileKey, Refusal> {
        let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
        let sealed = hex::decode(&self.key).map_err(|_| Refusal::Damaged)?;
        if self.form != FORM
            || hex::decode_to_slice(&self.salt, &mut salt).is_err()
            || hex::decode_to_slice(&self.nonce, &mut nonce).is_err()
            || sealed.len() != ProfileKey::LENGTH + 16
        {
            return Err(Refusal::Damaged);
        }
        let cipher = cipher(passcode, self.cost, &salt).ok_or(Refusal::Damaged)?;
        let payload = Payload {
            msg: &sealed,
            aad: &about(self.cost),
        };
        let opened = cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| Refusal::Wrong)?;
        ProfileKey::from_bytes(&opened).ok_or(Refusal::Damaged)
    }

    /// Whether it can be asked at all; costs nothing.
    pub fn is_sound(&self) -> bool {
        self.form == FORM
            && self.cost.is_bearable()
            && self.salt.len() == 2 * SALT
            && self.nonce.len() == 2 * NONCE
            && self.key.len() == 2 * (ProfileKey::LENGTH + 16)
    }
}

fn cipher(passcode: &Passcode, cost: Cost, salt: &[u8]) -> Option<XChaCha20Poly1305> {
    let key = cost.derive(passcode, salt)?;
    Some(XChaCha20Poly1305::new((&*key).into()))
}

/// What the seal covers beside the key.
fn about(cost: Cost) -> Vec<u8> {
    let mut about = b"message-sender profile key".to_vec();
    for number in [FORM, cost.memory_kib, cost.passes, cost.lanes] {
        about.extend(number.to_le_bytes());
    }
    about
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(key: &ProfileKey, typed: &str) -> Wrapped {
        Wrapped::wrap(key, &Passcode::new(typed), Cost::LEAST).unwrap()
    }

    fn read(text: &str) -> Option<Wrapped> {
        serde_json::from_str(text).ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_passcode_opens_it_again(bytes in any::<[u8; 32]>(), typed in "\\PC{0,40}") {
            let key = ProfileKey::from_bytes(&[bytes, bytes].concat()).unwrap();
            let text = serde_json::to_string(&wrapped(&key, &typed)).unwrap();
            let opened = read(&text).unwrap().unwrap_key(&Passcode::new(&typed));
            prop_assert_eq!(opened, Ok(key));
        }

        #[test]
        fn no_other_passcode_does(typed in "\\PC{0,20}", other in "\\PC{0,20}") {
            let (right, wrong) = (Passcode::new(&typed), Passcode::new(&other));
            prop_assume!(right.bytes() != wrong.bytes());
            let key = ProfileKey::random().unwrap();
            let wrapped = wrapped(&key, &typed);
            prop_assert_eq!(wrapped.unwrap_key(&wrong), Err(Refusal::Wrong));
        }

        /// Whatever becomes of the file: no panic, no other key.
        #[test]
        fn a_file_that_was_changed_gives_no_key(at in any::<prop::sample::Index>(), to in any::<u8>()) {
            let key = ProfileKey::random().unwrap();
            let mut text = serde_json::to_vec(&wrapped(&key, "secreto")).unwrap();
            let at = at.index(text.len());
            prop_assume!(text[at] != to);
            text[at] = to;
            let Some(changed) = std::str::from_utf8(&text).ok().and_then(read) else {
                return Ok(());
            };
            match changed.unwrap_key(&Passcode::new("secreto")) {
                // The words for people, or the same digit in the other case.
                Ok(same) => prop_assert_eq!(same, key),
                Err(refusal) => prop_assert!(matches!(refusal, Refusal::Wrong | Refusal::Damaged)),
            }
        }
    }

    #[test]
    fn the_same_key_under_the_same_passcode_looks_different_each_time() {
        let key = ProfileKey::random().unwrap();
        let (one, two) = (wrapped(&key, "secreto"), wrapped(&key, "secreto"));
        assert_ne!(one.salt, two.salt);
        assert_ne!(one.nonce, two.nonce);
        assert_ne!(one.key, two.key);
    }

    /// A file that asks for four terabytes is refused before any is taken.
    #[test]
    fn a_manipulated_file_eats_neither_memory_nor_time() {
        let key = ProfileKey::random().unwrap();
        for (memory_kib, passes, lanes) in [
            (u32::MAX, 1, 1),
            (512 * 1024 + 1, 1, 1),
            (8, u32::MAX, 1),
            (1 << 20, 1, 1 << 16),
        ] {
            let mut greedy = wrapped(&key, "secreto");
            greedy.cost = Cost {
                memory_kib,
                passes,
                lanes,
            };
            assert!(!greedy.is_sound());
            let refused = greedy.unwrap_key(&Passcode::new("secreto"));
            assert_eq!(refused, Err(Refusal::Damaged));
        }
    }

    #[test]
    fn a_cost_below_what_the_function_takes_is_no_cost() {
        let mut cheap = wrapped(&ProfileKey::random().unwrap(), "secreto");
        cheap.cost.memory_kib = 1;
        let refused = cheap.unwrap_key(&Passcode::new("secreto"));
        assert_eq!(refused, Err(Refusal::Damaged));
    }
}
