//! The place where everything is kept is in trouble for a while: no room is
//! left, or another program keeps a database locked.

use crate::support::{Running, Server, Shop};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PEOPLE: u32 = 150;

/// Longer than the program waits for a database that somebody else has locked.
const TOO_LONG: Duration = Duration::from_secs(7);

/// A campaign that takes some seconds, and its number.
fn begin(shop: &Shop) -> (Running, u64) {
    let csv = shop.file("lista.csv", crate::support::list(PEOPLE));
    let mut sending = shop.send(&csv, &["--delay-ms", "20", "--batch-pause-ms", "0"]);
    let id = sending.event("started")["id"].as_u64().unwrap();
    (sending, id)
}

/// Whatever it was, it is over: the program goes on by itself to a good end.
fn ends_well(server: &Server, shop: &Shop, sending: Running, id: u64) {
    sending.end().reached(PEOPLE);
    let received = server.everybody_has_it(PEOPLE);
    assert_eq!(shop.reported_ids(id, PEOPLE), received);
    let status = shop.run(&["campaign", "status", &id.to_string()]);
    assert_eq!(status.ended_with(0).json()["state"], "completed");
}

/// Waits until no message has come for a while, which must be before the end.
fn until_it_stalls(server: &Server) {
    let (mut last, mut since) = (server.messages(), Instant::now());
    crate::support::until("the campaign stalls", || {
        let now = server.messages();
        if now != last {
            (last, since) = (now, Instant::now());
        }
        (since.elapsed() > Duration::from_secs(3)).then_some(())
    });
    assert!(last < u64::from(PEOPLE), "it was over before it stalled");
}

/// Holds a database as a careless tool does; lets go when dropped.
fn locked(shop: &Shop, file: &str) -> rusqlite::Connection {
    let connection = shop.database(file);
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

fn somebody_locks(file: &str) {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server);
    let (sending, id) = begin(&shop);
    server.until_messages(20);
    let held = locked(&shop, file);
    let since = Instant::now();
    crate::support::until("the program has waited in vain", || {
        (since.elapsed() > TOO_LONG).then_some(())
    });
    assert!(
        server.messages() < u64::from(PEOPLE),
        "the lock was noticed"
    );
    drop(held);
    ends_well(&server, &shop, sending, id);
}

#[test]
fn somebody_locks_the_database() {
    somebody_locks("profile.db");
}

#[test]
fn somebody_locks_the_session() {
    somebody_locks("whatsapp.db");
}

#[test]
fn a_database_that_is_locked_is_said_in_a_sentence() {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", crate::support::list(3));
    let csv = csv.to_str().unwrap();
    let held = locked(&shop, "profile.db");
    shop.run(&["contacts", "import", csv])
        .refused_with(1, "database_busy");
    drop(held);
    let told = shop.run(&["contacts", "import", csv]).ended_with(0).json();
    assert_eq!(told["counts"]["new"], 3);
}

/// A small disk of its own.
#[cfg(target_os = "linux")]
pub(crate) struct Disk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl Disk {
    /// Nothing where this process may not mount.
    pub(crate) fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|mounted| mounted.status.success())
            .then_some(Self(folder))
    }

    /// Lets nothing be written on it, or everything again.
    fn write(&self, allowed: bool) {
        let how = if allowed { "remount,rw" } else { "remount,ro" };
        let mounted = Command::new("mount")
            .args(["-o", how])
            .arg(self.0.path())
            .status();
        assert!(mounted.unwrap().success());
    }

    fn ballast(&self) -> std::path::PathBuf {
        self.0.path().join("ballast")
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes every byte that is left.
    pub(crate) fn fill(&self) {
        use std::io::Write as _;
        let mut file = std::fs::File::create(self.ballast()).unwrap();
        let block = vec![7; 4096];
        while file.write_all(&block).is_ok() {}
    }

    /// Leaves so many bytes of a full disk free.
    pub(crate) fn leave(&self, bytes: u64) {
        let file = std::fs::File::options().write(true).open(self.ballast());
        let file = file.unwrap();
        let length = file.metadata().unwrap().len();
        file.set_len(length - bytes).unwrap();
    }

    pub(crate) fn clear(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.0.path()).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            eprintln!("left mounted: {}", self.0.path().display());
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_disk_is_full_for_a_while() {
    let Some(disk) = Disk::mount("32m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let server = Server::start(PEOPLE);
    let shop = Shop::linked_in(disk.0.path(), &server);
    let (mut sending, id) = begin(&shop);
    server.until_messages(20);
    disk.fill();
    until_it_stalls(&server);
    let trouble = sending.event("trouble");
    assert_eq!(trouble["code"], "disk_full");
    let sentence = trouble["message"].as_str().unwrap();
    assert!(sentence.contains("disco"), "{sentence}");
    disk.clear();
    sending.event("trouble_over");
    ends_well(&server, &shop, sending, id);

    // And what a person asks for meanwhile is refused in a sentence.
    let csv = shop.file("otra.csv", crate::support::list(PEOPLE));
    let csv = csv.to_str().unwrap();
    disk.fill();
    let refused = shop.run(&["contacts", "import", csv, "--group", "Julio"]);
    refused.refused_with(1, "disk_full");
    disk.clear();
    shop.run(&["contacts", "import", csv, "--group", "Julio"])
        .ended_with(0);
}

/// Room for the profile, and none for the link: whatever it trips over, the disk is what
/// is named.
#[cfg(target_os = "linux")]
#[test]
fn a_link_that_has_no_room() {
    let Some(disk) = Disk::mount("32m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let server = Server::start(1);
    let shop = Shop::linked_in(disk.0.path(), &server);
    let mut refused = 0;
    for room in [20, 60, 100, 150, 200, 300] {
        disk.fill();
        disk.leave(room << 10);
        let told = shop.run(&["device", "restart"]);
        disk.clear();
        if told.code != Some(0) {
            told.refused_with(1, "disk_full");
            refused += 1;
        }
    }
    assert!(refused > 0);
    shop.run(&["device", "restart"]).ended_with(0);
}

/// A folder in which nothing can be written: said before anything is done, and all
/// is there afterwards.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written() {
    let Some(disk) = Disk::mount("32m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let server = Server::start(1);
    let shop = Shop::linked_in(disk.0.path(), &server);
    let locked = shop.typing(&["primero"], &["profile", "passcode", "set"]);
    locked.ended_with(0);
    disk.write(false);
    let refused = shop.typing(&["primero"], &["contacts", "list"]);
    refused.refused_with(1, "folder_read_only");
    let create = ["profile", "create", "Otra", "--practice"];
    shop.run(&create).refused_with(1, "folder_read_only");
    let change = ["profile", "passcode", "change"];
    shop.typing(&["primero", "segundo"], &change)
        .refused_with(1, "folder_read_only");
    disk.write(true);
    shop.typing(&["primero"], &["contacts", "list"])
        .ended_with(0);
}

/// No room for another way in: the one there is stays.
#[cfg(target_os = "linux")]
#[test]
fn a_passcode_that_does_not_fit_on_the_disk() {
    let Some(disk) = Disk::mount("32m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let server = Server::start(1);
    let shop = Shop::linked_in(disk.0.path(), &server);
    let set = ["profile", "passcode", "set"];
    disk.fill();
    shop.typing(&["primero"], &set).refused_with(1, "disk_full");
    disk.clear();
    shop.run(&["contacts", "list"]).ended_with(0);
    shop.typing(&["primero"], &set).ended_with(0);
    disk.fill();
    let change = ["profile", "passcode", "change"];
    shop.typing(&["primero", "segundo"], &change)
        .refused_with(1, "disk_full");
    disk.clear();
    shop.typing(&["primero"], &["contacts", "list"])
        .ended_with(0);
}

/// No room for another profile, or only for the beginning of one: nothing of it is left,
/// and those that are there go on being there.
#[cfg(target_os = "linux")]
#[test]
fn a_profile_that_does_not_fit_on_the_disk() {
    let Some(disk) = Disk::mount("32m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let server = Server::start(1);
    let shop = Shop::linked_in(disk.0.path(), &server);
    let profiles = || {
        std::fs::read_dir(shop.data().join("profiles"))
            .unwrap()
            .count()
    };
    let create = ["profile", "create", "Otra", "--practice"];
    for room in [0, 8 << 10, 40 << 10, 120 << 10] {
        disk.fill();
        disk.leave(room);
        shop.run(&create).refused_with(1, "disk_full");
        assert_eq!(profiles(), 1, "with {room} bytes of room");
        let listed = shop.run(&["profile", "list"]).ended_with(0).json();
        assert_eq!(listed.as_array().unwrap().len(), 1);
        disk.clear();
    }
    shop.run(&create).ended_with(0);
    assert_eq!(profiles(), 2);
    shop.run(&["--profile", "Tienda", "contacts", "list"])
        .ended_with(0);
}

/// A document for which there is no room: it is refused in a sentence, no part of
/// it stays, and what is smaller goes on fitting.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_does_not_fit_on_the_disk() {
    let Some(disk) = Disk::mount("32m") else {
        eprintln!("skipped: mounting a disk of its own wants root");
        return;
    };
    let server = Server::start(3);
    let shop = Shop::linked_in(disk.0.path(), &server);
    let outside = tempfile::tempdir().unwrap();
    let large = outside.path().join("video largo.bin");
    std::fs::write(&large, vec![7; 40 << 20]).unwrap();
    let csv = shop.file("lista.csv", crate::support::list(3));
    let send = |document: &Path| {
        let csv = csv.to_str().unwrap();
        let document = document.to_str().unwrap();
        let who = [
            "campaign", "send", "--name", "Promo", "--csv", csv, "--wait",
        ];
        shop.run(&[&who[..], &["--delay-ms", "0", "--document", document]].concat())
    };
    send(&large).refused_with(1, "disk_full");
    assert_eq!(shop.attachments().len(), 0);
    let small = shop.file("precios.txt", "Lista de precios");
    send(&small).reached(3);
    assert_eq!(shop.attachments().len(), 1);
}

/// No file may grow for a while, as when a quota is used up. The program is
/// started so that it is told by an error and not by a signal.
#[cfg(target_os = "linux")]
#[test]
fn no_file_may_grow_for_a_while() {
    let server = Server::start(PEOPLE);
    let shop = Shop::linked(&server).through(&["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    let (sending, id) = begin(&shop);
    server.until_messages(20);
    limit(&sending, "4096");
    until_it_stalls(&server);
    limit(&sending, "unlimited");
    ends_well(&server, &shop, sending, id);
}

/// Sets the size beyond which a process may write to no file.
#[cfg(target_os = "linux")]
fn limit(running: &Running, bytes: &str) {
    let set = Command::new("prlimit")
        .args(["--pid", &running.id().to_string()])
        .arg(format!("--fsize={bytes}:unlimited"))
        .status()
        .unwrap();
    assert!(set.success(), "prlimit belongs to util-linux");
}

/// The helper above sees a database that is not what it should be.
#[test]
fn a_database_opens_with_the_key_of_its_profile_alone() {
    let (one, other) = (Shop::practice(), Shop::practice());
    let count = |shop: &Shop| {
        shop.database("profile.db")
            .query_row("SELECT count(*) FROM sqlite_master", [], |row| {
                row.get::<_, i64>(0)
            })
    };
    assert!(count(&one).unwrap() > 0);
    let stranger: &Path = &other.profile_folder().join("key");
    std::fs::copy(one.profile_folder().join("key"), stranger).unwrap();
    assert!(count(&other).is_err());
}
