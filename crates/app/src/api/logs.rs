//! What the program writes down about itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much is written: each says what those before it say, and more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
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

impl From<domain::LogLevel> for LogLevel {
    fn from(level: domain::LogLevel) -> Self {
        match level {
            domain::LogLevel::Error => Self::Error,
            domain::LogLevel::Warn => Self::Warn,
            domain::LogLevel::Info => Self::Info,
            domain::LogLevel::Debug => Self::Debug,
        }
    }
}

impl From<LogLevel> for domain::LogLevel {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::Error,
            LogLevel::Warn => Self::Warn,
            LogLevel::Info => Self::Info,
            LogLevel::Debug => Self::Debug,
        }
    }
}

/// The end of a profile's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LogView {
    /// The last lines, the newest first.
    pub lines: Vec<LogLine>,
    /// Whether there are older ones.
    pub more: bool,
}

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LogLine {
    /// When it was written, RFC 3339; none where the line was torn by a crash.
    pub at: Option<String>,
    /// How grave it is; none where the line was torn.
    pub level: Option<LogLevel>,
    /// Which part of the program says it, and what.
    pub text: String,
}

/// Diagnostics that were saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DiagnosticsDone {
    /// Where.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What is in it, by name.
    pub entries: Vec<String>,
}
