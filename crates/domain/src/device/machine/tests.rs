use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const LATER: Timestamp = Timestamp(60_000);

/// One of each state.
fn states() -> Vec<DeviceState> {
    use DeviceState as S;
    vec![
        S::NotLinked,
        S::Pairing { expires_at: LATER },
        S::PairingExpired,
        S::NumberRefused,
        S::Connecting,
        S::Online,
        S::Reconnecting {
            attempt: 2,
            next_try: Some(LATER),
        },
        S::Offline,
        S::Idle,
        S::Disabled,
        S::LoggedOut,
        S::Replaced,
        S::Restricted {
            code: 101,
            until: Some(LATER),
        },
        S::Banned { code: 406 },
        S::ClientTooOld,
    ]
}

/// One of each event, with its name on the page.
fn events() -> Vec<(&'static str, DeviceEvent)> {
    use DeviceEvent as E;
    vec![
        ("PairingAsked", E::PairingAsked),
        ("CodeShown", E::CodeShown { expires_at: LATER }),
        ("CodesUsedUp", E::CodesUsedUp),
        ("PhoneAccepted", E::PhoneAccepted),
        ("LineWanted", E::LineWanted),
        ("Trying 0", E::Trying { attempt: 0 }),
        ("Trying", E::Trying { attempt: 3 }),
        ("LineUp", E::LineUp),
        (
            "LineLost",
            E::LineLost {
                attempt: 3,
                next_try: LATER,
            },
        ),
        ("NumberNotAllowed", E::NumberNotAllowed),
        ("LoggedOut", E::LoggedOut),
        ("Replaced", E::Replaced),
        (
            "Restricted",
            E::Restricted {
                code: 101,
                until: Some(LATER),
            },
        ),
        (
            "StillRestricted",
            E::StillRestricted {
                code: 101,
                until: LATER,
            },
        ),
        ("Banned", E::Banned { code: 406 }),
        ("TooOld", E::TooOld),
        ("Idle", E::Rested(Rest::Idle)),
        ("Disabled", E::Rested(Rest::Disabled)),
        ("Stopped, linked", E::Stopped { linked: true }),
        ("Stopped", E::Stopped { linked: false }),
        ("Unlinked", E::Unlinked),
    ]
}

fn letter(effect: Effect) -> char {
    match effect {
        Effect::Open => 'O',
        Effect::Close => 'C',
        Effect::StopTrying => 'S',
        Effect::TellPhone => 'T',
        Effect::ForgetKeys => 'K',
    }
}

/// Every state with every event, as the page for people shows it.
#[test]
fn the_whole_table_is_what_was_reviewed() {
    let mut table = String::from("| |");
    for state in states() {
        write!(table, " {} |", state.as_str()).unwrap();
    }
    table += "\n|---|";
    table += &"---|".repeat(states().len());
    for (name, event) in events() {
        write!(table, "\n| **{name}** |").unwrap();
        for state in states() {
            let cell = next(&state, &event).map_or_else(String::new, |step| {
                let done: String = step.effects.iter().map(|one| letter(*one)).collect();
                format!("{} {done}", step.to.as_str()).trim_end().to_owned()
            });
            write!(table, " {cell} |").unwrap();
        }
    }
    let page = include_str!("../../../../../docs/device-states.md").replace("\r\n", "\n");
    assert!(
        page.contains(&table),
        "docs/device-states.md has another table than this one:\n{table}"
    );
}

/// From every state something that a person or the server can do leads to a code
/// on show or to a line, whatever came before.
#[test]
fn no_state_is_a_dead_end() {
    let arrived =
        |state: &DeviceState| matches!(state, DeviceState::Online | DeviceState::Pairing { .. });
    for start in states() {
        let mut seen = BTreeSet::from([start.as_str()]);
        let mut edge = vec![start.clone()];
        let mut found = arrived(&start);
        while let Some(state) = edge.pop() {
            for (_, event) in events() {
                let Some(step) = next(&state, &event) else {
                    continue;
                };
                found |= arrived(&step.to);
                if seen.insert(step.to.as_str()) {
                    edge.push(step.to);
                }
            }
        }
        assert!(found, "nothing leads out of {start:?}");
    }
}

#[test]
fn a_state_that_wants_a_person_is_not_tried_again() {
    for state in states() {
        for (name, event) in events() {
            let Some(step) = next(&state, &event) else {
                continue;
            };
            let by_itself = !matches!(
                event,
                DeviceEvent::PairingAsked
                    | DeviceEvent::LineWanted
                    | DeviceEvent::Stopped { .. }
                    | DeviceEvent::Rested(_)
                    | DeviceEvent::Unlinked
            );
            if state.wants_a_person() {
                assert!(!by_itself, "{name} leads out of {state:?}");
            }
            if by_itself && step.to.wants_a_person() {
                assert!(step.effects.contains(&Effect::StopTrying), "{name}");
            }
        }
    }
}

fn any_event() -> impl Strategy<Value = DeviceEvent> {
    (0..events().len()).prop_map(|index| events().swap_remove(index).1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever happens, the keys of a linked device go only with a person's
    /// unlinking, with a number that may not be linked, or with a new pairing
    /// after the phone ended the old one; and the way back is never closed.
    #[test]
    fn keys_outlive_everything_but_an_unlinking(told in prop::collection::vec(any_event(), 0..80)) {
        let mut state = DeviceState::NotLinked;
        for event in told {
            let Some(step) = next(&state, &event) else { continue };
            if step.effects.contains(&Effect::ForgetKeys) {
                let allowed = matches!(event, DeviceEvent::Unlinked | DeviceEvent::NumberNotAllowed)
                    || (state == DeviceState::LoggedOut && event == DeviceEvent::PairingAsked);
                prop_assert!(allowed, "{event:?} in {state:?}");
            }
            state = step.to;
            // What a person can always do, in the order in which it is offered.
            let way_out = [DeviceEvent::LineWanted, DeviceEvent::PairingAsked]
                .iter()
                .any(|wish| next(&state, wish).is_some_and(|step| step.effects.contains(&Effect::Open)));
            prop_assert!(way_out || state == DeviceState::Online, "{state:?}");
        }
    }

    /// Only a device that has keys stands where a linked one does; the others can
    /// always be paired.
    #[test]
    fn without_keys_a_code_can_always_be_asked_for(told in prop::collection::vec(any_event(), 0..80)) {
        let (mut state, mut keys) = (DeviceState::NotLinked, false);
        for event in told {
            // A server takes a login, and refuses a number, of those who have keys;
            // a person can want the line, or unlink, only of a linked device.
            let of_keys = matches!(event, DeviceEvent::LineUp | DeviceEvent::NumberNotAllowed
                | DeviceEvent::LineWanted | DeviceEvent::Unlinked);
            // Who has keys is not asked to pair, but for those that are of no use.
            let pairs = matches!(event, DeviceEvent::PairingAsked | DeviceEvent::CodeShown { .. }
                | DeviceEvent::CodesUsedUp | DeviceEvent::Stopped { linked: false });
            let useless = state == DeviceState::LoggedOut && event == DeviceEvent::PairingAsked;
            if if keys { pairs && !useless } else { of_keys } {
                continue;
            }
            let step = if keys { next(&state, &event) } else { next_without_keys(&state, &event) };
            let Some(step) = step else { continue };
            keys |= event == DeviceEvent::PhoneAccepted;
            keys &= !step.effects.contains(&Effect::ForgetKeys);
            state = step.to;
            if !keys {
                let of_a_link = matches!(state, DeviceState::Online | DeviceState::Offline | DeviceState::Idle
                    | DeviceState::Disabled | DeviceState::LoggedOut | DeviceState::Replaced
                    | DeviceState::Restricted { .. } | DeviceState::Banned { .. });
                prop_assert!(!of_a_link, "{event:?} led to {state:?}");
                let opens = next_without_keys(&state, &DeviceEvent::PairingAsked)
                    .is_some_and(|step| step.effects.contains(&Effect::Open));
                prop_assert!(opens, "no way out of {state:?}");
            }
        }
    }

    /// A line is wanted and comes up, wherever the device was left linked.
    #[test]
    fn a_linked_device_comes_back(told in prop::collection::vec(any_event(), 0..80)) {
        let mut state = DeviceState::Offline;
        for event in told {
            if matches!(event, DeviceEvent::PairingAsked | DeviceEvent::Unlinked | DeviceEvent::NumberNotAllowed
                | DeviceEvent::Stopped { linked: false } | DeviceEvent::CodeShown { .. } | DeviceEvent::CodesUsedUp) {
                continue;
            }
            if let Some(step) = next(&state, &event) {
                state = step.to;
            }
        }
        for event in [DeviceEvent::LineWanted, DeviceEvent::Trying { attempt: 0 }, DeviceEvent::LineUp] {
            if let Some(step) = next(&state, &event) {
                state = step.to;
            }
        }
        prop_assert_eq!(state, DeviceState::Online);
    }
}
