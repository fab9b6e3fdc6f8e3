//! A file that tells how much of it has been read while a decoder owns it.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use symphonia::core::io::MediaSource;

use crate::prepare::Input;

pub(super) struct Source<R> {
    input: R,
    len: u64,
    meter: Meter,
    seekable: bool,
}

/// How much has been read.
#[derive(Clone)]
pub(super) struct Meter {
    read: Arc<AtomicU64>,
    len: u64,
}

impl Meter {
    /// Bytes, at most those of the file, also where parts are read twice.
    pub(super) fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed).min(self.len)
    }
}

impl<R> Source<R> {
    pub(super) fn new(input: R, len: u64) -> Self {
        let read = Arc::default();
        Self {
            input,
            len,
            meter: Meter { read, len },
            seekable: true,
        }
    }

    /// The same, to be read from its beginning to its end only.
    pub(super) fn forwards(self) -> Self {
        Self {
            seekable: false,
            ..self
        }
    }

    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.meter.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

impl<R: Input> MediaSource for Source<R> {
    fn is_seekable(&self) -> bool {
        self.seekable
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.len)
    }
}
