//! What a linked device has still to receive.
//!
//! A stanza stays here until the device acknowledges it, so that one lost with
//! a dropped connection comes again at the next login.

use std::collections::VecDeque;

use tokio::sync::mpsc::UnboundedSender;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::marshal::marshal;

use crate::error::{LoopbackError, Result};
use crate::state::Blob;
use crate::wire::{attr, decode};

/// What a connection's writer is asked to do.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// Encrypt and send.
    Stanza(Box<Node>),
    /// Send what is queued, then close the socket.
    Close,
    /// Drop the socket without a word.
    Cut,
}

/// The way to one connection.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// Which connection, so that an old one cannot detach a newer one.
    pub connection: u64,
    /// Its writer.
    pub writer: UnboundedSender<Outgoing>,
}

impl Link {
    pub fn send(&self, node: Node) {
        // A closed writer means the socket is gone: the mailbox keeps the item.
        let _ = self.writer.send(Outgoing::Stanza(Box::new(node)));
    }

    pub fn close(&self) {
        let _ = self.writer.send(Outgoing::Close);
    }

    pub fn cut(&self) {
        let _ = self.writer.send(Outgoing::Cut);
    }
}

#[derive(Debug)]
struct Item {
    node: Node,
    sent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// Logged in, not yet asking for messages.
    Waiting,
    /// Fetching the backlog in batches; this many were announced.
    Draining(usize),
    /// Everything new goes straight out.
    Live,
}

/// One device's queue.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    items: VecDeque<Item>,
    link: Option<(Link, Flow)>,
}

impl Mailbox {
    /// A new login takes over. Returns the connection it replaces.
    pub fn attach(&mut self, link: Link) -> Option<Link> {
        self.forget_sent();
        self.link
            .replace((link, Flow::Waiting))
            .map(|(older, _)| older)
    }

    /// The connection ended; what it did not acknowledge is owed again.
    pub fn detach(&mut self, connection: u64) {
        if self
            .link
            .as_ref()
            .is_some_and(|(link, _)| link.connection == connection)
        {
            self.link = None;
            self.forget_sent();
        }
    }

    fn forget_sent(&mut self) {
        for item in &mut self.items {
            item.sent = false;
        }
    }

    pub fn link(&self) -> Option<&Link> {
        self.link.as_ref().map(|(link, _)| link)
    }

    /// Queues a stanza and sends it if the device is listening.
    pub fn deliver(&mut self, node: Node) {
        let mut sent = false;
        if let Some((link, Flow::Live)) = &self.link {
            link.send(node.clone());
            sent = true;
        }
        self.items.push_back(Item { node, sent });
    }

    /// The device went active: announce the backlog, or say there is none.
    pub fn activate(&mut self) {
        let total = self.items.len();
        let count = |tag: &str| self.items.iter().filter(|i| i.node.tag == tag).count();
        let preview = NodeBuilder::new("offline_preview")
            .attr("count", total)
            .attr("message", count("message"))
            .attr("receipt", count("receipt"))
            .attr("notification", count("notification"))
            .build();
        let Some((link, flow)) = &mut self.link else {
            return;
        };
        if *flow != Flow::Waiting {
            return;
        }
        if total == 0 {
            *flow = Flow::Live;
            link.send(information(offline_end(0)));
        } else {
            *flow = Flow::Draining(total);
            link.send(information(preview));
        }
    }

    /// The device asks for the next `count` of its backlog.
    pub fn send_batch(&mut self, count: usize) {
        let Some((link, flow)) = &mut self.link else {
            return;
        };
        let Flow::Draining(total) = *flow else {
            return;
        };
        for item in self.items.iter_mut().filter(|i| !i.sent).take(count) {
            let mut node = item.node.clone();
            node.attrs.insert("offline", "0");
            link.send(node);
            item.sent = true;
        }
        if self.items.iter().all(|item| item.sent) {
            *flow = Flow::Live;
            link.send(information(offline_end(total)));
        }
    }

    /// What the device has not confirmed, as marshalled stanzas.
    pub fn record(&self) -> Result<Vec<Blob>> {
        let items = self.items.iter();
        items
            .map(|item| marshal(&item.node).map(Blob).map_err(LoopbackError::crypto))
            .collect()
    }

    /// The mailbox of a device that has not logged in yet.
    pub fn restored(items: &[Blob]) -> Result<Self> {
        let items = items
            .iter()
            .map(|blob| decode(&blob.0).map(|node| Item { node, sent: false }));
        Ok(Self {
            items: items.collect::<Result<_>>()?,
            link: None,
        })
    }

    /// Drops what the device confirmed: `class` is the confirmed stanza's tag,
    /// `kind` its `type` where several stanzas share an id (receipts).
    pub fn acknowledge(&mut self, class: &str, id: &str, kind: Option<&str>) {
        let found = self.items.iter().position(|item| {
            item.node.tag == class
                && attr(&item.node, "id").as_deref() == Some(id)
                && (class != "receipt" || attr(&item.node, "type").as_deref() == kind)
        });
        if let Some(at) = found {
            self.items.remove(at);
        }
    }
}

fn information(child: Node) -> Node {
    NodeBuilder::new("ib")
        .attr("from", crate::wire::server_jid())
        .children([child])
        .build()
}

fn offline_end(count: usize) -> Node {
    NodeBuilder::new("offline").attr("count", count).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc::unbounded_channel;

    fn message(id: &str) -> Node {
        NodeBuilder::new("message").attr("id", id).build()
    }

    #[test]
    fn an_unacknowledged_stanza_comes_again_and_an_acknowledged_one_does_not() {
        let (writer, mut out) = unbounded_channel();
        let mut mailbox = Mailbox::default();
        mailbox.deliver(message("A"));
        mailbox.deliver(message("B"));
        let link = |connection| Link {
            connection,
            writer: writer.clone(),
        };
        mailbox.attach(link(1));
        mailbox.activate();
        mailbox.send_batch(100);
        mailbox.acknowledge("message", "A", None);
        mailbox.detach(1);
        mailbox.attach(link(2));
        mailbox.activate();
        mailbox.send_batch(100);
        drop(writer);
        drop(mailbox);
        let mut ids = Vec::new();
        while let Ok(Outgoing::Stanza(node)) = out.try_recv() {
            if node.tag == "message" {
                ids.push(attr(&node, "id").unwrap());
            }
        }
        assert_eq!(ids, ["A", "B", "B"]);
    }
}
