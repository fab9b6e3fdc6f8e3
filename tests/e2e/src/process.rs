//! Programs that belong to one test and end with it.

use crate::{Outcome, Trouble};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running program, ended when dropped.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        let child = command.stdin(Stdio::null()).spawn().map_err(|error| {
            Trouble::new(format!(
                "cannot start {command:?}: {error}. `cargo xtask test` installs what is missing"
            ))
        })?;
        Ok(Self { child })
    }

    /// Starts a program that announces on its first line that it is ready.
    pub fn start_and_read_line(command: &mut Command) -> Outcome<(Self, String)> {
        let mut program = Self::start(command.stdout(Stdio::piped()))?;
        let mut line = String::new();
        if let Some(output) = program.child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        if line.is_empty() {
            return Err(Trouble::new(format!(
                "{command:?} ended before it was ready"
            )));
        }
        Ok((program, line.trim().to_owned()))
    }

    /// Whether it ended in good order, once it has ended.
    pub fn ended(&mut self) -> Option<bool> {
        let status = self.child.try_wait().ok()??;
        Some(status.success())
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// The processes that a process has started and that are alive.
pub fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|&id| alive_parent(id) == Some(parent))
        .collect()
}

/// Whether a process runs; one that ended and awaits its parent does not.
pub fn alive(id: u32) -> bool {
    alive_parent(id).is_some()
}

/// The parent of a process that is alive.
fn alive_parent(id: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // `id (name) state parent …`; the name may hold spaces and brackets.
    let (_, rest) = status.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    (state != "Z").then_some(parent)
}

/// Sends a signal, by name, to one process.
pub fn signal(id: u32, name: &str) -> Outcome {
    let status = Command::new("kill")
        .args(["-s", name, &id.to_string()])
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(Trouble::new(format!("process {id} did not take {name}")))
}
