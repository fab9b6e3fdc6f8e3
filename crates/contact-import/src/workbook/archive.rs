//! The parts of a ZIP archive, found and inflated within bounds.
//!
//! The directory is read here and not by a ZIP library because those reserve
//! memory for as many entries as a file claims to have, and lend their streams,
//! while a [`Reader`](crate::Reader) owns the one it reads from.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};

use flate2::read::DeflateDecoder;

use super::Trouble;

/// Most bytes of a directory. A workbook's has a few hundred.
const MAX_DIRECTORY_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes of an entry of the directory before its name.
const HEADER: usize = 46;
/// Bytes at the end of the archive before its comment.
const END: usize = 22;
/// What stands for a number that is written elsewhere, in 64 bits.
const ELSEWHERE: u64 = 0xffff_ffff;

/// One part, as the directory tells; its sizes may be lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Path inside the archive, slashes forward.
    pub name: String,
    encrypted: bool,
    method: u16,
    packed: u64,
    /// Bytes when inflated.
    pub size: u64,
    header_at: u64,
}

/// Reads the directory.
///
/// # Errors
/// [`Trouble::Damaged`] where there is none, or a part of it is missing.
pub(crate) fn directory<R: Read + Seek>(input: &mut R) -> Result<Vec<Entry>, Trouble> {
    let length = input.seek(SeekFrom::End(0))?;
    let tail_at = length.saturating_sub(u64::from(u16::MAX) + END as u64);
    input.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    input.take(length - tail_at).read_to_end(&mut tail)?;
    let end = (0..=tail.len().saturating_sub(END))
        .rev()
        .find(|at| starts_with(&tail, *at, b"PK\x05\x06"))
        .ok_or(Trouble::Damaged)?;
    let mut size = u64::from(number32(&tail, end + 12)?);
    let mut start = u64::from(number32(&tail, end + 16)?);
    let far = end
        .checked_sub(20)
        .filter(|at| starts_with(&tail, *at, b"PK\x06\x07"));
    if let Some(locator) = far {
        let mut record = [0; 56];
        input.seek(SeekFrom::Start(number64(&tail, locator + 8)?))?;
        input.read_exact(&mut record)?;
        size = number64(&record, 40)?;
        start = number64(&record, 48)?;
    }
    if size > MAX_DIRECTORY_BYTES || start > length {
        return Err(Trouble::Damaged);
    }
    input.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    input.take(size).read_to_end(&mut bytes)?;
    let mut entries = Vec::new();
    let mut rest = bytes.as_slice();
    while starts_with(rest, 0, b"PK\x01\x02") {
        let (entry, used) = entry(rest)?;
        entries.push(entry);
        rest = rest.get(used..).ok_or(Trouble::Damaged)?;
    }
    Ok(entries)
}

/// The entry at the beginning of `bytes`, and its length.
fn entry(bytes: &[u8]) -> Result<(Entry, usize), Trouble> {
    let name_end = HEADER + usize::from(number16(bytes, 28)?);
    let extra_end = name_end + usize::from(number16(bytes, 30)?);
    let name = bytes.get(HEADER..name_end).ok_or(Trouble::Damaged)?;
    let mut extra = bytes.get(name_end..extra_end).ok_or(Trouble::Damaged)?;
    let mut size = u64::from(number32(bytes, 24)?);
    let mut packed = u64::from(number32(bytes, 20)?);
    let mut header_at = u64::from(number32(bytes, 42)?);
    while let (Ok(kind), Ok(length)) = (number16(extra, 0), number16(extra, 2)) {
        let length = usize::from(length);
        if kind == 1 {
            let mut at = 4;
            for value in [&mut size, &mut packed, &mut header_at] {
                if *value == ELSEWHERE {
                    *value = number64(extra, at)?;
                    at += 8;
                }
            }
        }
        extra = extra.get(4 + length..).unwrap_or_default();
    }
    let entry = Entry {
        name: String::from_utf8_lossy(name).replace('\\', "/"),
        encrypted: number16(bytes, 8)? & 1 == 1,
        method: number16(bytes, 10)?,
        packed,
        size,
        header_at,
    };
    Ok((entry, extra_end + usize::from(number16(bytes, 32)?)))
}

fn starts_with(bytes: &[u8], at: usize, sign: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(sign))
}

fn number16(bytes: &[u8], at: usize) -> Result<u16, Trouble> {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes
        .copied()
        .map(u16::from_le_bytes)
        .ok_or(Trouble::Damaged)
}

fn number32(bytes: &[u8], at: usize) -> Result<u32, Trouble> {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes
        .copied()
        .map(u32::from_le_bytes)
        .ok_or(Trouble::Damaged)
}

fn number64(bytes: &[u8], at: usize) -> Result<u64, Trouble> {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes
        .copied()
        .map(u64::from_le_bytes)
        .ok_or(Trouble::Damaged)
}

/// The inflated bytes of one part. Reading fails once more than `most` bytes
/// come out, whatever the directory says, or more than [`MAX_EVENT_BYTES`]
/// between two calls of [`begin_event`](Self::begin_event).
pub(crate) struct Part<R> {
    inner: BufReader<Inflate<R>>,
    packed: u64,
    left: u64,
    left_of_event: usize,
    exceeded: bool,
}

/// Most bytes of one tag or one text in XML. A cell holds 32,767 characters.
pub(crate) const MAX_EVENT_BYTES: usize = 1024 * 1024;

enum Inflate<R> {
    Stored(Take<R>),
    Deflated(DeflateDecoder<Take<R>>),
}

impl<R: Read> Read for Inflate<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(part) => part.read(buffer),
            Self::Deflated(part) => part.read(buffer),
        }
    }
}

impl<R: Read + Seek> Part<R> {
    /// Goes to a part.
    ///
    /// # Errors
    /// [`Trouble::TooLarge`] where the directory admits more than `most` bytes,
    /// [`Trouble::Damaged`] where the part is not there or packed in a way that
    /// no spreadsheet uses.
    pub fn open(mut input: R, entry: &Entry, most: u64) -> Result<Self, Trouble> {
        if entry.encrypted {
            return Err(Trouble::Protected);
        }
        if entry.size > most {
            return Err(Trouble::TooLarge { limit: most });
        }
        let mut header = [0; 30];
        input.seek(SeekFrom::Start(entry.header_at))?;
        input.read_exact(&mut header)?;
        if !starts_with(&header, 0, b"PK\x03\x04") {
            return Err(Trouble::Damaged);
        }
        let names = i64::from(number16(&header, 26)?) + i64::from(number16(&header, 28)?);
        input.seek(SeekFrom::Current(names))?;
        let packed = input.take(entry.packed);
        let inflate = match entry.method {
            0 => Inflate::Stored(packed),
            8 => Inflate::Deflated(DeflateDecoder::new(packed)),
            _ => return Err(Trouble::Damaged),
        };
        Ok(Self {
            inner: BufReader::with_capacity(64 * 1024, inflate),
            packed: entry.packed,
            left: most,
            left_of_event: MAX_EVENT_BYTES,
            exceeded: false,
        })
    }
}

impl<R> Part<R> {
    /// Packed bytes taken, and how many there are.
    pub fn progress(&self) -> (u64, u64) {
        let left = match self.inner.get_ref() {
            Inflate::Stored(part) => part.limit(),
            Inflate::Deflated(part) => part.get_ref().limit(),
        };
        (self.packed.saturating_sub(left), self.packed)
    }

    /// Inflated bytes that may still come out.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Allows the next [`MAX_EVENT_BYTES`].
    pub fn begin_event(&mut self) {
        self.left_of_event = MAX_EVENT_BYTES;
    }

    /// Whether a bound was met, and not the end or a fault.
    pub fn exceeded(&self) -> bool {
        self.exceeded
    }

    /// The file again.
    pub fn into_input(self) -> R {
        match self.inner.into_inner() {
            Inflate::Stored(part) => part.into_inner(),
            Inflate::Deflated(part) => part.into_inner().into_inner(),
        }
    }
}

impl<R: Read> Read for Part<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(buffer)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: Read> BufRead for Part<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(self.left_of_event);
        let bytes = self.inner.fill_buf()?;
        if most == 0 && !bytes.is_empty() {
            self.exceeded = true;
            return Err(io::Error::other("larger than allowed"));
        }
        Ok(bytes.get(..most).unwrap_or(bytes))
    }

    fn consume(&mut self, taken: usize) {
        self.left = self.left.saturating_sub(taken as u64);
        self.left_of_event = self.left_of_event.saturating_sub(taken);
        self.inner.consume(taken);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(large: bool) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().large_file(large);
        archive.start_file("a\\b.xml", options).unwrap();
        archive.write_all(&[b'x'; 5_000]).unwrap();
        archive.set_comment("PK and a remark").unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_found_and_inflated() {
        for large in [false, true] {
            let mut file = Cursor::new(archive(large));
            let entries = directory(&mut file).unwrap();
            assert_eq!(entries.len(), 1);
            assert_eq!(
                (entries[0].name.as_str(), entries[0].size),
                ("a/b.xml", 5_000)
            );
            let mut part = Part::open(file, &entries[0], 5_000).unwrap();
            assert_eq!(part.read_to_end(&mut Vec::new()).unwrap(), 5_000);
            let (done, total) = part.progress();
            assert_eq!(done, total);
        }
    }

    #[test]
    fn sizes_in_64_bits_are_read() {
        let mut header = vec![0; HEADER];
        header[..4].copy_from_slice(b"PK\x01\x02");
        header[20..28].fill(0xff);
        header[28] = 1;
        header[30] = 20;
        header[42] = 9;
        header.push(b'a');
        header.extend_from_slice(&[1, 0, 16, 0]);
        header.extend_from_slice(&(7_u64 << 32).to_le_bytes());
        header.extend_from_slice(&(5_u64 << 32).to_le_bytes());
        let (entry, used) = entry(&header).unwrap();
        assert_eq!(
            (entry.size, entry.packed, entry.header_at),
            (7 << 32, 5 << 32, 9)
        );
        assert_eq!(used, header.len());
        assert!(super::entry(&header[..header.len() - 1]).is_err());
    }

    #[test]
    fn no_more_comes_out_than_is_allowed() {
        let mut file = Cursor::new(archive(false));
        let mut entries = directory(&mut file).unwrap();
        let told = Part::open(&mut file, &entries[0], 4_999).err();
        assert!(matches!(told, Some(Trouble::TooLarge { limit: 4_999 })));
        entries[0].size = 1;
        let mut part = Part::open(&mut file, &entries[0], 4_999).unwrap();
        let mut bytes = Vec::new();
        assert!(part.read_to_end(&mut bytes).is_err());
        assert!(part.exceeded() && bytes.len() == 4_999);
    }

    #[test]
    fn what_is_no_archive_is_damaged() {
        let whole = archive(false);
        // Nothing is missed of a remark that was cut.
        for length in 0..whole.len() - "PK and a remark".len() {
            let told = directory(&mut Cursor::new(&whole[..length]));
            assert!(matches!(told, Err(Trouble::Damaged)), "{length} bytes");
        }
    }
}
