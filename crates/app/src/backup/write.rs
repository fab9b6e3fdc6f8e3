//! Making a backup: copies of the databases, then one file of them that takes its
//! name when it is whole.

use super::archive::{Content, Manifest, Portable, SecretHex, random_key};
use super::passphrase::Passphrase;
use super::seal::{Cost, SealError, Sealer};
use super::{Told, sync_folder, write_error};
use crate::destination::{Destination, folder_of, open_stream, part_of};
use crate::error::{AppError, Result};
use crate::profile_folder::ProfileFolder;
use domain::Timestamp;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A folder for copies of databases on their way into a backup. Gone with
/// everything in it when this is dropped.
pub(crate) struct Room(PathBuf);

impl Room {
    /// Makes it; what an earlier one left behind is removed.
    pub fn make(path: PathBuf) -> Result<Self> {
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).map_err(|error| write_error(&error, &path))?;
        Ok(Self(path))
    }

    /// Where a copy with this name lies.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A copy that is ready to be packed, and the key that it alone has.
pub(crate) struct Copied {
    path: PathBuf,
    key: Zeroizing<[u8; 32]>,
    bytes: u64,
}

impl Copied {
    /// A key for a copy that is to be made.
    pub fn new_key() -> Result<Zeroizing<[u8; 32]>> {
        random_key()
            .map(Zeroizing::new)
            .ok_or_else(|| AppError::failure("internal").with("reason", "no randomness"))
    }

    /// A copy that was made with this key.
    pub fn found(path: PathBuf, key: Zeroizing<[u8; 32]>) -> Result<Self> {
        let bytes = fs::metadata(&path)
            .map_err(|error| write_error(&error, &path))?
            .len();
        Ok(Self { path, key, bytes })
    }

    fn content(&self) -> Content {
        Content {
            bytes: self.bytes,
            key: SecretHex::new(&self.key),
        }
    }
}

/// A file that is being written beside the one whose place it takes at the end, or
/// a stream.
pub(crate) struct Target {
    /// What it was called by who asked for it.
    named: PathBuf,
    /// Closed before its name goes: a file that is open keeps it on some systems.
    file: Option<File>,
    names: Option<Names>,
}

struct Names {
    path: PathBuf,
    part: PathBuf,
}

impl Target {
    /// Begins a file outside of the folder of this profile, and of the others beside
    /// it. One of that name stays until [`Target::finish`].
    pub fn begin(path: &Path, profile: &ProfileFolder) -> Result<Self> {
        let named = path.to_owned();
        let place = match Destination::of(path)? {
            Destination::File(place) => place,
            Destination::Stream(stream) => {
                let file = open_stream(&stream).map_err(|error| write_error(&error, path))?;
                return Ok(Self {
                    named,
                    file: Some(file),
                    names: None,
                });
            }
        };
        // It would be lost with the profile, or be taken for one of its databases.
        let profiles = profile.path().parent().unwrap_or(profile.path());
        if lies_in(&place, profiles) {
            return Err(AppError::bad_input("backup_in_profile").with("file", path.display()));
        }
        let part = part_of(&place);
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options
            .open(&part)
            .map_err(|error| write_error(&error, path))?;
        // Two programs that write the same backup would make one of both. A disk
        // that knows no locks has nobody else writing to it, most likely.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(AppError::bad_input("work_under_way"));
        }
        file.set_len(0).map_err(|error| write_error(&error, path))?;
        Ok(Self {
            named,
            file: Some(file),
            names: Some(Names { path: place, part }),
        })
    }

    /// What was written takes the name, once the disk has it.
    fn finish(mut self) -> Result<()> {
        let file = self.file.take();
        let Some(Names { path, part }) = &self.names else {
            return Ok(());
        };
        let done = || -> io::Result<()> {
            if let Some(file) = file {
                file.sync_all()?;
            }
            fs::rename(part, path)?;
            sync_folder(folder_of(path))
        };
        done().map_err(|error| write_error(&error, &self.named))
    }
}

/// What goes through, and how much it was: a pipe cannot be asked for its length.
struct Counted<W> {
    inner: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether a file is, or will be, somewhere in a folder, by whatever way it is named.
fn lies_in(file: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    match (real(folder_of(file)), real(folder)) {
        (Some(place), Some(folder)) => place.starts_with(folder),
        // Where nothing can be written either.
        _ => false,
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        drop(self.file.take());
        if let Some(names) = &self.names {
            // Gone already where it was finished.
            let _ = fs::remove_file(&names.part);
        }
    }
}

/// What a backup is made of.
pub(crate) struct Packing {
    pub profile: Portable,
    pub made_at: Timestamp,
    pub database: Copied,
    pub session: Option<Copied>,
    /// Whether the link to the phone was asked for.
    pub with_session: bool,
}

impl Packing {
    /// Writes everything into one file under a passphrase. Takes a while. The
    /// length of the file.
    pub fn run(self, target: Target, passphrase: &Passphrase, told: Told<'_>) -> Result<u64> {
        self.run_at(Cost::USUAL, target, passphrase, told)
    }

    pub(super) fn run_at(
        self,
        cost: Cost,
        mut target: Target,
        passphrase: &Passphrase,
        told: Told<'_>,
    ) -> Result<u64> {
        let manifest = Manifest {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: self.made_at.0,
            profile: self.profile,
            linked: self.with_session,
            database: self.database.content(),
            session: self.session.as_ref().map(Copied::content),
        };
        let manifest = manifest
            .bytes()
            .ok_or_else(|| AppError::failure("internal").with("reason", "description"))?;
        let copies: Vec<&Copied> = [&self.database].into_iter().chain(&self.session).collect();
        let inside: u64 = copies.iter().map(|copy| copy.bytes).sum();
        let path = target.named.clone();
        let refused = |error: SealError| match error {
            SealError::Io(error) => write_error(&error, &path),
            _ => AppError::failure("internal").with("reason", "envelope"),
        };
        let Some(file) = &mut target.file else {
            return Err(AppError::failure("internal").with("reason", "envelope"));
        };
        let length = inside + manifest.len() as u64;
        let counted = Counted {
            inner: BufWriter::new(file),
            bytes: 0,
        };
        let mut sealer = Sealer::new(counted, passphrase, cost, length).map_err(refused)?;
        sealer.put(&manifest).map_err(refused)?;
        let mut done = 0;
        let mut buffer = vec![0; 64 * 1024];
        for copy in copies {
            let cannot = |error: io::Error| AppError::cannot_read(&copy.path, &error);
            let mut from = File::open(&copy.path).map_err(cannot)?;
            loop {
                let read = from.read(&mut buffer).map_err(cannot)?;
                if read == 0 {
                    break;
                }
                sealer
                    .put(buffer.get(..read).unwrap_or_default())
                    .map_err(refused)?;
                done += read as u64;
                told(done, inside)?;
            }
        }
        let mut written = sealer.finish().map_err(refused)?;
        written
            .flush()
            .map_err(|error| write_error(&error, &path))?;
        let bytes = written.bytes;
        drop(written);
        target.finish()?;
        Ok(bytes)
    }
}
