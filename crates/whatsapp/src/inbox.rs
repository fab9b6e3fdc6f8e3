//! Messages of people between the server and the engine.
//!
//! The client tells the server that a message arrived once it is written here,
//! and the engine says when it is on its own disk. Until then it is told again
//! whenever the session is opened, so that nobody's word is lost by a program
//! that dies in between.
//!
//! The client would also wait for the engine itself before it answers the
//! server. It waits with the sender's keys in its hands, though, and in the
//! midst of a backlog with the hands of all: an engine that is about to write
//! to that person, and stores what it heard after that, would wait for itself.

use crate::events;
use crate::pump::Signal;
use crate::session::{Session, blocking, failed};
use async_trait::async_trait;
use domain::messenger::{Incoming, LinkError};
use domain::{MessageId, PhoneNumber, Timestamp};
use rusqlite::{Connection, params};
use std::sync::Arc;
use tokio::sync::mpsc;
use wacore::types::events::InboundMessage;
use whatsapp_rust::anyhow::{self, anyhow};
use whatsapp_rust::{Client, InboundDurabilityHook};

impl Session {
    /// Writes down messages that are about to be told. One that is there
    /// already stays as it is.
    async fn keep(&self, messages: Vec<Incoming>) -> Result<(), LinkError> {
        self.with_inbox(move |inbox| {
            let transaction = inbox.transaction()?;
            for message in messages {
                transaction.execute(
                    "INSERT OR IGNORE INTO unstored_message (id, phone, text, at)
                     VALUES (?1, ?2, ?3, ?4)",
                    params![
                        message.id.as_str(),
                        message.from.as_str(),
                        message.text,
                        message.at.0
                    ],
                )?;
            }
            transaction.commit()
        })
        .await
    }

    /// Messages that the engine did not say it has, in order of arrival.
    pub(crate) async fn unstored(&self) -> Result<Vec<Incoming>, LinkError> {
        self.with_inbox(|inbox| {
            let mut all = inbox
                .prepare("SELECT id, phone, text, at FROM unstored_message ORDER BY position")?;
            let rows = all.query_map([], |row| {
                let (id, phone): (String, String) = (row.get(0)?, row.get(1)?);
                let (text, at) = (row.get(2)?, Timestamp(row.get(3)?));
                let id = MessageId::from_stored(id);
                let from = PhoneNumber::from_e164(&phone).ok();
                Ok(from.map(|from| Incoming { id, from, text, at }))
            })?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// The engine has these.
    pub(crate) async fn stored(&self, messages: Vec<Incoming>) -> Result<(), LinkError> {
        self.with_inbox(move |inbox| {
            let transaction = inbox.transaction()?;
            for message in messages {
                transaction.execute(
                    "DELETE FROM unstored_message WHERE id = ?1 AND phone = ?2",
                    params![message.id.as_str(), message.from.as_str()],
                )?;
            }
            transaction.commit()
        })
        .await
    }

    async fn with_inbox<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, LinkError> {
        let session = self.clone();
        blocking(move || {
            let mut inbox = session.connect()?;
            inbox
                .execute_batch(
                    "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                     CREATE TABLE IF NOT EXISTS unstored_message (
                        position INTEGER PRIMARY KEY,
                        id TEXT NOT NULL,
                        phone TEXT NOT NULL,
                        text TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        UNIQUE (id, phone)
                     ) STRICT;",
                )
                .and_then(|()| work(&mut inbox))
                .map_err(|error| match error.sqlite_error_code() {
                    Some(code) => failed(&format!("what people write: {code:?}")),
                    None => failed("what people write"),
                })
        })
        .await
    }
}

/// Writes down what arrived before the server hears that it did.
pub(crate) struct Doorkeeper {
    pub(crate) session: Session,
    pub(crate) signals: mpsc::UnboundedSender<Signal>,
}

#[async_trait]
impl InboundDurabilityHook for Doorkeeper {
    async fn on_messages(
        &self,
        client: Arc<Client>,
        batch: &[InboundMessage],
    ) -> anyhow::Result<()> {
        let mut heard = Vec::new();
        for message in batch {
            heard.extend(personal(&client, message).await);
        }
        if heard.is_empty() {
            return Ok(());
        }
        self.session.keep(heard.clone()).await?;
        for message in heard {
            // A run that has ended tells nobody; the next one hears it again.
            self.signals
                .send(Signal::Incoming(message))
                .map_err(|_| anyhow!("the run is over"))?;
        }
        Ok(())
    }
}

/// What a person wrote to us alone, with the number of its sender.
pub(crate) async fn personal(client: &Client, message: &InboundMessage) -> Option<Incoming> {
    if !events::is_personal(message) {
        return None;
    }
    let source = &message.info.source;
    let known = events::number_of(&source.sender)
        .or_else(|| source.sender_alt.as_ref().and_then(events::number_of));
    let from = match known {
        Some(number) => Some(number),
        // Senders may be named by an address that hides the number; the client
        // keeps what it learned of both.
        None => client
            .get_lid_pn_entry(&source.sender)
            .await
            .ok()
            .flatten()
            .and_then(|entry| PhoneNumber::from_e164(&format!("+{}", entry.phone_number)).ok()),
    };
    if from.is_none() {
        log::warn!("a message came from an address without a known number");
    }
    Some(events::incoming(message, from?))
}
