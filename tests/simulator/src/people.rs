//! The person at the keyboard.

use crate::chance::Chance;
use crate::ledger::{Made, Wish};
use crate::life::Life;
use crate::phone::CONFIRMATION;
use crate::world::{Person, World};
use domain::{
    AttachmentId, CampaignId, CampaignState, Medium, MediumKind, MessageId, QuietHours, Schedule,
    Settings, Timestamp, Weekdays,
};
use std::collections::{BTreeMap, BTreeSet};
use store::campaigns::{NewCampaign, NewRecipient};
use store::{Store, StoreError, Tx, attachments, campaigns, contacts, outbox, settings};

impl Life {
    /// Everybody who may be written to.
    pub fn populate(&self) {
        let mut world = self.world.lock();
        let profile = world.profile.clone();
        for n in 0..profile.people {
            let absent = world.chance.happens(profile.absent);
            let refused = world
                .chance
                .happens(profile.stubborn)
                .then(|| world.chance.one(&[503, 500, 406, 403]));
            world
                .people
                .insert(testkit::number(n), Person { absent, refused });
        }
    }

    /// In some lives an opt-out is confirmed.
    pub async fn confirm_opt_outs(&self, store: &Store) {
        let confirming = {
            let mut world = self.world.lock();
            let share = world.profile.confirming;
            world.chance.happens(share)
        };
        let settings = Settings {
            stop_confirmation: confirming.then(|| CONFIRMATION.to_owned()),
            ..Settings::default()
        };
        store
            .write(move |tx| settings::save_profile(tx, &settings))
            .await
            .unwrap();
    }

    /// A command of the person, if the program runs.
    pub async fn command(&mut self) {
        let Some(store) = self.store() else { return };
        let (kind, made) = {
            let mut world = self.world.lock();
            (world.chance.between(0, 23), world.ledger.made.len())
        };
        let most = self.world.lock().profile.campaigns as usize;
        match kind {
            0..=3 if made < most => self.create(&store).await,
            4..=6 => self.some(&store, CampaignState::Paused).await,
            7..=13 => self.some(&store, CampaignState::Running).await,
            14 => self.some(&store, CampaignState::Cancelled).await,
            15..=18 => self.retry_failed(&store).await,
            19..=21 => self.suppress(&store, true).await,
            22 => self.suppress(&store, false).await,
            _ => {}
        }
        self.wake();
    }

    /// Makes a campaign of some of the people, in any order.
    pub async fn create(&mut self, store: &Store) {
        let (mut head, people, number, enclosed) = {
            let mut world = self.world.lock();
            let number = world.ledger.made.len();
            let profile = world.profile.clone();
            let mut all: Vec<u32> = (0..profile.people).collect();
            let most = u64::from(profile.recipients.min(profile.people));
            let wanted = world.chance.between(most.div_ceil(2), most);
            let mut people = Vec::new();
            for _ in 0..wanted {
                let last = all.len() as u64 - 1;
                let drawn = world.chance.between(0, last);
                let person = all.swap_remove(usize::try_from(drawn).unwrap());
                let id = MessageId::from_random(world.chance.nine());
                people.push((testkit::number(person), id));
            }
            // Pictures are few, so that campaigns share what was uploaded.
            let enclosed = world
                .chance
                .happens(0.35)
                .then(|| world.chance.between(0, 3));
            let head = NewCampaign {
                name: format!("Promo {number}"),
                texts: vec![format!("Campaña {number} para {{nombre}}")],
                attachments: Vec::new(),
                for_test: false,
                pace: world.chance.one(profile.paces),
                schedule: some_schedule(&mut world, self.now()),
                created_at: self.now(),
            };
            (head, people, number, enclosed)
        };
        let (pace, schedule) = (head.pace, head.schedule);
        let snapshot = people.clone();
        let id = store
            .write(move |tx| {
                let recipients = snapshot
                    .iter()
                    .enumerate()
                    .map(|(at, (phone, _))| NewRecipient {
                        contact: None,
                        phone: phone.clone(),
                        name: format!("Ana {at}"),
                        title: String::new(),
                        groups: Vec::new(),
                        fields: BTreeMap::new(),
                        skip: None,
                    });
                if let Some(picture) = enclosed {
                    head.attachments
                        .push(some_picture(tx, picture, head.created_at)?);
                }
                let mut ids = snapshot.iter().map(|(_, id)| id.clone());
                campaigns::create(tx, &head, recipients, || ids.next().unwrap())
            })
            .await
            .unwrap();
        let mut world = self.world.lock();
        let now = world.now();
        world.note(format_args!("create {} of {}", number + 1, people.len()));
        for (at, (_, id)) in people.iter().enumerate() {
            world.ledger.ids.insert(id.clone(), (number, at));
        }
        world.ledger.made.push(Made {
            id,
            pace,
            people,
            cancelled: false,
            halted: false,
            schedule,
            restricted: None,
            restricted_until: None,
            moved: now,
            asked_again: BTreeSet::new(),
        });
    }

    fn any_campaign(&self) -> Option<(usize, CampaignId)> {
        let mut world = self.world.lock();
        let last = world.ledger.made.len().checked_sub(1)?;
        let place = usize::try_from(world.chance.between(0, last as u64)).unwrap();
        Some((place, world.ledger.made[place].id))
    }

    async fn some(&mut self, store: &Store, to: CampaignState) {
        if let Some((place, _)) = self.any_campaign() {
            self.move_to(store, place, to).await;
        }
    }

    /// Moves a campaign as the doors do: an open one only.
    pub async fn move_to(&mut self, store: &Store, place: usize, to: CampaignState) {
        let (id, now) = (self.world.lock().ledger.made[place].id, self.now());
        let moved = store
            .write(move |tx| move_open(tx, id, to, now))
            .await
            .unwrap();
        if moved {
            let mut world = self.world.lock();
            let at = world.now();
            world.note(format_args!("move {} to {to:?}", place + 1));
            let made = &mut world.ledger.made[place];
            made.cancelled = to == CampaignState::Cancelled;
            made.halted = to != CampaignState::Running;
            (made.restricted, made.restricted_until) = (None, None);
            made.moved = at;
        }
    }

    async fn retry_failed(&mut self, store: &Store) {
        let Some((place, id)) = self.any_campaign() else {
            return;
        };
        let now = self.now();
        let failed = store
            .write(move |tx| {
                let (rows, ..) = campaigns::recipients(tx, id, Some("failed"), 0, 10_000)?;
                if outbox::retry_failed(tx, id, now)? > 0 {
                    campaigns::set_state(tx, id, CampaignState::Running, None, now)?;
                }
                Ok(rows)
            })
            .await
            .unwrap();
        if failed.is_empty() {
            return;
        }
        let mut world = self.world.lock();
        let at = world.now();
        world.note(format_args!("retry {} of {}", failed.len(), place + 1));
        let ledger = &mut world.ledger;
        for row in &failed {
            let id = &row.parts[0].message_id;
            ledger.made[place].asked_again.insert(id.clone());
            let tries = ledger.tries.entry(id.clone()).or_default();
            tries.asked_again += 1;
            tries.since_asked = 0;
        }
        let made = &mut ledger.made[place];
        (made.cancelled, made.halted, made.moved) = (false, false, at);
        (made.restricted, made.restricted_until) = (None, None);
    }

    async fn suppress(&mut self, store: &Store, stop: bool) {
        let who = {
            let mut world = self.world.lock();
            let last = u64::from(world.profile.people) - 1;
            let n = world.chance.between(0, last);
            testkit::number(u32::try_from(n).unwrap())
        };
        let (phone, now) = (who.clone(), self.now());
        store
            .write(move |tx| {
                if stop {
                    contacts::opt_out(tx, &phone, "at the keyboard", now)
                } else {
                    contacts::opt_in(tx, &phone)
                }
            })
            .await
            .unwrap();
        let mut world = self.world.lock();
        world.note(format_args!("opt-out {stop} {who:?}"));
        let said = world.now();
        world.ledger.wishes.entry(who).or_default().push(Wish {
            said,
            stop: Some(stop),
            told: Some(said),
            event: None,
        });
    }
}

/// Hours, days, a limit and a start for one campaign.
fn some_schedule(world: &mut World, now: Timestamp) -> Schedule {
    let share = world.profile.scheduled;
    if !world.chance.happens(share) {
        return Schedule::default();
    }
    let chance = &mut world.chance;
    let mut schedule = Schedule::default();
    if chance.happens(0.3) {
        schedule.start_at = Some(Timestamp(
            now.0 + i64::try_from(chance.spread(60_000, 20 * 3_600_000)).unwrap(),
        ));
    }
    if chance.happens(0.6) {
        let from = u16::try_from(chance.between(0, 1439)).unwrap();
        let lasts = u16::try_from(chance.between(30, 600)).unwrap();
        schedule.quiet = QuietHours::new(from, (from + lasts) % 1440);
    }
    if chance.happens(0.3) {
        let without = u8::try_from(chance.between(1, 7)).unwrap();
        let days = (1..=7).filter(|day| *day != without);
        schedule.weekdays = Weekdays::from_numbers(days).unwrap();
    }
    if chance.happens(0.4) {
        schedule.daily_limit = u32::try_from(chance.between(5, 20)).unwrap();
    }
    schedule
}

fn move_open(
    tx: &Tx<'_>,
    id: CampaignId,
    to: CampaignState,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let open = campaigns::head(tx, id)?.is_some_and(|head| head.state.is_open());
    if open {
        campaigns::set_state(tx, id, to, None, now)?;
        if to == CampaignState::Cancelled {
            outbox::cancel_queued(tx, id, now)?;
        }
    }
    Ok(open)
}

/// How far the wall clock moves: seconds to hours, to either side.
pub fn move_of_the_clock(chance: &mut Chance) -> i64 {
    let far = i64::try_from(chance.spread(500, 6 * 3_600_000)).unwrap();
    if chance.happens(0.5) { far } else { -far }
}

/// The picture of this number, whose bytes say which it is.
fn some_picture(tx: &Tx<'_>, number: u64, now: Timestamp) -> Result<AttachmentId, StoreError> {
    let bytes = number.to_le_bytes();
    let mut sha256 = [0; 32];
    sha256[..8].copy_from_slice(&bytes);
    let medium = Medium {
        kind: MediumKind::Picture,
        mime: "image/jpeg".into(),
        file_name: String::new(),
        sha256,
        size: 8,
        width: None,
        height: None,
        thumbnail: None,
        seconds: None,
        waveform: None,
        pages: None,
    };
    let id = attachments::begin(tx, now)?;
    attachments::add_piece(tx, id, 0, &bytes)?;
    attachments::finish(tx, id, &medium, now)
}
