//! Linux: what GTK and WebKitGTK read from the environment. A process cannot change
//! its own environment safely, so it starts itself anew with what is missing.

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

/// WebKitGTK shows a blank window on some graphics drivers unless its DMA-BUF renderer
/// is off.
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// GTK asks the desktop's portal for file dialogs only when told to. Its own ones run
/// inside of this process and have crashed with it.
const PORTAL: &str = "GTK_USE_PORTAL";

/// Set for the second start, so that there is no third, whatever was found.
const STARTED_ANEW: &str = "MESSAGE_SENDER_STARTED_ANEW";

/// Longest wait for the portal, which may have to be started first. Nobody sees a window
/// meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// Starts the program anew with what its libraries have to find in the environment, at
/// most once. Whoever set a variable already, to whatever value, is obeyed.
pub fn prepare() {
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let missing = missing(is_set, portal_chooses_files);
    if missing.is_empty() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let error = Command::new(program)
        .args(std::env::args_os().skip(1))
        .envs(missing.iter().map(|name| (name, "1")))
        .env(STARTED_ANEW, "1")
        .exec();
    // Only reached when the start failed; the window may still work as it is.
    eprintln!("could not restart with {}: {error}", missing.join(" "));
}

/// Whether there is anything on which a window could be shown.
pub fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The variables with which to start anew; none for going on as it is. The portal is
/// asked only where the answer counts.
fn missing(
    is_set: impl Fn(&str) -> bool,
    portal_chooses_files: impl FnOnce() -> bool,
) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if is_set(STARTED_ANEW) {
        return missing;
    }
    if !is_set(RENDERER) {
        missing.push(RENDERER);
    }
    if !is_set(PORTAL) && portal_chooses_files() {
        missing.push(PORTAL);
    }
    missing
}

/// Whether the desktop of this session has a portal that chooses files.
fn portal_chooses_files() -> bool {
    Builder::session().is_ok_and(|bus| chooses_files(bus, PATIENCE))
}

/// The same on this bus, and in this time. A bus that says nothing at all would be
/// waited for without an end: it is asked from a thread that may be left behind.
fn chooses_files(bus: Builder<'static>, patience: Duration) -> bool {
    let (tell, told) = channel();
    let asking = thread::Builder::new().name("portal".into());
    let asked = asking.spawn(move || tell.send(chooser_version(bus, patience)));
    asked.is_ok() && matches!(told.recv_timeout(patience), Ok(Ok(_)))
}

/// Asks the portal for the version of its file chooser. That starts a portal that only
/// waits to be needed, and it is an error of one that has no chooser: not every desktop
/// comes with the part that draws the dialogs.
fn chooser_version(bus: Builder<'_>, patience: Duration) -> zbus::Result<u32> {
    let bus = bus.method_timeout(patience).build()?;
    let answer = bus.call_method(
        Some("org.freedesktop.portal.Desktop"),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.DBus.Properties"),
        "Get",
        &("org.freedesktop.portal.FileChooser", "version"),
    )?;
    let version: OwnedValue = answer.body().deserialize()?;
    Ok(version.try_into()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session_bus::Bus;
    use std::fs;
    use std::os::unix::net::UnixListener;
    use zbus::blocking::{Connection, MessageIterator};

    const DESKTOP: &str = "org.freedesktop.portal.Desktop";
    const PATH: &str = "/org/freedesktop/portal/desktop";

    /// For answers that come: the machine may be building something else.
    const LONG: Duration = Duration::from_secs(120);
    /// For those that never do.
    const SHORT: Duration = Duration::from_millis(50);

    /// Where a test finds the bus for which it was started to be the portal.
    const PORTAL_OF: &str = "MESSAGE_SENDER_TEST_PORTAL_OF";

    struct FileChooser;

    #[zbus::interface(name = "org.freedesktop.portal.FileChooser")]
    #[allow(clippy::unused_self, reason = "the shape that the bus wants")]
    impl FileChooser {
        #[zbus(property, name = "version")]
        fn version(&self) -> u32 {
            3
        }
    }

    /// A portal with other things to offer.
    struct Wallpaper;

    #[zbus::interface(name = "org.freedesktop.portal.Wallpaper")]
    #[allow(clippy::unused_self, reason = "the shape that the bus wants")]
    impl Wallpaper {
        #[zbus(property, name = "version")]
        fn version(&self) -> u32 {
            1
        }
    }

    fn choosing(bus: Builder<'_>) -> Connection {
        let portal = bus.serve_at(PATH, FileChooser).unwrap();
        portal.name(DESKTOP).and_then(Builder::build).unwrap()
    }

    fn with(set: &[&str], portal: bool) -> Vec<&'static str> {
        missing(|name| set.contains(&name), || portal)
    }

    #[test]
    fn a_portal_is_used_where_there_is_one() {
        assert_eq!(with(&[], true), [RENDERER, PORTAL]);
        assert_eq!(with(&[], false), [RENDERER]);
    }

    #[test]
    fn who_set_a_variable_is_obeyed() {
        assert_eq!(with(&[RENDERER], true), [PORTAL]);
        assert!(with(&[RENDERER], false).is_empty());
        let unasked = |set: &[&str]| {
            missing(
                |name| set.contains(&name),
                || unreachable!("the answer counts for nothing"),
            )
        };
        assert_eq!(unasked(&[PORTAL]), [RENDERER]);
        assert!(unasked(&[RENDERER, PORTAL]).is_empty());
    }

    #[test]
    fn whatever_there_is_nobody_starts_anew_twice() {
        for before in [&[][..], &[RENDERER], &[PORTAL], &[RENDERER, PORTAL]] {
            let set = [before, &[STARTED_ANEW]].concat();
            assert!(with(&set, true).is_empty(), "{before:?}");
        }
    }

    #[test]
    fn a_portal_with_a_file_chooser_is_found() {
        let bus = Bus::start();
        let _portal = choosing(bus.connection());
        assert!(chooses_files(bus.connection(), LONG));
    }

    /// The bus starts this test once more, as the portal.
    #[test]
    fn a_portal_that_waits_to_be_needed_is_found() {
        const THIS: &str = "platform::system::tests::a_portal_that_waits_to_be_needed_is_found";
        if let Ok(address) = std::env::var(PORTAL_OF) {
            let portal = choosing(Builder::address(address.as_str()).unwrap());
            // Until the bus ends.
            MessageIterator::from(&portal).for_each(drop);
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let listen = folder.path().join("bus").display().to_string();
        let service = format!(
            "[D-BUS Service]\nName={DESKTOP}\nExec=/usr/bin/env \"{PORTAL_OF}=unix:path={listen}\" \"{}\" --exact {THIS}\n",
            std::env::current_exe().unwrap().display()
        );
        fs::write(folder.path().join("portal.service"), service).unwrap();
        let bus = Bus::start_with(&listen, folder.path());
        assert!(chooses_files(bus.connection(), LONG));
    }

    #[test]
    fn a_portal_that_chooses_no_files_is_none() {
        let bus = Bus::start();
        assert!(!chooses_files(bus.connection(), LONG), "there is none");
        let _portal = bus
            .connection()
            .serve_at(PATH, Wallpaper)
            .and_then(|bus| bus.name(DESKTOP))
            .and_then(Builder::build)
            .unwrap();
        assert!(!chooses_files(bus.connection(), LONG), "another kind");
    }

    #[test]
    fn a_portal_or_a_bus_that_does_not_answer_is_not_waited_for() {
        let bus = Bus::start();
        // It has the name and reads nothing.
        let portal = bus.connection().name(DESKTOP).and_then(Builder::build);
        let portal = portal.unwrap();
        let unread = MessageIterator::from(&portal);
        assert!(!chooses_files(bus.connection(), SHORT));
        drop(unread);

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bus");
        let _mute = UnixListener::bind(&path).unwrap();
        let address = format!("unix:path={}", path.display());
        assert!(!chooses_files(
            Builder::address(address.as_str()).unwrap(),
            SHORT
        ));
    }
}
