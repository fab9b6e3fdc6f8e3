//! What one operating system needs and the others do not.

/// WebKitGTK shows a blank window on some graphics drivers unless its DMA-BUF
/// renderer is off, and it reads that wish from the environment. A process
/// cannot change its own environment safely, so it starts itself anew with the
/// variable set. Whoever set it already, to whatever value, is obeyed.
#[cfg(target_os = "linux")]
pub fn prepare_web_view() {
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    if std::env::var_os(RENDERER).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let error = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(RENDERER, "1")
        .exec();
    // Only reached when the start failed; the window may still work as it is.
    eprintln!("could not restart with {RENDERER}: {error}");
}

/// Nothing to prepare.
#[cfg(not(target_os = "linux"))]
pub fn prepare_web_view() {}

/// Whether there is anything on which a window could be shown.
#[cfg(target_os = "linux")]
pub fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// There always is.
#[cfg(not(target_os = "linux"))]
pub fn has_display() -> bool {
    true
}
