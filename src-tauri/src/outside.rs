//! What people learn of the open profile without looking at its window: the
//! tray, notifications, a computer that stays awake.

use crate::awake::{Awake, SystemPower};
use crate::desk::Desk;
use crate::notices::{Notice, Notices};
use crate::standing::Standing;
use crate::tray::{self, Face};
use crate::words;
use app::Session;
use app::api::{AppEvent, CampaignView};
use std::collections::BTreeMap;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_notification::NotificationExt;

/// Follows one profile from its opening to its closing.
pub struct Outside<R: Runtime> {
    app: AppHandle<R>,
    notices: Notices,
    awake: Awake<SystemPower>,
    may_keep_awake: bool,
    /// Those that are not over.
    campaigns: BTreeMap<i64, CampaignView>,
    device: String,
}

impl<R: Runtime> Outside<R> {
    /// Knows nothing yet; to be refreshed at once.
    pub fn new(app: AppHandle<R>) -> Self {
        Self {
            app,
            notices: Notices::default(),
            awake: Awake::new(SystemPower::new()),
            may_keep_awake: false,
            campaigns: BTreeMap::new(),
            device: String::new(),
        }
    }

    /// Looks at everything anew. To be done now and then: the hour at which a
    /// campaign may send comes and goes without an event.
    pub async fn refresh(&mut self, session: &Session) {
        match session.settings().await {
            Ok(settings) => self.may_keep_awake = settings.keep_awake,
            Err(error) => log::warn!("the settings cannot be read: {}", error.code()),
        }
        self.device = session.device().state;
        match session.campaigns().await {
            Ok(campaigns) => {
                self.campaigns.clear();
                for campaign in campaigns {
                    self.take(campaign, session);
                }
            }
            Err(error) => log::warn!("the campaigns cannot be read: {}", error.code()),
        }
        self.show(session);
    }

    /// Takes in what the engine says.
    pub fn hear(&mut self, event: AppEvent, session: &Session) {
        match event {
            AppEvent::Campaign { campaign } => self.take(*campaign, session),
            AppEvent::Device { device } => self.device = device.state,
            AppEvent::Locked | AppEvent::Unlocked => {}
            // The page shows them.
            AppEvent::ContactsChanged
            | AppEvent::Work { .. }
            | AppEvent::Trouble { .. }
            | AppEvent::TroubleOver
            | AppEvent::AutomaticBackup { .. } => return,
        }
        self.show(session);
    }

    fn take(&mut self, campaign: CampaignView, session: &Session) {
        if let Some(notice) = self.notices.notice(&campaign) {
            self.tell(notice, &campaign, session);
        }
        if matches!(campaign.state.as_str(), "completed" | "cancelled") {
            self.campaigns.remove(&campaign.id);
        } else {
            self.campaigns.insert(campaign.id, campaign);
        }
    }

    fn tell(&self, notice: Notice, campaign: &CampaignView, session: &Session) {
        let language = session.language();
        let body = match notice {
            Notice::Completed => words::campaign_finished(&language, campaign),
            Notice::Held => words::campaign_held(&language, campaign),
        };
        let title = words::campaign_title(campaign, session.is_locked());
        let notification = self.app.notification().builder();
        if let Err(error) = notification.title(title).body(body).show() {
            log::warn!("no notification: {error}");
        }
    }

    fn show(&mut self, session: &Session) {
        let language = session.language();
        let standing = Standing::of(&self.campaigns.values(), &self.device);
        self.awake.set(
            self.may_keep_awake && standing.needs_the_computer(),
            &words::plain(&language, "awake-reason"),
        );
        tray::show(
            &self.app,
            Face::of(
                language,
                standing,
                session.is_locked(),
                &self.campaigns.values(),
            ),
        );
    }
}

/// The profile is closed.
impl<R: Runtime> Drop for Outside<R> {
    fn drop(&mut self) {
        let language = self.app.state::<Desk>().app().info().language;
        tray::show(&self.app, Face::idle(language));
    }
}
