//! Profiles in whose place a restored one comes.

use super::*;
use crate::backup::gives_way::GivesWay;
use crate::{Cost, Passcode};

fn in_its_place(passcode: Option<&str>) -> RestoreOptions {
    RestoreOptions {
        name: None,
        replace: true,
        passcode: passcode.map(Passcode::new),
    }
}

async fn replace(
    app: &App,
    file: &Path,
    passcode: Option<&str>,
) -> Result<crate::api::RestoredView, AppError> {
    let options = in_its_place(passcode);
    app.restore_backup(file, words(), options, |_| true).await
}

fn set_aside(folder: &TempDir) -> usize {
    fs::read_dir(folder.path().join("set-aside")).map_or(0, Iterator::count)
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
        .restore_backup(&file, words(), replace(), |_| true)
        .await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InUse);
    session.close().await;
    let stopped = app
        .restore_backup(&file, words(), replace(), |_| false)
        .await;
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    let restored = app
        .restore_backup(&file, words(), replace(), |_| true)
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
async fn a_passcode_is_asked_for_and_goes_on_guarding() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    let app = app(&folder).with_passcode_cost(Cost::LEAST);
    let session = app.open_profile_at_rest("Tienda", None).await.unwrap();
    session
        .set_passcode(&Passcode::new("clavel rojo"))
        .await
        .unwrap();
    session.close().await;
    let seen = app.look_into_backup(&file, words()).await.unwrap();
    assert!(seen.present.unwrap().locked);
    let refused = replace(&app, &file, None).await.unwrap_err();
    assert_eq!(
        (refused.kind(), refused.code()),
        (ErrorKind::Locked, "passcode_needed")
    );
    let refused = replace(&app, &file, Some("clavel azul")).await.unwrap_err();
    assert_eq!(refused.code(), "passcode_wrong");
    assert_eq!(set_aside(&folder), 0);
    let restored = replace(&app, &file, Some("clavel rojo")).await.unwrap();
    assert!(restored.profile.locked);
    let open = async |passcode: Option<&str>| {
        let passcode = passcode.map(Passcode::new);
        app.open_profile_at_rest("Tienda", passcode.as_ref()).await
    };
    assert_eq!(open(None).await.err().unwrap().code(), "passcode_needed");
    open(Some("clavel rojo")).await.unwrap().close().await;
    // Under another name it is guarded by nothing, also when one was said.
    let options = RestoreOptions {
        name: Some("Copia".into()),
        passcode: Some(Passcode::new("clavel rojo")),
        ..RestoreOptions::default()
    };
    let beside = app.restore_backup(&file, words(), options, |_| true).await;
    assert!(!beside.unwrap().profile.locked);
}

/// The computer dies when the one is out of its place and the other not yet in it.
#[tokio::test]
async fn a_profile_that_gave_way_to_none_comes_back() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    let before = app(&folder);
    let (place, new) = (profile(&folder), folder.path().join("restoring/x"));
    fs::create_dir_all(&new).unwrap();
    let gives_way =
        GivesWay::lock(&ProfileFolder::at(place.clone()), "Tienda", folder.path()).unwrap();
    let gone = gives_way.set_aside(&new).unwrap();
    // Another start in that moment leaves it to the one that is at it.
    assert!(app(&folder).profiles().unwrap().is_empty());
    drop(gone);
    assert!(before.profiles().unwrap().is_empty());
    assert_eq!(app(&folder).profiles().unwrap().len(), 1);
    assert!(place.is_dir());
    let session = before.open_profile_at_rest("Tienda", None).await.unwrap();
    assert_eq!(names(&session).await.len(), 3);
    session.close().await;
    // One that gave way to another is left where it is.
    replace(&before, &file, None).await.unwrap();
    assert_eq!(app(&folder).profiles().unwrap().len(), 1);
    assert_eq!(set_aside(&folder), 1);
}

#[tokio::test]
async fn nothing_stays_of_those_that_gave_way_one_after_the_other() {
    let folder = TempDir::new().unwrap();
    let file = backed_up(&folder).await;
    for _ in 0..3 {
        replace(&app(&folder), &file, None).await.unwrap();
    }
    assert_eq!(set_aside(&folder), 3);
    let session = app(&folder)
        .open_profile_at_rest("Tienda", None)
        .await
        .unwrap();
    session.close().await;
    assert_eq!(set_aside(&folder), 0);
    // Nor when the last of them is deleted and nobody ever opened it.
    replace(&app(&folder), &file, None).await.unwrap();
    app(&folder).delete_profile("Tienda", None).unwrap();
    assert_eq!(set_aside(&folder), 0);
    assert!(app(&folder).profiles().unwrap().is_empty());
}
