//! A real phone: the [`domain::Messenger`] port over the WhatsApp Web protocol.
//!
//! Open a [`WhatsAppMessenger`] with a [`WhatsAppConfig`] and a channel for its
//! events. The session of the linked device lives in one encrypted SQLite file
//! of its own; the same file and key bring the same device back.
//!
//! How the pieces lie:
//!
//! - `messenger` is the port: what the engine calls; `sending` is its largest
//!   part.
//! - `upload` brings media to the media host; `media` writes the messages that
//!   name them.
//! - `link` is one run of the protocol client, from start to a clean stop.
//! - `pump` turns what the client reports into [`domain::MessengerEvent`]s and
//!   device states, strictly in order; `events` and `failures` hold the pure
//!   rules it follows.
//! - `inbox` keeps what people write until the engine has it.
//! - `health` asks what the server lets the account do.
//! - `recipients` finds the address behind a number and its keys.
//! - `transport`, `proxy`, `tls` and `http` are the way to the network.
//! - `session` is the file.
//!
//! The protocol library logs telephone numbers at its own levels. This crate
//! logs none; a program that writes a log file must silence the targets of the
//! library (`whatsapp_rust`, `wacore` and the names it gives itself, such as
//! `Client/...`).

// Linking it is what gives diesel an SQLite that encrypts.
use rusqlite as _;

mod board;
mod config;
mod damage;
mod events;
mod failures;
mod health;
mod http;
mod inbox;
mod link;
mod media;
mod messenger;
mod proxy;
mod pump;
mod recipients;
mod sending;
mod session;
mod tls;
mod transport;
mod upload;

pub use config::{Endpoint, SessionKey, WhatsAppConfig};
pub use damage::is_damaged;
pub use messenger::WhatsAppMessenger;
