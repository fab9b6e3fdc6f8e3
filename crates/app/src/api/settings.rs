//! What a person sets for the whole profile.

use super::campaigns::{PaceView, ScheduleView};
use super::logs::LogLevel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Settings of the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SettingsView {
    /// The pace that a new campaign begins with.
    pub pace: PaceView,
    /// The hours, days and limit that a new campaign begins with; it has no start.
    pub schedule: ScheduleView,
    /// Days within which a person counts as lately messaged, 0 to 365.
    pub recent_days: u32,
    /// Share of failures among the last fifty outcomes, percent, above which a
    /// campaign is held; 100 for never.
    pub failure_percent: u8,
    /// Words with which people stop messages.
    pub stop_words: Vec<String>,
    /// Words with which they start them again.
    pub start_words: Vec<String>,
    /// What is written once to somebody who stops messages; nothing where absent.
    pub stop_confirmation: Option<String>,
    /// Hours after which the bytes of what a campaign carried are removed, once it is
    /// over, 0 to 8760.
    pub attachment_hours: u32,
    /// Whether the computer is kept from sleeping while something is being sent.
    pub keep_awake: bool,
    /// Whether closing the window goes on sending from the tray; not decided yet
    /// where absent.
    pub close_to_tray: Option<bool>,
    /// Minutes without sending or use after which the line is closed, 0 to 1440; 0
    /// for never.
    pub idle_minutes: u32,
    /// The numbers that may be linked, E.164 or as people here write them; none
    /// means any.
    pub allowed_numbers: Vec<String>,
    /// Minutes without a person after which a profile with a passcode locks itself,
    /// 0 to 1440; 0 for never.
    pub auto_lock_minutes: u32,
    /// How much the log says.
    #[serde(default)]
    pub log_level: LogLevel,
}

/// What the server lets the account do.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HealthView {
    /// `green`, `yellow`, `red`, or `unknown` when nobody could say.
    pub level: String,
    /// Why it is not green: `offline`, `restricted`, `banned`, `time_locked`,
    /// `new_chats_low`, `new_chats_used_up`, `held` (a campaign was stopped
    /// for its failures).
    pub reason: Option<String>,
    /// When that ends, where it is known.
    pub until: Option<String>,
    /// People never written to before who can still be written to in the server's
    /// present period.
    pub new_chats_left: Option<u32>,
}
