//! What one operating system needs and the others do not.

#[cfg_attr(target_os = "linux", path = "platform/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "platform/elsewhere.rs")]
mod system;

pub use system::{has_display, prepare};
