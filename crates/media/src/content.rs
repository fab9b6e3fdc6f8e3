//! What a file is, by what is in it.

use std::io::{Read, Seek, SeekFrom};

use crate::error::MediaError;
use crate::mp4;
use crate::prepared::Kind;

/// How many bytes from the beginning [`recognise`] makes use of.
pub const HEAD_BYTES: usize = 4096;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// JPEG.
    Jpeg,
    /// PNG, also animated.
    Png,
    /// WebP, also animated.
    Webp,
    /// GIF, also animated.
    Gif,
    /// HEIC and HEIF, as iPhones take pictures.
    Heic,
    /// AVIF.
    Avif,
    /// Windows bitmap.
    Bmp,
    /// TIFF, and many cameras' raw files.
    Tiff,
    /// MPEG audio, layer 1 to 3.
    Mp3,
    /// AAC without a container.
    Adts,
    /// RIFF/WAVE.
    Wav,
    /// FLAC.
    Flac,
    /// Opus in Ogg.
    Opus,
    /// Vorbis or FLAC in Ogg.
    Vorbis,
    /// MP4 with sound alone.
    M4a,
    /// AMR, as old phones recorded.
    Amr,
    /// Windows Media, sound or video.
    Asf,
    /// AIFF.
    Aiff,
    /// Core Audio, as some Apple programs record.
    Caf,
    /// Ogg with something else in it, such as Speex or Theora.
    Ogg,
    /// MP4.
    Mp4,
    /// `QuickTime`.
    Mov,
    /// 3GP.
    ThreeGp,
    /// Matroska and `WebM`.
    Matroska,
    /// AVI.
    Avi,
    /// PDF.
    Pdf,
    /// ZIP, and with it the files of Word, Excel and `OpenDocument`.
    Zip,
    /// The older files of Word, Excel, `PowerPoint`.
    OldOffice,
    /// Anything else.
    Unknown,
}

impl Content {
    /// What such a file is sent as when nobody says otherwise.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Jpeg
            | Self::Png
            | Self::Webp
            | Self::Gif
            | Self::Heic
            | Self::Avif
            | Self::Bmp
            | Self::Tiff => Kind::Picture,
            Self::Mp3
            | Self::Adts
            | Self::Wav
            | Self::Flac
            | Self::Opus
            | Self::Vorbis
            | Self::M4a
            | Self::Amr
            | Self::Aiff
            | Self::Caf
            | Self::Ogg => Kind::VoiceNote,
            Self::Mp4 | Self::Mov | Self::ThreeGp | Self::Matroska | Self::Avi | Self::Asf => {
                Kind::Video
            }
            Self::Pdf | Self::Zip | Self::OldOffice | Self::Unknown => Kind::Document,
        }
    }

    /// Its stable name, for doors and tests.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Mp3 => "mp3",
            Self::Adts => "aac",
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Opus => "opus",
            Self::Vorbis => "vorbis",
            Self::M4a => "m4a",
            Self::Amr => "amr",
            Self::Asf => "wma",
            Self::Aiff => "aiff",
            Self::Caf => "caf",
            Self::Ogg => "ogg",
            Self::Mp4 => "mp4",
            Self::Mov => "mov",
            Self::ThreeGp => "3gp",
            Self::Matroska => "mkv",
            Self::Avi => "avi",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::OldOffice => "ole",
            Self::Unknown => "unknown",
        }
    }

    /// The extensions that names of such files have, the usual one first; none
    /// where the content does not decide it.
    pub(crate) const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png", "apng"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Heic => &["heic", "heif"],
            Self::Avif => &["avif"],
            Self::Bmp => &["bmp", "dib"],
            Self::Mp3 => &["mp3", "mp2", "mpga"],
            Self::Adts => &["aac", "adts"],
            Self::Wav => &["wav"],
            Self::Flac => &["flac"],
            Self::Opus => &["ogg", "opus", "oga"],
            Self::Vorbis | Self::Ogg => &["ogg", "oga", "ogv", "spx"],
            Self::M4a => &["m4a", "mp4", "m4b", "3gp"],
            Self::Amr => &["amr"],
            Self::Aiff => &["aiff", "aif", "aifc"],
            Self::Caf => &["caf"],
            Self::Mp4 => &["mp4", "m4v", "mov"],
            Self::Mov => &["mov", "mp4", "qt"],
            Self::ThreeGp => &["3gp", "3g2", "mp4"],
            Self::Matroska => &["mkv", "webm", "mka"],
            Self::Avi => &["avi"],
            Self::Asf => &["wmv", "wma", "asf"],
            Self::Pdf => &["pdf"],
            // Raw pictures are TIFFs, and many things are ZIPs.
            Self::Tiff | Self::Zip | Self::OldOffice | Self::Unknown => &[],
        }
    }

    /// The type as messages name it, where the content decides it.
    pub(crate) const fn mime(self) -> Option<&'static str> {
        Some(match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Bmp => "image/bmp",
            Self::Mp3 => "audio/mpeg",
            Self::Adts => "audio/aac",
            Self::Wav => "audio/wav",
            Self::Flac => "audio/flac",
            Self::Opus | Self::Vorbis | Self::Ogg => "audio/ogg",
            Self::M4a => "audio/mp4",
            Self::Amr => "audio/amr",
            Self::Aiff => "audio/aiff",
            Self::Caf => "audio/x-caf",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::ThreeGp => "video/3gpp",
            Self::Avi => "video/x-msvideo",
            Self::Pdf => "application/pdf",
            Self::Tiff
            | Self::Matroska
            | Self::Asf
            | Self::Zip
            | Self::OldOffice
            | Self::Unknown => return None,
        })
    }
}

/// What a file is, by its first bytes; [`HEAD_BYTES`] of them are enough.
///
/// An MP4 that holds sound alone says so only further on: [`recognise_file`] looks
/// there too.
#[must_use]
pub fn recognise(head: &[u8]) -> Content {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    match head {
        _ if at(0, b"\xff\xd8\xff") => Content::Jpeg,
        _ if at(0, b"\x89PNG\r\n\x1a\n") => Content::Png,
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => Content::Gif,
        _ if at(0, b"RIFF") && at(8, b"WEBP") => Content::Webp,
        _ if at(0, b"RIFF") && at(8, b"WAVE") => Content::Wav,
        _ if at(0, b"RIFF") && at(8, b"AVI ") => Content::Avi,
        _ if at(0, b"BM") && at(6, &[0; 4]) => Content::Bmp,
        _ if at(0, b"II*\0") || at(0, b"MM\0*") => Content::Tiff,
        _ if at(0, b"fLaC") => Content::Flac,
        _ if at(0, b"OggS") => ogg(head),
        _ if at(4, b"ftyp") => mp4_family(head),
        // Before there were brands.
        _ if at(4, b"moov") || at(4, b"mdat") || at(4, b"wide") => Content::Mov,
        _ if at(0, b"ID3") => Content::Mp3,
        _ if at(0, b"#!AMR") => Content::Amr,
        _ if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) => Content::Aiff,
        _ if at(0, b"caff") => Content::Caf,
        _ if at(0, b"\x1a\x45\xdf\xa3") => Content::Matroska,
        _ if at(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11") => Content::Asf,
        _ if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") => Content::Zip,
        _ if at(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => Content::OldOffice,
        // Readers look for it in the first kilobyte.
        _ if head
            .get(..head.len().min(1024))
            .unwrap_or_default()
            .windows(5)
            .any(|window| window == b"%PDF-") =>
        {
            Content::Pdf
        }
        _ => mpeg(head),
    }
}

/// What a file is; reads the beginning, and of an MP4 the list of its tracks.
pub fn recognise_file(input: &mut (impl Read + Seek)) -> Result<Content, MediaError> {
    input.rewind().map_err(MediaError::Unreadable)?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    input
        .by_ref()
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(MediaError::Unreadable)?;
    let content = recognise(&head);
    let content = match content {
        Content::Mp4 | Content::Mov | Content::ThreeGp => match mp4::read(input) {
            Ok(movie) if movie.is_sound_alone() => Content::M4a,
            Err(mp4::Fault::Unreadable(error)) => return Err(MediaError::Unreadable(error)),
            // A damaged one is told so by whoever wants to make something of it.
            Ok(_) | Err(mp4::Fault::Damaged) => content,
        },
        content => content,
    };
    input
        .seek(SeekFrom::Start(0))
        .map_err(MediaError::Unreadable)?;
    Ok(content)
}

/// The first packet of an Ogg stream lies alone on its page and names the codec.
fn ogg(head: &[u8]) -> Content {
    let segments = head.get(26).copied().map_or(0, usize::from);
    let packet = head.get(27 + segments..).unwrap_or_default();
    if packet.starts_with(b"OpusHead") {
        Content::Opus
    } else if packet.starts_with(b"\x01vorbis") || packet.starts_with(b"\x7fFLAC") {
        Content::Vorbis
    } else {
        Content::Ogg
    }
}

/// The brands of an `ftyp` box: the major one, and the compatible ones where the
/// major one is general.
fn mp4_family(head: &[u8]) -> Content {
    let size = head
        .first_chunk::<4>()
        .map_or(0, |size| u32::from_be_bytes(*size) as usize);
    let brands = head
        .get(8..size.clamp(12, head.len().max(12)))
        .unwrap_or_default();
    let major = brands.get(..4).unwrap_or_default();
    let named = |brand: &[u8]| brands.chunks_exact(4).any(|other| other == brand);
    match major {
        b"qt  " => Content::Mov,
        b"M4A " | b"M4B " | b"M4P " => Content::M4a,
        _ if major.starts_with(b"3g") => Content::ThreeGp,
        b"avif" | b"avis" => Content::Avif,
        b"mif1" | b"msf1" if named(b"avif") => Content::Avif,
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
            Content::Heic
        }
        _ => Content::Mp4,
    }
}

/// MP3 and ADTS have no beginning of their own, only frames: two in a row, or one
/// that is followed by nothing to look at.
fn mpeg(head: &[u8]) -> Content {
    let Some(first) = frame(head) else {
        return Content::Unknown;
    };
    match head.get(first.length..) {
        Some(next) if next.len() >= 7 => match frame(next) {
            Some(second) if second.content == first.content => first.content,
            _ => Content::Unknown,
        },
        _ if head.len() < HEAD_BYTES => Content::Unknown,
        _ => first.content,
    }
}

/// Kilobits a second of layer 3, by the number in the header; 0 is "free".
const MPEG1: [usize; 15] = [
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
];

/// The same at half the sample rate and less.
const MPEG2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

struct Frame {
    content: Content,
    /// Bytes, header included; never 0.
    length: usize,
}

fn frame(bytes: &[u8]) -> Option<Frame> {
    let [0xff, b1, b2, b3, b4, b5, ..] = *bytes else {
        return None;
    };
    if b1 & 0xf6 == 0xf0 {
        let length = usize::from(b3 & 3) << 11 | usize::from(b4) << 3 | usize::from(b5) >> 5;
        let rate = b2 >> 2 & 15;
        return (length >= 7 && rate < 13).then_some(Frame {
            content: Content::Adts,
            length,
        });
    }
    // Layer 3 alone: a first byte of 0xff and luck make the others.
    if b1 & 0xe6 != 0xe2 {
        return None;
    }
    let version = b1 >> 3 & 3;
    let kilobits = usize::from(b2 >> 4);
    let (kilobits, samples, shift) = match version {
        3 => (MPEG1.get(kilobits)?, 1152, 0),
        2 => (MPEG2.get(kilobits)?, 576, 1),
        0 => (MPEG2.get(kilobits)?, 576, 2),
        _ => return None,
    };
    let rate = [44100_usize, 48000, 32000].get(usize::from(b2 >> 2 & 3))? >> shift;
    let length = samples / 8 * kilobits * 1000 / rate + usize::from(b2 >> 1 & 1);
    (length > 4).then_some(Frame {
        content: Content::Mp3,
        length,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_asked() {
        assert_eq!(recognise(b"%PDF-1.7 ..."), Content::Pdf);
        assert_eq!(recognise(b"\xef\xbb\xbf\n%PDF-1.4"), Content::Pdf);
        assert_eq!(recognise(b"numero,nombre\n"), Content::Unknown);
        assert_eq!(recognise(b""), Content::Unknown);
        assert_eq!(recognise(b"BMW, 2019"), Content::Unknown);
    }

    #[test]
    fn brands_tell_what_an_mp4_is() {
        let with = |brands: &[u8]| {
            let mut head = u32::try_from(8 + brands.len())
                .unwrap()
                .to_be_bytes()
                .to_vec();
            head.extend(b"ftyp");
            head.extend(brands);
            recognise(&head)
        };
        assert_eq!(with(b"isom\0\0\0\0isommp41"), Content::Mp4);
        assert_eq!(with(b"qt  \0\0\0\0qt  "), Content::Mov);
        assert_eq!(with(b"M4A \0\0\0\0M4A "), Content::M4a);
        assert_eq!(with(b"3gp4\0\0\0\0"), Content::ThreeGp);
        assert_eq!(with(b"heic\0\0\0\0mif1heic"), Content::Heic);
        assert_eq!(with(b"mif1\0\0\0\0mif1avif"), Content::Avif);
        assert_eq!(with(b""), Content::Mp4);
    }

    #[test]
    fn one_frame_of_mp3_by_chance_is_no_music() {
        let mut bytes = vec![0xff, 0xfb, 0x90, 0x00];
        bytes.resize(2000, 7);
        assert_eq!(recognise(&bytes), Content::Unknown);
        bytes.truncate(417);
        bytes.extend([0xff, 0xfb, 0x90, 0x00, 0, 0, 0]);
        assert_eq!(recognise(&bytes), Content::Mp3);
    }
}
