//! Whether a JPEG is all there. The decoder paints what is missing grey and says
//! nothing; the recipients would say something.

/// Whether the end-of-image marker comes after the pixels. Previews in the EXIF
/// data have one of their own, and cameras append films behind it: so the
/// segments are walked.
pub(super) fn jpeg(bytes: &[u8]) -> bool {
    // Behind start-of-image.
    let mut at = 2;
    let mut scanned = false;
    loop {
        // To the next marker: 0xff, then neither a stuffed zero nor a restart.
        let Some(found) = bytes.get(at..).and_then(next_marker) else {
            return false;
        };
        let (offset, marker) = found;
        at += offset + 2;
        match marker {
            0xd9 => return scanned,
            // Without a length.
            0x01 | 0xd8 => {}
            _ => {
                scanned |= marker == 0xda;
                let Some(length) = bytes.get(at..).and_then(<[u8]>::first_chunk::<2>) else {
                    return false;
                };
                at += usize::from(u16::from_be_bytes(*length));
            }
        }
    }
}

/// Offset of the 0xff and the marker behind it.
fn next_marker(bytes: &[u8]) -> Option<(usize, u8)> {
    bytes
        .windows(2)
        .enumerate()
        .find_map(|(offset, pair)| match pair {
            [0xff, marker @ (0x01..=0xcf | 0xd8..=0xfe)] => Some((offset, *marker)),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_preview_is_not_the_end() {
        let preview = b"\xff\xd8\xff\xe1\0\x06\xff\xd9\0\0\xff\xda\0\x02ab\xff\x00\xff\xd1c";
        assert!(!jpeg(preview));
        assert!(jpeg(&[&preview[..], b"\xff\xd9film"].concat()));
        assert!(!jpeg(b"\xff\xd8\xff\xd9"));
        assert!(!jpeg(b"\xff\xd8"));
    }
}
