//! The client alone: a loop that sends, and waits for every acknowledgement.

use crate::Outcome;
use crate::side::{Lap, PATIENCE, Place, now, number, pair};
use domain::messenger::{Content, Outgoing, PairingMethod, ReceiptKind};
use domain::{DeviceState, MessageId, Messenger as _, MessengerEvent, PhoneNumber};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use whatsapp::{Endpoint, SessionKey, WhatsAppConfig, WhatsAppMessenger};

/// An account beside the owner's, so that the two sides do not copy each other.
const ACCOUNT: &str = "+595971222333";

pub(crate) struct Sender {
    messenger: Arc<WhatsAppMessenger>,
    events: UnboundedReceiver<MessengerEvent>,
    round: u16,
}

impl Sender {
    pub async fn link(place: &Place, folder: &Path) -> Outcome<Self> {
        let (sender, mut events) = unbounded_channel();
        let config = WhatsAppConfig {
            session_path: folder.join("session.db"),
            key: SessionKey::new([7; 32]),
            device_name: "Bench".to_owned(),
            endpoint: Endpoint::Loopback(place.ws.clone()),
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
                        let body =
                            serde_json::json!({ "qr": code, "phone": ACCOUNT, "name": "Rosa" });
                        pair(&place.control, body.to_string()).await?;
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
        })
    }

    pub async fn round(&mut self, place: &Place) -> Outcome<Lap> {
        self.round += 1;
        let mut outgoing = Vec::new();
        for index in 0..place.messages {
            let mut bytes = [0; 9];
            for (slot, byte) in bytes.iter_mut().zip(
                self.round
                    .to_be_bytes()
                    .into_iter()
                    .chain(index.to_be_bytes()),
            ) {
                *slot = byte;
            }
            outgoing.push(Outgoing {
                id: MessageId::from_random(bytes),
                to: PhoneNumber::from_e164(&number(index))?,
                content: Content::Text(format!("Hola Ana {index}, te esperamos 🌸")),
            });
        }
        let mut accepted: HashSet<MessageId> = outgoing.iter().map(|m| m.id.clone()).collect();
        let mut read = accepted.clone();
        let begin = now();
        let messenger = Arc::clone(&self.messenger);
        let sending = tokio::spawn(async move {
            for message in &outgoing {
                messenger.send(message, Duration::from_secs(60)).await?;
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
            prepared: Duration::ZERO,
            took: took.unwrap_or_default(),
        })
    }

    pub async fn close(self) {
        self.messenger.shutdown().await;
    }
}
