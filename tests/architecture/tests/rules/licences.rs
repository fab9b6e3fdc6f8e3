//! Licences of what we are built of. `deny.toml` says the same to the release
//! workflow.

use architecture::{Package, Problem, Workspace, permits};
use std::fs;
use std::io::Read;
use std::path::Path;

const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // Data: the root certificates of a test's web client.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages whose files state another licence than their manifest, and where
/// it is written what that means for us.
const KNOWN_CONTRADICTIONS: &[(&str, &str)] =
    &[("wacore-libsignal", "docs/adr/0001-client-library.md")];

/// A licence is stated in the first lines of a file.
const HEAD: usize = 1024;

#[test]
fn every_package_states_a_licence_that_we_can_keep() -> Result<(), Problem> {
    let workspace = Workspace::read()?;
    let wrong: Vec<String> = workspace
        .foreign
        .iter()
        .filter(|package| {
            !package
                .licence
                .as_ref()
                .is_some_and(|licence| permits(licence, ALLOWED))
        })
        .map(|package| {
            format!(
                "{} {}: {:?}",
                package.name, package.version, package.licence
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn no_file_of_a_package_states_a_stricter_licence_unbeknown_to_us() -> Result<(), Problem> {
    let workspace = Workspace::read()?;
    let strict: Vec<&Package> = workspace
        .foreign
        .iter()
        .filter(|package| states_copyleft(&package.folder))
        .collect();
    for package in &strict {
        let known = KNOWN_CONTRADICTIONS
            .iter()
            .any(|(name, _)| *name == package.name);
        assert!(
            known,
            "{} {} has files under the GPL",
            package.name, package.version
        );
    }
    for (name, page) in KNOWN_CONTRADICTIONS {
        assert!(
            strict.iter().any(|package| package.name == *name),
            "{name} is clean now: update {page}"
        );
        assert!(
            architecture::root().join(page).exists(),
            "{page} is missing"
        );
    }
    Ok(())
}

fn states_copyleft(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return states_copyleft(&path);
        }
        path.extension().is_some_and(|extension| extension == "rs")
            && head(&path).lines().any(is_copyleft)
    })
}

fn is_copyleft(line: &str) -> bool {
    line.split_once("SPDX-License-Identifier:")
        .is_some_and(|(_, licence)| licence.contains("GPL") && !permits(licence, ALLOWED))
}

fn head(path: &Path) -> String {
    let mut head = Vec::with_capacity(HEAD);
    let read = fs::File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    // What cannot be read states nothing.
    let _length = read.unwrap_or_default();
    String::from_utf8_lossy(&head).into_owned()
}
