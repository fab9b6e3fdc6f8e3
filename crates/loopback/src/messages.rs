//! Messages and receipts on their way from one device to another.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use crate::connection::Session;
use crate::mailbox::Link;
use crate::phone::{self, Incoming};
use crate::registry::Account;
use crate::server::Server;
use crate::speech;
use crate::wire::{attr, in_family_of, jid_attr, lid, pn, resolve, unix_now};

/// The device a message comes from.
struct Author<'a> {
    account: &'a Arc<Account>,
    device: u16,
    name: String,
}

/// A message stanza from a client: judged, acknowledged, handed on.
pub(crate) fn message(server: &Arc<Server>, session: &Session, link: &Link, stanza: &Node) {
    server.stats.count(|s| s.messages += 1);
    let (Some(id), Some(to)) = (attr(stanza, "id"), jid_attr(stanza, "to")) else {
        log::warn!("a message without id or address");
        return;
    };
    let Some((number, device)) = resolve(&to) else {
        link.send(acknowledgement(&id, &to, "message", Some(479)));
        return;
    };
    let author = Author {
        account: &session.account,
        device: session.device,
        name: session.account.lock().name.clone(),
    };
    let peer = attr(stanza, "category").as_deref() == Some("peer");
    // What a client sends to its own phone is not a message of a campaign.
    if number == author.account.number {
        link.send(acknowledgement(&id, &to, "message", None));
        hand_on(server, &author, stanza, &id, &to, (number, device));
        return;
    }
    let verdict = server.faults.judge(number);
    if let Some(code) = verdict.refuse {
        link.send(acknowledgement(&id, &to, "message", Some(code)));
        return;
    }
    if !server.on_whatsapp(number) && !peer {
        link.send(acknowledgement(&id, &to, "message", Some(404)));
        return;
    }
    let ack = acknowledgement(&id, &to, "message", None);
    if verdict.swallow_ack {
        log::info!("acknowledgement of {id} swallowed");
    } else if verdict.ack_delay_ms > 0 {
        let link = link.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(verdict.ack_delay_ms)).await;
            link.send(ack);
        });
    } else {
        link.send(ack);
    }
    if verdict.drop_after {
        link.close();
    }
    hand_on(server, &author, stanza, &id, &to, (number, device));
}

fn acknowledgement(id: &str, to: &Jid, class: &'static str, error: Option<u16>) -> Node {
    let ack = NodeBuilder::new("ack")
        .attr("class", class)
        .attr("id", id)
        .attr("from", to.clone())
        .attr("t", unix_now());
    match error {
        Some(code) => ack.attr("error", code).build(),
        None => ack.build(),
    }
}

/// The envelopes of a message by the device they are for.
fn envelopes(stanza: &Node, to: &Jid) -> BTreeMap<(u64, u16), (Jid, Vec<Node>)> {
    let mut sorted = BTreeMap::new();
    let loose: Vec<Node> = stanza.get_children_by_tag("enc").cloned().collect();
    if !loose.is_empty() {
        let target = jid_attr(stanza, "participant").unwrap_or_else(|| to.clone());
        if let Some(place) = resolve(&target) {
            sorted.insert(place, (target, loose));
        }
    }
    let participants = stanza
        .get_optional_child("participants")
        .and_then(Node::children)
        .unwrap_or_default();
    for participant in participants {
        let Some(target) = jid_attr(participant, "jid") else {
            continue;
        };
        let Some(place) = resolve(&target) else {
            continue;
        };
        let sealed = participant.get_children_by_tag("enc").cloned().collect();
        sorted.insert(place, (target, sealed));
    }
    sorted
}

fn hand_on(
    server: &Arc<Server>,
    author: &Author<'_>,
    stanza: &Node,
    id: &str,
    to: &Jid,
    destination: (u64, u16),
) {
    let sealed = envelopes(stanza, to);
    if sealed.is_empty() {
        log::warn!("message {id} carries nothing for anybody");
    }
    for ((number, device), (target, envelopes)) in sealed {
        let Some(account) = server.registry.find(number) else {
            continue;
        };
        if device == 0 {
            let incoming = Incoming {
                sender: author.account.clone(),
                device: author.device,
                to: if number == destination.0 {
                    to.clone()
                } else {
                    target
                },
                id: id.to_owned(),
                envelopes,
            };
            phone::receive(server, &account, incoming);
        } else {
            let relayed = relayed(author, stanza, id, to, &target, envelopes);
            account.deliver_to(device, relayed);
        }
    }
}

/// The stanza as another client's device receives it.
fn relayed(
    author: &Author<'_>,
    stanza: &Node,
    id: &str,
    to: &Jid,
    target: &Jid,
    envelopes: Vec<Node>,
) -> Node {
    let number = author.account.number;
    let own = resolve(target).is_some_and(|(owner, _)| owner == number);
    let mut message = NodeBuilder::new("message")
        .attr("from", in_family_of(target, number, author.device))
        .attr("id", id)
        .attr(
            "type",
            attr(stanza, "type").unwrap_or_else(|| "text".into()),
        )
        .attr("t", unix_now())
        .attr("notify", author.name.as_str());
    for key in ["category", "edit"] {
        if let Some(value) = attr(stanza, key) {
            message = message.attr(key, value);
        }
    }
    if own {
        message = message.attr("recipient", to.to_non_ad());
    } else if target.is_lid() {
        message = message.attr("sender_pn", pn(number, 0));
    } else {
        message = message.attr("sender_lid", lid(number, 0));
    }
    let mut children = envelopes;
    for tag in ["device-identity", "reporting", "meta", "tctoken"] {
        children.extend(stanza.get_optional_child(tag).cloned());
    }
    message.children(children).build()
}

/// A receipt from a client: it confirms what the server delivered, and goes on
/// to whoever wrote the message.
pub(crate) fn receipt(server: &Arc<Server>, session: &Session, link: &Link, stanza: &Node) {
    server.stats.count(|s| s.receipts += 1);
    let (Some(id), Some(to)) = (attr(stanza, "id"), jid_attr(stanza, "to")) else {
        return;
    };
    let kind = attr(stanza, "type");
    let ack = NodeBuilder::new("ack")
        .attr("class", "receipt")
        .attr("id", id.as_str())
        .attr("from", to.clone());
    link.send(match &kind {
        Some(kind) => ack.attr("type", kind.as_str()).build(),
        None => ack.build(),
    });
    let mut ids = vec![id.clone()];
    if let Some(list) = stanza.get_optional_child("list") {
        ids.extend(
            list.get_children_by_tag("item")
                .filter_map(|item| attr(item, "id")),
        );
    }
    {
        let mut state = session.account.lock();
        if let Some(companion) = state.companions.get_mut(&session.device) {
            for id in &ids {
                companion.mailbox.acknowledge("message", id, None);
            }
        }
    }
    let Some((number, device)) = resolve(&to) else {
        return;
    };
    if number == session.account.number && kind.as_deref() != Some("retry") {
        return;
    }
    let Some(author) = server.registry.find(number) else {
        return;
    };
    let retry = kind.as_deref() == Some("retry");
    if retry && device == 0 && !author.lock().said.is_empty() {
        let count = stanza
            .get_optional_child("retry")
            .and_then(|retry| attr(retry, "count"))
            .and_then(|count| count.parse().ok())
            .unwrap_or(1);
        speech::repeat(&author, &session.account, session.device, &id, count);
    }
    let mut node = stanza.clone();
    let sender = if retry { session.device } else { 0 };
    node.attrs = [
        ("id", id.as_str().into()),
        (
            "from",
            in_family_of(&to, session.account.number, sender).into(),
        ),
        ("t", unix_now().into()),
    ]
    .into_iter()
    .map(|(key, value): (&'static str, wacore_binary::NodeValue)| (key.into(), value))
    .collect();
    if let Some(kind) = kind {
        node.attrs.insert("type", kind);
    }
    if retry && device != 0 {
        author.deliver_to(device, node);
    } else {
        author.deliver(&node);
    }
}

/// A client confirms a stanza that is not a message.
pub(crate) fn confirmed(session: &Session, stanza: &Node) {
    let (Some(class), Some(id)) = (attr(stanza, "class"), attr(stanza, "id")) else {
        return;
    };
    let kind = attr(stanza, "type");
    let mut state = session.account.lock();
    if let Some(companion) = state.companions.get_mut(&session.device) {
        companion.mailbox.acknowledge(&class, &id, kind.as_deref());
    }
}
