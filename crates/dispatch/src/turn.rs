//! One turn of the dispatcher inside one transaction: store what was heard,
//! then pick what goes out next and count its attempt.

use crate::planted::{self, Bug};
use domain::messenger::{Content, Outgoing, ReceiptKind, SendError};
use domain::opt_out::{self, Decision};
use domain::retry;
use domain::template::{KnownNames, Template, Values};
use domain::{
    CampaignId, CampaignState, FailureClass, HoldReason, MessageId, MessengerEvent, PartEvent,
    PartId, PhoneNumber, SkipReason, Timestamp,
};
use std::collections::BTreeSet;
use std::time::Duration;
use store::{StoreError, Tx, campaigns, contacts, outbox, replies, settings};

/// Where the earliest time of the next recipient is kept.
const NEXT_ALLOWED: &str = "next_allowed";

/// The earliest time of the next recipient, as the last run of the program left it.
pub(crate) fn next_allowed(tx: &Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let kept = settings::get(tx, NEXT_ALLOWED)?;
    Ok(kept.and_then(|millis| millis.parse().ok()).map(Timestamp))
}

/// How a send ended.
#[derive(Clone, Debug)]
pub(crate) struct SendReport {
    pub campaign: CampaignId,
    pub part: PartId,
    pub id: MessageId,
    pub attempts: u32,
    pub result: Result<(), SendError>,
}

/// Everything a turn works on. Owned, because the transaction runs elsewhere.
#[derive(Debug)]
pub(crate) struct Turn {
    pub now: Timestamp,
    pub heard: Vec<MessengerEvent>,
    pub report: Option<SendReport>,
    /// Parts whose ack did not come in time, with their attempts.
    pub overdue: Vec<(PartId, u32)>,
    /// Parts of unknown outcome whose time to be tried again has come.
    pub try_again: Vec<PartId>,
    /// Put everything in doubt back into the queue, under the same ids.
    pub requeue_in_doubt: bool,
    /// Stop running campaigns for this reason.
    pub hold_all: Option<HoldReason>,
    /// Let campaigns that were held for the device go on.
    pub release: bool,
    /// Whether a message may be picked now.
    pub may_pick: bool,
    /// The campaign whose recipients were prepared last, and up to which position.
    pub prepared: Option<(CampaignId, u64)>,
    /// How many recipients to prepare at a time.
    pub ahead: u32,
}

/// What to do after the transaction is committed.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub changed: BTreeSet<CampaignId>,
    pub replied: bool,
    /// Messages the server has answered for.
    pub settled: Vec<MessageId>,
    /// Parts that are in doubt, and when to try them again.
    pub doubtful: Vec<(PartId, Timestamp)>,
    /// Outcomes for the failure watch: campaign and whether it failed.
    pub outcomes: Vec<(CampaignId, bool)>,
    pub pick: Pick,
}

#[derive(Debug, Default)]
pub(crate) enum Pick {
    /// Nothing can go out until something happens.
    #[default]
    Nothing,
    /// Nothing before this instant.
    Later(Timestamp),
    Send(Box<Picked>),
}

#[derive(Debug)]
pub(crate) struct Picked {
    pub campaign: CampaignId,
    pub part: PartId,
    pub position: u64,
    pub attempts: u32,
    pub message: Outgoing,
    pub pace: domain::Pace,
    /// People to prepare before this message is sent; mostly nobody.
    pub prepare: Vec<PhoneNumber>,
}

impl Turn {
    pub fn run(self, tx: &Tx<'_>) -> Result<Outcome, StoreError> {
        let mut out = Outcome::default();
        for event in &self.heard {
            self.hear(tx, event, &mut out)?;
        }
        if let Some(report) = &self.report {
            self.note_report(tx, report, &mut out)?;
        }
        for (part, attempts) in &self.overdue {
            self.in_doubt(tx, *part, *attempts, &mut out)?;
        }
        self.end_cancelled(tx, &mut out)?;
        let timeout = FailureClass::Timeout.as_str();
        for part in &self.try_again {
            outbox::retry_later(tx, *part, self.now, self.now, timeout)?;
        }
        if self.requeue_in_doubt || self.release || self.hold_all.is_some() {
            self.whole_campaigns(tx, &mut out)?;
        }
        if self.requeue_in_doubt {
            // They are back in the queue and wait for nothing else.
            out.doubtful.clear();
        }
        if self.may_pick {
            // A failure or a doubt is thought about before the next recipient:
            // it may hold the campaign, and order is kept.
            let thinking =
                !out.doubtful.is_empty() || out.outcomes.iter().any(|(_, failed)| *failed);
            out.pick = if thinking {
                Pick::Later(self.now)
            } else {
                self.pick(tx, &mut out)?
            };
        }
        Ok(out)
    }

    fn hear(
        &self,
        tx: &Tx<'_>,
        event: &MessengerEvent,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        match event {
            MessengerEvent::Accepted { id } => {
                out.settled.push(id.clone());
                if let Some((campaign, ..)) =
                    outbox::apply_by_id(tx, id, PartEvent::Accepted, self.now, None)?
                {
                    out.changed.insert(campaign);
                    out.outcomes.push((campaign, false));
                }
            }
            MessengerEvent::Refused { id, class, .. } => {
                out.settled.push(id.clone());
                if let Some((campaign, part, state, attempts)) = outbox::part_by_id(tx, id)?
                    && !state.is_accepted()
                {
                    let next = retry::after_refusal(*class, counted(attempts));
                    self.failed(tx, campaign, part, *class, next, out)?;
                }
            }
            MessengerEvent::Receipt { ids, kind, at } => {
                let event = match kind {
                    ReceiptKind::Delivered => PartEvent::Delivered,
                    ReceiptKind::Read => PartEvent::Read,
                    ReceiptKind::Played => PartEvent::Played,
                };
                for id in ids {
                    out.settled.push(id.clone());
                    let Some((campaign, part, before, _)) = outbox::part_by_id(tx, id)? else {
                        continue;
                    };
                    if outbox::apply(tx, part, event, *at, None)?.is_some() {
                        out.changed.insert(campaign);
                        // It overtook its ack.
                        if !before.is_accepted() {
                            out.outcomes.push((campaign, false));
                        }
                    }
                }
            }
            MessengerEvent::Incoming(message) => {
                // Stored before anything else goes out, also of campaigns under
                // way. A decision that is delivered again, maybe after a newer
                // one, was taken note of the first time.
                let again = replies::is_recorded(tx, message)?;
                match opt_out::decision(&message.text).filter(|_| !again) {
                    Some(Decision::Stop) => {
                        contacts::opt_out(tx, &message.from, &message.text, self.now)?
                    }
                    Some(Decision::Start) => contacts::opt_in(tx, &message.from)?,
                    None => false,
                };
                if let Some(campaign) = replies::record(tx, message, self.now)? {
                    out.changed.insert(campaign);
                    out.replied = true;
                }
            }
            MessengerEvent::QrCode { .. }
            | MessengerEvent::PairCode { .. }
            | MessengerEvent::Paired(_)
            | MessengerEvent::Device(_)
            | MessengerEvent::OfflineDelivered => {}
        }
        Ok(())
    }

    fn note_report(
        &self,
        tx: &Tx<'_>,
        report: &SendReport,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        out.changed.insert(report.campaign);
        if planted::has(Bug::ReportLost) {
            out.settled.push(report.id.clone());
            return Ok(());
        }
        if planted::has(Bug::AttemptCountedAfter) {
            outbox::begin_attempt(tx, report.part, self.now)?;
        }
        match &report.result {
            Ok(()) => {
                outbox::apply(tx, report.part, PartEvent::WrittenToWire, self.now, None)?;
            }
            Err(SendError::Unknown { .. }) => {
                out.settled.push(report.id.clone());
                self.in_doubt(tx, report.part, report.attempts, out)?;
            }
            Err(SendError::NothingSent { class, .. }) => {
                out.settled.push(report.id.clone());
                let next = retry::after_failure(*class, counted(report.attempts));
                self.failed(tx, report.campaign, report.part, *class, next, out)?;
            }
        }
        Ok(())
    }

    fn whole_campaigns(&self, tx: &Tx<'_>, out: &mut Outcome) -> Result<(), StoreError> {
        for campaign in campaigns::list_open(tx)? {
            if self.requeue_in_doubt
                && !planted::has(Bug::DoubtForgotten)
                && outbox::requeue_in_doubt(tx, campaign.id, self.now)? > 0
            {
                out.changed.insert(campaign.id);
            }
            let released = self.release && campaign.hold.is_some_and(HoldReason::ends_when_online);
            if campaign.state == CampaignState::Held && released {
                campaigns::set_state(tx, campaign.id, CampaignState::Running, None, self.now)?;
                out.changed.insert(campaign.id);
            }
            if let Some(reason) = self.hold_all
                && campaign.state == CampaignState::Running
                && campaigns::hold(tx, campaign.id, reason)?
            {
                out.changed.insert(campaign.id);
            }
        }
        Ok(())
    }

    fn pick(&self, tx: &Tx<'_>, out: &mut Outcome) -> Result<Pick, StoreError> {
        while let Some(id) = campaigns::next_running(tx)? {
            let Some(due) = outbox::next_due(tx, id)? else {
                if outbox::unsettled(tx, id)? > 0 && !planted::has(Bug::CompletedEarly) {
                    return Ok(Pick::Nothing);
                }
                campaigns::set_state(tx, id, CampaignState::Completed, None, self.now)?;
                out.changed.insert(id);
                continue;
            };
            // Longer than any wait: it was put off before the clock was set back.
            let put_off = due.due_at.since(self.now) <= retry::longest_backoff();
            if due.due_at > self.now && put_off {
                return Ok(Pick::Later(due.due_at));
            }
            let Some(head) = campaigns::head(tx, id)? else {
                return Ok(Pick::Nothing);
            };
            let known = KnownNames::with_extra(head.extra_fields.iter().map(String::as_str));
            let extra = due.fields.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            let values = Values::new(&due.phone, &due.name, &due.title, &due.groups, extra);
            let text = Template::parse(&due.text).render(&values, &known);
            let opted_out = contacts::is_opted_out(tx, &due.phone)?;
            let skip = if opted_out && !planted::has(Bug::OptOutIgnored) {
                Some(SkipReason::OptedOut)
            } else {
                text.trim().is_empty().then_some(SkipReason::EmptyMessage)
            };
            if let Some(reason) = skip {
                outbox::apply(
                    tx,
                    due.part,
                    PartEvent::Skip,
                    self.now,
                    Some(reason.as_str()),
                )?;
                out.changed.insert(id);
                continue;
            }
            if !planted::has(Bug::AttemptCountedAfter)
                && !outbox::begin_attempt(tx, due.part, self.now)?
            {
                return Ok(Pick::Later(self.now.plus(Duration::from_secs(1))));
            }
            // Kept for the next start of the program: a pace outlives a restart.
            let gap = Duration::from_millis(head.pace.delay_ms);
            settings::set(tx, NEXT_ALLOWED, &self.now.plus(gap).0.to_string())?;
            out.changed.insert(id);
            let known_ahead = self
                .prepared
                .is_some_and(|(campaign, until)| campaign == id && due.position <= until);
            let prepare = if known_ahead {
                Vec::new()
            } else {
                // This part is no longer queued: it leads the list itself.
                let mut people = vec![due.phone.clone()];
                people.extend(outbox::upcoming(
                    tx,
                    id,
                    due.position,
                    self.ahead.saturating_sub(1),
                )?);
                people
            };
            return Ok(Pick::Send(Box::new(Picked {
                campaign: id,
                part: due.part,
                position: due.position,
                attempts: due.attempts + 1,
                message: Outgoing {
                    id: due.message_id,
                    to: due.phone,
                    content: Content::Text(text),
                },
                pace: head.pace,
                prepare,
            })));
        }
        Ok(Pick::Nothing)
    }
}

/// The attempts, as far as they count.
fn counted(attempts: u32) -> u32 {
    if planted::has(Bug::NoLastAttempt) {
        1
    } else {
        attempts
    }
}
