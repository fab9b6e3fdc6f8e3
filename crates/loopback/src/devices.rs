//! Device lists: who has which devices, and telling others when that changes.

use std::sync::Arc;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::connection::stream_error;
use crate::error::Result;
use crate::registry::Account;
use crate::server::Server;
use crate::wire::{lid, pn, unix_now};

/// The `<devices>` of a number: its phone, and the linked devices that can be
/// written to because they have keys.
pub(crate) fn listing(server: &Server, number: u64) -> Result<Node> {
    let mut list = vec![NodeBuilder::new("device").attr("id", 0_u16).build()];
    let mut children = Vec::new();
    let mut signed = None;
    if let Some(account) = server.registry.touched(number) {
        let mut state = account.lock();
        for (device, companion) in &state.companions {
            if companion.keys.is_some() {
                list.push(
                    NodeBuilder::new("device")
                        .attr("id", *device)
                        .attr("key-index", companion.key_index)
                        .build(),
                );
            }
        }
        signed = state.key_index_list()?;
    }
    children.push(NodeBuilder::new("device-list").children(list).build());
    if let Some((timestamp, bytes)) = signed {
        children.push(
            NodeBuilder::new("key-index-list")
                .attr("ts", timestamp)
                .bytes(bytes)
                .build(),
        );
    }
    Ok(NodeBuilder::new("devices").children(children).build())
}

/// Tells every other linked device that this one can now be written to.
pub(crate) fn announce(server: &Server, account: &Arc<Account>, device: u16) {
    let (key_index, signed) = {
        let mut state = account.lock();
        let key_index = state.companions.get(&device).map(|c| c.key_index);
        (key_index, state.key_index_list())
    };
    let (Some(key_index), Ok(Some((timestamp, bytes)))) = (key_index, signed) else {
        return;
    };
    let list = NodeBuilder::new("key-index-list")
        .attr("ts", timestamp)
        .bytes(bytes)
        .build();
    let change = NodeBuilder::new("add")
        .children([device_node(account.number, device, key_index), list])
        .build();
    tell(server, account, device, &change);
}

fn device_node(number: u64, device: u16, key_index: u32) -> Node {
    NodeBuilder::new("device")
        .attr("jid", pn(number, device))
        .attr("key-index", key_index)
        .attr("lid", lid(number, device))
        .build()
}

fn tell(server: &Server, account: &Arc<Account>, device: u16, change: &Node) {
    for other in server.registry.linked() {
        let same = Arc::ptr_eq(&other, account);
        let node = NodeBuilder::new("notification")
            .attr("from", pn(account.number, 0))
            .attr("lid", lid(account.number, 0))
            .attr("type", "devices")
            .attr("id", server.next_id().to_string())
            .attr("t", unix_now())
            .children([change.clone()])
            .build();
        let mut state = other.lock();
        for (id, companion) in &mut state.companions {
            // Only a device that has keys has been told of a list to correct.
            if companion.keys.is_some() && !(same && *id == device) {
                companion.mailbox.deliver(node.clone());
            }
        }
    }
}

/// Ends a device's link: its login is refused from now on.
pub(crate) fn unlink(server: &Server, account: &Arc<Account>, device: u16) {
    let removed = account.lock().companions.remove(&device);
    let Some(companion) = removed else { return };
    if let Some(link) = companion.mailbox.link() {
        link.send(stream_error(Some(401), Some("device_removed")));
        link.close();
    }
    let list = NodeBuilder::new("key-index-list")
        .attr("ts", unix_now())
        .build();
    let change = NodeBuilder::new("remove")
        .children([
            device_node(account.number, device, companion.key_index),
            list,
        ])
        .build();
    tell(server, account, device, &change);
}

/// The same, after the client that asked for it has its answer.
pub(crate) fn unlink_later(server: &Arc<Server>, account: &Arc<Account>, device: u16) {
    let server = server.clone();
    let account = account.clone();
    tokio::spawn(async move { unlink(&server, &account, device) });
}
