//! Drives the real window: the built program, WebKitGTK and WebDriver, on a
//! virtual display of its own.
//!
//! Each [`story`] gets its own display, session bus, home folder and driver,
//! so that stories run side by side and leave nothing behind. They need Linux
//! with Xvfb, `dbus-daemon` and `WebKitWebDriver`; `cargo xtask test` installs
//! them and builds the program first.
#![cfg(target_os = "linux")]

mod chooser;
mod desktop;
mod drag;
mod folders;
mod keyboard;
mod notices;
mod outcome;
mod picture;
mod place;
mod process;
mod story;
mod tray;
mod window;
mod wire;

pub use desktop::{Desktop, built};
pub use fantoccini::key::Key;
pub use folders::Folders;
pub use notices::{Notice, Notices};
pub use outcome::{Outcome, Trouble};
pub use story::{story, story_with};
pub use tray::Tray;
pub use window::Window;
