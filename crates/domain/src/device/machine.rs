//! The states of the linked device as one pure function, as
//! `docs/device-states.md` shows them.

use super::{DeviceState, Rest};
use crate::Timestamp;

/// What can happen to the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceEvent {
    /// A person wants a code. Only asked where no account is linked, or where the
    /// phone unlinked this device.
    PairingAsked,
    /// A code is on show.
    CodeShown {
        /// When it ends.
        expires_at: Timestamp,
    },
    /// Nobody used the codes.
    CodesUsedUp,
    /// A phone took the code. The server ends the stream then (515), and the
    /// device comes back with its keys.
    PhoneAccepted,
    /// The line is wanted: at the start, by a person, by a campaign.
    LineWanted,
    /// A socket is being opened.
    Trying {
        /// Which attempt it is since the line was lost, from 1; 0 where none was.
        attempt: u32,
    },
    /// The server took the login.
    LineUp,
    /// The line is gone.
    LineLost {
        /// Which attempt follows, from 1.
        attempt: u32,
        /// When.
        next_try: Timestamp,
    },
    /// The server took the login of a number that may not be linked.
    NumberNotAllowed,
    /// The phone unlinked this device (401, 516, `device_removed`).
    LoggedOut,
    /// Another session took the connection over (440, `replaced`).
    Replaced,
    /// WhatsApp restricts the account for a while (402, 429).
    Restricted {
        /// WhatsApp's numeric reason.
        code: u32,
        /// Its end, where it is known.
        until: Option<Timestamp>,
    },
    /// An earlier run of the program was told of a restriction that has not ended
    /// yet.
    StillRestricted {
        /// WhatsApp's numeric reason.
        code: u32,
        /// Its end.
        until: Timestamp,
    },
    /// WhatsApp locked or banned the account (403, 406).
    Banned {
        /// WhatsApp's numeric reason.
        code: u32,
    },
    /// This version is too old (405).
    TooOld,
    /// The line is not wanted, and the device stays linked.
    Rested(Rest),
    /// The program closes.
    Stopped {
        /// Whether an account is linked.
        linked: bool,
    },
    /// A person unlinked the device.
    Unlinked,
}

/// What is to be done on the way into a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open a connection now.
    Open,
    /// Save, and close the connection.
    Close,
    /// Do not try again by itself.
    StopTrying,
    /// Ask the server to forget this device.
    TellPhone,
    /// Remove the keys of this device.
    ForgetKeys,
}

/// A state that was entered, and what is to be done for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The state.
    pub to: DeviceState,
    /// In this order.
    pub effects: &'static [Effect],
}

/// Where `event` takes a device that stands at `state`; `None` when it changes
/// nothing.
///
/// What ends a line is heard only while there is one, so that late news cannot
/// undo what a person decided. Keys are removed when a person unlinks the device,
/// when its number may not be linked, and when a new pairing follows the phone's
/// own unlinking, which made them useless; never for anything that a server says
/// of a connection.
pub fn next(state: &DeviceState, event: &DeviceEvent) -> Option<Step> {
    use DeviceEvent as E;
    use DeviceState as S;
    use Effect::{Close, ForgetKeys, Open, StopTrying, TellPhone};
    let step = |to: S, effects: &'static [Effect]| Some(Step { to, effects });
    let in_pairing = matches!(
        state,
        S::Connecting | S::Reconnecting { .. } | S::Pairing { .. }
    );
    // While a code is shown there is a line too, and it can end like any other.
    let has_line = in_pairing || *state == S::Online;
    match (state, event) {
        (S::LoggedOut, E::PairingAsked) => step(S::Connecting, &[ForgetKeys, Open]),
        (_, E::PairingAsked) if in_pairing => step(S::Connecting, &[Open]),
        (_, E::CodeShown { expires_at }) if in_pairing => step(
            S::Pairing {
                expires_at: *expires_at,
            },
            &[],
        ),
        (_, E::CodesUsedUp) if in_pairing => step(S::PairingExpired, &[StopTrying, Close]),
        (_, E::PhoneAccepted) if in_pairing => step(S::Connecting, &[]),

        // A program that is too old may have been told so in a pairing.
        (
            S::NotLinked | S::PairingExpired | S::NumberRefused | S::ClientTooOld,
            E::PairingAsked,
        )
        | (
            S::Offline
            | S::Idle
            | S::Disabled
            | S::LoggedOut
            | S::Replaced
            | S::Restricted { .. }
            | S::Banned { .. }
            | S::ClientTooOld
            | S::Connecting
            | S::Reconnecting { .. },
            E::LineWanted,
        ) => step(S::Connecting, &[Open]),
        // The first attempt belongs to whoever wanted the line.
        (S::Connecting, E::Trying { attempt: 0 }) => None,
        (_, E::Trying { attempt }) if has_line => step(
            S::Reconnecting {
                attempt: (*attempt).max(1),
                next_try: None,
            },
            &[],
        ),
        (_, E::LineUp) if in_pairing => step(S::Online, &[]),
        (_, E::LineLost { attempt, next_try }) if has_line => step(
            S::Reconnecting {
                attempt: *attempt,
                next_try: Some(*next_try),
            },
            &[],
        ),
        (_, E::NumberNotAllowed) if has_line => step(
            S::NumberRefused,
            &[StopTrying, TellPhone, Close, ForgetKeys],
        ),

        (S::Offline, E::StillRestricted { code, until }) => step(
            S::Restricted {
                code: *code,
                until: Some(*until),
            },
            &[StopTrying],
        ),
        (
            S::Connecting | S::Online | S::Reconnecting { .. } | S::Offline,
            E::Rested(Rest::Idle),
        ) => step(S::Idle, &[Close]),
        (
            S::Connecting
            | S::Online
            | S::Reconnecting { .. }
            | S::Offline
            | S::Idle
            | S::Replaced
            | S::Restricted { .. }
            | S::Banned { .. }
            | S::ClientTooOld,
            E::Rested(Rest::Disabled),
        ) => step(S::Disabled, &[StopTrying, Close]),
        (S::PairingExpired, E::Stopped { .. }) => step(S::NotLinked, &[Close]),
        (_, E::Stopped { linked: true }) if has_line => step(S::Offline, &[Close]),
        (_, E::Stopped { linked: false }) if has_line => step(S::NotLinked, &[Close]),
        // A device that is let in can tell the phone; the others are only
        // forgotten here.
        (
            S::Connecting
            | S::Online
            | S::Reconnecting { .. }
            | S::Offline
            | S::Idle
            | S::Disabled
            | S::Replaced,
            E::Unlinked,
        ) => step(S::NotLinked, &[TellPhone, Close, ForgetKeys]),
        (S::LoggedOut | S::Restricted { .. } | S::Banned { .. } | S::ClientTooOld, E::Unlinked) => {
            step(S::NotLinked, &[Close, ForgetKeys])
        }
        _ if has_line => refused(event),
        _ => None,
    }
}

/// The same for a device without keys, which can only be pairing. What a server
/// says there of an account or of its keys is said of none: the pairing is over, and
/// a person begins anew. That the program is too old is as true as ever.
pub fn next_without_keys(state: &DeviceState, event: &DeviceEvent) -> Option<Step> {
    use DeviceEvent as E;
    match event {
        E::LoggedOut | E::Replaced | E::Restricted { .. } | E::Banned { .. } => {
            next(state, &E::CodesUsedUp)
        }
        E::StillRestricted { .. } | E::Rested(_) => None,
        E::Stopped { .. } => next(state, &E::Stopped { linked: false }),
        _ => next(state, event),
    }
}

/// What ends a line for longer than a pause.
fn refused(event: &DeviceEvent) -> Option<Step> {
    use DeviceEvent as E;
    use DeviceState as S;
    let to = match event {
        E::LoggedOut => S::LoggedOut,
        E::Replaced => S::Replaced,
        E::Restricted { code, until } => S::Restricted {
            code: *code,
            until: *until,
        },
        E::Banned { code } => S::Banned { code: *code },
        E::TooOld => S::ClientTooOld,
        _ => return None,
    };
    // One that another session took over may stay open on this side.
    let effects: &[Effect] = if to == S::Replaced {
        &[Effect::StopTrying, Effect::Close]
    } else {
        &[Effect::StopTrying]
    };
    Some(Step { to, effects })
}

#[cfg(test)]
mod tests;
