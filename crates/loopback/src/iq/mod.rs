//! Queries of logged-in clients, one file per family. A query that cannot be
//! answered gets an error: a client must never lose its socket over one.

mod account;
mod app_state;
mod encrypt;
mod media;
mod usync;

use std::sync::Arc;

use wacore_binary::Node;

use crate::connection::Session;
use crate::error::LoopbackError;
use crate::mailbox::Link;
use crate::server::Server;
use crate::wire::{attr, iq_error, iq_result};

/// A refusal: the code and its name.
pub(crate) struct Refusal(u16, &'static str);

/// Queries nobody has taught this server.
const NOT_IMPLEMENTED: Refusal = Refusal(501, "feature-not-implemented");
/// Queries that make no sense.
const BAD_REQUEST: Refusal = Refusal(400, "bad-request");
/// What is not this account's to know.
const FORBIDDEN: Refusal = Refusal(403, "forbidden");
/// What does not exist.
const NOT_FOUND: Refusal = Refusal(404, "item-not-found");

impl From<LoopbackError> for Refusal {
    fn from(error: LoopbackError) -> Self {
        log::error!("query: {error}");
        Self(500, "internal-server-error")
    }
}

/// The children of a successful answer.
type Answer = Result<Vec<Node>, Refusal>;

/// Answers one query.
pub(crate) fn query(server: &Arc<Server>, session: &Session, link: &Link, stanza: &Node) {
    let id = attr(stanza, "id").unwrap_or_default();
    server.count_query(stanza);
    let namespace = attr(stanza, "xmlns").unwrap_or_default();
    let answer = match namespace.as_str() {
        "usync" => usync::answer(server, stanza),
        "encrypt" => encrypt::answer(server, session, stanza),
        "w:sync:app:state" => app_state::answer(session, stanza),
        "w:m" => media::answer(server, session, stanza),
        _ => account::answer(server, session, &namespace, stanza),
    };
    match answer {
        Ok(children) => link.send(iq_result(&id, children)),
        Err(Refusal(code, reason)) => {
            if code == NOT_IMPLEMENTED.0 {
                server.stats.count(|s| s.unknown_queries += 1);
                log::info!("query not implemented: {namespace} {stanza:?}");
            }
            link.send(iq_error(&id, code, reason));
        }
    }
    // The backlog begins once the client has its answer.
    if namespace == "passive" && stanza.get_optional_child("active").is_some() {
        let mut state = session.account.lock();
        if let Some(companion) = state.companions.get_mut(&session.device) {
            companion.mailbox.activate();
        }
    }
}
