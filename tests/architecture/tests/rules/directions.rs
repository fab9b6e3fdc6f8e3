//! Which room may know which.

use architecture::{Kind, Package, Problem, Workspace, text};
use std::collections::BTreeSet;
use std::path::Path;

/// What each room may be built of. A room that is not here has no place yet.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("contact-import", &["domain"]),
    ("media", &["domain"]),
    ("practice", &["domain"]),
    ("reports", &["domain"]),
    ("whatsapp", &["domain"]),
    ("dispatch", &["domain", "store"]),
    (
        "app",
        &[
            "domain",
            "store",
            "contact-import",
            "media",
            "practice",
            "reports",
            "whatsapp",
            "dispatch",
        ],
    ),
    // The doors.
    ("message-sender-cli", &["app"]),
    ("message-sender", &["app"]),
    // Dev only.
    ("faultfs", &[]),
    ("message-sender-loopback", &[]),
    (
        "testkit",
        &["domain", "store", "dispatch", "practice", "app"],
    ),
    ("xtask", &[]),
];

/// What any room may use in its tests besides.
const IN_TESTS: &[&str] = &["testkit", "faultfs", "message-sender-loopback"];

/// Who may name a foreign package directly. A name that ends in a star stands
/// for all that begin so.
const FOREIGN: &[(&str, &[&str])] = &[
    ("tauri*", &["message-sender"]),
    ("rusqlite", &["store", "whatsapp", "faultfs"]),
    ("whatsapp-rust*", &["whatsapp", "message-sender-loopback"]),
    ("wacore*", &["whatsapp", "message-sender-loopback"]),
    ("waproto", &["whatsapp", "message-sender-loopback"]),
];

/// Crates under `tests/` see everything: that is what they are for.
fn is_test_crate(package: &Package) -> bool {
    package.folder.starts_with(Path::new("tests"))
}

#[test]
fn rooms_know_only_the_rooms_they_may() -> Result<(), Problem> {
    let workspace = Workspace::read()?;
    let mut wrong = Vec::new();
    for package in workspace
        .members
        .iter()
        .filter(|package| !is_test_crate(package))
    {
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == package.name) else {
            wrong.push(format!("{} is not in the table of rooms", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            let ours = workspace.members.iter().any(|member| member.name == name);
            let in_tests = dependency.kind == Kind::Dev && IN_TESTS.contains(&name);
            if ours && !allowed.contains(&name) && !in_tests {
                wrong.push(format!("{} must not know {name}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn foreign_packages_stay_in_their_rooms() -> Result<(), Problem> {
    let mut wrong = Vec::new();
    for package in Workspace::read()?
        .members
        .iter()
        .filter(|package| !is_test_crate(package))
    {
        for dependency in &package.dependencies {
            let rule = FOREIGN
                .iter()
                .find(|(pattern, _)| stands_for(pattern, &dependency.name));
            if rule.is_some_and(|(_, rooms)| !rooms.contains(&package.name.as_str())) {
                wrong.push(format!(
                    "{} must not name {}",
                    package.name, dependency.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

fn stands_for(pattern: &str, name: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(pattern == name, |beginning| name.starts_with(beginning))
}

/// Where it is written whose words the log keeps.
const LOG: &str = "crates/app/src/logs/mod.rs";

#[test]
fn the_log_keeps_the_words_of_every_room_that_is_released_and_of_nobody_else() -> Result<(), Problem>
{
    let source = text(Path::new(LOG)).ok_or("the log is missing")?;
    let list = source
        .split_once("const OURS")
        .and_then(|(_, rest)| rest.split_once("];"))
        .map_or("", |(list, _)| list);
    let kept: BTreeSet<String> = list
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    let released = ROOMS
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| !IN_TESTS.contains(room) && *room != "xtask")
        .map(|room| room.replace('-', "_"));
    assert_eq!(kept, released.collect());
    Ok(())
}

#[test]
fn the_table_of_rooms_names_rooms_that_exist() -> Result<(), Problem> {
    let workspace = Workspace::read()?;
    let named = ROOMS
        .iter()
        .flat_map(|(room, allowed)| [*room].into_iter().chain(allowed.iter().copied()));
    for name in named {
        let exists = workspace.members.iter().any(|package| package.name == name);
        assert!(exists, "{name} is in the table and not in the workspace");
    }
    Ok(())
}
