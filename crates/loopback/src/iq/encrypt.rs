//! Prekeys: uploaded by devices, handed out one by one.

use std::collections::VecDeque;
use std::sync::Arc;

use wacore::prekeys::compute_key_bundle_digest;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::{Answer, BAD_REQUEST, NOT_FOUND, NOT_IMPLEMENTED};
use crate::connection::Session;
use crate::devices;
use crate::error::Result;
use crate::registry::UploadedKeys;
use crate::server::Server;
use crate::signal::Bundle;
use crate::speech;
use crate::wire::{child_bytes, jid_attr, leaf, number, resolve, three_bytes};

pub(super) fn answer(server: &Arc<Server>, session: &Session, stanza: &Node) -> Answer {
    if let Some(key) = stanza.get_optional_child("key") {
        return hand_out(server, key);
    }
    if stanza.get_optional_child("registration").is_some() {
        return upload(server, session, stanza);
    }
    if let Some(rotate) = stanza.get_optional_child("rotate") {
        return rotated(session, rotate);
    }
    if stanza.get_optional_child("count").is_some() {
        let mut state = session.account.lock();
        let keys = state.companions.get_mut(&session.device);
        let count = keys
            .and_then(|companion| companion.keys.as_ref())
            .map_or(0, |keys| keys.one_time.len());
        return Ok(vec![NodeBuilder::new("count").attr("value", count).build()]);
    }
    if stanza.get_optional_child("digest").is_some() {
        return digest(session);
    }
    Err(NOT_IMPLEMENTED)
}

/// Bundles for the devices that were named; a device without keys is refused by
/// name, and the rest are unaffected.
fn hand_out(server: &Server, key: &Node) -> Answer {
    let mut users = Vec::new();
    for user in key.get_children_by_tag("user") {
        let jid = jid_attr(user, "jid").ok_or(BAD_REQUEST)?;
        users.push(match bundle(server, &jid)? {
            Some((bundle, identity)) => bundle_node(jid, bundle, identity),
            None => NodeBuilder::new("user")
                .attr("jid", jid)
                .children([NodeBuilder::new("error")
                    .attr("code", 406_u16)
                    .attr("text", "not-acceptable")
                    .build()])
                .build(),
        });
    }
    Ok(vec![NodeBuilder::new("list").children(users).build()])
}

/// A device's bundle, and for a linked device the identity its account signed.
fn bundle(server: &Server, jid: &Jid) -> Result<Option<(Bundle, Option<Vec<u8>>)>> {
    let Some((number, device)) = resolve(jid) else {
        return Ok(None);
    };
    if !server.on_whatsapp(number) || server.faults.no_prekeys(number) {
        return Ok(None);
    }
    let Some(account) = server.registry.find(number) else {
        return Ok(None);
    };
    let mut state = account.lock();
    if device == 0 {
        return Ok(Some((state.phone.bundle()?, None)));
    }
    let Some(companion) = state.companions.get_mut(&device) else {
        return Ok(None);
    };
    let identity = companion.signed_identity.clone();
    let dispensed = companion.keys.as_mut().map(UploadedKeys::dispense);
    Ok(dispensed.map(|bundle| (bundle, Some(identity))))
}

fn bundle_node(jid: Jid, bundle: Bundle, identity: Option<Vec<u8>>) -> Node {
    let mut children = vec![
        leaf(
            "registration",
            bundle.registration_id.to_be_bytes().to_vec(),
        ),
        leaf("type", vec![5]),
        leaf("identity", bundle.identity),
        NodeBuilder::new("skey")
            .children([
                leaf("id", three_bytes(bundle.signed_id)),
                leaf("value", bundle.signed_key),
                leaf("signature", bundle.signature),
            ])
            .build(),
    ];
    if let Some((id, key)) = bundle.one_time {
        children.push(
            NodeBuilder::new("key")
                .children([leaf("id", three_bytes(id)), leaf("value", key)])
                .build(),
        );
    }
    if let Some(identity) = identity {
        children.push(leaf("device-identity", identity));
    }
    NodeBuilder::new("user")
        .attr("jid", jid)
        .children(children)
        .build()
}

/// A signed prekey as a device uploads it.
fn signed(skey: &Node) -> Option<(u32, Vec<u8>, Vec<u8>)> {
    Some((
        number(&child_bytes(skey, "id")?),
        child_bytes(skey, "value")?,
        child_bytes(skey, "signature")?,
    ))
}

fn upload(server: &Arc<Server>, session: &Session, stanza: &Node) -> Answer {
    let read = || {
        let skey = signed(stanza.get_optional_child("skey")?)?;
        let one_time: VecDeque<(u32, Vec<u8>)> = stanza
            .get_optional_child("list")?
            .get_children_by_tag("key")
            .filter_map(|key| Some((number(&child_bytes(key, "id")?), child_bytes(key, "value")?)))
            .collect();
        Some(UploadedKeys {
            registration_id: number(&child_bytes(stanza, "registration")?),
            identity: child_bytes(stanza, "identity")?,
            signed_id: skey.0,
            signed_key: skey.1,
            signature: skey.2,
            one_time,
        })
    };
    let mut uploaded = read().ok_or(BAD_REQUEST)?;
    let (is_new, needs_state_key) = {
        let mut state = session.account.lock();
        let companion = state.companions.get_mut(&session.device).ok_or(NOT_FOUND)?;
        let earlier = companion.keys.take();
        let is_new = earlier.is_none();
        if let Some(earlier) = earlier {
            let fresh = std::mem::take(&mut uploaded.one_time);
            uploaded.one_time = earlier.one_time;
            uploaded
                .one_time
                .retain(|(id, _)| fresh.iter().all(|(other, _)| other != id));
            uploaded.one_time.extend(fresh);
        }
        companion.keys = Some(uploaded);
        (is_new, !companion.has_state_key)
    };
    if is_new {
        devices::announce(server, &session.account, session.device);
    }
    if needs_state_key {
        speech::share_state_key(server, &session.account, session.device);
    }
    Ok(Vec::new())
}

/// A device replaced its signed prekey.
fn rotated(session: &Session, rotate: &Node) -> Answer {
    let skey = rotate
        .get_optional_child("skey")
        .and_then(signed)
        .ok_or(BAD_REQUEST)?;
    let mut state = session.account.lock();
    let keys = state
        .companions
        .get_mut(&session.device)
        .and_then(|companion| companion.keys.as_mut())
        .ok_or(NOT_FOUND)?;
    (keys.signed_id, keys.signed_key, keys.signature) = skey;
    Ok(Vec::new())
}

/// What the server holds, so that the device can compare.
fn digest(session: &Session) -> Answer {
    let state = session.account.lock();
    let keys = state
        .companions
        .get(&session.device)
        .and_then(|companion| companion.keys.as_ref())
        .ok_or(NOT_FOUND)?;
    let publics: Vec<&[u8]> = keys
        .one_time
        .iter()
        .map(|(_, key)| key.as_slice())
        .collect();
    let hash =
        compute_key_bundle_digest(&keys.identity, &keys.signed_key, &keys.signature, &publics);
    let ids = keys
        .one_time
        .iter()
        .map(|(id, _)| leaf("id", three_bytes(*id)));
    Ok(vec![
        NodeBuilder::new("digest")
            .children([
                leaf("registration", keys.registration_id.to_be_bytes().to_vec()),
                leaf("type", vec![5]),
                leaf("identity", keys.identity.clone()),
                NodeBuilder::new("skey")
                    .children([
                        leaf("id", three_bytes(keys.signed_id)),
                        leaf("value", keys.signed_key.clone()),
                        leaf("signature", keys.signature.clone()),
                    ])
                    .build(),
                NodeBuilder::new("list").children(ids).build(),
                leaf("hash", hash),
            ])
            .build(),
    ])
}
