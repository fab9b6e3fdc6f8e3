//! The tables of lists of contacts.

use super::families::Measured;
use super::step::Took;
use super::{Contacts, Size};
use crate::table::{judge, line, megabytes, number};

/// Seconds in which the larger list is to be imported, if it has a million rows.
const SECONDS: f64 = 20.0;

/// Megabytes that this is to take at most.
const MEGABYTES: f64 = 150.0;

/// Milliseconds that 95 of 100 pages and searches are to take at most.
const MILLISECONDS: f64 = 30.0;

/// Rows of the list to which the aims refer.
const MILLION: u64 = 1_000_000;

/// Prints them; how many figures miss their aim. There are aims for a million
/// rows only.
pub(crate) fn show(contacts: &Contacts) -> usize {
    let mut missed = 0;
    for size in [&contacts.small, &contacts.large] {
        missed += show_work(size);
    }
    show_beside(contacts);
    for size in [&contacts.small, &contacts.large] {
        missed += show_asked(size);
    }
    missed
}

fn show_work(size: &Size) -> usize {
    let rows = size.preview.counts.rows;
    println!(
        "contacts: a list of {rows} rows, {:.1} MB, {} people; {:.1} MB in the database",
        megabytes(size.holds.bytes),
        size.holds.good,
        megabytes(size.bytes),
    );
    line(&["", "seconds", "rows/s", "CPU s", "peak MB", "behind s"]);
    let work = |name: &str, took: &Took, rows: u64| {
        line(&[
            name,
            &format!("{:.2}", took.seconds),
            &format!("{:.0}", number(rows) / took.seconds),
            &format!("{:.2}", took.cpu_seconds),
            &format!("{:.1}", megabytes(took.peak_kib * 1_024)),
            &format!("{:.2}", took.behind_seconds),
        ]);
    };
    work("preview", &size.preview, rows);
    work("import", &size.import, rows);
    work("the same again", &size.again, rows);
    work("a second list", &size.second, size.second.counts.rows);
    work("undo", &size.undo, size.undo.undone);
    if rows != MILLION {
        return 0;
    }
    let peak = megabytes(size.import.peak_kib * 1_024);
    judge("import, seconds", size.import.seconds, SECONDS)
        + judge("import, peak MB", peak, MEGABYTES)
}

/// What the sizes say of each other, and of the other way to read a list.
fn show_beside(contacts: &Contacts) {
    let (small, large) = (&contacts.small, &contacts.large);
    let row = |took: &Took| took.seconds / number(took.counts.rows);
    let work = |took: &Took| took.cpu_seconds / number(took.counts.rows);
    let beside = |what: &str, large: &Took, small: &Took| {
        println!(
            "{what} takes {:.2} times the time and {:.2} times the work",
            row(large) / row(small),
            work(large) / work(small),
        );
    };
    beside(
        &format!(
            "a row of {} beside one of {}, both into empty tables,",
            large.import.counts.rows, small.import.counts.rows,
        ),
        &large.import,
        &small.import,
    );
    beside(
        &format!(
            "a row of {} into a table of {} beside one of as many into a table of {}",
            large.second.counts.rows, large.holds.good, small.holds.good,
        ),
        &large.second,
        &small.second,
    );
    let node = match &contacts.node {
        Ok(node) => node,
        Err(missing) => {
            println!("csv-parser: left out. {missing}");
            return;
        }
    };
    println!(
        "csv-parser reads the {} rows into memory in {:.2} s with a peak of {:.1} MB",
        node.rows,
        node.seconds,
        megabytes(node.peak_kib * 1_024),
    );
    for (name, took) in [("preview", &large.preview), ("import", &large.import)] {
        println!(
            "  the {name} takes {:.2} times its time and {:.3} times its memory",
            took.seconds / node.seconds,
            number(took.peak_kib) / number(node.peak_kib),
        );
    }
}

fn show_asked(size: &Size) -> usize {
    println!(
        "pages and searches in {} contacts, milliseconds",
        size.people
    );
    line(&["", "p50", "p95", "max", "questions"]);
    let row = |name: &str, times: &[f64]| {
        line(&[
            name,
            &format!("{:.2}", percentile(times, 0.5)),
            &format!("{:.2}", percentile(times, 0.95)),
            &format!("{:.2}", percentile(times, 1.0)),
            &times.len().to_string(),
        ]);
    };
    let times = |asked: &Measured| sorted(asked.milliseconds.clone());
    for asked in &size.search.asked {
        row(&asked.name, &times(asked));
    }
    let everyday = size.search.asked.iter().filter(|asked| asked.everyday);
    let all = sorted(
        everyday
            .flat_map(|asked| asked.milliseconds.iter().copied())
            .collect(),
    );
    row("all the time", &all);
    if size.preview.counts.rows != MILLION {
        return 0;
    }
    judge(
        "pages and searches, p95 ms",
        percentile(&all, 0.95),
        MILLISECONDS,
    )
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// The least value that so large a part of the sorted values does not exceed.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place in a list of some thousand values"
)]
fn percentile(sorted: &[f64], part: f64) -> f64 {
    let place = (sorted.len() as f64 * part).ceil() as usize;
    let value = sorted.get(place.saturating_sub(1));
    value.copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!((percentile(&values, 0.5) - 50.0).abs() < 1e-9);
        assert!((percentile(&values, 0.95) - 95.0).abs() < 1e-9);
        assert!((percentile(&values, 1.0) - 100.0).abs() < 1e-9);
        assert!((percentile(&[7.0], 0.5) - 7.0).abs() < 1e-9);
        assert!(percentile(&[], 0.5).is_nan());
    }
}
