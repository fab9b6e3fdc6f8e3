//! Settings, privacy, pings and unlinking: small queries with small answers.

use std::sync::Arc;

use serde_json::{Value, json};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{Answer, FORBIDDEN, NOT_FOUND, NOT_IMPLEMENTED};
use crate::connection::Session;
use crate::devices;
use crate::faults::{Limits, TimeLock};
use crate::server::Server;
use crate::wire::{attr, jid_attr, leaf, resolve, text};

/// The privacy settings clients read, with what most people have.
const PRIVACY: [(&str, &str); 8] = [
    ("readreceipts", "all"),
    ("last", "contacts"),
    ("status", "contacts"),
    ("profile", "contacts"),
    ("online", "all"),
    ("groupadd", "all"),
    ("calladd", "all"),
    ("messages", "all"),
];

/// The account's limits, as the client's two questions about them read.
const REACHOUT_TIMELOCK: &str = "23983697327930364";
const NEW_CHAT_CAPPING: &str = "24503548349331633";

pub(super) fn answer(
    server: &Arc<Server>,
    session: &Session,
    namespace: &str,
    stanza: &Node,
) -> Answer {
    match namespace {
        "passive"
        | "w:p"
        | "urn:xmpp:ping"
        | "urn:xmpp:whatsapp:dirty"
        | "w:stats"
        | "disappearing_mode"
        | "urn:xmpp:whatsapp:push"
        | "tos"
        | "status" => Ok(Vec::new()),
        "abt" => Ok(vec![
            NodeBuilder::new("props")
                .attr("protocol", "1")
                .attr("ab_key", "loopback")
                .attr("hash", "loopback")
                .attr("refresh", 86_400_u32)
                .attr("refresh_id", 1_u32)
                .children([])
                .build(),
        ]),
        "w" => Ok(vec![
            NodeBuilder::new("props")
                .attr("protocol", "2")
                .attr("hash", "loopback")
                .children([])
                .build(),
        ]),
        "blocklist" => Ok(vec![
            NodeBuilder::new("list")
                .attr("dhash", "loopback")
                .children([])
                .build(),
        ]),
        "privacy" => Ok(privacy(stanza)),
        "md" => unlink(server, session, stanza),
        "w:mex" => graph_query(server, stanza),
        "w:profile:picture" | "w:biz" => Err(NOT_FOUND),
        "w:g2" => Ok(vec![NodeBuilder::new("groups").children([]).build()]),
        _ => Err(NOT_IMPLEMENTED),
    }
}

/// Reading the settings, or handing out a token that lets a contact be written
/// to: the real server echoes no token.
fn privacy(stanza: &Node) -> Vec<Node> {
    if stanza.get_optional_child("tokens").is_some() {
        return vec![NodeBuilder::new("tokens").children([]).build()];
    }
    let categories = PRIVACY.map(|(name, value)| {
        NodeBuilder::new("category")
            .attr("name", name)
            .attr("value", value)
            .build()
    });
    vec![NodeBuilder::new("privacy").children(categories).build()]
}

/// A client logs out, or one device removes another of the same account.
fn unlink(server: &Arc<Server>, session: &Session, stanza: &Node) -> Answer {
    let Some(removal) = stanza.get_optional_child("remove-companion-device") else {
        return Err(NOT_IMPLEMENTED);
    };
    let device = jid_attr(removal, "jid")
        .and_then(|jid| resolve(&jid))
        .filter(|(number, _)| *number == session.account.number)
        .map(|(_, device)| device);
    let all = attr(removal, "all").as_deref() == Some("true");
    if let Some(device) = device {
        devices::unlink_later(server, &session.account, device);
    } else if all {
        let linked: Vec<u16> = session.account.lock().companions.keys().copied().collect();
        for device in linked {
            devices::unlink_later(server, &session.account, device);
        }
    }
    Ok(Vec::new())
}

/// The two limits a sender of many messages asks about, as [`Limits`] has them.
fn graph_query(server: &Server, stanza: &Node) -> Answer {
    let query = stanza
        .get_optional_child("query")
        .ok_or(super::BAD_REQUEST)?;
    let limits = server.faults.limits();
    let data = match attr(query, "query_id").as_deref() {
        Some(REACHOUT_TIMELOCK | NEW_CHAT_CAPPING) if limits.untold => return Err(FORBIDDEN),
        Some(REACHOUT_TIMELOCK) => json!({
            "xwa2_fetch_account_reachout_timelock": time_lock(limits)
        }),
        Some(NEW_CHAT_CAPPING) => json!({
            "xwa2_message_capping_info": new_chats(limits)
        }),
        other => {
            log::info!("graph query {other:?}: {:?}", text(query));
            return Err(NOT_IMPLEMENTED);
        }
    };
    let body = json!({ "data": data }).to_string();
    Ok(vec![leaf("result", body.into_bytes())])
}

fn time_lock(limits: Limits) -> Value {
    match limits.time_lock {
        None => json!({ "is_active": false }),
        Some(TimeLock { until: None }) => {
            json!({ "is_active": true, "enforcement_type": "DEFAULT" })
        }
        Some(TimeLock { until: Some(until) }) => json!({
            "is_active": true,
            "enforcement_type": "DEFAULT",
            "time_enforcement_ends": until.to_string()
        }),
    }
}

fn new_chats(limits: Limits) -> Value {
    let (limit, used) = limits.new_chats.unwrap_or((1000, 0));
    json!({
        "capping_status": if used < limit { "NONE" } else { "CAPPED" },
        "total_quota": limit.to_string(),
        "used_quota": used.to_string()
    })
}
