//! For tests only: a disk in memory below SQLite, which can lose power, be
//! full or be sick at any operation that a test names.
//!
//! [`FaultFs`] registers itself with SQLite under a name of its own; open a
//! connection on that name and everything the connection does goes through a
//! [`Plan`]. After a crash every operation fails until [`FaultFs::reboot`], and
//! handles from before fail for ever, so that nothing can be tidied up that a
//! dead process would have left.

mod disk;
mod file;
mod inode;
mod plan;
mod random;
mod shm;
mod vfs;

pub use plan::{Crash, Fault, Plan};

use disk::Disk;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) type SharedDisk = Arc<Mutex<Disk>>;

/// A disk. Clones are the same disk.
#[derive(Clone, Debug)]
pub struct FaultFs {
    disk: SharedDisk,
    name: Arc<str>,
}

impl FaultFs {
    /// A new, empty disk, known to SQLite until the process ends.
    ///
    /// # Errors
    /// SQLite's code when it does not take the disk.
    pub fn new() -> Result<Self, i32> {
        let disk = Arc::new(Mutex::new(Disk::new()));
        let name = vfs::register(&disk)?;
        Ok(Self {
            disk,
            name: name.into(),
        })
    }

    /// The name under which SQLite knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What shall go wrong from now on. Counting begins anew.
    pub fn plan(&self, plan: Plan) {
        self.disk().set_plan(plan);
    }

    /// Nothing goes wrong any more. Counters stay.
    pub fn heal(&self) {
        self.disk().plan = Plan::Nothing;
    }

    /// Changes since the plan was made.
    pub fn changes(&self) -> u64 {
        self.disk().changes
    }

    /// Reads since the plan was made.
    pub fn reads(&self) -> u64 {
        self.disk().reads
    }

    /// Operations that failed by the plan.
    pub fn faults(&self) -> u64 {
        self.disk().faults
    }

    /// Everything ends now.
    pub fn crash(&self, how: Crash) {
        self.disk().crash(how);
    }

    /// Whether it has crashed and was not started anew.
    pub fn has_crashed(&self) -> bool {
        self.disk().crashed
    }

    /// The next process begins, without a plan.
    pub fn reboot(&self) {
        self.disk().reboot();
    }

    /// Empty and sound again, as new.
    pub fn format(&self) {
        self.disk().format();
    }

    /// A disk that says "synchronised" and did nothing. For controls: tests
    /// have to notice.
    pub fn lie_about_synchronising(&self) {
        self.disk().lying = true;
    }

    /// Connections that ask for `synchronous = FULL` get `NORMAL` and are told
    /// that they got it. For controls: tests have to notice.
    pub fn weaken_synchronous(&self) {
        self.disk().weakened = true;
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        lock(&self.disk)
    }
}

/// A panic while the lock is held is a failed test; others go on.
pub(crate) fn lock(disk: &SharedDisk) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}
