//! Faults on request: how a test makes the server behave badly.

use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::registry::lock;

/// One fault, in the JSON the control door takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Cut every client's socket now, without a word.
    DropSocket {},
    /// The next messages arrive, but their acknowledgement does not.
    SwallowAcks {
        /// How many acknowledgements are lost.
        count: u32,
    },
    /// Acknowledgements come late; receipts may overtake them.
    DelayAcks {
        /// How late. Zero ends it.
        ms: u64,
    },
    /// Messages to these phones are refused with a code.
    Refuse {
        /// `463`, `479`, ...
        code: u16,
        /// Whose messages; empty means everybody's.
        #[serde(default)]
        phones: Vec<String>,
        /// How many messages; absent means until cleared.
        #[serde(default)]
        count: Option<u32>,
    },
    /// Cut the socket once this many more messages were accepted.
    DropAfter {
        /// How many messages.
        messages: u32,
    },
    /// The media host answers nothing.
    MediaDown {
        /// Whether it is down.
        on: bool,
    },
    /// The media host takes requests and answers none.
    MediaSilent {
        /// Whether it is silent.
        on: bool,
    },
    /// The media host refuses uploads.
    MediaRefuse {
        /// The HTTP status: `403`, `413`, `429`, `507`, ...
        code: u16,
        /// How many uploads; absent means until cleared.
        #[serde(default)]
        count: Option<u32>,
    },
    /// Media that are uploaded from now on get addresses that end.
    MediaLife {
        /// How long they are good, in seconds. Absent: for ever.
        #[serde(default)]
        seconds: Option<u64>,
    },
    /// The media host forgets everything it has.
    ForgetMedia {},
    /// These phones are no longer on WhatsApp.
    NotOnWhatsapp {
        /// Which.
        phones: Vec<String>,
    },
    /// Who asks about a number is answered under another one, where its owner is
    /// reached; so answer accounts that were opened before a country changed its
    /// numbers. Each adds one, until cleared.
    AnswersAs {
        /// The number that is asked about.
        phone: String,
        /// Under which it is answered.
        other: String,
    },
    /// Who asks about these phones is answered under their hidden identities.
    Hidden {
        /// Which.
        phones: Vec<String>,
    },
    /// Who asks about these phones gets an error for each, and answers about the
    /// others.
    Unanswered {
        /// Which.
        phones: Vec<String>,
    },
    /// The server reads and answers nothing at all.
    Silent {
        /// Whether it is silent.
        on: bool,
    },
    /// New sockets are cut before they can log in, and present ones now.
    Down {
        /// Whether it is down.
        on: bool,
    },
    /// End every session with a stream error.
    StreamError {
        /// `401`, `403`, `429`, `503`, `515`, `516`, ...
        #[serde(default)]
        code: Option<u16>,
        /// `replaced` or `device_removed`; the latter also unlinks the devices.
        #[serde(default)]
        conflict: Option<String>,
    },
    /// Tell every session of a stream error, and leave its socket open.
    StreamErrorOpen {
        /// `429`, `503`, ...
        code: u16,
    },
    /// Refuse logins, and cut present sessions so that they meet the refusal.
    Failure {
        /// `401`, `402`, `403`, `405`, `406`, `503`, ...
        code: u16,
        /// The reason of a temporary ban (402): `101` and following.
        #[serde(default)]
        reason: Option<u16>,
        /// How long a temporary ban lasts, in seconds.
        #[serde(default)]
        expire: Option<u64>,
        /// How many logins; absent means until cleared.
        #[serde(default)]
        count: Option<u32>,
    },
    /// Devices and prekeys are refused for these phones, as when the server is
    /// in trouble: nothing can be encrypted for them.
    NoPrekeys {
        /// Which.
        phones: Vec<String>,
    },
    /// These phones lose their sessions, as if the app was installed again:
    /// what comes next does not open and is asked for again.
    ForgetSessions {
        /// Which.
        phones: Vec<String>,
    },
    /// The account is told that it may not write to strangers for a while.
    TimeLock {
        /// When that ends, in seconds since 1970; absent means that the server
        /// does not say.
        #[serde(default)]
        until: Option<u64>,
    },
    /// The account is told how many strangers it may write to.
    NewChatLimit {
        /// How many in all.
        limit: u32,
        /// How many it wrote to.
        used: u32,
    },
    /// Questions about the account's limits are refused.
    LimitsUntold {
        /// Whether they are.
        on: bool,
    },
    /// Clients that come to be linked get fewer codes to show than the usual six. The
    /// first is good for a minute, each later one for 20 seconds.
    FewCodes {
        /// How many.
        count: u8,
    },
    /// Back to good behaviour.
    Clear {},
}

/// What becomes of one message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub refuse: Option<u16>,
    pub swallow_ack: bool,
    pub ack_delay_ms: u64,
    pub drop_after: bool,
}

/// How a login is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LoginRefusal {
    pub code: u16,
    pub reason: Option<u16>,
    pub expire: Option<u64>,
}

/// How a question about a number is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnswerAbout {
    /// The number that the answer names.
    pub number: u64,
    /// It stands beside the hidden identity.
    pub hidden: bool,
    /// With an error.
    pub refused: bool,
}

/// That an account may not write to strangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeLock {
    /// Until when, in seconds since 1970, if that is told.
    pub until: Option<u64>,
}

/// What an account is told about its limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub time_lock: Option<TimeLock>,
    /// Strangers it may write to, and wrote to.
    pub new_chats: Option<(u32, u32)>,
    /// Questions are refused.
    pub untold: bool,
}

/// What is wrong with the media host.
#[derive(Debug, Default)]
struct MediaFaults {
    down: bool,
    silent: bool,
    refuse: Option<(u16, Option<u32>)>,
    life: Option<u64>,
}

#[derive(Debug, Default)]
struct Active {
    swallow: u32,
    delay_ms: u64,
    refuse: Option<(u16, HashSet<u64>, Option<u32>)>,
    drop_after: Option<u32>,
    media: MediaFaults,
    not_on_whatsapp: HashSet<u64>,
    answers_as: BTreeMap<u64, u64>,
    hidden: HashSet<u64>,
    unanswered: HashSet<u64>,
    no_prekeys: HashSet<u64>,
    silent: bool,
    down: bool,
    failure: Option<(LoginRefusal, Option<u32>)>,
    limits: Limits,
    codes: Option<u8>,
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Active>);

/// The standing faults a request can set; the rest happen once and elsewhere.
pub(crate) enum Standing {
    SwallowAcks(u32),
    DelayAcks(u64),
    Refuse(u16, HashSet<u64>, Option<u32>),
    DropAfter(u32),
    MediaDown(bool),
    MediaSilent(bool),
    MediaRefuse(u16, Option<u32>),
    MediaLife(Option<u64>),
    NotOnWhatsapp(HashSet<u64>),
    AnswersAs(u64, u64),
    Hidden(HashSet<u64>),
    Unanswered(HashSet<u64>),
    NoPrekeys(HashSet<u64>),
    Silent(bool),
    Down(bool),
    Failure(LoginRefusal, Option<u32>),
    TimeLock(TimeLock),
    NewChatLimit(u32, u32),
    LimitsUntold(bool),
    FewCodes(u8),
}

impl Faults {
    pub fn set(&self, fault: Standing) {
        let mut active = lock(&self.0);
        match fault {
            Standing::SwallowAcks(count) => active.swallow = count,
            Standing::DelayAcks(ms) => active.delay_ms = ms,
            Standing::Refuse(code, phones, count) => active.refuse = Some((code, phones, count)),
            Standing::DropAfter(messages) => active.drop_after = Some(messages),
            Standing::MediaDown(on) => active.media.down = on,
            Standing::MediaSilent(on) => active.media.silent = on,
            Standing::MediaRefuse(code, count) => active.media.refuse = Some((code, count)),
            Standing::MediaLife(seconds) => active.media.life = seconds,
            Standing::NotOnWhatsapp(phones) => active.not_on_whatsapp = phones,
            Standing::AnswersAs(number, other) => {
                active.answers_as.insert(number, other);
            }
            Standing::Hidden(phones) => active.hidden = phones,
            Standing::Unanswered(phones) => active.unanswered = phones,
            Standing::NoPrekeys(phones) => active.no_prekeys = phones,
            Standing::Silent(on) => active.silent = on,
            Standing::Down(on) => active.down = on,
            Standing::Failure(refusal, count) => active.failure = Some((refusal, count)),
            Standing::TimeLock(lock) => active.limits.time_lock = Some(lock),
            Standing::NewChatLimit(limit, used) => active.limits.new_chats = Some((limit, used)),
            Standing::LimitsUntold(on) => active.limits.untold = on,
            Standing::FewCodes(count) => active.codes = Some(count),
        }
    }

    pub fn clear(&self) {
        *lock(&self.0) = Active::default();
    }

    /// Judges one message and uses up the counts it falls under.
    pub fn judge(&self, to: u64) -> Verdict {
        let mut active = lock(&self.0);
        let mut verdict = Verdict {
            ack_delay_ms: active.delay_ms,
            ..Verdict::default()
        };
        if let Some((code, phones, left)) = &mut active.refuse
            && (phones.is_empty() || phones.contains(&to))
        {
            verdict.refuse = use_up(left).then_some(*code);
        }
        if verdict.refuse.is_some() {
            return verdict;
        }
        if active.swallow > 0 {
            active.swallow -= 1;
            verdict.swallow_ack = true;
        }
        if let Some(left) = &mut active.drop_after {
            *left = left.saturating_sub(1);
            if *left == 0 {
                active.drop_after = None;
                verdict.drop_after = true;
            }
        }
        verdict
    }

    /// Whether this login is refused, using up the count.
    pub fn refuse_login(&self) -> Option<LoginRefusal> {
        let mut active = lock(&self.0);
        let (refusal, left) = active.failure.as_mut()?;
        use_up(left).then_some(*refusal)
    }

    /// The status that this upload is refused with, using up the count.
    pub fn refuse_upload(&self) -> Option<u16> {
        let mut active = lock(&self.0);
        let (code, left) = active.media.refuse.as_mut()?;
        use_up(left).then_some(*code)
    }

    /// How many codes a client gets, where that is not as usual.
    pub fn codes(&self) -> Option<u8> {
        lock(&self.0).codes
    }

    pub fn limits(&self) -> Limits {
        lock(&self.0).limits
    }

    pub fn media_down(&self) -> bool {
        lock(&self.0).media.down
    }

    pub fn media_silent(&self) -> bool {
        lock(&self.0).media.silent
    }

    /// How long the address of a medium is good, in seconds.
    pub fn media_life(&self) -> Option<u64> {
        lock(&self.0).media.life
    }

    pub fn silent(&self) -> bool {
        lock(&self.0).silent
    }

    pub fn down(&self) -> bool {
        lock(&self.0).down
    }

    pub fn not_on_whatsapp(&self, number: u64) -> bool {
        lock(&self.0).not_on_whatsapp.contains(&number)
    }

    /// How a question about a number is answered.
    pub fn answer_about(&self, number: u64) -> AnswerAbout {
        let active = lock(&self.0);
        AnswerAbout {
            number: *active.answers_as.get(&number).unwrap_or(&number),
            hidden: active.hidden.contains(&number),
            refused: active.unanswered.contains(&number),
        }
    }

    pub fn no_prekeys(&self, number: u64) -> bool {
        lock(&self.0).no_prekeys.contains(&number)
    }
}

/// Takes one of what is left, where that is counted; whether there was one.
fn use_up(left: &mut Option<u32>) -> bool {
    match left {
        Some(0) => false,
        Some(count) => {
            *count -= 1;
            true
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_read_as_documented() {
        for (text, expected) in [
            (r#"{"kind":"drop_socket"}"#, Fault::DropSocket {}),
            (
                r#"{"kind":"swallow_acks","count":2}"#,
                Fault::SwallowAcks { count: 2 },
            ),
            (
                r#"{"kind":"not_on_whatsapp","phones":["+1"]}"#,
                Fault::NotOnWhatsapp {
                    phones: vec!["+1".into()],
                },
            ),
            (
                r#"{"kind":"time_lock","until":1770000000}"#,
                Fault::TimeLock {
                    until: Some(1_770_000_000),
                },
            ),
            (
                r#"{"kind":"new_chat_limit","limit":50,"used":12}"#,
                Fault::NewChatLimit {
                    limit: 50,
                    used: 12,
                },
            ),
            (
                r#"{"kind":"answers_as","phone":"+1","other":"+2"}"#,
                Fault::AnswersAs {
                    phone: "+1".into(),
                    other: "+2".into(),
                },
            ),
            (
                r#"{"kind":"media_refuse","code":507}"#,
                Fault::MediaRefuse {
                    code: 507,
                    count: None,
                },
            ),
            (
                r#"{"kind":"media_life","seconds":60}"#,
                Fault::MediaLife { seconds: Some(60) },
            ),
            (r#"{"kind":"forget_media"}"#, Fault::ForgetMedia {}),
            (r#"{"kind":"clear"}"#, Fault::Clear {}),
        ] {
            assert_eq!(serde_json::from_str::<Fault>(text).unwrap(), expected);
        }
        assert!(serde_json::from_str::<Fault>(r#"{"kind":"explode"}"#).is_err());
    }

    #[test]
    fn a_refusal_hits_the_named_phone_only() {
        let faults = Faults::default();
        faults.set(Standing::Refuse(463, HashSet::from([7]), None));
        assert_eq!(faults.judge(7).refuse, Some(463));
        assert_eq!(faults.judge(8).refuse, None);
    }

    #[test]
    fn the_socket_drops_with_the_nth_message() {
        let faults = Faults::default();
        faults.set(Standing::DropAfter(2));
        assert!(!faults.judge(1).drop_after);
        assert!(faults.judge(1).drop_after);
        assert!(!faults.judge(1).drop_after);
    }
}
