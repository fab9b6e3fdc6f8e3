//! Sound of any common kind into a voice note.

mod collect;
mod loudness;
mod ogg_opus;
mod source;
mod tracks;
pub(crate) mod voice_note;
pub(crate) mod waveform;

use std::io::{Read, Seek, SeekFrom};

use crate::contained::contained;
use crate::content::Content;
use crate::error::MediaError;
use crate::limits::Limits;
use crate::mp4::{self, Fault};
use crate::prepare::Input;
use crate::prepared::Prepared;
use crate::upload::{Report, Upload};
use collect::Collect;

pub(crate) fn prepare(
    mut input: impl Input,
    len: u64,
    file_name: &str,
    content: Content,
    limits: &Limits,
    upload: Upload<'_>,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    decodable(&mut input, content)?;
    if matches!(content, Content::Opus | Content::Vorbis) {
        ogg_is_whole(&mut input, len)?;
    }
    input.rewind().map_err(MediaError::Unreadable)?;
    let samples = contained(MediaError::AudioDamaged, || {
        let mut collect = Collect::new(limits.audio);
        if content == Content::Opus {
            ogg_opus::decode(input, len, &mut collect, progress)?;
        } else {
            tracks::decode(input, len, content, &mut collect, progress)?;
        }
        collect.finish()
    })?;
    voice_note::finish(samples, file_name, upload, progress)
}

/// What is refused before a decoder sees it, with the reason that helps.
fn decodable(input: &mut (impl Read + Seek), content: Content) -> Result<(), MediaError> {
    let refused = |codec: &str| {
        Err(MediaError::AudioFormat {
            codec: codec.to_owned(),
        })
    };
    match content {
        Content::Amr | Content::Asf | Content::Aiff | Content::Caf | Content::Ogg => {
            refused(content.code())
        }
        Content::M4a => {
            let movie = mp4::read(input).map_err(|fault| match fault {
                Fault::Unreadable(error) => MediaError::Unreadable(error),
                Fault::Damaged => MediaError::AudioDamaged,
            })?;
            let Some(sound) = movie.sounds().next() else {
                return Err(MediaError::AudioDamaged);
            };
            match (&sound.codec, sound.aac) {
                _ if sound.is_protected() => Err(MediaError::AudioProtected),
                (b"mp4a", Some(5 | 29)) => Err(MediaError::AudioHeAac),
                // Above 2 come kinds of AAC for broadcasting and telephones.
                (b"mp4a", None | Some(2)) | (b".mp3" | b"fLaC", _) => Ok(()),
                (b"mp4a", Some(_)) => refused("aac"),
                (b"samr" | b"sawb", _) => refused("amr"),
                _ => refused(&sound.codec_name().to_ascii_lowercase()),
            }
        }
        _ => Ok(()),
    }
}

/// The last page of an Ogg file must end where the file ends; one that was cut
/// off does not. Checked here because decoders play what there is.
fn ogg_is_whole(input: &mut (impl Read + Seek), len: u64) -> Result<(), MediaError> {
    /// A page has at most 27 + 255 + 255 × 255 bytes.
    const LARGEST_PAGE: u64 = 65_307;
    let from = len.saturating_sub(LARGEST_PAGE);
    input
        .seek(SeekFrom::Start(from))
        .map_err(MediaError::Unreadable)?;
    let mut end = Vec::new();
    input
        .take(len - from)
        .read_to_end(&mut end)
        .map_err(MediaError::Unreadable)?;
    let last = end.windows(4).rposition(|window| window == b"OggS");
    let page = last.and_then(|at| end.get(at..)).unwrap_or_default();
    let segments = page.get(26).copied().map_or(0, usize::from);
    let whole = page.get(27..27 + segments).is_some_and(|sizes| {
        let body: usize = sizes.iter().copied().map(usize::from).sum();
        27 + segments + body <= page.len()
    });
    if whole {
        Ok(())
    } else {
        Err(MediaError::AudioDamaged)
    }
}
