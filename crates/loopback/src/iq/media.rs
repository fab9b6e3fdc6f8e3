//! Where media go.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{Answer, NOT_IMPLEMENTED};
use crate::connection::Session;
use crate::server::Server;

/// Names the media host; its certificate is self-signed.
pub(super) fn answer(server: &Server, session: &Session, stanza: &Node) -> Answer {
    if stanza.get_optional_child("media_conn").is_none() {
        return Err(NOT_IMPLEMENTED);
    }
    let host = NodeBuilder::new("host")
        .attr("hostname", server.media_host())
        .attr("type", "primary")
        .attr("maxContentLengthBytes", 2_147_483_648_u64)
        .children([
            NodeBuilder::new("upload").build(),
            NodeBuilder::new("download").build(),
        ])
        .build();
    Ok(vec![
        NodeBuilder::new("media_conn")
            .attr("auth", format!("loopback-{}", session.device))
            .attr("ttl", 300_u32)
            .attr("auth_ttl", 3_600_u32)
            .attr("max_buckets", 12_u32)
            .children([host])
            .build(),
    ])
}
