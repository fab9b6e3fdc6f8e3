//! What the linked device is doing.

pub mod machine;
pub mod reconnect;

use crate::{PhoneNumber, Timestamp};
use serde::{Deserialize, Serialize};

/// The account a profile is linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The account's own number.
    pub phone: PhoneNumber,
    /// The name the account shows to others; empty when unknown.
    pub name: String,
}

/// The state of the linked device. Each one has a sentence in the catalogue
/// (`device-state-*`) that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeviceState {
    /// No account is linked.
    NotLinked,
    /// A QR or a phone code is being shown; it ends at `expires_at`.
    Pairing {
        /// When the code now shown stops being valid.
        expires_at: Timestamp,
    },
    /// The pairing window closed without a phone.
    PairingExpired,
    /// A phone was linked whose number is not among those that may be; it is
    /// unlinked again, and nothing was sent.
    NumberRefused,
    /// A connection is being made.
    Connecting,
    /// Messages can be sent.
    Online,
    /// The line dropped and comes back by itself.
    Reconnecting {
        /// Which attempt it is, from 1.
        attempt: u32,
        /// When it is made; none while it is being made.
        next_try: Option<Timestamp>,
    },
    /// Linked, and the program does not run its line.
    Offline,
    /// Nobody needed the line for a while; it comes back by itself when somebody
    /// does.
    Idle,
    /// A person switched the device off. It stays linked.
    Disabled,
    /// The phone unlinked this device.
    LoggedOut,
    /// Another session took the connection over.
    Replaced,
    /// The account may not send until the given time, or until a person acts.
    Restricted {
        /// WhatsApp's numeric reason.
        code: u32,
        /// End of the restriction; none when it is not known.
        until: Option<Timestamp>,
    },
    /// WhatsApp locked or banned the account, without an end.
    Banned {
        /// WhatsApp's numeric reason.
        code: u32,
    },
    /// WhatsApp no longer accepts this version of the program.
    ClientTooOld,
}

/// Why a line is taken down that could be up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nobody needs it.
    Idle,
    /// A person does not want it.
    Disabled,
}

impl Rest {
    /// The state of a device that rests like this.
    pub fn state(self) -> DeviceState {
        match self {
            Self::Idle => DeviceState::Idle,
            Self::Disabled => DeviceState::Disabled,
        }
    }
}

impl DeviceState {
    /// The stable word for this state, as doors show it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotLinked => "not_linked",
            Self::Pairing { .. } => "pairing",
            Self::PairingExpired => "pairing_expired",
            Self::NumberRefused => "number_refused",
            Self::Connecting => "connecting",
            Self::Online => "online",
            Self::Reconnecting { .. } => "reconnecting",
            Self::Offline => "offline",
            Self::Idle => "idle",
            Self::Disabled => "disabled",
            Self::LoggedOut => "logged_out",
            Self::Replaced => "replaced",
            Self::Restricted { .. } => "restricted",
            Self::Banned { .. } => "banned",
            Self::ClientTooOld => "client_too_old",
        }
    }

    /// Whether only a person can get the device out of this state.
    pub fn wants_a_person(&self) -> bool {
        match self {
            Self::NotLinked
            | Self::PairingExpired
            | Self::NumberRefused
            | Self::Disabled
            | Self::LoggedOut
            | Self::Replaced
            | Self::Restricted { .. }
            | Self::Banned { .. }
            | Self::ClientTooOld => true,
            Self::Pairing { .. }
            | Self::Connecting
            | Self::Online
            | Self::Reconnecting { .. }
            | Self::Offline
            | Self::Idle => false,
        }
    }

    /// Whether there is a line, or one is being made.
    pub fn has_a_line(&self) -> bool {
        matches!(
            self,
            Self::Connecting | Self::Online | Self::Reconnecting { .. }
        )
    }

    /// Why a campaign has to stop in this state, if it has to.
    pub fn hold_reason(&self) -> Option<crate::HoldReason> {
        use crate::HoldReason;
        match self {
            Self::NotLinked | Self::PairingExpired | Self::NumberRefused => {
                Some(HoldReason::NotLinked)
            }
            Self::Disabled => Some(HoldReason::Disabled),
            Self::LoggedOut => Some(HoldReason::LoggedOut),
            Self::Replaced => Some(HoldReason::Replaced),
            Self::Restricted { .. } | Self::Banned { .. } => Some(HoldReason::Restricted),
            Self::ClientTooOld => Some(HoldReason::ClientTooOld),
            Self::Pairing { .. }
            | Self::Connecting
            | Self::Online
            | Self::Reconnecting { .. }
            | Self::Offline
            | Self::Idle => None,
        }
    }
}
