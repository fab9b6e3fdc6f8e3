//! A simulated phone writing: to whoever has linked devices, and to the devices
//! of its own account.

use std::sync::Arc;

use wacore_binary::builder::NodeBuilder;
use waproto::whatsapp as wa;

use crate::error::{LoopbackError, Result};
use crate::keys::Seed;
use crate::phone::peer;
use crate::registry::Account;
use crate::server::Server;
use crate::wire::{lid, pn, unix_now};

/// The phone writes a text to an account with linked devices. Without a name
/// it answers whoever wrote to it last, and failing that the owner. Returns
/// the message's id.
pub(crate) fn say(
    server: &Arc<Server>,
    phone: &Arc<Account>,
    to: Option<u64>,
    text: &str,
) -> Result<String> {
    let (partner, serial, as_lid) = {
        let state = phone.lock();
        (
            state.last_partner,
            state.said.len() as u64,
            state.addressed_as_lid,
        )
    };
    let to = to.or(partner).unwrap_or(server.owner);
    let target = server
        .registry
        .find(to)
        .filter(|account| !account.lock().companions.is_empty())
        .ok_or_else(|| LoopbackError::bad(format!("+{to} has no linked device to write to")))?;
    let seed = Seed(server.config.seed);
    let id = format!(
        "3A{}",
        hex::encode_upper(
            seed.bytes("message id", phone.number, serial)
                .iter()
                .take(9)
                .copied()
                .collect::<Vec<_>>()
        )
    );
    let message = wa::Message {
        conversation: Some(text.to_owned()),
        ..Default::default()
    };
    let plain = waproto::codec::message_to_vec(&message);
    phone.lock().said.insert(id.clone(), plain.clone());
    let devices: Vec<u16> = {
        let state = target.lock();
        let ready = state.companions.iter().filter(|(_, c)| c.keys.is_some());
        ready.map(|(device, _)| *device).collect()
    };
    for device in devices {
        write_to_device(phone, &target, device, &plain, &Letter::chat(&id, as_lid))?;
    }
    Ok(id)
}

/// How an envelope from a phone is addressed.
struct Letter<'a> {
    pub id: &'a str,
    /// Under the phone's hidden identity rather than its number.
    pub as_lid: bool,
    /// From an account's phone to its own device, not part of a chat.
    pub peer: bool,
    /// Start a new session even if there is one.
    pub fresh: bool,
    /// The how-manieth repeat.
    pub retry: Option<u8>,
}

impl<'a> Letter<'a> {
    fn chat(id: &'a str, as_lid: bool) -> Self {
        Self {
            id,
            as_lid,
            peer: false,
            fresh: false,
            retry: None,
        }
    }
}

/// Encrypts for one device and leaves the message in its mailbox.
fn write_to_device(
    phone: &Arc<Account>,
    target: &Arc<Account>,
    device: u16,
    plain: &[u8],
    letter: &Letter<'_>,
) -> Result<()> {
    let name = peer(target.number, device);
    let needs_bundle = letter.fresh || !phone.lock().phone.knows(&name);
    let bundle = if needs_bundle {
        let mut state = target.lock();
        let keys = state
            .companions
            .get_mut(&device)
            .and_then(|companion| companion.keys.as_mut())
            .ok_or_else(|| LoopbackError::protocol(format!("device {name} has no keys")))?;
        Some(keys.dispense())
    } else {
        None
    };
    let (kind, sealed, sender_name) = {
        let mut state = phone.lock();
        if let Some(bundle) = bundle {
            state.phone.start_session(&name, &bundle)?;
        }
        let (kind, sealed) = state.phone.encrypt(&name, plain)?;
        (kind, sealed, state.name.clone())
    };
    let mut envelope = NodeBuilder::new("enc").attr("v", "2").attr("type", kind);
    if let Some(count) = letter.retry {
        envelope = envelope.attr("count", u32::from(count));
    }
    let (from, alternative) = if letter.as_lid {
        (lid(phone.number, 0), ("sender_pn", pn(phone.number, 0)))
    } else {
        (pn(phone.number, 0), ("sender_lid", lid(phone.number, 0)))
    };
    let mut message = NodeBuilder::new("message")
        .attr("from", from)
        .attr("id", letter.id)
        .attr("type", "text")
        .attr("t", unix_now())
        .attr("notify", sender_name);
    message = if letter.peer {
        message.attr("category", "peer")
    } else {
        message.attr(alternative.0, alternative.1)
    };
    let node = message.children([envelope.bytes(sealed).build()]).build();
    target.deliver_to(device, node);
    Ok(())
}

/// The account's phone gives a linked device the key to the shared state. A
/// client that never gets it waits ten seconds at its first login.
pub(crate) fn share_state_key(server: &Server, account: &Arc<Account>, device: u16) {
    let (plain, id) = {
        let mut state = account.lock();
        if let Some(companion) = state.companions.get_mut(&device) {
            companion.has_state_key = true;
        }
        let share = waproto::codec::message_to_vec(&state.state_key_share());
        let id = format!("3AEB{:016X}", server.next_id());
        (share, id)
    };
    let letter = Letter {
        peer: true,
        ..Letter::chat(&id, false)
    };
    if let Err(error) = write_to_device(account, account, device, &plain, &letter) {
        log::warn!("state key for device {device}: {error}");
    }
}

/// A device could not open what this phone said: say it again in a new session.
pub(crate) fn repeat(
    phone: &Arc<Account>,
    target: &Arc<Account>,
    device: u16,
    id: &str,
    count: u8,
) {
    let (plain, as_lid) = {
        let state = phone.lock();
        (state.said.get(id).cloned(), state.addressed_as_lid)
    };
    let Some(plain) = plain else { return };
    let letter = Letter {
        fresh: true,
        retry: Some(count),
        ..Letter::chat(id, as_lid)
    };
    if let Err(error) = write_to_device(phone, target, device, &plain, &letter) {
        log::warn!("repeat of {id}: {error}");
    }
}
