//! A client in the hands of a test: linked, listening, with its events in a
//! list that can be waited on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use loopback::ServerHandle;
use tokio::sync::Notify;
use wacore::store::InMemoryBackend;
use wacore::types::events::{Event, EventHandler};
use wacore_binary::Jid;
use waproto::whatsapp as wa;
use whatsapp_rust::bot::{Bot, BotHandle};
use whatsapp_rust::http::UreqHttpClient;
use whatsapp_rust::pair_code::PairCodeOptions;
use whatsapp_rust::types::presence::ReceiptType;
use whatsapp_rust::{Client, SendOptions};

use crate::transport::PlainWebSocket;

/// Generous: a loaded machine must not fail a test, a hang must.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone, Default)]
pub struct Events {
    list: Arc<Mutex<Vec<Arc<Event>>>>,
    added: Arc<Notify>,
}

impl EventHandler for Events {
    fn handle_event(&self, event: Arc<Event>) {
        self.list.lock().unwrap().push(event);
        self.added.notify_waiters();
    }
}

impl Events {
    pub fn find<T>(&self, pick: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.list.lock().unwrap().iter().find_map(|e| pick(e))
    }

    pub fn count(&self, pick: impl Fn(&Event) -> bool) -> usize {
        self.list.lock().unwrap().iter().filter(|e| pick(e)).count()
    }

    /// Waits until an event, past or future, is what the test is after.
    pub async fn wait<T>(&self, what: &str, pick: impl Fn(&Event) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let added = self.added.notified();
                tokio::pin!(added);
                added.as_mut().enable();
                if let Some(found) = self.find(&pick) {
                    return found;
                }
                added.await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, waiting).await;
        found.unwrap_or_else(|_| panic!("waited in vain for {what}"))
    }
}

/// Waits for a condition of the server, which sends no events.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(
        tokio::time::timeout(PATIENCE, waiting).await.is_ok(),
        "waited in vain for {what}"
    );
}

pub struct Phone {
    pub events: Events,
    pub client: Arc<Client>,
    /// Dropping it ends the client.
    _handle: BotHandle,
}

impl Phone {
    /// A client that has not been linked.
    pub async fn fresh(server: &ServerHandle, code_for: Option<&str>) -> Self {
        let events = Events::default();
        let mut builder = Bot::builder()
            .with_backend(InMemoryBackend::new())
            .with_transport_factory(PlainWebSocket {
                url: server.ws_url(),
            })
            .with_http_client(trusting_http())
            .with_version((2, 3000, 1_000_000_000))
            .skip_history_sync()
            .with_event_handler(events.clone());
        if let Some(number) = code_for {
            builder = builder.with_pair_code(PairCodeOptions {
                phone_number: number.trim_start_matches('+').to_owned(),
                ..Default::default()
            });
        }
        let handle = builder.build().await.unwrap().spawn();
        Self {
            client: handle.client(),
            events,
            _handle: handle,
        }
    }

    /// A client linked to the owner's account and ready to send.
    pub async fn linked(server: &ServerHandle) -> Self {
        let phone = Self::fresh(server, None).await;
        server.pair(&phone.qr().await).await.unwrap();
        phone.ready().await;
        phone
    }

    /// A client linked to another account.
    pub async fn linked_as(server: &ServerHandle, number: &str, name: &str) -> Self {
        let phone = Self::fresh(server, None).await;
        let paired = server
            .pair_as(&phone.qr().await, number, name)
            .await
            .unwrap();
        assert_eq!(paired.phone, number);
        phone.ready().await;
        phone
    }

    pub async fn qr(&self) -> String {
        self.events
            .wait("a QR code", |event| match event {
                Event::PairingQrCode(qr) => Some(qr.code.clone()),
                _ => None,
            })
            .await
    }

    pub async fn ready(&self) {
        self.events
            .wait("the connection", |event| {
                matches!(event, Event::Connected(_)).then_some(())
            })
            .await;
    }

    /// Sends a text under an id of the test's choice.
    pub async fn text(&self, to: &str, id: &str, text: &str) {
        let message = wa::Message {
            conversation: Some(text.to_owned()),
            ..Default::default()
        };
        self.send(to, id, message).await;
    }

    pub async fn send(&self, to: &str, id: &str, message: wa::Message) {
        let options = SendOptions::default().with_message_id(id);
        self.client
            .send_message_with_options(jid(to), message, options)
            .await
            .unwrap();
    }

    /// The acknowledgement of a message: `None` for accepted, else the code.
    pub async fn ack(&self, id: &str) -> Option<String> {
        self.events
            .wait(
                &format!("the acknowledgement of {id}"),
                |event| match event {
                    Event::ServerAck(ack)
                        if ack.id == id && ack.class.as_deref() == Some("message") =>
                    {
                        Some(ack.error.clone())
                    }
                    _ => None,
                },
            )
            .await
    }

    pub fn has_receipt(&self, id: &str, kind: &ReceiptType) -> bool {
        self.events
            .find(|event| is_receipt(event, id, kind).then_some(()))
            .is_some()
    }

    pub async fn receipt(&self, id: &str, kind: ReceiptType) {
        self.events
            .wait(&format!("the {kind:?} receipt of {id}"), |event| {
                is_receipt(event, id, &kind).then_some(())
            })
            .await;
    }

    /// Waits for an incoming text; gives the sender's address.
    pub async fn incoming(&self, text: &str) -> String {
        self.events
            .wait(&format!("the text {text:?}"), |event| match event {
                Event::Messages(batch) => batch.iter().find_map(|m| {
                    // Clients write texts in either of two fields.
                    let extended = m.message.extended_text_message.as_option();
                    let said = m.message.conversation.as_deref();
                    let said = said.or_else(|| extended.and_then(|e| e.text.as_deref()));
                    (said == Some(text)).then(|| m.info.source.sender.to_string())
                }),
                _ => None,
            })
            .await
    }
}

fn is_receipt(event: &Event, id: &str, kind: &ReceiptType) -> bool {
    matches!(event, Event::Receipt(receipt)
        if receipt.r#type == *kind && receipt.message_ids.iter().any(|known| known == id))
}

pub fn jid(number: &str) -> Jid {
    Jid::pn(number.trim_start_matches('+'))
}

/// The media host's certificate is its own.
fn trusting_http() -> UreqHttpClient {
    let tls = ureq::tls::TlsConfig::builder()
        .disable_verification(true)
        .build();
    let config = ureq::Agent::config_builder().tls_config(tls).build();
    UreqHttpClient::with_agent(config.into())
}
