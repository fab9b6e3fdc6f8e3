//! What a person sets for the whole profile.

use crate::opt_out::Words;
use crate::{Pace, PhoneNumber, Schedule};
use serde::{Deserialize, Serialize};

/// How much is written into the log: each says what those before it say, and more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// What failed and wants a person.
    Error,
    /// What went wrong and was coped with.
    Warn,
    /// What happened.
    #[default]
    Info,
    /// Every attempt to send, too.
    Debug,
}

impl LogLevel {
    /// All of them, from little to much.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warn, Self::Info, Self::Debug];

    /// The word that is stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// Settings of a profile. One that was saved by an older version lacks some,
/// which then have their default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The pace that a new campaign begins with.
    pub pace: Pace,
    /// The hours, days and limit that a new campaign begins with.
    pub schedule: Schedule,
    /// Days within which a person counts as lately messaged.
    pub recent_days: u32,
    /// Share of failures among the last outcomes, percent, above which a
    /// campaign is held.
    pub failure_percent: u8,
    /// Words with which people stop and start messages.
    pub words: Words,
    /// What is written once to somebody who stops messages.
    pub stop_confirmation: Option<String>,
    /// Hours after which the bytes of what a campaign carried are removed, once it
    /// is over.
    pub attachment_hours: u32,
    /// Whether the computer is kept from sleeping while something is sent.
    pub keep_awake: bool,
    /// Whether closing the window goes on sending; none before anybody was asked.
    pub close_to_tray: Option<bool>,
    /// Minutes without sending or use after which the line is closed; 0 for never.
    pub idle_minutes: u32,
    /// The numbers that may be linked; none means any.
    pub allowed_numbers: Vec<PhoneNumber>,
    /// Minutes without a person after which a profile with a passcode locks itself;
    /// 0 for never.
    pub auto_lock_minutes: u32,
    /// How much the log says.
    pub log_level: LogLevel,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            schedule: Schedule::default(),
            recent_days: 7,
            failure_percent: 20,
            words: Words::default(),
            stop_confirmation: None,
            attachment_hours: 24,
            keep_awake: true,
            close_to_tray: None,
            idle_minutes: 30,
            allowed_numbers: Vec::new(),
            auto_lock_minutes: 15,
            log_level: LogLevel::default(),
        }
    }
}
