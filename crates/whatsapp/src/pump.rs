//! Turns what the client reports into states and events, one after another.

use crate::board::Board;
use crate::events;
use crate::inbox;
use domain::messenger::Incoming;
use domain::{Clock, DeviceState, MessengerEvent, PhoneNumber};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use wacore::types::events::{Event, EventHandler, EventInterest, EventKind, InboundMessage};
use wacore_binary::Jid;
use whatsapp_rust::Client;
use whatsapp_rust::pair_code::PairCodeOptions;

/// Something that happened to a running client.
pub(crate) enum Signal {
    /// The client reported.
    Event(Arc<Event>),
    /// Somebody wrote, and it is written down.
    Incoming(Incoming),
    /// A connection is being opened.
    Attempt,
    /// Nothing more is wanted; everything before it was handled.
    Stop,
}

/// Hands the client's reports to the pump. The client calls it inline, in
/// order, and must not be kept waiting.
pub(crate) struct Ear(pub(crate) mpsc::UnboundedSender<Signal>);

impl EventHandler for Ear {
    fn handle_event(&self, event: Arc<Event>) {
        let _ = self.0.send(Signal::Event(event));
    }

    fn interest(&self) -> EventInterest {
        EventInterest::of(&[
            EventKind::Connected,
            EventKind::Disconnected,
            EventKind::PairSuccess,
            EventKind::PairError,
            EventKind::PairPasskeyRequest,
            EventKind::LoggedOut,
            EventKind::PairingQrCode,
            EventKind::PairingQrCodesExhausted,
            EventKind::PairingCode,
            EventKind::PairingCodeRefresh,
            EventKind::PairingCodeError,
            EventKind::ClientOutdated,
            EventKind::Messages,
            EventKind::Receipt,
            EventKind::ServerAck,
            EventKind::SelfPushNameUpdated,
            EventKind::OfflineSyncCompleted,
            EventKind::StreamReplaced,
            EventKind::StreamError,
            EventKind::TemporaryBan,
            EventKind::ConnectFailure,
        ])
    }
}

/// What a client was started for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be the linked device.
    Connect,
    /// To be linked by a scanned code.
    PairByQr,
    /// To be linked by a typed code; the number is the account's.
    PairByCode(PhoneNumber),
}

/// The request for a typed code.
pub(crate) fn code_request(number: &PhoneNumber) -> PairCodeOptions {
    PairCodeOptions {
        phone_number: number.digits().to_owned(),
        ..PairCodeOptions::default()
    }
}

/// Time for the server to answer a request for a code.
pub(crate) const CODE_REQUEST: Duration = Duration::from_secs(30);

/// What the pump and whoever stops the client tell each other.
#[derive(Default)]
pub(crate) struct Parting {
    /// Set once the client is being stopped: from then on the state is the
    /// stopper's business.
    pub(crate) leaving: AtomicBool,
    /// Whether the server said that the device is no longer linked.
    pub(crate) removed: watch::Sender<bool>,
}

pub(crate) struct Pump {
    board: Arc<Board>,
    clock: Arc<dyn Clock>,
    client: Weak<Client>,
    purpose: Purpose,
    parting: Arc<Parting>,
    /// No connection of this run has come up since it began or was paired.
    fresh: bool,
    /// Connections opened since the last one that came up.
    attempts: u32,
    paired: bool,
    /// A state was reached that this run does not leave.
    ended: bool,
    /// End of the code being shown.
    code_ends: Option<Instant>,
}

impl Pump {
    pub(crate) fn new(
        board: Arc<Board>,
        clock: Arc<dyn Clock>,
        client: Weak<Client>,
        purpose: Purpose,
        parting: Arc<Parting>,
    ) -> Self {
        Self {
            board,
            clock,
            client,
            purpose,
            parting,
            fresh: true,
            attempts: 0,
            paired: false,
            ended: false,
            code_ends: None,
        }
    }

    /// Works until told to stop, or until nobody can tell any more.
    pub(crate) async fn run(mut self, mut signals: mpsc::UnboundedReceiver<Signal>) {
        loop {
            let expiry = self.code_ends;
            let signal = tokio::select! {
                biased;
                signal = signals.recv() => signal,
                () = tokio::time::sleep_until(expiry.unwrap_or_else(Instant::now)),
                    if expiry.is_some() =>
                {
                    self.expire().await;
                    continue;
                }
            };
            match signal {
                Some(Signal::Event(event)) => self.hear(&event).await,
                Some(Signal::Incoming(message)) => {
                    self.board.tell(MessengerEvent::Incoming(message));
                }
                Some(Signal::Attempt) => self.attempt(),
                Some(Signal::Stop) => {
                    // What came in between is told; what comes later is refused.
                    signals.close();
                    while let Some(signal) = signals.recv().await {
                        if let Signal::Incoming(message) = signal {
                            self.board.tell(MessengerEvent::Incoming(message));
                        }
                    }
                    return;
                }
                None => return,
            }
        }
    }

    fn attempt(&mut self) {
        self.attempts = self.attempts.saturating_add(1);
        if self.fresh && self.attempts == 1 {
            self.enter(DeviceState::Connecting);
        } else {
            let attempt = self.attempts;
            self.enter(DeviceState::Reconnecting { attempt });
        }
    }

    async fn hear(&mut self, event: &Event) {
        match event {
            Event::ServerAck(ack) => self.tell(events::acknowledged(ack)),
            Event::Receipt(receipt) => {
                if !self.is_own(&receipt.source.sender) {
                    self.tell(events::received(receipt));
                }
            }
            // The door keeper told of the others. These were recovered from the
            // phone, which the server does not have to know.
            Event::Messages(batch) if !batch.hook_committed => {
                for message in batch {
                    self.incoming(message).await;
                }
            }
            Event::OfflineSyncCompleted(_) => self.board.tell(MessengerEvent::OfflineDelivered),
            Event::Connected(_) => self.connected(),
            Event::Disconnected(_) => {
                self.attempts = 0;
                self.enter(DeviceState::Reconnecting { attempt: 1 });
            }
            Event::SelfPushNameUpdated(_) => self.read_account(),
            Event::StreamReplaced(_) => self.end(DeviceState::Replaced),
            Event::StreamError(error) if events::is_takeover(error) => {
                self.end_line(DeviceState::Replaced).await;
            }
            Event::LoggedOut(out) => {
                self.end(events::logged_out(out.reason));
                self.parting.removed.send_replace(true);
            }
            Event::TemporaryBan(ban) => self.end(events::banned(ban, self.clock.now())),
            Event::ClientOutdated(_) => self.end(DeviceState::ClientTooOld),
            Event::ConnectFailure(failure) => {
                if let Some(state) = events::refused(failure, self.clock.now()) {
                    self.end(state);
                }
            }
            other => self.hear_pairing(other).await,
        }
    }

    async fn hear_pairing(&mut self, event: &Event) {
        match event {
            Event::PairingQrCode(qr) if self.purpose == Purpose::PairByQr => {
                self.attempts = 0;
                self.show(qr.timeout);
                self.board.tell(MessengerEvent::QrCode {
                    code: qr.code.clone(),
                    expires_in: qr.timeout,
                });
            }
            // A typed code outlives the codes to scan, and keeps the line open.
            Event::PairingQrCodesExhausted(codes)
                if self.purpose == Purpose::PairByQr || codes.disconnected =>
            {
                self.end(DeviceState::PairingExpired);
            }
            Event::PairingCode(code) => {
                self.attempts = 0;
                self.show(code.timeout);
                self.code_ends = Instant::now().checked_add(code.timeout);
                self.board.tell(MessengerEvent::PairCode {
                    code: events::readable_code(&code.code),
                    expires_in: code.timeout,
                });
            }
            Event::PairingCodeRefresh(_) => self.renew_code().await,
            // A first code that never came is told by the call that asked.
            Event::PairingCodeError(_) if self.code_ends.is_some() => self.expire().await,
            Event::PairSuccess(_) => {
                self.paired = true;
                self.fresh = true;
                self.attempts = 0;
                self.code_ends = None;
                self.enter(DeviceState::Connecting);
            }
            Event::PairError(_) => log::warn!("a phone's answer to the pairing was not valid"),
            Event::PairPasskeyRequest(_) => {
                log::warn!("the account wants a passkey for linking, which is not supported");
            }
            _ => {}
        }
    }

    fn connected(&mut self) {
        self.fresh = false;
        self.attempts = 0;
        self.code_ends = None;
        self.read_account();
        if std::mem::take(&mut self.paired)
            && let Some(account) = self.board.account()
        {
            self.board.tell(MessengerEvent::Paired(account));
        }
        self.enter(DeviceState::Online);
    }

    /// A code is on show for `lasts`.
    fn show(&self, lasts: Duration) {
        let expires_at = self.clock.now().plus(lasts);
        self.enter(DeviceState::Pairing { expires_at });
    }

    /// The phone did not like the code, or the server wants another.
    async fn renew_code(&mut self) {
        let (Purpose::PairByCode(number), Some(client)) = (&self.purpose, self.client.upgrade())
        else {
            return;
        };
        let asked = client.pair_with_code(code_request(number));
        if !matches!(tokio::time::timeout(CODE_REQUEST, asked).await, Ok(Ok(_))) {
            self.expire().await;
        }
    }

    /// Nobody typed the code in time. The server would keep the line open.
    async fn expire(&mut self) {
        self.code_ends = None;
        self.end_line(DeviceState::PairingExpired).await;
    }

    /// Like [`Self::end`], where nobody else closes the line.
    async fn end_line(&mut self, state: DeviceState) {
        self.end(state);
        if let Some(client) = self.client.upgrade() {
            client.disconnect().await;
        }
    }

    async fn incoming(&self, message: &InboundMessage) {
        if let Some(client) = self.client.upgrade()
            && let Some(message) = inbox::personal(&client, message).await
        {
            self.board.tell(MessengerEvent::Incoming(message));
        }
    }

    fn is_own(&self, address: &Jid) -> bool {
        self.client.upgrade().is_some_and(|client| {
            [client.pn(), client.lid()]
                .into_iter()
                .flatten()
                .any(|own| own.user == address.user && own.server == address.server)
        })
    }

    fn read_account(&self) {
        if let Some(client) = self.client.upgrade()
            && let Some(account) = events::account_of(client.pn().as_ref(), &client.push_name())
        {
            self.board.set_account(Some(account));
        }
    }

    fn tell(&self, event: Option<MessengerEvent>) {
        if let Some(event) = event {
            self.board.tell(event);
        }
    }

    fn enter(&self, state: DeviceState) {
        if !self.ended && !self.parting.leaving.load(Ordering::Acquire) {
            self.board.enter(state);
        }
    }

    /// Enters a state that this run does not leave: no more reconnecting.
    fn end(&mut self, state: DeviceState) {
        self.enter(state);
        self.ended = true;
        if let Some(client) = self.client.upgrade() {
            client.enable_auto_reconnect.store(false, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests;
