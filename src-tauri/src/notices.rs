//! Notices the moment at which a campaign has nothing left to send.

use app::api::CampaignView;
use std::collections::HashSet;

/// Remembers which campaigns were seen under way, so that the end of each is
/// reported once and campaigns that ended before are not.
#[derive(Debug, Default)]
pub struct Finished {
    under_way: HashSet<i64>,
}

impl Finished {
    /// Takes note of the campaign's present state; true when it has just been
    /// completed.
    pub fn notice(&mut self, campaign: &CampaignView) -> bool {
        match campaign.state.as_str() {
            "completed" => self.under_way.remove(&campaign.id),
            "cancelled" => {
                self.under_way.remove(&campaign.id);
                false
            }
            _ => {
                self.under_way.insert(campaign.id);
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Finished;
    use app::api::{CampaignView, PaceView, ScheduleView, StateCounts};

    fn campaign(id: i64, state: &str) -> CampaignView {
        CampaignView {
            id,
            name: "Promo".into(),
            state: state.into(),
            hold_reason: None,
            hold_until: None,
            waiting: None,
            waiting_until: None,
            total: 1,
            counts: StateCounts::default(),
            texts: vec![],
            pace: PaceView::default(),
            schedule: ScheduleView::default(),
            created_at: String::new(),
            finished_at: None,
            replies: 0,
            current: None,
            per_minute: 0.0,
            eta_seconds: None,
            finish_at: None,
        }
    }

    #[test]
    fn the_end_is_reported_once() {
        let mut finished = Finished::default();
        assert!(!finished.notice(&campaign(1, "running")));
        assert!(finished.notice(&campaign(1, "completed")));
        assert!(!finished.notice(&campaign(1, "completed")));
    }

    #[test]
    fn a_campaign_that_had_ended_before_is_not_reported() {
        assert!(!Finished::default().notice(&campaign(1, "completed")));
    }

    #[test]
    fn a_pause_or_a_hold_is_not_an_end_and_a_cancelled_one_is_no_news() {
        let mut finished = Finished::default();
        for state in [
            "running",
            "paused",
            "held",
            "running",
            "cancelled",
            "completed",
        ] {
            assert!(!finished.notice(&campaign(1, state)), "{state}");
        }
    }
}
