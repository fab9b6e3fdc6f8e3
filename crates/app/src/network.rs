//! Hearing that a network came back.

use if_watch::IfEvent;
use if_watch::tokio::IfWatcher;
use std::future::poll_fn;

/// Tells when this computer has a network again.
#[async_trait::async_trait]
pub(crate) trait NetworkWatch: Send {
    /// Waits until an address of this computer appears; for ever, where nobody can
    /// tell. Cancelling it loses nothing.
    async fn returned(&mut self);
}

/// The interfaces of this computer, as the system reports them.
pub(crate) struct Interfaces(Option<IfWatcher>);

impl Interfaces {
    /// Begins to listen. A system that does not tell is no error: lost lines are
    /// tried again all the same, only later.
    pub fn watch() -> Self {
        let watcher = IfWatcher::new();
        if let Err(error) = &watcher {
            log::warn!("changes of the network are not heard of: {error}");
        }
        Self(watcher.ok())
    }
}

#[async_trait::async_trait]
impl NetworkWatch for Interfaces {
    async fn returned(&mut self) {
        loop {
            let Some(watcher) = &mut self.0 else {
                return std::future::pending().await;
            };
            match poll_fn(|cx| watcher.poll_if_event(cx)).await {
                Ok(IfEvent::Up(net)) if !net.addr().is_loopback() => return,
                Ok(_) => {}
                Err(error) => {
                    log::warn!("changes of the network are not heard of any more: {error}");
                    self.0 = None;
                }
            }
        }
    }
}
