//! Bugs on purpose, with which the simulator proves that it would find them.
//! They sleep unless the feature `planted` is on and a thread has woken one.

/// A bug that can only be planted inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The attempt is counted when it has ended.
    AttemptCountedAfter,
    /// Nobody asks whether the recipient opted out.
    OptOutIgnored,
    /// A paced campaign does not wait for acks.
    NoWaitForAcks,
    /// After a connection nothing in doubt is sent again.
    DoubtForgotten,
    /// An unknown outcome counts as failed at once.
    DoubtFails,
    /// A failed attempt is tried again without end.
    NoLastAttempt,
    /// A campaign is completed while messages are in doubt.
    CompletedEarly,
    /// What became of a send is not stored.
    ReportLost,
    /// The pace of a campaign is not kept.
    PaceIgnored,
    /// A restricted account does not hold the campaign.
    HoldIgnored,
    /// Quiet hours, weekdays and the daily limit are not kept.
    ScheduleIgnored,
    /// What was picked and not tried is forgotten.
    UntriedForgotten,
}

#[cfg(feature = "planted")]
impl Bug {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::AttemptCountedAfter,
        Self::OptOutIgnored,
        Self::NoWaitForAcks,
        Self::DoubtForgotten,
        Self::DoubtFails,
        Self::NoLastAttempt,
        Self::CompletedEarly,
        Self::ReportLost,
        Self::PaceIgnored,
        Self::HoldIgnored,
        Self::ScheduleIgnored,
        Self::UntriedForgotten,
    ];
}

#[cfg(feature = "planted")]
thread_local! {
    static AWAKE: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

/// Wakes a bug for dispatchers that run on this thread, or none.
#[cfg(feature = "planted")]
pub fn plant(bug: Option<Bug>) {
    AWAKE.set(bug);
}

/// Whether this bug is awake.
#[cfg(feature = "planted")]
pub(crate) fn has(bug: Bug) -> bool {
    AWAKE.get() == Some(bug)
}

#[cfg(not(feature = "planted"))]
pub(crate) fn has(_: Bug) -> bool {
    false
}
