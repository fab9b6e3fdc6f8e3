//! The envelope of a backup: bytes under a passphrase, in chunks of which each
//! is authenticated, in their order and to their end.
//!
//! ```text
//! magic 8 | version 2 | Argon2id: memory KiB 4, passes 4, lanes 4, salt 16
//! | nonce 19 | length of what is inside 8 | proof of the key 16 | checksum 8
//! | chunks of 64 KiB and a tag of 16, the last one shorter
//! ```
//!
//! Numbers are little-endian. Argon2id makes 48 bytes of the passphrase: the
//! key, and the proof, by which a wrong passphrase is told from a damaged file.
//! The chunks are `XChaCha20-Poly1305` in the STREAM construction, and the
//! header goes into the tag of each.

use super::passphrase::Passphrase;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::generic_array::GenericArray;
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Write};
use zeroize::Zeroizing;

const MAGIC: [u8; 8] = *b"MsgSndBk";
const VERSION: u16 = 1;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const SALT: usize = 16;
const NONCE: usize = 19;
const PROOF: usize = 16;
const KEY: usize = 32;
/// What stands before the checksum, and the whole header.
const SUMMED: usize = 8 + 2 + 3 * 4 + SALT + NONCE + 8 + PROOF;
const HEADER: usize = SUMMED + 8;

/// Why an envelope does not open.
#[derive(Debug)]
pub(crate) enum SealError {
    /// Not one of ours.
    Foreign,
    /// Of a later version of the program.
    Newer,
    /// Opened with another passphrase.
    WrongPassphrase,
    /// It ends before its end.
    Truncated,
    /// Not as it was written.
    Damaged,
    /// Reading or writing failed.
    Io(io::Error),
}

impl From<io::Error> for SealError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

type Result<T, E = SealError> = std::result::Result<T, E>;

/// How hard a passphrase is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// What RFC 9106 recommends where memory is scarce.
    pub const USUAL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// What a file may ask of the computer that reads it.
    const MOST: Self = Self {
        memory_kib: 256 * 1024,
        passes: 16,
        lanes: 16,
    };

    #[cfg(test)]
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    fn is_bearable(self) -> bool {
        let most = Self::MOST;
        self.memory_kib <= most.memory_kib
            && (1..=most.passes).contains(&self.passes)
            && (1..=most.lanes).contains(&self.lanes)
    }
}

/// The beginning of the file, in the clear.
struct Header {
    cost: Cost,
    salt: [u8; SALT],
    nonce: [u8; NONCE],
    /// Bytes inside; at least one.
    length: u64,
    proof: [u8; PROOF],
}

impl Header {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        for number in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.salt);
        bytes.extend(self.nonce);
        bytes.extend(self.length.to_le_bytes());
        bytes.extend(self.proof);
        let sum = checksum(&bytes);
        bytes.extend(sum);
        bytes
    }

    fn parse(bytes: &[u8; HEADER]) -> Result<Self> {
        let mut rest = bytes.as_slice();
        if take::<8>(&mut rest)? != MAGIC {
            return Err(SealError::Foreign);
        }
        let version = u16::from_le_bytes(take(&mut rest)?);
        if version > VERSION {
            // Its header may be longer than ours.
            return Err(SealError::Newer);
        }
        let (summed, sum) = bytes.split_at(SUMMED);
        if version == 0 || sum != checksum(summed) {
            return Err(SealError::Damaged);
        }
        let header = Self {
            cost: Cost {
                memory_kib: u32::from_le_bytes(take(&mut rest)?),
                passes: u32::from_le_bytes(take(&mut rest)?),
                lanes: u32::from_le_bytes(take(&mut rest)?),
            },
            salt: take(&mut rest)?,
            nonce: take(&mut rest)?,
            length: u64::from_le_bytes(take(&mut rest)?),
            proof: take(&mut rest)?,
        };
        let sealed = sealed_length(header.length);
        if !header.cost.is_bearable() || header.length == 0 || sealed.is_none() {
            return Err(SealError::Damaged);
        }
        Ok(header)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N]> {
    let (first, behind) = rest.split_first_chunk().ok_or(SealError::Truncated)?;
    *rest = behind;
    Ok(*first)
}

fn checksum(bytes: &[u8]) -> [u8; 8] {
    let sum = Sha256::digest(bytes);
    sum.first_chunk().copied().unwrap_or_default()
}

/// How long the whole file is with so much inside.
pub(crate) fn sealed_length(length: u64) -> Option<u64> {
    let chunks = length.div_ceil(CHUNK as u64);
    // The chunks are counted in 32 bits.
    u32::try_from(chunks).ok()?;
    (chunks * TAG as u64)
        .checked_add(length)?
        .checked_add(HEADER as u64)
}

struct Secrets {
    key: Zeroizing<[u8; KEY]>,
    proof: [u8; PROOF],
}

/// Takes a moment, on purpose.
fn derive(passphrase: &Passphrase, cost: Cost, salt: &[u8; SALT]) -> Result<Secrets> {
    let length = KEY + PROOF;
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(length))
        .map_err(|_| SealError::Damaged)?;
    let mut bytes = Zeroizing::new([0; KEY + PROOF]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.bytes(), salt, bytes.as_mut_slice())
        .map_err(|_| SealError::Damaged)?;
    let (mut key, mut proof) = (Zeroizing::new([0; KEY]), [0; PROOF]);
    let (for_key, for_proof) = bytes.split_at(KEY);
    key.copy_from_slice(for_key);
    proof.copy_from_slice(for_proof);
    Ok(Secrets { key, proof })
}

/// Closes an envelope around as many bytes as were announced.
pub(crate) struct Sealer<W> {
    into: W,
    stream: Option<EncryptorBE32<XChaCha20Poly1305>>,
    header: Vec<u8>,
    chunk: Zeroizing<Vec<u8>>,
    left: u64,
}

impl<W: Write> Sealer<W> {
    /// Begins an envelope for `length` bytes, at least one.
    pub fn new(mut into: W, passphrase: &Passphrase, cost: Cost, length: u64) -> Result<Self> {
        if length == 0 || sealed_length(length).is_none() {
            return Err(SealError::Io(io::ErrorKind::FileTooLarge.into()));
        }
        let mut drawn = [0; SALT + NONCE];
        getrandom::fill(&mut drawn).map_err(|e| io::Error::other(e.to_string()))?;
        let mut rest = drawn.as_slice();
        let (salt, nonce) = (take(&mut rest)?, take(&mut rest)?);
        let secrets = derive(passphrase, cost, &salt)?;
        let header = Header {
            cost,
            salt,
            nonce,
            length,
            proof: secrets.proof,
        };
        let header = header.bytes();
        into.write_all(&header)?;
        Ok(Self {
            into,
            stream: Some(EncryptorBE32::new(
                GenericArray::from_slice(secrets.key.as_slice()),
                GenericArray::from_slice(&nonce),
            )),
            header,
            chunk: Zeroizing::new(Vec::with_capacity(CHUNK + TAG)),
            left: length,
        })
    }

    /// Puts bytes in.
    pub fn put(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let room = CHUNK.saturating_sub(self.chunk.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.left = self
                .left
                .checked_sub(now.len() as u64)
                .ok_or_else(|| io::Error::other("more than was announced"))?;
            self.chunk.extend_from_slice(now);
            bytes = later;
            if self.chunk.len() == CHUNK && self.left > 0 {
                self.close_chunk()?;
            }
        }
        Ok(())
    }

    fn close_chunk(&mut self) -> Result<()> {
        let refused = || SealError::Io(io::Error::other("the cipher refused"));
        if self.left > 0 {
            let Some(stream) = &mut self.stream else {
                return Err(refused());
            };
            stream
                .encrypt_next_in_place(&self.header, &mut *self.chunk)
                .map_err(|_| refused())?;
        } else {
            let stream = self.stream.take().ok_or_else(refused)?;
            stream
                .encrypt_last_in_place(&self.header, &mut *self.chunk)
                .map_err(|_| refused())?;
        }
        self.into.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }

    /// Closes it. Fails when fewer bytes came than were announced.
    pub fn finish(mut self) -> Result<W> {
        if self.left > 0 {
            return Err(io::Error::other("less than was announced").into());
        }
        self.close_chunk()?;
        self.into.flush()?;
        Ok(self.into)
    }
}

/// An envelope that was looked at and not opened.
pub(crate) struct Sealed<R> {
    from: R,
    header: Header,
    bytes: [u8; HEADER],
}

impl<R: Read> Sealed<R> {
    /// Looks at a file of so many bytes.
    pub fn look(mut from: R, file_length: u64) -> Result<Self> {
        let mut bytes = [0; HEADER];
        let mut have = 0;
        while let Some(rest) = bytes.get_mut(have..).filter(|rest| !rest.is_empty()) {
            match from.read(rest) {
                Ok(0) => break,
                Ok(read) => have += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        if have < HEADER {
            let begins = bytes.get(..have).unwrap_or_default();
            let ours = have > 0 && MAGIC.starts_with(begins.get(..have.min(8)).unwrap_or_default());
            return Err(match Header::parse(&bytes) {
                Err(SealError::Newer) => SealError::Newer,
                _ if ours => SealError::Truncated,
                _ => SealError::Foreign,
            });
        }
        let header = Header::parse(&bytes)?;
        match sealed_length(header.length) {
            Some(length) if file_length < length => Err(SealError::Truncated),
            Some(length) if file_length == length => Ok(Self {
                from,
                header,
                bytes,
            }),
            _ => Err(SealError::Damaged),
        }
    }

    /// Opens it. Takes a moment, on purpose.
    pub fn open(self, passphrase: &Passphrase) -> Result<Opened<R>> {
        let secrets = derive(passphrase, self.header.cost, &self.header.salt)?;
        if secrets.proof != self.header.proof {
            return Err(SealError::WrongPassphrase);
        }
        Ok(Opened {
            from: self.from,
            stream: Some(DecryptorBE32::new(
                GenericArray::from_slice(secrets.key.as_slice()),
                GenericArray::from_slice(&self.header.nonce),
            )),
            header: self.bytes,
            left: self.header.length,
            chunk: Zeroizing::new(Vec::with_capacity(CHUNK + TAG)),
            at: 0,
        })
    }
}

/// What is inside. Nothing is handed out that was not authenticated.
pub(crate) struct Opened<R> {
    from: R,
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    header: [u8; HEADER],
    /// Bytes in chunks that were not read yet.
    left: u64,
    chunk: Zeroizing<Vec<u8>>,
    at: usize,
}

impl<R: Read> Opened<R> {
    /// Bytes that are still to come.
    pub fn left(&self) -> u64 {
        self.left + self.chunk.len().saturating_sub(self.at) as u64
    }

    /// The next bytes, at most `most` of them; none at the end.
    pub fn next(&mut self, most: usize) -> Result<&[u8]> {
        if self.at >= self.chunk.len() && self.left > 0 {
            self.open_chunk()?;
        }
        let until = self.at.saturating_add(most).min(self.chunk.len());
        let from = std::mem::replace(&mut self.at, until);
        Ok(self.chunk.get(from..until).unwrap_or_default())
    }

    /// Exactly so many bytes, which must fit in memory.
    pub fn exactly(&mut self, length: usize) -> Result<Zeroizing<Vec<u8>>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        while bytes.len() < length {
            let more = self.next(length - bytes.len())?;
            if more.is_empty() {
                return Err(SealError::Damaged);
            }
            bytes.extend_from_slice(more);
        }
        Ok(bytes)
    }

    fn open_chunk(&mut self) -> Result<()> {
        let plain = usize::try_from(self.left).map_or(CHUNK, |left| left.min(CHUNK));
        self.chunk.clear();
        self.chunk.resize(plain + TAG, 0);
        self.at = 0;
        let read = self.from.read_exact(&mut self.chunk);
        if let Err(error) = read {
            self.chunk.clear();
            return Err(match error.kind() {
                io::ErrorKind::UnexpectedEof => SealError::Truncated,
                _ => SealError::Io(error),
            });
        }
        self.left -= plain as u64;
        let opened = if self.left > 0 {
            let stream = self.stream.as_mut().ok_or(SealError::Damaged)?;
            stream.decrypt_next_in_place(&self.header, &mut *self.chunk)
        } else {
            let stream = self.stream.take().ok_or(SealError::Damaged)?;
            stream.decrypt_last_in_place(&self.header, &mut *self.chunk)
        };
        opened.map_err(|_| {
            self.chunk.clear();
            SealError::Damaged
        })
    }
}

#[cfg(test)]
mod tests;
