//! A simulated phone: opens what it gets, tells the sender, and sometimes
//! answers.

use std::sync::Arc;
use std::time::Duration;

use wacore::media_retry;
use wacore::messages::unwrap_device_sent;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use waproto::whatsapp as wa;

use crate::content;
use crate::error::{LoopbackError, Result};
use crate::keys::Seed;
use crate::received::Received;
use crate::registry::{Account, AccountState, NamedMedium};
use crate::server::Server;
use crate::speech;
use crate::wire::{attr, bytes, in_family_of, leaf, resolve, three_bytes, unix_now};

/// What phones answer, chosen by the seed.
const ANSWERS: [&str; 6] = [
    "Gracias!",
    "Ok, recibido",
    "¿Cuánto cuesta?",
    "Me interesa",
    "Mañana paso",
    "No, gracias",
];

/// One message on its way to a phone.
pub(crate) struct Incoming {
    /// Who sent it.
    pub sender: Arc<Account>,
    /// From which device.
    pub device: u16,
    /// The address it was sent to; answers come from the same family.
    pub to: Jid,
    /// Its id.
    pub id: String,
    /// The envelopes for this phone.
    pub envelopes: Vec<Node>,
}

/// The name of a peer's device in a phone's sessions.
pub(crate) fn peer(number: u64, device: u16) -> String {
    format!("{number}:{device}")
}

/// What a phone does next, decided while its account was locked.
enum Reaction {
    Nothing,
    Receipts(Seen),
    AskAgain { count: u8, node: Box<Node> },
    ShareStateKey,
}

/// A message that was opened.
struct Seen {
    /// How many the phone had by then, for seeded choices.
    order: u64,
    /// It is a voice note.
    voice: bool,
    /// The medium in it cannot be fetched.
    gone: bool,
}

/// Lets the phone of `account` open a message and react.
pub(crate) fn receive(server: &Arc<Server>, account: &Arc<Account>, incoming: Incoming) {
    let reaction = {
        let mut state = account.lock();
        open(server, account, &mut state, &incoming)
    };
    let sender = incoming.sender.clone();
    match reaction {
        Reaction::Nothing => {}
        Reaction::AskAgain { count, node } => {
            log::warn!("message {}: asking again ({count})", incoming.id);
            sender.deliver_to(incoming.device, *node);
        }
        Reaction::ShareStateKey => speech::share_state_key(server, account, incoming.device),
        Reaction::Receipts(seen) => react(server, account, incoming, &seen),
    }
}

fn open(
    server: &Server,
    account: &Account,
    state: &mut AccountState,
    incoming: &Incoming,
) -> Reaction {
    let from_me = incoming.sender.number == account.number;
    let mut entry = Received {
        phone: format!("+{}", account.number),
        from: format!("+{}", incoming.sender.number),
        message_id: incoming.id.clone(),
        ..Received::default()
    };
    let name = peer(incoming.sender.number, incoming.device);
    let mut failure = LoopbackError::protocol("no envelope for this phone");
    for envelope in &incoming.envelopes {
        let kind = attr(envelope, "type").unwrap_or_default();
        let sealed = bytes(envelope).unwrap_or_default();
        let opened = state
            .phone
            .decrypt(&name, &kind, &sealed)
            .and_then(|plain| {
                waproto::codec::message_decode(&plain)
                    .map_err(|error| LoopbackError::protocol(format!("message: {error}")))
            });
        match opened {
            Ok(message) if from_me => {
                return own_message(server, account.number, &message, entry);
            }
            Ok(message) => {
                let named = content::read(&message, &server.media, &mut entry);
                let seen = Seen {
                    order: state.received + 1,
                    voice: entry.ptt == Some(true),
                    gone: named.as_ref().is_some_and(|medium| !medium.there),
                };
                if let Some(medium) = named {
                    let named = NamedMedium {
                        sender: incoming.sender.number,
                        to: incoming.to.clone(),
                        key: medium.key,
                    };
                    state.media.insert(incoming.id.clone(), named);
                }
                server.inbox.record(entry);
                state.received += 1;
                state.last_partner = Some(incoming.sender.number);
                state.addressed_as_lid = incoming.to.is_lid();
                // A linked account's own devices speak for it.
                return if state.companions.is_empty() {
                    Reaction::Receipts(seen)
                } else {
                    Reaction::Nothing
                };
            }
            Err(error) => failure = error,
        }
    }
    server.stats.count(|s| s.undecryptable += 1);
    log::warn!("phone {}: {failure}", account.number);
    if !from_me {
        "undecryptable".clone_into(&mut entry.kind);
        entry.error = Some(failure.to_string());
        server.inbox.record(entry);
    }
    ask_again(account, state, incoming)
}

/// A copy of what another device of this account sent, a message in the
/// account's chat with itself, or a request to the phone.
fn own_message(server: &Server, own: u64, message: &wa::Message, mut entry: Received) -> Reaction {
    if let Some(copy) = message.device_sent_message.as_option()
        && copy.message.is_set()
        && copy
            .destination_jid
            .as_deref()
            .and_then(|to| to.parse::<Jid>().ok())
            .and_then(|to| resolve(&to))
            .is_some_and(|(number, _)| number == own)
    {
        // What surrounds a message, such as the album it belongs to, travels beside
        // the copy and is put back by whoever opens it.
        let inner = unwrap_device_sent(message.clone());
        content::read(&inner, &server.media, &mut entry);
        server.inbox.record(entry);
        return Reaction::Nothing;
    }
    let asks_for_key = message
        .protocol_message
        .as_option()
        .is_some_and(|p| p.app_state_sync_key_request.is_set());
    if asks_for_key {
        Reaction::ShareStateKey
    } else {
        Reaction::Nothing
    }
}

/// A retry receipt; from the second on with fresh keys, as phones do.
fn ask_again(account: &Account, state: &mut AccountState, incoming: &Incoming) -> Reaction {
    let count = {
        let count = state.retries.entry(incoming.id.clone()).or_insert(0);
        *count += 1;
        *count
    };
    if count > 4 {
        return Reaction::Nothing;
    }
    let now = unix_now();
    let mut children = vec![
        NodeBuilder::new("retry")
            .attr("count", u32::from(count))
            .attr("id", incoming.id.as_str())
            .attr("t", now)
            .attr("v", "1")
            .build(),
        leaf(
            "registration",
            state.phone.registration_id().to_be_bytes().to_vec(),
        ),
    ];
    if count > 1
        && let Ok(bundle) = state.phone.bundle()
    {
        let mut keys = vec![leaf("type", vec![5]), leaf("identity", bundle.identity)];
        if let Some((id, key)) = bundle.one_time {
            keys.push(
                NodeBuilder::new("key")
                    .children([leaf("id", three_bytes(id)), leaf("value", key)])
                    .build(),
            );
        }
        keys.push(
            NodeBuilder::new("skey")
                .children([
                    leaf("id", three_bytes(bundle.signed_id)),
                    leaf("value", bundle.signed_key),
                    leaf("signature", bundle.signature),
                ])
                .build(),
        );
        children.push(NodeBuilder::new("keys").children(keys).build());
    }
    let node = NodeBuilder::new("receipt")
        .attr("from", in_family_of(&incoming.to, account.number, 0))
        .attr("id", incoming.id.as_str())
        .attr("type", "retry")
        .attr("t", now)
        .children(children)
        .build();
    Reaction::AskAgain {
        count,
        node: Box::new(node),
    }
}

/// The phone tells whoever sent a message that the medium in it is gone.
pub(crate) fn say_gone(server: &Server, account: &Account, id: &str) -> Result<()> {
    let (sender, receipt) = {
        let state = account.peek();
        let medium = state.media.get(id).ok_or_else(|| {
            LoopbackError::bad(format!("+{} has no medium of {id}", account.number))
        })?;
        (medium.sender, gone(account.number, id, medium)?)
    };
    if let Some(sender) = server.registry.find(sender) {
        sender.deliver(&receipt);
    }
    Ok(())
}

fn gone(number: u64, id: &str, medium: &NamedMedium) -> Result<Node> {
    let (sealed, iv) =
        media_retry::encrypt_media_retry_receipt(&medium.key, id).map_err(LoopbackError::crypto)?;
    let from = in_family_of(&medium.to, number, 0);
    let chat = in_family_of(&medium.to, medium.sender, 0);
    let asked = media_retry::build_media_retry_receipt(&chat, id, &chat, false, None, &sealed, &iv);
    Ok(NodeBuilder::new("receipt")
        .attr("from", from)
        .attr("id", id)
        .attr("type", "server-error")
        .attr("t", unix_now())
        .children(asked.children().unwrap_or_default().iter().cloned())
        .build())
}

/// Receipts, and now and then an answer.
fn react(server: &Arc<Server>, account: &Arc<Account>, incoming: Incoming, message: &Seen) {
    let (order, voice) = (message.order, message.voice);
    if message.gone
        && let Err(error) = say_gone(server, account, &incoming.id)
    {
        log::warn!("phone {}: {error}", account.number);
    }
    let seed = Seed(server.config.seed);
    let behaviour = server.config.behaviour.clone();
    let chance = |label: &str| seed.below(100, label, account.number, order);
    let reads = chance("reads") < u64::from(behaviour.read_percent);
    let answers = chance("answers") < u64::from(behaviour.reply_percent);
    let from = in_family_of(&incoming.to, account.number, 0);
    let receipt = move |kind: Option<&str>| {
        let node = NodeBuilder::new("receipt")
            .attr("from", from.clone())
            .attr("id", incoming.id.as_str())
            .attr("t", unix_now());
        match kind {
            Some(kind) => node.attr("type", kind.to_owned()).build(),
            None => node.build(),
        }
    };
    let sender = incoming.sender.clone();
    let answer = {
        let server = server.clone();
        let account = account.clone();
        let to = sender.number;
        move || {
            let choice = seed.below(ANSWERS.len() as u64, "answer", account.number, order);
            let text = usize::try_from(choice)
                .ok()
                .and_then(|choice| ANSWERS.get(choice))
                .copied()
                .unwrap_or("Ok");
            if let Err(error) = speech::say(&server, &account, Some(to), text) {
                log::warn!("phone {}: {error}", account.number);
            }
        }
    };
    if behaviour.receipt_delay_ms == 0 {
        sender.deliver(&receipt(None));
        if reads {
            sender.deliver(&receipt(Some("read")));
            if voice {
                sender.deliver(&receipt(Some("played")));
            }
        }
        if answers {
            answer();
        }
        return;
    }
    let pause = Duration::from_millis(behaviour.receipt_delay_ms);
    let server = server.clone();
    tokio::spawn(async move {
        tokio::time::sleep(pause).await;
        sender.deliver(&receipt(None));
        if reads {
            // The sender may be away: nothing is written down for its sake then.
            server.remember_or_say();
            tokio::time::sleep(pause).await;
            sender.deliver(&receipt(Some("read")));
            if voice {
                server.remember_or_say();
                tokio::time::sleep(pause).await;
                sender.deliver(&receipt(Some("played")));
            }
        }
        if answers {
            server.remember_or_say();
            tokio::time::sleep(pause).await;
            answer();
        }
        server.remember_or_say();
    });
}
