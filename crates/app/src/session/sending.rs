//! Campaigns before they are sent.

use super::Session;
use crate::api::{
    CampaignCheck, Draft, DraftSummary, HealthView, MessagePreview, NewCampaign, SettingsView,
};
use crate::audience::{self, Resolved};
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use crate::{attachments, compose, drafts, health, schedule, settings};
use domain::{DeviceState, MessageId};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// For the server to say how the account stands.
const HEALTH: Duration = Duration::from_secs(10);

impl Session {
    /// What a person should know before sending.
    pub async fn check(&self, campaign: NewCampaign) -> Result<CampaignCheck> {
        let audience = self.audience(&campaign).await?;
        compose::check(&self.inner.store, &campaign, &audience, self.inner.clock()).await
    }

    /// Refuses what is wrong with a campaign whatever is in the files that will go
    /// with it, each told by the word for what it is sent as: before anything is
    /// prepared.
    pub fn check_before_files(&self, campaign: &NewCampaign, kinds: &[&str]) -> Result<()> {
        let kinds = kinds.iter().map(|word| attachments::kind(word));
        let kinds = kinds.collect::<Result<Vec<_>>>()?;
        let has_attachments = !(kinds.is_empty() && campaign.attachments.is_empty());
        compose::validate(campaign, has_attachments)?;
        attachments::check_kinds(kinds)
    }

    /// How the recipient at `position` (from 0) will see the message.
    pub async fn preview(&self, campaign: NewCampaign, position: u64) -> Result<MessagePreview> {
        let audience = self.audience(&campaign).await?;
        compose::preview(&campaign, &audience, position, self.inner.clock.now())
    }

    /// Takes the snapshot and lets the dispatcher begin. The draft that it was
    /// made from is gone with it; one that is gone already was started before,
    /// and is not started twice.
    pub async fn start_campaign(&self, campaign: NewCampaign, draft: Option<i64>) -> Result<i64> {
        compose::validate(&campaign, !campaign.attachments.is_empty())?;
        attachments::check(&self.inner.store, &campaign.attachments).await?;
        let audience = self.audience(&campaign).await?;
        let now = self.inner.clock.now();
        let id = compose::start(
            &self.inner.store,
            &campaign,
            &audience,
            draft,
            Catalogue::of(&self.language()),
            now,
            minter(),
        )
        .await?;
        log::info!(
            "campaign {} begun: texts {}, attachments {}",
            id.0,
            campaign.texts.len(),
            campaign.attachments.len()
        );
        if audience.from_list.is_some() {
            self.contacts_changed();
        }
        self.used().await;
        self.control.wake();
        Ok(id.0)
    }

    /// Sends the message to the account's own chat, as the recipient at `position`
    /// (from 0) would get it. The account's number. What the campaign says of
    /// pace and time does not matter, nor whether it has a name.
    pub async fn send_test(&self, campaign: NewCampaign, position: u64) -> Result<String> {
        self.needs_line().await;
        let messenger = self.phone.messenger();
        let account = messenger.account();
        if messenger.state() != DeviceState::Online {
            return Err(AppError::bad_input("not_online"));
        }
        let account = account.ok_or_else(|| AppError::bad_input("not_linked"))?;
        let audience = self.audience(&campaign).await?;
        let now = self.inner.clock.now();
        let seen = compose::seen(&campaign, &audience, position, now)?;
        let phone = account.phone;
        let own = phone.as_str().to_owned();
        compose::test(&self.inner.store, &campaign, seen, phone, now, minter()).await?;
        self.control.wake();
        Ok(own)
    }

    pub(super) async fn audience(&self, campaign: &NewCampaign) -> Result<Arc<Resolved>> {
        let now = self.inner.clock.now();
        let generation = self.generation.load(Ordering::Relaxed);
        let key = compose::audience_key(&campaign.audience, generation, now);
        {
            let remembered = self
                .remembered
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if let (Some(key), Some((known, resolved))) = (&key, &*remembered)
                && key == known
            {
                return Ok(Arc::clone(resolved));
            }
        }
        let (store, home) = (&self.inner.store, self.home());
        let resolved = Arc::new(audience::resolve(store, &campaign.audience, &home, now).await?);
        if let Some(key) = key {
            let mut remembered = self
                .remembered
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *remembered = Some((key, Arc::clone(&resolved)));
        }
        Ok(resolved)
    }

    /// How the account stands, as far as the server says.
    pub async fn health(&self) -> Result<HealthView> {
        let messenger = self.phone.messenger();
        let state = messenger.state();
        let said = if state == DeviceState::Online {
            messenger.health(HEALTH).await
        } else {
            None
        };
        let now = self.inner.clock.now();
        health::view(&self.inner.store, &state, said, now).await
    }

    /// A time as a person writes it at this computer, or as RFC 3339, as the latter.
    pub fn instant_here(&self, text: &str) -> Result<String> {
        let zone = self.inner.clock.zone();
        Ok(schedule::instant_here(text, zone)?.to_rfc3339())
    }

    /// What is set for the profile.
    pub async fn settings(&self) -> Result<SettingsView> {
        Ok(settings::view(
            self.inner.store.read(store::settings::profile).await?,
        ))
    }

    /// Sets it.
    pub async fn save_settings(&self, view: SettingsView) -> Result<()> {
        let linked = self.account().filter(|_| !self.inner.practice);
        let linked = linked.map(|account| account.phone);
        let settings = settings::read(view, &self.country(), linked.as_ref())?;
        let allowed = settings.allowed_numbers.clone();
        let (minutes, level) = (settings.auto_lock_minutes, settings.log_level);
        self.inner
            .store
            .write(move |tx| store::settings::save_profile(tx, &settings))
            .await?;
        self.phone.messenger().allow(&allowed);
        self.inner.guard.set_minutes(minutes);
        self.log_at(level);
        Ok(())
    }

    /// Campaigns that are being prepared, the one saved last first.
    pub async fn drafts(&self) -> Result<Vec<DraftSummary>> {
        drafts::list(&self.inner.store).await
    }

    /// One of them.
    pub async fn draft(&self, id: i64) -> Result<Draft> {
        drafts::get(&self.inner.store, id).await
    }

    /// Saves one, over the one with this id or as a new one; tells its id.
    pub async fn save_draft(&self, id: Option<i64>, draft: Draft) -> Result<i64> {
        drafts::save(&self.inner.store, id, draft, self.inner.clock.now()).await
    }

    /// Throws one away. One that is gone already is no error.
    pub async fn delete_draft(&self, id: i64) -> Result<()> {
        drafts::delete(&self.inner.store, id).await
    }

    /// A draft of a campaign like this one, to the same people.
    pub async fn duplicate_campaign(&self, id: i64) -> Result<Draft> {
        drafts::of_campaign(&self.inner.store, id).await
    }
}

/// Ids that nobody else will draw.
pub(super) fn minter() -> impl FnMut() -> MessageId + Send + 'static {
    let mut random: rand::rngs::StdRng = rand::SeedableRng::from_os_rng();
    move || {
        let mut bytes = [0u8; 9];
        rand::RngCore::fill_bytes(&mut random, &mut bytes);
        MessageId::from_random(bytes)
    }
}
