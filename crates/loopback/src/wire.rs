//! Small readers and builders for stanzas.

use std::time::{SystemTime, UNIX_EPOCH};

use wacore_binary::builder::NodeBuilder;
use wacore_binary::marshal::unmarshal_ref;
use wacore_binary::{Jid, Node, NodeContent, SERVER_JID, Server};

use crate::error::{LoopbackError, Result};

/// Phone numbers and LIDs differ by this constant, so either gives the other
/// without a table. It keeps LIDs out of the range of real numbers.
const LID_OFFSET: u64 = 71_000_000_000_000;

/// The address of an account's device under its phone number.
pub(crate) fn pn(number: u64, device: u16) -> Jid {
    Jid::pn_device(number.to_string(), device)
}

/// The same device under its hidden identity.
pub(crate) fn lid(number: u64, device: u16) -> Jid {
    Jid::lid_device((number + LID_OFFSET).to_string(), device)
}

/// The number and device an address means, if it is a person's.
pub(crate) fn resolve(jid: &Jid) -> Option<(u64, u16)> {
    let user: u64 = jid.user_base().parse().ok()?;
    match jid.server {
        Server::Pn | Server::Legacy => Some((user, jid.device)),
        Server::Lid => Some((user.checked_sub(LID_OFFSET)?, jid.device)),
        _ => None,
    }
}

/// The same account device in the address family of `like`.
pub(crate) fn in_family_of(like: &Jid, number: u64, device: u16) -> Jid {
    if like.is_lid() {
        lid(number, device)
    } else {
        pn(number, device)
    }
}

/// An attribute as text.
pub(crate) fn attr(node: &Node, key: &str) -> Option<String> {
    node.attrs.get(key).map(|value| value.as_str().into_owned())
}

/// An attribute as an address.
pub(crate) fn jid_attr(node: &Node, key: &str) -> Option<Jid> {
    node.attrs
        .get(key)
        .and_then(wacore_binary::NodeValue::to_jid)
}

/// The content as bytes, whichever way the encoder packed it.
pub(crate) fn bytes(node: &Node) -> Option<Vec<u8>> {
    match node.content.as_ref()? {
        NodeContent::Bytes(bytes) => Some(bytes.clone()),
        NodeContent::String(text) => Some(text.as_bytes().to_vec()),
        NodeContent::Nodes(_) => None,
    }
}

/// The bytes of a child.
pub(crate) fn child_bytes(node: &Node, tag: &str) -> Option<Vec<u8>> {
    bytes(node.get_optional_child(tag)?)
}

/// The content as text.
pub(crate) fn text(node: &Node) -> Option<String> {
    String::from_utf8(bytes(node)?).ok()
}

/// A big-endian number of any length.
pub(crate) fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// Three big-endian bytes, the form prekey ids take.
pub(crate) fn three_bytes(id: u32) -> Vec<u8> {
    id.to_be_bytes().into_iter().skip(1).collect()
}

/// A leaf with bytes.
pub(crate) fn leaf(tag: &'static str, bytes: impl Into<Vec<u8>>) -> Node {
    NodeBuilder::new(tag).bytes(bytes).build()
}

/// A successful answer to a query.
pub(crate) fn iq_result(id: &str, children: Vec<Node>) -> Node {
    let builder = NodeBuilder::new("iq")
        .attr("from", server_jid())
        .attr("type", "result")
        .attr("id", id);
    if children.is_empty() {
        builder.build()
    } else {
        builder.children(children).build()
    }
}

/// A refusal of a query.
pub(crate) fn iq_error(id: &str, code: u16, reason: &str) -> Node {
    NodeBuilder::new("iq")
        .attr("from", server_jid())
        .attr("type", "error")
        .attr("id", id)
        .children([NodeBuilder::new("error")
            .attr("code", code)
            .attr("text", reason)
            .build()])
        .build()
}

/// The server's own address.
pub(crate) fn server_jid() -> &'static str {
    SERVER_JID
}

/// Seconds since 1970, for the `t` attribute.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// A stanza as it travels, its flags byte first.
pub(crate) fn decode(buffer: &[u8]) -> Result<Node> {
    let unpacked = wacore_binary::util::unpack(buffer)
        .map_err(|error| LoopbackError::protocol(format!("stanza: {error}")))?;
    unmarshal_ref(&unpacked)
        .map(|node| node.to_owned())
        .map_err(|error| LoopbackError::protocol(format!("stanza: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_addresses_mean_the_same_device() {
        let number = 595_981_000_000;
        assert_eq!(resolve(&pn(number, 3)), Some((number, 3)));
        assert_eq!(resolve(&lid(number, 3)), Some((number, 3)));
        assert_eq!(in_family_of(&lid(1, 0), number, 2), lid(number, 2));
    }
}
