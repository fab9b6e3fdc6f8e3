//! A server that dies and is started again on what it wrote down.

use std::path::PathBuf;

use loopback::{Config, Fault, LoopbackServer, ServerHandle};
use whatsapp_rust::types::presence::ReceiptType;

use crate::client::{Phone, until};

const ANA: &str = "+595981000001";
const BEA: &str = "+595981000002";

/// Where a server remembers; gone at the end.
struct Memory(PathBuf);

impl Memory {
    fn new(name: &str) -> Self {
        let name = format!("loopback-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn config(&self) -> Config {
        Config {
            state: Some(self.0.clone()),
            ..Config::default()
        }
    }

    /// Ends a server and starts another in its place: same address, same file.
    async fn restart(&self, server: ServerHandle) -> ServerHandle {
        let address = |url: String| {
            let rest = url.split_once("//").unwrap().1.to_owned();
            rest.split('/').next().unwrap().parse().unwrap()
        };
        let config = Config {
            listen: address(server.ws_url()),
            control: address(server.control_url()),
            ..self.config()
        };
        server.stop().await;
        LoopbackServer::start(config).await.unwrap()
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn a_linked_device_logs_in_again_and_its_conversations_go_on() {
    let memory = Memory::new("devices");
    let server = LoopbackServer::start(memory.config()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(ANA, "3EB0A1", "uno").await;
    phone.receipt("3EB0A1", ReceiptType::Read).await;
    let stats = server.stats();

    let server = memory.restart(server).await;
    until("the device is back", || {
        server.stats().logins > stats.logins
    })
    .await;
    // To somebody with a session, and to somebody new; and both ways.
    phone.text(ANA, "3EB0A2", "dos").await;
    phone.text(BEA, "3EB0B1", "tres").await;
    phone.receipt("3EB0A2", ReceiptType::Read).await;
    phone.receipt("3EB0B1", ReceiptType::Read).await;
    server.say(ANA, "gracias").unwrap();
    phone.incoming("gracias").await;

    let texts: Vec<_> = server
        .received()
        .into_iter()
        .map(|m| (m.phone, m.text.unwrap()))
        .collect();
    let expected = [(ANA, "uno"), (ANA, "dos"), (BEA, "tres")];
    assert_eq!(texts, expected.map(|(p, t)| (p.to_owned(), t.to_owned())));
    assert_eq!(server.stats().undecryptable, 0);
    assert_eq!(server.stats().pairings, 1, "counts go on");
    assert_eq!(server.stats().messages, stats.messages + 2);
}

#[tokio::test]
async fn what_waited_for_a_device_waits_on() {
    let memory = Memory::new("mailboxes");
    let server = LoopbackServer::start(memory.config()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(ANA, "3EB0A1", "uno").await;
    phone.receipt("3EB0A1", ReceiptType::Read).await;
    server.fault(Fault::Down { on: true }).unwrap();
    server.say(ANA, "¿siguen ahí?").unwrap();

    let server = memory.restart(server).await;
    phone.incoming("¿siguen ahí?").await;
    drop(server);
}

#[tokio::test]
async fn without_a_file_everything_is_forgotten() {
    let memory = Memory::new("nothing");
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.text(ANA, "3EB0A1", "uno").await;
    phone.receipt("3EB0A1", ReceiptType::Read).await;
    let server = memory.restart(server).await;
    assert!(server.received().is_empty());
    assert_eq!(server.stats().pairings, 0);
}

#[tokio::test]
async fn a_file_that_is_no_memory_is_refused_in_a_sentence() {
    let memory = Memory::new("damaged");
    std::fs::write(&memory.0, "hola\n").unwrap();
    let error = LoopbackServer::start(memory.config()).await.unwrap_err();
    let name = memory.0.display().to_string();
    assert!(error.to_string().contains(&name), "{error}");
}
