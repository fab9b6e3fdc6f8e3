//! The shapes that cross a door: what the window and the command line send and
//! receive. Serialised with serde; TypeScript definitions are generated from
//! here by `cargo test -p app` into `ui/src/backend/generated`.
//!
//! Times are RFC 3339 strings, numbers E.164.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a door learns about the program before any profile is open.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AppInfo {
    /// Version of the program.
    pub version: String,
    /// The system's language, one of `es`, `en`, `pt`.
    pub language: String,
    /// The system's region as an ISO 3166 code, `PY` where unknown.
    pub country: String,
}

/// A profile as the first screen shows it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ProfileSummary {
    /// Its name, unique on this computer.
    pub name: String,
    /// Country whose national numbers need no prefix, ISO 3166.
    pub country: String,
    /// Interface language, one of `es`, `en`, `pt`.
    pub language: String,
    /// Whether its phone is simulated.
    pub practice: bool,
    /// Last time it was opened.
    pub last_used: Option<String>,
    /// What protects the key of its databases: `key_file`.
    pub protection: String,
}

/// What is needed to create a profile.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewProfile {
    /// 1 to 60 characters.
    pub name: String,
    /// ISO 3166, e.g. `PY`.
    pub country: String,
    /// One of `es`, `en`, `pt`.
    pub language: String,
    /// Simulated phone, no network.
    pub practice: bool,
}

/// The device as shown at all times.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DeviceView {
    /// `not_linked`, `pairing`, `pairing_expired`, `connecting`, `online`,
    /// `reconnecting`, `offline`, `logged_out`, `replaced`, `restricted`,
    /// `client_too_old`.
    pub state: String,
    /// Attempt number while `reconnecting`.
    pub attempt: Option<u32>,
    /// End of a restriction, or of the pairing code now shown.
    pub until: Option<String>,
    /// The linked account.
    pub phone: Option<String>,
    /// Its name.
    pub account_name: Option<String>,
    /// While pairing by QR: the code drawn, an SVG document.
    pub qr_svg: Option<String>,
    /// While pairing by QR: the text in the code.
    pub qr_text: Option<String>,
    /// While pairing by phone code: `ABCD-1234`.
    pub pair_code: Option<String>,
    /// Seconds for which the code shown lasts in all, for a countdown.
    pub code_lasts: Option<u32>,
    /// Simulated phone.
    pub practice: bool,
}

/// Where the rows of an import or of a campaign come from.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum ImportSource {
    /// A file on this computer.
    File {
        /// Its path.
        path: String,
    },
    /// Text that was pasted.
    Text {
        /// The text.
        text: String,
    },
}

/// How to read a file; what is absent is detected.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ReadOptions {
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1252`.
    pub encoding: Option<String>,
    /// One character.
    pub separator: Option<String>,
    /// Whether the first row holds titles.
    pub header: Option<bool>,
    /// Header text (or `column 1`, …) to field: `number`, `title`, `name`,
    /// `surname`, `group`, `extra`, `ignore`.
    pub columns: BTreeMap<String, String>,
    /// Country of national numbers; the profile's where absent.
    pub country: Option<String>,
}

/// One column of a file.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ColumnView {
    /// Its title, or `column 1`, …
    pub header: String,
    /// `number`, `title`, `name`, `surname`, `group`, `extra`, `ignore`.
    pub field: String,
}

/// How a file was read.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Detected {
    /// `csv` or `text`.
    pub format: String,
    /// As in [`ReadOptions::encoding`].
    pub encoding: String,
    /// None when there is one column.
    pub separator: Option<String>,
    /// Whether the first row holds titles.
    pub header: bool,
    /// The columns in order.
    pub columns: Vec<ColumnView>,
}

/// What an import will do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportCounts {
    /// Records in the file, blank lines and titles apart.
    pub rows: u64,
    /// People not known before.
    pub new: u64,
    /// Known people of whom something changes.
    pub updated: u64,
    /// Known people of whom nothing changes.
    pub unchanged: u64,
    /// Repetitions of a number within the file.
    pub duplicates: u64,
    /// Records without a usable number.
    pub invalid: u64,
    /// People who asked not to be messaged (also counted above).
    pub opted_out: u64,
}

/// A row as it will be stored.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportRow {
    /// Line of the file where the record begins, from 1.
    pub line: u64,
    /// Canonical number.
    pub phone: String,
    /// The number as it was written.
    pub typed: String,
    /// Name, surname joined.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields.
    pub fields: BTreeMap<String, String>,
}

/// A record that cannot be used.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct InvalidRow {
    /// Line of the file where the record begins, from 1.
    pub line: u64,
    /// The number as it was written.
    pub text: String,
    /// `not_a_number`, `too_short`, `too_long`, `invalid_for_country`,
    /// `rounded_by_spreadsheet`, `empty`.
    pub reason: String,
}

/// Everything a person needs to see before an import.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportPreview {
    /// How the file was read.
    pub detected: Detected,
    /// What would happen.
    pub counts: ImportCounts,
    /// The first 50 usable rows.
    pub rows: Vec<ImportRow>,
    /// The first 1,000 unusable records.
    pub invalid: Vec<InvalidRow>,
}

/// How to import.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ImportOptions {
    /// How to read the file.
    pub read: ReadOptions,
    /// A group that everybody joins.
    pub group: Option<String>,
    /// Leave people who are known already as they are.
    pub skip_existing: bool,
    /// How these people agreed to be messaged.
    pub consent: Option<String>,
}

/// A contact in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ContactView {
    /// Row id.
    pub id: i64,
    /// Canonical number.
    pub phone: String,
    /// Name.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields.
    pub fields: BTreeMap<String, String>,
    /// Whether the person asked not to be messaged.
    pub opted_out: bool,
    /// How the person agreed to be messaged.
    pub consent: Option<String>,
}

/// Which contacts to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContactQuery {
    /// Words looked for in number, name and title, ignoring case and accents.
    pub search: Option<String>,
    /// A group.
    pub group: Option<String>,
    /// At most this many (1 to 500).
    pub limit: u32,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// A page of contacts, by name and then number.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ContactPage {
    /// The contacts.
    pub contacts: Vec<ContactView>,
    /// How many match in all.
    pub total: u64,
    /// Cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// A group and its size.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// Contacts in it.
    pub count: u64,
}

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
    /// The members of a group, by name.
    Group {
        /// The group.
        name: String,
    },
    /// All contacts, by name.
    All,
}

/// The pace of a campaign.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
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
    /// One to five versions of the text, sent in rotation.
    pub texts: Vec<String>,
    /// How fast.
    #[serde(default)]
    pub pace: PaceView,
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
    /// Records of the list without a usable number.
    pub invalid: u64,
    /// Repetitions within the list.
    pub duplicates: u64,
    /// Names in braces that are no variable, as written.
    pub unknown_names: Vec<String>,
    /// Variables without a value.
    pub missing: Vec<MissingValue>,
    /// People for whom nothing remains of the text.
    pub empty_messages: u64,
    /// Expected duration in milliseconds.
    pub duration_ms: u64,
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
    /// While `held`: `not_linked`, `logged_out`, `replaced`, `restricted`,
    /// `client_too_old`, `rate_limited`, `too_many_failures`.
    pub hold_reason: Option<String>,
    /// Recipients in all.
    pub total: u64,
    /// Recipients by state.
    pub counts: StateCounts,
    /// The versions of its text.
    pub texts: Vec<String>,
    /// Its pace.
    pub pace: PaceView,
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
    /// Seconds until nothing is left to send, while running.
    pub eta_seconds: Option<u64>,
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
    /// Each message of this recipient.
    pub parts: Vec<PartView>,
}

/// One message of a recipient.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PartView {
    /// `text`.
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

/// What the engine tells the doors, at most about ten times a second. Each one
/// carries the present state, so that a missed one does no harm.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
#[ts(export)]
pub enum AppEvent {
    /// The device changed.
    Device {
        /// As it is now.
        device: DeviceView,
    },
    /// A campaign moved on.
    Campaign {
        /// As it is now.
        campaign: Box<CampaignView>,
    },
    /// Contacts were added or changed; lists should be asked for again.
    ContactsChanged,
}

/// How pairing is done.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum PairingRequest {
    /// The phone scans a code.
    Qr,
    /// The owner types a code on the phone with this number.
    PhoneCode {
        /// The account's number, in any usual form.
        phone: String,
    },
}

/// An error as it crosses a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ErrorView {
    /// Stable word; also the key `error-*` of the catalogue.
    pub code: String,
    /// A sentence in the profile's language that says what to do.
    pub message: String,
    /// What the sentence is about, for a program.
    pub details: BTreeMap<String, String>,
}
