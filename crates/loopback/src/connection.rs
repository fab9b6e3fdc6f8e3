//! One task per socket: frames in, stanzas out.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use wacore::framing::{FrameDecoder, encode_frame};
use wacore::handshake::NoiseCipher;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::marshal::marshal;
use waproto::whatsapp as wa;

use crate::error::{LoopbackError, Result};
use crate::iq;
use crate::journal::Journal;
use crate::mailbox::{Link, Outgoing};
use crate::messages;
use crate::noise::{self, Established, Progress};
use crate::pairing;
use crate::registry::Account;
use crate::server::Server;
use crate::wire::{attr, decode, lid, unix_now};

type Socket = WebSocketStream<TcpStream>;

/// The bytes before the first frame: `WA`, a version and a dictionary version.
const HEADER_LENGTH: usize = 4;
/// How long a client may take to hang up after the server did.
const FAREWELL: Duration = Duration::from_secs(1);

/// A logged-in device.
#[derive(Clone)]
pub(crate) struct Session {
    pub account: Arc<Account>,
    pub device: u16,
}

/// What a socket is for.
enum Role {
    Pairing,
    LoggedIn(Session),
}

/// Serves one socket from handshake to end.
pub(crate) async fn serve(server: Arc<Server>, stream: TcpStream) {
    // Small frames must not wait for each other.
    if let Err(error) = stream.set_nodelay(true) {
        log::debug!("TCP_NODELAY: {error}");
    }
    let socket = match tokio_tungstenite::accept_async(stream).await {
        Ok(socket) => socket,
        Err(error) => {
            log::debug!("not a WebSocket: {error}");
            return;
        }
    };
    if let Err(error) = run(&server, socket).await {
        log::info!("connection ended: {error}");
    }
}

async fn run(server: &Arc<Server>, mut socket: Socket) -> Result<()> {
    let mut frames = FrameDecoder::new();
    let established = handshake(server, &mut socket, &mut frames).await?;
    let Established {
        client_key,
        payload,
        resumed,
        read,
        write,
    } = established;
    if resumed {
        server.stats.count(|s| s.resumed += 1);
    }
    let (writer, outbox) = unbounded_channel();
    let link = Link {
        connection: server.next_id(),
        writer,
    };
    let (sink, mut source) = socket.split();
    let mut writing = tokio::spawn(write_out(server.clone(), sink, outbox, write));
    server.connected(&link);
    let role = welcome(server, &link, &client_key, &payload);
    let mut counter = 0_u32;
    let ending = loop {
        // Frames may have come along with the handshake's last one.
        while let Some(frame) = frames.decode_frame() {
            let mut buffer = frame.to_vec();
            read.decrypt_in_place_with_counter(counter, &mut buffer)
                .map_err(LoopbackError::crypto)?;
            counter = counter.wrapping_add(1);
            match (&role, decode(&buffer)) {
                (Some(role), Ok(stanza)) => dispatch(server, &link, role, &stanza),
                (None, _) => {}
                (_, Err(error)) => log::warn!("{error}"),
            }
        }
        tokio::select! {
            ending = &mut writing => break ending.ok(),
            bytes = next_bytes(&mut source) => match bytes {
                Some(bytes) => frames.feed(&bytes),
                None => break None,
            },
        }
    };
    server.disconnected(&link);
    pairing::forget(server, &link);
    if let Some(Role::LoggedIn(session)) = role {
        let mut state = session.account.lock();
        if let Some(companion) = state.companions.get_mut(&session.device) {
            companion.mailbox.detach(link.connection);
        }
    }
    match ending {
        // Let the client read the last stanzas before the socket goes.
        Some(Ending::Closed) => {
            let drain = async { while next_bytes(&mut source).await.is_some() {} };
            let _ = tokio::time::timeout(FAREWELL, drain).await;
        }
        Some(Ending::Cut) => {}
        None => writing.abort(),
    }
    Ok(())
}

/// How a writer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Closed,
    Cut,
}

async fn next_bytes<S>(source: &mut S) -> Option<Vec<u8>>
where
    S: StreamExt<Item = std::result::Result<Frame, tokio_tungstenite::tungstenite::Error>> + Unpin,
{
    loop {
        match source.next().await? {
            Ok(Frame::Binary(bytes)) => return Some(bytes.to_vec()),
            Ok(Frame::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

async fn handshake(
    server: &Server,
    socket: &mut Socket,
    frames: &mut FrameDecoder,
) -> Result<Established> {
    let gone = || LoopbackError::protocol("the client left during the handshake");
    let first = next_bytes(socket).await.ok_or_else(gone)?;
    let first = skip_routing(&first);
    let prologue = first
        .get(..HEADER_LENGTH)
        .filter(|header| header.starts_with(b"WA"))
        .ok_or_else(|| LoopbackError::protocol("the connection header is not WhatsApp's"))?
        .to_vec();
    frames.feed(first.get(HEADER_LENGTH..).unwrap_or_default());
    let hello = next_frame(socket, frames).await?;
    let (reply, progress) = noise::answer_hello(&server.noise, &prologue, &hello)?;
    let answer = encode_frame(&reply, None).map_err(LoopbackError::crypto)?;
    socket
        .send(Frame::Binary(answer.into()))
        .await
        .map_err(|_| gone())?;
    match progress {
        Progress::Done(established) => Ok(*established),
        Progress::Finish(awaiting) => {
            let finish = next_frame(socket, frames).await?;
            awaiting.finish(&finish)
        }
    }
}

/// Skips the routing hint a returning client may put before the header.
fn skip_routing(bytes: &[u8]) -> &[u8] {
    let [b'E', b'D', _, _, a, b, c, rest @ ..] = bytes else {
        return bytes;
    };
    let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
    rest.get(length..).unwrap_or_default()
}

async fn next_frame(socket: &mut Socket, frames: &mut FrameDecoder) -> Result<Vec<u8>> {
    loop {
        if let Some(frame) = frames.decode_frame() {
            return Ok(frame.to_vec());
        }
        let bytes = next_bytes(socket)
            .await
            .ok_or_else(|| LoopbackError::protocol("the client left during the handshake"))?;
        frames.feed(&bytes);
    }
}

async fn write_out<S>(
    server: Arc<Server>,
    mut sink: S,
    mut outbox: UnboundedReceiver<Outgoing>,
    cipher: NoiseCipher,
) -> Ending
where
    S: SinkExt<Frame> + Unpin,
{
    let mut counter = 0_u32;
    while let Some(outgoing) = outbox.recv().await {
        let node = match outgoing {
            Outgoing::Stanza(node) => node,
            Outgoing::Close => break,
            Outgoing::Cut => return Ending::Cut,
        };
        // What could be forgotten again is not told to anybody.
        if let Err(error) = server.remember() {
            log::error!("{error}");
            return Ending::Cut;
        }
        if server.faults.silent() {
            continue;
        }
        let framed = marshal(&node)
            .map_err(LoopbackError::crypto)
            .and_then(|plain| {
                cipher
                    .encrypt_with_counter(counter, &plain)
                    .map_err(LoopbackError::crypto)
            })
            .and_then(|sealed| encode_frame(&sealed, None).map_err(LoopbackError::crypto));
        match framed {
            Ok(bytes) => {
                counter = counter.wrapping_add(1);
                if sink.send(Frame::Binary(bytes.into())).await.is_err() {
                    break;
                }
            }
            Err(error) => log::error!("cannot send <{}>: {error}", node.tag),
        }
    }
    let _ = sink.close().await;
    Ending::Closed
}

/// Decides what the client may do and greets it accordingly.
fn welcome(
    server: &Arc<Server>,
    link: &Link,
    client_key: &[u8; 32],
    payload: &wa::ClientPayload,
) -> Option<Role> {
    let (Some(number), Some(device)) = (payload.username, payload.device) else {
        pairing::invite(server, link, *client_key);
        return Some(Role::Pairing);
    };
    if let Some(refusal) = server.faults.refuse_login() {
        let mut node = NodeBuilder::new("failure")
            .attr("reason", refusal.code)
            .attr("location", "loopback");
        if let Some(reason) = refusal.reason {
            node = node.attr("code", reason);
        }
        if let Some(expire) = refusal.expire {
            node = node.attr("expire", expire);
        }
        link.send(node.build());
        link.close();
        return None;
    }
    let device = u16::try_from(device).unwrap_or(u16::MAX);
    let session = log_in(server, link, number, device, client_key);
    if session.is_none() {
        log::info!("login of {number}:{device} refused: not a linked device");
        link.send(
            NodeBuilder::new("failure")
                .attr("reason", 401_u16)
                .attr("location", "loopback")
                .build(),
        );
        link.close();
    }
    session.map(Role::LoggedIn)
}

fn log_in(
    server: &Server,
    link: &Link,
    number: u64,
    device: u16,
    client_key: &[u8; 32],
) -> Option<Session> {
    let account = server.registry.find(number)?;
    let older = {
        let mut state = account.lock();
        let companion = state
            .companions
            .get_mut(&device)
            .filter(|companion| companion.noise_key == *client_key)?;
        companion.mailbox.attach(link.clone())
    };
    if let Some(older) = older {
        older.send(stream_error(None, Some("replaced")));
        older.close();
    }
    server.stats.count(|s| s.logins += 1);
    let now = unix_now();
    link.send(
        NodeBuilder::new("success")
            .attr("t", now)
            .attr("props", "27")
            .attr("companion_enc_static", "")
            .attr("lid", lid(number, device))
            .attr("creation", now)
            .build(),
    );
    Some(Session { account, device })
}

/// The stanza that ends a stream.
pub(crate) fn stream_error(code: Option<u16>, conflict: Option<&str>) -> Node {
    let mut node = NodeBuilder::new("stream:error");
    if let Some(code) = code {
        node = node.attr("code", code);
    }
    if let Some(kind) = conflict {
        node = node.children([NodeBuilder::new("conflict")
            .attr("type", kind.to_owned())
            .build()]);
    }
    node.build()
}

fn dispatch(server: &Arc<Server>, link: &Link, role: &Role, stanza: &Node) {
    log::trace!("from client: {stanza:?}");
    let _turn = server.journal.as_ref().map(Journal::turn);
    if stanza.tag == "iq" {
        let kind = attr(stanza, "type").unwrap_or_default();
        match (kind.as_str(), role) {
            ("get" | "set", Role::Pairing) => pairing::query(server, link, stanza),
            ("result" | "error", Role::Pairing) => pairing::answered(server, link, stanza),
            ("get" | "set", Role::LoggedIn(session)) => iq::query(server, session, link, stanza),
            _ => {}
        }
        return;
    }
    let Role::LoggedIn(session) = role else {
        return;
    };
    match stanza.tag.as_ref() {
        "message" => messages::message(server, session, link, stanza),
        "receipt" => messages::receipt(server, session, link, stanza),
        "ack" => messages::confirmed(session, stanza),
        "ib" => {
            if let Some(batch) = stanza.get_optional_child("offline_batch") {
                let count = attr(batch, "count").and_then(|count| count.parse().ok());
                let mut state = session.account.lock();
                if let Some(companion) = state.companions.get_mut(&session.device) {
                    companion.mailbox.send_batch(count.unwrap_or(100));
                }
            }
        }
        // Presence, typing and calls change nothing a test looks at.
        _ => {}
    }
}
