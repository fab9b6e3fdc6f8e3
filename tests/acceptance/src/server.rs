//! The loopback server in a process of its own.

use crate::program::{Running, built, until};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a simulated phone has.
#[derive(Clone, Debug)]
pub struct Received {
    /// The phone.
    pub phone: String,
    /// The id of the message.
    pub id: String,
    /// `text`, or `undecryptable` for what the phone could not open.
    pub kind: String,
    /// What it says.
    pub text: String,
    /// How often it arrived.
    pub times: u64,
}

/// A server, ended when dropped.
pub struct Server {
    running: Option<Running>,
    arguments: Vec<String>,
    ws: String,
    control: String,
    agent: ureq::Agent,
}

impl Server {
    /// Starts a server with so many phones.
    pub fn start(phones: u32) -> Self {
        Self::with(&["--phones", &phones.to_string()])
    }

    /// Starts a server with these arguments.
    pub fn with(arguments: &[&str]) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .build();
        let mut server = Self {
            running: None,
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            ws: String::new(),
            control: String::new(),
            agent: agent.into(),
        };
        server.spawn();
        server
    }

    /// Starts a server that remembers in this file, and that can die and come
    /// back.
    pub fn with_memory(arguments: &[&str], state: &Path) -> Self {
        let (listen, control) = (quiet_address(), quiet_address());
        let mut all = vec!["--state", state.to_str().unwrap()];
        all.extend(["--listen", &listen, "--control", &control]);
        all.extend(arguments);
        Self::with(&all)
    }

    fn spawn(&mut self) {
        let mut command = Command::new(built("message-sender-loopback"));
        let mut running = Running::start(command.args(&self.arguments));
        let told: Value = running.line("the server is there", |line| {
            serde_json::from_str(line).ok()
        });
        told["ws"].as_str().unwrap().clone_into(&mut self.ws);
        told["control"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.control);
        self.running = Some(running);
    }

    /// Ends the process without any warning.
    pub fn kill(&mut self) {
        self.running.take().unwrap().kill();
    }

    /// Starts it again where it was. Faults are forgotten.
    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "it is running");
        self.spawn();
    }

    /// Where clients connect.
    pub fn ws(&self) -> &str {
        &self.ws
    }

    fn get(&self, path: &str) -> Value {
        let mut answer = self
            .agent
            .get(format!("{}{path}", self.control))
            .call()
            .unwrap();
        // The list of what was received is longer than the usual limit one day.
        let text = answer
            .body_mut()
            .with_config()
            .limit(256 << 20)
            .read_to_string()
            .unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn post(&self, path: &str, body: &str) -> Value {
        let url = format!("{}{path}", self.control);
        let mut answer = self.agent.post(&url).send(body.as_bytes()).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path} {body}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// The owner's phone scans a code.
    pub fn pair(&self, code: &str) -> Value {
        self.post("/pair", code)
    }

    /// The owner types a code on the phone.
    pub fn pair_code(&self, phone: &str, code: &str) -> Value {
        let body = serde_json::json!({ "phone": phone, "code": code });
        self.post("/pair", &body.to_string())
    }

    /// From now on the server behaves badly.
    pub fn fault(&self, fault: &Value) {
        self.post("/fault", &fault.to_string());
    }

    /// Message stanzas so far, repetitions included.
    pub fn messages(&self) -> u64 {
        self.get("/stats")["messages"].as_u64().unwrap()
    }

    /// How many clients have logged in so far.
    pub fn logins(&self) -> u64 {
        self.get("/stats")["logins"].as_u64().unwrap()
    }

    /// What all phones have, in order of first arrival; all of it texts.
    pub fn received(&self) -> Vec<Received> {
        let arrived = self.arrived();
        let texts = arrived.into_iter().map(|message| {
            assert_eq!(message.kind, "text", "{message:?}");
            message
        });
        texts.collect()
    }

    /// Whatever arrived at any phone, in order of first arrival.
    pub fn arrived(&self) -> Vec<Received> {
        let list = self.get("/received");
        let messages = list.as_array().unwrap().iter();
        messages
            .map(|message| {
                let field = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
                Received {
                    phone: field("phone"),
                    id: field("message_id"),
                    kind: field("kind"),
                    text: field("text"),
                    times: message["times"].as_u64().unwrap(),
                }
            })
            .collect()
    }

    /// Whatever arrived at any phone, with all that is known of it, in order of
    /// first arrival.
    pub fn everything(&self) -> Vec<Value> {
        self.get("/received").as_array().unwrap().clone()
    }

    /// How often a medium was brought to the media host.
    pub fn uploads(&self) -> u64 {
        self.get("/stats")["uploads"].as_u64().unwrap()
    }

    /// Waits until this many messages were sent.
    pub fn until_messages(&self, count: u64) {
        until("messages arrive", || {
            (self.messages() >= count).then_some(())
        });
    }

    /// Everybody of the list has the own text, once, in the order of the list;
    /// the ids by position.
    #[track_caller]
    pub fn everybody_has_it(&self, people: u32) -> Vec<String> {
        let received = self.received();
        let phones: Vec<&str> = received.iter().map(|r| r.phone.as_str()).collect();
        // One entry for each phone and id: a second id would be a second entry.
        let expected: Vec<String> = (0..people).map(crate::number).collect();
        assert_eq!(phones, expected, "everybody, once, in order");
        for (index, message) in (0..people).zip(&received) {
            assert_eq!(message.text, crate::text_for(index));
        }
        received.into_iter().map(|message| message.id).collect()
    }
}

/// An address on this computer that is free and stays free while nobody listens
/// there: the system gives out ports above these for connections.
fn quiet_address() -> String {
    const FIRST: u32 = 12_000;
    const PORTS: u32 = 20_000;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        assert!(step < PORTS, "every port is taken");
        // Tests that run side by side begin at different ones.
        let port = FIRST + (std::process::id().wrapping_mul(61) + step) % PORTS;
        let address = format!("127.0.0.1:{port}");
        if std::net::TcpListener::bind(&address).is_ok() {
            return address;
        }
    }
}
