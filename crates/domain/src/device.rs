//! What the linked device is doing.

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
    /// A connection is being made.
    Connecting,
    /// Messages can be sent.
    Online,
    /// The line dropped and comes back by itself.
    Reconnecting {
        /// Attempts made so far, from 1.
        attempt: u32,
    },
    /// Linked, and not connected on purpose.
    Offline,
    /// The phone unlinked this device, or the account was locked.
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
    /// WhatsApp no longer accepts this version of the program.
    ClientTooOld,
}

impl DeviceState {
    /// Whether only a person can get the device out of this state.
    pub fn wants_a_person(&self) -> bool {
        matches!(
            self,
            Self::NotLinked
                | Self::PairingExpired
                | Self::LoggedOut
                | Self::Replaced
                | Self::Restricted { .. }
                | Self::ClientTooOld
        )
    }
}

impl DeviceState {
    /// Why a campaign has to stop in this state, if it has to.
    pub fn hold_reason(&self) -> Option<crate::HoldReason> {
        use crate::HoldReason;
        match self {
            Self::NotLinked | Self::PairingExpired => Some(HoldReason::NotLinked),
            Self::LoggedOut => Some(HoldReason::LoggedOut),
            Self::Replaced => Some(HoldReason::Replaced),
            Self::Restricted { .. } => Some(HoldReason::Restricted),
            Self::ClientTooOld => Some(HoldReason::ClientTooOld),
            Self::Pairing { .. }
            | Self::Connecting
            | Self::Online
            | Self::Reconnecting { .. }
            | Self::Offline => None,
        }
    }
}
