//! Backups and the room that they need on the disk.

use crate::backup::{WORDS, backup, restore};
use crate::storage::Disk;
use crate::support::{Server, Shop, list};
use std::fs;
use std::path::Path;

/// A disk with a linked profile on it, and a place that is elsewhere.
fn on_a_disk(size: &str) -> Option<(Disk, Server, Shop, tempfile::TempDir)> {
    let Some(disk) = Disk::mount(size) else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return None;
    };
    let server = Server::start(20);
    let shop = Shop::linked_in(disk.path(), &server);
    Some((disk, server, shop, tempfile::tempdir().unwrap()))
}

fn contacts(shop: &Shop) -> u64 {
    let listed = shop.run(&["--profile", "Tienda", "contacts", "list"]);
    listed.ended_with(0).json()["total"].as_u64().unwrap()
}

fn import(shop: &Shop, people: u32, place: &Path) {
    let csv = place.join("lista.csv");
    fs::write(&csv, list(people)).unwrap();
    let import = ["contacts", "import", csv.to_str().unwrap()];
    shop.run(&import).ended_with(0);
}

#[test]
fn a_disk_without_room_keeps_the_older_backup() {
    let Some(disk) = Disk::mount("16m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let shop = Shop::practice();
    let file = disk.path().join("tienda.backup");
    backup(&shop, &file, &[]).ended_with(0);
    let older = fs::read(&file).unwrap();
    disk.fill();
    backup(&shop, &file, &[]).refused_with(1, "disk_full");
    assert!(fs::read(&file).unwrap() == older);
    let names = fs::read_dir(disk.path()).unwrap().count();
    assert_eq!(names, 2, "the backup and what fills the disk");
    disk.clear();
    restore(&shop, &file, WORDS, &["--name", "Copia"]).ended_with(0);
}

/// The copy of the databases, on its way into the backup, has no room beside them.
#[test]
fn a_profile_without_room_beside_it_is_left_as_it_is() {
    let Some((disk, _server, shop, elsewhere)) = on_a_disk("32m") else {
        return;
    };
    import(&shop, 20, elsewhere.path());
    let file = elsewhere.path().join("tienda.backup");
    backup(&shop, &file, &[]).ended_with(0);
    let older = fs::read(&file).unwrap();
    disk.fill();
    disk.leave(200 << 10);
    backup(&shop, &file, &[]).refused_with(1, "disk_full");
    assert!(fs::read(&file).unwrap() == older);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 2);
    assert!(!shop.profile_folder().join("backup.tmp").exists());
    disk.clear();
    assert_eq!(contacts(&shop), 20);
    backup(&shop, &file, &[]).ended_with(0);
}

#[test]
fn a_backup_that_does_not_fit_on_the_disk_leaves_nothing_and_replaces_nothing() {
    let Some((disk, _server, shop, elsewhere)) = on_a_disk("32m") else {
        return;
    };
    let file = elsewhere.path().join("tienda.backup");
    backup(&shop, &file, &[]).ended_with(0);
    import(&shop, 20, elsewhere.path());
    let as_copy = ["--name", "Copia"];
    let instead = ["--replace", "--yes"];
    disk.fill();
    for room in [0, 200 << 10] {
        disk.leave(room);
        for how in [&as_copy, &instead] {
            restore(&shop, &file, WORDS, how).refused_with(1, "disk_full");
            assert!(!shop.data().join("restoring").exists());
            let known = shop.run(&["profile", "list"]).ended_with(0).json();
            assert_eq!(known.as_array().unwrap().len(), 1);
        }
    }
    disk.clear();
    assert_eq!(contacts(&shop), 20, "nothing is lost");
    restore(&shop, &file, WORDS, &as_copy).ended_with(0);
    restore(&shop, &file, WORDS, &instead).ended_with(0);
    assert_eq!(contacts(&shop), 0);
}

/// What a campaign has to write goes first.
#[test]
fn a_copy_of_the_day_that_does_not_fit_is_left_out_and_told() {
    let Some((disk, server, shop, elsewhere)) = on_a_disk("32m") else {
        return;
    };
    // Linking made one.
    fs::remove_dir_all(shop.profile_folder().join("backups")).unwrap();
    disk.fill();
    disk.leave(6 << 20);
    let csv = elsewhere.path().join("lista.csv");
    fs::write(&csv, list(20)).unwrap();
    let mut sending = shop.send(&csv, &[]);
    let skipped = sending.event("backup_skipped");
    assert_eq!(skipped["code"], "backup_no_room");
    assert!(skipped["message"].as_str().unwrap().contains("disco"));
    sending.end().reached(20);
    server.everybody_has_it(20);
    let backups = || shop.run(&["profile", "backups"]).ended_with(0).json();
    assert_eq!(backups().as_array().unwrap().len(), 0);
    let place = shop.profile_folder().join("backups");
    assert_eq!(fs::read_dir(place).unwrap().count(), 0);
    // With room there is one the next time.
    disk.clear();
    shop.send(&csv, &[]).end();
    assert_eq!(backups().as_array().unwrap().len(), 1);
}
