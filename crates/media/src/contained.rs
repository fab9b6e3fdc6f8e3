//! Foreign decoders over untrusted bytes: their panic is a damaged file, not the
//! end of the sender.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::MediaError;

/// What `work` answers, or `damaged` where it panics.
///
/// Everything that `work` holds is thrown away with it, so that nothing half-done
/// is seen afterwards.
pub(crate) fn contained<T>(
    damaged: MediaError,
    work: impl FnOnce() -> Result<T, MediaError>,
) -> Result<T, MediaError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(damaged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_is_a_damaged_file() {
        let outcome = contained(MediaError::AudioDamaged, || {
            let nothing: Vec<u8> = Vec::new();
            Ok(nothing[3])
        });
        assert_eq!(outcome.unwrap_err().code(), "audio_damaged");
        assert_eq!(contained(MediaError::Empty, || Ok(7)).unwrap(), 7);
    }
}
