//! Campaigns under way and past.

use super::Session;
use crate::api::{
    AppEvent, CampaignView, RecipientPage, RecipientQuery, RecipientView, VariantResult,
};
use crate::campaigns;
use crate::error::Result;
use domain::{CampaignState, DeviceState};

impl Session {
    /// All campaigns, newest first.
    pub async fn campaigns(&self) -> Result<Vec<CampaignView>> {
        campaigns::list(&self.inner.store, self.inner.clock(), &self.inner.rates).await
    }

    /// One campaign.
    pub async fn campaign(&self, id: i64) -> Result<CampaignView> {
        self.inner.campaign(id).await
    }

    /// What became of each version of a campaign's text, in their order.
    pub async fn campaign_variants(&self, id: i64) -> Result<Vec<VariantResult>> {
        campaigns::variants(&self.inner.store, id).await
    }

    /// A page of a campaign's recipients.
    pub async fn recipients(&self, id: i64, query: RecipientQuery) -> Result<RecipientPage> {
        campaigns::recipients(&self.inner.store, id, query).await
    }

    /// What became of the last [`Session::send_test`]; nothing where there was none
    /// lately.
    pub async fn last_test(&self) -> Result<Option<RecipientView>> {
        campaigns::last_test(&self.inner.store).await
    }

    /// All recipients of a campaign, for a report.
    pub async fn all_recipients(&self, id: i64) -> Result<Vec<RecipientView>> {
        let mut all = Vec::new();
        let mut after = Some(0);
        while let Some(from) = after {
            let page = self
                .recipients(
                    id,
                    RecipientQuery {
                        state: None,
                        after: from,
                        limit: 500,
                    },
                )
                .await?;
            all.extend(page.recipients);
            after = page.next;
        }
        Ok(all)
    }

    /// Stops a campaign before its next recipient.
    pub async fn pause(&self, id: i64) -> Result<()> {
        self.move_to(id, CampaignState::Paused).await
    }

    /// Lets a paused or held campaign go on. A device that was restricted asks the
    /// server anew, or the campaign would be held again at once.
    pub async fn resume(&self, id: i64) -> Result<()> {
        let messenger = self.phone.messenger();
        if matches!(
            messenger.state(),
            DeviceState::Restricted { .. } | DeviceState::Banned { .. }
        ) {
            messenger.connect().await?;
        }
        self.used().await;
        self.move_to(id, CampaignState::Running).await
    }

    /// Ends a campaign for good; what is on the wire keeps its outcome.
    pub async fn cancel(&self, id: i64) -> Result<()> {
        self.move_to(id, CampaignState::Cancelled).await
    }

    /// Tries the failed recipients once more; tells how many.
    pub async fn retry_failed(&self, id: i64) -> Result<u64> {
        let retried =
            campaigns::retry_failed(&self.inner.store, id, self.inner.clock.now()).await?;
        log::info!("campaign {id} tries again: people {retried}");
        self.used().await;
        self.changed(id).await;
        Ok(retried)
    }

    async fn move_to(&self, id: i64, to: CampaignState) -> Result<()> {
        campaigns::set_state(&self.inner.store, id, to, self.inner.clock.now()).await?;
        self.changed(id).await;
        Ok(())
    }

    async fn changed(&self, id: i64) {
        self.control.wake();
        if let Ok(campaign) = self.campaign(id).await {
            self.inner.tell(AppEvent::Campaign {
                campaign: Box::new(campaign),
            });
        }
    }
}
