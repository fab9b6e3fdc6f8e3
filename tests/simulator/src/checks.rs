//! What must hold: the store against what the onlooker saw.

use crate::ledger::{Ledger, Made, Wish};
use crate::life::Life;
use crate::world::World;
use domain::{CampaignState, PartState};
use std::collections::BTreeSet;
use store::campaigns::{Campaign, Counts, RecipientRow};
use store::{Store, campaigns};

/// A send may take a minute, and what is heard meanwhile is stored after it.
const STORED_BY_NOW: u64 = 90_000;

impl Life {
    /// Campaigns that are not over, by their place.
    pub async fn open_campaigns(&self, store: &Store) -> Vec<(usize, CampaignState)> {
        let ids: Vec<_> = {
            let world = self.world.lock();
            world.ledger.made.iter().map(|made| made.id).collect()
        };
        store
            .read(move |tx| {
                let mut open = Vec::new();
                for (place, id) in ids.into_iter().enumerate() {
                    if let Some(head) = campaigns::head(tx, id)?
                        && head.state.is_open()
                    {
                        open.push((place, head.state));
                    }
                }
                Ok(open)
            })
            .await
            .unwrap()
    }

    /// Compares the store with what was seen; at the end of the life also
    /// checks that everything came to an end.
    pub async fn audit(&self, at_the_end: bool) {
        let Some(store) = self.store() else { return };
        let ids: Vec<_> = {
            let world = self.world.lock();
            world.ledger.made.iter().map(|made| made.id).collect()
        };
        let found = store
            .read(move |tx| {
                let mut found = Vec::new();
                for id in ids {
                    let rows = campaigns::recipients(tx, id, None, 0, 10_000)?.0;
                    found.push(campaigns::get(tx, id)?.map(|campaign| (campaign, rows)));
                }
                Ok(found)
            })
            .await
            .unwrap();
        let mut world = self.world.lock();
        let mut wrong = Vec::new();
        for (place, found) in found.iter().enumerate() {
            let made = &world.ledger.made[place];
            let Some((campaign, rows)) = found else {
                wrong.push(format!("campaign {} is gone", place + 1));
                continue;
            };
            let mut say = |what: String| wrong.push(format!("campaign {}: {what}", place + 1));
            campaign_holds(made, campaign, rows, &mut say);
            for (at, row) in rows.iter().enumerate() {
                let mut say = |what: &str| say(format!("recipient {at}, {:?}: {what}", row.state));
                recipient_holds(&world, made, at, row, &mut say);
                if at_the_end {
                    recipient_ended(&world, made, campaign.state, row, &mut say);
                }
            }
            if at_the_end {
                if campaign.state.is_open() {
                    say(format!("is still {:?}", campaign.state));
                }
                order_was_kept(&world, place, &mut say);
            }
        }
        if at_the_end {
            let rows = found.iter().flatten().flat_map(|(_, rows)| rows);
            let answered: BTreeSet<_> = rows
                .filter(|row| row.reply.is_some())
                .map(|row| &row.phone)
                .collect();
            for (who, wishes) in &world.ledger.wishes {
                let heard = |wish: &Wish| wish.event.is_some() && wish.told.is_some();
                if wishes.iter().any(heard) && !answered.contains(who) {
                    wrong.push(format!("the answer of {who:?} is lost"));
                }
            }
        }
        for what in wrong {
            world.ledger.violated(what);
        }
    }
}

fn campaign_holds(
    made: &Made,
    campaign: &Campaign,
    rows: &[RecipientRow],
    say: &mut impl FnMut(String),
) {
    let mut counted = Counts::default();
    for row in rows {
        let place = match row.state {
            PartState::Queued => &mut counted.queued,
            PartState::Sending | PartState::Unknown => &mut counted.sending,
            PartState::Sent => &mut counted.sent,
            PartState::Accepted => &mut counted.accepted,
            PartState::Delivered => &mut counted.delivered,
            PartState::Read | PartState::Played => &mut counted.read,
            PartState::Failed => &mut counted.failed,
            PartState::Skipped => &mut counted.skipped,
        };
        *place += 1;
    }
    if counted != campaign.counts || rows.len() != made.people.len() {
        say(format!("{:?} is not {counted:?}", campaign.counts));
    }
    let replies = rows.iter().filter(|row| row.reply.is_some()).count() as u64;
    if replies != campaign.replies {
        say(format!("{} answers are not {replies}", campaign.replies));
    }
    if made.cancelled && campaign.state != CampaignState::Cancelled {
        say("was cancelled and is not any more".into());
    }
}

fn recipient_holds(
    world: &World,
    made: &Made,
    at: usize,
    row: &RecipientRow,
    say: &mut impl FnMut(&str),
) {
    // A store that loses what it promised may give a campaign's place to another.
    let Some((phone, id)) = made.people.get(at) else {
        say("is nobody who was wanted");
        return;
    };
    let [part] = row.parts.as_slice() else {
        say("has not exactly one message");
        return;
    };
    if row.phone != *phone || part.message_id != *id {
        say("is somebody else, or has another id");
    }
    let ledger: &Ledger = &world.ledger;
    let sends = ledger.tries.get(id).map_or(0, |tries| tries.sends);
    if part.attempts < sends {
        say("was tried more often than counted");
    }
    let heard = ledger
        .told
        .get(id)
        .is_some_and(|told| told + STORED_BY_NOW < world.now());
    if heard && !row.state.is_accepted() {
        say("its acceptance was heard and is not stored");
    }
    match world.taken.get(id) {
        None if row.state.is_accepted() => say("counts as accepted and never arrived"),
        Some(taken) if taken.to != *phone => say("arrived at somebody else"),
        _ => {}
    }
}

fn recipient_ended(
    world: &World,
    made: &Made,
    campaign: CampaignState,
    row: &RecipientRow,
    say: &mut impl FnMut(&str),
) {
    if row.state.is_accepted() {
        return;
    }
    let reason = row.reason.as_deref();
    match (row.state, reason) {
        (PartState::Skipped, Some("opted_out")) => {
            let wishes = world.ledger.wishes.get(&row.phone);
            let stops = |wish: &Wish| wish.stop == Some(true);
            if !wishes.is_some_and(|wishes| wishes.iter().any(stops)) {
                say("left out and never opted out");
            }
        }
        (PartState::Skipped, Some("cancelled")) => {
            if campaign != CampaignState::Cancelled && made.asked_again.is_empty() {
                say("left out of a campaign that was not cancelled");
            }
        }
        (PartState::Failed, Some("network" | "timeout" | "server_trouble" | "device")) => {
            if row.parts.iter().any(|part| part.attempts < 4)
                && campaign != CampaignState::Cancelled
            {
                say("given up too early");
            }
        }
        (
            PartState::Failed,
            Some("not_on_whatsapp" | "bad_address" | "bad_message" | "time_locked" | "other"),
        ) => {}
        _ => say("did not come to an end"),
    }
}

/// First tries follow the list; where each message waits for its ack, so do
/// first arrivals. What a person asked for again may come later.
fn order_was_kept(world: &World, place: usize, say: &mut impl FnMut(String)) {
    let ledger = &world.ledger;
    let made = &ledger.made[place];
    let asked_again = |id: &_| made.asked_again.contains(id);
    let mut last = 0;
    for id in &ledger.tried {
        let Some((campaign, at)) = ledger.ids.get(id) else {
            continue;
        };
        if *campaign == place && !asked_again(id) {
            if *at < last {
                say(format!("recipient {at} was tried after {last}"));
                return;
            }
            last = *at;
        }
    }
    if made.pace.is_unpaced() {
        return;
    }
    let mut last = None;
    for (at, (_, id)) in made.people.iter().enumerate() {
        if let Some(taken) = world.taken.get(id)
            && !asked_again(id)
        {
            if Some(taken.place) < last {
                say(format!("recipient {at} was overtaken"));
                return;
            }
            last = Some(taken.place);
        }
    }
}
