//! Lists of contacts: looking at a file and importing it, what a second import
//! costs beside the first, taking it back, and what pages and searches cost in
//! between. Beside it the file is read as Node programs commonly read one.
//!
//! Every step is a process of its own, through the use cases and over the
//! encrypted store.

mod families;
mod list;
mod step;
mod table;

pub(crate) use step::{Step, With, run};
pub(crate) use table::show;

use crate::Outcome;
use crate::process::answer;
use clap::ValueEnum as _;
use list::{Holds, List};
use serde::Deserialize;
use std::fs;
use std::path::Path;
use std::process::Command;
use step::{Counts, Took};

/// The smaller list has one row for so many of the larger one. The lists that
/// come second are as long as the smaller one, whatever the table that they go
/// into: only then do they tell whether a row costs more in a larger one.
const PART: u64 = 10;

/// What was measured.
pub(crate) struct Contacts {
    pub small: Size,
    pub large: Size,
    /// The larger list through Node, or why it was left out.
    pub node: Result<Node, &'static str>,
}

/// What was measured with a list of one size.
pub(crate) struct Size {
    pub holds: Holds,
    pub preview: Took,
    pub import: Took,
    /// Of the profile's files after it.
    pub bytes: u64,
    /// The same file once more.
    pub again: Took,
    /// A list of other people.
    pub second: Took,
    /// People in the table when it was searched.
    pub people: u64,
    pub search: Took,
    /// The first import, taken back.
    pub undo: Took,
}

/// What the script says.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub seconds: f64,
    pub rows: u64,
    pub peak_kib: u64,
}

/// Measures with lists of a tenth of these rows, and of as many.
pub(crate) fn measure(rows: u64, queries: usize) -> Outcome<Contacts> {
    let folder = tempfile::tempdir()?;
    let few = rows / PART;
    let small = size(&folder.path().join("small"), few, few, queries)?;
    let large_folder = folder.path().join("large");
    let large = size(&large_folder, rows, few, queries)?;
    let node = match missing() {
        Some(missing) => Err(missing),
        None => Ok(node(&large_folder.join(FILE), &large.holds)?),
    };
    Ok(Contacts { small, large, node })
}

const FILE: &str = "list.csv";

/// Measures with a list of these rows, and a second one of so many.
fn size(folder: &Path, rows: u64, second: u64, queries: usize) -> Outcome<Size> {
    fs::create_dir_all(folder)?;
    let first = List { from: 0, rows };
    let second = List {
        from: rows,
        rows: second,
    };
    let (file, second_file) = (folder.join(FILE), folder.join("second.csv"));
    let holds = first.write(&file)?;
    let second_holds = second.write(&second_file)?;
    let with = With {
        folder: folder.join("profile"),
        file: Some(file),
        rows,
        queries,
        change: None,
    };
    let second_with = With {
        file: Some(second_file),
        ..with.clone()
    };

    let preview = child(Step::Preview, &with)?;
    check("preview", preview.counts, fresh(&holds))?;
    let import = child(Step::Import, &with)?;
    check("import", import.counts, fresh(&holds))?;
    let bytes = size_of(&with.folder)?;
    let again = child(Step::Import, &with)?;
    let known = Counts {
        new: 0,
        unchanged: holds.good,
        ..fresh(&holds)
    };
    check("the same again", again.counts, known)?;
    let second = child(Step::Agreed, &second_with)?;
    check("a second list", second.counts, fresh(&second_holds))?;
    let search = child(Step::Search, &with)?;
    let back = With {
        change: import.change,
        ..with
    };
    let undo = child(Step::Undo, &back)?;
    if undo.undone != holds.good {
        return Err(format!("undone: {} of {}", undo.undone, holds.good).into());
    }
    Ok(Size {
        people: holds.good + second_holds.good,
        holds,
        preview,
        import,
        bytes,
        again,
        second,
        search,
        undo,
    })
}

/// What is to come of a list that nobody knows yet.
fn fresh(holds: &Holds) -> Counts {
    Counts {
        rows: holds.good + holds.duplicates + holds.invalid,
        new: holds.good,
        unchanged: 0,
        duplicates: holds.duplicates,
        invalid: holds.invalid,
    }
}

/// A figure of something else than was to be measured is none.
fn check(what: &str, found: Counts, expected: Counts) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: {found:?} instead of {expected:?}").into())
}

/// Has a process of this program do a step.
fn child(step: Step, with: &With) -> Outcome<Took> {
    let name = step.to_possible_value().ok_or("a step without a name")?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["step", name.get_name()]);
    command.arg("--folder").arg(&with.folder);
    command.args(["--rows", &with.rows.to_string()]);
    command.args(["--queries", &with.queries.to_string()]);
    if let Some(file) = &with.file {
        command.arg("--file").arg(file);
    }
    if let Some(change) = with.change {
        command.args(["--change", &change.to_string()]);
    }
    let took: Took = answer(&mut command)?;
    eprintln!(
        "contacts: {}, {} rows, {:.2} s",
        name.get_name(),
        with.rows,
        took.seconds
    );
    Ok(took)
}

/// Bytes of all files in a folder and below.
fn size_of(folder: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() {
            size_of(&entry.path())?
        } else {
            about.len()
        };
    }
    Ok(bytes)
}

fn node_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("node")
}

/// What is missing to read the list through Node.
fn missing() -> Option<&'static str> {
    if !crate::contest::node_is_there() {
        return Some("Node is not installed");
    }
    let there = node_folder().join("node_modules/csv-parser").is_dir();
    (!there).then_some("csv-parser is not installed: npm ci in tests/bench/node")
}

fn node(file: &Path, holds: &Holds) -> Outcome<Node> {
    let mut command = Command::new("node");
    let node: Node = answer(command.arg(node_folder().join("read.mjs")).arg(file))?;
    if node.rows != fresh(holds).rows {
        return Err(format!("csv-parser read {} rows", node.rows).into());
    }
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every step in this process, with a list in which all kinds of rows stand.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_small_list_goes_all_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let list = List {
            from: 0,
            rows: 2_000,
        };
        let holds = list.write(&file).unwrap();
        assert!(holds.duplicates > 0 && holds.invalid > 0, "{holds:?}");
        let mut with = With {
            folder: folder.path().join("profile"),
            file: Some(file),
            rows: list.rows,
            queries: 2,
            change: None,
        };
        let preview = step::take(Step::Preview, &with).await.unwrap();
        assert_eq!(preview.counts, fresh(&holds));
        let import = step::take(Step::Agreed, &with).await.unwrap();
        assert_eq!(import.counts, fresh(&holds));
        let search = step::take(Step::Search, &with).await.unwrap();
        assert!(
            search
                .asked
                .iter()
                .all(|asked| asked.milliseconds.len() == 2)
        );
        with.change = import.change;
        let undo = step::take(Step::Undo, &with).await.unwrap();
        // Who opted out meanwhile stays.
        assert_eq!(undo.undone, holds.good - 10);
    }

    #[test]
    fn the_same_rows_come_from_the_same_seed() {
        let folder = tempfile::tempdir().unwrap();
        let written = |name: &str| {
            let path = folder.path().join(name);
            let list = List { from: 7, rows: 50 };
            list.write(&path).unwrap();
            fs::read(path).unwrap()
        };
        assert_eq!(written("one"), written("two"));
    }
}
