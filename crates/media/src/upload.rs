//! Where the prepared bytes go, counted and hashed on the way.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use crate::error::MediaError;
use crate::prepared::Progress;

/// The caller's function that hears of progress and may stop the work.
pub type Report<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// Tells `report` how far the work is.
#[allow(
    clippy::cast_precision_loss,
    reason = "a fraction for a progress bar needs no more precision"
)]
pub(crate) fn report(report: Report<'_>, done: u64, total: u64) -> Result<(), MediaError> {
    let fraction = (done as f32 / total.max(1) as f32).clamp(0.0, 1.0);
    match report(Progress { fraction }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(MediaError::Cancelled),
    }
}

pub(crate) struct Upload<'a> {
    output: &'a mut dyn Write,
    hash: Sha256,
    size: u64,
}

impl<'a> Upload<'a> {
    pub(crate) fn new(output: &'a mut dyn Write) -> Self {
        Self {
            output,
            hash: Sha256::new(),
            size: 0,
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        self.output
            .write_all(bytes)
            .map_err(MediaError::Unwritable)?;
        self.hash.update(bytes);
        self.size = self.size.saturating_add(bytes.len() as u64);
        Ok(())
    }

    /// The hash and the size of all that was written.
    pub(crate) fn finish(self) -> Result<([u8; 32], u64), MediaError> {
        self.output.flush().map_err(MediaError::Unwritable)?;
        Ok((self.hash.finalize().into(), self.size))
    }
}

/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// Hands all that `input` has to `piece`, with the offset of each piece. A file
/// that grows meanwhile is read to `len` and no further; one that shrinks is an
/// error.
pub(crate) fn in_pieces(
    input: &mut impl Read,
    len: u64,
    progress: Report<'_>,
    mut piece: impl FnMut(u64, &mut [u8]) -> Result<(), MediaError>,
) -> Result<(), MediaError> {
    let mut buffer = vec![0; PIECE];
    let mut at = 0;
    while at < len {
        let want = usize::try_from(len - at).unwrap_or(PIECE).min(PIECE);
        let part = buffer.get_mut(..want).unwrap_or_default();
        input.read_exact(part).map_err(MediaError::Unreadable)?;
        piece(at, part)?;
        at += want as u64;
        report(progress, at, len)?;
    }
    Ok(())
}
