//! The inputs that fuzzing found worth keeping, read again: an answer, and no
//! panic. `fuzz/README.md` tells where they come from.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/fuzz_targets/shared.rs"]
mod shared;

fn files(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn replay(target: &str, run: fn(&[u8])) {
    let files = files(target);
    assert!(files.len() >= 8, "{target}: only {} files", files.len());
    for file in files {
        println!("{}", file.display());
        run(&fs::read(&file).unwrap());
    }
}

#[test]
fn delimited() {
    replay("delimited", shared::delimited);
}

#[test]
fn xlsx() {
    replay("xlsx", shared::xlsx);
}

#[test]
fn vcard() {
    replay("vcard", shared::vcard);
}

#[test]
fn phone() {
    replay("phone", shared::phone);
}

#[test]
fn the_corpus_stays_small() {
    let targets = ["delimited", "xlsx", "vcard", "phone"];
    let files: Vec<PathBuf> = targets.into_iter().flat_map(files).collect();
    let size: u64 = files
        .iter()
        .map(|file| file.metadata().unwrap().len())
        .sum();
    assert!(
        files.len() < 200 && size < 500_000,
        "{} files, {size} bytes",
        files.len()
    );
}
