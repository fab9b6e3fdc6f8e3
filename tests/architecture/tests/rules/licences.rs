//! Licences of what we are built of.

use architecture::{Package, Problem, Workspace, permits, text};
use std::fs;
use std::io::Read;
use std::path::Path;

/// The table of licences, which the release workflow reads as well.
const TABLE: &str = "deny.toml";

/// Packages whose files state another licence than their manifest, and where
/// it is written what that means for us.
const KNOWN_CONTRADICTIONS: &[(&str, &str)] =
    &[("wacore-libsignal", "docs/adr/0001-client-library.md")];

/// A licence is stated in the first lines of a file.
const HEAD: usize = 1024;

#[test]
fn every_package_states_a_licence_that_we_can_keep() -> Result<(), Problem> {
    let table = text(Path::new(TABLE)).ok_or("the table of licences is missing")?;
    let allowed = allowed(&table);
    assert!(allowed.contains(&"MIT"), "{allowed:?}");
    let workspace = Workspace::read()?;
    let wrong: Vec<String> = workspace
        .foreign
        .iter()
        .filter(|package| {
            !package
                .licence
                .as_ref()
                .is_some_and(|licence| permits(licence, &allowed))
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

/// The words in quotes of the list `allow`.
fn allowed(table: &str) -> Vec<&str> {
    let list = table
        .split_once("\nallow = [")
        .and_then(|(_, rest)| rest.split_once(']'));
    list.map_or("", |(list, _)| list)
        .split('"')
        .skip(1)
        .step_by(2)
        .collect()
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
        .is_some_and(|(_, licence)| licence.contains("GPL") && !licence.contains(" OR "))
}

fn head(path: &Path) -> String {
    let mut head = Vec::with_capacity(HEAD);
    let read = fs::File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    // What cannot be read states nothing.
    let _length = read.unwrap_or_default();
    String::from_utf8_lossy(&head).into_owned()
}
