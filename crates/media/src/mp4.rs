//! The boxes of MP4, MOV and 3GP: which tracks there are and of what, how long and
//! how large. Nothing is decoded, and nothing but the table of contents is read.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::time::Duration;

/// Most bytes that a table of contents may have; an hour's has about one million.
const LARGEST_MOOV: u64 = 16 * 1024 * 1024;

/// Most boxes looked at on the outermost level: fragmented files have two for
/// each second or so.
const MOST_BOXES: usize = 100_000;

/// Most boxes with notes; a camera writes five.
const MOST_NOTES: usize = 1_000;

/// Why the boxes could not be read.
#[derive(Debug)]
pub(crate) enum Fault {
    Unreadable(io::Error),
    Damaged,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Movie {
    pub(crate) tracks: Vec<Track>,
    pub(crate) duration: Option<Duration>,
    /// Whole boxes with what the camera or the program noted beside the
    /// film: place, names, texts.
    pub(crate) notes: Vec<Range<u64>>,
}

impl Movie {
    pub(crate) fn video(&self) -> Option<&Track> {
        self.tracks.iter().find(|track| track.media == Media::Video)
    }

    pub(crate) fn sounds(&self) -> impl Iterator<Item = &Track> {
        self.tracks
            .iter()
            .filter(|track| track.media == Media::Sound)
    }

    pub(crate) fn is_sound_alone(&self) -> bool {
        self.video().is_none() && self.sounds().next().is_some()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    Video,
    Sound,
    Other,
}

#[derive(Debug)]
pub(crate) struct Track {
    pub(crate) media: Media,
    /// Four characters, such as `avc1`; zeros where the track does not say.
    pub(crate) codec: [u8; 4],
    /// The kind of AAC (2: LC, 5 and 29: HE), where it is said.
    pub(crate) aac: Option<u8>,
    /// What an `mp4a` track holds, by the number that MPEG-4 gave it, where it is said.
    pub(crate) object: Option<u8>,
    /// The profile of H.264, where it is said.
    pub(crate) profile: Option<u8>,
    /// Pixels, as shown: after the turn that the track asks for.
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Track {
    /// Sound in AAC, as far as it says.
    pub(crate) fn is_aac(&self) -> bool {
        // MPEG-4 AAC, and the three kinds of MPEG-2.
        let aac = |object| matches!(object, 0x40 | 0x66..=0x68);
        &self.codec == b"mp4a" && self.object.is_none_or(aac)
    }

    /// Encrypted by a shop.
    pub(crate) fn is_protected(&self) -> bool {
        matches!(&self.codec, b"drms" | b"drmi" | b"drmt" | b"enca" | b"encv")
    }

    /// The codec for people; what is not printable becomes a question mark.
    pub(crate) fn codec_name(&self) -> String {
        self.codec
            .iter()
            .map(|&byte| match byte {
                b'!'..=b'~' => char::from(byte),
                b' ' => '_',
                _ => '?',
            })
            .collect()
    }
}

/// Reads the table of contents, wherever it is. A file in which a part of the film
/// reaches beyond the end is damaged; what cameras append behind the film is not
/// looked at.
pub(crate) fn read(input: &mut (impl Read + Seek)) -> Result<Movie, Fault> {
    let len = input.seek(SeekFrom::End(0))?;
    let mut at = 0;
    let mut moov = None;
    let mut has_film = false;
    let mut notes = Vec::new();
    for _ in 0..MOST_BOXES {
        let Some(next) = outer_box(input, at, len)? else {
            break;
        };
        let Some(end) = next.end else {
            match &next.kind {
                b"moov" | b"mdat" | b"moof" => return Err(Fault::Damaged),
                _ => break,
            }
        };
        match &next.kind {
            b"moov" => {
                if end - next.body > LARGEST_MOOV {
                    return Err(Fault::Damaged);
                }
                let size = usize::try_from(end - next.body).unwrap_or_default();
                let mut bytes = vec![0; size];
                input.seek(SeekFrom::Start(next.body))?;
                input.read_exact(&mut bytes)?;
                moov = Some((next.body, bytes));
            }
            b"mdat" => has_film = true,
            b"udta" | b"meta" | b"uuid" => notes.push(at..end),
            _ => {}
        }
        at = end;
    }
    let (offset, bytes) = moov.filter(|_| has_film).ok_or(Fault::Damaged)?;
    let mut movie = contents(&bytes, offset)?;
    movie.notes.extend(notes);
    if movie.notes.len() > MOST_NOTES {
        return Err(Fault::Damaged);
    }
    Ok(movie)
}

/// A box of the outermost level.
struct Outer {
    kind: [u8; 4],
    /// Where it begins behind its header.
    body: u64,
    /// Where it ends; none where that makes no sense or is beyond the file.
    end: Option<u64>,
}

/// The box at `at`, if there is room for one.
fn outer_box(input: &mut (impl Read + Seek), at: u64, len: u64) -> Result<Option<Outer>, Fault> {
    if len.saturating_sub(at) < 8 {
        return Ok(None);
    }
    input.seek(SeekFrom::Start(at))?;
    let mut head = [0; 8];
    input.read_exact(&mut head)?;
    let (size, kind) = size_and_kind(head);
    let (header, size) = match size {
        0 => (8, len - at),
        1 if len - at >= 16 => {
            let mut large = [0; 8];
            input.read_exact(&mut large)?;
            (16, u64::from_be_bytes(large))
        }
        size => (8, u64::from(size)),
    };
    let end = at.checked_add(size).filter(|end| *end <= len);
    Ok(Some(Outer {
        kind,
        body: at + header,
        end: end.filter(|_| size >= header),
    }))
}

fn size_and_kind(head: [u8; 8]) -> (u32, [u8; 4]) {
    let [a, b, c, d, kind @ ..] = head;
    (u32::from_be_bytes([a, b, c, d]), kind)
}

/// A box inside another.
#[derive(Clone, Copy)]
struct Inner<'a> {
    kind: [u8; 4],
    /// What is in it, without the header.
    body: &'a [u8],
    /// Where the whole box lies, from the beginning of what it is in.
    start: usize,
    end: usize,
}

/// The boxes in `bytes`, in order; ends at the first that makes no sense.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = Inner<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..)?;
        let (size, kind) = size_and_kind(*rest.first_chunk()?);
        let size = match size {
            0 => rest.len(),
            size => usize::try_from(size).ok()?,
        };
        let body = rest.get(8..size)?;
        let start = at;
        at += size;
        Some(Inner {
            kind,
            body,
            start,
            end: at,
        })
    })
}

fn find(bytes: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    boxes(bytes)
        .find(|inner| inner.kind == kind)
        .map(|inner| inner.body)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The body of `moov`, which lies at `offset` of the file.
fn contents(moov: &[u8], offset: u64) -> Result<Movie, Fault> {
    let mut movie = Movie::default();
    let header = find(moov, *b"mvhd");
    movie.duration = header.and_then(duration);
    let note = |inner: &Inner, within: usize| {
        let place = |at: usize| offset + (within + at) as u64;
        place(inner.start)..place(inner.end)
    };
    for inner in boxes(moov) {
        match &inner.kind {
            b"udta" | b"meta" | b"uuid" => movie.notes.push(note(&inner, 0)),
            b"mvex" => {
                if let Some(whole) = find(inner.body, *b"mehd") {
                    movie.duration = fragments(whole, header);
                }
            }
            b"trak" => {
                let body = inner.end - inner.body.len();
                movie.notes.extend(
                    boxes(inner.body)
                        .filter(|part| matches!(&part.kind, b"udta" | b"meta" | b"uuid"))
                        .map(|part| note(&part, body)),
                );
                movie.tracks.extend(track(inner.body));
            }
            _ => {}
        }
    }
    if movie.tracks.is_empty() {
        return Err(Fault::Damaged);
    }
    Ok(movie)
}

/// Of `mvhd`. Zero is what live recordings write.
fn duration(mvhd: &[u8]) -> Option<Duration> {
    let (scale, units) = if mvhd.first() == Some(&1) {
        (u32_at(mvhd, 20)?, u64_at(mvhd, 24)?)
    } else {
        (u32_at(mvhd, 12)?, u64::from(u32_at(mvhd, 16)?))
    };
    span(units, scale)
}

/// Of `mehd`, in the units of `mvhd`.
fn fragments(mehd: &[u8], header: Option<&[u8]>) -> Option<Duration> {
    let header = header?;
    let scale = u32_at(header, if header.first() == Some(&1) { 20 } else { 12 })?;
    let units = if mehd.first() == Some(&1) {
        u64_at(mehd, 4)?
    } else {
        u64::from(u32_at(mehd, 4)?)
    };
    span(units, scale)
}

fn span(units: u64, scale: u32) -> Option<Duration> {
    let millis = u128::from(units) * 1000 / u128::from(scale).max(1);
    // All ones is how "unknown" is written; a year is not a video.
    let known = scale > 0 && (1..31_536_000_000).contains(&millis);
    known.then(|| Duration::from_millis(u64::try_from(millis).unwrap_or_default()))
}

/// The body of `trak`.
fn track(trak: &[u8]) -> Option<Track> {
    let inside = find(trak, *b"mdia")?;
    let media = match find(inside, *b"hdlr")?.get(8..12)? {
        b"vide" => Media::Video,
        b"soun" => Media::Sound,
        _ => Media::Other,
    };
    let entry = find(inside, *b"minf")
        .and_then(|minf| find(minf, *b"stbl"))
        .and_then(|stbl| find(stbl, *b"stsd"))
        // Version and number of entries, then the first entry.
        .and_then(|stsd| boxes(stsd.get(8..)?).next());
    let sound = entry.and_then(|entry| esds(entry.body));
    let (width, height) = find(trak, *b"tkhd").and_then(shown).unwrap_or_default();
    Some(Track {
        media,
        codec: entry.map_or([0; 4], |entry| entry.kind),
        aac: sound.and_then(|(_, kind)| kind),
        object: sound.map(|(object, _)| object),
        profile: entry.and_then(|entry| profile(entry.body)),
        width,
        height,
    })
}

/// Width and height of `tkhd`, swapped where its matrix turns by a quarter.
fn shown(tkhd: &[u8]) -> Option<(u32, u32)> {
    let matrix = if tkhd.first() == Some(&1) { 52 } else { 40 };
    let (a, b) = (u32_at(tkhd, matrix)?, u32_at(tkhd, matrix + 4)?);
    // 16.16 numbers.
    let width = u32_at(tkhd, matrix + 36)? >> 16;
    let height = u32_at(tkhd, matrix + 40)? >> 16;
    Some(if a == 0 && b != 0 {
        (height, width)
    } else {
        (width, height)
    })
}

/// The profile of H.264 that a video sample entry announces in its `avcC`.
fn profile(entry: &[u8]) -> Option<u8> {
    find(entry.get(78..)?, *b"avcC")?.get(1).copied()
}

/// What an audio sample entry announces in its `esds`: the object, and the kind of
/// AAC where it is MPEG-4 audio.
fn esds(entry: &[u8]) -> Option<(u8, Option<u8>)> {
    let fixed = match u16_at(entry, 8)? {
        0 => 28,
        1 => 44,
        _ => 64,
    };
    let inside = entry.get(fixed..)?;
    // QuickTime wraps it once more.
    let esds = find(inside, *b"esds").or_else(|| find(find(inside, *b"wave")?, *b"esds"))?;
    let mut bytes = esds.get(4..)?;
    let mut object = None;
    while let Some((tag, body, rest)) = descriptor(bytes) {
        bytes = match tag {
            // The elementary stream: an id, flags, and what these announce.
            3 => {
                let flags = *body.get(2)?;
                let url = if flags & 0x40 == 0 {
                    0
                } else {
                    1 + usize::from(*body.get(3)?)
                };
                let extra = usize::from(flags >> 7) * 2 + usize::from(flags >> 5 & 1) * 2;
                body.get(3 + extra + url..)?
            }
            // The decoder: 0x40 says MPEG-4 audio.
            4 => {
                object = body.first().copied();
                match object {
                    Some(0x40) => body.get(13..)?,
                    _ => break,
                }
            }
            5 => return Some((object?, kind(body))),
            _ => rest,
        };
    }
    Some((object?, None))
}

/// The kind of AAC, as MPEG-4 audio begins.
fn kind(specific: &[u8]) -> Option<u8> {
    let first = specific.first()?;
    Some(match first >> 3 {
        31 => 32 + ((first & 7) << 3 | specific.get(1)? >> 5),
        kind => kind,
    })
}

/// Tag, body and what follows; a length has up to four bytes of seven bits.
fn descriptor(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let tag = *bytes.first()?;
    let mut size = 0;
    let mut at = 1;
    loop {
        let byte = *bytes.get(at)?;
        size = size << 7 | usize::from(byte & 0x7f);
        at += 1;
        if byte & 0x80 == 0 {
            break;
        }
        if at > 4 {
            return None;
        }
    }
    let rest = bytes.get(at..)?;
    // Some writers count one byte too many.
    let (body, rest) = rest.split_at(size.min(rest.len()));
    Some((tag, body, rest))
}
