//! macOS and Windows: an assertion, or the state of a thread.

/// Given back when dropped, on the thread that took it.
pub struct Lock(#[allow(dead_code, reason = "held for its end")] keepawake::KeepAwake);

/// Asks the system not to fall asleep for want of a hand on the mouse.
pub fn take(reason: &str) -> Result<Lock, keepawake::Error> {
    let mut wish = keepawake::Builder::default();
    wish.idle(true).reason(reason);
    wish.create().map(Lock)
}
