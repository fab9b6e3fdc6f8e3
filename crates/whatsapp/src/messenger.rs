//! The port: what the engine calls.

use crate::board::Board;
use crate::config::WhatsAppConfig;
use crate::link::Link;
use crate::pump::{CODE_REQUEST, Purpose, code_request};
use crate::recipients::Recipients;
use crate::sending::instant_in;
use crate::session::Session;
use async_trait::async_trait;
use domain::device::machine::DeviceEvent;
use domain::messenger::{
    AccountHealth, Incoming, LinkError, MediumBytes, Outgoing, PairingMethod, Presence, SendError,
};
use domain::{
    Account, Clock, DeviceState, Medium, Messenger, MessengerEvent, PhoneNumber, Rest, Timestamp,
    Upload,
};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::{Instant, timeout};
use whatsapp_rust::Client;

/// Time for a socket when a code to type is asked for.
const SOCKET: Duration = Duration::from_secs(25);
/// Time to come online in order to unlink.
const ONLINE_TO_UNLINK: Duration = Duration::from_secs(20);

/// A linked phone over the WhatsApp Web protocol.
///
/// It does nothing until [`Messenger::pair`] or [`Messenger::connect`]. Call
/// [`Messenger::shutdown`] before dropping it: a dropped one is cut off without
/// saving what it had in memory.
pub struct WhatsAppMessenger {
    config: WhatsAppConfig,
    session: Session,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) board: Arc<Board>,
    pub(crate) recipients: Recipients,
    /// The running client, for those who send.
    client: RwLock<Option<Arc<Client>>>,
    /// The running client, for those who start and stop it, one at a time.
    link: Mutex<Option<Link>>,
    /// Ends the wait of whoever holds `link`: another wish came after it.
    interrupts: watch::Sender<u64>,
}

impl WhatsAppMessenger {
    /// Opens the session file and learns whether an account is linked. No
    /// connection is made. Events go to `events`; dropping its receiver stops
    /// nothing. Messages that an earlier run heard and the engine never stored
    /// are told at once.
    ///
    /// Fails when the file cannot be used: its directory is missing, the key
    /// does not fit, or it is damaged. Must run within a Tokio runtime.
    pub async fn open(
        config: WhatsAppConfig,
        events: mpsc::UnboundedSender<MessengerEvent>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LinkError> {
        let session = Session::open(config.session_path.clone(), config.key.clone()).await?;
        let account = session.account().await?;
        for message in session.unstored().await? {
            // Whether its receiver is still there is no matter of ours.
            let _ = events.send(MessengerEvent::Incoming(message));
        }
        Ok(Self {
            config,
            session,
            clock,
            board: Arc::new(Board::new(account, events)),
            recipients: Recipients::default(),
            client: RwLock::new(None),
            link: Mutex::new(None),
            interrupts: watch::Sender::new(0),
        })
    }

    async fn start(&self, slot: &mut Option<Link>, purpose: Purpose) -> Result<(), LinkError> {
        self.board.follow(match purpose {
            Purpose::Connect => &DeviceEvent::LineWanted,
            Purpose::PairByQr | Purpose::PairByCode(_) => &DeviceEvent::PairingAsked,
        });
        let link = Link::start(
            &self.config,
            &self.session,
            &self.board,
            &self.clock,
            purpose,
        )
        .await
        .inspect_err(|_| self.board.stopped())?;
        self.set_client(Some(Arc::clone(link.client())));
        *slot = Some(link);
        Ok(())
    }

    async fn stop(&self, slot: &mut Option<Link>) {
        self.set_client(None);
        if let Some(link) = slot.take() {
            link.stop().await;
        }
    }

    fn set_client(&self, client: Option<Arc<Client>>) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = client;
    }

    /// Where the session lies, and what belongs to it may lie.
    pub(crate) fn folder(&self) -> PathBuf {
        let parent = self.config.session_path.parent();
        parent.map_or_else(PathBuf::new, Path::to_path_buf)
    }

    pub(crate) fn client(&self) -> Option<Arc<Client>> {
        self.client
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What takes long, unless another wish comes in between.
    async fn interruptible(
        interrupts: &mut watch::Receiver<u64>,
        work: impl Future<Output = Result<(), LinkError>>,
    ) -> Result<(), LinkError> {
        tokio::select! {
            biased;
            done = work => done,
            _ = interrupts.changed() => Err(LinkError::Other("it was interrupted".to_owned())),
        }
    }

    /// Interrupts whoever waits, and says when that happens to the caller.
    fn interrupt(&self) -> watch::Receiver<u64> {
        self.interrupts
            .send_modify(|count| *count = count.wrapping_add(1));
        self.interrupts.subscribe()
    }

    /// Waits for the code that the account's owner types.
    async fn ask_for_code(&self, link: &Link, number: &PhoneNumber) -> Result<(), LinkError> {
        let client = link.client();
        client
            .wait_for_socket(SOCKET)
            .await
            .map_err(|_| LinkError::Unreachable("no connection in time".to_owned()))?;
        match timeout(CODE_REQUEST, client.pair_with_code(code_request(number))).await {
            Err(_) => Err(LinkError::Unreachable("no code in time".to_owned())),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(match error.rejection() {
                Some(reason) if reason.is_throttled() => {
                    LinkError::Other("too many codes were asked for; try again later".to_owned())
                }
                Some(_) => LinkError::Other("the server refused a code for this number".to_owned()),
                None => LinkError::Unreachable("the server gave no code".to_owned()),
            }),
        }
    }

    /// Comes online and has the server forget the device.
    async fn log_out(&self, slot: &mut Option<Link>) -> Result<(), LinkError> {
        let refused = self.board.state() == DeviceState::NumberRefused;
        if refused && let Some(link) = slot.as_ref() {
            return link.log_out().await;
        }
        if self.board.state() != DeviceState::Online {
            self.stop(slot).await;
            self.start(slot, Purpose::Connect).await?;
        }
        let mut states = self.board.watch();
        let settled =
            states.wait_for(|state| *state == DeviceState::Online || state.wants_a_person());
        match timeout(ONLINE_TO_UNLINK, settled).await {
            Ok(Ok(state)) if *state == DeviceState::Online => {}
            Ok(_) => return Ok(()),
            Err(_) => {
                return Err(LinkError::Unreachable(
                    "the phone could not be told".to_owned(),
                ));
            }
        }
        match slot {
            Some(link) => link.log_out().await,
            None => Ok(()),
        }
    }
}

impl Drop for WhatsAppMessenger {
    /// Ends the tasks of a client that was not shut down.
    fn drop(&mut self) {
        if let Some(client) = self.client() {
            client.signal_shutdown_sync();
        }
    }
}

#[async_trait]
impl Messenger for WhatsAppMessenger {
    fn account(&self) -> Option<Account> {
        self.board.account()
    }

    fn state(&self) -> DeviceState {
        self.board.state()
    }

    async fn pair(&self, method: PairingMethod) -> Result<(), LinkError> {
        let mut interrupts = self.interrupt();
        let mut slot = self.link.lock().await;
        // What the phone ended, or what may not be linked, is of no use any more.
        let useless = matches!(
            self.board.state(),
            DeviceState::LoggedOut | DeviceState::NumberRefused
        );
        if self.board.account().is_some() && !useless {
            return Err(LinkError::AlreadyLinked);
        }
        self.stop(&mut slot).await;
        if useless {
            // A new identity takes the place of the keys.
            self.session.wipe().await?;
            self.board.set_account(None);
            self.recipients.forget();
        }
        match method {
            PairingMethod::Qr => self.start(&mut slot, Purpose::PairByQr).await,
            PairingMethod::PhoneCode(number) => {
                self.start(&mut slot, Purpose::PairByCode(number.clone()))
                    .await?;
                let asked = match slot.as_ref() {
                    Some(link) => {
                        Self::interruptible(&mut interrupts, self.ask_for_code(link, &number)).await
                    }
                    None => Ok(()),
                };
                if asked.is_err() {
                    self.stop(&mut slot).await;
                    self.board.stopped();
                }
                asked
            }
        }
    }

    async fn connect(&self) -> Result<(), LinkError> {
        let mut slot = self.link.lock().await;
        if self.board.account().is_none() {
            return Err(LinkError::NotLinked);
        }
        // After a failed attempt there is a pause, longer each time. A call in it
        // means: try now.
        if self.board.is_at_work() && slot.is_some() {
            return Ok(());
        }
        let in_pause = matches!(
            self.board.state(),
            DeviceState::Reconnecting {
                next_try: Some(_),
                ..
            }
        );
        if in_pause && let Some(link) = slot.as_ref() {
            link.hurry();
            return Ok(());
        }
        self.stop(&mut slot).await;
        self.start(&mut slot, Purpose::Connect).await
    }

    async fn woke(&self) -> Result<(), LinkError> {
        {
            let slot = self.link.lock().await;
            if self.board.state() == DeviceState::Online
                && let Some(link) = slot.as_ref()
            {
                // Asking whether the line lives takes longer than a new one.
                link.renew().await;
                return Ok(());
            }
        }
        self.connect().await
    }

    async fn prepare(&self, people: &[PhoneNumber], deadline: Duration) -> Vec<Presence> {
        if let Err(error) = self.prefetch(people, deadline).await {
            log::debug!("asking ahead failed: {error}");
        }
        self.recipients.presence(people, Instant::now())
    }

    async fn look_up(&self, people: &[PhoneNumber], deadline: Duration) -> Vec<Presence> {
        let since = Instant::now();
        if let Err(error) = self.ask_who_is_there(people, since, deadline).await {
            log::debug!("asking who is there failed: {error}");
        }
        self.recipients.learned(people, since)
    }

    async fn health(&self, deadline: Duration) -> Option<AccountHealth> {
        self.ask_health(instant_in(deadline)).await
    }

    async fn stored(&self, messages: &[Incoming]) {
        if let Err(error) = self.session.stored(messages.to_vec()).await {
            log::warn!("messages that the engine has will be told again: {error}");
        }
    }

    async fn send(&self, message: &Outgoing, deadline: Duration) -> Result<(), SendError> {
        self.send_by(message, instant_in(deadline)).await
    }

    async fn upload(
        &self,
        medium: &Medium,
        bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError> {
        self.bring(medium, bytes, deadline).await
    }

    async fn unlink(&self) -> Result<(), LinkError> {
        let mut interrupts = self.interrupt();
        let mut slot = self.link.lock().await;
        if self.board.account().is_none() {
            return Err(LinkError::NotLinked);
        }
        // A device that the server no longer lets in cannot tell the phone; what
        // is left to do then is here. A restriction may be over: it is tried once.
        let before = self.board.state();
        let let_in = !matches!(
            before,
            DeviceState::LoggedOut | DeviceState::Banned { .. } | DeviceState::ClientTooOld
        );
        if let_in {
            let was_running = slot.is_some();
            let told = Self::interruptible(&mut interrupts, self.log_out(&mut slot)).await;
            if told.is_err() && !was_running {
                // It was started for this alone.
                self.stop(&mut slot).await;
                self.board.stopped();
                for why in [Rest::Idle, Rest::Disabled] {
                    if before == why.state() {
                        self.board.follow(&DeviceEvent::Rested(why));
                    }
                }
            }
            // A number that may not be linked is not kept for want of a line, and who
            // gives up a restricted account need not wait for the end of that.
            let in_any_case = matches!(
                before,
                DeviceState::NumberRefused | DeviceState::Restricted { .. }
            );
            if !in_any_case {
                told?;
            }
        }
        self.stop(&mut slot).await;
        self.session.wipe().await?;
        self.recipients.forget();
        self.board.set_account(None);
        self.board.follow(&DeviceEvent::Unlinked);
        Ok(())
    }

    async fn rest(&self, why: Rest) {
        self.interrupt();
        let mut slot = self.link.lock().await;
        if self.board.account().is_none() {
            return;
        }
        self.stop(&mut slot).await;
        self.board.follow(&DeviceEvent::Rested(why));
    }

    fn allow(&self, numbers: &[PhoneNumber]) {
        self.board.allow(numbers);
    }

    fn still_restricted(&self, code: u32, until: Timestamp) {
        self.board
            .follow(&DeviceEvent::StillRestricted { code, until });
    }

    async fn shutdown(&self) {
        self.interrupt();
        let mut slot = self.link.lock().await;
        self.stop(&mut slot).await;
        self.board.stopped();
    }
}
