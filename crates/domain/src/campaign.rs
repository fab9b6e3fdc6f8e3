//! The life of a campaign as a whole.

use serde::{Deserialize, Serialize};

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Waiting for its turn or being sent.
    Running,
    /// Stopped by a person; goes on when a person says so.
    Paused,
    /// Stopped by the program for a [`HoldReason`].
    Held,
    /// Nothing is left to send. Receipts may still arrive.
    Completed,
    /// Stopped for good by a person.
    Cancelled,
}

impl CampaignState {
    /// The word stored and shown in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Held => "held",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Running,
            Self::Paused,
            Self::Held,
            Self::Completed,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
    }

    /// Whether messages of this campaign may still go out later.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Held)
    }
}

/// Why the program stopped a campaign by itself. Each has a sentence in the
/// catalogue (`hold-*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// No phone is linked.
    NotLinked,
    /// A person switched the device off.
    Disabled,
    /// The phone unlinked this device.
    LoggedOut,
    /// Another session took the connection over.
    Replaced,
    /// WhatsApp restricts the account for now.
    Restricted,
    /// The program is too old for WhatsApp.
    ClientTooOld,
    /// WhatsApp asks to send more slowly.
    RateLimited,
    /// Too many of the last messages failed.
    TooManyFailures,
    /// It came out of a backup, and another copy of it may have gone on.
    Restored,
}

impl HoldReason {
    const ALL: [Self; 9] = [
        Self::NotLinked,
        Self::Disabled,
        Self::LoggedOut,
        Self::Replaced,
        Self::Restricted,
        Self::ClientTooOld,
        Self::RateLimited,
        Self::TooManyFailures,
        Self::Restored,
    ];

    /// The word stored and shown in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotLinked => "not_linked",
            Self::Disabled => "disabled",
            Self::LoggedOut => "logged_out",
            Self::Replaced => "replaced",
            Self::Restricted => "restricted",
            Self::ClientTooOld => "client_too_old",
            Self::RateLimited => "rate_limited",
            Self::TooManyFailures => "too_many_failures",
            Self::Restored => "restored",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

impl HoldReason {
    /// Whether the account is the matter, so that no campaign of it may send.
    pub fn is_of_the_account(self) -> bool {
        matches!(self, Self::Restricted | Self::RateLimited)
    }

    /// Whether the campaign goes on by itself once the device is online again.
    /// The others wait for a person.
    pub fn ends_when_online(self) -> bool {
        matches!(
            self,
            Self::NotLinked
                | Self::Disabled
                | Self::LoggedOut
                | Self::Replaced
                | Self::ClientTooOld
        )
    }
}
