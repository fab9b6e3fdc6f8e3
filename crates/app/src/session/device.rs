//! The linked device: pairing, rest, and what closes or needs its line. Before a
//! person disables, enables, restarts or unlinks it, a door asks
//! [`Session::confirm`].

use super::{DEVICE_DISABLED, DEVICE_TROUBLE, Inner, Phone, Session, link};
use crate::api::{AppEvent, DeviceView, PairingRequest};
use crate::device::still;
use crate::error::{AppError, Result};
use crate::line::Needs;
use async_trait::async_trait;
use domain::messenger::{LinkError, PairingMethod};
use domain::{Account, CampaignState, DeviceState, MessengerEvent, PhoneNumber, Rest, Timestamp};
use std::sync::PoisonError;
use std::time::Duration;
use store::{Store, campaigns, settings};

/// For a line that was closed to come back, where somebody waits for it.
const COMES_BACK: Duration = Duration::from_secs(20);

/// Where the device stood when the last run ended, as far as that still holds.
pub(super) async fn remembered(store: &Store, now: Timestamp) -> Result<Option<DeviceState>> {
    let remembered = store.read(move |tx| {
        if settings::get(tx, DEVICE_DISABLED)?.as_deref() == Some("yes") {
            return Ok(Some(DeviceState::Disabled));
        }
        let kept = settings::get(tx, DEVICE_TROUBLE)?;
        Ok(kept.and_then(|kept| still(&kept, now)))
    });
    Ok(remembered.await?)
}

impl Session {
    /// The device as it is now.
    pub fn device(&self) -> DeviceView {
        self.inner.board().view()
    }

    /// The linked account.
    pub fn account(&self) -> Option<Account> {
        self.phone.messenger().account()
    }

    /// Begins linking; codes arrive as device events.
    pub async fn start_pairing(&self, request: PairingRequest) -> Result<()> {
        self.refuse_disabled().await?;
        let method = match request {
            PairingRequest::Qr => PairingMethod::Qr,
            PairingRequest::PhoneCode { phone } => PairingMethod::PhoneCode(self.number(&phone)?),
        };
        let paired = self.phone.messenger().pair(method).await;
        paired.map_err(|error| self.link_refused(error))
    }

    /// Reads a number as it is typed, with the profile's country.
    pub(super) fn number(&self, typed: &str) -> Result<PhoneNumber> {
        let parsed = contact_import::parse_phone(typed, &self.country()).map_err(|e| {
            let key = format!("reject-{}", e.code().replace('_', "-"));
            AppError::bad_input("phone_number").with_text("reason", key)
        })?;
        PhoneNumber::from_e164(&parsed.e164())
            .map_err(|e| AppError::bad_input("phone_number").with("reason", e))
    }

    /// On a practice profile: the click that stands for scanning the code.
    pub fn practice_scan(&self) -> Result<()> {
        match &self.phone {
            Phone::Practice(phone) => phone
                .scan()
                .map_err(|_| AppError::bad_input("no_code_shown")),
            Phone::Real(_) => Err(AppError::bad_input("not_practice")),
        }
    }

    /// Connects a linked device, unless it is disabled. Where a pairing ended because
    /// the program is too old, another one begins.
    pub async fn connect(&self) -> Result<()> {
        self.refuse_disabled().await?;
        self.inner.note_use();
        let messenger = self.phone.messenger();
        if messenger.account().is_none() && messenger.state() == DeviceState::ClientTooOld {
            let paired = messenger.pair(PairingMethod::Qr).await;
            return paired.map_err(|error| self.link_refused(error));
        }
        let connected = messenger.connect().await;
        connected.map_err(|error| self.link_refused(error))
    }

    /// What the link refused, for a person.
    pub(super) fn link_refused(&self, error: LinkError) -> AppError {
        link::refused(error, &self.folder)
    }

    /// A device that a person switched off stays so until it is enabled.
    async fn refuse_disabled(&self) -> Result<()> {
        let disabled = |tx: &store::Tx<'_>| settings::get(tx, DEVICE_DISABLED);
        match self.inner.store.read(disabled).await?.as_deref() {
            Some("yes") => Err(AppError::disabled()),
            _ => Ok(()),
        }
    }

    /// Finishes what is in flight, saves and closes the line. It stays closed, over
    /// restarts too, until [`Session::enable_device`]. Campaigns are held.
    pub async fn disable_device(&self) -> Result<()> {
        let messenger = self.phone.messenger();
        let account = messenger.account();
        if account.is_none() || messenger.state() == DeviceState::LoggedOut {
            return Err(AppError::bad_input("not_linked"));
        }
        log::info!("the device is switched off");
        // First, so that a crash in between finds it.
        self.inner.keep(DEVICE_DISABLED, "yes").await;
        self.in_calm(messenger.rest(Rest::Disabled)).await;
        self.show_device();
        Ok(())
    }

    /// Lets the line of a disabled device come back: at once where the engine runs,
    /// else with its next start.
    pub async fn enable_device(&self) -> Result<()> {
        let messenger = self.phone.messenger();
        if messenger.account().is_none() {
            return Err(AppError::bad_input("not_linked"));
        }
        log::info!("the device is switched on");
        self.inner.note_use();
        self.inner.keep(DEVICE_DISABLED, "no").await;
        if self.engine.lock().await.is_some() {
            let connected = messenger.connect().await;
            connected.map_err(|error| self.link_refused(error))?;
        } else {
            let state = MessengerEvent::Device(DeviceState::Offline);
            self.inner.board().hear(&state, self.inner.clock());
        }
        Ok(())
    }

    /// Finishes what is in flight, closes the line and opens it again, unless the
    /// device is disabled.
    pub async fn restart_connection(&self) -> Result<()> {
        let messenger = self.phone.messenger();
        if messenger.account().is_none() {
            return Err(AppError::bad_input("not_linked"));
        }
        self.refuse_disabled().await?;
        self.inner.note_use();
        self.in_calm(messenger.shutdown()).await;
        let connected = messenger.connect().await;
        connected.map_err(|error| self.link_refused(error))
    }

    /// Unlinks the device. Campaigns keep what is queued.
    pub async fn unlink(&self) -> Result<()> {
        let unlinked = self.phone.messenger().unlink().await;
        unlinked.map_err(|error| self.link_refused(error))?;
        log::info!("the phone is unlinked");
        self.inner.keep(DEVICE_DISABLED, "no").await;
        self.show_device();
        Ok(())
    }

    /// Somebody uses the program: the line is not idle, and one that was closed for
    /// that comes back.
    pub async fn used(&self) {
        self.inner.note_use();
        let messenger = self.phone.messenger();
        if messenger.state() == DeviceState::Idle
            && let Err(error) = messenger.connect().await
        {
            log::warn!("a line that had been closed did not come back: {error}");
        }
    }

    /// The same, for somebody who needs the line now and waits a while for it.
    pub(super) async fn needs_line(&self) {
        let mut events = self.events();
        let was_idle = self.phone.messenger().state() == DeviceState::Idle;
        self.used().await;
        if was_idle {
            let comes = async {
                while self.device().state != DeviceState::Online.as_str()
                    && events.recv().await.is_ok()
                {}
            };
            // Without it the caller finds out by itself.
            let _ = tokio::time::timeout(COMES_BACK, comes).await;
        }
    }

    /// Does something to the line while nothing is in flight on it. What the server
    /// is long in acknowledging is asked again later, under the same id.
    async fn in_calm(&self, work: impl Future<Output = ()>) {
        let running = self.engine.lock().await.is_some();
        if running {
            self.control.rest();
            if self.phone.messenger().state() == DeviceState::Online {
                let _ = tokio::time::timeout(self.timing.ack, self.control.quiet()).await;
            }
        }
        work.await;
        if running {
            self.control.go_on();
        }
    }

    /// Shows the device as it is, where no engine runs that would.
    fn show_device(&self) {
        let present = MessengerEvent::Device(self.phone.messenger().state());
        self.inner.board().hear(&present, self.inner.clock());
        let device = self.inner.board().view();
        self.inner.tell(AppEvent::Device { device });
    }
}

#[async_trait]
impl Needs for Inner {
    fn last_used(&self) -> Timestamp {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_use(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = self.clock.now();
    }

    async fn idle_after(&self) -> Option<Duration> {
        let settings = self.store.read(settings::profile).await.ok()?;
        let minutes = u64::from(settings.idle_minutes);
        (minutes > 0).then(|| Duration::from_secs(60 * minutes))
    }

    /// A database that cannot be read is no reason to take the line away.
    async fn is_busy(&self) -> bool {
        let open = self.store.read(campaigns::list_open).await;
        open.map_or(true, |open| {
            open.iter().any(|head| {
                head.state == CampaignState::Running
                    || (head.state == CampaignState::Held && head.hold_until.is_some())
            })
        })
    }
}
