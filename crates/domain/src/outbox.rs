//! The state machine of one message part: a pure function over one table.
//!
//! Everything that can happen to a part is a [`PartEvent`]; [`next`] says where
//! it leads, or that it changes nothing. The store applies it, nobody else
//! decides about states.

use serde::{Deserialize, Serialize};

/// What a part carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A text message.
    Text,
    /// The head of an album; its pictures follow.
    Album,
    /// A picture.
    Picture,
    /// A video.
    Video,
    /// A document.
    Document,
    /// A voice note.
    Voice,
}

impl PartKind {
    const ALL: [Self; 6] = [
        Self::Text,
        Self::Album,
        Self::Picture,
        Self::Video,
        Self::Document,
        Self::Voice,
    ];

    /// The word stored and shown in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Album => "album",
            Self::Picture => "picture",
            Self::Video => "video",
            Self::Document => "document",
            Self::Voice => "voice",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Waiting to be sent, for the first time or again.
    Queued,
    /// An attempt has been counted and is being made.
    Sending,
    /// Written to the wire; the server has not answered yet.
    Sent,
    /// An attempt ended without it being known whether anything went out.
    Unknown,
    /// The server took it.
    Accepted,
    /// It reached a phone.
    Delivered,
    /// The recipient saw it.
    Read,
    /// The recipient listened to it.
    Played,
    /// It will not be tried again by itself.
    Failed,
    /// Left out on purpose.
    Skipped,
}

impl PartState {
    /// Every state, in the order of the life of a part.
    pub const ALL: [Self; 10] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Unknown,
        Self::Accepted,
        Self::Delivered,
        Self::Read,
        Self::Played,
        Self::Failed,
        Self::Skipped,
    ];

    /// The word stored and shown in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the server is known to have the message.
    pub fn is_accepted(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Delivered | Self::Read | Self::Played
        )
    }

    /// Whether nothing is left to do for this part on our side.
    pub fn is_settled(self) -> bool {
        self.is_accepted() || matches!(self, Self::Failed | Self::Skipped)
    }
}

/// What kind of failure it was, which decides what happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// The line: passes by itself.
    Network,
    /// No answer within the deadline: passes by itself.
    Timeout,
    /// The server asks for patience (429).
    RateLimited,
    /// The server is in trouble (5xx): passes by itself.
    ServerTrouble,
    /// The account may not write to strangers for now (463).
    TimeLocked,
    /// The address is malformed (479).
    BadAddress,
    /// The number is not on WhatsApp.
    NotOnWhatsApp,
    /// The message itself cannot be sent.
    BadMessage,
    /// The phone got the message and could not fetch the medium that it names.
    MediumGone,
    /// The device is not linked, replaced, banned or too old.
    Device,
    /// Refused for a reason this program does not know.
    Other,
}

impl FailureClass {
    const ALL: [Self; 11] = [
        Self::Network,
        Self::Timeout,
        Self::RateLimited,
        Self::ServerTrouble,
        Self::TimeLocked,
        Self::BadAddress,
        Self::NotOnWhatsApp,
        Self::BadMessage,
        Self::MediumGone,
        Self::Device,
        Self::Other,
    ];

    /// The word stored and shown in JSON; also the catalogue key `failure-*`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::RateLimited => "rate_limited",
            Self::ServerTrouble => "server_trouble",
            Self::TimeLocked => "time_locked",
            Self::BadAddress => "bad_address",
            Self::NotOnWhatsApp => "not_on_whatsapp",
            Self::BadMessage => "bad_message",
            Self::MediumGone => "medium_gone",
            Self::Device => "device",
            Self::Other => "other",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }

    /// Whether trying again later can succeed.
    pub fn can_pass(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Timeout | Self::RateLimited | Self::ServerTrouble
        )
    }

    /// What an error code in the server's ack means.
    pub fn from_ack_code(code: u32) -> Self {
        match code {
            429 => Self::RateLimited,
            463 => Self::TimeLocked,
            479 => Self::BadAddress,
            404 => Self::NotOnWhatsApp,
            400 | 406 => Self::BadMessage,
            401..=403 | 405 | 440 => Self::Device,
            500..=599 => Self::ServerTrouble,
            _ => Self::Other,
        }
    }
}

/// Why a part was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The person asked not to be messaged.
    OptedOut,
    /// The campaign was cancelled first.
    Cancelled,
    /// Nothing remains of the text once the variables are rendered.
    EmptyMessage,
    /// The number was lately found not to be on WhatsApp.
    NotOnWhatsApp,
    /// A campaign wrote to the person lately, and this one leaves such people out.
    RecentlyMessaged,
    /// The person changed their mind before the confirmation went out.
    NotNeeded,
}

impl SkipReason {
    /// The word stored and shown in JSON; also the catalogue key `skip-*`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Cancelled => "cancelled",
            Self::EmptyMessage => "empty_message",
            Self::NotOnWhatsApp => "not_on_whatsapp",
            Self::RecentlyMessaged => "recently_messaged",
            Self::NotNeeded => "not_needed",
        }
    }
}

/// Everything that can happen to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartEvent {
    /// An attempt was counted and is about to be made.
    AttemptCounted,
    /// The message was written to the socket.
    WrittenToWire,
    /// The attempt ended and nobody knows whether anything went out.
    OutcomeUnknown,
    /// Nothing went out, or the server refused, and it may be tried again.
    TryAgain,
    /// Nothing went out, or the server refused, and trying again is useless
    /// or has been tried often enough.
    GiveUp,
    /// The server acknowledged the message.
    Accepted,
    /// A device of the recipient has it.
    Delivered,
    /// The recipient saw it.
    Read,
    /// The recipient listened to it.
    Played,
    /// It is left out on purpose.
    Skip,
    /// A person asked to try a failed part once more.
    RetryRequested,
    /// A phone of the recipient could not fetch the medium.
    MediumGone,
}

impl PartEvent {
    /// Every event.
    pub const ALL: [Self; 12] = [
        Self::AttemptCounted,
        Self::WrittenToWire,
        Self::OutcomeUnknown,
        Self::TryAgain,
        Self::GiveUp,
        Self::Accepted,
        Self::Delivered,
        Self::Read,
        Self::Played,
        Self::Skip,
        Self::RetryRequested,
        Self::MediumGone,
    ];
}

/// Where `event` takes a part that stands at `state`; `None` when it changes
/// nothing.
///
/// News from the server and from phones wins over what we believed: a receipt
/// for a part that we had given up proves that it arrived. Nothing leads back
/// from an accepted part to one that would be sent again, but the phone's own
/// word that there was nothing to see. Such a part needs a new id: phones show
/// each once.
pub fn next(state: PartState, event: PartEvent) -> Option<PartState> {
    use PartEvent as E;
    use PartState as S;
    let to = match (state, event) {
        (S::Queued, E::AttemptCounted) => S::Sending,
        (S::Sending, E::WrittenToWire) => S::Sent,
        (S::Sending | S::Sent, E::OutcomeUnknown) => S::Unknown,
        (S::Queued | S::Sending | S::Sent | S::Unknown, E::GiveUp) => S::Failed,
        // Who has listened to it had it.
        (state, E::MediumGone) if !matches!(state, S::Played | S::Skipped) => S::Failed,
        // A part that may be on its way is not "left out".
        (S::Queued, E::Skip) => S::Skipped,
        (S::Sending | S::Sent | S::Unknown, E::TryAgain) | (S::Failed, E::RetryRequested) => {
            S::Queued
        }
        (S::Queued | S::Sending | S::Sent | S::Unknown | S::Failed | S::Skipped, E::Accepted) => {
            S::Accepted
        }
        (S::Delivered | S::Read | S::Played, E::Accepted | E::Delivered)
        | (S::Accepted, E::Accepted)
        | (S::Read | S::Played, E::Read)
        | (S::Played, E::Played) => return None,
        (_, E::Delivered) => S::Delivered,
        (_, E::Read) => S::Read,
        (_, E::Played) => S::Played,
        _ => return None,
    };
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    /// Every state with every event, as the page for people shows it.
    #[test]
    fn the_whole_table_is_what_was_reviewed() {
        let mut table = String::from("| |");
        for event in PartEvent::ALL {
            write!(table, " {event:?} |").unwrap();
        }
        table += "\n|---|";
        table += &"---|".repeat(PartEvent::ALL.len());
        for state in PartState::ALL {
            write!(table, "\n| **{}** |", state.as_str()).unwrap();
            for event in PartEvent::ALL {
                let to = next(state, event).map_or("", PartState::as_str);
                write!(table, " {to} |").unwrap();
            }
        }
        let page = include_str!("../../../docs/message-states.md").replace("\r\n", "\n");
        assert!(
            page.contains(&table),
            "docs/message-states.md has another table than this one:\n{table}"
        );
    }

    /// What is done about each kind of failure, as the same page shows it.
    #[test]
    fn the_failures_are_what_was_reviewed() {
        use crate::retry::{MAX_ATTEMPTS, Next, after_refusal};
        let word = |next| match next {
            Next::RetryAfter(wait) => format!("again after {} s", wait.as_secs()),
            Next::GiveUp => "failed".to_owned(),
            Next::Hold(hold) => format!("hold: {}", hold.as_str()),
        };
        let mut table = String::from("| |");
        for attempt in 1..=MAX_ATTEMPTS {
            write!(table, " attempt {attempt} |").unwrap();
        }
        table += "\n|---|---|---|---|---|";
        for class in FailureClass::ALL {
            write!(table, "\n| **{}** |", class.as_str()).unwrap();
            for attempt in 1..=MAX_ATTEMPTS {
                write!(table, " {} |", word(after_refusal(class, attempt))).unwrap();
            }
        }
        let page = include_str!("../../../docs/message-states.md").replace("\r\n", "\n");
        assert!(
            page.contains(&table),
            "docs/message-states.md has another table than this one:\n{table}"
        );
    }

    #[test]
    fn an_accepted_part_is_never_sent_again() {
        for state in PartState::ALL.into_iter().filter(|s| s.is_accepted()) {
            let events = PartEvent::ALL.into_iter();
            for event in events.filter(|event| *event != PartEvent::MediumGone) {
                if let Some(to) = next(state, event) {
                    assert!(to.is_accepted(), "{state:?} + {event:?} -> {to:?}");
                    assert!(to > state, "{state:?} + {event:?} -> {to:?} goes back");
                }
            }
        }
    }

    #[test]
    fn words_round_trip() {
        for state in PartState::ALL {
            assert_eq!(PartState::parse(state.as_str()), Some(state));
        }
        for class in FailureClass::ALL {
            assert_eq!(FailureClass::parse(class.as_str()), Some(class));
        }
    }

    /// The state by two rules instead of a table: the furthest news from outside
    /// wins; without any, what our own last doing left behind.
    #[derive(Debug, Default)]
    struct Oracle {
        news: Option<PartState>,
        own: Own,
    }

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    enum Own {
        #[default]
        Waits,
        Tries,
        Wrote,
        Doubts,
        GaveUp,
        LeftOut,
    }

    impl Oracle {
        fn hear(&mut self, event: PartEvent) {
            if event == PartEvent::MediumGone {
                if !matches!(self.state(), PartState::Played | PartState::Skipped) {
                    (self.news, self.own) = (None, Own::GaveUp);
                }
                return;
            }
            let news = match event {
                PartEvent::Accepted => Some(PartState::Accepted),
                PartEvent::Delivered => Some(PartState::Delivered),
                PartEvent::Read => Some(PartState::Read),
                PartEvent::Played => Some(PartState::Played),
                _ => None,
            };
            self.news = self.news.max(news);
            if news.is_some() || self.news.is_some() {
                return;
            }
            let over = matches!(self.own, Own::GaveUp | Own::LeftOut);
            let under_way = matches!(self.own, Own::Tries | Own::Wrote | Own::Doubts);
            match event {
                PartEvent::AttemptCounted if self.own == Own::Waits => self.own = Own::Tries,
                PartEvent::WrittenToWire if self.own == Own::Tries => self.own = Own::Wrote,
                PartEvent::OutcomeUnknown if under_way => self.own = Own::Doubts,
                PartEvent::TryAgain if under_way => self.own = Own::Waits,
                PartEvent::GiveUp if !over => self.own = Own::GaveUp,
                PartEvent::Skip if self.own == Own::Waits => self.own = Own::LeftOut,
                PartEvent::RetryRequested if self.own == Own::GaveUp => self.own = Own::Waits,
                _ => {}
            }
        }

        fn state(&self) -> PartState {
            self.news.unwrap_or(match self.own {
                Own::Waits => PartState::Queued,
                Own::Tries => PartState::Sending,
                Own::Wrote => PartState::Sent,
                Own::Doubts => PartState::Unknown,
                Own::GaveUp => PartState::Failed,
                Own::LeftOut => PartState::Skipped,
            })
        }
    }

    proptest! {
        #[test]
        fn the_table_agrees_with_an_oracle(events in proptest::collection::vec(0..PartEvent::ALL.len(), 0..60)) {
            let (mut state, mut oracle) = (PartState::Queued, Oracle::default());
            for index in events {
                let event = PartEvent::ALL[index];
                state = next(state, event).unwrap_or(state);
                oracle.hear(event);
                prop_assert_eq!(state, oracle.state());
            }
        }

        /// Whatever happens, "accepted" comes only from the server or a phone.
        #[test]
        fn acceptance_needs_a_word_from_outside(events in proptest::collection::vec(0..PartEvent::ALL.len(), 0..40)) {
            let mut state = PartState::Queued;
            let mut heard = false;
            for index in events {
                let event = PartEvent::ALL[index];
                heard |= matches!(event, PartEvent::Accepted | PartEvent::Delivered | PartEvent::Read | PartEvent::Played);
                state = next(state, event).unwrap_or(state);
                heard &= event != PartEvent::MediumGone || state == PartState::Played;
                prop_assert_eq!(state.is_accepted(), heard);
            }
        }
    }
}
