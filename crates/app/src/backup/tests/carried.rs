//! What a backup carries to another computer.

use super::*;
use crate::api::WorkProgress;

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
        let error = app.restore_backup(&path, words, options, |_| true).await;
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
    for name in [
        "a.backup",
        "profile.db",
        "../a.backup",
        "../../profiles/a.backup",
    ] {
        let inside = profile(&folder).join(name);
        let inside = session.back_up(&inside, words(), false).await;
        assert_eq!(inside.unwrap_err().code(), "backup_in_profile", "{name}");
    }
    let nowhere = folder.path().join("none/a.backup");
    let nowhere = session.back_up(&nowhere, words(), false).await;
    assert_eq!(nowhere.unwrap_err().code(), "cannot_write");
    session.close().await;
}

/// Whoever restored a profile could otherwise link any phone to it.
#[tokio::test]
async fn the_numbers_that_may_be_linked_come_along() {
    let folder = TempDir::new().unwrap();
    let session = at_rest(&folder).await;
    let mut settings = session.settings().await.unwrap();
    settings.allowed_numbers = vec!["+595981200001".to_owned()];
    settings.auto_lock_minutes = 7;
    session.save_settings(settings.clone()).await.unwrap();
    let file = folder.path().join("a.backup");
    session.back_up(&file, words(), false).await.unwrap();
    session.close().await;
    let app = app(&folder);
    restore(&app, &file, Some("Copia")).await.unwrap();
    let copy = app.open_profile_at_rest("Copia", None).await.unwrap();
    assert_eq!(copy.settings().await.unwrap(), settings);
    copy.close().await;
}

#[tokio::test]
async fn a_backup_tells_what_is_in_it_before_anything_is_made_of_it() {
    let (old, new) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = backed_up(&old).await;
    let app = app(&new);
    let contents = app.look_into_backup(&file, words()).await.unwrap();
    assert_eq!(contents.name, "Tienda");
    assert!(contents.practice && !contents.with_session && contents.present.is_none());
    let sealed = fs::metadata(&file).unwrap().len();
    assert!(
        (sealed - 2_000..sealed).contains(&contents.bytes),
        "{contents:?}"
    );
    assert_eq!(fs::read_dir(new.path()).unwrap().count(), 0);
    let wrong = Passphrase::typed("otra cosa");
    let wrong = app.look_into_backup(&file, wrong).await.unwrap_err();
    assert_eq!(wrong.code(), "backup_passphrase");
    let here = super::app(&old);
    let contents = here.look_into_backup(&file, words()).await.unwrap();
    assert_eq!(contents.present.unwrap().name, "Tienda");
}

#[tokio::test]
async fn it_is_told_how_far_it_is_and_stopped_wherever_that_is() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    let app = app(&folder);
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let run = async |goes_on: fn(&WorkProgress) -> bool| {
        told.lock().unwrap().clear();
        let told = Arc::clone(&told);
        let hear = move |progress| {
            let goes_on = goes_on(&progress);
            told.lock().unwrap().push(progress);
            goes_on
        };
        let options = RestoreOptions {
            name: Some("Copia".into()),
            ..RestoreOptions::default()
        };
        app.restore_backup(&file, words(), options, hear).await
    };
    // While it is written, and while it is looked at.
    for stops in [
        |_: &WorkProgress| false,
        |at: &WorkProgress| at.total.is_some(),
    ] {
        assert_eq!(run(stops).await.unwrap_err().code(), "cancelled");
        assert!(app.profile("Copia").is_none());
        assert!(!folder.path().join("restoring").exists());
    }
    run(|_| true).await.unwrap();
    let told = told.lock().unwrap();
    let (looking, writing) = told.split_last().unwrap();
    assert!(told.iter().all(|each| each.work == Work::Restore));
    assert_eq!(looking.total, None);
    assert!(!writing.is_empty());
    for (before, after) in writing.iter().zip(&told[1..]) {
        assert_eq!(before.total, Some(looking.done));
        assert!(before.done > 0 && before.done < after.done, "{told:?}");
    }
}

/// What people type into such a field.
#[tokio::test]
async fn a_passphrase_may_have_spaces_and_pictures() {
    let folder = TempDir::new().unwrap();
    let session = at_rest(&folder).await;
    let file = folder.path().join("a.backup");
    let app = app(&folder);
    for (n, typed) in [" dos  espacios ", "🌸🐆 tereré 🧉!", "12345678"]
        .into_iter()
        .enumerate()
    {
        let said = || Passphrase::typed(typed);
        session.back_up(&file, said(), false).await.unwrap();
        let trimmed = app
            .look_into_backup(&file, Passphrase::typed(typed.trim()))
            .await;
        assert_eq!(trimmed.is_ok(), typed.trim() == typed, "{typed:?}");
        let options = RestoreOptions {
            name: Some(format!("Copia {n}")),
            ..RestoreOptions::default()
        };
        app.restore_backup(&file, said(), options, |_| true)
            .await
            .unwrap();
    }
    session.close().await;
}
