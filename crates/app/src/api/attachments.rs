//! What goes with a text, and messages that are kept to be used again.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AttachmentView {
    /// Row id.
    pub id: i64,
    /// `picture`, `video`, `document`, `voice`.
    pub kind: String,
    /// Its type, `image/jpeg`.
    pub mime: String,
    /// Its name.
    pub file_name: String,
    /// Bytes, as they will be sent.
    pub size: u64,
    /// Pixels across. Pictures and videos.
    pub width: Option<u32>,
    /// Pixels down.
    pub height: Option<u32>,
    /// A small JPEG in base64.
    pub thumbnail: Option<String>,
    /// Whole seconds that it plays. Voice notes, and videos that say so.
    pub seconds: Option<u32>,
    /// Loudness over time, 64 values of 0 to 100. Voice notes.
    pub waveform: Option<Vec<u8>>,
    /// Pages of a PDF, where they could be counted.
    pub pages: Option<u32>,
    /// Its bytes were removed some time after the campaign; it can no longer be
    /// sent.
    pub gone: bool,
    /// It is a picture that moved, and only its first frame goes out. Said when
    /// it is attached, and not again.
    pub first_frame_only: bool,
}

/// A message to be used again.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TemplateView {
    /// Row id.
    pub id: i64,
    /// Its name, unique without regard to case and accents.
    pub name: String,
    /// What it is filed under; may be empty.
    pub category: String,
    /// The versions of its text.
    pub texts: Vec<String>,
    /// What goes with it, in order.
    pub attachments: Vec<AttachmentView>,
    /// When it was made.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
}

/// A template to be saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewTemplate {
    /// 1 to 120 characters.
    pub name: String,
    /// At most 60 characters; may be empty.
    #[serde(default)]
    pub category: String,
    /// One to five versions of the text.
    pub texts: Vec<String>,
    /// The ids of attachments, in order.
    #[serde(default)]
    pub attachments: Vec<i64>,
}

/// The recipients who got one version of a text.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VariantResult {
    /// From 0.
    pub variant: u32,
    /// Recipients by state.
    pub counts: super::StateCounts,
    /// How many of them answered.
    pub replies: u64,
}

/// What was, or would be, removed from the profile to make room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FreedView {
    /// Attachments that no campaign to come, no draft and no template needs.
    pub attachments: u64,
    /// Their bytes.
    pub bytes: u64,
}
