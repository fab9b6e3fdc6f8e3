//! Videos: checked and copied. What phones play is H.264 with AAC in an MP4; making
//! that of something else needs an encoder that is larger than this program.

use std::io::{Read, Seek};
use std::ops::Range;

use crate::content::Content;
use crate::error::MediaError;
use crate::mp4::{self, Fault, Movie};
use crate::name;
use crate::prepared::{Kind, Prepared};
use crate::upload::{Report, Upload, in_pieces};

pub(crate) fn prepare(
    input: &mut (impl Read + Seek),
    len: u64,
    file_name: &str,
    content: Content,
    mut upload: Upload<'_>,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    if !matches!(content, Content::Mp4 | Content::Mov | Content::ThreeGp) {
        return Err(MediaError::VideoFormat { found: content });
    }
    let movie = mp4::read(input).map_err(|fault| match fault {
        Fault::Unreadable(error) => MediaError::Unreadable(error),
        Fault::Damaged => MediaError::VideoDamaged,
    })?;
    let (width, height) = playable(&movie)?;
    input.rewind().map_err(MediaError::Unreadable)?;
    in_pieces(input, len, progress, |at, piece| {
        for note in &movie.notes {
            blank(piece, at, note);
        }
        upload.write(piece)
    })?;
    let (sha256, size) = upload.finish()?;
    Ok(Prepared {
        kind: Kind::Video,
        mime: content.mime().unwrap_or("video/mp4"),
        file_name: name::fitting(file_name, content),
        sha256,
        size,
        width,
        height,
        thumbnail_jpeg: None,
        duration: movie.duration,
        waveform: None,
        pages: None,
        was_animated: false,
    })
}

/// Width and height of a film that phones play.
fn playable(movie: &Movie) -> Result<(Option<u32>, Option<u32>), MediaError> {
    let video = movie.video().ok_or(MediaError::VideoDamaged)?;
    let mut tracks = std::iter::once(video).chain(movie.sounds());
    if tracks.any(mp4::Track::is_protected) {
        return Err(MediaError::VideoProtected);
    }
    let unplayable = |track: &mp4::Track| MediaError::VideoCodec {
        codec: track.codec_name(),
    };
    if !matches!(&video.codec, b"avc1" | b"avc3") {
        return Err(unplayable(video));
    }
    if let Some(codec) = video.profile.and_then(studio) {
        return Err(MediaError::VideoCodec { codec });
    }
    // A second sound may be anything: players take the one they know.
    if let Some(sound) = movie.sounds().next()
        && !movie.sounds().any(mp4::Track::is_aac)
    {
        return Err(match sound.object {
            Some(0x69 | 0x6b) => MediaError::VideoCodec {
                codec: "MP3".to_owned(),
            },
            _ => unplayable(sound),
        });
    }
    let known = |pixels: u32| (pixels > 0).then_some(pixels);
    Ok((known(video.width), known(video.height)))
}

/// The name of a profile of H.264 that is made for studios: phones have no decoder
/// for more than 8 bits, nor for colours as fine as the picture.
fn studio(profile: u8) -> Option<String> {
    let name = match profile {
        // Baseline, Main, Extended, High.
        66 | 77 | 88 | 100 => return None,
        110 => "High 10",
        122 => "High 4:2:2",
        44 | 244 => "High 4:4:4",
        other => return Some(format!("H.264 ({other})")),
    };
    Some(format!("H.264 {name}"))
}

/// Makes of the part of a box that lies in `piece`, which begins at `at` of the
/// file, a box of the same size that says nothing: `free`, and zeros.
fn blank(piece: &mut [u8], at: u64, note: &Range<u64>) {
    let end = at + piece.len() as u64;
    let (from, to) = (note.start.max(at), note.end.min(end));
    let inside = |position: u64| usize::try_from(position.saturating_sub(at)).unwrap_or_default();
    let Some(part) = piece.get_mut(inside(from)..inside(to)) else {
        return;
    };
    for (byte, position) in part.iter_mut().zip(from - note.start..) {
        *byte = match position {
            // The size stays.
            0..4 => continue,
            4 => b'f',
            5 => b'r',
            6 | 7 => b'e',
            _ => 0,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_blanked_across_pieces() {
        let whole = *b"....\0\0\0\x0cudta+-59....";
        let blanked: Vec<u8> = (1..=whole.len())
            .flat_map(|size| {
                let mut out = Vec::new();
                for (index, piece) in whole.chunks(size).enumerate() {
                    let mut piece = piece.to_vec();
                    blank(&mut piece, (index * size) as u64, &(4..16));
                    out.extend(piece);
                }
                out
            })
            .collect();
        for copy in blanked.chunks(whole.len()) {
            assert_eq!(copy, b"....\0\0\0\x0cfree\0\0\0\0....");
        }
    }
}
