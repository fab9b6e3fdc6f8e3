//! The program itself, without a profile.
//!
//! That these stories exist has a second use: cargo builds a package's programs
//! before it runs such tests, and the stories of the whole workspace need this one.

#![allow(clippy::unwrap_used)]

use std::process::Command;

fn cli(arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_message-sender-cli"))
        .arg("--data-dir")
        .arg(folder.path())
        .args(arguments)
        .env_remove("MESSAGE_SENDER_LOOPBACK_URL")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

#[test]
fn help_and_version_go_to_standard_output() {
    let (code, out, err) = cli(&["--help"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for word in ["profile", "device", "contacts", "campaign"] {
        assert!(out.contains(word), "{word}");
    }
    let (code, out, _) = cli(&["--version"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("message-sender-cli "));
}

#[test]
fn without_a_profile_it_says_what_to_do() {
    let (code, out, err) = cli(&["--json", "contacts", "list"]);
    assert_eq!(code, Some(2));
    assert!(out.contains("\"no_profile\""), "{out}");
    assert!(err.contains("profile create"), "{err}");
    let (code, out, _) = cli(&["--json", "profile", "list"]);
    assert_eq!((code, out.as_str()), (Some(0), "[]\n"));
}
