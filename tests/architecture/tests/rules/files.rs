//! Files: their length, and what must not be in them.

use architecture::{Problem, files, root, text};
use std::path::{Path, PathBuf};

/// More does not fit in a head.
const MOST_LINES: usize = 600;

/// Written by programs.
const GENERATED: &[&str] = &[
    "ui/src/backend/generated",
    "ui/src/i18n/keys.ts",
    "src-tauri/gen",
];

fn is_source(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("rs" | "ts" | "svelte"))
        && !GENERATED.iter().any(|folder| file.starts_with(folder))
}

#[test]
fn files_can_be_held_in_the_head() -> Result<(), Problem> {
    let mut long = Vec::new();
    for file in files()?.into_iter().filter(|file| is_source(file)) {
        let lines = text(&file).map_or(0, |text| text.lines().count());
        if lines > MOST_LINES {
            long.push((file, lines));
        }
    }
    assert!(long.is_empty(), "more than {MOST_LINES} lines: {long:#?}");
    Ok(())
}

/// Folders that exist on the machine where the tests run and not where the
/// program will.
fn folders_of_this_machine() -> Vec<String> {
    let homes = ["HOME", "CARGO_HOME", "USERPROFILE"]
        .iter()
        .filter_map(|name| std::env::var(name).ok());
    let mut folders: Vec<String> = homes.chain([root().display().to_string()]).collect();
    // Written so that this file does not contain them.
    folders.extend(["root", "work"].map(|name| format!("/{name}")));
    folders.retain(|folder| folder.len() > 3);
    folders
}

/// A path begins where no path goes on: a folder below `docs` is not one below
/// the root.
fn names(text: &str, folder: &str) -> bool {
    let folder = format!("{}/", folder.trim_end_matches('/'));
    text.match_indices(&folder).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !"./_-~}$@".contains(c))
    })
}

#[test]
fn no_file_names_a_folder_of_the_machine_it_was_written_on() -> Result<(), Problem> {
    let folders = folders_of_this_machine();
    let mut wrong: Vec<(PathBuf, &String)> = Vec::new();
    for file in files()? {
        let Some(text) = text(&file) else { continue };
        wrong.extend(
            folders
                .iter()
                .filter(|folder| names(&text, folder))
                .map(|folder| (file.clone(), folder)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn a_path_is_told_from_a_part_of_one() {
    let home = format!("/{}", "work");
    assert!(names(&format!("cd {home}/main"), &home));
    assert!(names(&format!("\"{home}/main\""), &home));
    assert!(!names(&format!("docs{home}/main"), &home));
    assert!(!names(&format!("{home}shop"), &home));
}

#[test]
fn locks_of_node_packages_name_no_server_and_carry_checksums() -> Result<(), Problem> {
    let locks = files()?
        .into_iter()
        .filter(|file| file.ends_with("package-lock.json"));
    let mut wrong = Vec::new();
    for file in locks {
        let lock: serde_json::Value = serde_json::from_str(&text(&file).unwrap_or_default())?;
        let packages = lock
            .get("packages")
            .and_then(|packages| packages.as_object());
        for (name, package) in packages
            .into_iter()
            .flatten()
            .filter(|(name, _)| !name.is_empty())
        {
            if package.get("resolved").is_some() {
                wrong.push(format!("{}: {name} has `resolved`", file.display()));
            }
            if package.get("integrity").is_none() && package.get("link").is_none() {
                wrong.push(format!("{}: {name} has no `integrity`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}
