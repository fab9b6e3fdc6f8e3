//! Packages of the operating system. On Debian and its relatives they are
//! installed; elsewhere a person is told what is needed.

use crate::checkout::{output, succeed};
use crate::{Failure, Step};
use std::process::Command;

/// What the engine and the command line need to be built.
pub const ENGINE: &[&str] = &["build-essential", "pkg-config", "cmake", "perl"];

/// What the window needs besides.
pub const WINDOW: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "libasound2-dev",
];

/// What it takes to drive the window without a display, to have a keychain without a
/// desktop, and to have voice notes looked at by somebody else.
pub const DRIVING: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "dbus-x11",
    "gnome-keyring",
    "fonts-noto-color-emoji",
    "fonts-dejavu-core",
    "opus-tools",
];

/// Sees to it that these packages are there.
pub fn ensure(wanted: &[&str]) -> Step {
    if !cfg!(target_os = "linux") {
        // Compilers and web views come with the toolchain and the system.
        return Ok(());
    }
    if output("dpkg-query", &["--version"]).is_none() || output("apt-get", &["--version"]).is_none()
    {
        return elsewhere(wanted);
    }
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!(
        "Missing Debian packages: {}. Installing them.",
        missing.join(" ")
    );
    succeed(apt_get()?.arg("update"))?;
    succeed(
        apt_get()?
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&missing),
    )
}

fn installed(package: &str) -> bool {
    let query = ["--show", "--showformat=${db:Status-Status}", package];
    output("dpkg-query", &query).as_deref() == Some("installed")
}

fn apt_get() -> Step<Command> {
    if output("id", &["-u"]).as_deref() == Some("0") {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return Ok(command);
    }
    if output("sudo", &["--version"]).is_some() {
        let mut command = Command::new("sudo");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        return Ok(command);
    }
    Err(Failure::missing(
        "installing packages needs root or sudo; install the packages above and start again",
    ))
}

/// The programs and libraries behind the packages, for systems without apt.
fn elsewhere(wanted: &[&str]) -> Step {
    let absent: Vec<&str> = wanted
        .iter()
        .copied()
        .filter_map(need)
        .filter(|need| !need.found())
        .map(|need| need.name)
        .collect();
    if absent.is_empty() {
        return Ok(());
    }
    Err(Failure::missing(format!(
        "this is not a Debian system, so nothing is installed for you. Missing: {}",
        absent.join(", ")
    )))
}

struct Need {
    name: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
}

impl Need {
    fn found(&self) -> bool {
        output(self.program, self.arguments).is_some()
    }
}

fn need(package: &str) -> Option<Need> {
    let (name, program, arguments): (_, _, &[&str]) = match package {
        "build-essential" => ("a C compiler (cc) and make", "cc", &["--version"]),
        "pkg-config" => ("pkg-config", "pkg-config", &["--version"]),
        "cmake" => ("cmake", "cmake", &["--version"]),
        "perl" => ("perl", "perl", &["-v"]),
        "libwebkit2gtk-4.1-dev" => (
            "WebKitGTK 4.1 with headers",
            "pkg-config",
            &["--exists", "webkit2gtk-4.1"],
        ),
        "libayatana-appindicator3-dev" => (
            "Ayatana AppIndicator 3 with headers",
            "pkg-config",
            &["--exists", "ayatana-appindicator3-0.1"],
        ),
        "libasound2-dev" => ("ALSA with headers", "pkg-config", &["--exists", "alsa"]),
        "xvfb" => ("Xvfb", "sh", &["-c", "command -v Xvfb"]),
        "webkit2gtk-driver" => (
            "WebKitWebDriver",
            "sh",
            &["-c", "command -v WebKitWebDriver"],
        ),
        "opus-tools" => ("opusinfo", "sh", &["-c", "command -v opusinfo"]),
        "gnome-keyring" => (
            "gnome-keyring-daemon",
            "sh",
            &["-c", "command -v gnome-keyring-daemon"],
        ),
        "dbus-x11" => ("dbus-daemon", "dbus-daemon", &["--version"]),
        "fonts-noto-color-emoji" => (
            "the font Noto Color Emoji",
            "sh",
            &["-c", "fc-list | grep -q 'Noto Color Emoji'"],
        ),
        _ => return None,
    };
    Some(Need {
        name,
        program,
        arguments,
    })
}

#[cfg(test)]
mod tests {
    use super::{ENGINE, WINDOW, need};

    #[test]
    fn everything_needed_to_build_can_be_looked_for_on_other_systems() {
        for package in ENGINE.iter().chain(WINDOW) {
            assert!(need(package).is_some(), "{package}");
        }
    }
}
