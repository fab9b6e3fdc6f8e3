//! What goes out next, and what becomes of it.

use super::helpers::{NOW, Profile, campaign, minter, phone, recipient};
use crate::{campaigns, outbox};
use domain::{CampaignState, PartEvent, PartState, SkipReason, Timestamp};

#[test]
fn parts_are_due_in_order_and_texts_rotate() {
    let profile = Profile::new();
    let id = profile.campaign(3, &["Hola {nombre}", "Buenas {nombre}"]);
    let seen = profile.write(move |tx| {
        let mut seen = Vec::new();
        while let Some(due) = outbox::next_due(tx, id)? {
            assert!(due.first_of_recipient);
            assert_eq!(due.groups, ["VIP"]);
            assert_eq!(due.fields["Ciudad"], "Luque");
            assert_eq!((due.attempts, due.due_at), (0, NOW));
            assert!(outbox::begin_attempt(tx, due.part, NOW, 1)?);
            assert!(
                !outbox::begin_attempt(tx, due.part, NOW, 1)?,
                "counted twice"
            );
            seen.push((due.position, due.phone, due.name, due.text));
        }
        Ok(seen)
    });
    let row = |n: u64, text: &str| (n, phone(n), format!("Ana {n}"), text.to_owned());
    assert_eq!(
        seen,
        [
            row(1, "Hola {nombre}"),
            row(2, "Buenas {nombre}"),
            row(3, "Hola {nombre}")
        ]
    );
}

#[test]
fn a_part_that_has_to_wait_lets_nobody_overtake() {
    let profile = Profile::new();
    let id = profile.campaign(2, &["Hola"]);
    profile.write(move |tx| {
        let first = outbox::next_due(tx, id)?.unwrap();
        outbox::begin_attempt(tx, first.part, NOW, 1)?;
        let later = Timestamp(NOW.0 + 60_000);
        let state = outbox::retry_later(tx, first.part, later, NOW, "network")?;
        assert_eq!(state, Some(PartState::Queued));
        let again = outbox::next_due(tx, id)?.unwrap();
        assert_eq!(again.part, first.part);
        assert_eq!(again.message_id, first.message_id, "the id stays");
        assert_eq!((again.due_at, again.attempts), (later, 1));
        Ok(())
    });
}

#[test]
fn what_was_in_doubt_goes_out_again_under_its_own_id() {
    let profile = Profile::new();
    let id = profile.campaign(5, &["Hola"]);
    profile.write(move |tx| {
        let mut sent = Vec::new();
        for (step, events) in [
            vec![],
            vec![PartEvent::WrittenToWire],
            vec![PartEvent::OutcomeUnknown],
            vec![PartEvent::WrittenToWire, PartEvent::Accepted],
        ]
        .into_iter()
        .enumerate()
        {
            let due = outbox::next_due(tx, id)?.unwrap();
            assert_eq!(due.position, step as u64 + 1);
            outbox::begin_attempt(tx, due.part, NOW, 1)?;
            for event in events {
                assert!(outbox::apply(tx, due.part, event, NOW, None)?.is_some());
            }
            sent.push(due);
        }
        let doubt: Vec<_> = sent.iter().take(3).map(|due| due.part).collect();
        assert_eq!(outbox::in_doubt(tx, id)?, doubt);
        assert_eq!(outbox::unsettled(tx, id)?, 4);
        let later = Timestamp(NOW.0 + 5);
        assert_eq!(outbox::requeue_in_doubt(tx, id, later)?, 3);
        assert_eq!(outbox::in_doubt(tx, id)?, []);
        let due = outbox::next_due(tx, id)?.unwrap();
        assert_eq!(
            (due.part, &due.message_id, due.attempts, due.due_at),
            (sent[0].part, &sent[0].message_id, 1, later)
        );
        Ok(())
    });
}

#[test]
fn news_about_unknown_ids_and_old_news_change_nothing() {
    let profile = Profile::new();
    let id = profile.campaign(1, &["Hola"]);
    profile.write(move |tx| {
        let foreign = minter()();
        assert_eq!(
            outbox::apply_by_id(tx, &foreign, PartEvent::Read, NOW, None)?,
            None
        );
        assert_eq!(outbox::part_by_id(tx, &foreign)?, None);
        let due = outbox::next_due(tx, id)?.unwrap();
        outbox::begin_attempt(tx, due.part, NOW, 1)?;
        let read = outbox::apply_by_id(tx, &due.message_id, PartEvent::Read, NOW, None)?;
        assert_eq!(read, Some((id, due.part, PartState::Read)));
        for late in [
            PartEvent::WrittenToWire,
            PartEvent::Accepted,
            PartEvent::Delivered,
            PartEvent::GiveUp,
        ] {
            assert_eq!(
                outbox::apply_by_id(tx, &due.message_id, late, NOW, None)?,
                None
            );
        }
        let found = outbox::part_by_id(tx, &due.message_id)?;
        assert_eq!(found, Some((id, due.part, PartState::Read, 1)));
        assert_eq!(
            outbox::retry_later(tx, due.part, NOW, NOW, "network")?,
            None
        );
        Ok(())
    });
}

#[test]
fn a_retry_asked_for_by_a_person_starts_counting_anew() {
    let profile = Profile::new();
    let id = profile.campaign(2, &["Hola"]);
    profile.write(move |tx| {
        let due = outbox::next_due(tx, id)?.unwrap();
        for _ in 0..4 {
            outbox::begin_attempt(tx, due.part, NOW, 1)?;
            outbox::retry_later(tx, due.part, NOW, NOW, "timeout")?;
        }
        outbox::apply(tx, due.part, PartEvent::GiveUp, NOW, Some("timeout"))?;
        let (page, ..) = campaigns::recipients(tx, id, Some("failed"), 0, 10)?;
        assert_eq!(page[0].reason.as_deref(), Some("timeout"));
        assert_eq!(outbox::retry_failed(tx, id, NOW)?, 1);
        assert_eq!(outbox::retry_failed(tx, id, NOW)?, 0);
        let again = outbox::next_due(tx, id)?.unwrap();
        assert_eq!((again.part, again.attempts), (due.part, 0));
        let (page, ..) = campaigns::recipients(tx, id, None, 0, 10)?;
        assert_eq!(page[0].parts[0].attempts, 4, "all of them are shown");
        Ok(())
    });
}

#[test]
fn cancelling_leaves_out_what_waits_and_nothing_else() {
    let profile = Profile::new();
    let id = profile.campaign(4, &["Hola"]);
    profile.write(move |tx| {
        let due = outbox::next_due(tx, id)?.unwrap();
        outbox::begin_attempt(tx, due.part, NOW, 1)?;
        outbox::apply(tx, due.part, PartEvent::WrittenToWire, NOW, None)?;
        assert_eq!(outbox::cancel_queued(tx, id, NOW)?, 3);
        campaigns::set_state(tx, id, CampaignState::Cancelled, None, NOW)?;
        assert_eq!(outbox::next_due(tx, id)?, None);
        assert_eq!(outbox::unsettled(tx, id)?, 1);
        let (page, total, next) = campaigns::recipients(tx, id, Some("skipped"), 0, 2)?;
        assert_eq!((page.len(), total, next), (2, 3, Some(3)));
        assert_eq!(page[0].reason.as_deref(), Some("cancelled"));
        // The late receipt of somebody who was left out proves the opposite.
        let id_of_last = campaigns::recipients(tx, id, None, 3, 1)?.0[0].parts[0]
            .message_id
            .clone();
        outbox::apply_by_id(tx, &id_of_last, PartEvent::Delivered, NOW, None)?;
        let counts = campaigns::get(tx, id)?.unwrap().counts;
        assert_eq!((counts.sent, counts.skipped, counts.delivered), (1, 2, 1));
        Ok(())
    });
}

#[test]
fn who_is_left_out_from_the_start_is_never_due() {
    let profile = Profile::new();
    let id = profile.write(|tx| {
        let people = (1..=3).map(|n| {
            let mut person = recipient(n);
            person.skip = (n != 2).then_some(SkipReason::OptedOut);
            person
        });
        campaigns::create(tx, &campaign(&["Hola"]), people, minter())
    });
    profile.write(move |tx| {
        let due = outbox::next_due(tx, id)?.unwrap();
        assert_eq!((due.position, outbox::unsettled(tx, id)?), (2, 1));
        outbox::apply(tx, due.part, PartEvent::Skip, NOW, Some("empty_message"))?;
        assert_eq!(outbox::next_due(tx, id)?, None);
        let (page, ..) = campaigns::recipients(tx, id, None, 0, 10)?;
        let reasons: Vec<_> = page
            .iter()
            .map(|row| row.reason.as_deref().unwrap())
            .collect();
        assert_eq!(reasons, ["opted_out", "empty_message", "opted_out"]);
        Ok(())
    });
}

#[test]
fn an_attempt_that_was_not_made_is_taken_back() {
    let profile = Profile::new();
    let id = profile.campaign(2, &["Hola"]);
    profile.write(move |tx| {
        let due = outbox::next_due(tx, id)?.unwrap();
        assert_eq!((due.attempts, due.tried_on), (0, None));
        assert!(outbox::begin_attempt(tx, due.part, NOW, 7)?);
        assert!(
            outbox::give_back(tx, due.part, NOW)?,
            "nobody was written to"
        );
        let again = outbox::next_due(tx, id)?.unwrap();
        assert_eq!(
            (again.part, again.attempts, again.tried_on),
            (due.part, 0, None)
        );

        // One that was tried before keeps what it had.
        outbox::begin_attempt(tx, due.part, NOW, 7)?;
        outbox::requeue_in_doubt(tx, id, NOW)?;
        outbox::begin_attempt(tx, due.part, NOW, 8)?;
        assert!(!outbox::give_back(tx, due.part, NOW)?);
        let again = outbox::next_due(tx, id)?.unwrap();
        assert_eq!((again.attempts, again.tried_on), (1, Some(8)));
        // Only what is being sent can be given back.
        assert!(!outbox::give_back(tx, due.part, NOW)?);
        Ok(())
    });
}
