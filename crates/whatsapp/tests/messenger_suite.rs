//! The real client, against the practice server, passes the suite of the port.
#![allow(clippy::unwrap_used)]

use domain::{Clock, Messenger, MessengerEvent, PhoneNumber, Timestamp};
use loopback::{Config, Fault, LoopbackServer, ServerHandle};
use std::sync::Arc;
use testkit::messenger_suite;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use whatsapp::{Endpoint, SessionKey, WhatsAppConfig, WhatsAppMessenger};

struct FrozenClock;

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        Timestamp(1_793_620_800_000)
    }
}

struct Real {
    server: ServerHandle,
    messenger: Arc<WhatsAppMessenger>,
    events: UnboundedReceiver<MessengerEvent>,
    _folder: tempfile::TempDir,
}

#[async_trait::async_trait]
impl messenger_suite::Rig for Real {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.messenger) as Arc<dyn Messenger>
    }
    fn events(&mut self) -> &mut UnboundedReceiver<MessengerEvent> {
        &mut self.events
    }
    async fn scan(&self, code: &str) {
        self.server.pair(code).await.unwrap();
    }
    fn present(&self) -> PhoneNumber {
        PhoneNumber::from_e164("+595981000001").unwrap()
    }
    fn absent(&self) -> PhoneNumber {
        PhoneNumber::from_e164("+595971999999").unwrap()
    }
    async fn drop_line(&self) {
        self.server.fault(Fault::DropSocket {}).unwrap();
    }
    async fn say(&self, from: &PhoneNumber, text: &str) {
        self.server.say(from.as_str(), text).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_client_is_a_messenger() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (sender, events) = unbounded_channel();
    let config = WhatsAppConfig {
        session_path: folder.path().join("session.db"),
        key: SessionKey::new([7; 32]),
        device_name: "Message Sender".to_owned(),
        endpoint: Endpoint::Loopback(server.ws_url()),
        chance: || 0.5,
    };
    let messenger = WhatsAppMessenger::open(config, sender, Arc::new(FrozenClock))
        .await
        .unwrap();
    let mut rig = Real {
        server,
        messenger: Arc::new(messenger),
        events,
        _folder: folder,
    };
    messenger_suite::run(&mut rig).await;
}
