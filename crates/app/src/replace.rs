//! Files that are replaced in one step: whatever happens in between, the old
//! one or the new one is there, whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The name under which the new contents lie until they are on the disk.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

/// Removes what an end in the middle of [`replace`] left beside a file.
pub(crate) fn wipe_half(path: &Path) -> io::Result<()> {
    wipe(&beside(path))
}

/// Writes a file, readable by its owner alone where the system knows that, in
/// the place of the one of that name.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let temporary = beside(path);
    let written = write(&temporary, contents)
        .and_then(|()| step())
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() && step().is_ok() {
        // A disk without room is not to be kept full.
        let _ = fs::remove_file(&temporary);
    }
    written?;
    step()?;
    sync_folder(path)
}

fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    step()?;
    // What a crash left is not written over: it may be open to others.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    step()?;
    let mut file = options.open(path)?;
    step()?;
    file.write_all(contents)?;
    step()?;
    file.sync_all()
}

/// Writes zeros over a file and removes it; one that is not there is gone
/// already. What a disk keeps of the old bytes elsewhere is beyond a program.
pub(crate) fn wipe(path: &Path) -> io::Result<()> {
    let zeroed = || -> io::Result<()> {
        step()?;
        let mut file = File::options().write(true).open(path)?;
        let length = file.metadata()?.len().min(1 << 16);
        step()?;
        file.write_all(&vec![0; usize::try_from(length).unwrap_or_default()])?;
        step()?;
        file.sync_all()
    };
    let removed = zeroed()
        .and_then(|()| step())
        .and_then(|()| fs::remove_file(path));
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        done => done?,
    }
    sync_folder(path)
}

/// A new name is on the disk once its folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    // Folders cannot be opened there; a rename is written through by the system.
    Ok(())
}

/// Comes before everything that changes the disk, so that a test can end there.
#[cfg(not(test))]
#[allow(
    clippy::unnecessary_wraps,
    clippy::missing_const_for_fn,
    reason = "it fails in tests"
)]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use death::step;

/// An end of the program at any step: from then on nothing reaches the disk.
#[cfg(test)]
pub(crate) mod death {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static STEPS_LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    }

    /// Does this on this thread with so many steps to live; whether it came to its end
    /// alive.
    pub(crate) fn after<T>(steps: u32, work: impl FnOnce() -> T) -> (T, bool) {
        STEPS_LEFT.set(Some(steps));
        let done = work();
        let alive = STEPS_LEFT.take() != Some(0);
        (done, alive)
    }

    pub(super) fn step() -> io::Result<()> {
        match STEPS_LEFT.get() {
            None => Ok(()),
            Some(0) => Err(io::Error::other("the program is dead")),
            Some(left) => {
                STEPS_LEFT.set(Some(left - 1));
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_crash_left_beside_it_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(beside(&path), "half of it").unwrap();
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(!beside(&path).exists());
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        replace(&path, b"one").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_wiped_is_gone_and_may_be_gone_already() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        // Another name of the same file shows what was written over.
        let other = folder.path().join("b");
        fs::write(&path, "secret").unwrap();
        fs::hard_link(&path, &other).unwrap();
        wipe(&path).unwrap();
        wipe(&path).unwrap();
        assert!(!path.exists());
        assert_eq!(fs::read(&other).unwrap(), [0; 6]);
    }
}
