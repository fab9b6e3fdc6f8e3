//! The processes beside this one, ended when dropped.

use crate::Outcome;
use crate::side::{FIRST_NUMBER, Lap, Order, Place, Role};
use crate::usage::{self, Usage};
use clap::ValueEnum as _;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Waits for the end of a process, and reads what it said: JSON.
pub(crate) fn answer<T: serde::de::DeserializeOwned>(command: &mut Command) -> Outcome<T> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("a process did not end well; why stands above".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    fn start(command: &mut Command, what: &str) -> Outcome<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {what}: {error}"))?;
        let out = child.stdout.take().ok_or("no output")?;
        Ok(Self {
            child,
            lines: BufReader::new(out),
        })
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            return Err("a process ended before it was done; what it said stands above".into());
        }
        Ok(line)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server.
pub(crate) struct Server {
    _running: Running,
    ws: String,
    control: String,
    root_key: String,
    accounts: u32,
}

impl Server {
    /// Starts the server that lies beside this program.
    pub fn start(phones: u32) -> Outcome<Self> {
        let name = format!("message-sender-loopback{}", std::env::consts::EXE_SUFFIX);
        let program = std::env::current_exe()?.with_file_name(name);
        let what = format!("{} (`cargo xtask bench` builds it)", program.display());
        let mut running = Running::start(
            Command::new(&program)
                .args(["--phones", &phones.to_string()])
                .args(["--first-number", &format!("+{FIRST_NUMBER}")])
                .stdin(Stdio::null()),
            &what,
        )?;
        let told: Value = serde_json::from_str(&running.line()?)?;
        let field = |name: &str| {
            told.get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .ok_or_else(|| format!("the server did not say its {name}"))
        };
        Ok(Self {
            ws: field("ws")?,
            control: field("control")?,
            root_key: field("root_key")?,
            _running: running,
            accounts: 0,
        })
    }

    /// This server for one more account: nobody copies what another one sends.
    pub fn place(&mut self, folder: Option<PathBuf>) -> Place {
        self.accounts += 1;
        Place {
            ws: self.ws.clone(),
            control: self.control.clone(),
            account: format!("+5959712{:05}", self.accounts),
            folder,
        }
    }

    /// Fails when a phone could not open something. It would have asked for it
    /// again, and the figures would tell of that.
    pub fn check(&self) -> Outcome {
        match self.count("undecryptable")? {
            0 => Ok(()),
            count => Err(format!("messages that did not open: {count}").into()),
        }
    }

    /// One of the server's counts.
    pub fn count(&self, of: &str) -> Outcome<u64> {
        let mut answer = ureq::get(format!("{}/stats", self.control)).call()?;
        let stats: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
        let count = stats.get(of).and_then(Value::as_u64);
        Ok(count.ok_or_else(|| format!("the server does not count {of}"))?)
    }
}

/// What a round took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    /// Its own words.
    pub lap: Lap,
    /// Just before it.
    pub before: Usage,
    /// Once the last read receipt was heard. The peak is of this round.
    pub after: Usage,
}

/// One side.
pub(crate) struct Side {
    running: Running,
    ask: ChildStdin,
    pub name: &'static str,
}

impl Side {
    /// Starts this program again in a role, and waits until it is online.
    pub fn start(role: Role, place: &Place) -> Outcome<Self> {
        let name = match role {
            Role::Outbox => "durable outbox",
            Role::Pictures => "with a picture",
            Role::Bare => "bare loop",
            Role::Prepare | Role::Resume => "resumed",
        };
        Self::online(name, &mut in_role(role, place)?)
    }

    /// Starts the script that sends through Baileys.
    pub fn baileys(script: &Path, server: &Server, place: &Place) -> Outcome<Self> {
        let mut node = Command::new("node");
        node.arg(script).args([&place.ws, &server.root_key]);
        node.args([&place.control, &place.account]);
        Self::online("Baileys", &mut node)
    }

    fn online(name: &'static str, command: &mut Command) -> Outcome<Self> {
        let mut running = Running::start(command.stdin(Stdio::piped()), name)?;
        let ask = running.child.stdin.take().ok_or("no input")?;
        running.line()?;
        Ok(Self { running, ask, name })
    }

    /// Has it send.
    pub fn round(&mut self, order: Order) -> Outcome<Round> {
        usage::forget_peak(self.running.child.id());
        let before = self.usage();
        writeln!(self.ask, "{}", serde_json::to_string(&order)?)?;
        let lap: Lap = serde_json::from_str(&self.running.line()?)?;
        let after = self.usage();
        eprintln!("{}: {} texts, {:.2} s", self.name, order.count, lap.seconds);
        Ok(Round { lap, before, after })
    }

    /// What it has used so far.
    pub fn usage(&self) -> Usage {
        usage::of(self.running.child.id())
    }
}

/// Has this program prepare a profile for one that resumes.
pub(crate) fn prepare(place: &Place, to: Order) -> Outcome {
    let mut command = in_role(Role::Prepare, place)?;
    let from = to.from.to_string();
    let count = to.count.to_string();
    let status = command
        .args(["--from", &from, "--count", &count])
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err("a campaign could not be prepared; why stands above".into())
}

fn in_role(role: Role, place: &Place) -> Outcome<Command> {
    let name = role.to_possible_value().ok_or("a role without a name")?;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["role", name.get_name()])
        .args(["--ws", &place.ws, "--control", &place.control])
        .args(["--account", &place.account]);
    if let Some(folder) = &place.folder {
        command.arg("--folder").arg(folder);
    }
    Ok(command)
}
