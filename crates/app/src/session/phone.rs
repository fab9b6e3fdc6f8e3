//! The phone of a profile: a linked device, or a simulated one.

use super::PRACTICE_LINKED;
use crate::error::Result;
use crate::keys::ProfileKey;
use domain::{Clock, Messenger, MessengerEvent};
use practice::{Personality, PracticeConfig, PracticePhone};
use std::sync::Arc;
use store::{Store, settings};
use tokio::sync::mpsc::UnboundedSender;
use whatsapp::WhatsAppMessenger;

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

    pub fn messenger(&self) -> Arc<dyn Messenger> {
        match self {
            Self::Real(phone) => Arc::clone(phone) as Arc<dyn Messenger>,
            Self::Practice(phone) => Arc::clone(phone) as Arc<dyn Messenger>,
        }
    }
}
