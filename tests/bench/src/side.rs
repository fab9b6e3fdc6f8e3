//! One side as a process: links, then sends a round for each line it is given
//! and prints how long that took. What it cost is read from outside, by
//! [`crate::usage`], in the same way for every side.

use crate::Outcome;
use crate::{bare, outbox, resume};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The first phone of the server; the rest follow it.
pub(crate) const FIRST_NUMBER: u64 = 595_981_000_000;
/// After this long without an end something is broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// What a process of this program is, if it is not the one that measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Encrypted store, dispatcher and client, through the use cases.
    Outbox,
    /// The same, with a picture in each message.
    Pictures,
    /// The client alone, in a loop.
    Bare,
    /// Links a profile and leaves a paused campaign in it.
    Prepare,
    /// Opens that profile and sends from that campaign.
    Resume,
}

/// Where the server is, and who sends.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    #[arg(long)]
    pub ws: String,
    #[arg(long)]
    pub control: String,
    /// The number of the sender's account
    #[arg(long)]
    pub account: String,
    /// Where the profile is kept; none for a folder that ends with the process
    #[arg(long)]
    pub folder: Option<PathBuf>,
}

/// One text to each of these phones.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The first phone, from 0.
    pub from: u32,
    /// How many.
    pub count: u32,
}

impl Order {
    pub fn phones(self) -> std::ops::Range<u32> {
        self.from..self.from + self.count
    }
}

/// What a round says of itself; the rest is measured around it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Lap {
    /// Texts sent; by a process that resumes, in all.
    pub sent: u64,
    /// From the first text on its way to the last one accepted.
    pub seconds: f64,
    /// Writing the snapshot before that; nothing where there is none.
    pub prepared_seconds: f64,
}

pub(crate) fn run(role: Role, place: &Place, order: Order) -> Outcome {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve(role, place, order))
}

async fn serve(role: Role, place: &Place, order: Order) -> Outcome {
    let own = tempfile::tempdir()?;
    let folder = place.folder.as_deref().unwrap_or(own.path());
    match role {
        Role::Outbox => {
            let mut sender = outbox::Sender::link(place, folder).await?;
            rounds(async |order| sender.round(order).await).await?;
            sender.close().await;
        }
        Role::Pictures => {
            let mut sender = outbox::Sender::link(place, folder).await?;
            rounds(async |order| sender.round_with_picture(order).await).await?;
            sender.close().await;
        }
        Role::Bare => {
            let mut sender = bare::Sender::link(place, folder).await?;
            rounds(async |order| sender.round(order).await).await?;
            sender.close().await;
        }
        Role::Prepare => resume::prepare(place, folder, order).await?,
        Role::Resume => {
            let campaign = resume::Campaign::open(place, folder).await?;
            rounds(async |order| campaign.send(u64::from(order.count)).await).await?;
            campaign.close().await;
        }
    }
    Ok(())
}

async fn rounds(mut round: impl AsyncFnMut(Order) -> Outcome<Lap>) -> Outcome {
    say(&serde_json::json!({ "ready": true }))?;
    while let Some(line) = tokio::task::spawn_blocking(asked).await?? {
        say(&round(serde_json::from_str(&line)?).await?)?;
    }
    Ok(())
}

/// Waits for a line; none at the end of input.
fn asked() -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line)?;
    Ok((read > 0).then_some(line))
}

fn say(value: &impl Serialize) -> Outcome {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(value)?)?;
    Ok(out.flush()?)
}

pub(crate) fn number(index: u32) -> String {
    format!("+{}", FIRST_NUMBER + u64::from(index))
}

/// Has the simulated phone of the sender's account link a device.
pub(crate) async fn pair(place: &Place, code: &str) -> Outcome {
    let url = format!("{}/pair", place.control);
    let body = serde_json::json!({ "qr": code, "phone": place.account, "name": "Rosa" });
    let sent = move || ureq::post(&url).send(body.to_string().as_bytes()).map(drop);
    Ok(tokio::task::spawn_blocking(sent).await??)
}

/// The time, of which only differences are used.
pub(crate) fn now() -> Instant {
    Instant::now()
}
