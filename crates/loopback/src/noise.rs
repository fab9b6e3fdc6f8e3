//! The responder's side of the Noise handshake: XX for a client that comes for
//! the first time, IK for one that remembers the server's key, and the
//! certificate chain that binds that key to the server's root.

use buffa::{Message, MessageField};
use signal_rand::SeedableRng;
use signal_rand::rngs::StdRng;
use wacore::handshake::{NoiseCipher, NoiseHandshake};
use wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, NOISE_PATTERN_XXFALLBACK};
use wacore_libsignal::protocol::KeyPair;
use waproto::whatsapp as wa;
use waproto::whatsapp::cert_chain::{NoiseCertificate, noise_certificate};

use crate::error::{LoopbackError, Result};
use crate::keys::{Seed, array32, public_bytes};

/// Validity of the certificates: wide, because tests travel in time.
const NOT_BEFORE: u64 = 1_500_000_000;
const NOT_AFTER: u64 = 4_100_000_000;

/// The server's long-lived Noise key with its signed chain.
pub(crate) struct NoiseIdentity {
    key: KeyPair,
    chain: Vec<u8>,
    root_public: Vec<u8>,
}

impl NoiseIdentity {
    pub fn new(seed: Seed) -> Result<Self> {
        let root = seed.pair("noise root", 0, 0)?;
        let intermediate = seed.pair("noise intermediate", 0, 0)?;
        let key = seed.pair("noise leaf", 0, 0)?;
        let mut rng = seed.rng("noise certificates", 0, 0);
        let mut sign = |signer: &KeyPair, serial, issuer, subject: &KeyPair| {
            let details = noise_certificate::Details {
                serial: Some(serial),
                issuer_serial: Some(issuer),
                key: Some(public_bytes(subject)),
                not_before: Some(NOT_BEFORE),
                not_after: Some(NOT_AFTER),
            }
            .encode_to_vec();
            let signature = signer
                .calculate_signature(&details, &mut rng)
                .map_err(LoopbackError::crypto)?;
            Ok::<_, LoopbackError>(NoiseCertificate {
                details: Some(details),
                signature: Some(signature.to_vec()),
            })
        };
        let chain = wa::CertChain {
            intermediate: MessageField::some(sign(&root, 1, 0, &intermediate)?),
            leaf: MessageField::some(sign(&intermediate, 2, 1, &key)?),
        }
        .encode_to_vec();
        Ok(Self {
            key,
            chain,
            root_public: public_bytes(&root),
        })
    }

    /// The key a foreign client has to trust in place of WhatsApp's.
    pub fn root_key_hex(&self) -> String {
        hex::encode(&self.root_public)
    }
}

/// What a finished handshake yields.
pub(crate) struct Established {
    /// The client's static key: what a login is checked against.
    pub client_key: [u8; 32],
    /// What the client says it is.
    pub payload: wa::ClientPayload,
    /// Whether the client already knew the server's key.
    pub resumed: bool,
    /// From client to server.
    pub read: NoiseCipher,
    /// From server to client.
    pub write: NoiseCipher,
}

/// Between the two frames of a handshake.
pub(crate) enum Progress {
    /// The server's hello is to be sent and the client's finish awaited.
    Finish(Box<AwaitingFinish>),
    /// IK: the client said everything in its first frame.
    Done(Box<Established>),
}

/// An XX handshake after the server's hello.
pub(crate) struct AwaitingFinish {
    noise: NoiseHandshake,
    ephemeral: KeyPair,
}

fn noise_error(error: impl std::fmt::Display) -> LoopbackError {
    LoopbackError::Crypto(format!("Noise handshake: {error}"))
}

/// Answers the client's hello. `prologue` is the connection header it sent.
pub(crate) fn answer_hello(
    identity: &NoiseIdentity,
    prologue: &[u8],
    frame: &[u8],
) -> Result<(Vec<u8>, Progress)> {
    let message = waproto::codec::handshake_message_decode(frame).map_err(noise_error)?;
    let hello = message
        .client_hello
        .into_option()
        .ok_or_else(|| LoopbackError::protocol("the first frame is not a client hello"))?;
    let client_ephemeral = array32(
        hello.ephemeral.as_deref().unwrap_or_default(),
        "the client's ephemeral key",
    )?;
    let mut rng: StdRng = StdRng::from_seed(ephemeral_seed());
    let ephemeral = KeyPair::generate(&mut rng);
    match (&hello.r#static, &hello.payload) {
        (Some(sealed_key), Some(sealed_payload)) => {
            match accept_ik(
                identity,
                prologue,
                &client_ephemeral,
                sealed_key,
                sealed_payload,
                &ephemeral,
            ) {
                Ok((reply, done)) => Ok((reply, Progress::Done(Box::new(done)))),
                // The client remembers another server's key: fall back to XX.
                Err(error) => {
                    log::info!("IK refused ({error}), falling back");
                    start_xx(
                        identity,
                        NOISE_PATTERN_XXFALLBACK,
                        prologue,
                        &client_ephemeral,
                        ephemeral,
                    )
                }
            }
        }
        _ => start_xx(
            identity,
            NOISE_PATTERN_XX,
            prologue,
            &client_ephemeral,
            ephemeral,
        ),
    }
}

/// Ephemeral keys are the one thing that must not repeat, seeded or not.
fn ephemeral_seed() -> [u8; 32] {
    use std::hash::{BuildHasher, Hasher};
    let mut seed = [0_u8; 32];
    for chunk in seed.chunks_mut(8) {
        let word = std::hash::RandomState::new().build_hasher().finish();
        chunk.copy_from_slice(&word.to_be_bytes());
    }
    seed
}

fn start_xx(
    identity: &NoiseIdentity,
    pattern: &str,
    prologue: &[u8],
    client_ephemeral: &[u8; 32],
    ephemeral: KeyPair,
) -> Result<(Vec<u8>, Progress)> {
    let mut noise = NoiseHandshake::new(pattern, prologue).map_err(noise_error)?;
    noise.authenticate(client_ephemeral);
    noise.authenticate(ephemeral.public_key.public_key_bytes());
    noise
        .mix_shared_secret(ephemeral.private_key.serialize(), client_ephemeral)
        .map_err(noise_error)?;
    let sealed_key = noise
        .encrypt(identity.key.public_key.public_key_bytes())
        .map_err(noise_error)?;
    noise
        .mix_shared_secret(identity.key.private_key.serialize(), client_ephemeral)
        .map_err(noise_error)?;
    let sealed_chain = noise.encrypt(&identity.chain).map_err(noise_error)?;
    let reply = server_hello(&ephemeral, Some(sealed_key), sealed_chain);
    Ok((
        reply,
        Progress::Finish(Box::new(AwaitingFinish { noise, ephemeral })),
    ))
}

fn accept_ik(
    identity: &NoiseIdentity,
    prologue: &[u8],
    client_ephemeral: &[u8; 32],
    sealed_key: &[u8],
    sealed_payload: &[u8],
    ephemeral: &KeyPair,
) -> Result<(Vec<u8>, Established)> {
    let mut noise = NoiseHandshake::new(NOISE_PATTERN_IK, prologue).map_err(noise_error)?;
    noise.authenticate(identity.key.public_key.public_key_bytes());
    noise.authenticate(client_ephemeral);
    let server_secret = identity.key.private_key.serialize();
    noise
        .mix_shared_secret(server_secret, client_ephemeral)
        .map_err(noise_error)?;
    let client_key = array32(
        &noise.decrypt(sealed_key).map_err(noise_error)?,
        "the client's static key",
    )?;
    noise
        .mix_shared_secret(server_secret, &client_key)
        .map_err(noise_error)?;
    let payload = decode_payload(&noise.decrypt(sealed_payload).map_err(noise_error)?)?;
    noise.authenticate(ephemeral.public_key.public_key_bytes());
    let ephemeral_secret = ephemeral.private_key.serialize();
    for key in [client_ephemeral, &client_key] {
        noise
            .mix_shared_secret(ephemeral_secret, key)
            .map_err(noise_error)?;
    }
    let sealed_chain = noise.encrypt(&identity.chain).map_err(noise_error)?;
    // The names are the initiator's: its write is our read.
    let (read, write) = noise.finish().map_err(noise_error)?;
    let established = Established {
        client_key,
        payload,
        resumed: true,
        read,
        write,
    };
    Ok((server_hello(ephemeral, None, sealed_chain), established))
}

fn server_hello(ephemeral: &KeyPair, sealed_key: Option<Vec<u8>>, payload: Vec<u8>) -> Vec<u8> {
    waproto::codec::handshake_message_to_vec(&wa::HandshakeMessage {
        server_hello: MessageField::some(wa::handshake_message::ServerHello {
            ephemeral: Some(public_bytes(ephemeral)),
            r#static: sealed_key,
            payload: Some(payload),
            ..Default::default()
        }),
        ..Default::default()
    })
}

fn decode_payload(bytes: &[u8]) -> Result<wa::ClientPayload> {
    wa::ClientPayload::decode_from_slice(bytes)
        .map_err(|error| LoopbackError::protocol(format!("client payload: {error}")))
}

impl AwaitingFinish {
    /// Reads the client's finish and derives the connection's ciphers.
    pub fn finish(mut self, frame: &[u8]) -> Result<Established> {
        let message = waproto::codec::handshake_message_decode(frame).map_err(noise_error)?;
        let finish = message
            .client_finish
            .into_option()
            .ok_or_else(|| LoopbackError::protocol("the second frame is not a client finish"))?;
        let sealed_key = finish.r#static.unwrap_or_default();
        let client_key = array32(
            &self.noise.decrypt(&sealed_key).map_err(noise_error)?,
            "the client's static key",
        )?;
        self.noise
            .mix_shared_secret(self.ephemeral.private_key.serialize(), &client_key)
            .map_err(noise_error)?;
        let sealed_payload = finish.payload.unwrap_or_default();
        let payload = decode_payload(&self.noise.decrypt(&sealed_payload).map_err(noise_error)?)?;
        let (read, write) = self.noise.finish().map_err(noise_error)?;
        Ok(Established {
            client_key,
            payload,
            resumed: false,
            read,
            write,
        })
    }
}
