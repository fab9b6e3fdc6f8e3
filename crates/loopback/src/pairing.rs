//! Linking a device: by the QR code it shows, or by the code a person types on
//! the phone. The simulated owner's phone plays the person.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use buffa::Message;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use wacore_libsignal::crypto::hmac_sha256;
use waproto::whatsapp as wa;

use crate::connection::stream_error;
use crate::error::{LoopbackError, Result};
use crate::keys::{Seed, array32};
use crate::link_code::{self, CodeRequest};
use crate::mailbox::{Link, Mailbox};
use crate::registry::{Account, Companion, lock};
use crate::server::Server;
use crate::wire::{attr, child_bytes, iq_error, iq_result, leaf, lid, pn, server_jid, unix_now};

/// How many codes a client may show before it has to reconnect.
const REFS: u64 = 6;
/// How long a client may take to sign what the phone gave it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A linked device, as the person who linked it hears of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paired {
    /// The account's number, as `+595992756462`.
    pub phone: String,
    /// The account's name.
    pub name: String,
    /// The device's number within the account.
    pub device: u16,
}

/// How a pairing asked for is told that it is over.
pub(crate) type Done = oneshot::Sender<Result<Paired>>;

/// Codes on show and pairings under way.
pub(crate) struct Pairing {
    seed: Seed,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    invitations: HashMap<String, Invitation>,
    pending: HashMap<u64, Pending>,
    codes: HashMap<u64, CodeRequest>,
    served: u64,
}

struct Invitation {
    link: Link,
    noise_key: [u8; 32],
}

/// A device that was offered an identity and has to sign it.
struct Pending {
    account: Arc<Account>,
    device: u16,
    companion: Companion,
    done: Done,
}

/// What the phone knows of a device it is about to link.
pub(crate) struct Candidate {
    pub noise_key: [u8; 32],
    pub identity: [u8; 32],
    pub adv_secret: Vec<u8>,
}

impl Pairing {
    pub fn new(seed: Seed) -> Self {
        Self {
            seed,
            state: Mutex::default(),
        }
    }

    /// The request for a code of one account, if there is one.
    pub fn with_code<T>(
        &self,
        number: u64,
        change: impl FnOnce(Option<&mut CodeRequest>) -> T,
    ) -> T {
        change(lock(&self.state).codes.get_mut(&number))
    }

    /// A request for a code replaces an older one for the same account.
    pub fn put_code(&self, number: u64, request: CodeRequest) {
        lock(&self.state).codes.insert(number, request);
    }
}

/// Offers a fresh client the references its QR codes are made of.
pub(crate) fn invite(server: &Server, link: &Link, noise_key: [u8; 32]) {
    let pairing = &server.pairing;
    let refs: Vec<String> = {
        let mut state = lock(&pairing.state);
        let serial = state.served;
        state.served += 1;
        let codes = server.faults.codes().map_or(REFS, u64::from);
        (0..codes)
            .map(|index| {
                let bytes = pairing.seed.bytes("pairing ref", serial, index);
                let text = format!("2@{}", STANDARD.encode(bytes));
                let invitation = Invitation {
                    link: link.clone(),
                    noise_key,
                };
                state.invitations.insert(text.clone(), invitation);
                text
            })
            .collect()
    };
    let refs = refs.into_iter().map(|text| leaf("ref", text.into_bytes()));
    link.send(request(
        server,
        NodeBuilder::new("pair-device").children(refs).build(),
    ));
}

fn request(server: &Server, child: Node) -> Node {
    NodeBuilder::new("iq")
        .attr("from", server_jid())
        .attr("type", "set")
        .attr("id", server.next_id().to_string())
        .attr("xmlns", "md")
        .attr("t", unix_now())
        .children([child])
        .build()
}

/// The phone scans a code. `phone` and `name` link the device to another
/// account than the owner's.
pub(crate) async fn by_qr(
    server: &Server,
    qr: &str,
    phone: Option<(u64, String)>,
) -> Result<Paired> {
    let (reference, candidate) = read_qr(qr)?;
    let link = lock(&server.pairing.state)
        .invitations
        .get(&reference)
        .filter(|invitation| invitation.noise_key == candidate.noise_key)
        .map(|invitation| invitation.link.clone())
        .ok_or_else(|| LoopbackError::bad("this QR code is not on show here, or has expired"))?;
    let account = account_for(server, phone)?;
    let (done, wait) = oneshot::channel();
    offer(server, &link, &account, &candidate, done)?;
    outcome(wait).await
}

/// The account a device is linked to.
fn account_for(server: &Server, phone: Option<(u64, String)>) -> Result<Arc<Account>> {
    let (number, name) = phone.unwrap_or((server.owner, server.config.owner_name.clone()));
    server.registry.register(number, &name)
}

/// Waits until the device signed, or says why it did not.
pub(crate) async fn outcome(wait: oneshot::Receiver<Result<Paired>>) -> Result<Paired> {
    match tokio::time::timeout(PATIENCE, wait).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(LoopbackError::bad("the client left before it was linked")),
        Err(_) => Err(LoopbackError::bad("the client did not answer in time")),
    }
}

/// The reference and the device behind it.
fn read_qr(qr: &str) -> Result<(String, Candidate)> {
    let text = qr.trim();
    let text = text.rsplit_once('#').map_or(text, |(_, code)| code);
    let parts: Vec<&str> = text.split(',').collect();
    let [reference, noise, identity, secret, ..] = parts.as_slice() else {
        return Err(LoopbackError::bad(
            "a QR text has the parts ref, noise key, identity key and secret, separated by commas",
        ));
    };
    let key = |text: &str, what: &str| {
        STANDARD
            .decode(text)
            .map_err(|_| LoopbackError::bad(format!("the QR's {what} is not base64")))
    };
    let array = |text: &str, what: &str| {
        array32(&key(text, what)?, what).map_err(|error| LoopbackError::bad(error.to_string()))
    };
    let candidate = Candidate {
        noise_key: array(noise, "noise key")?,
        identity: array(identity, "identity key")?,
        adv_secret: key(secret, "secret")?,
    };
    Ok(((*reference).to_owned(), candidate))
}

/// The phone signs the device's identity and the server offers it.
pub(crate) fn offer(
    server: &Server,
    link: &Link,
    account: &Arc<Account>,
    candidate: &Candidate,
    done: Done,
) -> Result<()> {
    let linked = account.lock().sign_device(&candidate.identity)?;
    let mac = hmac_sha256(&candidate.adv_secret, &linked.signed_identity);
    let container = wa::ADVSignedDeviceIdentityHMAC {
        details: Some(linked.signed_identity.clone()),
        hmac: Some(mac.to_vec()),
        ..Default::default()
    };
    let success = NodeBuilder::new("pair-success")
        .children([
            leaf("device-identity", container.encode_to_vec()),
            NodeBuilder::new("device")
                .attr("jid", pn(account.number, linked.device))
                .attr("lid", lid(account.number, linked.device))
                .build(),
            NodeBuilder::new("platform").attr("name", "android").build(),
        ])
        .build();
    let pending = Pending {
        account: account.clone(),
        device: linked.device,
        companion: Companion {
            key_index: linked.key_index,
            noise_key: candidate.noise_key,
            signed_identity: linked.signed_identity,
            keys: None,
            mailbox: Mailbox::default(),
            has_state_key: false,
        },
        done,
    };
    lock(&server.pairing.state)
        .pending
        .insert(link.connection, pending);
    link.send(request(server, success));
    Ok(())
}

/// An answer from a client that is being linked.
pub(crate) fn answered(server: &Server, link: &Link, stanza: &Node) {
    let signed = stanza
        .get_optional_child("pair-device-sign")
        .and_then(|sign| child_bytes(sign, "device-identity"));
    let refused = attr(stanza, "type").as_deref() == Some("error");
    if signed.is_none() && !refused {
        return;
    }
    let Some(pending) = lock(&server.pairing.state).pending.remove(&link.connection) else {
        return;
    };
    let Pending {
        account,
        device,
        mut companion,
        done,
    } = pending;
    let Some(signed) = signed else {
        let _ = done.send(Err(LoopbackError::bad(
            "the client refused the identity it was offered",
        )));
        return;
    };
    companion.signed_identity = signed;
    let name = {
        let mut state = account.lock();
        let name = state.name.clone();
        if let Err(error) = state.app_state.seed_name(&name) {
            log::error!("state of {}: {error}", account.number);
        }
        state.companions.insert(device, companion);
        name
    };
    server.stats.count(|s| s.pairings += 1);
    link.send(stream_error(Some(515), None));
    link.close();
    let _ = done.send(Ok(Paired {
        phone: format!("+{}", account.number),
        name,
        device,
    }));
}

/// A query from a client that is not linked yet.
pub(crate) fn query(server: &Arc<Server>, link: &Link, stanza: &Node) {
    let id = attr(stanza, "id").unwrap_or_default();
    server.count_query(stanza);
    if let Some(registration) = stanza.get_optional_child("link_code_companion_reg") {
        match link_code::step(server, link, registration) {
            Ok(children) => link.send(iq_result(&id, children)),
            Err(error) => {
                log::warn!("pairing by code: {error}");
                link.send(iq_error(&id, 400, "bad-request"));
            }
        }
    } else if stanza.get_optional_child("ping").is_some()
        || attr(stanza, "xmlns").as_deref() == Some("w:p")
    {
        link.send(iq_result(&id, Vec::new()));
    } else {
        link.send(iq_error(&id, 501, "feature-not-implemented"));
    }
}

/// The connection ended: its codes lapse, and who waits for it hears so.
pub(crate) fn forget(server: &Server, link: &Link) {
    let mut state = lock(&server.pairing.state);
    state
        .invitations
        .retain(|_, invitation| invitation.link.connection != link.connection);
    state
        .codes
        .retain(|_, request| request.link.connection != link.connection);
    state.pending.remove(&link.connection);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_is_read_with_and_without_its_link() {
        let key = STANDARD.encode([1_u8; 32]);
        let plain = format!("2@abc,{key},{key},{key},1");
        let linked = format!("https://wa.me/settings/linked_devices#{plain}");
        for text in [plain, linked] {
            let (reference, candidate) = read_qr(&text).unwrap();
            assert_eq!(reference, "2@abc");
            assert_eq!(candidate.noise_key, [1; 32]);
        }
        assert!(read_qr("hello").is_err());
    }
}
