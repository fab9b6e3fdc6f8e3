//! The client alone: a loop that sends, and waits for every acknowledgement.
//!
//! Before each [`AHEAD`] people it asks for their addresses and keys at once, as
//! anybody would who knows the list: three queries in place of three for each.
//! For people it has written to before, it leaves that out.

use crate::Outcome;
use crate::side::{Lap, Order, PATIENCE, Place, now, number, pair};
use domain::messenger::{Content, Outgoing, PairingMethod, ReceiptKind};
use domain::{DeviceState, MessageId, Messenger as _, MessengerEvent, PhoneNumber};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use whatsapp::{Endpoint, SessionKey, WhatsAppConfig, WhatsAppMessenger};

/// People asked for at once; as many as the outbox asks for.
const AHEAD: usize = 40;
/// For anything that is asked of the server, or sent.
const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) struct Sender {
    messenger: Arc<WhatsAppMessenger>,
    events: UnboundedReceiver<MessengerEvent>,
    round: u16,
    known: HashSet<PhoneNumber>,
}

impl Sender {
    pub async fn link(place: &Place, folder: &Path) -> Outcome<Self> {
        let (sender, mut events) = unbounded_channel();
        let config = WhatsAppConfig {
            session_path: folder.join("session.db"),
            key: SessionKey::new([7; 32]),
            device_name: "Bench".to_owned(),
            endpoint: Endpoint::Loopback(place.ws.clone()),
            chance: || 0.5,
        };
        let messenger =
            Arc::new(WhatsAppMessenger::open(config, sender, Arc::new(app::SystemClock)).await?);
        messenger.pair(PairingMethod::Qr).await?;
        let mut paired = false;
        tokio::time::timeout(PATIENCE, async {
            while let Some(event) = events.recv().await {
                match event {
                    MessengerEvent::QrCode { code, .. } if !paired => {
                        paired = true;
                        pair(place, &code).await?;
                    }
                    MessengerEvent::Device(DeviceState::Online) => return Ok(()),
                    _ => {}
                }
            }
            Outcome::Err("the device fell silent while linking".into())
        })
        .await??;
        Ok(Self {
            messenger,
            events,
            round: 0,
            known: HashSet::new(),
        })
    }

    pub async fn round(&mut self, order: Order) -> Outcome<Lap> {
        self.round += 1;
        let outgoing = order
            .phones()
            .map(|phone| self.message(phone))
            .collect::<Outcome<Vec<_>>>()?;
        let mut accepted: HashSet<MessageId> = outgoing.iter().map(|m| m.id.clone()).collect();
        let mut read = accepted.clone();
        let to = |messages: &[Outgoing]| messages.iter().map(|m| m.to.clone()).collect::<Vec<_>>();
        let strangers = outgoing.iter().any(|m| !self.known.contains(&m.to));
        self.known.extend(to(&outgoing));
        let begin = now();
        let messenger = Arc::clone(&self.messenger);
        let sending = tokio::spawn(async move {
            for messages in outgoing.chunks(AHEAD) {
                if strangers {
                    messenger.prepare(&to(messages), DEADLINE).await;
                }
                for message in messages {
                    messenger.send(message, DEADLINE).await?;
                }
            }
            Outcome::Ok(())
        });
        let mut took = None;
        tokio::time::timeout(PATIENCE, async {
            while !read.is_empty() || took.is_none() {
                let Some(event) = self.events.recv().await else {
                    return Outcome::Err("the device fell silent".into());
                };
                match event {
                    MessengerEvent::Accepted { id } => {
                        accepted.remove(&id);
                        if accepted.is_empty() && took.is_none() {
                            took = Some(begin.elapsed());
                        }
                    }
                    MessengerEvent::Refused { .. } => {
                        return Err("the server refused a message".into());
                    }
                    MessengerEvent::Receipt {
                        ids,
                        kind: ReceiptKind::Read,
                        ..
                    } => {
                        for id in ids {
                            read.remove(&id);
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })
        .await??;
        sending.await??;
        Ok(Lap {
            sent: u64::from(order.count),
            seconds: took.unwrap_or_default().as_secs_f64(),
            prepared_seconds: 0.0,
        })
    }

    fn message(&self, phone: u32) -> Outcome<Outgoing> {
        let mut bytes = [0; 9];
        let unique = self
            .round
            .to_be_bytes()
            .into_iter()
            .chain(phone.to_be_bytes());
        for (slot, byte) in bytes.iter_mut().zip(unique) {
            *slot = byte;
        }
        Ok(Outgoing {
            id: MessageId::from_random(bytes),
            to: PhoneNumber::from_e164(&number(phone))?,
            content: Content::Text(format!("Hola Ana {phone}, te esperamos 🌸")),
        })
    }

    pub async fn close(self) {
        self.messenger.shutdown().await;
    }
}
