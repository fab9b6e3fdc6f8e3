//! What a dispatcher is made of, and how others reach it.

use domain::{CampaignId, Clock, MessageId, Messenger, MessengerEvent};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{Store, StoreError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::{Notify, watch};

/// Deadlines of the dispatcher.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// For writing one message to the wire.
    pub send: Duration,
    /// For the server's ack after that.
    pub ack: Duration,
    /// After a connection: for acks and receipts that waited on the server.
    pub settle: Duration,
    /// Messages that may be on the wire without an ack while a campaign is
    /// sent without delay. A paced campaign waits for each ack.
    pub unpaced_window: usize,
    /// For asking how the account stands.
    pub health: Duration,
    /// For preparing the next recipients.
    pub prepare: Duration,
    /// Recipients that are prepared at a time.
    pub ahead: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            send: Duration::from_secs(60),
            ack: Duration::from_secs(30),
            settle: Duration::from_secs(3),
            unpaced_window: 64,
            health: Duration::from_secs(10),
            prepare: Duration::from_secs(20),
            ahead: 40,
        }
    }
}

/// What the doors should know.
#[derive(Clone, Debug)]
pub enum News {
    /// The device: states, codes, a new account.
    Messenger(MessengerEvent),
    /// A campaign changed.
    Campaign(CampaignId),
    /// The database refused a turn; nothing was lost, it is tried again.
    StoreTrouble(StoreError),
}

/// Lets others reach a running dispatcher.
#[derive(Debug, Default)]
pub struct Control {
    pub(crate) wake: Notify,
    /// Something changed since the last turn began.
    changed: AtomicBool,
    stop: AtomicBool,
    /// Nothing new is begun.
    resting: AtomicBool,
    /// Nothing is in flight, and nothing new is begun.
    quiet: watch::Sender<bool>,
}

impl Control {
    /// Something in the store changed: a campaign was started, paused, resumed.
    pub fn wake(&self) {
        self.changed.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Finish the part in flight, save, and end.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Begin nothing new until [`Self::go_on`]; what is in flight is finished.
    pub fn rest(&self) {
        self.quiet.send_replace(false);
        self.resting.store(true, Ordering::Release);
        self.wake();
    }

    /// The opposite of [`Self::rest`].
    pub fn go_on(&self) {
        self.resting.store(false, Ordering::Release);
        self.wake();
    }

    /// Waits until nothing is in flight any more. Without a running dispatcher, or
    /// without [`Self::rest`] before, for ever.
    pub async fn quiet(&self) {
        let mut quiet = self.quiet.subscribe();
        // The sender is this very control.
        let _ = quiet.wait_for(|quiet| *quiet).await;
    }

    pub(crate) fn resting(&self) -> bool {
        self.resting.load(Ordering::Acquire)
    }

    pub(crate) fn is_quiet(&self) {
        self.quiet.send_replace(true);
    }

    /// Whether a person did something since the last call of
    /// [`Self::take_note`]: what was picked before is picked anew.
    pub(crate) fn has_changed(&self) -> bool {
        self.changed.load(Ordering::Acquire) || self.stopping()
    }

    pub(crate) fn take_note(&self) {
        self.changed.store(false, Ordering::Release);
    }

    pub(crate) fn stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

/// What a dispatcher is made of. Time and chance are passed in.
pub struct Parts {
    /// The profile's database.
    pub store: Store,
    /// The phone.
    pub messenger: Arc<dyn Messenger>,
    /// What the phone says, in order.
    pub events: UnboundedReceiver<MessengerEvent>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Uniform draws in `[0, 1)`.
    pub chance: Box<dyn FnMut() -> f64 + Send>,
    /// New message ids, for what nobody made beforehand.
    pub mint: Box<dyn FnMut() -> MessageId + Send>,
    /// Deadlines.
    pub timing: Timing,
    /// Where news go.
    pub news: UnboundedSender<News>,
    /// How others reach it.
    pub control: Arc<Control>,
}
