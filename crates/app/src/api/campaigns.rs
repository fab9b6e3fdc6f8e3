//! Campaigns before, while and after they are sent.

use super::attachments::AttachmentView;
use super::contacts::ContactFilter;
use super::import::{ImportOptions, ImportSource};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whom a campaign goes to.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Audience {
    /// The usable rows of a list, in its order. They become contacts, too.
    List {
        /// Where the list comes from.
        source: ImportSource,
        /// How to read it, and what to note about the people in it.
        #[serde(default)]
        options: ImportOptions,
    },
    /// Contacts, by name.
    Contacts {
        /// Which; all of them where nothing is said.
        #[serde(default)]
        filter: ContactFilter,
    },
    /// The people of an earlier campaign, in its order, as they are known now.
    Campaign {
        /// That campaign.
        id: i64,
    },
}

/// When a campaign may send, by the clocks on the computer's wall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ScheduleView {
    /// Not before this instant, RFC 3339.
    pub start_at: Option<String>,
    /// Beginning of the hours in which nothing is sent, `21:00`.
    pub quiet_from: Option<String>,
    /// Their end; before the beginning when they cross midnight.
    pub quiet_until: Option<String>,
    /// Days on which something is sent, 1 for Monday to 7 for Sunday; every day
    /// where there are none.
    pub weekdays: Vec<u8>,
    /// People who are written to on one day at most, over all campaigns; 0 for
    /// no limit.
    pub daily_limit: u32,
}

/// The pace of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct PaceView {
    /// Milliseconds between recipients.
    pub delay_ms: u64,
    /// Random deviation to either side, percent.
    pub jitter_percent: u8,
    /// Recipients after which a longer pause is made; 0 for never.
    pub batch: u32,
    /// Its length, milliseconds.
    pub batch_pause_ms: u64,
}

impl Default for PaceView {
    fn default() -> Self {
        domain::Pace::default().into()
    }
}

impl From<domain::Pace> for PaceView {
    fn from(pace: domain::Pace) -> Self {
        Self {
            delay_ms: pace.delay_ms,
            jitter_percent: pace.jitter_percent,
            batch: pace.batch,
            batch_pause_ms: pace.batch_pause_ms,
        }
    }
}

impl From<PaceView> for domain::Pace {
    fn from(pace: PaceView) -> Self {
        Self {
            delay_ms: pace.delay_ms,
            jitter_percent: pace.jitter_percent,
            batch: pace.batch,
            batch_pause_ms: pace.batch_pause_ms,
        }
    }
}

/// A campaign to be checked or started.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewCampaign {
    /// 1 to 120 characters.
    pub name: String,
    /// Whom it goes to.
    pub audience: Audience,
    /// One to five versions of the text, sent in rotation. With attachments a
    /// single one may be empty.
    pub texts: Vec<String>,
    /// What goes with it, in order: the ids of attachments.
    #[serde(default)]
    pub attachments: Vec<i64>,
    /// How fast.
    #[serde(default)]
    pub pace: PaceView,
    /// When.
    #[serde(default)]
    pub schedule: ScheduleView,
    /// Leaves out people to whom a campaign has written within so many days; 0
    /// leaves out nobody.
    #[serde(default)]
    pub skip_recent_days: u32,
}

/// A variable and how many recipients have no value for it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MissingValue {
    /// Canonical variable name.
    pub variable: String,
    /// Recipients without a value and without a fallback.
    pub people: u64,
}

/// What a person should know before pressing Send.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CampaignCheck {
    /// People who will get a message.
    pub recipients: u64,
    /// People left out because they asked not to be messaged.
    pub opted_out: u64,
    /// People left out because their number was lately found not to be on WhatsApp.
    pub not_on_whatsapp: u64,
    /// People to whom a campaign has written within [`Self::recent_days`]; they
    /// are left out where the campaign says so, and counted among the
    /// recipients where it does not.
    pub recent: u64,
    /// The campaign's own number of days, or the profile's where it has none.
    pub recent_days: u32,
    /// Records of the list without a usable number.
    pub invalid: u64,
    /// Repetitions within the list.
    pub duplicates: u64,
    /// Names in braces that are no variable, as written.
    pub unknown_names: Vec<String>,
    /// Variables without a value.
    pub missing: Vec<MissingValue>,
    /// People for whom nothing remains of a text that goes alone.
    pub empty_messages: u64,
    /// The attachments that can no longer be sent, by their ids.
    pub gone_attachments: Vec<i64>,
    /// Characters of the longest text where it is longer than can be sent.
    pub too_long: Option<u64>,
    /// Expected duration in milliseconds, from the first message to the last.
    pub duration_ms: u64,
    /// When the first message is expected to go out, RFC 3339: by its schedule,
    /// and behind the campaigns that run already.
    pub begins_at: Option<String>,
    /// When the last one is; none when that is years away, or cannot be told.
    pub finish_at: Option<String>,
    /// Campaigns that go first.
    pub ahead: u64,
    /// People written to today, over all campaigns.
    pub sent_today: u64,
    /// Variables that this audience offers: the built-in ones and its extra fields.
    pub variables: Vec<String>,
}

/// How one recipient will see the message.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MessagePreview {
    /// Position shown, from 0.
    pub position: u64,
    /// How many recipients can be leafed through.
    pub total: u64,
    /// The recipient's name, or number where there is none.
    pub name: String,
    /// Canonical number.
    pub phone: String,
    /// The text after rendering.
    pub text: String,
    /// Which version of the text it is, from 0.
    pub variant: u32,
}

/// How many recipients stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct StateCounts {
    /// Waiting.
    pub queued: u64,
    /// Being sent, also with an unknown outcome.
    pub sending: u64,
    /// On the wire, not acknowledged.
    pub sent: u64,
    /// Accepted by the server, not yet delivered.
    pub accepted: u64,
    /// Delivered, not yet read.
    pub delivered: u64,
    /// Read or played.
    pub read: u64,
    /// Failed.
    pub failed: u64,
    /// Left out on purpose.
    pub skipped: u64,
}

/// A campaign in a list, and the head of its own screen.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CampaignView {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// `running`, `paused`, `held`, `completed`, `cancelled`.
    pub state: String,
    /// While `held`: `not_linked`, `disabled`, `logged_out`, `replaced`, `restricted`,
    /// `client_too_old`, `rate_limited`, `too_many_failures`.
    pub hold_reason: Option<String>,
    /// While `held`: when it goes on by itself, if it does.
    pub hold_until: Option<String>,
    /// Why it waits while `running`, if it does: `start`, `quiet_hours`,
    /// `weekday`, `daily_limit`, `pause` (after a batch), `queue` (campaigns before it).
    pub waiting: Option<String>,
    /// When that wait ends, where it is known.
    pub waiting_until: Option<String>,
    /// Recipients in all.
    pub total: u64,
    /// Recipients by state.
    pub counts: StateCounts,
    /// The versions of its text.
    pub texts: Vec<String>,
    /// What goes with it, in order.
    pub attachments: Vec<AttachmentView>,
    /// Its pace.
    pub pace: PaceView,
    /// When it may send.
    pub schedule: ScheduleView,
    /// When it was created.
    pub created_at: String,
    /// When nothing was left to send.
    pub finished_at: Option<String>,
    /// Recipients who answered.
    pub replies: u64,
    /// Name or number of the recipient being sent to.
    pub current: Option<String>,
    /// Recipients per minute over the last minute.
    pub per_minute: f64,
    /// Seconds until nothing is left to send, while running, its hours and days
    /// included.
    pub eta_seconds: Option<u64>,
    /// The same as an instant.
    pub finish_at: Option<String>,
}

/// One recipient of a campaign.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RecipientView {
    /// From 1, the order of sending.
    pub position: u64,
    /// Canonical number.
    pub phone: String,
    /// Name.
    pub name: String,
    /// State of the least advanced part: `queued`, `sending`, `sent`,
    /// `unknown`, `accepted`, `delivered`, `read`, `played`, `failed`, `skipped`.
    pub state: String,
    /// Why it failed or was left out.
    pub reason: Option<String>,
    /// Time of the last change.
    pub at: Option<String>,
    /// First answer since the campaign.
    pub reply: Option<String>,
    /// Whether the person wants no more messages now.
    pub opted_out: bool,
    /// Each message of this recipient.
    pub parts: Vec<PartView>,
}

/// One message of a recipient.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PartView {
    /// `text`, `album` (the head of one), `picture`, `video`, `document`, `voice`.
    pub kind: String,
    /// The id under which it travels, also when repeated.
    pub message_id: String,
    /// As in [`RecipientView::state`].
    pub state: String,
    /// Attempts made.
    pub attempts: u32,
    /// Why it failed or was left out.
    pub reason: Option<String>,
}

/// Which recipients to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct RecipientQuery {
    /// Only those in this state (the words of [`StateCounts`]).
    pub state: Option<String>,
    /// Positions greater than this one.
    pub after: u64,
    /// At most this many (1 to 500).
    pub limit: u32,
}

/// A page of recipients.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RecipientPage {
    /// In order of position.
    pub recipients: Vec<RecipientView>,
    /// How many match in all.
    pub total: u64,
    /// Value of `after` for the next page; none at the end.
    pub next: Option<u64>,
}

/// A campaign that is being prepared, in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DraftSummary {
    /// Row id.
    pub id: i64,
    /// The campaign's name so far; may be empty.
    pub name: String,
    /// When it was saved last.
    pub updated_at: String,
}

/// A campaign that is being prepared.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Draft {
    /// The campaign as far as it goes. Its name may be empty, its audience
    /// missing.
    pub campaign: DraftCampaign,
    /// The step that was open.
    #[serde(default)]
    pub step: u8,
    /// The names of files that it had and that can no longer be sent. They are not
    /// among its attachments any more. Nothing is to be given when one is saved.
    #[serde(default)]
    pub gone_attachments: Vec<String>,
}

/// What [`NewCampaign`] says, as far as it is known.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct DraftCampaign {
    /// Its name.
    pub name: String,
    /// Whom it goes to.
    pub audience: Option<Audience>,
    /// The versions of its text.
    pub texts: Vec<String>,
    /// What goes with it, in order: the ids of attachments.
    pub attachments: Vec<i64>,
    /// How fast.
    pub pace: PaceView,
    /// When.
    pub schedule: ScheduleView,
    /// As in [`NewCampaign::skip_recent_days`].
    pub skip_recent_days: u32,
}
