//! Files to attach: the samples of the media room.

use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// Where a sample lies.
pub fn sample_path(name: &str) -> PathBuf {
    let samples = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../crates/media/tests/samples"
    );
    Path::new(samples).join(name)
}

/// A sample.
pub fn sample(name: &str) -> Vec<u8> {
    std::fs::read(sample_path(name)).unwrap()
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
