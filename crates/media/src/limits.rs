//! How much is too much.

use std::time::Duration;

/// What a file may be at most. The default is what the product promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a picture's file. 16 MB.
    pub picture_bytes: u64,
    /// Width times height of a picture, read before it is decoded. 50 million,
    /// which a decoder turns into 150 MB and, for the rarest kinds of file,
    /// three times that.
    pub picture_pixels: u64,
    /// Pixels of the longest side that a picture is brought to; smaller ones stay.
    /// 1600.
    pub picture_side: u32,
    /// Bytes of a sound file, whatever it lasts. 100 MB.
    pub audio_bytes: u64,
    /// Length of a voice note. 2 minutes.
    pub audio: Duration,
    /// Bytes of a video. 16 MB.
    pub video_bytes: u64,
    /// Bytes of a document. 100 MB.
    pub document_bytes: u64,
}

const MB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            picture_bytes: 16 * MB,
            picture_pixels: 50_000_000,
            picture_side: 1600,
            audio_bytes: 100 * MB,
            audio: Duration::from_secs(120),
            video_bytes: 16 * MB,
            document_bytes: 100 * MB,
        }
    }
}
