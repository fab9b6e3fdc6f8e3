//! The phone of a profile: a linked device, or a simulated one.

use super::PRACTICE_LINKED;
use crate::backup::free_space;
use crate::error::{AppError, Result};
use crate::keys::ProfileKey;
use crate::profile_folder::ProfileFolder;
use crate::profiles::AppConfig;
use domain::{Clock, Messenger, MessengerEvent};
use practice::{Personality, PracticeConfig, PracticePhone};
use std::sync::Arc;
use store::{Store, settings};
use tokio::sync::mpsc::UnboundedSender;
use whatsapp::{Endpoint, SessionKey, WhatsAppConfig, WhatsAppMessenger};

pub(super) enum Phone {
    Real(Arc<WhatsAppMessenger>),
    Practice(Arc<PracticePhone>),
}

impl Phone {
    /// A phone that is simulated; whether it is linked is kept in the database.
    pub async fn simulated(
        key: &ProfileKey,
        store: &Store,
        clock: &Arc<dyn Clock>,
        events: UnboundedSender<MessengerEvent>,
    ) -> Result<Self> {
        let linked = store.read(|tx| settings::get(tx, PRACTICE_LINKED)).await?;
        let seed = u64::from_le_bytes(
            key.session()
                .first_chunk::<8>()
                .copied()
                .unwrap_or_default(),
        );
        let config = PracticeConfig {
            linked: (linked.as_deref() == Some("yes")).then(practice::account),
            personality: Personality {
                seed,
                ..Personality::default()
            },
            clock: Arc::clone(clock),
            events,
        };
        Ok(Self::Practice(Arc::new(PracticePhone::new(config))))
    }

    /// Opens the file of the link. Nothing connects.
    pub async fn real(
        folder: &ProfileFolder,
        key: &ProfileKey,
        config: &AppConfig,
        clock: &Arc<dyn Clock>,
        events: UnboundedSender<MessengerEvent>,
    ) -> Result<Self> {
        let config = WhatsAppConfig {
            session_path: folder.session(),
            key: SessionKey::new(key.session()),
            device_name: "Message Sender".to_owned(),
            endpoint: endpoint(config),
            chance: draw,
        };
        let opened = WhatsAppMessenger::open(config, events, Arc::clone(clock)).await;
        let messenger = opened.map_err(|_| session_refused(folder))?;
        Ok(Self::Real(Arc::new(messenger)))
    }

    pub fn messenger(&self) -> Arc<dyn Messenger> {
        match self {
            Self::Real(phone) => Arc::clone(phone) as Arc<dyn Messenger>,
            Self::Practice(phone) => Arc::clone(phone) as Arc<dyn Messenger>,
        }
    }
}

/// Bytes on the disk with which the file of the link and its log can be opened.
const ROOM_FOR_THE_LINK: u64 = 1 << 20;

/// The file of the link cannot be opened: contacts and campaigns are elsewhere. On a
/// disk that is full the database tells of many things, and hardly of that.
fn session_refused(folder: &ProfileFolder) -> AppError {
    if free_space(folder.path()).is_some_and(|free| free < ROOM_FOR_THE_LINK) {
        return AppError::failure("disk_full");
    }
    AppError::failure("session_damaged").with("file", folder.session().display())
}

/// A uniform draw in `[0, 1)`. A system without chance gets the middle.
fn draw() -> f64 {
    let mut bytes = [0; 4];
    if getrandom::fill(&mut bytes).is_err() {
        return 0.5;
    }
    f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
}

fn endpoint(config: &AppConfig) -> Endpoint {
    #[cfg(feature = "loopback")]
    if let Some(url) = &config.loopback_url {
        return Endpoint::Loopback(url.clone());
    }
    let _ = config;
    Endpoint::Production
}
