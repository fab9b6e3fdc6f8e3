//! Campaigns of a database that came out of a backup.

use super::set_state;
use crate::{StoreError, Tx, outbox};
use domain::{CampaignId, CampaignState, HoldReason, PartEvent, Timestamp};

/// What became of the campaigns of a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Campaigns that were under way, and now wait for a person.
    pub held: u64,
    /// Confirmations and tests that were under way, and are given up.
    pub given_up: u64,
}

/// Stops everything that was under way when this copy was made: the original
/// may have gone on since, on another computer or until it was damaged, and
/// nothing in here knows how far.
///
/// Campaigns are held until a person lets them go on; one that was paused stays
/// paused. Messages in doubt stay so and are asked again under their own ids,
/// like those that wait: ids are made with the campaign, so both copies of it
/// send under the same one, which a phone shows once. Confirmations and tests,
/// which no person sees in a list and could let go on, are given up.
pub fn hold_restored(tx: &Tx<'_>, now: Timestamp) -> Result<Restored, StoreError> {
    let mut restored = Restored::default();
    for id in of(tx, "purpose <> 'campaign'")? {
        outbox::cancel_queued(tx, id, now)?;
        for part in outbox::in_doubt(tx, id)? {
            outbox::apply(tx, part, PartEvent::GiveUp, now, Some("other"))?;
        }
        set_state(tx, id, CampaignState::Cancelled, None, now)?;
        restored.given_up += 1;
    }
    for id in of(tx, "purpose = 'campaign' AND state IN ('running', 'held')")? {
        set_state(tx, id, CampaignState::Held, Some(HoldReason::Restored), now)?;
        restored.held += 1;
    }
    Ok(restored)
}

fn of(tx: &Tx<'_>, which: &str) -> Result<Vec<CampaignId>, StoreError> {
    let mut list = tx.connection().prepare(&format!(
        "SELECT id FROM campaign WHERE state IN ('running', 'paused', 'held') AND {which} ORDER BY id"
    ))?;
    let ids = list.query_map([], |row| row.get(0).map(CampaignId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
