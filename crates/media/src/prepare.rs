//! One door for all kinds of file.

use std::io::{Read, Seek, SeekFrom, Write};

use crate::audio;
use crate::content::{Content, recognise_file};
use crate::document;
use crate::error::MediaError;
use crate::limits::Limits;
use crate::picture;
use crate::prepared::{Kind, Prepared};
use crate::upload::{Report, Upload};
use crate::video;

/// What can be prepared: an open file, or bytes in a [`Cursor`](std::io::Cursor).
pub trait Input: Read + Seek + Send + Sync {}

impl<T: Read + Seek + Send + Sync> Input for T {}

/// Makes of a file what WhatsApp takes, and writes it to `output`.
///
/// `name` is the file's name, with or without its folder; it is never asked what
/// the file is, unless the content leaves it open. `wanted` says what it is to be
/// sent as; `None` leaves that to the content. `progress` is called often and may
/// stop the work.
///
/// Blocking, and for a large picture up to some seconds of computing. After an
/// error `output` may have been written to in part.
pub fn prepare(
    mut input: impl Input,
    name: &str,
    wanted: Option<Kind>,
    limits: &Limits,
    output: &mut dyn Write,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    let len = input
        .seek(SeekFrom::End(0))
        .map_err(MediaError::Unreadable)?;
    if len == 0 {
        return Err(MediaError::Empty);
    }
    let content = recognise_file(&mut input)?;
    let kind = wanted.unwrap_or(content.kind());
    fits(kind, content)?;
    let limit = match kind {
        Kind::Picture => limits.picture_bytes,
        Kind::VoiceNote => limits.audio_bytes,
        Kind::Video => limits.video_bytes,
        Kind::Document => limits.document_bytes,
    };
    if len > limit {
        return Err(MediaError::TooLarge {
            kind,
            size: len,
            limit,
        });
    }
    let upload = Upload::new(output);
    match kind {
        Kind::Picture => picture::prepare(&mut input, len, name, content, limits, upload, progress),
        Kind::VoiceNote => audio::prepare(input, len, name, content, limits, upload, progress),
        Kind::Video => video::prepare(&mut input, len, name, content, upload, progress),
        Kind::Document => {
            document::prepare(&mut input, len, name, content, limits, upload, progress)
        }
    }
}

/// Anything can be a document; nothing else changes its kind.
fn fits(wanted: Kind, found: Content) -> Result<(), MediaError> {
    // Windows Media is sound as well as video.
    let sound = wanted == Kind::VoiceNote && found == Content::Asf;
    if wanted == Kind::Document || wanted == found.kind() || sound {
        Ok(())
    } else {
        Err(MediaError::NotA { wanted, found })
    }
}
