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
/// and LXQt have the interface that was once meant for all.
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
