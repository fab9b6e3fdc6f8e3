//! Baileys, driven by lines of JSON.

use crate::{Outcome, PATIENCE, Trouble};
use loopback::ServerHandle;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How much of its log is kept for the report of a failure.
const LOG_LINES: usize = 60;

/// A foreign client: a process of Node that ends with this value.
pub struct Foreign {
    process: Child,
    commands: ChildStdin,
    events: UnboundedReceiver<Value>,
    /// What was said and nobody waited for yet.
    unheard: Vec<Value>,
    log: Log,
    asked: u64,
}

impl Foreign {
    /// Starts a client. One that was linked before logs in by what it keeps in
    /// `state`; a new one shows a code.
    pub fn start(server: &ServerHandle, state: &Path) -> Outcome<Self> {
        Self::trusting(server, &server.root_key_hex(), state)
    }

    /// Starts a client that takes another key for the root of the server's
    /// certificates.
    pub fn trusting(server: &ServerHandle, root_key: &str, state: &Path) -> Outcome<Self> {
        let folder = installed()?;
        let mut process = Command::new("node")
            .arg(folder.join("client.mjs"))
            .args([server.ws_url().as_str(), root_key])
            .arg(state)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| missing(&format!("Node does not start ({error})")))?;
        let streams = (
            process.stdin.take(),
            process.stdout.take(),
            process.stderr.take(),
        );
        let (Some(commands), Some(output), Some(errors)) = streams else {
            return Err(Trouble::new("the client's streams are not piped"));
        };
        let log = Log::default();
        let (heard, events) = unbounded_channel();
        let stray = log.clone();
        tokio::spawn(each_line(output, move |line| {
            match serde_json::from_str(&line) {
                // Nobody listens any more: the client is being ended.
                Ok(event) => drop(heard.send(event)),
                Err(_) => stray.add(line),
            }
        }));
        let errors_to = log.clone();
        tokio::spawn(each_line(errors, move |line| errors_to.add(line)));
        Ok(Self {
            process,
            commands,
            events,
            unheard: Vec::new(),
            log,
            asked: 0,
        })
    }

    /// Starts a new client and links it to an account. Returns when it is
    /// logged in.
    pub async fn linked(
        server: &ServerHandle,
        state: &Path,
        phone: &str,
        name: &str,
    ) -> Outcome<Self> {
        let mut client = Self::start(server, state)?;
        let qr = client.hear("qr", |_| true).await?;
        server.pair_as(text(&qr, "code")?, phone, name).await?;
        client.hear("open", |_| true).await?;
        Ok(client)
    }

    /// Starts a new client and links it by the code it shows, typed on the
    /// phone with this number.
    pub async fn linked_by_code(server: &ServerHandle, state: &Path, phone: &str) -> Outcome<Self> {
        let mut client = Self::start(server, state)?;
        // It can ask for a code once it could show one to scan.
        client.hear("qr", |_| true).await?;
        let digits = phone.trim_start_matches('+');
        let done = client
            .command(json!({ "cmd": "code", "phone": digits }))
            .await?;
        server.pair_code(phone, text(&done, "code")?).await?;
        client.hear("open", |_| true).await?;
        Ok(client)
    }

    /// The first event of a kind that fits and was not heard before.
    pub async fn hear(&mut self, kind: &str, fits: impl Fn(&Value) -> bool) -> Outcome<Value> {
        let wanted = |event: &Value| event["event"] == kind && fits(event);
        if let Some(at) = self.unheard.iter().position(wanted) {
            return Ok(self.unheard.remove(at));
        }
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let next = tokio::time::timeout_at(deadline, self.events.recv()).await;
            let why = match next {
                Ok(Some(event)) if wanted(&event) => return Ok(event),
                Ok(Some(event)) if event["event"] == "left_home" => {
                    format!("it tried to reach {}", event["host"])
                }
                Ok(Some(event)) => {
                    self.unheard.push(event);
                    continue;
                }
                Ok(None) => "it ended".to_owned(),
                Err(_) => "it took too long".to_owned(),
            };
            return Err(Trouble::new(format!(
                "waited for {kind:?} from Baileys, but {why}.\nIt said: {:#}\nIts log:\n{}",
                Value::Array(self.unheard.clone()),
                self.log.text()
            )));
        }
    }

    /// The next message of somebody else, decrypted.
    pub async fn message(&mut self) -> Outcome<Value> {
        self.hear("message", |event| event["mine"] == false).await
    }

    /// Writes a text. Returns the message's id.
    pub async fn write(&mut self, to: &str, words: &str) -> Outcome<String> {
        let done = self
            .command(json!({ "cmd": "send", "to": to, "text": words }))
            .await?;
        Ok(text(&done, "id")?.to_owned())
    }

    /// Sends a picture. Returns the message's id.
    pub async fn send_image(&mut self, to: &str, file: &Path, caption: &str) -> Outcome<String> {
        let done = self
            .command(json!({ "cmd": "image", "to": to, "file": file, "caption": caption }))
            .await?;
        Ok(text(&done, "id")?.to_owned())
    }

    /// Its person reads a message.
    pub async fn read(&mut self, message: &Value) -> Outcome {
        let (from, id) = (&message["from"], &message["id"]);
        self.command(json!({ "cmd": "read", "from": from, "id": id }))
            .await?;
        Ok(())
    }

    /// Its person listens to a voice note.
    pub async fn play(&mut self, message: &Value) -> Outcome {
        let (from, id) = (&message["from"], &message["id"]);
        self.command(json!({ "cmd": "play", "from": from, "id": id }))
            .await?;
        Ok(())
    }

    /// Whether a number is on WhatsApp.
    pub async fn finds(&mut self, phone: &str) -> Outcome<bool> {
        let done = self
            .command(json!({ "cmd": "lookup", "phone": phone }))
            .await?;
        Ok(done["found"] == true)
    }

    /// Waits until a message of this client arrived on a device of its
    /// recipient, idle or not.
    pub async fn delivered(&mut self, id: &str) -> Outcome {
        let arrived = |status: &Value| status == "delivered" || status == "inactive";
        self.hear("receipt", |event| {
            event["id"] == id && arrived(&event["status"])
        })
        .await?;
        Ok(())
    }

    /// Events of a kind that came and that nobody waited for.
    pub fn unheard(&mut self, kind: &str) -> Vec<&Value> {
        while let Ok(event) = self.events.try_recv() {
            self.unheard.push(event);
        }
        let of_kind = self.unheard.iter().filter(|event| event["event"] == kind);
        of_kind.collect()
    }

    async fn command(&mut self, mut command: Value) -> Outcome<Value> {
        self.asked += 1;
        let tag = self.asked;
        command["tag"] = tag.into();
        self.say(&command).await?;
        let done = self
            .hear("done", |event| event["tag"] == tag)
            .await
            .map_err(|trouble| Trouble::new(format!("{command}: {trouble:?}")))?;
        Ok(done)
    }

    async fn say(&mut self, command: &Value) -> Outcome {
        self.commands
            .write_all(format!("{command}\n").as_bytes())
            .await?;
        Ok(())
    }

    /// Ends it, still linked.
    pub async fn quit(mut self) -> Outcome {
        self.say(&json!({ "cmd": "quit" })).await?;
        let status = tokio::time::timeout(PATIENCE, self.process.wait()).await??;
        if status.success() {
            return Ok(());
        }
        Err(Trouble::new(format!(
            "Baileys ended with {status}. Its log:\n{}",
            self.log.text()
        )))
    }
}

fn text<'a>(event: &'a Value, key: &str) -> Outcome<&'a str> {
    event[key]
        .as_str()
        .ok_or_else(|| Trouble::new(format!("no {key} in {event}")))
}

/// The folder of the client, with its packages in it.
fn installed() -> Outcome<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    if folder.join("node_modules/@whiskeysockets/baileys").is_dir() {
        return Ok(folder);
    }
    Err(missing(&format!(
        "the packages of {} are not installed",
        folder.display()
    )))
}

fn missing(what: &str) -> Trouble {
    Trouble::new(format!(
        "{what}: run `cargo xtask test`, which installs what is missing"
    ))
}

async fn each_line(stream: impl AsyncRead + Unpin, mut take: impl FnMut(String)) {
    let mut lines = BufReader::new(stream).lines();
    // An error is the end, as the end is.
    while let Ok(Some(line)) = lines.next_line().await {
        take(line);
    }
}

/// The last lines of a log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<VecDeque<String>>>);

impl Log {
    fn add(&self, line: String) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == LOG_LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    fn text(&self) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        lines.join("\n")
    }
}
