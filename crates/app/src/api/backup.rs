//! Backups and the way back from them.

use super::{ErrorView, ProfileSummary};
use serde::Serialize;
use ts_rs::TS;

/// A copy that the program made of a profile by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AutomaticBackup {
    /// What it is restored by.
    pub id: String,
    /// When it was made.
    pub made_at: String,
    /// `daily`, or `update`: before a newer program brought the database up to date.
    pub reason: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// What there is of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AutomaticBackups {
    /// The latest first.
    pub backups: Vec<AutomaticBackup>,
    /// Why the last one could not be made.
    pub skipped: Option<ErrorView>,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BackupDone {
    /// The file.
    pub file: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What time it is of.
    pub made_at: String,
    /// Whether the link to the phone is in it.
    pub with_session: bool,
}

/// What is in a backup, before anything is made of it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BackupContents {
    /// The name of the profile.
    pub name: String,
    /// What time it is of.
    pub made_at: String,
    /// Whether its phone is simulated.
    pub practice: bool,
    /// Whether the link to the phone is in it.
    pub with_session: bool,
    /// How much is written when it is restored.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The profile of that name that is here already.
    pub present: Option<ProfileSummary>,
}

/// A profile that came out of a backup.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RestoredView {
    /// The profile.
    pub profile: ProfileSummary,
    /// What time the backup is of; what is newer is not in it.
    pub made_at: String,
    /// Whether the link to the phone came along.
    pub with_session: bool,
    /// Campaigns that were under way, and now wait for a person.
    #[ts(type = "number")]
    pub held: u64,
    /// Whether a profile gave way. It is kept until this one was opened.
    pub replaced: bool,
    /// Where the database lies that was there before.
    pub set_aside: Option<String>,
}
