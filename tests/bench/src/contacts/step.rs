//! One step as a process of its own, so that its peak of memory is its own.

use super::families::{self, Measured};
use super::list::List;
use crate::Outcome;
use crate::profile::at_rest;
use crate::side::now;
use crate::usage;
use app::Session;
use app::api::{
    ContactChange, ContactFilter, ContactQuery, ImportCounts, ImportOptions, ImportSource,
};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Most contacts of a page.
const PAGE: u32 = 500;

/// One person in so many asked not to be written to.
const OPTED_OUT: u64 = 200;

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Looks at a file.
    Preview,
    /// Imports a file.
    Import,
    /// Imports a file of people who agreed, of whom some opt out later.
    Agreed,
    /// Asks for pages.
    Search,
    /// Takes a change back.
    Undo,
}

/// What it does it with.
#[derive(Clone, Debug, Args)]
pub(crate) struct With {
    /// The folder of the profile
    #[arg(long)]
    pub folder: PathBuf,
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Rows of the list that was imported first
    #[arg(long, default_value_t = 0)]
    pub rows: u64,
    /// Questions of each family
    #[arg(long, default_value_t = 0)]
    pub queries: usize,
    #[arg(long)]
    pub change: Option<i64>,
}

/// What it took.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Took {
    pub seconds: f64,
    pub cpu_seconds: f64,
    /// What was left to be done in the background took so long afterwards, in processor time.
    pub behind_seconds: f64,
    /// Of the whole process.
    pub peak_kib: u64,
    /// People whom an undo made what they were.
    pub undone: u64,
    pub counts: Counts,
    /// The change that can be taken back.
    pub change: Option<i64>,
    /// What was asked.
    pub asked: Vec<Measured>,
}

/// Rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub rows: u64,
    pub new: u64,
    pub unchanged: u64,
    pub duplicates: u64,
    pub invalid: u64,
}

impl From<ImportCounts> for Counts {
    fn from(counts: ImportCounts) -> Self {
        Self {
            rows: counts.rows,
            new: counts.new,
            unchanged: counts.unchanged,
            duplicates: counts.duplicates,
            invalid: counts.invalid,
        }
    }
}

/// Does a step and prints what it took.
pub(crate) fn run(step: Step, with: &With) -> Outcome {
    let took = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(take(step, with))?;
    println!("{}", serde_json::to_string(&took)?);
    Ok(())
}

pub(super) async fn take(step: Step, with: &With) -> Outcome<Took> {
    let session = at_rest(&with.folder).await?;
    let source = with.file.as_ref().map(|file| ImportSource::File {
        path: file.to_string_lossy().into_owned(),
    });
    let file = || source.ok_or("a file is missing");
    let mut took = Took::default();
    let me = std::process::id();
    let (cpu, begin) = (usage::of(me).cpu_seconds, now());
    match step {
        Step::Preview => {
            let options = ImportOptions::default();
            took.counts = session
                .import_preview(file()?, options)
                .await?
                .counts
                .into();
        }
        Step::Import | Step::Agreed => {
            let options = ImportOptions {
                consent: (step == Step::Agreed).then(|| "Formulario".to_owned()),
                ..ImportOptions::default()
            };
            let done = session.import(file()?, options).await?;
            (took.counts, took.change) = (done.counts.into(), done.change);
        }
        Step::Search => {
            let list = List {
                from: 0,
                rows: with.rows,
            };
            took.asked = families::measure(&session, list, with.queries).await?;
        }
        Step::Undo => {
            let change = with.change.ok_or("a change is missing")?;
            took.undone = session.undo(change).await?.undone;
        }
    }
    took.seconds = begin.elapsed().as_secs_f64();
    let usage = usage::of(me);
    took.cpu_seconds = usage.cpu_seconds - cpu;
    took.peak_kib = usage.peak_kib;
    session.settled().await;
    took.behind_seconds = usage::of(me).cpu_seconds - usage.cpu_seconds;
    if step == Step::Agreed {
        opt_out(&session, took.counts.rows / OPTED_OUT).await?;
    }
    session.close().await;
    Ok(took)
}

/// Has so many people opt out among those who agreed.
async fn opt_out(session: &Session, people: u64) -> Outcome {
    let mut only = Vec::new();
    let mut query = ContactQuery {
        filter: ContactFilter {
            consent: Some(true),
            ..ContactFilter::default()
        },
        limit: PAGE,
        ..ContactQuery::default()
    };
    while (only.len() as u64) < people {
        let page = session.contacts(query.clone()).await?;
        only.extend(page.contacts.iter().map(|contact| contact.id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    only.truncate(usize::try_from(people)?);
    if only.is_empty() {
        return Ok(());
    }
    let filter = ContactFilter {
        only,
        ..ContactFilter::default()
    };
    session
        .change_contacts(filter, ContactChange::OptOut)
        .await?;
    Ok(())
}
