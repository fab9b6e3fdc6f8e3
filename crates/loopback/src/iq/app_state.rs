//! Reading and writing the account's synced state.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{Answer, BAD_REQUEST};
use crate::connection::Session;
use crate::wire::{attr, bytes, leaf};

/// Answers each collection with what is newer than the client's version, after
/// adding the patch the client may have sent along.
pub(super) fn answer(session: &Session, stanza: &Node) -> Answer {
    let sync = stanza.get_optional_child("sync").ok_or(BAD_REQUEST)?;
    let mut state = session.account.lock();
    let mut collections = Vec::new();
    for collection in sync.get_children_by_tag("collection") {
        let name = attr(collection, "name").ok_or(BAD_REQUEST)?;
        let version = attr(collection, "version")
            .and_then(|version| version.parse().ok())
            .unwrap_or(0);
        let mut builder = NodeBuilder::new("collection").attr("name", name.as_str());
        if let Some(patch) = collection.get_optional_child("patch") {
            let sent = bytes(patch).ok_or(BAD_REQUEST)?;
            if state.app_state.append(&name, version, &sent)? {
                let now = state.app_state.version(&name);
                collections.push(builder.attr("version", now).build());
                continue;
            }
            builder = builder.attr("type", "error");
            let conflict = NodeBuilder::new("error")
                .attr("code", 409_u16)
                .attr("text", "conflict")
                .build();
            collections.push(builder.children([conflict]).build());
            continue;
        }
        let patches = state.app_state.patches_after(&name, version);
        builder = builder.attr("version", state.app_state.version(&name));
        if !patches.is_empty() {
            let patches = patches.into_iter().map(|patch| leaf("patch", patch));
            builder = builder.children([NodeBuilder::new("patches").children(patches).build()]);
        }
        collections.push(builder.build());
    }
    Ok(vec![NodeBuilder::new("sync").children(collections).build()])
}
