//! What the backup of a large profile costs, and the way back. Each is a process of
//! its own, through the use cases, so that its peak of memory is its own: that is
//! to be of a size that the profile has no part in.

use crate::process::answer;
use crate::profile::{at_rest, program};
use crate::side::now;
use crate::table::{judge, line, megabytes, number};
use crate::{Outcome, usage};
use app::{Passphrase, RestoreOptions};
use clap::{Args, ValueEnum};
use rand::rngs::SmallRng;
use rand::{RngCore as _, SeedableRng as _};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Megabytes that either may take: 64 MiB are what a passphrase costs.
const MEGABYTES: f64 = 150.0;

/// Bytes of a document at most, of which the profile is full.
const DOCUMENT: u64 = 50_000_000;

const WORDS: &str = "tereré con menta";

/// The name under which it comes back.
const COPY: &str = "Copia";

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Fills a profile.
    Fill,
    /// Makes a backup.
    Make,
    /// Makes a profile of it.
    Restore,
}

/// What it does it with.
#[derive(Clone, Debug, Args)]
pub(crate) struct With {
    /// The folder of the profiles
    #[arg(long)]
    pub folder: PathBuf,
    /// The backup
    #[arg(long)]
    pub file: PathBuf,
    /// Bytes of what the profile is filled with
    #[arg(long, default_value_t = 0)]
    pub bytes: u64,
}

/// What it took.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Took {
    pub seconds: f64,
    pub cpu_seconds: f64,
    /// Of the whole process.
    pub peak_kib: u64,
    /// Of the backup.
    pub bytes: u64,
}

/// What was measured.
pub(crate) struct Backup {
    pub bytes: u64,
    pub made: Took,
    pub restored: Took,
}

/// Measures with a profile of so many bytes.
pub(crate) fn measure(bytes: u64) -> Outcome<Backup> {
    let folder = tempfile::tempdir()?;
    let with = With {
        folder: folder.path().join("profiles"),
        file: folder.path().join("bench.backup"),
        bytes,
    };
    fs::create_dir_all(&with.folder)?;
    child(Step::Fill, &with)?;
    let made = child(Step::Make, &with)?;
    if made.bytes < bytes {
        return Err(format!("a backup of {} bytes holds less than {bytes}", made.bytes).into());
    }
    let restored = child(Step::Restore, &with)?;
    Ok(Backup {
        bytes,
        made,
        restored,
    })
}

/// Has a process of this program do a step.
fn child(step: Step, with: &With) -> Outcome<Took> {
    let name = step.to_possible_value().ok_or("a step without a name")?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["archive", name.get_name()]);
    command.arg("--folder").arg(&with.folder);
    command.arg("--file").arg(&with.file);
    command.args(["--bytes", &with.bytes.to_string()]);
    let took: Took = answer(&mut command)?;
    eprintln!("backup: {}, {:.2} s", name.get_name(), took.seconds);
    Ok(took)
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

async fn take(step: Step, with: &With) -> Outcome<Took> {
    match step {
        Step::Fill => fill(with).await,
        Step::Make => make(with).await,
        Step::Restore => restore(with).await,
    }
}

/// Attaches documents.
async fn fill(with: &With) -> Outcome<Took> {
    let begin = now();
    let session = at_rest(&with.folder).await?;
    let folder = tempfile::tempdir()?;
    for (length, seed) in lengths(with.bytes).zip(0..) {
        let document = folder.path().join(format!("catálogo {seed}.bin"));
        write_document(&document, length, seed)?;
        session.attach_file(&document, None).await?;
        fs::remove_file(document)?;
    }
    session.close().await;
    Ok(Took {
        seconds: begin.elapsed().as_secs_f64(),
        ..Took::default()
    })
}

async fn make(with: &With) -> Outcome<Took> {
    let session = at_rest(&with.folder).await?;
    let measuring = Measuring::begin();
    let done = session
        .back_up(&with.file, Passphrase::typed(WORDS), false)
        .await?;
    let took = measuring.end(done.bytes);
    session.close().await;
    Ok(took)
}

/// Restores it beside the profile, and looks whether all documents are there.
async fn restore(with: &With) -> Outcome<Took> {
    let app = program(&with.folder)?;
    let options = RestoreOptions {
        name: Some(COPY.to_owned()),
        replace: false,
        passcode: None,
    };
    let bytes = fs::metadata(&with.file)?.len();
    let measuring = Measuring::begin();
    app.restore_backup(&with.file, Passphrase::typed(WORDS), options, |_| true)
        .await?;
    let took = measuring.end(bytes);
    let session = app.open_profile_at_rest(COPY, None).await?;
    // Ids are given from 1 on.
    let ids = (1..).take(lengths(with.bytes).count()).collect();
    let found = session.attachments(ids).await?;
    let found: u64 = found.iter().map(|document| document.size).sum();
    session.close().await;
    if found != with.bytes {
        return Err(format!("{found} bytes came back of {}", with.bytes).into());
    }
    Ok(took)
}

/// The documents that so many bytes make.
fn lengths(bytes: u64) -> impl Iterator<Item = u64> {
    (0..bytes.div_ceil(DOCUMENT)).map(move |number| DOCUMENT.min(bytes - number * DOCUMENT))
}

/// Bytes that nothing makes smaller, others for each seed.
fn write_document(path: &Path, length: u64, seed: u64) -> Outcome {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut file = BufWriter::new(File::create(path)?);
    let mut piece = [0; 4_096];
    let mut left = length;
    while left > 0 {
        random.fill_bytes(&mut piece);
        let some = piece.len().min(usize::try_from(left)?);
        file.write_all(piece.get(..some).unwrap_or_default())?;
        left -= some as u64;
    }
    Ok(file.flush()?)
}

struct Measuring {
    begin: std::time::Instant,
    cpu_seconds: f64,
}

impl Measuring {
    fn begin() -> Self {
        Self {
            begin: now(),
            cpu_seconds: usage::of(std::process::id()).cpu_seconds,
        }
    }

    fn end(self, bytes: u64) -> Took {
        let seconds = self.begin.elapsed().as_secs_f64();
        let usage = usage::of(std::process::id());
        Took {
            seconds,
            cpu_seconds: usage.cpu_seconds - self.cpu_seconds,
            peak_kib: usage.peak_kib,
            bytes,
        }
    }
}

/// Prints it; how many figures miss their aim.
pub(crate) fn show(measured: &Backup) -> usize {
    println!(
        "backup of a profile with {:.0} MB of documents, {:.0} MB in the file",
        megabytes(measured.bytes),
        megabytes(measured.made.bytes),
    );
    line(&["", "seconds", "MB/s", "CPU s", "peak MB"]);
    let mut missed = 0;
    for (name, took) in [("made", &measured.made), ("restored", &measured.restored)] {
        let peak = megabytes(took.peak_kib * 1_024);
        line(&[
            name,
            &format!("{:.2}", took.seconds),
            &format!("{:.0}", number(took.bytes) / 1e6 / took.seconds),
            &format!("{:.2}", took.cpu_seconds),
            &format!("{peak:.1}"),
        ]);
        missed += judge(&format!("{name}, peak MB"), peak, MEGABYTES);
    }
    missed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every step in this process, with a profile that is not large.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_a_backup_holds_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let with = With {
            folder: folder.path().join("profiles"),
            file: folder.path().join("bench.backup"),
            bytes: 300_001,
        };
        fs::create_dir_all(&with.folder).unwrap();
        take(Step::Fill, &with).await.unwrap();
        let made = take(Step::Make, &with).await.unwrap();
        assert!(made.bytes > with.bytes);
        take(Step::Restore, &with).await.unwrap();
        // A copy with other documents is noticed.
        let more = With {
            bytes: with.bytes + 1,
            folder: folder.path().join("others"),
            ..with
        };
        fs::create_dir_all(&more.folder).unwrap();
        assert!(take(Step::Restore, &more).await.is_err());
    }

    #[test]
    fn documents_make_up_the_bytes() {
        assert_eq!(lengths(DOCUMENT * 2).count(), 2);
        let lengths: Vec<u64> = lengths(DOCUMENT + 7).collect();
        assert_eq!(lengths, [DOCUMENT, 7]);
    }
}
