//! What the released programs are built of.

use architecture::{Problem, cargo_tree};

/// With this, the client takes any server for the real one. Only a build that
/// asks for the loopback server by name may have it.
const DANGER: &str = "danger-skip-cert-chain-verify";

/// Packages that serve tests.
const TESTS_ONLY: &[&str] = &["faultfs ", "message-sender-loopback ", "testkit "];

#[test]
fn a_release_checks_certificates_and_carries_no_test_server() -> Result<(), Problem> {
    let tree = cargo_tree(&["message-sender/custom-protocol"])?;
    assert!(
        tree.contains("whatsapp-rust v"),
        "the client is in the release"
    );
    let found: Vec<&str> = tree
        .lines()
        .filter(|line| {
            line.contains(DANGER) || TESTS_ONLY.iter().any(|package| line.starts_with(package))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn the_check_above_sees_the_danger_where_it_is() -> Result<(), Problem> {
    let tree = cargo_tree(&["message-sender/loopback", "message-sender-cli/loopback"])?;
    assert!(tree.contains(DANGER), "the control build lacks {DANGER}");
    Ok(())
}
