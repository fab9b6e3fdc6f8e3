//! Notices what a person wants to hear of who does not look at the window.

use app::api::CampaignView;
use std::collections::BTreeMap;

/// Something to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing is left to send.
    Completed,
    /// The campaign stopped and only a person can let it go on.
    Held,
}

/// What became of a campaign, as far as notices go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    UnderWay,
    Stuck,
    Over,
}

/// Remembers how each campaign stood, so that a change is told once and what
/// had happened before is not told at all.
#[derive(Debug, Default)]
pub struct Notices {
    stages: BTreeMap<i64, Stage>,
}

impl Notices {
    /// Takes note of the campaign's present state; answers what is new.
    pub fn notice(&mut self, campaign: &CampaignView) -> Option<Notice> {
        let now = match campaign.state.as_str() {
            "completed" | "cancelled" => Stage::Over,
            "held" if campaign.hold_until.is_none() => Stage::Stuck,
            _ => Stage::UnderWay,
        };
        let before = self.stages.insert(campaign.id, now)?;
        match (before, now) {
            (Stage::UnderWay | Stage::Stuck, Stage::Over) if campaign.state == "completed" => {
                Some(Notice::Completed)
            }
            (Stage::UnderWay, Stage::Stuck) => Some(Notice::Held),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Notice, Notices};
    use crate::example::{campaign, held_for_a_while};

    #[test]
    fn the_end_is_told_once() {
        let mut notices = Notices::default();
        assert_eq!(notices.notice(&campaign(1, "running")), None);
        assert_eq!(
            notices.notice(&campaign(1, "completed")),
            Some(Notice::Completed)
        );
        assert_eq!(notices.notice(&campaign(1, "completed")), None);
    }

    #[test]
    fn what_had_happened_before_is_not_told() {
        for state in ["completed", "held"] {
            assert_eq!(Notices::default().notice(&campaign(1, state)), None);
        }
    }

    #[test]
    fn a_pause_is_not_an_end_and_a_cancelled_campaign_is_no_news() {
        let mut notices = Notices::default();
        for state in ["running", "paused", "running", "cancelled", "completed"] {
            assert_eq!(notices.notice(&campaign(1, state)), None, "{state}");
        }
    }

    #[test]
    fn a_hold_that_wants_a_person_is_told_each_time_it_begins() {
        let mut notices = Notices::default();
        for (state, told) in [
            ("running", None),
            ("held", Some(Notice::Held)),
            // Receipts for it go on arriving.
            ("held", None),
            ("running", None),
            ("held", Some(Notice::Held)),
            ("cancelled", None),
        ] {
            assert_eq!(notices.notice(&campaign(1, state)), told, "{state}");
        }
    }

    #[test]
    fn a_hold_that_ends_by_itself_is_told_only_when_it_no_longer_does() {
        let mut notices = Notices::default();
        notices.notice(&campaign(1, "running"));
        assert_eq!(notices.notice(&held_for_a_while(1)), None);
        assert_eq!(notices.notice(&campaign(1, "held")), Some(Notice::Held));
    }
}
