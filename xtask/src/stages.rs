//! Stages of a check: each is timed, its tests are counted, and after the
//! first one that fails the rest is left out.

use crate::checkout::{shown, succeed};
use crate::summary::{self, Counts};
use crate::{Failure, Step};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The stages so far.
#[derive(Default)]
pub struct Stages {
    done: Vec<Stage>,
    counts: Counts,
    broken: Option<Failure>,
}

struct Stage {
    name: &'static str,
    took: Duration,
    tests: Counts,
    passed: bool,
}

impl Stages {
    /// Does a piece of work as a stage.
    pub fn work(&mut self, name: &'static str, work: impl FnOnce() -> Step) {
        self.stage(name, || (Counts::default(), work()));
    }

    /// Runs a command as a stage.
    pub fn run(&mut self, name: &'static str, command: &mut Command) {
        self.work(name, || succeed(command));
    }

    /// Runs a command as a stage, counting the tests it reports.
    pub fn test(&mut self, name: &'static str, command: &mut Command) {
        self.stage(name, || {
            let mut counts = Counts::default();
            let outcome = counted(command, &mut counts);
            (counts, outcome)
        });
    }

    fn stage(&mut self, name: &'static str, work: impl FnOnce() -> (Counts, Step)) {
        if self.broken.is_some() {
            return;
        }
        eprintln!("\n== {name}");
        let start = Instant::now();
        let (tests, outcome) = work();
        self.counts += tests;
        self.done.push(Stage {
            name,
            took: start.elapsed(),
            tests,
            passed: outcome.is_ok(),
        });
        self.broken = outcome.err();
    }

    /// Prints the table and the sum; fails if a stage did.
    pub fn conclude(self) -> Step {
        println!();
        for stage in &self.done {
            let verdict = if stage.passed { "ok    " } else { "FAILED" };
            let took = stage.took.as_secs_f64();
            let tests = match stage.tests {
                Counts {
                    passed: 0,
                    failed: 0,
                } => String::new(),
                Counts { passed, failed } => format!("  {passed} passed, {failed} failed"),
            };
            println!("{verdict}  {took:>7.1} s  {}{tests}", stage.name);
        }
        let mut failed = self.counts.failed;
        if let Some(failure) = &self.broken {
            println!("stopped: {}", failure.message);
            // A check that is no test has failed as well.
            failed = failed.max(1);
        }
        println!("{} passed, {failed} failed", self.counts.passed);
        self.broken.map_or(Ok(()), Err)
    }
}

/// Passes a runner's output on while adding up its closing lines.
fn counted(command: &mut Command, counts: &mut Counts) -> Step {
    let shown = shown(command);
    eprintln!("$ {shown}");
    let broken = |error: std::io::Error| Failure::new(format!("`{shown}`: {error}"));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(broken)?;
    if let Some(output) = child.stdout.take() {
        let mut to = std::io::stdout();
        let mut from = BufReader::new(output);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line).map_err(broken)? > 0 {
            to.write_all(&line).map_err(broken)?;
            if let Some(closing) = summary::read(&String::from_utf8_lossy(&line)) {
                *counts += closing;
            }
            line.clear();
        }
    }
    let status = child.wait().map_err(broken)?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{shown}` failed: {status}")))
}
