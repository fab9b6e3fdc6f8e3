//! What the window has in front of it: the application and, once a profile is
//! chosen, its session.

use crate::outside::Outside;
use crate::words;
use app::api::{AppEvent, ErrorView, ProfileSummary};
use app::{App, Session};
use std::sync::{Arc, Weak};
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
        }
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The session of the open profile.
    pub async fn session(&self) -> Answer<Arc<Session>> {
        let open = self.open.read().await;
        open.as_ref()
            .map(|open| Arc::clone(&open.session))
            .ok_or_else(|| words::no_profile(&self.app.info().language))
    }

    /// Interface language: the open profile's, or the system's.
    pub async fn language(&self) -> String {
        match self.open.read().await.as_ref() {
            Some(open) => open.session.language(),
            None => self.app.info().language,
        }
    }

    /// Puts what went wrong into words.
    pub async fn answer<T>(&self, outcome: app::Result<T>) -> Answer<T> {
        match outcome {
            Ok(value) => Ok(value),
            Err(error) => Err(error.view(&self.language().await)),
        }
    }

    /// Opens a profile in the window, closing the one before. A page that was
    /// reloaded and asks for the same profile again gets it as it stands.
    pub async fn open<R: Runtime>(
        &self,
        window: AppHandle<R>,
        name: &str,
    ) -> Answer<ProfileSummary> {
        let mut open = self.open.write().await;
        if let Some(present) = open.take() {
            if present.session.summary().name == name {
                return Ok(open.insert(present).session.summary());
            }
            present.close().await;
        }
        let session = match self.app.open_profile(name).await {
            Ok(session) => session,
            Err(error) => return Err(error.view(&self.app.info().language)),
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
        if let Some(event) = &event
            && let Err(error) = window.emit(EVENT, event)
        {
            log::warn!("the window did not take an event: {error}");
        }
        let Some(session) = session.upgrade() else {
            return;
        };
        match event {
            Some(event) => outside.hear(event, &session),
            None => outside.refresh(&session).await,
        }
    }
}
