//! How everything stands, in one word: for the tray, the taskbar, the question
//! whether the computer may sleep, and what closing the window would interrupt.

use app::api::CampaignView;

/// Why nothing is being sent although a campaign runs, where it is the line
/// and not the campaign. The other words are those of [`CampaignView::waiting`].
pub const LINE: &str = "line";

/// All campaigns of the open profile taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to send.
    Idle,
    /// Something is being sent.
    Sending {
        /// People of the campaigns being sent who are done.
        done: u64,
        /// People of these campaigns.
        total: u64,
    },
    /// What runs waits for something that comes by itself.
    Waiting {
        /// A word of [`CampaignView::waiting`], or [`LINE`].
        why: String,
    },
    /// A person stopped everything.
    Paused,
    /// The engine stopped, for a reason of [`CampaignView::hold_reason`].
    Held {
        /// That reason.
        reason: String,
    },
}

impl Standing {
    /// Takes campaigns and the state of the device together. What happens comes
    /// first, then what wants a person, then what waits.
    pub fn of<'c>(
        campaigns: &(impl Iterator<Item = &'c CampaignView> + Clone),
        device: &str,
    ) -> Self {
        let running = campaigns.clone().filter(|c| c.state == "running");
        let sending = running.clone().filter(|c| c.waiting.is_none());
        if sending.clone().next().is_some() {
            if device != "online" {
                return Self::Waiting { why: LINE.into() };
            }
            return Self::Sending {
                done: sending.clone().map(|c| c.total - left(c)).sum(),
                total: sending.map(|c| c.total).sum(),
            };
        }
        let held = campaigns.clone().find_map(|c| c.hold_reason.as_ref());
        let waiting = running.clone().find_map(|c| c.waiting.as_ref());
        if let Some(reason) = held {
            Self::Held {
                reason: reason.clone(),
            }
        } else if let Some(why) = waiting {
            Self::Waiting { why: why.clone() }
        } else if campaigns.clone().any(|c| c.state == "paused") {
            Self::Paused
        } else {
            Self::Idle
        }
    }

    /// Whole percent of what is being sent.
    pub fn percent(&self) -> Option<u64> {
        match self {
            Self::Sending { done, total } => Some((done * 100).checked_div(*total).unwrap_or(100)),
            _ => None,
        }
    }

    /// Whether an idle computer would interrupt something. A line that is away is
    /// something: it will come back only to a computer that is awake.
    pub fn needs_the_computer(&self) -> bool {
        match self {
            Self::Sending { .. } => true,
            Self::Waiting { why } => why == LINE,
            _ => false,
        }
    }
}

/// People of a campaign who are still to be written to.
pub fn left(campaign: &CampaignView) -> u64 {
    (campaign.counts.queued + campaign.counts.sending).min(campaign.total)
}

/// Whether a campaign sends, or will without anybody doing anything.
pub fn goes_on(campaign: &CampaignView) -> bool {
    campaign.state == "running" || campaign.state == "held" && campaign.hold_until.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{campaign, held_for_a_while, waiting};

    fn of(campaigns: &[CampaignView]) -> Standing {
        Standing::of(&campaigns.iter(), "online")
    }

    fn waits(why: &str) -> Standing {
        Standing::Waiting { why: why.into() }
    }

    #[test]
    fn what_is_sent_counts_and_what_waits_behind_it_does_not() {
        let standing = of(&[
            campaign(1, "running"),
            waiting(2, "queue"),
            campaign(3, "held"),
            campaign(4, "paused"),
        ]);
        assert_eq!(standing, Standing::Sending { done: 1, total: 4 });
        assert_eq!(standing.percent(), Some(25));
    }

    #[test]
    fn a_person_hears_of_a_hold_before_a_wait() {
        let held = Standing::Held {
            reason: "too_many_failures".into(),
        };
        assert_eq!(of(&[waiting(1, "start"), campaign(2, "held")]), held);
        assert_eq!(
            of(&[campaign(1, "paused"), waiting(2, "start")]),
            waits("start")
        );
        assert_eq!(
            of(&[campaign(1, "paused"), campaign(2, "completed")]),
            Standing::Paused
        );
        assert_eq!(
            of(&[campaign(1, "completed"), campaign(2, "cancelled")]),
            Standing::Idle
        );
        assert_eq!(of(&[]), Standing::Idle);
    }

    #[test]
    fn a_line_that_is_away_keeps_the_computer_awake_and_hours_do_not() {
        let away = Standing::of(&[campaign(1, "running")].iter(), "reconnecting");
        assert_eq!(away, waits(LINE));
        assert!(away.needs_the_computer());
        assert!(of(&[campaign(1, "running")]).needs_the_computer());
        for resting in [
            of(&[]),
            of(&[campaign(1, "paused")]),
            of(&[campaign(1, "held")]),
            of(&[waiting(1, "quiet_hours")]),
            of(&[waiting(1, "start")]),
            of(&[waiting(1, "daily_limit")]),
        ] {
            assert!(!resting.needs_the_computer(), "{resting:?}");
        }
    }

    #[test]
    fn a_campaign_without_people_is_no_division_by_nothing() {
        let mut empty = campaign(1, "running");
        empty.total = 0;
        assert_eq!(of(&[empty]).percent(), Some(100));
    }

    #[test]
    fn what_goes_on_by_itself_is_under_way() {
        assert!(goes_on(&campaign(1, "running")));
        assert!(goes_on(&waiting(1, "start")));
        assert!(goes_on(&held_for_a_while(1)));
        for state in ["paused", "held", "completed", "cancelled"] {
            assert!(!goes_on(&campaign(1, state)), "{state}");
        }
        assert_eq!(left(&campaign(1, "running")), 3);
    }
}
