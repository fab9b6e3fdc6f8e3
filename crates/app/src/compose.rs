//! A campaign before it is sent: check, preview, start.

use crate::api::{
    Audience, CampaignCheck, ImportSource, MessagePreview, MissingValue, NewCampaign,
};
use crate::audience::{Member, Resolved};
use crate::error::{AppError, Result};
use crate::import::upsert_options;
use domain::template::{KnownNames, Template, Values};
use domain::{CampaignId, MessageId, Pace, SkipReason, Timestamp};
use std::collections::BTreeMap;
use std::time::Duration;
use store::Store;
use store::{campaigns, contacts};

/// WhatsApp's own limit for a text message, characters.
const MAX_TEXT: usize = 65_536;
const MAX_VARIANTS: usize = 5;

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

    /// The version that the recipient at this index (from 0) gets.
    fn template(&self, index: usize) -> Option<&Template> {
        self.templates.get(index % self.templates.len().max(1))
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

/// Refuses what could never be sent, before anything is written.
pub(crate) fn validate(campaign: &NewCampaign) -> Result<()> {
    let name = campaign.name.trim();
    if name.is_empty() || name.chars().count() > 120 {
        return Err(AppError::bad_input("campaign_name"));
    }
    if campaign.texts.is_empty() || campaign.texts.iter().any(|t| t.trim().is_empty()) {
        return Err(AppError::bad_input("no_text"));
    }
    if campaign.texts.len() > MAX_VARIANTS {
        return Err(AppError::bad_input("too_many_variants").with("limit", MAX_VARIANTS));
    }
    if let Some(longest) = campaign.texts.iter().map(|t| t.chars().count()).max()
        && longest > MAX_TEXT
    {
        return Err(AppError::bad_input("text_too_long")
            .with("length", longest)
            .with("limit", MAX_TEXT));
    }
    if campaign.pace.jitter_percent > 100 {
        return Err(AppError::bad_input("jitter"));
    }
    Ok(())
}

/// How long a campaign takes: the waits between its recipients.
pub(crate) fn duration(people: u64, pace: Pace) -> Duration {
    let gaps = people.saturating_sub(1);
    let batches = if pace.batch == 0 || pace.batch_pause_ms == 0 {
        0
    } else {
        gaps / u64::from(pace.batch)
    };
    let long = pace.batch_pause_ms.max(pace.delay_ms);
    let total = (gaps - batches)
        .saturating_mul(pace.delay_ms)
        .saturating_add(batches.saturating_mul(long));
    Duration::from_millis(total)
}

pub(crate) fn check(campaign: &NewCampaign, audience: &Resolved) -> CampaignCheck {
    let letter = Letter::new(&campaign.texts, audience);
    let mut missing: BTreeMap<String, u64> = BTreeMap::new();
    let (mut recipients, mut opted_out, mut empty_messages) = (0, 0, 0);
    for (index, member) in audience.members.iter().enumerate() {
        if member.opted_out {
            opted_out += 1;
            continue;
        }
        let values = values(member);
        if !letter.templates.is_empty() && letter.render(index, &values).trim().is_empty() {
            empty_messages += 1;
            continue;
        }
        recipients += 1;
        for name in letter
            .template(index)
            .map(|t| t.missing_values(&values, &letter.known))
            .unwrap_or_default()
        {
            *missing.entry(name).or_default() += 1;
        }
    }
    let mut unknown_names: Vec<String> = letter
        .templates
        .iter()
        .flat_map(|t| t.unknown_names(&letter.known))
        .collect();
    unknown_names.sort();
    unknown_names.dedup();
    let built_in = ["nombre", "sustantivo", "grupo", "numero"].map(str::to_owned);
    CampaignCheck {
        recipients,
        opted_out,
        invalid: audience.invalid,
        duplicates: audience.duplicates,
        unknown_names,
        missing: missing
            .into_iter()
            .map(|(variable, people)| MissingValue { variable, people })
            .collect(),
        empty_messages,
        duration_ms: u64::try_from(duration(recipients, campaign.pace.into()).as_millis())
            .unwrap_or(u64::MAX),
        variables: built_in
            .into_iter()
            .chain(audience.extra_fields.iter().cloned())
            .collect(),
    }
}

pub(crate) fn preview(
    campaign: &NewCampaign,
    audience: &Resolved,
    position: u64,
) -> Result<MessagePreview> {
    let people: Vec<_> = audience
        .members
        .iter()
        .enumerate()
        .filter(|(_, m)| !m.opted_out)
        .collect();
    let total = people.len() as u64;
    let position = position.min(total.saturating_sub(1));
    let (index, member) = usize::try_from(position)
        .ok()
        .and_then(|p| people.get(p))
        .ok_or_else(|| AppError::bad_input("no_recipients"))?;
    let text = Letter::new(&campaign.texts, audience).render(*index, &values(member));
    let phone = member.contact.phone.as_str().to_owned();
    let name = if member.contact.name.is_empty() {
        phone.clone()
    } else {
        member.contact.name.clone()
    };
    Ok(MessagePreview {
        position,
        total,
        name,
        phone,
        text,
    })
}

/// Writes contacts and snapshot in one transaction: from here on the campaign
/// exists whatever happens to the program.
pub(crate) async fn start(
    store: &Store,
    campaign: &NewCampaign,
    audience: &Resolved,
    now: Timestamp,
    mint: impl FnMut() -> MessageId + Send + 'static,
) -> Result<CampaignId> {
    validate(campaign)?;
    if check(campaign, audience).recipients == 0 {
        return Err(AppError::bad_input("no_recipients_counted")
            .with("rows", audience.rows)
            .with("invalid", audience.invalid)
            .with(
                "opted_out",
                audience.members.iter().filter(|m| m.opted_out).count(),
            ));
    }
    let head = campaigns::NewCampaign {
        name: campaign.name.trim().to_owned(),
        texts: campaign.texts.clone(),
        pace: campaign.pace.into(),
        created_at: now,
    };
    let members = audience.members.clone();
    let upsert = audience
        .from_list
        .as_ref()
        .map(|options| upsert_options(options, now));
    let mut mint = mint;
    let id = store
        .write(move |tx| {
            let mut recipients = Vec::with_capacity(members.len());
            for member in members {
                let c = member.contact;
                let contact = match &upsert {
                    Some(options) => Some(contacts::upsert(tx, &c, options)?.0),
                    None => contacts::by_phone(tx, &c.phone)?.map(|known| known.id),
                };
                recipients.push(campaigns::NewRecipient {
                    contact,
                    phone: c.phone,
                    name: c.name,
                    title: c.title,
                    groups: c.groups,
                    fields: c.fields,
                    skip: member.opted_out.then_some(SkipReason::OptedOut),
                });
            }
            campaigns::create(tx, &head, recipients, &mut mint)
        })
        .await?;
    Ok(id)
}

/// What makes two audiences the same, so that a list is not read again for
/// every letter that is typed. None where it cannot be told.
pub(crate) fn audience_key(audience: &Audience, generation: u64) -> Option<String> {
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
    Some(format!(
        "{}/{stamp}/{generation}",
        serde_json::to_string(audience).ok()?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_duration_counts_the_gaps() {
        let pace = Pace {
            delay_ms: 5_000,
            jitter_percent: 30,
            batch: 100,
            batch_pause_ms: 60_000,
        };
        assert_eq!(duration(1, pace), Duration::ZERO);
        assert_eq!(duration(100, pace), Duration::from_secs(99 * 5));
        assert_eq!(duration(101, pace), Duration::from_secs(99 * 5 + 60));
        assert_eq!(duration(201, pace), Duration::from_secs(198 * 5 + 120));
    }
}
