//! Making campaigns and looking at them.

use super::helpers::{NOW, Profile, block, campaign, minter, options, person, phone, recipient};
use crate::campaigns::{self, Counts};
use crate::{StoreError, Tx, contacts, outbox};
use domain::{
    CampaignId, CampaignState, HoldReason, PartEvent, PartState, QuietHours, Schedule, Timestamp,
    Weekdays,
};

#[test]
fn a_campaign_is_a_snapshot() {
    let profile = Profile::new();
    let id = profile.write(|tx| {
        let (contact, ..) = contacts::upsert(tx, &person(1, "Ana", "", &[]), &options())?;
        let mut ana = recipient(1);
        ana.contact = Some(contact);
        ana.fields.insert("Edad".into(), String::new());
        let id = campaigns::create(
            tx,
            &campaign(&["Uno", "Dos"]),
            [ana, recipient(2)],
            minter(),
        )?;
        contacts::delete(tx, contact)?;
        Ok(id)
    });
    profile.read(move |tx| {
        let stored = campaigns::get(tx, id)?.unwrap();
        assert_eq!((stored.name.as_str(), stored.total), ("Promo", 2));
        assert_eq!(stored.texts, ["Uno", "Dos"]);
        assert_eq!(stored.extra_fields, ["Ciudad", "Edad"]);
        assert_eq!((stored.state, stored.hold), (CampaignState::Running, None));
        assert_eq!(
            (stored.created_at, stored.started_at, stored.finished_at),
            (NOW, None, None)
        );
        assert_eq!(
            stored.counts,
            Counts {
                queued: 2,
                ..Counts::default()
            }
        );
        assert_eq!(outbox::next_due(tx, id)?.unwrap().name, "Ana 1");
        assert_eq!(campaigns::get(tx, CampaignId(999))?, None);
        assert_eq!(campaigns::head(tx, CampaignId(999))?, None);
        Ok(())
    });
}

#[test]
fn nothing_is_left_of_a_campaign_that_cannot_be_made() {
    let profile = Profile::new();
    let twice = block(profile.store.write(|tx| {
        campaigns::create(
            tx,
            &campaign(&["Hola"]),
            [recipient(1), recipient(1)],
            minter(),
        )
    }));
    assert_eq!(twice.unwrap_err().code(), "other");
    let silent = block(
        profile
            .store
            .write(|tx| campaigns::create(tx, &campaign(&[]), [recipient(1)], minter())),
    );
    assert_eq!(silent.unwrap_err().code(), "other");
    assert_eq!(profile.read(campaigns::list), []);
}

#[test]
fn campaigns_take_turns_in_the_order_of_their_making() {
    let profile = Profile::new();
    let [first, second, third] = [1, 2, 3].map(|people| profile.campaign(people, &["Hola"]));
    profile.write(move |tx| {
        let set = |id, state, hold| campaigns::set_state(tx, id, state, hold, NOW);
        assert_eq!(first_running(tx)?, Some(first));
        set(first, CampaignState::Held, Some(HoldReason::RateLimited))?;
        assert_eq!(first_running(tx)?, Some(second));
        set(second, CampaignState::Completed, Some(HoldReason::Replaced))?;
        assert_eq!(first_running(tx)?, Some(third));
        set(third, CampaignState::Cancelled, None)?;
        assert_eq!(first_running(tx)?, None);

        let list = campaigns::list(tx)?;
        let ids: Vec<_> = list.iter().map(|campaign| campaign.id).collect();
        assert_eq!(ids, [third, second, first]);
        assert_eq!((list[1].hold, list[1].finished_at), (None, Some(NOW)));
        assert_eq!(
            (list[2].hold, list[2].finished_at),
            (Some(HoldReason::RateLimited), None)
        );
        let open = campaigns::list_open(tx)?;
        assert_eq!(open.iter().map(|head| head.id).collect::<Vec<_>>(), [first]);

        set(second, CampaignState::Running, None)?;
        assert_eq!(campaigns::get(tx, second)?.unwrap().finished_at, None);
        assert!(set(CampaignId(99), CampaignState::Running, None).is_err());
        Ok(())
    });
}

#[test]
fn recipients_are_paged_in_order_and_by_state() {
    let profile = Profile::new();
    let id = profile.campaign(7, &["Hola"]);
    profile.write(move |tx| {
        for events in [
            [PartEvent::Accepted, PartEvent::Played],
            [PartEvent::Accepted, PartEvent::Read],
            [PartEvent::WrittenToWire, PartEvent::OutcomeUnknown],
        ] {
            let due = outbox::next_due(tx, id)?.unwrap();
            outbox::begin_attempt(tx, due.part, NOW, 1)?;
            for event in events {
                outbox::apply(tx, due.part, event, Timestamp(NOW.0 + 1), None)?;
            }
        }
        let positions = |state: Option<&'static str>, after, limit| {
            campaigns::recipients(tx, id, state, after, limit).map(|(page, total, next)| {
                let positions: Vec<_> = page.iter().map(|row| row.position).collect();
                (positions, total, next)
            })
        };
        assert_eq!(positions(None, 0, 3)?, (vec![1, 2, 3], 7, Some(3)));
        assert_eq!(positions(None, 3, 4)?, (vec![4, 5, 6, 7], 7, None));
        assert_eq!(positions(Some("read"), 0, 10)?, (vec![1, 2], 2, None));
        assert_eq!(positions(Some("read"), 0, 1)?, (vec![1], 2, Some(1)));
        assert_eq!(positions(Some("sending"), 0, 10)?, (vec![3], 1, None));
        assert_eq!(positions(Some("failed"), 0, 10)?, (vec![], 0, None));
        assert!(positions(Some("played"), 0, 10).is_err());
        for word in Counts::WORDS {
            positions(Some(word), 0, 1)?;
        }

        let (page, ..) = campaigns::recipients(tx, id, None, 0, 3)?;
        assert_eq!(
            (&page[0].phone, page[0].name.as_str()),
            (&phone(1), "Ana 1")
        );
        assert_eq!(
            (page[0].state, page[0].at),
            (PartState::Played, Some(Timestamp(NOW.0 + 1)))
        );
        assert_eq!(
            (page[2].state, page[2].parts[0].attempts),
            (PartState::Unknown, 1)
        );
        let stored = campaigns::get(tx, id)?.unwrap();
        assert_eq!(stored.started_at, Some(NOW));
        let counts = Counts {
            queued: 4,
            sending: 1,
            read: 2,
            ..Counts::default()
        };
        assert_eq!((stored.counts, stored.total), (counts, 7));
        Ok(())
    });
}

fn first_running(tx: &Tx<'_>) -> Result<Option<CampaignId>, StoreError> {
    Ok(campaigns::running(tx)?.first().map(|head| head.id))
}

#[test]
fn one_that_begins_later_takes_its_turn_at_its_time() {
    let profile = Profile::new();
    let later = Timestamp(NOW.0 + 3_600_000);
    let mut tomorrow = campaign(&["Hola"]);
    tomorrow.schedule = Schedule {
        start_at: Some(later),
        quiet: QuietHours::new(21 * 60, 8 * 60),
        weekdays: Weekdays::from_numbers([1, 5]).unwrap(),
        daily_limit: 200,
    };
    let expected = tomorrow.schedule;
    let scheduled =
        profile.write(move |tx| campaigns::create(tx, &tomorrow, [recipient(1)], minter()));
    let at_once = profile.campaign(2, &["Hola"]);
    profile.read(move |tx| {
        let order: Vec<_> = campaigns::running(tx)?.iter().map(|head| head.id).collect();
        assert_eq!(order, [at_once, scheduled]);
        let kept = campaigns::get(tx, scheduled)?.unwrap().schedule;
        assert_eq!(kept, expected);
        Ok(())
    });
}

#[test]
fn a_hold_with_an_end_ends_by_itself() {
    let profile = Profile::new();
    let [one, other] = [1, 2].map(|people| profile.campaign(people, &["Hola"]));
    let at = |seconds: i64| Timestamp(NOW.0 + seconds * 1000);
    profile.write(move |tx| {
        assert!(campaigns::hold(
            tx,
            one,
            HoldReason::RateLimited,
            Some(at(60))
        )?);
        assert!(campaigns::hold(tx, other, HoldReason::Restricted, None)?);
        assert_eq!(campaigns::release_due(tx, at(59))?, (vec![], Some(at(60))));
        assert_eq!(campaigns::release_due(tx, at(60))?, (vec![one], None));
        let released = campaigns::get(tx, one)?.unwrap();
        assert_eq!(
            (released.state, released.hold, released.hold_until),
            (CampaignState::Running, None, None)
        );
        assert_eq!(
            campaigns::get(tx, other)?.unwrap().state,
            CampaignState::Held
        );
        Ok(())
    });
}

#[test]
fn people_written_to_are_counted_by_day() {
    let profile = Profile::new();
    profile.write(|tx| {
        assert_eq!(campaigns::sent_on(tx, 739_942)?, 0);
        campaigns::note_sent(tx, 739_942, 3)?;
        campaigns::note_sent(tx, 739_942, 2)?;
        campaigns::note_sent(tx, 739_943, 1)?;
        assert_eq!(campaigns::sent_on(tx, 739_942)?, 5);
        Ok(())
    });
}

#[test]
fn an_opt_out_is_confirmed_once_and_no_list_shows_it() {
    let profile = Profile::new();
    let ours = profile.campaign(2, &["Hola"]);
    profile.write(move |tx| {
        let (ana, beto) = (phone(1), phone(2));
        let mut mint = minter();
        let mut confirm =
            |who: &_, text: &str| campaigns::queue_confirmation(tx, who, text, &mint(), NOW);
        assert!(confirm(&ana, "Listo.")?);
        assert!(!confirm(&ana, "Listo.")?);
        assert!(!confirm(&ana, "Hecho.")?);
        assert!(confirm(&beto, "Hecho.")?);
        let running = campaigns::running(tx)?;
        assert_eq!(running.len(), 2);
        assert_eq!(running[0].kind, campaigns::Kind::Confirmation);
        let hidden = running[0].id;
        assert_eq!(campaigns::get(tx, hidden)?, None);
        assert_eq!(
            campaigns::list(tx)?
                .iter()
                .map(|c| c.id)
                .collect::<Vec<_>>(),
            [ours]
        );
        assert!(!campaigns::hold(tx, hidden, HoldReason::Restricted, None)?);
        let due = outbox::next_due(tx, hidden)?.unwrap();
        assert_eq!((due.phone, due.text.as_str()), (ana, "Listo."));
        Ok(())
    });
}

#[test]
fn what_is_tried_again_waits_behind_what_runs() {
    let profile = Profile::new();
    let [first, second] = [1, 2].map(|people| profile.campaign(people, &["Hola"]));
    let later = Timestamp(NOW.0 + 60_000);
    profile.write(move |tx| {
        let due = outbox::next_due(tx, first)?.unwrap();
        outbox::apply(tx, due.part, PartEvent::GiveUp, NOW, Some("network"))?;
        assert_eq!(outbox::retry_failed(tx, first, later)?, 1);
        let order: Vec<_> = campaigns::running(tx)?.iter().map(|head| head.id).collect();
        assert_eq!(order, [second, first]);
        // Nothing to try again: its place is what it was.
        assert_eq!(outbox::retry_failed(tx, second, Timestamp(later.0 + 1))?, 0);
        assert_eq!(first_running(tx)?, Some(second));
        Ok(())
    });
}
