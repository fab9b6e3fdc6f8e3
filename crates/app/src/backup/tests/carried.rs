//! What a backup carries to another computer.

use super::*;

#[tokio::test]
async fn a_shop_goes_on_on_another_computer() {
    let (old, new) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = backed_up(&old).await;
    let app = app(&new);
    let restored = restore(&app, &file, None).await.unwrap();
    assert_eq!((restored.held, restored.with_session), (1, false));
    assert_eq!(restored.profile.name, "Tienda");
    assert!(restored.profile.practice);
    let session = app.open_profile_at_rest("Tienda", None).await.unwrap();
    assert_eq!(names(&session).await, ["Ana", "Bruno", "Carla"]);
    let campaigns = session.campaigns().await.unwrap();
    assert_eq!(campaigns[0].state, "held");
    assert_eq!(
        campaigns[0].hold_reason.as_deref(),
        Some(HoldReason::Restored.as_str())
    );
    assert_eq!(session.device().state, "not_linked");
    session.close().await;
    // Each copy has keys of its own.
    let key = |folder| fs::read_to_string(profile(folder).join("key")).unwrap();
    assert_ne!(key(&old), key(&new));
    // Nothing of the work is left on either side.
    assert!(!profile(&old).join("backup.tmp").exists());
    assert!(!new.path().join("restoring").exists());
    assert_eq!(fs::read_dir(old.path()).unwrap().count(), 2);
}

/// The simulated phone of a profile for practice lies in its database.
#[tokio::test]
async fn the_link_travels_only_when_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let session = at_rest(&folder).await;
    let linked = session
        .inner()
        .store
        .write(|tx| settings::set(tx, crate::session::OF_THE_LINK[1], "yes"));
    linked.await.unwrap();
    let app = app(&folder);
    for (with_session, state) in [(false, "not_linked"), (true, "offline")] {
        let file = folder.path().join(format!("{with_session}.backup"));
        let done = session.back_up(&file, words(), with_session).await.unwrap();
        assert_eq!(done.with_session, with_session);
        let restored = restore(&app, &file, Some(&format!("Con {with_session}"))).await;
        assert_eq!(restored.unwrap().with_session, with_session);
        let name = format!("Con {with_session}");
        let copy = app.open_profile_at_rest(&name, None).await.unwrap();
        assert_eq!(copy.device().state, state);
        assert_eq!(copy.account().is_some(), with_session);
        copy.close().await;
    }
    session.close().await;
}

#[tokio::test]
async fn each_trouble_with_a_file_has_its_sentence_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    let bytes = fs::read(&file).unwrap();
    let app = app(&folder);
    let path = folder.path().join("other.backup");
    let trouble = async |contents: &[u8], words: &str| {
        fs::write(&path, contents).unwrap();
        let options = RestoreOptions {
            name: Some("Otra".into()),
            replace: false,
            passcode: None,
        };
        let words = Passphrase::typed(words);
        let error = app.restore_backup(&path, words, options, |_, _| true).await;
        let error = error.unwrap_err();
        assert!(app.profile("Otra").is_none());
        assert!(!folder.path().join("restoring").exists());
        (error.kind(), error.code())
    };
    let wrong = trouble(&bytes, "tereré con limón").await;
    assert_eq!(wrong, (ErrorKind::Locked, "backup_passphrase"));
    let cut = trouble(&bytes[..bytes.len() - 1], WORDS).await;
    assert_eq!(cut, (ErrorKind::BadInput, "backup_truncated"));
    let mut changed = bytes.clone();
    let middle = bytes.len() / 2;
    changed[middle] ^= 1;
    let changed = trouble(&changed, WORDS).await;
    assert_eq!(changed, (ErrorKind::BadInput, "backup_damaged"));
    let mut newer = bytes.clone();
    newer[8] = 9;
    let newer = trouble(&newer, WORDS).await;
    assert_eq!(newer, (ErrorKind::Failure, "backup_newer"));
    let foreign = trouble(LIST.as_bytes(), WORDS).await;
    assert_eq!(foreign, (ErrorKind::BadInput, "backup_foreign"));
    assert_eq!(trouble(&bytes, "").await.1, "passphrase_missing");
    let nowhere = restore(&app, &folder.path().join("none"), None).await;
    assert_eq!(nowhere.unwrap_err().code(), "file_not_found");
    let place = restore(&app, folder.path(), None).await;
    assert_eq!(place.unwrap_err().code(), "backup_is_folder");
    // The control: what was not changed is taken.
    fs::write(&path, &bytes).unwrap();
    restore(&app, &path, Some("Otra")).await.unwrap();
}

#[tokio::test]
async fn a_name_that_is_taken_is_not_taken_away() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    let app = app(&folder);
    let error = restore(&app, &file, None).await.unwrap_err();
    assert_eq!(error.code(), "restore_name_taken");
    let error = restore(&app, &file, Some(" ")).await.unwrap_err();
    assert_eq!(error.code(), "profile_name");
    restore(&app, &file, Some("Tienda 2")).await.unwrap();
    assert_eq!(app.profiles().unwrap().len(), 2);
}

#[tokio::test]
async fn a_profile_gives_way_and_is_kept_until_the_new_one_was_opened() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    let app = app(&folder);
    let replace = || RestoreOptions {
        name: None,
        replace: true,
        passcode: None,
    };
    let session = app.open_profile_at_rest("Tienda", None).await.unwrap();
    session.delete_contacts_for_test().await;
    let refused = app
        .restore_backup(&file, words(), replace(), |_, _| true)
        .await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InUse);
    session.close().await;
    let stopped = app
        .restore_backup(&file, words(), replace(), |_, _| false)
        .await;
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    let restored = app
        .restore_backup(&file, words(), replace(), |_, _| true)
        .await
        .unwrap();
    assert!(restored.replaced);
    assert_eq!(app.profiles().unwrap().len(), 1);
    let aside = folder.path().join("set-aside");
    assert_eq!(fs::read_dir(&aside).unwrap().count(), 1);
    let session = app.open_profile_at_rest("Tienda", None).await.unwrap();
    assert_eq!(names(&session).await, ["Ana", "Bruno", "Carla"]);
    assert_eq!(fs::read_dir(&aside).unwrap().count(), 0);
    session.close().await;
}

#[tokio::test]
async fn a_backup_that_is_stopped_leaves_the_older_one() {
    let folder = TempDir::new().unwrap();
    let session = with_contacts(&folder, LIST).await;
    // Something that takes a moment.
    let filled = session.inner().store.write(|tx| {
        (0..40).try_for_each(|n| settings::set(tx, &format!("k{n}"), &"x".repeat(500_000)))
    });
    filled.await.unwrap();
    let place = folder.path().join("out");
    fs::create_dir(&place).unwrap();
    let file = place.join("Tienda.backup");
    fs::write(&file, "the older one").unwrap();
    let mut events = session.events();
    let making = tokio::spawn({
        let (session, file) = (Arc::clone(&session), file.clone());
        async move { session.back_up(&file, words(), false).await }
    });
    loop {
        if let crate::api::AppEvent::Work { progress } = events.recv().await.unwrap() {
            assert_eq!(progress.work, Work::Backup);
            break;
        }
    }
    assert!(session.cancel_work(Work::Backup));
    assert_eq!(making.await.unwrap().unwrap_err().code(), "cancelled");
    session.close().await;
    assert_eq!(fs::read_to_string(&file).unwrap(), "the older one");
    assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
    assert!(!profile(&folder).join("backup.tmp").exists());
}

#[tokio::test]
async fn a_short_passphrase_and_a_folder_are_refused_before_anything_is_done() {
    let folder = TempDir::new().unwrap();
    let session = at_rest(&folder).await;
    let short = session
        .back_up(&folder.path().join("a"), Passphrase::typed("corta"), false)
        .await;
    assert_eq!(short.unwrap_err().code(), "passphrase_short");
    let place = session.back_up(folder.path(), words(), false).await;
    assert_eq!(place.unwrap_err().code(), "file_is_folder");
    let nowhere = folder.path().join("none/a.backup");
    let nowhere = session.back_up(&nowhere, words(), false).await;
    assert_eq!(nowhere.unwrap_err().code(), "cannot_write");
    session.close().await;
}
