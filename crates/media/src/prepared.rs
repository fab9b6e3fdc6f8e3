//! What comes out.

use std::fmt;
use std::time::Duration;

use crate::audio::waveform::WAVEFORM_BARS;

/// What a file is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Shown in the chat.
    Picture,
    /// Played in the chat, with a waveform.
    VoiceNote,
    /// Played in the chat.
    Video,
    /// A file under its name.
    Document,
}

/// A file that is ready to be uploaded: what has been written to the output, and
/// what a message says about it.
#[derive(Clone, PartialEq)]
pub struct Prepared {
    /// What it is sent as.
    pub kind: Kind,
    /// Its type, as messages name it: `audio/ogg; codecs=opus`.
    pub mime: &'static str,
    /// The name to show: no folders, no control characters. What phones show in the
    /// chat itself keeps the name it was given; that of a document, which they
    /// show, has the extension of what it is.
    pub file_name: String,
    /// SHA-256 of the bytes written.
    pub sha256: [u8; 32],
    /// How many bytes were written.
    pub size: u64,
    /// Pixels across, as shown. Pictures and videos.
    pub width: Option<u32>,
    /// Pixels down, as shown.
    pub height: Option<u32>,
    /// A JPEG of at most 100 pixels a side and 10 kB. Pictures, also those that are
    /// sent as documents.
    pub thumbnail_jpeg: Option<Vec<u8>>,
    /// How long it plays. Voice notes, and videos that say so.
    pub duration: Option<Duration>,
    /// Loudness over time, each 0 to 100, the loudest 100. Voice notes.
    pub waveform: Option<[u8; WAVEFORM_BARS]>,
    /// Pages of a PDF, where they could be counted cheaply.
    pub pages: Option<u32>,
    /// The picture moved, and only its first frame goes out.
    pub was_animated: bool,
}

impl Prepared {
    /// The duration as messages carry it: whole seconds, at least one.
    #[must_use]
    pub fn seconds(&self) -> Option<u32> {
        let seconds = (self.duration?.as_millis().saturating_add(500) / 1000).max(1);
        Some(u32::try_from(seconds).unwrap_or(u32::MAX))
    }
}

/// Without the name and the picture, which are personal.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("kind", &self.kind)
            .field("mime", &self.mime)
            .field("size", &self.size)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("duration", &self.duration)
            .field("pages", &self.pages)
            .field("was_animated", &self.was_animated)
            .finish_non_exhaustive()
    }
}

/// How far the preparation is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// From 0 to 1, never falling.
    pub fraction: f32,
}
