//! What goes out next, and the counting of its attempt.

use crate::enclose::{self, Letter};
use crate::planted::{self, Bug};
use crate::turn::{Outcome, Turn, keep_pace};
use domain::schedule::local_day;
use domain::template::{KnownNames, Template, Values};
use domain::{
    CampaignId, CampaignState, FailureClass, PartEvent, PartId, PartKind, PhoneNumber, SkipReason,
    Timestamp, says_nothing,
};
use domain::{Pace, retry};
use std::time::Duration;
use store::campaigns::{Head, Kind};
use store::outbox::DuePart;
use store::{StoreError, Tx, campaigns, contacts, outbox};

/// Messages of an unpaced campaign that are picked in one transaction. Each was
/// counted before the first of them is sent.
const AT_ONCE: usize = 16;

#[derive(Debug, Default)]
pub(crate) enum Pick {
    /// Nothing can go out until something happens.
    #[default]
    Nothing,
    /// Nothing before this instant.
    Later(Timestamp),
    /// In this order.
    Send(Vec<Picked>),
}

#[derive(Debug)]
pub(crate) struct Picked {
    pub campaign: CampaignId,
    pub part: PartId,
    pub position: u64,
    pub attempts: u32,
    pub letter: Letter,
    /// From now to the next recipient; none where this message is no part of
    /// any pace.
    pub wait: Option<Duration>,
    /// People to prepare before this message is sent; mostly nobody.
    pub prepare: Vec<PhoneNumber>,
    /// People to prepare while messages go on, and from which position on they
    /// are; mostly nobody.
    pub ahead: Option<(u64, Vec<PhoneNumber>)>,
    /// Where the campaign stands among the prepared after that.
    pub prepared: Option<(CampaignId, u64)>,
}

/// What one campaign has to send now.
enum Offer {
    Messages(Vec<Picked>),
    /// Nothing, and its turn is not over: until something happens, or until then.
    Stays(Option<Timestamp>),
    /// Nothing, and others may go first: it is done, or waits until then.
    Passes(Option<Timestamp>),
}

impl Turn {
    /// The campaign that comes first and may send. One whose hours are over, or
    /// that had its share of the day, lets those behind it go on.
    pub(crate) fn pick(&self, tx: &Tx<'_>, out: &mut Outcome) -> Result<Pick, StoreError> {
        let (released, mut later) = campaigns::release_due(tx, self.now)?;
        out.changed.extend(released);
        for campaign in campaigns::running(tx)? {
            // Confirmations and tests, which come first, are part of no pace.
            if campaign.kind == Kind::Campaign && self.now < self.next_allowed {
                if !out.changed.is_empty() {
                    self.complete_done(tx, out)?;
                }
                later = [later, Some(self.next_allowed)].into_iter().flatten().min();
                break;
            }
            let at = match self.offer(tx, &campaign, out)? {
                Offer::Messages(messages) => return Ok(Pick::Send(messages)),
                Offer::Stays(at) => {
                    later = [later, at].into_iter().flatten().min();
                    break;
                }
                Offer::Passes(at) => at,
            };
            later = [later, at].into_iter().flatten().min();
        }
        Ok(later.map_or(Pick::Nothing, Pick::Later))
    }

    fn offer(&self, tx: &Tx<'_>, head: &Head, out: &mut Outcome) -> Result<Offer, StoreError> {
        let paced = !head.pace.is_unpaced() || head.kind != Kind::Campaign;
        // A paced campaign waits for each ack: the pace hides the wait, and
        // order is kept even when a message has to be repeated.
        let window = if paced && !planted::has(Bug::NoWaitForAcks) {
            1
        } else {
            self.unpaced_window
        };
        let room = window.saturating_sub(self.on_wire);
        let most = if paced { 1 } else { AT_ONCE };
        let day = local_day(self.now, self.zone);
        let mut picked: Vec<Picked> = Vec::new();
        let mut prepared = self.prepared;
        let mut begun = 0;
        while picked.len() < most.min(room.max(1)) {
            let Some(due) = outbox::next_due(tx, head.id)? else {
                if picked.is_empty() {
                    return self.nothing_queued(tx, head, out);
                }
                break;
            };
            // Longer than any wait: it was put off before the clock was set back.
            let put_off = due.due_at.since(self.now) <= retry::longest_backoff();
            let waits = due.due_at > self.now && put_off;
            if picked.is_empty() {
                if waits {
                    return Ok(Offer::Stays(Some(due.due_at)));
                }
                if let Some(at) = self.closed(tx, head, day, 0)? {
                    return Ok(Offer::Passes(Some(at)));
                }
                if room == 0 {
                    return Ok(Offer::Stays(None));
                }
            } else if waits || self.closed(tx, head, day, begun)?.is_some() {
                break;
            }
            let text = render(head, &due);
            if let Some(reason) = skip(tx, head, &due, &text)? {
                let reason = Some(reason.as_str());
                outbox::apply(tx, due.part, PartEvent::Skip, self.now, reason)?;
                out.changed.insert(head.id);
                continue;
            }
            let Some(says) = enclose::says(tx, head.id, &due, text, self.now)? else {
                self.give_up(tx, head.id, due.part, FailureClass::BadMessage, out)?;
                continue;
            };
            if !planted::has(Bug::AttemptCountedAfter)
                && !outbox::begin_attempt(tx, due.part, self.now, day)?
            {
                let soon = self.now.plus(Duration::from_secs(1));
                return Ok(Offer::Stays(Some(soon)));
            }
            out.changed.insert(head.id);
            begun += u64::from(due.first_of_recipient && due.tried_on != Some(day));
            let prepare = self.to_prepare(tx, head.id, &due, &mut prepared)?;
            let ahead = self.to_prepare_ahead(tx, due.position, &mut prepared)?;
            let wait = self.wait(tx, head, &due)?;
            picked.push(Picked {
                campaign: head.id,
                part: due.part,
                position: due.position,
                attempts: due.attempts + 1,
                letter: Letter {
                    id: due.message_id,
                    to: due.phone,
                    says,
                },
                wait,
                prepare,
                ahead,
                prepared,
            });
            if wait.is_some_and(|wait| !wait.is_zero()) {
                break;
            }
        }
        self.note_begun(tx, head, day, begun, &picked)?;
        Ok(Offer::Messages(picked))
    }

    /// Campaigns of which nothing is left are over, also while a pace forbids the
    /// next message of another.
    pub(crate) fn complete_done(&self, tx: &Tx<'_>, out: &mut Outcome) -> Result<(), StoreError> {
        for head in campaigns::running(tx)? {
            if head.unsettled == 0 {
                campaigns::set_state(tx, head.id, CampaignState::Completed, None, self.now)?;
                out.changed.insert(head.id);
            }
        }
        Ok(())
    }

    /// Everything of the campaign was tried. It is completed when nothing is
    /// under way; else its turn lasts until it is known what became of it.
    fn nothing_queued(
        &self,
        tx: &Tx<'_>,
        head: &Head,
        out: &mut Outcome,
    ) -> Result<Offer, StoreError> {
        if outbox::unsettled(tx, head.id)? > 0 && !planted::has(Bug::CompletedEarly) {
            return Ok(Offer::Stays(None));
        }
        campaigns::set_state(tx, head.id, CampaignState::Completed, None, self.now)?;
        out.changed.insert(head.id);
        Ok(Offer::Passes(None))
    }

    /// Until when the campaign's schedule forbids another person, if it does.
    /// `begun` people were picked and are not counted yet.
    fn closed(
        &self,
        tx: &Tx<'_>,
        head: &Head,
        day: i64,
        begun: u64,
    ) -> Result<Option<Timestamp>, StoreError> {
        let schedule = &head.schedule;
        if head.kind != Kind::Campaign || planted::has(Bug::ScheduleIgnored) {
            return Ok(None);
        }
        let sent = if schedule.daily_limit > 0 {
            campaigns::sent_on(tx, day)? + begun
        } else {
            0
        };
        let closed = schedule.closed(self.now, self.zone, sent);
        Ok(closed.map(|(_, opens)| opens))
    }

    fn to_prepare(
        &self,
        tx: &Tx<'_>,
        campaign: CampaignId,
        due: &DuePart,
        prepared: &mut Option<(CampaignId, u64)>,
    ) -> Result<Vec<PhoneNumber>, StoreError> {
        if prepared.is_some_and(|(known, until)| known == campaign && due.position <= until) {
            return Ok(Vec::new());
        }
        // This part is no longer queued: it leads the list itself.
        let mut people = vec![due.phone.clone()];
        let more = self.ahead.saturating_sub(1);
        people.extend(outbox::upcoming(tx, campaign, due.position, more)?);
        let last = due.position.saturating_add(people.len() as u64 - 1);
        *prepared = Some((campaign, last));
        Ok(people)
    }

    /// Once half of the prepared are through, the next ones, so that nobody waits
    /// for them.
    fn to_prepare_ahead(
        &self,
        tx: &Tx<'_>,
        position: u64,
        prepared: &mut Option<(CampaignId, u64)>,
    ) -> Result<Option<(u64, Vec<PhoneNumber>)>, StoreError> {
        let Some((campaign, until)) = *prepared else {
            return Ok(None);
        };
        // Asked once in each half, not at every message of it.
        let half = u64::from(self.ahead / 2).max(1);
        if until.saturating_sub(position) != half - 1 {
            return Ok(None);
        }
        let from = until.saturating_add(1);
        let people = outbox::upcoming(tx, campaign, from, self.ahead)?;
        if people.is_empty() {
            return Ok(None);
        }
        *prepared = Some((campaign, until.saturating_add(people.len() as u64)));
        Ok(Some((from, people)))
    }

    /// The pace lies between people: what goes to one of them follows at once.
    fn wait(
        &self,
        tx: &Tx<'_>,
        head: &Head,
        due: &DuePart,
    ) -> Result<Option<Duration>, StoreError> {
        if head.kind != Kind::Campaign {
            return Ok(None);
        }
        if planted::has(Bug::PaceIgnored) || outbox::has_queued(tx, head.id, due.position)? {
            return Ok(Some(Duration::ZERO));
        }
        let pace: Pace = head.pace;
        Ok(Some(pace.wait_after(due.position, self.draw)))
    }

    /// The day's count, and the pace, which outlives a restart.
    fn note_begun(
        &self,
        tx: &Tx<'_>,
        head: &Head,
        day: i64,
        begun: u64,
        picked: &[Picked],
    ) -> Result<(), StoreError> {
        if head.kind == Kind::Campaign && begun > 0 {
            campaigns::note_sent(tx, day, i64::try_from(begun).unwrap_or(i64::MAX))?;
        }
        if let Some(wait) = picked.last().and_then(|last| last.wait)
            && !wait.is_zero()
        {
            keep_pace(tx, self.now.plus(wait), self.now)?;
        }
        Ok(())
    }
}

fn render(head: &Head, due: &DuePart) -> String {
    let known = KnownNames::with_extra(head.extra_fields.iter().map(String::as_str));
    let extra = due.fields.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    let values = Values::new(&due.phone, &due.name, &due.title, &due.groups, extra);
    Template::parse(&due.text).render(&values, &known)
}

/// Why a message is left out in the last moment.
fn skip(
    tx: &Tx<'_>,
    head: &Head,
    due: &DuePart,
    text: &str,
) -> Result<Option<SkipReason>, StoreError> {
    let opted_out = contacts::is_opted_out(tx, &due.phone)?;
    Ok(match head.kind {
        // It confirms an opt-out that was taken back meanwhile.
        Kind::Confirmation if !opted_out => Some(SkipReason::NotNeeded),
        Kind::Campaign if opted_out && !planted::has(Bug::OptOutIgnored) => {
            Some(SkipReason::OptedOut)
        }
        _ => {
            let nothing = due.kind == PartKind::Text && says_nothing(text);
            nothing.then_some(SkipReason::EmptyMessage)
        }
    })
}
