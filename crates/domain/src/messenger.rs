//! The port to a phone: what the engine asks of WhatsApp and what it hears back.
//!
//! Two implementations ship: the real client and the practice phone. Every
//! implementation passes the same test suite.

use crate::{
    Account, DeviceState, FailureClass, Medium, MessageId, PhoneNumber, Rest, Timestamp, Upload,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What one message part says.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Text, variables already rendered.
    Text(String),
    /// The head of an album.
    Album {
        /// How many pictures follow.
        pictures: u32,
    },
    /// A picture, video, document or voice note.
    Medium(Enclosed),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} characters)", text.chars().count()),
            Self::Album { pictures } => write!(f, "Album({pictures} pictures)"),
            Self::Medium(enclosed) => write!(f, "{:?}", enclosed.medium),
        }
    }
}

/// A medium that the server has, and what a message says of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// What it is.
    pub medium: Arc<Medium>,
    /// Where it is.
    pub upload: Arc<Upload>,
    /// The text under it, variables already rendered; empty for none.
    pub caption: String,
    /// The head of the album it belongs to.
    pub album: Option<MessageId>,
}

/// The bytes of a medium.
#[async_trait::async_trait]
pub trait MediumBytes: Send + Sync {
    /// The next bytes, not empty; none at the end. The error is for the log.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String>;
}

/// A message part on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The id minted and stored before the first attempt.
    pub id: MessageId,
    /// The recipient.
    pub to: PhoneNumber,
    /// What is said.
    pub content: Content,
}

/// Why a send did not end with the message written to the socket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing went out, for certain.
    #[error("nothing was sent: {detail}")]
    NothingSent {
        /// What kind of failure, which decides whether trying again makes sense.
        class: FailureClass,
        /// For the log; free of personal data.
        detail: String,
    },
    /// The message may or may not have gone out. It is tried again under the
    /// same id, never counted as failed by this alone.
    #[error("it is not known whether the message went out: {detail}")]
    Unknown {
        /// For the log; free of personal data.
        detail: String,
    },
}

/// What a recipient's phone reports about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiptKind {
    /// It reached a device of the recipient.
    Delivered,
    /// The recipient saw it.
    Read,
    /// The recipient listened to it.
    Played,
}

/// How a phone is linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairingMethod {
    /// The phone scans a QR code.
    Qr,
    /// The phone's owner types an eight-character code; the number is the
    /// account to link.
    PhoneCode(PhoneNumber),
}

/// A message from somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The message's own id.
    pub id: MessageId,
    /// Sender's number, once resolved from a LID where needed.
    pub from: PhoneNumber,
    /// Text or caption; empty for other kinds.
    pub text: String,
    /// When the sender's phone sent it.
    pub at: Timestamp,
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("id", &self.id)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// What the engine hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessengerEvent {
    /// A QR text to draw. A new one replaces it before `expires_in` is over.
    QrCode {
        /// The text that the QR carries.
        code: String,
        /// How long it can be scanned.
        expires_in: Duration,
    },
    /// An eight-character code to type on the phone, as `ABCD-1234`.
    PairCode {
        /// The code.
        code: String,
        /// How long it can be typed.
        expires_in: Duration,
    },
    /// A phone accepted the pairing.
    Paired(Account),
    /// The device changed its state.
    Device(DeviceState),
    /// The server accepted a message.
    Accepted {
        /// Which one.
        id: MessageId,
    },
    /// The server refused a message.
    Refused {
        /// Which one.
        id: MessageId,
        /// What kind of refusal.
        class: FailureClass,
        /// The server's code.
        code: u32,
    },
    /// A recipient's phone reported on messages.
    Receipt {
        /// Which ones.
        ids: Vec<MessageId>,
        /// What it reports.
        kind: ReceiptKind,
        /// When, by the server's clock.
        at: Timestamp,
    },
    /// A recipient's phone could not fetch the medium of these messages: the
    /// server has forgotten it.
    MediumGone {
        /// Which ones.
        ids: Vec<MessageId>,
    },
    /// Somebody wrote.
    Incoming(Incoming),
    /// What waited on the server while the device was away has been delivered.
    OfflineDelivered,
}

/// Whether the owner of a number uses WhatsApp, as the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The number that was asked about.
    pub phone: PhoneNumber,
    /// Whether it is registered.
    pub on_whatsapp: bool,
    /// The address that the server returned with it.
    pub address: Option<String>,
}

/// What the server lets this account do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountHealth {
    /// People who never wrote to this account cannot be written to.
    pub locked: bool,
    /// When that ends, where the server says so.
    pub locked_until: Option<Timestamp>,
    /// How many such people can be written to in the server's present period,
    /// and how many were.
    pub new_chats: Option<NewChats>,
}

impl AccountHealth {
    /// Whether strangers cannot be written to at this instant.
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked && self.locked_until.is_none_or(|until| until > now)
    }

    /// The same, or as many as may be were written to in the server's present period.
    pub fn refuses_strangers(&self, now: Timestamp) -> bool {
        let used_up = self
            .new_chats
            .is_some_and(|chats| chats.used >= chats.limit);
        self.is_locked(now) || used_up
    }
}

/// The server's limit for first messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewChats {
    /// Allowed in the period.
    pub limit: u32,
    /// Used up.
    pub used: u32,
}

/// A linked phone. One per profile.
///
/// Events go to the channel that the implementation was built with, none
/// dropped. States come in the order in which they were entered; acks and
/// receipts of one message may overtake each other, as they do on the wire. All methods may be called from any task.
#[async_trait::async_trait]
pub trait Messenger: Send + Sync {
    /// The account that is linked, if any.
    fn account(&self) -> Option<Account>;

    /// Present state of the device.
    fn state(&self) -> DeviceState;

    /// Begins pairing. Codes, success or expiry arrive as events. Calling it
    /// again begins anew.
    async fn pair(&self, method: PairingMethod) -> Result<(), LinkError>;

    /// Connects a linked device; returns at once, events tell the rest.
    async fn connect(&self) -> Result<(), LinkError>;

    /// Fetches ahead what sending to these people will need, within `deadline`:
    /// whether they are there, their devices, their keys. Doing nothing is
    /// allowed, and so is failing: sending then finds out by itself. Tells what
    /// was learned of whom.
    async fn prepare(&self, _people: &[PhoneNumber], _deadline: Duration) -> Vec<Presence> {
        Vec::new()
    }

    /// Asks the server which of these numbers use `WhatsApp`, within `deadline`,
    /// and nothing else. Silent about those that could not be asked.
    async fn look_up(&self, _people: &[PhoneNumber], _deadline: Duration) -> Vec<Presence> {
        Vec::new()
    }

    /// Asks the server what it lets this account do, within `deadline`. None
    /// when it does not say.
    async fn health(&self, _deadline: Duration) -> Option<AccountHealth> {
        None
    }

    /// The engine has these messages on its own disk. Until it says so, a
    /// messenger that can tell of a message again does so when it is opened:
    /// the engine may hear one twice, and loses none by dying in between.
    async fn stored(&self, _messages: &[Incoming]) {}

    /// The computer slept: a line that seems to be there may have died
    /// meanwhile. Returns at once.
    async fn woke(&self) -> Result<(), LinkError> {
        self.connect().await
    }

    /// Writes one message to the wire, within `deadline`. `Ok` means written,
    /// not accepted: acceptance is an event.
    async fn send(&self, message: &Outgoing, deadline: Duration) -> Result<(), SendError>;

    /// Brings a medium to the server, within `deadline`. It can then be named in any
    /// number of messages.
    async fn upload(
        &self,
        medium: &Medium,
        bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError>;

    /// Unlinks the device: the phone no longer lists it, its keys are removed.
    async fn unlink(&self) -> Result<(), LinkError>;

    /// Saves everything and closes the connection. The device stays linked.
    async fn shutdown(&self);

    /// The same, and the state says why. Nothing happens where no account is
    /// linked, or where the phone already unlinked this device.
    async fn rest(&self, why: Rest);

    /// From now on only a phone with one of these numbers may be linked; none
    /// named means any. One with another number never comes online: the device
    /// enters [`DeviceState::NumberRefused`], and [`Self::unlink`] is to follow.
    /// A messenger whose number nobody chooses does not care.
    fn allow(&self, _numbers: &[PhoneNumber]) {}

    /// An earlier run was told that the account may not send until then, for this
    /// reason of the server's. Heard before the first [`Self::connect`], which asks
    /// the server anew; until then the device is [`DeviceState::Restricted`].
    fn still_restricted(&self, _code: u32, _until: Timestamp) {}
}

/// Why a device could not be linked, connected or unlinked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// `connect` without a linked account.
    #[error("no phone is linked to this profile")]
    NotLinked,
    /// `pair` with an account already linked.
    #[error("a phone is already linked to this profile; unlink it first")]
    AlreadyLinked,
    /// The server cannot be reached.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// Anything else; free of personal data.
    #[error("{0}")]
    Other(String),
}
