//! `chaos --runs N [--seed S] [--people P]`: lives N runs and tells of them.

use clap::Parser;
use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};
use std::process::ExitCode;
use std::time::Instant;

/// The built programs in trouble.
#[derive(Parser)]
struct Arguments {
    /// How many runs.
    #[arg(long, default_value_t = 50)]
    runs: u64,
    /// The seed of the first; the others follow it. Without it every call
    /// draws another one.
    #[arg(long)]
    seed: Option<u64>,
    /// Recipients of each campaign, instead of 60 to 150.
    #[arg(long, value_parser = clap::value_parser!(u32).range(10..))]
    people: Option<u32>,
}

fn main() -> ExitCode {
    let Arguments { runs, seed, people } = Arguments::parse();
    let seed = seed.unwrap_or_else(|| u64::from(StdRng::from_os_rng().next_u32()));
    println!("{runs} runs from seed {seed}");
    let start = Instant::now();
    let summary = chaos::live_all(seed, runs, people);
    println!();
    print!("{summary}");
    println!("{:.0} s", start.elapsed().as_secs_f64());
    ExitCode::from(u8::from(!summary.is_good()))
}
