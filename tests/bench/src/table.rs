//! What is printed at the end.

use crate::side::Round;

/// Prints the medians and returns the ratio of the rates.
pub(crate) fn show(messages: u32, ours: &[Round], theirs: &[Round]) -> f64 {
    let count = f64::from(messages);
    let rows: [(&str, &[Round]); 2] = [("durable outbox", ours), ("bare loop", theirs)];
    println!(
        "{messages} texts a round to known phones, no delay; medians of {} rounds",
        ours.len()
    );
    println!(
        "{:<16}{:>14}{:>18}{:>14}{:>14}",
        "", "accepted/s", "CPU ms/message", "RSS MiB", "snapshot s"
    );
    for (name, rounds) in rows {
        println!(
            "{name:<16}{:>14.0}{:>18.3}{:>14.1}{:>14.2}",
            count / of(rounds, |round| round.seconds),
            of(rounds, |round| round.cpu_seconds) * 1_000.0 / count,
            of(rounds, memory),
            of(rounds, |round| round.prepared_seconds),
        );
    }
    of(theirs, |round| round.seconds) / of(ours, |round| round.seconds)
}

#[allow(clippy::cast_precision_loss, reason = "memory of a process")]
fn memory(round: &Round) -> f64 {
    round.resident_kib as f64 / 1_024.0
}

fn of(rounds: &[Round], what: impl Fn(&Round) -> f64) -> f64 {
    median(rounds.iter().map(what).collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert!((median(vec![9.0, 1.0, 4.0]) - 4.0).abs() < 1e-9);
        assert!(median(Vec::new()).is_nan());
    }
}
