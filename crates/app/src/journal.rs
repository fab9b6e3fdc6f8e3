//! What of the engine's news is worth a line in the log.

use crate::api::CampaignView;
use domain::DeviceState;
use std::collections::BTreeMap;

/// Remembers how things stood, so that a line is written only when they change.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    campaigns: BTreeMap<i64, (String, Option<String>)>,
    device: Option<&'static str>,
}

impl Journal {
    /// A campaign is as the doors are told.
    pub fn campaign(&mut self, view: &CampaignView) {
        let present = (view.state.clone(), view.hold_reason.clone());
        if self.campaigns.get(&view.id) == Some(&present) {
            return;
        }
        self.campaigns.insert(view.id, present);
        let why = view.hold_reason.as_deref();
        let why = why.map_or_else(String::new, |why| format!(" for {why}"));
        let counts = &view.counts;
        let line = format!(
            "campaign {} is {}{why}: people {}, queued {}, accepted {}, delivered {}, read {}, failed {}, skipped {}",
            view.id,
            view.state,
            view.total,
            counts.queued,
            counts.accepted,
            counts.delivered,
            counts.read,
            counts.failed,
            counts.skipped,
        );
        if view.state == "held" {
            log::warn!("{line}");
        } else {
            log::info!("{line}");
        }
    }

    /// The device is in this state now. Attempts to have a line back are told of once.
    pub fn device(&mut self, state: &DeviceState) {
        let word = state.as_str();
        if self.device.replace(word) == Some(word) {
            if let DeviceState::Reconnecting { attempt, .. } = state {
                log::debug!("device reconnecting, attempt {attempt}");
            }
            return;
        }
        match state {
            DeviceState::Restricted { code, until } => {
                let until = until.map_or_else(String::new, |until| {
                    format!(", until {}", until.to_rfc3339())
                });
                log::warn!("device {word}, code {code}{until}");
            }
            DeviceState::Banned { code } => log::warn!("device {word}, code {code}"),
            DeviceState::LoggedOut
            | DeviceState::Replaced
            | DeviceState::ClientTooOld
            | DeviceState::NumberRefused => log::warn!("device {word}"),
            _ => log::info!("device {word}"),
        }
    }
}
