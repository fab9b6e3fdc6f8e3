//! Why a file cannot be sent the way it was asked to.

use std::io;
use std::time::Duration;

use crate::content::Content;
use crate::prepared::Kind;

/// Why a file was refused.
///
/// Doors take [`code`](Self::code) and the fields and say in the user's language
/// which limit it is and what to do; [`Display`](std::fmt::Display) is for
/// developers. Nothing here names the file or what is in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    /// The file could not be read.
    #[error("the file could not be read: {0}")]
    Unreadable(#[source] io::Error),
    /// What was prepared could not be written.
    #[error("the prepared file could not be written: {0}")]
    Unwritable(#[source] io::Error),
    /// The progress function asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// Not a single byte.
    #[error("the file is empty")]
    Empty,
    /// More bytes than such a file may have.
    #[error("{size} bytes, at most {limit} for a {kind:?}")]
    TooLarge {
        /// What it was to become.
        kind: Kind,
        /// Bytes of the file.
        size: u64,
        /// The limit, bytes.
        limit: u64,
    },
    /// A picture was wanted of what is none, and so on.
    #[error("{found:?} cannot become a {wanted:?}")]
    NotA {
        /// What it was to become.
        wanted: Kind,
        /// What it is.
        found: Content,
    },
    /// A HEIC or AVIF picture: to be exported as JPEG first. (On an iPhone:
    /// Settings, Camera, Formats, Most Compatible.)
    #[error("{found:?} pictures are not decoded")]
    PictureHeic {
        /// [`Content::Heic`] or [`Content::Avif`].
        found: Content,
    },
    /// A picture in another format than JPEG, PNG, WebP, GIF.
    #[error("{found:?} pictures are not decoded")]
    PictureFormat {
        /// What it is.
        found: Content,
    },
    /// More pixels than are decoded.
    #[error("{width} × {height} pixels, at most {limit}")]
    PictureTooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The limit of width times height.
        limit: u64,
    },
    /// A picture that ends early or contradicts itself.
    #[error("the picture is damaged")]
    PictureDamaged,
    /// Sound in a container or codec that is not decoded.
    #[error("sound in {codec} is not decoded")]
    AudioFormat {
        /// Its name, lower case: `alac`, `amr`, `wma`.
        codec: String,
    },
    /// HE-AAC that says so, which needs a decoder of its own: to be saved as MP3 or
    /// AAC-LC. (What is also made for older players is taken as they would play it.)
    #[error("HE-AAC is not decoded")]
    AudioHeAac,
    /// Copy-protected sound, such as was bought in a shop.
    #[error("the sound is copy-protected")]
    AudioProtected,
    /// Longer than a voice note may be.
    #[error("lasts {seconds:?} s, at most {limit:?}")]
    AudioTooLong {
        /// Whole seconds that the file says it lasts, where it says so.
        seconds: Option<u64>,
        /// The limit.
        limit: Duration,
    },
    /// Nothing to hear: no sample above a thousandth of full scale, or no sample
    /// at all.
    #[error("the sound is silent")]
    AudioSilent,
    /// Sound that ends early or contradicts itself.
    #[error("the sound is damaged")]
    AudioDamaged,
    /// A video in another container than MP4, MOV, 3GP.
    #[error("{found:?} videos are not taken by phones")]
    VideoFormat {
        /// What it is.
        found: Content,
    },
    /// A video whose picture is not H.264 or whose sound is not AAC.
    #[error("video with {codec}")]
    VideoCodec {
        /// The four characters that name the codec in the file (`hvc1`, `av01`,
        /// `samr`), or what is inside where these are not enough (`H.264 High 4:4:4`).
        codec: String,
    },
    /// A copy-protected video.
    #[error("the video is copy-protected")]
    VideoProtected,
    /// A video that ends early or contradicts itself.
    #[error("the video is damaged")]
    VideoDamaged,
    /// A PDF that ends early.
    #[error("the document is damaged")]
    DocumentDamaged,
    /// Something else under the name of a PDF.
    #[error("no PDF, in spite of its name")]
    DocumentNoPdf,
    /// The encoder refused, which no file should be able to cause.
    #[error("the encoder failed: {0}")]
    Encoder(&'static str),
}

impl MediaError {
    /// The stable code of this error, for doors and tests.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "media_unreadable",
            Self::Unwritable(_) => "media_unwritable",
            Self::Cancelled => "media_cancelled",
            Self::Empty => "media_empty",
            Self::TooLarge { kind, .. } => match kind {
                Kind::Picture => "picture_too_large",
                Kind::VoiceNote => "audio_too_large",
                Kind::Video => "video_too_large",
                Kind::Document => "document_too_large",
            },
            Self::NotA { wanted, .. } => match wanted {
                Kind::Picture => "not_a_picture",
                Kind::VoiceNote => "not_audio",
                // Everything can be a document.
                Kind::Video | Kind::Document => "not_a_video",
            },
            Self::PictureHeic { .. } => "picture_heic",
            Self::PictureFormat { .. } => "picture_format",
            Self::PictureTooManyPixels { .. } => "picture_too_many_pixels",
            Self::PictureDamaged => "picture_damaged",
            Self::AudioFormat { .. } => "audio_format",
            Self::AudioHeAac => "audio_he_aac",
            Self::AudioProtected => "audio_protected",
            Self::AudioTooLong { .. } => "audio_too_long",
            Self::AudioSilent => "audio_silent",
            Self::AudioDamaged => "audio_damaged",
            Self::VideoFormat { .. } => "video_format",
            Self::VideoCodec { .. } => "video_codec",
            Self::VideoProtected => "video_protected",
            Self::VideoDamaged => "video_damaged",
            Self::DocumentDamaged => "document_damaged",
            Self::DocumentNoPdf => "document_no_pdf",
            Self::Encoder(_) => "media_encoder",
        }
    }
}
