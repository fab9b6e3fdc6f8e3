//! Campaigns to try the shell's decisions on.

use app::api::{CampaignView, PaceView, ScheduleView, StateCounts};

/// A campaign to four people, one of whom is done.
pub fn campaign(id: i64, state: &str) -> CampaignView {
    CampaignView {
        id,
        name: "Promo".into(),
        state: state.into(),
        hold_reason: (state == "held").then(|| "too_many_failures".into()),
        hold_until: None,
        waiting: None,
        waiting_until: None,
        total: 4,
        counts: StateCounts {
            queued: 2,
            sending: 1,
            read: 1,
            ..StateCounts::default()
        },
        texts: vec![],
        attachments: Vec::new(),
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

/// A running campaign that does not send now.
pub fn waiting(id: i64, why: &str) -> CampaignView {
    CampaignView {
        waiting: Some(why.into()),
        ..campaign(id, "running")
    }
}

/// A held campaign that goes on by itself.
pub fn held_for_a_while(id: i64) -> CampaignView {
    CampaignView {
        hold_until: Some("2026-11-23T12:00:00.000Z".into()),
        ..campaign(id, "held")
    }
}
