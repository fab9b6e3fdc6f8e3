//! A `WhatsApp` Web server on 127.0.0.1, for tests: it links devices, keeps
//! their prekeys and queues, relays between real clients, and plays the phones
//! that campaigns write to. It never talks to the real service.
//!
//! ```no_run
//! # async fn example() -> loopback::Result<()> {
//! use loopback::{Config, LoopbackServer};
//! let server = LoopbackServer::start(Config::default()).await?;
//! println!("{} {}", server.ws_url(), server.control_url());
//! # Ok(()) }
//! ```

mod app_state;
mod config;
mod connection;
mod content;
mod control;
mod devices;
mod error;
mod faults;
mod handle;
mod iq;
mod journal;
mod keys;
mod link_code;
mod mailbox;
mod media;
mod messages;
mod noise;
mod pairing;
mod phone;
mod received;
mod registry;
mod remember;
mod server;
mod signal;
mod speech;
mod state;
mod stats;
mod wire;

pub use config::{Behaviour, Config};
pub use error::{LoopbackError, Result};
pub use faults::Fault;
pub use handle::{LoopbackServer, ServerHandle};
pub use pairing::Paired;
pub use received::Received;
pub use stats::Stats;
