//! A profile behind a passcode: opened, locked, changed, and guessed at.
#![cfg(feature = "loopback")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used
)]

use app::api::{AppEvent, NewProfile};
use app::{App, AppConfig, Cost, ErrorKind, Passcode, Session};
use std::sync::Arc;
use std::time::Duration;
use testkit::TestClock;

const PASSCODE: &str = "clavel rojo";

struct Shop {
    folder: tempfile::TempDir,
    clock: Arc<TestClock>,
}

fn passcode(typed: &str) -> Passcode {
    Passcode::new(typed)
}

impl Shop {
    fn new(typed: Option<&str>) -> Self {
        let shop = Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(TestClock::new()),
        };
        let new = NewProfile {
            name: "Tienda".into(),
            country: "PY".into(),
            language: "es".into(),
            practice: true,
        };
        let made = shop
            .app()
            .create_profile(new, typed.map(passcode).as_ref())
            .unwrap();
        assert_eq!(made.locked, typed.is_some());
        shop
    }

    /// The program, started anew.
    fn app(&self) -> App {
        App::new(AppConfig {
            data_dir: self.folder.path().to_owned(),
            loopback_url: None,
            hurry: None,
        })
        .unwrap()
        .with_clock(Arc::clone(&self.clock) as Arc<_>)
        .with_passcode_cost(Cost::LEAST)
    }

    async fn open(&self, typed: Option<&str>) -> app::Result<Arc<Session>> {
        let typed = typed.map(passcode);
        self.app()
            .open_profile_at_rest("Tienda", typed.as_ref())
            .await
    }

    async fn refused(&self, typed: Option<&str>) -> app::AppError {
        match self.open(typed).await {
            Ok(_) => panic!("it opened"),
            Err(error) => error,
        }
    }
}

/// The code and the details of a refusal that has to do with the lock.
fn told(error: &app::AppError) -> (String, Option<u32>) {
    assert_eq!(error.kind(), ErrorKind::Locked);
    let view = error.view("es");
    let number = ["tries_left", "seconds"]
        .iter()
        .find_map(|name| view.details.get(*name));
    (view.code, number.map(|number| number.parse().unwrap()))
}

#[tokio::test(start_paused = true)]
async fn it_opens_with_its_passcode_alone() {
    let shop = Shop::new(Some(PASSCODE));
    let profiles = shop.app().profiles().unwrap();
    assert_eq!(profiles[0].protection, "passcode");
    assert!(profiles[0].locked);
    assert_eq!(shop.refused(None).await.code(), "passcode_needed");
    let wrong = shop.refused(Some("clavel azul")).await;
    assert_eq!(told(&wrong), ("passcode_wrong".into(), Some(4)));
    let session = shop.open(Some(PASSCODE)).await.unwrap();
    session.close().await;
}

#[tokio::test(start_paused = true)]
async fn six_wrong_ones_are_slowed_down_over_restarts_and_destroy_nothing() {
    let shop = Shop::new(Some(PASSCODE));
    for left in [4, 3, 2, 1] {
        let wrong = shop.refused(Some("clavel azul")).await;
        assert_eq!(told(&wrong), ("passcode_wrong".into(), Some(left)));
    }
    let fifth = shop.refused(Some("clavel azul")).await;
    assert_eq!(told(&fifth), ("passcode_slowed".into(), Some(30)));
    // The right one has to wait, too: nobody learns anything meanwhile.
    let early = shop.refused(Some(PASSCODE)).await;
    assert_eq!(told(&early), ("passcode_wait".into(), Some(30)));
    assert_eq!(shop.app().unlock_view("Tienda").unwrap().wait_seconds, 30);
    shop.clock.jump(30_000);
    let sixth = shop.refused(Some("clavel azul")).await;
    assert_eq!(told(&sixth), ("passcode_slowed".into(), Some(60)));
    shop.clock.jump(60_000);
    shop.open(Some(PASSCODE)).await.unwrap().close().await;
    assert_eq!(shop.app().unlock_view("Tienda").unwrap().tries_left, 5);
}

#[tokio::test(start_paused = true)]
async fn a_passcode_is_set_changed_and_removed_while_it_is_open() {
    let shop = Shop::new(None);
    let session = shop.open(None).await.unwrap();
    let (first, second) = (passcode("primero"), passcode("segundo"));
    let code = |refused: app::Result<_>| {
        refused
            .map(|_: app::api::ProfileSummary| ())
            .unwrap_err()
            .code()
    };
    assert_eq!(
        code(session.change_passcode(&first, &second).await),
        "no_passcode"
    );
    assert_eq!(code(session.remove_passcode(&first).await), "no_passcode");
    assert_eq!(session.lock().unwrap_err().code(), "no_passcode");
    assert_eq!(
        code(session.set_passcode(&passcode("corto")).await),
        "passcode_short"
    );
    assert!(session.set_passcode(&first).await.unwrap().locked);
    assert_eq!(
        code(session.set_passcode(&second).await),
        "passcode_already_set"
    );
    session.set_language("en").unwrap();
    assert_eq!(
        code(session.change_passcode(&second, &second).await),
        "passcode_wrong"
    );
    session.change_passcode(&first, &second).await.unwrap();
    session.close().await;

    assert_eq!(shop.refused(Some("primero")).await.code(), "passcode_wrong");
    let session = shop.open(Some("segundo")).await.unwrap();
    assert_eq!(session.language(), "en");
    let summary = session.remove_passcode(&second).await.unwrap();
    assert_eq!(
        (summary.protection.as_str(), summary.locked),
        ("file", false)
    );
    session.close().await;
    shop.open(None).await.unwrap().close().await;
}

#[tokio::test(start_paused = true)]
async fn a_locked_profile_refuses_until_it_is_unlocked() {
    let shop = Shop::new(Some(PASSCODE));
    let session = shop.open(Some(PASSCODE)).await.unwrap();
    let mut events = session.events();
    session.admit().unwrap();
    session.lock().unwrap();
    let refused = session.admit().unwrap_err();
    assert_eq!(
        (refused.kind(), refused.code()),
        (ErrorKind::Locked, "locked")
    );
    assert!(matches!(events.recv().await.unwrap(), AppEvent::Locked));
    let needed = session.unlock(None).await.unwrap_err();
    assert_eq!(needed.code(), "passcode_needed");
    let wrong = session.unlock(Some(&passcode("clavel azul"))).await;
    assert_eq!(
        told(&wrong.unwrap_err()),
        ("passcode_wrong".into(), Some(4))
    );
    assert!(session.is_locked());
    session.unlock(Some(&passcode(PASSCODE))).await.unwrap();
    session.admit().unwrap();
    assert!(matches!(events.recv().await.unwrap(), AppEvent::Unlocked));
    assert_eq!(session.unlock_view().await.unwrap().progress, None);
    session.close().await;
}

#[tokio::test]
async fn it_locks_itself_when_nobody_is_there() {
    let shop = Shop::new(Some(PASSCODE));
    let session = shop.open(Some(PASSCODE)).await.unwrap();
    session.start().await.unwrap();
    let mut events = session.events();
    assert!(!session.is_locked());
    shop.clock.jump(15 * 60_000);
    let locked = async { while !matches!(events.recv().await.unwrap(), AppEvent::Locked) {} };
    tokio::time::timeout(Duration::from_secs(60), locked)
        .await
        .unwrap();
    assert!(session.is_locked());
    session.close().await;
}

#[tokio::test(start_paused = true)]
async fn deleting_wants_the_passcode() {
    let shop = Shop::new(Some(PASSCODE));
    let app = shop.app();
    let refused = app.delete_profile("Tienda", None).unwrap_err();
    assert_eq!(refused.code(), "passcode_needed");
    let refused = app.delete_profile("Tienda", Some(&passcode("clavel azul")));
    assert_eq!(refused.unwrap_err().code(), "passcode_wrong");
    app.delete_profile("Tienda", Some(&passcode(PASSCODE)))
        .unwrap();
    assert!(app.profiles().unwrap().is_empty());
}

/// Whose key is lost can at least be put away.
#[tokio::test(start_paused = true)]
async fn a_profile_without_its_key_can_be_deleted() {
    let shop = Shop::new(Some(PASSCODE));
    let profiles = shop.folder.path().join("profiles");
    let folder = std::fs::read_dir(profiles).unwrap().next().unwrap();
    std::fs::remove_file(folder.unwrap().path().join("key.passcode")).unwrap();
    let app = shop.app();
    assert_eq!(shop.refused(Some(PASSCODE)).await.code(), "key_missing");
    app.delete_profile("Tienda", None).unwrap();
    assert!(app.profiles().unwrap().is_empty());
}
