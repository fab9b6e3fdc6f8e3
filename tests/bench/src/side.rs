//! One side as a process: links, warms up, then runs a round for each line it
//! is given and prints what came of it.

use crate::{Outcome, bare, outbox};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::io::{BufRead as _, Write as _};
use std::time::{Duration, Instant};

/// The first phone of the server; the rest follow it.
pub(crate) const FIRST_NUMBER: u64 = 595_981_000_000;
/// After this long without an end something is broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// Which side a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Encrypted store, dispatcher and client, through the use cases.
    Outbox,
    /// The client alone, in a loop.
    Bare,
}

/// Where the server is and how much is sent to it.
pub(crate) struct Place {
    pub ws: String,
    pub control: String,
    pub messages: u32,
}

/// What a round took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Round {
    /// From the first text on its way to the last one accepted.
    pub seconds: f64,
    /// Writing the snapshot before that; nothing for the bare side.
    pub prepared_seconds: f64,
    /// Processor time from the beginning to the last read receipt.
    pub cpu_seconds: f64,
    /// Memory in use afterwards.
    pub resident_kib: u64,
}

/// What a round says of itself; the rest is measured around it.
pub(crate) struct Lap {
    pub prepared: Duration,
    pub took: Duration,
}

pub(crate) fn run(role: Role, place: &Place) -> Outcome {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve(role, place))
}

async fn serve(role: Role, place: &Place) -> Outcome {
    let folder = tempfile::tempdir()?;
    match role {
        Role::Outbox => {
            let mut sender = outbox::Sender::link(place, folder.path()).await?;
            rounds(async || sender.round(place).await).await?;
            sender.close().await;
        }
        Role::Bare => {
            let mut sender = bare::Sender::link(place, folder.path()).await?;
            rounds(async || sender.round(place).await).await?;
            sender.close().await;
        }
    }
    Ok(())
}

async fn rounds(mut round: impl AsyncFnMut() -> Outcome<Lap>) -> Outcome {
    // Sessions and addresses.
    round().await?;
    say(&serde_json::json!({ "ready": true }))?;
    while tokio::task::spawn_blocking(asked).await?? {
        let before = cpu_seconds();
        let lap = round().await?;
        say(&Round {
            seconds: lap.took.as_secs_f64(),
            prepared_seconds: lap.prepared.as_secs_f64(),
            cpu_seconds: cpu_seconds() - before,
            resident_kib: resident_kib(),
        })?;
    }
    Ok(())
}

/// Waits for a line; false at the end of input.
fn asked() -> std::io::Result<bool> {
    let mut line = String::new();
    Ok(std::io::stdin().lock().read_line(&mut line)? > 0)
}

fn say(value: &impl Serialize) -> Outcome {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(value)?)?;
    Ok(out.flush()?)
}

pub(crate) fn number(index: u32) -> String {
    format!("+{}", FIRST_NUMBER + u64::from(index))
}

/// Has the simulated owner's phone link a device.
pub(crate) async fn pair(control: &str, body: String) -> Outcome {
    let url = format!("{control}/pair");
    tokio::task::spawn_blocking(move || ureq::post(&url).send(body.as_bytes()).map(drop)).await??;
    Ok(())
}

/// The time, of which only differences are used.
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Processor time of this process; zero where the system does not tell.
fn cpu_seconds() -> f64 {
    // Linux counts in hundredths of a second here, whatever its own tick is.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name may hold spaces; it ends at the last parenthesis.
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().collect())
        .unwrap_or_default();
    let ticks = |index: usize| -> f64 {
        fields
            .get(index)
            .and_then(|text| text.parse().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / TICKS
}

/// Memory in use; zero where the system does not tell.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
