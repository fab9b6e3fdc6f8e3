//! Stories of Ana's shop, whose computer breaks.

use super::rolling::{self, Keeper, Reason};
use super::{Passphrase, RestoreOptions};
use crate::api::{
    Audience, ContactFilter, ContactQuery, NewCampaign, NewProfile, PaceView, ScheduleView, Work,
};
use crate::at_rest::{at_rest, with_contacts};
use crate::profile_folder::ProfileFolder;
use crate::{App, AppConfig, AppError, ErrorKind, Session};
use domain::{Clock, HoldReason, Timestamp};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{DatabaseKey, settings};
use tempfile::TempDir;
use testkit::TestClock;

const WORDS: &str = "tereré con menta";
const LIST: &str = "numero,nombre\n0981200001,Ana\n0981200002,Bruno\n0981200003,Carla\n";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn words() -> Passphrase {
    Passphrase::typed(WORDS)
}

fn app(folder: &TempDir) -> App {
    App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        loopback_url: None,
        #[cfg(feature = "loopback")]
        hurry: None,
    })
    .unwrap()
}

/// The folder of the only profile.
fn profile(folder: &TempDir) -> PathBuf {
    let mut profiles = fs::read_dir(folder.path().join("profiles")).unwrap();
    let only = profiles.next().unwrap().unwrap().path();
    assert!(profiles.next().is_none(), "there is one profile");
    only
}

async fn names(session: &Session) -> Vec<String> {
    let query = ContactQuery {
        limit: 100,
        ..ContactQuery::default()
    };
    let page = session.contacts(query).await.unwrap();
    page.contacts.into_iter().map(|one| one.name).collect()
}

async fn campaign(session: &Session) -> i64 {
    let new = NewCampaign {
        name: "Junio".into(),
        audience: Audience::Contacts {
            filter: ContactFilter::default(),
        },
        texts: vec!["Hola {nombre}".into()],
        attachments: Vec::new(),
        pace: PaceView::default(),
        schedule: ScheduleView::default(),
        skip_recent_days: 0,
    };
    session.start_campaign(new, None).await.unwrap()
}

async fn restore(
    app: &App,
    file: &Path,
    name: Option<&str>,
) -> Result<crate::api::RestoredView, AppError> {
    let options = RestoreOptions {
        name: name.map(str::to_owned),
        replace: false,
        passcode: None,
    };
    app.restore_backup(file, words(), options, |_, _| true)
        .await
}

/// A backup of a shop with three people and a campaign under way.
async fn backed_up(folder: &TempDir) -> PathBuf {
    let session = with_contacts(folder, LIST).await;
    campaign(&session).await;
    let file = folder.path().join("Tienda.backup");
    let done = session.back_up(&file, words(), false).await.unwrap();
    assert_eq!(done.bytes, fs::metadata(&file).unwrap().len());
    assert!(!done.with_session);
    session.close().await;
    file
}

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
        .write(|tx| settings::set(tx, super::super::session::OF_THE_LINK[1], "yes"));
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

impl Session {
    async fn delete_contacts_for_test(&self) {
        let deleted = self.inner().store.write(|tx| {
            let all = store::contacts::ids(tx, &store::contacts::Filter::default())?;
            let change = store::contacts::BulkChange::Delete;
            store::contacts::apply(tx, &all, &change, Timestamp(1), &mut |_| Ok(()))
        });
        deleted.await.unwrap();
    }
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

/// A shop whose automatic backups are made by hand.
struct Scene {
    data: TempDir,
    folder: ProfileFolder,
    key: DatabaseKey,
    clock: Arc<TestClock>,
}

impl Scene {
    async fn new() -> Self {
        let data = TempDir::new().unwrap();
        let session = with_contacts(&data, LIST).await;
        campaign(&session).await;
        session.close().await;
        let folder = ProfileFolder::at(profile(&data));
        let key = {
            let digits = fs::read_to_string(folder.path().join("key")).unwrap();
            let key = crate::keys::ProfileKey::from_digits(&digits).unwrap();
            DatabaseKey::from_bytes(key.database())
        };
        Self {
            data,
            folder,
            key,
            clock: Arc::new(TestClock::new()),
        }
    }

    fn keeper(&self) -> Keeper {
        Keeper {
            folder: self.folder.clone(),
            key: self.key.clone(),
            clock: self.clock.clone(),
            copying: Arc::default(),
        }
    }

    async fn look(&self) -> Result<bool, AppError> {
        self.keeper().look().await
    }

    fn made(&self) -> Vec<i64> {
        let found = rolling::list(&self.folder);
        found.iter().map(|one| one.made_at.0).collect()
    }

    fn app(&self) -> App {
        app(&self.data)
    }

    async fn opened(&self) -> Result<Arc<Session>, AppError> {
        self.app().open_profile_at_rest("Tienda", None).await
    }
}

#[tokio::test]
async fn seven_days_are_kept() {
    let scene = Scene::new().await;
    let begin = scene.clock.now().0;
    for day in 0..10 {
        assert!(scene.look().await.unwrap(), "day {day}");
        scene.clock.jump(DAY - 1_000);
        assert!(!scene.look().await.unwrap(), "the day is not over");
        scene.clock.jump(1_000);
    }
    // Names tell seconds.
    let expected: Vec<i64> = (3..10)
        .rev()
        .map(|day| (begin + day * DAY) / 1000 * 1000)
        .collect();
    assert_eq!(scene.made(), expected);
    // Each is a whole database of this profile.
    for one in rolling::list(&scene.folder) {
        let format = store::snapshot::check_profile(&one.path, &scene.key);
        assert_eq!(format, Ok(store::snapshot::KNOWN_FORMAT));
        assert_eq!(one.reason, Reason::Daily);
    }
}

#[tokio::test]
async fn a_computer_that_slept_for_a_week_makes_one() {
    let scene = Scene::new().await;
    assert!(scene.look().await.unwrap());
    scene.clock.jump(7 * DAY + 12_345);
    assert!(scene.look().await.unwrap());
    assert!(!scene.look().await.unwrap());
    assert_eq!(scene.made().len(), 2);
}

#[tokio::test]
async fn a_clock_that_is_set_back_neither_ends_the_backups_nor_drives_out_the_good_ones() {
    let scene = Scene::new().await;
    for _ in 0..3 {
        assert!(scene.look().await.unwrap());
        scene.clock.jump(DAY);
    }
    // The battery was empty: it is five years ago.
    scene.clock.jump(-5 * 365 * DAY);
    assert!(scene.look().await.unwrap());
    assert!(!scene.look().await.unwrap(), "one a day");
    let then = scene.clock.now().0 / 1000 * 1000;
    // The last one made is the first in the list, whatever its time.
    assert_eq!(scene.made()[0], then);
    assert_eq!(scene.made().len(), 4);
    scene.clock.jump(5 * 365 * DAY);
    assert!(scene.look().await.unwrap());
    assert_eq!(scene.made().len(), 5);
    // An hour, as with a careless hand, makes nothing at all.
    scene.clock.jump(DAY / 2);
    scene.clock.jump(-DAY / 24);
    assert!(!scene.look().await.unwrap());
}

#[tokio::test]
async fn files_of_others_are_left_alone() {
    let scene = Scene::new().await;
    scene.look().await.unwrap();
    let place = scene.folder.backups();
    let theirs = [
        "notas.txt",
        "000009-mañana-daily.db",
        "x-20260101T000000Z-daily.db",
    ];
    for name in theirs {
        fs::write(place.join(name), "x").unwrap();
    }
    fs::write(place.join("000002-20260101T000000Z-daily.part"), "x").unwrap();
    assert_eq!(scene.made().len(), 1);
    for _ in 0..8 {
        scene.clock.jump(DAY);
        scene.look().await.unwrap();
    }
    assert_eq!(fs::read_dir(&place).unwrap().count(), 7 + theirs.len());
}

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
        |path| fs::write(path, "Querida Ana").unwrap(),
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
    super::suspect(&scene.folder);
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
    super::suspect(&scene.folder);
    for _ in 0..2 {
        scene.opened().await.unwrap().close().await;
    }
    assert!(!scene.folder.path().join("suspect").exists());
}

#[tokio::test]
async fn the_running_program_makes_one_and_tells() {
    let folder = TempDir::new().unwrap();
    let app = app(&folder);
    app.create_profile(
        NewProfile {
            name: "Tienda".to_owned(),
            country: "PY".to_owned(),
            language: "es".to_owned(),
            practice: true,
        },
        None,
    )
    .unwrap();
    let session = app.open_profile_at_rest("Tienda", None).await.unwrap();
    let mut events = session.events();
    session.start().await.unwrap();
    let backups = loop {
        if let crate::api::AppEvent::AutomaticBackup { backups } = events.recv().await.unwrap() {
            break backups;
        }
    };
    assert_eq!((backups.backups.len(), &backups.skipped), (1, &None));
    assert_eq!(session.automatic_backups(), backups);
    session.close().await;
}
