//! The phone of a simulated life: the messenger port over the world.

use crate::hours;
use crate::ledger::{AT_ONCE, Ledger};
use crate::plant::Plant;
use crate::world::{Happening, Shared, World};
use domain::messenger::{
    AccountHealth, Content, LinkError, MediumBytes, Outgoing, PairingMethod, SendError,
};
use domain::{
    Account, CampaignState, Clock as _, DeviceState, FailureClass, Medium, MessageId, Messenger,
    PartState, PhoneNumber, Timestamp, Upload,
};
use std::sync::Arc;
use std::time::Duration;
use store::campaigns::Kind;
use store::{Store, campaigns, contacts, outbox};
use testkit::TestClock;

/// The phone as one run of the program sees it.
pub struct Phone {
    /// The world.
    pub world: Shared,
    /// The store of the same run, for the onlooker.
    pub store: Store,
    /// The wall clock.
    pub clock: Arc<TestClock>,
}

/// What an opt-out is confirmed with, in lives in which it is.
pub const CONFIRMATION: &str = "Listo, no te escribimos más.";

/// What becomes of one request, decided when it is made.
struct Fate {
    takes: u64,
    connection: u64,
    outcome: Result<(), SendError>,
    goes_out: bool,
}

fn nothing(class: FailureClass) -> SendError {
    SendError::NothingSent {
        class,
        detail: "simulated".into(),
    }
}

fn unknown() -> SendError {
    SendError::Unknown {
        detail: "simulated".into(),
    }
}

impl World {
    fn fate(&mut self, to: &PhoneNumber, deadline: Duration) -> Fate {
        let slow = self.faulty("slow writing", 0.5);
        let longest = u64::try_from(deadline.as_millis()).unwrap();
        let takes = if slow {
            self.chance.spread(1_000, longest)
        } else {
            self.chance.spread(2, 400)
        };
        let fate = |outcome, goes_out| Fate {
            takes,
            connection: 0,
            outcome,
            goes_out,
        };
        let mut fate = if self.people.get(to).is_some_and(|p| p.absent) {
            fate(Err(nothing(FailureClass::NotOnWhatsApp)), false)
        } else if self.faulty("nothing sent", 1.0) {
            let class = self.chance.one(&[
                FailureClass::Network,
                FailureClass::Timeout,
                FailureClass::ServerTrouble,
            ]);
            fate(Err(nothing(class)), false)
        } else if self.faulty("unknown, sent", 1.0) {
            fate(Err(unknown()), true)
        } else if self.faulty("unknown, lost", 1.0) {
            fate(Err(unknown()), false)
        } else if self.faulty("request lost", 1.0) {
            fate(Ok(()), false)
        } else {
            fate(Ok(()), true)
        };
        fate.connection = self.connection;
        let crash = self.profile.crash_in_send;
        if !self.calm && self.chance.happens(crash) {
            let after = self.chance.between(0, fate.takes);
            self.plan(after, Happening::Crash);
        }
        fate
    }

    /// The request leaves; it reaches the server a little later, in order.
    pub fn leave(&mut self, id: &MessageId, to: &PhoneNumber, takes: u64) {
        let late = self.faulty("request late", 0.3);
        let way = if late {
            self.chance.spread(5_000, 100_000)
        } else {
            self.chance.spread(5, 400)
        };
        // Before the program knows that it left, or after.
        let already = self.chance.between(0, takes);
        let at = (self.now() + already + way).max(self.last_arrival + 1);
        self.last_arrival = at;
        self.plan_at(at, Happening::Arrive(id.clone(), to.clone()));
    }
}

impl Phone {
    /// Compares what is about to go out with what the store says and with
    /// what the program was told.
    async fn look(&self, message: &Outgoing) {
        let (id, to) = (message.id.clone(), message.to.clone());
        let seen = self
            .store
            .read(move |tx| {
                let part = outbox::part_by_id(tx, &id)?;
                let head = match part {
                    Some((campaign, ..)) => campaigns::head(tx, campaign)?,
                    None => None,
                };
                Ok((part, head, contacts::is_opted_out(tx, &to)?))
            })
            .await;
        let wall = self.clock.now();
        let mut world = self.world.lock();
        let now = world.now();
        let Some(text) = said(&mut world.ledger, message, wall) else {
            return;
        };
        let known = world.ledger.ids.get(&message.id).copied();
        let attempt = seen.as_ref().ok().and_then(|(part, ..)| part.as_ref());
        let attempt = attempt.map(|(_, _, state, attempts)| (*state, *attempts));
        world.note(format_args!(
            "send {} {attempt:?} to {:?}",
            place(known),
            message.to
        ));
        let ledger = &mut world.ledger;
        let Ok((part, head, opted_out)) = seen else {
            ledger.violated("something is sent while the store is closed".into());
            return;
        };
        let confirms = head
            .as_ref()
            .is_some_and(|head| head.kind == Kind::Confirmation);
        if confirms {
            let before = ledger
                .confirmed
                .insert(message.to.clone(), message.id.clone());
            if !opted_out || text != CONFIRMATION || before.is_some_and(|id| id != message.id) {
                ledger.violated("a confirmation is not one, or is the second".into());
            }
            ledger.sending_since = Some(now);
            return;
        }
        let (Some((campaign, at)), Some((_, _, state, attempts))) = (known, part) else {
            ledger.violated("an id on the wire is not in the store".into());
            return;
        };
        let made = &ledger.made[campaign];
        let mut wrong = Vec::new();
        if made.people[at].0 != message.to || *text != expected(campaign, at) {
            wrong.push("goes to the wrong person or says something else");
        }
        if state != PartState::Sending {
            wrong.push("is sent without being noted as being sent");
        }
        if opted_out || ledger.unwanted(&message.to, now) {
            wrong.push("goes to somebody who opted out");
        }
        if ledger
            .told
            .get(&message.id)
            .is_some_and(|told| told + AT_ONCE < now)
        {
            wrong.push("is sent again after its acceptance was heard");
        }
        let running = head.is_some_and(|head| head.state == CampaignState::Running);
        if (!running || made.halted) && made.moved + AT_ONCE < now {
            wrong.push("belongs to a campaign that does not run");
        }
        wrong.extend(ledger.forbidden(campaign, now, wall));
        wrong.extend(ledger.one_too_many(campaign, &message.id, hours::day(wall)));
        let disruptions = ledger.disruptions;
        let tries = ledger.tries.entry(message.id.clone()).or_default();
        if tries.sends == 0 {
            tries.before = disruptions;
            ledger.tried.push(message.id.clone());
        }
        tries.sends += 1;
        tries.since_asked += 1;
        let first = tries.sends == 1;
        let allowed =
            4 * (1 + tries.asked_again) + tries.held + disruptions - tries.before.min(disruptions);
        if tries.sends > allowed {
            wrong.push("is tried more often than allowed");
        }
        if attempts < tries.since_asked {
            wrong.push("is sent without its attempt being counted");
        }
        if first && ledger.hurries(campaign, now) {
            wrong.push("is sent before its time");
        }
        ledger.sending_since = Some(now);
        for what in wrong {
            ledger.violated(format!("message {}.{at} {what}", campaign + 1));
        }
    }
}

/// The text of a message, or what stands under its picture.
fn said<'m>(ledger: &mut Ledger, message: &'m Outgoing, wall: Timestamp) -> Option<&'m String> {
    match &message.content {
        Content::Text(text) => Some(text),
        Content::Medium(enclosed) => {
            let known = ledger.media.get(&enclosed.upload.media_key);
            if known != Some(&enclosed.medium.sha256) || !enclosed.upload.is_good(wall) {
                let what = "a picture is named that is not there, or no longer";
                ledger.violated(what.into());
            }
            Some(&enclosed.caption)
        }
        other => {
            ledger.violated(format!("nobody wanted {other:?}"));
            None
        }
    }
}

/// What the message to a person of a campaign says.
pub fn expected(campaign: usize, at: usize) -> String {
    format!("Campaña {campaign} para Ana {at}")
}

/// A message in a line of the trace.
pub fn place(known: Option<(usize, usize)>) -> String {
    known.map_or("a stranger".into(), |(c, at)| format!("{}.{at}", c + 1))
}

#[async_trait::async_trait]
impl Messenger for Phone {
    fn account(&self) -> Option<Account> {
        Some(World::account())
    }

    fn state(&self) -> DeviceState {
        self.world.lock().line.clone()
    }

    async fn pair(&self, _: PairingMethod) -> Result<(), LinkError> {
        Err(LinkError::AlreadyLinked)
    }

    async fn connect(&self) -> Result<(), LinkError> {
        Ok(())
    }

    async fn health(&self, _: Duration) -> Option<AccountHealth> {
        let wall = self.clock.now();
        let mut world = self.world.lock();
        let locked_until = match world.chance.between(0, 3) {
            0 => return None,
            1 => None,
            _ => {
                let after = world.chance.spread(1_000, 3_600_000);
                Some(wall.plus(Duration::from_millis(after)))
            }
        };
        world.note(format_args!("account locked until {locked_until:?}"));
        for made in &mut world.ledger.made {
            if made.restricted.is_some() {
                made.restricted = made.restricted.filter(|_| locked_until.is_some());
                made.restricted_until = locked_until;
            }
        }
        Some(AccountHealth {
            locked: locked_until.is_some(),
            locked_until,
            new_chats: None,
        })
    }

    async fn send(&self, message: &Outgoing, deadline: Duration) -> Result<(), SendError> {
        let message = &Plant::disguise(&self.world, message);
        self.look(message).await;
        let again = Plant::repeats(&self.world.lock(), message);
        if again {
            self.look(message).await;
        }
        let (takes, gone) = {
            let mut world = self.world.lock();
            match &world.line {
                DeviceState::Online => {}
                state if state.wants_a_person() => return Err(nothing(FailureClass::Device)),
                _ => return Err(nothing(FailureClass::Network)),
            }
            let fate = world.fate(&message.to, deadline);
            if fate.goes_out && !Plant::keeps_back(&mut world, message) {
                world.ledger.wire += 1;
                world.leave(&message.id, &message.to, fate.takes);
                Plant::after_leaving(&mut world, message);
            }
            (fate.takes, fate)
        };
        tokio::time::sleep(Duration::from_millis(takes)).await;
        let mut world = self.world.lock();
        world.ledger.sending_since = None;
        if gone.connection != world.connection {
            // The line went while it was written.
            return Err(if gone.goes_out || world.chance.happens(0.5) {
                unknown()
            } else {
                nothing(FailureClass::Network)
            });
        }
        gone.outcome
    }

    async fn upload(
        &self,
        medium: &Medium,
        mut bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError> {
        let mut all = Vec::new();
        while let Some(piece) = bytes.next().await.map_err(|_| unknown())? {
            all.extend(piece);
        }
        let (takes, connection) = {
            let mut world = self.world.lock();
            let slow = world.faulty("slow upload", 2.0);
            let longest = u64::try_from(deadline.as_millis()).unwrap();
            let takes = if slow {
                world.chance.spread(1_000, longest)
            } else {
                world.chance.spread(5, 400)
            };
            (takes, world.connection)
        };
        tokio::time::sleep(Duration::from_millis(takes)).await;
        let wall = self.clock.now();
        let mut world = self.world.lock();
        if world.line != DeviceState::Online || world.connection != connection {
            return Err(nothing(FailureClass::Network));
        }
        if world.faulty("upload refused", 1.5) {
            return Err(nothing(FailureClass::ServerTrouble));
        }
        if all != medium.sha256[..8] {
            world.ledger.violated("other bytes are uploaded".into());
        }
        let mut media_key = [0; 32];
        media_key[..9].copy_from_slice(&world.chance.nine());
        world.ledger.media.insert(media_key, medium.sha256);
        let life = world.chance.spread(3_600, 86_400 * 30);
        Ok(Upload {
            url: String::new(),
            direct_path: String::new(),
            media_key,
            encrypted_sha256: [0; 32],
            sidecar: None,
            made_at: wall,
            expires_at: Some(wall.plus(Duration::from_secs(life))),
        })
    }

    async fn unlink(&self) -> Result<(), LinkError> {
        Ok(())
    }

    async fn shutdown(&self) {}

    async fn rest(&self, _: domain::Rest) {}
}
