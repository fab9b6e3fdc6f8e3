//! The copy of every day.

use super::*;
use crate::backup::rolling::FreeSpace;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// What a campaign has to write goes first.
#[tokio::test]
async fn a_disk_with_little_room_has_none_for_a_copy() {
    let scene = Scene::new().await;
    assert!(scene.look().await.unwrap());
    scene.clock.jump(DAY);
    let looks = async |free: FreeSpace| {
        Keeper {
            free,
            ..scene.keeper()
        }
        .look()
        .await
    };
    let kept = || fs::read_dir(scene.folder.backups()).unwrap().count();
    for free in [|_: &Path| Some(0), |_: &Path| Some(8 << 20)] {
        assert_eq!(looks(free).await.unwrap_err().code(), "backup_no_room");
        assert_eq!(kept(), 1, "the older one stays, and no half one is there");
    }
    assert!(looks(|_| Some(64 << 20)).await.unwrap());
    assert_eq!(kept(), 2);
}

/// Told, and tried again within the hour.
#[tokio::test(start_paused = true)]
async fn a_copy_for_which_there_was_no_room_is_made_when_there_is() {
    static FULL: AtomicBool = AtomicBool::new(true);
    let scene = Scene::new().await;
    let free: FreeSpace = |_| {
        Some(if FULL.load(Ordering::Relaxed) {
            0
        } else {
            64 << 20
        })
    };
    let keeper = Keeper {
        free,
        ..scene.keeper()
    };
    let (clock, begin) = (scene.clock.clone(), scene.clock.now());
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let keeping = tokio::spawn(keeper.run(move |made| {
        let _ = tell.send(made.map_err(|error| error.code()));
        std::future::ready(())
    }));
    assert_eq!(told.recv().await.unwrap(), Err("backup_no_room"));
    FULL.store(false, Ordering::Relaxed);
    assert!(scene.made().is_empty());
    // Time passes by itself here.
    assert_eq!(told.recv().await.unwrap(), Ok(()));
    let waited = clock.now().since(begin);
    assert!((60..63).contains(&(waited.as_secs() / 60)), "{waited:?}");
    assert_eq!(scene.made().len(), 1);
    keeping.abort();
}

#[tokio::test]
async fn the_running_program_makes_one_and_tells() {
    let folder = TempDir::new().unwrap();
    let session = at_rest(&folder).await;
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
