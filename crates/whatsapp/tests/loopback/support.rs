//! A shop's device and the server it talks to.

use domain::messenger::{Content, Outgoing, PairingMethod, ReceiptKind, SendError};
use domain::{
    Account, Clock, DeviceState, FailureClass, MessageId, Messenger as _, MessengerEvent,
    PhoneNumber, Timestamp,
};
use loopback::{Behaviour, Config, LoopbackServer, ServerHandle};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::sync::mpsc;
use whatsapp::{Endpoint, SessionKey, WhatsAppConfig, WhatsAppMessenger};

/// How long anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The key of every session file.
pub const SESSION_KEY: [u8; 32] = [7; 32];

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp(i64::try_from(since.as_millis()).unwrap())
    }
}

/// The hour, as devices read it.
pub fn now() -> Timestamp {
    SystemClock.now()
}

pub async fn server() -> ServerHandle {
    LoopbackServer::start(Config::default()).await.unwrap()
}

pub async fn server_with(behaviour: Behaviour) -> ServerHandle {
    let config = Config {
        behaviour,
        ..Config::default()
    };
    LoopbackServer::start(config).await.unwrap()
}

/// The `index`th of the server's phones.
pub fn phone(index: u64) -> PhoneNumber {
    PhoneNumber::from_e164(&format!("+{}", 595_981_000_000 + index)).unwrap()
}

pub fn id(index: u8) -> MessageId {
    MessageId::from_random([index, 1, 2, 3, 4, 5, 6, 7, 8])
}

pub fn text(index: u8, to: PhoneNumber, words: &str) -> Outgoing {
    Outgoing {
        id: id(index),
        to,
        content: Content::Text(words.to_owned()),
    }
}

/// The class of a send of which nothing went out.
pub fn nothing_sent(result: Result<(), SendError>) -> FailureClass {
    match result {
        Err(SendError::NothingSent { class, .. }) => class,
        other => panic!("{other:?}"),
    }
}

/// A device with everything it said so far.
pub struct Device {
    pub messenger: WhatsAppMessenger,
    events: mpsc::UnboundedReceiver<MessengerEvent>,
    pub heard: Vec<MessengerEvent>,
    folder: Arc<TempDir>,
    url: String,
}

impl Device {
    /// A device that was never linked.
    pub async fn new(server: &ServerHandle) -> Self {
        Self::on(Arc::new(tempfile::tempdir().unwrap()), server.ws_url()).await
    }

    async fn on(folder: Arc<TempDir>, url: String) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let config = WhatsAppConfig {
            session_path: folder.path().join("session.db"),
            key: SessionKey::new(SESSION_KEY),
            device_name: "Message Sender".to_owned(),
            endpoint: Endpoint::Loopback(url.clone()),
            chance: || 0.5,
        };
        let messenger = WhatsAppMessenger::open(config, sender, Arc::new(SystemClock))
            .await
            .unwrap();
        Self {
            messenger,
            events,
            heard: Vec::new(),
            folder,
            url,
        }
    }

    /// A device that was just linked and is online.
    pub async fn linked(server: &ServerHandle) -> Self {
        let mut device = Self::new(server).await;
        device.messenger.pair(PairingMethod::Qr).await.unwrap();
        let code = device.qr_code().await;
        server.pair(&code).await.unwrap();
        device.online().await;
        device
    }

    /// The same session file in a new program.
    pub async fn restarted(self) -> Self {
        self.messenger.shutdown().await;
        let Self {
            messenger,
            folder,
            url,
            ..
        } = self;
        drop(messenger);
        Self::on(folder, url).await
    }

    /// The same session file in a new program, after the old one was killed.
    pub async fn restarted_after_a_crash(self) -> Self {
        let Self {
            messenger,
            folder,
            url,
            ..
        } = self;
        drop(messenger);
        Self::on(folder, url).await
    }

    pub fn session_path(&self) -> std::path::PathBuf {
        self.folder.path().join("session.db")
    }

    /// What was told and not listened to yet.
    pub fn waiting(&mut self) -> Vec<MessengerEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }

    /// Listens until `wanted` finds what it wants.
    pub async fn until<T>(&mut self, wanted: impl Fn(&MessengerEvent) -> Option<T>) -> T {
        let listening = async {
            loop {
                let event = self.events.recv().await.expect("the device fell silent");
                let found = wanted(&event);
                self.heard.push(event);
                if let Some(found) = found {
                    return found;
                }
            }
        };
        let found = tokio::time::timeout(PATIENCE, listening).await.ok();
        found.unwrap_or_else(|| panic!("not heard in time; heard: {:?}", self.heard))
    }

    pub async fn qr_code(&mut self) -> String {
        self.until(|event| match event {
            MessengerEvent::QrCode { code, .. } => Some(code.clone()),
            _ => None,
        })
        .await
    }

    pub async fn state(&mut self, wanted: impl Fn(&DeviceState) -> bool) -> DeviceState {
        self.until(|event| match event {
            MessengerEvent::Device(state) if wanted(state) => Some(state.clone()),
            _ => None,
        })
        .await
    }

    pub async fn online(&mut self) {
        self.state(|state| *state == DeviceState::Online).await;
    }

    pub async fn connect(&mut self) {
        self.messenger.connect().await.unwrap();
        self.online().await;
    }

    pub async fn send(&self, message: &Outgoing) -> Result<(), SendError> {
        self.messenger.send(message, PATIENCE).await
    }

    pub async fn accepted(&mut self, id: &MessageId) {
        self.until(|event| match event {
            MessengerEvent::Accepted { id: heard } if heard == id => Some(()),
            MessengerEvent::Refused { id: heard, .. } if heard == id => panic!("refused"),
            _ => None,
        })
        .await;
    }

    /// Like [`Self::accepted`], when it may have been heard already.
    pub async fn heard_accepted(&mut self, id: &MessageId) {
        let wanted = MessengerEvent::Accepted { id: id.clone() };
        if !self.heard.contains(&wanted) {
            self.accepted(id).await;
        }
    }

    pub async fn refused(&mut self, id: &MessageId) -> (FailureClass, u32) {
        self.until(|event| match event {
            MessengerEvent::Refused {
                id: heard,
                class,
                code,
            } if heard == id => Some((*class, *code)),
            _ => None,
        })
        .await
    }

    /// Listens until `messages` were reported as `kind`; everything about
    /// messages that was heard, by id, in order of how far it came. The client
    /// works on several stanzas at once, so the news of one message may
    /// overtake each other.
    pub async fn reported(
        &mut self,
        messages: usize,
        kind: ReceiptKind,
    ) -> BTreeMap<MessageId, Vec<&'static str>> {
        while self.reports(kind) < messages {
            self.until(|event| matches!(event, MessengerEvent::Receipt { .. }).then_some(()))
                .await;
        }
        let mut told: BTreeMap<MessageId, Vec<&'static str>> = BTreeMap::new();
        for event in &self.heard {
            match event {
                MessengerEvent::Accepted { id } => {
                    told.entry(id.clone()).or_default().push("accepted");
                }
                MessengerEvent::Receipt { ids, kind, .. } => {
                    for id in ids {
                        told.entry(id.clone()).or_default().push(match kind {
                            ReceiptKind::Delivered => "delivered",
                            ReceiptKind::Read => "read",
                            ReceiptKind::Played => "played",
                        });
                    }
                }
                _ => {}
            }
        }
        // The words are in alphabetical order as in life.
        for words in told.values_mut() {
            words.sort_unstable();
        }
        told
    }

    fn reports(&self, wanted: ReceiptKind) -> usize {
        let mut ids: Vec<_> = self
            .heard
            .iter()
            .filter_map(|event| match event {
                MessengerEvent::Receipt { ids, kind, .. } if *kind == wanted => Some(ids),
                _ => None,
            })
            .flatten()
            .collect();
        ids.sort();
        ids.dedup();
        ids.len()
    }

    /// The states heard so far, as words.
    pub fn states(&self) -> Vec<String> {
        self.heard
            .iter()
            .filter_map(|event| match event {
                MessengerEvent::Device(state) => Some(state),
                _ => None,
            })
            .map(|state| match state {
                DeviceState::Pairing { .. } => "pairing".to_owned(),
                DeviceState::Reconnecting { .. } => "reconnecting".to_owned(),
                other => format!("{other:?}").to_lowercase(),
            })
            .collect()
    }

    pub fn account(&self) -> Option<Account> {
        self.messenger.account()
    }
}
