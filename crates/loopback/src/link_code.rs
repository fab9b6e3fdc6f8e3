//! Linking by a code typed on the phone: both sides prove that they know the
//! same eight characters by what they can decrypt.

use std::sync::Arc;

use tokio::sync::oneshot;
use wacore::crypto::{hkdf_sha256, hkdf_sha256_into};
use wacore::pair_code::PairCodeUtils;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use wacore_libsignal::crypto::aes_256_gcm_decrypt;
use wacore_libsignal::protocol::{KeyPair, PublicKey};

use crate::error::{LoopbackError, Result};
use crate::keys::{Seed, array32, public_bytes};
use crate::mailbox::Link;
use crate::pairing::{Candidate, Done, Paired, offer, outcome};
use crate::server::Server;
use crate::wire::{attr, child_bytes, jid_attr, leaf, resolve, server_jid, unix_now};

const BUNDLE_KEY_INFO: &[u8] = b"link_code_pairing_key_bundle_encryption_key";

/// A client that shows a code and waits for it to be typed.
pub(crate) struct CodeRequest {
    pub link: Link,
    reference: Vec<u8>,
    noise_key: [u8; 32],
    /// The client's ephemeral key, sealed with the code.
    sealed_ephemeral: Vec<u8>,
    /// The phone's side, once the code was typed.
    typed: Option<Typed>,
}

struct Typed {
    ephemeral: KeyPair,
    client_ephemeral: [u8; 32],
    done: Done,
}

/// One of the client's two steps. Gives the children of the answer.
pub(crate) fn step(server: &Arc<Server>, link: &Link, registration: &Node) -> Result<Vec<Node>> {
    let number = jid_attr(registration, "jid")
        .and_then(|jid| resolve(&jid))
        .map(|(number, _)| number)
        .ok_or_else(|| LoopbackError::protocol("pairing by code names no number"))?;
    match attr(registration, "stage").as_deref() {
        Some("companion_hello") => hello(server, link, number, registration),
        Some("companion_finish") => {
            finish(server, link, number, registration)?;
            Ok(Vec::new())
        }
        other => Err(LoopbackError::protocol(format!("pairing stage {other:?}"))),
    }
}

fn field(registration: &Node, tag: &str) -> Result<Vec<u8>> {
    child_bytes(registration, tag)
        .ok_or_else(|| LoopbackError::protocol(format!("pairing by code lacks <{tag}>")))
}

fn hello(server: &Server, link: &Link, number: u64, registration: &Node) -> Result<Vec<Node>> {
    let noise_key = array32(
        &field(registration, "companion_server_auth_key_pub")?,
        "the client's key",
    )?;
    let sealed_ephemeral = field(
        registration,
        "link_code_pairing_wrapped_companion_ephemeral_pub",
    )?;
    let seed = Seed(server.config.seed);
    let reference = seed
        .bytes("link code ref", number, server.next_id())
        .to_vec();
    server.pairing.put_code(
        number,
        CodeRequest {
            link: link.clone(),
            reference: reference.clone(),
            noise_key,
            sealed_ephemeral,
            typed: None,
        },
    );
    Ok(vec![
        NodeBuilder::new("link_code_companion_reg")
            .attr("stage", "companion_hello")
            .children([leaf("link_code_pairing_ref", reference)])
            .build(),
    ])
}

/// The person types the code on the phone of `number`.
pub(crate) async fn typed(server: &Arc<Server>, number: u64, code: &str) -> Result<Paired> {
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let waiting = server.pairing.with_code(number, |request| {
        request.map(|r| {
            (
                r.link.clone(),
                r.sealed_ephemeral.clone(),
                r.reference.clone(),
            )
        })
    });
    let (link, sealed, reference) = waiting.ok_or_else(|| {
        LoopbackError::bad(format!("no client is waiting for a code of +{number}"))
    })?;
    let name = server.config.owner_name.clone();
    let account = match server.registry.find(number) {
        Some(account) => account,
        None => server.registry.register(number, &name)?,
    };
    let identity = public_bytes(account.lock().phone.identity());
    let ephemeral = Seed(server.config.seed).pair("link code", number, server.next_id())?;
    let ephemeral_public = array32(&public_bytes(&ephemeral), "ephemeral key")?;
    // 131,072 rounds of key derivation, twice: not on a thread that serves others.
    let (client_ephemeral, sealed_reply) = tokio::task::spawn_blocking(move || {
        let opened = PairCodeUtils::decrypt_primary_ephemeral_pub(&sealed, &code)
            .map_err(|error| LoopbackError::bad(error.to_string()))?;
        let reply = PairCodeUtils::encrypt_ephemeral_pub(&ephemeral_public, &code);
        Ok::<_, LoopbackError>((opened, reply))
    })
    .await
    .map_err(LoopbackError::crypto)??;
    let (done, wait) = oneshot::channel();
    server.pairing.with_code(number, |request| {
        if let Some(request) = request {
            request.typed = Some(Typed {
                ephemeral,
                client_ephemeral,
                done,
            });
        }
    });
    let registration = NodeBuilder::new("link_code_companion_reg")
        .attr("stage", "primary_hello")
        .children([
            leaf(
                "link_code_pairing_wrapped_primary_ephemeral_pub",
                sealed_reply.to_vec(),
            ),
            leaf("primary_identity_pub", identity),
            leaf("link_code_pairing_ref", reference),
        ])
        .build();
    link.send(
        NodeBuilder::new("notification")
            .attr("from", server_jid())
            .attr("type", "link_code_companion_reg")
            .attr("id", server.next_id().to_string())
            .attr("t", unix_now())
            .children([registration])
            .build(),
    );
    outcome(wait).await
}

fn finish(server: &Arc<Server>, link: &Link, number: u64, registration: &Node) -> Result<()> {
    let sealed = field(registration, "link_code_pairing_wrapped_key_bundle")?;
    let identity = array32(
        &field(registration, "companion_identity_public")?,
        "the client's identity key",
    )?;
    let reference = field(registration, "link_code_pairing_ref")?;
    let found = server.pairing.with_code(number, |request| {
        let request = request.filter(|r| r.reference == reference)?;
        Some((request.typed.take()?, request.noise_key))
    });
    let (typed, noise_key) =
        found.ok_or_else(|| LoopbackError::protocol("a finish for a code that nobody typed"))?;
    let account = server
        .registry
        .find(number)
        .ok_or_else(|| LoopbackError::protocol("the account is gone"))?;
    let phone_identity = account.lock().phone.identity().clone();
    match secret(&typed, &phone_identity, &identity, &sealed) {
        Ok(adv_secret) => {
            let candidate = Candidate {
                noise_key,
                identity,
                adv_secret,
            };
            offer(server, link, &account, &candidate, typed.done)
        }
        Err(error) => {
            log::info!("code not accepted: {error}");
            let _ = typed
                .done
                .send(Err(LoopbackError::bad("the code is not the one on show")));
            Ok(())
        }
    }
}

/// The secret both sides derive, if the bundle opens.
fn secret(
    typed: &Typed,
    phone_identity: &KeyPair,
    identity: &[u8; 32],
    sealed: &[u8],
) -> Result<Vec<u8>> {
    let key =
        |bytes: &[u8]| PublicKey::from_djb_public_key_bytes(bytes).map_err(LoopbackError::crypto);
    let ephemeral_shared = typed
        .ephemeral
        .calculate_agreement(&key(&typed.client_ephemeral)?)
        .map_err(LoopbackError::crypto)?;
    let identity_shared = phone_identity
        .calculate_agreement(&key(identity)?)
        .map_err(LoopbackError::crypto)?;
    let short = || LoopbackError::protocol("the key bundle is too short");
    let (salt, rest) = sealed.split_at_checked(32).ok_or_else(short)?;
    let (iv, ciphertext) = rest.split_at_checked(12).ok_or_else(short)?;
    let iv: &[u8; 12] = iv.try_into().map_err(|_| short())?;
    let mut bundle_key = [0_u8; 32];
    hkdf_sha256_into(
        &ephemeral_shared,
        Some(salt),
        BUNDLE_KEY_INFO,
        &mut bundle_key,
    )
    .map_err(LoopbackError::crypto)?;
    let mut bundle = Vec::new();
    aes_256_gcm_decrypt(&bundle_key, iv, b"", ciphertext, &mut bundle)
        .map_err(LoopbackError::crypto)?;
    let random = bundle.get(64..96).ok_or_else(short)?;
    let material = [&ephemeral_shared[..], &identity_shared, random].concat();
    hkdf_sha256(&material, 32, None, b"adv_secret").map_err(LoopbackError::crypto)
}
