//! Settings, privacy, pings and unlinking: small queries with small answers.

use std::sync::Arc;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{Answer, NOT_FOUND, NOT_IMPLEMENTED};
use crate::connection::Session;
use crate::devices;
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
        "w:mex" => graph_query(stanza),
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

/// The two limits a sender of many messages asks about: neither applies here.
fn graph_query(stanza: &Node) -> Answer {
    let query = stanza
        .get_optional_child("query")
        .ok_or(super::BAD_REQUEST)?;
    let data = match attr(query, "query_id").as_deref() {
        Some(REACHOUT_TIMELOCK) => serde_json::json!({
            "xwa2_fetch_account_reachout_timelock": {"is_active": false}
        }),
        Some(NEW_CHAT_CAPPING) => serde_json::json!({
            "xwa2_message_capping_info": {
                "capping_status": "NONE", "total_quota": "1000", "used_quota": "0"
            }
        }),
        other => {
            log::info!("graph query {other:?}: {:?}", text(query));
            return Err(NOT_IMPLEMENTED);
        }
    };
    let body = serde_json::json!({ "data": data }).to_string();
    Ok(vec![leaf("result", body.into_bytes())])
}
