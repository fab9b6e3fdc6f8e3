//! The processes beside this one, ended when dropped.

use crate::Outcome;
use crate::side::{FIRST_NUMBER, Role, Round};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

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
            _running: running,
        })
    }
}

/// One side.
pub(crate) struct Side {
    running: Running,
    ask: ChildStdin,
    role: Role,
}

impl Side {
    /// Starts this program again as one side, and waits until it is warm.
    pub fn start(role: Role, server: &Server, messages: u32) -> Outcome<Self> {
        let name = match role {
            Role::Outbox => "outbox",
            Role::Bare => "bare",
        };
        let mut running = Running::start(
            Command::new(std::env::current_exe()?)
                .args(["--side", name, "--messages", &messages.to_string()])
                .args(["--ws", &server.ws, "--control", &server.control])
                .stdin(Stdio::piped()),
            name,
        )?;
        let ask = running.child.stdin.take().ok_or("no input")?;
        running.line()?;
        eprintln!("{name}: linked and warm");
        Ok(Self { running, ask, role })
    }

    /// Has it run one round.
    pub fn round(&mut self) -> Outcome<Round> {
        writeln!(self.ask, "round")?;
        let round: Round = serde_json::from_str(&self.running.line()?)?;
        eprintln!("{:?}: {:.2} s", self.role, round.seconds);
        Ok(round)
    }
}
