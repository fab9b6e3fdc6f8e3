//! Making a campaign: everything it will need is copied at once, so that later
//! changes of contacts do not touch it.

use crate::{StoreError, Tx, attachments, metrics, rows};
use domain::{
    AttachmentId, CampaignId, CampaignState, ContactId, MessageId, Pace, PartKind, PartState,
    PhoneNumber, PlannedPart, QuietHours, Schedule, SkipReason, Timestamp,
};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// A campaign to be made.
#[derive(Clone)]
pub struct NewCampaign {
    /// Its name.
    pub name: String,
    /// The versions of its text, one at least.
    pub texts: Vec<String>,
    /// What it carries beside the text, in order.
    pub attachments: Vec<AttachmentId>,
    /// Whether it is a test, which no list shows and no schedule delays.
    pub for_test: bool,
    /// Its pace.
    pub pace: Pace,
    /// When it may send.
    pub schedule: Schedule,
    /// The present.
    pub created_at: Timestamp,
}

impl fmt::Debug for NewCampaign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewCampaign")
            .field("texts", &self.texts.len())
            .field("attachments", &self.attachments)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// A person as the campaign will know them.
#[derive(Clone)]
pub struct NewRecipient {
    /// The contact they were taken from.
    pub contact: Option<ContactId>,
    /// Canonical number.
    pub phone: PhoneNumber,
    /// Name.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields. A name counts as known to the campaign also where the
    /// value is empty.
    pub fields: BTreeMap<String, String>,
    /// Why nothing is sent to them, decided beforehand.
    pub skip: Option<SkipReason>,
}

impl fmt::Debug for NewRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewRecipient")
            .field("contact", &self.contact)
            .field("phone", &self.phone)
            .field("skip", &self.skip)
            .finish_non_exhaustive()
    }
}

/// Makes a running campaign of these people, in this order. What each of them
/// gets falls into parts as [`domain::plan`] says, every part under an id from
/// `mint`. The text versions follow each other from person to person.
///
/// # Errors
/// [`StoreError::Other`] when there is no text version, when an attachment is not
/// there, when a number occurs twice, or when `mint` repeats an id.
pub fn create(
    tx: &Tx<'_>,
    campaign: &NewCampaign,
    recipients: impl IntoIterator<Item = NewRecipient>,
    mut mint: impl FnMut() -> MessageId,
) -> Result<CampaignId, StoreError> {
    let id = insert_campaign(tx, campaign)?;
    let variants = i64::try_from(campaign.texts.len()).unwrap_or(i64::MAX);
    if variants == 0 {
        return Err(StoreError::other("a campaign needs a text"));
    }
    let plan = plan(tx, campaign)?;
    insert_attachments(tx, id, &campaign.attachments)?;
    let mut extra_fields = BTreeSet::new();
    let mut position = 0i64;
    let mut sets: HashMap<Vec<String>, i64> = HashMap::new();
    let mut left_out = false;
    for recipient in recipients {
        position += 1;
        let set = match sets.get(&recipient.groups) {
            _ if campaign.for_test => None,
            Some(set) => Some(*set),
            None => {
                let set = metrics::set_of(tx, &recipient.groups)?;
                sets.insert(recipient.groups.clone(), set);
                Some(set)
            }
        };
        left_out |= recipient.skip.is_some();
        insert_recipient(tx, id, position, (position - 1) % variants, &recipient, set)?;
        for (ordinal, part) in (1i64..).zip(&plan) {
            let place = NewPart {
                campaign: id,
                position,
                ordinal,
                part: *part,
            };
            insert_part(tx, place, &mint(), recipient.skip, campaign.created_at)?;
        }
        extra_fields.extend(recipient.fields.into_keys());
    }
    let extra_fields: Vec<_> = extra_fields.into_iter().collect();
    tx.connection()
        .prepare_cached("UPDATE campaign SET extra_fields = ?2 WHERE id = ?1")?
        .execute(params![id.0, rows::list_json(&extra_fields)?])?;
    if left_out {
        metrics::count_left_out(tx, id, campaign.created_at)?;
    }
    Ok(id)
}

fn insert_campaign(tx: &Tx<'_>, campaign: &NewCampaign) -> Result<CampaignId, StoreError> {
    let (pace, schedule) = (campaign.pace, campaign.schedule);
    let created_at = campaign.created_at;
    tx.connection()
        .prepare_cached(
            "INSERT INTO campaign (name, state, delay_ms, jitter_percent, batch, batch_pause_ms,
                extra_fields, created_at, start_at, quiet_from, quiet_until, weekdays,
                daily_limit, queued_at, for_test)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, '[]', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            campaign.name,
            CampaignState::Running.as_str(),
            rows::signed(pace.delay_ms),
            pace.jitter_percent,
            pace.batch,
            rows::signed(pace.batch_pause_ms),
            created_at.0,
            schedule.start_at.map(|at| at.0),
            schedule.quiet.map(QuietHours::from),
            schedule.quiet.map(QuietHours::until),
            schedule.weekdays.bits(),
            schedule.daily_limit,
            schedule
                .start_at
                .map_or(created_at, |at| at.max(created_at))
                .0,
            campaign.for_test,
        ])?;
    let id = tx.connection().last_insert_rowid();
    let mut insert = tx.connection().prepare_cached(
        "INSERT INTO campaign_text (campaign_id, variant, text) VALUES (?1, ?2, ?3)",
    )?;
    for (variant, text) in (0i64..).zip(&campaign.texts) {
        insert.execute(params![id, variant, text])?;
    }
    Ok(CampaignId(id))
}

pub(super) fn insert_recipient(
    tx: &Tx<'_>,
    campaign: CampaignId,
    position: i64,
    variant: i64,
    recipient: &NewRecipient,
    group_set: Option<i64>,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO recipient (campaign_id, position, contact_id, phone, name, title,
                \"groups\", fields, variant, state, group_set)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            campaign.0,
            position,
            recipient.contact.map(|contact| contact.0),
            recipient.phone.as_str(),
            recipient.name,
            recipient.title,
            rows::list_json(&recipient.groups)?,
            rows::fields_json(&recipient.fields)?,
            variant,
            first_state(recipient.skip).as_str(),
            group_set,
        ])?;
    Ok(())
}

/// Where a part stands, and what it carries.
#[derive(Clone, Copy)]
pub(super) struct NewPart {
    pub campaign: CampaignId,
    pub position: i64,
    pub ordinal: i64,
    pub part: PlannedPart,
}

impl NewPart {
    /// A text that is all there is.
    pub fn text(campaign: CampaignId, position: i64) -> Self {
        Self {
            campaign,
            position,
            ordinal: 1,
            part: PlannedPart {
                kind: PartKind::Text,
                medium: None,
                with_text: true,
            },
        }
    }
}

pub(super) fn insert_part(
    tx: &Tx<'_>,
    new: NewPart,
    message: &MessageId,
    skip: Option<SkipReason>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let place = new.part.medium.map(|place| rows::signed(place as u64));
    tx.connection()
        .prepare_cached(
            "INSERT INTO part (campaign_id, position, ordinal, kind, message_id, state, due_at,
                reason, place, with_text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            new.campaign.0,
            new.position,
            new.ordinal,
            new.part.kind.as_str(),
            message.as_str(),
            first_state(skip).as_str(),
            now.0,
            skip.map(SkipReason::as_str),
            place,
            new.part.with_text,
        ])?;
    Ok(())
}

/// The parts of what everybody gets.
fn plan(tx: &Tx<'_>, campaign: &NewCampaign) -> Result<Vec<PlannedPart>, StoreError> {
    let mut kinds = Vec::with_capacity(campaign.attachments.len());
    for id in &campaign.attachments {
        let attachment = attachments::get(tx, *id)?.filter(|found| found.emptied_at.is_none());
        let attachment = attachment.ok_or_else(|| StoreError::other("no such attachment"))?;
        kinds.push(attachment.medium.kind);
    }
    let has_text = campaign.texts.iter().any(|text| !text.trim().is_empty());
    Ok(domain::plan(has_text, &kinds))
}

fn insert_attachments(
    tx: &Tx<'_>,
    campaign: CampaignId,
    attachments: &[AttachmentId],
) -> Result<(), StoreError> {
    let mut insert = tx.connection().prepare_cached(
        "INSERT INTO campaign_attachment (campaign_id, place, attachment_id) VALUES (?1, ?2, ?3)",
    )?;
    for (place, attachment) in (0i64..).zip(attachments) {
        insert.execute([campaign.0, place, attachment.0])?;
    }
    Ok(())
}

fn first_state(skip: Option<SkipReason>) -> PartState {
    if skip.is_some() {
        PartState::Skipped
    } else {
        PartState::Queued
    }
}
