//! What the window has in front of it: the application and, once a profile is
//! chosen, its session.

use crate::outside::Outside;
use crate::words;
use app::api::{AppEvent, ErrorView, ProfileSummary, UnlockView};
use app::{App, AppError, Passcode, Session};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tauri::async_runtime::JoinHandle;
use tauri::{AppHandle, Emitter, Runtime};
use tokio::sync::RwLock;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::MissedTickBehavior;

/// Name of the one event that the page listens to.
const EVENT: &str = "app";

/// How often everything is looked at without an event.
const GLANCE: Duration = Duration::from_secs(15);

/// What every command answers.
pub type Answer<T> = Result<T, ErrorView>;

/// The application and the profile that is open in the window.
pub struct Desk {
    app: App,
    open: RwLock<Option<Open>>,
    /// What the page speaks while no profile is open.
    spoken: Mutex<Option<String>>,
}

struct Open {
    session: Arc<Session>,
    events: JoinHandle<()>,
}

impl Desk {
    /// A desk without an open profile.
    pub fn new(app: App) -> Self {
        Self {
            app,
            open: RwLock::new(None),
            spoken: Mutex::default(),
        }
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The session of the open profile, which is the way of every command: none
    /// while the profile is locked.
    pub async fn session(&self) -> Answer<Arc<Session>> {
        let open = self.open.read().await;
        let session = open
            .as_ref()
            .map(|open| Arc::clone(&open.session))
            .ok_or_else(|| words::no_profile(&self.app.info().language))?;
        match session.admit() {
            Ok(()) => Ok(session),
            Err(locked) => Err(locked.view(&session.language())),
        }
    }

    /// The session of the open profile, locked or not: for what shows nothing of it, such
    /// as closing the window without ending what is being sent.
    pub async fn behind_the_lock(&self) -> Option<Arc<Session>> {
        let open = self.open.read().await;
        open.as_ref().map(|open| Arc::clone(&open.session))
    }

    /// How the door of a profile looks from outside.
    pub async fn unlock_view(&self, name: &str) -> Answer<UnlockView> {
        let view = match self.open.read().await.as_ref() {
            Some(open) if open.session.summary().name == name => open.session.unlock_view().await,
            _ => self.app.unlock_view(name),
        };
        self.answer(view).await
    }

    /// Does what computes or waits for a keychain, aside from the other commands.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> app::Result<T> + Send + 'static,
    ) -> Answer<T> {
        match tauri::async_runtime::spawn_blocking(work).await {
            Ok(outcome) => self.answer(outcome).await,
            Err(error) => {
                log::error!("a command ended early: {error}");
                Err(AppError::unexpected().view(&self.language().await))
            }
        }
    }

    /// Interface language: the open profile's, or what was chosen on the first screen,
    /// or the system's.
    pub async fn language(&self) -> String {
        match self.open.read().await.as_ref() {
            Some(open) => open.session.language(),
            None => self.spoken(),
        }
    }

    /// The page speaks this language while no profile is open.
    pub fn speak(&self, language: String) {
        let mut spoken = self.spoken.lock().unwrap_or_else(PoisonError::into_inner);
        *spoken = Some(language);
    }

    fn spoken(&self) -> String {
        let spoken = self.spoken.lock().unwrap_or_else(PoisonError::into_inner);
        spoken.clone().unwrap_or_else(|| self.app.info().language)
    }

    /// Puts what went wrong into words.
    pub async fn answer<T>(&self, outcome: app::Result<T>) -> Answer<T> {
        match outcome {
            Ok(value) => Ok(value),
            Err(error) => {
                error.note();
                Err(error.view(&self.language().await))
            }
        }
    }

    /// Opens a profile in the window, closing the one before. A page that was
    /// reloaded and asks for the same profile again gets it as it stands; one that is
    /// locked is unlocked by its passcode.
    pub async fn open<R: Runtime>(
        &self,
        window: AppHandle<R>,
        name: &str,
        passcode: Option<&Passcode>,
    ) -> Answer<ProfileSummary> {
        let mut open = self.open.write().await;
        if let Some(present) = open.as_ref().map(|open| &open.session)
            && present.summary().name == name
        {
            if present.is_locked()
                && let Err(refused) = present.unlock(passcode).await
            {
                return Err(refused.view(&present.language()));
            }
            return Ok(present.summary());
        }
        if let Some(present) = open.take() {
            present.close().await;
        }
        let session = match self.app.open_profile(name, passcode).await {
            Ok(session) => session,
            Err(error) => {
                error.note();
                return Err(error.view(&self.language_before(name)));
            }
        };
        let events = tauri::async_runtime::spawn(forward(
            window,
            session.events(),
            Arc::downgrade(&session),
        ));
        let summary = session.summary();
        *open = Some(Open { session, events });
        Ok(summary)
    }

    /// What is said before a profile is open: its own language, where that is known.
    fn language_before(&self, name: &str) -> String {
        let known = self.app.profile(name).map(|profile| profile.language);
        known.unwrap_or_else(|| self.spoken())
    }

    /// Closes the open profile, if any: what is in flight is finished and
    /// everything is saved.
    pub async fn close(&self) {
        if let Some(present) = self.open.write().await.take() {
            present.close().await;
        }
    }
}

impl Open {
    async fn close(self) {
        self.session.close().await;
        self.events.abort();
    }
}

/// Tells the page.
pub fn tell<R: Runtime>(window: &AppHandle<R>, event: &AppEvent) {
    if let Err(error) = window.emit(EVENT, event) {
        log::warn!("the window did not take an event: {error}");
    }
}

/// Passes what the engine says on to the page and to the desktop around it.
/// Events that were missed do no harm: each one carries the present state.
async fn forward<R: Runtime>(
    window: AppHandle<R>,
    mut events: Receiver<AppEvent>,
    session: Weak<Session>,
) {
    let mut outside = Outside::new(window.clone());
    let mut glance = tokio::time::interval(GLANCE);
    glance.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let event = tokio::select! {
            biased;
            _ = glance.tick() => None,
            event = events.recv() => match event {
                Ok(event) => Some(event),
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            },
        };
        let Some(session) = session.upgrade() else {
            return;
        };
        // Behind the lock the page learns nothing about anybody.
        let told = event.as_ref().filter(|event| {
            !session.is_locked()
                || matches!(
                    event,
                    AppEvent::Locked | AppEvent::Trouble { .. } | AppEvent::TroubleOver
                )
        });
        if let Some(event) = told {
            tell(&window, event);
        }
        match event {
            Some(event) => outside.hear(event, &session),
            None => outside.refresh(&session).await,
        }
    }
}
