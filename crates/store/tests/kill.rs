//! A process that writes is killed at any moment; what it was told to be
//! written is there.
#![allow(clippy::unwrap_used)]

use domain::Timestamp;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use store::{DatabaseKey, Execution, Store, settings};

const FOLDER: &str = "STORE_KILL_TEST_FOLDER";

fn open(folder: &Path) -> Store {
    let key = DatabaseKey::from_bytes([7; 32]);
    Store::open(&folder.join("store.db"), &key, Execution::Thread).unwrap()
}

fn block<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.build().unwrap().block_on(future)
}

/// The process that is killed: writes for ever and says what was answered.
#[test]
fn child_that_writes() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let store = open(Path::new(&folder));
    let start = Timestamp(0);
    for number in 0u64.. {
        let (first, second) = (format!("a{number}"), format!("b{number}"));
        let (written, also) = block(async {
            tokio::join!(
                store.write({
                    let first = first.clone();
                    move |tx| settings::set(tx, &first, &"x".repeat(500))
                }),
                store.write({
                    let second = second.clone();
                    move |tx| settings::set(tx, &second, &start.to_rfc3339())
                }),
            )
        });
        written.unwrap();
        also.unwrap();
        println!("\nwritten {first}\nwritten {second}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn nothing_that_was_answered_is_lost() {
    for after in [1, 7, 50, 400] {
        let folder = tempfile::TempDir::new().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_writes", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut written = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(key) = line.strip_prefix("written ") {
                written.push(key.to_owned());
                if written.len() == after {
                    child.kill().unwrap();
                }
            }
        }
        child.wait().unwrap();
        assert!(written.len() >= after);
        let store = open(folder.path());
        let missing = block(store.read(move |tx| {
            let mut missing = Vec::new();
            for key in written {
                if settings::get(tx, &key)?.is_none() {
                    missing.push(key);
                }
            }
            Ok(missing)
        }));
        assert_eq!(missing.unwrap(), Vec::<String>::new());
    }
}
