//! The edge where real time comes in.

use chrono::Offset as _;
use domain::{Clock, Timestamp, Zone};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The system is asked for its zone this often: people travel, and a laptop
/// notices.
const ZONE_LASTS: Duration = Duration::from_secs(60);

/// What the system said last, and when.
static ZONE: Mutex<Option<(Timestamp, Zone)>> = Mutex::new(None);

/// The operating system's wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the real clock"
    )]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn zone(&self) -> Zone {
        let now = self.now();
        let mut known = ZONE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, zone)) = *known
            && at <= now
            && now.since(at) < ZONE_LASTS
        {
            return zone;
        }
        let zone = system_zone();
        *known = Some((now, zone));
        zone
    }
}

fn system_zone() -> Zone {
    // Containers and services are told by the environment.
    let told = std::env::var("TZ").ok();
    let told = told.as_deref().map(|name| name.trim_start_matches(':'));
    told.and_then(|name| name.parse().ok())
        .or_else(|| iana_time_zone::get_timezone().ok()?.parse().ok())
        .unwrap_or_else(zone_of_offset)
}

/// Where the system names no zone that is known, the whole hours that it is
/// away from Greenwich now.
fn zone_of_offset() -> Zone {
    let hours = chrono::Local::now().offset().fix().local_minus_utc() / 3600;
    // The signs of these names are turned round.
    format!("Etc/GMT{:+}", -hours).parse().unwrap_or(Zone::UTC)
}
