//! A shop: a data folder with one profile, and the command line.

use crate::program::{Ended, Running, built};
use crate::{Server, TEXT, list};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A profile of its own, gone at the end of the story.
pub struct Shop {
    folder: PathBuf,
    /// Removes the folder when dropped, unless it is somebody else's.
    _own: Option<tempfile::TempDir>,
    ws: Option<String>,
    hurry: Option<u32>,
    /// The passcode that every command has in its environment.
    passcode: Option<String>,
    /// What else every command has in its environment.
    environment: Vec<(String, String)>,
    /// The program and arguments that start the command line, if it is not
    /// started as it is.
    through: Vec<String>,
}

impl Shop {
    /// A profile with a simulated phone, linked.
    pub fn practice() -> Self {
        let shop = Self::with(None, &["--practice"]);
        shop.run(&["device", "pair"]).ended_with(0);
        shop
    }

    /// A profile that talks to this server, not linked.
    pub fn new(server: &Server) -> Self {
        Self::at(server.ws())
    }

    /// A profile that talks to whatever is at this address, not linked.
    pub fn at(ws: &str) -> Self {
        Self::with(Some(ws.to_owned()), &[])
    }

    /// A profile in this folder, which stays, that is linked to this server's
    /// owner.
    pub fn linked_in(folder: &Path, server: &Server) -> Self {
        let shop = Self {
            folder: folder.to_owned(),
            _own: None,
            ws: Some(server.ws().to_owned()),
            hurry: None,
            passcode: None,
            environment: Vec::new(),
            through: Vec::new(),
        };
        shop.create(&[]);
        shop.pair(server).ended_with(0);
        shop
    }

    /// From now on the dispatcher divides its deadlines by this.
    #[must_use]
    pub fn hurried(mut self, by: u32) -> Self {
        self.hurry = Some(by);
        self
    }

    /// From now on every command has this passcode in its environment; none for "".
    #[must_use]
    pub fn knowing(mut self, passcode: &str) -> Self {
        self.passcode = Some(passcode.to_owned()).filter(|passcode| !passcode.is_empty());
        self
    }

    /// Runs a command that reads these lines.
    pub fn typing(&self, lines: &[&str], arguments: &[&str]) -> Ended {
        self.start_typing(lines, arguments).end()
    }

    /// Starts a command that reads these lines.
    pub fn start_typing(&self, lines: &[&str], arguments: &[&str]) -> Running {
        let input = lines.join("\n") + "\n";
        let mut command = self.command(arguments);
        Running::fed(command.arg("--passcode-stdin"), &input)
    }

    /// From now on the command line is started by this program, which gets it
    /// and its arguments as further arguments.
    #[must_use]
    pub fn through(mut self, program: &[&str]) -> Self {
        self.through = program.iter().map(|&word| word.to_owned()).collect();
        self
    }

    /// A handle of our own on a database of the profile: `profile.db` or
    /// `whatsapp.db`.
    pub fn database(&self, file: &str) -> rusqlite::Connection {
        let folder = self.profile_folder();
        let keys = std::fs::read_to_string(folder.join("key")).unwrap();
        let (database, session) = keys.trim().split_at(64);
        let key = if file == "whatsapp.db" {
            session
        } else {
            database
        };
        let connection = rusqlite::Connection::open(folder.join(file)).unwrap();
        let key = format!("PRAGMA key = \"x'{key}'\"; PRAGMA cipher_log_level = NONE;");
        connection.execute_batch(&key).unwrap();
        connection
    }

    fn with(ws: Option<String>, options: &[&str]) -> Self {
        let own = tempfile::tempdir().unwrap();
        let shop = Self {
            folder: own.path().to_owned(),
            _own: Some(own),
            ws,
            hurry: None,
            passcode: None,
            environment: Vec::new(),
            through: Vec::new(),
        };
        shop.create(options);
        shop
    }

    /// A profile of a person with this in their environment, not linked and with nobody to
    /// talk to.
    pub fn of_person(environment: &[(&str, &str)]) -> Self {
        let own = tempfile::tempdir().unwrap();
        let pairs = environment.iter();
        let shop = Self {
            folder: own.path().to_owned(),
            _own: Some(own),
            ws: None,
            hurry: None,
            passcode: None,
            environment: pairs.map(|&(k, v)| (k.to_owned(), v.to_owned())).collect(),
            through: Vec::new(),
        };
        shop.create(&[]);
        shop
    }

    fn create(&self, options: &[&str]) {
        let mut arguments = vec!["profile", "create", "Tienda", "--country", "PY"];
        arguments.extend(["--language", "es"]);
        arguments.extend(options);
        let created = self.run(&arguments);
        assert!(
            !created.stdout.contains("wrong_build"),
            "the programs lie there without the feature `loopback`: run `cargo build --workspace --all-features`"
        );
        created.ended_with(0);
    }

    /// A profile that is linked to this server's owner.
    pub fn linked(server: &Server) -> Self {
        let shop = Self::new(server);
        let ended = shop.pair(server);
        ended.ended_with(0);
        shop
    }

    /// Links by QR and tells how that went.
    pub fn pair(&self, server: &Server) -> Ended {
        let mut pairing = self.start(&["device", "pair"]);
        let qr = pairing.event("qr");
        server.pair(qr["code"].as_str().unwrap());
        pairing.end()
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The folder of the only profile.
    pub fn profile_folder(&self) -> PathBuf {
        let profiles = self.data().join("profiles");
        let entry = std::fs::read_dir(profiles).unwrap().next().unwrap();
        entry.unwrap().path()
    }

    /// Writes a file beside the data folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let program = built("message-sender-cli");
        let mut command = match self.through.split_first() {
            Some((starter, words)) => {
                let mut command = Command::new(starter);
                command.args(words).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .arg("--data-dir")
            .arg(self.data())
            .arg("--json")
            .args(arguments)
            .env_remove("MESSAGE_SENDER_DATA_DIR")
            .env_remove("MESSAGE_SENDER_LOOPBACK_URL")
            .env_remove("MESSAGE_SENDER_LOOPBACK_HURRY")
            .env_remove("MESSAGE_SENDER_PASSCODE");
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        if let Some(passcode) = &self.passcode {
            command.env("MESSAGE_SENDER_PASSCODE", passcode);
        }
        if let Some(ws) = &self.ws {
            command.env("MESSAGE_SENDER_LOOPBACK_URL", ws);
        }
        if let Some(hurry) = self.hurry {
            command.env("MESSAGE_SENDER_LOOPBACK_HURRY", hurry.to_string());
        }
        command
    }

    /// Starts a command with `--json`.
    pub fn start(&self, arguments: &[&str]) -> Running {
        Running::start(&mut self.command(arguments))
    }

    /// Runs a command with `--json` to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.start(arguments).end()
    }

    /// What a command that ends well writes to a pipe, whatever it is.
    pub fn piped(&self, arguments: &[&str]) -> Vec<u8> {
        let told = self.command(arguments).output().unwrap();
        let complaint = String::from_utf8_lossy(&told.stderr);
        assert!(told.status.success(), "{arguments:?}: {complaint}");
        told.stdout
    }

    /// Starts a campaign without delay to a list and follows it.
    pub fn send(&self, csv: &Path, more: &[&str]) -> Running {
        let csv = csv.to_str().unwrap();
        let mut arguments = vec!["campaign", "send", "--name", "Promo", "--csv", csv];
        arguments.extend(["--text", TEXT, "--jitter", "0", "--wait"]);
        if !more.contains(&"--delay-ms") {
            arguments.extend(["--delay-ms", "0"]);
        }
        arguments.extend(more);
        self.start(&arguments)
    }

    /// Starts a campaign to the first people of the server and follows it.
    pub fn send_to(&self, people: u32) -> Running {
        let csv = self.file("lista.csv", list(people));
        self.send(&csv, &[])
    }

    /// Starts a campaign without delay to the first people of the server, with
    /// these arguments for what it says and carries, and follows it.
    pub fn send_with(&self, people: u32, what: &[&str]) -> Running {
        let csv = self.file("lista.csv", list(people));
        let csv = csv.to_str().unwrap();
        let mut arguments = vec!["campaign", "send", "--name", "Promo", "--csv", csv];
        arguments.extend(["--jitter", "0", "--wait"]);
        if !what.contains(&"--delay-ms") {
            arguments.extend(["--delay-ms", "0"]);
        }
        arguments.extend(what);
        self.start(&arguments)
    }

    /// What the profile keeps of attachments, by their rows: the hash that it
    /// knows and the bytes. Looked at while no program runs.
    pub fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        let database = self.database("profile.db");
        let mut list = database
            .prepare("SELECT id, sha256 FROM attachment ORDER BY id")
            .unwrap();
        let rows = list
            .query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
            })
            .unwrap();
        rows.map(|row| {
            let (id, sha256) = row.unwrap();
            let mut pieces = database
                .prepare(
                    "SELECT bytes FROM attachment_piece WHERE attachment_id = ?1 ORDER BY number",
                )
                .unwrap();
            let pieces = pieces
                .query_map([id], |row| row.get::<_, Vec<u8>>(0))
                .unwrap();
            let bytes: Vec<Vec<u8>> = pieces.map(Result::unwrap).collect();
            (hex::encode(sha256), bytes.concat())
        })
        .collect()
    }

    /// Lets a campaign go on to its end.
    pub fn resume(&self, id: u64) -> Ended {
        self.run(&["campaign", "resume", &id.to_string(), "--wait"])
    }

    /// The recipients in the report of a campaign.
    pub fn report(&self, id: u64) -> Vec<Value> {
        let told = self
            .run(&["campaign", "report", &id.to_string(), "--format", "json"])
            .ended_with(0);
        told.json().as_array().unwrap().clone()
    }

    /// The ids in the report of a campaign to the first people of the server,
    /// all of whom got it.
    #[track_caller]
    pub fn reported_ids(&self, id: u64, people: u32) -> Vec<String> {
        let report = self.report(id);
        assert_eq!(report.len(), people as usize);
        let mut ids = Vec::new();
        for (index, row) in (0..people).zip(&report) {
            assert_eq!(row["position"], index + 1);
            assert_eq!(row["phone"], crate::number(index));
            assert_eq!(row["name"], crate::person(index).1);
            let state = row["state"].as_str().unwrap();
            assert!(["accepted", "delivered", "read"].contains(&state), "{row}");
            let parts = row["parts"].as_array().unwrap();
            assert_eq!(parts.len(), 1, "{row}");
            assert_eq!(parts[0]["kind"], "text");
            assert!(parts[0]["attempts"].as_u64().unwrap() >= 1, "{row}");
            ids.push(parts[0]["message_id"].as_str().unwrap().to_owned());
        }
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len(), "ids are distinct");
        ids
    }
}

impl Ended {
    /// Insists on a campaign that ended well for this many people.
    #[track_caller]
    pub fn reached(self, people: u32) -> Self {
        let told = self.ended_with(0);
        let end = told.named("completed").pop().expect("a last event");
        let count = |name: &str| end[name].as_u64().unwrap();
        let reached = count("accepted") + count("delivered") + count("read");
        assert_eq!(reached, u64::from(people), "{end}");
        for name in ["queued", "sending", "sent", "failed", "skipped"] {
            assert_eq!(count(name), 0, "{name}: {end}");
        }
        assert!(!told.named("progress").is_empty());
        told
    }
}
