//! The table at the end. Figures of rounds are medians.

use crate::backup::{self, Backup};
use crate::contacts::{self, Contacts};
use crate::contest::{Aim, Contest, Told};
use crate::dashboard::{self, Dashboards};
use crate::media::{self, Measured};
use crate::process::Round;
use crate::resume::KNOWN;
use crate::size::{EARLY, Run, Size};
use crate::usage::Usage;

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Report {
    contests: Vec<Contest>,
    left_out: Vec<String>,
    sizes: Vec<Size>,
    contacts: Option<Contacts>,
    files: Vec<Measured>,
    dashboards: Option<Dashboards>,
    backup: Option<Backup>,
}

impl Report {
    pub fn add(&mut self, contest: Contest) {
        self.contests.push(contest);
    }

    pub fn sizes(&mut self, sizes: Vec<Size>) {
        self.sizes = sizes;
    }

    pub fn contacts(&mut self, contacts: Contacts) {
        self.contacts = Some(contacts);
    }

    pub fn dashboards(&mut self, dashboards: Dashboards) {
        self.dashboards = Some(dashboards);
    }

    pub fn backup(&mut self, backup: Backup) {
        self.backup = Some(backup);
    }

    pub fn files(&mut self, files: impl IntoIterator<Item = Measured>) {
        self.files.extend(files);
    }

    /// Says in place of a part why it was not measured.
    pub fn leave_out(&mut self, part: &str, why: &str) {
        self.left_out.push(format!("{part}: left out. {why}"));
    }

    /// Prints it; how many figures are below their aim.
    pub fn print(&self) -> usize {
        let mut missed = 0;
        if !self.contests.is_empty() {
            line(&[
                "",
                "texts/s",
                "(least–most)",
                "CPU ms/text",
                "store's",
                "RSS MiB",
                "peak MiB",
            ]);
        }
        for contest in &self.contests {
            missed += show(contest);
        }
        if !self.sizes.is_empty() {
            println!();
            show_sizes(&self.sizes);
        }
        if let Some(measured) = &self.contacts {
            println!();
            missed += contacts::show(measured);
        }
        if !self.files.is_empty() {
            println!();
            media::show(&self.files);
        }
        if let Some(measured) = &self.dashboards {
            println!();
            missed += dashboard::show(measured);
        }
        if let Some(measured) = &self.backup {
            println!();
            missed += backup::show(measured);
        }
        for left_out in &self.left_out {
            println!("\n{left_out}");
        }
        missed
    }
}

fn show(contest: &Contest) -> usize {
    let rounds = contest.ours.rounds.len();
    println!("{}, {rounds} rounds", contest.title);
    for told in [&contest.ours, &contest.theirs] {
        let rates = told.rounds.iter().map(rate);
        let least = rates.clone().fold(f64::INFINITY, f64::min);
        let most = rates.fold(0.0, f64::max);
        line(&[
            told.name,
            &format!("{:.0}", told.median(rate)),
            &format!("({least:.0}–{most:.0})"),
            &format!("{:.3}", told.median(cpu)),
            &format!("{:.3}", told.median(store_cpu)),
            &format!("{:.1}", told.median(resident)),
            &format!("{:.1}", told.median(peak)),
        ]);
    }
    let (ours, theirs) = (&contest.ours, &contest.theirs);
    let faster = ours.median(rate) / theirs.median(rate);
    let less = |what: fn(&Round) -> f64| theirs.median(what) / ours.median(what);
    let (aim, judged) = match contest.aim {
        Aim::Rate(aim) => (aim, vec![faster]),
        Aim::Everything(aim) => (aim, vec![faster, less(cpu), less(resident)]),
    };
    let missed = judged.iter().filter(|ratio| **ratio < aim).count();
    let verdict = if missed == 0 { "reached" } else { "missed" };
    line(&[
        "times as good",
        &format!("{faster:.2}"),
        "",
        &format!("{:.2}", less(cpu)),
        "",
        &format!("{:.2}", less(resident)),
        &format!("{:.2}", less(peak)),
        &format!("  aim {aim} {verdict}"),
    ]);
    if let Some(note) = &contest.note {
        println!("  {note}");
    }
    missed
}

fn show_sizes(sizes: &[Size]) {
    let runs = sizes.first().map_or(0, |size| size.runs.len());
    println!(
        "resumed campaigns, {KNOWN} texts to known phones where there are as many, {runs} runs"
    );
    let after_early = format!("after {EARLY}");
    line(&[
        "recipients",
        "MiB online",
        &after_early,
        "at the end",
        "peak",
        "CPU ms/text",
        "store's",
        "ms/text",
    ]);
    for size in sizes {
        let of = |what: fn(&Run) -> f64| format!("{:.1}", size.median(what));
        let each = |what: fn(&Round, f64) -> f64| {
            if size.runs.iter().all(|run| run.rest.is_none()) {
                return "–".to_owned();
            }
            format!("{:.3}", size.cost(what))
        };
        line(&[
            &size.recipients.to_string(),
            &of(|run| mib(run.at_rest.resident_kib)),
            &of(|run| mib(run.early.after.resident_kib)),
            &of(|run| mib(run.last().after.resident_kib)),
            &of(|run| mib(run.early.after.peak_kib.max(run.last().after.peak_kib))),
            &each(cpu_of),
            &each(store_of),
            &each(time_of),
        ]);
    }
    if let [.., small, large] = sizes {
        let growth = |what: fn(&Round, f64) -> f64| large.cost(what) / small.cost(what);
        println!(
            "a text of {} people costs {:.2} times the processor time of one of {}, {:.2} times the store's, {:.2} times the time",
            large.recipients,
            growth(cpu_of),
            small.recipients,
            growth(store_of),
            growth(time_of),
        );
    }
}

impl Told {
    fn median(&self, what: fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().map(what).collect())
    }
}

impl Size {
    fn median(&self, what: fn(&Run) -> f64) -> f64 {
        median(self.runs.iter().map(what).collect())
    }

    /// What a text costs after the first of them.
    fn cost(&self, what: fn(&Round, f64) -> f64) -> f64 {
        let costs = self.runs.iter().filter_map(|run| {
            let rest = run.rest.as_ref()?;
            Some(what(rest, number(rest.lap.sent - run.early.lap.sent)))
        });
        median(costs.collect())
    }
}

impl Run {
    fn last(&self) -> &Round {
        self.rest.as_ref().unwrap_or(&self.early)
    }
}

fn cpu_of(round: &Round, texts: f64) -> f64 {
    spent(round, |usage| usage.cpu_seconds) / texts
}

fn store_of(round: &Round, texts: f64) -> f64 {
    spent(round, |usage| usage.store_seconds) / texts
}

fn time_of(round: &Round, texts: f64) -> f64 {
    round.lap.seconds * MILLISECONDS / texts
}

const MILLISECONDS: f64 = 1_000.0;

/// Milliseconds of a kind of processor time.
fn spent(round: &Round, what: impl Fn(&Usage) -> f64) -> f64 {
    (what(&round.after) - what(&round.before)) * MILLISECONDS
}

fn rate(round: &Round) -> f64 {
    number(round.lap.sent) / round.lap.seconds
}

fn cpu(round: &Round) -> f64 {
    cpu_of(round, number(round.lap.sent))
}

fn store_cpu(round: &Round) -> f64 {
    store_of(round, number(round.lap.sent))
}

fn resident(round: &Round) -> f64 {
    mib(round.after.resident_kib)
}

fn peak(round: &Round) -> f64 {
    mib(round.after.peak_kib)
}

fn mib(kib: u64) -> f64 {
    number(kib) / 1_024.0
}

#[allow(clippy::cast_precision_loss, reason = "counts of texts and of memory")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}

pub(crate) fn line(cells: &[&str]) {
    let (first, rest) = cells.split_first().map_or(("", cells), |(f, r)| (*f, r));
    print!("  {first:<18}");
    for cell in rest {
        print!("{cell:>14}");
    }
    println!();
}

/// Says whether a figure stays below its aim; 1 when it does not.
pub(crate) fn judge(what: &str, figure: f64, aim: f64) -> usize {
    let missed = figure >= aim;
    let verdict = if missed { "missed" } else { "reached" };
    println!("  {what}: {figure:.2}, aim below {aim} {verdict}");
    usize::from(missed)
}

pub(crate) fn megabytes(bytes: u64) -> f64 {
    number(bytes) / 1e6
}

/// The one in the middle, or the mean of the two there.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied();
    let lower = values.get(values.len().saturating_sub(1) / 2).copied();
    match (lower, upper) {
        (Some(lower), Some(upper)) => f64::midpoint(lower, upper),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert!((median(vec![9.0, 1.0, 4.0]) - 4.0).abs() < 1e-9);
        assert!((median(vec![9.0, 1.0, 4.0, 5.0]) - 4.5).abs() < 1e-9);
        assert!(median(Vec::new()).is_nan());
    }
}
