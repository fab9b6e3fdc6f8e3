//! Stories of one run, told to a pump without a client.

use super::*;
use domain::{DeviceState, Timestamp};
use wacore::types::events::{ConnectFailure, ConnectFailureReason};
use wacore::types::events::{
    Connected, LoggedOut, OfflineSyncCompleted, PairSuccess, PairingCode, PairingQrCode,
    PairingQrCodesExhausted, ServerAck, StreamReplaced,
};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp(1_000_000)
    }
}

/// A running pump with its two ends.
struct Told {
    signals: mpsc::UnboundedSender<Signal>,
    heard: mpsc::UnboundedReceiver<MessengerEvent>,
    board: Arc<Board>,
    parting: Arc<Parting>,
    pump: tokio::task::JoinHandle<()>,
}

fn told(purpose: Purpose) -> Told {
    let (events, heard) = mpsc::unbounded_channel();
    let account = domain::Account {
        phone: PhoneNumber::from_e164("+595992756462").unwrap(),
        name: "Tienda Luna".to_owned(),
    };
    let board = Arc::new(Board::new(Some(account), events));
    board.follow(&DeviceEvent::LineWanted);
    let parting = Arc::new(Parting::default());
    let (signals, inbox) = mpsc::unbounded_channel();
    let pump = Pump::new(
        Arc::clone(&board),
        Arc::new(Noon),
        Weak::new(),
        purpose,
        Arc::clone(&parting),
        || 1.0,
    );
    Told {
        signals,
        heard,
        board,
        parting,
        pump: tokio::spawn(pump.run(inbox)),
    }
}

impl Told {
    fn attempt(&self) {
        self.signals.send(Signal::Attempt).ok().unwrap();
    }

    /// The client has no connection any more; the pause that follows.
    async fn ended(&self) -> Option<Duration> {
        let (answer, asked) = oneshot::channel();
        self.signals.send(Signal::Ended(answer)).ok().unwrap();
        asked.await.unwrap().map(|pause| pause.length)
    }

    fn event(&self, event: Event) {
        self.signals
            .send(Signal::Event(Arc::new(event)))
            .ok()
            .unwrap();
    }

    /// Everything that was heard, as words, once all is handled.
    async fn end(mut self) -> Vec<String> {
        self.signals.send(Signal::Stop).ok().unwrap();
        self.pump.await.unwrap();
        drop(self.board);
        let mut words = Vec::new();
        while let Ok(event) = self.heard.try_recv() {
            words.push(word(&event));
        }
        words
    }
}

fn word(event: &MessengerEvent) -> String {
    match event {
        MessengerEvent::Device(DeviceState::Reconnecting { attempt, next_try }) => {
            let at = next_try.map_or("now".to_owned(), |at| at.0.to_string());
            format!("reconnecting {attempt}, {at}")
        }
        MessengerEvent::Device(DeviceState::Pairing { expires_at }) => {
            format!("pairing until {}", expires_at.0)
        }
        MessengerEvent::Device(state) => format!("{state:?}").to_lowercase(),
        MessengerEvent::QrCode { code, .. } => format!("qr {code}"),
        MessengerEvent::PairCode { code, .. } => format!("code {code}"),
        MessengerEvent::Paired(account) => format!("paired {}", account.name),
        MessengerEvent::Accepted { id } => format!("accepted {}", id.as_str()),
        other => format!("{other:?}"),
    }
}

fn connected() -> Event {
    Event::Connected(Connected::builder().build())
}

fn qr(code: &str, seconds: u64) -> Event {
    Event::PairingQrCode(
        PairingQrCode::builder()
            .code(code.to_owned())
            .timeout(Duration::from_secs(seconds))
            .build(),
    )
}

fn pair_success() -> Event {
    Event::PairSuccess(
        PairSuccess::builder()
            .id(Jid::pn("595992756462"))
            .lid(Jid::lid("100000001"))
            .business_name(String::new())
            .platform(String::new())
            .build(),
    )
}

fn pair_code(lasts: Duration) -> Event {
    Event::PairingCode(
        PairingCode::builder()
            .code("ABCDEFGH".to_owned())
            .timeout(lasts)
            .build(),
    )
}

fn ack(id: &str) -> Event {
    Event::ServerAck(
        ServerAck::builder()
            .id(id.to_owned())
            .class("message".to_owned())
            .build(),
    )
}

#[tokio::test]
async fn a_phone_scans_the_second_code() {
    let story = told(Purpose::PairByQr);
    story.attempt();
    story.event(qr("one", 60));
    story.event(qr("two", 20));
    story.event(pair_success());
    // The server ends the stream (515): nobody sees that.
    assert_eq!(story.ended().await, Some(Duration::ZERO));
    story.attempt();
    story.event(connected());
    assert_eq!(
        story.end().await,
        [
            "connecting",
            "pairing until 1060000",
            "qr one",
            "pairing until 1020000",
            "qr two",
            "connecting",
            "paired Tienda Luna",
            "online",
        ]
    );
}

#[tokio::test]
async fn nobody_scans() {
    let story = told(Purpose::PairByQr);
    story.event(qr("one", 60));
    story.event(Event::PairingQrCodesExhausted(
        PairingQrCodesExhausted::builder()
            .disconnected(true)
            .build(),
    ));
    assert_eq!(story.ended().await, None);
    assert_eq!(
        story.end().await,
        [
            "connecting",
            "pairing until 1060000",
            "qr one",
            "pairingexpired"
        ]
    );
}

#[tokio::test]
async fn a_typed_code_hides_the_codes_to_scan_and_expires_by_itself() {
    let ana = PhoneNumber::from_e164("+595992756462").unwrap();
    let mut story = told(Purpose::PairByCode(ana));
    story.event(qr("one", 60));
    story.event(pair_code(Duration::from_millis(20)));
    let mut words = Vec::new();
    while words.last().is_none_or(|last| last != "pairingexpired") {
        words.push(word(&story.heard.recv().await.unwrap()));
    }
    assert_eq!(
        words,
        [
            "connecting",
            "pairing until 1000020",
            "code ABCD-EFGH",
            "pairingexpired"
        ]
    );
}

#[tokio::test]
async fn a_line_drops_and_comes_back() {
    let story = told(Purpose::Connect);
    story.attempt();
    story.event(connected());
    for seconds in [1, 2, 4] {
        assert_eq!(story.ended().await, Some(Duration::from_secs(seconds)));
        story.attempt();
    }
    story.event(connected());
    // It came up and served nobody: the next pause is longer still.
    assert_eq!(story.ended().await, Some(Duration::from_secs(8)));
    story.attempt();
    story.event(connected());
    story.event(ack("A"));
    assert_eq!(story.ended().await, Some(Duration::from_secs(1)));
    assert_eq!(
        story.end().await,
        [
            "connecting",
            "online",
            "reconnecting 1, 1001000",
            "reconnecting 1, now",
            "reconnecting 2, 1002000",
            "reconnecting 2, now",
            "reconnecting 3, 1004000",
            "reconnecting 3, now",
            "online",
            "reconnecting 4, 1008000",
            "reconnecting 4, now",
            "online",
            "accepted A",
            "reconnecting 1, 1001000",
        ]
    );
}

#[tokio::test]
async fn a_line_that_is_made_anew_on_purpose_waits_for_nothing() {
    let story = told(Purpose::Connect);
    story.event(connected());
    story.parting.anew.store(true, Ordering::Release);
    assert_eq!(story.ended().await, Some(Duration::ZERO));
    story.attempt();
    story.event(connected());
    assert_eq!(
        story.end().await,
        ["connecting", "online", "reconnecting 1, now", "online"]
    );
}

#[tokio::test]
async fn a_first_connection_that_fails_shows() {
    let story = told(Purpose::Connect);
    story.attempt();
    assert_eq!(story.ended().await, Some(Duration::from_secs(1)));
    assert_eq!(story.end().await, ["connecting", "reconnecting 1, 1001000"]);
}

#[tokio::test]
async fn a_number_that_may_not_be_linked_never_comes_online() {
    let story = told(Purpose::PairByQr);
    let other = PhoneNumber::from_e164("+595981000001").unwrap();
    story.board.allow(&[other]);
    story.event(pair_success());
    story.event(connected());
    assert_eq!(story.ended().await, None);
    assert_eq!(story.end().await, ["connecting", "numberrefused"]);
}

#[tokio::test]
async fn what_ends_a_device_stays() {
    for (event, expected) in [
        (
            Event::StreamReplaced(StreamReplaced::builder().build()),
            DeviceState::Replaced,
        ),
        (
            Event::LoggedOut(
                LoggedOut::builder()
                    .on_connect(false)
                    .reason(ConnectFailureReason::LoggedOut)
                    .build(),
            ),
            DeviceState::LoggedOut,
        ),
        (
            Event::ConnectFailure(
                ConnectFailure::builder()
                    .reason(ConnectFailureReason::Generic)
                    .build(),
            ),
            DeviceState::Restricted {
                code: 400,
                until: None,
            },
        ),
    ] {
        let story = told(Purpose::Connect);
        story.event(connected());
        story.event(event);
        assert_eq!(story.ended().await, None, "it is not tried again");
        story.attempt();
        story.event(ack("A"));
        let board = Arc::clone(&story.board);
        let words = story.end().await;
        assert_eq!(board.state(), expected);
        assert_eq!(words.last().unwrap(), "accepted A", "acks are still heard");
    }
}

#[tokio::test]
async fn a_refusal_that_passes_is_no_end() {
    let story = told(Purpose::Connect);
    story.event(Event::ConnectFailure(
        ConnectFailure::builder()
            .reason(ConnectFailureReason::ServiceUnavailable)
            .build(),
    ));
    story.event(connected());
    assert_eq!(story.end().await, ["connecting", "online"]);
}

#[tokio::test]
async fn while_stopping_only_messages_are_heard() {
    let story = told(Purpose::Connect);
    story.event(connected());
    // Handled before the flag is set: what follows must see it.
    let mut states = story.board.watch();
    states
        .wait_for(|state| *state == DeviceState::Online)
        .await
        .unwrap();
    story.parting.leaving.store(true, Ordering::Release);
    assert_eq!(story.ended().await, None);
    story.event(ack("A"));
    story.event(Event::OfflineSyncCompleted(
        OfflineSyncCompleted::builder().count(0).build(),
    ));
    assert_eq!(
        story.end().await,
        ["connecting", "online", "accepted A", "OfflineDelivered"]
    );
}
