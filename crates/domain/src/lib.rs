//! What a campaign is, without I/O: identities, templates, pace, the state
//! machine of a message part, and the ports through which the rest of the
//! program reaches a phone and a clock.
//!
//! Nothing here reads a clock, draws a random number or touches a file. Time
//! is passed in as [`Timestamp`], randomness as numbers drawn by the caller.

mod attachment;
mod campaign;
pub mod device;
mod ids;
pub mod messenger;
pub mod metrics;
pub mod opt_out;
pub mod outbox;
mod pace;
pub mod retry;
pub mod schedule;
mod settings;
pub mod template;
mod text;
mod time;

pub use attachment::{Medium, MediumKind, PlannedPart, Upload, plan};
pub use campaign::{CampaignState, HoldReason};
pub use device::{Account, DeviceState, Rest};
pub use ids::{
    AttachmentId, CampaignId, ContactId, MessageId, PartId, PhoneNumber, PhoneNumberError,
    RecipientId,
};
pub use messenger::{Messenger, MessengerEvent};
pub use outbox::{FailureClass, PartEvent, PartKind, PartState, SkipReason};
pub use pace::Pace;
pub use schedule::{QuietHours, Schedule, Weekdays};
pub use settings::{LogLevel, Settings};
pub use text::{fold, says_nothing};
pub use time::{Clock, Timestamp, Zone};
