//! One simulated device as the Signal protocol sees it: identity, prekeys and
//! sessions in memory. Prekeys come from the seed, so an untouched phone costs
//! nothing.

use std::collections::HashMap;
use std::future::Future;

use async_trait::async_trait;
use futures_util::FutureExt;
use signal_rand::rngs::StdRng;
use wacore_libsignal::protocol::error::Result as SignalResult;
use wacore_libsignal::protocol::{
    CiphertextMessage, DeviceId, Direction, GenericSignedPreKey, IdentityChange, IdentityKey,
    IdentityKeyPair, IdentityKeyStore, KeyPair, PreKeyBundle, PreKeyId, PreKeyRecord,
    PreKeySignalMessage, PreKeyStore, ProtocolAddress, SessionRecord, SessionStore, SignalMessage,
    SignalProtocolError, SignedPreKeyId, SignedPreKeyRecord, SignedPreKeyStore, Timestamp,
    UsePQRatchet, message_decrypt, message_encrypt, process_prekey_bundle,
};

use crate::error::{LoopbackError, Result};
use crate::keys::{Seed, public_bytes};
use crate::state::{Blob, PhoneRecord};

/// The stores below never wait, so their futures are ready at the first poll;
/// this keeps the whole server free of locks held across an await.
fn now<T>(future: impl Future<Output = SignalResult<T>>) -> Result<T> {
    future
        .now_or_never()
        .ok_or_else(|| LoopbackError::crypto("an in-memory store waited"))?
        .map_err(LoopbackError::crypto)
}

/// The public half of a device, as the server hands it to those who write to it.
#[derive(Debug, Clone)]
pub(crate) struct Bundle {
    pub registration_id: u32,
    pub identity: Vec<u8>,
    pub signed_id: u32,
    pub signed_key: Vec<u8>,
    pub signature: Vec<u8>,
    pub one_time: Option<(u32, Vec<u8>)>,
}

impl Bundle {
    fn to_signal(&self) -> Result<PreKeyBundle> {
        let key = |bytes: &[u8]| {
            wacore_libsignal::protocol::PublicKey::from_djb_public_key_bytes(bytes)
                .map_err(LoopbackError::crypto)
        };
        let one_time = match &self.one_time {
            Some((id, bytes)) => Some((PreKeyId::from(*id), key(bytes)?)),
            None => None,
        };
        PreKeyBundle::new(
            self.registration_id,
            DeviceId::new(0),
            one_time,
            SignedPreKeyId::from(self.signed_id),
            key(&self.signed_key)?,
            self.signature.clone(),
            IdentityKey::new(key(&self.identity)?),
        )
        .map_err(LoopbackError::crypto)
    }
}

/// A simulated device: the phone itself, device 0 of its account.
pub(crate) struct SignalDevice {
    identity: Identity,
    one_time: OneTimeKeys,
    signed: SignedKeys,
    sessions: Sessions,
    rng: StdRng,
    next_one_time: u32,
}

impl SignalDevice {
    /// The device of this number in the life of a server that was started
    /// `starts` times before.
    pub fn new(seed: Seed, number: u64, starts: u64) -> Result<Self> {
        let identity = seed.pair("identity", number, 0)?;
        let signed = seed.pair("signed prekey", number, 1)?;
        let mut rng = seed.rng("signal", number, starts);
        let signature = identity
            .calculate_signature(&signed.public_key.serialize(), &mut rng)
            .map_err(LoopbackError::crypto)?;
        let record = <SignedPreKeyRecord as GenericSignedPreKey>::new(
            SignedPreKeyId::from(1),
            Timestamp::from_epoch_millis(1),
            &signed,
            &signature,
        );
        let registration_id =
            u32::try_from(seed.below(16_380, "registration", number, 0)).unwrap_or(0) + 1;
        Ok(Self {
            identity: Identity {
                pair: IdentityKeyPair::new(
                    IdentityKey::new(identity.public_key),
                    identity.private_key.clone(),
                ),
                signer: identity,
                registration_id,
            },
            one_time: OneTimeKeys { seed, number },
            signed: SignedKeys {
                record,
                public: public_bytes(&signed),
                signature: signature.to_vec(),
            },
            sessions: Sessions::default(),
            rng,
            next_one_time: 1,
        })
    }

    /// What the seed does not tell.
    pub fn record(&self) -> Result<PhoneRecord> {
        let sessions = self.sessions.0.iter().map(|(peer, session)| {
            let bytes = session.serialize().map_err(LoopbackError::crypto)?;
            Ok((peer.clone(), Blob(bytes)))
        });
        Ok(PhoneRecord {
            next_one_time: self.next_one_time,
            sessions: sessions.collect::<Result<_>>()?,
        })
    }

    /// Goes on from there.
    pub fn restore(&mut self, record: &PhoneRecord) -> Result<()> {
        self.next_one_time = record.next_one_time;
        for (peer, bytes) in &record.sessions {
            let session = SessionRecord::deserialize(&bytes.0).map_err(LoopbackError::crypto)?;
            self.sessions.0.insert(peer.clone(), session);
        }
        Ok(())
    }

    /// The identity key pair: of an owner's phone it also signs companions.
    pub fn identity(&self) -> &KeyPair {
        &self.identity.signer
    }

    pub fn registration_id(&self) -> u32 {
        self.identity.registration_id
    }

    pub fn rng(&mut self) -> &mut StdRng {
        &mut self.rng
    }

    /// A bundle with a one-time key nobody was given before.
    pub fn bundle(&mut self) -> Result<Bundle> {
        let id = self.next_one_time;
        self.next_one_time += 1;
        Ok(Bundle {
            registration_id: self.identity.registration_id,
            identity: public_bytes(&self.identity.signer),
            signed_id: 1,
            signed_key: self.signed.public.clone(),
            signature: self.signed.signature.clone(),
            one_time: Some((id, public_bytes(&self.one_time.pair(id)?))),
        })
    }

    /// Decrypts one envelope (`pkmsg` or `msg`) and removes the padding.
    pub fn decrypt(&mut self, from: &str, kind: &str, envelope: &[u8]) -> Result<Vec<u8>> {
        let message = match kind {
            "pkmsg" => CiphertextMessage::PreKeySignalMessage(
                PreKeySignalMessage::try_from(envelope).map_err(LoopbackError::crypto)?,
            ),
            "msg" => CiphertextMessage::SignalMessage(
                SignalMessage::try_from(envelope).map_err(LoopbackError::crypto)?,
            ),
            other => {
                return Err(LoopbackError::protocol(format!(
                    "envelope of type \"{other}\""
                )));
            }
        };
        let address = address(from);
        let opened = now(message_decrypt(
            &message,
            &address,
            &mut self.sessions,
            &mut self.identity,
            &mut self.one_time,
            &self.signed,
            &mut self.rng,
            UsePQRatchet::No,
        ))?;
        unpad(opened.plaintext)
    }

    /// Whether a session exists, that is, whether `encrypt` needs no bundle.
    pub fn knows(&self, peer: &str) -> bool {
        self.sessions.0.contains_key(address(peer).as_str())
    }

    /// Loses every session, as a phone does that was reset.
    pub fn forget_sessions(&mut self) {
        self.sessions.0.clear();
    }

    /// Starts a session from the peer's bundle, replacing an older one.
    pub fn start_session(&mut self, peer: &str, bundle: &Bundle) -> Result<()> {
        let bundle = bundle.to_signal()?;
        now(process_prekey_bundle(
            &address(peer),
            &mut self.sessions,
            &mut self.identity,
            &bundle,
            &mut self.rng,
            UsePQRatchet::No,
        ))?;
        Ok(())
    }

    /// Encrypts and names the envelope's type.
    pub fn encrypt(&mut self, peer: &str, plaintext: &[u8]) -> Result<(&'static str, Vec<u8>)> {
        let padded = pad(plaintext);
        let sealed = now(message_encrypt(
            &padded,
            &address(peer),
            &mut self.sessions,
            &mut self.identity,
        ))?;
        match sealed {
            CiphertextMessage::SignalMessage(m) => Ok(("msg", m.serialized().to_vec())),
            CiphertextMessage::PreKeySignalMessage(m) => Ok(("pkmsg", m.serialized().to_vec())),
            _ => Err(LoopbackError::crypto("unexpected envelope")),
        }
    }
}

fn address(peer: &str) -> ProtocolAddress {
    ProtocolAddress::new(peer, DeviceId::new(0))
}

/// WhatsApp's padding: 1 to 16 bytes that all name their count. The count is a
/// function of the length so that runs repeat.
fn pad(plaintext: &[u8]) -> Vec<u8> {
    let count = plaintext.len() % 16 + 1;
    let mut padded = plaintext.to_vec();
    padded.resize(plaintext.len() + count, u8::try_from(count).unwrap_or(16));
    padded
}

fn unpad(mut padded: Vec<u8>) -> Result<Vec<u8>> {
    let count = usize::from(padded.last().copied().unwrap_or(0));
    if count == 0 || count > padded.len() {
        return Err(LoopbackError::protocol("bad padding"));
    }
    padded.truncate(padded.len() - count);
    Ok(padded)
}

struct Identity {
    pair: IdentityKeyPair,
    signer: KeyPair,
    registration_id: u32,
}

#[async_trait]
impl IdentityKeyStore for Identity {
    async fn get_identity_key_pair(&self) -> SignalResult<IdentityKeyPair> {
        Ok(self.pair.clone())
    }

    async fn get_local_registration_id(&self) -> SignalResult<u32> {
        Ok(self.registration_id)
    }

    async fn save_identity(
        &mut self,
        _address: &ProtocolAddress,
        _identity: &IdentityKey,
    ) -> SignalResult<IdentityChange> {
        Ok(IdentityChange::NewOrUnchanged)
    }

    /// A simulated phone trusts everybody: it is not the one under test.
    async fn is_trusted_identity(
        &self,
        _address: &ProtocolAddress,
        _identity: &IdentityKey,
        _direction: Direction,
    ) -> SignalResult<bool> {
        Ok(true)
    }

    async fn get_identity(&self, _address: &ProtocolAddress) -> SignalResult<Option<IdentityKey>> {
        Ok(None)
    }
}

struct OneTimeKeys {
    seed: Seed,
    number: u64,
}

impl OneTimeKeys {
    fn pair(&self, id: u32) -> Result<KeyPair> {
        self.seed
            .pair("one-time prekey", self.number, u64::from(id))
    }
}

#[async_trait]
impl PreKeyStore for OneTimeKeys {
    async fn get_pre_key(&self, id: PreKeyId) -> SignalResult<PreKeyRecord> {
        let pair = self
            .pair(u32::from(id))
            .map_err(|_| SignalProtocolError::InvalidPreKeyId)?;
        Ok(PreKeyRecord::new(id, &pair))
    }

    async fn save_pre_key(&mut self, _id: PreKeyId, _record: &PreKeyRecord) -> SignalResult<()> {
        Ok(())
    }

    async fn remove_pre_key(&mut self, _id: PreKeyId) -> SignalResult<()> {
        Ok(())
    }
}

struct SignedKeys {
    record: SignedPreKeyRecord,
    public: Vec<u8>,
    signature: Vec<u8>,
}

#[async_trait]
impl SignedPreKeyStore for SignedKeys {
    async fn get_signed_pre_key(&self, _id: SignedPreKeyId) -> SignalResult<SignedPreKeyRecord> {
        Ok(self.record.clone())
    }

    async fn save_signed_pre_key(
        &mut self,
        _id: SignedPreKeyId,
        _record: &SignedPreKeyRecord,
    ) -> SignalResult<()> {
        Ok(())
    }
}

#[derive(Default)]
struct Sessions(HashMap<String, SessionRecord>);

#[async_trait]
impl SessionStore for Sessions {
    async fn load_session(&self, address: &ProtocolAddress) -> SignalResult<Option<SessionRecord>> {
        Ok(self.0.get(address.as_str()).cloned())
    }

    async fn has_session(&self, address: &ProtocolAddress) -> SignalResult<bool> {
        Ok(self.0.contains_key(address.as_str()))
    }

    async fn store_session(
        &mut self,
        address: &ProtocolAddress,
        record: SessionRecord,
    ) -> SignalResult<()> {
        self.0.insert(address.as_str().to_owned(), record);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_phones_talk() {
        let mut alice = SignalDevice::new(Seed(1), 1, 0).unwrap();
        let mut bob = SignalDevice::new(Seed(1), 2, 0).unwrap();
        alice.start_session("2", &bob.bundle().unwrap()).unwrap();
        let (kind, envelope) = alice.encrypt("2", b"hola").unwrap();
        assert_eq!(kind, "pkmsg");
        assert_eq!(bob.decrypt("1", kind, &envelope).unwrap(), b"hola");
        let (kind, envelope) = bob.encrypt("1", b"que tal").unwrap();
        assert_eq!(kind, "msg");
        assert_eq!(alice.decrypt("2", kind, &envelope).unwrap(), b"que tal");
    }

    #[test]
    fn padding_round_trips_at_every_length() {
        for length in 0..40 {
            let text = vec![7_u8; length];
            assert_eq!(unpad(pad(&text)).unwrap(), text);
        }
    }
}
