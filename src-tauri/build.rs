//! Prepares what the window embeds.

use std::path::Path;
use std::{fs, io};

const DIST: &str = "../ui/dist";

/// Shown when the user interface has not been built: the crate compiles all
/// the same, so that `cargo test` works in a fresh clone.
const PLACEHOLDER: &str = "<!doctype html><meta charset=\"utf-8\"><title>Message Sender</title>\
    <p>The user interface is not built. Run <code>cargo xtask run</code>.</p>\n";

fn main() -> io::Result<()> {
    let page = Path::new(DIST).join("index.html");
    if !page.exists() {
        fs::create_dir_all(DIST)?;
        fs::write(page, PLACEHOLDER)?;
    }
    println!("cargo:rerun-if-changed={DIST}");
    println!("cargo:rerun-if-changed=../icons");
    tauri_build::build();
    Ok(())
}
