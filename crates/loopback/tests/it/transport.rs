//! A plain `ws://` transport for the client under test.

use std::sync::Arc;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use whatsapp_rust::anyhow::Result;
use whatsapp_rust::async_channel::{Receiver, bounded};
use whatsapp_rust::async_trait;
use whatsapp_rust::bytes::Bytes;
use whatsapp_rust::transport::{DisconnectReason, Transport, TransportEvent, TransportFactory};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct PlainWebSocket {
    pub url: String,
}

#[async_trait]
impl TransportFactory for PlainWebSocket {
    async fn create_transport(&self) -> Result<(Arc<dyn Transport>, Receiver<TransportEvent>)> {
        let (socket, _) =
            tokio_tungstenite::connect_async_with_config(self.url.as_str(), None, true).await?;
        let (sink, mut source) = socket.split();
        let (events, received) = bounded(1024);
        tokio::spawn(async move {
            let _ = events.send(TransportEvent::Connected).await;
            let reason = loop {
                match source.next().await {
                    Some(Ok(Message::Binary(data))) => {
                        if events
                            .send(TransportEvent::DataReceived(data))
                            .await
                            .is_err()
                        {
                            return;
                        }
                    }
                    Some(Ok(Message::Close(frame))) => {
                        break DisconnectReason::ServerClose {
                            code: frame.as_ref().map(|f| f.code.into()),
                            reason: String::new(),
                        };
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => break DisconnectReason::ReadError(error.to_string()),
                    None => break DisconnectReason::StreamEnded,
                }
            };
            let _ = events.send(TransportEvent::Disconnected(reason)).await;
        });
        Ok((Arc::new(Writer(Mutex::new(sink))), received))
    }
}

struct Writer(Mutex<SplitSink<Socket, Message>>);

#[async_trait]
impl Transport for Writer {
    async fn send(&self, data: Bytes) -> Result<()> {
        Ok(self.0.lock().await.send(Message::Binary(data)).await?)
    }

    async fn disconnect(&self) {
        let _ = self.0.lock().await.close().await;
    }
}
