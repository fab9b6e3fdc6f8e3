//! What it costs to send through the durable outbox: held against a bare loop
//! over the same client, against Baileys as it is commonly used, and small
//! campaigns against large ones. And what large lists of contacts, attachments, a
//! long history and a large backup cost.
//!
//! The server and every side are processes of their own, so that processor
//! time and memory are each one's own, and every side has an account of its
//! own. Sides that are compared write to the same phones in turns, after a round
//! to warm up. A round counts as over when the server has accepted its last
//! text; processor time is counted on until the last read receipt is heard.

mod backup;
mod bare;
mod contacts;
mod contest;
mod dashboard;
mod media;
mod outbox;
mod process;
mod profile;
mod resume;
mod side;
mod size;
mod table;
mod usage;

use clap::{Parser, Subcommand, ValueEnum};
use side::{Order, Place, Role};
use std::path::PathBuf;
use std::process::ExitCode;
use table::Report;

/// What goes wrong here ends the measurement with a sentence.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures what sending costs, and what large lists do.
#[derive(Parser)]
#[command(name = "message-sender-bench", args_conflicts_with_subcommands = true)]
struct Arguments {
    /// What to measure
    #[arg(value_enum, default_value = "all")]
    parts: Vec<Part>,
    /// Texts in a round to known phones
    #[arg(long, default_value_t = 2_000)]
    messages: u32,
    /// Texts in a round of first contacts, and of any round beside Baileys
    #[arg(long, default_value_t = 500)]
    contacts: u32,
    /// Measured rounds of each side; of campaign sizes, three fifths of them
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// The least that the rate is to be of a bare loop's
    #[arg(long, default_value_t = 0.7)]
    aim: f64,
    /// How many times as good as Baileys each figure is to be
    #[arg(long, default_value_t = 4.0)]
    baileys_aim: f64,
    /// The least that the rate of pictures is to be of the rate of texts
    #[arg(long, default_value_t = 0.8)]
    picture_aim: f64,
    /// Rows of the larger list of contacts
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
    people: u64,
    /// Questions of each kind to a list of contacts
    #[arg(long, default_value_t = 500)]
    queries: usize,
    /// Looks at each range of the dashboard
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    looks: u16,
    /// Outcomes of the longest history; the others have a tenth and a hundredth of them
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1_000..=5_000_000))]
    outcomes: u64,
    /// Megabytes of documents in the profile that is backed up
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    megabytes: u64,
    /// Fail when a figure misses its aim
    #[arg(long)]
    strict: bool,
    #[command(subcommand)]
    child: Option<Child>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Known phones, beside a bare loop
    Known,
    /// First contacts, beside a bare loop
    First,
    /// Resumed campaigns of different sizes
    Size,
    /// Beside Baileys
    Baileys,
    /// Large lists of contacts
    Contacts,
    /// Files prepared, and pictures sent beside texts
    Media,
    /// The dashboard and the reports
    Dashboard,
    /// The backup of a large profile, and the way back
    Backup,
    /// Everything
    All,
}

/// Used by the program itself.
#[derive(Subcommand)]
enum Child {
    /// Be one of the sides
    #[command(hide = true)]
    Role {
        #[arg(value_enum)]
        role: Role,
        #[command(flatten)]
        place: Place,
        #[arg(long, default_value_t = 0)]
        from: u32,
        #[arg(long, default_value_t = 0)]
        count: u32,
    },
    /// Prepare a file
    #[command(hide = true)]
    Prepare { file: PathBuf },
    /// Do one thing with a backup
    #[command(hide = true)]
    Archive {
        #[arg(value_enum)]
        step: backup::Step,
        #[command(flatten)]
        with: backup::With,
    },
    /// Do one thing with a list of contacts
    #[command(hide = true)]
    Step {
        #[arg(value_enum)]
        step: contacts::Step,
        #[command(flatten)]
        with: contacts::With,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.child {
        Some(Child::Role {
            role,
            place,
            from,
            count,
        }) => {
            let order = Order {
                from: *from,
                count: *count,
            };
            side::run(*role, place, order)
        }
        Some(Child::Prepare { file }) => media::run(file),
        Some(Child::Archive { step, with }) => backup::run(*step, with),
        Some(Child::Step { step, with }) => contacts::run(*step, with),
        None => measure(&arguments),
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
    let wanted = |part| arguments.parts.contains(&part) || arguments.parts.contains(&Part::All);
    let (texts, rounds) = (arguments.contacts, arguments.rounds);
    let mut report = Report::default();
    if wanted(Part::Known) {
        report.add(contest::known(arguments.messages, rounds, arguments.aim)?);
    }
    if wanted(Part::First) {
        report.add(contest::first(texts, rounds, arguments.aim)?);
    }
    if wanted(Part::Baileys) {
        match contest::script() {
            Ok(script) => {
                for contest in contest::baileys(&script, texts, rounds, arguments.baileys_aim)? {
                    report.add(contest);
                }
            }
            Err(missing) => report.leave_out("Baileys", missing),
        }
    }
    if wanted(Part::Media) {
        report.files(media::measure(rounds)?);
        let aim = arguments.picture_aim;
        report.add(contest::pictures(arguments.messages, rounds, aim)?);
    }
    if wanted(Part::Size) {
        report.sizes(size::measure((rounds * 3).div_ceil(5))?);
    }
    if wanted(Part::Contacts) {
        report.contacts(contacts::measure(arguments.people, arguments.queries)?);
    }
    if wanted(Part::Dashboard) {
        report.dashboards(dashboard::measure(
            arguments.outcomes,
            arguments.looks.into(),
        )?);
    }
    if wanted(Part::Backup) {
        report.backup(backup::measure(arguments.megabytes * 1_000_000)?);
    }
    let missed = report.print();
    if arguments.strict && missed > 0 {
        return Err(format!("missed aims: {missed}").into());
    }
    Ok(())
}
