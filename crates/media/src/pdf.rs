//! How many pages a PDF has, without understanding the rest of it.
//!
//! Three places say so: the header of a file that was prepared for the web
//! (`/Linearized … /N 12`), the root of the tree of pages (`/Type /Pages … /Count 12`)
//! where it lies in the open, and the same inside a compressed `/ObjStm`. All are
//! looked for by their words, in one pass. Where a file was edited, the last root
//! counts. Where nothing is found, as in an encrypted file, the answer is `None`.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use flate2::read::ZlibDecoder;

/// Bytes looked at once, of which the last [`OVERLAP`] are looked at again.
const WINDOW: usize = 256 * 1024;

/// Longest dictionary that is understood, and longest compressed object stream.
const OVERLAP: usize = 64 * 1024;

/// How far before a word its dictionary may begin.
const NEAR: usize = 2048;

/// Most that one object stream is inflated to.
const INFLATED: u64 = 1024 * 1024;

/// Most that all object streams of a file are inflated to: a file could be made
/// of nothing else.
const INFLATED_IN_ALL: u64 = 64 * 1024 * 1024;

/// Most bytes that are looked at around names of interest, for a file that is made
/// of nothing but such names.
const LOOKED_AT: usize = 16 * 1024 * 1024;

/// A book has a thousand; beyond this it is no count of pages.
const MOST_PAGES: u32 = 1_000_000;

/// How far before the end of the file a PDF may end: some programs append notes or
/// zeros.
const NEAR_THE_END: u64 = 4096;

/// Whether the end of the PDF is there. Readers take one without it for damaged.
pub(crate) fn is_whole(input: &mut (impl Read + Seek)) -> io::Result<bool> {
    let len = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(len.saturating_sub(NEAR_THE_END)))?;
    let mut end = Vec::new();
    input.by_ref().take(NEAR_THE_END).read_to_end(&mut end)?;
    Ok(position(&end, b"%%EOF").is_some())
}

/// Pages of the PDF, or `None`.
pub(crate) fn pages(input: &mut (impl Read + Seek)) -> io::Result<Option<u32>> {
    input.rewind()?;
    let mut scan = Scan::new();
    let mut window = Vec::with_capacity(WINDOW + OVERLAP + NEAR);
    let mut from = 0;
    loop {
        let kept = window.len();
        let read = input
            .by_ref()
            .take(WINDOW as u64)
            .read_to_end(&mut window)?;
        let last = read == 0;
        if kept == 0 {
            scan.linearized(&window);
        }
        // What begins in the overlap is left for the next window, which has it whole.
        let fresh = if last {
            window.len()
        } else {
            window.len().saturating_sub(OVERLAP)
        };
        scan.look(&window, from..fresh, true);
        if last {
            return Ok(scan.found());
        }
        // A dictionary begins before its words.
        from = fresh.min(NEAR);
        window.drain(..fresh - from);
    }
}

struct Scan {
    linearized: Option<u32>,
    /// The last root of a tree of pages.
    root: Option<u32>,
    inflated: u64,
    /// Bytes that may still be looked at.
    budget: usize,
    gave_up: bool,
}

impl Scan {
    const fn new() -> Self {
        Self {
            linearized: None,
            root: None,
            inflated: 0,
            budget: LOOKED_AT,
            gave_up: false,
        }
    }

    /// Whether another `bytes` may be looked at.
    fn afford(&mut self, bytes: usize) -> bool {
        match self.budget.checked_sub(bytes) {
            Some(rest) => self.budget = rest,
            None => self.gave_up = true,
        }
        !self.gave_up
    }

    /// A root says more than the header: edits are appended, and the header stays.
    fn found(&self) -> Option<u32> {
        // Where looking was given up, something later might say otherwise.
        if self.gave_up {
            return None;
        }
        self.root.or(self.linearized)
    }

    fn linearized(&mut self, start: &[u8]) {
        let start = start.get(..start.len().min(2048)).unwrap_or_default();
        if let Some(at) = position(start, b"/Linearized") {
            let dictionary = dictionary(start, at);
            self.linearized = number(dictionary, b"/N").filter(|n| (1..MOST_PAGES).contains(n));
        }
    }

    /// Looks at every `/Pages` and `/ObjStm` that begins within `range`.
    fn look(&mut self, bytes: &[u8], range: Range<usize>, outside: bool) {
        let mut at = range.start;
        while let Some(slash) = bytes
            .get(at..range.end)
            .and_then(|rest| rest.iter().position(|byte| *byte == b'/'))
        {
            at += slash;
            let rest = bytes.get(at..).unwrap_or_default();
            if word(rest, b"/Pages") {
                let dictionary = dictionary(bytes, at);
                if !self.afford(dictionary.len() + NEAR) {
                    return;
                }
                self.root(dictionary);
            } else if outside && word(rest, b"/ObjStm") {
                self.object_stream(bytes, at);
            }
            at += 1;
        }
    }

    fn root(&mut self, dictionary: &[u8]) {
        // `/Pages 3 0 R` in a catalogue only points to a tree; branches have a
        // parent.
        let is_tree = position(dictionary, b"/Kids").is_some();
        let is_branch = position(dictionary, b"/Parent").is_some();
        if is_tree && !is_branch {
            let count = number(dictionary, b"/Count").filter(|n| (1..MOST_PAGES).contains(n));
            self.root = count.or(self.root);
        }
    }

    fn object_stream(&mut self, bytes: &[u8], at: usize) {
        let rest = bytes.get(at..).unwrap_or_default();
        let rest = rest.get(..rest.len().min(OVERLAP)).unwrap_or_default();
        let start = position(rest, b"stream");
        // A decoder is set up for each, which costs more than a look.
        if !self.afford(start.unwrap_or(rest.len()) + 1024) {
            return;
        }
        let Some(start) = start else {
            return;
        };
        let data = rest.get(start + 6..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let room = INFLATED.min(INFLATED_IN_ALL.saturating_sub(self.inflated));
        let mut objects = Vec::new();
        // One that ends early or is encrypted gives what it gives.
        let _ = ZlibDecoder::new(data).take(room).read_to_end(&mut objects);
        self.inflated += objects.len() as u64;
        self.gave_up |= self.inflated >= INFLATED_IN_ALL;
        self.look(&objects, 0..objects.len(), false);
    }
}

/// The dictionary around `at`: from the `<<` before to the `>>` after, as far as
/// they are near, nested ones included.
fn dictionary(bytes: &[u8], at: usize) -> &[u8] {
    let before = bytes.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
    let mut depth = 0_u32;
    let mut start = at;
    for (index, pair) in before.windows(2).enumerate().rev() {
        match pair {
            b">>" => depth += 1,
            b"<<" if depth == 0 => {
                start = at - before.len() + index;
                break;
            }
            b"<<" => depth -= 1,
            _ => {}
        }
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let mut depth = 0_i32;
    let mut index = 0;
    while index < rest.len().min(OVERLAP) {
        match rest.get(index..index + 2) {
            Some(b"<<") => {
                depth += 1;
                index += 1;
            }
            Some(b">>") => {
                depth -= 1;
                index += 1;
                if depth <= 0 {
                    break;
                }
            }
            _ => {}
        }
        index += 1;
    }
    rest.get(..index.min(rest.len())).unwrap_or_default()
}

/// The whole number after `key`; none where it is a reference (`/Count 7 0 R`).
fn number(dictionary: &[u8], key: &[u8]) -> Option<u32> {
    let mut from = 0;
    loop {
        let at = from + position(dictionary.get(from..)?, key)?;
        let rest = dictionary.get(at..)?;
        from = at + key.len();
        if !word(rest, key) {
            continue;
        }
        let text = rest.get(key.len()..)?.trim_ascii_start();
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let after = text.get(digits..)?.trim_ascii_start();
        let reference = after.first().is_some_and(u8::is_ascii_digit);
        let digits = std::str::from_utf8(text.get(..digits)?).ok()?;
        return if reference { None } else { digits.parse().ok() };
    }
}

/// Whether `bytes` begin with `name` and the name ends there.
fn word(bytes: &[u8], name: &[u8]) -> bool {
    bytes.starts_with(name)
        && bytes
            .get(name.len())
            .is_none_or(|next| !next.is_ascii_alphanumeric())
}

fn position(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn count(bytes: impl Into<Vec<u8>>) -> Option<u32> {
        pages(&mut Cursor::new(bytes.into())).unwrap()
    }

    #[test]
    fn the_root_of_the_tree_tells() {
        let file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
            2 0 obj<</Type /Pages /Kids [3 0 R 4 0 R] /Count 12 /Resources<</Font<<>>>> >>endobj\n\
            3 0 obj<</Type/Pages/Parent 2 0 R/Kids[5 0 R]/Count 7>>endobj";
        assert_eq!(count(file), Some(12));
    }

    #[test]
    fn an_edit_has_the_last_word() {
        let file = "%PDF-1.4 <</Linearized 1/L 9/N 3>>\n<</Type/Pages/Kids[]/Count 3>>\n\
            <</Count 4/Kids[]/Type/Pages>>";
        assert_eq!(count(file), Some(4));
        assert_eq!(count("%PDF-1.4 <</Linearized 1/L 9/N 3>>"), Some(3));
    }

    #[test]
    fn a_root_may_lie_across_any_edge() {
        let root = b"<</Count 31/Kids[4 0 R]/Type/Pages>>";
        let edges = [WINDOW - OVERLAP, WINDOW, 2 * WINDOW - OVERLAP];
        for edge in edges {
            for before in 0..=root.len() {
                let mut file = b"%PDF-1.5\n".to_vec();
                file.resize(edge - before, b' ');
                file.extend(root);
                file.resize(3 * WINDOW, b' ');
                assert_eq!(count(file), Some(31), "{before} bytes before {edge}");
            }
        }
    }

    #[test]
    fn compressed_objects_are_looked_into() {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed
            .write_all(b"2 0 <</Type/Pages/Kids[3 0 R]/Count 31>>")
            .unwrap();
        let mut file = b"%PDF-1.5\n7 0 obj<</Type/ObjStm/N 1/First 4>>stream\r\n".to_vec();
        file.extend(packed.finish().unwrap());
        assert_eq!(count(file.clone()), Some(31));
        // Across the end of what was read.
        let mut late = b"%PDF-1.5\n".to_vec();
        late.resize(WINDOW - 20, b' ');
        late.extend(&file);
        late.resize(3 * WINDOW, b' ');
        assert_eq!(count(late), Some(31));
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        assert_eq!(count("%PDF-1.7"), None);
        assert_eq!(count("<</Type/Pages/Kids[]/Count 7 0 R>>"), None);
        assert_eq!(count("<</Type/Pages/Kids[]/Count 0>>"), None);
        assert_eq!(count("<</Type/Pages/Kids[]/Count 99999999999>>"), None);
        assert_eq!(count("/Pages".repeat(1000)), None);
        assert_eq!(count("<<".repeat(100_000)), None);
        assert_eq!(count("<</Pages".repeat(20_000)), None);
    }
}
