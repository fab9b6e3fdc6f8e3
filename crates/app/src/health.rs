//! How the account stands, in three colours.

use crate::api::HealthView;
use crate::error::Result;
use domain::messenger::AccountHealth;
use domain::{DeviceState, HoldReason, Timestamp};
use store::{Store, campaigns};

/// Fewer new chats than this are few.
const FEW: u32 = 10;

pub(crate) async fn view(
    store: &Store,
    state: &DeviceState,
    said: Option<AccountHealth>,
    now: Timestamp,
) -> Result<HealthView> {
    let failing = store
        .read(|tx| {
            let open = campaigns::list_open(tx)?;
            Ok(open
                .iter()
                .any(|head| head.hold == Some(HoldReason::TooManyFailures)))
        })
        .await?;
    Ok(judge(state, said, failing, now))
}

fn judge(
    state: &DeviceState,
    said: Option<AccountHealth>,
    failing: bool,
    now: Timestamp,
) -> HealthView {
    let of = |level: &str, reason: Option<&str>, until: Option<Timestamp>| HealthView {
        level: level.to_owned(),
        reason: reason.map(str::to_owned),
        until: until.map(Timestamp::to_rfc3339),
        new_chats_left: None,
    };
    if let DeviceState::Restricted { until, .. } = state {
        return of("red", Some("restricted"), *until);
    }
    if matches!(state, DeviceState::Banned { .. }) {
        return of("red", Some("banned"), None);
    }
    if *state != DeviceState::Online {
        return of("unknown", Some("offline"), None);
    }
    let asked = said.is_some();
    let said = said.unwrap_or_default();
    let left = said
        .new_chats
        .map(|chats| chats.limit.saturating_sub(chats.used));
    let mut view = if said.is_locked(now) {
        of("red", Some("time_locked"), said.locked_until)
    } else if left == Some(0) {
        of("red", Some("new_chats_used_up"), None)
    } else if failing {
        of("yellow", Some("held"), None)
    } else if left.is_some_and(|left| left < FEW) {
        of("yellow", Some("new_chats_low"), None)
    } else if asked {
        of("green", None, None)
    } else {
        of("unknown", None, None)
    };
    view.new_chats_left = left;
    view
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::messenger::NewChats;

    const NOW: Timestamp = Timestamp(1_793_620_800_000);

    fn online(said: AccountHealth, failing: bool) -> (String, Option<String>) {
        let view = judge(&DeviceState::Online, Some(said), failing, NOW);
        (view.level, view.reason)
    }

    #[test]
    fn red_before_yellow_before_green() {
        let chats = |limit, used| AccountHealth {
            new_chats: Some(NewChats { limit, used }),
            ..AccountHealth::default()
        };
        let locked = |ms: i64| AccountHealth {
            locked: true,
            locked_until: Some(Timestamp(NOW.0 + ms)),
            ..AccountHealth::default()
        };
        for (said, failing, level, reason) in [
            (AccountHealth::default(), false, "green", None),
            (locked(60_000), true, "red", Some("time_locked")),
            (locked(-60_000), false, "green", None),
            (chats(50, 50), false, "red", Some("new_chats_used_up")),
            (chats(50, 45), false, "yellow", Some("new_chats_low")),
            (chats(50, 1), true, "yellow", Some("held")),
            (chats(50, 1), false, "green", None),
        ] {
            let expected = (level.to_owned(), reason.map(str::to_owned));
            assert_eq!(online(said, failing), expected);
        }
    }

    #[test]
    fn what_nobody_said_is_not_green() {
        assert_eq!(
            judge(&DeviceState::Online, None, false, NOW).level,
            "unknown"
        );
        let ban = DeviceState::Restricted {
            code: 101,
            until: Some(NOW),
        };
        let view = judge(&ban, None, false, NOW);
        assert_eq!(
            (view.level.as_str(), view.until),
            ("red", Some(NOW.to_rfc3339()))
        );
        let view = judge(&DeviceState::Banned { code: 406 }, None, false, NOW);
        assert_eq!(
            (view.level.as_str(), view.reason.as_deref()),
            ("red", Some("banned"))
        );
        assert_eq!(
            judge(&DeviceState::Offline, None, true, NOW).level,
            "unknown"
        );
    }
}
