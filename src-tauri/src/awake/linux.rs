//! Linux: desktops do not agree on whom to ask, so each is asked that may be
//! there. What was granted ends with the connection that asked for it.

use std::time::Duration;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedFd;

const PROGRAM: &str = "Message Sender";

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// For the session manager of GNOME: no suspending. Screens may go dark.
const NO_SUSPENDING: u32 = 4;

/// Given back when dropped.
pub struct Lock {
    _desktop: Option<Connection>,
    _system: Option<OwnedFd>,
}

/// Asks the desktop and the system not to fall asleep for want of a hand on
/// the mouse. One that agrees is enough.
pub fn take(reason: &str) -> Result<Lock, String> {
    let desktop = Builder::session().and_then(|bus| ask_desktop(bus, reason));
    let system = Builder::system().and_then(|bus| ask_system(bus, reason));
    match (desktop, system) {
        (Err(desktop), Err(system)) => Err(format!("{desktop}; {system}")),
        (desktop, system) => Ok(Lock {
            _desktop: desktop.ok(),
            _system: system.ok(),
        }),
    }
}

/// GNOME, Cinnamon and MATE have a session manager that decides; Plasma, Xfce
/// and `LXQt` have the interface that was once meant for all.
fn ask_desktop(bus: Builder<'_>, reason: &str) -> zbus::Result<Connection> {
    let bus = bus.method_timeout(PATIENCE).build()?;
    bus.call_method(
        Some("org.gnome.SessionManager"),
        "/org/gnome/SessionManager",
        Some("org.gnome.SessionManager"),
        "Inhibit",
        &(PROGRAM, 0_u32, reason, NO_SUSPENDING),
    )
    .or_else(|_| {
        bus.call_method(
            Some("org.freedesktop.PowerManagement"),
            "/org/freedesktop/PowerManagement/Inhibit",
            Some("org.freedesktop.PowerManagement.Inhibit"),
            "Inhibit",
            &(PROGRAM, reason),
        )
    })?;
    Ok(bus)
}

/// logind lets a computer without a desktop's opinion sleep, too.
fn ask_system(bus: Builder<'_>, reason: &str) -> zbus::Result<OwnedFd> {
    let bus = bus.method_timeout(PATIENCE).build()?;
    let granted = bus.call_method(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "Inhibit",
        &("idle", PROGRAM, reason, "block"),
    )?;
    granted.body().deserialize()
}

#[cfg(test)]
#[allow(
    clippy::needless_pass_by_value,
    clippy::used_underscore_binding,
    reason = "the shape that the bus wants"
)]
mod tests {
    use super::*;
    use crate::session_bus::Bus;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use zbus::blocking::fdo::DBusProxy;
    use zbus::message::Header;
    use zbus::names::BusName;

    /// Waits until the one who asked has left the bus.
    fn wait_until_gone(bus: &Bus, who: &str) {
        let bus = DBusProxy::new(&bus.connection().build().unwrap()).unwrap();
        let there = || bus.name_has_owner(BusName::try_from(who).unwrap()).unwrap();
        assert!((0..100_000).any(|_| !there()), "{who} is still there");
    }

    /// What a desktop was asked, and who asked.
    type Asked = (String, Option<u32>, String);

    fn sender(header: &Header<'_>) -> String {
        header.sender().unwrap().to_string()
    }

    struct SessionManager(Sender<Asked>);

    #[zbus::interface(name = "org.gnome.SessionManager")]
    impl SessionManager {
        fn inhibit(
            &self,
            #[zbus(header)] header: Header<'_>,
            _program: &str,
            _window: u32,
            reason: &str,
            flags: u32,
        ) -> u32 {
            let asked = (reason.to_owned(), Some(flags), sender(&header));
            self.0.send(asked).unwrap();
            7
        }
    }

    struct PowerManagement(Sender<Asked>);

    #[zbus::interface(name = "org.freedesktop.PowerManagement.Inhibit")]
    impl PowerManagement {
        fn inhibit(&self, #[zbus(header)] header: Header<'_>, _program: &str, reason: &str) -> u32 {
            let asked = (reason.to_owned(), None, sender(&header));
            self.0.send(asked).unwrap();
            7
        }
    }

    /// Asks the desktop, and lets it go.
    fn hold_and_release(bus: &Bus, asked: &Receiver<Asked>, flags: Option<u32>) {
        let held = ask_desktop(bus.connection(), "Enviando").unwrap();
        let (reason, said, who) = asked.recv().unwrap();
        assert_eq!((reason.as_str(), said), ("Enviando", flags));
        drop(held);
        wait_until_gone(bus, &who);
    }

    #[test]
    fn gnome_is_asked_not_to_suspend_until_the_lock_is_dropped() {
        let bus = Bus::start();
        let (asking, asked) = channel();
        let desktop = bus
            .connection()
            .serve_at("/org/gnome/SessionManager", SessionManager(asking))
            .and_then(|bus| bus.name("org.gnome.SessionManager"))
            .and_then(Builder::build)
            .unwrap();
        hold_and_release(&bus, &asked, Some(4));
        drop(desktop);
    }

    #[test]
    fn other_desktops_are_asked_their_way() {
        let bus = Bus::start();
        let (asking, asked) = channel();
        let desktop = bus
            .connection()
            .serve_at(
                "/org/freedesktop/PowerManagement/Inhibit",
                PowerManagement(asking),
            )
            .and_then(|bus| bus.name("org.freedesktop.PowerManagement"))
            .and_then(Builder::build)
            .unwrap();
        hold_and_release(&bus, &asked, None);
        drop(desktop);
    }

    #[test]
    fn a_desktop_without_an_opinion_is_an_error_and_no_more() {
        let bus = Bus::start();
        assert!(ask_desktop(bus.connection(), "Enviando").is_err());
        assert!(ask_system(bus.connection(), "Enviando").is_err());
    }
}
