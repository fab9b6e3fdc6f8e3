//! A campaign before it is sent: check, preview, start.

use crate::api::{
    Audience, CampaignCheck, ImportSource, MessagePreview, MissingValue, NewCampaign, PaceView,
};
use crate::attachments;
use crate::audience::{Member, Resolved};
use crate::catalogue::Catalogue;
use crate::drafts;
use crate::error::{AppError, Result};
use crate::import::upsert_options;
use crate::schedule;
use domain::schedule::Planned;
use domain::template::{KnownNames, Template, Values};
use domain::{
    AttachmentId, CampaignId, Clock, MessageId, Pace, PhoneNumber, SkipReason, Timestamp,
    says_nothing,
};
use std::collections::BTreeMap;
use store::Store;
use store::{campaigns, contacts, settings};

/// WhatsApp's own limit for a text message, characters.
const MAX_TEXT: usize = 65_536;
const MAX_VARIANTS: usize = 5;

/// Longest time between two people, milliseconds: an hour.
const MAX_DELAY: u64 = 60 * 60 * 1000;
/// Longest pause after a batch, milliseconds: a day.
const MAX_BATCH_PAUSE: u64 = 24 * MAX_DELAY;

/// The texts of a campaign, parsed, and what its audience knows.
pub(crate) struct Letter {
    templates: Vec<Template>,
    known: KnownNames,
}

impl Letter {
    pub fn new(texts: &[String], audience: &Resolved) -> Self {
        Self {
            templates: texts.iter().map(|t| Template::parse(t)).collect(),
            known: KnownNames::with_extra(audience.extra_fields.iter().map(String::as_str)),
        }
    }

    /// Which version the recipient at this index (from 0) gets, from 0.
    fn variant(&self, index: usize) -> usize {
        index % self.templates.len().max(1)
    }

    fn template(&self, index: usize) -> Option<&Template> {
        self.templates.get(self.variant(index))
    }

    fn render(&self, index: usize, values: &Values) -> String {
        self.template(index)
            .map(|t| t.render(values, &self.known))
            .unwrap_or_default()
    }
}

fn values(member: &Member) -> Values {
    let c = &member.contact;
    let extra = c.fields.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    Values::new(&c.phone, &c.name, &c.title, &c.groups, extra)
}

/// Characters of the longest text.
fn longest(texts: &[String]) -> Option<usize> {
    texts.iter().map(|text| text.chars().count()).max()
}

/// Refuses what could never be sent, before anything is written.
pub(crate) fn validate(campaign: &NewCampaign, has_attachments: bool) -> Result<()> {
    let name = campaign.name.trim();
    if name.is_empty() || name.chars().count() > 120 {
        return Err(AppError::bad_input("campaign_name"));
    }
    check_texts(&campaign.texts, has_attachments)?;
    if campaign.skip_recent_days > 365 {
        return Err(AppError::bad_input("recent_days"));
    }
    schedule::schedule(&campaign.schedule)?;
    check_pace(&campaign.pace)
}

/// Refuses texts that say nothing, are too many or too long. Beside an attachment
/// the only one may be empty.
pub(crate) fn check_texts(texts: &[String], has_attachments: bool) -> Result<()> {
    let is_empty = |text: &String| says_nothing(text);
    let may_be_empty = has_attachments && texts.len() == 1;
    if texts.is_empty() || (!may_be_empty && texts.iter().any(is_empty)) {
        return Err(AppError::bad_input("no_text"));
    }
    if texts.len() > MAX_VARIANTS {
        return Err(AppError::bad_input("too_many_variants").with("limit", MAX_VARIANTS));
    }
    match longest(texts) {
        Some(longest) if longest > MAX_TEXT => Err(AppError::bad_input("text_too_long")
            .with("length", longest)
            .with("limit", MAX_TEXT)),
        _ => Ok(()),
    }
}

/// Refuses a pace at which a campaign would never end.
pub(crate) fn check_pace(pace: &PaceView) -> Result<()> {
    if pace.jitter_percent > 100 {
        return Err(AppError::bad_input("jitter"));
    }
    if pace.delay_ms > MAX_DELAY || pace.batch_pause_ms > MAX_BATCH_PAUSE {
        return Err(AppError::bad_input("pace"));
    }
    Ok(())
}

pub(crate) async fn check(
    store: &Store,
    campaign: &NewCampaign,
    audience: &Resolved,
    clock: &dyn Clock,
) -> Result<CampaignCheck> {
    let (now, zone) = (clock.now(), clock.zone());
    // What is wrong about hours is told where they are chosen, and again before
    // the start; who gets the message can be told all the same.
    let planned = schedule::schedule(&campaign.schedule).unwrap_or_default();
    let ids = campaign.attachments.clone();
    let (outlook, settings, gone) = store
        .read(move |tx| {
            let outlook = schedule::outlook(tx, now, zone)?;
            let gone = attachments::gone_of(tx, &ids)?;
            Ok((outlook, settings::profile(tx)?, gone))
        })
        .await?;
    let mut check = count(campaign, audience, settings.recent_days, now);
    check.gone_attachments = gone;
    check.sent_today = outlook.sent_today;
    let pace: Pace = campaign.pace.into();
    let prospect = outlook.prospect(
        Planned {
            people: check.recipients,
            done: 0,
            pace,
            schedule: planned,
        },
        now,
    );
    check.ahead = prospect.ahead;
    let begins = prospect.expected.begins;
    // What is sent without delay has no plan but its own speed.
    let finish = prospect.expected.finish.filter(|_| !pace.is_unpaced());
    check.begins_at = begins.map(Timestamp::to_rfc3339);
    check.finish_at = finish.map(Timestamp::to_rfc3339);
    let lasts = begins
        .zip(finish)
        .map(|(begins, finish)| finish.since(begins));
    let millis = lasts.map_or(0, |lasts| lasts.as_millis());
    check.duration_ms = u64::try_from(millis).unwrap_or(u64::MAX);
    Ok(check)
}

/// Who gets a message and who does not, and what is missing.
fn count(
    campaign: &NewCampaign,
    audience: &Resolved,
    usual_days: u32,
    now: Timestamp,
) -> CampaignCheck {
    let letter = Letter::new(&campaign.texts, audience);
    let skip_days = campaign.skip_recent_days;
    let recent_days = if skip_days > 0 { skip_days } else { usual_days };
    let mut missing: BTreeMap<String, u64> = BTreeMap::new();
    let mut check = CampaignCheck {
        recipients: 0,
        opted_out: 0,
        not_on_whatsapp: 0,
        recent: 0,
        recent_days,
        invalid: audience.invalid,
        duplicates: audience.duplicates,
        unknown_names: Vec::new(),
        missing: Vec::new(),
        empty_messages: 0,
        gone_attachments: Vec::new(),
        too_long: longest(&campaign.texts)
            .filter(|length| *length > MAX_TEXT)
            .map(|length| length as u64),
        duration_ms: 0,
        begins_at: None,
        finish_at: None,
        ahead: 0,
        sent_today: 0,
        variables: Vec::new(),
    };
    for (index, member) in audience.members.iter().enumerate() {
        let left_out = member.left_out(skip_days, now);
        match left_out {
            Some(SkipReason::OptedOut) => check.opted_out += 1,
            Some(SkipReason::NotOnWhatsApp) => check.not_on_whatsapp += 1,
            _ => check.recent += u64::from(member.is_recent(recent_days, now)),
        }
        if left_out.is_some() {
            continue;
        }
        let values = values(member);
        // Beside an attachment a text may be empty.
        let goes_alone = !letter.templates.is_empty() && campaign.attachments.is_empty();
        if goes_alone && says_nothing(&letter.render(index, &values)) {
            check.empty_messages += 1;
            continue;
        }
        check.recipients += 1;
        for name in letter
            .template(index)
            .map(|t| t.missing_values(&values, &letter.known))
            .unwrap_or_default()
        {
            *missing.entry(name).or_default() += 1;
        }
    }
    check.unknown_names = letter
        .templates
        .iter()
        .flat_map(|t| t.unknown_names(&letter.known))
        .collect();
    check.unknown_names.sort();
    check.unknown_names.dedup();
    check.missing = missing
        .into_iter()
        .map(|(variable, people)| MissingValue { variable, people })
        .collect();
    let built_in = ["nombre", "sustantivo", "grupo", "numero"].map(str::to_owned);
    check.variables = built_in
        .into_iter()
        .chain(audience.extra_fields.iter().cloned())
        .collect();
    check
}

/// A message as one of its recipients will see it.
pub(crate) struct Seen<'a> {
    position: u64,
    total: u64,
    variant: usize,
    pub member: &'a Member,
    /// After rendering.
    pub text: String,
}

/// The message of the recipient at `position` (from 0) among those who get one; of
/// the last one where there are not so many.
pub(crate) fn seen<'a>(
    campaign: &NewCampaign,
    audience: &'a Resolved,
    position: u64,
    now: Timestamp,
) -> Result<Seen<'a>> {
    let people: Vec<_> = audience
        .members
        .iter()
        .enumerate()
        .filter(|(_, m)| m.left_out(campaign.skip_recent_days, now).is_none())
        .collect();
    let total = people.len() as u64;
    let position = position.min(total.saturating_sub(1));
    let (index, member) = usize::try_from(position)
        .ok()
        .and_then(|p| people.get(p))
        .ok_or_else(|| AppError::bad_input("no_recipients"))?;
    let letter = Letter::new(&campaign.texts, audience);
    Ok(Seen {
        position,
        total,
        variant: letter.variant(*index),
        member,
        text: letter.render(*index, &values(member)),
    })
}

pub(crate) fn preview(
    campaign: &NewCampaign,
    audience: &Resolved,
    position: u64,
    now: Timestamp,
) -> Result<MessagePreview> {
    let seen = seen(campaign, audience, position, now)?;
    let phone = seen.member.contact.phone.as_str().to_owned();
    let name = if seen.member.contact.name.is_empty() {
        phone.clone()
    } else {
        seen.member.contact.name.clone()
    };
    Ok(MessagePreview {
        position: seen.position,
        total: seen.total,
        name,
        phone,
        text: seen.text,
        variant: u32::try_from(seen.variant).unwrap_or_default(),
    })
}

/// The value under which the whole of a text travels that was rendered before.
const RENDERED: &str = "texto";

/// Queues a message as this recipient would get it, to the account itself.
pub(crate) async fn test(
    store: &Store,
    campaign: &NewCampaign,
    seen: Seen<'_>,
    account: PhoneNumber,
    now: Timestamp,
    mint: impl FnMut() -> MessageId + Send + 'static,
) -> Result<()> {
    check_texts(&campaign.texts, !campaign.attachments.is_empty())?;
    attachments::check(store, &campaign.attachments).await?;
    // What surrounds a value is trimmed off it, and stays in the text.
    let text = seen.text.trim();
    let template = if says_nothing(text) {
        String::new()
    } else {
        seen.text.replacen(text, &format!("{{{RENDERED}}}"), 1)
    };
    if template.is_empty() && campaign.attachments.is_empty() {
        return Err(AppError::bad_input("test_empty"));
    }
    // A value is inserted as it is: nothing in the text is a variable any more, and
    // the number in it stays the recipient's.
    let fields = BTreeMap::from([(RENDERED.to_owned(), text.to_owned())]);
    let head = campaigns::NewCampaign {
        name: String::new(),
        texts: vec![template],
        attachments: ids(campaign),
        for_test: true,
        // Neither matters for a test.
        pace: Pace::default(),
        schedule: domain::Schedule::default(),
        created_at: now,
    };
    let contact = seen.member.contact.clone();
    let recipient = campaigns::NewRecipient {
        contact: None,
        phone: account,
        name: contact.name,
        title: contact.title,
        groups: contact.groups,
        fields,
        skip: None,
    };
    store
        .write(move |tx| campaigns::create(tx, &head, [recipient], mint))
        .await?;
    Ok(())
}

fn ids(campaign: &NewCampaign) -> Vec<AttachmentId> {
    campaign
        .attachments
        .iter()
        .copied()
        .map(AttachmentId)
        .collect()
}

/// Writes contacts and snapshot in one transaction: from here on the campaign
/// exists whatever happens to the program, and its draft does not.
pub(crate) async fn start(
    store: &Store,
    campaign: &NewCampaign,
    audience: &Resolved,
    draft: Option<i64>,
    words: &Catalogue,
    now: Timestamp,
    mint: impl FnMut() -> MessageId + Send + 'static,
) -> Result<CampaignId> {
    validate(campaign, !campaign.attachments.is_empty())?;
    attachments::check(store, &campaign.attachments).await?;
    let check = count(campaign, audience, 0, now);
    if check.recipients == 0 {
        return Err(AppError::bad_input("no_recipients_counted")
            .with("rows", audience.rows)
            .with("invalid", audience.invalid)
            .with("opted_out", check.opted_out)
            .with(
                "others",
                check.not_on_whatsapp + check.recent + check.empty_messages,
            ));
    }
    let head = campaigns::NewCampaign {
        name: campaign.name.trim().to_owned(),
        texts: campaign.texts.clone(),
        attachments: ids(campaign),
        for_test: false,
        pace: campaign.pace.into(),
        schedule: schedule::schedule(&campaign.schedule)?,
        created_at: now,
    };
    let members = audience.members.clone();
    let skip_days = campaign.skip_recent_days;
    let upsert = audience
        .from_list
        .as_ref()
        .map(|options| upsert_options(options, words, now));
    let names = audience.extra_fields.clone();
    let mut mint = mint;
    let started = store
        .write(move |tx| {
            if let Some(draft) = draft
                && !store::drafts::delete(tx, draft)?
            {
                return Ok(None);
            }
            let mut recipients = Vec::with_capacity(members.len());
            let mut writer = upsert
                .map(|options| contacts::Writer::new(tx, options))
                .transpose()?;
            for mut member in members {
                // Something may have been learned since the audience was looked at.
                member.learn(tx, now)?;
                let skip = member.left_out(skip_days, now);
                let c = member.contact;
                let mut fields = c.fields.clone();
                if recipients.is_empty() {
                    // A name that nobody has a value for is a variable all the same.
                    for name in &names {
                        fields.entry(name.clone()).or_default();
                    }
                }
                let contact = match &mut writer {
                    Some(writer) => Some(writer.put(&c)?.0),
                    None => contacts::by_phone(tx, &c.phone)?.map(|known| known.id),
                };
                recipients.push(campaigns::NewRecipient {
                    contact,
                    phone: c.phone,
                    name: c.name,
                    title: c.title,
                    groups: c.groups,
                    fields,
                    skip,
                });
            }
            if let Some(writer) = writer {
                writer.finish()?;
            }
            let id = campaigns::create(tx, &head, recipients, &mut mint)?;
            // The account may not send: neither may this campaign.
            if let Some((hold, until)) = campaigns::account_hold(tx, now)? {
                campaigns::hold(tx, id, hold, until)?;
            }
            Ok(Some(id))
        })
        .await?;
    started.ok_or_else(|| drafts::not_found(draft.unwrap_or_default()))
}

/// What makes two audiences the same, so that a list is not read again for
/// every letter that is typed. None where it cannot be told. What campaigns learn
/// of people meanwhile is seen a minute later.
pub(crate) fn audience_key(audience: &Audience, generation: u64, now: Timestamp) -> Option<String> {
    let stamp = match audience {
        Audience::List {
            source: ImportSource::File { path },
            ..
        } => {
            let meta = std::fs::metadata(path).ok()?;
            format!("{:?}/{}", meta.modified().ok()?, meta.len())
        }
        _ => String::new(),
    };
    let minute = now.0 / 60_000;
    Some(format!(
        "{}/{stamp}/{generation}/{minute}",
        serde_json::to_string(audience).ok()?
    ))
}
