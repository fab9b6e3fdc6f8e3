//! `simulator --seeds N [--from S]`: lives N lives and tells of them; one
//! alone is told line by line.

use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "simulator [--seeds N] [--from S]";

fn main() -> ExitCode {
    let Some((seeds, from)) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    let summary = if seeds == 1 {
        let mut report = simulator::live(from, None, true);
        for line in std::mem::take(&mut report.trace) {
            println!("{line}");
        }
        println!();
        let mut summary = simulator::Summary::default();
        summary.add(report);
        summary
    } else {
        simulator::live_all(from..from.saturating_add(seeds))
    };
    print!("{summary}");
    let took = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let rate = seeds as f64 / took.max(0.001);
    println!("{took:.1} s, {rate:.0} seeds a second");
    ExitCode::from(u8::from(!summary.violations.is_empty()))
}

fn arguments() -> Option<(u64, u64)> {
    let (mut seeds, mut from) = (1_000, 0);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let number = words.next()?.parse().ok()?;
        match word.as_str() {
            "--seeds" => seeds = number,
            "--from" => from = number,
            _ => return None,
        }
    }
    Some((seeds, from))
}
