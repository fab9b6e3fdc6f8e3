//! One turn of the dispatcher inside one transaction: store what was heard,
//! then pick what goes out next and count its attempt.

use crate::pick::Pick;
use crate::planted::{self, Bug};
use domain::messenger::{AccountHealth, Incoming, Presence, ReceiptKind, SendError};
use domain::opt_out::Decision;
use domain::retry;
use domain::schedule::local_day;
use domain::{
    AttachmentId, CampaignId, CampaignState, FailureClass, HoldReason, MessageId, MessengerEvent,
    PartEvent, PartId, Timestamp, Upload, Zone,
};
use std::collections::BTreeSet;
use store::{StoreError, Tx, attachments, campaigns, contacts, outbox, replies, settings};

/// Where the earliest time of the next recipient is kept, and when that was noted.
const NEXT_ALLOWED: &str = "next_allowed";

/// Keeps the pace over a restart: nobody before `at`.
pub(crate) fn keep_pace(tx: &Tx<'_>, at: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    settings::set(tx, NEXT_ALLOWED, &format!("{} {}", at.0, now.0))
}

/// The earliest time of the next recipient, as it was kept last. When the wall
/// clock was set back meanwhile, the wait is as long as it was to be, and no longer.
pub fn next_allowed(tx: &Tx<'_>, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let kept = settings::get(tx, NEXT_ALLOWED)?;
    let instant = |text: &str| text.parse().ok().map(Timestamp);
    Ok(kept
        .as_deref()
        .and_then(|kept| kept.split_once(' '))
        .and_then(|(at, noted)| instant(at).zip(instant(noted)))
        .map(|(at, noted)| {
            if noted > now {
                now.plus(at.since(noted))
            } else {
                at
            }
        }))
}

/// How a send ended.
#[derive(Clone, Debug)]
pub(crate) struct SendReport {
    pub campaign: CampaignId,
    pub part: PartId,
    pub id: MessageId,
    pub attempts: u32,
    /// Whether the attempt was counted before it was made. What precedes a
    /// message, and never leads to one by itself, is counted when it failed.
    pub counted: bool,
    pub result: Result<(), SendError>,
}

/// How many new ids may be needed for what was heard: for a confirmation to
/// whoever wrote, and for what has to be sent anew.
pub(crate) fn fresh_ids(heard: &[MessengerEvent]) -> usize {
    let of = |event: &MessengerEvent| match event {
        MessengerEvent::Incoming(_) => 1,
        MessengerEvent::MediumGone { ids } => ids.len(),
        _ => 0,
    };
    heard.iter().map(of).sum()
}

/// Everything a turn works on. Owned, because the transaction runs elsewhere.
#[derive(Debug)]
pub(crate) struct Turn {
    pub now: Timestamp,
    /// The time zone in which days and hours are counted.
    pub zone: Zone,
    pub heard: Vec<MessengerEvent>,
    /// New ids, as many as [`fresh_ids`] says of [`Self::heard`].
    pub ids: Vec<MessageId>,
    /// What the server lets the account do, when it was asked.
    pub health: Option<AccountHealth>,
    /// What was brought to the server.
    pub uploaded: Vec<(AttachmentId, Upload)>,
    /// What was learned of people.
    pub learned: Vec<Presence>,
    pub reports: Vec<SendReport>,
    /// Parts that were picked and then not tried.
    pub untried: Vec<PartId>,
    /// Parts whose ack did not come in time, with their attempts.
    pub overdue: Vec<(PartId, u32)>,
    /// Parts of unknown outcome whose time to be tried again has come.
    pub try_again: Vec<PartId>,
    /// Put everything in doubt back into the queue, under the same ids.
    pub requeue_in_doubt: bool,
    /// Stop running campaigns for this reason, until then.
    pub hold_all: Option<(HoldReason, Option<Timestamp>)>,
    /// Let campaigns that were held for the device go on.
    pub release: bool,
    /// Whether a message may be picked now.
    pub may_pick: bool,
    /// Nobody gets a message of a paced campaign before this instant.
    pub next_allowed: Timestamp,
    /// Messages without an ack.
    pub on_wire: usize,
    /// How many of them there may be while a campaign is sent without delay.
    pub unpaced_window: usize,
    /// For the length of the next wait: uniform in `[0, 1)`.
    pub draw: f64,
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
    /// Share of failures, percent, that is too much.
    pub failure_percent: u8,
    pub pick: Pick,
}

impl Turn {
    pub fn run(self, tx: &Tx<'_>) -> Result<Outcome, StoreError> {
        let mut out = Outcome {
            // Without a failure nothing is too much.
            failure_percent: 100,
            ..Outcome::default()
        };
        for presence in &self.learned {
            let answer = contacts::Presence {
                on_whatsapp: presence.on_whatsapp,
                checked_at: self.now,
                address: presence.address.clone(),
            };
            contacts::note_presence(tx, &presence.phone, &answer)?;
        }
        for (attachment, upload) in &self.uploaded {
            attachments::note_upload(tx, *attachment, upload)?;
        }
        let mut ids = self.ids.iter();
        for event in &self.heard {
            self.hear(tx, event, &mut ids, &mut out)?;
        }
        // Before the reports: one may be of a part that goes back, too.
        self.give_back(tx)?;
        for report in &self.reports {
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
        if out.outcomes.iter().any(|(_, failed)| *failed) {
            out.failure_percent = settings::profile(tx)?.failure_percent;
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
        } else if !out.changed.is_empty() {
            self.complete_done(tx, &mut out)?;
        }
        Ok(out)
    }

    fn hear(
        &self,
        tx: &Tx<'_>,
        event: &MessengerEvent,
        ids: &mut std::slice::Iter<'_, MessageId>,
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
                    let next = self.after_refusal(*class, counted(attempts));
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
            MessengerEvent::MediumGone { ids: gone } => {
                for id in gone {
                    out.settled.push(id.clone());
                    self.medium_gone(tx, id, ids.next(), out)?;
                }
            }
            MessengerEvent::Incoming(message) => {
                self.hear_person(tx, message, ids.next(), out)?;
            }
            MessengerEvent::QrCode { .. }
            | MessengerEvent::PairCode { .. }
            | MessengerEvent::Paired(_)
            | MessengerEvent::Device(_)
            | MessengerEvent::OfflineDelivered => {}
        }
        Ok(())
    }

    /// A decision is stored before anything else goes out, also of campaigns
    /// under way. One that is delivered again, maybe after a newer one, was
    /// taken note of the first time.
    fn hear_person(
        &self,
        tx: &Tx<'_>,
        message: &Incoming,
        id: Option<&MessageId>,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        let again = replies::is_recorded(tx, message)?;
        let settings = settings::profile(tx)?;
        let from = &message.from;
        match settings.words.decision(&message.text).filter(|_| !again) {
            Some(Decision::Stop) => {
                let new = contacts::opt_out(tx, from, &message.text, self.now)?;
                if let (true, Some(text), Some(id)) = (new, &settings.stop_confirmation, id) {
                    campaigns::queue_confirmation(tx, from, text, id, self.now)?;
                }
            }
            Some(Decision::Start) => {
                contacts::opt_in(tx, from)?;
            }
            None => {}
        }
        if let Some(campaign) = replies::record(tx, message, self.now)? {
            out.changed.insert(campaign);
            out.replied = true;
        }
        Ok(())
    }

    /// Parts that were counted and then not tried go back as if nothing had been.
    fn give_back(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        if planted::has(Bug::UntriedForgotten) {
            return Ok(());
        }
        let mut first = 0;
        for part in &self.untried {
            first += i64::from(outbox::give_back(tx, *part, self.now)?);
        }
        if first > 0 {
            campaigns::note_sent(tx, local_day(self.now, self.zone), -first)?;
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
            outbox::begin_attempt(tx, report.part, self.now, local_day(self.now, self.zone))?;
        }
        if !report.counted && !outbox::begin_preparation(tx, report.part, self.now)? {
            // It was left out meanwhile.
            return Ok(());
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
            if let Some((reason, until)) = self.hold_all
                && campaign.state == CampaignState::Running
                && campaigns::hold(tx, campaign.id, reason, until)?
            {
                out.changed.insert(campaign.id);
            }
        }
        Ok(())
    }
}

/// The attempts, as far as they count.
pub(crate) fn counted(attempts: u32) -> u32 {
    if planted::has(Bug::NoLastAttempt) {
        1
    } else {
        attempts
    }
}
