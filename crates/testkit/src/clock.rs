use domain::{Clock, Timestamp, Zone};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::time::Instant;

/// A wall clock that follows tokio's: under paused time three days pass in no
/// time at all. It can be moved, as people and batteries move real ones.
#[derive(Debug)]
pub struct TestClock {
    start: Instant,
    epoch_ms: AtomicI64,
    zone: Mutex<Zone>,
    step_ms: AtomicI64,
}

impl TestClock {
    /// Begins at 2026-11-02T12:00:00Z. To be made inside a runtime.
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            epoch_ms: AtomicI64::new(1_793_620_800_000),
            zone: Mutex::new(Zone::UTC),
            step_ms: AtomicI64::new(0),
        }
    }

    /// The people at this clock live in another zone; at first it is Greenwich's.
    pub fn set_zone(&self, zone: Zone) {
        *self.zone.lock().unwrap() = zone;
    }

    /// Moves the wall clock, forward or back.
    pub fn jump(&self, ms: i64) {
        self.epoch_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// From now on so many milliseconds pass between two looks at the clock, as
    /// they do on a slow computer.
    pub fn pass_at_each_look(&self, ms: i64) {
        self.step_ms.store(ms, Ordering::SeqCst);
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.start.elapsed().as_millis()).unwrap();
        let step = self.step_ms.load(Ordering::SeqCst);
        Timestamp(self.epoch_ms.fetch_add(step, Ordering::SeqCst) + passed)
    }

    fn zone(&self) -> Zone {
        *self.zone.lock().unwrap()
    }
}
