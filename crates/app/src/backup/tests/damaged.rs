//! What happens when the database is not whole.

use super::*;

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0xff;
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_damaged_database_is_told_and_the_last_backup_takes_its_place() {
    let breakages: [fn(&Path); 4] = [
        |path| flip(path, 3),
        |path| flip(path, 4096 + 77),
        |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        },
        |path| fs::write(path, "Querida Ana ".repeat(4_000)).unwrap(),
    ];
    for (case, breaks) in breakages.into_iter().enumerate() {
        let scene = Scene::new().await;
        scene.look().await.unwrap();
        // What is newer than the backup is lost.
        let session = scene.opened().await.unwrap();
        session.delete_contacts_for_test().await;
        session.close().await;
        let database = scene.folder.database();
        breaks(&database);
        let broken = fs::read(&database).unwrap();
        let error = scene.opened().await.err().unwrap();
        assert_eq!(error.code(), "database_damaged", "case {case}");
        let view = error.view("es");
        let made_at = Timestamp(scene.made()[0]).to_rfc3339();
        assert_eq!(view.details.get("backup"), Some(&made_at), "case {case}");
        assert!(
            fs::read(&database).unwrap() == broken,
            "it is left as it is"
        );

        let offered = scene.app().rolling_backups("Tienda").unwrap();
        assert_eq!(offered.len(), 1);
        let restored = scene
            .app()
            .restore_rolling("Tienda", None, None)
            .await
            .unwrap();
        assert_eq!(restored.made_at, made_at);
        assert_eq!(restored.held, 1);
        let aside = restored.set_aside.unwrap();
        assert!(fs::read(&aside).unwrap() == broken, "nothing is lost");
        let session = scene.opened().await.unwrap();
        assert_eq!(names(&session).await, ["Ana", "Bruno", "Carla"]);
        assert_eq!(session.campaigns().await.unwrap()[0].state, "held");
        session.close().await;
        assert_eq!(scene.made().len(), 1, "the backup is still there");
    }
}

#[tokio::test]
async fn a_database_that_is_gone_comes_back() {
    let scene = Scene::new().await;
    scene.look().await.unwrap();
    fs::remove_file(scene.folder.database()).unwrap();
    // A crash in the middle of setting aside leaves the log alone.
    fs::write(scene.folder.database_log(), "old").unwrap();
    let error = scene.opened().await.err().unwrap();
    assert_eq!(error.code(), "database_missing");
    assert!(error.view("en").details.contains_key("backup"));
    assert!(!scene.folder.database().exists());
    scene
        .app()
        .restore_rolling("Tienda", Some("1"), None)
        .await
        .unwrap();
    let session = scene.opened().await.unwrap();
    assert_eq!(names(&session).await.len(), 3);
    session.close().await;
}

#[tokio::test]
async fn without_a_sound_backup_nothing_is_moved() {
    let scene = Scene::new().await;
    let database = scene.folder.database();
    flip(&database, 3);
    let error = scene.opened().await.err().unwrap();
    assert_eq!(error.code(), "database_wrong_key", "nobody can tell");
    assert!(!error.view("en").details.contains_key("backup"));
    let none = scene.app().restore_rolling("Tienda", None, None).await;
    assert_eq!(none.unwrap_err().code(), "no_automatic_backup");
    flip(&database, 3);
    scene.look().await.unwrap();
    scene.clock.jump(DAY);
    scene.look().await.unwrap();
    let latest = rolling::list(&scene.folder)[0].path.clone();
    flip(&latest, 5_000);
    let damaged = scene.app().restore_rolling("Tienda", Some("2"), None).await;
    assert_eq!(damaged.unwrap_err().code(), "backup_damaged");
    let unknown = scene.app().restore_rolling("Tienda", Some("9"), None).await;
    assert_eq!(unknown.unwrap_err().code(), "no_automatic_backup");
    // By itself it takes the latest that is sound.
    let restored = scene
        .app()
        .restore_rolling("Tienda", None, None)
        .await
        .unwrap();
    assert_eq!(restored.made_at, Timestamp(scene.made()[1]).to_rfc3339());
}

#[tokio::test]
async fn a_profile_that_is_open_is_not_replaced_under_its_feet() {
    let scene = Scene::new().await;
    scene.look().await.unwrap();
    let session = scene.opened().await.unwrap();
    let refused = scene.app().restore_rolling("Tienda", None, None).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InUse);
    session.close().await;
}

/// What the first pages do not show is found by the daily copy; the next start
/// looks at everything.
#[tokio::test]
async fn damage_in_the_depth_is_found_by_the_daily_copy() {
    let scene = Scene::new().await;
    scene.look().await.unwrap();
    let database = scene.folder.database();
    let length = fs::read(&database).unwrap().len();
    flip(&database, length - 100);
    let session = scene.opened().await.unwrap();
    session.close().await;
    scene.clock.jump(DAY);
    let error = scene.look().await.unwrap_err();
    assert_eq!(error.code(), "database_damaged");
    assert_eq!(scene.made().len(), 1, "the good one stays");
    crate::backup::suspect(&scene.folder);
    let error = scene.opened().await.err().unwrap();
    assert_eq!(error.code(), "database_damaged");
    scene
        .app()
        .restore_rolling("Tienda", None, None)
        .await
        .unwrap();
    scene.opened().await.unwrap().close().await;
}

#[tokio::test]
async fn a_suspicion_that_was_wrong_is_forgotten() {
    let scene = Scene::new().await;
    crate::backup::suspect(&scene.folder);
    for _ in 0..2 {
        scene.opened().await.unwrap().close().await;
    }
    assert!(!scene.folder.path().join("suspect").exists());
}
