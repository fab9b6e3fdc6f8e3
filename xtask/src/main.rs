//! The project's own commands: `cargo xtask run|test|e2e|bench|simulate|chaos`.
//!
//! Only the standard library is used, so that the first command of a fresh
//! clone starts within seconds.

mod bench;
mod chaos;
mod checkout;
mod debian;
mod e2e;
mod node;
mod practice;
mod run;
mod simulate;
mod stages;
mod summary;
mod test;
mod toolchain;

use std::process::ExitCode;

/// What went wrong, in words for the person at the keyboard.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

/// The result of a step.
pub type Step<T = ()> = Result<T, Failure>;

impl Failure {
    /// Something did not work.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// Something is missing that this program cannot install.
    pub fn missing(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }
}

const USAGE: &str = "\
cargo xtask COMMAND

  run     build the app and open its window; without a display, run a practice
          campaign in the terminal from import to report
  test    install what is missing, then every check and every test
  e2e     only the tests that drive the real window
  bench [known|first|size|baileys|contacts|media|dashboard|backup|all]... [--strict]
          measure, in a release build: the durable outbox beside a bare loop,
          campaigns of different sizes, Baileys, large lists of contacts, and the
          dashboard over a long history;
          tables at the end
  simulate [--seeds N] [--from S]
          whole lives of the dispatcher and the store in simulated time; one
          seed alone is told line by line
  chaos [--runs N] [--seed S] [--people P]
          the built programs and a server of their own, killed, cut off and
          refused at random instants; bad runs say how to repeat them
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["run"] => run::run(),
        ["test"] => test::run(),
        ["e2e", filters @ ..] => e2e::run(filters),
        ["bench", arguments @ ..] => bench::run(arguments),
        ["simulate", arguments @ ..] => simulate::run(arguments),
        ["chaos", arguments @ ..] => chaos::run(arguments),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
