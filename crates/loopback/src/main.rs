//! The loopback server as a program: one JSON line on stdout says where it is,
//! then it serves until it is interrupted.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use loopback::{Behaviour, Config, LoopbackServer};

/// A WhatsApp Web server on 127.0.0.1, for tests.
#[derive(Debug, Parser)]
#[command(name = "message-sender-loopback", version)]
struct Arguments {
    /// Where the WebSocket listens; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Where the control door listens.
    #[arg(long, default_value = "127.0.0.1:0")]
    control: SocketAddr,
    /// How many simulated phones there are.
    #[arg(long, default_value_t = 100)]
    phones: u32,
    /// The number of the first phone.
    #[arg(long, default_value = "+595981000000")]
    first_number: String,
    /// Same seed, same keys and choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The account that linked devices join.
    #[arg(long, default_value = "+595992756462")]
    owner_number: String,
    /// The name of that account.
    #[arg(long, default_value = "Tienda Luna")]
    owner_name: String,
    /// How many of a hundred messages are read.
    #[arg(long, default_value_t = 100)]
    read_percent: u8,
    /// How many of a hundred messages are answered.
    #[arg(long, default_value_t = 0)]
    reply_percent: u8,
    /// How long a phone waits before each receipt.
    #[arg(long, default_value_t = 0)]
    receipt_delay_ms: u64,
    /// A file to remember in: a server that is started again with it, with the
    /// same seed and on the same ports, is the same server.
    #[arg(long)]
    state: Option<PathBuf>,
}

impl From<Arguments> for Config {
    fn from(arguments: Arguments) -> Self {
        Self {
            listen: arguments.listen,
            control: arguments.control,
            phones: arguments.phones,
            first_number: arguments.first_number,
            seed: arguments.seed,
            owner_number: arguments.owner_number,
            owner_name: arguments.owner_name,
            behaviour: Behaviour {
                read_percent: arguments.read_percent,
                reply_percent: arguments.reply_percent,
                receipt_delay_ms: arguments.receipt_delay_ms,
            },
            state: arguments.state,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let server = LoopbackServer::start(arguments.into()).await?;
    let line = serde_json::json!({
        "ws": server.ws_url(),
        "control": server.control_url(),
        "root_key": server.root_key_hex(),
        "media": server.media_host(),
    });
    writeln!(std::io::stdout(), "{line}")?;
    std::io::stdout().flush()?;
    interrupted().await?;
    server.stop().await;
    Ok(())
}

#[cfg(unix)]
async fn interrupted() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn interrupted() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
