//! The socket under the protocol: one WebSocket per connection, written to
//! without delay, through the proxy of the network where there is one.

use crate::config::Endpoint;
use crate::proxy::Proxy;
use crate::pump::Signal;
use crate::tls;
use async_trait::async_trait;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};
use wacore::net::{WHATSAPP_WEB_ORIGIN, WHATSAPP_WEB_WS_URL};
use whatsapp_rust::bytes::Bytes;
use whatsapp_rust::transport::{DisconnectReason, Transport, TransportEvent, TransportFactory};
use whatsapp_rust::{anyhow, async_channel};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Time for one address of a host.
const ADDRESS: Duration = Duration::from_secs(6);
/// Time for everything until the socket is open.
const OPEN: Duration = Duration::from_secs(18);
/// A write that takes longer means that the line is dead.
const WRITE: Duration = Duration::from_secs(20);
/// Time to say goodbye.
const CLOSE: Duration = Duration::from_secs(2);
/// Frames read ahead of the client.
const READ_AHEAD: usize = 256;

/// Opens sockets and reports every attempt.
pub(crate) struct Sockets {
    endpoint: Endpoint,
    signals: mpsc::UnboundedSender<Signal>,
}

impl Sockets {
    pub(crate) fn new(endpoint: Endpoint, signals: mpsc::UnboundedSender<Signal>) -> Self {
        Self { endpoint, signals }
    }
}

#[async_trait]
impl TransportFactory for Sockets {
    async fn create_transport(
        &self,
    ) -> Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>), anyhow::Error> {
        // The client says nothing about attempts that fail; this is where they
        // are counted.
        let _ = self.signals.send(Signal::Attempt);
        let socket = timeout(OPEN, open(&self.endpoint))
            .await
            .map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no connection in time"))??;
        let (writer, reader) = socket.split();
        let (frames, incoming) = async_channel::bounded(READ_AHEAD);
        let reading = tokio::spawn(read(reader, frames)).abort_handle();
        let line = Line {
            writer: Mutex::new(writer),
            reading,
        };
        Ok((Arc::new(line), incoming))
    }
}

/// An open socket. Dropping it closes it: the client drops one without a word
/// when another step of connecting fails.
struct Line {
    writer: Mutex<SplitSink<Socket, Message>>,
    reading: AbortHandle,
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, data: Bytes) -> Result<(), anyhow::Error> {
        let mut writer = self.writer.lock().await;
        timeout(WRITE, writer.send(Message::Binary(data)))
            .await
            .map_err(|_| {
                io::Error::new(io::ErrorKind::TimedOut, "the line takes no more data")
            })??;
        Ok(())
    }

    async fn disconnect(&self) {
        let goodbye = async {
            let mut writer = self.writer.lock().await;
            writer.close().await
        };
        // The other end may be gone already.
        let _ = timeout(CLOSE, goodbye).await;
        self.reading.abort();
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

async fn read(mut reader: SplitStream<Socket>, frames: async_channel::Sender<TransportEvent>) {
    if frames.send(TransportEvent::Connected).await.is_err() {
        return;
    }
    let reason = loop {
        match reader.next().await {
            Some(Ok(Message::Binary(data))) => {
                if frames
                    .send(TransportEvent::DataReceived(data))
                    .await
                    .is_err()
                {
                    return;
                }
            }
            Some(Ok(Message::Close(frame))) => {
                break DisconnectReason::ServerClose {
                    code: frame.as_ref().map(|frame| frame.code.into()),
                    reason: frame.map_or_else(String::new, |frame| frame.reason.to_string()),
                };
            }
            // Pings are answered by the socket; nothing else is ours.
            Some(Ok(_)) => {}
            Some(Err(SocketError::ConnectionClosed | SocketError::AlreadyClosed)) | None => {
                break DisconnectReason::StreamEnded;
            }
            Some(Err(error)) => break DisconnectReason::ReadError(error.to_string()),
        }
    };
    let _ = frames.send(TransportEvent::Disconnected(reason)).await;
}

async fn open(endpoint: &Endpoint) -> Result<Socket, anyhow::Error> {
    let (url, connector) = match endpoint {
        Endpoint::Production => (
            WHATSAPP_WEB_WS_URL,
            Connector::Rustls(tls::client_config().await?),
        ),
        #[cfg(feature = "loopback")]
        Endpoint::Loopback(url) => (url.as_str(), Connector::Plain),
    };
    let mut request = url.into_client_request()?;
    request
        .headers_mut()
        .insert("Origin", HeaderValue::from_static(WHATSAPP_WEB_ORIGIN));
    let host = request
        .uri()
        .host()
        .ok_or_else(|| io::Error::other("the server's address has no host"))?
        .trim_matches(['[', ']'])
        .to_owned();
    let port = request.uri().port_u16().unwrap_or(443);
    let proxy = match endpoint {
        Endpoint::Production => Proxy::from_environment(&host).map_err(io::Error::other)?,
        #[cfg(feature = "loopback")]
        Endpoint::Loopback(_) => None,
    };
    let stream = dial(&host, port, proxy.as_ref()).await?;
    let (socket, _) = client_async_tls_with_config(request, stream, None, Some(connector)).await?;
    Ok(socket)
}

/// A TCP connection to `host`, direct or through `proxy`, that sends at once.
async fn dial(host: &str, port: u16, proxy: Option<&Proxy>) -> io::Result<TcpStream> {
    let (near_host, near_port) =
        proxy.map_or((host, port), |proxy| (proxy.host.as_str(), proxy.port));
    let mut stream = dial_any(near_host, near_port).await?;
    // Without it each message waits for the acknowledgement of the last, some
    // 40 ms.
    stream.set_nodelay(true)?;
    if let Some(proxy) = proxy {
        proxy.open_tunnel(&mut stream, host, port).await?;
    }
    Ok(stream)
}

/// Tries the addresses of a host in turn, none of them for long.
async fn dial_any(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in tokio::net::lookup_host((host, port)).await? {
        match timeout(ADDRESS, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::new(io::ErrorKind::TimedOut, "no answer from the host"),
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn a_line_sends_without_delay() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let stream = dial("127.0.0.1", port, None).await.unwrap();
        assert!(stream.nodelay().unwrap());
    }

    #[tokio::test]
    async fn a_closed_port_is_an_error_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let error = dial("127.0.0.1", port, None).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }

    /// A proxy that answers one CONNECT and then echoes.
    #[tokio::test]
    async fn a_proxy_carries_the_line() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") {
                asked.push(stream.read_u8().await.unwrap());
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let byte = stream.read_u8().await.unwrap();
            stream.write_u8(byte + 1).await.unwrap();
            String::from_utf8(asked).unwrap()
        });
        let proxy = Proxy::at("127.0.0.1", port);
        let mut stream = dial("web.whatsapp.com", 443, Some(&proxy)).await.unwrap();
        assert!(stream.nodelay().unwrap());
        stream.write_u8(41).await.unwrap();
        assert_eq!(stream.read_u8().await.unwrap(), 42);
        let asked = serving.await.unwrap();
        assert!(
            asked.starts_with("CONNECT web.whatsapp.com:443 HTTP/1.1\r\n"),
            "{asked}"
        );
    }
}
