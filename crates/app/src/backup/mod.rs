//! Backups: one file under a passphrase that a person keeps elsewhere, the copies
//! that the program makes by itself, and the way back from either. Decision 12
//! in `docs/adr` tells why it is made so.

mod archive;
mod damaged;
mod doors;
mod gives_way;
mod passphrase;
mod restore;
mod rolling;
mod seal;
mod write;

#[cfg(test)]
mod tests;

pub use passphrase::{Passphrase, SHORTEST_PASSPHRASE};
pub use restore::RestoreOptions;

pub(crate) use archive::Portable;
pub(crate) use damaged::{open_store, suspect, with_offer};
pub(crate) use gives_way::{bring_back, forget_replaced};
pub(crate) use rolling::{Keeper, free_space, views as rolling_backups};
pub(crate) use write::{Copied, Packing, Room, Target};

use crate::error::AppError;
use seal::SealError;
use std::io;
use std::path::Path;
use store::StoreError;
use store::snapshot::Copying;

/// How far a piece of work is: bytes done, and in all. An error stops it.
pub(crate) type Told<'a> = &'a mut (dyn FnMut(u64, u64) -> Result<(), AppError> + Send);

/// Writes a copy of a database, and can be stopped by dropping the future; the
/// copy is then gone before the thread that made it ends, and `guard` with it.
pub(crate) async fn copy<G: Send + 'static>(
    from: &Path,
    key: store::DatabaseKey,
    into: &Path,
    new_key: store::DatabaseKey,
    guard: G,
) -> Result<(), StoreError> {
    let (from, into) = (from.to_owned(), into.to_owned());
    let (wanted, no_more_wanted) = std::sync::mpsc::channel::<()>();
    let copying = tokio::task::spawn_blocking(move || {
        let copying = Copying::of(&from, &key)?;
        let stopper = copying.stopper();
        let (ended, has_ended) = std::sync::mpsc::channel::<()>();
        let watching = std::thread::Builder::new()
            .name("copy-stop".to_owned())
            .spawn(move || {
                // Ends when the future is dropped, or the copy has ended.
                let _ = no_more_wanted.recv();
                while has_ended.recv_timeout(std::time::Duration::from_millis(10))
                    == Err(std::sync::mpsc::RecvTimeoutError::Timeout)
                {
                    stopper.stop();
                }
            });
        let done = copying.run(&into, &new_key);
        drop(ended);
        drop(watching);
        drop(guard);
        done
    });
    let outcome = copying.await;
    drop(wanted);
    outcome.unwrap_or_else(|_| Err(StoreError::other("a copy panicked")))
}

/// What a backup that does not open is called.
fn seal_error(error: SealError, file: &Path) -> AppError {
    let named = |code| AppError::bad_input(code).with("file", file.display());
    match error {
        SealError::Foreign => named("backup_foreign"),
        SealError::Newer => AppError::failure("backup_newer").with("file", file.display()),
        SealError::WrongPassphrase => AppError::new(crate::ErrorKind::Locked, "backup_passphrase"),
        SealError::Truncated => named("backup_truncated"),
        SealError::Damaged => named("backup_damaged"),
        SealError::Io(error) => AppError::cannot_read(file, &error),
    }
}

fn no_room(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    matches!(error.kind(), E::StorageFull | E::QuotaExceeded)
}

/// A file of a profile or of a backup could not be written.
fn write_error(error: &io::Error, path: &Path) -> AppError {
    if no_room(error) {
        return AppError::failure("disk_full");
    }
    AppError::cannot_write(path, error)
}

/// Waits until the disk knows the names in a folder.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    // Elsewhere a folder cannot be opened for that, and need not be.
    let _ = folder;
    Ok(())
}
