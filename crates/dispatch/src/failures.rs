//! What a turn does with attempts that did not succeed.

use crate::planted::{self, Bug};
use crate::turn::{Outcome, Turn};
use domain::retry::{self, Next};
use domain::{
    CampaignId, FailureClass, HoldReason, MessageId, PartEvent, PartId, PartState, Timestamp,
    Upload,
};
use store::{StoreError, Tx, attachments, campaigns, outbox};

impl Turn {
    /// An attempt ended without word. The same id goes out again later; only
    /// after several silent attempts is it left, and a late receipt still wins.
    pub(crate) fn in_doubt(
        &self,
        tx: &Tx<'_>,
        part: PartId,
        attempts: u32,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        let reason = Some(FailureClass::Timeout.as_str());
        if outbox::apply(tx, part, PartEvent::OutcomeUnknown, self.now, reason)?.is_none() {
            return Ok(());
        }
        if attempts >= retry::MAX_ATTEMPTS || planted::has(Bug::DoubtFails) {
            outbox::apply(tx, part, PartEvent::GiveUp, self.now, reason)?;
        } else {
            out.doubtful
                .push((part, self.now.plus(retry::backoff(attempts))));
        }
        Ok(())
    }

    /// What to do about a refusal. That strangers cannot be written to may be
    /// said of the account or of this person alone; the server knows which.
    pub(crate) fn after_refusal(&self, class: FailureClass, attempts: u32) -> Next {
        if let (FailureClass::TimeLocked, Some(health)) = (class, &self.health)
            && !health.refuses_strangers(self.now)
        {
            return Next::GiveUp;
        }
        retry::after_refusal(class, attempts)
    }

    /// When the account may write to strangers again, as far as it is known.
    fn locked_until(&self) -> Option<Timestamp> {
        let until = self.health.as_ref()?.locked_until?;
        (until > self.now).then_some(until)
    }

    /// When a hold ends by itself.
    fn hold_until(&self, hold: HoldReason) -> Option<Timestamp> {
        match hold {
            HoldReason::Restricted => self.locked_until(),
            HoldReason::RateLimited => Some(self.now.plus(retry::REST_AFTER_RATE_LIMIT)),
            _ => None,
        }
    }

    pub(crate) fn failed(
        &self,
        tx: &Tx<'_>,
        campaign: CampaignId,
        part: PartId,
        class: FailureClass,
        next: Next,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        out.changed.insert(campaign);
        let reason = class.as_str();
        match next {
            Next::RetryAfter(wait) => {
                let due_at = self.now.plus(wait);
                outbox::retry_later(tx, part, due_at, self.now, reason)?;
            }
            Next::GiveUp => self.give_up(tx, campaign, part, class, out)?,
            Next::Hold(hold) => {
                let until = self.hold_until(hold);
                if campaigns::is_hidden(tx, campaign)? {
                    // Nobody sees it, nobody could let it go on.
                    return self.give_up(tx, campaign, part, class, out);
                }
                outbox::retry_later(tx, part, self.now, self.now, reason)?;
                if planted::has(Bug::HoldIgnored) {
                    return Ok(());
                }
                campaigns::hold(tx, campaign, hold, until)?;
                if hold.is_of_the_account() {
                    hold_the_others(tx, hold, until, out)?;
                }
            }
        }
        Ok(())
    }

    /// A phone could not fetch a medium: it is brought anew before the next
    /// message, and this person has nothing, whatever was reported before.
    pub(crate) fn medium_gone(
        &self,
        tx: &Tx<'_>,
        id: &MessageId,
        fresh: Option<&MessageId>,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        let Some((attachment, sent_at)) = outbox::attachment_by_id(tx, id)? else {
            return Ok(());
        };
        let sent_at = sent_at.unwrap_or(self.now);
        attachments::forget_upload(tx, attachment, sent_at)?;
        let (Some((campaign, part, before, _)), Some(fresh)) = (outbox::part_by_id(tx, id)?, fresh)
        else {
            return Ok(());
        };
        // A phone that asks again for what it had lost it.
        if before == PartState::Read && self.now.since(sent_at) > Upload::USUAL_LIFE {
            return Ok(());
        }
        let reason = Some(FailureClass::MediumGone.as_str());
        if outbox::apply(tx, part, PartEvent::MediumGone, self.now, reason)?.is_some() {
            outbox::renew_id(tx, part, fresh)?;
            out.changed.insert(campaign);
            if !before.is_accepted() {
                // Until here it arrived: no matter for the failure watch.
                out.outcomes.push((campaign, false));
            }
        }
        Ok(())
    }

    pub(crate) fn give_up(
        &self,
        tx: &Tx<'_>,
        campaign: CampaignId,
        part: PartId,
        class: FailureClass,
        out: &mut Outcome,
    ) -> Result<(), StoreError> {
        out.changed.insert(campaign);
        let reason = Some(class.as_str());
        // A refusal that comes twice is one failure.
        if outbox::apply(tx, part, PartEvent::GiveUp, self.now, reason)?.is_some() {
            out.outcomes.push((campaign, true));
            // Nothing else will reach this person: one failure, not one for
            // every part.
            if matches!(
                class,
                FailureClass::NotOnWhatsApp | FailureClass::BadAddress
            ) {
                outbox::give_up_rest(tx, part, self.now, class.as_str())?;
            }
        }
        Ok(())
    }

    /// What was under way when its campaign was cancelled is not tried again:
    /// left out where it is known that nothing arrived, failed where nobody
    /// knows. A late receipt still wins.
    pub(crate) fn end_cancelled(&self, tx: &Tx<'_>, out: &mut Outcome) -> Result<(), StoreError> {
        let reason = Some(FailureClass::Timeout.as_str());
        for campaign in campaigns::list_cancelled_unsettled(tx)? {
            let mut ended = outbox::cancel_queued(tx, campaign, self.now)?;
            for part in outbox::in_doubt(tx, campaign)? {
                if self.requeue_in_doubt || self.try_again.contains(&part) {
                    outbox::apply(tx, part, PartEvent::GiveUp, self.now, reason)?;
                    ended += 1;
                }
            }
            if ended > 0 {
                out.changed.insert(campaign);
            }
        }
        Ok(())
    }
}

/// The other campaigns write from the same account. Those that are held for it
/// already wait for what is known now.
fn hold_the_others(
    tx: &Tx<'_>,
    hold: HoldReason,
    until: Option<Timestamp>,
    out: &mut Outcome,
) -> Result<(), StoreError> {
    for other in campaigns::list_open(tx)? {
        let of_the_account = other.hold.is_none_or(HoldReason::is_of_the_account);
        if of_the_account && campaigns::hold(tx, other.id, hold, until)? {
            out.changed.insert(other.id);
        }
    }
    Ok(())
}
