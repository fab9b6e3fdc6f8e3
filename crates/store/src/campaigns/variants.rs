//! How the versions of a text did.

use super::{Counts, texts};
use crate::{StoreError, Tx, rows};
use domain::CampaignId;

/// The recipients who got one version of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VariantCounts {
    /// Recipients by state.
    pub counts: Counts,
    /// How many of them answered.
    pub replies: u64,
}

/// A look at every person of the campaign: 60 ms for a hundred thousand.
pub(crate) const BY_VARIANT: &str = "SELECT variant, tally, count(*) FROM recipient
     WHERE campaign_id = ?1 GROUP BY 1, 2";
pub(crate) const REPLIES_BY_VARIANT: &str = "SELECT r.variant, count(DISTINCT r.id)
     FROM reply a CROSS JOIN recipient r ON r.id = a.recipient_id
     WHERE a.campaign_id = ?1 GROUP BY 1";

/// What became of each version of a campaign's text, in their order.
pub fn by_variant(tx: &Tx<'_>, id: CampaignId) -> Result<Vec<VariantCounts>, StoreError> {
    let mut variants = vec![VariantCounts::default(); texts(tx, id)?.len()];
    let place = |variant: i64| usize::try_from(variant).unwrap_or(usize::MAX);
    let mut list = tx.connection().prepare_cached(BY_VARIANT)?;
    let mut found = list.query([id.0])?;
    while let Some(row) = found.next()? {
        if let Some(variant) = variants.get_mut(place(row.get(0)?)) {
            let word: String = row.get(1)?;
            variant.counts.set(&word, rows::count(row, 2)?)?;
        }
    }
    let mut list = tx.connection().prepare_cached(REPLIES_BY_VARIANT)?;
    let mut found = list.query([id.0])?;
    while let Some(row) = found.next()? {
        if let Some(variant) = variants.get_mut(place(row.get(0)?)) {
            variant.replies = rows::count(row, 1)?;
        }
    }
    Ok(variants)
}
