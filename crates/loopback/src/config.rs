//! What a server is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::error::{LoopbackError, Result};

/// How the simulated phones treat the messages they receive.
///
/// Choices are drawn from the seed, the phone and the position of the message
/// in that phone's life, so the same campaign meets the same phones again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behaviour {
    /// How many of a hundred messages are read after being delivered.
    pub read_percent: u8,
    /// How many of a hundred messages are answered with a short text.
    pub reply_percent: u8,
    /// How long a phone waits before each receipt. Zero keeps the order
    /// acknowledgement, delivered, read.
    pub receipt_delay_ms: u64,
}

impl Default for Behaviour {
    /// Every phone delivers and reads at once and answers nothing.
    fn default() -> Self {
        Self {
            read_percent: 100,
            reply_percent: 0,
            receipt_delay_ms: 0,
        }
    }
}

/// Everything a server needs to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the WebSocket listens. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the control door listens. Port 0 takes a free one.
    pub control: SocketAddr,
    /// How many phones exist; created as they are touched.
    pub phones: u32,
    /// The number of the first phone; the rest follow it.
    pub first_number: String,
    /// Same seed, same keys, same choices.
    pub seed: u64,
    /// The account that a pairing joins when it names no other.
    pub owner_number: String,
    /// The name that account shows.
    pub owner_name: String,
    /// What the phones do.
    pub behaviour: Behaviour,
    /// A file in which the server remembers what happened, so that one started
    /// later with the same seed goes on from there. Without it everything is
    /// forgotten. Faults, receipts that a phone still holds back, and uploaded
    /// media are forgotten in any case.
    pub state: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: any_port,
            control: any_port,
            phones: 100,
            first_number: "+595981000000".to_owned(),
            seed: 1,
            owner_number: "+595992756462".to_owned(),
            owner_name: "Tienda Luna".to_owned(),
            behaviour: Behaviour::default(),
            state: None,
        }
    }
}

impl Config {
    /// Refuses what would make the server reachable from elsewhere or useless.
    pub(crate) fn check(&self) -> Result<()> {
        for addr in [self.listen, self.control] {
            if !addr.ip().is_loopback() {
                return Err(LoopbackError::NotLoopback(addr));
            }
        }
        parse_number(&self.first_number)?;
        parse_number(&self.owner_number)?;
        for percent in [self.behaviour.read_percent, self.behaviour.reply_percent] {
            if percent > 100 {
                return Err(LoopbackError::bad(format!(
                    "{percent} is not a percentage: use 0 to 100"
                )));
            }
        }
        Ok(())
    }
}

/// A number as typed by a person (`+595 981 000 000`) as bare digits.
pub(crate) fn parse_number(text: &str) -> Result<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let extra = text
        .chars()
        .any(|c| !(c.is_ascii_digit() || " +-()".contains(c)));
    if extra || !(7..=15).contains(&digits.len()) {
        return Err(LoopbackError::bad(format!(
            "\"{text}\" is not an international phone number such as +595981000000"
        )));
    }
    digits
        .parse()
        .map_err(|_| LoopbackError::bad(format!("\"{text}\" is too long for a phone number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(parse_number("+595 981-000 000").unwrap(), 595_981_000_000);
        assert!(parse_number("hello").is_err());
        assert!(parse_number("12").is_err());
    }

    #[test]
    fn a_public_address_is_refused() {
        let config = Config {
            listen: "0.0.0.0:0".parse().unwrap(),
            ..Config::default()
        };
        let error = config.check().unwrap_err().to_string();
        assert!(error.contains("0.0.0.0"), "{error}");
    }
}
