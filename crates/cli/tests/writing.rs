//! What the program writes, and where to.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs::{self, File};
use std::os::unix::fs::{FileTypeExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A practice profile in Spanish with a campaign to two people that was not begun.
struct Shop(tempfile::TempDir);

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Shop {
    fn open() -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        let create = ["profile", "create", "Tienda", "--practice"];
        let language = ["--country", "PY", "--language", "es"];
        assert_eq!(shop.run(&[&create[..], &language].concat()).code, Some(0));
        let list = shop.at("lista.csv");
        fs::write(
            &list,
            "numero,nombre\n+595981200001,Ana\n+595981200002,Bruno\n",
        )
        .unwrap();
        let send = ["campaign", "send", "--name", "Promo", "--text", "Hola"];
        let list = ["--csv", list.to_str().unwrap()];
        assert_eq!(shop.run(&[&send[..], &list].concat()).code, Some(0));
        shop
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_message-sender-cli"));
        command
            .arg("--data-dir")
            .arg(self.at("perfiles"))
            .args(arguments)
            .env("MESSAGE_SENDER_KEYCHAIN", "off")
            .env("LC_ALL", "es_PY.UTF-8")
            .env_remove("MESSAGE_SENDER_LOOPBACK_URL");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let ended = self.command(arguments).output().unwrap();
        Ended {
            code: ended.status.code(),
            out: String::from_utf8_lossy(&ended.stdout).into_owned(),
            err: String::from_utf8_lossy(&ended.stderr).into_owned(),
        }
    }

    /// The report of the campaign, written there.
    fn report(&self, file: &Path, more: &[&str]) -> Ended {
        let report = ["--json", "campaign", "report", "1", "-o"];
        let file = [file.to_str().unwrap()];
        self.run(&[&report[..], &file, more].concat())
    }
}

impl Ended {
    fn refused(&self, code: i32, word: &str) -> &Self {
        let told: serde_json::Value = serde_json::from_str(&self.out).unwrap();
        assert_eq!(told["error"]["code"], word, "{}", self.out);
        assert_eq!(self.code, Some(code), "{}", self.err);
        assert!(!self.err.contains("os error"), "{}", self.err);
        self
    }
}

#[test]
fn a_report_follows_links_and_replaces_no_device() {
    let shop = Shop::open();
    fs::create_dir(shop.at("lejos")).unwrap();
    for (format, opening) in [
        ("json", b"[{".as_slice()),
        ("csv", "\u{feff}".as_bytes()),
        ("xlsx", b"PK"),
        ("pdf", b"%PDF-"),
    ] {
        let link = shop.at(format);
        symlink(format!("lejos/informe.{format}"), &link).unwrap();
        let written = shop.report(&link, &["--format", format]);
        assert_eq!(written.code, Some(0), "{}", written.err);
        assert!(link.is_symlink(), "{format}");
        let bytes = fs::read(shop.at(&format!("lejos/informe.{format}"))).unwrap();
        assert!(bytes.starts_with(opening), "{format}");

        shop.report(&shop.at("lejos"), &["--format", format])
            .refused(2, "file_is_folder");
        let down_the_pipe = shop.run(&[
            "campaign",
            "report",
            "1",
            "-o",
            "/dev/stdout",
            "--format",
            format,
        ]);
        assert_eq!(down_the_pipe.code, Some(0), "{}", down_the_pipe.err);
        assert!(!down_the_pipe.out.is_empty());
    }
    assert_eq!(fs::read_dir(shop.at("lejos")).unwrap().count(), 4);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_room_is_told_by_every_writer() {
    let shop = Shop::open();
    for format in ["json", "csv", "xlsx", "pdf"] {
        let told = shop.report(Path::new("/dev/full"), &["--format", format]);
        told.refused(1, "cannot_write");
        assert!(
            told.err.contains("no queda lugar en el disco"),
            "{}",
            told.err
        );
    }
    let told = shop.run(&["--json", "contacts", "export", "/dev/full"]);
    told.refused(1, "cannot_write");
    let full = fs::metadata("/dev/full").unwrap();
    assert!(full.file_type().is_char_device());
    // What programs read is not lost in silence either.
    for words in [
        &["campaign", "report", "1"][..],
        &["campaign", "report", "1", "--format", "csv"],
        &["--json", "contacts", "list"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ended = shop.command(words).stdout(full).output().unwrap();
        assert_eq!(ended.status.code(), Some(1), "{words:?}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("no queda lugar"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_backup_goes_where_other_files_go() {
    let shop = Shop::open();
    let back_up = |file: &Path| {
        let words = ["--json", "profile", "backup", file.to_str().unwrap()];
        let mut command = shop.command(&words);
        let ended = command
            .env("MESSAGE_SENDER_PASSPHRASE", "una frase larga")
            .output();
        let ended = ended.unwrap();
        Ended {
            code: ended.status.code(),
            out: String::from_utf8_lossy(&ended.stdout).into_owned(),
            err: String::from_utf8_lossy(&ended.stderr).into_owned(),
        }
    };
    fs::create_dir(shop.at("lejos")).unwrap();
    let link = shop.at("tienda.backup");
    symlink("lejos/tienda.backup", &link).unwrap();
    let done = back_up(&link);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(link.is_symlink());
    let whole = fs::read(shop.at("lejos/tienda.backup")).unwrap();
    let told: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(told["bytes"], whole.len());
    // A link from outside is no way into the folder of the profiles.
    let inside = shop.at("dentro.backup");
    symlink(shop.at("perfiles/profiles/dentro.backup"), &inside).unwrap();
    back_up(&inside).refused(2, "backup_in_profile");

    back_up(Path::new("/dev/full")).refused(1, "disk_full");
    let full = fs::metadata("/dev/full").unwrap();
    assert!(full.file_type().is_char_device());
    // Down a pipe goes what would be in the file, and how much it was is said.
    let pipe = shop.at("tubo");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let reading = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).unwrap()
    });
    let done = back_up(&pipe);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let read = reading.join().unwrap();
    assert_eq!(read.get(..8), whole.get(..8));
    let told: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(told["bytes"], read.len());
}

#[test]
fn the_name_of_a_file_says_what_goes_into_it() {
    let shop = Shop::open();
    for (name, opening) in [
        ("informe.csv", "\u{feff}".as_bytes()),
        ("informe.XLSX", b"PK"),
        ("informe.pdf", b"%PDF-"),
        ("informe.json", b"[{"),
        ("informe", b"[{"),
    ] {
        let written = shop.report(&shop.at(name), &[]);
        assert_eq!(written.code, Some(0), "{}", written.err);
        assert!(
            fs::read(shop.at(name)).unwrap().starts_with(opening),
            "{name}"
        );
    }
    let before = fs::read(shop.at("informe.csv")).unwrap();
    for format in ["json", "xlsx", "pdf"] {
        let told = shop.report(&shop.at("informe.csv"), &["--format", format]);
        told.refused(2, "file_ending");
        assert!(told.err.contains(&format.to_uppercase()), "{}", told.err);
    }
    assert_eq!(fs::read(shop.at("informe.csv")).unwrap(), before);
}

#[test]
fn a_reader_who_goes_away_is_no_trouble() {
    let shop = Shop::open();
    for words in [
        &["campaign", "report", "1"][..],
        &["campaign", "report", "1", "--format", "csv"],
        &["campaign", "report", "1", "--format", "xlsx"],
        &["campaign", "report", "1", "--format", "pdf"],
        &["--json", "contacts", "list"],
    ] {
        let mut running = shop
            .command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(running.stdout.take());
        let ended = running.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(141), "{words:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{words:?}");
    }
}

#[test]
fn what_protects_a_profile_is_listed() {
    let shop = Shop::open();
    let list = shop.run(&["profile", "list"]);
    assert_eq!(list.err, "Tienda (PY), práctica · clave en un archivo\n");
    let mut set = shop.command(&["profile", "passcode", "set", "--passcode-stdin"]);
    set.stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut setting = set.spawn().unwrap();
    let mut words = setting.stdin.take().unwrap();
    std::io::Write::write_all(&mut words, b"una frase larga\n").unwrap();
    drop(words);
    assert!(setting.wait().unwrap().success());
    let list = shop.run(&["profile", "list"]);
    assert_eq!(list.err, "Tienda (PY), práctica · con código\n");
}

#[test]
fn the_dashboard_is_asked_in_the_readers_language() {
    let shop = Shop::open();
    let ended = shop.run(&["--json", "dashboard", "--to", "2026-03-01"]);
    let told: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        (&told["from"], &told["to"]),
        (&"2026-01-31".into(), &"2026-03-01".into())
    );
    for (words, code, part) in [
        (&["--to", "mañana"][..], "dashboard_day", "no es un día"),
        (
            &["--to", "9999-01-01"],
            "dashboard_day_range",
            "1970 a 9000",
        ),
        (
            &["--from", "2020-01-01", "--to", "2026-12-31", "--by", "day"],
            "dashboard_bucket",
            "Elige meses, o",
        ),
    ] {
        let told = shop.run(&[&["--json", "dashboard"], words].concat());
        told.refused(2, code);
        assert!(told.err.contains(part), "{}", told.err);
    }
}
