//! A desktop for one test: display, session bus, home folder.

use crate::chooser::Chooser;
use crate::process::Program;
use crate::{Outcome, Trouble};
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The size of the display.
const SCREEN: &str = "1400x900x24";

/// The system's language and region, as the program sees them.
const LOCALE: &str = "es_PY.UTF-8";

const LOG: &str = "programs.log";

/// A desktop that nobody else uses. It outlives the windows opened on it, so
/// that a program can be ended and started anew with what it has saved.
pub struct Desktop {
    display: String,
    bus: String,
    chooser: Chooser,
    // Ended before the folder below goes.
    _programs: [Program; 2],
    home: TempDir,
}

impl Desktop {
    /// Starts a display and a session bus.
    pub fn start() -> Outcome<Self> {
        let home = tempfile::Builder::new()
            .prefix("message-sender-e2e-")
            .tempdir()?;
        let runtime = home.path().join("run");
        fs::create_dir(&runtime)?;
        fs::set_permissions(&runtime, Permissions::from_mode(0o700))?;

        // The server picks a free display itself and tells which.
        let (screen, number) = Program::start_and_read_line(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", SCREEN])
                .args(["-nolisten", "tcp", "-ac", "-noreset"])
                .stderr(Stdio::null()),
        )?;
        let address = format!("--address=unix:path={}", runtime.join("bus").display());
        let (bus, address) = Program::start_and_read_line(
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                .arg(address)
                .stderr(Stdio::null()),
        )?;
        Ok(Self {
            display: number,
            chooser: Chooser::open(&address)?,
            bus: address,
            _programs: [screen, bus],
            home,
        })
    }

    /// Where the program keeps its profiles.
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Where a file of this name lies, or will lie, in the home folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file into the home folder and answers its path.
    pub fn write_file(&self, name: &str, content: impl AsRef<[u8]>) -> Outcome<PathBuf> {
        let path = self.home.path().join(name);
        fs::write(&path, content)?;
        Ok(path)
    }

    /// What the programs have said so far.
    pub fn said(&self) -> String {
        fs::read_to_string(self.home.path().join(LOG)).unwrap_or_default()
    }

    /// Where programs say what they have to say.
    pub(crate) fn log(&self) -> Outcome<File> {
        let log = self.home.path().join(LOG);
        Ok(File::options().create(true).append(true).open(log)?)
    }

    /// Number of the display.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// Address of the session bus.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// Opens the file dialogs.
    pub(crate) fn chooser(&self) -> &Chooser {
        &self.chooser
    }

    /// Makes a command see this desktop and no other.
    pub(crate) fn furnish<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let home = self.home.path();
        command
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("share"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("DISPLAY", format!(":{}", self.display))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("LANG", LOCALE)
            .env("LC_ALL", LOCALE)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("MESSAGE_SENDER_DATA_DIR", self.data_dir())
            // What the program is to find out by itself.
            .env_remove("GTK_USE_PORTAL")
            .env_remove("MESSAGE_SENDER_STARTED_ANEW")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XAUTHORITY")
    }
}

/// A program of this workspace, built beside the running test.
pub fn built(name: &str) -> Outcome<PathBuf> {
    let test = std::env::current_exe()?;
    let program = test
        .parent()
        .and_then(Path::parent)
        .map(|folder| folder.join(name))
        .filter(|program| program.exists());
    program.ok_or_else(|| {
        Trouble::new(format!(
            "{name} is not built; `cargo xtask e2e` builds and tests it"
        ))
    })
}
