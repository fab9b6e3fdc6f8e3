//! The few words that the operating system shows for us: notifications and
//! the errors of this door. Everything else is said by the page or by `app`.

use app::api::{CampaignView, ErrorView};
use app::{AppError, Catalogue};
use std::path::Path;

/// Body of the notification at the end of a campaign.
pub fn campaign_finished(language: &str, campaign: &CampaignView) -> String {
    let counts = &campaign.counts;
    let sent = counts.sent + counts.accepted + counts.delivered + counts.read;
    let (sent, failed) = (sent.to_string(), counts.failed.to_string());
    let arguments = [("sent", sent.as_str()), ("failed", failed.as_str())];
    Catalogue::of(language).text("notice-campaign-finished", &arguments)
}

/// A command came that needs an open profile.
pub fn no_profile(language: &str) -> ErrorView {
    AppError::no_profile_open().view(language)
}

/// A report could not be written to the chosen place.
pub fn cannot_save(language: &str, path: &str, cause: &std::io::Error) -> ErrorView {
    AppError::cannot_write(Path::new(path), cause).view(language)
}
