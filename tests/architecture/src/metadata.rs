//! What cargo knows about packages and their dependencies.

use crate::checkout::{Problem, cargo, printed, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// This workspace and everything it is built of.
pub struct Workspace {
    /// The packages of this repository.
    pub members: Vec<Package>,
    /// The packages of others.
    pub foreign: Vec<Package>,
}

/// A package.
#[derive(Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence as an SPDX expression, if it states one.
    pub licence: Option<String>,
    /// Its folder; within this repository relative to the root.
    pub folder: PathBuf,
    /// What it depends on directly.
    pub dependencies: Vec<Dependency>,
}

/// A direct dependency.
#[derive(Debug)]
pub struct Dependency {
    /// Name of the package depended on.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
}

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It becomes part of the package.
    Normal,
    /// It builds the package.
    Build,
    /// It tests the package.
    Dev,
}

impl Workspace {
    /// Asks cargo.
    pub fn read() -> Result<Self, Problem> {
        let json = printed(cargo().args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--all-features",
        ]))?;
        let json: Value = serde_json::from_str(&json)?;
        let ours: BTreeSet<&str> = list(&json, "workspace_members")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let (mut members, mut foreign) = (Vec::new(), Vec::new());
        for entry in list(&json, "packages") {
            let package = Package::read(entry);
            if ours.contains(word(entry, "id")) {
                members.push(package);
            } else {
                foreign.push(package);
            }
        }
        Ok(Self { members, foreign })
    }
}

impl Package {
    fn read(entry: &Value) -> Self {
        let manifest = PathBuf::from(word(entry, "manifest_path"));
        let folder = manifest.parent().map(PathBuf::from).unwrap_or_default();
        Self {
            name: word(entry, "name").to_owned(),
            version: word(entry, "version").to_owned(),
            licence: entry
                .get("license")
                .and_then(Value::as_str)
                .map(str::to_owned),
            folder: folder
                .strip_prefix(root())
                .map(PathBuf::from)
                .unwrap_or(folder),
            dependencies: list(entry, "dependencies")
                .iter()
                .map(Dependency::read)
                .collect(),
        }
    }
}

impl Dependency {
    fn read(entry: &Value) -> Self {
        Self {
            name: word(entry, "name").to_owned(),
            kind: match entry.get("kind").and_then(Value::as_str) {
                Some("dev") => Kind::Dev,
                Some("build") => Kind::Build,
                _ => Kind::Normal,
            },
        }
    }
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
