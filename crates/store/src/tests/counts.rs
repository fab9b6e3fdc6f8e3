//! Counts against rows, after anything that can happen.

use super::helpers::{NOW, Profile, campaign, minter, recipient};
use crate::campaigns::{self, Counts};
use crate::{StoreError, Tx, contacts, outbox};
use domain::{CampaignId, PartEvent, PartState, SkipReason};
use proptest::prelude::*;
use rusqlite::params;

/// Counts by looking at every row.
fn counted(tx: &Tx<'_>, id: CampaignId) -> Result<(Counts, u64), StoreError> {
    let mut counts = Counts::default();
    let (rows, ..) = campaigns::recipients(tx, id, None, 0, 1000)?;
    for row in &rows {
        let least = row.parts.iter().map(|part| part.state).collect::<Vec<_>>();
        assert!(least.contains(&row.state), "{:?} of {least:?}", row.state);
        *match row.state {
            PartState::Queued => &mut counts.queued,
            PartState::Sending | PartState::Unknown => &mut counts.sending,
            PartState::Sent => &mut counts.sent,
            PartState::Accepted => &mut counts.accepted,
            PartState::Delivered => &mut counts.delivered,
            PartState::Read | PartState::Played => &mut counts.read,
            PartState::Failed => &mut counts.failed,
            PartState::Skipped => &mut counts.skipped,
        } += 1;
    }
    let parts = rows.iter().flat_map(|row| &row.parts);
    let unsettled = parts.filter(|part| !part.state.is_settled()).count() as u64;
    Ok((counts, unsettled))
}

/// A second part for everybody at an even position, as attachments will bring.
fn add_second_parts(tx: &Tx<'_>, id: CampaignId) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO part (campaign_id, position, ordinal, kind, message_id, state, due_at)
         SELECT campaign_id, position, 2, kind, message_id || 'B', 'queued', due_at
         FROM part WHERE campaign_id = ?1 AND position % 2 = 0 AND state = 'queued'",
        params![id.0],
    )?;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn counts_are_those_of_the_rows(
        skipped in 0u64..3,
        steps in proptest::collection::vec((0usize..14, 0..PartEvent::ALL.len()), 0..120),
    ) {
        let profile = Profile::new();
        profile.write(move |tx| {
            let people = (1..=8).map(|n| {
                let mut person = recipient(n);
                person.skip = (n <= skipped).then_some(SkipReason::OptedOut);
                person
            });
            let id = campaigns::create(tx, &campaign(&["Hola"]), people, minter())?;
            let other = campaigns::create(tx, &campaign(&["Hola"]), [recipient(1)], minter())?;
            add_second_parts(tx, id)?;
            let parts: Vec<_> = {
                let mut list = tx.connection().prepare("SELECT id FROM part WHERE campaign_id = ?1")?;
                let ids = list.query_map([id.0], |row| row.get(0).map(domain::PartId))?;
                ids.collect::<Result<_, _>>()?
            };
            for (who, what) in steps {
                match (who, what) {
                    (13, 0) => { outbox::cancel_queued(tx, id, NOW)?; }
                    (13, 1..4) => { outbox::retry_failed(tx, id, NOW)?; }
                    (13, _) => { outbox::requeue_in_doubt(tx, id, NOW)?; }
                    (12, _) => if let Some(due) = outbox::next_due(tx, id)? {
                        prop_assert_eq_or_fail(outbox::begin_attempt(tx, due.part, NOW, 1)?);
                    },
                    (who, what) => {
                        let part = parts[who % parts.len()];
                        outbox::apply(tx, part, PartEvent::ALL[what], NOW, None)?;
                    }
                }
                let campaign = campaigns::get(tx, id)?.unwrap();
                let (counts, unsettled) = counted(tx, id)?;
                assert_eq!(campaign.counts, counts);
                assert_eq!(campaign.total, 8);
                assert_eq!(outbox::unsettled(tx, id)?, unsettled);
                let doubt = outbox::in_doubt(tx, id)?.len() as u64;
                assert!(doubt <= unsettled);
                assert_eq!(outbox::next_due(tx, id)?.is_some(), unsettled > doubt);
            }
            assert_eq!(campaigns::get(tx, other)?.unwrap().counts.queued, 1);
            // Whatever goes takes its share of the counts with it.
            tx.connection().execute("DELETE FROM recipient WHERE position > 3 AND campaign_id = ?1", [id.0])?;
            let (counts, unsettled) = counted(tx, id)?;
            assert_eq!(campaigns::get(tx, id)?.unwrap().counts, counts);
            assert_eq!(outbox::unsettled(tx, id)?, unsettled);
            tx.connection().execute("DELETE FROM campaign WHERE id = ?1", [id.0])?;
            Ok(())
        });
    }

    #[test]
    fn contacts_and_groups_are_counted_right(
        steps in proptest::collection::vec((0u64..12, 0usize..4, any::<bool>()), 0..60),
    ) {
        let profile = Profile::new();
        profile.write(move |tx| {
            for (number, group, delete) in steps {
                if delete && number % 3 == 0 {
                    if let Some(known) = contacts::by_phone(tx, &super::helpers::phone(number))? {
                        contacts::delete(tx, known.id)?;
                    }
                } else {
                    let name = ["Ana", "Beto", "Celia", ""][group];
                    let groups = &["A", "B", "C"][..group];
                    contacts::upsert(tx, &super::helpers::person(number, name, "", groups), &super::helpers::options())?;
                }
            }
            let mut all = Vec::new();
            contacts::for_each(tx, &contacts::Filter::default(), |contact| { all.push(contact); Ok(()) })?;
            let total = contacts::page(tx, &contacts::Query { limit: 5, ..contacts::Query::default() })?.total.unwrap();
            assert_eq!(total, all.len() as u64);
            for (name, size) in contacts::groups(tx)? {
                let mut members = Vec::new();
                contacts::for_each(tx, &contacts::Filter::group(&name), |contact| { members.push(contact); Ok(()) })?;
                assert_eq!(size, members.len() as u64);
                let of_all: Vec<_> = all.iter().filter(|c| c.groups.contains(&name)).cloned().collect();
                assert_eq!(members, of_all);
            }
            Ok(())
        });
    }
}

fn prop_assert_eq_or_fail(counted: bool) {
    assert!(counted, "a queued part could not be begun");
}
