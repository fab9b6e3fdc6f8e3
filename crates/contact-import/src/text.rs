//! Bytes of unknown encoding in, text out, a piece at a time.
//!
//! As long as a file is plain ASCII its encoding stays open; the first piece
//! with other bytes decides. In a file of UTF-8 and Windows-1252 (two exports
//! pasted together) each character is read as what it is, never replaced.

use std::io::{BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder};

use crate::error::ImportError;
use crate::foreign::ForeignFormat;
use crate::options::Encoding;

/// Bytes read at a time; what is looked at to detect an encoding.
pub(crate) const PIECE: usize = 64 * 1024;

/// Bytes of other than ASCII wanted in sight before an encoding is decided.
const IN_SIGHT: usize = 4 * 1024;

/// The text of a file.
pub(crate) struct TextSource<R> {
    input: R,
    decoding: Decoding,
    /// Region whose habits break a tie between encodings, lower case.
    habits: String,
    raw: Vec<u8>,
    text: String,
    at: usize,
    ended: bool,
    bytes_read: u64,
}

enum Decoding {
    /// Nothing but ASCII so far.
    Open,
    /// UTF-8, and Windows-1252 wherever it is none, with the bytes of a
    /// character that the last piece cut.
    Utf8 {
        cut: Vec<u8>,
        /// What most of the file is.
        named: Encoding,
        met: Met,
    },
    Other(Box<Decoder>),
}

/// Which of two encodings were met.
#[derive(Clone, Copy, Default)]
struct Met {
    utf8: bool,
    strays: bool,
}

impl<R: BufRead> TextSource<R> {
    /// Looks at the first piece of a file and decodes it.
    pub fn open(input: R, chosen: Option<Encoding>, country: &str) -> Result<Self, ImportError> {
        let mut source = Self {
            input,
            decoding: Decoding::Open,
            habits: country.to_ascii_lowercase(),
            raw: Vec::new(),
            text: String::new(),
            at: 0,
            ended: false,
            bytes_read: 0,
        };
        source.read_piece()?;
        if let Some(format) = ForeignFormat::of(&source.raw) {
            return Err(ImportError::UnsupportedFormat { format });
        }
        let (marked, mark) = byte_order_mark(&source.raw);
        source.raw.drain(..mark);
        let told = chosen.or(marked);
        let is_wide = |one| one == Encoding::UTF_16LE || one == Encoding::UTF_16BE;
        if !told.is_some_and(is_wide)
            && let Some(line) = second_encoding(&source.raw)
        {
            return Err(ImportError::SecondEncoding { line });
        }
        let encoding = told.or_else(|| unmarked_utf16(&source.raw));
        if let Some(encoding) = encoding {
            source.decoding = Decoding::of(encoding);
        }
        source.decode()?;
        if is_mostly_control(source.rest()) {
            return Err(ImportError::Binary { line: 1 });
        }
        Ok(source)
    }

    /// The encoding as far as it is known: ASCII counts as UTF-8.
    pub fn encoding(&self) -> Encoding {
        match &self.decoding {
            Decoding::Open => Encoding::UTF_8,
            Decoding::Utf8 { named, .. } => *named,
            Decoding::Other(decoder) => Encoding(decoder.encoding()),
        }
    }

    /// Whether UTF-8 and Windows-1252 were both met so far.
    pub fn is_mixed(&self) -> bool {
        matches!(&self.decoding, Decoding::Utf8 { met, .. } if met.utf8 && met.strays)
    }

    /// Bytes of the file taken so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Decoded text not yet consumed.
    pub fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether [`rest`](Self::rest) is all that is left of the file.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// Takes the first `bytes` of [`rest`](Self::rest) off.
    pub fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Reads another piece. Does nothing at the end of the file.
    pub fn fill(&mut self) -> Result<(), ImportError> {
        if !self.ended {
            self.text.drain(..self.at);
            self.at = 0;
            self.read_piece()?;
            self.decode()?;
        }
        Ok(())
    }

    fn read_piece(&mut self) -> Result<(), ImportError> {
        let taken = (&mut self.input)
            .take(PIECE as u64)
            .read_to_end(&mut self.raw)?;
        self.bytes_read += taken as u64;
        self.ended = taken < PIECE;
        Ok(())
    }

    /// Moves everything from `raw` to `text`.
    fn decode(&mut self) -> Result<(), ImportError> {
        if matches!(self.decoding, Decoding::Open) {
            let ascii = encoding_rs::Encoding::ascii_valid_up_to(&self.raw);
            if ascii < self.raw.len() {
                if self.raw.len() - ascii < IN_SIGHT && !self.ended {
                    self.read_piece()?;
                }
                self.decoding = match detect(&self.raw, self.ended, &self.habits) {
                    named if named == Encoding::WINDOWS_1252 => Decoding::utf8(named),
                    encoding => Decoding::of(encoding),
                };
            }
        }
        match &mut self.decoding {
            Decoding::Open => self.text.push_str(&String::from_utf8_lossy(&self.raw)),
            Decoding::Utf8 { cut, met, named } => {
                cut.append(&mut self.raw);
                let western = *named == Encoding::WINDOWS_1252;
                let left = push_utf8(&mut self.text, cut, self.ended, western, met);
                cut.drain(..cut.len() - left);
            }
            Decoding::Other(decoder) => {
                push_decoded(&mut self.text, decoder, &self.raw, self.ended);
            }
        }
        self.raw.clear();
        Ok(())
    }
}

impl Decoding {
    fn of(encoding: Encoding) -> Self {
        if encoding == Encoding::UTF_8 {
            Self::utf8(encoding)
        } else {
            Self::Other(Box::new(encoding.0.new_decoder_without_bom_handling()))
        }
    }

    fn utf8(named: Encoding) -> Self {
        Self::Utf8 {
            cut: Vec::new(),
            named,
            met: Met::default(),
        }
    }
}

/// The encoding that a byte order mark names, and the length of the mark.
fn byte_order_mark(head: &[u8]) -> (Option<Encoding>, usize) {
    encoding_rs::Encoding::for_bom(head).map_or((None, 0), |(encoding, length)| {
        (Some(Encoding(encoding)), length)
    })
}

/// UTF-16 without its mark: every other byte of Western text is zero.
fn unmarked_utf16(head: &[u8]) -> Option<Encoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (high_first, low_first) = (zeros(0), zeros(1));
    let many = |count: usize| count > 0 && count * 10 >= pairs * 4;
    let few = |count: usize| count * 20 <= pairs;
    if many(low_first) && few(high_first) {
        Some(Encoding::UTF_16LE)
    } else if many(high_first) && few(low_first) {
        Some(Encoding::UTF_16BE)
    } else {
        None
    }
}

/// Where whole lines of text are followed by such in UTF-16: the line on which
/// those begin.
fn second_encoding(head: &[u8]) -> Option<u64> {
    let zero = head.iter().position(|byte| *byte == 0)?;
    let before = head.get(..zero)?;
    let end = before
        .iter()
        .rposition(|byte| matches!(byte, b'\n' | b'\r'))?;
    let (plain, turned) = head.split_at_checked(end + 1)?;
    // Bytes of UTF-16 are rarely text by chance.
    let is_text = plain.iter().all(|byte| is_text_byte(*byte))
        && !plain.trim_ascii().is_empty()
        && (std::str::from_utf8(plain).is_ok() || byte_order_mark(turned).0.is_some());
    (is_text && is_like_utf16(turned)).then(|| lines(plain) + 1)
}

/// Whether bytes that hold zeros look like Western text in UTF-16, from
/// whichever byte of a character: about every other one is zero.
pub(crate) fn is_like_utf16(bytes: &[u8]) -> bool {
    /// Bytes looked at: what comes later says nothing of what comes first.
    const LOOK: usize = 4 * 1024;
    let bytes = bytes.get(..LOOK).unwrap_or(bytes);
    let zeros: usize = bytes.iter().map(|byte| usize::from(*byte == 0)).sum();
    let doubled = bytes.windows(2).filter(|pair| *pair == [0, 0]).count();
    zeros > 2 && zeros * 10 >= bytes.len() * 3 && doubled * 20 <= bytes.len()
}

/// What Windows-1252 text is made of.
fn is_text_byte(byte: u8) -> bool {
    byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r')
}

/// Lines of a text, whatever ends them.
fn lines(text: &[u8]) -> u64 {
    let mut before = 0;
    let mut lines = 0;
    for byte in text {
        let second_half = *byte == b'\n' && before == b'\r';
        lines += u64::from(matches!(byte, b'\n' | b'\r') && !second_half);
        before = *byte;
    }
    lines
}

/// The encoding of bytes that are not all ASCII.
fn detect(raw: &[u8], ended: bool, habits: &str) -> Encoding {
    let (mut characters, mut strays) = (0_usize, 0_usize);
    let mut chunks = raw.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        characters += chunk
            .valid()
            .chars()
            .filter(|sign| !sign.is_ascii())
            .count();
        let cut = chunks.peek().is_none() && !ended && may_continue(chunk.invalid());
        if !chunk.invalid().is_empty() && !cut {
            strays += 1;
        }
    }
    if characters > strays || strays == 0 {
        return Encoding::UTF_8;
    }
    if raw.iter().all(|byte| byte.is_ascii() || is_western(*byte)) {
        return Encoding::WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(raw, ended);
    let known = habits.len() == 2 && habits.bytes().all(|byte| byte.is_ascii_lowercase());
    Encoding(detector.guess(known.then_some(habits.as_bytes()), Utf8Detection::Deny))
}

/// What Spanish, Portuguese and English text uses of Windows-1252 beside ASCII.
/// Few letters are a weak ground for statistics, and a list has few.
fn is_western(byte: u8) -> bool {
    matches!(
        byte,
        // € … ‘ ’ “ ” • – — ™, no-break space, ¡ ¢ £ © ª « ® ° ² ³ ´ · º » ¿
        0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0xa0..=0xa3 | 0xa9..=0xab | 0xae | 0xb0
            | 0xb2..=0xb4 | 0xb7 | 0xba | 0xbb | 0xbf
        // À Á Â Ã Ç È É Ê Í Ñ Ó Ô Õ Ú Ü and the same small
            | 0xc0..=0xc3 | 0xc7..=0xca | 0xcd | 0xd1 | 0xd3..=0xd5 | 0xda | 0xdc
            | 0xe0..=0xe3 | 0xe7..=0xea | 0xed | 0xf1 | 0xf3..=0xf5 | 0xfa | 0xfc
    )
}

/// Whether these bytes are the beginning of a longer UTF-8 character.
fn may_continue(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether a character of UTF-8 is rather two of Windows-1252 in a list that
/// has both: a capital letter and the quotation mark behind it are a letter of
/// Greek, Cyrillic or the phonetic alphabet otherwise.
fn is_two_western(character: char) -> bool {
    let mut bytes = [0; 4];
    matches!(character, '\u{250}'..='\u{7ff}')
        && character.encode_utf8(&mut bytes).bytes().all(is_western)
}

/// Appends UTF-8, stray bytes read as Windows-1252; in a list that is rather
/// `western` than UTF-8 also what is valid by chance. Returns how many bytes at
/// the end wait for the next piece.
fn push_utf8(text: &mut String, bytes: &[u8], last: bool, western: bool, met: &mut Met) -> usize {
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        if western && chunk.valid().contains(is_two_western) {
            for piece in chunk.valid().split_inclusive(is_two_western) {
                let by_chance = piece.char_indices().next_back();
                let by_chance = by_chance.filter(|(_, last)| is_two_western(*last));
                let (plain, two) = piece.split_at(by_chance.map_or(piece.len(), |(at, _)| at));
                text.push_str(plain);
                met.utf8 |= !plain.is_ascii();
                met.strays |= !two.is_empty();
                let (meant, _) =
                    encoding_rs::WINDOWS_1252.decode_without_bom_handling(two.as_bytes());
                text.push_str(&meant);
            }
        } else {
            text.push_str(chunk.valid());
            met.utf8 |= !chunk.valid().is_ascii();
        }
        let strays = chunk.invalid();
        if chunks.peek().is_none() && !last && may_continue(strays) {
            return strays.len();
        }
        if !strays.is_empty() {
            met.strays = true;
            let (meant, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(strays);
            text.push_str(&meant);
        }
    }
    0
}

/// Appends what a decoder makes of a piece.
fn push_decoded(text: &mut String, decoder: &mut Decoder, mut raw: &[u8], last: bool) {
    loop {
        text.reserve(
            decoder
                .max_utf8_buffer_length(raw.len())
                .unwrap_or(raw.len()),
        );
        let (result, read, _) = decoder.decode_to_string(raw, text, last);
        raw = raw.get(read..).unwrap_or_default();
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

/// More than one in a hundred (and more than a few) control characters.
fn is_mostly_control(text: &str) -> bool {
    let controls = text
        .bytes()
        .filter(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0c))
        .count();
    controls > 4 && controls * 100 > text.len()
}
