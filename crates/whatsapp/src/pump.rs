//! Turns what the client reports into states and events, one after another.

use crate::board::Board;
use crate::events;
use crate::inbox;
use domain::device::machine::{DeviceEvent, Effect};
use domain::device::reconnect;
use domain::messenger::Incoming;
use domain::{Clock, MessengerEvent, PhoneNumber};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot, watch};
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
    /// The client has no connection any more, or got none. The answer is the pause
    /// before the next attempt; none where there is to be none.
    Ended(oneshot::Sender<Option<Pause>>),
    /// Nothing more is wanted; everything before it was handled.
    Stop,
}

/// The time before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pause {
    pub(crate) length: Duration,
    /// The server asked for it: nobody's wish cuts it short.
    pub(crate) firm: bool,
}

impl Pause {
    const NONE: Self = Self {
        length: Duration::ZERO,
        firm: false,
    };
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

/// A server that asks to be slower is not tried sooner than at this attempt.
const TOLD_TO_BE_SLOWER: u32 = 5;

/// Time for the server to answer a request for a code.
pub(crate) const CODE_REQUEST: Duration = Duration::from_secs(30);

/// What the pump and whoever stops the client tell each other.
#[derive(Default)]
pub(crate) struct Parting {
    /// Set once the client is being stopped: from then on the state is the
    /// stopper's business.
    pub(crate) leaving: AtomicBool,
    /// Set where the line was taken down in order to make a new one at once.
    pub(crate) anew: AtomicBool,
    /// Cuts a pause before an attempt short.
    pub(crate) hurry: Notify,
    /// Whether the server said that the device is no longer linked.
    pub(crate) removed: watch::Sender<bool>,
}

pub(crate) struct Pump {
    board: Arc<Board>,
    clock: Arc<dyn Clock>,
    client: Weak<Client>,
    purpose: Purpose,
    parting: Arc<Parting>,
    chance: fn() -> f64,
    /// Lines lost since the last good one.
    lost: u32,
    /// Since when the present line is up.
    up_since: Option<Instant>,
    /// How often the server had asked to be slower when that was last looked at.
    slower: u32,
    /// A phone took the code, and the line has not come back since.
    paired: bool,
    /// The server has not yet ended the stream of a pairing.
    to_be_ended: bool,
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
        chance: fn() -> f64,
    ) -> Self {
        Self {
            to_be_ended: purpose != Purpose::Connect,
            board,
            clock,
            client,
            purpose,
            parting,
            chance,
            lost: 0,
            up_since: None,
            slower: 0,
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
                Some(Signal::Attempt) => {
                    let attempt = self.lost;
                    self.follow(&DeviceEvent::Trying { attempt }).await;
                }
                Some(Signal::Ended(answer)) => {
                    let pause = self.ended().await;
                    let _ = answer.send(pause);
                }
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

    /// The pause before the next attempt, if there is to be one.
    async fn ended(&mut self) -> Option<Pause> {
        let was_up = self.up_since.take();
        if self.ended || self.parting.leaving.load(Ordering::Acquire) {
            return None;
        }
        if self.is_just_paired() {
            // The server ends the stream of a pairing (515): nothing was lost.
            self.accept_phone().await;
            self.to_be_ended = false;
            return Some(Pause::NONE);
        }
        let slower = self
            .client
            .upgrade()
            .map_or(0, |client| client.stats().reconnect_errors);
        let firm = slower > std::mem::replace(&mut self.slower, slower);
        self.lost = reconnect::losses(self.lost, was_up.map(|since| since.elapsed()));
        if firm {
            self.lost = self.lost.max(TOLD_TO_BE_SLOWER);
        }
        if self.parting.anew.swap(false, Ordering::AcqRel) {
            return Some(Pause::NONE);
        }
        let length = reconnect::pause(self.lost, (self.chance)());
        self.follow(&DeviceEvent::LineLost {
            attempt: self.lost,
            next_try: self.clock.now().plus(length),
        })
        .await;
        Some(Pause { length, firm })
    }

    /// Whether a phone took the code on the line that ended. The client has its
    /// number before it tells of that, and the end of the line can come in between.
    fn is_just_paired(&self) -> bool {
        let numbered = || {
            self.client
                .upgrade()
                .is_some_and(|client| client.pn().is_some())
        };
        self.to_be_ended && (self.paired || numbered())
    }

    async fn accept_phone(&mut self) {
        self.paired = true;
        self.code_ends = None;
        // It has its keys: what is said from here on is said of this account.
        self.read_account();
        self.follow(&DeviceEvent::PhoneAccepted).await;
    }

    async fn hear(&mut self, event: &Event) {
        match event {
            Event::ServerAck(ack) => {
                // A line that serves is a good one.
                self.lost = 0;
                self.tell(events::acknowledged(ack));
            }
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
            Event::Connected(_) => self.connected().await,
            Event::SelfPushNameUpdated(_) => self.read_account(),
            Event::StreamReplaced(_) => self.follow(&DeviceEvent::Replaced).await,
            Event::StreamError(error) if events::is_takeover(error) => {
                self.follow(&DeviceEvent::Replaced).await;
            }
            Event::LoggedOut(out) => {
                self.follow(&events::logged_out(out.reason)).await;
                self.parting.removed.send_replace(true);
            }
            Event::TemporaryBan(ban) => {
                self.follow(&events::banned(ban, self.clock.now())).await;
            }
            Event::ClientOutdated(_) => self.follow(&DeviceEvent::TooOld).await,
            Event::ConnectFailure(failure) => {
                if let Some(refusal) = events::refused(failure, self.clock.now()) {
                    self.follow(&refusal).await;
                }
            }
            other => self.hear_pairing(other).await,
        }
    }

    async fn hear_pairing(&mut self, event: &Event) {
        match event {
            Event::PairingQrCode(qr) if self.purpose == Purpose::PairByQr => {
                self.show(qr.timeout).await;
                self.board.tell(MessengerEvent::QrCode {
                    code: qr.code.clone(),
                    expires_in: qr.timeout,
                });
            }
            // A typed code outlives the codes to scan, and keeps the line open.
            Event::PairingQrCodesExhausted(codes)
                if self.purpose == Purpose::PairByQr || codes.disconnected =>
            {
                self.expire().await;
            }
            Event::PairingCode(code) => {
                self.show(code.timeout).await;
                self.code_ends = Instant::now().checked_add(code.timeout);
                self.board.tell(MessengerEvent::PairCode {
                    code: events::readable_code(&code.code),
                    expires_in: code.timeout,
                });
            }
            Event::PairingCodeRefresh(_) => self.renew_code().await,
            // A first code that never came is told by the call that asked.
            Event::PairingCodeError(_) if self.code_ends.is_some() => self.expire().await,
            Event::PairSuccess(_) if self.to_be_ended => self.accept_phone().await,
            Event::PairError(_) => log::warn!("a phone's answer to the pairing was not valid"),
            Event::PairPasskeyRequest(_) => {
                log::warn!("the account wants a passkey for linking, which is not supported");
            }
            _ => {}
        }
    }

    async fn connected(&mut self) {
        self.up_since = Some(Instant::now());
        self.code_ends = None;
        self.read_account();
        let paired = std::mem::take(&mut self.paired);
        if let Some(account) = self.board.account() {
            if !self.board.may_be_linked(&account.phone) {
                self.follow(&DeviceEvent::NumberNotAllowed).await;
                return;
            }
            if paired {
                self.board.tell(MessengerEvent::Paired(account));
            }
        }
        self.follow(&DeviceEvent::LineUp).await;
    }

    /// A code is on show for `lasts`.
    async fn show(&mut self, lasts: Duration) {
        self.lost = 0;
        let expires_at = self.clock.now().plus(lasts);
        self.follow(&DeviceEvent::CodeShown { expires_at }).await;
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

    /// Nobody used the code in time. The server would keep the line open.
    async fn expire(&mut self) {
        self.code_ends = None;
        self.follow(&DeviceEvent::CodesUsedUp).await;
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

    /// Goes where the event leads, and does what is this run's to do for it. What
    /// a stop or an end was followed by changes nothing any more.
    async fn follow(&mut self, event: &DeviceEvent) {
        if self.ended || self.parting.leaving.load(Ordering::Acquire) {
            return;
        }
        let effects = self.board.follow(event).unwrap_or_default();
        self.ended = effects.contains(&Effect::StopTrying);
        // A device that is to be forgotten by the server needs the line for that.
        let close = effects.contains(&Effect::Close) && !effects.contains(&Effect::TellPhone);
        if close && let Some(client) = self.client.upgrade() {
            client.disconnect().await;
        }
    }
}

#[cfg(test)]
mod tests;
