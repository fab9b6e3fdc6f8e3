//! Where a file goes that a person named.
//!
//! A file takes the name of another when it is whole; whoever reads it meanwhile has
//! the old one. Behind a link that is the file to which it leads, and the link stays.
//! What is no file, a pipe or a device, cannot be replaced: it is written to.

use crate::error::{AppError, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// More links than these lead nowhere.
const LINKS: usize = 40;

/// Where the system shows what a program has open. Such a name leads to a file that
/// somebody else already writes to or reads, and that must stay the same.
const DESCRIPTORS: [&str; 2] = ["/proc", "/dev/fd"];

/// What is behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// A file with this name, or none yet.
    File(PathBuf),
    /// Something to be written to as it is.
    Stream(PathBuf),
}

impl Destination {
    /// Looks what is there; changes nothing.
    ///
    /// # Errors
    /// `no_file_name`, `file_is_folder`, and `cannot_write` of links that lead nowhere.
    pub fn of(path: &Path) -> Result<Self> {
        if path.as_os_str().is_empty() {
            return Err(AppError::no_file_name());
        }
        let there = fs::metadata(path);
        match &there {
            Ok(meta) if meta.is_dir() => return Err(AppError::file_is_folder(path)),
            Ok(meta) if !meta.is_file() => return Ok(Self::Stream(path.to_owned())),
            _ => {}
        }
        let mut place = path.to_owned();
        for _ in 0..LINKS {
            if there.is_ok() && DESCRIPTORS.iter().any(|shown| place.starts_with(shown)) {
                return Ok(Self::Stream(path.to_owned()));
            }
            match fs::read_link(&place) {
                Ok(leads_to) => place = folder_of(&place).join(leads_to),
                // No link: here it ends.
                Err(_) => return Ok(Self::File(place)),
            }
        }
        let endless = there
            .err()
            .unwrap_or_else(|| io::ErrorKind::NotFound.into());
        Err(AppError::cannot_write(path, &endless))
    }
}

/// The folder in which a file is, or will be.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Where a file grows before it has its name.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Opens what is no file. What somebody appends to is not written over.
pub(crate) fn open_stream(path: &Path) -> io::Result<File> {
    File::options().append(true).open(path)
}

/// A file on its way. It takes its name when it is kept, and is gone when it is not.
/// What went into a stream stays there.
pub(crate) struct Part {
    /// Closed before its name goes: a file that is open keeps it on some systems.
    file: BufWriter<File>,
    /// What it was called by who asked for it.
    named: PathBuf,
    names: Option<Names>,
}

struct Names {
    part: PathBuf,
    path: PathBuf,
}

impl Names {
    fn take(&self) -> io::Result<()> {
        // What only its owner may read stays so.
        if let Ok(before) = fs::metadata(&self.path) {
            fs::set_permissions(&self.part, before.permissions())?;
        }
        fs::rename(&self.part, &self.path)
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        // Gone already where it was kept.
        let _ = fs::remove_file(&self.part);
    }
}

impl Part {
    /// An empty file beside the one that it is to be, or a stream. A pipe is waited
    /// for until somebody reads it: blocks.
    pub fn create(path: &Path) -> Result<Self> {
        let told = |error| AppError::cannot_write(path, &error);
        let (file, names) = match Destination::of(path)? {
            Destination::Stream(stream) => (open_stream(&stream).map_err(told)?, None),
            Destination::File(place) => {
                let part = part_of(&place);
                let file = File::create(&part).map_err(told)?;
                (file, Some(Names { part, path: place }))
            }
        };
        Ok(Self {
            file: BufWriter::new(file),
            named: path.to_owned(),
            names,
        })
    }

    /// The folder on whose disk there must be room for it; none of a stream.
    pub fn folder(&self) -> Option<&Path> {
        self.names.as_ref().map(|names| folder_of(&names.path))
    }

    /// In the place of a file that had its name before.
    pub fn keep(self) -> Result<()> {
        let Self {
            mut file,
            named,
            names,
        } = self;
        let flushed = file.flush();
        // What is still in memory is not to be written once more.
        let (file, _) = file.into_parts();
        drop(file);
        let kept = flushed.and_then(|()| names.as_ref().map_or(Ok(()), Names::take));
        kept.map_err(|error| AppError::cannot_write(&named, &error))
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file, or all of something into a stream. Blocks.
///
/// # Errors
/// `cannot_write`, `reader_gone`, `file_is_folder`, `no_file_name`.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut part = Part::create(path)?;
    let written = part.write_all(bytes);
    written.map_err(|error| AppError::cannot_write(path, &error))?;
    part.keep()
}

#[cfg(test)]
#[path = "destination_tests.rs"]
mod tests;
