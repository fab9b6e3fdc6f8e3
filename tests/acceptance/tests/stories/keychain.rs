//! A keychain as desktops have it: GNOME's, on a session bus of its own.

use crate::support::{Running, Shop, until};
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, Proxy};
use zbus::names::BusName;
use zbus::zvariant::OwnedObjectPath;

const SECRETS: &str = "org.freedesktop.secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// A person who is logged in: a session bus that starts nothing by itself, and a keychain
/// on it that the password of the log-in has opened.
struct Person {
    home: tempfile::TempDir,
    address: String,
    _bus: Running,
    keychain: Option<Running>,
}

fn collection(bus: &Connection) -> Proxy<'_> {
    Proxy::new(bus, SECRETS, LOGIN, "org.freedesktop.Secret.Collection").unwrap()
}

impl Person {
    fn logged_in() -> Self {
        let home = tempfile::tempdir().unwrap();
        let runtime = home.path().join("run");
        fs::create_dir(&runtime).unwrap();
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).unwrap();
        let configuration = home.path().join("bus.conf");
        let socket = runtime.join("bus");
        // Everybody on it may say everything to everybody, and be called anything.
        let policy = "<allow send_destination='*' eavesdrop='true'/>\
                      <allow eavesdrop='true'/><allow own='*'/>";
        let text = format!(
            "<busconfig><type>session</type><listen>unix:path={}</listen>\
             <policy context='default'>{policy}</policy></busconfig>",
            socket.display()
        );
        fs::write(&configuration, text).unwrap();
        let mut bus = Running::start(
            Command::new("dbus-daemon")
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .arg(format!("--config-file={}", configuration.display())),
        );
        let address = bus.line("the bus is there", |line| Some(line.to_owned()));
        let mut person = Self {
            home,
            address,
            _bus: bus,
            keychain: None,
        };
        person.log_in();
        person
    }

    /// The keychain begins, and is open.
    fn log_in(&mut self) {
        self.log_out();
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        command.envs(self.environment());
        self.keychain = Some(Running::fed(&mut command, "la del escritorio"));
        let bus = self.bus();
        until("the keychain is open", || {
            self.has_keychain()
                .then(|| collection(&bus).get_property::<bool>("Locked").ok())
                .flatten()
                .filter(|locked| !locked)
        });
    }

    /// There is no keychain any more.
    fn log_out(&mut self) {
        if let Some(keychain) = self.keychain.take() {
            keychain.kill();
        }
        until("the keychain is gone", || {
            (!self.has_keychain()).then_some(())
        });
    }

    fn environment(&self) -> [(&'static str, String); 5] {
        let in_home = |name: &str| self.home.path().join(name).display().to_string();
        [
            ("HOME", in_home("")),
            ("XDG_DATA_HOME", in_home("share")),
            ("XDG_RUNTIME_DIR", in_home("run")),
            ("DBUS_SESSION_BUS_ADDRESS", self.address.clone()),
            // A build for tests leaves keychains alone.
            ("MESSAGE_SENDER_KEYCHAIN", "system".to_owned()),
        ]
    }

    fn shop(&self) -> Shop {
        let environment = self.environment();
        let pairs: Vec<_> = environment.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Shop::of_person(&pairs)
    }

    fn bus(&self) -> Connection {
        Builder::address(self.address.as_str())
            .and_then(Builder::build)
            .unwrap()
    }

    fn has_keychain(&self) -> bool {
        let bus = self.bus();
        let name = BusName::try_from(SECRETS).unwrap();
        DBusProxy::new(&bus).unwrap().name_has_owner(name).unwrap()
    }

    /// What of ours is in the keychain.
    fn entries(&self) -> Vec<OwnedObjectPath> {
        let bus = self.bus();
        let service = Proxy::new(&bus, SECRETS, "/org/freedesktop/secrets", SERVICE).unwrap();
        let ours = HashMap::from([("service", "Message Sender")]);
        let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            service.call("SearchItems", &(ours,)).unwrap();
        [open, locked].concat()
    }

    /// Locks the keychain, as some do when the screen is locked.
    fn lock(&self) {
        let bus = self.bus();
        let service = Proxy::new(&bus, SECRETS, "/org/freedesktop/secrets", SERVICE).unwrap();
        let login = OwnedObjectPath::try_from(LOGIN).unwrap();
        let _: (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service.call("Lock", &(vec![login],)).unwrap();
    }

    /// Somebody removes our entries by hand.
    fn remove_entries(&self) {
        let bus = self.bus();
        for entry in self.entries() {
            let item = "org.freedesktop.Secret.Item";
            let item = Proxy::new(&bus, SECRETS, entry, item).unwrap();
            let _: OwnedObjectPath = item.call("Delete", &()).unwrap();
        }
    }
}

fn lies(shop: &Shop, name: &str) -> bool {
    shop.profile_folder().join(name).exists()
}

/// Everything in the folder that a refusal might have changed.
fn contents(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

const CONTACTS: [&str; 2] = ["contacts", "list"];

#[test]
fn it_keeps_the_key_as_long_as_there_is_no_passcode_and_no_file_does() {
    let person = Person::logged_in();
    let shop = person.shop();
    let listed = shop.run(&["profile", "list"]).ended_with(0).json();
    assert_eq!(listed[0]["protection"], "keychain");
    assert!(!lies(&shop, "key") && !lies(&shop, "key.passcode"));
    assert_eq!(person.entries().len(), 1);
    shop.run(&CONTACTS).ended_with(0);

    let passcode = |lines: &[&str], word: &str| {
        let changed = shop.typing(lines, &["profile", "passcode", word]);
        changed.ended_with(0).json()["protection"].clone()
    };
    assert_eq!(passcode(&["clavel rojo"], "set"), "passcode");
    assert_eq!(person.entries().len(), 0, "no second way in is left");
    assert!(!lies(&shop, "key") && lies(&shop, "key.passcode"));
    shop.typing(&["clavel rojo"], &CONTACTS).ended_with(0);
    assert_eq!(passcode(&["clavel rojo"], "remove"), "keychain");
    assert_eq!(person.entries().len(), 1);
    assert!(!lies(&shop, "key") && !lies(&shop, "key.passcode"));
    shop.run(&CONTACTS).ended_with(0);

    let delete = ["profile", "delete", "Tienda", "--yes"];
    shop.run(&delete).ended_with(0);
    assert_eq!(person.entries().len(), 0, "it goes with the profile");
}

#[test]
fn one_that_is_locked_or_away_is_said_and_nothing_is_lost() {
    let mut person = Person::logged_in();
    let shop = person.shop();
    let before = contents(&shop.profile_folder());
    let refused = |shop: &Shop, code: &str| {
        let told = shop.run(&CONTACTS).refused_with(6, code).stderr;
        assert!(told.contains("llavero"), "{told}");
        assert_eq!(contents(&shop.profile_folder()), before);
    };

    person.lock();
    refused(&shop, "keychain_away");
    // Who creates a profile meanwhile has its key in a file, and is told so.
    let create = ["profile", "create", "Otra", "--language", "es"];
    let created = shop.run(&create).ended_with(0);
    assert_eq!(created.json()["protection"], "file");
    shop.run(&["profile", "delete", "Otra", "--yes"])
        .ended_with(0);
    person.log_in();
    shop.run(&CONTACTS).ended_with(0);

    person.log_out();
    let before = contents(&shop.profile_folder());
    let told = shop.run(&CONTACTS).refused_with(6, "keychain_away");
    assert!(told.stderr.contains("llavero"), "{told:?}");
    assert_eq!(contents(&shop.profile_folder()), before);
    person.log_in();
    shop.run(&CONTACTS).ended_with(0);

    let before = contents(&shop.profile_folder());
    person.remove_entries();
    let told = shop.run(&CONTACTS).refused_with(6, "keychain_no_entry");
    assert!(told.stderr.contains("llavero"), "{told:?}");
    assert_eq!(contents(&shop.profile_folder()), before);
}
