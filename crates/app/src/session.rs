//! One open profile: database, phone, dispatcher.

mod attachments;
mod backup;
mod device;
mod diagnostics;
mod history;
mod link;
mod locking;
mod numbers;
mod people;
mod phone;
mod sending;

use crate::api::{AppEvent, CampaignView, ErrorView, ProfileSummary, Work};
use crate::attachments::discard_unfinished;
use crate::audience::{Home, Resolved};
use crate::backup::{forget_replaced, open_store};
use crate::campaigns::{self, Rates};
use crate::catalogue::LANGUAGES;
use crate::device::{DeviceBoard, kept};
use crate::error::{AppError, Result};
use crate::guard::Guard;
use crate::journal::Journal;
use crate::keys::{Passcode, ProfileKey};
use crate::line::{Keeper, Needs};
use crate::logs::{Entered, Logs};
use crate::network::Interfaces;
use crate::profile_folder::{Description, Lock, ProfileFolder};
use crate::profiles::AppConfig;
use crate::pump;
use crate::trouble::Trouble;
use crate::vault::Vault;
use crate::work::Works;
use crate::{retention, settling};
use dispatch::{Control, Dispatcher, News, Parts, Timing};
use domain::{Clock, DeviceState, LogLevel, Messenger, MessengerEvent, Rest, Timestamp};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::snapshot::KNOWN_FORMAT;
use store::{DatabaseKey, Store, settings};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::{RwLock, broadcast};
use tokio::task::{JoinHandle, JoinSet};

/// Where the state that only a person can end is kept over a restart, so that a
/// device that was unlinked does not look healthy the next morning.
const DEVICE_TROUBLE: &str = "device_trouble";

/// Where it is kept that a person switched the device off.
const DEVICE_DISABLED: &str = "device_disabled";

/// Where the practice phone's link is kept. The real one keeps its own.
const PRACTICE_LINKED: &str = "practice_linked";

pub(crate) use backup::OF_THE_LINK;
use phone::Phone;

/// What the session and its pump share.
pub(crate) struct Inner {
    pub(crate) store: Store,
    clock: Arc<dyn Clock>,
    board: Mutex<DeviceBoard>,
    rates: Mutex<Rates>,
    trouble: Mutex<Trouble>,
    journal: Mutex<Journal>,
    /// Why the last automatic backup could not be made.
    skipped: Mutex<Option<AppError>>,
    description: Mutex<Description>,
    /// When somebody last sent or used something.
    used: Mutex<Timestamp>,
    messenger: Arc<dyn Messenger>,
    guard: Guard,
    events: broadcast::Sender<AppEvent>,
    practice: bool,
}

impl Inner {
    pub fn board(&self) -> MutexGuard<'_, DeviceBoard> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> MutexGuard<'_, Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn skipped(&self) -> MutexGuard<'_, Option<AppError>> {
        self.skipped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn description(&self) -> MutexGuard<'_, Description> {
        self.description
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    pub fn messenger(&self) -> &dyn Messenger {
        self.messenger.as_ref()
    }

    /// Nobody listening is no error.
    pub fn tell(&self, event: AppEvent) {
        if let AppEvent::Campaign { campaign } = &event {
            self.journal().campaign(campaign);
        }
        let _ = self.events.send(event);
    }

    /// The database refused something; told unless this kind was told already.
    pub fn trouble_arose(&self, error: AppError) {
        let view = error.view(&self.description().language);
        if self.trouble().arose(error) {
            log::error!("trouble with the database: {}", view.code);
            self.tell(AppEvent::Trouble { error: view });
        }
    }

    /// The database took something.
    pub fn trouble_over(&self) {
        if self.trouble().over() {
            log::info!("the trouble with the database is over");
            self.tell(AppEvent::TroubleOver);
        }
    }

    pub async fn campaign(&self, id: i64) -> Result<CampaignView> {
        campaigns::get(&self.store, id, self.clock(), &self.rates).await
    }

    /// Keeps what the next start should know about the device.
    pub async fn remember_device(&self, event: &MessengerEvent) {
        if let MessengerEvent::Device(state) = event
            && let Some(kept) = kept(state)
        {
            self.keep(DEVICE_TROUBLE, kept).await;
        }
        self.forget_set_aside(event).await;
        if self.practice {
            self.remember_practice_account(event).await;
        }
    }

    async fn keep(&self, key: &'static str, value: impl Into<String>) {
        let value = value.into();
        if let Err(error) = self
            .store
            .write(move |tx| settings::set(tx, key, &value))
            .await
        {
            log::error!("the state of the device could not be saved: {error}");
        }
    }

    async fn remember_practice_account(&self, event: &MessengerEvent) {
        let linked = match event {
            MessengerEvent::Paired(_) => "yes",
            MessengerEvent::Device(DeviceState::NotLinked) => "no",
            _ => return,
        };
        self.keep(PRACTICE_LINKED, linked).await;
    }
}

struct Engine {
    control: Arc<Control>,
    dispatcher: JoinHandle<()>,
    pump: JoinHandle<()>,
    line: JoinHandle<()>,
    retention: JoinHandle<()>,
    settling: JoinHandle<()>,
    backups: JoinHandle<()>,
    idle: JoinHandle<()>,
}

/// One open profile. Dropping it without [`Session::close`] is like a crash:
/// nothing is lost, and what was in flight is reconciled at the next start.
pub struct Session {
    inner: Arc<Inner>,
    folder: ProfileFolder,
    /// Where the program's own logs lie.
    data_dir: PathBuf,
    vault: Vault,
    /// For copies of the databases.
    key: ProfileKey,
    /// One change of the passcode at a time.
    rekeying: tokio::sync::Mutex<()>,
    phone: Phone,
    waiting: Mutex<Option<UnboundedReceiver<MessengerEvent>>>,
    engine: tokio::sync::Mutex<Option<Engine>>,
    control: Arc<Control>,
    /// Counts changes to contacts, so that a remembered audience is not stale.
    generation: AtomicU64,
    remembered: Mutex<Option<(String, Arc<Resolved>)>>,
    works: Works,
    /// What imports left to merge.
    merging: tokio::sync::Mutex<JoinSet<()>>,
    /// Filing of people behind imports.
    filing: tokio::sync::Mutex<JoinSet<()>>,
    /// Held for reading while a copy of a database is made.
    copying: Arc<RwLock<()>>,
    lock: Mutex<Option<Lock>>,
    /// Lines go into this profile's log while it is open.
    log: Mutex<Option<Entered>>,
    timing: Timing,
}

impl Session {
    /// Opens database and phone. Nothing is sent and nothing connects before [`Session::start`].
    pub(crate) async fn open(
        folder: ProfileFolder,
        vault: Vault,
        passcode: Option<&Passcode>,
        config: &AppConfig,
        clock: Arc<dyn Clock>,
        logs: &Logs,
    ) -> Result<Arc<Self>> {
        let mut description = folder.description()?;
        let lock = folder.lock(&description.name)?;
        let log = logs.enter(folder.path(), LogLevel::default());
        // An import that was killed leaves the first, whose key nobody has; a file
        // that was being attached the other.
        let _ = std::fs::remove_file(folder.staging());
        let _ = std::fs::remove_file(folder.room());
        let timing = config.timing();
        let key = locking::key(&vault, &description, passcode).await?;
        let (store, skipped) = open_store(
            &folder,
            &DatabaseKey::from_bytes(key.database()),
            &description,
            clock.now(),
        )
        .await?;
        discard_unfinished(&store).await;
        let (events, waiting) = unbounded_channel();
        let mut set_aside = None;
        let phone = if description.practice {
            Phone::simulated(&key, &store, &clock, events).await?
        } else {
            let opened = link::open(&folder, key.session(), config, events, &clock).await?;
            set_aside = opened.1;
            Phone::Real(Arc::new(opened.0))
        };
        // Both databases took the key.
        vault.sweep(&description);
        forget_replaced(&folder, &vault);
        description.last_used = Some(clock.now().to_rfc3339());
        folder.write(&description)?;
        let settings = store.read(settings::profile).await?;
        log.set_level(settings.log_level);
        let guard = Guard::new(settings.auto_lock_minutes, clock.now());
        let messenger = phone.messenger();
        messenger.allow(&settings.allowed_numbers);
        let remembered = device::remembered(&store, clock.now()).await?;
        let remembered = messenger.account().and(remembered);
        if let Some(DeviceState::Restricted {
            code,
            until: Some(until),
        }) = remembered
        {
            messenger.still_restricted(code, until);
        }
        let state = remembered.unwrap_or_else(|| messenger.state());
        note_opened(&folder, &description, &state);
        let linked = messenger.account().is_some();
        let set_aside = link::note_set_aside(&store, &folder, set_aside, linked).await;
        let board =
            DeviceBoard::new(description.practice, state, messenger.account()).beside(set_aside);
        let (events, _) = broadcast::channel(256);
        let inner = Inner {
            store,
            used: Mutex::new(clock.now()),
            messenger,
            clock,
            board: Mutex::new(board),
            rates: Mutex::default(),
            trouble: Mutex::default(),
            journal: Mutex::default(),
            skipped: Mutex::new(skipped),
            events,
            practice: description.practice,
            description: Mutex::new(description),
            guard,
        };
        Ok(Arc::new(Self {
            inner: Arc::new(inner),
            folder,
            data_dir: config.data_dir.clone(),
            vault,
            key,
            rekeying: tokio::sync::Mutex::default(),
            phone,
            waiting: Mutex::new(Some(waiting)),
            engine: tokio::sync::Mutex::new(None),
            control: Arc::default(),
            generation: AtomicU64::new(0),
            remembered: Mutex::new(None),
            works: Works::default(),
            merging: tokio::sync::Mutex::default(),
            filing: tokio::sync::Mutex::default(),
            copying: Arc::default(),
            lock: Mutex::new(Some(lock)),
            log: Mutex::new(Some(log)),
            timing,
        }))
    }

    /// Lets the engine run: a linked device connects, campaigns under way go on. One
    /// that is still restricted waits for the end of that, or for a person.
    pub async fn start(&self) -> Result<()> {
        let mut engine = self.engine.lock().await;
        let Some(events) = self
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        else {
            return Ok(());
        };
        let (news, heard) = unbounded_channel::<News>();
        let mut chance: rand::rngs::StdRng = rand::SeedableRng::from_os_rng();
        let dispatcher = Dispatcher::new(Parts {
            store: self.inner.store.clone(),
            messenger: self.phone.messenger(),
            events,
            clock: Arc::clone(&self.inner.clock),
            chance: Box::new(move || rand::Rng::random(&mut chance)),
            mint: Box::new(sending::minter()),
            timing: self.timing,
            news,
            control: Arc::clone(&self.control),
        });
        let control = Arc::clone(&self.control);
        self.inner.note_use();
        let keeper = Keeper {
            messenger: self.phone.messenger(),
            clock: Arc::clone(&self.inner.clock),
            needs: Arc::clone(&self.inner) as Arc<dyn Needs>,
        };
        *engine = Some(Engine {
            control: Arc::clone(&self.control),
            dispatcher: tokio::spawn(dispatcher.run()),
            pump: tokio::spawn(pump::run(Arc::clone(&self.inner), heard)),
            line: tokio::spawn(keeper.keep(Interfaces::watch(), move || control.wake())),
            retention: tokio::spawn(retention::keep(
                self.inner.store.clone(),
                Arc::clone(&self.inner.clock),
            )),
            settling: tokio::spawn(settling::keep(self.inner.store.clone())),
            backups: tokio::spawn(self.backup_keeper()),
            idle: tokio::spawn(locking::lock_when_idle(Arc::clone(&self.inner))),
        });
        let messenger = self.phone.messenger();
        // From here on the device speaks for itself, not the last run.
        let present = MessengerEvent::Device(messenger.state());
        self.inner.board().hear(&present, self.inner.clock());
        if messenger.account().is_some() {
            let disabled = |tx: &store::Tx<'_>| settings::get(tx, DEVICE_DISABLED);
            if self.inner.store.read(disabled).await?.as_deref() == Some("yes") {
                messenger.rest(Rest::Disabled).await;
            } else if !matches!(messenger.state(), DeviceState::Restricted { .. }) {
                let connected = messenger.connect().await;
                connected.map_err(|error| self.link_refused(error))?;
            }
        }
        Ok(())
    }

    /// Finishes what is in flight, saves, closes the connection and the
    /// database. The profile can then be opened by another process.
    pub async fn close(&self) {
        if let Some(engine) = self.engine.lock().await.take() {
            engine.control.stop();
            engine.retention.abort();
            engine.settling.abort();
            // A copy that was begun is finished: a program that never runs for long would
            // never have one.
            drop(self.copying.write().await);
            engine.backups.abort();
            engine.idle.abort();
            let _ = engine.dispatcher.await;
            // A line that is being closed is not to be opened again.
            engine.line.abort();
            let _ = engine.line.await;
            self.phone.messenger().shutdown().await;
            let _ = engine.pump.await;
        } else {
            self.phone.messenger().shutdown().await;
        }
        // A copy that was being made ends with whoever asked for it, and has the
        // database open until then.
        self.works.cancel(Work::Backup);
        drop(self.copying.write().await);
        // It may take a minute and is gone on with whenever the profile is open for long.
        self.filing.lock().await.shutdown().await;
        // It takes seconds, and a program that only ever imports would never do it.
        while self.merging.lock().await.join_next().await.is_some() {}
        self.inner.store.close().await;
        log::info!("profile {} closed", self.folder.id());
        // Before the lock: another process may have the profile then, and its log.
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    /// Everything the engine tells, for one door.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.inner.events.subscribe()
    }

    #[cfg(test)]
    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }

    /// What the database refuses at present, in the profile's language.
    pub fn trouble(&self) -> Option<ErrorView> {
        let language = self.language();
        self.inner.trouble().present().map(|e| e.view(&language))
    }

    /// The profile.
    pub fn summary(&self) -> ProfileSummary {
        self.description().summary()
    }

    /// The profile's language.
    pub fn language(&self) -> String {
        self.description().language.clone()
    }

    /// Changes the interface language.
    pub fn set_language(&self, language: &str) -> Result<()> {
        if !LANGUAGES.contains(&language) {
            return Err(AppError::bad_input("language").with("language", language));
        }
        let mut description = self.description();
        language.clone_into(&mut description.language);
        self.folder.write(&description)
    }

    fn description(&self) -> MutexGuard<'_, Description> {
        self.inner.description()
    }

    fn country(&self) -> String {
        self.description().country.clone()
    }

    fn home(&self) -> Home {
        let description = self.description();
        Home {
            country: description.country.clone(),
            language: description.language.clone(),
        }
    }
}

/// The first line of a profile's log each time.
fn note_opened(folder: &ProfileFolder, description: &Description, device: &DeviceState) {
    let kind = if description.practice {
        "practice"
    } else {
        "real"
    };
    log::info!(
        "profile {} opened by version {} on {} {}: {kind}, format {KNOWN_FORMAT}, key in {}, device {}",
        folder.id(),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        description.protector.word(),
        device.as_str(),
    );
}
