//! Campaigns of a copy: nothing goes out before a person has looked.

use super::helpers::{NOW, Profile, campaign, minter, phone, recipient};
use crate::campaigns::{self, Restored};
use crate::{outbox, settings};
use domain::{CampaignId, CampaignState, HoldReason, PartEvent, Timestamp};

const LATER: Timestamp = Timestamp(NOW.0 + 1_000);

fn state(profile: &Profile, id: CampaignId) -> (CampaignState, Option<HoldReason>) {
    let head = profile.read(move |tx| campaigns::head(tx, id)).unwrap();
    (head.state, head.hold)
}

#[test]
fn what_was_under_way_waits_for_a_person() {
    let profile = Profile::new();
    let (running, paused, held, done) = (
        profile.campaign(3, &["Hola"]),
        profile.campaign(3, &["Hola"]),
        profile.campaign(3, &["Hola"]),
        profile.campaign(3, &["Hola"]),
    );
    profile.write(move |tx| {
        campaigns::set_state(tx, paused, CampaignState::Paused, None, NOW)?;
        campaigns::hold(tx, held, HoldReason::RateLimited, Some(LATER))?;
        campaigns::set_state(tx, done, CampaignState::Completed, None, NOW)?;
        // One is in doubt.
        let due = outbox::next_due(tx, running)?.unwrap();
        outbox::begin_attempt(tx, due.part, NOW, 1)
    });
    let told = profile.write(|tx| campaigns::hold_restored(tx, LATER));
    let expected = Restored {
        held: 2,
        given_up: 0,
    };
    assert_eq!(told, expected);
    let restored = (CampaignState::Held, Some(HoldReason::Restored));
    assert_eq!(state(&profile, running), restored);
    assert_eq!(state(&profile, held), restored);
    assert_eq!(state(&profile, paused), (CampaignState::Paused, None));
    assert_eq!(state(&profile, done), (CampaignState::Completed, None));
    // Neither time nor a line lets it go on.
    assert!(!HoldReason::Restored.ends_when_online());
    let (released, next) = profile.write(|tx| campaigns::release_due(tx, Timestamp(i64::MAX)));
    assert_eq!((released, next), (vec![], None));
    // What was in doubt is still to be asked for, under its own id.
    let doubt = profile.read(move |tx| outbox::in_doubt(tx, running));
    assert_eq!(doubt.len(), 1);
}

#[test]
fn what_no_list_shows_is_given_up() {
    let profile = Profile::new();
    let mut test = campaign(&["Hola"]);
    test.for_test = true;
    let test = profile.write(move |tx| campaigns::create(tx, &test, [recipient(9)], minter()));
    let confirmation = profile.write(|tx| {
        settings::set(tx, "any", "thing")?;
        campaigns::queue_confirmation(tx, &phone(1), "Listo", &minter()(), NOW)?;
        campaigns::queue_confirmation(tx, &phone(2), "Listo", &minter()(), NOW)?;
        let open = campaigns::list_open(tx)?;
        let of = |head: &&campaigns::Head| head.kind == campaigns::Kind::Confirmation;
        Ok(open.iter().find(of).unwrap().id)
    });
    let first = profile.write(move |tx| {
        let due = outbox::next_due(tx, confirmation)?.unwrap();
        outbox::begin_attempt(tx, due.part, NOW, 1)?;
        Ok(due)
    });
    let told = profile.write(|tx| campaigns::hold_restored(tx, LATER));
    let expected = Restored {
        held: 0,
        given_up: 2,
    };
    assert_eq!(told, expected);
    for id in [test, confirmation] {
        assert_eq!(state(&profile, id), (CampaignState::Cancelled, None));
        assert!(profile.read(move |tx| outbox::next_due(tx, id)).is_none());
        assert!(profile.read(move |tx| outbox::in_doubt(tx, id)).is_empty());
    }
    // Whether it arrived may still be heard.
    let id = first.message_id;
    let heard = profile
        .write(move |tx| outbox::apply_by_id(tx, &id, PartEvent::Delivered, LATER, None))
        .unwrap();
    assert_eq!(heard.2, domain::PartState::Delivered);
}
