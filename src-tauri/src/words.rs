//! The few words that the operating system shows for us: notifications and
//! the errors of this door. Everything else is said by the page or by `app`.

use crate::recording::Deaf;
use crate::standing::Standing;
use app::api::{CampaignView, ErrorView};
use app::{AppError, Catalogue};
use std::collections::BTreeMap;
use std::path::Path;

/// The program's name, the same in all languages.
pub const PROGRAM: &str = "Message Sender";

/// A text without arguments.
pub fn plain(language: &str, key: &str) -> String {
    Catalogue::of(language).text(key, &[])
}

/// How everything stands, in a line.
pub fn standing(language: &str, standing: &Standing) -> String {
    match standing {
        Standing::Idle => plain(language, "tray-idle"),
        Standing::Paused => plain(language, "campaign-state-paused"),
        Standing::Held { reason } => plain(language, &key("hold", reason)),
        Standing::Waiting { why } => plain(language, &key("tray-waiting", why)),
        Standing::Sending { done, total } => {
            let percent = standing
                .percent()
                .and_then(|whole| u8::try_from(whole).ok());
            let percent = app::percent(f64::from(percent.unwrap_or_default()) / 100.0, language);
            let (done, total) = (done.to_string(), total.to_string());
            let arguments = [
                ("percent", percent.as_str()),
                ("done", done.as_str()),
                ("total", total.as_str()),
            ];
            Catalogue::of(language).text("tray-sending", &arguments)
        }
    }
}

/// The catalogue's key of a word of the engine.
fn key(family: &str, word: &str) -> String {
    format!("{family}-{}", word.replace('_', "-"))
}

/// Title of a notification about a campaign. Its name is its owner's word, and who reads a
/// notification need not be the one who could unlock the profile.
pub fn campaign_title(campaign: &CampaignView, locked: bool) -> String {
    if locked {
        PROGRAM.to_owned()
    } else {
        app::isolated(&campaign.name)
    }
}

/// Body of the notification when a campaign stopped and wants a person.
pub fn campaign_held(language: &str, campaign: &CampaignView) -> String {
    match &campaign.hold_reason {
        Some(reason) => plain(language, &key("hold", reason)),
        None => plain(language, "campaign-state-held"),
    }
}

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

/// The folder of a saved file could not be opened.
pub fn folder_not_shown(language: &str, path: &Path) -> ErrorView {
    AppError::folder_not_shown(path).view(language)
}

/// Nothing can be recorded.
pub fn deaf(language: &str, why: Deaf) -> ErrorView {
    ErrorView {
        code: why.code().to_owned(),
        message: plain(language, &key("error", why.code())),
        details: BTreeMap::new(),
        columns: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::LINE;

    #[test]
    fn behind_a_lock_no_notification_tells_a_name() {
        let campaign = crate::example::campaign(1, "completed");
        assert_eq!(campaign_title(&campaign, false), "Promo");
        let locked = [
            campaign_title(&campaign, true),
            campaign_finished("es", &campaign),
            campaign_held("es", &crate::example::campaign(1, "held")),
        ];
        assert!(
            locked.iter().all(|said| !said.contains("Promo")),
            "{locked:?}"
        );
    }

    #[test]
    fn a_name_does_not_turn_what_stands_beside_it() {
        let titled = |name: &str| {
            let mut campaign = crate::example::campaign(1, "completed");
            campaign.name = name.to_owned();
            campaign_title(&campaign, false)
        };
        assert_eq!(titled("Promo \u{202e}oinuj"), "Promo oinuj");
        assert_eq!(titled("مبيعات"), "\u{2068}مبيعات\u{2069}");
    }

    #[test]
    fn whatever_happens_there_are_words_for_it() {
        let waits = [
            "start",
            "quiet_hours",
            "weekday",
            "daily_limit",
            "queue",
            LINE,
        ];
        let holds = [
            "not_linked",
            "disabled",
            "logged_out",
            "replaced",
            "restricted",
            "client_too_old",
            "rate_limited",
            "too_many_failures",
            "restored",
        ];
        let waiting = waits.map(|why| Standing::Waiting { why: why.into() });
        let held = holds.map(|reason| Standing::Held {
            reason: reason.into(),
        });
        for language in app::LANGUAGES {
            for known in waiting
                .iter()
                .chain(&held)
                .chain(&[Standing::Idle, Standing::Paused])
            {
                // A key that is missing is answered as it is.
                assert!(standing(language, known).contains(' ') || *known == Standing::Paused);
                assert!(!standing(language, known).contains("-state-"));
            }
        }
        for language in app::LANGUAGES {
            for why in [Deaf::Missing, Deaf::Forbidden, Deaf::Busy, Deaf::Failed] {
                assert!(deaf(language, why).message.contains(' '), "{why:?}");
            }
        }
        let sending = Standing::Sending {
            done: 30,
            total: 120,
        };
        assert_eq!(standing("en", &sending), "Sending: 25% (30 of 120)");
    }
}
