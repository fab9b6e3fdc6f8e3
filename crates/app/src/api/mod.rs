//! The shapes that cross a door: what the window and the command line send and
//! receive. Serialised with serde; TypeScript definitions are generated from
//! here by `cargo test -p app` into `ui/src/backend/generated`.
//!
//! Times are RFC 3339 strings, numbers E.164.

mod attachments;
mod backup;
mod campaigns;
mod contacts;
mod dashboard;
mod import;
mod logs;
mod settings;

pub use attachments::*;
pub use backup::*;
pub use campaigns::*;
pub use contacts::*;
pub use dashboard::*;
pub use import::*;
pub use logs::*;
pub use settings::*;

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
    /// By what it is told apart.
    pub colour: ProfileColour,
    /// Last time it was opened.
    pub last_used: Option<String>,
    /// What keeps the key of its databases: `keychain` (the operating system's),
    /// `passcode`, or `file` (one that its owner alone can read).
    pub protection: String,
    /// Whether a passcode is needed to open it.
    pub locked: bool,
}

/// By what profiles are told apart at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs, reason = "they say what they are")]
pub enum ProfileColour {
    #[default]
    Green,
    Blue,
    Violet,
    Pink,
    Orange,
    Grey,
}

impl ProfileColour {
    /// All of them, in the order in which new profiles get them.
    pub const ALL: [Self; 6] = [
        Self::Green,
        Self::Blue,
        Self::Violet,
        Self::Pink,
        Self::Orange,
        Self::Grey,
    ];
}

/// What of a profile can be changed while it is closed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ProfileEdit {
    /// 1 to 60 characters.
    pub name: String,
    /// Its colour.
    pub colour: ProfileColour,
}

/// The door of a profile that is locked: nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct UnlockView {
    /// Seconds for which no passcode is taken yet.
    pub wait_seconds: u32,
    /// Wrong passcodes before there is a wait.
    pub tries_left: u32,
    /// What is being sent behind the lock.
    pub progress: Option<LockedProgress>,
}

/// A campaign of which nothing is said but how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LockedProgress {
    /// People of whom nothing is left to be sent.
    pub done: u64,
    /// All of its people.
    pub total: u64,
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
    /// `not_linked`, `pairing`, `pairing_expired`, `number_refused`, `connecting`,
    /// `online`, `reconnecting`, `offline`, `idle`, `disabled`, `logged_out`,
    /// `replaced`, `restricted`, `banned`, `client_too_old`.
    pub state: String,
    /// Attempt number while `reconnecting`.
    pub attempt: Option<u32>,
    /// When that attempt is made; absent while it is being made.
    pub next_try: Option<String>,
    /// End of a restriction, or of the pairing code now shown.
    pub until: Option<String>,
    /// Why the account is `restricted`, where WhatsApp says so: `too_many_people`,
    /// `blocked_by_people`, `too_many_groups`, `same_message`, `too_many_lists`,
    /// `too_often`.
    pub reason: Option<String>,
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
    /// Where the file of the link lies that was damaged and set aside, until a phone is
    /// linked again.
    pub set_aside: Option<String>,
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
    /// A long piece of work moved on.
    Work {
        /// How far it is.
        progress: WorkProgress,
    },
    /// The database refuses what a campaign has to write. Nothing is lost, it is
    /// tried again; told once per kind of trouble.
    Trouble {
        /// What a person can do about it.
        error: ErrorView,
    },
    /// The database takes what is written again.
    TroubleOver,
    /// The automatic backups changed, or one could not be made.
    AutomaticBackup {
        /// As they are now.
        backups: AutomaticBackups,
    },
    /// The profile was locked; commands are refused until it is unlocked.
    Locked,
    /// The profile was unlocked.
    Unlocked,
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
    /// Of a list that was refused for its columns: which it has, and what each
    /// would be taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub columns: Option<Vec<ColumnView>>,
}
