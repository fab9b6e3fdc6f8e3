//! How fast unpaced texts leave through the durable outbox, held against a bare
//! loop over the same client.
//!
//! The server, the side with the outbox and the bare side are three processes,
//! so that processor time and memory are each one's own. Both sides write to
//! the same phones, with sessions that a warm-up round has made, in turns.

mod bare;
mod outbox;
mod process;
mod side;
mod table;

use clap::Parser;
use process::{Server, Side};
use side::{Place, Role};
use std::process::ExitCode;

/// What goes wrong here ends the measurement with a sentence.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures accepted texts per second with and without the outbox.
#[derive(Parser)]
#[command(name = "message-sender-bench")]
struct Arguments {
    /// Texts in a round, each to a phone of its own
    #[arg(long, default_value_t = 2_000)]
    messages: u32,
    /// Measured rounds of each side, after one to warm up
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// The ratio that is aimed at; a lower one is said and does not fail
    #[arg(long, default_value_t = 0.5)]
    aim: f64,
    /// Fail when the ratio is below the aim
    #[arg(long)]
    strict: bool,
    /// Used by the program itself: be one of the two sides
    #[arg(long, hide = true, value_enum, requires = "ws", requires = "control")]
    side: Option<Role>,
    #[arg(long, hide = true)]
    ws: Option<String>,
    #[arg(long, hide = true)]
    control: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match (arguments.side, &arguments.ws, &arguments.control) {
        (Some(role), Some(ws), Some(control)) => side::run(
            role,
            &Place {
                ws: ws.clone(),
                control: control.clone(),
                messages: arguments.messages,
            },
        ),
        _ => measure(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("message-sender-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> Outcome {
    let server = Server::start(arguments.messages)?;
    let mut with_outbox = Side::start(Role::Outbox, &server, arguments.messages)?;
    let mut bare = Side::start(Role::Bare, &server, arguments.messages)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..arguments.rounds.max(1) {
        ours.push(with_outbox.round()?);
        theirs.push(bare.round()?);
    }
    let ratio = table::show(arguments.messages, &ours, &theirs);
    println!("ratio {ratio:.2} (aim: at least {:.2})", arguments.aim);
    if arguments.strict && ratio < arguments.aim {
        return Err("the ratio is below the aim".into());
    }
    Ok(())
}
