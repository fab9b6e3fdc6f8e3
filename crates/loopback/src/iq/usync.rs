//! Who is on WhatsApp, with which devices and which hidden identity.

use std::sync::Arc;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::{Answer, BAD_REQUEST};
use crate::devices;
use crate::error::Result;
use crate::server::Server;
use crate::wire::{attr, jid_attr, lid, pn, resolve, text};

/// Answers every user that was asked for: a client asks again, message by
/// message, for those it misses.
pub(super) fn answer(server: &Arc<Server>, stanza: &Node) -> Answer {
    let usync = stanza.get_optional_child("usync").ok_or(BAD_REQUEST)?;
    let protocols: Vec<&str> = usync
        .get_optional_child("query")
        .and_then(Node::children)
        .unwrap_or_default()
        .iter()
        .map(|protocol| protocol.tag.as_ref())
        .collect();
    let list = usync.get_optional_child("list").ok_or(BAD_REQUEST)?;
    let mut users = Vec::new();
    for user in list.get_children_by_tag("user") {
        users.extend(describe(server, &protocols, user)?);
    }
    let mut answer = NodeBuilder::new("usync");
    for key in ["sid", "mode", "context"] {
        if let Some(value) = attr(usync, key) {
            answer = answer.attr(key, value);
        }
    }
    let result = NodeBuilder::new("result")
        .children(protocols.iter().filter_map(|tag| {
            // Tags are static in stanzas; the known ones suffice here.
            let tag = match *tag {
                "contact" => "contact",
                "devices" => "devices",
                "lid" => "lid",
                _ => return None,
            };
            Some(NodeBuilder::new(tag).build())
        }))
        .build();
    let list = NodeBuilder::new("list").children(users).build();
    Ok(vec![
        answer
            .attr("index", "0")
            .attr("last", "true")
            .children([result, list])
            .build(),
    ])
}

/// The number a user element asks about: by address, or by a phone number as
/// text.
fn asked(user: &Node) -> Option<(Option<Jid>, u64)> {
    for key in ["jid", "pn_jid"] {
        if let Some(jid) = jid_attr(user, key)
            && let Some((number, _)) = resolve(&jid)
        {
            return Some((Some(jid.to_non_ad()), number));
        }
    }
    let typed = text(user.get_optional_child("contact")?)?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok().map(|number| (None, number))
}

fn describe(server: &Server, protocols: &[&str], user: &Node) -> Result<Option<Node>> {
    let Some((jid, asked)) = asked(user) else {
        return Ok(None);
    };
    // Devices are asked for by address, and answered so.
    let about_contact = protocols.contains(&"contact");
    let about = server.faults.answer_about(asked);
    let number = if about_contact { about.number } else { asked };
    let known = server.on_whatsapp(number);
    let mut children = Vec::new();
    if about_contact {
        children.push(contact(user, known, about.refused));
    }
    if known && protocols.contains(&"devices") {
        children.push(devices::listing(server, number)?);
    }
    if known && protocols.contains(&"lid") {
        children.push(NodeBuilder::new("lid").attr("val", lid(number, 0)).build());
    }
    let jid = match jid {
        Some(jid) => jid,
        None if known && about.hidden => lid(number, 0),
        None => pn(number, 0),
    };
    let mut node = NodeBuilder::new("user");
    if jid.is_lid() {
        node = node.attr("pn_jid", pn(number, 0));
    }
    Ok(Some(node.attr("jid", jid).children(children).build()))
}

/// Whether somebody is there, with the number as it was asked for.
fn contact(user: &Node, known: bool, refused: bool) -> Node {
    let contact = NodeBuilder::new("contact");
    if refused {
        let error = NodeBuilder::new("error").attr("code", "503");
        return contact.children([error.build()]).build();
    }
    let contact = contact.attr("type", if known { "in" } else { "out" });
    match user.get_optional_child("contact").and_then(text) {
        Some(typed) => contact.bytes(typed.into_bytes()).build(),
        None => contact.build(),
    }
}
