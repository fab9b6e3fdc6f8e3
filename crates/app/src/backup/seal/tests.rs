//! Envelopes that were damaged, by chance and with care.

use super::*;
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::LazyLock;

fn passphrase() -> Passphrase {
    Passphrase::typed("ñandutí de colores")
}

fn seal(inside: &[u8]) -> Vec<u8> {
    let length = inside.len() as u64;
    let mut sealer = Sealer::new(Vec::new(), &passphrase(), Cost::LEAST, length).unwrap();
    for piece in inside.chunks(10_007) {
        sealer.put(piece).unwrap();
    }
    sealer.finish().unwrap()
}

fn open_with(file: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>> {
    let mut opened = Sealed::look(file, file.len() as u64)?.open(passphrase)?;
    let mut inside = Vec::new();
    loop {
        let more = opened.next(7_001)?;
        if more.is_empty() {
            return Ok(inside);
        }
        inside.extend_from_slice(more);
    }
}

fn open(file: &[u8]) -> Result<Vec<u8>> {
    open_with(file, &passphrase())
}

fn bytes(length: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().step_by(31).take(length).collect()
}

#[test]
fn what_goes_in_comes_out() {
    for length in [1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
        let file = seal(&bytes(length));
        assert_eq!(file.len() as u64, sealed_length(length as u64).unwrap());
        assert!(open(&file).unwrap() == bytes(length), "{length} bytes");
    }
}

#[test]
fn the_same_twice_looks_different() {
    let (one, two) = (seal(&bytes(500)), seal(&bytes(500)));
    assert_ne!(one[HEADER..], two[HEADER..]);
}

#[test]
fn each_trouble_has_its_name() {
    let file = seal(&bytes(3 * CHUNK));
    let wrong = open_with(&file, &Passphrase::typed("otra cosa")).unwrap_err();
    assert!(matches!(wrong, SealError::WrongPassphrase), "{wrong:?}");
    let foreign = open(&b"SQLite format 3\0".repeat(20)).unwrap_err();
    assert!(matches!(foreign, SealError::Foreign), "{foreign:?}");
    let empty = open(b"").unwrap_err();
    assert!(matches!(empty, SealError::Foreign), "{empty:?}");
    let mut newer = file.clone();
    newer[8] = 2;
    let newer = open(&newer).unwrap_err();
    assert!(matches!(newer, SealError::Newer), "{newer:?}");
    let mut longer = file.clone();
    longer.push(0);
    let longer = open(&longer).unwrap_err();
    assert!(matches!(longer, SealError::Damaged), "{longer:?}");
    // Chunks in another order.
    let mut turned = file.clone();
    let (first, second) = turned[HEADER..].split_at_mut(CHUNK + TAG);
    first.swap_with_slice(&mut second[..CHUNK + TAG]);
    let turned = open(&turned).unwrap_err();
    assert!(matches!(turned, SealError::Damaged), "{turned:?}");
}

#[test]
fn every_truncation_is_noticed() {
    let file = seal(&bytes(CHUNK + 100));
    for length in (1..HEADER + 300).chain((HEADER + 300..file.len()).step_by(997)) {
        let error = open(&file[..length]).unwrap_err();
        assert!(matches!(error, SealError::Truncated), "{length}: {error:?}");
    }
}

/// A whole chunk less and a header that agrees with it: only the cipher knows.
#[test]
fn a_file_that_was_shortened_with_care_is_refused() {
    let mut file = seal(&bytes(2 * CHUNK));
    file.truncate(HEADER + CHUNK + TAG);
    let at = SUMMED - PROOF - 8;
    file[at..at + 8].copy_from_slice(&(CHUNK as u64).to_le_bytes());
    let sum = checksum(&file[..SUMMED]);
    file[SUMMED..HEADER].copy_from_slice(&sum);
    let error = open(&file).unwrap_err();
    assert!(matches!(error, SealError::Damaged), "{error:?}");
}

#[test]
fn a_file_cannot_ask_for_more_memory_than_there_should_be() {
    let mut file = seal(&bytes(10));
    for (at, number) in [
        (10, 257 * 1024),
        (14, 17),
        (18, 17),
        (10, u32::MAX),
        (14, 0),
    ] {
        let mut asks = file.clone();
        asks[at..at + 4].copy_from_slice(&u32::to_le_bytes(number));
        let sum = checksum(&asks[..SUMMED]);
        asks[SUMMED..HEADER].copy_from_slice(&sum);
        let error = open(&asks).unwrap_err();
        assert!(matches!(error, SealError::Damaged), "{number}: {error:?}");
    }
    // Nor announce what no disk holds.
    let at = SUMMED - PROOF - 8;
    file[at..at + 8].copy_from_slice(&u64::MAX.to_le_bytes());
    let sum = checksum(&file[..SUMMED]);
    file[SUMMED..HEADER].copy_from_slice(&sum);
    assert!(matches!(open(&file), Err(SealError::Damaged)));
}

#[test]
fn less_or_more_than_announced_is_no_envelope() {
    let mut sealer = Sealer::new(Vec::new(), &passphrase(), Cost::LEAST, 5).unwrap();
    sealer.put(&[1; 4]).unwrap();
    assert!(sealer.put(&[1; 2]).is_err());
    let mut sealer = Sealer::new(Vec::new(), &passphrase(), Cost::LEAST, 5).unwrap();
    sealer.put(&[1; 4]).unwrap();
    assert!(sealer.finish().is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_refused_without_harm(file in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(open(&file).is_err());
    }

    /// Bytes that look like ours at first, with a sum that is right: whatever the
    /// header asks for is refused or borne.
    #[test]
    fn any_header_is_refused_without_harm(
        rest in prop::collection::vec(any::<u8>(), SUMMED - 10),
        behind in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend(rest);
        // The cost would make the test slow where it is allowed.
        file[10..22].copy_from_slice(&[8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
        let sum = checksum(&file);
        file.extend(sum);
        file.extend(behind);
        prop_assert!(open(&file).is_err());
    }

    #[test]
    fn any_flipped_bit_is_refused(
        length in 1..3_000usize, place in any::<prop::sample::Index>(), bit in 0..8u8,
    ) {
        let mut file = seal(&bytes(length));
        let at = place.index(file.len());
        file[at] ^= 1 << bit;
        prop_assert!(open(&file).is_err(), "byte {}", at);
    }

    #[test]
    fn any_bytes_come_back(inside in prop::collection::vec(any::<u8>(), 1..5_000)) {
        prop_assert_eq!(open(&seal(&inside)).unwrap(), inside);
    }
}

/// What is in [`SEALED`]: the last chunk is short.
static INSIDE: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(2 * CHUNK + 4_321));

/// An envelope of three chunks, and another one of the same under the same passphrase.
static SEALED: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| [seal(&INSIDE), seal(&INSIDE)]);

fn chunks(file: &[u8]) -> Vec<&[u8]> {
    file[HEADER..].chunks(CHUNK + TAG).collect()
}

/// What was handed out, and why it ended before its end. What is handed out is
/// always what went in.
fn refused(file: &[u8]) -> Option<SealError> {
    let sealed = match Sealed::look(file, file.len() as u64) {
        Ok(sealed) => sealed,
        Err(error) => return Some(error),
    };
    let mut opened = match sealed.open(&passphrase()) {
        Ok(opened) => opened,
        Err(error) => return Some(error),
    };
    let mut at = 0;
    loop {
        match opened.next(9_973) {
            Ok([]) => {
                assert_eq!(at, INSIDE.len());
                return None;
            }
            Ok(more) => {
                assert!(INSIDE[at..].starts_with(more), "something else at {at}");
                at += more.len();
            }
            Err(error) => return Some(error),
        }
    }
}

/// Counts what comes through.
struct Counted<T> {
    through: T,
    bytes: Rc<Cell<usize>>,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.set(self.bytes.get() + bytes.len());
        self.through.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.through.flush()
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.through.read(into)?;
        self.bytes.set(self.bytes.get() + read);
        Ok(read)
    }
}

/// However large it is: memory holds one chunk.
#[test]
fn nothing_waits_longer_than_its_chunk() {
    const SEALED_CHUNK: usize = CHUNK + TAG;
    let length = 20 * CHUNK;
    let (written, mut put) = (Rc::new(Cell::new(0)), 0);
    let into = Counted {
        through: Vec::new(),
        bytes: Rc::clone(&written),
    };
    let mut sealer = Sealer::new(into, &passphrase(), Cost::LEAST, length as u64).unwrap();
    for piece in bytes(length).chunks(1_000) {
        sealer.put(piece).unwrap();
        put += piece.len();
        assert!(
            written.get() + SEALED_CHUNK >= put,
            "{put} put, {} written",
            written.get()
        );
        assert!(sealer.chunk.capacity() <= SEALED_CHUNK);
    }
    let file = sealer.finish().unwrap().through;
    let (read, mut had) = (Rc::new(Cell::new(0)), 0);
    let from = Counted {
        through: file.as_slice(),
        bytes: Rc::clone(&read),
    };
    let looked = Sealed::look(from, file.len() as u64).unwrap();
    let mut opened = looked.open(&passphrase()).unwrap();
    loop {
        let more = opened.next(1_000).unwrap().len();
        if more == 0 {
            break;
        }
        had += more;
        let chunks = had.div_ceil(CHUNK);
        assert!(
            read.get() <= HEADER + chunks * SEALED_CHUNK,
            "{had} had, {} read",
            read.get()
        );
        assert!(opened.chunk.capacity() <= SEALED_CHUNK);
    }
    assert_eq!((had, read.get()), (length, file.len()));
}

#[test]
fn an_envelope_that_nobody_touched_is_not_refused() {
    assert!(refused(&SEALED[0]).is_none() && refused(&SEALED[1]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_truncation_of_many_chunks_is_refused(place in any::<prop::sample::Index>()) {
        let file = &SEALED[0];
        prop_assert!(refused(&file[..place.index(file.len())]).is_some());
    }

    #[test]
    fn any_changed_byte_in_many_chunks_is_refused(
        place in any::<prop::sample::Index>(), change in 1..=u8::MAX,
    ) {
        let mut file = SEALED[0].clone();
        let at = place.index(file.len());
        file[at] ^= change;
        prop_assert!(refused(&file).is_some(), "byte {at}");
    }

    /// Chunks left out, repeated and in any order, with a header that agrees with
    /// the length.
    #[test]
    fn any_other_row_of_chunks_is_refused(
        row in prop::collection::vec(0..3usize, 1..6), agrees in any::<bool>(),
    ) {
        prop_assume!(row != [0, 1, 2]);
        let chunks = chunks(&SEALED[0]);
        let mut file = SEALED[0][..HEADER].to_vec();
        for &chunk in &row {
            file.extend_from_slice(chunks[chunk]);
        }
        if agrees {
            let inside = (file.len() - HEADER).saturating_sub(row.len() * TAG) as u64;
            let at = SUMMED - PROOF - 8;
            file[at..at + 8].copy_from_slice(&inside.to_le_bytes());
            let sum = checksum(&file[..SUMMED]);
            file[SUMMED..HEADER].copy_from_slice(&sum);
        }
        prop_assert!(refused(&file).is_some(), "{row:?}");
    }

    /// The same place of the same backup, made once more under the same passphrase.
    #[test]
    fn any_chunk_of_another_envelope_is_refused(which in 0..3usize, header in any::<bool>()) {
        let [one, other] = &*SEALED;
        let begin = HEADER + which * (CHUNK + TAG);
        let end = (begin + CHUNK + TAG).min(one.len());
        let mut file = one.clone();
        file[begin..end].copy_from_slice(&other[begin..end]);
        if header {
            file[..HEADER].copy_from_slice(&other[..HEADER]);
        }
        prop_assert!(refused(&file).is_some());
    }

    #[test]
    fn any_bytes_in_the_place_of_others_are_refused(
        place in any::<prop::sample::Index>(),
        others in prop::collection::vec(any::<u8>(), 1..200),
        taken in 0..200usize,
    ) {
        let mut file = SEALED[0].clone();
        let at = place.index(file.len());
        let end = (at + taken).min(file.len());
        file.splice(at..end, others);
        prop_assume!(file != SEALED[0]);
        prop_assert!(refused(&file).is_some());
    }
}
