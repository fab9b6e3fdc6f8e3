//! What shall go wrong, and when.

/// How everything ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// The process dies. What it wrote is in the system's cache and survives.
    Kill,
    /// The power fails: only what was synchronised survives.
    PowerLoss,
    /// The power fails while the disk was writing: of what was not synchronised
    /// any sectors survive and others do not, in any order.
    Torn {
        /// Decides which.
        seed: u64,
    },
}

/// What the system answers instead of doing what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No room is left: a write may be done by half, a file is not created.
    /// Overwriting, synchronising, truncating and deleting still work.
    Full,
    /// The disk does not take a change. What a failed synchronisation should
    /// have saved is forgotten, as Linux does.
    Io,
    /// The disk does not give back what it has.
    ReadIo,
}

/// What shall go wrong. Operations count from 1, from the moment of the plan:
/// changes (create, write, truncate, synchronise, delete) and reads apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    Nothing,
    /// This change is the last thing that is tried.
    Crash {
        /// Number of the change.
        at: u64,
        /// How it ends.
        how: Crash,
    },
    /// Some operations fail: changes, or reads for [`Fault::ReadIo`].
    Fail {
        /// The first.
        from: u64,
        /// The first that works again.
        until: u64,
        /// In which way.
        what: Fault,
    },
}

/// What a process asks of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    /// Whether the file grows by it.
    Write {
        grows: bool,
    },
    Truncate,
    Sync,
    Delete,
    Read,
}

/// What becomes of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    Crash(Crash),
    Fail(Fault),
}

impl Plan {
    /// What becomes of the operation with this number among its kind.
    pub(crate) fn judge(self, operation: Operation, number: u64) -> Verdict {
        let read = operation == Operation::Read;
        match self {
            Self::Crash { at, how } if !read && number == at => Verdict::Crash(how),
            Self::Fail { from, until, what } if (from..until).contains(&number) => {
                let hit = match what {
                    Fault::ReadIo => read,
                    Fault::Io => !read,
                    Fault::Full => matches!(
                        operation,
                        Operation::Create | Operation::Write { grows: true }
                    ),
                };
                if hit {
                    Verdict::Fail(what)
                } else {
                    Verdict::Go
                }
            }
            _ => Verdict::Go,
        }
    }
}
